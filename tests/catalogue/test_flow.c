/* test_flow.c - states, and whether a step may be taken. */
#include "catalogue/sample.h"

#include <string.h>

static void test_states(void **state)
{
    (void)state;
    const struct flow *f = sample_box.flow;
    assert_string_equal(flow_state(f, "sealed")->label, "sealed");
    assert_ptr_equal(flow_state(f, "discarded"), &state_discarded);
    assert_ptr_equal(flow_state(NULL, "discarded"), &state_discarded);
    assert_null(flow_state(f, "lost"));
    assert_null(flow_state(f, NULL));
    assert_int_equal(flow_state_order(f, "open"), 0);
    assert_int_equal(flow_state_order(f, "sent"), 2);
    assert_int_equal(flow_state_order(f, "discarded"), 3);
    assert_int_equal(flow_state_order(f, "lost"), -1);
}

static void test_steps(void **state)
{
    (void)state;
    const struct flow *f = sample_box.flow;
    assert_string_equal(flow_step(f, "seal", "open")->to, "sealed");
    assert_null(flow_step(f, "seal", "sealed"));
    assert_non_null(flow_step(f, "seal", NULL));
    assert_non_null(flow_step(f, "touch", "sealed"));
    assert_null(flow_step(f, "burn", NULL));
    assert_null(flow_step(NULL, "seal", "open"));
}

/* ---- step_allowed ---- */

struct trial {
    struct record *r;
    struct answers *a;
};

static struct trial complete_box(void)
{
    struct trial t = { record_new(&sample_box), answers_new() };
    language_set(ENGLISH);
    sample_put(t.r, "title", "box");
    sample_put(t.r, "owner", "PT Toba");
    sample_put(t.r, "made_on", "2026-11-21");
    sample_put(t.r, "item.1.commodity", "beras");
    return t;
}

static void trial_free(struct trial *t)
{
    record_free(&t->r);
    answers_free(&t->a);
}

static enum outcome try(struct trial *t, const char *verb, const char *note, struct error *e)
{
    *e = (struct error){ 0 };
    return step_allowed(t->r, flow_step(t->r->kind->flow, verb, NULL), t->a, note, e);
}

static void refused(struct trial *t, const char *verb, const char *note, const char *field,
                    const char *says)
{
    struct error e;
    if (try(t, verb, note, &e) != REFUSED || e.code != REFUSED)
        fail_msg("%s was not refused", verb);
    if (!strstr(e.text, says) || strcmp(e.field, field) != 0)
        fail_msg("%s refused for \"%s\" with: %s", verb, e.field, e.text);
}

static void allowed(struct trial *t, const char *verb, const char *note)
{
    struct error e;
    if (try(t, verb, note, &e) != DONE)
        fail_msg("%s refused: %s", verb, e.text);
}

static void test_state_counts(void **state)
{
    (void)state;
    struct trial t = complete_box();
    allowed(&t, "seal", NULL);
    refused(&t, "send", NULL, "", "step out of: sealed; this record is now: open");
    t.r->state = "sealed";
    refused(&t, "seal", NULL, "", "step out of: open; this record is now: sealed");
    allowed(&t, "send", NULL);
    allowed(&t, "touch", NULL);
    t.r->state = state_discarded.id;
    refused(&t, "touch", NULL, "", "now: discarded");
    trial_free(&t);
}

static void test_demands(void **state)
{
    (void)state;
    struct trial t = complete_box();
    value_clear(record_value(t.r, "made_on"));
    refused(&t, "seal", NULL, "made_on", "Made: needed for “Seal”");
    trial_free(&t);
}

static void test_completeness(void **state)
{
    (void)state;
    struct trial t = complete_box();
    value_clear(record_value(t.r, "title"));
    refused(&t, "seal", NULL, "title", "Title: must be filled in.");
    value_clear(record_value(t.r, "owner"));
    refused(&t, "seal", NULL, "title", "Title: must be filled in. Also missing: Owner.");
    t.r->state = "sealed"; /* sending does not ask for it */
    allowed(&t, "send", NULL);
    trial_free(&t);
}

static void test_reason(void **state)
{
    (void)state;
    struct trial t = complete_box();
    t.r->state = "sealed";
    refused(&t, "reopen", NULL, "", "needs a reason");
    refused(&t, "reopen", " \t\n", "", "needs a reason");
    allowed(&t, "reopen", "salah segel");
    answers_put(t.a, "box.reopen.reason", 0, NULL);
    allowed(&t, "reopen", NULL);
    answers_put(t.a, "box.send.reason", 1, NULL);
    refused(&t, "send", "", "", "needs a reason");
    trial_free(&t);
}

static void test_rule_takes_a_step_out_of_use(void **state)
{
    (void)state;
    struct trial t = complete_box();
    answers_put(t.a, "box.seal.in_use", 0, NULL);
    refused(&t, "seal", NULL, "", "not in use at this office");
    answers_put(t.a, "box.seal.in_use", 1, NULL);
    allowed(&t, "seal", NULL);
    trial_free(&t);
}

static void test_guards(void **state)
{
    (void)state;
    struct trial t = complete_box();
    answers_put(t.a, SAMPLE_SHELF, 3, NULL);
    allowed(&t, "seal", NULL);
    answers_put(t.a, SAMPLE_SHELF, 4, NULL);
    refused(&t, "seal", NULL, "owner", "The shelf is full; send a box first.");
    answers_put(t.a, SAMPLE_SHELF, 0, NULL);
    sample_put(t.r, "count", "13");
    refused(&t, "seal", NULL, "", "(not_thirteen)");
    trial_free(&t);
}

/* What comes first is said first. */
static void test_order(void **state)
{
    (void)state;
    struct trial t = complete_box();
    answers_put(t.a, SAMPLE_SHELF, 4, NULL);
    answers_put(t.a, "box.seal.reason", 1, NULL);
    refused(&t, "seal", NULL, "", "needs a reason");
    value_clear(record_value(t.r, "owner"));
    refused(&t, "seal", NULL, "owner", "must be filled in");
    value_clear(record_value(t.r, "made_on"));
    refused(&t, "seal", NULL, "made_on", "needed for");
    t.r->state = "sent";
    refused(&t, "seal", NULL, "", "now: sent");
    trial_free(&t);
}

/* Before anything was asked for, what will be asked is not missed. */
static void test_offered(void **state)
{
    (void)state;
    struct trial t = complete_box();
    struct error e = { 0 };
    const struct step *seal = flow_step(sample_box.flow, "seal", NULL);
    value_clear(record_value(t.r, "made_on"));
    answers_put(t.a, "box.seal.reason", 1, NULL);
    assert_int_equal(step_offered(t.r, seal, t.a, NULL, &e), DONE);
    answers_put(t.a, SAMPLE_SHELF, 4, NULL);
    assert_int_equal(step_offered(t.r, seal, t.a, NULL, &e), REFUSED);
    assert_string_equal(e.text, "The shelf is full; send a box first.");
    value_clear(record_value(t.r, "title"));
    assert_int_equal(step_offered(t.r, seal, t.a, NULL, &e), REFUSED);
    assert_string_equal(e.field, "title");
    t.r->state = "sent";
    assert_int_equal(step_offered(t.r, seal, t.a, NULL, NULL), REFUSED);
    trial_free(&t);
}

/* What a guard misses of what the step asks for is said by who takes it: offered, not allowed. */
static void test_asks(void **state)
{
    (void)state;
    struct trial t = complete_box();
    struct error e = { 0 }, misses = { 0 };
    struct step asking = *flow_step(sample_box.flow, "seal", NULL);
    asking.asks = (const char *const[]){ "owner", "item.1.commodity", NULL };
    assert_int_equal(step_offered(t.r, &asking, t.a, &misses, &e), DONE);
    assert_string_equal(misses.text, "");
    answers_put(t.a, SAMPLE_SHELF, 4, NULL);
    assert_int_equal(step_offered(t.r, &asking, t.a, &misses, &e), DONE);
    assert_string_equal(misses.field, "owner");
    assert_int_equal(step_offered(t.r, &asking, t.a, NULL, &e), DONE);
    assert_int_equal(step_allowed(t.r, &asking, t.a, NULL, &e), REFUSED);
    sample_put(t.r, "count", "13"); /* another guard, which nothing asked for would content */
    assert_int_equal(step_offered(t.r, &asking, t.a, &misses, &e), REFUSED);
    static const struct {
        const char *path;
        bool asks, takes;
    } paths[] = { { "owner", true, true },
                  { "made_on", false, true },
                  { "own", false, false },
                  { "owner_2", false, false },
                  { "item", true, true },
                  { "item.4.weight", true, true },
                  { "item/0ABC/weight", true, true },
                  { "title", false, false } };
    for (size_t i = 0; i < COUNT(paths); i++) {
        assert_int_equal(step_asks_for(&asking, paths[i].path), paths[i].asks);
        assert_int_equal(step_takes(&asking, paths[i].path), paths[i].takes);
    }
    trial_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_state_counts),
        cmocka_unit_test(test_demands),
        cmocka_unit_test(test_completeness),
        cmocka_unit_test(test_reason),
        cmocka_unit_test(test_rule_takes_a_step_out_of_use),
        cmocka_unit_test(test_guards),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_offered),
        cmocka_unit_test(test_asks),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
