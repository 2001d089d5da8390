/* locks.c - SQLite's locks on a shared file. Its protocol: a reader holds the shared range for
 * reading; a writer holds the reserved byte, then the pending byte, then the shared range for
 * writing. What is wrong with that on a share:
 *
 * - On SMB a lock for writing conflicts with the own lock for reading on the same range, so no
 *   transaction could ever be committed. The own lock is given up first, as SQLite does on
 *   Windows; the pending byte keeps others out meanwhile.
 * - A server frees the locks of a desk that was silent for its lease, and the desk does not learn
 *   of it: SQLite would go on writing in the middle of another's transaction. So a transaction has
 *   a time, counted from its first write lock; no later lock renews it.
 * - Some failures look as if another desk held the lock, and would be waited out for nothing. */
#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "calls.h"

/* os_unix.c's lock bytes, the same in every SQLite since version 3.0. */
enum {
    PENDING_BYTE = 0x40000000,
    RESERVED_BYTE = PENDING_BYTE + 1,
    SHARED_FIRST = PENDING_BYTE + 2,
};

/* ---- The clock ---- */

static int64_t machine_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t (*clock_in_use)(void) = machine_now;

static int64_t calls_now(void)
{
    return clock_in_use();
}

void calls_clock_set(int64_t (*now)(void))
{
    clock_in_use = now ? now : machine_now;
}

/* ---- The time of a transaction ---- */

bool lock_bars(struct watch *w)
{
    if (!w->barred && w->began && !w->unhurried && calls_now() - w->began > TRANSACTION_MS)
        w->barred = w->expired = true;
    if (w->barred)
        errno = EIO;
    return w->barred;
}

static bool covers(const struct flock *l, off_t byte)
{
    return l->l_start <= byte && (l->l_len == 0 || byte < l->l_start + l->l_len);
}

/* What is held after a lock was granted or given back. The pending byte alone is also given back
 * by a reader that has just arrived; the reserved one goes with the last write lock. */
static void note(struct watch *w, const struct flock *l, int64_t asked)
{
    if (covers(l, SHARED_FIRST))
        w->shared = l->l_type;
    if (l->l_type == F_WRLCK && !w->began && w->kind != SHARE_LOCAL)
        w->began = asked;
    if (l->l_type == F_UNLCK && covers(l, RESERVED_BYTE)) {
        w->began = 0;
        w->barred = false;
    }
}

/* ---- SMB ---- */

static int set(int fd, const struct flock *l, short type)
{
    struct flock typed = *l;
    typed.l_type = type;
    return calls_fcntl(fd, F_SETLK, &typed);
}

/* From the one type to the other, with none in between. */
static int convert(struct watch *w, int fd, const struct flock *l)
{
    short had = w->shared;
    if (set(fd, l, F_UNLCK) != 0)
        return -1;
    w->shared = F_UNLCK;
    if (set(fd, l, l->l_type) == 0)
        return 0;
    if (set(fd, l, had) == 0) {
        w->shared = had;
        errno = EACCES;
        return -1;
    }
    w->barred = true; /* SQLite thinks it holds what it does not */
    errno = EIO;
    return -1;
}

static bool converts(const struct watch *w, const struct flock *l)
{
    return w->kind == SHARE_SMB && l->l_type != F_UNLCK && covers(l, SHARED_FIRST) &&
           w->shared != F_UNLCK && w->shared != l->l_type;
}

/* ---- The call ---- */

/* SMB tells who holds a lock by trying it: two desks that try for writing see each other, and each
 * takes the other for a living writer. */
static int test_lock(const struct watch *w, int fd, struct flock *l)
{
    if (w->kind == SHARE_SMB && l->l_type == F_WRLCK)
        l->l_type = F_RDLCK;
    return calls_fcntl(fd, F_GETLK, l);
}

/* SQLite takes these for a lock that another desk holds, and waits. */
static bool poses_as_busy(int number)
{
    return number == ENOLCK || number == ETIMEDOUT;
}

int lock_call(struct watch *w, int fd, int command, struct flock *l)
{
    if (command == F_GETLK)
        return test_lock(w, fd, l);
    if (l->l_type == F_WRLCK && lock_bars(w))
        return -1;
    int64_t asked = calls_now(); /* a desk may be stopped inside the call, the lock in hand */
    int rc = converts(w, l) ? convert(w, fd, l) : calls_fcntl(fd, F_SETLK, l);
    if (rc == 0) {
        note(w, l, asked);
        return 0;
    }
    if (errno != EACCES && errno != EAGAIN && errno != EINTR && errno != EBUSY) {
        w->fault = errno;
        if (poses_as_busy(errno))
            errno = EIO;
    }
    return rc;
}
