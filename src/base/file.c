/* file.c - whole files, bounded. Never used on a database: closing any descriptor of it would drop
 * the locks SQLite holds in this process. */
#include "loket/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Sentences ---- */

enum outcome file_unreadable(const char *path, int why, struct error *e)
{
    switch (why) {
    case ENOENT:
    case ENOTDIR:
        return fail(e, BAD_DATA, _("There is no file “%s”. Check its name and folder."), path);
    case EISDIR:
        return fail(e, BAD_DATA, _("“%s” is a folder. Name a file in it."), path);
    case EACCES:
    case EPERM:
        return fail(e, FAULT,
                    _("The file “%s” may not be read. Ask its owner for the right to read it."),
                    path);
    default:
        return fail(e, FAULT, _("The file “%s” cannot be read (%s). Check the disk or share."),
                    path, strerror(why));
    }
}

static enum outcome cannot_write(const char *path, int why, struct error *e)
{
    switch (why) {
    case ENOENT:
    case ENOTDIR:
        return fail(e, FAULT, _("There is no folder for “%s”. Make it, or choose another."), path);
    case EACCES:
    case EPERM:
    case EROFS:
        return fail(e, FAULT,
                    _("“%s” may not be written. Choose another folder, or ask for the right to "
                      "write there."),
                    path);
    case ENOSPC:
    case EDQUOT:
        return fail(e, FAULT, _("No room is left for “%s”. Free some space and try again."), path);
    default:
        return fail(e, FAULT,
                    _("“%s” cannot be written (%s). Check the disk or share and try again."), path,
                    strerror(why));
    }
}

/* ---- Reading ---- */

/* read(), again after an interruption; -1 leaves errno. */
static ssize_t read_some(int fd, void *bytes, size_t n)
{
    ssize_t got;
    do
        got = read(fd, bytes, n);
    while (got < 0 && errno == EINTR);
    return got;
}

/* 0, or the errno; *over tells that there was more than limit. */
static int read_all(int fd, size_t limit, struct buf *out, bool *over)
{
    char bytes[16384];
    size_t start = out->len;
    for (;;) {
        ssize_t got = read_some(fd, bytes, sizeof bytes);
        if (got <= 0)
            return got < 0 ? errno : 0;
        if ((size_t)got > limit - (out->len - start)) {
            *over = true;
            return 0;
        }
        buf_add(out, bytes, (size_t)got);
    }
}

/* Takes off what a failed read had added. */
static void cut_back(struct buf *out, size_t length)
{
    out->len = length;
    if (out->data != NULL)
        out->data[length] = '\0';
}

enum outcome file_read(const char *path, size_t limit, struct buf *out, struct error *e)
{
    size_t before = out->len;
    bool over = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return file_unreadable(path, errno, e);
    int why = read_all(fd, limit, out, &over);
    close(fd);
    if (why == 0 && !over)
        return DONE;
    cut_back(out, before);
    if (over)
        return fail(e, BAD_DATA,
                    _("The file “%s” is larger than the %zu bytes allowed. Split it into parts."),
                    path, limit);
    return file_unreadable(path, why, e);
}

/* ---- Writing ---- */

static int write_all(int fd, const struct buf *bytes)
{
    size_t at = 0;
    while (at < bytes->len) {
        ssize_t put = write(fd, bytes->data + at, bytes->len - at);
        if (put < 0 && errno != EINTR)
            return errno;
        if (put > 0)
            at += (size_t)put;
    }
    return 0;
}

/* The name is durable only once its folder is. Some shares cannot sync a folder; the bytes are
 * safe all the same, so that is no failure. */
static void sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? xstrdup(".") : xstrndup(path, (size_t)(slash - path) + 1);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

/* Fills the temporary file; 0 or an errno. fd is closed. */
static int fill(int fd, const struct buf *bytes, unsigned mode)
{
    int why = fchmod(fd, (mode_t)mode) == 0 ? write_all(fd, bytes) : errno;
    if (why == 0 && fsync(fd) != 0)
        why = errno;
    if (close(fd) != 0 && why == 0)
        why = errno;
    return why;
}

static int replace(const char *path, const struct buf *bytes, unsigned mode)
{
    struct buf temporary = { 0 };
    buf_printf(&temporary, "%s.XXXXXX", path);
    int fd = mkstemp(temporary.data);
    int why = fd < 0 ? errno : fill(fd, bytes, mode);
    if (why == 0 && rename(temporary.data, path) != 0)
        why = errno;
    if (why != 0 && fd >= 0)
        (void)unlink(temporary.data);
    buf_free(&temporary);
    if (why == 0)
        sync_folder(path);
    return why;
}

/* A pipe or a device has no neighbour to be renamed from. */
static int write_straight(const char *path, const struct buf *bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return errno;
    int why = write_all(fd, bytes);
    if (close(fd) != 0 && why == 0)
        why = errno;
    return why;
}

enum outcome file_write(const char *path, const struct buf *bytes, unsigned mode, struct error *e)
{
    struct stat there;
    int why;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
        why = write_straight(path, bytes);
    } else {
        /* A link is kept: the file it points to is replaced. */
        char *real = realpath(path, NULL);
        why = replace(real != NULL ? real : path, bytes, mode);
        free(real);
    }
    return why == 0 ? DONE : cannot_write(path, why, e);
}

/* ---- Folders ---- */

static int make_one(const char *path, unsigned mode)
{
    struct stat there;
    if (mkdir(path, (mode_t)mode) == 0)
        return 0;
    int why = errno;
    if (stat(path, &there) == 0)
        return S_ISDIR(there.st_mode) ? 0 : ENOTDIR;
    return why;
}

enum outcome folder_make(const char *path, unsigned mode, struct error *e)
{
    char *copy = xstrdup(path);
    int why = *path == '\0' ? ENOENT : 0;
    for (char *at = copy + 1; why == 0 && at[-1] != '\0'; at++) {
        char kept = *at;
        if (kept != '/' && kept != '\0')
            continue;
        *at = '\0';
        why = make_one(copy, mode);
        *at = kept;
    }
    free(copy);
    if (why == ENOTDIR || why == EEXIST)
        return fail(e, FAULT,
                    _("The folder “%s” cannot be made: a file stands in its way. Choose "
                      "another name."),
                    path);
    return why == 0 ? DONE : cannot_write(path, why, e);
}
