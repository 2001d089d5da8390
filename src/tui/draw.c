/* draw.c - painting through curses. */
#include "draw.h"

#include "term.h"

#include "loket/actions.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

enum { PAIR_ALERT = 1, PAIR_GOOD, PAIR_FRAME, PAIR_TITLE, PAIR_HEADING };

static const struct {
    attr_t mono, colour;
    short pair;
} looks[STYLE_COUNT] = {
    [PLAIN_TEXT] = { A_NORMAL, A_NORMAL, 0 },
    [TITLE] = { A_BOLD, A_BOLD, PAIR_TITLE },
    [BAR_KEY] = { A_BOLD, A_BOLD, 0 },
    [BAR_TEXT] = { A_NORMAL, A_NORMAL, PAIR_HEADING },
    [FRAME] = { A_NORMAL, A_NORMAL, PAIR_FRAME },
    [FRAME_FOCUS] = { A_NORMAL, A_NORMAL, PAIR_HEADING },
    [HEADING] = { A_BOLD, A_BOLD, PAIR_HEADING },
    [STRONG] = { A_BOLD, A_BOLD, 0 },
    [FAINT] = { A_NORMAL, A_DIM, 0 },
    [ALERT] = { A_BOLD, A_BOLD, PAIR_ALERT },
    [GOOD] = { A_NORMAL, A_NORMAL, PAIR_GOOD },
    [ENTRY] = { A_UNDERLINE, A_UNDERLINE, 0 },
    [ENTRY_FOCUS] = { A_UNDERLINE, A_UNDERLINE, 0 },
    [ENTRY_FRESH] = { A_REVERSE, A_REVERSE, 0 },
};

enum { ORANGE = 208, SKY = 75, MANY_COLOURS = 256 }; /* of the 256 most terminals have */

/* Red beside green is what most colour-blind eyes mix up; orange beside blue nobody does. */
static void safe_pairs(void)
{
    bool many = COLORS >= MANY_COLOURS;
    init_pair(PAIR_ALERT, many ? ORANGE : COLOR_YELLOW, -1);
    init_pair(PAIR_GOOD, many ? SKY : COLOR_BLUE, -1);
    init_pair(PAIR_FRAME, -1, -1);
    init_pair(PAIR_TITLE, -1, -1);
    init_pair(PAIR_HEADING, -1, -1);
}

static void usual_pairs(void)
{
    init_pair(PAIR_ALERT, COLOR_RED, -1);
    init_pair(PAIR_GOOD, COLOR_GREEN, -1);
    init_pair(PAIR_FRAME, COLOR_BLUE, -1);
    init_pair(PAIR_TITLE, COLOR_CYAN, -1);
    init_pair(PAIR_HEADING, COLOR_CYAN, -1);
}

void draw_prepare(struct canvas *c, enum theme theme)
{
    getmaxyx(stdscr, c->rows, c->cols);
    c->theme = c->coloured ? theme : THEME_MONO;
    if (c->theme == THEME_COLOURS)
        usual_pairs();
    else if (c->theme == THEME_SAFE)
        safe_pairs();
}

static void take_style(const struct canvas *c, enum style s)
{
    bool colour = c->theme != THEME_MONO;
    attr_set(colour ? looks[s].colour : looks[s].mono, colour ? looks[s].pair : 0, NULL);
}

void draw_begin(struct canvas *c)
{
    getmaxyx(stdscr, c->rows, c->cols);
    c->cursor_y = c->rows - 1;
    c->cursor_x = 0;
    attr_set(A_NORMAL, 0, NULL);
    erase();
}

void draw_end(struct canvas *c)
{
    attr_set(A_NORMAL, 0, NULL);
    move(c->cursor_y, c->cursor_x);
    term_paint();
}

/* The cells of a range that lie on the screen. */
static int clip(const struct canvas *c, int y, int x, int cells)
{
    if (y < 0 || y >= c->rows || x < 0 || x >= c->cols)
        return 0;
    return cells > c->cols - x ? c->cols - x : cells;
}

void draw_text(struct canvas *c, int y, int x, int cells, enum style s, const char *text)
{
    cells = clip(c, y, x, cells);
    if (cells <= 0)
        return;
    struct buf fitted = { 0 };
    struct buf ascii = { 0 };
    utf8_fit(text, (size_t)cells, &fitted); /* controls become visible marks there */
    if (c->plain)
        utf8_ascii(buf_text(&fitted), &ascii);
    take_style(c, s);
    mvaddstr(y, x, buf_text(c->plain ? &ascii : &fitted));
    wipe_buf(&fitted); /* it may have been unsealed */
    wipe_buf(&ascii);
}

static int cells_of(const char *text)
{
    struct buf seen = { 0 };
    utf8_visible(text, &seen);
    size_t n = utf8_cells(buf_text(&seen));
    wipe_buf(&seen);
    return n > 4096 ? 4096 : (int)n;
}

void draw_right(struct canvas *c, int y, int x, int cells, enum style s, const char *text)
{
    int need = cells_of(text);
    int pad = need < cells ? cells - need : 0;
    draw_text(c, y, x, pad, s, "");
    draw_text(c, y, x + pad, cells - pad, s, text);
}

/* "LK-001/KR.140/…": the numbers of letters count in front of the first slash. 0: others, or there
 * is no room for it. */
static size_t counting_head(const char *text, size_t cells)
{
    const char *slash = strchr(text, '/');
    size_t n = slash != NULL ? (size_t)(slash - text) : 0;
    return n <= cells * 2 / 3 ? n : 0;
}

void fit_tail(const char *text, size_t cells, struct buf *out)
{
    size_t whole = utf8_cells(text);
    if (whole <= cells || cells == 0) {
        utf8_fit(text, cells, out);
        return;
    }
    size_t head = counting_head(text, cells);
    buf_add(out, text, head);
    cells -= head;
    while (utf8_cells(text) >= cells && *text != '\0')
        text += utf8_grapheme(text);
    buf_puts(out, "…");
    utf8_fit(text, cells - 1, out);
}

void draw_tail(struct canvas *c, int y, int x, int cells, enum style s, const char *text)
{
    struct buf seen = { 0 }, fitted = { 0 };
    cells = clip(c, y, x, cells);
    if (cells <= 0)
        return;
    utf8_visible(text, &seen);
    fit_tail(buf_text(&seen), (size_t)cells, &fitted);
    draw_text(c, y, x, cells, s, buf_text(&fitted));
    buf_free(&seen);
    buf_free(&fitted);
}

int draw_run(struct canvas *c, int y, int x, int cells, enum style s, const char *text)
{
    int need = cells_of(text);
    if (need > cells)
        need = cells;
    draw_text(c, y, x, need, s, text);
    return need > 0 ? need : 0;
}

void draw_parts(struct canvas *c, int y, int x, int cells, enum style s, const char *text)
{
    char *kept = xstrdup(text);
    size_t whole = 0;
    for (size_t i = 0; cells_of(text) > cells && kept[i] != '\0'; i++) {
        char mark = kept[i];
        if (strchr(";,.", mark) == NULL || kept[i + 1] != ' ')
            continue;
        kept[i] = '\0';
        whole = cells_of(kept) <= cells ? i : whole;
        kept[i] = mark;
    }
    if (whole > 0)
        kept[whole] = '\0';
    draw_run(c, y, x, cells, s, kept);
    free(kept);
}

/* ---- Lines ---- */

static void across(const struct canvas *c, int y, int x, int cells)
{
    if (c->plain)
        mvhline(y, x, '-', cells);
    else
        mvhline_set(y, x, WACS_HLINE, cells);
}

static void down(const struct canvas *c, int y, int x, int rows)
{
    if (c->plain)
        mvvline(y, x, '|', rows);
    else
        mvvline_set(y, x, WACS_VLINE, rows);
}

static void corner(const struct canvas *c, int y, int x, const cchar_t *drawn)
{
    if (c->plain)
        mvaddch(y, x, '+');
    else
        mvadd_wch(y, x, drawn);
}

void draw_line(struct canvas *c, int y, int x, int cells)
{
    cells = clip(c, y, x, cells);
    if (cells <= 0)
        return;
    take_style(c, FRAME);
    across(c, y, x, cells);
}

void draw_bottoms(struct canvas *c, int y)
{
    draw_line(c, y, 0, c->cols);
    for (int x = 0; y > 0 && !c->plain && x < c->cols; x++) {
        cchar_t above;
        if (mvin_wch(y - 1, x, &above) != OK || above.chars[0] != WACS_VLINE->chars[0])
            continue;
        corner(c, y, x, x == 0 ? WACS_LLCORNER : x == c->cols - 1 ? WACS_LRCORNER : WACS_BTEE);
    }
}

void draw_clear(struct canvas *c, struct area a)
{
    take_style(c, PLAIN_TEXT);
    for (int y = 0; y < a.rows; y++) {
        int cells = clip(c, a.y + y, a.x, a.cols);
        if (cells > 0)
            mvhline(a.y + y, a.x, ' ', cells); /* far cheaper than as many characters */
    }
}

static void corners(const struct canvas *c, const struct area *a)
{
    int bottom = a->y + a->rows - 1, right = a->x + a->cols - 1;
    corner(c, a->y, a->x, WACS_ULCORNER);
    corner(c, a->y, right, WACS_URCORNER);
    corner(c, bottom, a->x, WACS_LLCORNER);
    corner(c, bottom, right, WACS_LRCORNER);
}

static void frame_words(struct canvas *c, struct area a, bool focused, const char *title,
                        const char *note)
{
    int room = a.cols - 4, noted = 0;
    /* Where both do not fit only a short note stays. */
    bool fits = note != NULL && cells_of(title) + cells_of(note) + 4 <= room;
    if (note != NULL && note[0] != '\0' && (fits || cells_of(note) <= room / 3)) {
        noted = cells_of(note) + 2;
        int x = a.x + a.cols - 1 - noted;
        draw_text(c, a.y, x, noted, FRAME, "");
        draw_run(c, a.y, x + 1, noted - 2, PLAIN_TEXT, note);
    }
    if (title == NULL || title[0] == '\0' || room - noted < 3)
        return;
    int taken = draw_run(c, a.y, a.x + 2, room - noted - 2, focused ? HEADING : STRONG, title);
    draw_text(c, a.y, a.x + 1, 1, FRAME, "");
    draw_text(c, a.y, a.x + 2 + taken, 1, FRAME, "");
}

struct area draw_frame(struct canvas *c, struct area a, bool focused, const char *title,
                       const char *note)
{
    struct area inside = { a.y + 1, a.x + 1, a.rows - 2, a.cols - 2 };
    if (a.rows < 2 || a.cols < 2)
        return (struct area){ a.y, a.x, 0, 0 };
    draw_clear(c, a);
    take_style(c, focused ? FRAME_FOCUS : FRAME);
    across(c, a.y, a.x, a.cols);
    across(c, a.y + a.rows - 1, a.x, a.cols);
    down(c, a.y, a.x, a.rows);
    down(c, a.y, a.x + a.cols - 1, a.rows);
    corners(c, &a);
    frame_words(c, a, focused, title, note);
    if (focused) /* until what is drawn into it says better */
        draw_cursor(c, inside.y, inside.x);
    return inside;
}

void draw_cursor(struct canvas *c, int y, int x)
{
    c->cursor_y = y < 0 ? 0 : y >= c->rows ? c->rows - 1 : y;
    c->cursor_x = x < 0 ? 0 : x >= c->cols ? c->cols - 1 : x;
}

/* Bytes of the longest beginning of text that fits and ends at a blank, if one can be had. */
static size_t line_length(const char *text, size_t cells)
{
    size_t at = 0, blank = 0, used = 0;
    while (text[at] != '\0' && text[at] != '\n') {
        size_t n = utf8_grapheme(text + at);
        char *one = xstrndup(text + at, n);
        used += utf8_cells(one);
        free(one);
        if (used > cells)
            return blank > 0 ? blank : at > 0 ? at : n;
        at += n;
        if (text[at] == ' ')
            blank = at;
    }
    return at;
}

void wrap_text(const char *text, size_t cells, void (*each)(void *context, const char *line),
               void *context)
{
    do {
        size_t n = line_length(text, cells > 0 ? cells : 1);
        char *line = xstrndup(text, n);
        each(context, line);
        wipe_bytes(line, n);
        free(line);
        text += n;
        while (*text == ' ')
            text++;
        if (*text == '\n')
            text++;
        else if (*text == '\0')
            return;
    } while (*text != '\0');
}
