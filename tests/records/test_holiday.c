/* test_holiday.c - the shipped holidays: one row a day, fixed days on their dates. */
#include "records/desk.h"

static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("holiday.csv", &kind_holiday, &rows);
    static const int months[] = { 1, 5, 6, 8, 12 };
    static const int days[] = { 1, 1, 1, 17, 25 };
    for (int year = 2024; year <= 2027; year++)
        for (size_t m = 0; m < COUNT(months); m++) {
            size_t found = 0;
            for (size_t i = 0; i < rows.count; i++)
                found += record_number(rows.rows[i], "day") == day_of(year, months[m], days[m]);
            assert_int_equal(found, 1);
        }
    seeds_free(&rows);
}

/* National holidays and collective leave of each decree. */
static void test_counts(void **state)
{
    (void)state;
    static const struct {
        int year;
        size_t national, collective;
    } decrees[] = { { 2024, 19, 10 }, { 2025, 17, 11 }, { 2026, 17, 8 }, { 2027, 5, 0 } };
    struct seeds rows;
    seeds_read("holiday.csv", &kind_holiday, &rows);
    for (size_t d = 0; d < COUNT(decrees); d++) {
        size_t national = 0, collective = 0;
        for (size_t i = 0; i < rows.count; i++) {
            int year, month, mday;
            day_split((day)record_number(rows.rows[i], "day"), &year, &month, &mday);
            bool shared = text_same(record_text(rows.rows[i], "type"), "collective");
            national += year == decrees[d].year && !shared;
            collective += year == decrees[d].year && shared;
        }
        assert_int_equal(national, decrees[d].national);
        assert_int_equal(collective, decrees[d].collective);
    }
    seeds_free(&rows);
}

/* A collective leave day on a weekend would be a typing mistake. */
static void test_leave_on_weekdays(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("holiday.csv", &kind_holiday, &rows);
    for (size_t i = 0; i < rows.count; i++)
        if (text_same(record_text(rows.rows[i], "type"), "collective"))
            assert_true(day_weekday((day)record_number(rows.rows[i], "day")) < 5);
    seeds_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_leave_on_weekdays),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
