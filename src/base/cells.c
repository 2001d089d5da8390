/* cells.c - text as it stands on the screen: width, cutting, and nothing that steers a terminal. */
#include "utf8.h"

#include "loket/base.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

static const char REPLACEMENT[] = "\xEF\xBF\xBD"; /* U+FFFD */
static const char ELLIPSIS[] = "\xE2\x80\xA6";    /* U+2026 */

void text_start(void)
{
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
        setlocale(LC_CTYPE, "");
}

bool text_locale_utf8(void)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    const char *locale = NULL;
    for (size_t i = 0; i < COUNT(names) && (locale == NULL || locale[0] == '\0'); i++)
        locale = getenv(names[i]);
    if (locale == NULL || locale[0] == '\0')
        return true;
    for (; *locale != '\0'; locale++)
        if (strncasecmp(locale, "utf-8", 5) == 0 || strncasecmp(locale, "utf8", 4) == 0)
            return true;
    return false;
}

/* Controls that turn the direction of what follows, and the two separators that end a line. */
static bool is_bidi(int32_t point)
{
    return point == 0x061C || point == 0x200E || point == 0x200F ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

static bool is_control(int32_t point)
{
    return (point >= 0 && point < 0x20) || (point >= 0x7F && point < 0xA0) || is_bidi(point);
}

bool has_control(const char *text)
{
    size_t n = strlen(text), step = 0;
    for (size_t at = 0; at < n; at += step)
        if (is_control(utf8_next(text + at, n - at, &step)))
            return true;
    return false;
}

/* Appends the mark that stands for a control or a broken byte: the control picture where there is
 * one (U+2400..), else U+FFFD. Each is one cell wide. */
static void add_mark(int32_t point, struct buf *out)
{
    if (point >= 0 && point < 0x20)
        buf_printf(out, "\xE2\x90%c", (char)(0x80 + point));
    else if (point == 0x7F)
        buf_puts(out, "\xE2\x90\xA1");
    else
        buf_puts(out, REPLACEMENT);
}

size_t utf8_plain(const char *text, size_t n)
{
    size_t run = 0;
    while (run < n && text[run] >= ' ' && text[run] <= '~')
        run++;
    return run;
}

void utf8_map(const char *text, put_point *put, struct buf *out)
{
    size_t n = strlen(text), step = 0;
    buf_add(out, "", 0);
    for (size_t at = 0; at < n; at += step) {
        step = utf8_plain(text + at, n - at);
        buf_add(out, text + at, step);
        if (step > 0)
            continue;
        int32_t point = utf8_next(text + at, n - at, &step);
        put(point, text + at, step, out);
    }
}

static void put_visible(int32_t point, const char *bytes, size_t n, struct buf *out)
{
    if (point == NOT_A_CHARACTER || is_control(point))
        add_mark(point, out);
    else
        buf_add(out, bytes, n);
}

void utf8_visible(const char *text, struct buf *out)
{
    utf8_map(text, put_visible, out);
}

/* Cells of n bytes. What wcwidth() cannot place is drawn as a mark of one cell. */
static size_t cells_of(const char *text, size_t n)
{
    size_t cells = 0, step = 0;
    for (size_t at = 0; at < n; at += step) {
        step = utf8_plain(text + at, n - at);
        cells += step;
        if (step > 0)
            continue;
        int32_t point = utf8_next(text + at, n - at, &step);
        int width = point == NOT_A_CHARACTER || is_control(point) ? 1 : wcwidth((wchar_t)point);
        cells += width < 0 ? 1 : (size_t)width;
    }
    return cells;
}

size_t utf8_cells(const char *text)
{
    return cells_of(text, strlen(text));
}

/* Bytes of the whole graphemes at text that fit into `cells`; *used is their width. */
static size_t fitting(const char *text, size_t cells, size_t *used)
{
    size_t at = 0;
    *used = 0;
    for (;;) {
        bool plain = utf8_plain(text + at, 2) == 2; /* no mark follows: a grapheme of its own */
        size_t step = plain ? 1 : utf8_grapheme(text + at);
        size_t width = plain ? 1 : cells_of(text + at, step);
        if (step == 0 || *used + width > cells)
            return at;
        at += step;
        *used += width;
    }
}

void utf8_fit(const char *text, size_t cells, struct buf *out)
{
    struct buf shown = { 0 };
    size_t used = 0;
    utf8_visible(text, &shown);
    const char *from = buf_text(&shown);
    size_t n = fitting(from, cells, &used);
    if (n < shown.len && cells > 0) {
        n = fitting(from, cells - 1, &used);
        buf_add(out, from, n);
        buf_puts(out, ELLIPSIS);
        used++;
    } else {
        buf_add(out, from, n);
    }
    buf_pad(out, ' ', cells - used);
    buf_free(&shown);
}

struct excerpt excerpt(const char *text)
{
    struct excerpt x = { "" };
    struct buf cut = { 0 };
    utf8_fit(text, EXCERPT_CELLS, &cut);
    const char *from = text_trim(cut.data);
    size_t n = 0;
    for (size_t step; (step = utf8_grapheme(from + n)) > 0; n += step)
        if (n + step >= sizeof x.text)
            break;
    memcpy(x.text, from, n);
    buf_free(&cut);
    return x;
}
