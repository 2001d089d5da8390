/* test_pdf.c - composed papers as PDF: pages, blocks, what is refused. */
#include "loket/papers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static enum outcome make(const char *composed, char **pdf, size_t *n, struct error *e)
{
    FILE *in = fmemopen((void *)(uintptr_t)composed, strlen(composed), "rb");
    FILE *out = open_memstream(pdf, n);
    *e = (struct error){ 0 };
    assert_non_null(in);
    assert_non_null(out);
    enum outcome result = pdf_write(in, out, e);
    fclose(in);
    fclose(out);
    return result;
}

static int pages_of(const char *pdf, size_t n)
{
    static const char mark[] = "/Type /Page "; /* and not "/Pages" */
    int pages = 0;
    for (size_t i = 0; i + sizeof mark - 1 <= n; i++)
        pages += memcmp(pdf + i, mark, sizeof mark - 1) == 0;
    return pages;
}

static void wants(const char *composed, int pages)
{
    struct error e;
    char *pdf = NULL;
    size_t n = 0;
    assert_int_equal(make(composed, &pdf, &n, &e), DONE);
    assert_memory_equal(pdf, "%PDF-", 5);
    assert_int_equal(pages_of(pdf, n), pages);
    free(pdf);
}

static void every_block_is_drawn(void **state)
{
    (void)state;
    wants("page\tA4\nmargins\t20 20 20 20\nsize\t9\nlabels\t40\noffset\t3\t-2\nmark\tLATIHAN\n"
          "head\tBADAN\\nKARANTINA\t\tBelawan\tJl. Pelabuhan\t061\ntitle\tSURAT\nsubtitle\tNomor\n"
          "text\tIsi surat yang cukup panjang.\nsmall\tkecil\ncenter\ttengah\nright\tkanan\n"
          "pre\tketik\npair\tLabel\tNilai\npair\tKosong\t\ncells\t2 Satu\\nIsi\t1 Dua\n"
          "table\t1> No.\t6 Nama\nrow\t1\tBeras\nrow\t2\tJagung\\nmanis\nrule\ngap\t4\n"
          "qr\tLOKET1.ABC\nsign\t\tMedan\\nKepala\nat\t20 200 60\tdi sini\nfoot\tkaki\n",
          1);
    wants("title\tSatu\nbreak\ntitle\tDua\n", 2);
    wants("page\tA5 landscape\ntext\tx\n", 1);
    wants("", 1); /* an empty paper is an empty page */
}

static void a_long_table_goes_on_over_pages(void **state)
{
    struct buf paper = { 0 };
    (void)state;
    buf_puts(&paper, "mark\tLATIHAN\ntable\t1> No.\t6 Nama\n");
    for (int i = 0; i < 120; i++)
        buf_printf(&paper, "row\t%d\tKayu manis\n", i);
    wants(buf_text(&paper), 3);
    buf_free(&paper);
}

/* A cell longer than any page, a code longer than any QR holds, a text of one word. */
static void what_is_too_large_is_cut_not_refused(void **state)
{
    struct buf paper = { 0 };
    (void)state;
    buf_puts(&paper, "table\t1 A\nrow\t");
    for (int i = 0; i < 3000; i++)
        buf_puts(&paper, "kata ");
    buf_puts(&paper, "\nqr\t");
    buf_pad(&paper, 'Z', 6000);
    buf_puts(&paper, "\ntext\t");
    buf_pad(&paper, 'm', 4000);
    buf_puts(&paper, "\n");
    struct error e;
    char *pdf = NULL;
    size_t n = 0;
    assert_int_equal(make(buf_text(&paper), &pdf, &n, &e), DONE);
    assert_memory_equal(pdf, "%PDF-", 5);
    free(pdf);
    buf_free(&paper);
}

static void what_is_no_paper_is_refused(void **state)
{
    static const char *const bad[] = { "dance\tx\n", "\xff\xfe\n" };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct error e;
        char *pdf = NULL;
        size_t n = 0;
        assert_int_equal(make(bad[i], &pdf, &n, &e), BAD_DATA);
        free(pdf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_block_is_drawn),
        cmocka_unit_test(a_long_table_goes_on_over_pages),
        cmocka_unit_test(what_is_too_large_is_cut_not_refused),
        cmocka_unit_test(what_is_no_paper_is_refused),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
