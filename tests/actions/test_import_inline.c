/* The in-line log of an office: companies, their decrees, shipments and monitorings out of one
 * sheet, and what in it went against the rules. */
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

#define HEAD                                                                                       \
    "DATA PERUSAHAAN IN LINE INSPECTION;;;;;;;;;;\r\nNama Perusahaan;No SK;Tgl SK;Berlaku s/d;"    \
    "Komoditas;Kirim ke-;No PC;Tgl PC;Tgl Monitoring;Petugas POPT;Temuan\r\n"

/* One decree that lapsed between two shipments, and was extended then; six in a row; a finding. */
static const char fixture[] = HEAD
    "PT Lapuk Jaya;1/Kpts;01/06/2020;01/09/2020;Pala, Cengkeh;1;P.1;15/06/2020;16/06/2020;Fery;"
    "Nihil\r\n"
    ";;;;;2;P.2;05/09/2020;;;\r\n"
    ";2/Kpts;10/09/2020;10/12/2020;Pala, Cengkeh;3;P.3;12/09/2020;;;\r\n"
    ";;;;;4;P.4;13/09/2020;;;\r\n"
    ";;;;;5;P.5;14/09/2020;;;\r\n"
    ";;;;;6;P.6;15/09/2020;;;\r\n"
    ";;;;;7;P.7;16/09/2020;17/09/2020;Fery;Ditemukan semut\r\n"
    ";;;;;8;P.8;18/09/2020;;;\r\n";

static struct import_report take(struct counter_desk *d, const char *kind, const char *path)
{
    struct import_options o = { .path = path };
    struct import_report report = { 0 };
    struct error e = { 0 };
    if (act_import(d->session, registry_find(&all_kinds, kind), &o, &report, &e) != DONE)
        test_stop("%s\n", e.text);
    assert_int_equal(report.rows, report.landed + report.rejected + report.set_aside);
    return report;
}

static int64_t also_created(const struct import_report *r, const char *kind)
{
    for (size_t i = 0; i < r->also_count; i++)
        if (strcmp(r->also[i].kind->id, kind) == 0)
            return r->also[i].created;
    return -1;
}

/* Every row of a kind, whatever its state, oldest first. */
static struct page all_of(struct session *s, const struct kind *k, const char *sort)
{
    struct page page = { 0 };
    struct query q = { .kind = k, .closed = true, .sort = sort };
    assert_int_equal(act_page(s, &q, &page, NULL), DONE);
    return page;
}

/* "P.2 lapsed, P.8 finding" of the shipments that went against the rules. */
static void breaches(struct session *s, struct buf *out)
{
    struct page page = all_of(s, &kind_shipment, "id");
    for (size_t i = 0; i < page.count; i++)
        if (*record_text(page.rows[i], "breach"))
            buf_printf(out, "%s%s %lld %s", out->len ? ", " : "",
                       record_text(page.rows[i], "facility"),
                       (long long)record_number(page.rows[i], "ordinal"),
                       record_text(page.rows[i], "breach"));
    page_free(&page);
}

static void a_log_lands_with_what_it_leaves_unsaid(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    const char *path = sheet_write(d, fixture);
    struct import_report report = take(d, "shipment", path);
    assert_int_equal(report.created, 8);
    assert_int_equal(also_created(&report, "facility"),
                     1); /* the second decree extends the first */
    assert_int_equal(also_created(&report, "monitoring"), 2);
    import_report_free(&report);

    struct page companies = all_of(s, &kind_facility, "id");
    assert_int_equal(companies.count, 1);
    struct record *r = counter_load(s, "facility", companies.rows[0]->id);
    assert_string_equal(r->state, "designated");
    assert_string_equal(record_text(r, "decree_number"), "2/Kpts");
    assert_int_equal(record_number(r, "decree_to"), day_of(2020, 12, 10));
    assert_int_equal(record_live_lines(r, "product"), 2);
    assert_string_equal(record_at(r, "product.2.commodity", NULL)->text, "Cengkeh");
    assert_int_equal(record_live_lines(r, "decision"), 2);
    assert_string_equal(record_at(r, "decision.1.number", NULL)->text, "1/Kpts");
    assert_string_equal(record_at(r, "decision.2.manner", NULL)->text, "extension");
    record_free(&r);
    page_free(&companies);

    struct page visits = all_of(s, &kind_monitoring, "held_on");
    assert_int_equal(visits.count, 2);
    assert_string_equal(visits.rows[0]->state, "closed");
    assert_string_equal(record_text(visits.rows[0], "result"), "clean");
    assert_string_equal(visits.rows[1]->state, "follow_up");
    assert_string_equal(record_text(visits.rows[1], "findings"), "Ditemukan semut");
    assert_true(record_number(visits.rows[1], "counts"));
    assert_true(record_number(visits.rows[1], "shipment")); /* of its row */
    page_free(&visits);

    struct buf out = { 0 };
    breaches(s, &out);
    assert_string_equal(
        buf_text(&out),
        "PT Lapuk Jaya 2 lapsed, PT Lapuk Jaya 7 unmonitored, PT Lapuk Jaya 8 finding");
    buf_free(&out);
}

static void again_it_changes_nothing(void **state)
{
    struct counter_desk *d = *state;
    static const char *const kinds[] = { "shipment", "facility", "monitoring" };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct import_report report = take(d, kinds[i], sheet_write(d, fixture));
        assert_int_equal(report.created + report.changed, 0);
        for (size_t k = 0; k < report.also_count; k++)
            assert_int_equal(report.also[k].created + report.also[k].changed, 0);
        import_report_free(&report);
    }
    chain_length(d->session);
}

/* The sheet's rows below its title, with commas between cells: those within one are quoted. */
static void with_commas(const char *sheet, struct buf *out)
{
    const char *p = strstr(sheet, "\r\n") + 2;
    while (*p) {
        size_t n = strcspn(p, ";\r");
        bool quoted = memchr(p, ',', n) != NULL;
        buf_printf(out, quoted ? "\"%.*s\"" : "%.*s", (int)n, p);
        p += n;
        buf_puts(out, *p == ';' ? "," : "\r\n");
        p += *p == ';' ? 1 : 2;
    }
}

static void comes_back(struct counter_desk *d, const char *sheet)
{
    struct buf expected = { 0 }, out = { 0 };
    struct error e = { 0 };
    struct query q = { .kind = &kind_shipment, .closed = true };
    char bytes[4096];
    size_t n;
    FILE *file = tmpfile();
    assert_non_null(file);
    if (act_export_layout(d->session, &q, "in-line-log", file, &e) != DONE)
        test_stop("%s\n", e.text);
    rewind(file);
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(&out, bytes, n);
    fclose(file);
    with_commas(sheet, &expected);
    assert_string_equal(buf_text(&out), buf_text(&expected));
    buf_free(&out);
    buf_free(&expected);
}

static void it_goes_out_as_it_came(void **state)
{
    comes_back(*state, fixture);
}

static void the_sample_names_what_went_wrong(void **state)
{
    struct counter_desk *d = *state;
    static const char sample[] = "../shared/samples/inline-perusahaan-2020.csv";
    struct buf bytes = { 0 }, out = { 0 };
    struct error e = { 0 };
    if (access(sample, R_OK) != 0)
        skip();
    assert_int_equal(file_read(sample, 1 << 20, &bytes, &e), DONE);
    struct import_report report = take(d, "facility", sheet_write(d, buf_text(&bytes)));
    assert_int_equal(report.created, 3);
    assert_int_equal(also_created(&report, "shipment"), 36);
    assert_int_equal(also_created(&report, "monitoring"), 5);
    assert_int_equal(report.rejected, 0);
    import_report_free(&report);
    breaches(d->session, &out);
    assert_string_equal(buf_text(&out), "PT Toba Agro Mandiri 11 finding, "
                                        "PT Toba Agro Mandiri 12 finding, "
                                        "PT Deli Spice Indonesia 11 unmonitored, "
                                        "PT Deli Spice Indonesia 12 unmonitored, "
                                        "PT Agro Nusa Beku 11 finding, "
                                        "PT Agro Nusa Beku 12 finding");
    buf_free(&out);
    comes_back(d, buf_text(&bytes));
    buf_free(&bytes);
    chain_length(d->session);
}

int main(void)
{
    const struct CMUnitTest ours[] = {
        cmocka_unit_test(a_log_lands_with_what_it_leaves_unsaid),
        cmocka_unit_test(again_it_changes_nothing),
        cmocka_unit_test(it_goes_out_as_it_came),
    };
    const struct CMUnitTest theirs[] = {
        cmocka_unit_test(the_sample_names_what_went_wrong),
    };
    return cmocka_run_group_tests(ours, counter_up, counter_down) +
           cmocka_run_group_tests(theirs, counter_up, counter_down);
}
