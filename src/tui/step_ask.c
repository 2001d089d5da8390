/* step_ask.c - what a step asks for on the spot: the fields it demands, and the reason. */
#include "echo.h"
#include "editor.h"
#include "explain.h"
#include "lines.h"
#include "pass.h"
#include "popup.h"
#include "steps.h"

#include <stdlib.h>
#include <string.h>

enum { ASKED_MAX = 12, REASON_MAX = 500, LABEL_CELLS = 20 };

struct asked {
    const struct field *field; /* NULL: the reason */
    const char *path;          /* of the step's row */
    bool needed;               /* may not stay empty */
    bool stood;                /* there was something in it */
    struct editor editor;
};

struct step_ask {
    struct taking *taking;
    struct screen *form;
    struct asked items[ASKED_MAX];
    size_t count, focus, top; /* top: the first that is seen */
};

/* "Officer 2" in a line. */
static void label_of(const struct asked *i, struct buf *out)
{
    const char *dot = i->field != NULL ? strchr(i->path, '.') : NULL;
    buf_puts(out, i->field != NULL ? _(i->field->label) : _("Reason (recorded; others read it)"));
    if (dot != NULL)
        buf_printf(out, " %.*s", (int)strcspn(dot + 1, "."), dot + 1);
}

/* ---- On the screen ---- */

/* Below the answer: there is no room beside it. */
static void draw_echo(struct screen *s, struct area in, int y, const struct asked *item)
{
    struct buf echo = { 0 };
    int x = in.x + 2 + LABEL_CELLS + 1;
    if (item->field != NULL)
        echo_text(s->ui, item->field, buf_text(&item->editor.text), &echo);
    draw_run(&s->ui->canvas, y, x, in.x + in.cols - x, FAINT, buf_text(&echo));
    buf_free(&echo);
}

/* A reason stands below what it is called, in all the room there is. */
static void draw_item(struct step_ask *p, struct canvas *c, struct area in, int y, size_t i)
{
    struct asked *item = &p->items[i];
    bool focus = i == p->focus, wide = item->field == NULL;
    int x = wide ? in.x + 2 : in.x + 2 + LABEL_CELLS + 1, room = in.x + in.cols - 1 - x;
    size_t cell = 0;
    const char *view = editor_view(&item->editor, (size_t)(room > 1 ? room : 1), &cell);
    struct buf label = { 0 };
    label_of(item, &label);
    draw_text(c, y, in.x + 2, wide ? room : LABEL_CELLS, focus ? STRONG : PLAIN_TEXT,
              buf_text(&label));
    buf_free(&label);
    draw_text(c, y + wide, x, room, focus && item->editor.fresh ? ENTRY_FRESH : ENTRY,
              focus ? view : buf_text(&item->editor.text));
    if (!focus)
        return;
    draw_text(c, y, in.x, 1, STRONG, ">");
    draw_cursor(c, y + wide, x + (int)cell);
}

enum { ASK_CELLS = 72, HELP_ROWS = 4 };

/* What the step does stands below what it asks for, where there is room; at the foot, always, that
 * it is not undone. */
static void draw_words(const struct step_ask *p, struct canvas *c, struct area in,
                       const struct lines *help, const struct lines *lasting)
{
    int y = (int)p->count * 2, last = in.rows - (int)lasting->count;
    lines_draw(help, 0, c, (struct area){ in.y + y, in.x + 2, last - y, in.cols - 3 }, FAINT);
    lines_draw(lasting, 0, c, (struct area){ in.y + last, in.x + 2, in.rows - last, in.cols - 3 },
               ALERT);
}

static void ask_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct step_ask *p = s->own;
    const struct step *step = p->taking->step;
    struct lines help = { 0 }, lasting = { 0 };
    int cells = (a.cols < ASK_CELLS ? a.cols : ASK_CELLS) - 6;
    size_t room = cells > 8 ? (size_t)cells : 8;
    if (step->help != NULL)
        lines_wrap(&help, _(step->help), room);
    if (step->flags & STEP_LASTING)
        lines_wrap(&lasting, _("This leaves the office and is not undone."), room);
    int below = (help.count < HELP_ROWS ? (int)help.count : HELP_ROWS) + (int)lasting.count;
    struct buf title = { 0 };
    buf_printf(&title, p->taking->asks_reason ? _("%s: reason") : "%s", _(step->label));
    struct area in = draw_frame(c, popup_area(a, (int)p->count * 2 + below + 2, ASK_CELLS), true,
                                buf_text(&title), "");
    buf_free(&title);
    draw_words(p, c, in, &help, &lasting);
    in.rows -= (int)lasting.count;
    lines_free(&help);
    lines_free(&lasting);
    cursor_in_sight(in.rows > 2 ? (size_t)in.rows / 2 : 1, p->count, p->focus, &p->top);
    for (size_t i = p->top; i < p->count && (int)(i - p->top) * 2 < in.rows; i++)
        draw_item(p, c, in, in.y + (int)(i - p->top) * 2, i);
    int below_focus = (int)(p->focus - p->top) * 2 + 1;
    if (below_focus < in.rows)
        draw_echo(s, in, in.y + below_focus, &p->items[p->focus]);
}

/* ---- Going on ---- */

/* Every answer is judged here already, so that the hands stay at the field that is wrong. */
static bool check(struct screen *s, size_t i)
{
    struct step_ask *p = s->own;
    struct asked *item = &p->items[i];
    struct error e = { 0 };
    const char *text = buf_text(&item->editor.text);
    bool blank = text[strspn(text, " ")] == '\0';
    enum outcome result = DONE;
    if (item->field == NULL && blank)
        result = fail(&e, REFUSED, _("Write the reason in words; it goes into the history."));
    else if (item->field != NULL && blank && item->needed) {
        struct buf label = { 0 };
        label_of(item, &label);
        result = fail(&e, REFUSED, _("%s: needed for this step; fill it in."), buf_text(&label));
        buf_free(&label);
    }
    if (result == DONE && item->field != NULL && !blank) {
        struct reading how = session_reading(s->ui->session, SPELL_SCREEN);
        struct value v = { 0 };
        result = field_parse(item->field, &how, text, &v, &e);
        value_clear(&v);
    }
    if (result != DONE) {
        p->focus = i;
        ui_fail(s->ui, &e);
    }
    return result == DONE;
}

static void go_on(struct screen *s)
{
    struct step_ask *p = s->own;
    struct ui *u = s->ui;
    for (size_t i = 0; i < p->count; i++)
        if (!check(s, i))
            return;
    /* This stays open until the step is taken: a refusal loses nothing that was typed. */
    struct taking *t = taking_copy(p->taking);
    for (size_t i = 0; i < p->count; i++) {
        const char *text = buf_text(&p->items[i].editor.text);
        if (p->items[i].field != NULL) {
            if (p->items[i].stood || text[strspn(text, " ")] != '\0')
                taking_set(t, p->items[i].path, text);
        } else {
            free(t->note);
            t->note = xstrdup(text);
        }
    }
    if (t->answered != NULL)
        t->answered(s, t);
    else
        step_take(u, t, p->form != NULL ? p->form : s);
}

/* What was typed of an answer, without the words it began with. */
static const char *typed_of(const struct step_ask *p, const struct asked *item)
{
    const char *text = buf_text(&item->editor.text), *begun = p->taking->note;
    return item->field == NULL && text_starts(text, begun) ? text + strlen(begun) : text;
}

static void ask_again(struct screen *s, size_t i)
{
    struct step_ask *p = s->own;
    struct asked *item = &p->items[i];
    p->focus = i;
    editor_set(&item->editor, item->field == NULL ? p->taking->note : "", item->editor.limit,
               false);
    item->editor.fresh = false;
    ui_say(s->ui, SAID_BADLY,
           _("That is your passphrase, not the reason: nothing of it was kept. Write the reason "
             "anew."));
    ui_alarm(s->ui);
}

static void step_focus(struct step_ask *p, bool forth)
{
    if (forth && p->focus + 1 < p->count)
        p->focus++;
    else if (!forth && p->focus > 0)
        p->focus--;
    struct editor *e = &p->items[p->focus].editor;
    e->fresh = e->text.len > 0 && p->items[p->focus].field != NULL;
}

static bool ask_key(struct screen *s, const struct key *k)
{
    struct step_ask *p = s->own;
    struct editor *e = &p->items[p->focus].editor;
    switch (k->code) {
    case K_UP:
    case K_BACKTAB:
        step_focus(p, false);
        return true;
    case K_DOWN:
    case K_TAB:
        step_focus(p, true);
        return true;
    case K_ENTER:
    case K_NEWLINE:
        if (p->focus + 1 == p->count)
            go_on(s);
        else
            step_focus(p, true);
        return true;
    case K_PASTE:
        editor_insert(e, buf_text(&s->ui->keyboard.paste));
        return true;
    default:
        break;
    }
    enum edited edited = editor_key(e, k);
    if (edited == EDIT_FULL)
        term_bell(&s->ui->term);
    return edited != EDIT_NOT_MINE;
}

static void chosen(struct screen *owner, const char *text, int64_t id)
{
    struct step_ask *p = owner->own;
    struct asked *item = &p->items[p->focus];
    (void)id;
    editor_set(&item->editor, text, item->editor.limit, false);
    item->editor.fresh = false;
}

static bool ask_run(struct screen *s, enum command c)
{
    struct step_ask *p = s->own;
    const struct asked *item = &p->items[p->focus];
    if (c == DO_SAVE) {
        go_on(s);
        return true;
    }
    if (c != DO_CHOOSE)
        return false;
    const struct field *f = item->field;
    if (f != NULL && (f->kind != NULL || f->choices != NULL || f->type == &type_flag))
        lookup_open(s->ui, s, f, item->editor.fresh ? "" : buf_text(&item->editor.text), chosen);
    else
        ui_say(s->ui, SAID, _("Nothing to choose from here: type it."));
    return true;
}

static void ask_hint(struct screen *s, struct buf *out)
{
    const struct step_ask *p = s->own;
    const struct field *f = p->items[p->focus].field;
    bool decides = (p->taking->step->flags & STEP_DECISION) && session_logged_in(s->ui->session);
    if (f == NULL)
        buf_puts(out, decides ? _("In words; it goes into the history. The passphrase is asked for "
                                  "after this.")
                              : _("In words; it goes into the history. F2 or Enter goes on."));
    else
        echo_help(s->ui, f, out);
}

static void ask_help(struct screen *s, struct buf *out)
{
    const struct step_ask *p = s->own;
    const struct field *f = p->items[p->focus].field;
    const struct kind *k = p->taking->kind;
    if (f != NULL) {
        explain_field(k, f, out);
        buf_putc(out, '\n');
    }
    explain_step(k, p->taking->step, out);
}

static void ask_close(struct screen *s)
{
    struct step_ask *p = s->own;
    for (size_t i = 0; i < p->count; i++)
        editor_free(&p->items[i].editor);
    taking_free(p->taking);
}

static const struct screen_class ask_class = {
    .id = "step",
    .place = IN_STEP,
    .private_size = sizeof(struct step_ask),
    .overlay = true,
    .draw = ask_draw,
    .key = ask_key,
    .run = ask_run,
    .hint = ask_hint,
    .help = ask_help,
    .close = ask_close,
};

static void put_now(const struct ui *u, const struct field *f, struct buf *out)
{
    moment now = ui_now(u);
    struct value v = { 0 };
    value_set_number(&v, f->type == &type_moment ? now : moment_day(now, session_zone(u->session)));
    field_format(f, &v, SPELL_SCREEN, out);
}

static void add_field(const struct ui *u, struct step_ask *p, const struct record *r,
                      const char *path, bool needed)
{
    const struct field *f = kind_path(r->kind, path);
    if (f == NULL || p->count + 1 >= ASKED_MAX)
        return;
    struct asked *item = &p->items[p->count++];
    struct buf text = { 0 };
    const struct value *v = record_at(r, path, NULL);
    *item = (struct asked){ .field = f, .path = path, .needed = needed };
    item->stood = v != NULL && v->set;
    if (item->stood)
        field_format(f, v, SPELL_SCREEN, &text);
    else if (f->flags & FIELD_NOW)
        put_now(u, f, &text);
    editor_set(&item->editor, buf_text(&text), echo_room(f), false);
    buf_free(&text);
}

/* The path itself, or one in a line of that kind. */
static bool is_of(const char *path, const char *missed)
{
    size_t n = strlen(missed);
    return strncmp(path, missed, n) == 0 && (path[n] == '\0' || path[n] == '.');
}

void step_ask_go(struct screen *s, const char *path)
{
    if (s == NULL || s->class != &ask_class || path[0] == '\0')
        return;
    struct step_ask *p = s->own;
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].field != NULL && is_of(p->items[i].path, path)) {
            p->focus = i;
            return;
        }
}

void step_ask_open(struct ui *u, struct taking *t, const struct record *r, struct screen *form)
{
    struct screen *s = screen_push(u, &ask_class);
    struct step_ask *p = s->own;
    p->taking = t;
    p->form = form;
    const char *const *asks = t->misses[0] != '\0' ? t->step->asks : NULL;
    bool missed = false; /* the first of what is missed is needed, such as a first officer */
    for (size_t i = 0; t->step->demands != NULL && t->step->demands[i] != NULL; i++)
        add_field(u, p, r, t->step->demands[i], true);
    for (size_t i = 0; asks != NULL && asks[i] != NULL; i++) {
        bool first = !missed && is_of(asks[i], t->misses);
        missed = missed || first;
        add_field(u, p, r, asks[i], first);
    }
    if (t->asks_reason) {
        struct editor *reason = &p->items[p->count++].editor;
        editor_set(reason, t->note, REASON_MAX, false);
        reason->fresh = false; /* its beginning stays */
    }
}

bool step_ask_again(struct screen *dialog, const struct unseen *secret)
{
    struct screen *below = dialog->below;
    const struct step_ask *p = below != NULL && below->class == &ask_class ? below->own : NULL;
    for (size_t i = 0; p != NULL && i < p->count; i++)
        if (unseen_is(secret, typed_of(p, &p->items[i]))) {
            screen_close(dialog);
            ask_again(below, i);
            return true;
        }
    return false;
}
