/* ascii_text.c - text for terminals that show ASCII alone. */
#include "utf8.h"

#include "loket/base.h"

#include <utf8proc.h>
#include <wchar.h>

/* Marks of one cell, each by what looks like it. */
static const struct {
    int32_t point;
    char like;
} likeness[] = {
    { 0x00A7, '#' }, { 0x00B0, 'o' }, { 0x00B1, '+' }, { 0x00B7, '.' },  { 0x00D7, 'x' },
    { 0x2010, '-' }, { 0x2013, '-' }, { 0x2014, '-' }, { 0x2018, '\'' }, { 0x2019, '\'' },
    { 0x201C, '"' }, { 0x201D, '"' }, { 0x2022, '*' }, { 0x2026, '~' },  { 0x2190, '<' },
    { 0x2191, '^' }, { 0x2192, '>' }, { 0x2193, 'v' }, { 0x2212, '-' },  { 0x2264, '<' },
    { 0x2265, '>' }, { 0x2500, '-' }, { 0x2502, '|' }, { 0x25B8, '>' },  { 0x25CB, 'o' },
    { 0x25CC, 'o' }, { 0x25CF, '*' }, { 0x25D0, '!' }, { 0x2713, 'v' },
};

/* Of a bar's eighths: how full it is. */
static char block(int32_t point)
{
    static const char heights[] = ".:-=+*%#";
    return point >= 0x2581 && point <= 0x2588  ? heights[point - 0x2581]
           : point > 0x2588 && point <= 0x258F ? '#'
                                               : '\0';
}

static char like(int32_t point)
{
    utf8proc_int32_t parts[32];
    int boundary = UTF8PROC_BOUNDCLASS_START;
    for (size_t i = 0; i < COUNT(likeness); i++)
        if (likeness[i].point == point)
            return likeness[i].like;
    if (block(point) != '\0')
        return block(point);
    utf8proc_ssize_t n = utf8proc_decompose_char(
        point, parts, COUNT(parts), UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK,
        &boundary);
    return n >= 1 && n <= (utf8proc_ssize_t)COUNT(parts) && parts[0] >= 0x20 && parts[0] < 0x7F
               ? (char)parts[0]
               : '?';
}

static void put_ascii(int32_t point, const char *bytes, size_t n, struct buf *out)
{
    int width = point == NOT_A_CHARACTER ? 1 : wcwidth((wchar_t)point);
    char c = point == NOT_A_CHARACTER ? '?' : like(point);
    (void)bytes;
    (void)n;
    buf_pad(out, width == 1 ? c : '?', width < 0 ? 1 : (size_t)width);
}

void utf8_ascii(const char *text, struct buf *out)
{
    utf8_map(text, put_ascii, out);
}
