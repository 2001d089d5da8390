/* home_handover.c - handing drafts to a colleague or a role, one or all of one's own, and taking
 * over what others handed here. */
#include "home.h"

#include <stdlib.h>
#include <string.h>

struct hand_ask {
    struct ask ask; /* first */
    int64_t ids[DRAFTS_MAX];
    size_t count, given;
    char *to, *words;
};

static void give_work(struct ask *ask)
{
    struct hand_ask *a = (struct hand_ask *)ask;
    ask->outcome = DONE;
    for (size_t i = 0; ask->outcome == DONE && i < a->count; i++) {
        const struct handover h = { a->ids[i], a->to, a->words };
        ask->outcome = act_handover_give(ask->session, &h, &ask->error);
        a->given += ask->outcome == DONE;
    }
}

static void release(struct ask *ask)
{
    struct hand_ask *a = (struct hand_ask *)ask;
    free(a->to);
    free(a->words);
}

static void given(struct ask *ask)
{
    const struct hand_ask *a = (const struct hand_ask *)ask;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else
        ui_say(ask->ui, SAID_WELL, _("Handed to %s: %zu. Only they read it now."), a->to, a->given);
    home_refresh(ask->owner);
}

/* ---- Asking: to whom, then a word ---- */

static struct hand_ask *copy_of(struct ui *u, const struct hand_ask *from)
{
    struct hand_ask *a = ask_new(sizeof *a, u, ui_screen(u), give_work, given, release);
    memcpy(a->ids, from->ids, sizeof a->ids);
    a->count = from->count;
    a->to = xstrdup(from->to);
    return a;
}

static void context_free(void *context)
{
    release(context);
    free(context);
}

static struct hand_ask *context_of(const struct hand_ask *from, const char *to)
{
    struct hand_ask *c = xcalloc(1, sizeof *c);
    memcpy(c->ids, from->ids, sizeof c->ids);
    c->count = from->count;
    c->to = xstrdup(to);
    return c;
}

static bool words_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    struct hand_ask *a = copy_of(u, context);
    (void)owner;
    a->words = xstrdup(text);
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

static void ask_whom(struct ui *u, const struct hand_ask *what)
{
    struct buf label = { 0 };
    buf_printf(&label, _("Hand %zu to:"), what->count);
    prompt_open(u, &(struct prompt){
                       .label = buf_text(&label),
                       .initial = "",
                       .hint = _("A colleague's name, or a role such as operator."),
                       .done = to_typed,
                       .context = context_of(what, ""),
                       .release = context_free,
                   });
    buf_free(&label);
}

static bool may_give(struct ui *u)
{
    if (u->person[0] != '\0')
        return true;
    ui_say(u, SAID_BADLY, _("Log in first: a handover names who gives."));
    return false;
}

void home_hand_one(struct screen *s)
{
    const struct draft_item *d = home_draft(s);
    struct hand_ask what = { .count = 1 };
    if (!may_give(s->ui))
        return;
    if (d == NULL || d->from != NULL) {
        ui_say(s->ui, SAID, _("Put the cursor on a draft first."));
        return;
    }
    what.ids[0] = d->id;
    ask_whom(s->ui, &what);
}

void home_hand_all(struct screen *s)
{
    const struct home *h = s->own;
    struct hand_ask what = { .count = 0 };
    if (!may_give(s->ui))
        return;
    for (size_t i = 0; i < h->drafts.count; i++) {
        const struct draft_item *d = &h->drafts.items[i];
        bool mine = d->by == NULL || strcmp(d->by, s->ui->person) == 0;
        if (d->from == NULL && mine)
            what.ids[what.count++] = d->id;
    }
    if (what.count > 0)
        ask_whom(s->ui, &what);
    else
        ui_say(s->ui, SAID, _("No draft of yours lies at this desk."));
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
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        home_refresh(ask->owner);
    } else if (ask->awaited) {
        form_draft(ask->ui, a->draft);
    }
}

void home_take_over(struct screen *s, int64_t id)
{
    struct take_ask *a = ask_new(sizeof *a, s->ui, s, take_work, taken, NULL);
    a->id = id;
    ask_hold(&a->ask, AT_SHARE, _("Taking it over"));
}
