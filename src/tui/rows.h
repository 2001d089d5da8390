/* rows.h - the rows of a list held in memory: a window that slides over a list of any length,
 * fetched page by page from marks, never by counting. */
#ifndef TUI_ROWS_H
#define TUI_ROWS_H

#include "ask.h"

enum fetch {
    FETCH_FIRST,  /* from the beginning of the list */
    FETCH_LAST,   /* its last page */
    FETCH_AFTER,  /* behind the last row held */
    FETCH_BEFORE, /* before the first row held */
    FETCH_AT,     /* anew, from a row on */
};

enum { ROWS_HELD_MAX = 600 }; /* beyond this the far end is let go */

/* What is listed; its parts are its own. */
struct wanted {
    const struct kind *kind;
    struct filter_list filter;
    char sort[FIELD_ID_MAX]; /* "": the kind's own */
    bool closed;             /* finished ones too */
};

struct rows {
    struct record **items;
    size_t count;
    bool before, after; /* there is more on that side */
    int64_t first;      /* 1-based place of items[0] in the whole list; 0: not known */
    int64_t total;      /* -1: not known */
    bool cut, unsorted; /* as in struct page */
};

struct rows_ask {
    struct ask ask; /* first */
    enum fetch fetch;
    unsigned limit;
    struct wanted wanted;
    struct mark from;
    int64_t at; /* FETCH_AT with no mark: this record, loaded first */
    struct page page;
};

void wanted_free(struct wanted *w);

/* A request for `limit` rows; at: the record FETCH_AT begins with, taken from `rows` or read. */
struct rows_ask *rows_ask_new(struct ui *u, struct screen *owner, const struct wanted *w,
                              const struct rows *rows, enum fetch fetch, unsigned limit, int64_t at,
                              void (*answer)(struct ask *));
/* Takes the answer in; how many rows came before items[0] (their indexes shift) or, negative, were
 * let go there. */
long rows_take(struct rows *r, struct rows_ask *a);
size_t rows_find(const struct rows *r, int64_t id); /* its index, or count */
void rows_clear(struct rows *r);

#endif
