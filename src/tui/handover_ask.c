/* handover_ask.c - handing over: to whom, with what word; and taking over what was handed here. */
#include "screens.h"

#include <stdlib.h>
#include <string.h>

/* What is handed, and to whom: the request itself, or what a prompt keeps meanwhile. */
struct handing {
    struct handover *items;
    size_t count;
    char *to, *words;
};

static void handing_clear(struct handing *h)
{
    free(h->items);
    free(h->to);
    free(h->words);
    *h = (struct handing){ 0 };
}

static void handing_copy(const struct handing *from, struct handing *to)
{
    *to = (struct handing){ .count = from->count };
    to->items = xcalloc(from->count, sizeof *to->items);
    memcpy(to->items, from->items, from->count * sizeof *to->items);
    to->to = from->to != NULL ? xstrdup(from->to) : NULL;
}

/* ---- Giving ---- */

struct hand_ask {
    struct ask ask; /* first */
    struct handing what;
    size_t given;
};

static void give_work(struct ask *ask)
{
    struct hand_ask *a = (struct hand_ask *)ask;
    ask->outcome = DONE;
    for (size_t i = 0; ask->outcome == DONE && i < a->what.count; i++) {
        struct handover h = a->what.items[i];
        h.to = a->what.to;
        h.words = a->what.words;
        ask->outcome = act_handover_give(ask->session, &h, &ask->error);
        a->given += ask->outcome == DONE;
    }
}

static void release(struct ask *ask)
{
    handing_clear(&((struct hand_ask *)ask)->what);
}

/* Some of it may be handed where one could not be. */
static void given(struct ask *ask)
{
    const struct hand_ask *a = (const struct hand_ask *)ask;
    struct ui *u = ask->ui;
    ui_saved(u);
    if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else
        ui_say(u, SAID_WELL, _("Handed to %s: %zu. History names both of you."), a->what.to,
               a->given);
}

/* ---- Asking: to whom, then a word ---- */

static void context_free(void *context)
{
    handing_clear(context);
    free(context);
}

static struct handing *context_of(const struct handing *from, const char *to)
{
    struct handing *c = xcalloc(1, sizeof *c);
    handing_copy(from, c);
    free(c->to);
    c->to = xstrdup(to);
    return c;
}

static bool words_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    struct hand_ask *a = ask_new(sizeof *a, u, NULL, give_work, given, release);
    (void)owner;
    handing_copy(context, &a->what);
    a->what.words = xstrdup(text);
    ask_hold(&a->ask, AT_SHARE, _("Handing over"));
    return true;
}

static bool to_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    if (text[strspn(text, " ")] == '\0') {
        ui_say(u, SAID_BADLY, _("Type the colleague's name, or a role such as operator."));
        return false;
    }
    char *copy = xstrdup(text);
    prompt_open(u, &(struct prompt){
                       .label = _("A word with it:"),
                       .initial = "",
                       .hint = _("What is still to do; may stay empty. Everybody may read it."),
                       .done = words_typed,
                       .context = context_of(context, text_trim(copy)),
                       .release = context_free,
                   });
    free(copy);
    return true;
}

void hand_over(struct ui *u, const struct handover *items, size_t count)
{
    const struct handing what = { .items = (struct handover *)items, .count = count };
    struct buf label = { 0 };
    buf_printf(&label, _("Hand %zu to:"), count);
    prompt_open(u, &(struct prompt){
                       .label = buf_text(&label),
                       .initial = "",
                       .hint = _("A colleague's name, or a role such as operator."),
                       .done = to_typed,
                       .context = context_of(&what, ""),
                       .release = context_free,
                   });
    buf_free(&label);
}

/* ---- Taking over ---- */

struct take_ask {
    struct ask ask; /* first */
    int64_t id, draft;
};

static void take_work(struct ask *ask)
{
    struct take_ask *a = (struct take_ask *)ask;
    ask->outcome = act_handover_take(ask->session, a->id, &a->draft, &ask->error);
}

static void taken(struct ask *ask)
{
    const struct take_ask *a = (const struct take_ask *)ask;
    struct ui *u = ask->ui;
    u->saves++;
    if (ask->outcome == DONE && a->draft != 0 && ask->awaited) {
        form_draft(u, a->draft);
        return;
    }
    if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
    if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else if (a->draft == 0)
        ui_say(u, SAID_WELL,
               _("Noted: it is yours to look after. It stays at its desk until it is sent."));
}

void take_over(struct ui *u, int64_t id)
{
    struct take_ask *a = ask_new(sizeof *a, u, NULL, take_work, taken, NULL);
    a->id = id;
    ask_hold(&a->ask, AT_SHARE, _("Taking it over"));
}
