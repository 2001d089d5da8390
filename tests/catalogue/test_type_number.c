/* test_type_number.c - numbers and money. */
#include "catalogue/typed.h"

#include <string.h>

static void test_screen(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "count", "7", "7", NULL },
        { "count", "999", "999", NULL },
        { "count", "1000", NULL, "between 0 and 999" },
        { "count", "-1", NULL, "between 0 and 999" },
        { "count", "1,5", NULL, "whole number" },
        { "count", "tujuh", NULL, "not a number" },
        { "weight", "1.234,5", "1234.5", NULL },
        { "weight", "16,000", "16", NULL },
        { "weight", "-0,250", "-0.25", NULL },
        { "weight", "1,2345", NULL, "3 decimals" },
        { "weight", "99999999999999999999", NULL, "too large" },
        { "price", "Rp 1.250.000", "1250000", NULL },
        { "price", "Rp.1.000,50", "1000.5", NULL },
        { "price", "rp1.000,-", "1000", NULL },
        { "price", "IDR 12,30", "12.3", NULL },
        { "price", "Rp", NULL, "not a number" },
        { "weight", "Rp 5", NULL, "not a number" },
    };
    typed_check(cases, COUNT(cases), &sample_screen);
    typed_check(cases, COUNT(cases), &sample_sheet);
}

static void test_canonical(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "weight", "1234.5", "1234.5", NULL },
        { "weight", "1.234", "1.234", NULL },
        { "weight", "1.500", "1.5", NULL },
        { "weight", "1,5", NULL, "not a number" },
        { "price", "1250000.25", "1250000.25", NULL },
        { "price", "Rp 5", NULL, "not a number" },
    };
    typed_check(cases, COUNT(cases), &sample_canonical);
}

/* Only what a person types is reckoned; a cell of a sheet never. */
static void test_sums(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "weight", "12*25", "300", NULL },
        { "weight", "1,5+2", "3.5", NULL },
        { "count", "(3+4)*2", "14", NULL },
        { "count", "7-8", NULL, "between 0 and 999" },
        { "weight", "1/3", NULL, "even" },
        { "weight", "0,0005*2", "0.001", NULL },
        { "price", "Rp 3*45.000", "135000", NULL },
        { "price", "Rp 1.000,-", "1000", NULL },
        { "weight", "-5", "-5", NULL },
    };
    struct reading typed = sample_screen;
    typed.typed = true;
    typed_check(cases, COUNT(cases), &typed);
    static const struct typed line[] = { { "weight", "12*2.5", "30", NULL } };
    typed.spelling = SPELL_CANONICAL;
    typed_check(line, COUNT(line), &typed);
    static const struct typed cells[] = { { "weight", "12*25", NULL, "not a number" },
                                          { "weight", "7-5", NULL, "not a number" } };
    typed_check(cells, COUNT(cells), &sample_sheet);
    typed_check(cells, COUNT(cells), &sample_screen);
}

static void test_nothing_in_sheets(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "count", "-", "", NULL },
        { "weight", " nihil ", "", NULL },
        { "price", "N/A", "", NULL },
        { "price", "0", "0", NULL },
    };
    typed_check(cases, COUNT(cases), &sample_sheet);
    static const struct typed typed[] = { { "count", "-", NULL, "not a number" } };
    typed_check(typed, COUNT(typed), &sample_screen);
}

static void test_shown(void **state)
{
    (void)state;
    const struct field *weight = kind_field(&sample_box, "weight");
    struct value v = { .set = true, .num = 1234500 };
    assert_string_equal(sample_text(weight, &v, SPELL_SCREEN), "1.234,5");
    assert_string_equal(sample_text(weight, &v, SPELL_CANONICAL), "1234.5");
    v.num = INT64_MIN;
    assert_string_equal(sample_text(weight, &v, SPELL_CANONICAL), "-9223372036854775.808");
    assert_true(type_number.right && type_money.right && !type_text.right);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screen), cmocka_unit_test(test_canonical),
        cmocka_unit_test(test_sums),   cmocka_unit_test(test_nothing_in_sheets),
        cmocka_unit_test(test_shown),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
