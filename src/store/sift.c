/* sift.c - gathers the rows that filters leave, where an index of a filter leads to few of them or
 * where no index knows the list's order. */
#include <stdlib.h>

#include "query.h"

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
    clause_ask(c, &a);
    for (size_t i = 0; i < l->clause_count; i++)
        if (&l->clauses[i] != c && l->clauses[i].field == c->field &&
            clause_indexed(l, &l->clauses[i], &other) && text_same(other, role))
            clause_ask(&l->clauses[i], &a);
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

/* The list's own walk begins and ends where this clause says: no need to gather for it. */
static bool bounds_the_walk(const struct list *l, const struct clause *c)
{
    return l->drive != DRIVE_NONE && c->field == l->sort && clause_bounds(c);
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
