/* page.c - one page of a list, by the cheapest way that is sure to give it.
 *
 * The rows of one record in the order of their series have an index of their own, which is walked.
 * Else first a filter whose index leads to a handful of rows (a number, a tail, a rare word): these
 * are sorted and the page read, or read and sorted. Else the list's own index is walked. Where
 * filters leave so few rows that the walk does not fill the page soon, up to 5,000 rows of a filter
 * or of the states are gathered and sorted; what is left of the budget goes to the walk. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

enum {
    FEW = 200,                 /* rows a filter may lead to and always be taken */
    BUDGET_FIRST = 100 * 1000, /* VM steps of the first walk: some milliseconds */
    BUDGET_PAGE = 2000 * 1000, /* of all further work: about what a hand does not notice */
};

/* ---- From gathered rows to a page ---- */

static int by_list(const void *a, const void *b)
{
    return item_compare(a, b);
}

/* Whether a sorted row lies on the wanted side of the mark. */
static bool beyond_mark(const struct list *l, const struct item *i)
{
    if (!l->from->set)
        return true;
    const struct item mark = { .list = l, .key = l->from->key, .id = l->from->id };
    int order = item_compare(i, &mark);
    if (l->backwards)
        order = -order;
    return order > 0 || (order == 0 && l->inclusive);
}

/* Sorts, and leaves up to limit + 1 rows from the mark on in reading order, as a scan does. */
static void items_page(const struct list *l, struct items *all)
{
    size_t kept = 0, n = all->count;
    struct items page = { 0 };
    if (n > 0)
        qsort(all->at, n, sizeof *all->at, by_list);
    for (size_t i = 0; i < n; i++) {
        struct item *item = &all->at[l->backwards ? n - 1 - i : i];
        if (kept > l->limit || !beyond_mark(l, item))
            continue;
        *items_add(&page) = *item;
        *item = (struct item){ 0 };
        kept++;
    }
    items_free(all);
    *all = page;
}

/* ---- Ways ---- */

struct way {            /* what was found */
    struct items items; /* in reading order, up to limit + 1 */
    bool cut, unsorted;
    int64_t total;
};

static enum outcome way_top(const struct list *l, size_t most, struct way *w, bool *found,
                            struct error *e)
{
    return list_top(l, most, &w->items, &w->total, found, e);
}

static enum outcome way_sift(const struct list *l, size_t most, struct way *w, bool *found,
                             struct error *e)
{
    enum outcome o = list_sift(l, most, &w->items, found, &w->cut, e);
    if (o == DONE && *found) {
        w->total = w->cut ? -1 : (int64_t)w->items.count;
        items_page(l, &w->items);
    }
    return o;
}

static enum outcome way_gather(const struct list *l, struct way *w, bool *found, struct error *e)
{
    enum outcome o = list_gather(l, &w->items, found, e);
    if (o == DONE && *found) {
        w->total = (int64_t)w->items.count;
        items_page(l, &w->items);
    } else {
        items_free(&w->items);
    }
    return o;
}

static enum outcome way_scan(const struct list *l, uint64_t budget, struct way *w, struct error *e)
{
    items_free(&w->items);
    db_budget(&l->s->db, budget);
    return list_scan(l, &w->items, &w->cut, e);
}

static enum outcome states_count(const struct list *l, int64_t *n, struct error *e)
{
    struct asking a = { 0 };
    struct sql *q = NULL;
    bool row = false;
    buf_puts(&a.sql, "SELECT sum(n) FROM tally WHERE kind = ");
    ask_text(&a, l->kind->id);
    list_ask_states(l, &a);
    enum outcome o = ask_open(&a, &l->s->db, &q, e);
    if (o == DONE)
        o = sql_row(q, &row, e);
    if (o == DONE)
        *n = row ? col_int(q, 0) : 0;
    sql_close(q);
    return o;
}

/* The walk came to the end of its budget: gathers instead where that is sure to be little. */
static enum outcome way_rescue(const struct list *l, struct way *w, struct error *e)
{
    struct way other = { .total = -1 };
    bool found = false;
    int64_t rows = 0;
    db_budget(&l->s->db, BUDGET_PAGE);
    enum outcome o = way_top(l, SIFT_MAX, &other, &found, e);
    if (o == DONE && !found)
        o = way_sift(l, SIFT_MAX, &other, &found, e);
    if (o == DONE && !found)
        o = states_count(l, &rows, e);
    if (o == DONE && !found && rows <= SIFT_MAX)
        o = way_gather(l, &other, &found, e);
    if (o == DONE && found && !other.cut) {
        items_free(&w->items);
        *w = other;
        return DONE;
    }
    items_free(&other.items);
    return o == DONE ? way_scan(l, BUDGET_PAGE, w, e) : o;
}

/* No index holds the order. Past the limits rows come by id, newest first, and the page says so. */
static enum outcome way_unindexed(struct list *l, struct way *w, struct error *e)
{
    bool found = false;
    db_budget(&l->s->db, BUDGET_PAGE);
    enum outcome o = way_sift(l, SIFT_MAX, w, &found, e);
    if (o == DONE && !found)
        o = way_gather(l, w, &found, e);
    if (o != DONE || found)
        return o;
    w->unsorted = true;
    l->sort = &id_field;
    l->down = true;
    l->drive = kind_sort_field(l->kind) ? DRIVE_ID : DRIVE_STATES;
    return way_scan(l, BUDGET_PAGE, w, e);
}

static enum outcome way_find(struct list *l, struct way *w, struct error *e)
{
    bool found = false;
    db_budget(&l->s->db, BUDGET_PAGE);
    if (l->drive == DRIVE_SERIES)
        return way_scan(l, BUDGET_PAGE, w, e);
    enum outcome o = way_top(l, FEW, w, &found, e);
    if (o == DONE && !found)
        o = way_sift(l, FEW, w, &found, e);
    if (o != DONE || found)
        return o;
    if (l->drive == DRIVE_NONE)
        return way_unindexed(l, w, e);
    o = way_scan(l, BUDGET_FIRST, w, e);
    return o == DONE && w->cut ? way_rescue(l, w, e) : o;
}

/* ---- The page ---- */

/* Moves the rows over, in list order. */
static enum outcome page_fill(const struct list *l, struct way *w, struct page *out,
                              struct error *e)
{
    enum outcome o = DONE;
    size_t n = w->items.count;
    out->more = n > l->limit || w->cut;
    if (n > l->limit)
        n = l->limit;
    out->rows = xcalloc(n ? n : 1, sizeof *out->rows);
    for (size_t i = 0; o == DONE && i < n; i++) {
        struct item *item = &w->items.at[l->backwards ? n - 1 - i : i];
        if (!item->record)
            o = row_peek(l->s, l->kind, item->id, &item->record, e);
        if (o == DONE && item->record)
            out->rows[out->count++] = item->record;
        item->record = NULL;
    }
    return o;
}

static enum outcome page_total(const struct list *l, const struct way *w, struct page *out,
                               struct error *e)
{
    out->total = w->total;
    if (out->total < 0 && l->clause_count == 0)
        return states_count(l, &out->total, e);
    if (out->total < 0 && !l->from->set && !out->more)
        out->total = (int64_t)out->count;
    return DONE;
}

static enum outcome page_read(struct list *l, struct page *out, struct error *e)
{
    struct way w = { .total = -1 };
    enum outcome o = way_find(l, &w, e);
    db_budget(&l->s->db, 0);
    out->cut = w.cut;
    out->unsorted = w.unsorted;
    if (o == DONE)
        o = page_fill(l, &w, out, e);
    if (o == DONE)
        o = page_total(l, &w, out, e);
    items_free(&w.items);
    return o;
}

enum outcome store_page(struct store *s, const struct query *q, struct page *out, struct error *e)
{
    struct list *l = xcalloc(1, sizeof *l); /* some kilobytes: not for the stack */
    bool mine = false;
    *out = (struct page){ .total = -1 };
    enum outcome o = list_make(s, q, l, e);
    if (o == DONE)
        o = look_enter(s, &mine, e);
    if (o == DONE) {
        o = page_read(l, out, e);
        look_leave(s, mine);
    }
    if (o != DONE)
        page_free(out);
    list_free(l);
    free(l);
    return o;
}

void page_free(struct page *p)
{
    for (size_t i = 0; i < p->count; i++)
        record_free(&p->rows[i]);
    free(p->rows);
    *p = (struct page){ .total = -1 };
}

/* ---- Marks and counts ---- */

void mark_of(const struct query *q, const struct record *r, struct mark *out)
{
    const char *sort = q->sort ? q->sort : q->kind->sort;
    if (sort && *sort == '-')
        sort++;
    const struct value *v = sort && *sort ? record_value(r, sort) : NULL;
    *out = (struct mark){ .set = true, .id = r->id };
    if (v)
        value_copy(&out->key, v);
    else if (text_same(sort, "state"))
        value_set_text(&out->key, r->state);
    else if (text_same(sort, "changed_at"))
        value_set_number(&out->key, r->changed_at);
}

void mark_free(struct mark *m)
{
    value_clear(&m->key);
    *m = (struct mark){ 0 };
}

static bool has_flag(const struct kind *k, const char *state, unsigned flags)
{
    const struct state *it = k->flow ? flow_state(k->flow, state) : NULL;
    return it && (it->flags & flags);
}

/* state NULL: all but those with one of the flags. */
static enum outcome tally_read(struct store *s, const struct kind *k, const char *state,
                               unsigned without, int64_t *n, struct error *e)
{
    struct sql *q = NULL;
    bool row = true;
    enum outcome o = sql_open(&s->db, "SELECT state, n FROM tally WHERE kind = $1", &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, k->id);
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        const char *stands = col_str(q, 0);
        if (state ? strcmp(stands, state) == 0 : !has_flag(k, stands, without))
            *n += col_int(q, 1);
    }
    sql_close(q);
    return o;
}

static enum outcome tally_look(struct store *s, const struct kind *k, const char *state,
                               unsigned without, int64_t *n, struct error *e)
{
    bool mine = false;
    *n = 0;
    enum outcome o = look_enter(s, &mine, e);
    if (o != DONE)
        return o;
    o = tally_read(s, k, state, without, n, e);
    look_leave(s, mine);
    return o;
}

enum outcome store_tally(struct store *s, const struct kind *k, const char *state, int64_t *n,
                         struct error *e)
{
    return tally_look(s, k, state, STATE_HIDDEN, n, e);
}

enum outcome store_tally_open(struct store *s, const struct kind *k, int64_t *n, struct error *e)
{
    return tally_look(s, k, NULL, STATE_HIDDEN | STATE_FINAL, n, e);
}
