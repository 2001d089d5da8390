/* batch.c - imports: rows in bulk, one signed part entry for each transaction, and one row of
 * history for each record touched, bound to the part by its digest. */
#include <string.h>

#include "private.h"

/* ---- The digest of a part ---- */

void part_hash(unsigned char running[HASH_BYTES], const struct part_row *row)
{
    unsigned char record[8], rev[8];
    big_end(row->record, record);
    big_end(row->rev, rev);
    const struct hash_part parts[] = {
        { running, HASH_BYTES },
        { row->kind, strlen(row->kind) },
        { record, 8 },
        { rev, 8 },
        { row->digest, row->digest_size },
        { row->before, row->before_size },
        { row->after, row->after_size },
    };
    unsigned char next[HASH_BYTES];
    hash_parts(parts, COUNT(parts), next);
    memcpy(running, next, HASH_BYTES);
}

/* ---- One record of a part ---- */

static enum outcome insert_row(struct store *s, const struct batch *b, const struct part_row *row,
                               struct error *e)
{
    struct sql *q;
    enum outcome o = sql_open(
        &s->db,
        "INSERT INTO \"history_row\" (\"batch\", \"part\", \"position\", \"kind\", \"record\", "
        "\"rev\", \"digest\", \"before\", \"after\") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, b->id);
    sql_int(q, 2, b->part + 1);
    sql_int(q, 3, s->part_position + 1);
    sql_str_static(q, 4, row->kind);
    sql_int(q, 5, row->record);
    sql_int(q, 6, row->rev);
    sql_blob(q, 7, row->digest, row->digest_size);
    if (row->before)
        sql_blob(q, 8, row->before, row->before_size);
    if (row->after)
        sql_blob(q, 9, row->after, row->after_size);
    return sql_run(q, e);
}

static enum outcome tell_row(struct store *s, const struct batch *b, const struct record *r,
                             const struct saved *saved, struct error *e)
{
    struct buf before = { 0 }, after = { 0 };
    if (!saved->created) {
        flat_encode(&saved->was, &before);
        flat_encode(&saved->is, &after);
    }
    const struct part_row row = {
        .kind = r->kind->id,
        .record = r->id,
        .rev = r->rev,
        .digest = saved->digest,
        .digest_size = HASH_BYTES,
        .before = before.data,
        .before_size = before.len,
        .after = after.data,
        .after_size = after.len,
    };
    if (s->part_position == 0)
        memset(s->part_hash, 0, sizeof s->part_hash);
    enum outcome o = insert_row(s, b, &row, e);
    if (o == DONE) {
        part_hash(s->part_hash, &row);
        s->part_position++;
    }
    buf_free(&before);
    buf_free(&after);
    return o;
}

/* The stored version, or NULL where r is new here: a restore brings ids this store may not know. */
static enum outcome find_known(struct store *s, const struct record *r, struct record **known,
                               struct error *e)
{
    if (r->id == 0)
        return DONE;
    enum outcome o = row_load(s, r->kind, r->id, known, e);
    if (o == DONE && *known && (*known)->rev != r->rev) {
        record_free(known);
        return fail(e, STALE, _("Somebody else changed this %s. Look at both versions."),
                    tr(r->kind->label));
    }
    return o;
}

static void count(struct batch *b, const struct saved *saved)
{
    b->created += saved->written && saved->created;
    b->changed += saved->written && !saved->created;
    b->unchanged += !saved->written;
}

enum outcome store_batch_save(struct store *s, struct batch *b, struct record *r, struct error *e)
{
    struct record *known = NULL;
    struct saved saved = { 0 };
    enum outcome o = must_write(s, e);
    if (o == DONE)
        o = find_known(s, r, &known, e);
    if (o == DONE && !known) {
        if (b->origin != ORIGIN_RESTORED)
            r->origin = b->origin;
        r->batch = b->id;
    }
    int64_t rev = known ? r->rev + 1 : r->rev > 0 ? r->rev : 1;
    if (o == DONE)
        o = save_record(s, known, r, rev, &saved, e);
    if (o == DONE && saved.written)
        o = tell_row(s, b, r, &saved, e);
    if (o == DONE)
        count(b, &saved);
    saved_free(&saved);
    record_free(&known);
    return o;
}

/* ---- The batch itself ---- */

enum outcome store_batch_open(struct store *s, struct batch *b, struct error *e)
{
    struct sql *q;
    struct buf at = { 0 };
    enum outcome o = must_write(s, e);
    if (o == DONE)
        o = desk_new_id(s->desk, &b->id, e);
    if (o == DONE)
        o = sql_open(&s->db,
                     "INSERT INTO \"batch\" (\"id\", \"kind\", \"source\", \"source_hash\", "
                     "\"origin\", \"part\", \"created\", \"changed\", \"unchanged\", "
                     "\"rejected\", \"rows\", \"closed\", \"at\") "
                     "VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, 0, 0, $6)",
                     &q, e);
    if (o != DONE)
        return o;
    b->part = 0;
    b->created = b->changed = b->unchanged = b->rejected = b->rows = 0;
    moment_iso(s->at, &at);
    sql_int(q, 1, b->id);
    sql_str(q, 2, b->kind ? b->kind->id : "");
    sql_str(q, 3, b->source ? b->source : "");
    sql_blob(q, 4, b->source_hash, HASH_BYTES);
    sql_int(q, 5, b->origin);
    sql_str(q, 6, buf_text(&at));
    buf_free(&at);
    return sql_run(q, e);
}

static enum outcome update_batch(struct store *s, const struct batch *b, bool closed,
                                 struct error *e)
{
    struct sql *q;
    enum outcome o = sql_open(&s->db,
                              "UPDATE \"batch\" SET \"part\" = $1, \"created\" = $2, "
                              "\"changed\" = $3, \"unchanged\" = $4, \"rejected\" = $5, "
                              "\"rows\" = $6, \"closed\" = $7 WHERE \"id\" = $8",
                              &q, e);
    if (o != DONE)
        return o;
    const int64_t numbers[] = { b->part,     b->created, b->changed, b->unchanged,
                                b->rejected, b->rows,    closed,     b->id };
    for (size_t i = 0; i < COUNT(numbers); i++)
        sql_int(q, (int)i + 1, numbers[i]);
    return sql_run(q, e);
}

/* What a part entry says, as a flat form of text entries in the order of their keys. */
struct said {
    struct flat_entry items[12];
    char texts[12][2 * HASH_BYTES + 1];
    size_t count;
};

static void say_text(struct said *said, const char *key, const char *text)
{
    said->items[said->count++] =
        (struct flat_entry){ .key = (char *)key, .tag = type_text.tag, .text = (char *)text };
}

static void say_number(struct said *said, const char *key, int64_t number)
{
    char *text = said->texts[said->count];
    sqlite3_snprintf((int)sizeof said->texts[0], text, "%lld", (long long)number);
    say_text(said, key, text);
}

static void say_hash(struct said *said, const char *key, const unsigned char hash[HASH_BYTES])
{
    char *text = said->texts[said->count];
    hash_hex(hash, text);
    say_text(said, key, text);
}

static enum outcome tell_part(struct store *s, struct batch *b, int64_t source_rows, bool last,
                              struct error *e)
{
    struct said said = { 0 };
    static const unsigned char nothing[HASH_BYTES];
    b->part++;
    b->rows += source_rows;
    if (b->also && *b->also)
        say_text(&said, "also", b->also);
    say_number(&said, "changed", b->changed);
    say_number(&said, "created", b->created);
    if (b->kind)
        say_text(&said, "kind", b->kind->id);
    if (last)
        say_text(&said, "last", "1");
    say_number(&said, "records", s->part_position);
    say_number(&said, "rejected", b->rejected);
    say_number(&said, "rows", source_rows);
    if (b->source && *b->source)
        say_text(&said, "source", b->source);
    if (last) {
        say_hash(&said, "source_hash", b->source_hash);
        say_number(&said, "total_rows", b->rows);
    }
    say_number(&said, "unchanged", b->unchanged);
    const struct flat none = { 0 }, is = { .items = said.items, .count = said.count };
    return history_append(s,
                          &(struct telling){
                              .kind = "",
                              .record = b->id,
                              .rev = b->part,
                              .step = b->origin == ORIGIN_RESTORED ? "restore" : "import",
                              .note = "",
                              .was = &none,
                              .is = &is,
                              .digest = s->part_position ? s->part_hash : nothing,
                              .batch = b->id,
                          },
                          e);
}

static enum outcome write_part(struct store *s, struct batch *b, int64_t source_rows, bool last,
                               struct error *e)
{
    enum outcome o = must_write(s, e);
    if (o == DONE)
        o = tell_part(s, b, source_rows, last, e);
    if (o == DONE)
        o = update_batch(s, b, last, e);
    if (o == DONE)
        s->part_position = 0;
    return o;
}

enum outcome store_batch_part(struct store *s, struct batch *b, int64_t source_rows,
                              struct error *e)
{
    return write_part(s, b, source_rows, false, e);
}

enum outcome store_batch_close(struct store *s, struct batch *b, struct error *e)
{
    return write_part(s, b, 0, true, e);
}
