/* scan.c - walks along an index from a mark on: reads what it shows and no more.
 *
 * A walk is cut into segments, each one seek and a straight run: rows that share the mark's key,
 * rows beyond it, rows without a key (which stand last in either order, so that neither SQLite's
 * nor PostgreSQL's idea of NULL matters). Several states are walked side by side and merged. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

/* ---- Segments ---- */

enum segment_kind {
    SEGMENT_SAME,   /* the mark's key, ids beyond the mark's */
    SEGMENT_BEYOND, /* keys beyond the mark's, or all keys */
    SEGMENT_EMPTY,  /* no key */
    SEGMENT_IDS,    /* a list by id */
};

struct segment {
    enum segment_kind kind;
    const struct value *key; /* of the mark; NULL: from the segment's beginning */
    bool from_id;            /* only ids beyond the mark's */
};

enum { SEGMENTS_MAX = 3 };

struct bounds {                     /* of the keys wanted, from the filters on the sort field */
    const struct value *low, *high; /* NULL: open */
    bool keys, empties;
};

struct walk {
    const struct list *list;
    bool whole; /* rows are read at once, not only their ids */
    bool up;    /* keys and ids grow as it goes */
    struct bounds bounds;
    struct segment segments[SEGMENTS_MAX];
    size_t segment_count;
};

static void raise_low(struct bounds *b, const struct field *f, const struct value *v)
{
    if (!b->low || key_compare(f, v, b->low) > 0)
        b->low = v;
}

static void lower_high(struct bounds *b, const struct field *f, const struct value *v)
{
    if (!b->high || key_compare(f, v, b->high) < 0)
        b->high = v;
}

static void bounds_narrow(struct bounds *b, const struct clause *c)
{
    const struct field *f = c->field;
    bool starts = c->how == STARTS, present = starts || value_present(f, c->value);
    if (c->how == IS && !present) {
        b->keys = false;
        return;
    }
    b->empties = false;
    if (!present) {
        b->keys = false; /* nothing compares with an empty value */
        return;
    }
    if (c->how != AT_MOST)
        raise_low(b, f, starts ? &c->low : c->value);
    if (c->how != AT_LEAST)
        lower_high(b, f, starts ? &c->high : c->value);
}

static struct bounds bounds_of(const struct list *l)
{
    struct bounds b = { .keys = true, .empties = true };
    for (size_t i = 0; i < l->clause_count; i++)
        if (l->clauses[i].field == l->sort && clause_bounds(&l->clauses[i]))
            bounds_narrow(&b, &l->clauses[i]);
    return b;
}

static void add_segment(struct walk *w, enum segment_kind kind, const struct value *key,
                        bool from_id)
{
    w->segments[w->segment_count++] =
        (struct segment){ .kind = kind, .key = key, .from_id = from_id };
}

static bool within(const struct walk *w, const struct value *key)
{
    const struct field *f = w->list->sort;
    return (!w->bounds.low || key_compare(f, key, w->bounds.low) >= 0) &&
           (!w->bounds.high || key_compare(f, key, w->bounds.high) <= 0);
}

static void add_keys(struct walk *w, const struct value *key)
{
    if (!w->bounds.keys)
        return;
    if (key && within(w, key))
        add_segment(w, SEGMENT_SAME, key, true);
    add_segment(w, SEGMENT_BEYOND, key, false);
}

static void add_empties(struct walk *w, bool from_id)
{
    if (w->bounds.empties)
        add_segment(w, SEGMENT_EMPTY, NULL, from_id);
}

static void walk_plan(struct walk *w)
{
    const struct list *l = w->list;
    const struct mark *from = l->from;
    if (l->sort == &id_field) {
        add_segment(w, SEGMENT_IDS, NULL, from->set);
        return;
    }
    bool at_key = from->set && value_present(l->sort, &from->key);
    bool at_empty = from->set && !at_key;
    if (!l->backwards) {
        if (!at_empty)
            add_keys(w, at_key ? &from->key : NULL);
        add_empties(w, at_empty);
    } else {
        if (!at_key)
            add_empties(w, at_empty);
        add_keys(w, at_key ? &from->key : NULL);
    }
}

/* ---- A segment as SQL ---- */

static void ask_key(struct asking *a, const struct list *l, const char *operator)
{
    buf_puts(&a->sql, " AND ");
    column_name(&a->sql, l->sort, "");
    buf_puts(&a->sql, operator);
}

static void ask_ids(struct asking *a, const struct walk *w)
{
    const struct list *l = w->list;
    buf_puts(&a->sql, w->up ? " AND \"id\" >" : " AND \"id\" <");
    buf_puts(&a->sql, l->inclusive ? "= " : " ");
    ask_number(a, l->from->id);
}

/* The smallest key is asked for where there is no other low end: it keeps the walk out of the rows
 * without a key. */
static void ask_low(struct asking *a, const struct walk *w, const struct value *mark)
{
    const struct list *l = w->list;
    const struct value *low = w->bounds.low;
    if (w->up && mark && (!low || key_compare(l->sort, mark, low) >= 0)) {
        ask_key(a, l, " > ");
        ask_value(a, l->sort, mark);
        return;
    }
    ask_key(a, l, " >= ");
    if (low)
        ask_value(a, l->sort, low);
    else if (strcmp(column_type(l->sort), "INTEGER") == 0)
        ask_number(a, INT64_MIN);
    else
        ask_text(a, "");
}

static void ask_high(struct asking *a, const struct walk *w, const struct value *mark)
{
    const struct list *l = w->list;
    const struct value *high = w->bounds.high;
    if (!w->up && mark && (!high || key_compare(l->sort, mark, high) <= 0)) {
        ask_key(a, l, " < ");
        ask_value(a, l->sort, mark);
    } else if (high) {
        ask_key(a, l, " <= ");
        ask_value(a, l->sort, high);
    }
}

static void ask_from(struct asking *a, const struct walk *w)
{
    const struct list *l = w->list;
    if (l->drive == DRIVE_ID) {
        buf_puts(&a->sql, " NOT INDEXED WHERE 1 = 1");
        return;
    }
    buf_puts(&a->sql, " INDEXED BY ");
    if (l->drive == DRIVE_STATES)
        index_name(&a->sql, l->kind, "state", NULL);
    else if (l->drive == DRIVE_SERIES)
        index_name(&a->sql, l->kind, "series", NULL);
    else
        index_name(&a->sql, l->kind, "by", l->sort->id);
    buf_puts(&a->sql, " WHERE 1 = 1");
}

static void ask_state(struct asking *a, const struct walk *w, const char *state)
{
    if (!state) {
        list_ask_states(w->list, a);
        return;
    }
    buf_puts(&a->sql, " AND \"state\" = ");
    ask_text(a, state);
}

static void ask_segment(struct asking *a, const struct walk *w, const struct segment *at)
{
    switch (at->kind) {
    case SEGMENT_SAME:
        ask_key(a, w->list, " = ");
        ask_value(a, w->list->sort, at->key);
        break;
    case SEGMENT_BEYOND:
        ask_low(a, w, at->key);
        ask_high(a, w, at->key);
        break;
    case SEGMENT_EMPTY:
        ask_key(a, w->list, " IS NULL");
        break;
    case SEGMENT_IDS:
        break;
    }
    if (at->from_id)
        ask_ids(a, w);
}

static void ask_order(struct asking *a, const struct walk *w, const struct segment *at)
{
    const char *way = w->up ? "" : " DESC";
    buf_puts(&a->sql, " ORDER BY ");
    if (at->kind == SEGMENT_BEYOND) {
        column_name(&a->sql, w->list->sort, "");
        buf_printf(&a->sql, "%s, ", way);
    }
    buf_printf(&a->sql, "\"id\"%s", way);
}

static enum outcome segment_open(const struct walk *w, const struct segment *at, const char *state,
                                 struct sql **q, struct error *e)
{
    struct asking a = { 0 };
    list_columns(w->list, w->whole, &a.sql);
    ask_from(&a, w);
    ask_state(&a, w, state);
    ask_segment(&a, w, at);
    list_ask_clauses(w->list, &a, w->list->sort);
    ask_order(&a, w, at);
    return ask_open(&a, &w->list->s->db, q, e);
}

/* ---- Streams: one state's walk, or all states' ---- */

struct stream {
    const char *state; /* NULL: every state wanted */
    size_t at;         /* the segment it is in */
    struct sql *q;
    bool has; /* item holds its next row */
    struct item item;
};

/* One row of the open segment; *fits says whether it is the stream's next. */
static enum outcome stream_step(const struct walk *w, struct stream *t, bool *row, bool *cut,
                                struct error *e)
{
    enum outcome o = sql_row(t->q, row, e);
    if (o != DONE)
        return o;
    if (!*row) {
        *cut = *cut || t->q->cut;
        sql_close(t->q);
        t->q = NULL;
        t->at++;
        return DONE;
    }
    return list_item(w->list, t->q, w->whole, &t->item, &t->has, e);
}

static enum outcome stream_next(const struct walk *w, struct stream *t, bool *cut, struct error *e)
{
    enum outcome o = DONE;
    bool row;
    t->has = false;
    while (o == DONE && !t->has && !*cut && t->at < w->segment_count) {
        if (!t->q)
            o = segment_open(w, &w->segments[t->at], t->state, &t->q, e);
        if (o == DONE)
            o = stream_step(w, t, &row, cut, e);
    }
    return o;
}

/* The stream whose next row comes first in reading order; NULL: all are at their end. */
static struct stream *first_of(const struct walk *w, struct stream *streams, size_t count)
{
    struct stream *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!streams[i].has)
            continue;
        int order = first ? item_compare(&streams[i].item, &first->item) : -1;
        if (!first || (w->list->backwards ? order > 0 : order < 0))
            first = &streams[i];
    }
    return first;
}

static enum outcome merge(const struct walk *w, struct stream *streams, size_t count,
                          struct items *out, bool *cut, struct error *e)
{
    enum outcome o = DONE;
    struct stream *first;
    for (size_t i = 0; o == DONE && i < count; i++)
        o = stream_next(w, &streams[i], cut, e);
    /* A stream that was cut may hide rows that come first: nothing after it is sure. */
    while (o == DONE && !*cut && out->count <= w->list->limit &&
           (first = first_of(w, streams, count))) {
        *items_add(out) = first->item;
        first->item = (struct item){ 0 };
        first->has = false;
        if (out->count <= w->list->limit)
            o = stream_next(w, first, cut, e);
    }
    return o;
}

enum outcome list_scan(const struct list *l, struct items *out, bool *cut, struct error *e)
{
    struct walk w = { .list = l, .whole = !l->checks, .up = l->down == l->backwards };
    struct stream streams[STATES_MAX] = { 0 };
    size_t count = l->drive == DRIVE_STATES ? l->state_count : 1;
    w.bounds = bounds_of(l);
    walk_plan(&w);
    for (size_t i = 0; l->drive == DRIVE_STATES && i < count; i++)
        streams[i].state = l->states[i];
    *cut = false;
    enum outcome o = merge(&w, streams, count, out, cut, e);
    for (size_t i = 0; i < count; i++) {
        sql_close(streams[i].q);
        item_free(&streams[i].item);
    }
    return o;
}
