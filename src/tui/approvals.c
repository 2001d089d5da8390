/* approvals.c - what waits for a decision of who is logged in. The list is the program's (ui),
 * since the menu and home count it too; the pane keeps a cursor, which is a record, and marks. */
#include "approvals.h"

#include "list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANEW_MS = 60000, MARKER_CELLS = 4 };

static const struct screen_class approvals_class;

static bool approvals_is(const struct screen *s)
{
    return s != NULL && s->class == &approvals_class;
}

const struct waiting *approvals_here(const struct screen *s)
{
    const struct approvals *p = s->own;
    const struct waiting_list *l = &s->ui->waiting;
    return p->cursor < l->count ? &l->items[p->cursor] : NULL;
}

static size_t height(const struct screen *s)
{
    struct area a = frame_body(s->ui, true);
    return a.rows > 3 ? (size_t)a.rows - 3 : 1;
}

/* ---- Marks ---- */

static size_t mark_at(const struct approvals *p, int64_t id)
{
    size_t i = 0;
    while (i < p->marked_count && p->marked[i] != id)
        i++;
    return i;
}

bool approvals_marked(const struct approvals *p, int64_t id)
{
    return mark_at(p, id) < p->marked_count;
}

static void unmark(struct approvals *p, size_t at)
{
    p->marked[at] = p->marked[--p->marked_count];
}

static void mark(struct approvals *p, int64_t id)
{
    size_t at = mark_at(p, id);
    if (at < p->marked_count)
        unmark(p, at);
    else if (p->marked_count < WAITING_SHOWN)
        p->marked[p->marked_count++] = id;
}

static void mark_all(struct screen *s)
{
    struct approvals *p = s->own;
    const struct waiting_list *l = &s->ui->waiting;
    bool all = p->marked_count == l->count;
    p->marked_count = 0;
    for (size_t i = 0; !all && i < l->count && i < WAITING_SHOWN; i++)
        p->marked[p->marked_count++] = l->items[i].record->id;
}

/* ---- The cursor ---- */

static size_t find_id(const struct waiting_list *l, int64_t id)
{
    size_t i = 0;
    while (i < l->count && l->items[i].record->id != id)
        i++;
    return i;
}

static void set_cursor(struct screen *s, size_t at)
{
    struct approvals *p = s->own;
    const struct waiting_list *l = &s->ui->waiting;
    size_t rows = height(s), jump = rows / 2 > 0 ? rows / 2 : 1;
    p->cursor = at < l->count ? at : l->count > 0 ? l->count - 1 : 0;
    p->cursor_id = l->count > 0 ? l->items[p->cursor].record->id : 0;
    if (p->cursor < p->top)
        p->top = p->cursor > jump ? p->cursor - jump : 0;
    else if (p->cursor >= p->top + rows)
        p->top = p->cursor - rows + jump;
    if (p->cursor < p->top || l->count <= rows)
        p->top = 0;
}

/* The list has changed: the cursor goes with its record, and where that is gone stays in place. */
static void settle(struct screen *s)
{
    struct approvals *p = s->own;
    const struct waiting_list *l = &s->ui->waiting;
    size_t at = find_id(l, p->cursor_id), was = p->cursor;
    size_t row = was > p->top ? was - p->top : 0;
    at = at < l->count ? at : was;
    p->top = at > row ? at - row : 0;
    set_cursor(s, at);
    for (size_t i = p->marked_count; i-- > 0;)
        if (find_id(l, p->marked[i]) == l->count)
            unmark(p, i);
}

static void move(struct screen *s, long by)
{
    const struct approvals *p = s->own;
    long at = (long)p->cursor + by;
    set_cursor(s, at > 0 ? (size_t)at : 0);
}

/* ---- Asking what waits ---- */

struct count_ask {
    struct ask ask; /* first */
    struct waiting_list list;
};

static void count_work(struct ask *ask)
{
    struct count_ask *a = (struct count_ask *)ask;
    ask->outcome = act_waiting(ask->session, WAITING_SHOWN, &a->list, &ask->error);
}

static void count_release(struct ask *ask)
{
    waiting_list_free(&((struct count_ask *)ask)->list);
}

/* What nobody has opened yet stays marked as changed, however often it was counted. */
static void keep_changed(struct waiting_list *now, const struct waiting_list *before)
{
    for (size_t i = 0; i < before->count; i++) {
        const struct record *r = before->items[i].record;
        size_t at = before->items[i].changed ? find_id(now, r->id) : now->count;
        if (at < now->count)
            now->items[at].changed = true;
    }
}

static void counted(struct ask *ask)
{
    struct count_ask *a = (struct count_ask *)ask;
    struct ui *u = ask->ui;
    if (ask->outcome != DONE) {
        ui_fail(u, &ask->error);
        return;
    }
    if (session_has_people(u->session) && u->person[0] == '\0')
        return; /* who asked has left */
    keep_changed(&a->list, &u->waiting);
    waiting_list_free(&u->waiting);
    u->waiting = a->list;
    u->counted = true;
    a->list = (struct waiting_list){ 0 };
    for (struct screen *s = u->top; s != NULL; s = s->below)
        if (approvals_is(s))
            settle(s);
}

static struct ask *count_ask(struct ui *u)
{
    struct count_ask *a = ask_new(sizeof *a, u, NULL, count_work, counted, count_release);
    return &a->ask;
}

void approvals_count(struct ui *u)
{
    if (u->person[0] != '\0')
        ask_post(count_ask(u), AT_SHARE);
}

void approvals_forget(struct ui *u)
{
    waiting_list_free(&u->waiting);
    u->counted = false;
    for (struct screen *s = u->top; s != NULL; s = s->below)
        if (approvals_is(s))
            ((struct approvals *)s->own)->marked_count = 0;
}

static void reload(struct screen *s)
{
    struct approvals *p = s->own;
    p->saves = s->ui->saves;
    p->asked_at = ui_now(s->ui);
    ask_hold(count_ask(s->ui), AT_SHARE, _("Reading the list"));
}

/* ---- On the screen ---- */

/* Whose record it is: the applicant, or what else tells it. */
static void whose(struct ui *u, const struct record *r, struct buf *out)
{
    static const char *const fields[] = { "applicant", "full_name", "name" };
    for (size_t i = 0; out->len == 0 && i < COUNT(fields); i++)
        if (kind_field(r->kind, fields[i]) != NULL)
            list_cell(r, fields[i], u, out);
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
    int number, what, due, whose;
};

static struct widths widths_of(int cols)
{
    struct widths w = { 16, 12, 0, 0 };
    int room = cols - MARKER_CELLS;
    if (cols < 44)
        w = (struct widths){ 10, 10, 0, 0 };
    else if (cols >= 56)
        w = (struct widths){ 20, 22, 0, 0 };
    if (cols >= 72)
        w.due = 12;
    room -= w.number + w.what + 2 + (w.due > 0 ? w.due + 1 : 0);
    w.whose = room > 0 ? room : 0;
    return w;
}

static void draw_row(struct screen *s, struct canvas *c, struct area in, int y, size_t at)
{
    const struct approvals *p = s->own;
    const struct waiting *w = &s->ui->waiting.items[at];
    struct widths cells = widths_of(in.cols);
    struct buf number = { 0 }, text = { 0 }, day_text = { 0 }, name = { 0 };
    int x = in.x + MARKER_CELLS;
    record_called(w->record, &number);
    what(w, in.cols < 56, &text);
    due(s->ui, w->record, &day_text);
    whose(s->ui, w->record, &name);
    draw_text(c, y, in.x + 1, 1, STRONG, approvals_marked(p, w->record->id) ? "x" : "");
    draw_text(c, y, in.x + 2, 1, ALERT, w->changed ? "*" : "");
    draw_tail(c, y, x, cells.number, STRONG, buf_text(&number));
    x += cells.number + 1;
    draw_text(c, y, x, cells.what, PLAIN_TEXT, buf_text(&text));
    x += cells.what + 1;
    if (cells.due > 0)
        draw_text(c, y, x, cells.due, PLAIN_TEXT, buf_text(&day_text));
    x += cells.due > 0 ? cells.due + 1 : 0;
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
    draw_text(c, in.y, x, cells.whose, HEADING, _("Whose"));
}

static void note_text(const struct screen *s, struct buf *out)
{
    const struct approvals *p = s->own;
    const struct waiting_list *l = &s->ui->waiting;
    if (l->count > 0)
        buf_printf(out, l->more ? _("%zu, and more") : _("%zu waiting"), l->count);
    if (p->marked_count > 0)
        buf_printf(out, _(" · %zu marked"), p->marked_count);
}

static void approvals_draw(struct screen *s, struct canvas *c, struct area a)
{
    const struct approvals *p = s->own;
    struct ui *u = s->ui;
    bool focused = u->top == s && !u->in_menu;
    struct buf note = { 0 };
    note_text(s, &note);
    struct area in = draw_frame(c, a, focused, _("Approvals"), buf_text(&note));
    draw_heading(c, in);
    if (u->waiting.count == 0) {
        draw_run(c, in.y + 1, in.x + MARKER_CELLS, in.cols - MARKER_CELLS, FAINT,
                 u->counted ? _("Nothing waits for a decision of yours.") : _("Reading …"));
        draw_cursor(c, in.y + 1, in.x);
    }
    for (int y = 1; y < in.rows && p->top + (size_t)y - 1 < u->waiting.count; y++) {
        size_t at = p->top + (size_t)y - 1;
        draw_row(s, c, in, in.y + y, at);
        if (at != p->cursor)
            continue;
        draw_text(c, in.y + y, in.x, 1, PLAIN_TEXT, ">");
        if (focused)
            draw_cursor(c, in.y + y, in.x);
    }
    buf_free(&note);
}

/* ---- Keys ---- */

static void open_record(struct screen *s)
{
    const struct approvals *p = s->own;
    struct ui *u = s->ui;
    if (p->cursor >= u->waiting.count)
        return;
    struct waiting *w = &u->waiting.items[p->cursor];
    w->changed = false; /* seen */
    record_open(u, w->kind, w->record->id);
}

static void mark_here(struct screen *s)
{
    const struct waiting *w = approvals_here(s);
    if (w == NULL)
        return;
    mark(s->own, w->record->id);
    move(s, 1);
}

static bool approvals_key(struct screen *s, const struct key *k)
{
    switch (k->code) {
    case K_UP:
        move(s, -1);
        return true;
    case K_DOWN:
        move(s, 1);
        return true;
    case K_PAGE_UP:
        move(s, -(long)height(s));
        return true;
    case K_PAGE_DOWN:
        move(s, (long)height(s));
        return true;
    case K_HOME:
        set_cursor(s, 0);
        return true;
    case K_END:
        set_cursor(s, s->ui->waiting.count);
        return true;
    case K_ENTER:
    case K_NEWLINE:
        open_record(s);
        return true;
    case K_TAB:
    case K_BACKTAB:
    case K_LEFT:
        s->ui->in_menu = true;
        return true;
    case K_TEXT:
        if (strcmp(k->text, " ") == 0)
            mark_here(s);
        return true;
    default:
        return false;
    }
}

static bool approvals_run(struct screen *s, enum command c)
{
    switch (c) {
    case DO_DECIDE:
        approvals_decide(s);
        return true;
    case DO_MARK_ALL:
        mark_all(s);
        return true;
    case DO_OPEN:
        open_record(s);
        return true;
    case DO_RELOAD:
        reload(s);
        return true;
    default:
        return false;
    }
}

static const struct record *approvals_record(struct screen *s)
{
    const struct waiting *w = approvals_here(s);
    return w != NULL ? w->record : NULL;
}

static void approvals_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Space marks, F2 decides; F6: another step, such as a return. Enter opens."));
}

static void approvals_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("What waits for a decision of yours; what was promised soonest comes first. “*”: "
               "new or changed since you saw it. Enter shows the record with its papers. Space "
               "marks; F2 decides all that are marked with one passphrase, and each is signed "
               "by itself. F6 shows every step, also a return with its reason. To hold one, "
               "leave it here.\n"));
}

static void approvals_shown(struct screen *s)
{
    const struct approvals *p = s->own;
    if (p->saves != s->ui->saves)
        reload(s);
}

/* Others decide as well: the list looks anew each minute. */
static int approvals_patience(struct screen *s, moment now)
{
    const struct approvals *p = s->own;
    moment left = p->asked_at + ANEW_MS - now;
    return left > 0 ? (int)left : 0;
}

static void approvals_tick(struct screen *s, moment now)
{
    struct approvals *p = s->own;
    p->asked_at = now;
    approvals_count(s->ui);
}

static const struct screen_class approvals_class = {
    .id = "approvals",
    .place = IN_APPROVALS,
    .private_size = sizeof(struct approvals),
    .menu = true,
    .draw = approvals_draw,
    .key = approvals_key,
    .run = approvals_run,
    .hint = approvals_hint,
    .help = approvals_help,
    .record = approvals_record,
    .shown = approvals_shown,
    .patience = approvals_patience,
    .tick = approvals_tick,
};

void approvals_open(struct ui *u)
{
    if (approvals_is(ui_screen(u)))
        return;
    struct screen *s = screen_push(u, &approvals_class);
    reload(s);
}
