/* verify_rows.c - every present row is what its last history entry says, and every record the
 * history tells of is there. */
#include <string.h>

#include "verify.h"

/* ---- Rows against their last entry ---- */

struct last {
    bool told;
    int64_t rev;
    moment at;
    unsigned char digest[HASH_BYTES];
};

static enum outcome last_of(struct store *s, const char *text, const struct kind *k, int64_t id,
                            struct last *last, struct error *e)
{
    struct sql *q;
    bool row;
    size_t n;
    enum outcome o = sql_open(&s->db, text, &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    sql_str_static(q, 2, k->id);
    o = sql_row(q, &row, e);
    if (o == DONE && row && (!last->told || col_int(q, 0) > last->rev)) {
        const void *digest = col_blob(q, 1, &n);
        *last = (struct last){ .told = true, .rev = col_int(q, 0) };
        last->at = moment_parse(col_str(q, 2));
        memcpy(last->digest, digest, n < HASH_BYTES ? n : HASH_BYTES);
    }
    sql_close(q);
    return o;
}

static enum outcome find_last(struct store *s, const struct kind *k, int64_t id, struct last *last,
                              struct error *e)
{
    enum outcome o =
        last_of(s,
                "SELECT \"rev\", \"digest\", \"at\" FROM \"history\" WHERE \"record\" = $1 "
                "AND \"kind\" = $2 ORDER BY \"rev\" DESC LIMIT 1",
                k, id, last, e);
    if (o != DONE)
        return o;
    return last_of(s,
                   "SELECT r.\"rev\", r.\"digest\", h.\"at\" FROM \"history_row\" r "
                   "LEFT JOIN \"history\" h ON h.\"record\" = r.\"batch\" AND "
                   "h.\"rev\" = r.\"part\" AND h.\"kind\" = '' "
                   "WHERE r.\"record\" = $1 AND r.\"kind\" = $2 ORDER BY r.\"rev\" DESC LIMIT 1",
                   k, id, last, e);
}

/* Tails are not digested: they must be what their field makes them. */
static enum outcome tail_stands(struct store *s, const struct record *r, const struct field *f,
                                bool *stands, struct error *e)
{
    struct buf text = { 0 }, tail = { 0 };
    struct sql *q;
    bool row;
    buf_puts(&text, "SELECT ");
    column_name(&text, f, "_tail");
    buf_puts(&text, " FROM ");
    table_name(&text, r->kind, NULL);
    buf_puts(&text, " WHERE \"id\" = $1");
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, r->id);
    o = sql_row(q, &row, e);
    tail_of(record_text(r, f->id), &tail);
    *stands = o == DONE && row && strcmp(col_str(q, 0), buf_text(&tail)) == 0;
    sql_close(q);
    buf_free(&tail);
    return o;
}

static enum outcome check_tails(struct check *c, const struct record *r, const char *name,
                                struct error *e)
{
    enum outcome o = DONE;
    for (const struct field *f = r->kind->fields; o == DONE && f && f->id; f++) {
        bool stands = true;
        if ((f->flags & FIELD_TAIL) && !(f->flags & FIELD_DERIVED))
            o = tail_stands(c->store, r, f, &stands, e);
        if (o == DONE && !stands)
            verify_defect(c, _("%s: the tail that finds its “%s” is wrong."), name, tr(f->label));
    }
    return o;
}

static void name_record(const struct record *r, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    buf_printf(out, "%s ", tr(r->kind->label));
    record_name(r, out);
    buf_printf(out, " (%s)", id);
}

static enum outcome check_record(struct check *c, const struct record *r, struct error *e)
{
    struct last last = { 0 };
    struct buf name = { 0 };
    unsigned char digest[HASH_BYTES];
    enum outcome o = find_last(c->store, r->kind, r->id, &last, e);
    if (o != DONE)
        return o;
    name_record(r, &name);
    record_digest(r, NULL, digest);
    if (!last.told)
        verify_defect(c, _("%s: no history entry tells of it."), buf_text(&name));
    else if (last.rev != r->rev)
        verify_defect(c, _("%s: it stands at revision %lld, its last history entry at %lld."),
                      buf_text(&name), (long long)r->rev, (long long)last.rev);
    else if (memcmp(digest, last.digest, HASH_BYTES) != 0 || last.at != r->changed_at)
        verify_defect(c, _("%s: it is not what its last history entry says."), buf_text(&name));
    o = check_tails(c, r, buf_text(&name), e);
    buf_free(&name);
    return o;
}

/* A row that cannot be read is a defect; a file that cannot be read ends the walk. */
static enum outcome check_row(struct check *c, const struct kind *k, int64_t id, struct error *e)
{
    struct record *r = NULL;
    enum outcome o = row_load(c->store, k, id, &r, e);
    int rc = sqlite3_errcode(c->store->db.handle);
    if (o != DONE && (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)) {
        char text[ID_TEXT_LEN + 1];
        id_text(id, text);
        verify_defect(c, "%s (%s): %s", tr(k->label), text, e->text);
        return DONE;
    }
    if (o == DONE && r)
        o = check_record(c, r, e);
    record_free(&r);
    return o;
}

static enum outcome row_slice(struct check *c, const struct kind *k, int64_t *id, bool *more,
                              struct error *e)
{
    struct buf text = { 0 };
    struct sql *q;
    bool row = true;
    int read = 0;
    struct error own = { 0 };
    e = e ? e : &own;
    buf_puts(&text, "SELECT \"id\" FROM ");
    table_name(&text, k, NULL);
    buf_puts(&text, " WHERE \"id\" > $1 ORDER BY \"id\" LIMIT $2");
    enum outcome o = sql_open(&c->store->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, *id);
    sql_int(q, 2, SLICE);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        *id = col_int(q, 0);
        o = check_row(c, k, *id, e);
        read++;
    }
    sql_close(q);
    *more = read == SLICE;
    return o;
}

/* ---- What history tells of and the tables lack ---- */

static enum outcome is_there(struct store *s, const struct kind *k, int64_t id, bool *there,
                             struct error *e)
{
    struct buf text = { 0 };
    struct sql *q;
    buf_puts(&text, "SELECT 1 FROM ");
    table_name(&text, k, NULL);
    buf_puts(&text, " WHERE \"id\" = $1");
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    o = sql_row(q, there, e);
    sql_close(q);
    return o;
}

enum outcome verify_there(struct check *c, const char *kind, int64_t record, struct error *e)
{
    const struct kind *k = registry_find(c->store->registry, kind);
    bool there = false;
    char id[ID_TEXT_LEN + 1];
    enum outcome o = k ? is_there(c->store, k, record, &there, e) : DONE;
    id_text(record, id);
    if (o == DONE && !there)
        verify_defect(c, _("%s (%s): the history tells of it, but it is gone from the file."),
                      k ? tr(k->label) : kind, id);
    return o;
}

static enum outcome check_orphans(struct check *c, const struct kind *k, const struct line_kind *l,
                                  struct error *e)
{
    int64_t n = 0;
    struct buf text = { 0 };
    buf_puts(&text, "SELECT count(*) FROM ");
    table_name(&text, k, l);
    buf_puts(&text, " l WHERE NOT EXISTS (SELECT 1 FROM ");
    table_name(&text, k, NULL);
    buf_puts(&text, " r WHERE r.\"id\" = l.\"parent\")");
    enum outcome o = sql_number(&c->store->db, buf_text(&text), &n, e);
    buf_free(&text);
    if (o == DONE && n)
        verify_defect(c, _("%s: %lld lines belong to no record."), tr(l->label), (long long)n);
    return o;
}

enum outcome verify_kind(struct check *c, const struct kind *k, struct error *e)
{
    int64_t id = INT64_MIN;
    bool more = true, mine;
    enum outcome o = DONE;
    while (o == DONE && more) {
        if ((o = read_enter(c->store, &mine, e)) != DONE)
            return o;
        o = row_slice(c, k, &id, &more, e);
        read_leave(c->store, mine);
    }
    for (size_t i = 0; o == DONE && i < line_kind_count(k); i++)
        o = check_orphans(c, k, &k->lines[i], e);
    return o;
}
