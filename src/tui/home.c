/* home.c - the first screen: what waits today, and what somebody was typing. */
#include "home.h"

#include "draft_note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void drafts_clear(struct drafts *d)
{
    for (size_t i = 0; i < d->count; i++) {
        free(d->items[i].title);
        free(d->items[i].about);
        free(d->items[i].by);
        free(d->items[i].from);
    }
    d->count = 0;
}

/* ---- What is asked for ---- */

struct home_ask {
    struct ask ask; /* first */
    struct counter counters[COUNTERS_MAX];
    size_t count;
    struct drafts drafts; /* of the desk; or what was handed here */
    size_t handed;
    size_t watch[WATCH_STATES];
    int64_t intake[INTAKE_DAYS];
    struct error watch_error; /* why that is not known: a rule is wrong, and the rest is shown */
};

static void take_handed(struct drafts *d, const struct duty *h)
{
    if (d->count == DRAFTS_MAX)
        return;
    d->items[d->count++] = (struct draft_item){ .id = h->id,
                                                .title = xstrdup(h->about),
                                                .about = xstrdup(h->words),
                                                .from = xstrdup(h->from) };
}

/* Held decisions that were handed over are counted; they stand among the approvals. */
static void handed_work(struct home_ask *a)
{
    struct duty_list duties = { 0 };
    a->ask.outcome = act_duties(a->ask.session, &duties, &a->ask.error);
    for (size_t i = 0; i < duties.count; i++) {
        a->handed += duties.items[i].from != NULL;
        if (duties.items[i].what == DUTY_HANDED)
            take_handed(&a->drafts, &duties.items[i]);
    }
    duty_list_free(&duties);
}

static void watch_work(struct home_ask *a)
{
    struct watch_list list = { 0 };
    (void)act_watch(a->ask.session, &(struct watch_query){ 0 }, &list, &a->watch_error);
    memcpy(a->watch, list.counts, sizeof a->watch);
    watch_list_free(&list);
}

static void count_work(struct ask *ask)
{
    struct home_ask *a = (struct home_ask *)ask;
    ask->outcome = act_drafts_settle(ask->session, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome =
            act_counters(ask->session, a->counters, COUNTERS_MAX, &a->count, &ask->error);
    if (ask->outcome == DONE)
        handed_work(a);
    if (ask->outcome == DONE)
        watch_work(a);
    if (ask->outcome == DONE)
        ask->outcome = act_intake(ask->session, a->intake, &ask->error);
}

static void take_draft(void *context, const struct draft *draft)
{
    struct drafts *d = context;
    if (d->count == DRAFTS_MAX)
        return;
    struct draft_item *i = &d->items[d->count++];
    *i = (struct draft_item){ .id = draft->id,
                              .record = draft->record,
                              .saved_at = draft->saved_at,
                              .title = xstrdup(buf_text(&draft->title)) };
    snprintf(i->kind, sizeof i->kind, "%s", draft->kind);
}

static void take_about(void *context, const char *mark, const char *text)
{
    struct draft_item *i = context;
    if (strcmp(mark, NOTE_ABOUT) == 0 && i->about == NULL)
        i->about = xstrdup(text);
    if (strcmp(mark, NOTE_BY) == 0 && i->by == NULL)
        i->by = xstrdup(text);
}

static void drafts_work(struct ask *ask)
{
    struct home_ask *a = (struct home_ask *)ask;
    ask->outcome = act_draft_list(ask->session, take_draft, &a->drafts, &ask->error);
    for (size_t i = 0; ask->outcome == DONE && i < a->drafts.count; i++) {
        struct buf note = { 0 };
        act_draft_note_get(ask->session, a->drafts.items[i].id, &note);
        draft_note_each(buf_text(&note), take_about, &a->drafts.items[i]);
        buf_free(&note);
    }
}

static void release(struct ask *ask)
{
    drafts_clear(&((struct home_ask *)ask)->drafts);
}

static size_t item_count(const struct screen *s)
{
    const struct home *h = s->own;
    return home_heads(s->ui) + h->drafts.count;
}

static void drafts_answer(struct ask *ask)
{
    struct home_ask *a = (struct home_ask *)ask;
    struct home *h = ask->owner->own;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    drafts_clear(&h->drafts);
    h->drafts = h->handed;
    h->handed.count = 0;
    while (a->drafts.count > 0 && h->drafts.count + a->drafts.count > DRAFTS_MAX)
        a->drafts.count--;
    memcpy(h->drafts.items + h->drafts.count, a->drafts.items,
           a->drafts.count * sizeof *a->drafts.items);
    h->drafts.count += a->drafts.count;
    a->drafts.count = 0;
    if (h->cursor >= item_count(ask->owner))
        h->cursor = item_count(ask->owner) > 0 ? item_count(ask->owner) - 1 : 0;
}

void home_ask_drafts(struct screen *s)
{
    struct home_ask *a = ask_new(sizeof *a, s->ui, s, drafts_work, drafts_answer, release);
    ask_post(&a->ask, AT_DESK);
}

static void count_answer(struct ask *ask)
{
    struct home_ask *a = (struct home_ask *)ask;
    struct home *h = ask->owner->own;
    h->loaded = true;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
    } else {
        memcpy(ask->ui->counters, a->counters, sizeof a->counters);
        ask->ui->counter_count = a->count;
        ask->ui->handed = a->handed;
        memcpy(ask->ui->watch, a->watch, sizeof a->watch);
        memcpy(h->intake, a->intake, sizeof h->intake);
        drafts_clear(&h->handed);
        h->handed = a->drafts;
        a->drafts.count = 0;
        if (a->watch_error.text[0] != '\0')
            ui_fail(ask->ui, &a->watch_error);
    }
    home_ask_drafts(ask->owner); /* after the settling, so that none shows that is done */
}

static void home_refresh(struct screen *s)
{
    struct home *h = s->own;
    struct home_ask *a = ask_new(sizeof *a, s->ui, s, count_work, count_answer, release);
    h->saves = s->ui->saves;
    ask_post(&a->ask, AT_SHARE);
    approvals_count(s->ui);
}

/* ---- On the screen ---- */

/* What stands on a line that is no counter. */
static enum command head_of(const struct ui *u, size_t i)
{
    if (i >= home_first(u))
        return DO_WATCH;
    return u->counted && i == 0 ? DO_APPROVALS : DO_HANDOVER;
}

static bool is_counter(const struct ui *u, size_t i)
{
    return i >= home_first(u) && i < home_first(u) + u->counter_count;
}

static void head_text(const struct ui *u, enum command head, struct buf *text, struct buf *number)
{
    if (head == DO_APPROVALS) {
        buf_puts(text, _("Waiting for a decision of yours"));
        buf_printf(number, "%zu%s", u->waiting.count, u->waiting.more ? "+" : "");
    } else if (head == DO_HANDOVER) {
        buf_puts(text, _("Handed over to you"));
        buf_printf(number, "%zu", u->handed);
    } else {
        buf_printf(text, _("Expiry watch: %zu due, %zu lapsed, %zu soon"), u->watch[WATCH_DUE],
                   u->watch[WATCH_LAPSED], u->watch[WATCH_SOON]);
        buf_printf(number, "%zu",
                   u->watch[WATCH_DUE] + u->watch[WATCH_LAPSED] + u->watch[WATCH_SOON]);
    }
}

static void draw_head(struct ui *u, struct canvas *c, struct area in, int y, size_t i)
{
    struct buf text = { 0 }, number = { 0 };
    head_text(u, head_of(u, i), &text, &number);
    draw_run(c, y, in.x + 2, in.cols - 12, PLAIN_TEXT, buf_text(&text));
    draw_right(c, y, in.x + in.cols - 9, 8, strcmp(buf_text(&number), "0") != 0 ? STRONG : FAINT,
               buf_text(&number));
    buf_free(&text);
    buf_free(&number);
}

static void draw_counter(struct ui *u, struct canvas *c, struct area in, int y, size_t i)
{
    const struct counter *n = &u->counters[i];
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)n->n);
    int x = in.x + 2, room = in.cols - 3;
    int kind = draw_run(c, y, x, room, PLAIN_TEXT, _(n->kind->plural));
    draw_run(c, y, x + kind + 1, room - kind - 10, PLAIN_TEXT, _(n->label));
    draw_right(c, y, in.x + in.cols - 9, 8, n->n > 0 ? STRONG : FAINT, number);
}

static void draft_text(struct ui *u, const struct draft_item *d, struct buf *out)
{
    const struct kind *k = registry_find(&all_kinds, d->kind);
    if (d->from != NULL) {
        buf_printf(out, _("Handed over by %s: %s"), d->from, d->title);
        buf_printf(out, "%s%s", d->about[0] != '\0' ? " — " : "", d->about);
        return;
    }
    buf_puts(out, k != NULL ? _(k->label) : d->kind);
    if (d->title[0] != '\0' && d->record != 0)
        buf_printf(out, " %s", d->title);
    else
        buf_printf(out, " %s", _("(new)"));
    if (d->about != NULL && d->about[0] != '\0' && d->record == 0)
        buf_printf(out, " %s", d->about);
    buf_puts(out, " · ");
    moment_local(d->saved_at, session_zone(u->session), out);
}

static void draw_item(struct screen *s, struct canvas *c, struct area in, int y, size_t i)
{
    const struct home *h = s->own;
    struct ui *u = s->ui;
    if (is_counter(u, i)) {
        draw_counter(u, c, in, y, i - home_first(u));
    } else if (i < home_heads(u)) {
        draw_head(u, c, in, y, i);
    } else {
        struct buf text = { 0 };
        draft_text(u, &h->drafts.items[i - home_heads(u)], &text);
        draw_run(c, y, in.x + 2, in.cols - 3, PLAIN_TEXT, buf_text(&text));
        buf_free(&text);
    }
    if (i != h->cursor || u->in_menu)
        return;
    draw_text(c, y, in.x, 1, STRONG, ">");
    if (u->top == s)
        draw_cursor(c, y, in.x);
}

/* The line of the pane an item stands on: counters, a gap, a heading, drafts. */
static size_t line_of(const struct ui *u, size_t item)
{
    return item < home_heads(u) ? item : item + 2;
}

static void draw_line_at(struct screen *s, struct canvas *c, struct area in, int y, size_t line)
{
    const struct home *h = s->own;
    size_t counters = home_heads(s->ui);
    if (line < counters)
        draw_item(s, c, in, y, line);
    else if (line == counters + 1)
        draw_run(c, y, in.x + 1, in.cols - 2, HEADING,
                 h->drafts.count > 0 ? _("Drafts: not saved yet") : _("No drafts."));
    else if (line >= counters + 2)
        draw_item(s, c, in, y, line - 2);
}

enum { INTAKE_ROWS = 3 }; /* a gap and two: shown only where nothing else wants the room */

static void home_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct home *h = s->own;
    struct ui *u = s->ui;
    struct area in = draw_frame(c, a, u->top == s && !u->in_menu, _("Today's work"), "");
    size_t rows = in.rows > 0 ? (size_t)in.rows : 0, cursor = line_of(u, h->cursor);
    size_t lines = home_heads(u) + 2 + h->drafts.count;
    if (!h->loaded) {
        draw_run(c, in.y, in.x + 2, in.cols - 3, FAINT, _("Reading …"));
        return;
    }
    if (cursor < h->top)
        h->top = cursor;
    else if (cursor >= h->top + rows)
        h->top = cursor - rows + 1;
    for (size_t y = 0; y < rows && h->top + y < lines; y++)
        draw_line_at(s, c, in, in.y + (int)y, h->top + y);
    if (lines + INTAKE_ROWS <= rows)
        home_draw_intake(h, c, in);
}

/* ---- Keys ---- */

static void open_item(struct screen *s)
{
    const struct home *h = s->own;
    struct ui *u = s->ui;
    const struct draft_item *d = home_draft(s);
    if (d != NULL && d->from != NULL)
        take_over(u, d->id);
    else if (d != NULL)
        form_draft(u, d->id);
    if (d != NULL)
        return;
    if (h->cursor >= home_heads(u))
        return;
    if (!is_counter(u, h->cursor)) {
        ui_run_command(u, command_find(head_of(u, h->cursor), IN_HOME));
        return;
    }
    const struct counter *n = &u->counters[h->cursor - home_first(u)];
    struct buf filter = { 0 };
    buf_puts(&filter, n->states != NULL ? "state=" : "");
    for (size_t i = 0; n->states != NULL && n->states[i] != NULL; i++)
        buf_printf(&filter, "%s%s", i > 0 ? "," : "", n->states[i]);
    if (n->filter[0] != '\0')
        buf_printf(&filter, "%s%s", filter.len > 0 ? "; " : "", n->filter);
    list_open(u, n->kind, buf_text(&filter));
    buf_free(&filter);
}

static bool home_key(struct screen *s, const struct key *k)
{
    struct home *h = s->own;
    size_t count = item_count(s);
    if (key_moves(k, count, count, &h->cursor))
        return true;
    switch (k->code) {
    case K_ENTER:
    case K_NEWLINE:
        open_item(s);
        return true;
    case K_TAB:
    case K_BACKTAB:
    case K_LEFT:
        s->ui->in_menu = true;
        return true;
    case K_TEXT:
        find_open(s->ui, NULL,
                  strcmp(k->text, "/") == 0 || strcmp(k->text, " ") == 0 ? "" : k->text);
        return true;
    case K_ESC:
        ui_say(s->ui, SAID, _("This is the first screen. Ctrl-Q leaves loket."));
        return true;
    default:
        return false;
    }
}

static bool home_run(struct screen *s, enum command c)
{
    switch (c) {
    case DO_OPEN:
        open_item(s);
        return true;
    case DO_RELOAD:
        home_refresh(s);
        return true;
    case DO_HAND_OVER:
        home_hand_over(s);
        return true;
    case DO_DROP:
        home_drop(s);
        return true;
    case DO_UNDO:
        home_bring_back(s);
        return true;
    default:
        return false;
    }
}

static void home_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Enter opens; F2 takes in a new permit; type a number or a name to find it."));
}

static void home_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("The first screen. At the left the menu of all kinds of record, at the right "
                    "what waits today and the drafts: what somebody was typing and has not saved. "
                    "Tab goes from one to the other, Enter opens.\n"));
}

static void home_shown(struct screen *s)
{
    if (s->ui->left_screen)
        s->ui->in_menu = s->ui->home_menu;
    home_refresh(s);
}

static void home_close(struct screen *s)
{
    struct home *h = s->own;
    drafts_clear(&h->drafts);
    drafts_clear(&h->handed);
    draft_free(&h->dropped);
    buf_free(&h->dropped_note);
}

static const struct screen_class home_class = {
    .id = "home",
    .place = IN_HOME,
    .private_size = sizeof(struct home),
    .menu = MENU_BESIDE,
    .draw = home_draw,
    .key = home_key,
    .run = home_run,
    .hint = home_hint,
    .help = home_help,
    .shown = home_shown,
    .news = home_refresh,
    .close = home_close,
};

void home_open(struct ui *u)
{
    struct screen *s = screen_push(u, &home_class);
    u->in_menu = true;
    home_refresh(s);
}
