/* test_sheet.c - any sheet, row by row: cells, row numbers, limits, and bytes at random. */
#include "exchange/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Rows as "1[a][b]2[c]". */
static void show(struct sheet *s, struct buf *out)
{
    struct sheet_row row;
    while (sheet_next(s, &row, NULL) == DONE && row.cells) {
        buf_printf(out, "%zu", row.number);
        for (size_t i = 0; i < row.count; i++)
            buf_printf(out, "[%s]", row.cells[i]);
    }
}

struct sample {
    const char *text, *rows;
};

static const struct sample samples[] = {
    { "", "" },
    { "\n", "1" },
    { "a;b\nc;d", "1[a][b]2[c][d]" },
    { "a;b\r\nc;d\r\n", "1[a][b]2[c][d]" },
    { "a;b\rc;d\r", "1[a][b]2[c][d]" },
    { "a;b\r\n\nc;d\n\r\ne;f\r\r\n", "1[a][b]23[c][d]45[e][f]6" },
    { "a;b\n;\n;;\n", "1[a][b]2[][]3[][][]" },
    { " a ;b \nc; \n", "1[ a ][b ]2[c][ ]" },
    { "\"a;b\" ; \"c\"\nd;e\n", "1[a;b][c]2[d][e]" },
    { "\"\"\"Sinar\"\" Kopi\";x\ny;z\n", "1[\"Sinar\" Kopi][x]2[y][z]" },
    { "PT \"Sinar\" Kopi;x\ny;z\n", "1[PT \"Sinar\" Kopi][x]2[y][z]" },
    { "\"PT \"Sinar\" Kopi\";x\ny;z\n", "1[PT \"Sinar\" Kopi][x]2[y][z]" },
    { "\"Jl. A\nMedan\";x\ny;z\n", "1[Jl. A\nMedan][x]2[y][z]" },
    { "\"a\";\"\"\n\"\";b\n", "1[a][]2[][b]" },
    /* A quote never closed costs its own line. */
    { "a;b\n\"c;d\ne;f\n", "1[a][b]2[\"c][d]3[e][f]" },
    { "a;b\n\"c;\"d\"\n\"e\";f\n", "1[a][b]2[\"c][d]3[e][f]" },
    { "\"x\";\"c;d\ne;\"f\"\n", "1[x][\"c][d]2[e][f]" },
    { "sep=;\na,1;b\n", "1[a,1][b]" },
    { "a\tb\n \tc\n", "1[a][b]2[ ][c]" },
    /* NFC: a combining tilde joins its letter. */
    { "Sa\xCC\x83o;x\ny;z\n", "1[São][x]2[y][z]" },
    { "M\xFCller;x\ny;z\n", "1[Müller][x]2[y][z]" },
    { "a\x01;\x1B[31m\nc;d\n", "1[a\x01][\x1B[31m]2[c][d]" },
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct buf rows = { 0 }, again = { 0 };
        struct sheet *s = ledger_open(samples[i].text);
        show(s, &rows);
        assert_string_equal(buf_text(&rows), samples[i].rows);
        sheet_rewind(s);
        show(s, &again);
        assert_string_equal(buf_text(&again), samples[i].rows);
        buf_free(&rows);
        buf_free(&again);
        sheet_close(&s);
        assert_null(s);
    }
}

/* A blank row has cells, none of them; only the end has none to point to. */
static void test_end(void **state)
{
    (void)state;
    struct sheet *s = ledger_open("\nx\n");
    struct sheet_row row;
    assert_int_equal(sheet_next(s, &row, NULL), DONE);
    assert_non_null(row.cells);
    assert_int_equal(row.count, 0);
    assert_int_equal(sheet_next(s, &row, NULL), DONE);
    assert_int_equal(row.count, 1);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sheet_next(s, &row, NULL), DONE);
        assert_null(row.cells);
    }
    sheet_close(&s);
    sheet_close(&s);
}

static void test_dialect(void **state)
{
    (void)state;
    struct sheet *s = ledger_open("\xEF\xBB\xBF"
                                  "a|b\nc|d\n");
    assert_int_equal(sheet_dialect(s)->encoding, ENCODING_UTF8_BOM);
    assert_int_equal(sheet_dialect(s)->delimiter[0], '|');
    assert_int_equal(sheet_dialect(s)->quote, '"');
    sheet_close(&s);
}

/* ---- Limits ---- */

static void test_long_cell(void **state)
{
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        struct buf text = { 0 }, rows = { 0 };
        struct sheet_row row;
        struct error e = { 0 };
        buf_puts(&text, "a;b\nx;");
        buf_pad(&text, 'y', SHEET_CELL_MAX + more);
        buf_puts(&text, "\nc;d\n");
        struct sheet *s = ledger_open(text.data);
        assert_int_equal(sheet_next(s, &row, &e), DONE);
        assert_int_equal(sheet_next(s, &row, &e), more ? BAD_DATA : DONE);
        if (more)
            assert_non_null(strstr(e.text, "2"));
        else
            assert_int_equal(strlen(row.cells[1]), SHEET_CELL_MAX);
        show(s, &rows);
        assert_string_equal(buf_text(&rows), "3[c][d]");
        sheet_close(&s);
        buf_free(&text);
        buf_free(&rows);
    }
}

/* Empty cells behind the last column do not count. */
static void test_many_columns(void **state)
{
    (void)state;
    for (int filled = 0; filled < 2; filled++) {
        struct buf text = { 0 };
        struct sheet_row row;
        struct error e = { 0 };
        buf_puts(&text, "a;b\nc;d\ne");
        buf_pad(&text, ';', SHEET_COLUMNS_MAX + 5);
        buf_puts(&text, filled ? "x\ng;h\n" : "\ng;h\n");
        struct sheet *s = ledger_open(text.data);
        sheet_next(s, &row, NULL);
        sheet_next(s, &row, NULL);
        assert_int_equal(sheet_next(s, &row, &e), filled ? BAD_DATA : DONE);
        if (filled)
            assert_non_null(strstr(e.text, "3"));
        else
            assert_int_equal(row.count, SHEET_COLUMNS_MAX);
        assert_int_equal(sheet_next(s, &row, &e), DONE);
        assert_string_equal(row.cells[1], "h");
        sheet_close(&s);
        buf_free(&text);
    }
}

/* A line longer than any row may be is refused, and the rows behind it are read. */
static void test_long_row(void **state)
{
    (void)state;
    static const char *const ends[] = { "\n", "\r\n", "\r" };
    for (size_t i = 0; i < COUNT(ends); i++) {
        struct buf text = { 0 }, rows = { 0 };
        struct sheet_row row;
        struct error e = { 0 };
        buf_printf(&text, "a;b%sx;", ends[i]);
        buf_pad(&text, 'y', SHEET_ROW_MAX + 300000);
        buf_printf(&text, "%sc;d%s", ends[i], ends[i]);
        struct sheet *s = ledger_open(text.data);
        assert_int_equal(sheet_next(s, &row, &e), DONE);
        assert_int_equal(sheet_next(s, &row, &e), BAD_DATA);
        assert_non_null(strstr(e.text, "4 MiB"));
        show(s, &rows);
        assert_string_equal(buf_text(&rows), "3[c][d]");
        sheet_close(&s);
        buf_free(&text);
        buf_free(&rows);
    }
}

/* A quote that is never closed costs its own line, however long the file. */
static void test_lost_quote(void **state)
{
    (void)state;
    struct buf text = { 0 };
    struct sheet_row row;
    size_t rows = 0;
    buf_puts(&text, "no;nama;berat\n1;\"kopi;2\n");
    while (text.len < 3 << 20)
        buf_puts(&text, "2;\"pala\";\"3\"\n");
    struct sheet *s = ledger_open(text.data);
    while (sheet_next(s, &row, NULL) == DONE && row.cells) {
        assert_int_equal(row.count, 3);
        assert_int_equal(row.mended, rows == 1);
        rows++;
    }
    assert_int_equal(rows, 2 + (text.len - 23) / 13);
    sheet_close(&s);
    buf_free(&text);
}

static void test_other_formats(void **state)
{
    (void)state;
    static const char *const formats[] = { "PK\x03\x04rest", "\xD0\xCF\x11\xE0rest" };
    for (size_t i = 0; i < COUNT(formats); i++) {
        struct sheet *s = NULL;
        struct error e = { 0 };
        assert_int_equal(sheet_open_bytes(formats[i], strlen(formats[i]), &s, &e), BAD_DATA);
        assert_null(s);
        assert_non_null(strstr(e.text, "CSV"));
    }
}

/* ---- Files ---- */

static void test_file(void **state)
{
    (void)state;
    const char *home = getenv("TMPDIR");
    char folder[512], path[600];
    struct sheet *s = NULL;
    struct error e = { 0 };
    struct buf text = { 0 }, rows = { 0 };
    snprintf(folder, sizeof folder, "%s/loket-sheet-XXXXXX", home ? home : "/tmp");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/log.csv", folder);
    assert_int_equal(sheet_open(path, &s, &e), BAD_DATA);
    assert_null(s);
    assert_non_null(strstr(e.text, "log.csv"));
    buf_puts(&text, "a;b\nc;d\n");
    assert_int_equal(file_write(path, &text, 0600, &e), DONE);
    assert_int_equal(sheet_open(path, &s, &e), DONE);
    show(s, &rows);
    assert_string_equal(buf_text(&rows), "1[a][b]2[c][d]");
    sheet_close(&s);
    unlink(path);
    rmdir(folder);
    buf_free(&text);
    buf_free(&rows);
}

/* ---- Bytes at random: every row is bounded, valid UTF-8, and the end is reached ---- */

static uint64_t next_chance(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static void verify_rows(struct sheet *s, size_t bytes)
{
    struct sheet_row row;
    size_t rows = 0;
    while (sheet_next(s, &row, NULL) != DONE || row.cells) {
        assert_true(++rows <= bytes + 1);
        for (size_t i = 0; i < row.count; i++)
            assert_true(utf8_valid(row.cells[i], strlen(row.cells[i])));
    }
}

static void test_random_bytes(void **state)
{
    (void)state;
    static const char base[] = "\xEF\xBB\xBFno;nama;alamat\r\n1;\"PT \"\"Sinar\"\" Kopi\";\"Jl. "
                               "A\nMedan\"\r\n\r\n2;M\xFCller;-\r\n;IDEM;S\xC3\xA3o\r\n";
    static const char spice[] = "\"\"\"\";,\t|\r\n\n\0\xEF\xFF\xFE\x80\xC3 ";
    uint64_t chance = 4711;
    for (int round = 0; round < 3000; round++) {
        char text[sizeof base];
        memcpy(text, base, sizeof base);
        size_t n = sizeof base - 1 - next_chance(&chance) % 20;
        for (size_t i = next_chance(&chance) % 12; i > 0; i--)
            text[next_chance(&chance) % n] = spice[next_chance(&chance) % (sizeof spice - 1)];
        struct sheet *s = NULL;
        if (sheet_open_bytes(text, n, &s, NULL) == DONE)
            verify_rows(s, n);
        sheet_close(&s);
    }
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),         cmocka_unit_test(test_end),
        cmocka_unit_test(test_dialect),      cmocka_unit_test(test_long_cell),
        cmocka_unit_test(test_many_columns), cmocka_unit_test(test_other_formats),
        cmocka_unit_test(test_file),         cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_long_row),     cmocka_unit_test(test_lost_quote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
