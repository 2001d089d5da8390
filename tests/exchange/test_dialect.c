/* test_dialect.c - which delimiter a sheet was written with, and where its records end. */
#include "exchange/ledger.h"

#include <string.h>

#include "../../src/exchange/parts.h"

struct sample {
    const char *what;
    const char *text;
    char delimiter;
};

static const struct sample samples[] = {
    { "nothing", "", ',' },
    { "one word", "nama\n", ',' },
    { "comma", "a,b\nc,d\n", ',' },
    { "semicolon", "a;b\nc;d\n", ';' },
    { "tab", "a\tb\nc\td\n", '\t' },
    { "bar", "a|b\nc|d\n", '|' },
    { "decimal commas", "nama;berat\nkopi;1,5\npala;2,25\n", ';' },
    { "names with titles", "no\tnama\n1\tAndini, M.Si\n2\tHasrul, S.P., M.P.\n", '\t' },
    { "delimiters inside quotes", "a,b\n\"x;y;z\",\"1;2;3\"\n\"p;q;r\",\"4;5;6\"\n", ',' },
    { "line breaks inside quotes", "a;b\n\"x\ny,z\";c\n\"x\ny,z\";d\n", ';' },
    { "prose above the rows",
      "Laporan, menurut daftar, sampai, dengan, akhir, bulan, ini, saja\na;b;c\n1;2;3\n4;5;6\n",
      ';' },
    { "ragged rows", "a;b;c;d\n1;2;3\n1;2;3;4\n1;2\n1;2;3;4\nx,y\n", ';' },
    { "mixed line ends", "a;b\r\nc;d\re;f\ng;h", ';' },
    { "sep= wins over evidence", "sep=|\na;b\nc;d\n", '|' },
    { "sep= with CRLF", "sep=;\r\na,b\r\n", ';' },
    { "sep= of more than one byte is a row", "sep=ab\n1;2\n", ';' },
    { "an export of loket's", "id,rev,state,origin,a\n1,2,3;4,x;y,z;\n1,2,3;4;5,x;y;z,z\n", ',' },
    { "a file of rejected rows", "row,column,reason,a;b\n7,a;b;c,d;e;f\n8,a;b;c,d;e;f\n", ',' },
    { "the same saved by a spreadsheet", "id;rev;state;origin;a\n1;2;3,4;x;y\n", ';' },
    { "sep= of a quote is a row", "sep=\"\n1;2\n3;4\n", ';' },
};

static void test_find(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct dialect d = { 0 };
        size_t begin;
        dialect_find(samples[i].text, strlen(samples[i].text), &d, &begin);
        if (d.delimiter != samples[i].delimiter)
            fail_msg("%s: “%c”", samples[i].what, d.delimiter);
        assert_int_equal(d.quote, '"');
    }
}

static void test_begin(void **state)
{
    (void)state;
    struct dialect d = { 0 };
    size_t begin;
    dialect_find("sep=;\r\na;b", 10, &d, &begin);
    assert_int_equal(begin, 7);
    dialect_find("sep=;", 5, &d, &begin);
    assert_int_equal(begin, 5);
    dialect_find("a;b\nc;d", 7, &d, &begin);
    assert_int_equal(begin, 0);
}

struct record_span {
    const char *text;
    size_t end, next, columns;
    bool literal;
};

static const struct record_span spans[] = {
    { "a;b", 3, 3, 2, false },
    { "a;b\nc", 3, 4, 2, false },
    { "a;b\r\nc", 3, 5, 2, false },
    { "a;b\rc", 3, 4, 2, false },
    { "\nc", 0, 1, 0, false },
    { "\r\nc", 0, 2, 0, false },
    { ";;\n", 2, 3, 3, false },
    { "\"a;b\";c\n", 7, 8, 2, false },
    { "\"a\nb\";c\n", 7, 8, 2, false },
    { "\"a\"\"b\";c\n", 8, 9, 2, false },
    { " \"a;b\" ;c\n", 9, 10, 2, false },
    { "\"a \"b\" c\";d\n", 11, 12, 2, false },
    { "x \"a;b\n", 6, 7, 2, false },
    { "\"a;b\nc;d\n", 4, 5, 2, true },
    { "\"a;b\nc;\"d\";e\n", 4, 5, 2, true },
    { "\"", 1, 1, 1, true },
    { "a;\"", 3, 3, 2, true },
};

static void test_spans(void **state)
{
    (void)state;
    const struct dialect d = { .delimiter = ';', .quote = '"' };
    for (size_t i = 0; i < COUNT(spans); i++) {
        struct span s = dialect_span(spans[i].text, strlen(spans[i].text), 0, &d);
        if (s.end != spans[i].end || s.next != spans[i].next || s.columns != spans[i].columns ||
            (s.literal != SIZE_MAX) != spans[i].literal)
            fail_msg("“%s”: end %zu next %zu columns %zu", spans[i].text, s.end, s.next, s.columns);
    }
}

/* What loket wrote itself is taken at its word. */
static void test_own_quotes(void **state)
{
    (void)state;
    const struct dialect d = { .delimiter = ',', .quote = '"', .own = true };
    struct buf text = { 0 };
    buf_putc(&text, '"');
    for (size_t i = 0; i < QUOTED_LINES_MAX + 9; i++)
        buf_puts(&text, "1,2,3,4,5,6,7,8,9\n");
    buf_puts(&text, "\",y\n");
    struct span s = dialect_span(text.data, text.len, 0, &d);
    assert_int_equal(s.next, text.len);
    assert_int_equal(s.columns, 2);
    buf_free(&text);
}

struct lines_case {
    const char *line;
    size_t lines;
    bool closed;
};

/* A quoted cell of many lines is taken whole; one that has run on into further rows is not. */
static const struct lines_case lines_cases[] = {
    { "x\n", QUOTED_LINES_MAX, true },
    { "x\n", QUOTED_LINES_MAX + 1, false },
    { "x\r\n", QUOTED_LINES_MAX, true },
    { "x\r", QUOTED_LINES_MAX + 1, false },
    { "prose; of some; words\n", QUOTED_LINES_SURE + 1, true },
    { "1;2;3;4;5;6\n", QUOTED_LINES_SURE, true },
    { "1;2;3;4;5;6\n", QUOTED_LINES_SURE + 1, false },
};

static void test_quoted_lines(void **state)
{
    (void)state;
    const struct dialect d = { .delimiter = ';', .quote = '"' };
    for (size_t c = 0; c < COUNT(lines_cases); c++) {
        struct buf text = { 0 };
        buf_putc(&text, '"');
        for (size_t i = 0; i < lines_cases[c].lines; i++)
            buf_puts(&text, lines_cases[c].line);
        buf_puts(&text, "\";y\n");
        struct span s = dialect_span(text.data, text.len, 0, &d);
        if ((s.next == text.len) != lines_cases[c].closed ||
            (s.literal == SIZE_MAX) != lines_cases[c].closed)
            fail_msg("case %zu: next %zu of %zu", c, s.next, text.len);
        buf_free(&text);
    }
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),         cmocka_unit_test(test_begin),
        cmocka_unit_test(test_spans),        cmocka_unit_test(test_own_quotes),
        cmocka_unit_test(test_quoted_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
