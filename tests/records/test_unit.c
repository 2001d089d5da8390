/* test_unit.c - the shipped units: known by what sheets write, converted by whole factors. */
#include "records/desk.h"

static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("unit.csv", &kind_unit, &rows);
    seeds_tell_apart(&rows);
    static const struct {
        const char *written, *code;
    } cases[] = {
        { "kg", "KGM" },    { "KILOGRAM/KILOGRAMS", "KGM" }, { "ton", "TON" },   { "Ekor", "EKR" },
        { "batang", "BT" }, { "BATANG/PIECES", "BT" },       { "liter", "LTR" }, { "m3", "MT3" },
        { "EKR", "EKR" },
    };
    assert_true(rows.count >= 20);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct record *unit = seeds_mean(&rows, cases[i].written);
        assert_non_null(unit);
        assert_string_equal(record_text(unit, "code"), cases[i].code);
    }
    seeds_free(&rows);
}

/* Whoever converts finds a base in one step, and the base counts one of itself. */
static void test_factors(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("unit.csv", &kind_unit, &rows);
    seeds_link(&rows, "base", &rows);
    for (size_t i = 0; i < rows.count; i++) {
        const char *code = record_text(rows.rows[i], "base");
        if (code[0] == '\0') {
            assert_int_equal(record_number(rows.rows[i], "factor_num"), 1);
            continue;
        }
        assert_false(record_value(seeds_mean(&rows, code), "base")->set);
        assert_true(record_number(rows.rows[i], "factor_num") > 1);
    }
    int64_t ton = record_number(seeds_mean(&rows, "TON"), "factor_num");
    assert_int_equal(ton, 1000 * record_number(seeds_mean(&rows, "KGM"), "factor_num"));
    assert_int_equal(record_number(seeds_mean(&rows, "MT3"), "factor_num"),
                     1000 * record_number(seeds_mean(&rows, "LTR"), "factor_num"));
    seeds_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_factors),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
