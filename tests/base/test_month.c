/* test_month.c - month names in the reader's language; how they are read stands with the dates. */
#include "loket/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Each beginning of a long name, from three letters on, names the same month. */
static void test_beginnings(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        { "Januari", "January" }, { "Februari", "February" }, { "Maret", "March" },
        { "April", "April" },     { "Mei", "May" },           { "Juni", "June" },
        { "Juli", "July" },       { "Agustus", "August" },    { "September", "September" },
        { "Oktober", "October" }, { "November", "November" }, { "Desember", "December" },
    };
    for (int month = 1; month <= 12; month++)
        for (int language = 0; language < 2; language++)
            for (int n = 3; names[month - 1][language][n - 1] != '\0'; n++) {
                struct buf text = { 0 };
                day got = NO_DAY;
                buf_printf(&text, "9 %.*s 2020", n, names[month - 1][language]);
                assert_int_equal(day_parse_sheet(buf_text(&text), false, &got, NULL), DONE);
                assert_int_equal(got, day_of(2020, month, 9));
                buf_free(&text);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_beginnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
