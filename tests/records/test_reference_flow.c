/* test_reference_flow.c - rows retire and come back; codes keep their shape. */
#include "records/desk.h"

#include <string.h>

static void test_retire_and_reinstate(void **state)
{
    (void)state;
    struct record *r = desk_record(&kind_unit, (const char *const[]){ "code", "KGM", NULL });
    const struct step *retire = flow_step(r->kind->flow, "retire", "active");
    const struct step *reinstate = flow_step(r->kind->flow, "reinstate", "retired");
    struct error why = { 0 };
    assert_string_equal(r->state, "active");
    assert_int_equal(step_allowed(r, retire, NULL, NULL, &why), DONE);
    assert_int_equal(step_allowed(r, reinstate, NULL, NULL, &why), REFUSED);
    r->state = flow_state(r->kind->flow, retire->to)->id;
    assert_string_equal(r->state, "retired");
    assert_true(flow_state(r->kind->flow, r->state)->flags & STATE_HIDDEN);
    assert_int_equal(step_allowed(r, reinstate, NULL, NULL, &why), DONE);
    assert_string_equal(reinstate->to, "active");
    record_free(&r);
}

static void test_imports_land_active(void **state)
{
    (void)state;
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++)
        if (all_kinds.kinds[i]->flags & KIND_REFERENCE)
            assert_true(all_kinds.kinds[i]->flow->states[0].flags & STATE_BY_IMPORT);
}

static void test_codes(void **state)
{
    (void)state;
    static const struct {
        const struct kind *kind;
        const char *text;
        const char *says; /* NULL: taken */
    } cases[] = {
        { &kind_country, "ID", NULL },
        { &kind_country, "id", "two capital letters" },
        { &kind_country, "I1", "two capital letters" },
        { &kind_country, "I", "two capital letters" },
        { &kind_unit, "KGM", NULL },
        { &kind_unit, "1B", NULL },
        { &kind_unit, "kg", "capital letters and digits only" },
        { &kind_package, "B-X", "capital letters and digits only" },
        { &kind_commodity, "KPI", NULL },
        { &kind_port, "IDBLW", NULL },
        { &kind_port, "GBFX2", NULL },
        { &kind_port, "IDBL", "UN/LOCODE" },
        { &kind_port, "1DBLW", "UN/LOCODE" },
        { &kind_port, "IDblw", "UN/LOCODE" },
        { &kind_office, "1203", NULL },
        { &kind_office, "53010", NULL },
        { &kind_office, "120", "four digits" },
        { &kind_office, "12O3", "four digits" },
    };
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *says = desk_refusal(cases[i].kind, "code", cases[i].text);
        if (cases[i].says == NULL)
            assert_string_equal(says, "");
        else if (strstr(says, cases[i].says) == NULL)
            fail_msg("%s: %s", cases[i].text, says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_retire_and_reinstate),
        cmocka_unit_test(test_imports_land_active),
        cmocka_unit_test(test_codes),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
