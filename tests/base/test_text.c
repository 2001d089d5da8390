/* test_text.c - comparing and trimming. */
#include "loket/base.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_same(void **state)
{
    (void)state;
    assert_true(text_same("a", "a"));
    assert_true(text_same(NULL, ""));
    assert_true(text_same(NULL, NULL));
    assert_false(text_same("a", "A"));
    assert_false(text_same(NULL, "a"));
    assert_false(text_same("a", "ab"));
}

static void test_starts(void **state)
{
    (void)state;
    assert_true(text_starts("permit", "per"));
    assert_true(text_starts("permit", ""));
    assert_true(text_starts("permit", "permit"));
    assert_false(text_starts("permit", "permits"));
    assert_false(text_starts("", "p"));
}

static void test_trim(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
    } cases[] = {
        { "", "" },
        { "  ", "" },
        { "\xC2\xA0", "" },
        { " a b ", "a b" },
        { "\t\r\n a\v\f", "a" },
        { "\xC2\xA0 a\xC2\xA0"
          "b \xC2\xA0",
          "a\xC2\xA0"
          "b" },
        { "\xC3\xA0", "\xC3\xA0" }, /* ends in the byte A0, but is a letter */
        { "\xA0", "\xA0" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[32];
        strcpy(text, cases[i].in);
        assert_string_equal(text_trim(text), cases[i].want);
    }
}

static void test_likeness(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int want;
    } cases[] = {
        { "", "", 100 },
        { "a", "", 0 },
        { "", "abc", 0 },
        { "rimba", "rimba", 100 },
        { "rimba", "rimbo", 80 },
        { "rimba", "rimb", 80 },
        { "rimba", "arimba", 84 },
        { "abcd", "wxyz", 0 },
        { "kitten", "sitting", 58 },      /* distance 3 of 7 */
        { "caf\xC3\xA9", "cafe", 75 },    /* by characters, not bytes */
        { "toba agro", "toba argo", 78 }, /* two letters changed of nine */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int there = text_likeness(cases[i].a, cases[i].b);
        if (there != cases[i].want)
            fail_msg("\"%s\" and \"%s\": %d, not %d", cases[i].a, cases[i].b, there, cases[i].want);
        assert_int_equal(text_likeness(cases[i].b, cases[i].a), there);
    }
}

static void test_listed(void **state)
{
    (void)state;
    static const struct {
        const char *list, *text;
        bool there;
    } cases[] = {
        { "nn;no name", "NN", true },  { "nn;no name", "No-Name", true },
        { "nn;no name", "no", false }, { "nn;no name", "nn;no name", false },
        { "nn;;no name;", "", false }, { "", "", false },
        { "", "nn", false },           { "low", "low", true },
        { ";low", " Low.", true },     { "low;medium", "lowmedium", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (text_listed(cases[i].list, cases[i].text) != cases[i].there)
            fail_msg("\"%s\" in \"%s\"", cases[i].text, cases[i].list);
}

static void test_likeness_is_bounded(void **state)
{
    (void)state;
    struct buf a = { 0 }, b = { 0 };
    buf_pad(&a, 'x', 5000);
    buf_pad(&b, 'x', 3000);
    assert_int_equal(text_likeness(buf_text(&a), buf_text(&b)), 100);
    buf_free(&a);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),   cmocka_unit_test(test_starts),
        cmocka_unit_test(test_trim),   cmocka_unit_test(test_likeness),
        cmocka_unit_test(test_listed), cmocka_unit_test(test_likeness_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
