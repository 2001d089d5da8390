/* On a wide screen the record under the cursor stands beside its list. */
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "actions/staff.h"

static struct glass *open_list(struct people_office *o, int rows, int cols)
{
    struct glass *g = people_glass(o, rows, cols);
    people_login(g, "coordinator", "demo");
    glass_menu(g, "Permohonan");
    return g;
}

static void what_is_told_comes_once_the_cursor_rests(void **state)
{
    struct people_office *o = *state;
    (void)staff_accepted(o->desk->session);
    struct glass *g = open_list(o, 30, 120);
    glass_expect(g, "Status        diterima");
    glass_expect(g, " jam lagi (");
    glass_expect_not(g, "Lanjut (F6)");
    glass_later(g, 400);
    glass_expect(g, "Lanjut (F6)");
    glass_expect(g, "Terakhir");
    glass_expect(g, "“Analisis”");
    glass_later(g, 60 * 1000); /* nothing more is asked or painted */
    assert_true(g->sent < 100);
    glass_close(&g);
}

static void narrow_screens_and_empty_lists_have_none(void **state)
{
    struct people_office *o = *state;
    struct glass *g = open_list(o, 24, 100);
    glass_later(g, 400);
    glass_expect_not(g, "Lanjut (F6)");
    glass_resize(g, 30, 120);
    glass_later(g, 400);
    glass_expect(g, "Lanjut (F6)");
    glass_press(g, "F7");
    glass_type(g, "zzz tidak ada");
    glass_press(g, "Enter");
    glass_expect(g, "Tidak ada yang cocok dengan saringan ini.");
    glass_expect_not(g, "Lanjut (F6)");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told_comes_once_the_cursor_rests),
        cmocka_unit_test(narrow_screens_and_empty_lists_have_none),
    };
    return cmocka_run_group_tests(tests, people_up, people_down);
}
