/* Captures counted: by every way, within a period, without drafts and what was cancelled, and with
 * owners nobody found as nobody. */
#include "road.h"
#include "sheets.h"
#include "staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#define HEAD                                                                                       \
    "No LK,Tanggal Kejadian,Jam,Lokasi,Sumber,Instansi,Pemilik,Media Pembawa,Jumlah,Satuan,Alat "  \
    "Angkut,Pelanggaran,Keterangan Pemilik,Kategori,Tindakan,Tgl Serah Terima Adm,Tgl Serah "      \
    "Terima Fisik,Petugas\n"
#define ROW(number, on, place, source, owner, goods, ship, found)                                  \
    "LK-" number "/X," on ",8.00," place "," source ",," owner "," goods ",1,kg," ship "," found   \
    ",,,Penahanan,,,Andi\n"

static const char sheet[] =
    HEAD ROW("1", "14/1/2021", "Gate 2", "Petugas Karantina", "NN", "Kopi", "KM A", "Tanpa surat")
        ROW("2", "31/1/2021", "gate 2", "Petugas Karantina", "No Name", "Kopi", "KM A", "Lainnya")
            ROW("3", "1/2/2021", "Gate 3", "Instansi Terkait", "S. Siman", "Pala", "KM B",
                "Tanpa surat") ROW("4", "15/3/2021", "Gate 2", "Petugas Karantina", "S. SIMAN",
                                   "Pala", "KM A", "Tanpa surat");

static int with_captures(void **state)
{
    struct import_report report = { 0 };
    struct error e = { 0 };
    if (counter_up(state) != 0)
        return -1;
    struct counter_desk *d = *state;
    struct import_options o = { .path = sheet_write(d, sheet) };
    if (act_import(d->session, &kind_capture, &o, &report, &e) != DONE || report.created != 4)
        test_stop("%s %s", e.text, buf_text(&report.notes));
    import_report_free(&report);
    /* A draft, which is nothing yet. */
    counter_make(d->session, "capture",
                 (const char *const[]){ "place", "Gate 2", "occurred_on", "2021-01-20", NULL });
    return 0;
}

static void told(struct counter_desk *d, const struct analysis_request *q, struct buf *out)
{
    struct analysis a;
    struct error e = { 0 };
    if (act_analysis(d->session, q, &a, &e) != DONE)
        test_stop("%s", e.text);
    buf_printf(out, "%lld:", (long long)a.records);
    for (size_t i = 0; i < a.counts.count; i++) {
        buf_putc(out, ' ');
        analysis_value(q->way, &a, i, out);
        buf_printf(out, "=%lld", (long long)a.counts.items[i].records);
    }
    analysis_free(&a);
}

static void every_way_counts(void **state)
{
    struct counter_desk *d = *state;
    static const struct {
        const char *way, *expected;
    } cases[] = {
        { "place", "4: Gate 2=3 Gate 3=1" },
        { "route", "4: =4" },
        { "commodity", "4: Kopi=2 Pala=2" },
        { "finding", "4: Tanpa surat=3 Lainnya=1" },
        { "modus", "4: =4" },
        { "source", "4: own=3 agency=1" },
        { "month", "4: 2021-01=2 2021-02=1 2021-03=1" },
        { "owner", "4: S. SIMAN=2 =2" }, /* NN and No Name are nobody */
        { "conveyance", "4: KM A=3 KM B=1" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        const struct analysis_request q = { .way = analysis_way(cases[i].way),
                                            .from = NO_DAY,
                                            .to = NO_DAY };
        told(d, &q, &out);
        assert_string_equal(buf_text(&out), cases[i].expected);
        buf_free(&out);
    }
    assert_null(analysis_way("weather"));
}

static void a_period_and_filters_narrow(void **state)
{
    struct counter_desk *d = *state;
    const struct filter own = { "source", IS, { .text = "own", .set = true }, NULL };
    struct buf out = { 0 };
    struct analysis_request q = { .way = analysis_way("place"),
                                  .from = day_of(2021, 1, 31),
                                  .to = day_of(2021, 2, 28) };
    told(d, &q, &out);
    assert_string_equal(buf_text(&out), "2: gate 2=1 Gate 3=1");
    buf_reset(&out);
    q.filters = &own;
    q.filter_count = 1;
    told(d, &q, &out);
    assert_string_equal(buf_text(&out), "1: gate 2=1");
    buf_reset(&out);
    q.from = day_of(2030, 1, 1);
    q.to = NO_DAY;
    told(d, &q, &out);
    assert_string_equal(buf_text(&out), "0:");
    buf_free(&out);
}

static void rows_for_others(void **state)
{
    struct counter_desk *d = *state;
    const struct analysis_request q = { .way = analysis_way("owner"),
                                        .from = NO_DAY,
                                        .to = NO_DAY };
    struct analysis a;
    struct buf out = { 0 }, bar = { 0 }, name = { 0 };
    assert_int_equal(act_analysis(d->session, &q, &a, NULL), DONE);
    analysis_csv(q.way, &a, &out);
    assert_string_equal(buf_text(&out), "owner,S. SIMAN,2,50,1,\r\nowner,,2,50,,\r\n");
    analysis_bar(&a, 0, 10, &bar);
    assert_string_equal(buf_text(&bar), "##########");
    analysis_name(q.way, &a, 1, &name);
    assert_true(name.len > 0);
    analysis_free(&a);
    buf_free(&out);
    buf_free(&bar);
    buf_free(&name);
}

/* Weeks from Monday on, of the last half year; 16 November 2026 is one. */
static void applications_stand_in_their_weeks(void **state)
{
    struct counter_desk *d = *state;
    struct buf out = { 0 }, name = { 0 };
    struct analysis a;
    const struct analysis_request q = { .way = analysis_way("intake-week"),
                                        .from = NO_DAY,
                                        .to = NO_DAY };
    staff_sql(d, "WITH n(i, day) AS (VALUES (901, '2026-11-15'), (902, '2026-11-16'), "
                 "(903, '2026-11-19'), (904, '2026-05-01'), (905, '2026-11-15')) "
                 "INSERT INTO permit (id, rev, state, origin, batch, changed_at, received_on) "
                 "SELECT i, 1, CASE i WHEN 905 THEN 'draft' ELSE 'submitted' END, 0, 0, "
                 "'2026-11-21T00:00:00.000Z', day FROM n");
    told(d, &q, &out);
    assert_string_equal(buf_text(&out), "3: 2026-11-09=1 2026-11-16=2");
    assert_int_equal(act_analysis(d->session, &q, &a, NULL), DONE);
    analysis_name(q.way, &a, 1, &name);
    assert_string_equal(buf_text(&name), "16 Nov – 22 Nov 2026");
    analysis_free(&a);
    buf_free(&name);
    buf_free(&out);
    staff_sql(d, "DELETE FROM permit WHERE id BETWEEN 901 AND 905");
}

struct spent { /* what the accounts themselves say */
    int64_t percent, late, records;
};

static void add_account(void *context, const struct service_account *a)
{
    struct spent *s = context;
    if (!a->target)
        return;
    s->percent += a->used_ms * 100 / a->length_ms;
    s->late += (a->anomalies & ANOMALY_LATE) != 0;
    s->records++;
}

/* The average of what service-time tells of each. */
static void time_used_is_that_of_the_accounts(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct spent all = { 0 };
    struct analysis risk, officer;
    moment now = d->now;
    struct analysis_request q = { .way = analysis_way("time-risk"), .from = NO_DAY, .to = NO_DAY };
    road_to(s, counter_permit(s), "assigned");
    d->now = now + 5 * 3600 * 1000;
    road_to(s, counter_permit(s), "assigned");
    d->now = now + 4 * (moment)24 * 3600 * 1000;
    must(act_service_time(s, session_today(s) - 90, session_today(s), add_account, &all, &e), &e);
    must(act_analysis(s, &q, &risk, &e), &e);
    q.way = analysis_way("time-officer");
    must(act_analysis(s, &q, &officer, &e), &e);
    assert_int_equal(all.records, 2);
    assert_int_equal(risk.records, 2);
    assert_int_equal(risk.counts.count, 1); /* both of one risk */
    assert_int_equal(risk.times[0].percent, all.percent / 2);
    assert_int_equal(risk.times[0].late, all.late);
    assert_true(all.percent > 0);
    assert_int_equal(officer.counts.count, 1);
    assert_int_equal(officer.times[0].percent, risk.times[0].percent);
    assert_int_equal(analysis_most(&risk),
                     risk.times[0].percent > 100 ? risk.times[0].percent : 100);
    analysis_free(&risk);
    analysis_free(&officer);
    d->now = now;
}

static void refusals_are_measures(void **state)
{
    struct counter_desk *d = *state;
    struct buf out = { 0 };
    struct analysis_request q = { .way = analysis_way("refusal-goods"),
                                  .from = NO_DAY,
                                  .to = NO_DAY };
    staff_sql(d, "INSERT INTO measure (id, rev, state, origin, batch, changed_at, measure) VALUES "
                 "(801, 1, 'in_effect', 0, 0, '', 'refusal'), (802, 1, 'in_effect', 0, 0, '', "
                 "'detention'), (803, 1, 'proposed', 0, 0, '', 'refusal')");
    staff_sql(d, "INSERT INTO measure_good (id, parent, position, gone, commodity) VALUES "
                 "(811, 801, 1, 0, 'Kopi'), (812, 802, 1, 0, 'Pala'), (813, 803, 1, 0, 'Lada')");
    told(d, &q, &out);
    assert_string_equal(buf_text(&out), "1: Kopi=1");
    buf_free(&out);
    staff_sql(d, "DELETE FROM measure WHERE id BETWEEN 801 AND 803");
    staff_sql(d, "DELETE FROM measure_good WHERE id BETWEEN 811 AND 813");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_counts),
        cmocka_unit_test(a_period_and_filters_narrow),
        cmocka_unit_test(rows_for_others),
        cmocka_unit_test(applications_stand_in_their_weeks),
        cmocka_unit_test(time_used_is_that_of_the_accounts),
        cmocka_unit_test(refusals_are_measures),
    };
    return cmocka_run_group_tests(tests, with_captures, counter_down);
}
