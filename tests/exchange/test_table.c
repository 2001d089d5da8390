/* test_table.c - which rows of a sheet are a table's, and which stand around it. */
#include "exchange/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "../../src/exchange/parts.h"

/* One letter each row: D data, H header, h a heading above it, R header again, B banner, T total,
 * N note, . blank, S skipped, o of another table. */
static const char letters[] = "DHhRBTN.So";

struct sample {
    const char *what, *text, *parts;
    const char *header; /* joined with "|"; NULL: of no interest */
};

static const struct sample samples[] = {
    { "nothing", "", "", NULL },
    { "one word", "nama\n", "H", "nama" },
    { "a header alone", "no;nama;berat\n", "H", "no|nama|berat" },
    { "header and data", "no;nama;berat\n1;kopi;2\n2;pala;3\n", "HDD", "no|nama|berat" },
    { "no header", "1;kopi;2\n2;pala;3\n", "HD", "1|kopi|2" },
    { "a banner", "LAPORAN\nBULAN : 5\n\nno;nama;berat\n1;kopi;2\n2;pala;3\n", "BB.HDD",
      "no|nama|berat" },
    { "a banner padded with delimiters",
      "LAPORAN;;;\nBULAN : 5;;;\n;;;\nno;nama;asal;berat\n1;kopi;Medan;2\n2;pala;Ambon;3\n",
      "BB.HDD", "no|nama|asal|berat" },
    { "a banner of pairs",
      "Stasiun;Belawan\nPetugas;Andini\nno;nama;asal;berat\n1;kopi;Medan;2\n2;pala;Ambon;3\n",
      "BBHDD", NULL },
    { "prose with delimiters above", "Made by hand, for Medan, in May\nx,y\n1,2\n3,4\n5,6\n",
      "BHDDD", "x|y" },
    { "totals and notes",
      "no;nama;asal;berat\n1;kopi;Medan;2\nJUMLAH;;;2\n2;pala;Ambon;3\nTOTAL;;;5\n;;;\n;;"
      "Mengetahui,;\n;;Andini;\n",
      "HDTDT.NN", NULL },
    { "a footnote without delimiters", "no;nama;berat\n1;kopi;2\n2;pala;3\nSumber: buku 4\n",
      "HDDN", NULL },
    { "the header on every page", "no;nama;berat\n1;kopi;2\nno;nama;berat\n2;pala;3\n", "HDRD",
      NULL },
    { "numbers of columns", "no;nama;berat\n(1);(2);(3)\n1;kopi;2\n2;pala;3\n", "HRDD", NULL },
    { "a row of numbers is data", "a;b;c\n1;2;3\nx;5;6\n", "HDD", NULL },
    { "many numbers of columns", "a;b;c;d;e;f;g\n1;2;3;4;5;6;7\n1;x;y;2;3;4;5\n", "HRD", NULL },
    { "a nameless first column", ",nilai\nkopi,1\npala,2\n", "HDD", NULL },
    { "one of two cells empty", "nama,catatan\nkopi,x\npala hutan dari pulau Ambon di timur,\n",
      "HDD", NULL },
    { "the same below a blank row", "nama,catatan\nkopi,x\n\npala,\n", "HD.D", NULL },
    { "blank rows within", "no;nama;berat\n\n1;kopi;2\n;;\n2;pala;3\n\n", "H.D.D.", NULL },
    { "a blank cell or two is no note", "no;nama;berat\n1;kopi;2\n;pala;\n;;7\n", "HDDD", NULL },
    { "nihil", "no;nama;asal;berat\nNIHIL;;;\n", "HN", NULL },
    { "merged labels over labels",
      "No;Pemohon;;Barang;\n;Nama;Alamat;Jenis;Berat\n1;CV A;Medan;kopi;2\n2;CV B;Medan;pala;3\n",
      "hHDD", "No|Pemohon Nama|Pemohon Alamat|Barang Jenis|Barang Berat" },
    { "few labels over many",
      ";;2019;;2020;\nno;nama;isi;berat;isi;berat\n1;kopi;2;3;4;5\n2;pala;2;3;4;5\n", "BHDD",
      NULL },
    { "labels of merged cells", "Siang;;Malam;\nX;Y;X;Y\n1;2;3;4\n5;6;7;8\n", "hHDD",
      "Siang X|Siang Y|Malam X|Malam Y" },
    { "a header twice", "tgl;no;nama\ntgl;no;nama\n1/2/2020;2;kopi\n2/2/2020;3;pala\n", "hHDD",
      "tgl tgl|no no|nama nama" },
    { "units below", "no;nama;berat\n;;kg\n1;kopi;2\n2;pala;3\n", "hHDD", "no|nama|berat kg" },
    { "a word among numbers is data", "nama;jumlah\nkopi;banyak\npala;12\ncengkeh;7\n", "HDDD",
      NULL },
    { "ragged rows", "a;b;c\n1;2\n1;2;3;4\n1;2;3\n", "HDDD", NULL },
    { "another table below a blank row",
      "no;nama\n1;kopi\n2;pala\n\nTabel 2\nkota;isi;berat\nMedan;1;2\nAmbon;3;4\n", "HDD.Nooo",
      NULL },
    { "another table of another width right below",
      "no;nama\n1;kopi\n2;pala\nkota;isi;berat\nMedan;1;2\nAmbon;3;4\n", "HDDooo", NULL },
    { "the same table again, from its first row",
      "no;nama\n1;kopi\n2;pala\nno;nama\n1;kopi\n2;pala\n", "HDDooo", NULL },
};

static void show(const char *text, const struct table_options *how, struct buf *parts,
                 struct buf *header)
{
    struct table_row row;
    struct sheet *s = ledger_open(text);
    struct tables *t = tables_open(s, how);
    while (tables_next(t, &row, NULL) == DONE && row.cells) {
        buf_putc(parts, letters[row.part]);
        for (size_t i = 0; row.part == PART_HEADER && i < row.count; i++)
            buf_printf(header, "%s%s", i ? "|" : "", row.cells[i]);
    }
    tables_close(&t);
    sheet_close(&s);
}

static void test_parts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct buf parts = { 0 }, header = { 0 };
        show(samples[i].text, NULL, &parts, &header);
        if (strcmp(buf_text(&parts), samples[i].parts) != 0)
            fail_msg("%s: %s", samples[i].what, buf_text(&parts));
        if (samples[i].header && strcmp(buf_text(&header), samples[i].header) != 0)
            fail_msg("%s: %s", samples[i].what, buf_text(&header));
        buf_free(&parts);
        buf_free(&header);
    }
}

struct asked {
    struct table_options how;
    const char *parts;
};

static void test_asked(void **state)
{
    (void)state;
    static const char text[] = "LAPORAN\nno;nama\n1;kopi\n2;pala\n\nkota;isi;berat\nMedan;1;2\n";
    static const struct asked asked[] = {
        { { .header = HEADER_RECOGNISED }, "BHDD.oo" },
        { { .header = HEADER_RECOGNISED, .table = 2 }, "Booo.HD" },
        { { .header = HEADER_RECOGNISED, .skip = 1 }, "SHDD.oo" },
        { { .header = HEADER_RECOGNISED, .skip = 2 }, "SSHD.oo" },
        { { .header = 3 }, "BBHD.oo" },
        { { .header = HEADER_NONE }, "BDDD.oo" },
    };
    for (size_t i = 0; i < COUNT(asked); i++) {
        struct buf parts = { 0 }, header = { 0 };
        show(text, &asked[i].how, &parts, &header);
        if (strcmp(buf_text(&parts), asked[i].parts) != 0)
            fail_msg("%zu: %s", i, buf_text(&parts));
        buf_free(&parts);
        buf_free(&header);
    }
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_parts),
                                        cmocka_unit_test(test_asked) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
