/* What each key costs on the line. Figures that grow are a defect. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static int with_permits(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_permits(*state, 60);
    return 0;
}

/* The dearest of so many presses of one key. */
static size_t dearest(struct glass *g, const char *key, int times)
{
    size_t most = 0;
    for (int i = 0; i < times; i++) {
        glass_press(g, key);
        most = g->sent > most ? g->sent : most;
    }
    return most;
}

static void expect_at_most(const char *what, size_t bytes, size_t limit)
{
    print_message("%s: %zu bytes (at most %zu)\n", what, bytes, limit);
    assert_true(bytes <= limit);
}

static void moving_costs_next_to_nothing(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Enter");
    expect_at_most("down in a list", dearest(g, "Down", 17), 16);
    expect_at_most("up in a list", dearest(g, "Up", 17), 16);
    glass_close(&g);
    g = glass_open(*state, 24, 80, true);
    glass_press(g, "Enter");
    expect_at_most("down in a list, mono", dearest(g, "Down", 17), 16);
    glass_press(g, "Enter");
    expect_at_most("down in a record, mono", dearest(g, "Down", 10), 16);
    glass_close(&g);
}

static void a_menu_moves_as_cheaply(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    expect_at_most("down in the menu", dearest(g, "Down", 10), 32);
    glass_close(&g);
}

static void typing_costs_its_letters(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2");
    glass_type(g, "2");
    size_t most = 0;
    for (int i = 0; i < 20; i++) {
        glass_type(g, "7");
        most = g->sent > most ? g->sent : most;
    }
    expect_at_most("a letter in a field", most, 16);
    glass_close(&g);
}

static void the_next_field_fits_a_packet(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2");
    expect_at_most("the next field", dearest(g, "Tab", 8), 200);
    glass_close(&g);
}

static void a_page_is_less_than_two_thousand(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Enter");
    expect_at_most("a page of a list", dearest(g, "PageDown", 3), 2000);
    glass_press(g, "Enter");
    expect_at_most("opening a record", g->sent, 2600);
    glass_close(&g);
}

static void an_idle_minute_costs_the_clock(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Enter");
    glass_later(g, 60000);
    expect_at_most("an idle minute", g->sent, 100);
    glass_later(g, 1000);
    expect_at_most("an idle second", g->sent, 0);
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moving_costs_next_to_nothing),
        cmocka_unit_test(a_menu_moves_as_cheaply),
        cmocka_unit_test(typing_costs_its_letters),
        cmocka_unit_test(the_next_field_fits_a_packet),
        cmocka_unit_test(a_page_is_less_than_two_thousand),
        cmocka_unit_test(an_idle_minute_costs_the_clock),
    };
    return cmocka_run_group_tests(tests, with_permits, office_down);
}
