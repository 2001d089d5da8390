/* Captures and their measures on the screen: the list, the record with what refers to it, and the
 * analysis; at every size, in colour and without. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static const char sheet[] =
    "No LK,Tanggal Kejadian,Jam,Lokasi,Sumber,Instansi,Pemilik,Media Pembawa,Jumlah,Satuan,Alat "
    "Angkut,Pelanggaran,Keterangan Pemilik,Kategori,Tindakan,Tgl Serah Terima Adm,Tgl Serah Terima "
    "Fisik,Petugas\n"
    "LK-001/KR.140/K.9.A/01/2021,4 Januari 2021,8.00,KM Kelud dek 3,Petugas Karantina,,NN,Bibit "
    "kelapa sawit,\"0,250\",batang,KMP Jatra,Tidak dilaporkan,Menolak,PRO YUSTISIA,Penahanan lalu "
    "Pemusnahan,,,Andini\n"
    "LK-002/KR.140/K.9.A/01/2021,13 Januari 2021,9.07,Terminal Penumpang Bandar Deli,Instansi "
    "Terkait,KP3 Belawan,S. Simanjuntak,Bawang merah,45,kg,KM Kelud,Tidak disertai dokumen "
    "karantina,Menolak,non yustisia,Penahanan,13/01/2021,25/01/2021,Andini\n"
    "LK-003/KR.140/K.9.A/02/2021,9 Februari 2021,12.28,KM Kelud dek 3,Petugas Karantina,,S. "
    "Simanjuntak,Benih cabai,218,kg,KM Kelud,Tidak dilaporkan,Bersedia,non yustisia,Penolakan,,,"
    "Hutagalung\n";

static int with_captures(void **state)
{
    char path[300];
    struct buf text = { 0 };
    struct import_report report = { 0 };
    struct error e = { 0 };
    if (office_up(state) != 0)
        return -1;
    struct office *o = *state;
    struct session *s = office_session(o);
    snprintf(path, sizeof path, "%s/tangkapan.csv", o->folder);
    buf_puts(&text, sheet);
    assert_int_equal(file_write(path, &text, 0600, NULL), DONE);
    struct import_options options = { .path = path };
    if (act_import(s, &kind_capture, &options, &report, &e) != DONE || report.created != 3)
        test_stop("%s %s", e.text, buf_text(&report.notes));
    import_report_free(&report);
    buf_free(&text);
    session_close(&s);
    return 0;
}

static const struct {
    int rows, cols;
    bool mono;
} sizes[] = { { 24, 80, false }, { 24, 80, true }, { 30, 100, false }, { 12, 40, false } };

/* What the next step needs is told at once and together, and F8 leads there. */
static void the_next_step_tells_all_it_needs(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Tangkapan");
    glass_press(g, "F2 Enter");
    for (int n = 0; n < 30 && !glass_has(g, "> Tempat"); n++)
        glass_press(g, "Down");
    glass_type(g, "Dermaga 108");
    glass_press(g, "Enter");
    for (int n = 0; n < 10 && !glass_has(g, "> Jam"); n++)
        glass_press(g, "F8");
    glass_expect(g, "> Jam");
    glass_expect(g, "“Jam”, “Alat angkut” kosong; isi dulu");
    glass_type(g, "9");
    glass_press(g, "Enter");
    for (int n = 0; n < 10 && !glass_has(g, "> Alat angkut"); n++)
        glass_press(g, "F8");
    glass_expect(g, "> Alat angkut");
    glass_close(&g);
}

/* A copy is the same incident until its day, hour, place or owner is another. */
static void a_copy_is_told_from_its_original(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Tangkapan");
    glass_press(g, "F2 Enter");
    for (int n = 0; n < 30 && !glass_has(g, "> Jam"); n++)
        glass_press(g, "Down");
    glass_type(g, "830");
    glass_press(g, "Enter");
    glass_type(g, "Dermaga 107");
    glass_press(g, "Enter");
    glass_expect_not(g, "kejadiannya sama");
    glass_press(g, "F2 Esc Esc F9");
    glass_expect(g, "Salinan: yang selalu baru (nomor, tanggal) kosong atau hari ini");
    glass_expect(g, "Sudah ada LK di Dermaga 107 pada hari dan jam yang sama");
    for (int n = 0; n < 30 && !glass_has(g, "> Jam"); n++)
        glass_press(g, "Down");
    glass_type(g, "9");
    glass_press(g, "Enter");
    glass_expect_not(g, "kejadiannya sama");
    glass_close(&g);
}

static void the_pane_has_its_golden_screens(void **state)
{
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct glass *g = glass_open(*state, sizes[i].rows, sizes[i].cols, sizes[i].mono);
        glass_menu(g, "Tangkapan");
        glass_press(g, "Ctrl-A");
        glass_expect(g, "LK-003");
        glass_press(g, "End Enter");
        glass_expect(g, "LK-001/KR.140");
        glass_press(g, "Ctrl-X");
        glass_close(&g);
    }
}

static void the_analysis_has_its_golden_screens(void **state)
{
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct glass *g = glass_open(*state, sizes[i].rows, sizes[i].cols, sizes[i].mono);
        glass_menu(g, "Analisis");
        glass_expect(g, "KM Kelud dek 3");
        glass_close(&g);
    }
}

/* From a capture one key goes to its measures, and from a measure Enter comes back. */
static void from_a_capture_to_its_measures(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Tangkapan");
    glass_press(g, "Ctrl-A End Enter Ctrl-X");
    glass_expect(g, "Tindakan 3P (2)");
    glass_press(g, "Enter");
    glass_expect(g, "Pemusnahan");
    glass_expect(g, "LK-001/KR.140");
    glass_press(g, "Ctrl-X");
    glass_expect(g, "Belum ada yang merujuk");
    glass_close(&g);
}

/* Left and right change the way, F7 the period, Enter lists what stands behind a bar. */
static void the_analysis_is_walked(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Analisis");
    glass_press(g, "Left Left Left");
    glass_expect(g, "Waktu layanan terpakai ─ Petugas");
    glass_press(g, "Left Left Left Left");
    glass_expect(g, "Tangkapan ─ Alat angkut");
    glass_expect(g, "KM Kelud                        2  66% * ████");
    glass_press(g, "Left");
    glass_expect(g, "S. Simanjuntak                  2  66% *");
    glass_press(g, "Left");
    glass_expect(g, "─ Bulan");
    glass_expect(g, "Feb 2021");
    glass_press(g, "Enter"); /* the newest has the cursor */
    glass_expect(g, "saringan: Status=semua; ");
    glass_expect(g, "LK-003");
    glass_expect_not(g, "LK-002");
    glass_press(g, "Esc Esc Right Right Right Right Right Right Right Right Right Right Right");
    glass_press(g, "Enter"); /* commodities stand on lines */
    glass_expect(g, "Bawang merah");
    glass_expect(g, "LK-00");
    glass_press(g, "Esc Esc Right Right Right Right F7");
    glass_type(g, "1/1/2021 31/1/2021");
    glass_press(g, "Enter");
    glass_expect(g, " Jan 2021 ┐");
    glass_expect(g, "Tangkapan: 2");
    glass_expect_not(g, "Feb 2021");
    glass_press(g, "F7");
    glass_type(g, "kapan");
    glass_press(g, "Enter");
    glass_expect(g, "Periode:");
    glass_press(g, "Esc");
    glass_close(&g);
}

static void the_analysis_is_written(void **state)
{
    struct office *o = *state;
    struct glass *g = glass_open(o, 24, 80, false);
    char path[300];
    struct buf text = { 0 };
    snprintf(path, sizeof path, "%s/analisis.csv", o->folder);
    glass_menu(g, "Analisis");
    glass_press(g, "F8 Ctrl-U");
    glass_type(g, path);
    glass_press(g, "Enter");
    glass_expect(g, "Ditulis ke");
    assert_int_equal(file_read(path, 1 << 16, &text, NULL), DONE);
    assert_non_null(strstr(buf_text(&text), "by,value,records,share,repeat,late\r\n"));
    assert_non_null(strstr(buf_text(&text), "owner,S. Simanjuntak,2,66.6,1,\r\n"));
    assert_non_null(strstr(buf_text(&text), "month,2021-01,2,66.6,,\r\n"));
    glass_press(g, "F8 Ctrl-U");
    glass_type(g, path);
    glass_press(g, "Enter");
    glass_expect(g, "sudah ada");
    glass_expect(g, "Ekspor ke: ");
    glass_press(g, "Esc");
    buf_free(&text);
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pane_has_its_golden_screens),
        cmocka_unit_test(the_next_step_tells_all_it_needs),
        cmocka_unit_test(a_copy_is_told_from_its_original),
        cmocka_unit_test(the_analysis_has_its_golden_screens),
        cmocka_unit_test(from_a_capture_to_its_measures),
        cmocka_unit_test(the_analysis_is_walked),
        cmocka_unit_test(the_analysis_is_written),
    };
    return cmocka_run_group_tests(tests, with_captures, office_down);
}
