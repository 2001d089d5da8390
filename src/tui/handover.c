/* handover.c - the end of a shift: what is mine in one list - drafts, what is not sent yet, held
 * decisions - and what others handed to me; what is marked goes to a colleague or a role. */
#include "screens.h"

#include <stdlib.h>
#include <string.h>

struct shift {
    struct duty_list list;
    bool *marked; /* for each of the list */
    size_t cursor, top;
    bool loaded;
};

static const struct screen_class handover_class;

/* ---- Reading the list ---- */

struct duties_ask {
    struct ask ask; /* first */
    struct duty_list list;
};

static void duties_work(struct ask *ask)
{
    struct duties_ask *a = (struct duties_ask *)ask;
    ask->outcome = act_duties(ask->session, &a->list, &ask->error);
}

static void duties_release(struct ask *ask)
{
    duty_list_free(&((struct duties_ask *)ask)->list);
}

/* Its index, or how many there are. */
static size_t find(const struct duty_list *l, const struct duty *d)
{
    size_t i = 0;
    while (i < l->count && (l->items[i].what != d->what || l->items[i].id != d->id))
        i++;
    return i;
}

/* Marks and cursor go with what they stand on. */
static void take_list(struct shift *h, struct duty_list *fresh)
{
    bool *marked = xcalloc(fresh->count + 1, sizeof *marked);
    size_t at = fresh->count;
    for (size_t i = 0; i < h->list.count; i++) {
        size_t now = find(fresh, &h->list.items[i]);
        marked[now] = h->marked[i];
        at = i == h->cursor ? now : at;
    }
    at = at < fresh->count ? at : h->cursor;
    h->cursor = at < fresh->count ? at : fresh->count > 0 ? fresh->count - 1 : 0;
    duty_list_free(&h->list);
    free(h->marked);
    h->list = *fresh;
    h->marked = marked;
    *fresh = (struct duty_list){ 0 };
}

static void duties_answer(struct ask *ask)
{
    struct duties_ask *a = (struct duties_ask *)ask;
    struct shift *h = ask->owner->own;
    h->loaded = true;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else
        take_list(h, &a->list);
}

static void anew(struct screen *s)
{
    struct duties_ask *a = ask_new(sizeof *a, s->ui, s, duties_work, duties_answer, duties_release);
    ask_hold(&a->ask, AT_SHARE, _("Reading the list"));
}

static void speak(struct screen *s, bool changed)
{
    if (changed)
        anew(s);
}

/* ---- On the screen ---- */

enum { WHAT_CELLS = 11 };

static const char *what(const struct duty *d)
{
    switch (d->what) {
    case DUTY_DRAFT:
        return _("Draft");
    case DUTY_UNSENT:
        return _("Not sent");
    case DUTY_HELD:
        return _("Held");
    case DUTY_HANDED:
        break;
    }
    return _("For you");
}

static size_t rows_of(const struct screen *s)
{
    int rows = frame_body(s).rows - 3;
    return rows > 1 ? (size_t)rows : 1;
}

static void draw_row(const struct shift *h, struct canvas *c, struct area in, int y, size_t at)
{
    const struct duty *d = &h->list.items[at];
    int x = in.x + 3;
    draw_text(c, y, in.x + 1, 1, STRONG, h->marked[at] ? "x" : "");
    draw_text(c, y, x, WHAT_CELLS, FAINT, what(d));
    x += WHAT_CELLS + 1;
    draw_tail(c, y, x, in.x + in.cols - x, PLAIN_TEXT, d->about);
}

/* Under the cursor: from whom, where it stays, and the words with it. */
static void tell(const struct duty *d, struct buf *out)
{
    if (d->from != NULL)
        buf_printf(out, _("from %s"), d->from);
    if (d->what == DUTY_UNSENT)
        buf_printf(out, _("%s stays at this desk"), d->ref);
    if (out->len > 0 && d->words[0] != '\0')
        buf_puts(out, " · ");
    buf_puts(out, d->words);
}

static size_t marked_count(const struct shift *h)
{
    size_t n = 0;
    for (size_t i = 0; i < h->list.count; i++)
        n += h->marked[i];
    return n;
}

static void handover_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct shift *h = s->own;
    bool focused = s->ui->top == s && !s->ui->in_menu;
    size_t rows = rows_of(s), marked = marked_count(h);
    struct buf note = { 0 }, more = { 0 };
    if (marked > 0)
        buf_printf(&note, _("%zu marked"), marked);
    struct area in = draw_frame(c, a, focused, _("Handover of work"), buf_text(&note));
    cursor_in_sight(rows, h->list.count, h->cursor, &h->top);
    for (size_t y = 0; y < rows && h->top + y < h->list.count; y++)
        draw_row(h, c, in, in.y + (int)y, h->top + y);
    if (h->list.count == 0) {
        draw_run(c, in.y, in.x + 3, in.cols - 3, FAINT,
                 h->loaded ? _("Nothing of yours is open here.") : _("Reading …"));
    } else {
        draw_text(c, in.y + (int)(h->cursor - h->top), in.x, 1, STRONG, ">");
        tell(&h->list.items[h->cursor], &more);
        draw_run(c, in.y + in.rows - 1, in.x + 1, in.cols - 2, FAINT, buf_text(&more));
    }
    if (focused)
        draw_cursor(c, in.y + (int)(h->cursor - h->top), in.x);
    buf_free(&note);
    buf_free(&more);
}

/* ---- Keys ---- */

static const struct duty *here(const struct screen *s)
{
    const struct shift *h = s->own;
    return h->cursor < h->list.count ? &h->list.items[h->cursor] : NULL;
}

static bool may_be_handed(const struct duty *d)
{
    return d->what != DUTY_HANDED;
}

static void mark_here(struct screen *s)
{
    struct shift *h = s->own;
    const struct duty *d = here(s);
    if (d != NULL && !may_be_handed(d)) {
        ui_say(s->ui, SAID, _("Enter takes this over; then it is yours to hand on."));
    } else if (d != NULL) {
        h->marked[h->cursor] = !h->marked[h->cursor];
        h->cursor += h->cursor + 1 < h->list.count;
    }
}

static void mark_all(struct screen *s)
{
    struct shift *h = s->own;
    size_t mine = 0;
    for (size_t i = 0; i < h->list.count; i++)
        mine += may_be_handed(&h->list.items[i]);
    bool all = marked_count(h) == mine;
    for (size_t i = 0; i < h->list.count; i++)
        h->marked[i] = !all && may_be_handed(&h->list.items[i]);
}

static void give(struct screen *s)
{
    const struct shift *h = s->own;
    struct handover *items = xcalloc(h->list.count + 1, sizeof *items);
    bool any = marked_count(h) > 0;
    size_t n = 0;
    for (size_t i = 0; i < h->list.count; i++) {
        const struct duty *d = &h->list.items[i];
        if (any ? h->marked[i] : i == h->cursor && may_be_handed(d))
            items[n++] = (struct handover){ .what = d->what, .id = d->id };
    }
    if (n > 0)
        hand_over(s->ui, items, n);
    else
        ui_say(s->ui, SAID, _("Put the cursor on something of yours, or mark it with Space."));
    free(items);
}

static void open_here(struct screen *s)
{
    const struct duty *d = here(s);
    struct ui *u = s->ui;
    if (d == NULL)
        return;
    if (d->what == DUTY_DRAFT)
        form_draft(u, d->id);
    else if (d->what == DUTY_HANDED)
        take_over(u, d->id);
    else if (d->what == DUTY_HELD && d->of_kind != NULL)
        record_open(u, d->of_kind, d->of_id);
    else
        outbox_open(u);
}

static bool handover_key(struct screen *s, const struct key *k)
{
    struct shift *h = s->own;
    if (key_moves(k, rows_of(s), h->list.count, &h->cursor))
        return true;
    if (k->code == K_TEXT && strcmp(k->text, " ") == 0)
        mark_here(s);
    return k->code == K_TEXT;
}

static bool handover_run(struct screen *s, enum command c)
{
    switch (c) {
    case DO_HAND_OVER:
        give(s);
        return true;
    case DO_MARK_ALL:
        mark_all(s);
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

static void handover_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Space marks, F8 marks all, F2 hands over; Enter opens or takes over."));
}

static void handover_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("The end of a shift: your drafts at this desk, your work that waits here for the "
               "database, and the decisions you hold; below them what others handed to you. Space "
               "marks, F8 marks all; F2 hands what is marked to a colleague or a role, and "
               "history names both. A draft goes sealed and leaves this desk; a held decision is "
               "theirs until its day; what is not sent stays here, and they are told of it. Enter "
               "opens what is yours, and takes over what was handed to you.\n"));
}

static void handover_close(struct screen *s)
{
    struct shift *h = s->own;
    duty_list_free(&h->list);
    free(h->marked);
}

static const struct screen_class handover_class = {
    .id = "handover",
    .place = IN_HANDOVER,
    .private_size = sizeof(struct shift),
    .menu = MENU_CALLED,
    .draw = handover_draw,
    .key = handover_key,
    .run = handover_run,
    .hint = handover_hint,
    .help = handover_help,
    .shown = anew,
    .speak = speak,
    .close = handover_close,
};

void handover_open(struct ui *u)
{
    if (ui_screen(u)->class == &handover_class)
        return;
    anew(screen_push(u, &handover_class));
}
