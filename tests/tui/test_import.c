/* A sheet comes in from the screen: a dry run first, then it, each with its report. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static const char sheet[] =
    "LAPORAN KEGIATAN OPERASIONAL KARANTINA TUMBUHAN\n"
    "No,No Permohonan,Tanggal Permohonan,Nama Pemohon,Nama Pengirim,Nama Penerima,Asal,Tujuan,"
    "Nama Komoditas,Volume Netto,Sat Netto\n"
    "1,2020.1.01.E.000001,2020-05-04,PT Lama,PT Lama,Minato,Indonesia,Jepang,Pinang,\"12,5\",kg\n"
    "2,IDEM,,,,,,,Biji kopi,7,kg\n"
    "3,2020.1.01.E.000002,2020-05-05,CV Tua,CV Tua,Minato,Indonesia,Jepang,Pinang,3,kg\n";

static void write_sheet(struct office *o, char path[320])
{
    struct buf bytes = { 0 };
    buf_puts(&bytes, sheet);
    snprintf(path, 320, "%s/mei.csv", o->folder);
    assert_int_equal(file_write(path, &bytes, 0644, NULL), DONE);
    buf_free(&bytes);
}

static void start_import(struct glass *g, const char *path)
{
    glass_menu(g, "Impor lembar");
    glass_expect(g, "Impor Permohonan dari:");
    glass_type(g, path);
    glass_press(g, "Enter");
}

static void a_wrong_name_stands_there_again(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    start_import(g, "/nowhere/mai.csv");
    glass_expect(g, "Impor Permohonan dari: /nowhere/mai.csv");
    glass_press(g, "Backspace");
    glass_expect(g, "Impor Permohonan dari: /nowhere/mai.cs");
    glass_press(g, "Esc");
    glass_close(&g);
}

static void tab_completes_a_name(void **state)
{
    struct office *o = *state;
    struct glass *g = glass_open(o, 24, 80, false);
    struct buf text = { 0 };
    struct error e = { 0 };
    char path[320];
    static const char *const names[] = { "lembar-mei.csv", "lembar-juni.csv", "surat.csv" };
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", o->folder, names[i]);
        assert_int_equal(file_write(path, &text, 0600, &e), DONE);
    }
    glass_menu(g, "Impor lembar");
    snprintf(path, sizeof path, "%s/le", o->folder);
    glass_type(g, path);
    glass_press(g, "Tab");
    glass_expect(g, "lembar-juni.csv, lembar-mei.csv");
    glass_type(g, "m");
    glass_press(g, "Tab");
    glass_expect(g, "lembar-mei.csv");
    glass_type(g, "x");
    glass_press(g, "Tab");
    glass_expect(g, "Tidak ada berkas di sana");
    glass_press(g, "Esc");
    glass_close(&g);
}

static void the_kind_is_chosen_with_f4(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Impor lembar");
    glass_type(g, "/nowhere/x");
    glass_press(g, "F4");
    glass_expect(g, "Lembar itu berisi apa?");
    glass_type(g, "tangkapan");
    glass_press(g, "Enter");
    glass_expect(g, "Impor Tangkapan dari: /nowhere/x");
    glass_press(g, "F4 Esc");
    glass_expect(g, "Impor Tangkapan dari: /nowhere/x");
    glass_press(g, "Esc");
    glass_close(&g);
}

static void a_dry_run_changes_nothing(void **state)
{
    struct office *o = *state;
    char path[320];
    write_sheet(o, path);
    struct glass *g = glass_open(o, 24, 80, false);
    start_import(g, path);
    glass_expect(g, "Sebelum diimpor: percobaan");
    glass_expect(g, "Baris (dengan judul)");
    glass_expect(g, "akan baru");
    glass_press(g, "Esc");
    assert_int_equal(office_count(o, "permit"), 0);
    glass_close(&g);
}

static void then_it_lands(void **state)
{
    struct office *o = *state;
    char path[320];
    write_sheet(o, path);
    struct glass *g = glass_open(o, 24, 80, false);
    start_import(g, path);
    glass_press(g, "Enter");
    glass_expect(g, "Sudah diimpor");
    assert_int_equal(office_count(o, "permit"), 2);
    glass_press(g, "Enter");
    glass_expect(g, "saringan: Status=semua");
    glass_expect(g, "1–2 dari 2");
    glass_press(g, "F3");
    glass_type(g, "000001");
    glass_press(g, "Enter PageDown PageDown PageDown");
    glass_expect(g, "riwayat impor");
    glass_close(&g);
}

static void write_text(struct office *o, const char *text, char path[320])
{
    struct buf bytes = { 0 };
    buf_puts(&bytes, text);
    snprintf(path, 320, "%s/tanya.csv", o->folder);
    assert_int_equal(file_write(path, &bytes, 0644, NULL), DONE);
    buf_free(&bytes);
}

/* What no cell decides is asked once for the column, with its cells as examples. */
static void a_column_is_asked_about(void **state)
{
    struct office *o = *state;
    char path[320];
    write_text(o,
               "No Permohonan,Tanggal Permohonan,Nama Pemohon\n"
               "T.1,03/04/2020,CV\nT.2,05/06/2020,CV\n",
               path);
    struct glass *g = glass_open(o, 24, 80, false);
    start_import(g, path);
    glass_expect(g, "Kolom ini maksudnya bagaimana?");
    glass_expect(g, "03/04/2020, 05/06/2020");
    glass_press(g, "Down Enter");
    glass_expect(g, "Sebelum diimpor: percobaan");
    glass_expect(g, "4 Mar 2020"); /* the first rows as they will land */
    glass_press(g, "Esc");
    glass_close(&g);
}

static void offer_to_take_back(struct glass *g)
{
    glass_press(g, "Ctrl-P");
    glass_type(g, "urungkan impor");
    glass_press(g, "Enter");
}

/* What is not over yet is brought in to be gone on with; the dry run says which it will be. */
static void it_lands_to_be_gone_on_with(void **state)
{
    struct office *o = *state;
    char path[320];
    write_sheet(o, path);
    struct glass *g = glass_open(o, 24, 80, false);
    start_import(g, path);
    glass_expect(g, "Yang baru masuk sebagai “selesai”");
    glass_expect(g, "2 Impor, yang baru sebagai “draf”");
    glass_press(g, "Down Enter");
    glass_expect(g, "Yang baru masuk sebagai “draf”, untuk dilanjutkan.");
    glass_press(g, "Enter Esc");
    glass_menu(g, "Permohonan");
    glass_expect(g, "PT Lama");
    glass_close(&g);
}

/* Enter alone leaves it. */
static void an_import_is_taken_back(void **state)
{
    struct office *o = *state;
    char path[320];
    write_sheet(o, path);
    struct glass *g = glass_open(o, 24, 80, false);
    start_import(g, path);
    glass_press(g, "Enter Enter");
    offer_to_take_back(g);
    glass_expect(g, "mei.csv");
    glass_press(g, "Enter");
    glass_expect(g, "akan diurungkan");
    glass_press(g, "Enter");
    assert_int_equal(office_count(o, "permit"), 2);
    offer_to_take_back(g);
    glass_press(g, "Enter Down Enter");
    glass_expect(g, "data diurungkan");
    glass_press(g, "Enter");
    assert_int_equal(office_count(o, "permit"), 0);
    glass_close(&g);
}

static void a_list_goes_into_a_file(void **state)
{
    struct office *o = *state;
    struct buf bytes = { 0 };
    char path[320], out[320];
    write_sheet(o, path);
    snprintf(out, sizeof out, "%s/keluar.csv", o->folder);
    struct glass *g = glass_open(o, 24, 80, false);
    start_import(g, path);
    glass_press(g, "Enter Enter");
    glass_press(g, "Ctrl-P");
    glass_type(g, "ekspor daftar");
    glass_press(g, "Enter");
    glass_expect(g, "Untuk Excel");
    glass_press(g, "Enter");
    glass_expect(g, "Ekspor ke:");
    glass_press(g, "Ctrl-U");
    glass_type(g, out);
    glass_press(g, "Enter");
    glass_expect(g, "Ditulis ke");
    assert_int_equal(file_read(out, 1 << 20, &bytes, NULL), DONE);
    assert_non_null(strstr(buf_text(&bytes), "2020.1.01.E.000001"));
    buf_free(&bytes);
    glass_close(&g);
}

static void no_such_file_says_so(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    start_import(g, "/tidak/ada.csv");
    glass_expect(g, "/tidak/ada.csv");
    glass_expect(g, "Pekerjaan hari ini");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_name_stands_there_again),
        cmocka_unit_test(tab_completes_a_name),
        cmocka_unit_test(the_kind_is_chosen_with_f4),
        cmocka_unit_test(a_dry_run_changes_nothing),
        cmocka_unit_test(then_it_lands),
        cmocka_unit_test(a_column_is_asked_about),
        cmocka_unit_test(an_import_is_taken_back),
        cmocka_unit_test(it_lands_to_be_gone_on_with),
        cmocka_unit_test(a_list_goes_into_a_file),
        cmocka_unit_test(no_such_file_says_so),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
