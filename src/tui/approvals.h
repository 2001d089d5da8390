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
    uint64_t saves;
    moment asked_at;
};

/* approvals.c */
const struct waiting *approvals_here(const struct screen *s); /* NULL: none */
bool approvals_marked(const struct approvals *p, int64_t id);
/* approvals_decide.c */
void approvals_decide(struct screen *s);

#endif
