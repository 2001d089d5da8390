/* share.h - what a share does to SQLite, emulated beneath its system calls on a local file: locks
 * that conflict with one's own, a journal of which only old news is known, a server that does not
 * answer. */
#ifndef TESTS_STORE_SHARE_H
#define TESTS_STORE_SHARE_H

#include <stdbool.h>
#include <stdint.h>

/* Mounts as the kernel tells them, good and without fault; for mount_pretend(). */
extern const char share_nfs[], share_smb[];

struct share {
    bool own_locks_conflict; /* as cifs.ko: a lock of the other type on the own range is refused */
    int lock_error;          /* every lock fails so; 0: none does */
    int stat_error;          /* stat() of the journal fails so */
    long stat_failures;      /* that often, then no longer */
    bool stat_stale;         /* stat() of the journal answers as it did when this was set */
};
/* Beneath whatever wraps the calls later: once, before the first store is opened. */
void share_install(void);
/* From here on; NULL: a local disk without fault. Counts below begin anew. */
void share_be(const struct share *s);
long share_writes(void);       /* of pages and of the journal, truncations too */
long share_write_trials(void); /* F_GETLK that asked for a write lock */

/* A clock for the transaction's time; begins to stand still when first set. */
void share_clock_on(void);
void share_clock_move(int64_t ms);
void share_clock_off(void);

#endif
