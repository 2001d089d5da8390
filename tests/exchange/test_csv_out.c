/* test_csv_out.c - CSV as others read it, and our own export. That it comes back to the letter is
 * tested with take.c. */
#include "exchange/ledger.h"

#include <string.h>

#include "catalogue/sample.h"

struct cell_case {
    const char *text, *cell;
};

static const struct cell_case cells[] = {
    { "", "" },
    { "kopi", "kopi" },
    { "a b", "a b" },
    { "a;b", "a;b" },
    { "a,b", "\"a,b\"" },
    { "\"a\"", "\"\"\"a\"\"\"" },
    { "a\nb", "\"a\nb\"" },
    { "a\rb", "\"a\rb\"" },
    { " a", "\" a\"" },
    { "a ", "\"a \"" },
    { "São", "São" },
};

static void test_cell(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cells); i++) {
        struct buf first = { 0 }, second = { 0 };
        csv_cell(cells[i].text, true, &first);
        assert_string_equal(buf_text(&first), cells[i].cell);
        csv_cell(cells[i].text, false, &second);
        assert_int_equal(second.data[0], ',');
        assert_string_equal(second.data + 1, cells[i].cell);
        buf_free(&first);
        buf_free(&second);
    }
}

/* Whatever stands in a cell is read again from it. */
static void test_read_again(void **state)
{
    (void)state;
    static const char spice[] = "ab,;\t|\"\n\r '=";
    struct chance chance = { 21 };
    for (int round = 0; round < 500; round++) {
        char text[9] = { 0 };
        struct buf sheet = { 0 };
        struct sheet_row row;
        for (size_t i = chance_below(&chance, sizeof text); i > 0; i--)
            text[i - 1] = spice[chance_below(&chance, sizeof spice - 1)];
        buf_puts(&sheet, "x,y,z\r\n");
        csv_cell("x", true, &sheet);
        csv_cell(text, false, &sheet);
        csv_cell("z", false, &sheet);
        buf_puts(&sheet, "\r\nx,y,z\r\n");
        struct sheet *s = ledger_open(sheet.data);
        sheet_next(s, &row, NULL);
        assert_int_equal(sheet_next(s, &row, NULL), DONE);
        if (row.count != 3 || strcmp(row.cells[1], text) != 0)
            fail_msg("“%s” came back as “%s”", text, row.count > 1 ? row.cells[1] : "");
        sheet_close(&s);
        buf_free(&sheet);
    }
}

static void test_header(void **state)
{
    (void)state;
    struct buf out = { 0 };
    record_csv_header(&ledger_kind, CSV_PLAIN, &out);
    assert_string_equal(out.data,
                        "id,rev,state,origin,line,line_id,number,received_on,field,direction,"
                        "applicant,applicant_id,address,country,country_id,vessel,notes,"
                        "item.commodity,item.commodity_id,item.quantity,item.unit,item.unit_id,"
                        "item.notes,paper.code\r\n");
    buf_free(&out);
}

static void test_record(void **state)
{
    (void)state;
    struct record *r = record_new(&ledger_kind);
    struct buf out = { 0 };
    struct line *line;
    assert_true(id_parse("0ABCDEFGHJKM1", &r->id));
    r->rev = 3;
    r->origin = ORIGIN_LOG;
    value_set_text(record_value(r, "number"), "K,1");
    value_set_number(record_value(r, "received_on"), day_of(2020, 5, 1));
    value_set_reference(record_value(r, "applicant"), r->id, "PT A");
    value_set_number(record_value(r, "total"), 7); /* derived: not exported */
    line = record_add_line(r, "item");
    line->id = r->id + 1;
    value_set_number(&line->values[1], 12500);
    line = record_add_line(r, "item");
    line->id = r->id + 2;
    line->gone = true;
    line = record_add_line(r, "paper");
    line->id = r->id + 3;
    value_set_text(&line->values[0], "KT-10");
    record_csv(r, CSV_PLAIN, &out);
    assert_string_equal(
        out.data,
        "0ABCDEFGHJKM1,3,open,log,,,\"K,1\",2020-05-01,,,PT A,0ABCDEFGHJKM1,,,,,,,,,,,,\r\n"
        "0ABCDEFGHJKM1,3,open,log,item,0ABCDEFGHJKM2,,,,,,,,,,,,,,12.5,,,,\r\n"
        "0ABCDEFGHJKM1,3,open,log,paper,0ABCDEFGHJKM4,,,,,,,,,,,,,,,,,,KT-10\r\n");
    record_free(&r);
    buf_free(&out);
}

static void test_origins(void **state)
{
    (void)state;
    for (int o = ORIGIN_DESK; o <= ORIGIN_RESTORED; o++) {
        enum origin back;
        assert_true(origin_parse(origin_word((enum origin)o), &back));
        assert_int_equal(back, o);
    }
    enum origin untouched = ORIGIN_LOG;
    assert_false(origin_parse("Desk", &untouched));
    assert_false(origin_parse("", &untouched));
    assert_int_equal(untouched, ORIGIN_LOG);
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cell),    cmocka_unit_test(test_read_again),
        cmocka_unit_test(test_header),  cmocka_unit_test(test_record),
        cmocka_unit_test(test_origins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
