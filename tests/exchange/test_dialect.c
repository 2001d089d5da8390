/* test_dialect.c - which delimiter, quotes and escapes a sheet was written with. */
#include "exchange/ledger.h"

#include <string.h>

#include "../../src/exchange/parts.h"

struct sample {
    const char *what;
    const char *text;
    const char *dialect; /* the delimiter, then what differs from doubled double quotes */
};

static const struct sample samples[] = {
    { "nothing", "", "," },
    { "one word", "nama\n", "," },
    { "comma", "a,b\nc,d\n", "," },
    { "semicolon", "a;b\nc;d\n", ";" },
    { "tab", "a\tb\nc\td\n", "\t" },
    { "bar", "a|b\nc|d\n", "|" },
    { "decimal commas", "nama;berat\nkopi;1,5\npala;2,25\n", ";" },
    { "names with titles", "no\tnama\n1\tAndini, M.Si\n2\tHasrul, S.P., M.P.\n", "\t" },
    { "delimiters inside quotes", "a,b\n\"x;y;z\",\"1;2;3\"\n\"p;q;r\",\"4;5;6\"\n", "," },
    { "line breaks inside quotes", "a;b\n\"x\ny,z\";c\n\"x\ny,z\";d\n", ";" },
    { "prose above the rows",
      "Laporan, menurut daftar, sampai, dengan, akhir, bulan, ini, saja\na;b;c\n1;2;3\n4;5;6\n",
      ";" },
    { "ragged rows", "a;b;c;d\n1;2;3\n1;2;3;4\n1;2\n1;2;3;4\nx,y\n", ";" },
    { "mixed line ends", "a;b\r\nc;d\re;f\ng;h", ";" },
    { "sep= wins over evidence", "sep=|\na;b\nc;d\n", "|" },
    { "sep= with CRLF", "sep=;\r\na,b\r\n", ";" },
    { "sep= of more than one byte is a row", "sep=ab\n1;2\n", ";" },
    { "an export of loket's", "id,rev,state,origin,a\n1,2,3;4,x;y,z;\n1,2,3;4;5,x;y;z,z\n", "," },
    { "a file of rejected rows", "row,column,reason,a;b\n7,a;b;c,d;e;f\n8,a;b;c,d;e;f\n", "," },
    { "the same saved by a spreadsheet", "id;rev;state;origin;a\n1;2;3,4;x;y\n", ";" },
    { "sep= in quotes", "\"sep=;\"\r\na,b\r\n", ";" },
    { "sep= of two marks", "sep=||\na||b\n", "||" },
    { "two bars", "a||b||c\n1||||3\n4||5||6\n", "||" },
    { "two semicolons", "a;;b\n1,5;;2\n", ";;" },
    { "two colons", "a::b::c\n10:30::x::y\n11:30::z::w\n", "::" },
    { "angles", "a<>b<>c\n1<><>3\n4<>5<>6\n", "<>" },
    { "three marks", "a~|~b\n1~|~2\n3~|~4\n", "~|~" },
    { "comma and blank", "a, b, c\n1, \"x,y\", 3\n4, 5, \n", ", " },
    { "one comma followed by a blank", "a,b\n1, 2\n3,4\n5,6\n", "," },
    { "colons", "no:nama:berat\n1:kopi:2\n2:pala:3\n", ":" },
    { "carets", "no^nama\n1^kopi\n2^pala\n", "^" },
    { "unit separators", "no\x1Fnama\n1\x1Fkopi\n2\x1Fpala\n", "\x1F" },
    { "blanks", "1 2.5 3\n4 5.5 6\n7 8.5 9\n", " " },
    { "aligned with blanks", "no   berat   harga\n1    12.5    300\n2    7       4000\n",
      "  runs" },
    { "names are one column", "Budi Santoso\nSiti Aminah\nAgus Salim\n", "," },
    { "times are one column", "07:30\n08:15\n09:45\n", "," },
    { "dates are one column", "2 Mei 2020\n3 Mei 2020\n4 Juni 2020\n", "," },
    { "apostrophes", "'a','b, c'\n'd','e'\n", ", quote '" },
    { "apostrophes within words", "a,b\n't Hoen,x\nd'Or,'s Gravenhage\n", "," },
    { "backslashes before quotes", "a,b\n\"x \\\"y\\\" z\",1\n\"p\\\", q\",2\n", ", escape \\" },
    { "backslashes before delimiters", "a,b\nx\\,y,1\nz\\,w,2\n", ", escape \\" },
    { "paths are no escapes", "a,b\n\"C:\\x\",1\n\"D:\\y\",2\n", "," },
    { "sep= of a quote is a row", "sep=\"\n1;2\n3;4\n", ";" },
};

static void test_find(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct dialect d = { 0 };
        size_t begin;
        dialect_find(samples[i].text, strlen(samples[i].text), NULL, &d, &begin);
        struct buf told = { 0 };
        buf_puts(&told, d.delimiter);
        if (d.quote != '"')
            buf_printf(&told, " quote %c", d.quote);
        if (d.escape)
            buf_printf(&told, " escape %c", d.escape);
        if (d.runs)
            buf_puts(&told, " runs");
        if (strcmp(buf_text(&told), samples[i].dialect) != 0)
            fail_msg("%s: “%s”", samples[i].what, buf_text(&told));
        buf_free(&told);
    }
}

static void test_begin(void **state)
{
    (void)state;
    struct dialect d = { 0 };
    size_t begin;
    dialect_find("sep=;\r\na;b", 10, NULL, &d, &begin);
    assert_int_equal(begin, 7);
    dialect_find("sep=;", 5, NULL, &d, &begin);
    assert_int_equal(begin, 5);
    dialect_find("a;b\nc;d", 7, NULL, &d, &begin);
    assert_int_equal(begin, 0);
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
