/* batch_find.c - imports that are there already: one to go on with, one to take back, the last
 * ones.
 */
#include <stdio.h>
#include <string.h>

#include "private.h"

/* Who brought it in say the signed entries of its parts. */
#define BATCH_BY(least)                                                                            \
    "(SELECT " least "(\"author\") FROM \"history\" WHERE \"record\" = \"batch\".\"id\" AND "      \
    "\"kind\" = '')"
#define BATCH_COLUMNS                                                                              \
    "SELECT \"id\", \"kind\", \"source\", \"source_hash\", \"origin\", \"part\", \"created\", "    \
    "\"changed\", \"unchanged\", \"rejected\", \"rows\", \"closed\", \"at\", " BATCH_BY(           \
        "MIN") ", " BATCH_BY("MAX") " FROM \"batch\" "
enum { AT_SOURCE = 2, AT_CLOSED = 11, AT_MOMENT = 12, AT_FIRST_BY = 13, AT_LAST_BY = 14 };

/* All but the source's name, whose text is the caller's. */
static void read_batch(const struct store *s, const struct sql *q, struct batch *b)
{
    size_t n = 0;
    const void *hash = col_blob(q, 3, &n);
    b->id = col_int(q, 0);
    b->kind = registry_find(s->registry, col_str(q, 1));
    if (n == HASH_BYTES)
        memcpy(b->source_hash, hash, HASH_BYTES);
    b->origin = (enum origin)col_int(q, 4);
    b->part = (int)col_int(q, 5);
    b->created = col_int(q, 6);
    b->changed = col_int(q, 7);
    b->unchanged = col_int(q, 8);
    b->rejected = col_int(q, 9);
    b->rows = col_int(q, 10);
    b->at = moment_parse(col_str(q, AT_MOMENT));
    snprintf(b->first_by, sizeof b->first_by, "%s", col_str(q, AT_FIRST_BY));
    snprintf(b->last_by, sizeof b->last_by, "%s", col_str(q, AT_LAST_BY));
}

static enum outcome ask_open(struct store *s, const struct batch *b, struct sql **q,
                             struct error *e)
{
    if (b->id) {
        enum outcome o =
            sql_open(&s->db, BATCH_COLUMNS "WHERE \"id\" = $1 AND \"closed\" = 0", q, e);
        if (o == DONE)
            sql_int(*q, 1, b->id);
        return o;
    }
    enum outcome o = sql_open(&s->db,
                              BATCH_COLUMNS "WHERE \"closed\" = 0 AND \"kind\" = $1 AND "
                                            "\"source_hash\" = $2 AND \"origin\" = $3 "
                                            "ORDER BY \"id\" DESC LIMIT 1",
                              q, e);
    if (o != DONE)
        return o;
    sql_str(*q, 1, b->kind->id);
    sql_blob(*q, 2, b->source_hash, HASH_BYTES);
    sql_int(*q, 3, b->origin);
    return o;
}

enum outcome store_batch_resume(struct store *s, struct batch *b, bool *open, struct error *e)
{
    struct sql *q;
    enum outcome o = must_write(s, e);
    *open = false;
    if (o == DONE)
        o = ask_open(s, b, &q, e);
    if (o != DONE)
        return o;
    o = sql_row(q, open, e);
    if (o == DONE && *open)
        read_batch(s, q, b);
    sql_close(q);
    return o;
}

enum outcome store_batch_load(struct store *s, int64_t id, struct batch *b, struct error *e)
{
    struct sql *q;
    bool row = false;
    enum outcome o = sql_open(&s->db, BATCH_COLUMNS "WHERE \"id\" = $1", &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    o = sql_row(q, &row, e);
    if (o == DONE && row)
        read_batch(s, q, b);
    sql_close(q);
    if (o == DONE && (!row || !b->kind))
        return fail(e, REFUSED,
                    _("There is no such import. `loket import --batches` lists those there are."));
    return o;
}

enum outcome store_batch_list(struct store *s, unsigned limit,
                              void (*each)(void *context, const struct batch_told *told),
                              void *context, struct error *e)
{
    struct sql *q;
    bool row = true;
    enum outcome o = sql_open(&s->db, BATCH_COLUMNS "ORDER BY \"id\" DESC LIMIT $1", &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, limit);
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        struct batch_told told = { .closed = col_int(q, AT_CLOSED) != 0 };
        read_batch(s, q, &told.batch);
        told.batch.source = col_str(q, AT_SOURCE);
        if (told.batch.kind)
            each(context, &told);
    }
    sql_close(q);
    return o;
}

static void read_row(const struct store *s, const struct sql *q, struct batch_row *out)
{
    size_t before = 0;
    out->part = (int)col_int(q, 0);
    out->position = col_int(q, 1);
    out->kind = registry_find(s->registry, col_str(q, 2));
    out->record = col_int(q, 3);
    out->rev = col_int(q, 4);
    (void)col_blob(q, 5, &before);
    out->created = before == 0; /* a change says what was before, if only that it was nothing */
}

enum outcome store_batch_rows(struct store *s, int64_t batch, const struct batch_row *behind,
                              struct batch_row *out, size_t cap, size_t *count, struct error *e)
{
    struct sql *q;
    bool row = true;
    *count = 0;
    enum outcome o =
        sql_open(&s->db,
                 "SELECT \"part\", \"position\", \"kind\", \"record\", \"rev\", \"before\" "
                 "FROM \"history_row\" WHERE \"batch\" = $1 AND (\"part\" > $2 OR (\"part\" = $2 "
                 "AND \"position\" > $3)) ORDER BY \"part\", \"position\" LIMIT $4",
                 &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, batch);
    sql_int(q, 2, behind->part);
    sql_int(q, 3, behind->position);
    sql_int(q, 4, (int64_t)cap);
    while ((o = sql_row(q, &row, e)) == DONE && row)
        read_row(s, q, &out[(*count)++]);
    sql_close(q);
    return o;
}
