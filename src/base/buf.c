/* buf.c - growable bytes. */
#include "loket/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 64 };

/* Room for n more bytes and the closing NUL; grows by doubling. */
static void make_room(struct buf *b, size_t n)
{
    size_t cap = b->cap > 0 ? b->cap : FIRST_CAP;
    while (cap - b->len <= n) {
        /* Doubling past half of all memory: ask for the impossible, which ends the program. */
        if (cap > SIZE_MAX / 2)
            (void)xreallocarray(NULL, SIZE_MAX, 2);
        cap *= 2;
    }
    if (cap == b->cap)
        return;
    b->data = xreallocarray(b->data, cap, 1);
    b->cap = cap;
}

/* Nearly every call finds room. */
static inline void need_room(struct buf *b, size_t n)
{
    if (b->cap - b->len <= n)
        make_room(b, n);
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
    need_room(b, n);
    if (n > 0)
        memcpy(b->data + b->len, bytes, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void buf_putc(struct buf *b, char c)
{
    need_room(b, 1);
    b->data[b->len++] = c;
    b->data[b->len] = '\0';
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0)
        return;
    make_room(b, (size_t)n);
    va_start(args, fmt);
    vsnprintf(b->data + b->len, (size_t)n + 1, fmt, args);
    va_end(args);
    b->len += (size_t)n;
}

void buf_pad(struct buf *b, char c, size_t n)
{
    make_room(b, n);
    memset(b->data + b->len, c, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    if (b->data != NULL)
        b->data[0] = '\0';
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){ 0 };
}

const char *buf_text(const struct buf *b)
{
    return b->data != NULL ? b->data : "";
}

char *buf_take(struct buf *b)
{
    char *text = b->data != NULL ? b->data : xstrdup("");
    *b = (struct buf){ 0 };
    return text;
}
