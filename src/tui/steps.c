/* steps.c - the menu of steps: what a record can do next, and why it cannot. */
#include "steps.h"

#include "chooser.h"
#include "explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OFFERS_MAX = 32 };

struct offer {
    const struct step *step;
    bool may, asks_reason, alone;
    bool eyes;           /* nobody who filled something in may take it */
    bool elsewhere;      /* leads out of another state: found by its name alone */
    bool others;         /* belongs to a role that is not held here */
    struct error misses; /* of what it asks for on the spot; "" */
    struct error why;
};

struct steps {
    struct chooser chooser; /* first */
    struct record *record;
    struct offer offers[OFFERS_MAX];
    size_t count;
};

struct steps_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;
    struct record *record;
    struct offer offers[OFFERS_MAX];
    size_t count;
};

/* Would the step be refused whatever is typed into what it demands or asks for? Then o->why says
 * why. */
static bool ready(struct session *session, const struct record *r, struct offer *o)
{
    struct error why = { 0 };
    if (act_step_ready(session, r, o->step, &o->misses, &why) == DONE ||
        step_takes(o->step, why.field))
        return true;
    o->why = why;
    return false;
}

/* With this reason, but for what it demands or asks for; else o->why says why not. */
static enum outcome allowed(struct session *session, const struct record *r, struct offer *o,
                            const char *note)
{
    enum outcome with = act_step_allowed(session, r, o->step, note, &o->why);
    return with == REFUSED && step_takes(o->step, o->why.field) && ready(session, r, o) ? DONE
                                                                                        : with;
}

/* A missing reason or field that is asked for on the spot is no refusal here. */
static void judge(struct session *session, const struct record *r, struct offer *o)
{
    enum outcome with = allowed(session, r, o, "-");
    o->may = with == DONE;
    o->eyes = act_step_four_eyes(session, r->kind, o->step);
    o->others =
        with == FORBIDDEN && o->step->role != ROLE_NONE && !session_holds(session, o->step->role);
    o->asks_reason = act_step_reason(session, r->kind, o->step);
    struct offer alone = *o;
    if (with == FORBIDDEN && allowed(session, r, &alone, SINGLE_OFFICER) == DONE) {
        *o = alone;
        o->may = o->alone = o->asks_reason = true;
    }
}

static bool is_offered(const struct steps_ask *a, const char *verb)
{
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->offers[i].step->verb, verb) == 0)
            return true;
    return false;
}

static void work(struct ask *ask)
{
    struct steps_ask *a = (struct steps_ask *)ask;
    const struct flow *f = a->kind->flow;
    ask->outcome = act_load(ask->session, a->kind, a->id, &a->record, &ask->error);
    if (ask->outcome != DONE)
        return;
    for (const struct step *s = f->steps; s != NULL && s->verb != NULL && a->count < OFFERS_MAX;
         s++) {
        if (s->follows != NULL || flow_step(f, s->verb, a->record->state) != s ||
            !record_step_applies(a->record, s))
            continue;
        a->offers[a->count].step = s;
        judge(ask->session, a->record, &a->offers[a->count++]);
    }
    for (const struct step *s = f->steps; s != NULL && s->verb != NULL && a->count < OFFERS_MAX;
         s++) {
        if (s->follows != NULL || is_offered(a, s->verb) || !record_step_applies(a->record, s))
            continue;
        a->offers[a->count] = (struct offer){ .step = s, .elsewhere = true };
        judge(ask->session, a->record, &a->offers[a->count++]);
    }
}

static void release(struct ask *ask)
{
    record_free(&((struct steps_ask *)ask)->record);
}

static void add_offer(struct steps *p, const struct offer *o)
{
    const char *typed = buf_text(&p->chooser.editor.text);
    int fit = fuzzy_fit(typed, _(o->step->label));
    if (fit == 0 || (o->elsewhere && typed[0] == '\0'))
        return;
    const char *about = o->step->help != NULL ? _(o->step->help) : "";
    struct buf note = { 0 };
    if (!o->may && o->others)
        buf_printf(&note, _("for the %s"), _(role_label(o->step->role)));
    else if (!o->may)
        buf_puts(&note, _("not yet"));
    struct choice_item *item = chooser_add(&p->chooser, _(o->step->label), buf_text(&note));
    buf_free(&note);
    item->about = xstrdup(o->may ? about : o->why.text);
    item->thing = o;
    item->faint = !o->may;
    item->fit = 2 * fit + (o->may && o->misses.text[0] == '\0'); /* ready first */
}

/* What can be taken stands first, so that Enter takes the next step. */
static void refresh(struct screen *s)
{
    struct steps *p = s->own;
    chooser_clear(&p->chooser);
    for (size_t i = 0; i < p->count; i++)
        add_offer(p, &p->offers[i]);
    chooser_rank(&p->chooser);
}

/* ---- What is missing, and is not asked for on the spot ---- */

struct missing_of {
    const struct kind *kind;
    int64_t id;
    struct error why;
};

static void fill_in(struct ui *u, struct screen *owner, void *context, int which)
{
    const struct missing_of *m = context;
    (void)owner;
    if (which == 1)
        form_edit_missing(u, m->kind, m->id, &m->why);
}

/* Whoever decides is not led into losing the right to. */
static void ask_who_fills_in(struct ui *u, const struct record *r, const struct offer *o)
{
    struct missing_of *m = xcalloc(1, sizeof *m);
    struct buf text = { 0 };
    *m = (struct missing_of){ r->kind, r->id, o->why };
    buf_printf(&text,
               _("%s\n\nWhoever fills that in does not take “%s” afterwards (four eyes). Ask "
                 "somebody else to fill it in, and decide then."),
               o->why.text, _(o->step->label));
    dialog_open(u, &(struct question){
                       .title = _(o->step->label),
                       .text = buf_text(&text),
                       .answers = (const char *const[]){ _("Leave it to somebody else"),
                                                         _("Fill it in myself"), NULL },
                       .answered = fill_in,
                       .context = m,
                       .release = free,
                   });
    buf_free(&text);
}

static void lead_to_missing(struct screen *s, const struct offer *o)
{
    struct steps *p = s->own;
    struct ui *u = s->ui;
    struct record *r = p->record;
    p->record = NULL;
    screen_close(s);
    if (o->eyes)
        ask_who_fills_in(u, r, o);
    else
        form_edit_missing(u, r->kind, r->id, &o->why);
    record_free(&r);
}

static void take(struct screen *s)
{
    struct steps *p = s->own;
    struct ui *u = s->ui;
    struct offer o = *(const struct offer *)chooser_item(&p->chooser)->thing;
    if (!o.may && o.why.code == REFUSED && record_may_fill(p->record, o.why.field)) {
        lead_to_missing(s, &o);
        return;
    }
    if (!o.may) {
        ui_fail(u, &o.why);
        return;
    }
    struct record *r = p->record;
    p->record = NULL;
    screen_close(s);
    if (o.step->flags & STEP_CORRECTS) {
        form_correct(u, r, o.step);
    } else {
        struct taking *t = taking_new(r, o.step);
        t->asks_reason = o.asks_reason;
        snprintf(t->misses, sizeof t->misses, "%s", o.misses.field);
        if (o.alone)
            taking_begin_note(t, SINGLE_OFFICER ": ");
        step_begin(u, t, r, NULL);
    }
    record_free(&r);
}

static bool steps_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, take);
}

static void steps_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Arrows choose a step, Enter takes it."));
}

static void steps_help(struct screen *s, struct buf *out)
{
    const struct steps *p = s->own;
    const struct choice_item *item = chooser_item(&p->chooser);
    const struct offer *here = item != NULL ? item->thing : NULL;
    if (here != NULL) {
        explain_step(p->record->kind, here->step, out);
        if (!here->may)
            buf_printf(out, _("  Not yet: %s\n"), here->why.text);
        buf_putc(out, '\n');
    }
    buf_puts(out, _("The steps that lead on from here. One that cannot be taken yet says why.\n"));
    for (size_t i = 0; i < p->count; i++)
        if (!p->offers[i].elsewhere)
            buf_printf(out, "\n  %s — %s", _(p->offers[i].step->label),
                       p->offers[i].may ? _("can be taken") : p->offers[i].why.text);
    buf_putc(out, '\n');
}

static void steps_close(struct screen *s)
{
    struct steps *p = s->own;
    chooser_free(&p->chooser);
    record_free(&p->record);
}

static const struct screen_class steps_class = {
    .id = "steps",
    .place = IN_CHOICE,
    .private_size = sizeof(struct steps),
    .overlay = true,
    .draw = chooser_draw,
    .key = steps_key,
    .hint = steps_hint,
    .help = steps_help,
    .close = steps_close,
};

static void answer(struct ask *ask)
{
    struct steps_ask *a = (struct steps_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    struct screen *s = screen_push(ask->ui, &steps_class);
    struct steps *p = s->own;
    p->record = a->record;
    a->record = NULL;
    p->count = a->count;
    memcpy(p->offers, a->offers, sizeof p->offers);
    struct buf title = { 0 };
    buf_printf(&title, "%s: ", _("Process"));
    record_known(p->record, &title);
    chooser_set(&p->chooser, buf_text(&title),
                p->count > 0 ? _("Nothing is called so.") : _("No step leads on from here."), "");
    buf_free(&title);
    p->chooser.tells = true;
    refresh(s);
}

void steps_open(struct ui *u, const struct kind *k, int64_t id)
{
    struct steps_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->kind = k;
    a->id = id;
    ask_hold(&a->ask, AT_SHARE, _("Looking at the steps"));
}
