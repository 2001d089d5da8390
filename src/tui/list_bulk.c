/* list_bulk.c - one step on all marked records of a list: what it asks for is asked once, then each
 * record is judged by itself, and what did not go is told. */
#include "chooser.h"
#include "list.h"
#include "steps.h"

#include <stdlib.h>
#include <string.h>

enum { OFFERS_MAX = 48 };

struct bulk_item {
    int64_t id, rev;
    const char *state;
    char *called;
};

struct bulk_offer {
    const struct step *step; /* the first of its verb that was met */
    size_t may;              /* records that can take it */
    bool asks_reason, lasting;
    struct record *sample;
    struct error why; /* of the first that cannot */
};

struct bulk {
    const struct kind *kind;
    struct bulk_item *items;
    size_t count;
    struct bulk_offer offers[OFFERS_MAX];
    size_t offer_count;
};

struct bulk_ask {
    struct ask ask; /* first */
    struct bulk *bulk;
    int64_t *ids;
    size_t id_count;
    struct taking *taking;
    struct screen *asked; /* the pop-up that asked; closed once it is done; NULL */
    int64_t *done;
    size_t done_count;
    struct buf refusals;
};

struct bulk_menu {
    struct chooser chooser; /* first */
    struct screen *list;
};

void bulk_free(struct bulk **b)
{
    if (*b == NULL)
        return;
    for (size_t i = 0; i < (*b)->count; i++)
        free((*b)->items[i].called);
    for (size_t i = 0; i < (*b)->offer_count; i++)
        record_free(&(*b)->offers[i].sample);
    free((*b)->items);
    free(*b);
    *b = NULL;
}

static void release(struct ask *ask)
{
    struct bulk_ask *a = (struct bulk_ask *)ask;
    bulk_free(&a->bulk);
    taking_free(a->taking);
    free(a->ids);
    free(a->done);
    buf_free(&a->refusals);
}

/* ---- Which steps ---- */

static struct bulk_offer *offer_of(struct bulk *b, const struct step *s)
{
    for (size_t i = 0; i < b->offer_count; i++)
        if (strcmp(b->offers[i].step->verb, s->verb) == 0)
            return &b->offers[i];
    if (b->offer_count == OFFERS_MAX)
        return NULL;
    b->offers[b->offer_count] = (struct bulk_offer){ .step = s };
    return &b->offers[b->offer_count++];
}

/* Decisions have a pane of their own, with a passphrase; corrections and forms want each record
 * before the eyes. */
static bool goes_together(const struct step *s, struct error *why)
{
    if (s->flags & STEP_DECISION)
        return fail(why, REFUSED, _("Decisions are taken together under Approvals.")) == DONE;
    if (s->flags & (STEP_CORRECTS | STEP_RESERVED))
        return fail(why, REFUSED, _("This step is taken on one record at a time.")) == DONE;
    return true;
}

/* Nothing but what it demands stands in its way; else *why says what does. */
static bool ready(struct session *session, const struct record *r, const struct step *step,
                  struct error *why)
{
    struct error misses = { 0 }, other = { 0 };
    enum outcome result = act_step_ready(session, r, step, &misses, &other);
    if (result == DONE && misses.text[0] != '\0') /* each lacks something else */
        other = misses;
    else if (result == DONE || step_takes(step, other.field))
        return true;
    *why = other;
    return false;
}

static void judge(struct session *session, const struct record *r, struct bulk_offer *o,
                  const struct step *step)
{
    struct error why = { 0 };
    o->lasting = o->lasting || (step->flags & STEP_LASTING);
    enum outcome with = DONE;
    if (!goes_together(step, &why))
        with = REFUSED;
    else
        with = act_step_allowed(session, r, step, "-", &why);
    if (with != DONE && step_takes(step, why.field) && ready(session, r, step, &why))
        with = DONE; /* it is asked for on the spot */
    if (with == DONE) {
        o->may++;
        o->asks_reason = o->asks_reason || act_step_reason(session, r->kind, step);
        if (o->sample == NULL) {
            o->sample = record_copy(r);
            o->step = step;
        }
    } else if (o->why.text[0] == '\0') {
        o->why = why;
    }
}

static enum outcome look_at(struct bulk_ask *a, int64_t id)
{
    struct bulk *b = a->bulk;
    struct record *r = NULL;
    struct buf called = { 0 };
    enum outcome result = act_load(a->ask.session, b->kind, id, &r, &a->ask.error);
    if (result != DONE)
        return result;
    record_known(r, &called);
    b->items[b->count++] = (struct bulk_item){ id, r->rev, r->state, buf_take(&called) };
    for (const struct step *s = b->kind->flow->steps; s != NULL && s->verb != NULL; s++) {
        struct bulk_offer *o = NULL;
        if (s->follows == NULL && record_step_applies(r, s) &&
            flow_step(b->kind->flow, s->verb, r->state) == s)
            o = offer_of(b, s);
        if (o != NULL)
            judge(a->ask.session, r, o, s);
    }
    record_free(&r);
    return DONE;
}

static void look(struct ask *ask)
{
    struct bulk_ask *a = (struct bulk_ask *)ask;
    a->bulk->items = xcalloc(a->id_count, sizeof *a->bulk->items);
    for (size_t i = 0; ask->outcome == DONE && i < a->id_count; i++)
        ask->outcome = look_at(a, a->ids[i]);
}

/* ---- Taking it ---- */

static void take_one(struct bulk_ask *a, const struct bulk_item *item)
{
    const struct taking *t = a->taking;
    const struct step *step = flow_step(a->bulk->kind->flow, t->step->verb, item->state);
    struct assignment sets[STEP_SETS_MAX];
    struct error e = { 0 };
    for (size_t i = 0; i < t->set_count; i++)
        sets[i] = (struct assignment){ t->sets[i].path, t->sets[i].text };
    struct step_request q = { .kind = a->bulk->kind,
                              .id = item->id,
                              .rev = item->rev,
                              .verb = t->step->verb,
                              .sets = sets,
                              .set_count = t->set_count,
                              .spelling = SPELL_SCREEN,
                              .note = t->note[0] != '\0' ? t->note : NULL };
    enum outcome result = DONE;
    if (step == NULL)
        result = fail(&e, REFUSED, _("“%s” does not lead on from “%s”."), _(t->step->label),
                      _(flow_state(a->bulk->kind->flow, item->state)->label));
    else
        result = act_step(a->ask.session, &q, NULL, &e);
    if (result == DONE)
        a->done[a->done_count++] = item->id;
    else
        buf_printf(&a->refusals, "%s: %s\n", item->called, e.text);
}

static void take_all(struct ask *ask)
{
    struct bulk_ask *a = (struct bulk_ask *)ask;
    ask->outcome = DONE;
    a->done = xcalloc(a->bulk->count, sizeof *a->done);
    for (size_t i = 0; i < a->bulk->count; i++)
        take_one(a, &a->bulk->items[i]);
}

static void taken(struct ask *ask)
{
    struct bulk_ask *a = (struct bulk_ask *)ask;
    struct ui *u = ask->ui;
    struct list *l = ask->owner->own;
    if (a->asked != NULL && u->top == a->asked)
        screen_close(a->asked);
    for (size_t i = 0; i < a->done_count; i++)
        if (list_marked(l, a->done[i]))
            list_mark(l, a->done[i]);
    free(l->lately);
    l->lately = a->done;
    l->lately_count = a->done_count;
    a->done = NULL;
    u->saves++;
    if (u->top == ask->owner)
        u->top->class->shown(u->top);
    if (a->refusals.len > 0) {
        struct buf text = { 0 };
        buf_printf(&text, _("%s: done on %zu. Not on these, which stay marked, and why:\n\n"),
                   _(a->taking->step->label), a->done_count);
        buf_puts(&text, buf_text(&a->refusals));
        text_open(u, _("Not all went"), buf_text(&text));
        buf_free(&text);
    } else {
        ui_say(u, SAID_WELL,
               a->taking->step->flags & STEP_LASTING
                   ? _("%s: done on %zu records.")
                   : _("%s: done on %zu records. Ctrl-Z takes it back."),
               _(a->taking->step->label), a->done_count);
    }
}

static void run(struct screen *list, struct taking *t, struct screen *asked)
{
    struct list *l = list->own;
    struct bulk_ask *a = ask_new(sizeof *a, list->ui, list, take_all, taken, release);
    a->bulk = l->bulk;
    l->bulk = NULL;
    a->taking = t;
    a->asked = asked;
    ask_hold(&a->ask, AT_SHARE, _(t->step->label));
}

static void answered(struct screen *asked, struct taking *t)
{
    run(ui_screen(asked->ui), t, asked);
}

static void sure(struct ui *u, struct screen *owner, void *context, int which)
{
    (void)u;
    if (which == 0)
        run(owner, taking_copy(context), NULL);
}

static void taking_release(void *context)
{
    taking_free(context);
}

/* What leaves the office is not undone: asked once, in words. */
static void ask_lasting(struct screen *list, struct taking *t, size_t count)
{
    struct buf text = { 0 }, yes = { 0 };
    buf_puts(&text,
             _("This leaves the office: it is not undone, only answered by a further step."));
    buf_printf(&yes, _("Yes: %s (%zu)"), _(t->step->label), count);
    dialog_open(list->ui, &(struct question){
                              .title = _(t->step->label),
                              .text = buf_text(&text),
                              .answers = (const char *const[]){ buf_text(&yes), _("No"), NULL },
                              .owner = list,
                              .answered = sure,
                              .context = t,
                              .release = taking_release,
                          });
    buf_free(&text);
    buf_free(&yes);
}

/* ---- The menu ---- */

static void refresh(struct screen *s)
{
    struct bulk_menu *m = s->own;
    const struct bulk *b = ((const struct list *)m->list->own)->bulk;
    chooser_clear(&m->chooser);
    for (size_t i = 0; i < b->offer_count; i++) {
        const struct bulk_offer *o = &b->offers[i];
        struct buf note = { 0 };
        int fit = fuzzy_fit(buf_text(&m->chooser.editor.text), _(o->step->label));
        if (fit == 0)
            continue;
        buf_printf(&note, _("%zu of %zu"), o->may, b->count);
        struct choice_item *item = chooser_add(&m->chooser, _(o->step->label), buf_text(&note));
        item->about = xstrdup(o->why.text[0] != '\0'  ? o->why.text
                              : o->step->help != NULL ? _(o->step->help)
                                                      : "");
        item->thing = o;
        item->faint = o->may == 0;
        item->fit = fit;
        buf_free(&note);
    }
    chooser_rank(&m->chooser);
}

static void choose(struct screen *s)
{
    struct bulk_menu *m = s->own;
    struct screen *list = m->list;
    struct ui *u = s->ui;
    const struct bulk_offer *o = chooser_item(&m->chooser)->thing;
    if (o->may == 0) {
        ui_fail(u, &o->why);
        return;
    }
    struct taking *t = taking_new(o->sample, o->step);
    t->asks_reason = o->asks_reason;
    t->answered = answered;
    screen_close(s);
    if (t->asks_reason || (o->step->demands != NULL && o->step->demands[0] != NULL))
        step_ask_open(u, t, o->sample, NULL);
    else if (o->lasting)
        ask_lasting(list, t, o->may);
    else
        run(list, t, NULL);
}

static bool menu_keys(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, choose);
}

static void menu_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Enter takes the step on every marked record that can take it."));
}

static void menu_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("The steps of the marked records, and how many of them can take each. What a "
                    "step asks for is asked once; each record is judged by itself, and what did "
                    "not go is told and stays marked.\n"));
}

static void menu_close(struct screen *s)
{
    chooser_free(&((struct bulk_menu *)s->own)->chooser);
}

static const struct screen_class menu_class = {
    .id = "bulk",
    .place = IN_CHOICE,
    .private_size = sizeof(struct bulk_menu),
    .overlay = true,
    .draw = chooser_draw,
    .key = menu_keys,
    .hint = menu_hint,
    .help = menu_help,
    .close = menu_close,
};

static void looked(struct ask *ask)
{
    struct bulk_ask *a = (struct bulk_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    struct list *l = ask->owner->own;
    bulk_free(&l->bulk);
    l->bulk = a->bulk;
    a->bulk = NULL;
    struct screen *s = screen_push(ask->ui, &menu_class);
    struct bulk_menu *m = s->own;
    struct buf title = { 0 };
    m->list = ask->owner;
    buf_printf(&title, _("Process %zu marked"), l->bulk->count);
    chooser_set(&m->chooser, buf_text(&title),
                l->bulk->offer_count > 0 ? _("Nothing is called so.")
                                         : _("No step leads on from here."),
                "");
    buf_free(&title);
    m->chooser.tells = true;
    refresh(s);
}

void list_steps(struct screen *s)
{
    const struct list *l = s->own;
    struct bulk_ask *a = ask_new(sizeof *a, s->ui, s, look, looked, release);
    a->bulk = xcalloc(1, sizeof *a->bulk);
    a->bulk->kind = l->kind;
    a->ids = xcalloc(l->marked_count, sizeof *a->ids);
    memcpy(a->ids, l->marked, l->marked_count * sizeof *a->ids);
    a->id_count = l->marked_count;
    ask_hold(&a->ask, AT_SHARE, _("Looking at the steps"));
}
