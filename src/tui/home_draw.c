/* home_draw.c - the first screen on the glass: a number, then what it counts; what is late has a
 * mark, not a colour alone. With room for two columns the office's work stands in the second. */
#include "home.h"

#include <stdio.h>

enum {
    TWO_COLUMNS = 76, /* cells inside the frame from which there are two */
    NUMBER_CELLS = 4,
    INTAKE_LEAST = 15, /* rows inside the frame from which the intake stands at the foot */
    GAP_LEAST = 14,    /* and from which sections stand apart */
};

static const char *const section_names[HOME_SECTIONS] = {
    [HOME_NEXT] = N_("Waiting for you"),
    [HOME_LATE] = N_("Late, or soon"),
    [HOME_LAPSES] = N_("Lapsing"),
    [HOME_DRAFTS] = N_("Drafts: not saved yet"),
    [HOME_OFFICE] = N_("Elsewhere in the office"),
};

/* ---- A line ---- */

/* "Permit, PT A · 10.42": an id says nothing to anybody, so what tells it from others does. */
static void draft_text(struct ui *u, const struct draft_item *d, struct buf *out)
{
    const struct kind *k = registry_find(&all_kinds, d->kind);
    int64_t id;
    if (d->from != NULL) {
        buf_printf(out, _("Handed over by %s: %s"), d->from, d->title);
        buf_printf(out, "%s%s", d->about[0] != '\0' ? " — " : "", d->about);
        return;
    }
    bool named = d->record != 0 && d->title[0] != '\0' && !id_parse(d->title, &id);
    buf_puts(out, k != NULL ? _(k->label) : d->kind);
    if (named)
        buf_printf(out, " %s", d->title);
    else if (d->record == 0)
        buf_printf(out, " %s", _("(new)"));
    if (!named && d->about != NULL && d->about[0] != '\0')
        buf_printf(out, ", %s", d->about);
    buf_puts(out, " · ");
    moment_local(d->saved_at, session_zone(u->session), out);
}

struct row { /* what a line shows */
    struct buf number, text, then;
    bool late;
};

static void row_free(struct row *r)
{
    buf_free(&r->number);
    buf_free(&r->text);
    buf_free(&r->then);
}

static void counter_row(const struct counter *n, struct row *r)
{
    buf_printf(&r->number, "%lld%s", (long long)n->n, n->more ? "+" : "");
    buf_printf(&r->text, "%s %s", _(n->kind->plural), _(n->label));
    if (n->part == COUNT_NEXT && n->step != NULL)
        buf_puts(&r->then, n->then != NULL ? _(n->then) : _(n->step->label));
    r->late = n->part == COUNT_LATE;
}

static void watch_row(const struct screen *s, enum watch_state state, struct row *r)
{
    static const char *const labels[] = { [WATCH_SOON] = N_("lapsing soon"),
                                          [WATCH_DUE] = N_("due now"),
                                          [WATCH_LAPSED] = N_("run out") };
    const struct home *h = s->own;
    buf_printf(&r->number, "%zu", s->ui->watch[state]);
    buf_puts(&r->text, _(labels[state]));
    if (h->watch_first[state] != NULL)
        buf_printf(&r->text, ": %s", h->watch_first[state]);
    r->late = state != WATCH_SOON;
}

static void row_of(struct screen *s, const struct home_line *l, struct row *r)
{
    const struct home *h = s->own;
    struct ui *u = s->ui;
    if (l->what == HOME_DECISIONS) {
        buf_printf(&r->number, "%zu%s", u->waiting.count, u->waiting.more ? "+" : "");
        buf_puts(&r->text, _("Decisions of yours"));
        buf_puts(&r->then, _("Decide"));
    } else if (l->what == HOME_HANDED) {
        buf_printf(&r->number, "%zu", u->handed);
        buf_puts(&r->text, _("Handed over to you"));
    } else if (l->what == HOME_COUNTER) {
        counter_row(&u->counters[l->at], r);
    } else if (l->what == HOME_WATCH) {
        watch_row(s, (enum watch_state)l->at, r);
    } else if (l->what == HOME_DRAFT) {
        draft_text(u, &h->drafts.items[l->at], &r->text);
    }
}

static void draw_row(struct screen *s, struct canvas *c, struct area in, const struct home_line *l)
{
    struct row r = { 0 };
    row_of(s, l, &r);
    int x = in.x + 4, room = in.cols - 4;
    if (l->what != HOME_DRAFT) {
        draw_right(c, in.y, in.x + 1, NUMBER_CELLS, STRONG, buf_text(&r.number));
        if (r.late)
            draw_text(c, in.y, in.x + NUMBER_CELLS + 2, 1, ALERT, "!");
        x = in.x + NUMBER_CELLS + 4;
        room = in.cols - NUMBER_CELLS - 4;
    }
    int text = draw_run(c, in.y, x, room, PLAIN_TEXT, buf_text(&r.text));
    int then = (int)utf8_cells(buf_text(&r.then));
    if (then > 0 && text + then + 3 <= room)
        draw_run(c, in.y, in.x + in.cols - then - 1, then, FAINT, buf_text(&r.then));
    row_free(&r);
}

static void draw_line_at(struct screen *s, struct canvas *c, struct area in,
                         const struct home_line *l)
{
    if (l->what == HOME_HEAD)
        draw_run(c, in.y, in.x + 1, in.cols - 1, HEADING, _(section_names[l->at]));
    else if (l->what == HOME_WORDS)
        draw_run(c, in.y, in.x + 4, in.cols - 4, FAINT, _("Nothing waits for you."));
    else if (l->what != HOME_GAP)
        draw_row(s, c, in, l);
}

/* ---- A column ---- */

struct home_column {
    const struct home_lines *all;
    size_t from, to; /* of all */
    size_t cursor;   /* its line among all */
    size_t *top;     /* its first line that is seen, from 0 */
};

/* A blank line before each section but the first, where all of them fit so. */
static void draw_column(struct screen *s, struct canvas *c, struct area in,
                        const struct home_column *col)
{
    struct home_line shown[HOME_LINES_MAX + HOME_SECTIONS];
    size_t places[HOME_LINES_MAX + HOME_SECTIONS] = { 0 }, n = 0, heads = 0, cursor = 0;
    size_t rows = in.rows > 0 ? (size_t)in.rows : 0;
    for (size_t i = col->from; i < col->to; i++)
        heads += col->all->items[i].what == HOME_HEAD;
    bool apart = in.rows >= GAP_LEAST && col->to - col->from + heads <= rows + 1;
    for (size_t i = col->from; i < col->to; i++) {
        if (apart && n > 0 && col->all->items[i].what == HOME_HEAD)
            shown[n++] = (struct home_line){ HOME_GAP, 0 };
        if (i == col->cursor)
            cursor = n;
        places[n] = i;
        shown[n++] = col->all->items[i];
    }
    if (cursor < *col->top + 1) /* with its heading, where it is the first one below it */
        *col->top = cursor > 0 ? cursor - 1 : 0;
    else if (cursor >= *col->top + rows)
        *col->top = cursor - rows + 1;
    if (*col->top + rows >
        n) /* the window has grown, or there is less to show: no row stays empty */
        *col->top = n > rows ? n - rows : 0;
    for (size_t y = 0; y < rows && *col->top + y < n; y++) {
        size_t at = *col->top + y;
        if (shown[at].what == HOME_HEAD && y + 1 == rows && at + 1 < n)
            break; /* a heading with nothing below it says nothing */
        struct area line = { in.y + (int)y, in.x, 1, in.cols };
        draw_line_at(s, c, line, &shown[at]);
        if (shown[at].what == HOME_GAP || places[at] != col->cursor || s->ui->in_menu)
            continue;
        draw_text(c, line.y, line.x, 1, STRONG, ">");
        if (s->ui->top == s)
            draw_cursor(c, line.y, line.x);
    }
}

static void draw_columns(struct screen *s, struct canvas *c, struct area in)
{
    struct home *h = s->own;
    struct home_lines all;
    size_t cursor;
    home_lay(s, &all);
    struct home_line here = home_line_at(&all, h->cursor, &cursor);
    if (here.what == HOME_GAP)
        cursor = all.count;
    int half = h->two ? in.cols / 2 : in.cols;
    struct home_column left = { &all, 0, all.right, cursor, &h->top[0] };
    struct home_column right = { &all, all.right, all.count, cursor, &h->top[1] };
    draw_column(s, c, (struct area){ in.y, in.x, in.rows, half - h->two }, &left);
    if (h->two)
        draw_column(s, c, (struct area){ in.y, in.x + half, in.rows, in.cols - half }, &right);
}

void home_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct home *h = s->own;
    struct ui *u = s->ui;
    struct area in = draw_frame(c, a, u->top == s && !u->in_menu, _("Today's work"), "");
    if (!h->loaded) {
        draw_run(c, in.y, in.x + 2, in.cols - 3, FAINT, _("Reading …"));
        return;
    }
    h->two = in.cols >= TWO_COLUMNS;
    int foot = in.rows >= INTAKE_LEAST ? home_intake_rows(c, h) : 0;
    if (foot > 0)
        home_draw_intake(s, c, (struct area){ in.y + in.rows - foot, in.x, foot, in.cols });
    in.rows -= foot > 0 ? foot + (in.rows - foot >= GAP_LEAST) : 0;
    draw_columns(s, c, in);
}
