/* test_evidence.c - how columns write dates and numbers, decided by all their cells. */
#include "exchange/ledger.h"

#include <stdlib.h>
#include <string.h>

struct evidence_case {
    const char *cells;   /* of one column, separated by | */
    const char *verdict; /* "day", "month"; "comma", "point"; "asked" */
};

/* Columns are parted by the delimiter; the column in question is the last. */
static void read_column(const char *header, const char *cells, char delimiter,
                        const struct hints *hints, struct layout *l)
{
    struct buf text = { 0 };
    char *copy = xstrdup(cells), *rest = NULL;
    struct error e = { 0 };
    buf_printf(&text, "nomor%cpemohon%c%s\n", delimiter, delimiter, header);
    for (char *cell = strtok_r(copy, "|", &rest); cell; cell = strtok_r(NULL, "|", &rest))
        buf_printf(&text, "K.%zu%cCV%c\"%s\"\n", text.len, delimiter, delimiter, cell);
    struct sheet *s = ledger_open(text.data);
    if (layout_find(s, &ledger_kind, hints, l, &e) != DONE)
        fail_msg("%s: %s", cells, e.text);
    sheet_close(&s);
    buf_free(&text);
    free(copy);
}

static const char *verdict(const struct layout *l, bool numbers)
{
    const struct column_map *map = &l->columns[2];
    if (l->doubt_count)
        return l->doubts[0].numbers == numbers && l->doubts[0].column == 2 ? "asked" : "wrong";
    if (numbers)
        return map->decimal_point ? "point" : "comma";
    return map->month_first ? "month" : "day";
}

static void judge(const char *header, const struct evidence_case *cases, size_t count,
                  char delimiter, bool numbers)
{
    for (size_t i = 0; i < count; i++) {
        struct layout l;
        read_column(header, cases[i].cells, delimiter, NULL, &l);
        if (strcmp(verdict(&l, numbers), cases[i].verdict) != 0)
            fail_msg("%s: %s, not %s", cases[i].cells, verdict(&l, numbers), cases[i].verdict);
        layout_free(&l);
    }
}

static void test_dates(void **state)
{
    (void)state;
    static const struct evidence_case cases[] = {
        { "21/05/2020|03/04/2020", "day" },
        { "05/21/2020|03/04/2020", "month" },
        { "03/04/2020|05/06/2020", "asked" },
        { "03-04-20|5.6.2020", "asked" },
        { "04/04/2020|05/05/2020", "day" }, /* both say the same */
        { "3 Mei 2020|2020-05-03|43952", "day" },
        { "03/04/2020|13/04/2020 07:59|2020-04-05", "day" },
        { "21/05/2020|05/21/2020", "asked" }, /* one of the two is wrong, nobody knows which */
        { "01/04/20|02/04/20|13/04/20|14/04/20|15/04/20|16/04/20|17/04/20|18/04/20|19/04/20|"
          "20/04/20|21/04/20|22/04/20|04/22/20",
          "day" }, /* a slip among many comes back as such */
        { "-|idem|", "day" },
    };
    judge("tanggal", cases, COUNT(cases), ',', false);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct evidence_case cases[] = {
        { "1.000,50|1.250", "comma" },
        { "1,000.50|1,250", "point" },
        { "12,5|1.250", "comma" },
        { "12.5|1.250", "point" },
        { "0.250|1.250", "point" },
        { "1.000.000", "comma" },
        { "1,000,000", "point" },
        { "16,000|218,000", "comma" }, /* three decimals of the national report */
        { "1,250|2,500", "asked" },
        { "1,250|0,250", "comma" },
        { "1.250|2.500", "comma" },
        { "1.000,50|1,000.50", "asked" },
        { "1.000,50|12.5", "comma" }, /* a number pad's comma */
        { "1250|7", "comma" },
        { "Rp 1.250,00|1,250", "comma" },
    };
    judge("volume", cases, COUNT(cases), '\t', true);
}

/* Semicolons part columns where commas stand in numbers. */
static void test_semicolons(void **state)
{
    (void)state;
    static const struct evidence_case cases[] = { { "1,250|2,500", "comma" },
                                                  { "1,250|1,000.50", "point" } };
    judge("volume", cases, COUNT(cases), ';', true);
}

/* What is said decides; what is known of the layout only where the cells do not. */
static void test_said(void **state)
{
    (void)state;
    struct map_book book = { 0 };
    struct layout l;
    assert_int_equal(map_read("[sheet]\nkind = consignment\n[columns]\ntanggal = received_on\n"
                              "[dates]\n* = month-first\n",
                              "here", &book, NULL),
                     DONE);
    const struct hints known = { .maps = book.maps, .map_count = 1 };
    const struct hints given = { .given = &book.maps[0] };
    read_column("tanggal", "03/04/2020", ',', &known, &l);
    assert_string_equal(verdict(&l, false), "month");
    layout_free(&l);
    read_column("tanggal", "03/04/2020|21/04/2020", ',', &known, &l);
    assert_string_equal(verdict(&l, false), "day");
    layout_free(&l);
    read_column("tanggal", "03/04/2020|21/04/2020", ',', &given, &l);
    assert_string_equal(verdict(&l, false), "month");
    layout_free(&l);
    map_book_free(&book);
}

/* Merged cells: the first row of each run is filled, and no run says what the last one said. */
static void test_blanks(void **state)
{
    (void)state;
    static const struct {
        const char *rows;
        bool above;
    } cases[] = {
        { "A.1;CV A;\nA.2;;\nA.3;;\nB.1;CV B;\nB.2;;\n", true },
        { "A.1;CV A;\nA.2;;\nA.3;CV C;\nB.1;CV B;\nB.2;CV D;\n", false },
        { "A.1;CV A;\nA.2;;\nA.3;;\nB.1;CV A;\nB.2;;\n", false },
        { "A.1;CV A;\nA.2;;\nA.3;;\n", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf text = { 0 };
        struct layout l;
        buf_printf(&text, "nomor;pemohon;tanggal\n%s", cases[i].rows);
        struct sheet *s = ledger_open(text.data);
        ledger_layout(s, &ledger_kind, &l);
        if (l.columns[1].blank_is_above != cases[i].above)
            fail_msg("%s", cases[i].rows);
        layout_free(&l);
        sheet_close(&s);
        buf_free(&text);
    }
}

/* A column that no header explains, by its cells. */
static void test_content(void **state)
{
    (void)state;
    struct layout l;
    struct sheet *s =
        ledger_open("nomor;nama pemohon;vessel;Hari;x\n"
                    "1;CV;KM;2/5/2020;y\n2;CV;KM;13/5/2020;z\n3;CV;KM;3 Mei 2020;1\n");
    ledger_layout(s, &ledger_kind, &l);
    assert_string_equal(l.columns[3].field->id, "received_on");
    assert_true(l.columns[3].by_content);
    assert_null(l.columns[4].field);
    layout_free(&l);
    sheet_close(&s);
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),      cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_semicolons), cmocka_unit_test(test_said),
        cmocka_unit_test(test_blanks),     cmocka_unit_test(test_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
