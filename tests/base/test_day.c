/* test_day.c - the calendar and working days. */
#include "loket/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_known_days(void **state)
{
    (void)state;
    static const struct {
        int year, month, mday;
        day want;
        int weekday; /* 0 Monday */
    } cases[] = {
        { 1970, 1, 1, 0, 3 },         { 1969, 12, 31, -1, 2 },    { 2000, 2, 29, 11016, 1 },
        { 2000, 3, 1, 11017, 2 },     { 2020, 5, 1, 18383, 4 },   { 2026, 11, 21, 20778, 5 },
        { 1900, 1, 1, -25567, 0 },    { 2200, 12, 31, 84370, 2 }, { 1, 1, 1, -719162, 0 },
        { 9999, 12, 31, 2932896, 4 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int year, month, mday;
        day d = day_of(cases[i].year, cases[i].month, cases[i].mday);
        assert_int_equal(d, cases[i].want);
        assert_int_equal(day_weekday(d), cases[i].weekday);
        day_split(d, &year, &month, &mday);
        assert_int_equal(year, cases[i].year);
        assert_int_equal(month, cases[i].month);
        assert_int_equal(mday, cases[i].mday);
    }
}

static void test_no_such_day(void **state)
{
    (void)state;
    static const int cases[][3] = {
        { 2026, 0, 1 },  { 2026, 13, 1 }, { 2026, 1, 0 },   { 2026, 1, 32 },     { 2026, 4, 31 },
        { 2026, 2, 29 }, { 2024, 2, 30 }, { 1900, 2, 29 },  { 2100, 2, 29 },     { 2000, 2, 30 },
        { 0, 1, 1 },     { -4, 1, 1 },    { 10000, 1, 1 },  { 2026, -1, 1 },     { 2026, 1, -1 },
        { 2026, 9, 31 }, { 2026, 6, 31 }, { 2026, 11, 31 }, { INT32_MAX, 1, 1 },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(day_of(cases[i][0], cases[i][1], cases[i][2]), NO_DAY);
    assert_int_not_equal(day_of(2024, 2, 29), NO_DAY);
    assert_int_not_equal(day_of(2000, 2, 29), NO_DAY);
}

/* Every day of four centuries follows the one before, in date and in weekday. */
static void test_days_run_on(void **state)
{
    (void)state;
    day first = day_of(1850, 1, 1), last = day_of(2250, 1, 1);
    int year = 1849, month = 12, mday = 31;
    for (day d = first; d <= last; d++) {
        int y, m, md;
        day_split(d, &y, &m, &md);
        assert_int_equal(day_of(y, m, md), d);
        bool next_day = y == year && m == month && md == mday + 1;
        bool next_month = md == 1 && (m == month + 1 ? y == year : m == 1 && y == year + 1);
        assert_true(next_day || (next_month && mday >= 28));
        assert_int_equal(day_weekday(d), (day_weekday(d - 1) + 1) % 7);
        year = y, month = m, mday = md;
    }
}

static bool closed_in_list(void *context, day d)
{
    for (const day *h = context; *h != NO_DAY; h++)
        if (*h == d)
            return true;
    return false;
}

static bool always_closed(void *context, day d)
{
    (void)context;
    (void)d;
    return true;
}

static void test_working_days(void **state)
{
    (void)state;
    /* November 2026 begins on a Sunday; Wednesday the 11th and Monday the 16th are closed. */
    day first = day_of(2026, 11, 1) - 1;
    day holidays[] = { first + 11, first + 16, NO_DAY };
    static const struct {
        int from, count, want;
    } cases[] = {
        { 2, 0, 2 },    { 2, 1, 3 },    { 6, 1, 9 },   { 7, 1, 9 },   { 8, 1, 9 },
        { 10, 1, 12 },  { 11, 1, 12 },  { 13, 1, 17 }, { 10, 3, 17 }, { 9, -1, 6 },
        { 17, -1, 13 }, { 12, -1, 10 }, { 15, 0, 15 }, { 2, 5, 9 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        day got = workday_add(first + cases[i].from, cases[i].count, closed_in_list, holidays);
        if (got != first + cases[i].want)
            fail_msg("%d%+d: %d, not %d", cases[i].from, cases[i].count, got - first,
                     cases[i].want);
    }
}

static void test_working_days_without_calendar(void **state)
{
    (void)state;
    day friday = day_of(2026, 11, 20);
    assert_int_equal(workday_add(friday, 1, NULL, NULL), friday + 3);
    assert_int_equal(workday_add(friday, 10, NULL, NULL), friday + 14);
    assert_int_equal(workday_add(friday, -5, NULL, NULL), friday - 7);
    assert_int_equal(workday_add(NO_DAY, 1, NULL, NULL), NO_DAY);
    assert_int_equal(workday_add(friday, 1, always_closed, NULL), NO_DAY);
    assert_int_equal(workday_add(friday, -1, always_closed, NULL), NO_DAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days),
        cmocka_unit_test(test_no_such_day),
        cmocka_unit_test(test_days_run_on),
        cmocka_unit_test(test_working_days),
        cmocka_unit_test(test_working_days_without_calendar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
