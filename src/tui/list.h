/* list.h - the parts of a list screen, for its own files only. */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include "record_rows.h"
#include "rows.h"
#include "screens.h"

/* What is told of the record under the cursor, once it has rested there. */
struct aside {
    int64_t id, rev; /* of what is told; 0: nothing yet */
    int64_t over;    /* the record the cursor was seen on, and since when */
    moment since;
    bool shown, asking;    /* there is room for it; it is being read */
    struct record *record; /* with its lines */
    struct view_facts facts;
};

struct list {
    const struct kind *kind;
    struct wanted wanted;
    char *filter_text; /* as typed; "" none */
    struct rows rows;
    bool loaded;
    int64_t cursor_id; /* the record the cursor stands on: it never moves under the hands */
    size_t cursor, top;
    long pending;       /* rows still to move once they have come */
    bool paging;        /* a page was turned: the cursor keeps its place on the screen */
    size_t screen_row;  /* which is this one */
    bool asked;         /* a page is on its way */
    uint64_t saves;     /* the screen's changes this list has taken in */
    int64_t saved_last; /* the record of this kind filed last, as far as it knows */
    int64_t jump_to;    /* where the cursor goes if it is among the rows that come; 0: nowhere */
    size_t sort;        /* which of the sortable columns; 0: the kind's own */
    struct column columns[COLUMNS_MAX + 1]; /* as chosen here, else the kind's own */
    size_t shift;    /* columns behind the key column that are scrolled out at the left */
    bool hidden;     /* and some did not fit at the right, as last drawn */
    bool filtering;  /* what is typed over it is being looked for */
    char *typed;     /* and has changed since; NULL: it has not */
    int64_t *marked; /* records, in the order they were marked */
    size_t marked_count;
    struct bulk *bulk; /* a step on its way to all of them */
    struct aside beside;
    int64_t *lately; /* those the last step was taken on together, until that is taken back */
    size_t lately_count;
};

/* list.c */
void list_fetch(struct screen *s, enum fetch fetch, int64_t at);
/* list_draw.c */
void list_draw(struct screen *s, struct canvas *c, struct area a);
const char *list_column_label(const struct kind *k, const char *column);
/* list_beside.c: on wide screens the record under the cursor */
int list_beside_draw(struct screen *s, struct canvas *c, struct area a); /* the cells it took */
int list_beside_patience(struct screen *s, moment now);
void list_beside_tick(struct screen *s, moment now);
void aside_free(struct aside *b);
/* list_columns.c */
void list_columns_begin(struct screen *s); /* the kind's own, then what was chosen before */
void list_columns_open(struct screen *s);
/* list_saved.c: filters kept under a name */
void list_saved_open(struct screen *s);
/* list_mark.c */
bool list_marked(const struct list *l, int64_t id);
void list_mark(struct list *l, int64_t id); /* again: takes the mark off */
void list_mark_all(struct screen *s);       /* the rows read so far; again: takes all marks off */
/* list_bulk.c: one step on all that is marked */
void list_steps(struct screen *s);
void bulk_free(struct bulk **b);
/* undo_many.c: false: nothing is marked, and nothing was just done together */
bool list_undo(struct screen *s);
/* list_filter.c */
void list_filter(struct screen *s);
void list_filter_clear(struct screen *s);
/* "state=accepted; received_on>=h" as people call it: "Status=diterima; Diterima>=h". */
void list_filter_words(const struct kind *k, const char *filter, struct buf *out);
void list_sort_next(struct screen *s);
void list_sort_by(struct screen *s, const char *column); /* again: the other way round */
void list_closed(struct screen *s);
bool list_take_filter(struct ui *u, struct screen *s, const char *text);

#endif
