/* step_take.c - taking a step, and telling what became of it. Whoever decides signs, by typing the
 * passphrase; it stands in place of the question that other lasting steps ask. */
#include "pass.h"
#include "steps.h"
#include "tour.h"

#include <stdlib.h>
#include <string.h>

struct taking *taking_new(const struct record *r, const struct step *s)
{
    struct taking *t = xcalloc(1, sizeof *t);
    t->kind = r->kind;
    t->id = r->id;
    t->rev = r->rev;
    t->step = s;
    t->note = xstrdup("");
    t->spelling = SPELL_SCREEN;
    return t;
}

void taking_set(struct taking *t, const char *path, const char *text)
{
    if (t->set_count == STEP_SETS_MAX)
        return;
    t->sets[t->set_count].path = xstrdup(path);
    t->sets[t->set_count++].text = xstrdup(text);
}

void taking_begin_note(struct taking *t, const char *note)
{
    free(t->note);
    t->note = xstrdup(note);
}

void taking_free(struct taking *t)
{
    if (t == NULL)
        return;
    for (size_t i = 0; i < t->set_count; i++) {
        free(t->sets[i].path);
        free(t->sets[i].text);
    }
    wipe_bytes(t->note, strlen(t->note)); /* a passphrase typed for a reason stays nowhere */
    free(t->note);
    free(t);
}

struct taking *taking_copy(const struct taking *t)
{
    struct taking *copy = xcalloc(1, sizeof *copy);
    *copy = *t;
    copy->note = xstrdup(t->note);
    copy->set_count = 0;
    for (size_t i = 0; i < t->set_count; i++)
        taking_set(copy, t->sets[i].path, t->sets[i].text);
    return copy;
}

struct take_ask {
    struct ask ask; /* first */
    struct taking *taking;
    struct record *after;
    struct screen *dialog; /* the one with the passphrase; NULL: none was asked for */
    struct unseen *secret;
    bool known; /* the passphrase was right */
};

static enum outcome prove(struct take_ask *a)
{
    if (a->dialog == NULL)
        return DONE;
    enum outcome result =
        act_check_passphrase(a->ask.session, a->secret->bytes, a->secret->n, &a->ask.error);
    unseen_free(&a->secret);
    a->known = result == DONE;
    return result;
}

static void work(struct ask *ask)
{
    struct take_ask *a = (struct take_ask *)ask;
    struct taking *t = a->taking;
    struct assignment sets[STEP_SETS_MAX];
    for (size_t i = 0; i < t->set_count; i++)
        sets[i] = (struct assignment){ .path = t->sets[i].path, .text = t->sets[i].text };
    struct step_request q = { .kind = t->kind,
                              .id = t->id,
                              .rev = t->rev,
                              .verb = t->step->verb,
                              .sets = sets,
                              .set_count = t->set_count,
                              .spelling = t->spelling,
                              .note = t->note[0] != '\0' ? t->note : NULL };
    ask->outcome = prove(a);
    if (ask->outcome == DONE)
        ask->outcome = act_step(ask->session, &q, &a->after, &ask->error);
}

static void release(struct ask *ask)
{
    struct take_ask *a = (struct take_ask *)ask;
    taking_free(a->taking);
    record_free(&a->after);
    unseen_free(&a->secret);
}

static void say_taken(struct ui *u, const struct step *step, const struct record *r)
{
    struct buf name = { 0 };
    const char *state = _(flow_state(r->kind->flow, r->state)->label);
    record_known(r, &name);
    if (text_starts(buf_text(&name), state)) /* known by it, as it has no number */
        ui_say(u, SAID_WELL, _("%s: done. Now: %s."), _(step->label), buf_text(&name));
    else
        ui_say(u, SAID_WELL, _("%s: done. %s is now “%s”."), _(step->label), buf_text(&name),
               state);
    buf_free(&name);
}

static void show_after(struct ui *u, struct take_ask *a)
{
    const struct step *step = a->taking->step;
    const struct record *r = a->after;
    u->saves++;
    ui_happened(u, step->flags & STEP_DECISION ? HAPPENED_DECIDED : HAPPENED_STEP, r->kind,
                step->verb);
    say_taken(u, step, r);
    struct screen *s = u->top;
    if (s != NULL && (s->class->place & IN_RECORDS))
        record_show(u, record_copy(r));
    else if (s != NULL && s->class->shown != NULL)
        s->class->shown(s);
    if (step->flags & STEP_RECEIPT)
        papers_print(u, r->kind, r->id, true);
}

static void answer(struct ask *ask)
{
    struct take_ask *a = (struct take_ask *)ask;
    struct ui *u = ask->ui;
    if (a->known)
        screen_gone(u, a->dialog);
    if (ask->outcome == DONE) {
        if (ask->owner != NULL && ask->owner->class->place == IN_FORM)
            form_step_taken(ask->owner);
        if (ask->owner != NULL)
            screen_close(ask->owner);
        show_after(u, a);
    } else if (ask->outcome == STALE) {
        text_open(u, _("Somebody changed it first"), ask->error.text);
        ui_alarm(u);
    } else {
        step_ask_go(u->top, ask->error.field);
        ui_fail(u, &ask->error);
    }
}

static struct take_ask *take_new(struct ui *u, struct taking *t, struct screen *form)
{
    struct take_ask *a = ask_new(sizeof *a, u, form, work, answer, release);
    a->taking = t;
    return a;
}

/* ---- Before it ---- */

struct sure {
    struct taking *taking;
    struct screen *form;
};

static struct sure *sure_new(struct taking *t, struct screen *form)
{
    struct sure *sure = xcalloc(1, sizeof *sure);
    *sure = (struct sure){ t, form };
    return sure;
}

static void sure_free(void *context)
{
    struct sure *sure = context;
    taking_free(sure->taking);
    free(sure);
}

static void say_what_it_does(const struct step *step, struct buf *out)
{
    if (step->help != NULL)
        buf_printf(out, "%s\n", _(step->help));
    if (step->flags & STEP_LASTING)
        buf_puts(out,
                 _("This leaves the office: it is not undone, only answered by a further step."));
}

/* Where nobody logs in there is no passphrase. */
static bool is_signed_for(const struct ui *u, const struct step *step)
{
    return (step->flags & STEP_DECISION) && session_logged_in(u->session);
}

/* The dialog stays until the passphrase was right. */
static void passed(struct screen *dialog, const char *text, struct unseen *secret)
{
    const struct sure *sure = pass_context(dialog);
    if (step_ask_again(dialog, secret)) {
        unseen_free(&secret);
        return;
    }
    struct take_ask *a = take_new(dialog->ui, taking_copy(sure->taking), sure->form);
    (void)text;
    a->dialog = dialog;
    a->secret = secret;
    ask_hold(&a->ask, AT_SHARE, _(sure->taking->step->label));
}

static void ask_passphrase(struct ui *u, struct taking *t, struct screen *form)
{
    struct buf text = { 0 }, title = { 0 };
    say_what_it_does(t->step, &text);
    buf_printf(&title, _("%s: passphrase"), _(t->step->label));
    pass_open(u, &(struct pass_question){
                     .title = buf_text(&title),
                     .text = buf_text(&text),
                     .passed = passed,
                     .context = sure_new(t, form),
                     .release = sure_free,
                 });
    buf_free(&text);
    buf_free(&title);
}

void step_take(struct ui *u, struct taking *t, struct screen *form)
{
    if (is_signed_for(u, t->step))
        ask_passphrase(u, t, form);
    else
        ask_hold(&take_new(u, t, form)->ask, AT_SHARE, _(t->step->label));
}

static void answered(struct ui *u, struct screen *owner, void *context, int which)
{
    struct sure *sure = context;
    if (which != 0)
        return;
    step_take(u, sure->taking, owner);
    sure->taking = NULL;
}

/* What leaves the office is not undone, so only these steps ask first, once, in words. */
static void ask_lasting(struct ui *u, struct taking *t, struct screen *form)
{
    struct buf text = { 0 }, yes = { 0 };
    say_what_it_does(t->step, &text);
    buf_printf(&yes, _("Yes: %s"), _(t->step->label));
    dialog_open(u, &(struct question){
                       .title = _(t->step->label),
                       .text = buf_text(&text),
                       .answers = (const char *const[]){ buf_text(&yes), _("No"), NULL },
                       .owner = form,
                       .answered = answered,
                       .context = sure_new(t, form),
                       .release = sure_free,
                   });
    buf_free(&text);
    buf_free(&yes);
}

void step_decide(struct ui *u, const struct record *r, const struct waiting *w, struct screen *form)
{
    struct taking *t = taking_new(r, w->step);
    t->asks_reason = w->alone || w->asks_reason;
    if (w->alone)
        taking_begin_note(t, SINGLE_OFFICER ": ");
    step_begin(u, t, r, form);
}

void step_begin(struct ui *u, struct taking *t, const struct record *r, struct screen *form)
{
    bool demands = t->step->demands != NULL && t->step->demands[0] != NULL;
    if (demands || t->misses[0] != '\0' || t->asks_reason)
        step_ask_open(u, t, r, form);
    else if ((t->step->flags & STEP_LASTING) && !is_signed_for(u, t->step))
        ask_lasting(u, t, form);
    else
        step_take(u, t, form);
}
