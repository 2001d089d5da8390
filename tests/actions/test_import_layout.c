/* Sheets of other layouts: registers typed by hand, what must be asked, what is remembered, and
 * rejects that come again. */
#include "sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#define REGISTER                                                                                   \
    "No\tTgl\tNama Perusahaan\tKomoditi\tBanyaknya\tTujuan\tNo. Sertifikat\tPetugas\tKet.\r\n"

static void a_counter_register_lands(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] =
        REGISTER "1.\t01/03/18\tCV RIMBA\tManggis\t12,5 ton\tBelanda\t-\tdrh. A, M.Si\tkurang\r\n"
                 "2.\tidem\tCV RIMBA\tPinang\t\xc2\xb1 500 Kg\tPhilipina\tKT10/2\tB\t\r\n"
                 "\t\tJumlah halaman ini\t\t\t\t\t\t\r\n"
                 "3.\t31-03-2018\tUD TANI\tKopi\t1.250 kg\tChina\t-\tB\tbatal\r\n";
    char word[64];
    struct import_report report = sheet_import(d, sheet);
    assert_string_equal(report_word(&report, word), "3 0 0 0");
    assert_int_equal(report.landed, 3);
    assert_int_equal(report.set_aside, 2);
    assert_int_equal(report.flagged, 1);
    assert_non_null(strstr(buf_text(&report.notes), "500 Kg"));
    assert_non_null(strstr(buf_text(&report.strangers), "party: CV RIMBA\nparty: UD TANI\n"));
    import_report_free(&report);

    struct record *r = permit_numbered(d->session, "KT10/2");
    assert_int_equal(record_number(r, "received_on"), day_of(2018, 3, 1));
    assert_string_equal(record_at(r, "item.1.notes", NULL)->text, "Banyaknya: \xc2\xb1 500 Kg");
    assert_string_equal(record_text(r, "notes"), "Petugas: B");
    record_free(&r);

    report = sheet_import(d, sheet); /* rows without a number are known again all the same */
    assert_string_equal(report_word(&report, word), "0 0 3 0");
    import_report_free(&report);
}

/* Two rows alike to the letter are two. */
static void twins_without_a_number(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] = REGISTER "\t13/04/18\tCV\tPala\t1 kg\tIndia\t-\tB\t\r\n"
                                         "\t13/04/18\tCV\tPala\t1 kg\tIndia\t-\tB\t\r\n";
    char word[64];
    struct import_report report = sheet_import(d, sheet);
    assert_string_equal(report_word(&report, word), "2 0 0 0");
    import_report_free(&report);
    report = sheet_import(d, sheet);
    assert_string_equal(report_word(&report, word), "0 0 2 0");
    import_report_free(&report);
}

#define PLAIN                                                                                      \
    "no_permohonan,tanggal_permohonan,nama_pemohon,nama_komoditas,volume_netto,sat_netto\n"

static enum outcome try_sheet(struct counter_desk *d, const char *text, struct import_options o,
                              struct import_report *report, struct error *e)
{
    o.path = sheet_write(d, text);
    *report = (struct import_report){ 0 };
    return act_import(d->session, &kind_permit, &o, report, e);
}

/* Asked once for the column, never guessed row by row; the answer is kept for the layout. */
static void what_no_cell_decides_is_asked(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] = PLAIN "TANYA.1,03/04/2020,CV,Pala,\"1,250\",kg\n"
                                      "TANYA.2,05/06/2020,CV,Pala,\"2,500\",kg\n";
    struct import_report report;
    struct error e = { 0 };
    char word[64];
    assert_int_equal(try_sheet(d, sheet, (struct import_options){ 0 }, &report, &e), BAD_DATA);
    assert_int_equal(report.question_count, 2);
    assert_string_equal(report.questions[0].header, "tanggal_permohonan");
    assert_string_equal(report.questions[0].examples, "03/04/2020, 05/06/2020");
    assert_false(report.questions[0].numbers);
    assert_true(report.questions[1].numbers);
    assert_int_equal(report.created, 0);
    assert_non_null(strstr(e.text, "[dates] tanggal_permohonan = "));
    import_report_free(&report);

    const struct import_options said = {
        .answers = "[dates]\ntanggal_permohonan = month-first\n[numbers]\n* = point\n"
    };
    assert_int_equal(try_sheet(d, sheet, said, &report, &e), DONE);
    assert_string_equal(report_word(&report, word), "2 0 0 0");
    import_report_free(&report);
    struct record *r = permit_numbered(d->session, "TANYA.1");
    assert_int_equal(record_number(r, "received_on"), day_of(2020, 3, 4));
    assert_int_equal(record_at(r, "item.1.net_quantity", NULL)->num, 1250000);
    record_free(&r);

    static const char next[] = PLAIN "TANYA.3,07/08/2020,CV,Pala,1,kg\n";
    assert_int_equal(try_sheet(d, next, (struct import_options){ 0 }, &report, &e), DONE);
    import_report_free(&report);
    r = permit_numbered(d->session, "TANYA.3");
    assert_int_equal(record_number(r, "received_on"), day_of(2020, 7, 8));
    record_free(&r);
}

static void a_mapping_file_says_what_headers_do_not(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    struct error e = { 0 };
    struct buf map = { 0 };
    char path[160];
    snprintf(path, sizeof path, "%s/peta.map", d->folder);
    buf_puts(&map, "[columns]\nA = national_number\nB = received_on\nC = applicant\nD =\n"
                   "[constants]\ndirection = IM\n");
    assert_int_equal(file_write(path, &map, 0600, NULL), DONE);
    const char *sheet = "A,B,C,D\nPETA.1,13/04/2020,CV,x\n";
    assert_int_equal(try_sheet(d, sheet, (struct import_options){ 0 }, &report, &e), BAD_DATA);
    assert_int_equal(try_sheet(d, sheet, (struct import_options){ .map = path }, &report, &e),
                     DONE);
    assert_int_equal(report.created, 1);
    import_report_free(&report);
    struct record *r = permit_numbered(d->session, "PETA.1");
    assert_string_equal(record_text(r, "direction"), "IM");
    record_free(&r);
    buf_reset(&map);
    buf_puts(&map, "[columns]\nA = nomor\n");
    assert_int_equal(file_write(path, &map, 0600, NULL), DONE);
    assert_int_equal(try_sheet(d, sheet, (struct import_options){ .map = path }, &report, &e),
                     BAD_DATA);
    assert_non_null(strstr(e.text, "nomor"));
    buf_free(&map);
}

static void replace(struct buf *text, const char *old, const char *fresh)
{
    char *at = strstr(text->data, old);
    struct buf out = { 0 };
    assert_non_null(at);
    buf_add(&out, text->data, (size_t)(at - text->data));
    buf_puts(&out, fresh);
    buf_puts(&out, at + strlen(old));
    buf_free(text);
    *text = out;
}

/* What the banner said of the whole sheet holds for its rejects, too, and how its dates are meant.
 */
static void corrected_rejects_land_as_they_would_have(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    struct error e = { 0 };
    struct buf rejects = { 0 };
    assert_int_equal(try_sheet(d,
                               SHEET(SHEET_ROW("TOLAK.1", "T1", "CV", "PALA", "banyak")
                                         SHEET_ROW("TOLAK.2", "T2", "CV", "PALA", "2")),
                               (struct import_options){ 0 }, &report, &e),
                     DONE);
    assert_int_equal(report.created, 1);
    assert_int_equal(report.rejected, 1);
    assert_int_equal(report.rows, report.landed + report.rejected + report.set_aside);
    assert_int_equal(file_read(report.rejects, 1 << 16, &rejects, NULL), DONE);
    import_report_free(&report);
    replace(&rejects, ",banyak,", ",3,");
    assert_int_equal(try_sheet(d, buf_text(&rejects), (struct import_options){ 0 }, &report, &e),
                     DONE);
    assert_int_equal(report.created, 1);
    import_report_free(&report);
    struct record *back = permit_numbered(d->session, "TOLAK.1");
    struct record *first = permit_numbered(d->session, "TOLAK.2");
    static const char *const said[] = { "office", "field", "direction", "received_on" };
    for (size_t i = 0; i < COUNT(said); i++) {
        assert_true(record_value(back, said[i])->set);
        assert_true(value_same(record_value(back, said[i]), record_value(first, said[i])));
    }
    record_free(&back);
    record_free(&first);
    buf_free(&rejects);
}

static void import_kind(struct counter_desk *d, const struct kind *k, const char *text,
                        struct import_report *report)
{
    struct error e = { 0 };
    struct import_options o = { .path = sheet_write(d, text) };
    *report = (struct import_report){ 0 };
    if (act_import(d->session, k, &o, report, &e) != DONE)
        test_stop("%s\n", e.text);
}

/* The national lists come in by the layouts that lie beside the program. What is known already is
 * not renamed by them, and two goods under one code are two. */
static void national_lists_land(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    char word[64];
    static const char goods[] = "kode,golongan,kelompok,nama,nama_inggris,nama_latin,terlarang\n"
                                "ZZ51,C,ternak,SUPLEMEN,POLYFAT,,0\nZZ51,B,horti,BAWANG,-,,0\n";
    import_kind(d, &kind_commodity, goods, &report);
    assert_string_equal(report_word(&report, word), "2 0 0 0");
    import_report_free(&report);
    import_kind(d, &kind_commodity, goods, &report);
    assert_string_equal(report_word(&report, word), "0 0 2 0");
    import_report_free(&report);
    import_kind(d, &kind_package, "kode,nama\nBG,Bag\nJJ,Sack of jute\n", &report);
    assert_string_equal(report_word(&report, word), "1 0 1 0");
    import_report_free(&report);
    import_kind(d, &kind_document_code,
                "kode,nama,hewan,tumbuhan,ikan\n9811,Surat keterangan,1,1,1\n", &report);
    assert_string_equal(report_word(&report, word), "1 0 0 0");
    import_report_free(&report);
    import_kind(d, &kind_office,
                "kode_satpel,kode_upt,upt,satpel,kota,kode_pelabuhan\n"
                "9899,98,\"Balai, Jauh\",Bandara Jauh,Kota Jauh,\n",
                &report);
    assert_string_equal(report_word(&report, word), "1 0 0 0");
    import_report_free(&report);
}

/* Fixed lists have no codes: they are made of the words, and the same words are known again. */
static void fixed_lists_come_as_bare_words(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] = "dokumen,uraian\nK-8.1,Busuk sekali\n"
                                "K-8.1,Tidak dapat disembuhkan dengan perlakuan apa pun\n"
                                "K-8.1,Tidak dapat disembuhkan dengan perlakuan mana pun\nK-99,x\n";
    const struct kind *option = registry_find(&all_kinds, "option");
    struct import_options o = { .path = sheet_write(d, sheet) };
    struct import_report report = { 0 };
    struct hits hits = { 0 };
    char word[64];
    assert_int_equal(act_import(d->session, option, &o, &report, NULL), DONE);
    assert_string_equal(report_word(&report, word), "3 0 0 1");
    import_report_free(&report);
    report = (struct import_report){ 0 };
    assert_int_equal(act_import(d->session, option, &o, &report, NULL), DONE);
    assert_string_equal(report_word(&report, word), "0 0 3 1");
    import_report_free(&report);
    assert_int_equal(
        act_lookup(d->session, option, "destruction_reason", "busuk_sekali", 2, &hits, NULL), DONE);
    assert_int_equal(hits.count, 1);
    hits_free(&hits);
}

/* What stands in the list already, in whatever case and with whatever blanks, is not made twice. */
static void words_of_a_list_are_known(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] = "dokumen,uraian\nk37a,Dilakukan penahanan\n"
                                "k37a,DILAKUKAN   PENOLAKAN\nk37a,Sesuatu yang lain\n";
    const struct kind *option = registry_find(&all_kinds, "option");
    struct import_options o = { .path = sheet_write(d, sheet) };
    struct import_report report = { 0 };
    struct hits hits = { 0 };
    char word[64];
    assert_int_equal(act_import(d->session, option, &o, &report, NULL), DONE);
    assert_string_equal(report_word(&report, word), "1 0 2 0");
    import_report_free(&report);
    assert_int_equal(
        act_lookup(d->session, option, "admin_result", "dilakukan penahanan", 9, &hits, NULL),
        DONE);
    assert_int_equal(hits.count, 1);
    hits_free(&hits);
}

/* The register an office gave, where it lies beside the project. */
static void sample_register(void **state)
{
    static const char sample[] = "../shared/samples/buku-register-2018.txt";
    struct counter_desk *d = *state;
    struct import_report report = { 0 };
    struct import_options o = { .path = sample };
    char word[64];
    if (access(sample, R_OK) != 0)
        skip();
    assert_int_equal(act_import(d->session, &kind_permit, &o, &report, NULL), DONE);
    assert_string_equal(report_word(&report, word), "40 0 0 0");
    assert_int_equal(report.flagged, 18);
    import_report_free(&report);
}

/* The layouts that come with loket are called in the reader's language. */
static void layouts_have_names_of_their_own(void **state)
{
    struct buf maps = { 0 };
    struct error e = { 0 };
    size_t n = 0;
    (void)state;
    assert_int_equal(file_read("data/layouts.map", 1 << 20, &maps, &e), DONE);
    language_borrow(INDONESIAN);
    for (const char *at = buf_text(&maps); (at = strstr(at, "\nname = ")) != NULL; n++) {
        at += strlen("\nname = ");
        char *name = xstrndup(at, strcspn(at, "\n"));
        assert_string_not_equal(_(name), name);
        free(name);
    }
    language_return();
    assert_true(n > 10);
    buf_free(&maps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layouts_have_names_of_their_own),
        cmocka_unit_test(a_counter_register_lands),
        cmocka_unit_test(twins_without_a_number),
        cmocka_unit_test(what_no_cell_decides_is_asked),
        cmocka_unit_test(a_mapping_file_says_what_headers_do_not),
        cmocka_unit_test(corrected_rejects_land_as_they_would_have),
        cmocka_unit_test(national_lists_land),
        cmocka_unit_test(fixed_lists_come_as_bare_words),
        cmocka_unit_test(words_of_a_list_are_known),
        cmocka_unit_test(sample_register),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
