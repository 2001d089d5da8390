/* test_error.c - what a failed call says. */
#include "loket/base.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#undef fail /* cmocka has one of its own */

static void test_fills_code_field_and_text(void **state)
{
    (void)state;
    struct error e = { 0 };
    assert_int_equal(fail_field(&e, BAD_DATA, "item.2.hs", "%s and %d", "one", 2), BAD_DATA);
    assert_int_equal(e.code, BAD_DATA);
    assert_string_equal(e.field, "item.2.hs");
    assert_string_equal(e.text, "one and 2");
    assert_int_equal(fail(&e, STALE, "again"), STALE);
    assert_string_equal(e.field, "");
    assert_string_equal(e.text, "again");
}

static void test_takes_no_error(void **state)
{
    (void)state;
    assert_int_equal(fail(NULL, REFUSED, "%s", "nobody listens"), REFUSED);
    assert_int_equal(fail_field(NULL, FAULT, "x", "nobody listens"), FAULT);
}

static void test_may_quote_itself(void **state)
{
    (void)state;
    struct error e = { 0 };
    fail_field(&e, BAD_DATA, "net", "inner");
    fail_field(&e, FAULT, e.field, "outer: %s", e.text);
    assert_string_equal(e.text, "outer: inner");
    assert_string_equal(e.field, "net");
}

static void test_shows_controls_as_marks(void **state)
{
    (void)state;
    struct error e;
    fail(&e, BAD_DATA, "a\033[2Jb\xFF\xE2\x80\xAE.");
    assert_string_equal(e.text, "a\xE2\x90\x9B[2Jb\xEF\xBF\xBD\xEF\xBF\xBD.");
}

static void test_cuts_at_whole_characters(void **state)
{
    (void)state;
    struct error e;
    struct buf longer = { 0 };
    for (int i = 0; i < 800; i++)
        buf_puts(&longer, "\xC3\xA9"); /* e acute: 1600 bytes */
    fail(&e, BAD_DATA, "x%s", buf_text(&longer));
    size_t n = strlen(e.text);
    assert_true(n < ERROR_TEXT_MAX && n > ERROR_TEXT_MAX - 8);
    assert_true(utf8_valid(e.text, n));
    buf_free(&longer);
}

static void test_cuts_a_long_field(void **state)
{
    (void)state;
    struct error e;
    struct buf longer = { 0 };
    buf_pad(&longer, 'f', 200);
    fail_field(&e, BAD_DATA, buf_text(&longer), "x");
    assert_int_equal(strlen(e.field), FIELD_ID_MAX - 1);
    buf_free(&longer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fills_code_field_and_text),
        cmocka_unit_test(test_takes_no_error),
        cmocka_unit_test(test_may_quote_itself),
        cmocka_unit_test(test_shows_controls_as_marks),
        cmocka_unit_test(test_cuts_at_whole_characters),
        cmocka_unit_test(test_cuts_a_long_field),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
