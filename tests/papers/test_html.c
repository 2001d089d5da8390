/* test_html.c - the tables of a web page. */
#include "loket/papers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct sample {
    const char *what, *page, *rows;
};

static const struct sample samples[] = {
    { "nothing", "", "" },
    { "one table",
      "<table><tr><th>No</th><th>Nama</th></tr><tr><td>1</td><td>Kopi</td></tr></table>",
      "\"No\",\"Nama\"\n\"1\",\"Kopi\"\n\n" },
    { "ends left out", "<table><tr><td>1<td>2<tr><td>3<td>4</table>",
      "\"1\",\"2\"\n\"3\",\"4\"\n\n" },
    { "a line break", "<table><tr><td>a<br>b</td><td>c<br/>d</td></tr></table>",
      "\"a\nb\",\"c\nd\"\n\n" },
    { "quotes", "<table><tr><td>PT \"Sinar\"</td></tr></table>", "\"PT \"\"Sinar\"\"\"\n\n" },
    { "entities", "<table><tr><td>A &amp; B&nbsp;&lt;C&gt;</td></tr></table>",
      "\"A & B\xC2\xA0<C>\"\n\n" },
    { "blanks", "<table>\n <tr>\n  <td>\n  Kopi   biji\n </td><td>CHINA - </td>\n </tr>\n</table>",
      "\"Kopi biji\",\"CHINA - \"\n\n" },
    { "columns spanned", "<table><tr><td colspan=3>a</td><td>b</td></tr></table>",
      "\"a\",\"\",\"\",\"b\"\n\n" },
    { "rows spanned",
      "<table><tr><td "
      "rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr></table>",
      "\"a\",\"b\"\n\"\",\"c\"\n\"d\"\n\n" },
    { "what stands around",
      "<title>x</title><h4>LAPORAN</h4><p>Mei\n2020</p><table><tr><td>1</td></tr></"
      "table><p>Selesai",
      "\"LAPORAN\"\n\"Mei 2020\"\n\n\"1\"\n\n\"Selesai\"\n" },
    { "two tables", "<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>",
      "\"1\"\n\n\"2\"\n\n" },
    { "a table within a cell",
      "<table><tr><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>",
      "\"\"\n\n\"1\",\"2\"\n\n" },
    { "scripts and styles",
      "<style>b{}</style><script>a<b</script><table><tr><td>1</td></tr></table>", "\"1\"\n\n" },
    { "letters of Windows-1252", "<table><tr><td>M\xFCller \x96</td></tr></table>",
      "\"Müller –\"\n\n" },
    { "letters of UTF-8", "<table><tr><td>São</td></tr></table>", "\"São\"\n\n" },
};

/* The page through the program's own way; the rows must be freed. */
static char *read_page(const char *page)
{
    char *rows = NULL;
    size_t n = 0;
    FILE *in = fmemopen((void *)(uintptr_t)page, strlen(page) + (*page == '\0'), "r");
    FILE *out = open_memstream(&rows, &n);
    if (!*page)
        (void)fgetc(in);
    assert_int_equal(html_tables(in, out, NULL), DONE);
    fclose(in);
    fclose(out);
    return rows;
}

static void test_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        char *rows = read_page(samples[i].page);
        if (strcmp(rows, samples[i].rows) != 0)
            fail_msg("%s: %s", samples[i].what, rows);
        free(rows);
    }
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_pages) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
