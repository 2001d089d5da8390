/* test_answers.c - facts answered. */
#include "catalogue/sample.h"

#include <stdio.h>

static void test_unanswered(void **state)
{
    (void)state;
    struct answers *a = answers_new();
    assert_false(answers_has(a, "x"));
    assert_int_equal(answers_number(a, "x"), 0);
    assert_string_equal(answers_text(a, "x"), "");
    assert_false(answers_has(NULL, "x"));
    assert_string_equal(answers_text(NULL, "x"), "");
    answers_free(&a);
    assert_null(a);
    answers_free(&a);
}

static void test_answered(void **state)
{
    (void)state;
    struct answers *a = answers_new();
    answers_put(a, "count", 3, NULL);
    answers_put(a, "name", 0, "2026-0412");
    assert_true(answers_has(a, "count"));
    assert_int_equal(answers_number(a, "count"), 3);
    assert_string_equal(answers_text(a, "count"), "");
    assert_string_equal(answers_text(a, "name"), "2026-0412");
    answers_put(a, "name", 9, answers_text(a, "name"));
    assert_string_equal(answers_text(a, "name"), "2026-0412");
    answers_put(a, "name", 4, NULL);
    assert_int_equal(answers_number(a, "name"), 4);
    assert_string_equal(answers_text(a, "name"), "");
    answers_free(&a);
}

static void test_many(void **state)
{
    (void)state;
    struct answers *a = answers_new();
    char id[16];
    for (int i = 0; i < 100; i++) {
        snprintf(id, sizeof id, "fact%d", i);
        answers_put(a, id, i, id);
    }
    for (int i = 0; i < 100; i++) {
        snprintf(id, sizeof id, "fact%d", i);
        assert_int_equal(answers_number(a, id), i);
        assert_string_equal(answers_text(a, id), id);
    }
    answers_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unanswered),
        cmocka_unit_test(test_answered),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
