/* test_role.c - which rows of a sheet are records, further lines, or neither. */
#include "exchange/ledger.h"

#include <string.h>

struct role_case {
    const char *row;
    enum row_role role;
};

#define HEADER                                                                                     \
    "no;no_permohonan;tanggal;nama pemohon;alamat;tujuan;nama alat angkut;nama komoditas;volume;"  \
    "satuan\n"

/* Rows below HEADER, which is row 2. */
static const struct role_case rows[] = {
    { "1;K.001;2020-05-01;CV Rimba;Medan;INDIA;KM Kelud;Kopi;12,5;kg", ROW_DATA },
    { "1;K.001", ROW_DATA },
    { ";K.001", ROW_DATA },
    { ";IDEM;;CV Rimba;;;;Pala;1;kg", ROW_IDEM },
    { ";idem", ROW_IDEM },
    { ";s.d.a.;;;;;;Pala", ROW_IDEM },
    { "", ROW_BLANK },
    { ";;;;;;;;;", ROW_BLANK },
    { "; ;\t;\xC2\xA0;;;;;;", ROW_BLANK },
    { "no;no_permohonan;tanggal;nama pemohon;alamat;tujuan;nama alat angkut;nama komoditas;volume;"
      "satuan",
      ROW_HEADER },
    { "No.;No Permohonan;TANGGAL;;;tujuan;Nama Alat Angkut;;volume;", ROW_HEADER },
    { "no;no_permohonan", ROW_DATA }, /* too little of it, and a key: rejected loudly */
    { "JUMLAH;;;;;;;;74.000,00;", ROW_TOTAL },
    { ";;Sub Total;;;;;;74;", ROW_TOTAL },
    { "Jumlah Wilker Sibolga;;;;;;;;74;kg", ROW_TOTAL },
    { ";JUMLAH;;;;;;;74.000,00;", ROW_TOTAL },
    { ";TOTAL;2020-05-01;CV Rimba;Medan;INDIA;KM Kelud;Kopi;12,5;kg", ROW_DATA },
    { ";Total Energi 1;;;;;;;;", ROW_DATA },
    { "Jumlahnya;;2020-05-01;CV Rimba;Medan;INDIA;KM Kelud;Kopi;12,5;kg", ROW_DATA },
    { "total;;2020-05-01;CV Rimba;Medan;INDIA;KM Kelud;Kopi;12,5;kg", ROW_DATA },
    { "NIHIL", ROW_NIHIL },
    { ";NIHIL;;", ROW_NIHIL },
    { "Nihil bulan ini;;;;;", ROW_NIHIL },
    { ";;Mengetahui,", ROW_NOTE },
    { ";;;Belawan, 31 Mei 2020", ROW_NOTE },
    { ";;;Kepala Seksi;;;Koordinator", ROW_NOTE },
    { "Catatan: a;b;;;c;;d", ROW_DATA }, /* a key */
    { "Catatan;;;a;;b;c", ROW_NOTE },
    { "61;-;;;;;;;;", ROW_NOTE }, /* numbered in advance */
    { "9;;;CV Rimba;Medan;INDIA;KM Kelud;Kopi;12,5;kg", ROW_DATA },
    { "9;-;;CV Rimba;Medan;INDIA;KM Kelud;Kopi;12,5;kg", ROW_DATA },
    { ";;2020-05-01;CV Rimba", ROW_DATA }, /* a demanded date in its column */
    { ";;bukan tanggal;CV Rimba", ROW_NOTE },
};

static void test_log(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf text = { 0 };
        struct layout l;
        buf_printf(&text, "EKSPOR;;\n" HEADER "%s\n", rows[i].row);
        struct sheet *s = ledger_open(text.data);
        ledger_layout(s, &ledger_kind, &l);
        struct sheet_row row = ledger_row(s, 1);
        assert_int_equal(layout_role(&l, &row), ROW_BANNER);
        row = ledger_row(s, 2);
        assert_int_equal(layout_role(&l, &row), ROW_HEADER);
        row = ledger_row(s, 3);
        if (layout_role(&l, &row) != rows[i].role)
            fail_msg("“%s” is %d", rows[i].row, layout_role(&l, &row));
        layout_free(&l);
        sheet_close(&s);
        buf_free(&text);
    }
}

/* In our own export every row is a record or a line of it, whatever it says. */
static const struct role_case own_rows[] = {
    { "0ABCDEFGHJKM1,1,open,desk,,,JUMLAH", ROW_DATA },
    { "0ABCDEFGHJKM1,1,open,desk,item,0ABCDEFGHJKM2", ROW_IDEM },
    { "0ABCDEFGHJKM1,1,open,desk,nonsense", ROW_IDEM },
    { "JUMLAH", ROW_DATA },
    { ",,,,,,NIHIL", ROW_DATA },
    { ",,,,,,IDEM", ROW_DATA },
    { ",,,,,,,", ROW_BLANK },
    { "id,rev,state,origin,line,line_id,number", ROW_HEADER },
};

static void test_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(own_rows); i++) {
        struct buf text = { 0 };
        struct layout l;
        buf_printf(&text, "id,rev,state,origin,line,line_id,number\n%s\n", own_rows[i].row);
        struct sheet *s = ledger_open(text.data);
        ledger_layout(s, &ledger_kind, &l);
        struct sheet_row row = ledger_row(s, 2);
        if (layout_role(&l, &row) != own_rows[i].role)
            fail_msg("“%s” is %d", own_rows[i].row, layout_role(&l, &row));
        layout_free(&l);
        sheet_close(&s);
        buf_free(&text);
    }
}

/* Of a key of several fields any is enough. */
static void test_key_of_several(void **state)
{
    (void)state;
    struct kind several = ledger_kind;
    several.natural_key = (const char *const[]){ "number", "vessel", NULL };
    struct sheet *s = ledger_open("nomor;tanggal;pemohon;alamat;tujuan;vessel;volume;satuan\n"
                                  ";;;;;KM Kelud;;\n");
    struct layout l;
    ledger_layout(s, &several, &l);
    struct sheet_row row = ledger_row(s, 2);
    assert_int_equal(layout_role(&l, &row), ROW_DATA);
    l.kind = &ledger_kind;
    assert_int_equal(layout_role(&l, &row), ROW_NOTE);
    layout_free(&l);
    sheet_close(&s);
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_log),
        cmocka_unit_test(test_own),
        cmocka_unit_test(test_key_of_several),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
