/* test_type_text.c - text, notes, serials, references. */
#include "catalogue/typed.h"

#include <string.h>

static void test_typed(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "title", "Ubi jalar", "Ubi jalar", NULL },
        { "title", "-", "-", NULL },
        { "remark", "satu\ndua", "satu\ndua", NULL },
        { "remark", "satu\r\ndua\r\n", "satu\ndua", NULL },
        { "title", "satu\ndua", NULL, "control characters" },
        { "remark", "satu\tdua", NULL, "control characters" },
        { "remark", "satu\x01", NULL, "control characters" },
        { "serial", "KT-9.0001/2020", "KT-9.0001/2020", NULL },
        { "owner", "PT Toba", "PT Toba", NULL },
    };
    typed_check(cases, COUNT(cases), &sample_screen);
    typed_check(cases, COUNT(cases), &sample_canonical);
}

static void test_sheet(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "title", "nihil", "nihil", NULL },
        { "title", "-", "-", NULL },
        { "title", "satu\ndua", "satu dua", NULL },
        { "remark", "satu\ndua", "satu\ndua", NULL },
        { "owner", "-", "", NULL },
        { "owner", "Nihil", "", NULL },
        { "serial", "N/A", "", NULL },
    };
    typed_check(cases, COUNT(cases), &sample_sheet);
}

static void test_reference_is_not_linked(void **state)
{
    (void)state;
    struct value v = { 0 };
    value_set_reference(&v, 12, "lama");
    assert_int_equal(
        field_parse(kind_field(&sample_box, "owner"), &sample_screen, "baru", &v, NULL), DONE);
    assert_int_equal(v.num, 0);
    assert_string_equal(v.text, "baru");
    value_clear(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed),
        cmocka_unit_test(test_sheet),
        cmocka_unit_test(test_reference_is_not_linked),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
