/* The way of a permit behind the counter: what follows from reports and bills, and what does not.
 */
#include "actions/road.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#include "actions/staff.h"

static void is_now(struct session *s, int64_t id, const char *state)
{
    struct record *r = counter_load(s, "permit", id);
    assert_string_equal(r->state, state);
    record_free(&r);
}

static void refused(struct session *s, int64_t id, const char *verb, const char *says)
{
    struct error e = { 0 };
    if (counter_step(s, id, verb, "x", &e) != REFUSED || !strstr(e.text, says))
        test_stop("%s: “%s” instead of “%s”", verb, e.text, says);
}

static void from_draft_to_the_hand_over(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t id = counter_permit(s);
    road_to(s, id, "completed");
    struct record *r = counter_load(s, "permit", id);
    assert_string_equal(record_text(r, "outcome"), "release");
    assert_true(record_number(r, "fee_total") == 500000);
    assert_true(record_value(r, "issued_at")->set);
    assert_int_equal(record_live_lines(r, "stage"), 3); /* P1a, P1b, P8 */
    assert_false(permit_stage_is_open(r, NULL));
    assert_int_equal(record_live_lines(r, "pause"), 1); /* for payment */
    assert_false(permit_is_paused(r));
    assert_int_equal(record_at(r, "item.1.p8", NULL)->num, 1250500);
    record_free(&r);
}

/* What a result calls for is what may be reported next, and nothing else. */
static void the_next_step_follows_the_result(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const struct {
        const char *action, *result, *opens;
    } legs[] = {
        { "P1a", "isolate", "P2" }, { "P2", "continue", "P3" }, { "P3", "continue", "P3" },
        { "P3", "treat", "P4" },    { "P4", "release", "P8" },
    };
    int64_t id = counter_permit(s);
    road_to(s, id, "assigned");
    for (size_t i = 0; i < COUNT(legs); i++) {
        (void)road_report(s, id, legs[i].action, legs[i].result);
        struct record *r = counter_load(s, "permit", id);
        if (!permit_stage_is_open(r, legs[i].opens))
            test_stop("%s %s", legs[i].action, legs[i].result);
        record_free(&r);
        if (i + 1 < COUNT(legs))
            refused(s, id, "recommend", "still to be done");
    }
    road_to(s, id, "recommended");
}

static void what_is_not_called_for_is_not_reported(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    char ref[32];
    int64_t id = counter_permit(s);
    road_to(s, id, "assigned");
    road_number(s, id, ref);
    int64_t report = counter_make(
        s, "inspection",
        (const char *const[]){ "permit", ref, "action", "P4", "started_at", "2026-11-20 08:00",
                               "finished_at", "2026-11-20 09:00", "officer.1.person", "sari",
                               "treatment_result", "release", "sample.1.code", "C-1", NULL });
    const struct step_request q = {
        .kind = &kind_inspection, .id = report, .verb = "report", .spelling = SPELL_CANONICAL
    };
    assert_int_equal(act_step(s, &q, NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, "does not call for P4"));
    is_now(s, id, "assigned");
    struct record *r = counter_load(s, "inspection", report);
    for (const struct step *step = kind_inspection.flow->steps; step->verb; step++)
        if (strcmp(step->verb, "report") == 0)
            assert_int_equal(act_step_allowed(s, r, step, NULL, &e), REFUSED);
    record_free(&r);
    refused(s, id, "examine", "comes by itself");
}

static void a_statement_needs_no_inspection(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = counter_permit(s);
    road_to(s, id, "accepted");
    refused(s, id, "recommend_statement", "calls for a statement");
    const struct assignment sets[] = { { "analysis", "neither" }, { "analysis_basis", "olahan" } };
    const struct step_request q = { .kind = &kind_permit,
                                    .id = id,
                                    .verb = "analyse",
                                    .sets = sets,
                                    .set_count = 2,
                                    .spelling = SPELL_CANONICAL };
    must(act_step(s, &q, NULL, &e), &e);
    must(counter_step(s, id, "recommend_statement", NULL, &e), &e);
    road_to(s, id, "paid");
    id = counter_permit(s);
    road_to(s, id, "assigned");
    (void)road_report(s, id, "P1a", "statement");
    refused(s, id, "recommend", "No report calls for a release");
    must(counter_step(s, id, "recommend_statement", NULL, &e), &e);
    is_now(s, id, "recommended");
}

/* Nothing is left to release where all was refused. */
static void all_refused_is_not_released(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    int64_t id = counter_permit(s);
    road_to(s, id, "accepted");
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    must(record_put(r, "item.1.p6", &how, "1250.5", &e), &e);
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
    road_to(s, id, "examined");
    (void)road_report(s, id, "P1b", "release");
    refused(s, id, "recommend", "All goods were refused");
}

static void quantities_never_exceed_what_was_filed(void **state)
{
    (void)state;
    static const struct {
        const char *p1, *p6, *p7, *p8;
        bool allowed;
    } cases[] = {
        { "10", "", "", "", true },    { "10.001", "", "", "", false },
        { "", "4", "3", "3", true },   { "", "4", "3", "3.001", false },
        { "10", "10", "", "0", true }, { "", "5", "6", "", false },
    };
    struct reading how = { .spelling = SPELL_CANONICAL };
    const struct guard *balanced = flow_step(kind_permit.flow, "examine", "examined")->guards[0];
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct record *r = record_new(&kind_permit);
        struct error e = { 0 };
        must(record_put(r, "item.1.net_quantity", &how, "10", &e), &e);
        must(record_put(r, "item.1.p1", &how, cases[i].p1, &e), &e);
        must(record_put(r, "item.1.p6", &how, cases[i].p6, &e), &e);
        must(record_put(r, "item.1.p7", &how, cases[i].p7, &e), &e);
        must(record_put(r, "item.1.p8", &how, cases[i].p8, &e), &e);
        if (balanced->allow(r, NULL, &e) != cases[i].allowed)
            test_stop("case %zu: %s", i, e.text);
        record_free(&r);
    }
}

static void pauses_keep_their_times(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t id = counter_permit(s);
    road_to(s, id, "assigned");
    refused(s, id, "resume", "clock runs");
    const struct assignment sets[] = { { "paused_for", "laboratory" }, { "pause_note", "C-1" } };
    const struct step_request q = { .kind = &kind_permit,
                                    .id = id,
                                    .verb = "pause",
                                    .sets = sets,
                                    .set_count = 2,
                                    .spelling = SPELL_CANONICAL };
    moment since = session_now(s);
    must(act_step(s, &q, NULL, &e), &e);
    assert_int_equal(act_step(s, &q, NULL, &e), REFUSED);
    d->now += 3600000;
    must(counter_step(s, id, "resume", NULL, &e), &e);
    struct record *r = counter_load(s, "permit", id);
    assert_int_equal(record_at(r, "pause.1.since", NULL)->num, since);
    assert_int_equal(record_at(r, "pause.1.until", NULL)->num, since + 3600000);
    assert_false(record_value(r, "paused_for")->set);
    record_free(&r);
}

static void a_void_bill_makes_way_for_another(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = counter_permit(s);
    road_to(s, id, "recommended");
    int64_t bill = road_bill(s, id);
    is_now(s, id, "billed");
    const struct step_request q = { .kind = &kind_bill,
                                    .id = bill,
                                    .verb = "void",
                                    .spelling = SPELL_CANONICAL,
                                    .note = "salah tarif" };
    must(act_step(s, &q, NULL, &e), &e);
    is_now(s, id, "recommended");
    struct record *r = counter_load(s, "permit", id);
    assert_false(record_value(r, "fee_total")->set);
    record_free(&r);
    road_to(s, id, "issued");
    refused(s, id, "unbill", "comes by itself");
}

static bool is_advised(struct session *s, int64_t permit, const char *words)
{
    struct error e = { 0 };
    struct remarks remarks = { 0 };
    bool found = false;
    struct record *r = counter_load(s, "permit", permit);
    must(act_remarks(s, r, &remarks, &e), &e);
    for (size_t i = 0; i < remarks.count; i++)
        found |= strstr(buf_text(&remarks.items[i].text), words) != NULL;
    remarks_free(&remarks);
    record_free(&r);
    return found;
}

/* The analysis is told of the applicant's past. */
static void the_past_is_told(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t before = counter_permit(s), id = counter_permit(s);
    assert_false(is_advised(s, id, "within a year"));
    must(counter_step(s, before, "submit", NULL, &e), &e);
    must(counter_step(s, before, "reject", "bukan media pembawa", &e), &e);
    assert_true(is_advised(s, id, "1 applications of PT Toba Agro were rejected"));
    assert_false(is_advised(s, id, "open captures"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_draft_to_the_hand_over),
        cmocka_unit_test(the_next_step_follows_the_result),
        cmocka_unit_test(what_is_not_called_for_is_not_reported),
        cmocka_unit_test(a_statement_needs_no_inspection),
        cmocka_unit_test(all_refused_is_not_released),
        cmocka_unit_test(quantities_never_exceed_what_was_filed),
        cmocka_unit_test(pauses_keep_their_times),
        cmocka_unit_test(a_void_bill_makes_way_for_another),
        cmocka_unit_test(the_past_is_told),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
