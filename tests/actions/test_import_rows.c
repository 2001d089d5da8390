/* No row of a sheet is lost: rows = landed + rejected + set aside, over sheets that are generated
 * and then mutated, and every row that the reader meets is counted. */
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

enum { SHEETS = 120, ROWS_MOST = 12, MUTATIONS_MOST = 12 };

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

static const char *pick(uint64_t *seed, const char *const *list, size_t count)
{
    return list[draw(seed, (uint32_t)count)];
}

static void add_row(struct buf *out, size_t n, uint64_t *seed)
{
    static const char *const numbers[] = { "N.", "-", "IDEM", "", "total", "NIHIL" };
    static const char *const dates[] = { "2020-05-02", "31/12/2020", "43952",     "30 Peb 2020",
                                         "idem",       "-",          "5 Mei 2020" };
    static const char *const goods[] = { "PALA", "\"BIJI\nKOPI\"", "", "\"\"\"x\"\"",
                                         "Pinang; tua" };
    static const char *const nets[] = { "16,000", "1.000,50", "banyak", "1.250 kg", "", "-" };
    const char *number = pick(seed, numbers, COUNT(numbers));
    buf_printf(out, "%zu;%s", n, number);
    if (number[0] == 'N' && number[1] == '.')
        buf_printf(out, "%u", draw(seed, 9));
    buf_printf(out, ";A%zu;%s;Ekspor;CV;B;JEPANG;KM;%s;%s;kg\r\n", n,
               pick(seed, dates, COUNT(dates)), pick(seed, goods, COUNT(goods)),
               pick(seed, nets, COUNT(nets)));
}

static void generate(struct buf *out, uint64_t *seed)
{
    static const char *const between[] = { "JUMLAH;;74.000,00\r\n", ";;\r\n", SHEET_HEADER,
                                           ";;Mengetahui,;;\r\n" };
    buf_puts(out, draw(seed, 4) ? SHEET_BANNER SHEET_HEADER : SHEET_HEADER);
    for (uint32_t n = draw(seed, ROWS_MOST); n; n--) {
        add_row(out, n, seed);
        if (draw(seed, 5) == 0)
            buf_puts(out, pick(seed, between, COUNT(between)));
    }
}

/* Bytes change places, come, and go. */
static void mutate(struct buf *text, uint64_t *seed)
{
    static const char bytes[] = ";;;,\"\"'\r\n\n\t|\\ 0-iIdemNx\xc3\xa9\xff\x01";
    for (uint32_t n = draw(seed, MUTATIONS_MOST); n && text->len > 2; n--) {
        size_t at = draw(seed, (uint32_t)text->len - 1);
        if (draw(seed, 3))
            text->data[at] = bytes[draw(seed, sizeof bytes - 1)];
        else if (draw(seed, 2))
            text->data[text->len = at + (text->len - at) / 2] = '\0';
        else
            text->data[at] = text->data[draw(seed, (uint32_t)text->len - 1)];
    }
}

static int64_t rows_of(const char *path)
{
    struct sheet *s = NULL;
    struct sheet_row row = { 0 };
    int64_t rows = 0;
    if (sheet_open(path, &s, NULL) != DONE)
        return -1;
    for (;;) {
        enum outcome o = sheet_next(s, &row, NULL);
        if (o == DONE && !row.cells)
            break;
        rows++;
    }
    sheet_close(&s);
    return rows;
}

static void check_sheet(struct counter_desk *d, const struct buf *text, bool dry_run)
{
    struct import_report r = { 0 };
    struct error e = { 0 };
    struct import_options o = { .path = sheet_write(d, buf_text(text)), .dry_run = dry_run };
    enum outcome result = act_import(d->session, &kind_permit, &o, &r, &e);
    if (result != DONE && result != BAD_DATA)
        test_stop("%d %s\n%s\n", result, e.text, buf_text(text));
    if (r.rows != r.landed + r.rejected + r.set_aside)
        test_stop("%lld rows: %lld landed, %lld rejected, %lld set aside\n%s\n", (long long)r.rows,
                  (long long)r.landed, (long long)r.rejected, (long long)r.set_aside,
                  buf_text(text));
    if (result == DONE && r.rows != rows_of(o.path))
        test_stop("%lld rows of %lld\n%s\n", (long long)r.rows, (long long)rows_of(o.path),
                  buf_text(text));
    import_report_free(&r);
}

static void no_row_is_lost(void **state)
{
    struct counter_desk *d = *state;
    uint64_t seed = 20200501;
    for (size_t i = 0; i < SHEETS; i++) {
        struct buf text = { 0 };
        generate(&text, &seed);
        if (i % 4)
            mutate(&text, &seed);
        check_sheet(d, &text, i % 3 != 0);
        buf_free(&text);
    }
    chain_length(d->session);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(no_row_is_lost) };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
