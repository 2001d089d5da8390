/* test_span.c - the period people mean, and how it is called. */
#include "loket/base.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void iso(day d, struct buf *out)
{
    if (d == NO_DAY)
        buf_puts(out, "-");
    else
        day_iso(d, out);
}

/* Today is Saturday 21 November 2026. */
static void periods_are_what_people_mean(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *called;
    } cases[] = {
        { "", "- -", "" },
        { "2026", "2026-01-01 2026-12-31", "2026" },
        { "11/2026", "2026-11-01 2026-11-30", "Nov 2026" },
        { " 2-2024 ", "2024-02-01 2024-02-29", "Feb 2024" },
        { "2026-11", "2026-11-01 2026-11-30", "Nov 2026" },
        { "November 2026", "2026-11-01 2026-11-30", "Nov 2026" },
        { "agustus 2025", "2025-08-01 2025-08-31", "Agu 2025" },
        { "bulan ini", "2026-11-01 2026-11-30", "Nov 2026" },
        { "This Month", "2026-11-01 2026-11-30", "Nov 2026" },
        { "bulan lalu", "2026-10-01 2026-10-31", "Okt 2026" },
        { "last month", "2026-10-01 2026-10-31", "Okt 2026" },
        { "minggu ini", "2026-11-16 2026-11-22", "16 Nov 2026–22 Nov 2026" },
        { "last week", "2026-11-09 2026-11-15", "9 Nov 2026–15 Nov 2026" },
        { "tahun ini", "2026-01-01 2026-12-31", "2026" },
        { "last year", "2025-01-01 2025-12-31", "2025" },
        { "hari ini", "2026-11-21 2026-11-21", "21 Nov 2026" },
        { "kemarin", "2026-11-20 2026-11-20", "20 Nov 2026" },
        { "1/1/2021 31/3/2021", "2021-01-01 2021-03-31", "1 Jan 2021–31 Mar 2021" },
        { "1/1/2021", "2021-01-01 -", "1 Jan 2021–" },
        { "1/2025 3/2025", "2025-01-01 2025-03-31", "1 Jan 2025–31 Mar 2025" },
        { "2020 2022", "2020-01-01 2022-12-31", "1 Jan 2020–31 Des 2022" },
        { "13/2026", "", "" },
        { "1899", "", "" },
        { "99999", "", "" },
        { "1/1/2021 2/1/2021 3/1/2021", "", "" },
        { "bulan depannya", "", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        day from = 0, to = 0;
        struct error e = { 0 };
        struct buf got = { 0 }, called = { 0 };
        if (span_parse(cases[i].text, day_of(2026, 11, 21), &from, &to, &e) == DONE) {
            iso(from, &got);
            buf_putc(&got, ' ');
            iso(to, &got);
            span_local(from, to, &called);
        } else {
            assert_true(strlen(e.text) > 0);
        }
        if (strcmp(buf_text(&got), cases[i].want) != 0)
            print_error("%s\n", cases[i].text);
        assert_string_equal(buf_text(&got), cases[i].want);
        assert_string_equal(buf_text(&called), cases[i].called);
        buf_free(&got);
        buf_free(&called);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(periods_are_what_people_mean) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
