/* approvals_draw.c - the approvals pane on the screen: a row for each, and below them one that
 * tells more about the record under the cursor. */
#include "approvals.h"

#include "lines.h"
#include "list.h"

#include <string.h>

enum { MARKER_CELLS = 4, NARROW_COLS = 56 };

/* Rows that tell more about the one under the cursor: on a narrow pane what is decided, too. */
static int told_rows(int cols)
{
    return cols < NARROW_COLS ? 2 : 1;
}

/* Whose record it is: the applicant, or what else tells it. */
static void whose(struct ui *u, const struct record *r, struct buf *out)
{
    static const char *const fields[] = { "applicant", "owner", "recipient", "full_name", "name" };
    for (size_t i = 0; out->len == 0 && i < COUNT(fields); i++)
        if (kind_field(r->kind, fields[i]) != NULL)
            act_cell(u->session, r, fields[i], out);
}

static void what(const struct waiting *w, bool narrow, struct buf *out)
{
    if (!narrow)
        buf_printf(out, "%s: ", _(w->kind->label));
    buf_puts(out, _(w->step->label));
}

static void due(struct ui *u, const struct record *r, struct buf *out)
{
    const struct value *v = record_value(r, "promised_on");
    if (v != NULL && v->set)
        day_speak((day)v->num, session_today(u->session), out);
}

/* Widths in cells; 0: no room for it. */
struct widths {
    int number, what, due, asked, whose;
};

static struct widths widths_of(int cols)
{
    struct widths w = { .number = 16, .what = 12 };
    int room = cols - MARKER_CELLS;
    if (cols < 44)
        w = (struct widths){ .number = 10, .what = 10 };
    else if (cols >= NARROW_COLS)
        w = (struct widths){ .number = 20, .what = 22 };
    if (cols >= 72)
        w.due = 12;
    if (cols >= 90) /* whose it is comes first; who asked is told below, too */
        w.asked = 12;
    room -= w.number + w.what + 2 + (w.due > 0 ? w.due + 1 : 0) + (w.asked > 0 ? w.asked + 1 : 0);
    w.whose = room > 0 ? room : 0;
    return w;
}

/* "2/3": the papers that are there, of those asked for. */
static bool papers(const struct record *r, size_t *present, size_t *all)
{
    const struct line_kind *k = kind_line(r->kind, "document");
    *present = *all = 0;
    for (size_t n = 1; k != NULL && n <= record_live_lines(r, k->id); n++) {
        const struct line *l = record_live_line(r, k->id, n);
        for (size_t i = 0; k->fields[i].id != NULL; i++)
            if (strcmp(k->fields[i].id, "presence") == 0)
                *present += l->values[i].set && strcmp(l->values[i].text, "present") == 0;
        *all += 1;
    }
    return *all > 0;
}

static void tell_hold(struct ui *u, const struct waiting *w, struct buf *out)
{
    struct buf until = { 0 };
    day_speak(w->held_until, session_today(u->session), &until);
    if (w->held)
        buf_printf(out, _("held until %s: %s · "), buf_text(&until), w->held_for);
    else
        buf_printf(out, _("held by %s until %s: %s · "), w->holder, buf_text(&until), w->held_for);
    buf_free(&until);
}

/* Whom the step sends. */
static void tell_officers(const struct record *r, struct buf *out)
{
    const struct line_kind *k = kind_line(r->kind, "officer");
    const char *comma = _("Officers: ");
    size_t before = out->len;
    for (size_t n = 1; k != NULL && n <= record_live_lines(r, k->id); n++) {
        const struct value *v = line_cell(k, record_live_line(r, k->id, n), "person");
        if (v == NULL || !v->set)
            continue;
        buf_printf(out, "%s%s", comma, v->text);
        comma = ", ";
    }
    if (out->len > before)
        buf_puts(out, " · ");
}

/* About the record under the cursor: what a narrow row leaves out, who holds it, whom it sends, its
 * papers, who brought it. */
static void tell(struct ui *u, const struct waiting *w, bool narrow, struct buf *out)
{
    size_t present, all;
    if (narrow) {
        what(w, false, out);
        buf_puts(out, " · ");
    }
    if (w->holder[0] != '\0')
        tell_hold(u, w, out);
    tell_officers(w->record, out);
    if (papers(w->record, &present, &all))
        buf_printf(out, _("Papers %zu/%zu · "), present, all);
    buf_printf(out, _("from %s, "), w->asked);
    moment_local(w->asked_at, session_zone(u->session), out);
}

static void draw_row(struct screen *s, struct canvas *c, struct area in, int y, size_t at)
{
    const struct approvals *p = s->own;
    const struct waiting *w = &s->ui->waiting.items[at];
    struct widths cells = widths_of(in.cols);
    struct buf number = { 0 }, text = { 0 }, day_text = { 0 }, name = { 0 };
    int x = in.x + MARKER_CELLS;
    record_known(w->record, &number);
    what(w, in.cols < NARROW_COLS, &text);
    due(s->ui, w->record, &day_text);
    whose(s->ui, w->record, &name);
    draw_text(c, y, in.x + 1, 1, STRONG,
              approvals_marked(p, w->record->id) ? "x"
              : w->holder[0] != '\0'             ? "="
                                                 : "");
    draw_text(c, y, in.x + 2, 1, ALERT, w->changed ? "*" : "");
    draw_tail(c, y, x, cells.number, STRONG, buf_text(&number));
    x += cells.number + 1;
    draw_text(c, y, x, cells.what, PLAIN_TEXT, buf_text(&text));
    x += cells.what + 1;
    if (cells.due > 0)
        draw_text(c, y, x, cells.due, PLAIN_TEXT, buf_text(&day_text));
    x += cells.due > 0 ? cells.due + 1 : 0;
    if (cells.asked > 0)
        draw_text(c, y, x, cells.asked, PLAIN_TEXT, w->asked);
    x += cells.asked > 0 ? cells.asked + 1 : 0;
    draw_text(c, y, x, cells.whose, PLAIN_TEXT, buf_text(&name));
    buf_free(&number);
    buf_free(&text);
    buf_free(&day_text);
    buf_free(&name);
}

static void draw_heading(struct canvas *c, struct area in)
{
    struct widths cells = widths_of(in.cols);
    int x = in.x + MARKER_CELLS;
    draw_text(c, in.y, x, cells.number, HEADING, _("Number"));
    x += cells.number + 1;
    draw_text(c, in.y, x, cells.what, HEADING, _("To decide"));
    x += cells.what + 1;
    if (cells.due > 0)
        draw_text(c, in.y, x, cells.due, HEADING, _("Promised"));
    x += cells.due > 0 ? cells.due + 1 : 0;
    if (cells.asked > 0)
        draw_text(c, in.y, x, cells.asked, HEADING, _("From"));
    x += cells.asked > 0 ? cells.asked + 1 : 0;
    draw_text(c, in.y, x, cells.whose, HEADING, _("Whose"));
}

static void note_text(const struct screen *s, bool narrow, struct buf *out)
{
    const struct approvals *p = s->own;
    const struct waiting_list *l = &s->ui->waiting;
    if (narrow && p->marked_count > 0) {
        buf_printf(out, _("%zu/%zu marked"), p->marked_count, l->count);
        return;
    }
    if (l->count > 0)
        buf_printf(out, l->more ? _("%zu, and more") : _("%zu waiting"), l->count);
    if (p->marked_count > 0)
        buf_printf(out, _(" · %zu marked"), p->marked_count);
    if (l->held > 0)
        buf_printf(out, _(" · %zu held"), l->held);
}

static void draw_none(struct ui *u, struct canvas *c, struct area in)
{
    draw_run(c, in.y + 1, in.x + MARKER_CELLS, in.cols - MARKER_CELLS, FAINT,
             u->counted ? _("Nothing waits for a decision of yours.") : _("Reading …"));
    draw_cursor(c, in.y + 1, in.x);
}

static void draw_rows(struct screen *s, struct canvas *c, struct area in, bool focused)
{
    const struct approvals *p = s->own;
    size_t n = approvals_listed(s), rows = approvals_rows(s);
    for (size_t y = 0; y < rows && p->top + y < n; y++) {
        size_t at = p->top + y;
        int row = in.y + 1 + (int)y;
        draw_row(s, c, in, row, at);
        if (at != p->cursor)
            continue;
        draw_text(c, row, in.x, 1, PLAIN_TEXT, ">");
        if (focused)
            draw_cursor(c, row, in.x);
    }
}

size_t approvals_listed(const struct screen *s)
{
    const struct waiting_list *l = &s->ui->waiting;
    return l->count + (((const struct approvals *)s->own)->held_too ? l->held : 0);
}

/* Without frame, heading, and the rows that tell more about one. */
size_t approvals_rows(const struct screen *s)
{
    const struct area a = frame_body(s);
    int rows = a.rows - 3 - told_rows(a.cols - 2);
    return rows > 1 ? (size_t)rows : 1;
}

static void draw_told(struct ui *u, struct canvas *c, struct area in, const struct waiting *here)
{
    struct buf text = { 0 };
    struct lines lines = { 0 };
    int rows = told_rows(in.cols);
    tell(u, here, in.cols < NARROW_COLS, &text);
    lines_wrap(&lines, buf_text(&text), in.cols > 3 ? (size_t)in.cols - 2 : 1);
    lines_draw(&lines, 0, c, (struct area){ in.y + in.rows - rows, in.x + 1, rows, in.cols - 2 },
               FAINT);
    lines_free(&lines);
    buf_free(&text);
}

void approvals_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct ui *u = s->ui;
    bool focused = u->top == s && !u->in_menu;
    const struct waiting *here = approvals_here(s);
    struct buf note = { 0 };
    note_text(s, a.cols - 2 < NARROW_COLS, &note);
    struct area in = draw_frame(c, a, focused, _("Approvals"), buf_text(&note));
    draw_heading(c, in);
    draw_rows(s, c, in, focused);
    if (here != NULL) {
        draw_told(u, c, in, here);
    } else {
        draw_none(u, c, in);
    }
    buf_free(&note);
}
