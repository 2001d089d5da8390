/* rules.c - dated rows: which one is in force for an office on a day; rules out of them. */
#include <string.h>

#include "private.h"

/* ---- Offices ---- */

/* The code of the row a reference is linked to; nothing where it has none. */
static enum outcome code_of(struct store *s, const struct field *f, int64_t id, struct buf *out,
                            struct error *e)
{
    const struct kind *k = registry_find(s->registry, f->kind);
    struct buf text = { 0 };
    struct sql *q;
    bool row;
    if (!k || !k->code)
        return DONE;
    buf_puts(&text, "SELECT ");
    sql_name(&text, k->code);
    buf_puts(&text, " FROM ");
    table_name(&text, k, NULL);
    buf_puts(&text, " WHERE \"id\" = $1");
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    o = sql_row(q, &row, e);
    if (o == DONE && row)
        buf_puts(out, col_str(q, 0));
    sql_close(q);
    return o;
}

enum outcome office_code(struct store *s, const struct record *r, struct buf *out, struct error *e)
{
    const struct field *f = kind_field(r->kind, "office");
    const struct value *v = f ? record_value(r, "office") : NULL;
    size_t before = out->len;
    enum outcome o = DONE;
    if (!v || !v->set)
        return DONE;
    if (f->type->storage == STORED_REFERENCE && v->num != 0)
        o = code_of(s, f, v->num, out, e);
    if (o == DONE && out->len == before && v->text)
        buf_puts(out, v->text);
    return o;
}

day rule_day(const struct record *r, day today)
{
    const struct value *v = r->kind->rule_day ? record_value(r, r->kind->rule_day) : NULL;
    return v && v->set ? (day)v->num : today;
}

/* ---- The row in force ---- */

static bool in_force(const struct record *r, day on)
{
    const struct value *from = record_value(r, "valid_from"), *to = record_value(r, "valid_to");
    const struct state *state = r->kind->flow ? flow_state(r->kind->flow, r->state) : NULL;
    if (state && (state->flags & (STATE_FINAL | STATE_HIDDEN)))
        return false;
    return !(from && from->set && from->num > on) && !(to && to->set && to->num < on);
}

/* 2: for this office, 1: for all, 0: for another. */
static enum outcome fitness(struct store *s, const struct record *r, const char *office, int *fit,
                            struct error *e)
{
    struct buf code = { 0 };
    enum outcome o = office_code(s, r, &code, e);
    *fit = !code.len ? 1 : *office && strcmp(buf_text(&code), office) == 0 ? 2 : 0;
    buf_free(&code);
    return o;
}

static int64_t since(const struct record *r)
{
    const struct value *from = record_value(r, "valid_from");
    return from && from->set ? from->num : INT64_MIN;
}

static enum outcome open_dated(struct store *s, const struct kind *k,
                               const struct dated_key keys[2], struct sql **q, struct error *e)
{
    struct buf text = { 0 };
    buf_puts(&text, "SELECT ");
    row_columns(&text, k);
    buf_puts(&text, " FROM ");
    table_name(&text, k, NULL);
    for (int i = 0; i < 2 && keys[i].field; i++) {
        buf_puts(&text, i ? " AND " : " WHERE ");
        sql_name(&text, keys[i].field);
        buf_printf(&text, " = $%d", i + 1);
    }
    buf_puts(&text, " ORDER BY \"id\"");
    enum outcome o = sql_open(&s->db, buf_text(&text), q, e);
    buf_free(&text);
    for (int i = 0; o == DONE && i < 2 && keys[i].field; i++)
        sql_str(*q, i + 1, keys[i].text);
    return o;
}

/* Keeps r in *best where it fits better, else lets it go. */
static enum outcome weigh(struct store *s, struct record *r, const char *office, day on,
                          struct record **best, int *best_fit, struct error *e)
{
    int fit = 0;
    enum outcome o = in_force(r, on) ? fitness(s, r, office, &fit, e) : DONE;
    bool better = fit > *best_fit || (fit && fit == *best_fit && since(r) >= since(*best));
    if (o == DONE && better) {
        record_free(best);
        *best = r;
        *best_fit = fit;
    } else {
        record_free(&r);
    }
    return o;
}

enum outcome dated_row(struct store *s, const struct kind *k, const struct dated_key keys[2],
                       const char *office, day on, struct record **out, struct error *e)
{
    struct sql *q;
    struct record *r = NULL;
    bool row = true;
    int fit = 0;
    *out = NULL;
    enum outcome o = open_dated(s, k, keys, &q, e);
    if (o != DONE)
        return o;
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        o = row_record(q, 0, k, &r, e);
        if (o == DONE)
            o = weigh(s, r, office, on, out, &fit, e);
    }
    sql_close(q);
    if (o != DONE)
        record_free(out);
    return o;
}

/* ---- Rules ---- */

enum outcome store_rule(struct store *s, const char *rule, const char *office, day on,
                        struct buf *out, struct error *e)
{
    const struct kind *k = registry_find(s->registry, "rule");
    const struct rule_default *standard = registry_rule(s->registry, rule);
    const struct dated_key keys[2] = { { "rule", rule }, { 0 } };
    struct record *r = NULL;
    bool mine;
    enum outcome o = read_enter(s, &mine, e);
    if (o != DONE)
        return o;
    if (k)
        o = dated_row(s, k, keys, office, on, &r, e);
    read_leave(s, mine);
    if (o == DONE && r)
        buf_puts(out, record_text(r, "value"));
    else if (o == DONE && standard)
        buf_puts(out, standard->value);
    record_free(&r);
    return o;
}
