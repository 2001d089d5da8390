/* record.c - one record, to read and to act on. */
#include "record_draw.h"
#include "screens.h"
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

struct view {
    struct record *record;
    struct record *opened; /* with its sealed text, while it was asked for; NULL: sealed */
    struct view_facts facts;
    struct view_rows rows;
    struct waiting decides; /* step NULL: it was not opened where it waits for a decision */
    int cols;               /* the rows were made for; 0: make them anew */
    size_t cursor, top, height;
    uint64_t saves;
};

static void show(struct ui *u, struct record *r, const struct waiting *decides);

/* ---- Loading ---- */

struct load_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;
    struct record *record;
    struct view_facts facts;
    struct waiting decides; /* without what it owns */
};

static void load_work(struct ask *ask)
{
    struct load_ask *a = (struct load_ask *)ask;
    ask->outcome = act_load(ask->session, a->kind, a->id, &a->record, &ask->error);
}

static void load_release(struct ask *ask)
{
    struct load_ask *a = (struct load_ask *)ask;
    record_free(&a->record);
    view_facts_free(&a->facts);
}

static void opened(struct ask *ask)
{
    struct load_ask *a = (struct load_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
    } else if (ask->awaited) {
        show(ask->ui, a->record, &a->decides);
        a->record = NULL;
    }
}

static struct load_ask *opening(struct ui *u, const struct kind *k, int64_t id)
{
    struct load_ask *a = ask_new(sizeof *a, u, NULL, load_work, opened, load_release);
    a->kind = k;
    a->id = id;
    return a;
}

void record_open(struct ui *u, const struct kind *k, int64_t id)
{
    ask_hold(&opening(u, k, id)->ask, AT_SHARE, _("Opening"));
}

void record_open_to_decide(struct ui *u, const struct waiting *w)
{
    struct load_ask *a = opening(u, w->kind, w->record->id);
    a->decides = (struct waiting){
        .kind = w->kind, .step = w->step, .alone = w->alone, .asks_reason = w->asks_reason
    };
    ask_hold(&a->ask, AT_SHARE, _("Opening"));
}

/* What is missing or worth a look comes after the record itself. */
static bool waits(const struct record *r)
{
    for (const struct step *s = r->kind->flow->steps; s != NULL && s->verb != NULL; s++)
        if ((s->flags & STEP_DECISION) && flow_step(r->kind->flow, s->verb, r->state) == s)
            return true;
    return false;
}

static void remarks_work(struct ask *ask)
{
    struct load_ask *a = (struct load_ask *)ask;
    char author[64];
    moment at = 0;
    if (waits(a->record) && act_asked(ask->session, a->record, author, &at, NULL) == DONE) {
        buf_printf(&a->facts.asked, "%s, ", author);
        moment_local(at, session_zone(ask->session), &a->facts.asked);
    }
    ask->outcome = act_remarks(ask->session, a->record, &a->facts.remarks, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_steps_offered(ask->session, a->record, &a->facts.steps, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_related(ask->session, a->record, &a->facts.related, &ask->error);
}

static void remarks_answer(struct ask *ask)
{
    struct load_ask *a = (struct load_ask *)ask;
    struct view *v = ask->owner->own;
    if (ask->outcome != DONE)
        return; /* they are an extra; the record itself is here */
    view_facts_free(&v->facts);
    v->facts = a->facts;
    v->facts.now = ui_now(ask->ui);
    a->facts = (struct view_facts){ 0 };
    v->cols = 0;
}

static void ask_remarks(struct screen *s)
{
    const struct view *v = s->own;
    struct load_ask *a = ask_new(sizeof *a, s->ui, s, remarks_work, remarks_answer, load_release);
    a->record = record_copy(v->record);
    ask_post(&a->ask, AT_SHARE);
}

/* ---- Sealed text: in this view alone, until it is left ---- */

static void conceal(struct screen *s)
{
    struct view *v = s->own;
    if (v->opened == NULL)
        return;
    act_wipe_clear(v->opened);
    record_free(&v->opened);
    view_rows_free(&v->rows);
    v->cols = 0;
}

static void unseal_work(struct ask *ask)
{
    struct load_ask *a = (struct load_ask *)ask;
    ask->outcome = act_unseal_record(ask->session, a->record, &ask->error);
}

static void unseal_release(struct ask *ask)
{
    struct load_ask *a = (struct load_ask *)ask;
    if (a->record != NULL)
        act_wipe_clear(a->record);
    load_release(ask);
}

static void unsealed(struct ask *ask)
{
    struct load_ask *a = (struct load_ask *)ask;
    struct view *v = ask->owner->own;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited || ask->ui->person[0] == '\0' || a->record->rev != v->record->rev)
        return;
    conceal(ask->owner);
    v->opened = a->record;
    a->record = NULL;
    v->cols = 0;
    ui_say(ask->ui, SAID, _("The seal is open on this screen only; Esc closes it."));
}

static void unseal(struct screen *s)
{
    const struct view *v = s->own;
    struct load_ask *a = ask_new(sizeof *a, s->ui, s, unseal_work, unsealed, unseal_release);
    a->record = record_copy(v->record);
    ask_hold(&a->ask, AT_SHARE, _("Opening the seal"));
}

static void take_class(struct screen *s);

static void reloaded(struct ask *ask)
{
    struct load_ask *a = (struct load_ask *)ask;
    struct view *v = ask->owner->own;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    conceal(ask->owner);
    record_free(&v->record);
    v->record = a->record;
    a->record = NULL;
    v->cols = 0;
    take_class(ask->owner);
    ask_remarks(ask->owner);
}

static void reload(struct screen *s)
{
    struct view *v = s->own;
    struct load_ask *a = ask_new(sizeof *a, s->ui, s, load_work, reloaded, load_release);
    v->saves = s->ui->saves;
    a->kind = v->record->kind;
    a->id = v->record->id;
    ask_hold(&a->ask, AT_SHARE, _("Reading the record"));
}

/* ---- On the screen ---- */

static int label_cells(int cols)
{
    return cols < FULL_COLS - 2 ? 13 : 22;
}

static void prepare(struct screen *s, struct area in)
{
    struct view *v = s->own;
    v->height = in.rows > 0 ? (size_t)in.rows : 1;
    if (v->cols != in.cols) {
        size_t item = view_rows_item(&v->rows, v->cursor);
        view_rows_free(&v->rows);
        record_rows(v->opened != NULL ? v->opened : v->record, &v->facts,
                    session_zone(s->ui->session), in.cols > 4 ? (size_t)in.cols - 3 : 1,
                    (size_t)label_cells(in.cols), &v->rows);
        if (v->cols != 0)
            v->cursor = view_rows_at(&v->rows, item);
        v->cols = in.cols;
    }
    if (v->cursor >= v->rows.count)
        v->cursor = v->rows.count > 0 ? v->rows.count - 1 : 0;
    size_t jump = v->height / 2 > 0 ? v->height / 2 : 1;
    if (v->cursor < v->top)
        v->top = v->cursor > jump ? v->cursor - jump : 0;
    else if (v->cursor >= v->top + v->height)
        v->top = v->cursor - v->height + jump;
    size_t last = v->rows.count > v->height ? v->rows.count - v->height : 0;
    if (v->top > last)
        v->top = last;
    if (v->cursor >= v->top + v->height)
        v->top = v->cursor - v->height + 1;
}

void record_draw_row(struct canvas *c, struct area in, int y, const struct view_row *row, int label)
{
    int x = in.x + 2, room = in.cols - 3;
    switch (row->kind) {
    case ROW_PAGE:
        draw_run(c, y, x - 1, room, HEADING, row->text);
        break;
    case ROW_FIELD:
    case ROW_REMARK:
        draw_text(c, y, x, label, FAINT, row->label);
        draw_run(c, y, x + label + 1, room - label - 1,
                 row->kind == ROW_REMARK ? ALERT : PLAIN_TEXT, row->text);
        break;
    case ROW_HEAD:
        draw_run(c, y, x, room, FAINT, row->text);
        break;
    default:
        draw_run(c, y, x, room, PLAIN_TEXT, row->text);
    }
}

static void title_text(const struct record *r, struct buf *title, struct buf *note)
{
    record_known(r, title);
    struct buf name = *title;
    *title = (struct buf){ 0 };
    buf_printf(title, "%s ─ %s", _(r->kind->label), buf_text(&name));
    buf_free(&name);
    const struct state *state = flow_state(r->kind->flow, r->state);
    buf_printf(note, "%s%s", _(state->label), state->flags & STATE_ALERT ? " !" : "");
}

/* Behind the state, but not at its cost: a note that does not fit beside the title goes as a whole.
 */
static void add_remark_count(size_t count, int room, struct buf *note)
{
    enum { AROUND = 8 }; /* the frame's own cells */
    struct buf more = { 0 };
    buf_printf(&more, _(" · %zu to watch"), count);
    if ((int)(utf8_cells(buf_text(note)) + utf8_cells(buf_text(&more))) + AROUND <= room)
        buf_puts(note, buf_text(&more));
    buf_free(&more);
}

static void view_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct view *v = s->own;
    struct buf title = { 0 }, note = { 0 };
    title_text(v->record, &title, &note);
    if (v->facts.remarks.count > 0)
        add_remark_count(v->facts.remarks.count, a.cols - (int)utf8_cells(buf_text(&title)), &note);
    struct area in = draw_frame(c, a, s->ui->top == s, buf_text(&title), buf_text(&note));
    prepare(s, in);
    for (int y = 0; y < in.rows && v->top + (size_t)y < v->rows.count; y++) {
        size_t at = v->top + (size_t)y;
        record_draw_row(c, in, in.y + y, &v->rows.items[at], label_cells(in.cols));
        if (at != v->cursor)
            continue;
        draw_text(c, in.y + y, in.x, 1, PLAIN_TEXT, ">");
        if (s->ui->top == s)
            draw_cursor(c, in.y + y, in.x);
    }
    buf_free(&title);
    buf_free(&note);
}

/* ---- Keys ---- */

/* A field whose label is longer than its column is read whole; false: it stands so already. */
static bool open_whole(struct screen *s)
{
    const struct view *v = s->own;
    const struct view_row *rows = v->rows.items;
    size_t at = v->cursor;
    while (at > 0 && rows[at].kind == ROW_FIELD && rows[at].label[0] == '\0')
        at--;
    int room = label_cells(frame_body(s).cols - 2);
    if (rows[at].kind != ROW_FIELD || (int)utf8_cells(rows[at].label) <= room)
        return false;
    struct buf text = { 0 };
    buf_puts(&text, rows[at].text);
    for (size_t i = at + 1; i < v->rows.count && rows[i].kind == ROW_FIELD; i++) {
        if (rows[i].label[0] != '\0')
            break;
        buf_printf(&text, " %s", rows[i].text);
    }
    struct buf whole = { 0 };
    buf_printf(&whole, "%s:\n%s", rows[at].label, buf_text(&text));
    text_open(s->ui, _(v->record->kind->label), buf_text(&whole));
    wipe_buf(&text); /* it may have been unsealed */
    wipe_buf(&whole);
    return true;
}

static void follow(struct screen *s)
{
    const struct view *v = s->own;
    if (v->cursor >= v->rows.count)
        return;
    const struct view_row *row = &v->rows.items[v->cursor];
    if (row->leads_to != NULL && row->id == 0) {
        struct buf filter = { 0 };
        buf_printf(&filter, "state=all; %s=", row->by->id);
        record_name(v->record, &filter);
        list_open(s->ui, row->leads_to, buf_text(&filter));
        buf_free(&filter);
    } else if (row->leads_to != NULL) {
        record_open(s->ui, row->leads_to, row->id);
    } else if (row->kind == ROW_LINE) {
        struct buf text = { 0 };
        record_line_text(v->record, row->line_kind, row->line, &text);
        text_open(s->ui, _(v->record->kind->lines[row->line_kind].label), buf_text(&text));
        buf_free(&text);
    } else if (!open_whole(s)) {
        ui_say(s->ui, SAID, _("Nothing to open on this row. F4 edits, F6 takes the next step."));
    }
}

static void go(struct view *v, long by)
{
    long at = (long)v->cursor + by, last = (long)v->rows.count - 1;
    v->cursor = at < 0 || last < 0 ? 0 : at > last ? (size_t)last : (size_t)at;
}

static bool view_key(struct screen *s, const struct key *k)
{
    struct view *v = s->own;
    switch (k->code) {
    case K_UP:
    case K_BACKTAB:
        go(v, -1);
        return true;
    case K_DOWN:
    case K_TAB:
        go(v, 1);
        return true;
    case K_PAGE_UP:
        go(v, -(long)v->height);
        return true;
    case K_PAGE_DOWN:
        go(v, (long)v->height);
        return true;
    case K_HOME:
        v->cursor = 0;
        return true;
    case K_END:
        go(v, (long)v->rows.count);
        return true;
    case K_ENTER:
    case K_NEWLINE:
        follow(s);
        return true;
    case K_LEFT:
    case K_BACKSPACE: /* back along the path */
        screen_close(s);
        return true;
    default:
        return false;
    }
}

static void attach_here(struct screen *s)
{
    const struct view *v = s->own;
    const struct view_row *row = v->cursor < v->rows.count ? &v->rows.items[v->cursor] : NULL;
    if (row != NULL && row->kind == ROW_LINE)
        attach_open(s->ui, v->record, row->line_kind, row->line);
    else
        ui_say(s->ui, SAID, _("Go to one of the papers first; a scan belongs to a paper."));
}

/* To the first record that refers to this one; again: to the next kind of them. */
static void go_related(struct screen *s)
{
    struct view *v = s->own;
    for (size_t n = 1; n <= v->rows.count; n++) {
        size_t at = (v->cursor + n) % v->rows.count;
        if (v->rows.items[at].kind == ROW_RELATED && v->rows.items[at - 1].kind == ROW_PAGE) {
            v->cursor = at;
            return;
        }
    }
    ui_say(s->ui, SAID, _("Nothing refers to this record yet."));
}

static void other_chosen(struct screen *owner, const char *text, int64_t id)
{
    const struct record *r = ((const struct view *)owner->own)->record;
    (void)text;
    compare_open(owner->ui, r->kind, r->id, id);
}

/* With the one of its kind that the row leads to, such as what it may be a double of; else with one
 * that is looked for. */
static void compare_here(struct screen *s)
{
    const struct view *v = s->own;
    const struct view_row *row = v->cursor < v->rows.count ? &v->rows.items[v->cursor] : NULL;
    const struct record *r = v->record;
    if (row != NULL && row->leads_to == r->kind && row->id != 0 && row->id != r->id)
        compare_open(s->ui, r->kind, r->id, row->id);
    else
        find_choose(s->ui, r->kind, _("Compare with"), s, other_chosen);
}

static const struct record *view_record(struct screen *s)
{
    return ((const struct view *)s->own)->record;
}

static bool view_run(struct screen *s, enum command c)
{
    switch (c) {
    case DO_DECIDE: /* closed once it is taken: back to what else waits */
        step_decide(s->ui, view_record(s), &((const struct view *)s->own)->decides, s);
        return true;
    case DO_RELOAD:
        reload(s);
        return true;
    case DO_UNSEAL:
        unseal(s);
        return true;
    case DO_RELATED:
        go_related(s);
        return true;
    case DO_MAKE_FOR:
        begin_for(s->ui, view_record(s));
        return true;
    case DO_COMPARE:
        compare_here(s);
        return true;
    case DO_ATTACH:
        attach_here(s);
        return true;
    default:
        return false;
    }
}

static void view_hint(struct screen *s, struct buf *out)
{
    const struct view *v = s->own;
    struct error why;
    const struct command_row *open = command_find(DO_UNSEAL, IN_RECORD);
    if (v->opened == NULL && ui_may(s->ui, open, &why))
        buf_puts(out, _("Ctrl-D opens the seal, F4 edits, F6 takes the next step."));
    else if (s->class->place == IN_DECISION)
        buf_printf(out, _("F2: %s; F6 shows every step, F7 who changed what."),
                   _(v->decides.step->label));
    else if (v->facts.related.count > 0)
        buf_puts(out, _("F6 takes the next step, Ctrl-X goes to what refers to it; Enter opens."));
    else
        buf_puts(out, _("F4 edits, F6 takes the next step; Enter opens what a row leads to."));
}

static void view_help(struct screen *s, struct buf *out)
{
    const struct view *v = s->own;
    buf_printf(out,
               _("One record (%s), all that is filled in. Its state stands at the top; F6 shows "
                 "which steps lead on, and why one cannot be taken. Enter on a party or a "
                 "commodity opens it, on a line shows all of it.\n"),
               _(v->record->kind->label));
    for (const struct step *step = v->record->kind->flow->steps; step != NULL && step->verb != NULL;
         step++)
        if (step->help != NULL && record_step_applies(v->record, step) &&
            flow_step(v->record->kind->flow, step->verb, v->record->state) == step)
            buf_printf(out, "\n  %s — %s", _(step->label), _(step->help));
    buf_putc(out, '\n');
}

/* A form that was left may have left a draft. */
static void view_shown(struct screen *s)
{
    const struct view *v = s->own;
    if (v->saves != s->ui->saves)
        reload(s);
    else if (s->ui->left_screen)
        ask_remarks(s);
}

static void view_speak(struct screen *s, bool changed)
{
    struct view *v = s->own;
    if (!changed)
        return;
    view_rows_free(&v->rows);
    v->cols = 0;
    ask_remarks(s);
}

static void view_close(struct screen *s)
{
    struct view *v = s->own;
    conceal(s);
    record_free(&v->record);
    view_facts_free(&v->facts);
    view_rows_free(&v->rows);
}

#define VIEW_AT(where)                                                                             \
    {                                                                                              \
        .id = "record", .place = (where), .private_size = sizeof(struct view), .draw = view_draw,  \
        .key = view_key, .run = view_run, .hint = view_hint, .help = view_help,                    \
        .record = view_record, .shown = view_shown, .speak = view_speak, .conceal = conceal,       \
        .close = view_close,                                                                       \
    }
static const struct screen_class view_class = VIEW_AT(IN_RECORD);
static const struct screen_class decision_class = VIEW_AT(IN_DECISION);

/* What it waited for may have come meanwhile; then it is a record like any other. */
static void take_class(struct screen *s)
{
    const struct view *v = s->own;
    const struct step *step = v->decides.step;
    bool waits =
        step != NULL && flow_step(v->record->kind->flow, step->verb, v->record->state) == step;
    s->class = waits ? &decision_class : &view_class;
}

static void show(struct ui *u, struct record *r, const struct waiting *decides)
{
    struct screen *s = screen_push(u, &view_class);
    struct view *v = s->own;
    v->record = r;
    v->decides = *decides;
    take_class(s);
    v->saves = u->saves;
    ask_remarks(s);
    opened_note(u, r);
}

/* The screen that already shows it takes it; else a new one does. */
void record_show(struct ui *u, struct record *r)
{
    struct screen *s = u->top;
    if (s != NULL && (s->class->place & IN_RECORDS)) {
        struct view *v = s->own;
        if (v->record->kind == r->kind && v->record->id == r->id) {
            conceal(s);
            record_free(&v->record);
            v->record = r;
            v->cols = 0;
            v->saves = u->saves;
            take_class(s);
            ask_remarks(s);
            return;
        }
    }
    show(u, r, &(struct waiting){ 0 });
}
