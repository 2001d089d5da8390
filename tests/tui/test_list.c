/* A list: pages, order, filters, the cursor that is a record. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

enum { MANY = 60 };

static int with_permits(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_permits(*state, MANY);
    return 0;
}

static struct glass *open_list(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Enter"); /* the menu stands on permits */
    return g;
}

/* The row the marker stands on. */
static const char *marked(struct glass *g)
{
    int y, x;
    glass_cursor(g, &y, &x);
    return glass_row(g, y);
}

static void expect_marked(struct glass *g, const char *text)
{
    if (strstr(marked(g), text) == NULL)
        glass_expect(g, "the marker elsewhere");
}

static void a_list_opens_on_its_first_page(void **state)
{
    struct glass *g = open_list(state);
    glass_expect(g, "Permohonan ─ belum selesai");
    glass_expect(g, "1–18 dari 60");
    expect_marked(g, "000001");
    glass_close(&g);
}

static void pages_turn_and_turn_back(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "PageDown");
    glass_expect(g, "19–36 dari 60");
    expect_marked(g, "000019");
    glass_press(g, "PageDown");
    glass_expect(g, "37–54 dari 60");
    glass_press(g, "PageDown");
    glass_expect(g, "43–60 dari 60");
    glass_press(g, "PageUp PageUp PageUp");
    glass_expect(g, "1–18 dari 60");
    glass_close(&g);
}

static void the_ends_are_one_key_away(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "End");
    glass_expect(g, "43–60 dari 60");
    expect_marked(g, "000060");
    glass_press(g, "PageUp"); /* backwards from the end, never having read the middle */
    glass_expect(g, "25–42 dari 60");
    glass_press(g, "Home");
    glass_expect(g, "1–18 dari 60");
    expect_marked(g, "000001");
    glass_close(&g);
}

static void down_goes_through_all(void **state)
{
    struct glass *g = open_list(state);
    for (int i = 0; i < MANY + 5; i++)
        glass_press(g, "Down");
    expect_marked(g, "000060");
    for (int i = 0; i < MANY + 5; i++)
        glass_press(g, "Up");
    expect_marked(g, "000001");
    glass_close(&g);
}

static void typed_ahead_arrows_all_count(void **state)
{
    struct glass *g = open_list(state);
    glass_raw(g, "\033OB\033OB\033OB\033OB\033OB\033OB\033OB\033OB\033OB\033OB"
                 "\033OB\033OB\033OB\033OB\033OB\033OB\033OB\033OB\033OB\033OB");
    expect_marked(g, "000021");
    glass_close(&g);
}

static void a_filter_shows_in_the_title_and_esc_clears_it(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "F7");
    glass_expect(g, "Saring:");
    glass_type(g, "national_number:0042");
    glass_press(g, "Enter");
    glass_expect(g, "saringan: Nomor nasional:0042");
    expect_marked(g, "000042");
    glass_expect(g, "1–1");
    glass_press(g, "Esc");
    glass_expect(g, "1–18 dari 60");
    glass_close(&g);
}

static void a_list_narrows_while_one_types(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "F7");
    glass_type(g, "n"); /* one letter fits nearly everything */
    glass_expect(g, "1–18 dari 60");
    glass_press(g, "Backspace");
    glass_type(g, "national_number:0042");
    glass_expect(g, "Saring:"); /* still typing */
    glass_expect(g, "saringan: Nomor nasional:0042");
    glass_expect(g, "1–1");
    glass_press(g, "Enter");
    expect_marked(g, "000042");
    glass_press(g, "Esc F7");
    glass_type(g, "tidakada");
    glass_expect(g, "Tidak ada yang cocok");
    glass_press(g, "Esc Esc");
    glass_expect(g, "1–18 dari 60");
    glass_close(&g);
}

static void one_step_goes_to_all_that_are_marked(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "Space Space");
    glass_expect(g, "2 ditandai");
    glass_press(g, "Up Space"); /* takes its mark off */
    glass_expect(g, "1 ditandai");
    glass_press(g, "Up Space Space");
    glass_press(g, "F6");
    glass_expect(g, "Proses 3 yang ditandai");
    glass_expect(g, "3 dari 3");
    glass_type(g, "ajukan"); /* one of them is complete; why the others cannot */
    glass_expect(g, "1 dari 3");
    glass_expect(g, "wajib diisi");
    glass_press(g, "Backspace Backspace Backspace Backspace Backspace Backspace");
    glass_type(g, "batalkan");
    glass_expect(g, "3 dari 3");
    glass_press(g, "Enter");
    glass_type(g, "diajukan dua kali");
    glass_press(g, "F2");
    glass_expect(g, "selesai untuk 3");
    glass_expect_not(g, "ditandai");
    glass_press(g, "Space F6"); /* the next one is still a draft, the first is not */
    glass_expect(g, "1 yang ditandai");
    glass_press(g, "Esc Esc Ctrl-S");
    glass_expect(g, "ditandai");
    glass_press(g, "Esc");
    glass_expect_not(g, "ditandai");
    glass_close(&g);
}

static void columns_are_chosen_moved_and_remembered(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "Ctrl-D");
    glass_expect(g, "Kolom");
    glass_type(g, "pemohon");
    glass_press(g, "Space"); /* hides the applicant */
    glass_press(g, "Enter");
    glass_expect_not(g, "PT Toba Agro");
    glass_press(g, "Ctrl-D Down F8"); /* by the day received, the other way round */
    glass_expect(g, "Urut menurut Diterima");
    glass_press(g, "Right Enter"); /* one further to the right */
    glass_expect(g, "Status         Diterima↓");
    glass_close(&g);
    g = open_list(state); /* another day */
    glass_expect_not(g, "PT Toba Agro");
    glass_press(g, "Ctrl-D");
    glass_type(g, "pemohon");
    glass_press(g, "Down Space Enter"); /* first stands what is shown and also fits */
    glass_press(g, "Right Right Right Right Right Right Right"); /* now the last column */
    glass_expect(g, "PT Toba A");
    glass_close(&g);
}

static void f8_sorts_by_the_columns_that_are_shown(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "Ctrl-D");
    glass_type(g, "nomor aju");
    glass_press(g, "Space Enter");
    for (int i = 0; i < 12 && !glass_has(g, "Urut menurut Nomor aju"); i++)
        glass_press(g, "F8");
    glass_expect(g, "Urut menurut Nomor aju");
    glass_close(&g);
}

static void a_filter_is_told_and_taken_in_words(void **state)
{
    static const struct {
        const char *typed, *told;
    } cases[] = {
        { "state=draft,submitted", "saringan: Status=draf,diajukan" },
        { "status=draf; Diterima>=1/1", "saringan: status=draf; Diterima>=1/1" },
        { "direction=EX;seal 5", "saringan: Jenis permohonan=Ekspor; seal 5" },
        { "status=belum selesai", "saringan: status=belum selesai" },
    };
    struct glass *g = open_list(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        glass_press(g, "F7 Ctrl-U");
        glass_type(g, cases[i].typed);
        glass_press(g, "Enter");
        glass_expect(g, cases[i].told);
        glass_press(g, "F7");
        glass_expect(g, strchr(cases[i].told, ' ') + 1);
        glass_press(g, "Enter");
        glass_expect(g, cases[i].told);
    }
    glass_close(&g);
}

static void filters_are_kept_under_a_name(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "F7");
    glass_type(g, "national_number:0042");
    glass_press(g, "Enter Ctrl-U");
    glass_type(g, "empat puluh dua");
    glass_press(g, "Enter");
    glass_expect(g, "Disimpan sebagai");
    glass_press(g, "Esc");
    glass_expect_not(g, "saringan:");
    glass_press(g, "Ctrl-U");
    glass_expect(g, "empat puluh dua");
    glass_press(g, "Enter");
    glass_expect(g, "saringan: Nomor nasional:0042");
    glass_press(g, "Ctrl-U Ctrl-X");
    glass_expect(g, "tidak disimpan lagi");
    glass_press(g, "Esc");
    glass_close(&g);
    g = open_list(state);
    glass_press(g, "Ctrl-U");
    glass_expect_not(g, "empat puluh dua");
    glass_close(&g);
}

static void what_is_seen_is_exported(void **state)
{
    struct office *o = *state;
    struct glass *g = open_list(state);
    char path[300], line[400] = "", row[2][400] = { "", "" };
    snprintf(path, sizeof path, "%s/terlihat.csv", o->folder);
    glass_press(g, "Down Space Down Space Ctrl-P"); /* the second and the fourth */
    glass_type(g, "ekspor daftar");
    glass_press(g, "Enter");
    glass_expect(g, "Seperti terlihat");
    glass_press(g, "Down Down Down Enter Ctrl-U");
    glass_type(g, path);
    glass_press(g, "Enter");
    glass_expect(g, "Ditulis ke");
    glass_close(&g);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    assert_non_null(strstr(line, "Nomor,Diterima,Pemohon"));
    for (int i = 0; i < 2; i++)
        assert_non_null(fgets(row[i], sizeof row[i], f));
    assert_non_null(strstr(row[0], "000002"));
    assert_non_null(strstr(row[0], "2026-11-18"));
    assert_non_null(strstr(row[1], "000004"));
    assert_null(fgets(line, sizeof line, f));
    fclose(f);
}

static void the_key_column_stays_when_the_others_move(void **state)
{
    struct glass *g = glass_open(*state, 24, 60, false);
    glass_press(g, "Enter");
    glass_expect(g, "›");
    glass_press(g, "Right");
    glass_expect(g, "Nomor");
    glass_expect(g, "000001");
    glass_expect_not(g, "Diterima");
    glass_press(g, "Left");
    glass_expect(g, "Diterima");
    glass_close(&g);
}

static void a_wide_screen_shows_the_record_beside(void **state)
{
    struct glass *g = glass_open(*state, 30, 130, false);
    glass_press(g, "Enter Down");
    glass_expect(g, "Saluran       Loket"); /* which is no column */
    glass_close(&g);
}

static void a_wrong_filter_says_so_and_stays_to_be_mended(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "F7");
    glass_type(g, "warna=merah");
    glass_press(g, "Enter");
    glass_expect(g, "warna");
    glass_expect(g, "1–18 dari 60");
    glass_press(g, "F7 Ctrl-U");
    glass_type(g, "status=salah");
    glass_press(g, "Enter");
    glass_expect(g, "“salah” bukan status");
    glass_expect_not(g, "submitted");
    glass_close(&g);
}

static void what_fits_nothing_says_so(void **state)
{
    struct glass *g = open_list(state);
    glass_press(g, "F7");
    glass_type(g, "state=submitted");
    glass_press(g, "Enter");
    glass_expect(g, "Tidak ada yang cocok");
    glass_press(g, "Enter Down Up PageDown End Home F6"); /* nothing to stand on, nothing breaks */
    glass_expect(g, "Pilih dulu");
    glass_close(&g);
}

static void sorting_goes_round_the_columns(void **state)
{
    struct glass *g = open_list(state);
    glass_expect(g, "Diterima↓");
    glass_press(g, "F8");
    glass_expect(g, "Nomor↓");
    for (int i = 0; i < 12 && !glass_has(g, "Urutan seperti biasa"); i++)
        glass_press(g, "F8");
    glass_expect(g, "Urutan seperti biasa");
    glass_expect(g, "Diterima↓");
    glass_close(&g);
}

static void typing_finds_and_the_cursor_goes_there(void **state)
{
    struct glass *g = open_list(state);
    glass_type(g, "0050");
    glass_expect(g, "Cari dalam Permohonan");
    glass_press(g, "Enter");
    glass_expect(g, "000050");
    glass_press(g, "Esc");
    expect_marked(g, "000050");
    glass_press(g, "Up");
    expect_marked(g, "000049");
    glass_close(&g);
}

static void the_cursor_stays_on_its_record_when_others_come(void **state)
{
    struct office *o = *state;
    struct glass *g = open_list(state);
    glass_press(g, "Down Down Down");
    expect_marked(g, "000004");
    office_permit(o, "2026.1.1203.0.K01.E.999999", "PT Toba Agro"); /* today's: above all others */
    glass_press(g, "F5");
    expect_marked(g, "000004");
    glass_expect(g, "dari 61");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_opens_on_its_first_page),
        cmocka_unit_test(pages_turn_and_turn_back),
        cmocka_unit_test(the_ends_are_one_key_away),
        cmocka_unit_test(down_goes_through_all),
        cmocka_unit_test(typed_ahead_arrows_all_count),
        cmocka_unit_test(a_filter_shows_in_the_title_and_esc_clears_it),
        cmocka_unit_test(a_list_narrows_while_one_types),
        cmocka_unit_test(a_filter_is_told_and_taken_in_words),
        cmocka_unit_test(filters_are_kept_under_a_name),
        cmocka_unit_test(what_is_seen_is_exported),
        cmocka_unit_test(the_key_column_stays_when_the_others_move),
        cmocka_unit_test(a_wide_screen_shows_the_record_beside),
        cmocka_unit_test(a_wrong_filter_says_so_and_stays_to_be_mended),
        cmocka_unit_test(what_fits_nothing_says_so),
        cmocka_unit_test(sorting_goes_round_the_columns),
        cmocka_unit_test(typing_finds_and_the_cursor_goes_there),
        cmocka_unit_test(the_cursor_stays_on_its_record_when_others_come),
        cmocka_unit_test(columns_are_chosen_moved_and_remembered),
        cmocka_unit_test(one_step_goes_to_all_that_are_marked),   /* it leaves three fewer */
        cmocka_unit_test(f8_sorts_by_the_columns_that_are_shown), /* last: it is remembered */
    };
    return cmocka_run_group_tests(tests, with_permits, office_down);
}
