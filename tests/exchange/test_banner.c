/* test_banner.c - what the rows above a header say. */
#include "exchange/ledger.h"

#include "../../src/exchange/parts.h"

struct sample {
    const char *row; /* cells separated by bars */
    const char *office, *field, *direction;
    int month, year;
};

static const struct sample samples[] = {
    { "LAPORAN KEGIATAN OPERASIONAL KARANTINA TUMBUHAN|||", "", "T", "", 0, 0 },
    { "LAPORAN KEGIATAN OPERASIONAL KARANTINA HEWAN", "", "H", "", 0, 0 },
    { "Laporan KT", "", "T", "", 0, 0 }, /* a short one counts as the last word, */
    { "KT lama", "", "", "", 0, 0 },     /* and not out of prose */
    { "PERMOHONAN EX", "", "", "EX", 0, 0 },
    { "Permohonan lex", "", "", "", 0, 0 },
    { "KT", "", "T", "", 0, 0 },
    { "EKSPOR", "", "", "EX", 0, 0 },
    { "KEGIATAN : RE EKSPOR", "", "", "RE", 0, 0 },
    { "DOMESTIK MASUK", "", "", "DM", 0, 0 },
    { "Eksportir", "", "", "", 0, 0 },
    { "UPT/Wilker : BBKP Belawan /  Wilker : Pelabuhan Belawan", "Pelabuhan Belawan", "", "", 0,
      0 },
    { "UPT/Wilker : BBKP Belawan /  Wilker : ", "BBKP Belawan", "", "", 0, 0 },
    { "UPT/Wilker :|BBKP Belawan", "BBKP Belawan", "", "", 0, 0 },
    { "Satpel : Bandara Kualanamu", "Bandara Kualanamu", "", "", 0, 0 },
    { "Wilker", "", "", "", 0, 0 },
    { "Wilker :", "", "", "", 0, 0 },
    { "BULAN : 5 TAHUN : 2020", "", "", "", 5, 2020 },
    { "BULAN :|5|TAHUN :|2020", "", "", "", 5, 2020 },
    { "Bulan Agustus 2019", "", "", "", 8, 2019 },
    { "Bulan : Agt", "", "", "", 8, 0 },
    { "BULAN : 13 TAHUN : 20200", "", "", "", 0, 0 },
    { "PERIODE 2026-01-01 S/D 2026-01-31", "", "", "", 0, 2026 },
    { "", "", "", "", 0, 0 },
};

static void read_text(const char *text, struct banner *b)
{
    /* A second row so that the bar is known as the delimiter. */
    struct buf sheet = { 0 };
    struct sheet_row row;
    buf_printf(&sheet, "sep=|\n%s\n", text);
    struct sheet *s = ledger_open(sheet.data);
    sheet_next(s, &row, NULL);
    banner_read(&ledger_kind, &row, b);
    sheet_close(&s);
    buf_free(&sheet);
}

static void banner_free(struct banner *b)
{
    buf_free(&b->office);
    buf_free(&b->field);
    buf_free(&b->direction);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct banner b = { 0 };
        read_text(samples[i].row, &b);
        assert_string_equal(buf_text(&b.office), samples[i].office);
        assert_string_equal(buf_text(&b.field), samples[i].field);
        assert_string_equal(buf_text(&b.direction), samples[i].direction);
        assert_int_equal(b.month, samples[i].month);
        assert_int_equal(b.year, samples[i].year);
        banner_free(&b);
    }
}

/* What a row said first stands. */
static void test_first_stands(void **state)
{
    (void)state;
    struct banner b = { 0 };
    read_text("EKSPOR", &b);
    read_text("DOMESTIK MASUK", &b);
    read_text("Bulan 5 2020", &b);
    read_text("Bulan 6 2021", &b);
    read_text("Wilker : Belawan", &b);
    read_text("Wilker : Sibolga", &b);
    assert_string_equal(buf_text(&b.direction), "EX");
    assert_int_equal(b.month, 5);
    assert_int_equal(b.year, 2020);
    assert_string_equal(buf_text(&b.office), "Belawan");
    banner_free(&b);
}

/* A kind without these fields has a banner without these words. */
static void test_other_kind(void **state)
{
    (void)state;
    static const struct field fields[] = { { .id = "name" }, { .id = NULL } };
    const struct kind other = { .id = "other", .fields = fields };
    struct banner b = { 0 };
    char *cells[] = { "KARANTINA TUMBUHAN EKSPOR BULAN 5" };
    struct sheet_row row = { .number = 1, .cells = cells, .count = 1 };
    banner_read(&other, &row, &b);
    assert_string_equal(buf_text(&b.field), "");
    assert_string_equal(buf_text(&b.direction), "");
    assert_int_equal(b.month, 5);
    banner_free(&b);
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_first_stands),
        cmocka_unit_test(test_other_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
