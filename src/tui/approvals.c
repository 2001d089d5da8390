/* approvals.c - what waits for a decision of who is logged in. The list is the program's (ui),
 * since the menu and home count it too; the pane keeps a cursor, which is a record, and marks. */
#include "approvals.h"

#include "list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANEW_MS = 60000 };

static const struct screen_class approvals_class;

static bool approvals_is(const struct screen *s)
{
    return s != NULL && s->class == &approvals_class;
}

const struct waiting *approvals_here(const struct screen *s)
{
    const struct approvals *p = s->own;
    const struct waiting_list *l = &s->ui->waiting;
    return p->cursor < approvals_listed(s) ? &l->items[p->cursor] : NULL;
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

/* Its index, or how many are listed. */
static size_t find_id(const struct screen *s, int64_t id)
{
    const struct waiting_list *l = &s->ui->waiting;
    size_t i = 0, n = approvals_listed(s);
    while (i < n && l->items[i].record->id != id)
        i++;
    return i;
}

static void set_cursor(struct screen *s, size_t at)
{
    struct approvals *p = s->own;
    size_t n = approvals_listed(s), rows = approvals_rows(s);
    size_t jump = rows / 2 > 0 ? rows / 2 : 1;
    p->cursor = at < n ? at : n > 0 ? n - 1 : 0;
    p->cursor_id = n > 0 ? s->ui->waiting.items[p->cursor].record->id : 0;
    if (p->cursor < p->top)
        p->top = p->cursor > jump ? p->cursor - jump : 0;
    else if (p->cursor >= p->top + rows)
        p->top = p->cursor - rows + jump;
    if (p->cursor < p->top || n <= rows)
        p->top = 0;
}

/* The list has changed: the cursor goes with its record, and where that is gone stays in place. */
static void settle(struct screen *s)
{
    struct approvals *p = s->own;
    size_t at = find_id(s, p->cursor_id), was = p->cursor, n = approvals_listed(s);
    size_t row = was > p->top ? was - p->top : 0;
    at = at < n ? at : was;
    p->top = at > row ? at - row : 0;
    set_cursor(s, at);
    for (size_t i = p->marked_count; i-- > 0;)
        if (find_id(s, p->marked[i]) >= s->ui->waiting.count)
            unmark(p, i);
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
    u->handed = 0;
    for (struct screen *s = u->top; s != NULL; s = s->below)
        if (approvals_is(s))
            ((struct approvals *)s->own)->marked_count = 0;
}

/* Asks what waits. */
static void approvals_anew(struct screen *s)
{
    struct approvals *p = s->own;
    p->saves = s->ui->saves;
    p->asked_at = ui_now(s->ui);
    ask_hold(count_ask(s->ui), AT_SHARE, _("Reading the list"));
}

/* ---- Keys ---- */

struct seen_ask {
    struct ask ask; /* first */
    struct record *record;
};

static void seen_work(struct ask *ask)
{
    ask->outcome = act_waiting_seen(ask->session, ((struct seen_ask *)ask)->record, &ask->error);
}

static void seen_release(struct ask *ask)
{
    record_free(&((struct seen_ask *)ask)->record);
}

/* Kept on the desk, behind the counting that may be under way. */
static void seen(struct ui *u, struct waiting *w)
{
    if (!w->changed)
        return;
    struct seen_ask *a = ask_new(sizeof *a, u, NULL, seen_work, NULL, seen_release);
    a->record = record_copy(w->record);
    w->changed = false;
    ask_post(&a->ask, AT_SHARE);
}

static void open_record(struct screen *s)
{
    const struct approvals *p = s->own;
    struct ui *u = s->ui;
    if (p->cursor >= approvals_listed(s))
        return;
    struct waiting *w = &u->waiting.items[p->cursor];
    seen(u, w);
    record_open_to_decide(u, w);
}

static void show_held(struct screen *s)
{
    struct approvals *p = s->own;
    p->held_too = !p->held_too;
    settle(s);
    ui_say(s->ui, SAID,
           p->held_too ? _("With what you hold: %zu.") : _("Without what you hold: %zu."),
           s->ui->waiting.held);
}

static void mark_here(struct screen *s)
{
    const struct waiting *w = approvals_here(s);
    if (w == NULL)
        return;
    if (w->held) {
        ui_say(s->ui, SAID, _("You hold this one; F9 lets it wait again."));
        return;
    }
    mark(s->own, w->record->id);
    set_cursor(s, ((struct approvals *)s->own)->cursor + 1);
}

static bool approvals_key(struct screen *s, const struct key *k)
{
    size_t at = ((struct approvals *)s->own)->cursor;
    if (key_moves(k, approvals_rows(s), approvals_listed(s), &at)) {
        set_cursor(s, at);
        return true;
    }
    if (k->code == K_TEXT && strcmp(k->text, " ") == 0)
        mark_here(s);
    return k->code == K_TEXT;
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
    case DO_HOLD:
        approvals_hold(s);
        return true;
    case DO_HELD:
        show_held(s);
        return true;
    case DO_OPEN:
        open_record(s);
        return true;
    case DO_RELOAD:
        approvals_anew(s);
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
    buf_puts(
        out,
        _("* new to you. Space marks, F2 decides, F9 holds; F6: another step, such as a return."));
}

static void approvals_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("What waits for a decision of yours; what was promised soonest comes first. “*”: "
               "new or changed since you saw it. Enter shows the record with its papers. Space "
               "marks; F2 decides all that are marked with one passphrase, and each is signed "
               "by itself. F6 shows every step, also a return with its reason. F9 puts one aside "
               "with a reason until a day; Ctrl-A lists those too. The last row tells who "
               "brought it here and its papers.\n"));
}

static void approvals_shown(struct screen *s)
{
    const struct approvals *p = s->own;
    if (p->saves != s->ui->saves)
        approvals_anew(s);
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

static void approvals_news(struct screen *s)
{
    approvals_tick(s, ui_now(s->ui));
}

static const struct screen_class approvals_class = {
    .id = "approvals",
    .place = IN_APPROVALS,
    .private_size = sizeof(struct approvals),
    .menu = MENU_CALLED,
    .draw = approvals_draw,
    .key = approvals_key,
    .run = approvals_run,
    .hint = approvals_hint,
    .help = approvals_help,
    .record = approvals_record,
    .shown = approvals_shown,
    .news = approvals_news,
    .patience = approvals_patience,
    .tick = approvals_tick,
};

void approvals_open(struct ui *u)
{
    struct screen *s = u->top;
    while (s != NULL && !approvals_is(s))
        s = s->below;
    if (s != NULL) { /* back to what waits; what is typed above is kept as a draft */
        while (u->top != s)
            screen_close(u->top);
        return;
    }
    s = screen_push(u, &approvals_class);
    approvals_anew(s);
}
