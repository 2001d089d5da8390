/* What a session knows of its link to the share. */
#ifndef LOKET_ACTIONS_LINK_H
#define LOKET_ACTIONS_LINK_H

#include "away.h"

#include <pthread.h>
#include <stdatomic.h>

struct link { /* of the collecting thread, but for the atomics and what the lock is around */
    enum link_state state;
    moment since;
    bool hung;   /* a job on the share does not come back */
    bool errand; /* a job of the link's own is under way there */
    /* How the last opening ended, and whether for want of a share. */
    enum outcome reached;
    struct error why;
    bool away, missing;
    int tries;
    moment next_try, next_send, next_copy;
    moment moved_at; /* when something was last seen to move on the share */
    uint64_t moved;
    struct link_job *jobs; /* under way */
    bool counted;
    struct spool_count count; /* as last asked */
    struct spool_report news; /* since the last session_news() */
    _Atomic uint64_t pulse;   /* rows read and waits, by the share's worker */
    _Atomic int waited_ms;
    pthread_mutex_t lock;
    char writer[64]; /* who has the file that is waited for */
};

#endif
