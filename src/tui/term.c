/* term.c - the terminal. Everything that talks to it except drawing stands here. */
#include "term.h"

#include "term_keys.h"

#include "loket/tui.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

enum { ESC_DELAY_MS = 100 };

/* ---- Opening ---- */

static bool describes_a_screen(void)
{
    const char *cup = tigetstr("cup");
    return cup != NULL && cup != (const char *)-1;
}

/* *unfit: it is known, and known to have no screen to paint on. */
static SCREEN *try_term(const struct terminal *t, const char *name, bool *unfit)
{
    *unfit = false;
    if (name == NULL || name[0] == '\0')
        return NULL;
    SCREEN *s = newterm(name, t->out, t->in);
    if (s == NULL)
        return NULL;
    set_term(s);
    if (describes_a_screen())
        return s;
    *unfit = true;
    endwin();
    delscreen(s);
    return NULL;
}

static SCREEN *open_screen(struct terminal *t, const char *name)
{
    static const char *const fallbacks[] = { "xterm-256color", "xterm", "vt220", "ansi" };
    bool unfit = false, ignored;
    SCREEN *s = try_term(t, name, &unfit);
    for (size_t i = 0; s == NULL && !unfit && i < COUNT(fallbacks); i++) {
        s = try_term(t, fallbacks[i], &ignored);
        if (s != NULL)
            snprintf(t->taken, sizeof t->taken, "%s", fallbacks[i]);
    }
    return s;
}

static void send(const struct terminal *t, const char *bytes)
{
    fputs(bytes, t->out);
    fflush(t->out);
}

/* What takes no CSI at all (vt52) would show it; DEC's and all later ones pass over modes they
 * lack. */
static bool takes_csi(void)
{
    const char *cup = tigetstr("cup");
    return cup != NULL && cup != (const char *)-1 && text_starts(cup, "\033[");
}

/* Marks of what is pasted, and of clicks. */
static void send_wishes(const struct terminal *t, bool on)
{
    if (t->pastes)
        send(t, on ? TERM_PASTE_ON : TERM_PASTE_OFF);
    if (t->mouse)
        send(t, on ? TERM_MOUSE_ON : TERM_MOUSE_OFF);
}

void term_mouse(struct terminal *t)
{
    if (!t->pastes)
        return;
    t->mouse = true;
    send(t, TERM_MOUSE_ON);
}

/* Descriptions leave out that these keep a title (CSI 22 t) and mostly that they have one (OSC 2).
 */
static bool keeps_titles(const struct terminal *t)
{
    static const char *const families[] = { "xterm", "screen",    "tmux",    "rxvt",
                                            "vte",   "gnome",     "konsole", "putty",
                                            "foot",  "alacritty", "kitty" };
    const char *name = t->taken[0] != '\0' ? "" : t->called; /* what was guessed may not have it */
    for (size_t i = 0; i < COUNT(families); i++)
        if (text_starts(name, families[i]))
            return true;
    return false;
}

static void set_modes(struct terminal *t, const struct ui_options *o)
{
    const char *no_colour = getenv("NO_COLOR");
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    if (getenv("ESCDELAY") == NULL)
        set_escdelay(ESC_DELAY_MS);
    if (o->rows > 0 && o->cols > 0)
        resize_term(o->rows, o->cols);
    term_keys_define();
    t->colour = !o->mono && (no_colour == NULL || no_colour[0] == '\0') && has_colors();
    if (t->colour) {
        start_color();
        use_default_colors();
    }
    t->pastes = takes_csi();
    t->keeps = keeps_titles(t);
    send_wishes(t, true);
}

enum outcome term_open(struct terminal *t, const struct ui_options *o, struct error *e)
{
    const char *name = o->term != NULL ? o->term : getenv("TERM");
    *t = (struct terminal){ .in = o->in, .out = o->out };
    snprintf(t->called, sizeof t->called, "%s", name != NULL ? name : "");
    bool fixed = o->rows > 0; /* somebody who fixes the size brings pipes */
    if (!fixed && (!isatty(fileno(t->in)) || !isatty(fileno(t->out))))
        return fail(e, MISUSED,
                    _("There is no terminal here to show the screen on. Use the command line: "
                      "`loket list permit`, or `loket --help` for all it can do."));
    text_start();
    t->before_known = tcgetattr(fileno(t->out), &t->before) == 0;
    t->screen = open_screen(t, name);
    if (t->screen == NULL)
        return fail(
            e, MISUSED,
            _("The terminal calls itself “%s”, and nothing is known by which a screen could "
              "be painted on it. Set TERM=xterm if it is one, or use the command line: "
              "`loket list permit`."),
            t->called);
    set_modes(t, o);
    return DONE;
}

/* The title before ours. */
static void title_back(struct terminal *t)
{
    if (t->titled)
        send(t, TERM_TITLE_BACK);
    t->titled = false;
    t->title[0] = '\0';
}

static bool is_there(const char *capability)
{
    return capability != NULL && capability != (const char *)-1 && capability[0] != '\0';
}

/* Where there is no screen of our own to leave (vt220) the shell goes on below an empty one. */
static void leave_screen(void)
{
    if (!is_there(tigetstr("rmcup"))) {
        erase();
        refresh();
    }
    endwin();
}

void term_close(struct terminal *t)
{
    if (t->screen == NULL)
        return;
    term_signals_off(t);
    send_wishes(t, false);
    title_back(t);
    set_term(t->screen);
    leave_screen();
    delscreen(t->screen);
    t->screen = NULL;
}

/* ---- Reading ---- */

bool term_read(struct terminal *t, struct stroke *out)
{
    (void)t;
    wint_t c = 0;
    int kind = get_wch(&c);
    if (kind == ERR)
        return false;
    out->function = kind == KEY_CODE_YES;
    out->code = out->function ? term_key_code((int)c) : (int32_t)c;
    return true;
}

/* The keypad stays in its mode: what the keys send shall not change while it is looked at. */
void term_spell_out(struct terminal *t, bool on)
{
    const char *keypad_on = tigetstr("smkx");
    keypad(stdscr, on ? FALSE : TRUE);
    if (on && is_there(keypad_on))
        send(t, keypad_on);
}

/* A status line by its own sequences (hs, tsl, fsl) is what terminals call their title. */
void term_title(struct terminal *t, const char *text)
{
    const char *to = tigetstr("tsl"), *from = tigetstr("fsl");
    bool described = tigetflag("hs") > 0 && is_there(to) && is_there(from);
    if (strcmp(t->title, text) == 0 || (!described && !t->keeps))
        return;
    snprintf(t->title, sizeof t->title, "%s", text);
    const char *begin = described ? tiparm(to, 0) : NULL;
    fputs(t->keeps && !t->titled ? TERM_TITLE_KEEP : "", t->out);
    t->titled = t->keeps;
    fputs(begin != NULL ? begin : "\033]2;", t->out);
    fputs(t->title, t->out);
    send(t, begin != NULL ? from : "\a");
}

void term_bell(struct terminal *t)
{
    (void)t;
    beep();
}

void term_drop_typed(void)
{
    flushinp();
}

/* Ours again, whatever a shell has made of it. */
static void take_back(struct terminal *t)
{
    refresh();
    send_wishes(t, true);
    clearok(stdscr, TRUE);
}

void term_suspend(struct terminal *t)
{
    if (!t->signals) /* not our process to stop */
        return;
    send_wishes(t, false);
    title_back(t);
    leave_screen();
    term_stop();
    take_back(t);
}

void term_resume(struct terminal *t)
{
    endwin();
    take_back(t);
}
