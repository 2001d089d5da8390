/* look.c - colours and lines, chosen by whoever looks and remembered at this desk. */
#include "screens.h"

#include <curses.h>
#include <string.h>

static const struct {
    const char *id, *label;
} themes[THEME_COUNT] = {
    [THEME_COLOURS] = { "colours", N_("Colours") },
    [THEME_SAFE] = { "safe", N_("Colours that colour-blind eyes tell apart") },
    [THEME_MONO] = { "mono", N_("No colours") },
};

static const char setting[] = "look", ascii[] = "ascii"; /* "safe", "mono ascii" */

struct look_ask {
    struct ask ask; /* first */
    struct buf text;
};

static void release(struct ask *ask)
{
    buf_free(&((struct look_ask *)ask)->text);
}

static void load_work(struct ask *ask)
{
    struct look_ask *a = (struct look_ask *)ask;
    ask->outcome = act_setting_get(ask->session, setting, &a->text, &ask->error);
}

/* Where it cannot be read the screen looks as it always did. */
static void loaded(struct ask *ask)
{
    const char *text = buf_text(&((struct look_ask *)ask)->text);
    struct ui *u = ask->ui;
    for (int i = 0; ask->outcome == DONE && i < THEME_COUNT; i++)
        if (text_starts(text, themes[i].id))
            draw_prepare(&u->canvas, (enum theme)i);
    u->no_lines = ask->outcome == DONE && strstr(text, ascii) != NULL;
    u->canvas.plain = u->options.plain || u->no_lines;
}

void look_load(struct ui *u)
{
    struct look_ask *a = ask_new(sizeof *a, u, NULL, load_work, loaded, release);
    ask_post(&a->ask, AT_DESK);
}

static void keep_work(struct ask *ask)
{
    struct look_ask *a = (struct look_ask *)ask;
    ask->outcome = act_setting_put(ask->session, setting, buf_text(&a->text), &ask->error);
}

static void kept(struct ask *ask)
{
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
}

static void keep(struct ui *u, enum theme theme)
{
    struct look_ask *a = ask_new(sizeof *a, u, NULL, keep_work, kept, release);
    buf_printf(&a->text, "%s%s%s", themes[theme].id, u->no_lines ? " " : "",
               u->no_lines ? ascii : "");
    ask_post(&a->ask, AT_DESK);
}

static void say_what_holds(struct ui *u, int which)
{
    if (which < THEME_MONO && !u->canvas.coloured)
        ui_say(u, SAID_BADLY,
               _("This terminal has no colours, or NO_COLOR is set: it stays without."));
    else if (which == THEME_COUNT && u->options.plain && !u->no_lines)
        ui_say(u, SAID_BADLY,
               _("The locale (LANG) shows ASCII alone, or --plain was typed: it stays so."));
}

static void chosen(struct ui *u, struct screen *owner, void *context, int which)
{
    enum theme theme = u->canvas.theme;
    (void)owner;
    (void)context;
    if (which < 0)
        return;
    if (which < THEME_COUNT)
        draw_prepare(&u->canvas, theme = (enum theme)which);
    else
        u->no_lines = !u->no_lines;
    say_what_holds(u, which);
    keep(u, theme);
    u->canvas.plain = u->options.plain || u->no_lines;
    clearok(stdscr, TRUE);
}

void look_open(struct ui *u)
{
    const char *answers[THEME_COUNT + 2] = { NULL };
    for (int i = 0; i < THEME_COUNT; i++)
        answers[i] = _(themes[i].label);
    answers[THEME_COUNT] = u->no_lines ? _("Lines and marks as the terminal can draw them")
                                       : _("No drawn lines: ASCII alone");
    dialog_open(u, &(struct question){
                       .title = _("Colours and lines"),
                       .text = _("How the screen looks at this desk. Nothing is told by colour "
                                 "alone."),
                       .answers = answers,
                       .answered = chosen,
                   });
}
