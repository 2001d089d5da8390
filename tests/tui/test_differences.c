/* History as sentences, versions and records side by side. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static int with_permits(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_permit(*state, "2026.1.1203.0.K01.E.300001", "PT Toba Agro");
    office_permit(*state, "2026.1.1203.0.K01.E.300002", "CV Rimba Jaya");
    return 0;
}

static struct glass *open_first(void **state, int rows, int cols)
{
    struct glass *g = glass_open(*state, rows, cols, false);
    glass_press(g, "F3");
    glass_type(g, "300001");
    glass_press(g, "Enter");
    return g;
}

static void a_version_shows_old_and_new(void **state)
{
    struct glass *g = open_first(state, 24, 80);
    glass_press(g, "F4 Enter");
    glass_type(g, "AJU-1");
    glass_press(g, "F2 F4 Enter");
    glass_type(g, "AJU-2");
    glass_press(g, "F2 F7");
    glass_expect(g, "mengubah Nomor aju dari “AJU-1” menjadi “AJU-2”");
    glass_expect(g, "mengisi Nomor aju “AJU-1”");
    glass_expect(g, "1 / 3");
    glass_press(g, "Enter");
    glass_expect(g, "versi 2");
    glass_expect(g, "versi 3");
    glass_expect(g, "1 berbeda");
    glass_expect(g, "Nomor aju           AJU-1");
    glass_expect_not(g, "PT Toba Agro Mandiri  ");
    glass_press(g, "F5"); /* all that is filled in */
    glass_expect(g, "1 berbeda dari");
    glass_expect(g, "*Nomor aju");
    glass_press(g, "Esc");
    glass_later(g, 600);
    glass_press(g, "Space Down Down Enter"); /* the newest with the first */
    glass_expect(g, "versi 1");
    glass_expect(g, "Nomor aju           —");
    glass_expect(g, "AJU-2");
    glass_close(&g);
}

static void what_was_filed_has_the_cursor(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Permohonan");
    glass_press(g, "Down F9"); /* like the second */
    glass_press(g, "F2");
    glass_expect(g, "tersimpan");
    glass_press(g, "Esc");
    glass_later(g, 600);
    glass_expect(g, "3 dari 3");
    glass_expect(g, "> belum ada");
    glass_close(&g);
}

static void two_that_are_marked_stand_side_by_side(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Permohonan");
    glass_press(g, "Space Ctrl-P");
    glass_type(g, "bandingkan");
    glass_press(g, "Enter");
    glass_expect(g, "Tandai dulu dua data");
    glass_press(g, "Space Ctrl-P");
    glass_type(g, "bandingkan");
    glass_press(g, "Enter");
    glass_expect(g, "Berdampingan ─ Permohonan");
    glass_expect(g, "CV Rimba Jaya");
    glass_golden(g, "differences");
    glass_resize(g, 12, 40);
    glass_golden(g, "differences");
    glass_close(&g);
}

static void a_record_is_compared_with_one_that_is_looked_for(void **state)
{
    struct glass *g = open_first(state, 24, 80);
    glass_press(g, "Ctrl-P");
    glass_type(g, "bandingkan");
    glass_press(g, "Enter");
    glass_expect(g, "Bandingkan dengan");
    glass_type(g, "300002");
    glass_press(g, "Enter");
    glass_expect(g, "Berdampingan");
    glass_expect(g, "CV Rimba Jaya");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_shows_old_and_new),
        cmocka_unit_test(two_that_are_marked_stand_side_by_side),
        cmocka_unit_test(what_was_filed_has_the_cursor),
        cmocka_unit_test(a_record_is_compared_with_one_that_is_looked_for),
    };
    return cmocka_run_group_tests(tests, with_permits, office_down);
}
