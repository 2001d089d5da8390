/* The form: every way of typing, and nothing of it lost. */
#include "../../src/tui/screens.h"

#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static struct glass *open_form(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2");
    glass_expect(g, "Permohonan (baru) ─ 1/");
    return g;
}

static void go_to_page(struct glass *g, const char *title)
{
    for (int i = 0; i < 12 && !glass_has(g, title); i++)
        glass_press(g, "PageDown");
    glass_expect(g, title);
}

/* The row of a label holds this text. */
static void expect_in(struct glass *g, const char *label, const char *text)
{
    int y = glass_find(g, label);
    assert_true(y >= 0);
    if (strstr(glass_row(g, y), text) == NULL)
        glass_expect(g, text);
}

static void fields_go_on_and_back(void **state)
{
    struct glass *g = open_form(state);
    int first, second, again, x;
    glass_cursor(g, &first, &x);
    glass_press(g, "Enter");
    glass_cursor(g, &second, &x);
    assert_int_equal(second, first + 1);
    glass_press(g, "Tab Down BackTab Up Up");
    glass_cursor(g, &again, &x);
    assert_int_equal(again, first);
    glass_press(g, "BackTab");
    glass_expect(g, "Isian pertama");
    glass_close(&g);
}

static void a_date_tells_its_weekday_while_typed(void **state)
{
    struct glass *g = open_form(state);
    glass_press(g, "Enter Enter");
    expect_in(g, "Diterima", "20 Nov 2026");
    glass_type(g, "h-1");
    expect_in(g, "Diterima", "Kamis 19 Nov 2026");
    glass_press(g, "Enter");
    expect_in(g, "Diterima", "19 Nov 2026");
    glass_close(&g);
}

static void a_wrong_field_is_marked_and_may_be_left(void **state)
{
    struct glass *g = open_form(state);
    glass_press(g, "Enter Enter");
    glass_type(g, "31/2");
    glass_press(g, "Enter Enter");
    assert_non_null(strstr(glass_row(g, glass_find(g, "Diterima")), "!Diterima"));
    expect_in(g, "Diterima", "31/2");
    for (int i = 0; i < 20 && !glass_has(g, ">!Diterima"); i++)
        glass_press(g, "F8"); /* walks round all that is wrong or missing */
    glass_expect(g, ">!Diterima");
    glass_press(g, "F2");
    glass_expect(g, "Perbaiki ini dulu");
    glass_type(g, "zzz"); /* typing narrows the list, and says so where nothing is left */
    glass_expect(g, "Tidak ada yang cocok");
    glass_press(g, "Ctrl-U Enter");
    glass_type(g, "20/11/2026");
    glass_press(g, "Enter");
    glass_expect_not(g, "!Diterima");
    glass_close(&g);
}

/* F4 right behind the error is for the field that is wrong, not for the one behind it. */
static void f4_helps_where_the_error_is(void **state)
{
    struct glass *g = open_form(state);
    for (int i = 0; i < 20 && !glass_has(g, "> Bidang"); i++)
        glass_press(g, "Down");
    glass_type(g, "zebra");
    glass_press(g, "Enter");
    glass_expect(g, "> Jenis permohonan");
    glass_press(g, "F4");
    glass_expect(g, "Tidak ada yang cocok dengan “zebra”");
    glass_expect(g, "Tumbuhan"); /* all there is, not an empty list */
    glass_type(g, "tumb");
    glass_press(g, "Enter");
    expect_in(g, "Bidang", "Tumbuhan");
    glass_type(g, "zebra");
    glass_press(g, "Enter");
    for (int i = 0; i < 20 && !glass_has(g, "> Saluran"); i++)
        glass_press(g, "Up");
    glass_press(g, "F4"); /* who has gone on is asked where they are */
    glass_expect(g, "┌ Saluran");
    glass_close(&g);
}

static void a_look_up_narrows_as_one_types(void **state)
{
    struct glass *g = open_form(state);
    go_to_page(g, "Pihak");
    glass_press(g, "F4");
    glass_type(g, "rimb");
    glass_expect(g, "CV Rimba Jaya");
    glass_expect_not(g, "PT Toba Agro");
    glass_press(g, "Enter");
    expect_in(g, "Pemohon *", "CV Rimba Jaya");
    glass_close(&g);
}

static void one_that_fits_is_taken_and_several_are_asked(void **state)
{
    struct glass *g = open_form(state);
    go_to_page(g, "Pihak");
    glass_type(g, "rimba");
    glass_press(g, "Enter");
    expect_in(g, "Pemohon *", "CV Rimba Jaya");
    glass_press(g, "Up");
    glass_type(g, "PT");
    glass_press(g, "Enter");
    expect_in(g, "Pemohon *", "!Pemohon");
    glass_expect(g, "cocok dengan beberapa");
    glass_press(g, "Up");
    glass_type(g, "antah berantah");
    glass_press(g, "Enter");
    glass_expect(g, "tidak dikenal");
    glass_close(&g);
}

static void a_new_party_is_made_from_the_look_up(void **state)
{
    struct glass *g = open_form(state);
    go_to_page(g, "Pihak");
    glass_press(g, "F4");
    glass_type(g, "PD Nias Raya");
    glass_expect(g, "Tidak ada yang cocok");
    glass_press(g, "F2");
    glass_expect(g, "Pihak (baru)");
    expect_in(g, "Nama *", "PD Nias Raya"); /* what was typed is not typed twice */
    glass_press(g, "F2");
    expect_in(g, "Pemohon *", "PD Nias Raya");
    glass_expect(g, "Permohonan (baru)");
    glass_close(&g);
}

static void ditto_takes_the_record_before(void **state)
{
    struct glass *g = open_form(state);
    go_to_page(g, "Pihak");
    glass_press(g, "Ctrl-D");
    expect_in(g, "Pemohon *", "PT Toba Agro");
    glass_close(&g);
}

static void lines_come_go_and_come_back(void **state)
{
    struct glass *g = open_form(state);
    go_to_page(g, "Rincian barang");
    glass_type(g, "pinang");
    glass_press(g, "Enter Enter");
    glass_type(g, "12,5");
    glass_press(g, "Enter F9"); /* a copy of the line */
    glass_expect(g, "disalin");
    int first = glass_find(g, "Pinang");
    assert_non_null(strstr(glass_row(g, first + 1), "Pinang"));
    glass_press(g, "Ctrl-X");
    assert_null(strstr(glass_row(g, first + 1), "Pinang"));
    glass_press(g, "Ctrl-Z");
    assert_non_null(strstr(glass_row(g, first + 1), "12,5"));
    glass_close(&g);
}

static void details_show_every_field_of_a_line(void **state)
{
    struct glass *g = open_form(state);
    go_to_page(g, "Rincian barang");
    glass_type(g, "pinang");
    glass_press(g, "Enter F5");
    glass_expect(g, "Rincian barang 1");
    glass_expect(g, "Nama Latin");
    glass_press(g, "PageDown");
    glass_expect(g, "Rincian barang 2"); /* the line to come */
    glass_press(g, "PageUp Esc");
    glass_expect(g, "Komoditas    ");
    glass_close(&g);
}

static void undo_takes_back_field_by_field(void **state)
{
    struct glass *g = open_form(state);
    glass_press(g, "Enter");
    glass_type(g, "AJU-1");
    glass_press(g, "Ctrl-Z"); /* while typing: the field as it was */
    expect_in(g, "Nomor aju", "Nomor aju");
    glass_type(g, "AJU-2");
    glass_press(g, "Enter");
    expect_in(g, "Nomor aju", "AJU-2");
    glass_press(g, "Ctrl-Z");
    glass_expect_not(g, "AJU-2");
    glass_close(&g);
}

static void a_note_takes_lines(void **state)
{
    struct glass *g = open_form(state);
    go_to_page(g, "Pihak");
    glass_press(g, "Enter Enter Enter");
    glass_type(g, "Jl. Raya 1");
    glass_press(g, "Ctrl-J");
    glass_type(g, "Belawan");
    glass_press(g, "Enter Up");
    expect_in(g, "Alamat pengirim", "Jl. Raya 1");
    glass_expect(g, "Belawan");
    glass_close(&g);
}

static void pasted_cells_fill_the_fields_behind(void **state)
{
    struct glass *g = open_form(state);
    glass_raw(g, "\033[200~2026.1.K01.77\tAJU-77\t15/11/2026\n\033[201~");
    expect_in(g, "Nomor nasional", "2026.1.K01.77");
    expect_in(g, "Nomor aju", "AJU-77");
    glass_press(g, "Enter");
    expect_in(g, "Diterima", "15 Nov 2026");
    glass_close(&g);
}

static void pasted_rows_are_lines(void **state)
{
    struct glass *g = open_form(state);
    go_to_page(g, "Rincian barang");
    glass_raw(g, "\033[200~pinang\t08028000\t12,5\nberas\t10063030\t7\n\033[201~");
    int first = glass_find(g, "Pinang");
    assert_non_null(strstr(glass_row(g, first), "12,5"));
    assert_non_null(strstr(glass_row(g, first + 1), "10063030"));
    assert_non_null(strstr(glass_row(g, first + 1), " 7 "));
    glass_close(&g);
}

static void required_papers_are_listed(void **state)
{
    struct glass *g = open_form(state);
    glass_press(g, "Enter Enter Enter Enter");
    glass_type(g, "t");
    glass_press(g, "Enter");
    glass_type(g, "eks");
    glass_press(g, "F7");
    glass_expect(g, "Dokumen wajib ditambahkan");
    glass_expect(g, "Invoice");
    glass_close(&g);
}

static void a_save_with_gaps_says_what_is_missing(void **state)
{
    struct office *o = *state;
    int64_t before = office_count(o, "permit");
    struct glass *g = open_form(state);
    glass_press(g, "Enter Enter");
    glass_type(g, "h-1");
    glass_press(g, "F2");
    glass_expect(g, "Kurang untuk langkah berikutnya");
    glass_expect(g, "Pemohon");
    assert_int_equal(office_count(o, "permit"), before + 1);
    glass_press(g, "Enter"); /* to the first of them */
    glass_expect(g, "wajib");
    glass_press(g, "F2"); /* again, and nothing typed */
    glass_expect(g, "Tidak ada yang berubah.");
    glass_expect_not(g, "ersimpan apa adanya");
    glass_close(&g);
}

/* A sentence that names all choices is told to its end, beside one item as beside many. */
static void a_long_problem_is_told_to_its_end(void **state)
{
    struct glass *g = open_form(state);
    glass_expect(g, "F3 "); /* as last time, at 80 columns */
    for (int i = 0; i < 20 && !glass_has(g, "> Jenis permohonan"); i++)
        glass_press(g, "Down");
    glass_type(g, "zebra");
    glass_press(g, "F2");
    glass_expect(g, "Perbaiki ini dulu");
    glass_expect(g, "│ (Transit), RE (Re-ekspor), RI (Re-impor), ST (Serah terima).");
    glass_press(g, "Enter Down Up"); /* who comes back to it, too */
    glass_expect(g, "ST (Serah terima).");
    glass_close(&g);
}

static void long_text_is_refused_aloud(void **state)
{
    struct glass *g = open_form(state);
    glass_press(g, "Enter");
    glass_type(g, "1234567890123456789012345678901234567890X");
    glass_expect(g, "paling banyak 40");
    glass_close(&g);
}

static int with_parties(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_permit(*state, "2026.1.1203.0.K01.E.000001", "PT Toba Agro");
    office_make(*state, "party", (const char *const[]){ "name", "CV Rimba Jaya", NULL });
    office_make(*state, "party", (const char *const[]){ "name", "PT Karet Andalas", NULL });
    return 0;
}

/* A permit has its number only once it is accepted. */
static void one_without_a_number_yet_is_linked(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    form_new(g->ui, registry_find(&all_kinds, "inspection"), NULL, NULL, "");
    glass_later(g, 1);
    glass_press(g, "F10");
    glass_type(g, "permohonan");
    glass_press(g, "Enter F4 F2");
    glass_expect(g, "Permohonan (baru)");
    glass_press(g, "Down");
    glass_type(g, "000123");
    glass_press(g, "F2");
    glass_expect(g, "Pemeriksaan (baru)");
    glass_close(&g);
}

/* What nobody typed into is no record: it could only be cancelled, with a reason. */
static void an_untouched_form_goes_no_further(void **state)
{
    int64_t before = office_count(*state, "permit");
    struct glass *g = open_form(state);
    static const char *const keys[] = { "F6", "F2", "Ctrl-N" };
    for (size_t i = 0; i < COUNT(keys); i++) {
        glass_press(g, keys[i]);
        glass_expect(g, "Belum ada isian");
        glass_expect(g, "Permohonan (baru) ─ 1/");
        assert_int_equal(office_count(*state, "permit"), before);
        glass_press(g, "Down Up");
    }
    glass_press(g, "Enter Enter");
    glass_type(g, "h-1");
    glass_press(g, "F6");
    glass_expect(g, "Proses: ");
    assert_int_equal(office_count(*state, "permit"), before + 1);
    glass_type(g, "batalkan perm");
    glass_press(g, "Enter");
    glass_type(g, "keliru");
    glass_press(g, "Enter");
    if (glass_has(g, "1 Ya: "))
        glass_press(g, "Enter");
    glass_expect(g, "selesai. Sekarang: dibatalkan");
    glass_expect_not(g, "sekarang “dibatalkan”");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_go_on_and_back),
        cmocka_unit_test(a_date_tells_its_weekday_while_typed),
        cmocka_unit_test(a_wrong_field_is_marked_and_may_be_left),
        cmocka_unit_test(f4_helps_where_the_error_is),
        cmocka_unit_test(a_look_up_narrows_as_one_types),
        cmocka_unit_test(one_that_fits_is_taken_and_several_are_asked),
        cmocka_unit_test(a_new_party_is_made_from_the_look_up),
        cmocka_unit_test(ditto_takes_the_record_before),
        cmocka_unit_test(lines_come_go_and_come_back),
        cmocka_unit_test(details_show_every_field_of_a_line),
        cmocka_unit_test(undo_takes_back_field_by_field),
        cmocka_unit_test(a_note_takes_lines),
        cmocka_unit_test(pasted_cells_fill_the_fields_behind),
        cmocka_unit_test(pasted_rows_are_lines),
        cmocka_unit_test(required_papers_are_listed),
        cmocka_unit_test(a_save_with_gaps_says_what_is_missing),
        cmocka_unit_test(a_long_problem_is_told_to_its_end),
        cmocka_unit_test(long_text_is_refused_aloud),
        cmocka_unit_test(one_without_a_number_yet_is_linked),
        cmocka_unit_test(an_untouched_form_goes_no_further),
    };
    return cmocka_run_group_tests(tests, with_parties, office_down);
}
