/* rows.c - the rows of a list held in memory. */
#include "rows.h"

#include "ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* to must be zeroed. */
static void wanted_copy(struct wanted *to, const struct wanted *from)
{
    const struct filter_list *f = &from->filter;
    *to = *from;
    to->filter.items = f->count > 0 ? xcalloc(f->count, sizeof *f->items) : NULL;
    for (size_t i = 0; i < f->count; i++) {
        to->filter.items[i] = f->items[i];
        to->filter.items[i].value = (struct value){ 0 };
        value_copy(&to->filter.items[i].value, &f->items[i].value);
    }
    to->filter.states = NULL;
    if (f->states == NULL)
        return;
    to->filter.states = xcalloc(f->state_count + 1, sizeof *f->states);
    memcpy(to->filter.states, f->states, f->state_count * sizeof *f->states);
}

void wanted_free(struct wanted *w)
{
    filter_list_free(&w->filter);
}

void rows_clear(struct rows *r)
{
    for (size_t i = 0; i < r->count; i++)
        record_free(&r->items[i]);
    free(r->items);
    *r = (struct rows){ .total = -1 };
}

size_t rows_find(const struct rows *r, int64_t id)
{
    size_t i = 0;
    while (i < r->count && r->items[i]->id != id)
        i++;
    return i;
}

/* ---- Asking ---- */

static struct query query_of(const struct rows_ask *a)
{
    const struct wanted *w = &a->wanted;
    return (struct query){
        .kind = w->kind,
        .filters = w->filter.items,
        .filter_count = w->filter.count,
        .states = (const char *const *)w->filter.states,
        .closed = w->closed || w->filter.closed,
        .sort = w->sort[0] != '\0' ? w->sort : NULL,
        .from = a->from,
        .backwards = a->fetch == FETCH_LAST || a->fetch == FETCH_BEFORE,
        .inclusive = a->fetch == FETCH_AT,
        .limit = a->limit,
    };
}

static void work(struct ask *ask)
{
    struct rows_ask *a = (struct rows_ask *)ask;
    struct query q = query_of(a);
    ask->outcome = DONE;
    if (a->fetch == FETCH_AT && !a->from.set && a->at != 0) {
        struct record *r = NULL;
        ask->outcome = act_load(ask->session, q.kind, a->at, &r, &ask->error);
        if (ask->outcome == DONE)
            mark_of(&q, r, &a->from);
        record_free(&r);
        q.from = a->from;
    }
    if (ask->outcome == DONE)
        ask->outcome = act_page(ask->session, &q, &a->page, &ask->error);
}

static void release(struct ask *ask)
{
    struct rows_ask *a = (struct rows_ask *)ask;
    wanted_free(&a->wanted);
    mark_free(&a->from);
    page_free(&a->page);
}

static void set_mark(struct rows_ask *a, const struct rows *rows)
{
    struct query q = query_of(a);
    size_t at = a->fetch == FETCH_AFTER    ? rows->count - 1
                : a->fetch == FETCH_BEFORE ? 0
                : a->fetch == FETCH_AT     ? rows_find(rows, a->at)
                                           : rows->count;
    if (rows->count > 0 && at < rows->count)
        mark_of(&q, rows->items[at], &a->from);
}

struct rows_ask *rows_ask_new(struct ui *u, struct screen *owner, const struct wanted *w,
                              const struct rows *rows, enum fetch fetch, unsigned limit, int64_t at,
                              void (*answer)(struct ask *))
{
    struct rows_ask *a = ask_new(sizeof *a, u, owner, work, answer, release);
    a->fetch = fetch;
    a->limit = limit;
    a->at = at;
    wanted_copy(&a->wanted, w);
    set_mark(a, rows);
    return a;
}

/* ---- Taking the answer in ---- */

/* Takes over the page's rows that are not held yet; the page keeps the rest. */
static size_t take_new(const struct rows *r, struct page *p, struct record **out)
{
    size_t n = 0;
    for (size_t i = 0; i < p->count; i++) {
        if (rows_find(r, p->rows[i]->id) < r->count)
            continue;
        out[n++] = p->rows[i];
        p->rows[i] = NULL;
    }
    size_t left = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->rows[i] != NULL)
            p->rows[left++] = p->rows[i];
    p->count = left;
    return n;
}

static void insert(struct rows *r, size_t at, struct record **items, size_t n)
{
    if (n == 0)
        return;
    r->items = xreallocarray(r->items, r->count + n, sizeof *r->items);
    memmove(r->items + at + n, r->items + at, (r->count - at) * sizeof *r->items);
    memcpy(r->items + at, items, n * sizeof *items);
    r->count += n;
}

static size_t let_go(struct rows *r, bool at_front)
{
    if (r->count <= ROWS_HELD_MAX)
        return 0;
    size_t n = r->count - ROWS_HELD_MAX, from = at_front ? 0 : ROWS_HELD_MAX;
    for (size_t i = from; i < from + n; i++)
        record_free(&r->items[i]);
    if (at_front)
        memmove(r->items, r->items + n, ROWS_HELD_MAX * sizeof *r->items);
    r->count = ROWS_HELD_MAX;
    if (at_front) {
        r->before = true;
        r->first += r->first > 0 ? (int64_t)n : 0;
    } else {
        r->after = true;
    }
    return n;
}

static void begin_anew(struct rows *r, const struct rows_ask *a)
{
    rows_clear(r);
    r->first = a->fetch == FETCH_FIRST ? 1 : 0;
    r->before = a->fetch == FETCH_AT || (a->fetch == FETCH_LAST && a->page.more);
    r->after = a->fetch != FETCH_LAST && a->page.more;
    if (a->fetch == FETCH_LAST && !a->page.more)
        r->first = 1;
    else if (a->fetch == FETCH_LAST && a->page.total >= 0)
        r->first = a->page.total - (int64_t)a->page.count + 1;
}

long rows_take(struct rows *r, struct rows_ask *a)
{
    bool front = a->fetch == FETCH_BEFORE, more = a->page.more;
    if (a->fetch != FETCH_AFTER && !front)
        begin_anew(r, a);
    struct record **fresh = xcalloc(a->page.count + 1, sizeof *fresh);
    size_t n = take_new(r, &a->page, fresh);
    insert(r, front ? 0 : r->count, fresh, n);
    free(fresh);
    if (front) {
        r->before = more;
        r->first = !more ? 1 : r->first > (int64_t)n ? r->first - (int64_t)n : 0;
    } else if (a->fetch == FETCH_AFTER) {
        r->after = more;
    }
    r->total = a->page.total;
    r->cut = a->page.cut;
    r->unsorted = a->page.unsorted;
    size_t gone = let_go(r, a->fetch == FETCH_AFTER);
    return front ? (long)n : a->fetch == FETCH_AFTER ? -(long)gone : 0;
}
