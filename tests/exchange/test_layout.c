/* test_layout.c - where the header of a sheet stands and what its columns are. */
#include "exchange/ledger.h"

#include <stdio.h>
#include <string.h>

#include "loket/records.h"

static const char log_text[] = "LAPORAN KARANTINA TUMBUHAN;;;;\n"
                               "UPT/Wilker : BBKP Belawan / Wilker : Sibolga;;;;\n"
                               "RE EKSPOR;;;;\n"
                               "BULAN : 5 TAHUN : 2020;;;;\n"
                               ";;;;\n"
                               "no; No. Permohonan ;tanggal_permohonan;Nama Pemohon;Volume\n"
                               "1;K.001;2020-05-01;CV Rimba;12,5\n";

static void test_log(void **state)
{
    (void)state;
    struct sheet *s = ledger_open(log_text);
    struct layout l;
    struct sheet_row row;
    ledger_layout(s, &ledger_kind, &l);
    assert_ptr_equal(l.kind, &ledger_kind);
    assert_int_equal(l.header_row, 6);
    assert_int_equal(l.count, 5);
    assert_false(l.own);
    assert_null(l.columns[0].field);
    assert_string_equal(l.headers[0], "no");
    assert_string_equal(l.headers[1], "No. Permohonan");
    assert_string_equal(l.columns[1].field->id, "number");
    assert_null(l.columns[1].line);
    assert_string_equal(l.columns[4].field->id, "quantity");
    assert_string_equal(l.columns[4].line->id, "item");
    assert_int_equal(l.key_column, 1);
    assert_string_equal(buf_text(&l.banner.office), "Sibolga");
    assert_string_equal(buf_text(&l.banner.field), "T");
    assert_string_equal(buf_text(&l.banner.direction), "RE");
    assert_int_equal(l.banner.month, 5);
    assert_int_equal(l.banner.year, 2020);
    /* The sheet is left rewound. */
    assert_int_equal(sheet_next(s, &row, NULL), DONE);
    assert_int_equal(row.number, 1);
    layout_free(&l);
    layout_free(&l);
    sheet_close(&s);
}

static void test_own(void **state)
{
    (void)state;
    struct buf text = { 0 };
    record_csv_header(&ledger_kind, CSV_PLAIN, &text);
    struct sheet *s = ledger_open(text.data);
    struct layout l;
    ledger_layout(s, &ledger_kind, &l);
    assert_true(l.own);
    assert_int_equal(l.header_row, 1);
    assert_int_equal(l.id_column, 0);
    assert_int_equal(l.rev_column, 1);
    assert_int_equal(l.state_column, 2);
    assert_int_equal(l.origin_column, 3);
    assert_int_equal(l.line_column, 4);
    assert_int_equal(l.line_id_column, 5);
    assert_int_equal(l.key_column, 6);
    for (size_t i = 6; i < l.count; i++)
        if (!l.columns[i].field)
            fail_msg("“%s” is no field", l.headers[i]);
    layout_free(&l);
    sheet_close(&s);
    buf_free(&text);
}

/* Every column that every kind exports is known again. */
static void test_every_kind(void **state)
{
    (void)state;
    for (const struct kind *const *k = all_kinds.kinds; *k; k++) {
        struct buf text = { 0 };
        record_csv_header(*k, CSV_PLAIN, &text);
        struct sheet *s = ledger_open(text.data);
        struct layout l;
        ledger_layout(s, *k, &l);
        assert_true(l.own);
        for (size_t i = 6; i < l.count; i++)
            if (!l.columns[i].field)
                fail_msg("%s: “%s” is no field", (*k)->id, l.headers[i]);
        layout_free(&l);
        sheet_close(&s);
        buf_free(&text);
    }
}

struct header_case {
    const char *what, *text;
    size_t row; /* 0: no header */
};

static const struct header_case headers[] = {
    { "all that is demanded", "tanggal,pemohon\n2020-05-01,CV Rimba\n", 1 },
    { "three, one of them of the key", "nomor,tujuan,volume\n1,2,3\n", 1 },
    { "three that fit any kind", "tujuan,volume,satuan\n1,2,3\n", 0 },
    { "two", "tanggal,volume\n1,2\n", 0 },
    { "the same field twice", "tanggal,tanggal,tanggal permohonan\n1,2,3\n", 0 },
    { "the best one", "nomor,tujuan,tanggal,\nnomor,tujuan,tanggal,pemohon\n1,2,3,4\n", 2 },
    { "the first of two", "nomor,tujuan,tanggal\n1,2,3\nnomor,tujuan,tanggal\n", 1 },
    { "id without state is a log", "id,nomor,tanggal,pemohon\n1,2,3,4\n", 1 },
    { "nothing", "", 0 },
    { "blank rows", "\n\n\n", 0 },
};

static void test_headers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(headers); i++) {
        struct sheet *s = ledger_open(headers[i].text);
        struct layout l;
        struct error e = { 0 };
        enum outcome o = layout_find(s, &ledger_kind, NULL, &l, &e);
        if (l.header_row != headers[i].row || (o == DONE) != (headers[i].row != 0))
            fail_msg("%s: row %zu", headers[i].what, l.header_row);
        assert_false(l.own);
        assert_int_equal(l.id_column, -1);
        layout_free(&l);
        sheet_close(&s);
    }
}

/* The sentence names the kind and headers that would be known. */
static void test_sentence(void **state)
{
    (void)state;
    struct sheet *s = ledger_open("a,b,c\n1,2,3\n");
    struct layout l;
    struct error e = { 0 };
    assert_int_equal(layout_find(s, &ledger_kind, NULL, &l, &e), BAD_DATA);
    assert_non_null(strstr(e.text, "Consignment"));
    assert_non_null(strstr(e.text, "no permohonan, tanggal permohonan, nama pemohon"));
    layout_free(&l);
    sheet_close(&s);
}

/* A header below the sixtieth row is not looked for. */
static void test_depth(void **state)
{
    (void)state;
    for (size_t rows = 59; rows <= 60; rows++) {
        struct buf text = { 0 };
        struct layout l;
        for (size_t i = 0; i < rows; i++)
            buf_puts(&text, "x,y\n");
        buf_puts(&text, "tanggal,pemohon\n");
        struct sheet *s = ledger_open(text.data);
        assert_int_equal(layout_find(s, &ledger_kind, NULL, &l, NULL),
                         rows == 59 ? DONE : BAD_DATA);
        assert_int_equal(l.header_row, rows == 59 ? 60 : 0);
        layout_free(&l);
        sheet_close(&s);
        buf_free(&text);
    }
}

/* Of two columns for one field the first keeps it. */
static void test_twice(void **state)
{
    (void)state;
    struct sheet *s = ledger_open("nomor,tanggal,pemohon,nama pemohon,applicant\n");
    struct layout l;
    ledger_layout(s, &ledger_kind, &l);
    assert_string_equal(l.columns[2].field->id, "applicant");
    assert_null(l.columns[3].field);
    assert_null(l.columns[4].field);
    layout_free(&l);
    sheet_close(&s);
}

/* The header stands there even behind a row past the limits. */
static void test_behind_wide_row(void **state)
{
    (void)state;
    struct buf text = { 0 };
    struct layout l;
    for (size_t i = 0; i <= SHEET_COLUMNS_MAX; i++)
        buf_puts(&text, "x,");
    buf_puts(&text, "\ntanggal,pemohon\n1,2\n3,4\n5,6\n");
    struct sheet *s = ledger_open(text.data);
    ledger_layout(s, &ledger_kind, &l);
    assert_int_equal(l.header_row, 2);
    layout_free(&l);
    sheet_close(&s);
    buf_free(&text);
}

/* A kind whose key is not in the sheet is led by its title. */
static void test_key(void **state)
{
    (void)state;
    struct kind titled = ledger_kind;
    struct sheet *s = ledger_open("tanggal,pemohon,vessel\n");
    struct layout l;
    ledger_layout(s, &titled, &l);
    assert_int_equal(l.key_column, -1);
    layout_free(&l);
    titled.title = "vessel";
    ledger_layout(s, &titled, &l);
    assert_int_equal(l.key_column, 2);
    layout_free(&l);
    sheet_close(&s);
}

int main(void)
{
    text_start();
    language_set(ENGLISH);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_log),        cmocka_unit_test(test_own),
        cmocka_unit_test(test_every_kind), cmocka_unit_test(test_headers),
        cmocka_unit_test(test_sentence),   cmocka_unit_test(test_depth),
        cmocka_unit_test(test_twice),      cmocka_unit_test(test_behind_wide_row),
        cmocka_unit_test(test_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
