/* Columns into the cells there are. */
#include "../../src/tui/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#undef fail

static const struct column sample[] = {
    { .field = "number", .min = 10, .want = 20 }, { .field = "day", .min = 11, .want = 11 },
    { .field = "name", .min = 12, .want = 30 },   { .field = "goods", .min = 0, .want = 24 },
    { .field = "country", .min = 0, .want = 12 }, { .field = NULL },
};

static void widths_fit(void **state)
{
    (void)state;
    static const struct {
        unsigned cells, width[5];
    } cases[] = {
        { 200, { 20, 11, 30, 24, 12 } }, /* all that was wanted, no more */
        { 60, { 13, 11, 15, 18, 0 } },   /* the optional ones went, from the right */
        { 40, { 13, 11, 14, 0, 0 } },
        { 30, { 10, 9, 9, 0, 0 } }, /* then the widest gave way */
        { 20, { 6, 6, 6, 0, 0 } },
        { 19, { 9, 9, 0, 0, 0 } }, /* then the last one went, and left its room */
        { 4, { 4, 0, 0, 0, 0 } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned width[COLUMNS_MAX];
        unsigned used = columns_fit(sample, cases[i].cells, width);
        assert_true(used <= cases[i].cells);
        for (size_t c = 0; c < 5; c++)
            assert_int_equal(width[c], cases[i].width[c]);
    }
}

/* Whatever the width, nothing sticks out. */
static void every_width_fits(void **state)
{
    (void)state;
    for (unsigned cells = 1; cells < 300; cells++) {
        unsigned width[COLUMNS_MAX];
        assert_true(columns_fit(sample, cells, width) <= cells);
        assert_true(width[0] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_fit),
        cmocka_unit_test(every_width_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
