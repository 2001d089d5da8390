/* test_number_sum.c - sums as they are typed: exact, and refused where they do not fit. */
#include "loket/base.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_what_is_one(void **state)
{
    (void)state;
    static const char *const sums[] = { "12*25", "1,5+2", "(3+4)*2", "=7", "3-2",
                                        "-(2)",  "2x3",   "6:2",     "5×2" };
    static const char *const none[] = { "12", "-12", "+1.250,5", "", "-", "abc", "x", " 7 " };
    for (size_t i = 0; i < COUNT(sums); i++)
        assert_true(decimal_is_sum(sums[i]));
    for (size_t i = 0; i < COUNT(none); i++)
        assert_false(decimal_is_sum(none[i]));
}

static void test_reckoned(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned decimals;
        int64_t want;
    } cases[] = {
        { "12*25", 0, 300 },
        { "1,5+2", 3, 3500 },
        { "(3+4)*2", 0, 14 },
        { "3+4*2", 0, 11 },
        { "10-3-2", 0, 5 },
        { "100/8", 1, 125 },
        { "100 : 4", 0, 25 },
        { "1/8*8", 0, 1 },
        { "2 x 1.250,5", 0, 2501 },
        { "2X3\xC3\x97"
          "4",
          0, 24 },
        { "=1.250+1", 0, 1251 },
        { "-(2+3)", 0, -5 },
        { "2--3", 0, 5 },
        { "2*-3", 0, -6 },
        { "0,1+0,2", 1, 3 },
        { "0,000000001*1.000.000.000", 0, 1 },
        { "((((((((((((((((1+1))))))))))))))))", 0, 2 },
        { "9.223.372.036.854.775.806+1", 0, INT64_MAX },
        { "-9.223.372.036.854.775.807-1", 0, INT64_MIN },
        { "6/-1", 0, -6 },
        { "0/7", 0, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t value = -1;
        struct error e = { 0 };
        if (decimal_reckon(cases[i].text, cases[i].decimals, NUMBER_LOCAL, &value, &e) != DONE)
            fail_msg("\"%s\" refused: %s", cases[i].text, e.text);
        if (value != cases[i].want)
            fail_msg("\"%s\" reckoned as %lld", cases[i].text, (long long)value);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned decimals;
        const char *why;
    } cases[] = {
        { "9.223.372.036.854.775.807+1", 0, "more than can be kept" },
        { "-9.223.372.036.854.775.807-2", 0, "more than can be kept" },
        { "9.000.000.000*9.000.000.000", 0, "more than can be kept" },
        { "9.223.372.036.854.775.807*1", 1, "more than can be kept" },
        { "(-9.223.372.036.854.775.807-1)/-1", 0, "more than can be kept" },
        { "99999999999999999999+1", 0, "too large" },
        { "1/3", 3, "even" },
        { "1/8", 2, "even" },
        { "1,5*1", 0, "even" },
        { "7/(3-3)", 0, "divides by zero" },
        { "1.25.0+1", 0, "not a number" },
        { "3+", 0, "not a sum" },
        { "(3+4", 0, "not a sum" },
        { "3+4)", 0, "not a sum" },
        { "3 4*2", 0, "not a sum" },
        { "3**2", 0, "not a sum" },
        { "()", 0, "not a sum" },
        { "=", 0, "not a sum" },
        { "2e3*2", 0, "not a sum" },
        { "(((((((((((((((((1)))))))))))))))))", 0, "not a sum" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t value = 42;
        struct error e = { 0 };
        assert_int_equal(decimal_reckon(cases[i].text, cases[i].decimals, NUMBER_LOCAL, &value, &e),
                         BAD_DATA);
        assert_int_equal(value, 42);
        if (strstr(e.text, cases[i].why) == NULL)
            fail_msg("\"%s\": %s", cases[i].text, e.text);
    }
}

static void test_other_styles(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_int_equal(decimal_reckon("12*2.5", 1, NUMBER_CANONICAL, &value, NULL), DONE);
    assert_int_equal(value, 300);
    assert_int_equal(decimal_reckon("1,250.5*2", 0, NUMBER_POINT, &value, NULL), DONE);
    assert_int_equal(value, 2501);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_one),
        cmocka_unit_test(test_reckoned),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_other_styles),
    };
    language_set(ENGLISH);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
