/* test_moment.c - moments as text and as days. */
#include "loket/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_round_trip(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        moment want;
    } cases[] = {
        { "1970-01-01T00:00:00.000Z", 0 },
        { "1970-01-01T00:00:00.001Z", 1 },
        { "2020-01-01T00:00:00.000Z", INT64_C(1577836800000) },
        { "2026-11-21T10:42:00.000Z", INT64_C(1795257720000) },
        { "2024-02-29T23:59:59.999Z", INT64_C(1709251199999) },
        { "9999-12-31T23:59:59.999Z", INT64_C(253402300799999) },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        assert_int_equal(moment_parse(cases[i].text), cases[i].want);
        moment_iso(cases[i].want, &out);
        assert_string_equal(buf_text(&out), cases[i].text);
        buf_free(&out);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "2026-11-21",
        "2026-11-21T10:42:00Z",
        "2026-11-21T10:42:00.000",
        "2026-11-21T10:42:00.000Z ",
        " 2026-11-21T10:42:00.000Z",
        "2026-11-21 10:42:00.000Z",
        "2026-11-21t10:42:00.000z",
        "2026-13-21T10:42:00.000Z",
        "2026-02-29T10:42:00.000Z",
        "2026-11-21T24:00:00.000Z",
        "2026-11-21T10:60:00.000Z",
        "2026-11-21T10:42:60.000Z",
        "2026-11-21T10:42:00.00xZ",
        "202a-11-21T10:42:00.000Z",
        "0000-11-21T10:42:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "2026-11-21T10:42:00.000+",
        "-026-11-21T10:42:00.000Z",
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (moment_parse(cases[i]) != -1)
            fail_msg("\"%s\" taken", cases[i]);
}

static void test_office_day(void **state)
{
    (void)state;
    static const struct {
        const char *utc;
        int zone;
        const char *want;
    } cases[] = {
        { "2026-11-21T10:42:00.000Z", 420, "21 Nov 2026 17.42" },
        { "2026-11-21T16:59:59.999Z", 420, "21 Nov 2026 23.59" },
        { "2026-11-21T17:00:00.000Z", 420, "22 Nov 2026 00.00" },
        { "2026-12-31T15:00:00.000Z", 540, "1 Jan 2027 00.00" },
        { "2026-05-01T00:30:00.000Z", -60, "30 Apr 2026 23.30" },
        { "1970-01-01T00:00:00.000Z", -1, "31 Des 1969 23.59" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf local = { 0 }, date = { 0 };
        moment m = moment_parse(cases[i].utc);
        moment_local(m, cases[i].zone, &local);
        assert_string_equal(buf_text(&local), cases[i].want);
        day_local(moment_day(m, cases[i].zone), &date);
        assert_true(text_starts(cases[i].want, buf_text(&date)));
        buf_free(&local);
        buf_free(&date);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_office_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
