/* What the office adds when a shipment takes a step: the gate, the place in the count, and the
 * monitoring that becomes due by it. */
#include "inline.h"

#include <string.h>

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

static bool issues(const struct step *step)
{
    return step->to && strcmp(step->to, "issued") == 0;
}

static enum outcome verdict_of(struct session *s, const struct record *r,
                               struct inline_verdict *out, struct error *e)
{
    struct record *facility = NULL;
    *out = (struct inline_verdict){ 0 };
    enum outcome result = DONE;
    if (record_number(r, "facility")) /* else the step is refused: it is a required field */
        result = store_load(s->store, &kind_facility, record_number(r, "facility"), &facility, e);
    if (result == DONE && facility)
        result = inline_judge_now(s, facility, record_text(r, "conveyance"), out, e);
    record_free(&facility);
    return result;
}

/* ---- What a step writes down ---- */

void shipment_place(struct record *r, const struct inline_verdict *v)
{
    value_set_number(record_value(r, "counted"), v->after);
    value_set_text(record_value(r, "breach"), inline_breach_code(v->breach));
    if (!v->decree.len)
        return; /* what an old log says stands */
    value_set_text(record_value(r, "decree"), buf_text(&v->decree));
    value_set_number(record_value(r, "decree_on"), v->decree_on);
    value_set_number(record_value(r, "decree_to"), v->decree_to);
}

static enum outcome count_it(struct session *s, struct record *r, struct error *e)
{
    struct inline_verdict v;
    enum outcome result = verdict_of(s, r, &v, e);
    if (result == DONE)
        shipment_place(r, &v);
    inline_verdict_free(&v);
    return result;
}

/* The number it had goes behind those it had before. */
static enum outcome keep_number(struct session *s, struct record *r, struct error *e)
{
    struct record *before = NULL;
    struct buf numbers = { 0 };
    enum outcome result = store_load(s->store, r->kind, r->id, &before, e);
    if (result == DONE) {
        buf_puts(&numbers, record_text(before, "former_numbers"));
        buf_printf(&numbers, "%s%s", numbers.len ? "; " : "",
                   record_text(before, "certificate_number"));
        value_set_text(record_value(r, "former_numbers"), buf_text(&numbers));
    }
    buf_free(&numbers);
    record_free(&before);
    return result;
}

enum outcome shipment_prepare(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e)
{
    if (step_is(step, "allow"))
        value_set_text(record_value(r, "override"), note);
    if (step_is(step, "replace") || step_is(step, "reissue"))
        return keep_number(s, r, e);
    return issues(step) ? count_it(s, r, e) : DONE;
}

/* ---- What its guards ask ---- */

/* What the head allowed passes; goods of a permit must be those of the decree in any case. */
enum outcome shipment_answer(struct session *s, const struct record *r, const struct step *step,
                             struct answers *a, struct error *e)
{
    struct inline_verdict v;
    bool allowed = issues(step) && strcmp(r->state, "allowed") == 0;
    if (allowed || !(issues(step) || step_is(step, "allow")))
        return DONE;
    enum outcome result = verdict_of(s, r, &v, e);
    if (result == DONE)
        answers_put(a, "inline.closed", 0, buf_text(&v.words));
    inline_verdict_free(&v);
    return result;
}

/* ---- What follows ---- */

/* Is one by the count on its way already? */
static enum outcome monitoring_waits(struct session *s, int64_t facility, bool *waits,
                                     struct error *e)
{
    struct filter filters[] = {
        { .field = "facility", .how = IS, .value = { .num = facility, .text = "", .set = true } },
        { .field = "held_on", .how = IS },
    };
    struct page page = { 0 };
    struct query q = { .kind = &kind_monitoring,
                       .filters = filters,
                       .filter_count = COUNT(filters),
                       .states = (const char *const[]){ "due", "scheduled", NULL },
                       .sort = "-held_on" };
    enum outcome result = store_page(s->store, &q, &page, e);
    *waits = false;
    for (size_t i = 0; i < page.count; i++)
        *waits = *waits || text_same(record_text(page.rows[i], "manner"), "regular");
    page_free(&page);
    return result;
}

static enum outcome make_due(struct session *s, const struct record *shipment,
                             const struct record *cause, const struct step *by, struct error *e)
{
    struct record *m = record_new(&kind_monitoring);
    const struct reading how = session_reading(s, SPELL_CANONICAL);
    record_defaults(m, &how);
    value_copy(record_value(m, "facility"), record_value(shipment, "facility"));
    value_set_text(record_value(m, "manner"), "regular");
    value_set_number(record_value(m, "due_on"), session_today(s));
    value_set_reference(record_value(m, "shipment"), shipment->id,
                        record_text(shipment, "certificate_number"));
    enum outcome result = follow_new(s, cause, by, m, NULL, e);
    record_free(&m);
    return result;
}

enum outcome inline_make_due(struct session *s, const struct record *shipment,
                             const struct record *cause, const struct step *by, struct error *e)
{
    int64_t due = 0;
    bool waits = true;
    enum outcome result = rule_number(s, "inline.shipments", session_today(s), &due, e);
    if (result != DONE || record_number(shipment, "counted") < due)
        return result;
    result = monitoring_waits(s, record_number(shipment, "facility"), &waits, e);
    return result == DONE && !waits ? make_due(s, shipment, cause, by, e) : result;
}

enum outcome shipment_follow(struct session *s, const struct record *before, const struct record *r,
                             const struct step *step, const char *note, struct error *e)
{
    (void)before;
    (void)note;
    return step_is(step, "issue") ? inline_make_due(s, r, r, step, e) : DONE;
}
