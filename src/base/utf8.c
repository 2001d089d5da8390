/* utf8.c - validity, normal form, search form and graphemes, by utf8proc. */
#include "utf8.h"
#include "ascii.h"

#include "loket/base.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

int32_t utf8_next(const char *text, size_t n, size_t *length)
{
    const unsigned char first = n > 0 ? (unsigned char)*text : 0;
    *length = n > 0 ? 1 : 0;
    if (n == 0)
        return NOT_A_CHARACTER;
    if (first < 0x80)
        return first;
    utf8proc_int32_t point = 0;
    /* No character is longer than four bytes, and the library takes a signed length. */
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text, n < 4 ? (utf8proc_ssize_t)n : 4, &point);
    if (used <= 0)
        return NOT_A_CHARACTER;
    *length = (size_t)used;
    return point;
}

bool utf8_valid(const char *text, size_t n)
{
    for (size_t at = 0, step = 0; at < n; at += step)
        if (utf8_next(text + at, n - at, &step) == NOT_A_CHARACTER)
            return false;
    return true;
}

static bool all_ascii(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

bool utf8_nfc(const char *text, size_t n, struct buf *out)
{
    if (all_ascii(text, n)) {
        buf_add(out, text, n);
        return true;
    }
    if (n > PTRDIFF_MAX / 64 || !utf8_valid(text, n))
        return false;
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n,
                                           &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (length >= 0)
        buf_add(out, composed, (size_t)length);
    free(composed);
    return length >= 0;
}

static bool letter_or_digit(utf8proc_int32_t point)
{
    switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

struct fold {
    struct buf *out;
    size_t start;    /* where this text began in out */
    bool blank_owed; /* something left out stands before the next letter */
};

/* Appends one character, or remembers that one was left out. */
static void fold_add(struct fold *f, bool kept, const void *bytes, size_t n)
{
    if (!kept) {
        f->blank_owed = true;
        return;
    }
    if (f->blank_owed && f->out->len > f->start)
        buf_putc(f->out, ' ');
    f->blank_owed = false;
    buf_add(f->out, bytes, n);
}

/* Most of what is folded is ASCII: an import brings a million names of it. */
static void fold_ascii(struct fold *f, char c)
{
    char lower = to_lower(c);
    fold_add(f, is_letter(c) || is_digit(c), &lower, 1);
}

/* One code point unfolds into at most 18 (U+FDFA). A mark stripped off leaves nothing, not even a
 * blank: "e" and its accent stay one letter. */
static void fold_point(struct fold *f, utf8proc_int32_t point)
{
    utf8proc_int32_t parts[32];
    int boundary = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        point, parts, COUNT(parts),
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
    if (n < 0 || n > (utf8proc_ssize_t)COUNT(parts)) {
        f->blank_owed = true;
        return;
    }
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        utf8proc_uint8_t bytes[4];
        size_t length = (size_t)utf8proc_encode_char(parts[i], bytes);
        fold_add(f, letter_or_digit(parts[i]), bytes, length);
    }
}

void utf8_fold(const char *text, struct buf *out)
{
    struct fold f = { .out = out, .start = out->len };
    size_t n = strlen(text), step = 0;
    buf_add(out, "", 0);
    for (size_t at = 0; at < n; at += step) {
        int32_t point = utf8_next(text + at, n - at, &step);
        if (point == NOT_A_CHARACTER)
            f.blank_owed = true;
        else if (point < 0x80)
            fold_ascii(&f, (char)point);
        else
            fold_point(&f, point);
    }
}

bool utf8_folds_same(const char *a, const char *b)
{
    struct buf x = { 0 }, y = { 0 };
    utf8_fold(a, &x);
    utf8_fold(b, &y);
    bool same = strcmp(buf_text(&x), buf_text(&y)) == 0;
    buf_free(&x);
    buf_free(&y);
    return same;
}

/* Looking ahead is bounded: a "grapheme" of more bytes than this is an attack on the screen. */
enum { GRAPHEME_MAX = 256 };

size_t utf8_grapheme(const char *text)
{
    size_t n = strnlen(text, GRAPHEME_MAX), step = 0;
    int32_t before = utf8_next(text, n, &step);
    size_t length = step;
    utf8proc_int32_t state = 0;
    while (before != NOT_A_CHARACTER && length < n) {
        int32_t point = utf8_next(text + length, n - length, &step);
        if (point == NOT_A_CHARACTER || utf8proc_grapheme_break_stateful(before, point, &state))
            break;
        length += step;
        before = point;
    }
    return length;
}

size_t utf8_grapheme_before(const char *text, size_t at)
{
    size_t start = 0;
    while (start < at) {
        size_t step = utf8_grapheme(text + start);
        if (step == 0 || start + step >= at)
            break;
        start += step;
    }
    return at - start;
}
