/* The first start, where no database is configured. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include <unistd.h>

static int nowhere(void **state)
{
    if (office_up(state) != 0)
        return -1;
    unsetenv("LOKET_STORE");
    return 0;
}

static void it_offers_a_practice_office(void **state)
{
    struct office *o = *state;
    char path[320];
    struct glass *g = glass_open_with(o, 24, 80, false, "", "xterm-256color");
    glass_expect(g, "Selamat datang");
    glass_expect(g, "loket init --store");
    glass_press(g, "Esc");
    assert_true(ui_ended(g->ui));
    glass_close(&g);
    snprintf(path, sizeof path, "%s/latihan.db", o->desk);
    assert_int_not_equal(access(path, F_OK), 0); /* looking makes nothing */
}

static void enter_makes_it_and_the_next_start_finds_it(void **state)
{
    for (int i = 0; i < 2; i++) {
        struct glass *g = glass_open_with(*state, 24, 80, false, "", "xterm-256color");
        glass_press(g, "Enter");
        glass_expect(g, "LATIHAN: Anda operator");
        glass_expect(g, "Pekerjaan hari ini");
        glass_press(g, "Enter");
        glass_expect(g, "1–18 dari");
        glass_close(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_offers_a_practice_office),
        cmocka_unit_test(enter_makes_it_and_the_next_start_finds_it),
    };
    return cmocka_run_group_tests(tests, nowhere, office_down);
}
