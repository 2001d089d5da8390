/* approvals_decide.c - deciding what is marked: one passphrase, then each step by itself, with its
 * own signature; each refusal is told in words. */
#include "approvals.h"
#include "pass.h"
#include "steps.h"
#include "tour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One record on its way; all its own. */
struct decision {
    const struct kind *kind;
    const struct step *step;
    int64_t id, rev;
    bool wants_reason;
    char *called;
};

struct bundle {
    struct decision items[WAITING_SHOWN];
    size_t count;
    struct taking *answers; /* what was asked once for all; NULL: nothing */
    struct screen *asked;   /* the pop-up that did; NULL */
};

struct bundle_ask {
    struct ask ask;        /* first */
    struct screen *dialog; /* the lowest pop-up, closed once it is done */
    struct bundle *bundle;
    struct unseen *secret;
    bool known; /* the passphrase was right */
    size_t taken;
    struct buf refusals;
};

static void bundle_free(void *context)
{
    struct bundle *b = context;
    for (size_t i = 0; b != NULL && i < b->count; i++)
        free(b->items[i].called);
    if (b != NULL)
        taking_free(b->answers);
    free(b);
}

static struct bundle *gather(const struct screen *s)
{
    const struct approvals *p = s->own;
    const struct waiting_list *l = &s->ui->waiting;
    struct bundle *b = xcalloc(1, sizeof *b);
    for (size_t i = 0; i < l->count && b->count < WAITING_SHOWN; i++) {
        const struct waiting *w = &l->items[i];
        struct buf called = { 0 };
        if (!approvals_marked(p, w->record->id))
            continue;
        record_known(w->record, &called);
        b->items[b->count++] = (struct decision){ .kind = w->kind,
                                                  .step = w->step,
                                                  .id = w->record->id,
                                                  .rev = w->record->rev,
                                                  .wants_reason = w->alone || w->asks_reason,
                                                  .called = buf_take(&called) };
    }
    return b;
}

/* ---- On the worker ---- */

static void take(struct bundle_ask *a, const struct decision *d)
{
    const struct taking *t = a->bundle->answers;
    struct assignment sets[STEP_SETS_MAX];
    struct error e = { 0 };
    struct step_request q = { .kind = d->kind,
                              .id = d->id,
                              .rev = d->rev,
                              .verb = d->step->verb,
                              .sets = sets,
                              .spelling = SPELL_SCREEN };
    for (size_t i = 0; t != NULL && i < t->set_count; i++)
        if (step_takes(d->step, t->sets[i].path))
            sets[q.set_count++] = (struct assignment){ t->sets[i].path, t->sets[i].text };
    if (t != NULL && d->wants_reason)
        q.note = t->note;
    if (act_step(a->ask.session, &q, NULL, &e) == DONE)
        a->taken++;
    else
        buf_printf(&a->refusals, "%s — %s: %s\n", d->called, _(d->step->label), e.text);
}

static void work(struct ask *ask)
{
    struct bundle_ask *a = (struct bundle_ask *)ask;
    ask->outcome = act_check_passphrase(ask->session, a->secret->bytes, a->secret->n, &ask->error);
    unseen_free(&a->secret);
    a->known = ask->outcome == DONE;
    for (size_t i = 0; a->known && i < a->bundle->count; i++)
        take(a, &a->bundle->items[i]);
}

static void release(struct ask *ask)
{
    struct bundle_ask *a = (struct bundle_ask *)ask;
    bundle_free(a->bundle);
    unseen_free(&a->secret);
    buf_free(&a->refusals);
}

/* ---- Back on the screen ---- */

static void answer(struct ask *ask)
{
    struct bundle_ask *a = (struct bundle_ask *)ask;
    struct ui *u = ask->ui;
    if (!a->known) {
        ui_fail(u, &ask->error);
        return;
    }
    u->saves++;
    u->stirred_at = ui_now(u);
    if (a->taken > 0)
        ui_happened(u, HAPPENED_DECIDED, NULL, "");
    screen_gone(u, a->dialog);
    if (a->refusals.len > 0) {
        struct buf text = { 0 };
        buf_printf(&text, _("Decided: %zu. Not decided, and why:\n\n"), a->taken);
        buf_puts(&text, buf_text(&a->refusals));
        text_open(u, _("Not all was decided"), buf_text(&text));
        buf_free(&text);
    } else {
        ui_say(u, SAID_WELL, _("Decided: %zu, each signed by itself."), a->taken);
    }
}

static struct bundle *bundle_copy(const struct bundle *b)
{
    struct bundle *copy = xcalloc(1, sizeof *copy);
    *copy = *b;
    for (size_t i = 0; i < b->count; i++)
        copy->items[i].called = xstrdup(b->items[i].called);
    copy->answers = b->answers != NULL ? taking_copy(b->answers) : NULL;
    return copy;
}

/* The dialogs stay until the passphrase was right. */
static void passed(struct screen *dialog, const char *text, struct unseen *secret)
{
    struct ui *u = dialog->ui;
    const struct bundle *b = pass_context(dialog);
    if (step_ask_again(dialog, secret)) {
        unseen_free(&secret);
        return;
    }
    struct bundle_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    (void)text;
    a->dialog = b->asked != NULL ? b->asked : dialog;
    a->bundle = bundle_copy(b);
    a->secret = secret;
    ask_hold(&a->ask, AT_SHARE, _("Deciding"));
}

/* ---- Asking ---- */

/* "3 × Permit: Assign", a line for each step. */
static void summary(const struct bundle *b, struct buf *out)
{
    for (size_t i = 0; i < b->count; i++) {
        size_t same = 0;
        bool first = true;
        for (size_t j = 0; j < b->count; j++) {
            same += b->items[j].step == b->items[i].step;
            first = first && !(j < i && b->items[j].step == b->items[i].step);
        }
        if (first)
            buf_printf(out, "%zu × %s: %s\n", same, _(b->items[i].kind->label),
                       _(b->items[i].step->label));
    }
    for (size_t i = 0; i < b->count; i++)
        if (b->items[i].step->flags & STEP_LASTING) {
            buf_puts(out, _("This leaves the office and is not undone."));
            return;
        }
}

static void decide_one(struct screen *s)
{
    const struct waiting *w = approvals_here(s);
    if (w != NULL)
        step_decide(s->ui, w->record, w, NULL);
}

static void ask_passphrase(struct ui *u, struct bundle *b)
{
    struct buf text = { 0 };
    summary(b, &text);
    pass_open(u, &(struct pass_question){
                     .title = _("Decide together: passphrase"),
                     .text = buf_text(&text),
                     .passed = passed,
                     .context = b,
                     .release = bundle_free,
                 });
    buf_free(&text);
}

/* Marks may have gone meanwhile: what stands now is decided. */
static void answered(struct screen *asked, struct taking *t)
{
    struct bundle *b = gather(ui_screen(asked->ui));
    b->answers = t;
    b->asked = asked;
    ask_passphrase(asked->ui, b);
}

static bool demands_any(const struct step *step)
{
    return step->demands != NULL && step->demands[0] != NULL;
}

/* What the marked ones ask for together. */
struct needs {
    const struct waiting *fields; /* one whose step demands fields; NULL: none does */
    const struct waiting *reason; /* one that wants a reason; NULL */
    bool alone;                   /* as the single officer */
    bool several;                 /* fields of more than one step */
};

static struct needs needs_of(const struct screen *s)
{
    const struct waiting_list *l = &s->ui->waiting;
    struct needs n = { 0 };
    for (size_t i = 0; i < l->count; i++) {
        const struct waiting *w = &l->items[i];
        if (!approvals_marked(s->own, w->record->id))
            continue;
        n.alone = n.alone || w->alone;
        if (w->alone || w->asks_reason)
            n.reason = w;
        if (!demands_any(w->step))
            continue;
        n.several = n.several || (n.fields != NULL && n.fields->step != w->step);
        n.fields = w;
    }
    return n;
}

static void ask_once(struct screen *s, const struct needs *n)
{
    const struct waiting *w = n->fields != NULL ? n->fields : n->reason;
    struct taking *t = taking_new(w->record, w->step);
    t->asks_reason = n->reason != NULL;
    t->answered = answered;
    if (n->alone)
        taking_begin_note(t, SINGLE_OFFICER ": ");
    step_ask_open(s->ui, t, w->record, NULL);
}

/* What the steps demand is asked once for all, then the passphrase. */
void approvals_decide(struct screen *s)
{
    const struct approvals *p = s->own;
    struct needs n = needs_of(s);
    if (p->marked_count == 0)
        decide_one(s);
    else if (n.several)
        ui_say(s->ui, SAID_BADLY,
               _("The marked records ask for different things; mark those of one step."));
    else if (n.fields == NULL && n.reason == NULL)
        ask_passphrase(s->ui, gather(s));
    else
        ask_once(s, &n);
}
