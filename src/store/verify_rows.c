/* verify_rows.c - every present row is what its last history entry says, and every record the
 * history tells of is there. A kind's rows and lines are read side by side, in the order of ids. */
#include <stdlib.h>
#include <string.h>

#include "verify.h"

/* Some rows of a kind, with their lines. */
struct rows {
    const struct kind *kind;
    uint16_t place;
    int64_t from, to; /* ids */
    struct {
        int64_t id;
        struct record *record; /* NULL: it cannot be read */
    } items[SLICE];
    size_t count;
};

static void rows_drop(struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        record_free(&rows->items[i].record);
    rows->count = 0;
}

static void row_name(const struct record *r, struct buf *out)
{
    struct buf name = { 0 };
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    record_name(r, &name);
    buf_printf(out, "%s %s (%s)", tr(r->kind->label), excerpt(buf_text(&name)).text, id);
    buf_free(&name);
}

/* ---- Reading ---- */

/* A row that cannot be read is a defect; a file that cannot be read ends the walk. */
static enum outcome unreadable(struct check *c, const struct kind *k, int64_t id, enum outcome o,
                               struct error *e)
{
    int rc = sqlite3_errcode(c->store->db.handle);
    char text[ID_TEXT_LEN + 1];
    if (rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE)
        return o;
    id_text(id, text);
    verify_defect(c, "%s (%s): %s", tr(k->label), text, e->text);
    return DONE;
}

/* Tails are not digested: they must be what their field makes them. */
static void check_tails(struct check *c, const struct sql *q, int at, const struct record *r)
{
    struct buf tail = { 0 }, name = { 0 };
    for (const struct field *f = r->kind->fields; f && f->id; f++) {
        if (!(f->flags & FIELD_TAIL))
            continue;
        buf_reset(&tail);
        tail_of(record_text(r, f->id), &tail);
        if (strcmp(col_str(q, at++), buf_text(&tail)) == 0)
            continue;
        buf_reset(&name);
        row_name(r, &name);
        verify_defect(c, _("%s: the tail that finds its “%s” is wrong."), buf_text(&name),
                      tr(f->label));
    }
    buf_free(&tail);
    buf_free(&name);
}

/* How many columns row_columns() asks for; the tails follow them. */
static int row_column_count(const struct kind *k)
{
    struct buf b = { 0 };
    int n = 1;
    row_columns(&b, k);
    for (const char *p = buf_text(&b); *p; p++)
        n += *p == ',';
    buf_free(&b);
    return n;
}

static enum outcome open_rows(struct check *c, const struct rows *rows, struct sql **q,
                              struct error *e)
{
    struct buf text = { 0 };
    buf_puts(&text, "SELECT ");
    row_columns(&text, rows->kind);
    for (const struct field *f = rows->kind->fields; f && f->id; f++) {
        if (!(f->flags & FIELD_TAIL))
            continue;
        buf_puts(&text, ", ");
        column_name(&text, f, "_tail");
    }
    buf_puts(&text, " FROM ");
    table_name(&text, rows->kind, NULL);
    buf_puts(&text, " WHERE \"id\" >= $1 ORDER BY \"id\" LIMIT $2");
    enum outcome o = sql_open(&c->store->db, buf_text(&text), q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(*q, 1, rows->from);
    sql_int(*q, 2, SLICE);
    return DONE;
}

static enum outcome read_rows(struct check *c, struct rows *rows, struct error *e)
{
    struct sql *q;
    bool row = true;
    int tails = row_column_count(rows->kind);
    enum outcome o = open_rows(c, rows, &q, e);
    if (o != DONE)
        return o;
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        struct record *r = NULL;
        int64_t id = col_int(q, 0);
        o = row_record(q, 0, rows->kind, &r, e);
        if (o == DONE)
            check_tails(c, q, tails, r);
        else
            o = unreadable(c, rows->kind, id, o, e);
        rows->items[rows->count].id = rows->to = id;
        rows->items[rows->count++].record = r;
    }
    sql_close(q);
    return o;
}

static enum outcome open_lines(struct check *c, const struct rows *rows, const struct line_kind *l,
                               struct sql **q, struct error *e)
{
    struct buf text = { 0 };
    buf_puts(&text, "SELECT \"parent\", \"id\", \"gone\"");
    field_columns(&text, l->fields);
    buf_puts(&text, " FROM ");
    table_name(&text, rows->kind, l);
    buf_puts(&text, " WHERE \"parent\" >= $1 AND \"parent\" <= $2 "
                    "ORDER BY \"parent\", \"position\", \"id\"");
    enum outcome o = sql_open(&c->store->db, buf_text(&text), q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(*q, 1, rows->from);
    sql_int(*q, 2, rows->to);
    return DONE;
}

static enum outcome read_line(struct check *c, const struct sql *q, const struct line_kind *l,
                              struct record **r, struct error *e)
{
    int at = 3;
    struct line *line = record_add_line(*r, l->id);
    line->id = col_int(q, 1);
    line->gone = col_int(q, 2) != 0;
    enum outcome o = col_fields(q, &at, l->fields, line->values, e);
    if (o == DONE)
        return DONE;
    o = unreadable(c, (*r)->kind, (*r)->id, o, e);
    record_free(r);
    return o;
}

/* Lines come in the order of their rows; those of no row are counted by check_orphans(). */
static enum outcome read_lines(struct check *c, struct rows *rows, const struct line_kind *l,
                               struct error *e)
{
    struct sql *q;
    bool row = true;
    size_t at = 0;
    enum outcome o = open_lines(c, rows, l, &q, e);
    if (o != DONE)
        return o;
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        int64_t parent = col_int(q, 0);
        while (at < rows->count && rows->items[at].id < parent)
            at++;
        if (at < rows->count && rows->items[at].id == parent && rows->items[at].record)
            o = read_line(c, q, l, &rows->items[at].record, e);
    }
    sql_close(q);
    return o;
}

/* ---- Rows against their last entry ---- */

static enum outcome tell_altered(struct check *c, const struct record *r, const struct last *last,
                                 const char *name, struct error *e)
{
    struct buf what = { 0 };
    enum outcome o = verify_differ(c, r, last, &what, e);
    if (o == DONE && what.len)
        verify_defect(c, _("%s was altered, it is not what its last history entry says: %s."), name,
                      buf_text(&what));
    else if (o == DONE)
        verify_defect(c, _("%s was altered, it is not what its last history entry says."), name);
    buf_free(&what);
    return o;
}

static enum outcome check_record(struct check *c, const struct rows *rows, struct record *r,
                                 struct error *e)
{
    unsigned char digest[HASH_BYTES];
    struct buf name = { 0 };
    enum outcome o = DONE;
    struct last *last = lasts_find(&c->lasts, rows->place, r->id);
    record_digest(r, NULL, digest);
    if (last)
        last->seen = true;
    if (last && last->rev == r->rev && last->at == r->changed_at &&
        memcmp(digest, last->digest, HASH_BYTES) == 0)
        return DONE;
    row_name(r, &name);
    if (!last)
        verify_defect(c, _("%s was inserted: no history entry tells of it."), buf_text(&name));
    else if (last->rev != r->rev)
        verify_defect(c,
                      _("%s was altered: it stands at revision %lld, its last history entry at "
                        "%lld."),
                      buf_text(&name), (long long)r->rev, (long long)last->rev);
    else
        o = tell_altered(c, r, last, buf_text(&name), e);
    buf_free(&name);
    return o;
}

static enum outcome check_rows(struct check *c, const struct rows *rows, struct error *e)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < rows->count; i++) {
        struct last *last = lasts_find(&c->lasts, rows->place, rows->items[i].id);
        if (rows->items[i].record)
            o = check_record(c, rows, rows->items[i].record, e);
        else if (last)
            last->seen = true; /* it is there, though nobody can read it */
    }
    return o;
}

/* ---- A kind ---- */

static enum outcome rows_slice(struct check *c, struct rows *rows, bool *more, struct error *e)
{
    enum outcome o = verify_chain(c, e); /* what other desks wrote since */
    if (o == DONE)
        o = read_rows(c, rows, e);
    for (size_t i = 0; o == DONE && rows->count && i < line_kind_count(rows->kind); i++)
        o = read_lines(c, rows, &rows->kind->lines[i], e);
    if (o == DONE)
        o = check_rows(c, rows, e);
    *more = rows->count == SLICE && rows->to < INT64_MAX;
    rows->from = *more ? rows->to + 1 : rows->to;
    rows_drop(rows);
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

static bool go_on(struct check *c)
{
    if (c->judge->progress && !c->judge->progress(c->judge->context, c->entries))
        c->stopped = true;
    return !c->stopped;
}

static enum outcome check_kind(struct check *c, struct rows *rows, struct error *e)
{
    bool more = true, mine;
    enum outcome o = DONE;
    while (o == DONE && more && go_on(c)) {
        if ((o = read_enter(c->store, &mine, e)) != DONE)
            return o;
        o = rows_slice(c, rows, &more, e);
        read_leave(c->store, mine);
    }
    for (size_t i = 0; o == DONE && i < line_kind_count(rows->kind); i++)
        o = check_orphans(c, rows->kind, &rows->kind->lines[i], e);
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

/* A record made behind the walk of its kind was not seen, and is there. */
static enum outcome check_gone(struct check *c, const struct last *last, struct error *e)
{
    const struct kind *k = c->store->registry->kinds[last->kind];
    char id[ID_TEXT_LEN + 1];
    bool there = false;
    enum outcome o = is_there(c->store, k, last->record, &there, e);
    id_text(last->record, id);
    if (o == DONE && !there)
        verify_defect(c, _("%s (%s): the history tells of it, but it is gone from the file."),
                      tr(k->label), id);
    return o;
}

enum outcome verify_rows(struct check *c, struct error *e)
{
    enum outcome o = DONE;
    struct error own = { 0 };
    struct rows *rows = xcalloc(1, sizeof *rows);
    e = e ? e : &own; /* its text is a row's defect where only the row is bad */
    for (uint16_t i = 0; o == DONE && !c->stopped && c->store->registry->kinds[i]; i++) {
        rows->kind = c->store->registry->kinds[i];
        rows->place = i;
        rows->from = INT64_MIN;
        o = check_kind(c, rows, e);
    }
    free(rows);
    for (size_t i = 0; o == DONE && !c->stopped && i < c->lasts.count; i++)
        if (!c->lasts.items[i].seen)
            o = check_gone(c, &c->lasts.items[i], e);
    return o;
}
