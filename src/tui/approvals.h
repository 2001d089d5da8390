/* approvals.h - the parts of the approvals pane, for its own files only. */
#ifndef TUI_APPROVALS_H
#define TUI_APPROVALS_H

#include "screens.h"

enum { WAITING_SHOWN = 200 };

struct approvals {
    int64_t cursor_id; /* the record the cursor stands on: it never moves under the hands */
    size_t cursor, top;
    int64_t marked[WAITING_SHOWN];
    size_t marked_count;
    bool held_too; /* what I put aside is listed as well */
    uint64_t saves;
    moment asked_at;
};

/* approvals.c */
const struct waiting *approvals_here(const struct screen *s); /* NULL: none */
bool approvals_marked(const struct approvals *p, int64_t id);
/* approvals_decide.c */
void approvals_decide(struct screen *s);
/* approvals_hold.c */
void approvals_hold(struct screen *s);
/* approvals_draw.c */
void approvals_draw(struct screen *s, struct canvas *c, struct area a);
size_t approvals_listed(const struct screen *s); /* how many stand in the pane */
size_t approvals_rows(const struct screen *s);   /* how many of them fit */

#endif
