/* Fields that name what the program itself has: F4 lists it with what it means, and what is none is
 * refused. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static struct glass *new_row(struct office *o, const char *kind)
{
    struct glass *g = glass_open(o, 24, 80, false);
    glass_press(g, "Ctrl-P");
    glass_type(g, kind);
    glass_press(g, "Enter");
    return g;
}

static void f4_lists_rules_with_their_meaning(void **state)
{
    struct glass *g = new_row(*state, "baru aturan");
    glass_press(g, "F4");
    glass_expect(g, "office.home"); /* though nobody has typed it yet */
    glass_type(g, "duplicate");
    glass_expect(g, "permit.duplicate_days");
    glass_expect(g, "Tanpa baris: 3 hari.");
    glass_press(g, "Enter");
    glass_expect(g, "permit.duplicate_days");
    glass_close(&g);
}

static void f4_lists_papers(void **state)
{
    struct glass *g = new_row(*state, "baru tata letak");
    glass_press(g, "F4");
    glass_type(g, "receipt");
    glass_expect(g, "permit.receipt");
    glass_close(&g);
}

static void a_name_that_is_none_is_said(void **state)
{
    struct glass *g = new_row(*state, "baru aturan");
    glass_type(g, "permit.duplicate_day");
    glass_press(g, "Enter");
    glass_expect(g, "permit.duplicate_days");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(f4_lists_rules_with_their_meaning),
        cmocka_unit_test(f4_lists_papers),
        cmocka_unit_test(a_name_that_is_none_is_said),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
