/* approvals_decide.c - deciding what is marked: one passphrase, then each step by itself, with its
 * own signature; each refusal is told in words. */
#include "approvals.h"
#include "pass.h"
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One record on its way; all its own. */
struct decision {
    const struct kind *kind;
    const struct step *step;
    int64_t id, rev;
    char *called;
};

struct bundle {
    struct decision items[WAITING_SHOWN];
    size_t count;
};

struct bundle_ask {
    struct ask ask; /* first */
    struct screen *dialog;
    struct bundle *bundle;
    char person[PERSON_CELLS];
    char *reason;
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
        record_called(w->record, &called);
        b->items[b->count++] = (struct decision){ .kind = w->kind,
                                                  .step = w->step,
                                                  .id = w->record->id,
                                                  .rev = w->record->rev,
                                                  .called = buf_take(&called) };
    }
    return b;
}

/* ---- On the worker ---- */

static void take(struct bundle_ask *a, const struct decision *d)
{
    struct error e = { 0 };
    struct step_request q = { .kind = d->kind,
                              .id = d->id,
                              .rev = d->rev,
                              .verb = d->step->verb,
                              .spelling = SPELL_SCREEN,
                              .note = a->reason[0] != '\0' ? a->reason : NULL };
    if (act_step(a->ask.session, &q, NULL, &e) == DONE)
        a->taken++;
    else
        buf_printf(&a->refusals, "%s — %s: %s\n", d->called, _(d->step->label), e.text);
}

static void work(struct ask *ask)
{
    struct bundle_ask *a = (struct bundle_ask *)ask;
    ask->outcome = DONE;
    if (a->secret != NULL)
        ask->outcome =
            session_login(ask->session, a->person, a->secret->bytes, a->secret->n, &ask->error);
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
    free(a->reason);
    buf_free(&a->refusals);
}

/* ---- Back on the screen ---- */

static void close_dialog(struct ui *u, const struct screen *dialog)
{
    struct screen *s = u->top;
    while (s != NULL && s != dialog)
        s = s->below;
    if (s != NULL)
        screen_close(s);
}

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
    if (a->dialog != NULL)
        close_dialog(u, a->dialog);
    else if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
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
    return copy;
}

/* The dialog stays until the passphrase was right. */
static void passed(struct screen *dialog, const char *text, struct unseen *secret)
{
    struct ui *u = dialog->ui;
    struct bundle_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->dialog = dialog;
    a->bundle = bundle_copy(pass_context(dialog));
    a->reason = xstrdup(text);
    a->secret = secret;
    snprintf(a->person, sizeof a->person, "%s", u->person);
    ask_hold(&a->ask, AT_SHARE, _("Deciding"));
}

/* ---- Asking ---- */

static bool wants_reason(const struct bundle *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->items[i].step->flags & STEP_REASON)
            return true;
    return false;
}

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
    if (w == NULL)
        return;
    struct taking *t = taking_new(w->record, w->step);
    t->asks_reason = (w->step->flags & STEP_REASON) != 0;
    step_begin(s->ui, t, w->record, NULL);
}

void approvals_decide(struct screen *s)
{
    struct approvals *p = s->own;
    if (p->marked_count == 0) {
        decide_one(s);
        return;
    }
    struct buf text = { 0 };
    struct bundle *b = gather(s);
    bool reason = wants_reason(b);
    summary(b, &text);
    pass_open(s->ui, &(struct pass_question){
                         .title = _("Decide together"),
                         .text = buf_text(&text),
                         .label = reason ? N_("Reason") : NULL,
                         .demand = N_("Write the reason in words; it goes into the history."),
                         .passed = passed,
                         .context = b,
                         .release = bundle_free,
                     });
    buf_free(&text);
}
