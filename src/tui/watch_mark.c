/* watch_mark.c - what is done about something in the expiry watch: noted as handled, with how and
 * until when, watched again, or proposed as a capture. */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

/* ---- Looking after one: how, in which words, until when ---- */

struct mark_ask {
    struct ask ask; /* first */
    struct watched item;
    char *name, *how, *reason, *until;
    bool reopen;
};

/* What the questions carry on from one to the next. */
struct marking {
    struct watched item; /* its texts but the name are not carried */
    char *name, *how, *reason;
};

static const char *const ways[] = { "letter", "phone", "mail", "renewal", "other", NULL };

static void marking_free(void *context)
{
    struct marking *m = context;
    free(m->name);
    free(m->how);
    free(m->reason);
    free(m);
}

static struct marking *marking_of(const struct watched *w, const char *name, const char *how,
                                  const char *reason)
{
    struct marking *m = xcalloc(1, sizeof *m);
    m->item = *w;
    m->name = xstrdup(name);
    m->item.name = m->name;
    m->item.went_on = m->item.by = m->item.how = m->item.words = NULL;
    m->how = xstrdup(how);
    m->reason = xstrdup(reason);
    return m;
}

static void mark_work(struct ask *ask)
{
    const struct mark_ask *a = (struct mark_ask *)ask;
    const struct watch_mark mark = { a->how, a->reason, a->until, SPELL_SCREEN };
    ask->outcome = a->reopen ? act_watch_reopen(ask->session, &a->item, a->reason, &ask->error)
                             : act_watch_handle(ask->session, &a->item, &mark, &ask->error);
}

static void mark_release(struct ask *ask)
{
    struct mark_ask *a = (struct mark_ask *)ask;
    free(a->name);
    free(a->how);
    free(a->reason);
    free(a->until);
}

static void marked(struct ask *ask)
{
    struct ui *u = ask->ui;
    ui_saved(u);
    if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else if (((struct mark_ask *)ask)->reopen)
        ui_say(u, SAID_WELL, _("It is watched again."));
    else
        ui_say(u, SAID_WELL, _("Noted as handled. Ctrl-A lists it again."));
}

static void mark(struct ui *u, const struct marking *m, const char *reason, const char *until,
                 bool reopen)
{
    struct mark_ask *a = ask_new(sizeof *a, u, NULL, mark_work, marked, mark_release);
    a->item = m->item;
    a->item.name = a->name = xstrdup(m->name);
    a->how = xstrdup(m->how);
    a->reason = xstrdup(reason);
    a->until = xstrdup(until);
    a->reopen = reopen;
    ask_hold(&a->ask, AT_SHARE, _("Saving"));
}

static bool until_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    const struct marking *m = context;
    (void)owner;
    mark(u, m, m->reason, text, false);
    return true;
}

static bool reason_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    const struct marking *m = context;
    (void)owner;
    if (text[strspn(text, " ")] == '\0') {
        ui_say(u, SAID_BADLY, _("Write in words what was done about it; colleagues read it."));
        return false;
    }
    prompt_open(u, &(struct prompt){
                       .label = _("Watch again on:"),
                       .initial = "",
                       .hint = _("A day, such as h+7; empty: not before its day changes."),
                       .field = kind_field(registry_find(&all_kinds, "handling"), "until"),
                       .done = until_typed,
                       .context = marking_of(&m->item, m->name, m->how, text),
                       .release = marking_free,
                   });
    return true;
}

static void ask_reason(struct ui *u, const struct marking *m, typed_fn *done, const char *label)
{
    prompt_open(u, &(struct prompt){
                       .label = label,
                       .initial = "",
                       .hint = _("In words, for colleagues."),
                       .done = done,
                       .context = marking_of(&m->item, m->name, m->how, ""),
                       .release = marking_free,
                   });
}

static void how_answered(struct ui *u, struct screen *owner, void *context, int answer)
{
    struct marking *m = context;
    (void)owner;
    if (answer < 0 || (size_t)answer + 1 >= COUNT(ways))
        return;
    free(m->how);
    m->how = xstrdup(ways[answer]);
    ask_reason(u, m, reason_typed, _("What was done:"));
}

static bool reopen_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    if (text[strspn(text, " ")] == '\0') {
        ui_say(u, SAID_BADLY, _("Write in words why it is watched again."));
        return false;
    }
    mark(u, context, text, "", true);
    return true;
}

void watch_handle(struct screen *s, const struct watched *w)
{
    struct marking *m = marking_of(w, w->name, "", "");
    if (w->state == WATCH_HANDLED) {
        ask_reason(s->ui, m, reopen_typed, _("Watch it again because:"));
        marking_free(m);
        return;
    }
    dialog_open(
        s->ui,
        &(struct question){
            .title = _("Handled"),
            .text = w->name,
            .answers = (const char *const[]){ _("A letter was sent"), _("Told by telephone"),
                                              _("Mail was sent"), _("Its renewal is under way"),
                                              _("Otherwise"), NULL },
            .answered = how_answered,
            .context = m,
            .release = marking_free,
        });
}

/* ---- Proposing one as a capture ---- */

struct report_ask {
    struct ask ask; /* first */
    struct watched item;
    char *name, *went_on;
    int64_t capture;
};

static void report_work(struct ask *ask)
{
    struct report_ask *a = (struct report_ask *)ask;
    ask->outcome = act_watch_report(ask->session, &a->item, &a->capture, &ask->error);
}

static void report_release(struct ask *ask)
{
    struct report_ask *a = (struct report_ask *)ask;
    free(a->name);
    free(a->went_on);
}

static void reported(struct ask *ask)
{
    const struct report_ask *a = (const struct report_ask *)ask;
    struct ui *u = ask->ui;
    u->saves++;
    if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else if (ask->awaited)
        form_edit(u, registry_find(&all_kinds, "capture"), a->capture);
}

void watch_report(struct screen *s, const struct watched *w)
{
    struct report_ask *a = ask_new(sizeof *a, s->ui, NULL, report_work, reported, report_release);
    a->item = *w;
    a->item.name = a->name = xstrdup(w->name);
    a->item.went_on = a->went_on = w->went_on != NULL ? xstrdup(w->went_on) : NULL;
    a->item.by = a->item.how = a->item.words = NULL;
    ask_hold(&a->ask, AT_SHARE, _("Saving"));
}
