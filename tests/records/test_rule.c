/* test_rule.c - rule rows: what must be there, and where they stand in force. */
#include "records/desk.h"

#include <string.h>

static size_t problems(const char *const *pairs)
{
    struct record *r = desk_record(&kind_rule, pairs);
    size_t found = record_problems(r, NULL, NULL);
    record_free(&r);
    return found;
}

static void test_needs_rule_value_and_basis(void **state)
{
    (void)state;
    assert_int_equal(problems((const char *const[]){ NULL }), 3);
    assert_int_equal(problems((const char *const[]){ "rule", "permit.duplicate_days", "value", "5",
                                                     "basis", "Keputusan kepala", NULL }),
                     0);
}

/* The same rule may stand once for each office and each beginning. */
static void test_key(void **state)
{
    (void)state;
    static const char *const key[] = { "rule", "office", "valid_from", NULL };
    for (size_t i = 0; key[i] != NULL; i++)
        assert_string_equal(kind_rule.natural_key[i], key[i]);
    assert_null(kind_rule.natural_key[COUNT(key) - 1]);
}

/* Another name than those there are is answered with the nearest. */
static void test_names_a_rule_there_is(void **state)
{
    (void)state;
    const struct field *f = kind_field(&kind_rule, "rule");
    const struct reading how = { .spelling = SPELL_CANONICAL };
    struct value v = { 0 };
    struct error e = { 0 };
    assert_int_equal(field_parse(f, &how, "permit.duplicate_day", &v, &e), BAD_DATA);
    assert_non_null(strstr(e.text, "permit.duplicate_days"));
    assert_int_equal(field_parse(f, &how, "permit.accept.reason", &v, &e), DONE);
    assert_int_equal(field_parse(f, &how, "watch.lead_days.measure.due_on", &v, &e), DONE);
    value_clear(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_needs_rule_value_and_basis),
        cmocka_unit_test(test_names_a_rule_there_is),
        cmocka_unit_test(test_key),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
