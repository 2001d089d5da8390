/* What the office adds to the steps of measures: who knew of it, the letter's code, the term and
 * its last day, the measure proposed after a lapse. */
#include "goods.h"
#include "legal_term.h"
#include "people.h"

#include <stdio.h>
#include <string.h>

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

/* ---- What it takes over from the capture or application ---- */

static void take_if_empty(struct record *r, const char *field, const struct record *root,
                          const char *theirs)
{
    struct value *to = record_value(r, field);
    const struct value *from = record_value(root, theirs);
    if (!to->set && from && from->set)
        value_copy(to, from);
}

static void take_head(struct record *r, const struct record *root)
{
    static const char *const same[] = {
        "field",          "direction",          "office", "sender", "recipient",
        "origin_country", "destination_country"
    };
    for (size_t i = 0; i < COUNT(same); i++)
        take_if_empty(r, same[i], root, same[i]);
    take_if_empty(r, "recipient", root, "owner");
    take_if_empty(r, "recipient", root, "applicant");
    take_if_empty(r, "origin_place", root, "from_where");
    take_if_empty(r, "origin_place", root, "origin_city");
    take_if_empty(r, "destination_place", root, "to_where");
    take_if_empty(r, "destination_place", root, "destination_city");
    take_if_empty(r, "root_at", root, "accepted_at");
    take_if_empty(r, "root_number", root, "national_number");
    take_if_empty(r, "root_number", root, "number");
}

static void take_cell(struct record *r, struct line *line, const char *field,
                      const struct record *root, const struct line *item, const char *theirs)
{
    struct value *to = (struct value *)line_cell(kind_line(r->kind, "good"), line, field);
    const struct value *from = line_cell(kind_line(root->kind, "item"), item, theirs);
    if (!to->set && from && from->set)
        value_copy(to, from);
}

static void take_goods(struct record *r, const struct record *root)
{
    static const char *const pairs[][2] = {
        { "commodity", "commodity" }, { "printed_name", "printed_name" },
        { "hs_code", "hs_code" },     { "p0", "p0" },
        { "p0", "net_quantity" },     { "unit", "unit" },
        { "unit", "net_unit" },
    };
    struct line *line;
    for (size_t i = 1; (line = record_live_line(r, "good", i)); i++) {
        int64_t nth = line_cell(kind_line(r->kind, "good"), line, "item")->num;
        const struct line *item = nth > 0 ? record_live_line(root, "item", (size_t)nth) : NULL;
        for (size_t p = 0; item && p < COUNT(pairs); p++)
            take_cell(r, line, pairs[p][0], root, item, pairs[p][1]);
    }
}

static enum outcome take_from_root(struct session *s, struct record *r, struct error *e)
{
    struct record *root = NULL;
    enum outcome result = goods_root(s, r, &root, e);
    if (result == DONE && root) {
        take_head(r, root);
        take_goods(r, root);
    }
    record_free(&root);
    return result;
}

/* Where no goods are named: of each what has no outcome yet. */
static enum outcome take_the_rest(struct session *s, struct record *r, const struct record *root,
                                  struct error *e)
{
    struct goods g = { 0 };
    enum outcome result = record_live_lines(r, "good") ? DONE : goods_count(s, root, NULL, &g, e);
    for (size_t i = 0; result == DONE && i < g.count; i++) {
        if (g.out[i] >= g.p0[i])
            continue;
        struct line *line = record_add_line(r, "good");
        const struct line_kind *k = kind_line(r->kind, "good");
        value_set_number((struct value *)line_cell(k, line, "item"), (int64_t)i + 1);
        value_set_number((struct value *)line_cell(k, line, "quantity"), g.p0[i] - g.out[i]);
    }
    goods_free(&g);
    return result;
}

enum outcome measure_begin(struct session *s, struct record *r, struct error *e)
{
    struct record *root = NULL;
    enum outcome result = goods_root(s, r, &root, e);
    if (result == DONE && root) {
        take_head(r, root);
        result = take_the_rest(s, r, root, e);
        take_goods(r, root);
    }
    record_free(&root);
    return result;
}

static enum outcome set_doc(struct session *s, struct record *r, struct error *e)
{
    char rule[FIELD_ID_MAX];
    struct buf doc = { 0 };
    snprintf(rule, sizeof rule, "measure.doc.%s", record_text(r, "measure"));
    enum outcome result = store_rule(s->store, rule, buf_text(&s->office),
                                     (day)record_number(r, "proposed_on"), &doc, e);
    if (result == DONE)
        value_set_text(record_value(r, "doc"), buf_text(&doc));
    buf_free(&doc);
    return result;
}

/* Old reports do not say when a measure was proposed: then by the day of its letter. */
static void date_proposal(const struct session *s, struct record *r)
{
    const struct value *issued = record_value(r, "issued_at");
    struct value *on = record_value(r, "proposed_on");
    if (!on->set)
        value_set_number(on, issued->set ? moment_day((moment)issued->num, s->zone_minutes)
                                         : session_today(s));
}

/* Where nothing is said of the goods, the step that ends the measure says it of all of them. */
static void end_goods(const struct session *s, struct record *r, const struct step *step)
{
    static const struct {
        const char *verb, *outcome, *day; /* NULL: today */
    } ends[] = { { "depart", "refused", "departed_on" },
                 { "destroy", "destroyed", NULL },
                 { "release", "released", NULL } };
    const struct line_kind *goods = kind_line(r->kind, "good"),
                           *outcomes = kind_line(r->kind, "outcome");
    if (record_live_lines(r, "outcome"))
        return;
    for (size_t i = 0; i < COUNT(ends); i++)
        for (size_t n = 1; step_is(step, ends[i].verb) && n <= record_live_lines(r, "good"); n++) {
            const struct value *on = ends[i].day ? record_value(r, ends[i].day) : NULL;
            const struct line *good = record_live_line(r, "good", n);
            struct line *l = record_add_line(r, "outcome");
            value_copy((struct value *)line_cell(outcomes, l, "item"),
                       line_cell(goods, good, "item"));
            value_copy((struct value *)line_cell(outcomes, l, "quantity"),
                       line_cell(goods, good, "quantity"));
            value_set_text((struct value *)line_cell(outcomes, l, "outcome"), ends[i].outcome);
            value_set_number((struct value *)line_cell(outcomes, l, "on"),
                             on && on->set ? on->num : session_today(s));
            value_set_text((struct value *)line_cell(outcomes, l, "minutes_number"),
                           record_text(r, "minutes"));
        }
}

enum outcome measure_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e)
{
    (void)note;
    if (step_is(step, "request") || step_is(step, "prepare") || step_is(step, "resume")) {
        enum outcome result = take_from_root(s, r, e);
        date_proposal(s, r);
        return result == DONE ? term_choose(s, r, e) : result;
    }
    end_goods(s, r, step);
    return step_is(step, "issue") ? set_doc(s, r, e) : DONE;
}

/* ---- Facts ---- */

static bool asks(const struct step *step, const char *guard)
{
    for (size_t i = 0; step->guards && step->guards[i]; i++)
        if (strcmp(step->guards[i]->id, guard) == 0)
            return true;
    return false;
}

static bool has_arrived(const struct session *s, const struct record *permit)
{
    const struct value *on = record_value(permit, "arrival_on");
    return !direction_is_inward(record_text(permit, "direction")) ||
           (on->set && on->num <= session_today(s));
}

static enum outcome answer_root(struct session *s, const struct record *r, struct answers *a,
                                struct error *e)
{
    struct record *root = NULL;
    enum outcome result = goods_root(s, r, &root, e);
    const struct state *state = root ? flow_state(root->kind->flow, root->state) : NULL;
    const char *is = "open";
    if (state && state == root->kind->flow->states)
        is = "draft";
    else if (state && ((state->flags & STATE_FINAL) || state == &state_discarded))
        is = "closed";
    else if (root && root->kind == &kind_permit && !has_arrived(s, root))
        is = "not_arrived";
    if (result == DONE)
        answers_put(a, "measure.root", 0, is);
    record_free(&root);
    return result;
}

/* Goods of a detention may still go on to inspection once their papers are there; of all else every
 * part this measure is about has an outcome here. A detention that lapsed is settled by the
 * measures that follow it. */
static enum outcome settled_of(const struct record *r, const struct goods *g, int64_t item,
                               int64_t *wanted, int64_t *found, struct error *e)
{
    bool detention = strcmp(record_text(r, "measure"), "detention") == 0;
    bool own = !detention && strcmp(r->state, "lapsed") != 0;
    enum outcome result = goods_sum(r, "good", item, wanted, e);
    *found = item >= 1 && (size_t)item <= g->count ? g->out[item - 1] : 0;
    return result == DONE && own ? goods_sum(r, "outcome", item, found, e) : result;
}

static enum outcome answer_settled(struct session *s, const struct record *r, struct answers *a,
                                   struct error *e)
{
    struct record *root = NULL;
    struct goods g = { 0 };
    bool papers =
        strcmp(record_text(r, "measure"), "detention") == 0 && strcmp(r->state, "fulfilled") == 0;
    enum outcome result = goods_root(s, r, &root, e);
    if (result == DONE && root)
        result = goods_count(s, root, r, &g, e);
    for (size_t i = 1; result == DONE && root && !papers && i <= record_live_lines(r, "good");
         i++) {
        const struct line *l = record_live_line(r, "good", i);
        int64_t item = line_cell(kind_line(r->kind, "good"), l, "item")->num, wanted, found;
        struct buf text = { 0 };
        result = settled_of(r, &g, item, &wanted, &found, e);
        if (result == DONE && found < wanted && !answers_has(a, "measure.unsettled")) {
            goods_say(found, wanted, &text);
            answers_put(a, "measure.unsettled", item, buf_text(&text));
        }
        buf_free(&text);
    }
    goods_free(&g);
    record_free(&root);
    return result;
}

/* Does the person of this row hold the role, by the row itself or lent by a post today? */
static enum outcome is_head(struct session *s, int64_t id, bool *is, struct error *e)
{
    enum { MOST = 200 };
    struct record *user = NULL;
    struct page posts = { 0 };
    const struct filter of = { .field = "person",
                               .how = IS,
                               .value = { .num = id, .text = (char *)"", .set = true } };
    const struct query q = {
        .kind = registry_find(&all_kinds, "post"), .filters = &of, .filter_count = 1, .limit = MOST
    };
    day today = session_today(s);
    enum outcome result = store_load(s->store, registry_find(&all_kinds, "user"), id, &user, e);
    if (result == DONE)
        result = store_page(s->store, &q, &posts, e);
    *is = result == DONE && (roles_parse(record_text(user, "roles")) >> ROLE_WASDAK_HEAD & 1);
    for (size_t i = 0; i < posts.count; i++) {
        const struct value *from = record_value(posts.rows[i], "valid_from");
        const struct value *to = record_value(posts.rows[i], "valid_to");
        *is |= strcmp(record_text(posts.rows[i], "role"), role_id(ROLE_WASDAK_HEAD)) == 0 &&
               !(from->set && from->num > today) && !(to->set && to->num < today);
    }
    page_free(&posts);
    record_free(&user);
    return result;
}

static enum outcome answer_spoken(struct session *s, const struct record *r, struct answers *a,
                                  struct error *e)
{
    int64_t id = record_value(r, "coordinated_with")->num;
    bool is = false;
    enum outcome result = id ? is_head(s, id, &is, e) : DONE;
    if (result == DONE && id)
        answers_put(a, "measure.spoken_with_head", is, NULL);
    return result;
}

enum outcome measure_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e)
{
    enum outcome result = DONE;
    answers_put(a, "measure.today", session_today(s), NULL);
    answers_put(a, "measure.now", session_now(s), NULL);
    answers_put(a, "measure.me", s->person ? s->person->id : 0, NULL);
    if (asks(step, "measure.root"))
        result = answer_root(s, r, a, e);
    if (result == DONE && asks(step, "measure.phoned"))
        result = answer_spoken(s, r, a, e);
    if (result == DONE && asks(step, "measure.settled"))
        result = answer_settled(s, r, a, e);
    return result;
}

/* ---- What a step writes down ---- */

/* Name and NIP of who is here, out of their row. */
enum outcome knower_write(struct session *s, struct record *r, const char *note, struct error *e)
{
    struct record *user = NULL;
    enum outcome result = DONE;
    if (s->person && s->person->id)
        result = store_load(s->store, registry_find(&all_kinds, "user"), s->person->id, &user, e);
    if (result != DONE)
        return result;
    const char *name = user ? record_text(user, "full_name") : "";
    value_set_text(record_value(r, "acknowledged_by"), *name ? name : session_author(s));
    value_set_text(record_value(r, "acknowledged_nip"), user ? record_text(user, "nip") : "");
    value_set_text(record_value(r, "acknowledged_note"), note);
    record_free(&user);
    return DONE;
}

static enum outcome write_coordination(struct session *s, struct record *r, const struct step *step,
                                       const char *note, struct error *e)
{
    static const struct {
        const char *verb, *coordination;
    } becomes[] = {
        { "request", "none" },
        { "resume", "none" },
        { "prepare", "not_needed" },
        { "take_back", "none" },
        { "phone", "phone" },
        { "act_first", "urgent" },
        { "acknowledge", "acknowledged" },
        { "confirm", "confirmed" },
    };
    for (size_t i = 0; i < COUNT(becomes); i++)
        if (step_is(step, becomes[i].verb))
            value_set_text(record_value(r, "coordination"), becomes[i].coordination);
    return step_is(step, "acknowledge") || step_is(step, "confirm") ? knower_write(s, r, note, e)
                                                                    : DONE;
}

static void move_due(struct record *r, day due)
{
    struct value *on = record_value(r, "due_on"), *before = record_value(r, "due_before");
    if (due == NO_DAY || (on->set && on->num == due))
        return;
    value_clear(before);
    if (on->set)
        value_copy(before, on);
    value_set_number(on, due);
}

/* As the term says; one that was extended stays what was granted. */
static enum outcome set_due(struct session *s, struct record *r, struct error *e)
{
    day due = NO_DAY;
    enum outcome result = DONE;
    if (strcmp(r->state, "extended") == 0)
        due = record_value(r, "extended_to")->set ? (day)record_number(r, "extended_to") : NO_DAY;
    else
        result = term_due(s, r, &due, e);
    if (result == DONE)
        move_due(r, due);
    return result;
}

static enum outcome begin_term(struct session *s, struct record *r, struct error *e)
{
    enum outcome result = term_choose(s, r, e);
    value_set_number(record_value(r, "issued_at"), session_now(s));
    return result == DONE ? set_due(s, r, e) : result;
}

enum outcome measure_complete(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e)
{
    enum outcome result = write_coordination(s, r, step, note, e);
    if (result == DONE && step_is(step, "issue"))
        return begin_term(s, r, e);
    if (step_is(step, "extend"))
        move_due(r, (day)record_number(r, "extended_to"));
    bool running = strcmp(r->state, "in_effect") == 0 || strcmp(r->state, "extended") == 0;
    if (result == DONE && running &&
        (step_is(step, "deliver") || step_is(step, "correct") || step_is(step, "recompute")))
        result = set_due(s, r, e);
    return result;
}

/* ---- What follows a lapse: proposed, never carried out ---- */

static const struct {
    const char *lapsed, *next, *list, *reason;
} chain[] = {
    { "detention", "refusal", "refusal_reason", "papers_late" },
    { "refusal", "destruction", "destruction_reason", "not_taken_out" },
};

static void copy_lines(const struct record *from, struct record *to)
{
    const struct line_kind *k = kind_line(to->kind, "good");
    const struct line *l;
    for (size_t i = 1; (l = record_live_line(from, "good", i)); i++) {
        struct line *fresh = record_add_line(to, "good");
        for (size_t f = 0; k->fields[f].id; f++)
            value_copy(&fresh->values[f], &l->values[f]);
    }
}

static void propose(const struct record *r, size_t link, day today, struct record *next)
{
    static const char *const kept[] = { "capture",
                                        "permit",
                                        "root_number",
                                        "root_at",
                                        "field",
                                        "direction",
                                        "office",
                                        "officer",
                                        "sender",
                                        "recipient",
                                        "origin_country",
                                        "origin_place",
                                        "destination_country",
                                        "destination_place",
                                        "paper" };
    for (size_t i = 0; i < COUNT(kept); i++)
        value_copy(record_value(next, kept[i]), record_value(r, kept[i]));
    value_set_text(record_value(next, "measure"), chain[link].next);
    value_set_number(record_value(next, "proposed_on"), today);
    value_set_reference(record_value(next, "previous"), r->id, record_text(r, "number"));
    struct line *reason = record_add_line(next, "reason");
    value_set_reference(
        (struct value *)line_cell(kind_line(next->kind, "reason"), reason, chain[link].list), 0,
        chain[link].reason);
    copy_lines(r, next);
}

enum outcome measure_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e)
{
    enum outcome result = DONE;
    (void)before;
    for (size_t i = 0; step_is(step, "lapse") && i < COUNT(chain); i++) {
        if (strcmp(record_text(r, "measure"), chain[i].lapsed) != 0)
            continue;
        struct record *next = record_new(r->kind);
        propose(r, i, session_today(s), next);
        result = follow_new(s, r, step, next, note, e);
        record_free(&next);
    }
    return result == DONE ? measured_follow(s, r, step, e) : result;
}
