/* missing.c - one list of what is incomplete: required fields of open records, and what stands
 * between each and its next step; with who can complete it. */
#include "private.h"

#include <string.h>

enum { PART = 200 };

struct collecting {
    const struct record *record;
    const struct step *next;
    void (*each)(void *context, const struct missing *m);
    void *context;
    bool any;
};

/* Who may fill it in: of the step that demands it, where one does, else of the step onward. */
static enum role who(const struct collecting *c, const char *path)
{
    const struct record *r = c->record;
    for (const struct step *s = r->kind->flow->steps; s->verb; s++)
        if (step_takes(s, path) && !(s->flags & STEP_CORRECTS) &&
            flow_step(r->kind->flow, s->verb, r->state) == s)
            return s->role;
    return c->next->role;
}

static void tell(struct collecting *c, const char *path, const char *words)
{
    c->any = true;
    c->each(c->context,
            &(struct missing){
                .record = c->record, .path = path, .words = words, .role = who(c, path) });
}

static void tell_problem(void *context, const struct error *e)
{
    tell(context, e->field, e->text);
}

/* The step that leads on: the first one by hand to a later state that is not an end. */
static const struct step *step_onward(const struct record *r)
{
    const struct flow *f = r->kind->flow;
    int here = flow_state_order(f, r->state);
    for (const struct step *s = f->steps; s && s->verb; s++) {
        const struct state *to = s->to ? flow_state(f, s->to) : NULL;
        if (to && !s->follows && !(to->flags & (STATE_FINAL | STATE_ALERT)) &&
            flow_state_order(f, s->to) > here && flow_step(f, s->verb, r->state) == s)
            return s;
    }
    return NULL;
}

static enum outcome look_at(struct session *s, struct collecting *c, struct error *e)
{
    struct error misses = { 0 }, why = { 0 };
    if (c->next->flags & STEP_COMPLETE)
        (void)record_problems(c->record, tell_problem, c);
    if (c->any)
        return DONE;
    struct answers *a = answers_new();
    enum outcome result = step_answer(s, c->record, c->next, a, e);
    if (result == DONE && step_offered(c->record, c->next, a, &misses, &why) == REFUSED)
        tell(c, why.field, why.text);
    else if (result == DONE && misses.text[0])
        tell(c, misses.field, misses.text);
    answers_free(&a);
    return result;
}

/* Of records that hold content of their own, not of people or what passes between them. */
static bool is_work(const struct kind *k)
{
    static const struct kind *const others[] = { &kind_user, &kind_post, &kind_note, &kind_hold,
                                                 &kind_handover };
    for (size_t i = 0; i < COUNT(others); i++)
        if (k == others[i])
            return false;
    return !(k->flags & KIND_REFERENCE);
}

static enum outcome missing_of_page(struct session *s, const struct page *page,
                                    struct collecting *c, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < page->count; i++) {
        struct record *r = NULL;
        result = store_load(s->store, page->rows[i]->kind, page->rows[i]->id, &r, e);
        c->record = r;
        c->any = false;
        c->next = result == DONE ? step_onward(r) : NULL;
        if (c->next)
            result = look_at(s, c, e);
        record_free(&r);
    }
    return result;
}

enum outcome act_missing(struct session *s, void (*each)(void *context, const struct missing *m),
                         void *context, struct error *e)
{
    struct collecting c = { .each = each, .context = context };
    enum outcome result = DONE;
    for (size_t k = 0; result == DONE && all_kinds.kinds[k]; k++) {
        if (!is_work(all_kinds.kinds[k]))
            continue;
        struct page page = { 0 };
        struct query q = { .kind = all_kinds.kinds[k], .limit = PART };
        result = store_page(s->store, &q, &page, e);
        if (result == DONE)
            result = missing_of_page(s, &page, &c, e);
        page_free(&page);
    }
    return result;
}
