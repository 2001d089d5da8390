/* selfcheck_flow.c - the self-check of states, steps, guards and the facts they ask for. */
#include "selfcheck.h"

#include <stdio.h>
#include <string.h>

/* A bit for each state; no flow comes near this many. */
enum { STATES_MAX = 64 };

static bool known_state(const struct checker *c, const char *id)
{
    return flow_state(c->kind->flow, id) != NULL;
}

/* ---- States ---- */

static size_t state_count(const struct flow *f)
{
    size_t n = 0;
    while (f->states && f->states[n].id)
        n++;
    return n;
}

static void check_states(struct checker *c)
{
    const struct state *states = c->kind->flow->states;
    for (size_t i = 0; states && states[i].id; i++) {
        check_id(c, "state", states[i].id);
        check_label(c, "state", states[i].id, states[i].label);
        if (strcmp(states[i].id, state_discarded.id) == 0)
            defect(c, "state \"%s\" belongs to every flow and is not listed", states[i].id);
        if (flow_state(c->kind->flow, states[i].id) != &states[i])
            defect(c, "state \"%s\" stands twice", states[i].id);
    }
}

static bool step_leaves(const struct step *s, const char *state)
{
    for (const char *const *from = s->from; from && *from; from++)
        if (strcmp(*from, state) == 0)
            return true;
    return false;
}

/* States one step further than those in `reached`. */
static uint64_t one_step_on(const struct flow *f, uint64_t reached)
{
    uint64_t on = reached;
    for (size_t i = 0; i < state_count(f); i++) {
        if (!(reached >> i & 1))
            continue;
        for (const struct step *s = f->steps; s && s->verb; s++) {
            int to = s->to ? flow_state_order(f, s->to) : -1;
            if (step_leaves(s, f->states[i].id) && to >= 0 && to < STATES_MAX)
                on |= UINT64_C(1) << to;
        }
    }
    return on;
}

static uint64_t reachable(const struct flow *f)
{
    uint64_t reached = 1, before = 0; /* the first state */
    for (size_t i = 0; i < state_count(f); i++)
        if (f->states[i].flags & STATE_BY_IMPORT)
            reached |= UINT64_C(1) << i;
    while (reached != before) {
        before = reached;
        reached = one_step_on(f, reached);
    }
    return reached;
}

static bool has_way_out(const struct flow *f, const char *state)
{
    for (const struct step *s = f->steps; s && s->verb; s++)
        if (s->to && strcmp(s->to, state) != 0 && step_leaves(s, state))
            return true;
    return false;
}

static void check_ways(struct checker *c)
{
    const struct flow *f = c->kind->flow;
    uint64_t reached = reachable(f);
    for (size_t i = 0; i < state_count(f); i++) {
        if (!(reached >> i & 1))
            defect(c, "no step leads to state \"%s\"", f->states[i].id);
        if (!(f->states[i].flags & STATE_FINAL) && !has_way_out(f, f->states[i].id))
            defect(c, "no step leads out of state \"%s\", which is not final", f->states[i].id);
    }
}

/* ---- Facts ---- */

static bool literal_or_field(const struct kind *k, const char *ours)
{
    return *ours == '=' || strcmp(ours, "id") == 0 || kind_field(k, ours);
}

static bool field_or_id(const struct kind *k, const char *theirs)
{
    return strcmp(theirs, "id") == 0 || kind_field(k, theirs);
}

/* Facts compare and add up: ciphertext answers nothing. */
static void check_fact_readable(struct checker *c, const struct fact *fact, const struct kind *k,
                                const char *id)
{
    const struct field *f = id ? kind_field(k, id) : NULL;
    if (f && (f->flags & FIELD_SEALED))
        defect(c, "fact \"%s\" asks about \"%s\", which is sealed", fact->id, id);
}

static void check_matches(struct checker *c, const struct fact *fact, const struct kind *asked)
{
    for (const struct fact_match *m = fact->match; m && m->theirs; m++) {
        if (!field_or_id(asked, m->theirs))
            defect(c, "fact \"%s\" matches \"%s\", which is no field of %s", fact->id, m->theirs,
                   asked->id);
        if (!m->ours || !literal_or_field(c->kind, m->ours))
            defect(c, "fact \"%s\" matches with \"%s\", which is no field", fact->id,
                   m->ours ? m->ours : "");
        check_fact_readable(c, fact, asked, m->theirs);
        check_fact_readable(c, fact, c->kind, m->ours);
    }
    for (const char *const *state = fact->states; state && *state; state++)
        if (!flow_state(asked->flow, *state))
            defect(c, "fact \"%s\" asks for the unknown state \"%s\"", fact->id, *state);
}

static void check_fact_field(struct checker *c, const struct fact *fact, const struct kind *k,
                             const char *id)
{
    if (id && !kind_field(k, id))
        defect(c, "fact \"%s\" names \"%s\", which is no field of %s", fact->id, id, k->id);
    check_fact_readable(c, fact, k, id);
}

static void check_rule_fact(struct checker *c, const struct fact *fact)
{
    if (!registry_rule(c->registry, fact->id))
        defect(c, "fact \"%s\" asks for a rule that has no default", fact->id);
}

static void check_fact(struct checker *c, const struct fact *fact)
{
    const struct kind *asked = registry_find(c->registry, fact->kind);
    if (fact->op == FACT_RULE) {
        check_rule_fact(c, fact);
        return;
    }
    if (!asked) {
        defect(c, "fact \"%s\" asks the unknown kind \"%s\"", fact->id,
               fact->kind ? fact->kind : "");
        return;
    }
    check_matches(c, fact, asked);
    check_fact_field(c, fact, asked, fact->field);
    check_fact_field(c, fact, asked, fact->day_field);
    check_fact_field(c, fact, c->kind, fact->our_day);
    if ((fact->op == FACT_SUM || fact->op == FACT_LATEST) && !fact->field)
        defect(c, "fact \"%s\" does not say of which field", fact->id);
}

static void check_guard(struct checker *c, const struct step *s, const struct guard *g)
{
    if (!g->id || !g->allow) {
        defect(c, "a guard of step \"%s\" has no id or decides nothing", s->verb);
        return;
    }
    for (const struct fact *fact = g->facts; fact && fact->id; fact++)
        check_fact(c, fact);
}

/* ---- Steps ---- */

static void check_stamp(struct checker *c, const struct step *s, const char *id,
                        const struct field_type *type)
{
    const struct field *f = id ? kind_field(c->kind, id) : NULL;
    if (id && !f)
        defect(c, "step \"%s\" stamps \"%s\", which is no field", s->verb, id);
    if (f && f->type != type)
        defect(c, "step \"%s\" stamps \"%s\", which is no %s", s->verb, id, type->name);
}

static void check_step_states(struct checker *c, const struct step *s)
{
    if (!s->from || !*s->from)
        defect(c, "step \"%s\" leads out of no state", s->verb);
    for (const char *const *from = s->from; from && *from; from++) {
        if (!known_state(c, *from))
            defect(c, "step \"%s\" leads out of the unknown state \"%s\"", s->verb, *from);
        if (flow_step(c->kind->flow, s->verb, *from) != s)
            defect(c, "step \"%s\" leads out of state \"%s\" twice", s->verb, *from);
    }
    if (s->to && !known_state(c, s->to))
        defect(c, "step \"%s\" leads to the unknown state \"%s\"", s->verb, s->to);
}

static void check_step_role(struct checker *c, const struct step *s)
{
    if (s->role < ROLE_NONE || s->role >= ROLE_COUNT)
        defect(c, "step \"%s\" belongs to an unknown role", s->verb);
    if ((s->flags & STEP_DECISION) && s->role == ROLE_NONE)
        defect(c, "step \"%s\" is a decision that waits for no role", s->verb);
}

static bool is_line_kind(const struct kind *k, const char *id)
{
    for (const struct line_kind *l = k->lines; l && l->id; l++)
        if (strcmp(l->id, id) == 0)
            return true;
    return false;
}

static void check_covers(struct checker *c, const struct step *s)
{
    if (s->covers && !((s->flags & STEP_DECISION) && s->to))
        defect(c, "step \"%s\" covers fields, but decides nothing", s->verb);
    for (const char *const *id = s->covers; id && *id; id++)
        if (!kind_field(c->kind, *id) && !is_line_kind(c->kind, *id))
            defect(c, "step \"%s\" covers \"%s\", which is no field and no line", s->verb, *id);
}

/* "certificate.issue" is a step of a kind there is. */
static void check_follows(struct checker *c, const char *what, const char *const *deeds)
{
    for (size_t i = 0; deeds && deeds[i]; i++) {
        char kind[FIELD_ID_MAX];
        size_t n = strcspn(deeds[i], ".");
        snprintf(kind, sizeof kind, "%.*s", (int)n, deeds[i]);
        const struct kind *k = registry_find(c->registry, kind);
        if (!k || !deeds[i][n] || !flow_step(k->flow, deeds[i] + n + 1, NULL))
            defect(c, "%s follows from \"%s\", which is no step of a kind", what, deeds[i]);
    }
}

static void check_reserved(struct checker *c, const struct step *s)
{
    bool moment = false;
    for (const char *const *id = s->demands; id && *id; id++) {
        const struct field *f = kind_field(c->kind, *id);
        moment = moment || (f && f->type == &type_moment);
    }
    if (!c->kind->number || !moment)
        defect(c,
               "step \"%s\" takes a reserved number, but the kind has none or it asks for no "
               "moment",
               s->verb);
}

static void check_code(struct checker *c, const struct step *s)
{
    const struct field *f = kind_field(c->kind, s->code);
    if (!f || f->type != &type_paper_code || !(f->flags & FIELD_READ_ONLY) || !s->to)
        defect(c, "step \"%s\" makes a code, but has no field for it or no state after", s->verb);
    for (const struct step *o = c->kind->flow->steps; s->to && o->verb; o++)
        if (o->code && o->to && strcmp(o->code, s->code) == 0 && strcmp(o->to, s->to) != 0)
            defect(c, "code \"%s\" is made for the states \"%s\" and \"%s\"", s->code, s->to,
                   o->to);
}

/* What loket itself writes is nobody's to say. */
static void check_asks(struct checker *c, const struct step *s)
{
    for (const char *const *path = s->asks; path && *path; path++) {
        const struct field *f = kind_path(c->kind, *path);
        if (!f || (f->flags & (FIELD_READ_ONLY | FIELD_DERIVED)) || !s->guards)
            defect(c, "step \"%s\" asks for \"%s\", which is nothing to fill in for a guard",
                   s->verb, *path);
    }
}

static void check_step(struct checker *c, const struct step *s)
{
    check_id(c, "step", s->verb);
    check_label(c, "step", s->verb, s->label);
    check_step_states(c, s);
    check_step_role(c, s);
    for (const char *const *id = s->demands; id && *id; id++)
        if (!kind_field(c->kind, *id))
            defect(c, "step \"%s\" demands \"%s\", which is no field", s->verb, *id);
    check_asks(c, s);
    check_condition(c, "step", s->verb, s->only);
    check_covers(c, s);
    check_follows(c, s->verb, s->follows);
    check_stamp(c, s, s->stamp_day, &type_date);
    check_stamp(c, s, s->stamp_moment, &type_moment);
    if ((s->flags & STEP_NUMBER) && !c->kind->number)
        defect(c, "step \"%s\" gives a number, but the kind has no field for it", s->verb);
    if (s->flags & STEP_RESERVED)
        check_reserved(c, s);
    if (s->code)
        check_code(c, s);
    for (const struct guard *const *g = s->guards; g && *g; g++)
        check_guard(c, s, *g);
}

void check_flow(struct checker *c)
{
    const struct flow *f = c->kind->flow;
    if (!f || !state_count(f)) {
        defect(c, "no flow with a first state");
        return;
    }
    check_follows(c, "a new one", c->kind->follows);
    check_states(c);
    if (state_count(f) > STATES_MAX) {
        defect(c, "more than %d states", STATES_MAX);
        return;
    }
    for (const struct step *s = f->steps; s && s->verb; s++)
        check_step(c, s);
    check_ways(c);
}
