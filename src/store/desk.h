/* desk.h - the desk's own file, desk.db: what desk.c, lease.c and draft.c share. */
#ifndef LOKET_STORE_DESK_H
#define LOKET_STORE_DESK_H

#include <pthread.h>

#include "private.h"

/* Identifiers this process may give out: whole milliseconds, 64 identifiers each, [next, end). */
struct lease {
    moment next;
    moment end;
    unsigned counter; /* of `next`, 0 to 63 */
    moment taken;     /* by the clock; an old lease is left, so that ids keep telling the time */
};

struct desk {
    pthread_mutex_t lock; /* around everything below; the share and the desk worker both come */
    struct db db;
    const struct clock *clock;
    uint16_t number;
    struct signing_key key;
    struct lease lease;
    unsigned allowed; /* of enum share_allowed */
};

/* Take and give back the lock; callers pair them. */
void desk_enter(struct desk *d);
void desk_leave(struct desk *d);
/* BEGIN IMMEDIATE, and COMMIT where so far is DONE, else ROLLBACK; returns so far or the fault. */
enum outcome desk_begin(struct desk *d, struct error *e);
enum outcome desk_end(struct desk *d, enum outcome so_far, struct error *e);

#endif
