/* test_map.c - mappings as a text: read, checked, written, and what rows become by them. */
#include "exchange/ledger.h"

#include <stdlib.h>
#include <string.h>

#define REGISTER                                                                                   \
    "[sheet]\nkind = consignment\nname = Counter\n[columns]\nNo =\nTgl. = received_on\n"           \
    "Perusahaan = applicant\nBarang = item.commodity\nBanyaknya = item.quantity\n"                 \
    "Petugas = notes+\nKet. = notes+\n[constants]\nfield = T\n"

static struct map_book book_of(const char *text)
{
    struct map_book book = { 0 };
    struct error e = { 0 };
    if (map_read(text, "here", &book, &e) != DONE)
        fail_msg("%s", e.text);
    return book;
}

static void test_written(void **state)
{
    (void)state;
    struct map_book book = book_of(REGISTER "[dates]\n* = day-first\n[sheet]\nkind = other\n"
                                            "[blanks]\nTgl = above\n");
    struct buf first = { 0 }, second = { 0 };
    assert_int_equal(book.count, 2);
    assert_string_equal(book.maps[0].name, "Counter");
    for (size_t i = 0; i < book.count; i++)
        map_write(&book.maps[i], &first);
    struct map_book again = book_of(buf_text(&first));
    for (size_t i = 0; i < again.count; i++)
        map_write(&again.maps[i], &second);
    assert_string_equal(buf_text(&second), buf_text(&first));
    map_book_free(&book);
    map_book_free(&again);
    buf_free(&first);
    buf_free(&second);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "[columns]\nTgl = day\n", "“day” is not a field" },
        { "[columns]\nTgl = item.day\n", "is not a field" },
        { "[columns]\nTgl = total\n", "is not a field" }, /* derived */
        { "[constants]\nfield = Z\n", "not one of the choices" },
        { "[constants]\nnowhere = Z\n", "is not a field" },
        { "[dates]\n* = sometimes\n", "says nothing about a sheet" },
        { "[where]\nTgl = x\n", "says nothing about a sheet" },
        { "Tgl received_on\n", "line 1" },
        { "[sheet]\nkind = permit\n", "is for “permit”" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct map_book book = { 0 };
        struct error e = { 0 };
        enum outcome o = map_read(cases[i].text, "here", &book, &e);
        if (o == DONE && book.count)
            o = map_check(&book.maps[0], &ledger_kind, NULL, &e);
        if (o != BAD_DATA || !strstr(e.text, cases[i].why))
            fail_msg("%s: %d %s", cases[i].text, o, e.text);
        map_book_free(&book);
    }
}

/* Every row by the mapping, one JSON object each. */
static void read_all(const char *rows, struct buf *out, struct complaints *c)
{
    struct map_book book = book_of(REGISTER);
    struct hints hints = { .maps = book.maps, .map_count = book.count };
    struct buf text = { 0 };
    struct layout l;
    struct sheet_row row;
    buf_printf(&text, "No\tTgl.\tPerusahaan\tBarang\tBanyaknya\tPetugas\tKet.\n%s", rows);
    struct sheet *s = ledger_open(text.data);
    assert_int_equal(layout_find(s, &ledger_kind, &hints, &l, NULL), DONE);
    while (sheet_next(s, &row, NULL) == DONE && row.cells) {
        enum row_role role = layout_role(&l, &row);
        struct record *r = record_new(&ledger_kind);
        layout_complete(&l, &row, role);
        if (role == ROW_DATA) {
            layout_take(&l, &row, role, &ledger_sheet, r, ledger_complain, c);
            record_json(r, true, out);
        }
        record_free(&r);
    }
    layout_free(&l);
    sheet_close(&s);
    map_book_free(&book);
    buf_free(&text);
}

struct row_case {
    const char *rows, *has, *lacks;
};

static void test_rows(void **state)
{
    (void)state;
    static const struct row_case cases[] = {
        { "1.\t13/03/18\tCV A\tPala\t1.250 kg\tSri\tok\n",
          "\"quantity\": \"1250\", \"unit\": \"kg\"", "Banyaknya" },
        { "1.\t13/03/18\tCV A\tPala\t12,5 ton\tSri\t\n",
          "\"quantity\": \"12.5\", \"unit\": \"ton\"", "Ket." },
        { "1.\t13/03/18\tCV A\tPala\t1 (satu) koli\tSri\t\n",
          "\"quantity\": \"1\", \"unit\": \"koli\"", "Banyaknya" },
        { "1.\t13/03/18\tCV A\tPala\t± 500 Kg\tSri\t\n", "\"notes\": \"Banyaknya: ± 500 Kg\"",
          "quantity" },
        { "1.\t13/03/18\tCV A\tPala\t2 x 20' FCL\tSri\t\n", "Banyaknya: 2 x 20' FCL", "quantity" },
        { "1.\t13/03/18\tCV A\tPala\t5\tSri\tok\n", "\"notes\": \"Petugas: Sri; Ket.: ok\"",
          "unit" },
        { "1.\t13/03/18\tCV A\tPala\t5\t-\tok\n", "\"notes\": \"Ket.: ok\"", "Petugas" },
        { "1.\t13/03/18\tCV A\tPala\t5\t\t\n", "\"field\": \"T\"", "notes" },
        { "1.\t13/03/18\tCV A\tPala\t5\t\t\n2.\tidem\tsda\tPala\t\"\t\t\n",
          "\"paper\": []}{\"id\": \"0000000000000\", \"rev\": 0, \"state\": \"open\", "
          "\"received_on\": \"2018-03-13\", \"field\": \"T\", \"applicant\": \"CV A\", "
          "\"item\": [{\"id\": \"0000000000000\", \"commodity\": \"Pala\", \"quantity\": \"5\"}]",
          "idem" },
        { "1.\t13/03/18\tCV A\tPala\t5\t\t\n2.\tditto\t〃\tIdem\t- \" -\t\t\n", "CV A\", \"item\"",
          "ditto" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        struct complaints c = { 0 };
        read_all(cases[i].rows, &out, &c);
        if (!strstr(buf_text(&out), cases[i].has) || strstr(buf_text(&out), cases[i].lacks))
            fail_msg("%s\n%s\n%s", cases[i].rows, buf_text(&out), buf_text(&c.sentences));
        buf_free(&out);
        complaints_free(&c);
    }
}

/* A sheet that has a column for the unit has a column of bare numbers beside it. */
static void test_units_beside(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        size_t complaints;
        const char *quantity, *unit;
    } cases[] = {
        { "1;2020-05-01;CV;Kopi;1.250 kg;kg", 0, "1250", "kg" },
        { "1;2020-05-01;CV;Kopi;1.250 kg;", 0, "1250", "kg" },
        { "1;2020-05-01;CV;Kopi;1.250 kg;ton", 1, "", "ton" },
        { "1;2020-05-01;CV;Kopi;banyak;kg", 1, "", "kg" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf text = { 0 };
        struct complaints c = { 0 };
        struct record *r = record_new(&ledger_kind);
        struct layout l;
        struct sheet_row row;
        buf_printf(&text, "nomor;tanggal;pemohon;nama komoditas;volume;satuan\n%s\n", cases[i].row);
        struct sheet *s = ledger_open(text.data);
        ledger_layout(s, &ledger_kind, &l);
        row = ledger_row(s, 2);
        layout_take(&l, &row, ROW_DATA, &ledger_sheet, r, ledger_complain, &c);
        if (c.count != cases[i].complaints)
            fail_msg("%s: %s", cases[i].row, buf_text(&c.sentences));
        assert_string_equal(ledger_line(r, "item", 1, "quantity"), cases[i].quantity);
        assert_string_equal(ledger_line(r, "item", 1, "unit"), cases[i].unit);
        record_free(&r);
        layout_free(&l);
        sheet_close(&s);
        complaints_free(&c);
        buf_free(&text);
    }
}

int main(void)
{
    text_start();
    language_set(ENGLISH);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_units_beside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
