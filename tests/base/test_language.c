/* test_language.c - which language people read. */
#include "loket/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_indonesian_by_default(void **state)
{
    (void)state;
    assert_int_equal(language_get(), INDONESIAN);
    assert_string_equal(_("yesterday"), "kemarin");
}

static void test_english_on_request(void **state)
{
    (void)state;
    language_set(ENGLISH);
    assert_int_equal(language_get(), ENGLISH);
    assert_string_equal(_("yesterday"), "yesterday");
    language_set(INDONESIAN);
    assert_string_equal(_("yesterday"), "kemarin");
}

static void test_missing_stays_english(void **state)
{
    (void)state;
    static const char unknown[] = "No translator ever saw this.";
    assert_ptr_equal(tr(unknown), unknown);
    static const char empty[] = "";
    assert_ptr_equal(tr(empty), empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_indonesian_by_default),
        cmocka_unit_test(test_english_on_request),
        cmocka_unit_test(test_missing_stays_english),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
