/* What the office adds to the steps of incident reports: who knew of it, how it was classified, and
 * whether its goods are accounted for. */
#include "goods.h"
#include "people.h"

#include <string.h>

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

static enum outcome answer_balance(struct session *s, const struct record *r, const char *fact,
                                   struct answers *a, struct error *e)
{
    struct goods g = { 0 };
    enum outcome result = goods_count(s, r, NULL, &g, e);
    for (size_t i = 0; result == DONE && i < g.count; i++) {
        struct buf text = { 0 };
        if (g.out[i] == g.p0[i])
            continue;
        goods_say(g.out[i], g.p0[i], &text);
        answers_put(a, fact, (int64_t)i + 1, buf_text(&text));
        buf_free(&text);
        break;
    }
    goods_free(&g);
    return result;
}

enum outcome capture_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e)
{
    answers_put(a, "capture.today", session_today(s), NULL);
    return step_is(step, "close") ? answer_balance(s, r, "capture.unbalanced", a, e) : DONE;
}

enum outcome capture_complete(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e)
{
    if (step_is(step, "non_yustisia") || step_is(step, "pro_yustisia"))
        value_set_text(record_value(r, "classification"), step->verb);
    if (step_is(step, "state") || step_is(step, "resume"))
        value_set_text(record_value(r, "coordination"), "none");
    if (!step_is(step, "acknowledge"))
        return DONE;
    value_set_text(record_value(r, "coordination"), "acknowledged");
    return knower_write(s, r, note, e);
}

/* ---- Applications ---- */

enum outcome permit_goods_answer(struct session *s, const struct record *r, const struct step *step,
                                 struct answers *a, struct error *e)
{
    return step_is(step, "settle") ? answer_balance(s, r, "permit.unbalanced", a, e) : DONE;
}

static void copy_items(const struct record *permit, struct record *capture)
{
    static const char *const pairs[][2] = {
        { "commodity", "commodity" }, { "printed_name", "printed_name" },
        { "hs_code", "hs_code" },     { "p0", "net_quantity" },
        { "unit", "net_unit" },       { "value", "value" }
    };
    const struct line *item;
    for (size_t i = 1; (item = record_live_line(permit, "item", i)); i++) {
        struct line *line = record_add_line(capture, "item");
        for (size_t p = 0; p < COUNT(pairs); p++)
            value_copy(
                (struct value *)line_cell(kind_line(capture->kind, "item"), line, pairs[p][0]),
                line_cell(kind_line(permit->kind, "item"), item, pairs[p][1]));
    }
}

/* What the application knows; place, finder and findings are for the officer to fill in. */
static void draft_capture(const struct session *s, const struct record *permit, const char *note,
                          struct record *capture)
{
    static const char *const pairs[][2] = {
        { "field", "field" },
        { "direction", "direction" },
        { "office", "office" },
        { "conveyance_mode", "conveyance_mode" },
        { "conveyance", "conveyance_name" },
        { "from_where", "origin_city" },
        { "to_where", "destination_city" },
        { "place", "place_of_goods" },
        { "owner", "applicant" },
        { "national_number", "national_number" },
    };
    struct buf name = { 0 };
    for (size_t i = 0; i < COUNT(pairs); i++)
        value_copy(record_value(capture, pairs[i][0]), record_value(permit, pairs[i][1]));
    value_set_text(record_value(capture, "source"), "own");
    if (s->person && s->person->id)
        value_set_reference(record_value(capture, "finder"), s->person->id, s->person->name);
    value_set_text(record_value(capture, "owner_known"), "known");
    value_set_text(record_value(capture, "chronology"), note);
    value_set_number(record_value(capture, "occurred_on"), session_today(s));
    record_name(permit, &name);
    value_set_reference(record_value(capture, "permit"), permit->id, buf_text(&name));
    buf_free(&name);
    copy_items(permit, capture);
}

enum outcome permit_capture_follow(struct session *s, const struct record *before,
                                   const struct record *r, const struct step *step,
                                   const char *note, struct error *e)
{
    (void)before;
    if (!step_is(step, "capture"))
        return DONE;
    struct record *capture = record_new(&kind_capture);
    draft_capture(s, r, note, capture);
    enum outcome result = follow_new(s, r, step, capture, note, e);
    record_free(&capture);
    return result;
}
