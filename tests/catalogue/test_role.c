/* test_role.c - the roles people hold, by id and by label. */
#include "catalogue/sample.h"

#include <string.h>

static void test_ids(void **state)
{
    (void)state;
    static const char *const ids[] = {
        "none",        "operator",     "verifier",  "officer",    "coordinator", "head",  "wasdak",
        "wasdak-head", "investigator", "treasurer", "compliance", "complaints",  "admin", "guest",
    };
    assert_int_equal(COUNT(ids), ROLE_COUNT);
    for (int i = 0; i < ROLE_COUNT; i++)
        assert_string_equal(role_id((enum role)i), ids[i]);
    assert_string_equal(role_id(ROLE_COUNT), "none");
    assert_string_equal(role_label(ROLE_COUNT), role_label(ROLE_NONE));
}

static void test_parsing(void **state)
{
    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++)
        assert_int_equal(role_parse(role_id((enum role)i)), i);
    static const char *const unknown[] = { "", "Head", "head ", "hea", "wasdak_head", "lost" };
    for (size_t i = 0; i < COUNT(unknown); i++)
        assert_int_equal(role_parse(unknown[i]), ROLE_NONE);
    assert_int_equal(role_parse(NULL), ROLE_NONE);
}

/* Each role reads as itself, in both languages. */
static void test_labels(void **state)
{
    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++) {
        assert_true(*role_label((enum role)i));
        for (int j = 0; j < i; j++) {
            language_set(ENGLISH);
            assert_string_not_equal(tr(role_label((enum role)i)), tr(role_label((enum role)j)));
            language_set(INDONESIAN);
            assert_string_not_equal(tr(role_label((enum role)i)), tr(role_label((enum role)j)));
        }
    }
    assert_string_equal(tr(role_label(ROLE_TREASURER)), "bendahara penerimaan");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_parsing),
        cmocka_unit_test(test_labels),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
