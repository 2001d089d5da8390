/* language.c - the other language while screens stand open, and remembering at this desk who reads
 * which. What a form holds is taken in before, in the language it was typed in. */
#include "login.h"
#include "screens.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

enum { SETTING_MAX = sizeof "language." + PERSON_CELLS };

static const char indonesian[] = "id", english[] = "en";

/* ---- Speaking it ---- */

/* Until somebody else comes. */
static void language_speak(struct ui *u, enum language l)
{
    if (l == language_get())
        return;
    for (struct screen *s = u->top; s != NULL; s = s->below)
        if (s->class->speak != NULL)
            s->class->speak(s, false);
    language_tell(l);
    buf_reset(&u->message);
    for (struct screen *s = u->top; s != NULL; s = s->below)
        if (s->class->speak != NULL)
            s->class->speak(s, true);
    login_tell(u);
    clearok(stdscr, TRUE);
    u->stirred = true;
}

/* ---- Remembering it ---- */

struct language_ask {
    struct ask ask; /* first */
    char key[SETTING_MAX];
    const char *value;
    struct buf text;
};

static void release(struct ask *ask)
{
    buf_free(&((struct language_ask *)ask)->text);
}

static struct language_ask *ask_for(struct ui *u, void (*work)(struct ask *),
                                    void (*answer)(struct ask *))
{
    struct language_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    snprintf(a->key, sizeof a->key, "language.%s", u->person);
    return a;
}

static void keep_work(struct ask *ask)
{
    const struct language_ask *a = (const struct language_ask *)ask;
    ask->outcome = act_setting_put(ask->session, a->key, a->value, &ask->error);
}

static void kept(struct ask *ask)
{
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
}

void language_change(struct ui *u)
{
    language_speak(u, language_get() == INDONESIAN ? ENGLISH : INDONESIAN);
    if (u->session == NULL)
        return;
    struct language_ask *a = ask_for(u, keep_work, kept);
    a->value = language_get() == ENGLISH ? english : indonesian;
    ask_post(&a->ask, AT_DESK);
}

static void load_work(struct ask *ask)
{
    struct language_ask *a = (struct language_ask *)ask;
    ask->outcome = act_setting_get(ask->session, a->key, &a->text, &ask->error);
}

/* Where it cannot be read, or nothing is remembered, it stays what it is. */
static void loaded(struct ask *ask)
{
    const char *text = buf_text(&((struct language_ask *)ask)->text);
    if (ask->outcome == DONE && strcmp(text, english) == 0)
        language_speak(ask->ui, ENGLISH);
    if (ask->outcome == DONE && strcmp(text, indonesian) == 0)
        language_speak(ask->ui, INDONESIAN);
}

void language_load(struct ui *u)
{
    struct language_ask *a;
    if (u->options.told)
        return; /* on the command line */
    a = ask_for(u, load_work, loaded);
    ask_post(&a->ask, AT_DESK);
}
