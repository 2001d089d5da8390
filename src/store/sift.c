/* sift.c - gathers the rows that filters leave, where an index of a filter leads to few of them or
 * where no index knows the list's order. */
#include <stdlib.h>

#include "query.h"

/* The list's own walk begins and ends where this clause says: no need to gather for it. */
static bool bounds_the_walk(const struct list *l, const struct clause *c)
{
    return l->drive != DRIVE_NONE && c->field == l->sort && clause_bounds(c);
}

/* ---- The first page, sorted where it lies ---- */

/* The first clause that an index answers; NULL: none. */
static const struct clause *clause_to_walk(const struct list *l, const char **role)
{
    for (size_t i = 0; i < l->clause_count; i++)
        if (!bounds_the_walk(l, &l->clauses[i]) && clause_indexed(l, &l->clauses[i], role))
            return &l->clauses[i];
    return NULL;
}

static void ask_walk(struct asking *a, const struct list *l, const struct clause *c,
                     const char *role)
{
    buf_puts(&a->sql, " INDEXED BY ");
    index_name(&a->sql, l->kind, role, c->field->id);
    buf_puts(&a->sql, " WHERE 1 = 1");
}

/* How many rows the clause leads to, or the whole list holds of them: at most `most` + 1. */
static enum outcome top_count(const struct list *l, const struct clause *c, const char *role,
                              bool all, size_t most, size_t *n, struct error *e)
{
    struct asking a = { 0 };
    struct sql *q = NULL;
    bool row = false;
    buf_puts(&a.sql, "SELECT count(*) FROM (SELECT 1 FROM ");
    table_name(&a.sql, l->kind, NULL);
    ask_walk(&a, l, c, role);
    if (all) {
        list_ask_states(l, &a);
        list_ask_clauses(l, &a, NULL);
    } else {
        list_ask_clause(l, c, &a);
    }
    buf_puts(&a.sql, " LIMIT ");
    ask_number(&a, (int64_t)most + 1);
    buf_puts(&a.sql, ") AS few");
    enum outcome o = ask_open(&a, &l->s->db, &q, e);
    if (o == DONE)
        o = sql_row(q, &row, e);
    *n = o == DONE && row ? (size_t)col_int(q, 0) : most + 1;
    sql_close(q);
    return o;
}

/* Empty keys stand last, whichever way the others go. */
static void ask_sorted(struct asking *a, const struct list *l)
{
    const char *way = l->down != l->backwards ? " DESC" : "";
    buf_puts(&a->sql, " ORDER BY ");
    if (l->sort != &id_field) {
        column_name(&a->sql, l->sort, "");
        buf_printf(&a->sql, " IS NULL%s, ", l->backwards ? " DESC" : "");
        column_name(&a->sql, l->sort, "");
        buf_printf(&a->sql, "%s, ", way);
    }
    buf_printf(&a->sql, "\"id\"%s LIMIT ", way);
    ask_number(a, (int64_t)l->limit + 1);
}

static enum outcome top_read(const struct list *l, const struct clause *c, const char *role,
                             struct items *out, bool *found, struct error *e)
{
    struct asking a = { 0 };
    struct sql *q = NULL;
    bool row = true, fits;
    list_columns(l, true, &a.sql);
    ask_walk(&a, l, c, role);
    list_ask_states(l, &a);
    list_ask_clauses(l, &a, NULL);
    ask_sorted(&a, l);
    enum outcome o = ask_open(&a, &l->s->db, &q, e);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        struct item item = { 0 };
        o = list_item(l, q, true, &item, &fits, e);
        if (o == DONE)
            *items_add(out) = item;
    }
    *found = !(q && q->cut);
    sql_close(q);
    return o;
}

enum outcome list_top(const struct list *l, size_t most, struct items *out, int64_t *total,
                      bool *found, struct error *e)
{
    const char *role = NULL;
    const struct clause *c = clause_to_walk(l, &role);
    size_t n = 0;
    *found = false;
    if (!c || l->from->set || l->checks || l->drive == DRIVE_NONE)
        return DONE;
    enum outcome o = top_count(l, c, role, false, most, &n, e);
    if (o != DONE || n > most)
        return o;
    o = top_count(l, c, role, true, most, &n, e);
    if (o == DONE && n <= most)
        o = top_read(l, c, role, out, found, e);
    *total = (int64_t)n;
    if (!*found)
        items_free(out);
    return o;
}

/* ---- Few rows, by the index of one filter ---- */

/* Ids of the rows a clause leads to; clauses on the same column narrow the walk together. */
static enum outcome clause_ids(const struct list *l, const struct clause *c, const char *role,
                               size_t most, int64_t *ids, size_t *count, bool *over,
                               struct error *e)
{
    struct asking a = { 0 };
    struct sql *q = NULL;
    bool row = true;
    const char *other;
    buf_puts(&a.sql, "SELECT \"id\" FROM ");
    table_name(&a.sql, l->kind, NULL);
    buf_puts(&a.sql, " INDEXED BY ");
    index_name(&a.sql, l->kind, role, c->field->id);
    buf_puts(&a.sql, " WHERE 1 = 1");
    list_ask_clause(l, c, &a);
    for (size_t i = 0; i < l->clause_count; i++)
        if (&l->clauses[i] != c && l->clauses[i].field == c->field &&
            clause_indexed(l, &l->clauses[i], &other) && text_same(other, role))
            list_ask_clause(l, &l->clauses[i], &a);
    enum outcome o = ask_open(&a, &l->s->db, &q, e);
    *count = 0;
    *over = false;
    while (o == DONE && !*over) {
        o = sql_row(q, &row, e);
        if (o != DONE || !row)
            break;
        *over = *count == most;
        if (!*over)
            ids[(*count)++] = col_int(q, 0);
    }
    *over = *over || (q && q->cut);
    sql_close(q);
    return o;
}

/* The same by the words of a clause, where its field is in the search table. */
static enum outcome words_ids(const struct list *l, const struct clause *c, size_t most,
                              int64_t *ids, size_t *count, bool *over, bool *usable,
                              struct error *e)
{
    *usable = c->how == CONTAINS && (c->field->flags & FIELD_SEARCHED);
    if (!*usable)
        return DONE;
    return search_ids(l->s, l->kind, buf_text(&c->words), most, ids, count, over, usable, e);
}

static enum outcome clause_source(const struct list *l, const struct clause *c, size_t most,
                                  int64_t *ids, size_t *count, bool *usable, struct error *e)
{
    const char *role;
    bool over = false;
    enum outcome o = DONE;
    *usable = true;
    if (c->how == IS && c->field == &id_field) {
        ids[0] = c->value->num;
        *count = c->value->set ? 1 : 0;
    } else if (clause_indexed(l, c, &role)) {
        o = clause_ids(l, c, role, most, ids, count, &over, e);
    } else {
        o = words_ids(l, c, most, ids, count, &over, usable, e);
    }
    *usable = *usable && !over;
    return o;
}

/* ---- Rows of given ids ---- */

static enum outcome row_of(const struct list *l, int64_t id, struct items *out, bool *cut,
                           struct error *e)
{
    struct asking a = { 0 };
    struct sql *q = NULL;
    struct item item = { 0 };
    bool row = false, fits = false;
    list_columns(l, false, &a.sql);
    buf_puts(&a.sql, " WHERE \"id\" = ");
    ask_number(&a, id);
    list_ask_states(l, &a);
    list_ask_clauses(l, &a, NULL);
    enum outcome o = ask_open(&a, &l->s->db, &q, e);
    if (o == DONE)
        o = sql_row(q, &row, e);
    if (o == DONE && row)
        o = list_item(l, q, false, &item, &fits, e);
    if (o == DONE && fits)
        *items_add(out) = item;
    *cut = *cut || (q && q->cut);
    sql_close(q);
    return o;
}

enum outcome list_sift(const struct list *l, size_t most, struct items *out, bool *found, bool *cut,
                       struct error *e)
{
    int64_t *ids = xcalloc(most + 1, sizeof *ids);
    size_t count = 0;
    enum outcome o = DONE;
    *found = *cut = false;
    for (size_t i = 0; o == DONE && !*found && i < l->clause_count; i++)
        if (!bounds_the_walk(l, &l->clauses[i]))
            o = clause_source(l, &l->clauses[i], most, ids, &count, found, e);
    for (size_t i = 0; o == DONE && *found && !*cut && i < count; i++)
        o = row_of(l, ids[i], out, cut, e);
    free(ids);
    return o;
}

/* ---- Every row of the list's states ---- */

static enum outcome gather_state(const struct list *l, const char *state, struct items *out,
                                 bool *found, struct error *e)
{
    struct asking a = { 0 };
    struct sql *q = NULL;
    bool row = true;
    list_columns(l, false, &a.sql);
    buf_puts(&a.sql, " INDEXED BY ");
    index_name(&a.sql, l->kind, "state", NULL);
    buf_puts(&a.sql, " WHERE \"state\" = ");
    ask_text(&a, state);
    list_ask_clauses(l, &a, NULL);
    enum outcome o = ask_open(&a, &l->s->db, &q, e);
    while (o == DONE && *found) {
        struct item item = { 0 };
        bool fits;
        o = sql_row(q, &row, e);
        if (o != DONE || !row)
            break;
        o = list_item(l, q, false, &item, &fits, e);
        if (o != DONE || !fits)
            continue;
        *items_add(out) = item;
        *found = out->count <= SIFT_MAX;
    }
    *found = *found && !(q && q->cut);
    sql_close(q);
    return o;
}

enum outcome list_gather(const struct list *l, struct items *out, bool *found, struct error *e)
{
    enum outcome o = DONE;
    *found = true;
    for (size_t i = 0; o == DONE && *found && i < l->state_count; i++)
        o = gather_state(l, l->states[i], out, found, e);
    return o;
}
