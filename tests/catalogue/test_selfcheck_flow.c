/* test_selfcheck_flow.c - states, steps, guards, facts: each defect in a registry broken so. */
#include "catalogue/broken.h"

static const char *const lost[] = { "lost", NULL };
static const char *const from_draft[] = { "draft", NULL };
static const char *const from_done[] = { "done", NULL };

static void test_states(void **state)
{
    (void)state;
    struct broken b = whole();
    b.kind.flow = NULL;
    broken_says(&b, "no flow with a first state");
    b = whole();
    b.states[1].id = "draft";
    broken_says(&b, "state \"draft\" stands twice");
    b = whole();
    b.states[1].id = "discarded";
    broken_says(&b, "belongs to every flow");
    b = whole();
    b.states[1].label = "";
    broken_says(&b, "state \"done\" has no label");
    b = whole();
    b.states[1].id = "is done";
    broken_says(&b, "an id is snake_case");
}

static void test_ways(void **state)
{
    (void)state;
    struct broken b = whole();
    b.states[2] = (struct state){ .id = "far", .label = "far", .flags = STATE_FINAL };
    broken_says(&b, "no step leads to state \"far\"");
    b.states[2].flags |= STATE_BY_IMPORT;
    broken_sound(&b);
    /* Reached only from a state that is itself out of reach. */
    b.states[2].flags = STATE_FINAL;
    static const char *const from_far[] = { "far", NULL };
    b.steps[1] =
        (struct step){ .verb = "return", .label = "Return", .from = from_far, .to = "far" };
    broken_says(&b, "no step leads to state \"far\"");
    b = whole();
    b.states[1].flags = 0;
    broken_says(&b, "no step leads out of state \"done\"");
    /* Staying where it is, or coming back to the same state, is no way out. */
    b.steps[1] = (struct step){ .verb = "look", .label = "Look", .from = from_done };
    broken_says(&b, "no step leads out of state \"done\"");
    b.steps[1].to = "done";
    broken_says(&b, "no step leads out of state \"done\"");
    b.steps[1].to = "draft";
    broken_sound(&b);
}

static void test_steps(void **state)
{
    (void)state;
    struct broken b = whole();
    b.steps[0].from = lost;
    broken_says(&b, "leads out of the unknown state \"lost\"");
    b.steps[0].from = NULL;
    broken_says(&b, "leads out of no state");
    b = whole();
    b.steps[0].to = "lost";
    broken_says(&b, "leads to the unknown state \"lost\"");
    b = whole();
    b.steps[0].label = NULL;
    broken_says(&b, "step \"finish\" has no label");
    b = whole();
    b.steps[0].demands = lost;
    broken_says(&b, "demands \"lost\"");
    b = whole();
    b.steps[0].asks = lost;
    broken_says(&b, "asks for \"lost\", which is nothing to fill in for a guard");
    b = whole();
    b.steps[0].only = &(const struct condition){ "lost", lost };
    broken_says(&b, "step \"finish\" depends on \"lost\"");
    b = whole();
    b.steps[0].covers = lost;
    broken_says(&b, "covers \"lost\", which is no field and no line");
    broken_says(&b, "covers fields, but decides nothing");
    b = whole();
    b.steps[0].flags = STEP_NUMBER;
    broken_says(&b, "gives a number, but the kind has no field for it");
    b.kind.number = "name";
    broken_sound(&b);
    b = whole();
    b.steps[1] =
        (struct step){ .verb = "finish", .label = "Finish", .from = from_draft, .to = "done" };
    broken_says(&b, "step \"finish\" leads out of state \"draft\" twice");
}

static void test_step_roles(void **state)
{
    (void)state;
    struct broken b = whole();
    b.steps[0].flags = STEP_DECISION;
    broken_says(&b, "step \"finish\" is a decision that waits for no role");
    b.steps[0].role = ROLE_HEAD;
    broken_sound(&b);
    b.steps[0].flags |= STEP_FOUR_EYES;
    broken_sound(&b);
    b.steps[0].role = ROLE_COUNT;
    broken_says(&b, "step \"finish\" belongs to an unknown role");
}

static void test_stamps(void **state)
{
    (void)state;
    struct broken b = whole();
    b.steps[0].stamp_day = "made_on";
    broken_sound(&b);
    b.steps[0].stamp_day = "lost";
    broken_says(&b, "stamps \"lost\"");
    b.steps[0].stamp_day = "size";
    broken_says(&b, "stamps \"size\", which is no date");
    b = whole();
    b.steps[0].stamp_moment = "made_on";
    broken_says(&b, "stamps \"made_on\", which is no moment");
}

static void test_guards(void **state)
{
    (void)state;
    struct broken b = whole();
    b.guard.allow = NULL;
    broken_says(&b, "no id or decides nothing");
    b = whole();
    b.facts[0].kind = "lost";
    broken_says(&b, "asks the unknown kind \"lost\"");
    b = whole();
    b.facts[0].states = lost;
    broken_says(&b, "asks for the unknown state \"lost\"");
    b = whole();
    b.facts[0].field = "lost";
    broken_says(&b, "names \"lost\", which is no field of owner");
    b = whole();
    b.facts[0].day_field = "lost";
    broken_says(&b, "names \"lost\", which is no field of owner");
    b = whole();
    b.facts[0].our_day = "lost";
    broken_says(&b, "names \"lost\", which is no field of crate");
    b = whole();
    b.facts[0].op = FACT_SUM;
    broken_says(&b, "does not say of which field");
}

static void test_matches(void **state)
{
    (void)state;
    struct fact_match match[2] = { { "name", "name" }, { NULL, NULL } };
    struct broken b = whole();
    b.facts[0].match = match;
    broken_sound(&b);
    match[0] = (struct fact_match){ "id", "=literal" };
    broken_sound(&b);
    match[0] = (struct fact_match){ "lost", "name" };
    broken_says(&b, "matches \"lost\", which is no field of owner");
    match[0] = (struct fact_match){ "name", "lost" };
    broken_says(&b, "matches with \"lost\"");
}

static void test_sealed_facts(void **state)
{
    (void)state;
    struct fact_match match[] = { { "name", "name" }, { NULL, NULL } };
    struct broken b = whole();
    b.facts[0].match = match;
    b.fields[0].flags = FIELD_SEALED;
    b.fields[0].sealed_to = ROLE_COMPLIANCE;
    broken_says(&b, "fact \"others\" asks about \"name\", which is sealed");
    b.facts[0] = (struct fact){ .id = "mine", .op = FACT_LATEST, .kind = "crate", .field = "name" };
    broken_says(&b, "fact \"mine\" asks about \"name\", which is sealed");
}

static void test_rule_facts(void **state)
{
    (void)state;
    struct broken b = whole();
    b.facts[0] = (struct fact){ .id = "crate.size", .op = FACT_RULE };
    broken_sound(&b);
    b.facts[0].id = "crate.lost";
    broken_says(&b, "asks for a rule that has no default");
}

static void test_reserved(void **state)
{
    (void)state;
    static const char *const no_moment[] = { "name", NULL };
    struct broken b = whole();
    b.steps[0].flags |= STEP_RESERVED;
    b.steps[0].demands = no_moment;
    broken_says(&b, "takes a reserved number");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),       cmocka_unit_test(test_ways),
        cmocka_unit_test(test_steps),        cmocka_unit_test(test_stamps),
        cmocka_unit_test(test_guards),       cmocka_unit_test(test_matches),
        cmocka_unit_test(test_rule_facts),   cmocka_unit_test(test_step_roles),
        cmocka_unit_test(test_sealed_facts), cmocka_unit_test(test_reserved),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
