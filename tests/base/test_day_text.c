/* test_day_text.c - days as text. */
#include "loket/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check(void (*write)(day d, struct buf *out), day d, const char *want)
{
    struct buf out = { 0 };
    write(d, &out);
    assert_string_equal(buf_text(&out), want);
    buf_free(&out);
}

static void test_iso(void **state)
{
    (void)state;
    check(day_iso, day_of(2026, 11, 21), "2026-11-21");
    check(day_iso, day_of(1, 2, 3), "0001-02-03");
    check(day_iso, 0, "1970-01-01");
    check(day_iso, NO_DAY, "");
}

static void test_local_months(void **state)
{
    (void)state;
    static const char *const indonesian[] = { "Jan", "Feb", "Mar", "Apr", "Mei", "Jun",
                                              "Jul", "Agu", "Sep", "Okt", "Nov", "Des" };
    static const char *const english[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    for (int month = 1; month <= 12; month++) {
        struct buf want = { 0 };
        buf_printf(&want, "5 %s 2020", indonesian[month - 1]);
        check(day_local, day_of(2020, month, 5), buf_text(&want));
        language_set(ENGLISH);
        buf_reset(&want);
        buf_printf(&want, "5 %s 2020", english[month - 1]);
        check(day_local, day_of(2020, month, 5), buf_text(&want));
        language_set(INDONESIAN);
        buf_free(&want);
    }
    check(day_local, NO_DAY, "");
}

static void test_speak(void **state)
{
    (void)state;
    static const struct {
        int from_today;
        const char *want, *english;
    } cases[] = {
        { 0, "hari ini", "today" }, { -1, "kemarin", "yesterday" },     { 1, "1 Mei", "1 May" },
        { -2, "28 Apr", "28 Apr" }, { -121, "31 Des 19", "31 Dec 19" },
    };
    day today = day_of(2020, 4, 30);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        day_speak(today + cases[i].from_today, today, &out);
        assert_string_equal(buf_text(&out), cases[i].want);
        buf_reset(&out);
        language_set(ENGLISH);
        day_speak(today + cases[i].from_today, today, &out);
        assert_string_equal(buf_text(&out), cases[i].english);
        language_set(INDONESIAN);
        buf_free(&out);
    }
}

static void test_speak_without_a_day(void **state)
{
    (void)state;
    struct buf out = { 0 };
    day_speak(NO_DAY, NO_DAY, &out);
    assert_string_equal(buf_text(&out), "");
    day_speak(0, NO_DAY, &out);
    assert_string_equal(buf_text(&out), "1 Jan 1970");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_iso),
        cmocka_unit_test(test_local_months),
        cmocka_unit_test(test_speak),
        cmocka_unit_test(test_speak_without_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
