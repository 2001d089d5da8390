/* test_paper.c - wrapping of plain-text papers. */
#include "loket/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

enum { WIDTH = PAPER_CELLS };

static void check(struct buf *out, const char *want)
{
    assert_string_equal(buf_text(out), want);
    buf_free(out);
}

static void test_pairs(void **state)
{
    (void)state;
    struct buf out = { 0 };
    paper_pair(&out, "Pemohon", "PT Contoh");
    check(&out, "Pemohon           : PT Contoh\n");
    paper_pair(&out, "Pemohon", "");
    check(&out, "");
    paper_pair(&out, "Alamat", "Jl. Satu\n\nMedan");
    check(&out, "Alamat            : Jl. Satu\n"
                "                    \n"
                "                    Medan\n");
    paper_pair(&out, "Sebuah label yang panjang", "x");
    check(&out, "Sebuah label yang…: x\n");
}

static void test_words_wrap(void **state)
{
    (void)state;
    struct buf out = { 0 };
    paper_item(&out, "  1. ",
               "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua "
               "belas tiga belas");
    check(&out, "  1. satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas\n"
                "     dua belas tiga belas\n");
}

/* No line passes the width, whatever is printed; nothing of the text is lost. */
static void test_width_holds(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDDEEEEEEEEEEFFFFFFFFFFGGGGGGGGGGHHHHHHHHHHIIIIIIIII"
        "I",
        "上海上海上海上海上海上海上海上海上海上海上海上海上海上海上海上海上海上海上海上海上海上海上"
        "海上海"
        "上海",
        "satu  AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDDEEEEEEEEEEFFFFFFFFFFGGGGGGGGGGHHHHHHHHHH "
        "dua",
        "e\xcc\x81 e\xcc\x81 e\xcc\x81",
        "   ",
        "",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct buf out = { 0 };
        size_t ink = 0, printed = 0;
        paper_item(&out, "      ", texts[i]);
        for (char *line = out.data, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
            *end = '\0';
            assert_true(utf8_cells(line) <= WIDTH);
            for (const char *p = line; *p != '\0'; p++)
                printed += *p != ' ';
        }
        for (const char *p = texts[i]; *p != '\0'; p++)
            ink += *p != ' ';
        assert_int_equal(printed, ink);
        buf_free(&out);
    }
}

static void test_center_and_rule(void **state)
{
    (void)state;
    struct buf out = { 0 };
    paper_center(&out, "TANDA TERIMA");
    check(&out, "                                TANDA TERIMA\n");
    paper_rule(&out);
    assert_int_equal(out.len, WIDTH + 1);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_words_wrap),
        cmocka_unit_test(test_width_holds),
        cmocka_unit_test(test_center_and_rule),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
