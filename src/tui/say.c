/* say.c - the message line. */
#include "ui.h"

#include <stdarg.h>
#include <stdio.h>

void ui_say(struct ui *u, enum tone t, const char *fmt, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    buf_reset(&u->message);
    buf_puts(&u->message, text);
    u->tone = t;
    u->away_said = false;
    u->stirred = true;
}

/* What was typed ahead was typed for something that did not happen. Nothing rings but errors: who
 * does not look at the screen hears that something is wrong. */
void ui_alarm(struct ui *u)
{
    term_bell(&u->term);
    term_drop_typed();
    ui_drop_held(u);
}

void ui_fail(struct ui *u, const struct error *e)
{
    ui_say(u, SAID_BADLY, "%s", e->text);
    u->away_said = e->later && !e->busy;
    ui_alarm(u);
}
