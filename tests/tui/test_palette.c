/* The palette: what can be done, lists, and every record by number or name. */
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
    office_permit(*state, "2026.1.1203.0.K01.E.300002", "CV Urung Jaya");
    return 0;
}

static void a_number_leads_to_its_record(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Ctrl-P");
    glass_type(g, "300002");
    assert_int_equal(glass_find(g, "> Cari: 300002") + 1, glass_find(g, "Permohonan: "));
    glass_press(g, "Enter"); /* before anything else: the find */
    glass_expect(g, "Cari di semua");
    glass_press(g, "Enter");
    glass_expect(g, "CV Urung Jaya");
    glass_expect(g, "Status");
    glass_press(g, "Ctrl-P");
    glass_type(g, "300001");
    glass_press(g, "Down Enter");
    glass_expect(g, "PT Toba Agro");
    glass_close(&g);
}

static void what_can_be_done_stands_before_what_is_found(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Permohonan");
    glass_press(g, "Ctrl-P");
    glass_type(g, "urung");
    int deed = glass_find(g, "> Urungkan"), find = glass_find(g, "Cari: urung"),
        record = glass_find(g, "CV Urung Jaya");
    assert_true(deed >= 0 && find > deed && record > find);
    glass_press(g, "Backspace Backspace Backspace Backspace Backspace");
    glass_expect_not(g, "Cari: ");
    glass_expect_not(g, "Permohonan: ");
    glass_close(&g);
}

/* In either language, whichever the screen speaks. */
static void everyday_words_find_what_is_meant(void **state)
{
    static const char *const cases[][2] = {
        { "terlambat", "> Masa berlaku" }, { "late", "> Masa berlaku" },
        { "hari ini", "> Beranda" },       { "bulan", "> Analisis" },
        { "angka", "> Analisis" },         { "statistics", "> Analisis" },
        { "pulihkan", "> Urungkan" },      { "cadangan", "> Cadangan" },
        { "backup", "> Cadangan" },        { "kalender", "> Rencana" },
        { "giliran", "> Serah terima" },
    };
    struct glass *g = glass_open(*state, 24, 80, false);
    for (size_t i = 0; i < COUNT(cases); i++) {
        glass_press(g, "Ctrl-P");
        glass_type(g, cases[i][0]);
        glass_expect(g, cases[i][1]);
        glass_press(g, "Esc");
    }
    glass_press(g, "Ctrl-P");
    glass_type(g, "cadangan");
    glass_press(g, "Enter");
    glass_expect(g, "loket backup");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_leads_to_its_record),
        cmocka_unit_test(what_can_be_done_stands_before_what_is_found),
        cmocka_unit_test(everyday_words_find_what_is_meant),
    };
    return cmocka_run_group_tests(tests, with_permits, office_down);
}
