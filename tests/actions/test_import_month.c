/* A month's report with all the mess of a real one, made here so that its sums are known; and the
 * same with bytes changed at random: no row may disappear, nothing may land half. */
#include "sheets.h"

#include "loket/exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { PERMITS = 60, GOODS = 4, SCALE = 1000, EXCEL_FIRST_OF_MAY = 43952 };

static const char *const goods[GOODS] = { "PINANG", "Kayu Manis", "BIJI KOPI", "UBI JALAR BEKU" };

struct month {
    struct buf sheet;
    int64_t lines, sums[GOODS]; /* net quantity, in thousandths */
    uint64_t seed;
};

static uint32_t draw(struct month *m, uint32_t below)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(m->seed >> 33) % below;
}

/* The same day in the five styles of one real file. */
static void put_day(struct month *m, unsigned style, int mday)
{
    switch (style) {
    case 0:
        buf_printf(&m->sheet, "2020-05-%02d", mday);
        break;
    case 1:
        buf_printf(&m->sheet, "%d", EXCEL_FIRST_OF_MAY + mday - 1);
        break;
    case 2:
        buf_printf(&m->sheet, "%02d/05/2020", mday);
        break;
    case 3:
        buf_printf(&m->sheet, "%d Mei 2020", mday);
        break;
    default:
        buf_printf(&m->sheet, "2020-05-%02d 07:59:00", mday);
    }
}

/* 1.234,5 or 1234,500 or 1.234,50 */
static void put_quantity(struct month *m, int64_t thousandths)
{
    char decimals[8];
    int64_t whole = thousandths / SCALE;
    snprintf(decimals, sizeof decimals, ",%03d", (int)(thousandths % SCALE));
    if (whole >= 1000 && draw(m, 2))
        buf_printf(&m->sheet, "%lld.%03lld%s", (long long)(whole / 1000), (long long)(whole % 1000),
                   decimals);
    else
        buf_printf(&m->sheet, "%lld%s", (long long)whole, decimals);
}

static void put_line(struct month *m, const char *applicant)
{
    uint32_t which = draw(m, GOODS);
    int64_t net = draw(m, 90000000);
    buf_printf(&m->sheet, "%s;\"M\xc3\xbcller; S\xc3\xb6hne\nKai 4\";%s;%s;%s;", applicant,
               draw(m, 2) ? "JEPANG" : "PHILIPINA - ", draw(m, 2) ? "KM KELUD" : "MV LAIN",
               goods[which]);
    put_quantity(m, net);
    buf_puts(&m->sheet, ";kg\r\n");
    m->lines++;
    m->sums[which] += net;
}

static void put_permit(struct month *m, int n)
{
    buf_printf(&m->sheet, "%d;2020.05.0100.K10.E.%06d;0123%05d;", n, n, n);
    put_day(m, (unsigned)n % 5, 1 + n % 31);
    buf_puts(&m->sheet, ";Ekspor;");
    put_line(m, "\"PT \"\"Sinar\"\" Gayo\"");
    for (uint32_t more = draw(m, 4) ? 0 : 1 + draw(m, 2); more; more--) {
        buf_puts(&m->sheet, ";IDEM;;;Ekspor;");
        put_line(m, "");
    }
}

static struct month make_month(uint64_t seed, int permits)
{
    struct month m = { .seed = seed };
    buf_puts(&m.sheet, "\xef\xbb\xbf" SHEET_BANNER SHEET_HEADER);
    for (int n = 1; n <= permits; n++) {
        put_permit(&m, n);
        if (n % 25 == 0)
            buf_puts(&m.sheet, SHEET_HEADER); /* a further page of the printout */
    }
    buf_puts(&m.sheet, "JUMLAH;;;;;;;;;;74.000,00;\r\n;;;;\r\n;;Mengetahui,;;\r\n");
    return m;
}

/* n: which permit of the sheet it is, from 1. */
static void add_items(struct session *s, int64_t id, size_t n, int64_t sums[GOODS])
{
    struct record *r = counter_load(s, "permit", id);
    for (size_t i = 1; i <= record_live_lines(r, "item"); i++) {
        char path[64];
        snprintf(path, sizeof path, "item.%zu.commodity", i);
        const char *name = record_at(r, path, NULL)->text;
        snprintf(path, sizeof path, "item.%zu.net_quantity", i);
        for (size_t g = 0; g < GOODS; g++)
            if (strcmp(name, goods[g]) == 0)
                sums[g] += record_at(r, path, NULL)->num;
    }
    assert_int_equal(record_number(r, "received_on"), day_of(2020, 5, 1 + (int)n % 31));
    record_free(&r);
}

static void sums_of_the_goods_are_the_sheets(void **state)
{
    struct counter_desk *d = *state;
    struct month m = make_month(2020, PERMITS);
    struct import_report first = sheet_import(d, buf_text(&m.sheet));
    assert_int_equal(first.created, PERMITS);
    assert_int_equal(first.lines_created, m.lines);
    assert_int_equal(first.rejected, 0);
    assert_int_equal(first.rows - first.set_aside, m.lines); /* one row for each item */
    import_report_free(&first);

    struct query q = { .kind = &kind_permit, .closed = true, .sort = "id", .limit = 500 };
    struct page page = { 0 };
    int64_t sums[GOODS] = { 0 };
    assert_int_equal(act_page(d->session, &q, &page, NULL), DONE);
    assert_int_equal(page.count, PERMITS);
    for (size_t i = 0; i < page.count; i++)
        add_items(d->session, page.rows[i]->id, i + 1, sums);
    page_free(&page);
    for (size_t g = 0; g < GOODS; g++)
        assert_int_equal(sums[g], m.sums[g]);

    int64_t before = chain_length(d->session);
    struct import_report again = sheet_import(d, buf_text(&m.sheet));
    assert_int_equal(again.unchanged, PERMITS);
    assert_int_equal(again.created + again.changed + again.rejected, 0);
    import_report_free(&again);
    assert_int_equal(chain_length(d->session), before);
    buf_free(&m.sheet);
}

static int64_t rows_of_file(const char *path)
{
    struct sheet *sheet = NULL;
    struct sheet_row row = { 0 };
    int64_t rows = 0;
    assert_int_equal(sheet_open(path, &sheet, NULL), DONE);
    while (sheet_next(sheet, &row, NULL) == DONE && row.cells)
        rows++;
    sheet_close(&sheet);
    return rows;
}

/* Swaps and breaks what sheets are broken by. */
static void spoil(struct month *m)
{
    static const char spice[] = "\"\";;,\t\r\n\n-0\xE9\x01IDEM";
    for (uint32_t n = 1 + draw(m, 8); n; n--)
        m->sheet.data[draw(m, (uint32_t)m->sheet.len)] = spice[draw(m, sizeof spice - 1)];
}

static void no_row_of_a_spoilt_sheet_disappears(void **state)
{
    struct counter_desk *d = *state;
    for (uint64_t round = 0; round < 120; round++) {
        struct month m = make_month(round, 6);
        struct import_report report = { 0 };
        struct error e = { 0 };
        char path[160], rejects[160];
        snprintf(path, sizeof path, "%s/spoilt.csv", d->folder);
        snprintf(rejects, sizeof rejects, "%s/back.csv", d->folder);
        spoil(&m);
        assert_int_equal(file_write(path, &m.sheet, 0600, NULL), DONE);
        struct import_options o = { .path = path, .rejects = rejects };
        enum outcome result = act_import(d->session, &kind_permit, &o, &report, &e);
        if (result != DONE && result != BAD_DATA)
            test_stop("round %d: %s\n", (int)round, e.text);
        if (result == DONE) {
            int64_t landed = report.rows - report.rejected - report.set_aside;
            assert_int_equal(report.rows, rows_of_file(path));
            assert_true(landed >= report.created + report.changed + report.unchanged);
            if (report.rejected && rows_of_file(rejects) != report.rejected + 1)
                test_stop("round %d: %lld rows came back\n", (int)round,
                          (long long)rows_of_file(rejects));
        }
        import_report_free(&report);
        buf_free(&m.sheet);
    }
    chain_length(d->session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_the_goods_are_the_sheets),
        cmocka_unit_test(no_row_of_a_spoilt_sheet_disappears),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
