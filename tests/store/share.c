/* share.c - see share.h. */
#include "share.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/store/calls.h"

#define ON_SHARE "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:9 / / rw - "
const char share_nfs[] =
    ON_SHARE "nfs4 server:/srv rw,vers=4.2,hard,proto=tcp,lookupcache=pos,local_lock=none\n";
const char share_smb[] = ON_SHARE
    "cifs //server/srv rw,vers=3.1.1,cache=none,soft,serverino,echo_interval=3,actimeo=0\n";

enum { SHARED_FIRST = 0x40000002, FILES_MAX = 4096 };

static int (*real_open)(const char *, int, int);
static int (*real_fcntl)(int, int, ...);
static int (*real_stat)(const char *, struct stat *);
static int (*real_truncate)(int, off_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off_t);

static struct share now;
static bool shared[FILES_MAX]; /* the descriptors of the database and its journal */
static short held[FILES_MAX];  /* on the shared range, by descriptor; 0 is F_RDLCK, so plus one */
static bool known;             /* what the journal was when its stat() went stale */
static struct stat old_stat;
static int old_result, old_errno;
static long writes, write_trials;

void share_be(const struct share *s)
{
    now = s ? *s : (struct share){ 0 };
    known = false;
    writes = write_trials = 0;
}

long share_writes(void)
{
    return writes;
}

long share_write_trials(void)
{
    return write_trials;
}

/* desk.db lies on no share. */
static int share_open(const char *path, int flags, int mode)
{
    int fd = real_open(path, flags, mode);
    if (fd >= 0 && fd < FILES_MAX) {
        shared[fd] = strstr(path, "/office.db") != NULL;
        held[fd] = 0;
    }
    return fd;
}

static bool on_share(int fd)
{
    return fd >= 0 && fd < FILES_MAX && shared[fd];
}

/* ---- Locks ---- */

static bool on_shared(const struct flock *l)
{
    return l->l_start <= SHARED_FIRST && (l->l_len == 0 || l->l_start + l->l_len > SHARED_FIRST);
}

static bool conflicts(int fd, const struct flock *l)
{
    return now.own_locks_conflict && on_shared(l) && l->l_type != F_UNLCK && held[fd] &&
           held[fd] != l->l_type + 1;
}

static int lock_on_share(int fd, struct flock *l)
{
    if (now.lock_error || conflicts(fd, l)) {
        errno = now.lock_error ? now.lock_error : EACCES;
        return -1;
    }
    int rc = real_fcntl(fd, F_SETLK, l);
    if (rc == 0 && on_shared(l))
        held[fd] = l->l_type == F_UNLCK ? 0 : (short)(l->l_type + 1);
    return rc;
}

static int share_fcntl(int fd, int command, ...)
{
    va_list args;
    va_start(args, command);
    void *argument = va_arg(args, void *);
    va_end(args);
    if (!on_share(fd))
        return real_fcntl(fd, command, argument);
    if (command == F_SETLK)
        return lock_on_share(fd, argument);
    write_trials += command == F_GETLK && ((struct flock *)argument)->l_type == F_WRLCK;
    return real_fcntl(fd, command, argument);
}

/* ---- The journal's news ---- */

static int stale_stat(const char *path, struct stat *st)
{
    if (!known) {
        old_result = real_stat(path, &old_stat);
        old_errno = errno;
        known = true;
    }
    *st = old_stat;
    errno = old_errno;
    return old_result;
}

static int share_stat(const char *path, struct stat *st)
{
    bool journal = strstr(path, "/office.db-journal") != NULL;
    if (journal && now.stat_error && now.stat_failures > 0) {
        now.stat_failures--;
        errno = now.stat_error;
        return -1;
    }
    return journal && now.stat_stale ? stale_stat(path, st) : real_stat(path, st);
}

/* ---- Counting ---- */

static ssize_t share_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    writes += on_share(fd);
    return real_pwrite(fd, bytes, n, at);
}

static ssize_t share_pwrite64(int fd, const void *bytes, size_t n, off_t at)
{
    writes += on_share(fd);
    return real_pwrite64(fd, bytes, n, at);
}

static int share_truncate(int fd, off_t size)
{
    writes += on_share(fd);
    return real_truncate(fd, size);
}

static sqlite3_syscall_ptr wrap(const char *name, sqlite3_syscall_ptr wrapper)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
    sqlite3_syscall_ptr before = vfs->xGetSystemCall(vfs, name);
    if (before)
        vfs->xSetSystemCall(vfs, name, wrapper);
    return before;
}

void share_install(void)
{
    sqlite3_initialize();
#define WRAP(real, name, wrapper)                                                                  \
    real = (__typeof__(real))wrap(name, (sqlite3_syscall_ptr)(wrapper))
    WRAP(real_open, "open", share_open);
    WRAP(real_fcntl, "fcntl", share_fcntl);
    WRAP(real_stat, "stat", share_stat);
    WRAP(real_truncate, "ftruncate", share_truncate);
    WRAP(real_pwrite, "pwrite", share_pwrite);
    WRAP(real_pwrite64, "pwrite64", share_pwrite64);
#undef WRAP
}

/* ---- The clock ---- */

static int64_t clock_ms;

static int64_t clock_read(void)
{
    return clock_ms;
}

void share_clock_on(void)
{
    clock_ms = 1000000;
    calls_clock_set(clock_read);
}

void share_clock_move(int64_t ms)
{
    clock_ms += ms;
}

void share_clock_off(void)
{
    calls_clock_set(NULL);
}
