/* demo_road.c - some open permits of the training office stand further on: under examination,
 * recommended, billed, paid. Taken through the same steps a desk takes. */
#include "private.h"

#include <string.h>

enum { HOUR_MS = 60 * 60 * 1000 };

static enum outcome save_new(struct session *s, struct record *r, int64_t *id, struct error *e)
{
    enum outcome result = act_save(s, r, NULL, NULL, NULL, e);
    *id = r->id;
    return result;
}

static enum outcome report(struct session *s, const struct record *permit, const char *action,
                           const char *found, struct error *e)
{
    struct record *r = NULL;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    int64_t id = 0;
    enum outcome result = act_blank(s, &kind_inspection, &r, e);
    if (result != DONE)
        return result;
    value_set_reference(record_value(r, "permit"), permit->id, record_text(permit, "number"));
    value_set_text(record_value(r, "action"), action);
    value_set_text(record_value(r, "place"), "Lapangan penumpukan Belawan");
    value_set_number(record_value(r, "started_at"), session_now(s) - 2 * HOUR_MS);
    value_set_number(record_value(r, "finished_at"), session_now(s) - HOUR_MS);
    result = record_put(r, inspection_result_field(action), &how, found, e);
    if (result == DONE)
        result = record_put(r, "officer.1.person", &how, "officer", e);
    if (result == DONE)
        result = save_new(s, r, &id, e);
    record_free(&r);
    const struct step_request q = { .kind = &kind_inspection, .id = id, .verb = "report" };
    return result == DONE ? act_step(s, &q, NULL, e) : result;
}

static enum outcome take(struct session *s, const struct kind *k, int64_t id, const char *verb,
                         const struct assignment *sets, size_t count, struct error *e)
{
    const struct step_request q = { .kind = k,
                                    .id = id,
                                    .verb = verb,
                                    .sets = sets,
                                    .set_count = count,
                                    .spelling = SPELL_CANONICAL };
    return act_step(s, &q, NULL, e);
}

static enum outcome bill(struct session *s, const struct record *permit, bool paid, struct error *e)
{
    static const struct assignment payment[] = { { "billing_code", "820261128000001" },
                                                 { "ntpn", "8A6F3C21D4E5B790" },
                                                 { "paid_on", "h" },
                                                 { "bank", "Bank Persepsi" } };
    struct record *r = NULL;
    int64_t id = 0;
    enum outcome result = act_blank(s, &kind_bill, &r, e);
    if (result != DONE)
        return result;
    value_set_reference(record_value(r, "permit"), permit->id, record_text(permit, "number"));
    result = save_new(s, r, &id, e);
    record_free(&r);
    if (result == DONE)
        result = take(s, &kind_bill, id, "price", NULL, 0, e);
    if (result == DONE)
        result = take(s, &kind_bill, id, "issue", NULL, 0, e);
    return result == DONE && paid ? take(s, &kind_bill, id, "pay", payment, COUNT(payment), e)
                                  : result;
}

enum outcome demo_go_on(struct session *s, int64_t id, unsigned legs, struct error *e)
{
    struct record *permit = NULL;
    enum outcome result = act_load(s, &kind_permit, id, &permit, e);
    if (result == DONE && legs >= 1)
        result = report(s, permit, "P1a", "continue", e);
    if (result == DONE && legs >= 2)
        result = report(s, permit, "P1b", "release", e);
    if (result == DONE && legs >= 2)
        result = take(s, &kind_permit, id, "recommend", NULL, 0, e);
    if (result == DONE && legs >= 3)
        result = bill(s, permit, legs >= 4, e);
    record_free(&permit);
    return result;
}
