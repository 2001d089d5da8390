/* The register of captures and the national report of detentions: what they become here, and the
 * report written anew. */
#include "sheets.h"
#include "staff.h"

#include "loket/exchange.h"

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
    "No LK,Tanggal Kejadian,Jam,Lokasi,Sumber,Instansi,Pemilik,Media Pembawa,Jumlah,Satuan,Alat "  \
    "Angkut,Pelanggaran,Keterangan Pemilik,Kategori,Tindakan,Tgl Serah Terima Adm,Tgl Serah "      \
    "Terima Fisik,Petugas\n"
#define OWN                                                                                        \
    "LK-1/X/01/2021,4 Januari 2021,8.00,Gate 2,Petugas Karantina,,NN,Kopi,\"0,250\",kg,KMP A,"     \
    "\"Tidak dilaporkan\nTidak disertai dokumen karantina\",\"Tidak tahu.\nBersedia.\","           \
    "PRO YUSTISIA,Penahanan lalu Pemusnahan,,,Andi\n"
#define HANDED                                                                                     \
    "LK-2/X/01/2021,13 Januari 2021,9.07,Gate 2,Instansi Terkait,Bea Cukai,S. S,Pala,± 5 ikat,,"  \
    "KM B,Tidak dilaporkan,,Non-yustisia,Dilelang,13/01/2021,25/01/2021,Andi\n"

static enum outcome take(struct counter_desk *d, const struct kind *k, const char *path,
                         struct import_report *report, struct error *e)
{
    struct import_options o = { .path = path };
    *report = (struct import_report){ 0 };
    return act_import(d->session, k, &o, report, e);
}

static void taken(struct counter_desk *d, const struct kind *k, const char *path,
                  struct import_report *report)
{
    struct error e = { 0 };
    if (take(d, k, path, report, &e) != DONE)
        test_stop("%s", e.text);
    assert_int_equal(report->rows, report->landed + report->rejected + report->set_aside);
}

static int64_t further(const struct import_report *r, const char *kind)
{
    for (size_t i = 0; i < r->also_count; i++)
        if (strcmp(r->also[i].kind->id, kind) == 0)
            return r->also[i].created;
    return 0;
}

static struct record *numbered(struct counter_desk *d, const struct kind *k, const char *number)
{
    int64_t id = 0;
    struct error e = { 0 };
    if (act_resolve(d->session, k, number, &id, &e) != DONE)
        test_stop("%s", e.text);
    return counter_load(d->session, k->id, id);
}

static const char *line(const struct record *r, const char *path)
{
    const struct value *v = record_at((struct record *)r, path, NULL);
    return v && v->text ? v->text : "";
}

/* The measures of a capture, as one word: "detention destruction ". */
static void measures_of(struct counter_desk *d, const struct record *capture, struct buf *out)
{
    struct related r;
    assert_int_equal(act_related(d->session, capture, &r, NULL), DONE);
    for (size_t g = 0; g < r.count; g++)
        for (size_t i = r.groups[g].count; i-- > 0;) {
            const struct record *m = r.groups[g].rows[i];
            assert_string_equal(m->state, "history");
            assert_string_equal(record_text(m, "coordination"), "untracked");
            buf_printf(out, "%s ", record_text(m, "measure"));
        }
    related_free(&r);
}

static void a_register_of_captures_lands(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    struct buf measures = { 0 };
    taken(d, &kind_capture, sheet_write(d, REGISTER OWN HANDED), &report);
    assert_int_equal(report.created, 2);
    assert_int_equal(further(&report, "measure"), 2);
    assert_int_equal(report.flagged, 2); /* a quantity and a measure in words */
    import_report_free(&report);

    struct record *own = numbered(d, &kind_capture, "LK-1/X/01/2021");
    assert_string_equal(own->state, "history");
    assert_int_equal(own->origin, ORIGIN_LOG);
    assert_string_equal(record_text(own, "source"), "own");
    assert_string_equal(record_text(own, "classification"), "pro_yustisia");
    assert_string_equal(record_text(own, "coordination"), "untracked");
    assert_string_equal(record_text(own, "statement"), "Tidak tahu.\nBersedia.");
    assert_int_equal(record_number(own, "occurred_on"), day_of(2021, 1, 4));
    assert_int_equal(record_at(own, "item.1.p0", NULL)->num, 250);
    assert_int_equal(record_live_lines(own, "finding"), 2);
    measures_of(d, own, &measures);
    assert_string_equal(buf_text(&measures), "detention destruction ");
    buf_reset(&measures);

    struct record *handed = numbered(d, &kind_capture, "LK-2/X/01/2021");
    assert_string_equal(record_text(handed, "source"), "agency");
    assert_string_equal(record_text(handed, "agency"), "Bea Cukai");
    assert_int_equal(record_number(handed, "handover_physical_on"), day_of(2021, 1, 25));
    assert_string_equal(line(handed, "item.1.commodity"), "Pala");
    assert_false(record_at(handed, "item.1.p0", NULL)->set);
    assert_non_null(strstr(line(handed, "item.1.notes"), "± 5 ikat"));
    assert_non_null(strstr(line(handed, "item.1.notes"), "Tindakan: Dilelang"));
    measures_of(d, handed, &measures); /* no measure of ours is called that */
    assert_string_equal(buf_text(&measures), "");
    record_free(&own);
    record_free(&handed);
    buf_free(&measures);

    taken(d, &kind_measure, sheet_write(d, REGISTER OWN HANDED), &report);
    assert_int_equal(report.created + report.changed, 0);
    assert_int_equal(further(&report, "capture"), 0);
    import_report_free(&report);
}

/* Imported history satisfies no guard: no measure goes on from a coordination nobody recorded. */
static void history_satisfies_no_guard(void **state)
{
    struct counter_desk *d = *state;
    struct record *capture = numbered(d, &kind_capture, "LK-1/X/01/2021");
    struct related r;
    assert_int_equal(act_related(d->session, capture, &r, NULL), DONE);
    const struct record *m = r.groups[0].rows[0];
    static const char *const verbs[] = { "issue", "receive", "fulfil", "close" };
    for (size_t i = 0; i < COUNT(verbs); i++) {
        const struct step_request q = { .kind = &kind_measure, .id = m->id, .verb = verbs[i] };
        struct error e = { 0 };
        assert_int_not_equal(act_step(d->session, &q, NULL, &e), DONE);
    }
    related_free(&r);
    record_free(&capture);
}

#define REPORT                                                                                     \
    "LAPORAN PENAHANAN KT,,,,,,,,,,,,,,,,,\r\nPERMOHONAN IM,,,,,,,,,,,,,,,,,\r\n"                  \
    "PERIODE 2026-01-01 S/D 2026-01-31,,,,,,,,,,,,,,,,,\r\n"
#define COLUMNS                                                                                    \
    "No. Dokumen,Tgl Dokumen,No. P5,Tgl P5,Satpel,Pengirim,Penerima,Asal,Tujuan,Alasan,"           \
    "Rekomendasi,Petugas,Komoditas,Nama Tercetak,Kode HS,volume P0,volume P5,satuan\r\n"
#define DETENTIONS                                                                                 \
    "2026-K.1.1-1,2026-01-10 07:29:00,2026-K.6.1-1,2026-01-10 07:59:00,Satpel X,NN,NN,\"CHINA - "  \
    "\",INDONESIA - KOTA MANADO,\"Tidak disertai dokumen karantina\nTidak dilaporkan\",dilakukan " \
    "pemusnahan,P. A,CABE KERING,CABE KERING,09042110,\"1,000\",\"0,250\",kemasan\r\n"             \
    "2026-K.1.1-2,2026-01-11 23:59:59,2026-K.6.1-2,2026-01-12 00:00:01,Satpel X,B - C,NN,,"        \
    "\"INDONESIA - \",Tidak dilaporkan,,P. A,KOPI,\"KOPI, "                                        \
    "\"\"bubuk\"\"\",,\"12345,678\",\"0,001\","                                                    \
    "kg\r\n"                                                                                       \
    "2026-K.1.1-2,2026-01-11 23:59:59,2026-K.6.1-2,2026-01-12 00:00:01,Satpel X,B - C,NN,,"        \
    "\"INDONESIA - \",Tidak dilaporkan,,P. A,PALA,PALA,,\"3,000\",\"3,000\",kg\r\n"

static void export_report(struct counter_desk *d, struct buf *out)
{
    char path[256];
    snprintf(path, sizeof path, "%s/lapor.csv", d->folder);
    FILE *file = fopen(path, "w");
    struct error e = { 0 };
    const struct query q = { .kind = &kind_measure };
    assert_non_null(file);
    if (act_export_layout(d->session, &q, "detention-report", file, &e) != DONE)
        test_stop("%s", e.text);
    fclose(file);
    assert_int_equal(file_read(path, 1 << 20, out, NULL), DONE);
}

static void a_report_of_detentions_goes_out_as_it_came(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    struct buf again = { 0 };
    taken(d, &kind_measure, sheet_write(d, REPORT COLUMNS DETENTIONS), &report);
    assert_int_equal(report.created, 2);
    assert_int_equal(report.landed, 3);
    import_report_free(&report);

    struct record *m = numbered(d, &kind_measure, "2026-K.6.1-1");
    assert_string_equal(m->state, "history");
    assert_string_equal(record_text(m, "measure"), "detention");
    assert_string_equal(record_text(m, "coordination"), "untracked");
    assert_string_equal(record_text(m, "field"), "T"); /* out of the banner */
    assert_string_equal(record_text(m, "direction"), "IM");
    assert_string_equal(record_text(m, "origin_country"), "CHINA");
    assert_string_equal(record_text(m, "destination_place"), "KOTA MANADO");
    assert_int_equal(record_live_lines(m, "reason"), 2);
    assert_int_equal(record_at(m, "good.1.p0", NULL)->num, 1000);
    assert_int_equal(record_at(m, "good.1.quantity", NULL)->num, 250);
    assert_int_equal(record_number(m, "proposed_on"), day_of(2026, 1, 10));
    record_free(&m);

    export_report(d, &again);
    assert_string_equal(buf_text(&again), COLUMNS DETENTIONS);
    buf_free(&again);
}

static void layouts_that_are_not(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    const struct query q = { .kind = &kind_measure };
    assert_int_equal(act_export_layout(d->session, &q, "captures-register", stdout, &e), MISUSED);
    assert_non_null(strstr(e.text, "detention-report"));
}

/* Who may edit captures alone may not bring in measures with them; the chain says who may. */
static void each_kind_asks_for_its_role(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    struct error e = { 0 };
    const char *path = sheet_write(d, REGISTER OWN);
    staff_login(d->session, "operator");
    assert_int_equal(take(d, &kind_capture, path, &report, &e), FORBIDDEN);
    import_report_free(&report);
    staff_login(d->session, "officer");
    taken(d, &kind_capture, path, &report);
    assert_int_equal(report.created, 1);
    int64_t batch = report.batch;
    import_report_free(&report);
    staff_login(d->session, "operator");
    struct undo_report undone = { 0 };
    assert_int_equal(act_import_undo(d->session, batch, false, &undone, &e), FORBIDDEN);
    undo_report_free(&undone);
    session_logout(d->session);
    assert_int_equal(staff_verify(d->session, NULL), 0);
}

/* ---- The sheets an office gave, where they lie beside the project ---- */

static void sample(const char *path)
{
    if (access(path, R_OK) != 0)
        skip();
}

static void sample_register(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    sample("../shared/samples/register-tangkapan-2021.csv");
    taken(d, &kind_capture, "../shared/samples/register-tangkapan-2021.csv", &report);
    assert_int_equal(report.created, 25);
    assert_int_equal(report.lines_created, 50);
    assert_int_equal(further(&report, "measure"), 33);
    int64_t batch = report.batch;
    import_report_free(&report);

    struct undo_report undone = { 0 };
    assert_int_equal(act_import_undo(d->session, batch, false, &undone, NULL), DONE);
    assert_int_equal(undone.undone, 58);
    undo_report_free(&undone);
    chain_length(d->session);
}

/* Cell by cell, as `loket csv` reads both. */
static void cells_of(const char *path, struct buf *out)
{
    struct sheet *s = NULL;
    struct sheet_row row;
    struct error e = { 0 };
    if (sheet_open(path, &s, &e) != DONE)
        test_stop("%s", e.text);
    while (sheet_next(s, &row, &e) == DONE && row.cells)
        for (size_t i = 0; row.count > 1 && i < row.count; i++)
            buf_printf(out, "%s%s", row.cells[i], i + 1 < row.count ? "|" : "\n");
    sheet_close(&s);
}

static void sample_report(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    struct buf source = { 0 }, ours = { 0 }, text = { 0 };
    sample("../shared/samples/penahanan-2026-01.xls");
    taken(d, &kind_measure, "../shared/samples/penahanan-2026-01.xls", &report);
    assert_int_equal(report.created, 12);
    import_report_free(&report);
    export_report(d, &text);
    cells_of("../shared/samples/penahanan-2026-01.xls", &source);
    cells_of(sheet_write(d, buf_text(&text)), &ours);
    /* Those of the test before stand in front. */
    const char *header_end = strchr(buf_text(&source), '\n') + 1;
    assert_non_null(strstr(buf_text(&ours), header_end));
    assert_true(strlen(header_end) > 2000);
    buf_free(&source);
    buf_free(&ours);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_register_of_captures_lands),
        cmocka_unit_test(history_satisfies_no_guard),
        cmocka_unit_test(a_report_of_detentions_goes_out_as_it_came),
        cmocka_unit_test(layouts_that_are_not),
        cmocka_unit_test(sample_register),
        cmocka_unit_test(sample_report),
    };
    const struct CMUnitTest of_people[] = { cmocka_unit_test(each_kind_asks_for_its_role) };
    int failed = cmocka_run_group_tests(tests, counter_up, counter_down);
    return failed + cmocka_run_group_tests(of_people, staff_up, staff_down);
}
