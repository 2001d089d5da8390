/* Decisions put aside, as what waits and what is handed over read them. */
#ifndef LOKET_ACTIONS_HOLD_H
#define LOKET_ACTIONS_HOLD_H

#include "people.h"

/* All that stand. */
enum outcome holds_read(struct session *s, struct page *out, struct error *e);
/* Does it keep its record aside on this day? */
bool hold_lasts(const struct record *hold, day today);
bool hold_is_mine(const struct session *s, const struct record *hold);
/* The one that keeps this version of r aside today: mine before others; NULL: none. */
const struct record *hold_on(const struct session *s, const struct page *holds,
                             const struct record *r);
/* Mine becomes that of who is to go on with it. */
enum outcome hold_give(struct session *s, const struct handover *h, struct error *e);
/* Inside a transaction: r has left the state it was held in. */
enum outcome holds_lift(struct session *s, const struct record *r, struct error *e);
/* ---- duties.c ---- */

/* A draft in words: its kind, its name, what tells a new one from others. */
void duty_draft(struct session *s, const struct draft *d, struct buf *out);
/* "Permit 2026-0412", or of a step "Permit 0ABC...: Accept". */
void duty_spooled(struct session *s, const struct spooled *in, struct buf *out);

#endif
