/* source.c - the bytes of a sheet: a file, standard input or memory, read from the start as often
 * as wanted, and never held as a whole. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parts.h"

enum {
    PIECE = 1 << 17, /* bytes read at a time */
    SAMPLE_HEAD = 1 << 18,
    SAMPLE_PIECE = 1 << 14,
    SAMPLE_PIECES = 32, /* evenly over what follows the head */
};

struct source {
    char *name;
    struct buf copy; /* of bytes in memory */
    int fd;          /* -1: the bytes are in memory */
    size_t at;
    struct encoding_evidence evidence;
    struct decoder decoder;
    unsigned char piece[PIECE];
};

/* ---- Opening ---- */

static struct source *source_new(int fd)
{
    struct source *s = xcalloc(1, sizeof *s);
    s->fd = fd;
    return s;
}

static bool write_all(int fd, const unsigned char *bytes, size_t n)
{
    while (n) {
        ssize_t put = write(fd, bytes, n);
        if (put < 0 && errno != EINTR)
            return false;
        bytes += put > 0 ? put : 0;
        n -= put > 0 ? (size_t)put : 0;
    }
    return true;
}

static ssize_t read_some(int fd, void *bytes, size_t n)
{
    ssize_t got;
    do
        got = read(fd, bytes, n);
    while (got < 0 && errno == EINTR);
    return got;
}

int file_unnamed(void)
{
    FILE *file = tmpfile();
    int fd = file ? dup(fileno(file)) : -1;
    if (file)
        fclose(file);
    return fd;
}

/* What comes down a pipe is read once only; it is put into a file without a name. Returns its
 * descriptor, or -1. */
static int keep_pipe(int from, unsigned char *room)
{
    int fd = file_unnamed();
    ssize_t got = 0;
    while (fd >= 0 && (got = read_some(from, room, PIECE)) > 0 &&
           write_all(fd, room, (size_t)got)) {
    }
    if (fd >= 0 && got != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* A regular file as it is; a pipe or a terminal by way of a file. */
static int seekable(int fd)
{
    struct stat about;
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
        close(fd);
        errno = EISDIR;
        return -1;
    }
    if (lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    unsigned char *room = xcalloc(PIECE, 1);
    int kept = keep_pipe(fd, room);
    int why = errno;
    free(room);
    close(fd);
    errno = why;
    return kept;
}

enum outcome source_open(const char *path, struct source **out, struct error *e)
{
    *out = NULL;
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        fd = seekable(fd);
    if (fd < 0)
        return file_unreadable(path, errno, e);
    *out = source_new(fd);
    (*out)->name = xstrdup(path);
    return DONE;
}

struct source *source_of_bytes(const void *bytes, size_t n)
{
    struct source *s = source_new(-1);
    if (n)
        buf_add(&s->copy, bytes, n);
    return s;
}

struct source *source_of_file(int fd)
{
    struct source *s = source_new(fd);
    s->name = xstrdup("-");
    return s;
}

int source_bytes_file(const struct source *s)
{
    int fd = s->fd >= 0 ? dup(s->fd) : file_unnamed();
    bool filled =
        fd >= 0 && (s->fd >= 0 || write_all(fd, (const unsigned char *)s->copy.data, s->copy.len));
    if (filled && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

void source_close(struct source **s)
{
    if (!*s)
        return;
    if ((*s)->fd >= 0)
        close((*s)->fd);
    buf_free(&(*s)->copy);
    free((*s)->name);
    free(*s);
    *s = NULL;
}

/* ---- Bytes ---- */

/* Up to n bytes from s->at on into the piece; *end: no byte follows them. */
static enum outcome read_piece(struct source *s, size_t n, size_t *got, bool *end, struct error *e)
{
    *got = 0;
    while (*got < n) {
        size_t left = s->copy.len - s->at;
        ssize_t some = s->fd >= 0 ? pread(s->fd, s->piece + *got, n - *got, (off_t)s->at)
                                  : (ssize_t)(left < n - *got ? left : n - *got);
        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return file_unreadable(s->name, errno, e);
        if (some == 0)
            break;
        if (s->fd < 0)
            memcpy(s->piece + *got, s->copy.data + s->at, (size_t)some);
        *got += (size_t)some;
        s->at += (size_t)some;
    }
    *end = *got < n;
    return DONE;
}

size_t source_peek(struct source *s, void *bytes, size_t n)
{
    size_t got = 0;
    bool end;
    source_rewind(s);
    if (read_piece(s, n < PIECE ? n : PIECE, &got, &end, NULL) == DONE)
        memcpy(bytes, s->piece, got);
    source_rewind(s);
    return got;
}

enum outcome source_recognise(struct source *s, const enum encoding *forced, struct error *e)
{
    enum outcome result = DONE;
    bool end = false;
    source_rewind(s);
    s->evidence = (struct encoding_evidence){ 0 };
    while (result == DONE && !end) {
        size_t got;
        result = read_piece(s, PIECE, &got, &end, e);
        if (result == DONE)
            encoding_look(&s->evidence, s->piece, got);
    }
    s->decoder.encoding = forced ? *forced : encoding_decide(&s->evidence);
    s->decoder.plain =
        (s->decoder.encoding == ENCODING_UTF8 || s->decoder.encoding == ENCODING_UTF8_BOM) &&
        s->evidence.broken + s->evidence.opened + s->evidence.zeros[0] + s->evidence.zeros[1] == 0;
    source_rewind(s);
    return result;
}

enum encoding source_encoding(const struct source *s)
{
    return s->decoder.encoding;
}

bool source_has_nul(const struct source *s)
{
    bool wide = s->decoder.encoding == ENCODING_UTF16LE || s->decoder.encoding == ENCODING_UTF16BE;
    return !wide && s->evidence.zeros[0] + s->evidence.zeros[1] > 0 && s->evidence.marks == 0;
}

void source_rewind(struct source *s)
{
    s->at = 0;
    s->decoder.begun = false;
    s->decoder.holding = 0;
}

enum outcome source_read(struct source *s, struct buf *out, bool *end, struct error *e)
{
    size_t got;
    enum outcome result = read_piece(s, PIECE, &got, end, e);
    if (result == DONE)
        decoder_feed(&s->decoder, s->piece, got, *end, out);
    return result;
}

/* ---- A sample ---- */

static enum outcome sample_head(struct source *s, struct buf *out, bool *end, struct error *e)
{
    enum outcome result = DONE;
    while (result == DONE && !*end && out->len < SAMPLE_HEAD)
        result = source_read(s, out, end, e);
    return result;
}

static size_t line_begin(const char *text, size_t from, size_t len)
{
    const char *end = from < len ? memchr(text + from, '\n', len - from) : NULL;
    return end ? (size_t)(end - text) + 1 : len;
}

/* Back to behind the last line end, if there is any. */
static void drop_broken_line(struct buf *out, size_t from)
{
    size_t end = out->len;
    while (end > from && out->data[end - 1] != '\n')
        end--;
    if (end > from) {
        out->len = end;
        out->data[end] = '\0';
    }
}

/* From the next line that begins behind `offset`. */
static enum outcome sample_piece(struct source *s, size_t offset, struct buf *out, struct error *e)
{
    size_t from = out->len, got;
    bool end;
    s->at = offset & ~(size_t)3; /* a place where no UTF-16 unit is broken */
    s->decoder.holding = 0;
    enum outcome result = read_piece(s, SAMPLE_PIECE, &got, &end, e);
    if (result != DONE)
        return result;
    decoder_feed(&s->decoder, s->piece, got, true, out);
    if (out->len == from)
        return DONE;
    size_t begin = line_begin(out->data, from, out->len);
    memmove(out->data + from, out->data + begin, out->len - begin);
    out->len -= begin - from;
    out->data[out->len] = '\0';
    drop_broken_line(out, from);
    return DONE;
}

enum outcome source_sample(struct source *s, struct buf *out, struct error *e)
{
    bool end = false;
    source_rewind(s);
    enum outcome result = sample_head(s, out, &end, e);
    size_t head = s->at, rest = s->evidence.bytes > head ? s->evidence.bytes - head : 0;
    if (!end)
        drop_broken_line(out, 0);
    for (size_t i = 0; result == DONE && !end && i < SAMPLE_PIECES; i++)
        result = sample_piece(s, head + rest / SAMPLE_PIECES * i, out, e);
    source_rewind(s);
    return result;
}
