/* test_utf8.c - validity, normal form, search form and graphemes. */
#include "loket/base.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_valid(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        bool want;
    } cases[] = {
        { "", 0, true },
        { "beras", 5, true },
        { "a\0b", 3, true },
        { "\xC3\xA9", 2, true },
        { "\xE2\x82\xAC", 3, true },
        { "\xF0\x9F\x8C\xBE", 4, true },
        { "\xF4\x8F\xBF\xBF", 4, true }, /* U+10FFFF */
        { "\xEF\xBF\xBF", 3, true },     /* a noncharacter is still well formed */
        { "\xC3", 1, false },            /* cut short */
        { "\xE2\x82", 2, false },        /* cut short */
        { "\xF0\x9F\x8C", 3, false },    /* cut short */
        { "\xE2\x82"
          "A",
          3, false },                         /* continued by a letter */
        { "\x80", 1, false },                 /* continuation first */
        { "abc\xBF", 4, false },              /* the same, later */
        { "\xC0\x80", 2, false },             /* overlong NUL */
        { "\xC1\xBF", 2, false },             /* overlong DEL */
        { "\xE0\x80\xAF", 3, false },         /* overlong slash */
        { "\xF0\x80\x80\xAF", 4, false },     /* overlong slash */
        { "\xED\xA0\x80", 3, false },         /* high surrogate */
        { "\xED\xBF\xBF", 3, false },         /* low surrogate */
        { "\xF4\x90\x80\x80", 4, false },     /* past U+10FFFF */
        { "\xF8\x88\x80\x80\x80", 5, false }, /* five bytes */
        { "\xFF\xFE", 2, false },             /* UTF-16 mark */
        { "\xB1 500 Kg", 8, false },          /* Windows-1252 plus-minus */
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (utf8_valid(cases[i].bytes, cases[i].n) != cases[i].want)
            fail_msg("case %zu: wanted %d", i, cases[i].want);
}

static void test_nfc(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
    } cases[] = {
        { "", "" },
        { "Ubi jalar", "Ubi jalar" },
        { "e\xCC\x81", "\xC3\xA9" },
        { "\xC3\xA9", "\xC3\xA9" },
        { "q\xCC\xA3\xCC\x87", "q\xCC\xA3\xCC\x87" },
        { "q\xCC\x87\xCC\xA3", "q\xCC\xA3\xCC\x87" },               /* marks in canonical order */
        { "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "\xED\x95\x9C" }, /* Hangul */
        { "\xEF\xAC\x81", "\xEF\xAC\x81" },                         /* a ligature stays one */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        buf_puts(&out, ">");
        assert_true(utf8_nfc(cases[i].in, strlen(cases[i].in), &out));
        assert_string_equal(buf_text(&out) + 1, cases[i].want);
        buf_free(&out);
    }
}

static void test_nfc_refuses_broken_text(void **state)
{
    (void)state;
    struct buf out = { 0 };
    buf_puts(&out, "kept");
    assert_false(utf8_nfc("a\xC3", 2, &out));
    assert_false(utf8_nfc("\xED\xA0\x80", 3, &out));
    assert_string_equal(buf_text(&out), "kept");
    buf_free(&out);
}

static void test_nfc_keeps_length(void **state)
{
    (void)state;
    struct buf out = { 0 };
    /* The NUL in the middle is a character like any other; whether it may stand is asked later. */
    assert_true(utf8_nfc("e\xCC\x81\0z", 5, &out));
    assert_int_equal(out.len, 4);
    assert_memory_equal(out.data, "\xC3\xA9\0z", 4);
    buf_free(&out);
}

static void test_fold(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
    } cases[] = {
        { "", "" },
        { "   ", "" },
        { "--.,", "" },
        { "PT. Toba  Agro-Mandiri", "pt toba agro mandiri" },
        { "  'Kopi' Gayo!  ", "kopi gayo" },
        { "K\xC3\x96LN Stra\xC3\x9F"
          "e",
          "koln strasse" },
        { "Caf\xC3\xA9", "cafe" },
        { "Cafe\xCC\x81", "cafe" },
        { "e\xCC\x81"
          "e",
          "ee" },
        { "\xEF\xBC\xA1\xEF\xBC\x91", "a1" }, /* full width */
        { "\xEF\xAC\x81le", "file" },         /* fi ligature */
        { "\xC4\xB0zmir", "izmir" },          /* dotted capital I */
        { "\xCE\xA3\xCE\xAF\xCF\x83\xCF\x85\xCF\x86\xCE\xBF\xCF\x82",
          "\xCF\x83\xCE\xB9\xCF\x83\xCF\x85\xCF\x86\xCE\xBF\xCF\x83" }, /* final sigma */
        { "\xE4\xB8\xAD\xE6\x96\x87", "\xE4\xB8\xAD\xE6\x96\x87" },     /* Han */
        { "a\xC2\xA0"
          "b",
          "a b" }, /* no-break space */
        { "a\tb\nc", "a b c" },
        { "2 x 20' FCL", "2 x 20 fcl" },
        { "a\xFF"
          "b",
          "a b" }, /* a broken byte parts words */
        { "\xC3", "" },
        { "\xEF\xB7\xBA", "\xD8\xB5\xD9\x84\xD9\x89 \xD8\xA7\xD9\x84\xD9\x84\xD9\x87 "
                          "\xD8\xB9\xD9\x84\xD9\x8A\xD9\x87 \xD9\x88\xD8\xB3\xD9\x84\xD9\x85" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        utf8_fold(cases[i].in, &out);
        if (!text_same(buf_text(&out), cases[i].want))
            fail_msg("\"%s\" folds to \"%s\", not \"%s\"", cases[i].in, buf_text(&out),
                     cases[i].want);
        buf_free(&out);
    }
}

static void test_fold_appends(void **state)
{
    (void)state;
    struct buf out = { 0 };
    buf_puts(&out, "x");
    utf8_fold(" Y ", &out);
    assert_string_equal(buf_text(&out), "xy");
    buf_free(&out);
}

/* Each text is cut into these lengths. */
static void test_graphemes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t lengths[5];
    } cases[] = {
        { "", { 0 } },
        { "ab", { 1, 1 } },
        { "\xC3\xA9x", { 2, 1 } },
        { "e\xCC\x81x", { 3, 1 } },
        { "e\xCC\x81\xCC\xA3", { 5 } },
        { "\xE4\xB8\xAD\xE6\x96\x87", { 3, 3 } },
        { "\xF0\x9F\x87\xAE\xF0\x9F\x87\xA9\xF0\x9F\x87\xAF\xF0\x9F\x87\xB5",
          { 8, 8 } },                                                   /* flags */
        { "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9z", { 11, 1 } }, /* joined by U+200D */
        { "\xFF\xFE"
          "a",
          { 1, 1, 1 } },
        { "a\xC3", { 1, 1 } },
        { "e\xCC\x81\xFF", { 3, 1 } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t at = 0;
        for (size_t k = 0; cases[i].lengths[k] > 0; k++) {
            assert_int_equal(utf8_grapheme(cases[i].text + at), cases[i].lengths[k]);
            at += cases[i].lengths[k];
            assert_int_equal(utf8_grapheme_before(cases[i].text, at), cases[i].lengths[k]);
        }
        assert_int_equal(at, strlen(cases[i].text));
        assert_int_equal(utf8_grapheme(cases[i].text + at), 0);
        assert_int_equal(utf8_grapheme_before(cases[i].text, 0), 0);
    }
}

static void test_endless_grapheme_is_cut(void **state)
{
    (void)state;
    struct buf b = { 0 };
    buf_puts(&b, "e");
    for (int i = 0; i < 1000; i++)
        buf_puts(&b, "\xCC\x81");
    size_t at = 0, step;
    while ((step = utf8_grapheme(b.data + at)) > 0) {
        assert_true(step <= 256);
        assert_true(utf8_valid(b.data + at, step));
        at += step;
    }
    assert_int_equal(at, b.len);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_nfc),
        cmocka_unit_test(test_nfc_refuses_broken_text),
        cmocka_unit_test(test_nfc_keeps_length),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_fold_appends),
        cmocka_unit_test(test_graphemes),
        cmocka_unit_test(test_endless_grapheme_is_cut),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
