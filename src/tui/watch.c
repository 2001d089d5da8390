/* watch.c - the expiry watch on the screen: what lapses soon, is due or has lapsed; Enter opens the
 * record, F2 says that somebody looked after it. */
#include "screens.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED = 500, STATE_CELLS = 11, NARROW_STATE_CELLS = 6, NARROW_COLS = 50, DAY_CELLS = 12 };

struct pane {
    struct watch_list list;
    size_t cursor, top;
    bool loaded;
    bool handled_too;
};

static const struct screen_class watch_class;

/* ---- Reading ---- */

struct watch_ask {
    struct ask ask; /* first */
    struct watch_query q;
    struct watch_list list;
};

static void watch_work(struct ask *ask)
{
    struct watch_ask *a = (struct watch_ask *)ask;
    ask->outcome = act_watch(ask->session, &a->q, &a->list, &ask->error);
}

static void watch_release(struct ask *ask)
{
    watch_list_free(&((struct watch_ask *)ask)->list);
}

static bool same(const struct watched *a, const struct watched *b)
{
    return a->kind == b->kind && a->id == b->id && a->line == b->line && a->field == b->field &&
           a->on == b->on;
}

/* The cursor stays on its item, or near where it was. */
static void take_list(struct pane *p, struct watch_list *fresh)
{
    size_t at = p->cursor;
    for (size_t i = 0; p->cursor < p->list.count && i < fresh->count; i++)
        if (same(&p->list.items[p->cursor], &fresh->items[i]))
            at = i;
    watch_list_free(&p->list);
    p->list = *fresh;
    *fresh = (struct watch_list){ 0 };
    p->cursor = at < p->list.count ? at : p->list.count > 0 ? p->list.count - 1 : 0;
}

static void watch_answer(struct ask *ask)
{
    struct watch_ask *a = (struct watch_ask *)ask;
    struct pane *p = ask->owner->own;
    p->loaded = true;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    if (ask->outcome != DONE)
        return;
    memcpy(ask->ui->watch, a->list.counts, sizeof a->list.counts); /* for menu and home */
    take_list(p, &a->list);
}

static struct ask *new_ask(struct screen *s)
{
    const struct pane *p = s->own;
    struct watch_ask *a = ask_new(sizeof *a, s->ui, s, watch_work, watch_answer, watch_release);
    a->q = (struct watch_query){ .limit = LISTED,
                                 .states = p->handled_too ? (1u << WATCH_STATES) - 1 : 0 };
    return &a->ask;
}

static void anew(struct screen *s)
{
    ask_hold(new_ask(s), AT_SHARE, _("Reading the list"));
}

/* Others have written. */
static void news(struct screen *s)
{
    ask_post(new_ask(s), AT_SHARE);
}

/* ---- On the screen ---- */

static const struct watched *here(const struct screen *s)
{
    const struct pane *p = s->own;
    return p->cursor < p->list.count ? &p->list.items[p->cursor] : NULL;
}

static size_t rows_of(const struct screen *s)
{
    int rows = frame_body(s->ui, true).rows - 3;
    return rows > 1 ? (size_t)rows : 1;
}

static enum style style_of(const struct watched *w)
{
    return w->state == WATCH_HANDLED                           ? FAINT
           : w->state == WATCH_LAPSED || w->state == WATCH_DUE ? ALERT
                                                               : PLAIN_TEXT;
}

static void draw_row(const struct screen *s, struct canvas *c, struct area in, int y, size_t at)
{
    const struct pane *p = s->own;
    const struct watched *w = &p->list.items[at];
    struct buf text = { 0 };
    int x = in.x + 2, cells = in.cols < NARROW_COLS ? NARROW_STATE_CELLS : STATE_CELLS;
    draw_text(c, y, x, cells, style_of(w), _(watch_state_labels[w->state]));
    x += cells + 1;
    day_local(w->on, &text);
    draw_text(c, y, x, DAY_CELLS, PLAIN_TEXT, buf_text(&text));
    x += DAY_CELLS;
    if (w->went_on != NULL)
        draw_text(c, y, x - 1, 1, ALERT, "!");
    buf_reset(&text);
    buf_printf(&text, "%s · ", w->name);
    watch_what(w, &text);
    draw_run(c, y, x + 1, in.x + in.cols - x - 1, PLAIN_TEXT, buf_text(&text));
    buf_free(&text);
}

/* Under the cursor: how long, what went on, who looked after it. */
static void tell(const struct screen *s, const struct watched *w, struct buf *out)
{
    buf_printf(out, "%s · ", _(w->kind->label));
    if (w->at != 0)
        moment_local(w->at, session_zone(s->ui->session), out);
    else if (w->days < 0)
        buf_printf(out, _("%lld days ago"), (long long)-w->days);
    else
        buf_printf(out, _("%lld days left"), (long long)w->days);
    if (w->went_on != NULL)
        buf_printf(out, " · %s", w->went_on);
    if (w->handling == 0)
        return;
    buf_printf(out, " · %s, %s: %s", w->by, w->how, w->words);
    if (w->until == NO_DAY)
        return;
    buf_printf(out, " · %s ", _("until"));
    day_local(w->until, out);
}

static void note(const struct pane *p, struct buf *out)
{
    buf_printf(out, _("%zu due · %zu lapsed · %zu soon"), p->list.counts[WATCH_DUE],
               p->list.counts[WATCH_LAPSED], p->list.counts[WATCH_SOON]);
}

static void watch_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct pane *p = s->own;
    bool focused = s->ui->top == s && !s->ui->in_menu;
    size_t rows = rows_of(s);
    struct buf counts = { 0 }, more = { 0 };
    note(p, &counts);
    struct area in = draw_frame(c, a, focused, _("Expiry watch"), buf_text(&counts));
    if (p->cursor < p->top)
        p->top = p->cursor;
    else if (p->cursor >= p->top + rows)
        p->top = p->cursor - rows + 1;
    for (size_t y = 0; y < rows && p->top + y < p->list.count; y++)
        draw_row(s, c, in, in.y + (int)y, p->top + y);
    if (p->list.count == 0) {
        draw_run(c, in.y, in.x + 2, in.cols - 2, FAINT,
                 p->loaded ? _("Nothing lapses soon.") : _("Reading …"));
    } else {
        draw_text(c, in.y + (int)(p->cursor - p->top), in.x, 1, STRONG, ">");
        tell(s, here(s), &more);
        draw_run(c, in.y + in.rows - 1, in.x + 1, in.cols - 2, FAINT, buf_text(&more));
    }
    if (focused)
        draw_cursor(c, in.y + (int)(p->cursor - p->top), in.x);
    buf_free(&counts);
    buf_free(&more);
}

/* ---- Looking after one: how, in which words, until when ---- */

struct mark_ask {
    struct ask ask; /* first */
    struct watched item;
    char *name, *how, *reason, *until;
    bool reopen;
};

/* What the questions carry on from one to the next. */
struct marking {
    struct watched item; /* its texts but the name are not carried */
    char *name, *how, *reason;
};

static const char *const ways[] = { "letter", "phone", "mail", "renewal", "other", NULL };

static void marking_free(void *context)
{
    struct marking *m = context;
    free(m->name);
    free(m->how);
    free(m->reason);
    free(m);
}

static struct marking *marking_of(const struct watched *w, const char *name, const char *how,
                                  const char *reason)
{
    struct marking *m = xcalloc(1, sizeof *m);
    m->item = *w;
    m->name = xstrdup(name);
    m->item.name = m->name;
    m->item.went_on = m->item.by = m->item.how = m->item.words = NULL;
    m->how = xstrdup(how);
    m->reason = xstrdup(reason);
    return m;
}

static void mark_work(struct ask *ask)
{
    const struct mark_ask *a = (struct mark_ask *)ask;
    const struct watch_mark mark = { a->how, a->reason, a->until, SPELL_SCREEN };
    ask->outcome = a->reopen ? act_watch_reopen(ask->session, &a->item, a->reason, &ask->error)
                             : act_watch_handle(ask->session, &a->item, &mark, &ask->error);
}

static void mark_release(struct ask *ask)
{
    struct mark_ask *a = (struct mark_ask *)ask;
    free(a->name);
    free(a->how);
    free(a->reason);
    free(a->until);
}

static void marked(struct ask *ask)
{
    struct ui *u = ask->ui;
    u->saves++;
    if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
    if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else if (((struct mark_ask *)ask)->reopen)
        ui_say(u, SAID_WELL, _("It is watched again."));
    else
        ui_say(u, SAID_WELL, _("Noted as handled. Ctrl-A lists it again."));
}

static void mark(struct ui *u, const struct marking *m, const char *reason, const char *until,
                 bool reopen)
{
    struct mark_ask *a = ask_new(sizeof *a, u, NULL, mark_work, marked, mark_release);
    a->item = m->item;
    a->item.name = a->name = xstrdup(m->name);
    a->how = xstrdup(m->how);
    a->reason = xstrdup(reason);
    a->until = xstrdup(until);
    a->reopen = reopen;
    ask_hold(&a->ask, AT_SHARE, _("Saving"));
}

static bool until_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    const struct marking *m = context;
    (void)owner;
    mark(u, m, m->reason, text, false);
    return true;
}

static bool reason_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    const struct marking *m = context;
    (void)owner;
    if (text[strspn(text, " ")] == '\0') {
        ui_say(u, SAID_BADLY, _("Write in words what was done about it; colleagues read it."));
        return false;
    }
    prompt_open(u, &(struct prompt){
                       .label = _("Watch again on:"),
                       .initial = "",
                       .hint = _("A day, such as h+7; empty: not before its day changes."),
                       .done = until_typed,
                       .context = marking_of(&m->item, m->name, m->how, text),
                       .release = marking_free,
                   });
    return true;
}

static void ask_reason(struct ui *u, const struct marking *m, typed_fn *done, const char *label)
{
    prompt_open(u, &(struct prompt){
                       .label = label,
                       .initial = "",
                       .hint = _("In words, for colleagues."),
                       .done = done,
                       .context = marking_of(&m->item, m->name, m->how, ""),
                       .release = marking_free,
                   });
}

static void how_answered(struct ui *u, struct screen *owner, void *context, int answer)
{
    struct marking *m = context;
    (void)owner;
    if (answer < 0 || (size_t)answer + 1 >= COUNT(ways))
        return;
    free(m->how);
    m->how = xstrdup(ways[answer]);
    ask_reason(u, m, reason_typed, _("What was done:"));
}

static bool reopen_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    if (text[strspn(text, " ")] == '\0') {
        ui_say(u, SAID_BADLY, _("Write in words why it is watched again."));
        return false;
    }
    mark(u, context, text, "", true);
    return true;
}

static void handle_here(struct screen *s)
{
    const struct watched *w = here(s);
    if (w == NULL)
        return;
    struct marking *m = marking_of(w, w->name, "", "");
    if (w->state == WATCH_HANDLED) {
        ask_reason(s->ui, m, reopen_typed, _("Watch it again because:"));
        marking_free(m);
        return;
    }
    dialog_open(
        s->ui,
        &(struct question){
            .title = _("Handled"),
            .text = w->name,
            .answers = (const char *const[]){ _("A letter was sent"), _("Told by telephone"),
                                              _("Mail was sent"), _("Its renewal is under way"),
                                              _("Otherwise"), NULL },
            .answered = how_answered,
            .context = m,
            .release = marking_free,
        });
}

/* ---- Proposing one as a capture ---- */

struct report_ask {
    struct ask ask; /* first */
    struct watched item;
    char *name, *went_on;
    int64_t capture;
};

static void report_work(struct ask *ask)
{
    struct report_ask *a = (struct report_ask *)ask;
    ask->outcome = act_watch_report(ask->session, &a->item, &a->capture, &ask->error);
}

static void report_release(struct ask *ask)
{
    struct report_ask *a = (struct report_ask *)ask;
    free(a->name);
    free(a->went_on);
}

static void reported(struct ask *ask)
{
    const struct report_ask *a = (const struct report_ask *)ask;
    struct ui *u = ask->ui;
    u->saves++;
    if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else if (ask->awaited)
        form_edit(u, registry_find(&all_kinds, "capture"), a->capture);
}

static void report_here(struct screen *s)
{
    const struct watched *w = here(s);
    if (w == NULL)
        return;
    struct report_ask *a = ask_new(sizeof *a, s->ui, NULL, report_work, reported, report_release);
    a->item = *w;
    a->item.name = a->name = xstrdup(w->name);
    a->item.went_on = a->went_on = w->went_on != NULL ? xstrdup(w->went_on) : NULL;
    a->item.by = a->item.how = a->item.words = NULL;
    ask_hold(&a->ask, AT_SHARE, _("Saving"));
}

/* ---- Keys ---- */

static void open_here(struct screen *s)
{
    const struct watched *w = here(s);
    if (w == NULL)
        return;
    if (w->id != 0)
        record_open(s->ui, w->kind, w->id);
    else
        list_open(s->ui, w->kind, "");
}

static bool watch_key(struct screen *s, const struct key *k)
{
    struct pane *p = s->own;
    if (key_moves(k, rows_of(s), p->list.count, &p->cursor))
        return true;
    switch (k->code) {
    case K_ENTER:
    case K_NEWLINE:
        open_here(s);
        return true;
    case K_TAB:
    case K_BACKTAB:
    case K_LEFT:
        s->ui->in_menu = true;
        return true;
    default:
        return k->code == K_TEXT;
    }
}

static bool watch_run(struct screen *s, enum command c)
{
    struct pane *p = s->own;
    switch (c) {
    case DO_HANDLED:
        handle_here(s);
        return true;
    case DO_REPORT:
        report_here(s);
        return true;
    case DO_HELD:
        p->handled_too = !p->handled_too;
        anew(s);
        return true;
    case DO_OPEN:
        open_here(s);
        return true;
    case DO_RELOAD:
        anew(s);
        return true;
    default:
        return false;
    }
}

static void watch_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Enter opens the record; F2 says what was done about it."));
}

static void watch_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("Whatever lapses: decrees, deadlines, registrations, posts lent, and next year's "
               "holidays where they are missing. “Due now” is its last day or the day before, "
               "“lapsed” what is past it; ! says that work went on although it lapsed, which may "
               "be a matter for a capture: F6 proposes one, as a draft of yours. How early it is "
               "told are rules (watch.lead_days). F2 "
               "says that somebody looked after it, how, and until when it shall not be told "
               "again; Ctrl-A lists those too, and F2 on one of them has it watched again.\n"));
}

static void watch_close(struct screen *s)
{
    watch_list_free(&((struct pane *)s->own)->list);
}

static const struct screen_class watch_class = {
    .id = "watch",
    .place = IN_WATCH,
    .private_size = sizeof(struct pane),
    .menu = true,
    .draw = watch_draw,
    .key = watch_key,
    .run = watch_run,
    .hint = watch_hint,
    .help = watch_help,
    .shown = anew,
    .news = news,
    .close = watch_close,
};

void watch_open(struct ui *u)
{
    if (ui_screen(u)->class == &watch_class)
        return;
    anew(screen_push(u, &watch_class));
}
