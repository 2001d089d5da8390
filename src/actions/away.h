/* The share away: the stand-in that works on the desk's copy, and the link to the share itself. */
#ifndef LOKET_ACTIONS_AWAY_H
#define LOKET_ACTIONS_AWAY_H

#include "private.h"

/* Opens the copy of the shared file that `away` is configured for; FAULT: there is none. */
enum outcome copy_read(struct session *away, struct error *e);

/* Puts the person's row with its keys into the copy, where there is one: they logged in here now.
 */
enum outcome copy_person(struct session *s, int64_t user, struct error *e);

/* Forgets how far a copy under way has come; the next one begins where the last complete one ended.
 */
void copying_drop(struct session *s);

/* A stand-in for s: its desk, its person, and the copy for a store. FAULT: there is no copy. */
enum outcome stand_in_open(struct session *s, struct error *e);
void stand_in_close(struct session *s);
/* Who is logged in is known to both: each login and logout is told here, and taken over by the
 * session that goes on. */
void seat_put(struct session *s);
void seat_take(struct session *s);
/* Somebody came or went since. */
bool seat_differs(const struct session *s);

/* Opens the shared file for s, from the beginning, and reads what it says of the office. */
enum outcome session_reach(struct session *s, struct error *e);
/* A session of the same desk without a store yet; and s going on with what fresh has opened. */
struct session *session_like(struct session *s);
void session_take(struct session *s, struct session *fresh);
void session_free(struct session **s); /* of these; the workers and the desk are not theirs */

/* What waits here, as records: the newest version of each. FAULT: no such one waits. */
enum outcome kept_records(struct session *s, const struct kind *k, struct page *out,
                          struct error *e);
enum outcome kept_record(struct session *s, const struct kind *k, int64_t id, struct record **out,
                         struct error *e);

void link_begin(struct session *s); /* away until link_open() */
/* Opens the shared file on the share's worker and waits for it, at most so long. FAULT with *away:
 * the share is not there, or does not answer; if it still does, s goes over to it. Called again, it
 * waits on. */
enum outcome link_open(struct session *s, int patience_ms, bool *away, struct error *e);
bool link_hangs(const struct session *s); /* a job at the share does not come back */
void link_end(struct session *s);

#endif
