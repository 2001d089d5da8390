/* test_record.c - where records and their cells begin and end. */
#include "exchange/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "../../src/exchange/parts.h"

struct record_span {
    const char *text;
    size_t end, next, columns;
    size_t strays;
};

static const struct record_span spans[] = {
    { "a;b", 3, 3, 2, 0 },
    { "a;b\nc", 3, 4, 2, 0 },
    { "a;b\r\nc", 3, 5, 2, 0 },
    { "a;b\rc", 3, 4, 2, 0 },
    { "\nc", 0, 1, 0, 0 },
    { "\r\nc", 0, 2, 0, 0 },
    { ";;\n", 2, 3, 3, 0 },
    { "\"a;b\";c\n", 7, 8, 2, 0 },
    { "\"a\nb\";c\n", 7, 8, 2, 0 },
    { "\"a\"\"b\";c\n", 8, 9, 2, 0 },
    { " \"a;b\" ;c\n", 9, 10, 2, 0 },
    { "\"a \"b\" c\";d\n", 11, 12, 2, 0 },
    { "x \"a;b\n", 6, 7, 2, 0 },
    { "\"a;b\nc;d\n", 4, 5, 2, 1 },
    { "\"a;b\nc;\"d\";e\n", 4, 5, 2, 1 },
    { "\"", 1, 1, 1, 1 },
    { "a;\"", 3, 3, 2, 1 },
};

static struct split *s; /* too large for a stack */

static void split(const char *text, size_t len, const struct dialect *d)
{
    struct splitter sp;
    splitter_set(&sp, d);
    record_split(&sp, text, len, 0, true, s);
}

static void test_spans(void **state)
{
    (void)state;
    const struct dialect d = { .delimiter = ";", .quote = '"' };
    for (size_t i = 0; i < COUNT(spans); i++) {
        split(spans[i].text, strlen(spans[i].text), &d);
        if (s->end != spans[i].end || s->next != spans[i].next || s->count != spans[i].columns ||
            s->strays != spans[i].strays)
            fail_msg("“%s”: end %zu next %zu columns %zu", spans[i].text, s->end, s->next,
                     s->count);
    }
}

/* What loket wrote itself is taken at its word. */
static void test_own_quotes(void **state)
{
    (void)state;
    const struct dialect d = { .delimiter = ",", .quote = '"', .own = true };
    struct buf text = { 0 };
    buf_putc(&text, '"');
    for (size_t i = 0; i < QUOTED_LINES_MAX + 9; i++)
        buf_puts(&text, "1,2,3,4,5,6,7,8,9\n");
    buf_puts(&text, "\",y\n");
    split(text.data, text.len, &d);
    assert_int_equal(s->next, text.len);
    assert_int_equal(s->count, 2);
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
    const struct dialect d = { .delimiter = ";", .quote = '"' };
    for (size_t c = 0; c < COUNT(lines_cases); c++) {
        struct buf text = { 0 };
        buf_putc(&text, '"');
        for (size_t i = 0; i < lines_cases[c].lines; i++)
            buf_puts(&text, lines_cases[c].line);
        buf_puts(&text, "\";y\n");
        split(text.data, text.len, &d);
        if ((s->next == text.len) != lines_cases[c].closed ||
            (s->strays == 0) != lines_cases[c].closed)
            fail_msg("case %zu: next %zu of %zu", c, s->next, text.len);
        buf_free(&text);
    }
}

/* Cells as "[a][b]", under what a dialect says. */
struct cells_case {
    const char *what, *text;
    struct dialect dialect;
    const char *cells;
};

#define SEMICOLON .delimiter = ";", .quote = '"'

static const struct cells_case cells_cases[] = {
    { "doubled quotes", "\"a \"\"b\"\"\";c", { SEMICOLON }, "[a \"b\"][c]" },
    { "a stray quote stays in its cell",
      "\"01:00;9;\"x; y\";z",
      { SEMICOLON },
      "[\"01:00][9][x; y][z]" },
    { "one too many before", "1;\"\"a; b\";c", { SEMICOLON }, "[1][\"a; b][c]" },
    { "one too many behind", "1;\"a; b\"\";\"c\"", { SEMICOLON }, "[1][a; b\"][c]" },
    { "none wanted", "\"a;b\";c", { .delimiter = ";" }, "[\"a][b\"][c]" },
    { "apostrophes", "'a;b';c", { .delimiter = ";", .quote = '\'' }, "[a;b][c]" },
    { "escaped quotes",
      "\"a \\\"b\\\" \\\\\";c",
      { SEMICOLON, .escape = '\\' },
      "[a \"b\" \\][c]" },
    { "escaped delimiters", "a\\;b;c\\d", { SEMICOLON, .escape = '\\' }, "[a;b][c\\d]" },
    { "several marks", "a||b|c||", { .delimiter = "||", .quote = '"' }, "[a][b|c][]" },
    { "the blank of a delimiter cut off",
      "a, b,",
      { .delimiter = ", ", .quote = '"' },
      "[a][b][]" },
    { "runs", "  a   b c  ", { .delimiter = " ", .quote = '"', .runs = true }, "[a][b][c]" },
    /* With three columns in most rows, the quote that opens here closes another's cell. */
    { "rows swallowed",
      "a;\"b;c\nd;e;f\ng;h;i\nj;k;l\nm\";n;o\n",
      { SEMICOLON, .columns = 3 },
      "[a][\"b][c]" },
    { "an address is no row",
      "a;\"Jl. B; No 2\nKec. C\nMedan\";c\n",
      { SEMICOLON, .columns = 3 },
      "[a][Jl. B; No 2\nKec. C\nMedan][c]" },
};

static void test_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cells_cases); i++) {
        const struct cells_case *c = &cells_cases[i];
        struct buf told = { 0 };
        struct splitter sp;
        char *text = xstrdup(c->text);
        splitter_set(&sp, &c->dialect);
        record_split(&sp, text, strlen(text), 0, true, s);
        for (size_t j = 0; j < s->count; j++) {
            size_t n = piece_bare(&sp, text, &s->cells[j]);
            buf_printf(&told, "[%.*s]", (int)n, text + s->cells[j].begin);
        }
        if (strcmp(buf_text(&told), c->cells) != 0)
            fail_msg("%s: %s", c->what, buf_text(&told));
        buf_free(&told);
        free(text);
    }
}

/* A record that the text breaks off is open, and the same once the rest is there. */
static void test_open(void **state)
{
    (void)state;
    static const char text[] = "a;\"b\n\"\"c\"\"\" ;d\r\nx;y";
    const struct dialect d = { SEMICOLON };
    struct splitter sp;
    splitter_set(&sp, &d);
    for (size_t len = 1; len < sizeof text; len++) {
        record_split(&sp, text, len, 0, false, s);
        assert_int_equal(s->open, len < 16);
        if (!s->open)
            assert_int_equal(s->next, 16);
    }
}

int main(void)
{
    text_start();
    s = xcalloc(1, sizeof *s);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spans),        cmocka_unit_test(test_own_quotes),
        cmocka_unit_test(test_quoted_lines), cmocka_unit_test(test_cells),
        cmocka_unit_test(test_open),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(s);
    return failed;
}
