/* A person who knows only what the bar and the help say files a permit of two items, and finds it
 * again by the last digits of its number. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>
#undef fail

static void files_and_finds(void **state)
{
    struct office *o = *state;
    office_make(o, "party", (const char *const[]){ "name", "PT Toba Agro", NULL });
    struct glass *g = glass_open(o, 24, 80, false);
    glass_expect(g, "F2 Baru");
    glass_press(g, "F2");
    glass_expect(g, "1/9");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(files_and_finds) };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
