/* home.c - the first screen, a person's own day: what waits, what is late, what lapses, and what
 * somebody was typing. */
#include "home.h"

#include <stdlib.h>
#include <string.h>

/* ---- Keys ---- */

/* The list of what a number counts. */
static void open_counted(struct ui *u, const struct counter *n)
{
    struct buf filter = { 0 };
    buf_puts(&filter, n->states != NULL ? "state=" : "");
    for (size_t i = 0; n->states != NULL && n->states[i] != NULL; i++)
        buf_printf(&filter, "%s%s", i > 0 ? "," : "", n->states[i]);
    if (n->filter[0] != '\0')
        buf_printf(&filter, "%s%s", filter.len > 0 ? "; " : "", n->filter);
    list_open(u, n->kind, buf_text(&filter));
    buf_free(&filter);
}

static void open_item(struct screen *s)
{
    struct ui *u = s->ui;
    const struct draft_item *d = home_draft(s);
    struct home_line here = home_here(s);
    if (d != NULL && d->from != NULL)
        take_over(u, d->id);
    else if (d != NULL)
        form_draft(u, d->id);
    else if (here.what == HOME_COUNTER)
        open_counted(u, &u->counters[here.at]);
    else if (here.what == HOME_DECISIONS)
        ui_run_command(u, command_find(DO_APPROVALS, IN_HOME));
    else if (here.what == HOME_HANDED)
        ui_run_command(u, command_find(DO_HANDOVER, IN_HOME));
    else if (here.what == HOME_WATCH)
        ui_run_command(u, command_find(DO_WATCH, IN_HOME));
}

/* To the other column, where there are two: onto its first line. */
static bool go_across(struct screen *s, bool right)
{
    struct home *h = s->own;
    struct home_lines all;
    size_t place, first = 0;
    home_lay(s, &all);
    (void)home_line_at(&all, h->cursor, &place);
    if (all.right == all.count || (place >= all.right) == right)
        return false;
    for (size_t i = 0; right && i < all.right; i++)
        first += home_goes_to(&all.items[i]);
    h->cursor = first;
    return true;
}

static bool home_key(struct screen *s, const struct key *k)
{
    struct home *h = s->own;
    size_t count = home_count(s);
    if (key_moves(k, count, count, &h->cursor))
        return true;
    switch (k->code) {
    case K_ENTER:
    case K_NEWLINE:
        open_item(s);
        return true;
    case K_LEFT:
    case K_RIGHT:
        if (go_across(s, k->code == K_RIGHT) || k->code == K_RIGHT)
            return true;
        s->ui->in_menu = true;
        return true;
    case K_TAB:
    case K_BACKTAB:
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
    if (s->ui->canvas.cols < FULL_COLS) /* a telephone has no function keys */
        buf_puts(out, _("Enter opens; Esc, then 2 is F2."));
    else
        buf_puts(out,
                 _("Enter opens; F2 takes in a new permit; type a number or a name to find it."));
}

static void home_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("The first screen, a day of your own: what waits for you, with the step you take "
               "next at the right; what is late, marked !; what lapses; drafts that are not "
               "saved yet; and the rest of the office's work in its order. Enter lists what a "
               "number counts. At the foot the applications of the last four weeks, a column "
               "for each day. Tab goes to the menu and back, Right to the other column where "
               "there are two.\n"));
}

static void home_shown(struct screen *s)
{
    if (s->ui->left_screen)
        s->ui->in_menu = s->ui->home_menu;
    home_refresh(s);
}

static void home_speak(struct screen *s, bool changed)
{
    if (changed)
        home_refresh(s);
}

static void home_close(struct screen *s)
{
    struct home *h = s->own;
    drafts_clear(&h->drafts);
    drafts_clear(&h->handed);
    for (size_t i = 0; i < WATCH_STATES; i++)
        free(h->watch_first[i]);
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
    .speak = home_speak,
    .close = home_close,
};

void home_open(struct ui *u)
{
    struct screen *s = screen_push(u, &home_class);
    u->in_menu = frame_is_full(u); /* else it would hide what waits */
    home_refresh(s);
}
