/* Decisions put aside, as what waits and what is handed over read them. */
#ifndef LOKET_ACTIONS_HOLD_H
#define LOKET_ACTIONS_HOLD_H

#include "people.h"

/* All that stand. */
enum outcome holds_read(struct session *s, struct page *out, struct error *e);
/* The one that keeps this version of r aside today: that of `me` before others; NULL: none. */
const struct record *hold_on(const struct page *holds, const struct record *r, const char *me,
                             day today);

#endif
