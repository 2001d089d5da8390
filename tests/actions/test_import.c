/* Sheets in and out: the monthly report, its second time, rejects, our own export. */
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#define HEADER                                                                                     \
    "no;no_permohonan;no_aju;tanggal_permohonan;jenis_permohonan;nama_pemohon;nama_pengirim;"      \
    "nama_penerima;jumlah_kemasan;asal;tujuan;moda_alat_angkut_terakhir;nama_alat_angkut_"         \
    "terakhir;"                                                                                    \
    "nilai_barang_total;golongan;kode_hs;nama_komoditas;volume_netto;sat_netto;dok_pelepasan;"     \
    "nomor_dok_pelepasan;tanggal_pelepasan;no_seri;no_kwitansi\r\n"
#define BANNER                                                                                     \
    "LAPORAN KEGIATAN OPERASIONAL KARANTINA TUMBUHAN;;\r\n"                                        \
    "UPT/Wilker : BBKP Belawan /  Wilker : Pelabuhan Belawan;;\r\nEKSPOR;;\r\n"                    \
    "BULAN : 5 TAHUN : 2020;;\r\n;;\r\n;;\r\n"
#define FIRST                                                                                      \
    "1;2020.05.0100.K10.E.000001;0123;2020-05-01;Ekspor;\"PT \"\"Sinar\"\" Gayo\";"                \
    "\"PT \"\"Sinar\"\" Gayo\";\"M\xc3\xbcller; S\xc3\xb6hne\";202,000;INDONESIA;PHILIPINA - "     \
    ";Laut;"                                                                                       \
    "KM KELUD;7.006.434,20;C;8028000;PINANG;4.625,84;kg;KT-10;2020.05.0100.K10.E.000001;43953;"    \
    "114200;KWI.1/1\r\n"
#define IDEM                                                                                       \
    ";IDEM;;;Ekspor;;;\"M\xc3\xbcller; S\xc3\xb6hne\";16,000;INDONESIA;PHILIPINA;Laut;MV LAIN;"    \
    "1.000,50;C;09011110;\"BIJI\nKOPI\";0,250;ton;KT-10;2020.05.0100.K10.E.000001;43953;114200;"   \
    "KWI.1/1\r\n"
#define SECOND                                                                                     \
    "2;2020.05.0100.K10.E.000002;0124;43952;Ekspor;CV Rimba;CV Rimba;N/A;83;INDONESIA;JEPANG;"     \
    "Laut;KM KELUD;1,00;C;09071000;CENGKEH;21502,50;kg;KT10;2020.05.0100.K10.E.000002;"            \
    "3 Mei 2020;114201;KWI.2/1\r\n"
#define TAIL "JUMLAH;;;;;;74.000,00;\r\n;;\r\n;;Mengetahui,;;\r\n"

static void write_sheet(const struct counter_desk *d, const char *name, const char *text,
                        char path[160])
{
    struct buf b = { 0 };
    snprintf(path, 160, "%s/%s", d->folder, name);
    buf_puts(&b, text);
    assert_int_equal(file_write(path, &b, 0600, NULL), DONE);
    buf_free(&b);
}

static void import_file(struct session *s, const char *path, struct import_report *report)
{
    struct error e = { 0 };
    struct import_options o = { .path = path };
    if (act_import(s, &kind_permit, &o, report, &e) != DONE)
        test_stop("%s: %s", path, e.text);
    int64_t landed = report->rows - report->rejected - report->set_aside;
    assert_true(landed >= report->created + report->changed + report->unchanged);
}

static struct record *permit_numbered(struct session *s, const char *number)
{
    struct error e = { 0 };
    int64_t id = 0;
    if (act_resolve(s, &kind_permit, number, &id, &e) != DONE)
        test_stop("%s", e.text);
    return counter_load(s, "permit", id);
}

static void monthly_report_lands(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report = { 0 };
    char path[160];
    write_sheet(d, "mei.csv", "\xef\xbb\xbf" BANNER HEADER FIRST IDEM HEADER SECOND TAIL, path);
    import_file(d->session, path, &report);
    assert_int_equal(report.created, 2);
    assert_int_equal(report.lines_created, 3);
    assert_int_equal(report.rejected, 0);
    assert_int_equal(report.rows, 14);
    assert_int_equal(report.set_aside, 11);
    import_report_free(&report);

    struct record *r = permit_numbered(d->session, "000001");
    assert_string_equal(r->state, "completed");
    assert_int_equal(r->origin, ORIGIN_LOG);
    assert_string_equal(record_text(r, "national_number"), "2020.05.0100.K10.E.000001");
    assert_string_equal(record_text(r, "applicant"), "PT \"Sinar\" Gayo");
    assert_string_equal(record_text(r, "recipient"), "M\xc3\xbcller; S\xc3\xb6hne");
    assert_string_equal(record_text(r, "direction"), "EX");
    assert_string_equal(record_text(r, "field"), "T");
    assert_string_equal(record_text(r, "era"), "B");
    assert_string_equal(record_text(r, "release_document"), "KT-10");
    assert_int_equal(record_number(r, "received_on"), day_of(2020, 5, 1));
    assert_int_equal(record_number(r, "released_on"), day_of(2020, 5, 2));
    assert_true(record_value(r, "destination_country")->num != 0); /* PHILIPINA is an alias */
    assert_int_equal(record_live_lines(r, "item"), 2);
    assert_int_equal(record_at(r, "item.1.packages", NULL)->num, 202000);
    assert_int_equal(record_at(r, "item.1.net_quantity", NULL)->num, 4625840);
    assert_int_equal(record_at(r, "item.1.value", NULL)->num, 700643420);
    assert_string_equal(record_at(r, "item.1.hs_code", NULL)->text, "08028000");
    assert_int_equal(record_at(r, "item.2.net_quantity", NULL)->num, 250);
    assert_int_equal(record_at(r, "item.2.packages", NULL)->num, 16000);
    assert_non_null(strstr(record_at(r, "item.2.notes", NULL)->text, "MV LAIN"));
    record_free(&r);
}

static void second_time_changes_nothing(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report = { 0 };
    struct error e = { 0 };
    char path[160];
    int64_t before = 0, after = 0, defects = 0;
    write_sheet(d, "lagi.csv", BANNER HEADER FIRST IDEM SECOND TAIL, path);
    import_file(d->session, path, &report);
    import_report_free(&report);
    report = (struct import_report){ 0 };
    assert_int_equal(act_verify(d->session, NULL, NULL, &before, &defects, &e), DONE);
    import_file(d->session, path, &report);
    assert_int_equal(report.created, 0);
    assert_int_equal(report.changed, 0);
    assert_int_equal(report.unchanged, 2);
    assert_int_equal(act_verify(d->session, NULL, NULL, &after, &defects, &e), DONE);
    assert_int_equal(after, before);
    assert_int_equal(defects, 0);
    import_report_free(&report);
}

static void wrong_rows_come_back_with_reasons(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report = { 0 };
    struct buf rejects = { 0 };
    char path[160];
    write_sheet(d, "salah.csv",
                BANNER HEADER
                "1;X.1;1;31/02/2020;Ekspor;CV A;CV A;B;1;INDONESIA;JEPANG;Laut;K;1,00;C;0907;"
                "CENGKEH;1;kg;;;;;\r\n"
                ";IDEM;;;Ekspor;;;B;1;INDONESIA;JEPANG;Laut;K;1,00;C;0907;LADA;1;kg;;;;;\r\n"
                "2;X.2;2;2020-05-02;Ekspor;CV A;CV A;B;1;INDONESIA;JEPANG;Laut;K;1,00;C;0907;"
                "CENGKEH;sedikit;kg;;;;;\r\n"
                "3;X.3;3;2020-05-02;Ekspor;CV A;CV A;B;1;INDONESIA;JEPANG;Laut;K;1,00;C;0907;"
                "CENGKEH;5;kg;;;;;\r\n",
                path);
    import_file(d->session, path, &report);
    assert_int_equal(report.created, 1);
    assert_int_equal(report.rejected, 3); /* a wrong line takes its whole record back */
    assert_int_equal(file_read(report.rejects, 1 << 16, &rejects, NULL), DONE);
    assert_non_null(strstr(buf_text(&rejects), "8,tanggal_permohonan,"));
    assert_non_null(strstr(buf_text(&rejects), "10,volume_netto,"));
    assert_non_null(strstr(buf_text(&rejects), "LADA"));
    buf_free(&rejects);
    import_report_free(&report);
}

/* What is called by its name alone is not taken without one. */
static void a_row_without_a_name_comes_back(void **state)
{
    static const struct {
        const struct kind *kind;
        const char *sheet, *reject;
    } sheets[] = {
        { &kind_party,
          "nama;npwp;kota\r\nPT Genap;01.234.567.8-901.000;Medan\r\n"
          ";02.345.678.9-012.000;Binjai\r\n",
          "3,nama,Name: must be filled in.,,02.345.678.9-012.000,Binjai" },
        { &kind_party, "npwp;kota;alamat\r\n03.345.678.9-012.000;Binjai;Jl. Tiga\r\n",
          "2,name,Name: must be filled in.,03.345.678.9-012.000,Binjai,Jl. Tiga" },
        { &kind_country, "kode;nama;nama inggris\r\nQZ;;Nowhere\r\n",
          "2,nama,Name: must be filled in.,QZ,,Nowhere" },
    };
    for (size_t i = 0; i < COUNT(sheets); i++) {
        const struct counter_desk *d = *state;
        struct import_report report = { 0 };
        struct buf rejects = { 0 };
        struct error e = { 0 };
        char path[160];
        write_sheet(d, "tanpa.csv", sheets[i].sheet, path);
        const struct import_options o = { .path = path };
        if (act_import(d->session, sheets[i].kind, &o, &report, &e) != DONE)
            test_stop("%s", e.text);
        assert_int_equal(report.rejected, 1);
        assert_int_equal(report.created, i == 0);
        assert_int_equal(file_read(report.rejects, 1 << 16, &rejects, NULL), DONE);
        if (!strstr(buf_text(&rejects), sheets[i].reject))
            test_stop("%s", buf_text(&rejects));
        buf_free(&rejects);
        import_report_free(&report);
    }
}

static void national_number_reaches_the_open_permit(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report = { 0 };
    struct reading how = session_reading(d->session, SPELL_CANONICAL);
    char path[160];
    int64_t id = counter_permit(d->session);
    struct record *r = counter_load(d->session, "permit", id), *base = record_copy(r);
    record_put(r, "aju", &how, "AJU-55", NULL);
    assert_int_equal(act_save(d->session, r, base, NULL, NULL, NULL), DONE);
    record_free(&r);
    record_free(&base);
    write_sheet(d, "nasional.csv",
                BANNER HEADER
                "1;N.55;AJU-55;2020-05-02;Ekspor;CV A;CV A;B;1;INDONESIA;JEPANG;Laut;K;1,00;C;"
                "0907;CENGKEH;5;kg;;;;;\r\n",
                path);
    import_file(d->session, path, &report);
    assert_int_equal(report.created, 0);
    assert_int_equal(report.changed, 1);
    r = counter_load(d->session, "permit", id);
    assert_string_equal(record_text(r, "national_number"), "N.55");
    assert_string_equal(record_text(r, "applicant"), "PT Toba Agro"); /* typed here: stays */
    assert_string_equal(r->state, "draft");
    record_free(&r);
    import_report_free(&report);
}

static void empty_month_is_no_error(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report = { 0 };
    char path[160];
    write_sheet(d, "nihil.csv", BANNER HEADER "NIHIL;;;\r\n", path);
    import_file(d->session, path, &report);
    assert_true(report.nihil);
    assert_int_equal(report.created, 0);
    assert_int_equal(report.batch, 0);
    import_report_free(&report);
}

static void dry_run_writes_nothing(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report = { 0 };
    struct error e = { 0 };
    int64_t before = 0, after = 0;
    char path[160];
    write_sheet(d, "coba.csv",
                BANNER HEADER "9;COBA.9;9;2020-05-02;Ekspor;CV A;CV A;B;1;INDONESIA;"
                              "JEPANG;Laut;K;1,00;C;0907;CENGKEH;5;kg;;;;;\r\n",
                path);
    store_tally(session_store(d->session), &kind_permit, NULL, &before, NULL);
    struct import_options o = { .path = path, .dry_run = true };
    assert_int_equal(act_import(d->session, &kind_permit, &o, &report, &e), DONE);
    assert_int_equal(report.created, 1);
    store_tally(session_store(d->session), &kind_permit, NULL, &after, NULL);
    assert_int_equal(before, after);
    import_report_free(&report);
}

/* The samples offices gave, where they lie beside the project. */
static void sample_month(void **state)
{
    static const char sample[] = "../shared/samples/iqfast-tumbuhan-2020-05.csv";
    struct counter_desk *d = *state;
    struct import_report report = { 0 };
    if (access(sample, R_OK) != 0)
        skip();
    import_file(d->session, sample, &report);
    assert_int_equal(report.created + report.unchanged + report.changed, 60);
    assert_int_equal(report.rejected, 0);
    import_report_free(&report);
    report = (struct import_report){ 0 };
    import_file(d->session, sample, &report);
    assert_int_equal(report.unchanged, 60);
    assert_int_equal(report.created, 0);
    import_report_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(monthly_report_lands),
        cmocka_unit_test(second_time_changes_nothing),
        cmocka_unit_test(wrong_rows_come_back_with_reasons),
        cmocka_unit_test(a_row_without_a_name_comes_back),
        cmocka_unit_test(national_number_reaches_the_open_permit),
        cmocka_unit_test(empty_month_is_no_error),
        cmocka_unit_test(dry_run_writes_nothing),
        cmocka_unit_test(sample_month),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
