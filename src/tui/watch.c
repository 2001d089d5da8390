/* watch.c - the expiry watch on the screen: what lapses soon, is due or has lapsed; Enter opens the
 * record, F2 says that somebody looked after it. */
#include "watch.h"

#include <string.h>

enum { LISTED = 500, STATE_CELLS = 11, NARROW_STATE_CELLS = 6, NARROW_COLS = 50, DAY_CELLS = 10 };

/* watch_state_labels, where they had to be cut. */
static const char *const brief_labels[] = { N_("soon"), N_("now"), N_("over"), N_("seen") };

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

static void speak(struct screen *s, bool changed)
{
    if (changed)
        news(s);
}

/* ---- On the screen ---- */

static const struct watched *here(const struct screen *s)
{
    const struct pane *p = s->own;
    return p->cursor < p->list.count ? &p->list.items[p->cursor] : NULL;
}

static size_t rows_of(const struct screen *s)
{
    int rows = frame_body(s).rows - 3;
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
    bool narrow = in.cols < NARROW_COLS;
    int x = in.x + 2, cells = narrow ? NARROW_STATE_CELLS : STATE_CELLS;
    draw_text(c, y, x, cells, style_of(w),
              _(narrow ? brief_labels[w->state] : watch_state_labels[w->state]));
    x += cells + 1;
    day_speak(w->on, session_today(s->ui->session), &text);
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
    cursor_in_sight(rows, p->list.count, p->cursor, &p->top);
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
    return key_moves(k, rows_of(s), p->list.count, &p->cursor) || k->code == K_TEXT;
}

static bool watch_run(struct screen *s, enum command c)
{
    struct pane *p = s->own;
    switch (c) {
    case DO_HANDLED:
        if (here(s) != NULL)
            watch_handle(s, here(s));
        return true;
    case DO_REPORT:
        if (here(s) != NULL)
            watch_report(s, here(s));
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
    .menu = MENU_CALLED,
    .draw = watch_draw,
    .key = watch_key,
    .run = watch_run,
    .hint = watch_hint,
    .help = watch_help,
    .shown = anew,
    .news = news,
    .speak = speak,
    .close = watch_close,
};

void watch_open(struct ui *u)
{
    if (ui_screen(u)->class == &watch_class)
        return;
    anew(screen_push(u, &watch_class));
}
