/* The first screen: counters, drafts, the menu. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void counters_lead_to_their_list(void **state)
{
    struct office *o = *state;
    int64_t id = office_permit(o, "2026.1.1203.0.K01.E.000007", "PT Toba Agro");
    office_step(o, id, "submit");
    struct glass *g = glass_open(o, 24, 80, false);
    glass_expect(g, "1   Permohonan diajukan                          Terima"); /* and what to do */
    glass_press(g, "Tab Enter"); /* from the menu to the first counter */
    glass_expect(g, "saringan: Status=diajukan");
    glass_expect(g, "000007");
    glass_press(g, "Esc"); /* the filter */
    glass_press(g, "Esc"); /* the list */
    glass_expect(g, "Pekerjaan hari ini");
    glass_close(&g);
}

static void a_pop_up_leaves_the_focus_where_it_was(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    int y, x, after_y, after_x;
    glass_press(g, "Tab Down");
    glass_cursor(g, &y, &x);
    glass_press(g, "F1 Esc");
    glass_cursor(g, &after_y, &after_x);
    assert_true(y == after_y && x == after_x);
    glass_press(g, "Enter Esc Esc"); /* a list, its filter */
    glass_cursor(g, &after_y, &after_x);
    assert_true(y == after_y && x == after_x);
    glass_close(&g);
}

static void a_draft_is_thrown_away_and_comes_back(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2 Enter");
    glass_type(g, "AJU-9");
    glass_press(g, "Enter Esc");
    glass_expect(g, "Disimpan sebagai draf");
    glass_expect(g, "Permohonan (baru), AJU-9");
    glass_press(g, "Tab End Ctrl-X");
    glass_expect(g, "Draf dibuang");
    glass_expect_not(g, "Ketikan belum disimpan");
    glass_press(g, "Ctrl-Z");
    glass_expect(g, "Draf kembali");
    glass_press(g, "End Enter");
    glass_expect(g, "AJU-9");
    glass_close(&g);
}

static void the_menu_goes_by_arrows_and_letters(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_type(g, "neg");
    glass_press(g, "Enter");
    glass_expect(g, "1–18 dari 2"); /* the countries */
    glass_press(g, "F10 Home Enter");
    glass_expect(g, "Pekerjaan hari ini");
    glass_close(&g);
}

static void the_first_screen_says_how_to_leave(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Esc"); /* out of the menu */
    glass_expect(g, "Enter membuka");
    glass_expect_not(g, "Ctrl-Q keluar");
    glass_press(g, "Esc");
    glass_expect(g, "Ctrl-Q keluar");
    glass_press(g, "Tab");
    glass_menu(g, "Permohonan"); /* back out of a list, and through the menu to home */
    glass_press(g, "Esc Esc");
    glass_expect_not(g, "Ctrl-Q keluar");
    glass_press(g, "Esc");
    glass_expect(g, "Ctrl-Q keluar");
    assert_false(ui_ended(g->ui));
    glass_press(g, "Ctrl-Q");
    assert_true(ui_ended(g->ui));
    glass_close(&g);
}

static void the_intake_of_four_weeks_stands_at_the_foot(void **state)
{
    office_permits(*state, 3); /* yesterday and before */
    struct glass *g = glass_open(*state, 30, 100, false);
    glass_expect(g, "Diterima 4 minggu: 4, hari ini 1"); /* for who does not see marks */
    glass_expect(g, "terbanyak 1, Jum 20 Nov");
    glass_expect(g, "·· ······· ······· ······· ·████"); /* a blank before each Monday */
    glass_expect(g, "Sen 16");
    glass_close(&g);
    struct office *o = *state;
    o->plain = true;
    g = glass_open(o, 24, 80, false);
    glass_expect(g, "  ####"); /* three rows of them, where there are no blocks */
    glass_expect(g, ".. ....... ....... ....... .####");
    glass_close(&g);
    o->plain = false;
    g = glass_open(*state, 12, 40, false); /* no room: left out */
    glass_expect_not(g, "4 minggu");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counters_lead_to_their_list),
        cmocka_unit_test(a_pop_up_leaves_the_focus_where_it_was),
        cmocka_unit_test(a_draft_is_thrown_away_and_comes_back),
        cmocka_unit_test(the_menu_goes_by_arrows_and_letters),
        cmocka_unit_test(the_first_screen_says_how_to_leave),
        cmocka_unit_test(the_intake_of_four_weeks_stands_at_the_foot),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
