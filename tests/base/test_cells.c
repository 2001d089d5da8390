/* test_cells.c - text as it stands on the screen. */
#include "loket/base.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_cells(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t want;
    } cases[] = {
        { "", 0 },
        { "beras", 5 },
        { "caf\xC3\xA9", 4 },
        { "cafe\xCC\x81", 4 },
        { "\xE4\xB8\xAD\xE6\x96\x87", 4 },
        { "\xE2\x94\x8C\xE2\x94\x80\xE2\x94\x90", 3 },
        { "a\tb", 3 }, /* a control is drawn as one mark */
        { "a\xFF"
          "b",
          3 }, /* so is a broken byte */
        { "a\xE2\x80\xAE"
          "b",
          3 },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (utf8_cells(cases[i].text) != cases[i].want)
            fail_msg("case %zu: %zu cells, not %zu", i, utf8_cells(cases[i].text), cases[i].want);
}

static void test_ascii(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
    } cases[] = {
        { "", "" },
        { "Beras 12,5 kg", "Beras 12,5 kg" },
        { "café Ñandú", "cafe Nandu" },
        { "cafe\xCC\x81", "cafe" }, /* a mark on its own takes no cell */
        { "● baik · 3–5 × “x” …", "* baik . 3-5 x \"x\" ~" },
        { "─ │ ↑↓", "- | ^v" },
        { "中文", "????" }, /* two cells each */
        { "ﬁ\xEF\xBF\xBD", "f?" },
        { "a\xFF", "a?" },
        { "▁█", ".#" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        utf8_ascii(cases[i].in, &out);
        if (strcmp(buf_text(&out), cases[i].want) != 0)
            fail_msg("case %zu: “%s”, not “%s”", i, buf_text(&out), cases[i].want);
        if (utf8_cells(buf_text(&out)) != utf8_cells(cases[i].in))
            fail_msg("case %zu is of another width", i);
        buf_free(&out);
    }
}

/* The name of the locale, as the system takes it: LC_ALL over LC_CTYPE over LANG. */
static void test_locale(void **state)
{
    (void)state;
    static const struct {
        const char *all, *ctype, *lang;
        bool utf8;
    } cases[] = {
        { NULL, NULL, NULL, true },        { NULL, NULL, "id_ID.UTF-8", true },
        { NULL, NULL, "C.utf8", true },    { NULL, NULL, "id_ID", false },
        { NULL, NULL, "C", false },        { NULL, "id_ID.ISO-8859-1", "id_ID.UTF-8", false },
        { "C.UTF-8", "POSIX", "C", true }, { "", "", "C.UTF-8", true },
    };
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *values[] = { cases[i].all, cases[i].ctype, cases[i].lang };
        for (size_t n = 0; n < COUNT(names); n++)
            if (values[n] != NULL)
                setenv(names[n], values[n], 1);
            else
                unsetenv(names[n]);
        if (text_locale_utf8() != cases[i].utf8)
            fail_msg("case %zu", i);
    }
}

static void test_visible(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
    } cases[] = {
        { "", "" },
        { "Manggis", "Manggis" },
        { "a\nb", "a\xE2\x90\x8A"
                  "b" },
        { "\x01\x1F", "\xE2\x90\x81\xE2\x90\x9F" },
        { "\033[31m", "\xE2\x90\x9B[31m" },
        { "\x7F", "\xE2\x90\xA1" },
        { "\xC2\x9B"
          "1m",
          "\xEF\xBF\xBD"
          "1m" }, /* C1 CSI */
        { "a\xE2\x80\xAE"
          "b",
          "a\xEF\xBF\xBD"
          "b" }, /* right-to-left override */
        { "\xE2\x81\xA6x\xE2\x81\xA9", "\xEF\xBF\xBDx\xEF\xBF\xBD" },
        { "\xE2\x80\xA8", "\xEF\xBF\xBD" }, /* line separator */
        { "\x9B"
          "31m",
          "\xEF\xBF\xBD"
          "31m" }, /* the raw byte */
        { "\xC3\xA9", "\xC3\xA9" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        utf8_visible(cases[i].in, &out);
        assert_string_equal(buf_text(&out), cases[i].want);
        assert_false(has_control(buf_text(&out)));
        buf_free(&out);
    }
}

static void test_has_control(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool want;
    } cases[] = {
        { "", false },
        { "Kayu manis", false },
        { "\xC3\xA9", false },
        { "\xC2\xA0", false },
        { "a\n", true },
        { "a\tb", true },
        { "\x7F", true },
        { "\xC2\x80", true },
        { "\xC2\x9F", true },
        { "\xD8\x9C", true },
        { "x\xE2\x80\x8F", true },
        { "\xE2\x80\xAA", true },
        { "\xE2\x81\xA9", true },
        { "\xE2\x80\x8D", false },
        { "\xFF", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (has_control(cases[i].text) != cases[i].want)
            fail_msg("case %zu: wanted %d", i, cases[i].want);
}

static void test_fit(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        size_t cells;
        const char *want;
    } cases[] = {
        { "", 0, "" },
        { "", 3, "   " },
        { "abc", 5, "abc  " },
        { "abc", 3, "abc" },
        { "abcd", 3, "ab\xE2\x80\xA6" },
        { "abcd", 1, "\xE2\x80\xA6" },
        { "abcd", 0, "" },
        { "caf\xC3\xA9s", 4, "caf\xE2\x80\xA6" },
        { "cafe\xCC\x81", 4, "cafe\xCC\x81" },
        { "e\xCC\x81"
          "e\xCC\x81"
          "e\xCC\x81",
          2, "e\xCC\x81\xE2\x80\xA6" },
        { "\xE4\xB8\xAD\xE6\x96\x87", 4, "\xE4\xB8\xAD\xE6\x96\x87" },
        { "\xE4\xB8\xAD\xE6\x96\x87", 3, "\xE4\xB8\xAD\xE2\x80\xA6" },
        { "\xE4\xB8\xAD\xE6\x96\x87", 2, "\xE2\x80\xA6 " }, /* a wide one is never halved */
        { "a\nb", 4,
          "a\xE2\x90\x8A"
          "b " },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        utf8_fit(cases[i].in, cases[i].cells, &out);
        if (!text_same(buf_text(&out), cases[i].want))
            fail_msg("case %zu: \"%s\", not \"%s\"", i, buf_text(&out), cases[i].want);
        assert_int_equal(utf8_cells(buf_text(&out)), cases[i].cells);
        buf_free(&out);
    }
}

static void test_excerpt(void **state)
{
    (void)state;
    assert_string_equal(excerpt("").text, "");
    assert_string_equal(excerpt(" 12 ").text, "12");
    assert_string_equal(excerpt("a\033b").text, "a\xE2\x90\x9B"
                                                "b");
    struct buf longer = { 0 };
    for (int i = 0; i < 100; i++)
        buf_puts(&longer, "\xC3\xA9");
    struct excerpt x = excerpt(buf_text(&longer));
    assert_int_equal(utf8_cells(x.text), EXCERPT_CELLS);
    assert_string_equal(x.text + strlen(x.text) - 3, "\xE2\x80\xA6");
    /* Marks without end take no cells, but they do take bytes. */
    buf_reset(&longer);
    for (int i = 0; i < 500; i++)
        buf_puts(&longer, "e\xCC\x81\xCC\xA3");
    x = excerpt(buf_text(&longer));
    assert_true(strlen(x.text) < sizeof x.text);
    assert_true(utf8_valid(x.text, strlen(x.text)));
    buf_free(&longer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),       cmocka_unit_test(test_visible),
        cmocka_unit_test(test_ascii),       cmocka_unit_test(test_locale),
        cmocka_unit_test(test_has_control), cmocka_unit_test(test_fit),
        cmocka_unit_test(test_excerpt),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
