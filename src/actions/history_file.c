/* The history on another disk: a file of lines that only grows (share protocol, rule 21). What a
 * restore of an older backup gives up stands there still. */
#include "private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MODE = 0600, SLICE = 500, TAIL_MAX = 1 << 20 };

static enum outcome unwritable(const char *path, struct error *e)
{
    return fail(e, FAULT,
                _("The history file %s cannot be written. Check that its folder is there, that you "
                  "may write to it, and that its disk has room."),
                path);
}

/* The last whole line; what a broken write left behind it is cut off. */
static enum outcome last_line(int fd, const char *path, struct buf *out, struct error *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return unwritable(path, e);
    off_t from = st.st_size > TAIL_MAX ? st.st_size - TAIL_MAX : 0;
    size_t n = (size_t)(st.st_size - from);
    char *text = xcalloc(n + 1, 1);
    bool read_all = pread(fd, text, n, from) == (ssize_t)n;
    while (n && text[n - 1] != '\n')
        n--;
    size_t begin = n ? n - 1 : 0;
    while (begin && text[begin - 1] != '\n')
        begin--;
    buf_add(out, text + begin, n - begin);
    bool cut = read_all && ftruncate(fd, from + (off_t)n) == 0;
    free(text);
    return cut ? DONE : unwritable(path, e);
}

/* Where the file goes on: behind its last entry, which must stand in this history. */
static enum outcome find_place(struct session *s, int fd, const char *path, int64_t *seq,
                               struct error *e)
{
    static const char front[] = "{\"seq\":";
    struct buf line = { 0 }, here = { 0 };
    int64_t last;
    *seq = 0;
    enum outcome result = last_line(fd, path, &line, e);
    if (result == DONE && text_starts(buf_text(&line), front))
        *seq = strtoll(buf_text(&line) + sizeof front - 1, NULL, 10);
    if (result == DONE && *seq > 0)
        result = store_history_lines(s->store, *seq - 1, 1, &here, &last, e);
    if (result == DONE && strcmp(buf_text(&line), buf_text(&here)) != 0)
        result = fail(e, REFUSED,
                      _("%s is of another history than the database, or that was put back from an "
                        "older backup. Keep it, and give a new file."),
                      path);
    buf_free(&line);
    buf_free(&here);
    return result;
}

static enum outcome append(int fd, const char *path, const struct buf *lines, struct error *e)
{
    size_t put = 0;
    while (put < lines->len) {
        ssize_t n = write(fd, lines->data + put, lines->len - put);
        if (n < 0 && errno != EINTR)
            return unwritable(path, e);
        put += n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0 ? DONE : unwritable(path, e);
}

/* In slices: while one is read nobody saves, while one is written everybody may. */
static enum outcome append_all(struct session *s, int fd, const char *path, int64_t seq,
                               int64_t *added, struct error *e)
{
    struct buf lines = { 0 };
    int64_t last = seq, from;
    enum outcome result;
    do {
        buf_reset(&lines);
        from = last;
        result = store_history_lines(s->store, from, SLICE, &lines, &last, e);
        if (result == DONE && last > from)
            result = append(fd, path, &lines, e);
    } while (result == DONE && last > from);
    *added = from - seq;
    buf_free(&lines);
    return result;
}

enum outcome act_history_file(struct session *s, const char *path, int64_t *added, struct error *e)
{
    int64_t seq = 0;
    int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, FILE_MODE);
    *added = 0;
    if (fd < 0)
        return unwritable(path, e);
    enum outcome result = find_place(s, fd, path, &seq, e);
    if (result == DONE)
        result = append_all(s, fd, path, seq, added, e);
    close(fd);
    return result;
}
