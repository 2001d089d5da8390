/* ui.c - the running application: opening, pumping, closing, and the stack of screens. */
#include "ui.h"

#include "login.h"
#include "menu.h"
#include "pulse.h"
#include "screens.h"
#include "taught.h"
#include "term_keys.h"
#include "tour.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum {
    MINUTE_MS = 60000,
    DESK_PATIENCE_MS = 1000,
    SHARE_PATIENCE_MS = 2500, /* then the first screen comes without it */
};

moment ui_now(const struct ui *u)
{
    return clock_now(u->clock);
}

/* ---- Screens ---- */

void ui_conceal(struct screen *s)
{
    for (; s != NULL; s = s->below)
        if (s->class->conceal != NULL)
            s->class->conceal(s);
}

struct screen *screen_push(struct ui *u, const struct screen_class *c)
{
    struct screen *s = xcalloc(1, sizeof *s);
    s->class = c;
    s->ui = u;
    s->own = xcalloc(1, c->private_size > 0 ? c->private_size : 1);
    s->below = u->top;
    u->top = s;
    u->stirred = true;
    if (!c->overlay) {
        ui_conceal(s->below);
        if (s->below != NULL && s->below->class->place == IN_HOME)
            u->home_menu = u->in_menu;
        u->in_menu = false;
    }
    return s;
}

static void pop(struct ui *u)
{
    struct screen *s = u->top;
    u->top = s->below;
    u->left_screen |= !s->class->overlay;
    ask_forget(u, s);
    if (s->class->close != NULL)
        s->class->close(s);
    free(s->own);
    free(s);
}

void screen_close(struct screen *s)
{
    struct ui *u = s->ui;
    bool last = false;
    u->left_screen = false;
    while (!last && u->top != NULL) {
        last = u->top == s;
        pop(u);
    }
    u->stirred = true;
    if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
}

void screen_gone(struct ui *u, const struct screen *was)
{
    struct screen *s = u->top;
    while (s != NULL && s != was)
        s = s->below;
    if (s != NULL)
        screen_close(s);
}

/* ---- What was filed last ---- */

static size_t kind_index(const struct kind *k)
{
    size_t i = 0;
    while (all_kinds.kinds[i] != NULL && all_kinds.kinds[i] != k)
        i++;
    return i < KINDS_MAX ? i : KINDS_MAX - 1;
}

const struct record *ui_last(struct ui *u, const struct kind *k)
{
    return u->last[kind_index(k)];
}

void ui_saved(struct ui *u)
{
    u->saves++;
    if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
}

void ui_keep_last(struct ui *u, const struct record *r)
{
    struct record **slot = &u->last[kind_index(r->kind)];
    record_free(slot);
    *slot = record_copy(r);
}

void ui_forget_last(struct ui *u)
{
    for (size_t i = 0; i < KINDS_MAX; i++)
        record_free(&u->last[i]);
    wipe_buf(&u->unpasted);
}

/* ---- Opening ---- */

/* A share that is for reading only, or could be better, is to be read about before the work. */
static void show_warning(struct ui *u)
{
    struct buf said = { 0 };
    if (session_warning(u->session, &said))
        text_open(u, _("The share"), buf_text(&said));
    buf_free(&said);
}

void ui_enter(struct ui *u)
{
    while (u->top != NULL)
        pop(u);
    menu_fill(u->menu, session_has_people(u->session));
    taught_load(u);
    look_load(u);
    if (u->options.guest) {
        guest_open(u);
        return;
    }
    tour_load(u);
    language_load(u);
    home_open(u);
    if (u->term.taken[0] != '\0')
        ui_say(u, SAID,
               _("This terminal calls itself “%s”, which is not known here; it is taken for "
                 "“%s”. If lines look broken, set TERM."),
               u->term.called, u->term.taken);
    show_warning(u);
    if (session_has_people(u->session) && !session_logged_in(u->session))
        login_begin(u);
}

static enum outcome open_store(struct ui *u, struct error *e)
{
    struct buf path = { 0 };
    enum outcome result = session_store_path(&u->session_options, &path, e);
    bool configured = path.len > 0;
    buf_free(&path);
    if (result != DONE)
        return result;
    if (!configured && u->options.guest)
        return fail(e, MISUSED,
                    _("A guest terminal needs the office's database: name it with --store, or in "
                      "loket.conf."));
    if (!configured) {
        start_open(u);
        return DONE;
    }
    result = session_open(&u->session_options, &u->session, e);
    if (result == DONE)
        ui_enter(u);
    return result;
}

static enum outcome begin_mouse(struct ui *u, struct error *e)
{
    bool on = false;
    enum outcome result = session_mouse(&u->session_options, &on, e);
    if (result == DONE && on)
        term_mouse(&u->term);
    return result;
}

enum outcome ui_open(const struct ui_options *o, struct ui **out, struct error *e)
{
    struct ui *u = xcalloc(1, sizeof *u);
    u->options = *o;
    u->session_options = *o->session;
    u->session_options.goes_on = true;
    if (!u->session_options.patience_ms)
        u->session_options.patience_ms = SHARE_PATIENCE_MS;
    u->clock = o->session->clock != NULL ? o->session->clock : &system_clock;
    u->drawn_minute = -1;
    u->keyboard.known = term_key_meaning;
    enum outcome result = term_open(&u->term, o, e);
    if (result == DONE) {
        u->canvas.coloured = u->term.colour;
        u->canvas.plain = o->plain;
        u->canvas.coarse = strncmp(u->term.called, "linux", strlen("linux")) == 0;
        draw_prepare(&u->canvas, THEME_COLOURS);
        u->menu = menu_new();
        result = begin_mouse(u, e);
    }
    if (result == DONE)
        result = open_store(u, e);
    if (result == DONE && o->keys)
        keys_open(u);
    if (result != DONE)
        ui_close(&u);
    *out = u;
    return result;
}

/* ---- Pumping ---- */

/* What was typed ahead is not wanted any more. */
void ui_drop_held(struct ui *u)
{
    u->held_count = 0;
    for (; u->paste_count > 0; u->paste_count--) {
        wipe_buf(&u->pastes[u->paste_head]);
        u->paste_head = (u->paste_head + 1) % HELD_PASTES;
    }
}

/* A further paste may be arriving meanwhile. */
static void held_paste(struct ui *u, const struct key *k)
{
    struct buf arriving = u->keyboard.paste;
    u->keyboard.paste = u->pastes[u->paste_head];
    u->pastes[u->paste_head] = (struct buf){ 0 };
    u->paste_head = (u->paste_head + 1) % HELD_PASTES;
    u->paste_count--;
    ui_key(u, k);
    wipe_buf(&u->keyboard.paste);
    u->keyboard.paste = arriving;
}

static bool take_held(struct ui *u, struct key *k)
{
    if (u->hold != NULL || u->held_count == 0)
        return false;
    *k = u->held[u->held_head];
    u->held[u->held_head] = (struct key){ 0 }; /* it may be part of a passphrase */
    u->held_head = (u->held_head + 1) % HELD_MAX;
    u->held_count--;
    return true;
}

/* While an answer is awaited keys queue up; Esc ends the waiting. */
static void hold_key(struct ui *u, const struct key *k)
{
    if (k->code == K_ESC || k->code == K_CTRL('Q')) {
        u->hold = NULL;
        u->ended = k->code == K_CTRL('Q') && !u->options.guest;
        ui_say(u, SAID, _("It goes on in the background; the answer will show here."));
    } else if (k->code == K_PASTE && u->paste_count == HELD_PASTES) {
        term_bell(&u->term);
    } else if (k->code != K_RESIZE && u->held_count < HELD_MAX) {
        if (k->code == K_PASTE) {
            u->pastes[(u->paste_head + u->paste_count++) % HELD_PASTES] = u->keyboard.paste;
            u->keyboard.paste = (struct buf){ 0 };
        }
        u->held[(u->held_head + u->held_count++) % HELD_MAX] = *k;
    }
    u->stirred = true;
}

static bool next_key(struct ui *u, struct key *k)
{
    struct stroke s;
    while (!keyboard_next(&u->keyboard, k)) {
        if (!term_read(&u->term, &s))
            return false;
        u->stirred = true; /* an Esc shows the digits */
        bool spelled = u->top != NULL && u->top->class->stroke != NULL && u->hold == NULL;
        if (spelled && !ui_is_too_small(u))
            u->top->class->stroke(u->top, &s);
        else
            keyboard_feed(&u->keyboard, &s, ui_now(u));
    }
    return true;
}

static void pump_keys(struct ui *u)
{
    struct key k;
    while (!u->ended) {
        while (u->session != NULL && session_collect(u->session) > 0)
            ; /* an answer may ask again */
        bool held = take_held(u, &k);
        if (!held && !next_key(u, &k))
            return;
        if (u->hold != NULL)
            hold_key(u, &k);
        else if (held && k.code == K_PASTE)
            held_paste(u, &k);
        else
            ui_key(u, &k);
        /* A change of size is taken in at once: later keys count rows by it. */
        getmaxyx(stdscr, u->canvas.rows, u->canvas.cols);
    }
}

/* What hangs is waited for no longer: keys go on, on the desk's own copy. */
static void go_on_without(struct ui *u, bool missing)
{
    if (u->hold != NULL && u->hold->session == u->session && u->hold->where == AT_SHARE)
        u->hold = NULL;
    ui_say(u, SAID_BADLY, "%s",
           missing ? _("The database is not in its place: it was moved or renamed, or its share is "
                       "not mounted. Look for it before anything new is made; new permits and "
                       "notes can be filed and wait at this desk.")
                   : _("The share does not answer. What was typed is kept; new permits and notes "
                       "can be filed and wait at this desk, look-up tables can be read. It is "
                       "tried again by itself."));
    u->away_said = true;
}

/* What was said of it while it was away is true no longer. */
static void back_again(struct ui *u)
{
    if (u->away_said)
        ui_say(u, SAID_WELL, _("The database is connected again."));
}

static void say_news(struct ui *u)
{
    struct spool_report news;
    session_news(u->session, &news);
    if (news.trouble > 0)
        ui_say(
            u, SAID_BADLY,
            _("Of what was kept here %zu could not be written: see the outbox (Ctrl-P, Outbox)."),
            news.trouble);
    else if (news.sent > 0)
        ui_say(u, SAID_WELL, _("What was kept here is in the database now: %zu."), news.sent);
}

/* It answers, but not with what can be worked on: said once, for the title only says that work
 * goes on here. */
static void say_refused(struct ui *u, const char *why)
{
    if (*why && !u->refusal_said)
        ui_say(u, SAID_BADLY, "%s", why);
    u->away_said = u->away_said || (*why && !u->refusal_said);
    u->refusal_said = *why != '\0';
}

static void tick_link(struct ui *u)
{
    struct link_view l;
    if (u->session == NULL)
        return;
    session_tick(u->session);
    session_link(u->session, &l);
    if (l.state != u->link) {
        if (l.state == LINK_OFFLINE && (u->link != LINK_RECOVERING || l.missing != u->missing_said))
            go_on_without(u, l.missing);
        u->missing_said = l.missing;
        if (l.state == LINK_ONLINE)
            back_again(u);
        u->link = l.state;
        u->stirred = true;
    }
    if (l.state == LINK_DEGRADED)
        u->stirred = true; /* the seconds count */
    say_refused(u, l.why);
    say_news(u);
}

static void tick(struct ui *u)
{
    moment now = ui_now(u);
    tick_link(u);
    keyboard_tick(&u->keyboard, now);
    login_tick(u, now);
    pulse_tick(u, now);
    struct screen *s = ui_screen(u);
    if (s != NULL && s->class->tick != NULL && s->class->patience(s, now) == 0)
        s->class->tick(s, now);
    int minute = (int)(now / MINUTE_MS);
    if (minute != u->drawn_minute)
        u->stirred = true;
    u->drawn_minute = minute;
}

static void heed_signals(struct ui *u)
{
    if (term_hung_up())
        u->ended = true;
    if (term_stop_asked())
        ui_suspend(u);
    if (!term_gone_on())
        return;
    term_resume(&u->term);
    u->stirred = true;
}

void ui_pump(struct ui *u)
{
    heed_signals(u);
    getmaxyx(stdscr, u->canvas.rows, u->canvas.cols);
    pump_keys(u);
    tick(u);
    pump_keys(u);
    tour_settle(u);
    if (u->stirred && !u->ended)
        frame_draw(u);
    u->stirred = false;
}

bool ui_ended(const struct ui *u)
{
    return u->ended;
}

/* ---- Closing ---- */

static bool desk_has_work(const struct ui *u)
{
    for (const struct ask *a = u->asks; a != NULL; a = a->next)
        if (a->where == AT_DESK)
            return true;
    return false;
}

/* Drafts are on the desk's own disk and quick to write; the share is not waited for. */
static void wait_for_drafts(struct ui *u)
{
    session_collect(u->session);
    for (int waited = 0; desk_has_work(u) && waited < DESK_PATIENCE_MS; waited += 50) {
        struct pollfd p = { .fd = session_wake_fd(u->session, AT_DESK), .events = POLLIN };
        poll(&p, 1, 50);
        session_collect(u->session);
    }
}

void ui_close(struct ui **up)
{
    struct ui *u = *up;
    if (u == NULL)
        return;
    *up = NULL;
    while (u->top != NULL)
        pop(u);
    if (u->session != NULL)
        wait_for_drafts(u);
    term_close(&u->term);
    if (session_close(&u->session))
        ask_drop_all(u);
    ui_forget_last(u);
    menu_free(&u->menu);
    tour_free(u);
    ui_drop_held(u);
    keyboard_free(&u->keyboard);
    buf_free(&u->message);
    buf_free(&u->who);
    buf_free(&u->taught);
    waiting_list_free(&u->waiting);
    free(u->store);
    if (u->asks == NULL) /* else a hung share still holds one of them, and through it this */
        free(u);
}

/* ---- Running ---- */

static int least_wait(int a, int b)
{
    return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

static int patience(struct ui *u)
{
    moment now = ui_now(u);
    int wait = (int)(MINUTE_MS - now % MINUTE_MS);
    struct screen *s = ui_screen(u);
    wait = least_wait(wait, keyboard_patience(&u->keyboard, now));
    wait = least_wait(wait, login_patience(u, now));
    wait = least_wait(wait, pulse_patience(u, now));
    if (u->session != NULL)
        wait = least_wait(wait, session_patience(u->session));
    if (s != NULL && s->class->patience != NULL)
        wait = least_wait(wait, s->class->patience(s, now));
    return wait;
}

static void wait_for_something(struct ui *u)
{
    struct pollfd p[4] = { { .fd = fileno(u->term.in), .events = POLLIN },
                           { .fd = term_signal_fd(), .events = POLLIN } };
    nfds_t n = 2;
    if (u->session != NULL) {
        p[n++] = (struct pollfd){ .fd = session_wake_fd(u->session, AT_SHARE), .events = POLLIN };
        p[n++] = (struct pollfd){ .fd = session_wake_fd(u->session, AT_DESK), .events = POLLIN };
    }
    int ready = poll(p, n, patience(u));
    if (ready < 0 && errno != EINTR)
        u->ended = true;
    if (ready > 0 && (p[0].revents & (POLLHUP | POLLERR | POLLNVAL)) && !(p[0].revents & POLLIN))
        u->ended = true; /* the terminal has gone */
}

int ui_run(const struct ui_options *o)
{
    struct error e = { 0 };
    struct ui *u = NULL;
    enum outcome result = ui_open(o, &u, &e);
    if (result != DONE) {
        fprintf(stderr, "loket: %s\n", e.text);
        return (int)result;
    }
    term_signals_on(&u->term);
    ui_pump(u);
    while (!ui_ended(u)) {
        wait_for_something(u);
        ui_pump(u);
    }
    ui_close(&u);
    return DONE;
}
