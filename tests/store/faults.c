/* faults.c - see faults.h. */
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES_MAX = 4096, RESERVED_BYTE = 0x40000001 };

enum role { STRANGER, DATABASE, JOURNAL, FOLDER };

static const char *database;           /* its base name */
static char folder[PATH_MAX];          /* it lies in; known once it was asked for */
static unsigned char roles[FILES_MAX]; /* enum role by descriptor */
static struct fault armed;
static long count;
static bool reserved;  /* granted, and nothing called since */
static bool zeroed;    /* the journal's head, not yet synced: what the commit is */
static bool committed; /* since arming */

static struct {
    bool on;
    int error; /* 0: st was seen */
    struct stat st;
} stale;

void faults_stale(const char *journal)
{
    stale.on = true;
    stale.error = stat(journal, &stale.st) == 0 ? 0 : errno;
}

void faults_arm(const struct fault *f)
{
    armed = f ? *f : (struct fault){ 0 };
    count = 0;
    reserved = zeroed = committed = false;
}

long faults_count(void)
{
    return count;
}

static enum role role_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t n = strlen(database);
    if (strncmp(base, database, n) != 0)
        return *folder && strcmp(path, folder) == 0 ? FOLDER : STRANGER;
    if (strcmp(base + n, "-journal") == 0)
        return JOURNAL;
    if (base[n] != '\0')
        return STRANGER;
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 0, path);
    return DATABASE;
}

static enum role role_at(int fd)
{
    return fd >= 0 && fd < FILES_MAX ? (enum role)roles[fd] : STRANGER;
}

static void is_now(int fd, enum role role)
{
    if (fd >= 0 && fd < FILES_MAX)
        roles[fd] = (unsigned char)role;
}

/* ---- The trap ---- */

/* Whether this call is the one, or behind one that is for ever. */
static bool meets(void)
{
    count++;
    return armed.k && (count == armed.k || (armed.forever && count > armed.k));
}

static bool strikes(enum fault_at at)
{
    char byte;
    if (armed.at != at || !meets())
        return false;
    if (armed.sign)
        raise(armed.sign);
    while (armed.gate && read(armed.gate, &byte, 1) < 0 && errno == EINTR)
        ;
    return !armed.sign && !armed.gate;
}

/* Before a call; true: it is not to happen. */
static bool barred(enum role role, bool writes)
{
    if (role == STRANGER || (role == FOLDER && armed.gate))
        return false;
    if (reserved) {
        reserved = false;
        strikes(AFTER_RESERVED);
    }
    if (committed)
        strikes(AFTER_COMMIT);
    bool struck = strikes(AT_ANY_CALL) || (writes && strikes(AT_ANY_WRITE)) ||
                  (writes && role == DATABASE && strikes(AT_PAGE_WRITE));
    if (struck && !armed.late)
        errno = armed.error;
    return struck && !armed.late;
}

/* After it: what it answers. */
static long answer(enum role role, long result)
{
    bool lost = role != STRANGER && armed.late && armed.k && count == armed.k && !armed.sign;
    if (!lost || result < 0)
        return result;
    errno = armed.error;
    return -1;
}

/* ---- The calls ---- */

static int (*real_open)(const char *, int, int);
static int (*real_close)(int);
static int (*real_access)(const char *, int);
static int (*real_stat)(const char *, struct stat *);
static int (*real_fstat)(int, struct stat *);
static int (*real_lstat)(const char *, struct stat *);
static int (*real_truncate)(int, off_t);
static int (*real_fcntl)(int, int, ...);
static int (*real_unlink)(const char *);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

static int trap_open(const char *path, int flags, int mode)
{
    enum role role = role_of(path);
    if (barred(role, false))
        return -1;
    int fd = real_open(path, flags, mode);
    if (answer(role, fd) < 0 && fd >= 0) {
        real_close(fd);
        errno = armed.error;
        return -1;
    }
    is_now(fd, role);
    return fd;
}

static int trap_close(int fd)
{
    is_now(fd, STRANGER);
    return real_close(fd);
}

static int trap_access(const char *path, int how)
{
    enum role role = role_of(path);
    return barred(role, false) ? -1 : (int)answer(role, real_access(path, how));
}

static int trap_stat(const char *path, struct stat *st)
{
    enum role role = role_of(path);
    if (stale.on && role == JOURNAL) {
        *st = stale.st;
        errno = stale.error;
        return stale.error ? -1 : 0;
    }
    return barred(role, false) ? -1 : (int)answer(role, real_stat(path, st));
}

static int trap_lstat(const char *path, struct stat *st)
{
    enum role role = role_of(path);
    return barred(role, false) ? -1 : (int)answer(role, real_lstat(path, st));
}

static int trap_fstat(int fd, struct stat *st)
{
    return barred(role_at(fd), false) ? -1 : (int)answer(role_at(fd), real_fstat(fd, st));
}

static int trap_truncate(int fd, off_t size)
{
    return barred(role_at(fd), true) ? -1 : (int)answer(role_at(fd), real_truncate(fd, size));
}

static int trap_unlink(const char *path)
{
    enum role role = role_of(path);
    return barred(role, true) ? -1 : (int)answer(role, real_unlink(path));
}

static ssize_t trap_pread(int fd, void *bytes, size_t n, off_t at)
{
    return barred(role_at(fd), false) ? -1 : answer(role_at(fd), real_pread(fd, bytes, n, at));
}

static ssize_t trap_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    static const char nothing[28]; /* as long as a journal's head (SQLite's file format, 3) */
    if (barred(role_at(fd), true))
        return -1;
    ssize_t result = real_pwrite(fd, bytes, n, at);
    zeroed = role_at(fd) == JOURNAL && at == 0 && result == (ssize_t)sizeof nothing &&
             memcmp(bytes, nothing, sizeof nothing) == 0;
    return answer(role_at(fd), result);
}

static bool begins_a_write(int fd, int op, const struct flock *lock)
{
    return role_at(fd) == DATABASE && op == F_SETLK && lock->l_type == F_WRLCK &&
           lock->l_start == RESERVED_BYTE;
}

static int trap_fcntl(int fd, int op, ...)
{
    va_list list;
    va_start(list, op);
    void *arg = va_arg(list, void *);
    va_end(list);
    bool locks = op == F_SETLK || op == F_SETLKW || op == F_GETLK;
    if (!locks)
        return real_fcntl(fd, op, arg);
    if (barred(role_at(fd), false))
        return -1;
    int result = real_fcntl(fd, op, arg);
    if (result == 0 && begins_a_write(fd, op, arg)) {
        strikes(AT_RESERVED);
        reserved = true;
    }
    return (int)answer(role_at(fd), result);
}

/* Not in SQLite's table: what the program defines stands before the library's. */
static int sync_with(long call, int fd)
{
    if (barred(role_at(fd), true))
        return -1;
    long result = syscall(call, fd);
    committed = committed || (result == 0 && zeroed && role_at(fd) == JOURNAL);
    return (int)answer(role_at(fd), result);
}

int fsync(int fd)
{
    return sync_with(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return sync_with(SYS_fdatasync, fd);
}

/* ---- In place ---- */

typedef sqlite3_syscall_ptr call;

static const struct trap {
    const char *name;
    call mine;
    call *real;
} traps[] = {
    { "open", (call)trap_open, (call *)&real_open },
    { "close", (call)trap_close, (call *)&real_close },
    { "access", (call)trap_access, (call *)&real_access },
    { "stat", (call)trap_stat, (call *)&real_stat },
    { "lstat", (call)trap_lstat, (call *)&real_lstat },
    { "fstat", (call)trap_fstat, (call *)&real_fstat },
    { "ftruncate", (call)trap_truncate, (call *)&real_truncate },
    { "fcntl", (call)trap_fcntl, (call *)&real_fcntl },
    { "unlink", (call)trap_unlink, (call *)&real_unlink },
    { "pread64", (call)trap_pread, (call *)&real_pread },
    { "pwrite64", (call)trap_pwrite, (call *)&real_pwrite },
};

void faults_install(const char *base)
{
    sqlite3_initialize();
    sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
    database = base;
    for (size_t i = 0; i < sizeof traps / sizeof *traps; i++) {
        *traps[i].real = vfs->xGetSystemCall(vfs, traps[i].name);
        vfs->xSetSystemCall(vfs, traps[i].name, traps[i].mine);
    }
}
