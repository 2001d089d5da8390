/* Terms of the law: which one holds for a measure, and its last day. */
#ifndef LOKET_ACTIONS_LEGAL_TERM_H
#define LOKET_ACTIONS_LEGAL_TERM_H

#include "private.h"

/* Writes the term that holds into the measure: clock, length, unit, start, and the basis where it
 * has none of its own. Nothing for measures without a term. REFUSED: no row is in force. */
enum outcome term_choose(struct session *s, struct record *measure, struct error *e);
/* The last day of the measure's term, by the calendar of its office; NO_DAY: it has not begun. */
enum outcome term_due(struct session *s, const struct record *measure, day *due, struct error *e);

#endif
