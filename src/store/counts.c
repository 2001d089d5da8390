/* counts.c - how many records of a query say the same in a field of theirs or of their lines. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

enum { BUDGET_COUNTS = 10 * 1000 * 1000 }; /* VM steps: about a second; nobody saves meanwhile */

struct said { /* one answer of the database */
    struct counted counted;
    char *folded; /* what it is compared by */
};

struct gathering {
    const struct counting *how;
    struct list *list;
    const struct line_kind *line;
    const struct field *fields[COUNT_FIELDS_MAX];
    size_t field_count;
    struct said *said;
    size_t count;
    bool cut;
};

/* ---- What is asked ---- */

static const struct field *find_field(struct gathering *g, const char *path)
{
    const struct kind *k = g->list->kind;
    char id[FIELD_ID_MAX];
    const char *dot = strchr(path, '.');
    size_t n = dot ? (size_t)(dot - path) : 0;
    if (!dot)
        return list_field(k, path);
    if (n >= sizeof id)
        return NULL;
    memcpy(id, path, n);
    id[n] = '\0';
    g->line = kind_line(k, id);
    const struct field *f = g->line ? line_field(g->line, dot + 1) : NULL;
    return f && !(f->flags & FIELD_SEALED) ? f : NULL;
}

static enum outcome find_fields(struct gathering *g, struct error *e)
{
    size_t n = 0;
    do {
        const char *path = g->how->fields[n];
        const struct line_kind *before = g->line;
        g->line = NULL;
        g->fields[n] = find_field(g, path);
        if (!g->fields[n] || (n && g->line != before))
            return fail(e, MISUSED, _("%s cannot be counted by “%s”; see `man loket-catalogue`."),
                        tr(g->list->kind->plural), excerpt(path).text);
        g->field_count++;
    } while (++n < COUNT_FIELDS_MAX && g->how->fields[n]);
    for (size_t i = 0; i < g->list->clause_count; i++)
        if (g->list->clauses[i].checked)
            return fail(e, MISUSED,
                        _("Records are not counted by a part of a text. Filter by a whole value, "
                          "a day or a state."));
    return DONE;
}

static void ask_records(const struct gathering *g, struct asking *a)
{
    buf_puts(&a->sql, " FROM ");
    table_name(&a->sql, g->list->kind, NULL);
    buf_puts(&a->sql, " WHERE 1 = 1");
    list_ask_states(g->list, a);
    list_ask_clauses(g->list, a, NULL);
}

static void ask_columns(const struct gathering *g, struct asking *a)
{
    for (size_t i = 0; i < g->field_count; i++) {
        buf_puts(&a->sql, i ? ", " : "");
        column_name(&a->sql, g->fields[i], "");
        if (g->fields[i]->type->storage == STORED_REFERENCE) {
            buf_puts(&a->sql, ", ");
            column_name(&a->sql, g->fields[i], "_id");
        }
    }
}

static void ask_counts(const struct gathering *g, struct asking *a)
{
    buf_puts(&a->sql, "SELECT ");
    ask_columns(g, a);
    if (g->line) {
        buf_puts(&a->sql, ", count(DISTINCT \"parent\") FROM ");
        table_name(&a->sql, g->list->kind, g->line);
        buf_puts(&a->sql, " WHERE NOT \"gone\" AND \"parent\" IN (SELECT \"id\"");
        ask_records(g, a);
        buf_putc(&a->sql, ')');
    } else {
        buf_puts(&a->sql, ", count(*)");
        ask_records(g, a);
    }
    buf_puts(&a->sql, " GROUP BY ");
    ask_columns(g, a);
}

/* ---- What it answers ---- */

static day month_begin(day d)
{
    int year, month, mday;
    day_split(d, &year, &month, &mday);
    return day_of(year, month, 1);
}

static void to_month(const struct gathering *g, struct value *v)
{
    const struct field_type *t = g->fields[0]->type;
    if (!v->set || !g->how->by_month || (t != &type_date && t != &type_moment))
        return;
    day on = t == &type_date ? (day)v->num : moment_day(v->num, g->how->zone_minutes);
    value_set_number(v, month_begin(on));
}

/* "Medan → Jakarta"; what one side does not say is a dash, and nothing said is nothing. */
static void pair(const struct gathering *g, const struct value *values, struct value *out)
{
    struct buf text = { 0 };
    for (size_t i = 0; i < g->field_count; i++) {
        buf_puts(&text, i ? " → " : "");
        if (values[i].set)
            field_format(g->fields[i], &values[i], SPELL_SCREEN, &text);
        else
            buf_putc(&text, '-');
    }
    if (values[0].set || values[1].set)
        value_set_text(out, buf_text(&text));
    buf_free(&text);
}

static void add(struct gathering *g, struct value *v, int64_t records)
{
    struct buf folded = { 0 };
    if (v->text)
        utf8_fold(v->text, &folded);
    else if (v->set)
        buf_printf(&folded, "%lld", (long long)v->num);
    g->said = xreallocarray(g->said, g->count + 1, sizeof *g->said);
    g->said[g->count++] = (struct said){ { *v, records }, buf_take(&folded) };
    *v = (struct value){ 0 };
}

static enum outcome read_row(struct gathering *g, const struct sql *q, struct error *e)
{
    struct value values[COUNT_FIELDS_MAX] = { 0 }, both = { 0 };
    int at = 0;
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < g->field_count; i++) {
        o = col_value(q, at, g->fields[i], &values[i], e);
        at += g->fields[i]->type->storage == STORED_REFERENCE ? 2 : 1;
    }
    if (o == DONE && g->field_count > 1)
        pair(g, values, &both);
    else if (o == DONE)
        to_month(g, &values[0]);
    if (o == DONE)
        add(g, g->field_count > 1 ? &both : &values[0], col_int(q, at));
    for (size_t i = 0; i < COUNT_FIELDS_MAX; i++)
        value_clear(&values[i]);
    value_clear(&both);
    return o;
}

static enum outcome read_all(struct gathering *g, struct error *e)
{
    struct asking a = { 0 };
    struct sql *q = NULL;
    bool row = true;
    ask_counts(g, &a);
    db_budget(&g->list->s->db, BUDGET_COUNTS);
    enum outcome o = ask_open(&a, &g->list->s->db, &q, e);
    while (o == DONE && g->count < COUNTS_MAX && (o = sql_row(q, &row, e)) == DONE && row)
        o = read_row(g, q, e);
    g->cut = (q && q->cut) || g->count == COUNTS_MAX;
    sql_close(q);
    db_budget(&g->list->s->db, 0);
    return o;
}

/* ---- The same, together ---- */

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Of names that fold alike the linked one stands, then what most records say, then small letters.
 */
static int by_fold(const void *a, const void *b)
{
    const struct said *x = a, *y = b;
    int order = strcmp(x->folded, y->folded);
    if (order == 0)
        order = compare(y->counted.value.num, x->counted.value.num);
    if (order == 0)
        order = compare(y->counted.records, x->counted.records);
    if (order == 0 && x->counted.value.text && y->counted.value.text)
        order = strcmp(x->counted.value.text, y->counted.value.text);
    return order;
}

static int by_link(const void *a, const void *b)
{
    const struct said *x = a, *y = b;
    int order = compare(x->counted.value.num, y->counted.value.num);
    return order ? order : by_fold(a, b);
}

static bool same_fold(const struct said *a, const struct said *b)
{
    return a->counted.value.set == b->counted.value.set && strcmp(a->folded, b->folded) == 0;
}

static bool same_link(const struct said *a, const struct said *b)
{
    return a->counted.value.num && a->counted.value.num == b->counted.value.num;
}

/* A line may say both of two that are now one: then its record is counted twice, as rarely as names
 * are written in two ways in one record. */
static void join(struct gathering *g, int (*order)(const void *, const void *),
                 bool (*same)(const struct said *, const struct said *))
{
    size_t kept = 0;
    if (g->count)
        qsort(g->said, g->count, sizeof *g->said, order);
    for (size_t i = 0; i < g->count; i++) {
        if (!kept || !same(&g->said[kept - 1], &g->said[i])) {
            g->said[kept++] = g->said[i];
            continue;
        }
        g->said[kept - 1].counted.records += g->said[i].counted.records;
        value_clear(&g->said[i].counted.value);
        free(g->said[i].folded);
    }
    g->count = kept;
}

static int most_first(const void *a, const void *b)
{
    const struct said *x = a, *y = b;
    int order = compare(y->counted.records, x->counted.records);
    return order ? order : by_fold(a, b);
}

static void hand_over(struct gathering *g, struct counts *out)
{
    static const struct field pair_field = { .id = "pair", .label = "", .type = &type_text };
    out->field = g->field_count > 1 ? &pair_field : g->fields[0];
    if (g->how->by_month && out->field->type == &type_moment) {
        static const struct field month_field = { .id = "month", .label = "", .type = &type_date };
        out->field = &month_field;
    }
    join(g, by_fold, same_fold);
    if (out->field->type->storage == STORED_REFERENCE)
        join(g, by_link, same_link);
    if (g->count)
        qsort(g->said, g->count, sizeof *g->said, most_first);
    out->items = xcalloc(g->count + 1, sizeof *out->items);
    for (size_t i = 0; i < g->count; i++) {
        out->items[out->count++] = g->said[i].counted;
        g->said[i].counted.value = (struct value){ 0 };
    }
    out->cut = g->cut;
}

/* ---- The door ---- */

enum outcome store_counts(struct store *s, const struct counting *how, struct counts *out,
                          struct error *e)
{
    struct list *l = xcalloc(1, sizeof *l);
    struct gathering g = { .how = how, .list = l };
    bool mine = false;
    *out = (struct counts){ 0 };
    enum outcome o = list_make(s, how->query, l, e);
    if (o == DONE)
        o = find_fields(&g, e);
    if (o == DONE)
        o = look_enter(s, &mine, e);
    if (o == DONE) {
        o = read_all(&g, e);
        look_leave(s, mine);
    }
    if (o == DONE)
        hand_over(&g, out);
    for (size_t i = 0; i < g.count; i++) {
        value_clear(&g.said[i].counted.value);
        free(g.said[i].folded);
    }
    free(g.said);
    list_free(l);
    free(l);
    return o;
}

void counts_free(struct counts *c)
{
    for (size_t i = 0; i < c->count; i++)
        value_clear(&c->items[i].value);
    free(c->items);
    *c = (struct counts){ 0 };
}
