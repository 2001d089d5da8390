/* lapses.c - rows whose day of lapse lies within a span: what the expiry watch reads. Only rows of
 * open states are walked, by an index of their own (state, day), so that a past of any length costs
 * nothing. Of lines the index is the day's alone: their state is their record's. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

enum { LAPSES_MAX = 2000 };

void lapse_index_name(struct buf *b, const struct kind *k, const struct line_kind *l,
                      const struct field *f)
{
    struct buf name = { 0 };
    buf_printf(&name, "%s_%s%sexpires_%s", k->id, l ? l->id : "", l ? "_" : "", f->id);
    sql_name(b, buf_text(&name));
    buf_free(&name);
}

static void ask_span(struct asking *a, const struct lapse_query *q, const char *table)
{
    const char *const signs[] = { " >= ", " <= " };
    const struct value *const ends[] = { &q->from, &q->to };
    for (size_t i = 0; i < COUNT(ends); i++) {
        buf_printf(&a->sql, " AND %s", table);
        column_name(&a->sql, q->field, "");
        buf_puts(&a->sql, signs[i]);
        ask_value(a, q->field, ends[i]);
    }
}

static void ask_end(struct asking *a, const struct lapse_query *q, const char *table,
                    unsigned limit)
{
    buf_printf(&a->sql, " ORDER BY %s", table);
    column_name(&a->sql, q->field, "");
    buf_puts(&a->sql, " DESC LIMIT ");
    ask_number(a, limit);
}

/* Of a record's own field, one state after the other. */
static void ask_rows(struct asking *a, const struct lapse_query *q, const char *state,
                     unsigned limit)
{
    buf_puts(&a->sql, "SELECT \"id\", 0, ");
    column_name(&a->sql, q->field, "");
    buf_puts(&a->sql, " FROM ");
    table_name(&a->sql, q->kind, NULL);
    buf_puts(&a->sql, " INDEXED BY ");
    lapse_index_name(&a->sql, q->kind, NULL, q->field);
    buf_puts(&a->sql, " WHERE \"state\" = ");
    ask_text(a, state);
    ask_span(a, q, "");
    ask_end(a, q, "", limit);
}

/* Of lines: along their days, past those whose record is closed. */
static void ask_lines(struct asking *a, const struct lapse_query *q, const char *state,
                      unsigned limit)
{
    buf_puts(&a->sql, "SELECT l.\"parent\", l.\"id\", l.");
    column_name(&a->sql, q->field, "");
    buf_puts(&a->sql, " FROM ");
    table_name(&a->sql, q->kind, q->lines);
    buf_puts(&a->sql, " AS l INDEXED BY ");
    lapse_index_name(&a->sql, q->kind, q->lines, q->field);
    buf_puts(&a->sql, " CROSS JOIN ");
    table_name(&a->sql, q->kind, NULL);
    buf_puts(&a->sql, " AS r WHERE r.\"id\" = l.\"parent\" AND l.\"gone\" = 0 AND r.\"state\" = ");
    ask_text(a, state);
    ask_span(a, q, "l.");
    ask_end(a, q, "l.", limit);
}

static enum outcome take_rows(struct sql *sql, const struct lapse_query *q, struct lapses *out,
                              struct error *e)
{
    bool row = true;
    enum outcome o = DONE;
    while (o == DONE && (o = sql_row(sql, &row, e)) == DONE && row) {
        struct value v = { 0 };
        o = col_value(sql, 2, q->field, &v, e);
        out->items = xreallocarray(out->items, out->count + 1, sizeof *out->items);
        out->items[out->count++] = (struct lapse){ col_int(sql, 0), col_int(sql, 1), v.num };
        value_clear(&v);
    }
    return o;
}

static enum outcome read_state(struct store *s, const struct lapse_query *q, const char *state,
                               struct lapses *out, struct error *e)
{
    unsigned limit = q->limit && q->limit < LAPSES_MAX ? q->limit : LAPSES_MAX;
    struct asking a = { 0 };
    struct sql *sql = NULL;
    size_t before = out->count;
    if (q->lines)
        ask_lines(&a, q, state, limit + 1);
    else
        ask_rows(&a, q, state, limit + 1);
    enum outcome o = ask_open(&a, &s->db, &sql, e);
    if (o == DONE)
        o = take_rows(sql, q, out, e);
    sql_close(sql);
    if (out->count - before > limit) {
        out->count = before + limit;
        out->more = true;
    }
    return o;
}

static bool matters(const struct field *f, const struct state *state)
{
    for (const char *const *in = f->expires_in; in && *in; in++)
        if (strcmp(*in, state->id) == 0)
            return true;
    return !f->expires_in && !(state->flags & (STATE_FINAL | STATE_HIDDEN));
}

enum outcome store_lapses(struct store *s, const struct lapse_query *q, struct lapses *out,
                          struct error *e)
{
    const struct state *state = q->kind->flow ? q->kind->flow->states : NULL;
    bool mine = false;
    *out = (struct lapses){ 0 };
    enum outcome o = look_enter(s, &mine, e);
    if (o != DONE)
        return o;
    for (; o == DONE && state && state->id; state++)
        if (matters(q->field, state))
            o = read_state(s, q, state->id, out, e);
    look_leave(s, mine);
    if (o != DONE)
        lapses_free(out);
    return o;
}

void lapses_free(struct lapses *l)
{
    free(l->items);
    *l = (struct lapses){ 0 };
}
