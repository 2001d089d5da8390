/* approvals_hold.c - putting a decision aside: why, and until when; and letting it wait again. */
#include "approvals.h"

#include <stdlib.h>
#include <string.h>

struct hold_ask {
    struct ask ask; /* first */
    struct record *record;
    char *reason, *until; /* NULL: let it wait again */
};

static void work(struct ask *ask)
{
    struct hold_ask *a = (struct hold_ask *)ask;
    ask->outcome = a->until != NULL
                       ? act_hold(ask->session, a->record, a->until, a->reason, &ask->error)
                       : act_hold_lift(ask->session, a->record, &ask->error);
}

static void release(struct ask *ask)
{
    struct hold_ask *a = (struct hold_ask *)ask;
    record_free(&a->record);
    free(a->reason);
    free(a->until);
}

static void answer(struct ask *ask)
{
    const struct hold_ask *a = (const struct hold_ask *)ask;
    struct ui *u = ask->ui;
    if (ask->outcome != DONE) {
        ui_fail(u, &ask->error);
        return;
    }
    ui_saved(u);
    ui_say(u, SAID_WELL,
           a->until != NULL ? _("Put aside; it comes back on its day. Ctrl-A lists it.")
                            : _("It waits again."));
}

static struct hold_ask *new_ask(struct ui *u, const struct record *r)
{
    struct hold_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->record = record_copy(r);
    return a;
}

/* ---- Asking: why, then until when ---- */

struct holding {
    struct record *record;
    char *reason;
};

static void holding_free(void *context)
{
    struct holding *h = context;
    record_free(&h->record);
    free(h->reason);
    free(h);
}

static struct holding *holding_new(const struct record *r, const char *reason)
{
    struct holding *h = xcalloc(1, sizeof *h);
    h->record = record_copy(r);
    h->reason = xstrdup(reason);
    return h;
}

static const struct field *until_field(void)
{
    return kind_field(registry_find(&all_kinds, "hold"), "until");
}

static bool is_day_to_come(struct ui *u, const char *text)
{
    struct reading how = session_reading(u->session, SPELL_SCREEN);
    struct value v = { 0 };
    struct error e = { 0 };
    enum outcome result = field_parse(until_field(), &how, text, &v, &e);
    if (result == DONE && (!v.set || v.num <= session_today(u->session)))
        result = fail(&e, REFUSED,
                      _("It comes back on a day to come; type one, such as h+1 for tomorrow."));
    value_clear(&v);
    if (result != DONE)
        ui_fail(u, &e);
    return result == DONE;
}

static bool until_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    const struct holding *h = context;
    (void)owner;
    if (!is_day_to_come(u, text))
        return false;
    struct hold_ask *a = new_ask(u, h->record);
    a->reason = xstrdup(h->reason);
    a->until = xstrdup(text);
    ask_hold(&a->ask, AT_SHARE, _("Putting it aside"));
    return true;
}

static void ask_until(struct ui *u, const struct holding *h, const char *reason)
{
    prompt_open(u, &(struct prompt){
                       .label = _("Until:"),
                       .initial = "h+1",
                       .hint = _("The day it comes back: h+1 is tomorrow, h+7 in a week, 15/12."),
                       .field = until_field(),
                       .done = until_typed,
                       .context = holding_new(h->record, reason),
                       .release = holding_free,
                   });
}

static bool reason_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    if (text[strspn(text, " ")] == '\0') {
        ui_say(u, SAID_BADLY, _("Write in words what it waits for; colleagues read it."));
        return false;
    }
    ask_until(u, context, text);
    return true;
}

void approvals_hold(struct screen *s)
{
    const struct waiting *w = approvals_here(s);
    struct ui *u = s->ui;
    if (w == NULL)
        return;
    if (w->held) {
        ask_hold(&new_ask(u, w->record)->ask, AT_SHARE, _("Taking it up again"));
        return;
    }
    prompt_open(u, &(struct prompt){
                       .label = _("Hold, because:"),
                       .initial = "",
                       .hint = _("What it waits for, in words; colleagues read it too."),
                       .done = reason_typed,
                       .context = holding_new(w->record, ""),
                       .release = holding_free,
                   });
}
