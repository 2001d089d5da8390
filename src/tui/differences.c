/* differences.c - records side by side: only what differs, or all; one above the other where the
 * screen is narrow. */
#include "lines.h"
#include "screens.h"

#include <stdlib.h>

enum { LABEL_CELLS = 20, SIDE_LEAST = 17, NAME_CELLS = 12, LINES_MOST = 3 };

/* One row of the screen: a piece of a label, and of each side's text. */
struct shown {
    char *label;
    char *text[SIDES_MAX];
    bool heading, differs;
};

struct differences {
    char *title;
    char *names[SIDES_MAX];
    struct compared_list what;
    bool all; /* also what is the same */
    struct shown *rows;
    size_t count, cap, top;
    int cols, height; /* the rows were made for */
};

/* ---- Rows ---- */

static struct shown *add(struct differences *d)
{
    if (d->count == d->cap) {
        d->cap = d->cap > 0 ? d->cap * 2 : 64;
        d->rows = xreallocarray(d->rows, d->cap, sizeof *d->rows);
    }
    d->rows[d->count] = (struct shown){ 0 };
    return &d->rows[d->count++];
}

static void rows_free(struct differences *d)
{
    for (size_t i = 0; i < d->count; i++) {
        free(d->rows[i].label);
        for (size_t n = 0; n < SIDES_MAX; n++)
            free(d->rows[i].text[n]);
    }
    free(d->rows);
    d->rows = NULL;
    d->count = d->cap = 0;
}

/* Cells of each side; 0: they stand one above the other. */
static int side_cells(const struct differences *d, int cols)
{
    int sides = (int)d->what.sides, cells = (cols - LABEL_CELLS - 2 - sides) / sides;
    return cells >= SIDE_LEAST ? cells : 0;
}

static const char *said(const char *text)
{
    return text[0] != '\0' ? text : "—";
}

/* What is longer is read whole in the record. */
static void wrap_some(struct lines *l, const char *text, size_t cells)
{
    lines_wrap(l, text, cells);
    if (l->count <= LINES_MOST)
        return;
    char **last = &l->items[LINES_MOST - 1];
    struct buf longer = { 0 }, cut = { 0 };
    buf_printf(&longer, "%s %s", *last, l->items[LINES_MOST]);
    utf8_fit(buf_text(&longer), cells, &cut); /* too long by now: ends in an ellipsis */
    free(*last);
    *last = buf_take(&cut);
    buf_free(&longer);
    while (l->count > LINES_MOST)
        free(l->items[--l->count]);
}

static const char *line_or_nothing(const struct lines *l, size_t at)
{
    return at < l->count ? l->items[at] : "";
}

static void add_beside(struct differences *d, const struct compared *c, size_t cells)
{
    struct lines label = { 0 }, sides[SIDES_MAX] = { { 0 } };
    lines_wrap(&label, c->label, LABEL_CELLS);
    size_t most = label.count;
    for (size_t i = 0; i < d->what.sides; i++) {
        wrap_some(&sides[i], said(c->text[i]), cells);
        most = sides[i].count > most ? sides[i].count : most;
    }
    for (size_t n = 0; n < most; n++) {
        struct shown *row = add(d);
        row->differs = !c->same;
        row->label = xstrdup(line_or_nothing(&label, n));
        for (size_t i = 0; i < d->what.sides; i++)
            row->text[i] = xstrdup(line_or_nothing(&sides[i], n));
    }
    lines_free(&label);
    for (size_t i = 0; i < d->what.sides; i++)
        lines_free(&sides[i]);
}

/* Names too long to stand before each text are told once. */
static bool names_are_long(const struct differences *d)
{
    for (size_t i = 0; i < d->what.sides; i++)
        if (utf8_cells(d->names[i]) > NAME_CELLS)
            return true;
    return false;
}

static void add_legend(struct differences *d, size_t cells)
{
    for (size_t i = 0; i < d->what.sides; i++) {
        struct buf text = { 0 };
        struct lines lines = { 0 };
        buf_printf(&text, "%zu = %s", i + 1, d->names[i]);
        lines_wrap(&lines, buf_text(&text), cells);
        for (size_t n = 0; n < lines.count; n++)
            add(d)->text[0] = xstrdup(lines.items[n]);
        lines_free(&lines);
        buf_free(&text);
    }
}

static void add_above(struct differences *d, const struct compared *c, size_t cells)
{
    struct shown *head = add(d);
    head->heading = true;
    head->differs = !c->same;
    head->label = xstrdup(c->label);
    for (size_t i = 0; i < d->what.sides; i++) {
        struct buf text = { 0 };
        struct lines lines = { 0 };
        if (names_are_long(d))
            buf_printf(&text, "%zu: %s", i + 1, said(c->text[i]));
        else
            buf_printf(&text, "%s: %s", d->names[i], said(c->text[i]));
        wrap_some(&lines, buf_text(&text), cells);
        for (size_t n = 0; n < lines.count; n++) {
            struct shown *row = add(d);
            row->differs = !c->same;
            row->text[0] = xstrdup(lines.items[n]);
        }
        lines_free(&lines);
        buf_free(&text);
    }
}

static void prepare(struct differences *d, struct area in)
{
    int side = side_cells(d, in.cols);
    d->height = side == 0 ? in.rows : in.rows > 1 ? in.rows - 1 : 1;
    if (d->cols == in.cols)
        return;
    rows_free(d);
    if (side == 0 && names_are_long(d))
        add_legend(d, in.cols > 5 ? (size_t)in.cols - 5 : 1);
    for (size_t i = 0; i < d->what.count; i++) {
        const struct compared *c = &d->what.items[i];
        if (c->same && !d->all)
            continue;
        if (side > 0)
            add_beside(d, c, (size_t)side);
        else
            add_above(d, c, in.cols > 5 ? (size_t)in.cols - 5 : 1);
    }
    d->cols = in.cols;
}

/* ---- On the screen ---- */

static void draw_names(const struct differences *d, struct canvas *c, struct area in, int side)
{
    int x = in.x + 2 + LABEL_CELLS;
    for (size_t i = 0; side > 0 && i < d->what.sides; i++, x += side + 1)
        draw_text(c, in.y, x, side, HEADING, d->names[i]);
}

/* What differs has a mark where rows that are the same stand between. */
static void draw_shown(const struct differences *d, struct canvas *c, struct area in, int y,
                       const struct shown *row, int side)
{
    enum style style = d->all && row->differs ? STRONG : PLAIN_TEXT;
    int x = in.x + 2;
    if (row->label != NULL)
        draw_run(c, y, x, row->heading ? in.cols - 3 : LABEL_CELLS, row->heading ? HEADING : FAINT,
                 row->label);
    if (d->all && row->differs && row->label != NULL && row->label[0] != '\0')
        draw_text(c, y, in.x + 1, 1, STRONG, "*");
    if (side == 0 && row->text[0] != NULL)
        draw_run(c, y, x + 1, in.cols - 4, style, row->text[0]);
    x += LABEL_CELLS;
    for (size_t i = 0; side > 0 && i < d->what.sides; i++, x += side + 1)
        draw_text(c, y, x, side, style, row->text[i]);
}

static size_t last_top(const struct differences *d)
{
    return d->count > (size_t)d->height ? d->count - (size_t)d->height : 0;
}

static void differences_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct differences *d = s->own;
    struct buf note = { 0 };
    if (d->all)
        buf_printf(&note, _("%zu differ of %zu"), d->what.differing, d->what.count);
    else
        buf_printf(&note, _("%zu differ"), d->what.differing);
    struct area in = draw_frame(c, a, true, d->title, buf_text(&note));
    int side = side_cells(d, in.cols);
    prepare(d, in);
    if (d->top > last_top(d))
        d->top = last_top(d);
    draw_names(d, c, in, side);
    int first = side > 0; /* below the names */
    for (int y = first; y < in.rows && d->top + (size_t)(y - first) < d->count; y++)
        draw_shown(d, c, in, in.y + y, &d->rows[d->top + (size_t)(y - first)], side);
    if (d->what.differing == 0 && !d->all)
        draw_run(c, in.y + 1, in.x + 2, in.cols - 3, PLAIN_TEXT,
                 _("Nothing differs. F5 shows all rows."));
    draw_cursor(c, in.y + first, in.x);
    buf_free(&note);
}

/* ---- Keys ---- */

static void scroll(struct differences *d, long by)
{
    d->top = by < 0 && d->top < (size_t)-by ? 0 : d->top + (size_t)by;
    if (d->top > last_top(d))
        d->top = last_top(d);
}

static bool differences_key(struct screen *s, const struct key *k)
{
    struct differences *d = s->own;
    switch (k->code) {
    case K_UP:
        scroll(d, -1);
        return true;
    case K_DOWN:
        scroll(d, 1);
        return true;
    case K_PAGE_UP:
        scroll(d, -(long)d->height);
        return true;
    case K_PAGE_DOWN:
        scroll(d, (long)d->height);
        return true;
    case K_HOME:
        d->top = 0;
        return true;
    case K_END:
        d->top = last_top(d);
        return true;
    case K_ENTER:
    case K_NEWLINE:
    case K_LEFT:
        screen_close(s);
        return true;
    default:
        return false;
    }
}

static bool differences_run(struct screen *s, enum command c)
{
    struct differences *d = s->own;
    if (c != DO_DETAIL)
        return false;
    d->all = !d->all;
    d->cols = 0;
    d->top = 0;
    return true;
}

static void differences_hint(struct screen *s, struct buf *out)
{
    const struct differences *d = s->own;
    buf_puts(out, d->all ? _("What differs has a “*”. F5 leaves out what is the same.")
                         : _("Only what differs is shown; F5 shows all. Esc goes back."));
}

static void differences_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Records beside each other, row by row in the order of their form; on a narrow "
                    "screen one above the other. At first only what differs is shown. “—” means "
                    "that nothing is filled in there.\n"));
}

static void differences_close(struct screen *s)
{
    struct differences *d = s->own;
    rows_free(d);
    compared_free(&d->what);
    free(d->title);
    for (size_t i = 0; i < SIDES_MAX; i++)
        free(d->names[i]);
}

static const struct screen_class differences_class = {
    .id = "differences",
    .place = IN_COMPARE,
    .private_size = sizeof(struct differences),
    .overlay = true,
    .draw = differences_draw,
    .key = differences_key,
    .run = differences_run,
    .hint = differences_hint,
    .help = differences_help,
    .close = differences_close,
};

void differences_open(struct ui *u, const char *title, const char *const *names,
                      struct compared_list *what)
{
    struct screen *s = screen_push(u, &differences_class);
    struct differences *d = s->own;
    d->title = xstrdup(title);
    d->what = *what;
    *what = (struct compared_list){ 0 };
    for (size_t i = 0; i < d->what.sides; i++)
        d->names[i] = xstrdup(names[i]);
}
