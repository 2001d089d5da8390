/* Reserved numbers and what was done on paper under them (reserve.c, back_entry.c). */
#ifndef LOKET_ACTIONS_RESERVE_H
#define LOKET_ACTIONS_RESERVE_H

#include "private.h"

/* For business.c: issuing takes the numbers, closing settles those that are named. */
enum outcome reserve_prepare(struct session *s, struct record *block, const struct step *step,
                             const char *note, struct error *e);
enum outcome reserve_follow(struct session *s, const struct record *before,
                            const struct record *block, const struct step *step, const char *note,
                            struct error *e);
/* Closes the block, loaded in this transaction, where no number of it is unused any more. */
enum outcome reserve_finish(struct session *s, const struct record *cause, const struct step *by,
                            struct record *block, struct error *e);

/* For step.c, of steps that are STEP_RESERVED. Before the step is judged: the number, typed by its
 * last digits, becomes whole. */
enum outcome back_entry_prepare(struct session *s, struct record *r, const struct step *step,
                                struct error *e);
/* Facts of its guards: "back_entry.*" as in src/records/back_entry.c. */
enum outcome back_entry_answer(struct session *s, const struct record *r, const struct step *step,
                               struct answers *a, struct error *e);
/* r was saved: its number is used. */
enum outcome back_entry_follow(struct session *s, const struct record *r, const struct step *step,
                               struct error *e);

#endif
