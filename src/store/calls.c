/* calls.c - stands between SQLite and the system for the files that are watched. */
#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "calls.h"

enum { FILES_MAX = 4096, STAT_TRIES = 3 };

int (*calls_fcntl)(int fd, int command, ...);
static int (*open_before)(const char *path, int flags, int mode);
static int (*close_before)(int fd);
static int (*stat_before)(const char *path, struct stat *st);
static int (*fstat_before)(int fd, struct stat *st);
static int (*unlink_before)(const char *path);
static int (*ftruncate_before)(int fd, off_t size);
static ssize_t (*read_before)(int fd, void *bytes, size_t n);
static ssize_t (*pread_before)(int fd, void *bytes, size_t n, off_t at);
static ssize_t (*pread64_before)(int fd, void *bytes, size_t n, off_t at);
static ssize_t (*write_before)(int fd, const void *bytes, size_t n);
static ssize_t (*pwrite_before)(int fd, const void *bytes, size_t n, off_t at);
static ssize_t (*pwrite64_before)(int fd, const void *bytes, size_t n, off_t at);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the list and its counts */
static struct watch *watches;
/* By descriptor: reading it must cost nothing, for every page written asks. */
static _Atomic(struct watch *) files[FILES_MAX];

static struct watch *watch_of(int fd)
{
    return fd >= 0 && fd < FILES_MAX ? atomic_load_explicit(&files[fd], memory_order_acquire)
                                     : NULL;
}

/* ---- Opening and closing ---- */

static struct watch *find(const char *path)
{
    struct watch *w = watches;
    while (w && strcmp(w->path, path) != 0 && strcmp(w->journal, path) != 0)
        w = w->next;
    return w;
}

static void drop_unused(struct watch *w)
{
    struct watch **at = &watches;
    if (w->handles || w->files)
        return;
    while (*at != w)
        at = &(*at)->next;
    *at = w->next;
    free(w->path);
    free(w->journal);
    free(w);
}

/* ---- Opening under SQLite's mutex ----
 * Twice while SQLite opens a database it asks after the file with a mutex held that every other
 * database of the process needs, the desk's own too: by stat(), whether it still has a descriptor
 * of that file to use again, and by fstat() for its number. Where the share hangs in either, every
 * draft would. So the first is told that it has none, and the second what was seen before the mutex
 * was taken. */

static struct watch *watch_opening(const char *path)
{
    struct watch *w = find(path);
    return w && w->opening && strcmp(w->path, path) == 0 ? w : NULL;
}

static bool is_opening(const char *path)
{
    pthread_mutex_lock(&lock);
    bool is = watch_opening(path) != NULL;
    pthread_mutex_unlock(&lock);
    return is;
}

static int fstat_watched(int fd, struct stat *st)
{
    struct watch *w = watch_of(fd);
    if (!w || !w->opening)
        return fstat_before(fd, st);
    *st = w->seen;
    return 0;
}

/* A watched file that cannot be guarded is not opened. */
static int keep(struct watch *w, int fd)
{
    if (fd >= FILES_MAX) {
        close_before(fd);
        errno = EMFILE;
        return -1;
    }
    w->files++;
    atomic_store_explicit(&files[fd], w, memory_order_release);
    return fd;
}

static int open_watched(const char *path, int flags, int mode)
{
    struct stat st;
    int fd = open_before(path, flags, mode);
    if (fd < 0)
        return fd;
    if (is_opening(path) && fstat_before(fd, &st) != 0) {
        int number = errno;
        close_before(fd);
        errno = number;
        return -1;
    }
    pthread_mutex_lock(&lock);
    struct watch *w = find(path);
    if (w && w->opening)
        w->seen = st;
    if (w)
        fd = keep(w, fd);
    pthread_mutex_unlock(&lock);
    return fd;
}

static int close_watched(int fd)
{
    struct watch *w = watch_of(fd);
    if (w) {
        pthread_mutex_lock(&lock);
        atomic_store_explicit(&files[fd], NULL, memory_order_release);
        w->files--;
        drop_unused(w);
        pthread_mutex_unlock(&lock);
    }
    return close_before(fd);
}

/* ---- Is there a journal? ---- */

static struct watch *watch_of_journal(const char *path)
{
    pthread_mutex_lock(&lock);
    struct watch *w = find(path);
    pthread_mutex_unlock(&lock);
    return w && strcmp(w->journal, path) == 0 ? w : NULL;
}

static bool absent(int number)
{
    return number == ENOENT || number == ENOTDIR;
}

/* SQLite takes any failure for “there is no journal” and goes on in a file half written. Where the
 * share cannot say, there is one: SQLite then opens it, and takes a failure of that for a journal
 * to be rolled back. */
static int stat_watched(const char *path, struct stat *st)
{
    if (is_opening(path)) {
        errno = ENOENT;
        return -1;
    }
    int rc = stat_before(path, st);
    if (rc == 0 || absent(errno) || !watch_of_journal(path))
        return rc;
    for (int i = 0; rc != 0 && !absent(errno) && i < STAT_TRIES; i++)
        rc = stat_before(path, st);
    if (rc == 0 || absent(errno))
        return rc;
    *st = (struct stat){ .st_mode = S_IFREG, .st_size = 1 };
    return 0;
}

/* A handle that rolls a dead desk's commit back before it was told to keep the journal would delete
 * it; and where it goes and comes, other desks see it late (share protocol §3.1). Made void as in
 * the mode PERSIST it says the same. */
static int void_journal(const char *path)
{
    enum { HEADER = 28 }; /* as much of it as SQLite clears */
    static const char nothing[HEADER];
    int fd = open_before(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    int rc = pwrite64_before(fd, nothing, HEADER, 0) == HEADER ? fsync(fd) : -1;
    int number = errno;
    close_before(fd);
    errno = number;
    return rc;
}

static int unlink_watched(const char *path)
{
    struct watch *w = watch_of_journal(path);
    if (!w)
        return unlink_before(path);
    return lock_bars(w) ? -1 : void_journal(path);
}

/* ---- Reading ----
 * SQLite takes EIO, ENXIO and ERANGE for a broken disk and calls the database damaged. A share that
 * does not answer says the same, and nothing is wrong with the file. */

static ssize_t read_from(int fd, ssize_t got)
{
    const struct watch *w = got < 0 ? watch_of(fd) : NULL;
    if (w && w->kind != SHARE_LOCAL && (errno == EIO || errno == ENXIO || errno == ERANGE))
        errno = ETIMEDOUT;
    return got;
}

static ssize_t read_watched(int fd, void *bytes, size_t n)
{
    return read_from(fd, read_before(fd, bytes, n));
}

static ssize_t pread_watched(int fd, void *bytes, size_t n, off_t at)
{
    return read_from(fd, pread_before(fd, bytes, n, at));
}

static ssize_t pread64_watched(int fd, void *bytes, size_t n, off_t at)
{
    return read_from(fd, pread64_before(fd, bytes, n, at));
}

/* ---- Writing ---- */

static ssize_t write_watched(int fd, const void *bytes, size_t n)
{
    struct watch *w = watch_of(fd);
    return w && lock_bars(w) ? -1 : write_before(fd, bytes, n);
}

static ssize_t pwrite_watched(int fd, const void *bytes, size_t n, off_t at)
{
    struct watch *w = watch_of(fd);
    return w && lock_bars(w) ? -1 : pwrite_before(fd, bytes, n, at);
}

static ssize_t pwrite64_watched(int fd, const void *bytes, size_t n, off_t at)
{
    struct watch *w = watch_of(fd);
    return w && lock_bars(w) ? -1 : pwrite64_before(fd, bytes, n, at);
}

static int ftruncate_watched(int fd, off_t size)
{
    struct watch *w = watch_of(fd);
    return w && lock_bars(w) ? -1 : ftruncate_before(fd, size);
}

static int fcntl_watched(int fd, int command, ...)
{
    va_list args;
    va_start(args, command);
    void *argument = va_arg(args, void *); /* as the C library itself reads it */
    va_end(args);
    struct watch *w = watch_of(fd);
    if (w && (command == F_SETLK || command == F_GETLK))
        return lock_call(w, fd, command, argument);
    return calls_fcntl(fd, command, argument);
}

/* ---- The table ---- */

static void install(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
#define WRAP(name, before, now)                                                                    \
    before = (__typeof__(before))vfs->xGetSystemCall(vfs, name);                                   \
    if (before)                                                                                    \
    vfs->xSetSystemCall(vfs, name, (sqlite3_syscall_ptr)(now))
    WRAP("open", open_before, open_watched);
    WRAP("close", close_before, close_watched);
    WRAP("stat", stat_before, stat_watched);
    WRAP("fstat", fstat_before, fstat_watched);
    WRAP("unlink", unlink_before, unlink_watched);
    WRAP("ftruncate", ftruncate_before, ftruncate_watched);
    WRAP("fcntl", calls_fcntl, fcntl_watched);
    WRAP("read", read_before, read_watched);
    WRAP("pread", pread_before, pread_watched);
    WRAP("pread64", pread64_before, pread64_watched);
    WRAP("write", write_before, write_watched);
    WRAP("pwrite", pwrite_before, pwrite_watched);
    WRAP("pwrite64", pwrite64_before, pwrite64_watched);
#undef WRAP
}

struct watch *calls_watch(const char *path, enum share_kind kind)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    sqlite3_initialize();
    pthread_once(&once, install);
    pthread_mutex_lock(&lock);
    struct watch *w = find(path);
    if (!w) {
        struct buf journal = { 0 };
        buf_printf(&journal, "%s-journal", path);
        w = xcalloc(1, sizeof *w);
        *w = (struct watch){
            .next = watches, .path = xstrdup(path), .journal = buf_take(&journal), .shared = F_UNLCK
        };
        watches = w;
    }
    w->kind = kind;
    w->handles++;
    pthread_mutex_unlock(&lock);
    return w;
}

void calls_forget(struct watch **w)
{
    if (!*w)
        return;
    pthread_mutex_lock(&lock);
    (*w)->handles--;
    drop_unused(*w);
    pthread_mutex_unlock(&lock);
    *w = NULL;
}
