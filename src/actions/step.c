/* Steps: the one way a record changes its state. Judged, set, numbered, stamped and saved in one
 * transaction, with the facts read inside it. */
#include "hold.h"
#include "reserve.h"

#include <stdlib.h>
#include <string.h>

/* The two rules every step has, beside what its guards ask. */
static enum outcome answer_step_rules(struct session *s, const struct record *r,
                                      const struct step *step, struct answers *a, struct error *e)
{
    static const char *const asked[] = { "in_use", "reason" };
    for (size_t i = 0; i < COUNT(asked); i++) {
        char id[3 * FIELD_ID_MAX];
        struct buf value = { 0 };
        int64_t number;
        snprintf(id, sizeof id, "%s.%s.%s", r->kind->id, step->verb, asked[i]);
        enum outcome result =
            store_rule(s->store, id, buf_text(&s->office), session_today(s), &value, e);
        if (result == DONE && integer_parse(buf_text(&value), &number))
            answers_put(a, id, number, NULL);
        buf_free(&value);
        if (result != DONE)
            return result;
    }
    return DONE;
}

enum outcome step_answer(struct session *s, const struct record *r, const struct step *step,
                         struct answers *a, struct error *e)
{
    enum outcome result = answer_step_rules(s, r, step, a, e);
    for (size_t g = 0; result == DONE && step->guards && step->guards[g]; g++)
        if (step->guards[g]->facts)
            result = store_answer(s->store, r, step->guards[g]->facts, session_today(s), a, e);
    if (result == DONE)
        result = back_entry_answer(s, r, step, a, e);
    const struct business *b = business_of(r->kind);
    return result == DONE && b->answer ? b->answer(s, r, step, a, e) : result;
}

enum outcome act_step_allowed(struct session *s, const struct record *r, const struct step *step,
                              const char *note, struct error *why)
{
    const struct right right = { RIGHT_STEP, r->kind, step };
    char author[RIGHT_AUTHOR_MAX];
    enum outcome result = step_by_hand(step, why);
    if (result == DONE)
        result = rights_may(s, &right, author, why);
    if (result == DONE)
        result = rights_four_eyes(s, r, step, note, why);
    if (result == DONE)
        result = clock_allows(s, step, why);
    if (result != DONE)
        return result;
    struct answers *a = answers_new();
    result = step_answer(s, r, step, a, why);
    if (result == DONE)
        result = step_allowed(r, step, a, note, why);
    answers_free(&a);
    return result;
}

enum outcome act_step_ready(struct session *s, const struct record *r, const struct step *step,
                            struct error *misses, struct error *why)
{
    struct answers *a = answers_new();
    enum outcome result = step_answer(s, r, step, a, why);
    if (result == DONE)
        result = step_offered(r, step, a, misses, why);
    answers_free(&a);
    return result;
}

bool act_step_reason(struct session *s, const struct kind *k, const struct step *step)
{
    char id[3 * FIELD_ID_MAX];
    int64_t wants = 0;
    struct buf value = { 0 };
    snprintf(id, sizeof id, "%s.%s.reason", k->id, step->verb);
    bool said =
        store_rule(s->store, id, buf_text(&s->office), session_today(s), &value, NULL) == DONE &&
        integer_parse(buf_text(&value), &wants);
    buf_free(&value);
    return said ? wants != 0 : (step->flags & STEP_REASON) != 0;
}

enum { STATES_MANY = 1000 }; /* more than any flow has */

static bool is_on_offer(const struct record *r, const struct step *step)
{
    return !step->follows && !(step->flags & STEP_CORRECTS) && record_step_applies(r, step) &&
           flow_step(r->kind->flow, step->verb, r->state) == step;
}

/* To the nearest further state that is neither an end nor, where there is a choice, a trouble. What
 * enters a paper of when loket was away is a road of its own. States stand in the order of the
 * road. NULL: none leads on. */
const struct step *act_next_step(const struct record *r)
{
    const struct flow *f = r->kind->flow;
    const struct step *best = NULL;
    int best_order = 0, here = flow_state_order(f, r->state);
    for (const struct step *step = f->steps; step && step->verb; step++) {
        bool leads = step->to && !(step->flags & STEP_RESERVED) && is_on_offer(r, step);
        int order = leads ? flow_state_order(f, step->to) : -1;
        const struct state *to = order > here ? flow_state(f, step->to) : NULL;
        if (!to || (to->flags & (STATE_FINAL | STATE_HIDDEN)))
            continue;
        if (to->flags & STATE_ALERT)
            order += STATES_MANY; /* behind every other */
        if (!best || order < best_order) {
            best = step;
            best_order = order;
        }
    }
    return best;
}

enum outcome act_next_misses(struct session *s, const struct record *r, struct remarks *out,
                             struct error *e)
{
    const struct step *road =
        flow_state_order(r->kind->flow, r->state) == 0 ? act_next_step(r) : NULL;
    if (!road)
        return DONE;
    struct answers *a = answers_new();
    enum outcome result = step_answer(s, r, road, a, e);
    for (const struct guard *const *g = road->guards; result == DONE && g && *g; g++) {
        struct error why = { 0 };
        if (!(*g)->allow(r, a, &why) && why.field[0] && !step_asks_for(road, why.field) &&
            record_may_fill(r, why.field))
            add_remark(out, true, why.field, why.text);
    }
    answers_free(&a);
    return result;
}

static bool is_ones_own(struct session *s, const struct record *r, const struct step *step)
{
    char author[RIGHT_AUTHOR_MAX];
    struct error why = { 0 };
    const struct right right = { RIGHT_STEP, r->kind, step };
    return !s->person || rights_may(s, &right, author, &why) == DONE;
}

/* Theirs, but they contributed: somebody else's this time. */
static bool is_barred(struct session *s, const struct record *r, const struct step *step)
{
    struct error why = { 0 };
    return rights_four_eyes(s, r, step, SINGLE_OFFICER, &why) == FORBIDDEN;
}

/* What is missing may stand in one's own draft already. */
static void tell_way_out(struct session *s, const struct record *r, const char *place,
                         struct buf *out)
{
    int64_t draft = 0;
    if (act_draft_mine(s, r->kind, r->id, &draft, NULL) == DONE && draft)
        buf_puts(out, _(" Your draft is not saved: F4 goes on with it, F2 saves it."));
    else if (*place && record_may_fill(r, place))
        buf_puts(out, _(" F4 fills it in."));
}

/* *e only where it could not be asked. */
static enum outcome tell_offer(struct session *s, const struct record *r, const struct step *step,
                               bool of_road, struct buf *out, struct error *e)
{
    struct error why = { 0 };
    bool own = is_ones_own(s, r, step), barred = own && is_barred(s, r, step);
    struct error misses = { 0 };
    enum outcome ready = own || of_road ? act_step_ready(s, r, step, &misses, &why) : REFUSED;
    if (ready != DONE && ready != REFUSED) {
        *e = why;
        return ready;
    }
    if (!of_road && (ready == REFUSED || misses.text[0] || barred))
        return DONE;
    buf_printf(out, "%s%s", out->len ? ", " : "", _(step->label));
    if (ready == REFUSED) {
        buf_puts(out, _(" (not yet:")); /* how to go on first: there is not always room for why */
        tell_way_out(s, r, why.field, out);
        buf_printf(out, " %s", why.text);
        if (out->data[out->len - 1] == '.')
            out->data[--out->len] = '\0'; /* the sentence goes on */
        buf_puts(out, ")");
    } else if (!own) {
        buf_printf(out, _(" (for the %s)"), _(role_label(step->role)));
    } else if (barred) {
        buf_puts(out, _(" (for somebody else: you filled something in)"));
    }
    return DONE;
}

enum outcome act_steps_offered(struct session *s, const struct record *r, struct buf *out,
                               struct error *e)
{
    const struct step *road = act_next_step(r);
    enum outcome result = road ? tell_offer(s, r, road, true, out, e) : DONE;
    for (const struct step *step = r->kind->flow->steps; result == DONE && step && step->verb;
         step++)
        if (step != road && is_on_offer(r, step))
            result = tell_offer(s, r, step, false, out, e);
    return result;
}

static const struct step *step_by_verb(const struct flow *f, const char *verb)
{
    for (const struct step *step = f->steps; step && step->verb; step++)
        if (strcmp(step->verb, verb) == 0)
            return step;
    return NULL;
}

/* The one that was meant, or those that lead on from here. */
static enum outcome no_such_step(const struct record *r, const char *verb, struct error *e)
{
    struct likeness like = { .typed = verb };
    struct buf known = { 0 };
    for (const struct step *step = r->kind->flow->steps; step && step->verb; step++) {
        likeness_offer(&like, step->verb);
        if (!step->follows && flow_step(r->kind->flow, step->verb, r->state) == step)
            buf_printf(&known, "%s%s", known.len ? ", " : "", step->verb);
    }
    if (like.best)
        fail(e, MISUSED, _("“%s” is not a step of %s. Was “%s” meant?"), excerpt(verb).text,
             _(r->kind->label), like.best);
    else
        fail(e, MISUSED, _("“%s” is not a step of %s. From here there are: %s."),
             excerpt(verb).text, _(r->kind->label), known.len ? buf_text(&known) : "-");
    buf_free(&known);
    return MISUSED;
}

static enum outcome find_step(const struct record *r, const char *verb, const struct step **out,
                              struct error *e)
{
    *out = flow_step(r->kind->flow, verb, r->state);
    if (!*out)
        *out = step_by_verb(r->kind->flow, verb);
    return *out ? DONE : no_such_step(r, verb, e);
}

/* A step takes what it demands and asks for; a correcting one, any field that is not loket's own.
 */
static bool may_set(const struct step *step, const char *path, const struct field *f)
{
    return step_takes(step, path) ||
           ((step->flags & STEP_CORRECTS) && !(f->flags & (FIELD_READ_ONLY | FIELD_DERIVED)));
}

static enum outcome set_values(struct session *s, struct record *r, const struct step *step,
                               const struct step_request *q, struct error *e)
{
    struct reading how = session_reading(s, q->spelling);
    for (size_t i = 0; i < q->set_count; i++) {
        const struct field *f = kind_path(r->kind, q->sets[i].path);
        if (f && !may_set(step, q->sets[i].path, f))
            return fail_field(e, REFUSED, q->sets[i].path,
                              _("The step “%s” does not set %s. Edit the record instead."),
                              _(step->label), _(f->label));
        enum outcome result = record_put(r, q->sets[i].path, &how, q->sets[i].text, e);
        if (result != DONE)
            return result;
    }
    return DONE;
}

/* Today, this moment, and the reason where the kind keeps its last one for its papers. */
static void stamp(struct session *s, struct record *r, const struct step *step, const char *note)
{
    struct value *v;
    if (step->stamp_day && (v = record_value(r, step->stamp_day)))
        value_set_number(v, session_today(s));
    if (step->stamp_moment && (v = record_value(r, step->stamp_moment)))
        value_set_number(v, session_now(s));
    if (note && *note && (v = record_value(r, "reason")))
        value_set_text(v, note);
}

static enum outcome give_number(struct session *s, struct record *r, const struct step *step,
                                struct error *e)
{
    struct value *v = r->kind->number ? record_value(r, r->kind->number) : NULL;
    if (!(step->flags & STEP_NUMBER) || !v || v->set)
        return DONE;
    struct buf number = { 0 };
    bool made = false;
    const struct value *office = record_value(r, "office");
    if (office && !office->set) /* whoever gives it is the office it is of */
        put_home_office(s, r);
    enum outcome result = store_next_number(s->store, r, r->kind->number, &made, &number, e);
    if (result == DONE && made)
        value_set_text(v, buf_text(&number));
    buf_free(&number);
    return result;
}

/* An error is one line. */
static void one_line(char *text)
{
    for (char *c = text; *c != '\0'; c++)
        if (*c == '\n')
            *c = ' ';
}

static enum outcome check_version(struct session *s, const struct record *r, int64_t rev,
                                  struct error *e)
{
    if (!rev || rev == r->rev)
        return DONE;
    struct record *old = NULL;
    struct buf both = { 0 };
    if (record_at_rev(s, r, rev, &old, e) == DONE)
        tell_versions(old, r, &both);
    char *differences = buf_take(&both);
    one_line(differences);
    fail(e, STALE,
         _("Somebody changed it first: it is at version %lld, you decided on %lld. Read it again, "
           "then decide. %s"),
         (long long)r->rev, (long long)rev, differences);
    free(differences);
    record_free(&old);
    return STALE;
}

/* What the step adds of itself, once it may be taken. */
enum outcome step_complete(struct session *s, const struct record *before, struct record *r,
                           const struct step *step, const char *note, struct error *e)
{
    const struct business *b = business_of(r->kind);
    enum outcome result = give_number(s, r, step, e);
    if (result == DONE)
        result = people_prepare(s, r, step, e);
    if (result == DONE && b->complete)
        result = b->complete(s, r, step, note, e);
    if (result != DONE)
        return result;
    stamp(s, r, step, note);
    if ((step->flags & STEP_REVIEW) && record_value(r, "single_officer_on"))
        value_clear(record_value(r, "single_officer_on"));
    if (step->to)
        r->state = flow_state(r->kind->flow, step->to)->id;
    result = paper_code_make(s, r, step, e);
    if (result == DONE)
        result = seal_record(s, r, e);
    if (result == DONE)
        result = business_check(s, before, r, e);
    if (result == DONE)
        result = store_save(s->store, r, &(struct change){ step->verb, note }, e);
    if (result == DONE && strcmp(before->state, r->state) != 0)
        result = holds_lift(s, r, e);
    if (result == DONE && (step->flags & STEP_CORRECTS))
        result = decision_void(s, before, r, e);
    if (result == DONE)
        result = back_entry_follow(s, r, step, e);
    return result == DONE && b->follow ? b->follow(s, before, r, step, note, e) : result;
}

static enum outcome take_step(struct session *s, struct record *r, const struct step_request *q,
                              struct error *e)
{
    const struct step *step = NULL;
    const char *note = q->note ? q->note : "";
    struct record *before = record_copy(r);
    enum outcome result = check_version(s, r, q->rev, e);
    if (result == DONE)
        result = find_step(r, q->verb, &step, e);
    if (result == DONE)
        result = set_values(s, r, step, q, e);
    if (result == DONE)
        result = link_references(s, r, before, e);
    if (result == DONE && (step->flags & STEP_COMPLETE))
        result = act_checklist(s, r, NULL, e);
    if (result == DONE)
        result = back_entry_prepare(s, r, step, e);
    const struct business *b = business_of(r->kind);
    if (result == DONE && b->prepare)
        result = b->prepare(s, r, step, note, e);
    if (result == DONE)
        result = act_step_allowed(s, r, step, note, e);
    if (result == DONE)
        result = step_complete(s, before, r, step, note, e);
    record_free(&before);
    return result;
}

/* As whoever may take the step; which one it is hangs on the record's state (there may be several
 * of one verb), so that is looked at before, and judged again inside. */
static enum outcome right_of(struct session *s, const struct step_request *q, struct right *right,
                             struct error *e)
{
    struct record *r = NULL;
    enum outcome result = DONE;
    *right = (struct right){ RIGHT_STEP, q->kind, NULL };
    if (s->people)
        result = store_load(s->store, q->kind, q->id, &r, e);
    if (result == DONE && r)
        result = find_step(r, q->verb, &right->step, e);
    record_free(&r);
    return result;
}

static enum outcome step_in_transaction(struct session *s, const struct right *right,
                                        const struct step_request *q, const char *txn,
                                        struct record **r, struct error *e)
{
    bool done_before = false;
    enum outcome result = rights_begin(s, right, txn, &done_before, e);
    if (result != DONE)
        return result;
    result = store_load(s->store, q->kind, q->id, r, e);
    if (done_before)
        return result;
    if (result == DONE)
        result = take_step(s, *r, q, e);
    if (result == DONE && business_of(q->kind)->follow) { /* which may have moved it further */
        record_free(r);
        result = store_load(s->store, q->kind, q->id, r, e);
    }
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

enum outcome act_step(struct session *s, const struct step_request *q, struct record **out,
                      struct error *e)
{
    struct record *r = NULL;
    struct intended in = { 0 };
    struct right right;
    char author[RIGHT_AUTHOR_MAX];
    if (s->away)
        return share_is_away(e);
    enum outcome result = right_of(s, q, &right, e);
    if (result == DONE)
        result = rights_may(s, &right, author, e);
    if (result == DONE)
        result = intend_step(s, author, q, &in, e);
    if (result == DONE)
        result = step_in_transaction(s, &right, q, in.spooled.txn, &r, e);
    if (*in.spooled.txn)
        result = intended_ended(s, &in, NULL, result, NULL, e);
    if (result == DONE && out) {
        *out = r;
        r = NULL;
    }
    record_free(&r);
    intended_free(&in);
    return result;
}
