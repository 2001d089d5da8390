/* Hands that do not wait for the screen: where Enter leads, what rings, what becomes of keys typed
 * ahead, what a shorthand is taken for. */
#include "../../src/actions/private.h"
#include "../../src/tui/ui.h"

#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include <poll.h>
#include <unistd.h>

static void expect_in(struct glass *g, const char *label, const char *text)
{
    int y = glass_find(g, label);
    if (y < 0 || strstr(glass_row(g, y), text) == NULL)
        glass_expect(g, text);
    assert_non_null(strstr(glass_row(g, y), text));
}

/* A form of a kind the menu names, with the focus on the field that begins so. */
static struct glass *form_at(struct office *o, const char *menu, const char *label)
{
    struct glass *g = glass_open(o, 24, 80, false);
    struct buf here = { 0 };
    buf_printf(&here, "> %s", label);
    glass_menu(g, menu);
    glass_press(g, "F2");
    for (int i = 0; i < 60 && !glass_has(g, buf_text(&here)); i++)
        glass_press(g, "Down");
    glass_expect(g, buf_text(&here));
    buf_free(&here);
    return g;
}

/* Whoever presses Enter or Tab behind every field loses no letter and passes no field by. */
static void a_code_that_went_on_takes_its_enter(void **state)
{
    static const char *const ends[] = { "Enter", "Tab" };
    for (size_t i = 0; i < COUNT(ends); i++) {
        struct glass *g = form_at(*state, "Pihak", "NIK");
        glass_type(g, "3171010506900002");
        glass_expect_not(g, "> NIK");
        int next = glass_find(g, "│> ");
        glass_press(g, ends[i]);
        assert_int_equal(glass_find(g, "│> "), next);
        glass_press(g, ends[i]);
        assert_int_not_equal(glass_find(g, "│> "), next);
        glass_press(g, "BackTab BackTab");
        glass_type(g, "3171010506900002");
        glass_press(g, "Down"); /* an arrow always moves */
        assert_int_not_equal(glass_find(g, "│> "), next);
        glass_close(&g);
    }
}

/* The end of the form leads to what is needed and was passed by; it saves nothing. */
static void behind_the_last_field_comes_what_is_missing(void **state)
{
    int64_t before = office_count(*state, "party");
    struct glass *g = form_at(*state, "Pihak", "Nama");
    for (int i = 0; i < 60 && !glass_has(g, "F2 menyimpan apa adanya"); i++)
        glass_press(g, "Enter");
    glass_expect(g, "F2 menyimpan apa adanya");
    glass_expect(g, "> Nama");
    assert_int_equal(g->rung, 1);
    glass_type(g, "CV Ujung");
    for (int i = 0; i < 60 && !glass_has(g, "Isian terakhir"); i++)
        glass_press(g, "Enter");
    glass_expect(g, "Isian terakhir. F2 menyimpan.");
    glass_press(g, "Enter Enter");
    assert_int_equal(g->rung, 1);
    assert_int_equal(office_count(*state, "party"), before);
    glass_close(&g);
}

/* A wrong field is left, marked and heard; the letters behind it go where they belong. */
static void a_wrong_field_rings_and_lets_go(void **state)
{
    struct glass *g = form_at(*state, "Permohonan", "Diterima");
    glass_raw(g, "31/2\r\rT\r");
    assert_int_equal(g->rung, 1);
    expect_in(g, "Diterima", "31/2");
    expect_in(g, "Bidang", "Tumbuhan");
    expect_in(g, "Diterima", "!");
    glass_close(&g);
}

/* Enter led to a required field; F8 tells of it before it goes on, once. */
static void f8_passes_by_no_empty_field(void **state)
{
    struct glass *g = form_at(*state, "Permohonan", "Nomor nasional");
    glass_press(g, "F8");
    glass_expect(g, "> Bidang");
    glass_type(g, "t");
    glass_press(g, "Enter");
    glass_expect(g, "> Jenis permohonan");
    glass_press(g, "F8");
    glass_expect(g, "> Jenis permohonan");
    glass_expect(g, "Jenis permohonan: wajib diisi");
    glass_press(g, "F8");
    glass_expect(g, "> Pemohon");
    glass_press(g, "BackTab");
    glass_type(g, "x");
    glass_press(g, "Ctrl-U Down F8"); /* come to again: told again */
    glass_expect(g, "> Pemohon");
    glass_expect(g, "Pemohon: wajib diisi");
    glass_close(&g);
}

static void each_way_to_say_it_is_told_in_full(void **state)
{
    static const struct {
        const char *label, *typed, *told;
    } cases[] = {
        { "Diterima", "besok", "Sabtu 21 Nov 2026" },
        { "Diterima", "senin", "Senin 23 Nov 2026" },
        { "Diterima", "1503", "Senin 15 Mar 2027" },
        { "Diterima", "h+3", "Senin 23 Nov 2026" },
        { "Diterima", "5 juni", "Jumat 5 Jun 2026" },
        { "Jam", "830", "= 08.30" },
        { "Jam", "3 sore", "= 15.00" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool capture = strcmp(cases[i].label, "Jam") == 0;
        struct glass *g = capture ? glass_open(*state, 24, 80, false)
                                  : form_at(*state, "Permohonan", cases[i].label);
        if (capture) {
            glass_menu(g, "Tangkapan");
            glass_press(g, "F2 Enter");
            for (int n = 0; n < 30 && !glass_has(g, "> Jam"); n++)
                glass_press(g, "Down");
        }
        glass_type(g, cases[i].typed);
        expect_in(g, cases[i].label, cases[i].told);
        glass_close(&g);
    }
}

static void a_sum_in_a_grid_is_told_below(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2");
    for (int i = 0; i < 10 && !glass_has(g, "Rincian barang"); i++)
        glass_press(g, "PageDown");
    glass_type(g, "pinang");
    glass_press(g, "Enter Enter");
    glass_type(g, "12*2,5");
    glass_expect(g, "= 30");
    glass_close(&g);
}

static void go_to_goods(struct glass *g)
{
    for (int i = 0; i < 10 && !glass_has(g, "Rincian"); i++)
        glass_press(g, "PageDown");
}

/* The next line's goods do not land in the column the hands came from; Home leads there, too. */
static void a_new_line_begins_at_its_first_cell(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2");
    go_to_goods(g);
    glass_type(g, "pinang");
    glass_press(g, "Enter Enter");
    glass_type(g, "12");
    glass_press(g, "Down");
    glass_type(g, "beras");
    glass_press(g, "Enter Enter");
    expect_in(g, "Beras", ">"); /* and nothing is wrong */
    glass_expect_not(g, "!");
    glass_press(g, "Up"); /* among lines that are there the column is kept */
    glass_type(g, "13");
    glass_press(g, "Down Up");
    expect_in(g, "Pinang", "13");
    glass_press(g, "Home Home");
    glass_type(g, "beras");
    glass_press(g, "Enter");
    glass_expect_not(g, "Pinang");
    glass_close(&g);
}

/* No figure of a number is hidden where words can give way. */
static void numbers_stand_there_whole(void **state)
{
    static const struct {
        int cols;
        const char *shown;
    } cases[] = { { 80, " 463.884.000.125 " }, { 40, ">84.000.125 " } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct glass *g = glass_open(*state, 24, cases[i].cols, false);
        glass_press(g, "F2");
        go_to_goods(g);
        glass_type(g, "pinang");
        glass_press(g, "Enter Enter");
        glass_type(g, "463884000125");
        glass_press(g, "Enter");
        glass_expect(g, cases[i].shown);
        glass_press(g, "BackTab");
        glass_expect(g, cases[i].cols < 80 ? "Netto: 463.884.000.125" : "463.884.000.125");
        glass_close(&g);
    }
}

/* ---- As before ---- */

static void all_that_is_empty_becomes_as_before(void **state)
{
    struct office *o = *state;
    office_make(o, "party", (const char *const[]){ "name", "CV Lama", NULL });
    office_make(o, "permit",
                (const char *const[]){ "national_number",
                                       "2026.1.1203.0.K01.E.000001",
                                       "field",
                                       "T",
                                       "direction",
                                       "EX",
                                       "applicant",
                                       "CV Lama",
                                       "recipient",
                                       "Minato Foods",
                                       "origin_country",
                                       "ID",
                                       "origin_city",
                                       "Medan",
                                       "destination_country",
                                       "JP",
                                       "departure_on",
                                       "2026-11-25",
                                       "item.1.commodity",
                                       "Pinang",
                                       "item.1.net_quantity",
                                       "1250",
                                       NULL });
    struct glass *g = form_at(o, "Permohonan", "Bidang");
    glass_type(g, "H");
    glass_press(g, "Down F11"); /* from the next field on */
    glass_expect(g, "Seperti 2026.1.1203.0.K01.E.000001: 6 isian. Pengirim: wajib diisi");
    glass_expect(g, "> Pengirim"); /* empty there, too */
    glass_press(g, "PageDown");
    expect_in(g, "Berangkat", "Berangkat          "); /* a day is new each time */
    expect_in(g, "Kota asal", "Medan");
    expect_in(g, "Negara tujuan", "Jepang");
    glass_press(g, "PageUp");
    expect_in(g, "Pemohon", "CV Lama");
    glass_press(g, "PageUp");
    expect_in(g, "Bidang", "Hewan");
    expect_in(g, "Jenis permohonan", "Ekspor");
    expect_in(g, "Nomor nasional", "Nomor nasional      ");
    glass_press(g, "Ctrl-Z"); /* all of it at once */
    expect_in(g, "Jenis permohonan", "permohonan *        ");
    expect_in(g, "Bidang", "Hewan");
    glass_close(&g);
}

/* What became of the goods, and who was sent, is the old application's alone. */
static void a_copy_takes_no_outcome_along(void **state)
{
    struct office *o = *state;
    office_make(o, "permit",
                (const char *const[]){ "applicant", "CV Lama", "voyage", "V-77", "item.1.commodity",
                                       "Pinang", "item.1.net_quantity", "1250", "item.1.net_unit",
                                       "KGM", "item.1.p0", "1250", "item.1.p5", "77",
                                       "officer.1.person", "andini", "officer.1.part", "lead",
                                       NULL });
    struct glass *g = glass_open(o, 24, 80, false);
    glass_menu(g, "Permohonan");
    glass_press(g, "F7");
    glass_type(g, "V-77");
    glass_press(g, "Enter F9");
    glass_expect(g, "Salinan");
    for (int i = 0; i < 10 && !glass_has(g, "Rincian barang"); i++)
        glass_press(g, "PageDown");
    glass_press(g, "F8");
    glass_expect(g, "1.250 seperti yang lalu"); /* the quantity, once */
    glass_press(g, "F5");
    for (int i = 0; i < 30 && !glass_has(g, "> P5"); i++)
        glass_press(g, "Down");
    glass_expect(g, "> P5");
    glass_expect_not(g, "77");
    glass_press(g, "F5");
    for (int i = 0; i < 10 && !glass_has(g, "Petugas"); i++)
        glass_press(g, "PageDown");
    glass_expect_not(g, "andini");
    glass_close(&g);
}

static void the_rest_of_a_line_becomes_as_the_one_above(void **state)
{
    struct glass *g = form_at(*state, "Permohonan", "Nomor nasional");
    for (int i = 0; i < 10 && !glass_has(g, "Rincian barang"); i++)
        glass_press(g, "PageDown");
    glass_raw(g, "\033[200~pinang\t08028000\t12,5\tkg\n\033[201~");
    glass_type(g, "beras"); /* below what was pasted */
    glass_press(g, "Enter Ctrl-A");
    glass_expect(g, "Seperti baris di atas");
    int first = glass_find(g, "pinang"), line = glass_find(g, "beras");
    first = first > 0 ? first : glass_find(g, "Pinang");
    line = line > 0 ? line : glass_find(g, "Beras");
    assert_int_equal(line, first + 1);
    assert_non_null(strstr(glass_row(g, line), "12,5"));
    assert_non_null(strstr(glass_row(g, line), "kg"));
    assert_int_equal(glass_find(g, "│> "), line + 1);
    glass_close(&g);
}

static void nothing_before_is_said(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Tindakan");
    glass_press(g, "F2 Enter F11");
    glass_expect(g, "Belum ada yang disimpan");
    glass_close(&g);
}

/* ---- Pasted ---- */

/* Three applicants copied as three rows: one record each, two keys between them. */
static void rows_become_one_record_each(void **state)
{
    int64_t before = office_count(*state, "party");
    struct glass *g = form_at(*state, "Pihak", "Nama");
    glass_raw(g, "\033[200~CV Satu\tBadan usaha\n\"CV \"\"Dua\"\"\"\tPerorangan\nCV Tiga\t\n"
                 "\033[201~");
    glass_expect(g, "2 baris lagi disimpan");
    expect_in(g, "Nama", "CV Satu");
    glass_press(g, "Ctrl-N Insert");
    expect_in(g, "Nama", "CV \"Dua\"");
    expect_in(g, "Jenis", "Perorangan");
    glass_expect(g, "1 baris lagi disimpan");
    glass_press(g, "Ctrl-N Insert");
    expect_in(g, "Nama", "CV Tiga");
    glass_press(g, "Ctrl-N Insert");
    glass_expect(g, "Tidak ada sisa tempelan");
    assert_int_equal(office_count(*state, "party"), before + 3);
    glass_close(&g);
}

static void what_does_not_fit_a_grid_is_kept(void **state)
{
    struct glass *g = form_at(*state, "Permohonan", "Nomor nasional");
    for (int i = 0; i < 10 && !glass_has(g, "Rincian barang"); i++)
        glass_press(g, "PageDown");
    glass_raw(g, "\033[200~pinang\t\t12\tkg\t1\t2\tsisa satu\t\tsisa dua\nberas\t\t7\033[201~");
    glass_expect(g, "2 lagi tidak ada tempatnya");
    assert_true(g->rung > 0);
    glass_press(g, "PageUp PageUp Insert"); /* where there is room for text */
    glass_expect(g, "sisa satu");
    glass_expect(g, "sisa dua");
    glass_close(&g);
}

/* ---- Along into the next ---- */

static void type_party(struct glass *g, const char *name, const char *address)
{
    glass_type(g, name);
    for (int i = 0; i < 20 && !glass_has(g, "> Alamat"); i++)
        glass_press(g, "Down");
    if (address[0] != '\0')
        glass_type(g, address);
}

/* Saves, and looks at the address of the next one. */
static void save_next(struct glass *g)
{
    glass_press(g, "Ctrl-N");
    glass_expect(g, "ini yang berikutnya");
    glass_press(g, "PageDown");
    glass_expect(g, "Alamat");
}

static void turn_carry(struct glass *g)
{
    glass_press(g, "Ctrl-P");
    glass_type(g, "bawa ke berikut");
    glass_press(g, "Enter");
}

/* What the catalogue does not carry a person may, and may stop; at the next start it still holds.
 */
static void a_person_chooses_what_comes_along(void **state)
{
    struct glass *g = form_at(*state, "Pihak", "Nama");
    type_party(g, "CV A", "Jl. Bersama 1");
    turn_carry(g);
    glass_expect(g, "Alamat: mulai sekarang ikut");
    save_next(g);
    glass_expect(g, "Jl. Bersama 1");
    glass_close(&g);
    g = form_at(*state, "Pihak", "Nama");
    type_party(g, "CV B", "Jl. Kedua");
    save_next(g);
    glass_expect(g, "Jl. Kedua");
    glass_press(g, "PageUp");
    type_party(g, "CV C", "");
    turn_carry(g);
    glass_expect(g, "tidak lagi");
    save_next(g);
    glass_expect_not(g, "Jl. Kedua");
    glass_close(&g);
}

/* A capture begins with who captured; the next one is another of the same. */
static void the_next_begins_as_this_one_did(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Tangkapan");
    glass_press(g, "F2 Enter");
    for (int n = 0; n < 30 && !glass_has(g, "> Tempat"); n++)
        glass_press(g, "Down");
    glass_type(g, "KM Kelud");
    glass_press(g, "Ctrl-N");
    glass_expect(g, "ini yang berikutnya");
    glass_expect(g, "(baru)");
    expect_in(g, "Tempat", "KM Kelud"); /* and it is carried */
    glass_close(&g);
}

static void skip_to(struct glass *g, const char *place)
{
    for (int n = 0; n < 30 && !glass_has(g, place); n++)
        glass_press(g, "Down");
    glass_expect(g, place);
}

/* Another customer's application is of another field, way and ship; only the desk stays. */
static void nothing_of_the_last_customer_comes_along(void **state)
{
    struct glass *g = form_at(*state, "Permohonan", "Saluran");
    skip_to(g, "> Saluran");
    glass_type(g, "ptk online");
    skip_to(g, "> Bidang");
    glass_type(g, "tumb");
    skip_to(g, "> Jenis");
    glass_type(g, "ekspor");
    skip_to(g, "> Alat angkut");
    glass_type(g, "KM Sinabung");
    glass_press(g, "Ctrl-N");
    glass_expect(g, "ini yang berikutnya. Terbawa: Saluran.");
    expect_in(g, "Saluran", "PTK Online");
    glass_expect_not(g, "Tumbuhan");
    glass_expect_not(g, "Ekspor");
    skip_to(g, "> Alat angkut");
    glass_expect_not(g, "KM Sinabung");
    glass_close(&g);
}

/* ---- Taken back together ---- */

static const char *state_of(struct office *o, int64_t id)
{
    struct session *s = office_session(o);
    struct record *r = NULL;
    assert_int_equal(act_load(s, &kind_party, id, &r, NULL), DONE);
    const char *state = r->state; /* the catalogue's */
    record_free(&r);
    session_close(&s);
    return state;
}

/* A step on three at once is taken back on three at once, also where none of them is listed any
 * more, and on those that are marked; what it would do is told first. */
static void what_was_done_together_is_undone_together(void **state)
{
    struct office *o = *state;
    int64_t id[3];
    static const char *const names[] = { "Ragam A", "Ragam B", "Ragam C" };
    for (size_t i = 0; i < 3; i++)
        id[i] = office_make(o, "party", (const char *const[]){ "name", names[i], NULL });
    const char *before = state_of(o, id[0]);
    struct glass *g = glass_open(o, 24, 80, false);
    glass_menu(g, "Pihak");
    glass_press(g, "F7");
    glass_type(g, "ragam");
    glass_press(g, "Enter Space Space Space F6");
    glass_type(g, "hentikan");
    glass_press(g, "Enter");
    glass_expect(g, "untuk 3 data. Ctrl-Z");
    assert_string_not_equal(state_of(o, id[0]), before);
    glass_press(g, "Ctrl-Z");
    glass_expect(g, "Ragam B: Status");
    glass_press(g, "Down Enter"); /* left */
    assert_string_not_equal(state_of(o, id[1]), before);
    glass_press(g, "Ctrl-Z Enter");
    glass_expect(g, "3 perubahan diurungkan");
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(state_of(o, id[i]), before);
    glass_press(g, "Home Space Space Ctrl-Z"); /* and further back: the two are new no more */
    glass_expect(g, "Urungkan semuanya (2)");
    glass_press(g, "Esc Esc");
    glass_close(&g);
}

/* ---- Read ---- */

/* No label is cut, on a telephone either, and every field says what it is for. */
static void every_label_is_whole_and_every_field_tells(void **state)
{
    static const char *const kinds[] = { "Permohonan", "Tangkapan", "Tindakan", "In-line",
                                         "Monitoring" };
    static const int sizes[][2] = { { 24, 80 }, { 12, 40 } };
    for (size_t i = 0; i < COUNT(kinds) * COUNT(sizes); i++) {
        struct glass *g = glass_open(*state, sizes[i % 2][0], sizes[i % 2][1], false);
        glass_menu(g, kinds[i / 2]);
        glass_press(g, "F2");
        if (glass_has(g, "memulainya"))
            glass_press(g, "Enter");
        for (int n = 0; n < 120 && !glass_has(g, "apa adanya") && !glass_has(g, "terakhir"); n++) {
            char *row = xstrdup(glass_row(g, glass_find(g, "│>")));
            row[strlen(row) < 26 ? strlen(row) : 26] = '\0';
            if (strstr(row, "…") != NULL)
                glass_expect(g, "a whole label");
            free(row);
            if (strlen(glass_row(g, g->rows - 2)) < 4)
                glass_expect(g, "what it is for");
            glass_press(g, "Down");
        }
        glass_close(&g);
    }
}

/* The menu of a form leads to each of its fields by any part of the name. */
static void a_field_is_gone_to_by_name(void **state)
{
    struct glass *g = form_at(*state, "Permohonan", "Nomor nasional");
    glass_type(g, "77");
    glass_press(g, "F10");
    glass_type(g, "alat ang");
    glass_press(g, "Enter");
    glass_expect(g, "> Alat angkut");
    glass_press(g, "F10");
    glass_type(g, "rincian bar");
    glass_press(g, "Enter");
    glass_expect(g, "Kode HS");
    glass_press(g, "PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp");
    expect_in(g, "Nomor nasional", "77"); /* what was being typed is kept */
    glass_close(&g);
}

/* ---- Pointed at ---- */

static void click(struct glass *g, int y, int x)
{
    char report[80];
    snprintf(report, sizeof report, "\033[<0;%d;%dM\033[<0;%d;%dm", x + 1, y + 1, x + 1, y + 1);
    glass_raw(g, report);
}

static int column_of(struct glass *g, int y, const char *text)
{
    const char *row = glass_row(g, y), *at = strstr(row, text);
    assert_non_null(at);
    char *before = xstrndup(row, (size_t)(at - row));
    int x = (int)utf8_cells(before);
    free(before);
    return x;
}

/* The cursor goes to what is pointed at, again opens it; the bar is pressed; a wheel moves. */
static void a_click_goes_there_and_opens(void **state)
{
    struct office *o = *state;
    office_permits(o, 6);
    struct glass *g = glass_open(o, 24, 80, false);
    click(g, glass_find(g, "Tangkapan"), 4);
    expect_in(g, "Tangkapan", ">Tangkapan");
    click(g, glass_find(g, "Permohonan"), 4);
    click(g, glass_find(g, "Permohonan"), 4);
    glass_expect(g, "belum selesai");
    int y = glass_find(g, "│> ") + 3;
    click(g, y, 20);
    assert_int_equal(glass_find(g, "│> "), y);
    glass_raw(g, "\033[<64;20;5M"); /* three up */
    assert_int_equal(glass_find(g, "│> "), y - 3);
    glass_raw(g, "\033[<65;20;5M");
    click(g, y, 20);
    glass_expect(g, "Lanjut (F6)");
    click(g, 23, column_of(g, 23, "F4"));
    glass_expect(g, "> "); /* a form: there a click opens nothing */
    y = glass_find(g, "Saluran");
    click(g, y, 30);
    assert_int_equal(glass_find(g, "│> Saluran"), y);
    click(g, y, 30);
    assert_int_equal(glass_find(g, "│> Saluran"), y);
    click(g, 23, column_of(g, 23, "Esc"));
    glass_expect(g, "Lanjut (F6)");
    glass_close(&g);
}

/* ---- Typed ahead while the share does not answer ---- */

struct hanging {
    struct job job; /* first */
    int gate;
};

static void hang(struct job *j)
{
    char byte;
    ssize_t n = read(((struct hanging *)j)->gate, &byte, 1);
    (void)n;
}

static void came_back(struct job *j)
{
    (void)j;
}

static void settle(struct glass *g)
{
    for (int i = 0; i < 200 && g->ui->asks != NULL; i++) {
        struct pollfd p[2] = {
            { .fd = session_wake_fd(g->ui->session, AT_SHARE), .events = POLLIN },
            { .fd = session_wake_fd(g->ui->session, AT_DESK), .events = POLLIN },
        };
        poll(p, 2, 50);
        glass_later(g, 1);
    }
    assert_null(g->ui->asks);
}

/* The keys that come after a refusal were typed for something that did not happen. */
static void a_refusal_drops_what_was_typed_ahead(void **state)
{
    struct office *o = *state;
    int gate[2];
    o->threads = true;
    struct glass *g = glass_open(o, 24, 80, false);
    settle(g);
    glass_press(g, "F2");
    settle(g);
    glass_press(g, "Down Down");
    glass_type(g, "31/2");
    glass_press(g, "Down");
    settle(g);
    assert_int_equal(pipe(gate), 0);
    struct hanging h = { .job = { .run = hang, .done = came_back }, .gate = gate[0] };
    session_post(g->ui->session, AT_SHARE, &h.job);
    glass_press(g, "F7"); /* which papers: waits for the share */
    glass_expect(g, "giliran");
    size_t rung = g->rung;
    glass_press(g, "F2 Enter");
    glass_type(g, "999");
    assert_int_equal(write(gate[1], "x", 1), 1);
    settle(g);
    glass_expect(g, "Perbaiki ini dulu");
    assert_true(g->rung > rung);
    glass_press(g, "Esc PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp");
    expect_in(g, "Diterima", "31/2");
    glass_close(&g);
    o->threads = false;
    close(gate[0]);
    close(gate[1]);
}

/* Who the applicant is has not come back yet: F3 and the keys behind it wait for that. */
static void as_last_time_waits_for_who_it_is(void **state)
{
    struct office *o = *state;
    int gate[2];
    office_make(o, "party", (const char *const[]){ "name", "CV Langganan", NULL });
    office_make(o, "permit",
                (const char *const[]){ "field", "T", "direction", "EX", "applicant", "CV Langganan",
                                       "sender", "CV Langganan", "recipient", "Minato Foods",
                                       "origin_country", "ID", "destination_country", "JP",
                                       "conveyance_mode", "sea", "bill_of_lading", "BL-9", NULL });
    o->threads = true;
    struct glass *g = glass_open(o, 24, 80, false);
    settle(g);
    glass_press(g, "F2");
    settle(g);
    glass_press(g, "PageDown");
    assert_int_equal(pipe(gate), 0);
    struct hanging h = { .job = { .run = hang, .done = came_back }, .gate = gate[0] };
    session_post(g->ui->session, AT_SHARE, &h.job);
    glass_raw(g, "langganan\r\033ORBL-10\r"); /* Enter, F3, and on */
    glass_expect(g, "giliran");
    assert_int_equal(write(gate[1], "x", 1), 1);
    for (int i = 0; i < 3; i++)
        settle(g);
    for (int i = 0; i < 4 && !glass_has(g, "B/L"); i++)
        glass_press(g, "PageDown");
    expect_in(g, "B/L atau AWB", "BL-10");
    glass_press(g, "PageUp");
    expect_in(g, "Penerima", "Minato Foods");
    settle(g);
    glass_close(&g);
    o->threads = false;
    close(gate[0]);
    close(gate[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_that_went_on_takes_its_enter),
        cmocka_unit_test(behind_the_last_field_comes_what_is_missing),
        cmocka_unit_test(a_wrong_field_rings_and_lets_go),
        cmocka_unit_test(f8_passes_by_no_empty_field),
        cmocka_unit_test(each_way_to_say_it_is_told_in_full),
        cmocka_unit_test(a_sum_in_a_grid_is_told_below),
        cmocka_unit_test(a_new_line_begins_at_its_first_cell),
        cmocka_unit_test(numbers_stand_there_whole),
        cmocka_unit_test(all_that_is_empty_becomes_as_before),
        cmocka_unit_test(a_copy_takes_no_outcome_along),
        cmocka_unit_test(the_rest_of_a_line_becomes_as_the_one_above),
        cmocka_unit_test(nothing_before_is_said),
        cmocka_unit_test(rows_become_one_record_each),
        cmocka_unit_test(what_does_not_fit_a_grid_is_kept),
        cmocka_unit_test(a_person_chooses_what_comes_along),
        cmocka_unit_test(the_next_begins_as_this_one_did),
        cmocka_unit_test(nothing_of_the_last_customer_comes_along),
        cmocka_unit_test(what_was_done_together_is_undone_together),
        cmocka_unit_test(every_label_is_whole_and_every_field_tells),
        cmocka_unit_test(a_field_is_gone_to_by_name),
        cmocka_unit_test(a_click_goes_there_and_opens),
        cmocka_unit_test(a_refusal_drops_what_was_typed_ahead),
        cmocka_unit_test(as_last_time_waits_for_who_it_is),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
