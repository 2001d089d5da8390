/* text.c - comparing and trimming. */
#include "ascii.h"
#include "utf8.h"

#include "loket/base.h"

#include <stdlib.h>
#include <string.h>

bool text_same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* A no-break space is the two bytes C2 A0; sheets pad with it. */
static const char NBSP[] = "\xC2\xA0";

static size_t blank_at(const char *text)
{
    if (is_blank(*text))
        return 1;
    return text_starts(text, NBSP) ? 2 : 0;
}

static size_t blank_before(const char *text, size_t n)
{
    if (n >= 1 && is_blank(text[n - 1]))
        return 1;
    return n >= 2 && memcmp(text + n - 2, NBSP, 2) == 0 ? 2 : 0;
}

char *text_trim(char *text)
{
    size_t step;
    while ((step = blank_at(text)) > 0)
        text += step;
    size_t n = strlen(text);
    while ((step = blank_before(text, n)) > 0)
        n -= step;
    text[n] = '\0';
    return text;
}

bool text_listed(const char *list, const char *text)
{
    struct buf wanted = { 0 }, word = { 0 };
    bool found = false;
    utf8_fold(text, &wanted);
    for (const char *p = list; !found && *p; p += *p == ';') {
        char *one = xstrndup(p, strcspn(p, ";"));
        p += strlen(one);
        buf_reset(&word);
        utf8_fold(one, &word);
        found = wanted.len > 0 && strcmp(buf_text(&word), buf_text(&wanted)) == 0;
        free(one);
    }
    buf_free(&wanted);
    buf_free(&word);
    return found;
}

/* Names longer than this are compared by their beginnings. */
enum { LIKENESS_MAX = 256 };

static size_t decode(const char *text, int32_t points[LIKENESS_MAX])
{
    size_t n = strlen(text), count = 0, step = 0;
    for (size_t at = 0; at < n && count < LIKENESS_MAX; at += step)
        points[count++] = utf8_next(text + at, n - at, &step);
    return count;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Edit distance (insert, remove, replace), one row of the table at a time. */
static size_t edit_distance(const int32_t *a, size_t a_count, const int32_t *b, size_t b_count)
{
    size_t row[LIKENESS_MAX + 1];
    for (size_t j = 0; j <= b_count; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_count; j++) {
            size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(row[j] + 1, row[j - 1] + 1, replaced);
        }
    }
    return row[b_count];
}

int text_likeness(const char *a, const char *b)
{
    int32_t x[LIKENESS_MAX], y[LIKENESS_MAX];
    size_t x_count = decode(a, x), y_count = decode(b, y);
    size_t longer = x_count > y_count ? x_count : y_count;
    if (longer == 0)
        return 100;
    return (int)(100 - edit_distance(x, x_count, y, y_count) * 100 / longer);
}
