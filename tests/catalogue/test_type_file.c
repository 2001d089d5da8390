/* test_type_file.c - files: their sum and their name, never typed. */
#include "loket/catalogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h> /* after loket: it takes the name fail() */

#define SUM "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const struct field scan = {
    .id = "file", .label = "Scan", .type = &type_file, .width = 200
};

static void test_parse(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        { SUM " faktur 1.pdf", true },
        { SUM " f", true },
        { SUM, false },
        { SUM " ", false },
        { "faktur.pdf", false },
        { SUM "0 faktur.pdf", false },
        { "A" SUM " f", false },
        { " " SUM " f", true },
        { SUM "\tf", false },
    };
    const struct reading how = { .spelling = SPELL_CANONICAL };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct value v = { 0 };
        struct error e = { 0 };
        enum outcome o = field_parse(&scan, &how, cases[i].text, &v, &e);
        if ((o == DONE) != cases[i].good)
            print_error("%s: %s\n", cases[i].text, e.text);
        assert_int_equal(o == DONE, cases[i].good);
        value_clear(&v);
    }
}

static void test_format(void **state)
{
    struct value v = { 0 };
    struct buf out = { 0 };
    (void)state;
    value_set_text(&v, SUM " faktur 1.pdf");
    field_format(&scan, &v, SPELL_SCREEN, &out);
    assert_string_equal(buf_text(&out), "faktur 1.pdf");
    buf_reset(&out);
    field_format(&scan, &v, SPELL_CANONICAL, &out);
    assert_string_equal(buf_text(&out), SUM " faktur 1.pdf");
    buf_free(&out);
    value_clear(&v);
}

static void test_split(void **state)
{
    char hash[FILE_HASH_LEN + 1];
    const char *name = NULL;
    (void)state;
    assert_true(file_text_split(SUM " a b", hash, &name));
    assert_string_equal(hash, SUM);
    assert_string_equal(name, "a b");
    assert_false(file_text_split("", hash, &name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_split),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
