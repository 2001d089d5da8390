/* acts.c - small things to read: required papers; what is missing of all. */
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct act_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;
    struct record *record;
    struct buf text;
};

static void release(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    record_free(&a->record);
    buf_free(&a->text);
}

static struct act_ask *new_ask(struct ui *u, const struct kind *k, int64_t id,
                               void (*work)(struct ask *), void (*answer)(struct ask *))
{
    struct act_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->kind = k;
    a->id = id;
    return a;
}

/* ---- Which papers? ---- */

static void requirements_work(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    ask->outcome = act_requirements(ask->session, a->record, &a->text, &ask->error);
}

static void requirements_answer(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else if (ask->awaited)
        text_open(ask->ui, _("Which papers?"),
                  a->text.len > 0 ? buf_text(&a->text) : _("No paper is required for this."));
}

void requirements_open(struct ui *u, const struct record *r)
{
    struct act_ask *a = new_ask(u, r->kind, r->id, requirements_work, requirements_answer);
    a->record = record_copy(r);
    ask_hold(&a->ask, AT_SHARE, _("Looking at the requirements"));
}

/* ---- What is missing ---- */

static void add_missing(void *context, const struct missing *m)
{
    struct act_ask *a = context;
    struct buf name = { 0 };
    record_known(m->record, &name);
    buf_printf(&a->text, "%s %s (%s)\n  %s\n", _(m->record->kind->label), buf_text(&name),
               _(role_label(m->role)), m->words);
    buf_free(&name);
}

static void missing_work(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    ask->outcome = act_missing(ask->session, add_missing, a, &ask->error);
}

static void missing_answer(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else if (ask->awaited)
        text_open(ask->ui, _("What is missing"),
                  a->text.len > 0 ? buf_text(&a->text) : _("Nothing is missing."));
}

void missing_open(struct ui *u)
{
    ask_hold(&new_ask(u, NULL, 0, missing_work, missing_answer)->ask, AT_SHARE,
             _("Looking for what is missing"));
}
