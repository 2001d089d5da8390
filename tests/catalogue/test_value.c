/* test_value.c - one field's content. */
#include "catalogue/sample.h"

#include <string.h>

static void test_set_and_clear(void **state)
{
    (void)state;
    struct value v = { 0 };
    value_set_text(&v, "beras");
    assert_true(v.set);
    assert_string_equal(v.text, "beras");
    value_set_text(&v, "");
    assert_false(v.set);
    assert_null(v.text);
    value_set_number(&v, 0);
    assert_true(v.set);
    value_set_text(&v, NULL);
    assert_false(v.set);
    assert_int_equal(v.num, 0);
}

static void test_own_text(void **state)
{
    (void)state;
    struct value v = { 0 };
    value_set_reference(&v, 7, "PT Sama");
    value_set_reference(&v, 8, v.text);
    assert_string_equal(v.text, "PT Sama");
    assert_int_equal(v.num, 8);
    value_clear(&v);
}

static void test_reference(void **state)
{
    (void)state;
    struct value v = { 0 };
    value_set_reference(&v, 0, "");
    assert_false(v.set);
    value_set_reference(&v, 9, "");
    assert_true(v.set);
    assert_null(v.text);
    value_set_reference(&v, 0, "bebas");
    assert_true(v.set);
    assert_int_equal(v.num, 0);
    value_clear(&v);
}

static void test_copy_is_deep(void **state)
{
    (void)state;
    struct value a = { 0 }, b = { 0 };
    value_set_reference(&a, 5, "satu");
    value_copy(&b, &a);
    assert_true(value_same(&a, &b));
    assert_ptr_not_equal(a.text, b.text);
    value_set_text(&a, "dua");
    assert_string_equal(b.text, "satu");
    value_clear(&a);
    value_copy(&b, &a);
    assert_false(b.set);
}

static void test_same(void **state)
{
    (void)state;
    struct value empty = { 0 }, zero = { .set = true }, one = { .set = true, .num = 1 };
    struct value a = { .set = true, .text = "a" }, b = { .set = true, .text = "b" };
    struct value linked = { .set = true, .text = "a", .num = 1 };
    assert_true(value_same(&empty, &empty));
    assert_false(value_same(&empty, &zero));
    assert_false(value_same(&zero, &one));
    assert_false(value_same(&a, &b));
    assert_false(value_same(&a, &linked));
}

static void test_compare(void **state)
{
    (void)state;
    struct value empty = { 0 }, two = { .set = true, .num = 2 }, ten = { .set = true, .num = 10 };
    struct value ubi = { .set = true, .text = "Ubi" }, apel = { .set = true, .text = "apel" };
    struct value zebra = { .set = true, .text = "Zebra" };
    assert_true(type_number.compare(&two, &ten) < 0);
    assert_true(type_number.compare(&ten, &two) > 0);
    assert_true(type_number.compare(&empty, &two) < 0);
    assert_int_equal(type_number.compare(&two, &two), 0);
    /* Words by their folded form, codes byte by byte. */
    assert_true(type_text.compare(&apel, &zebra) < 0);
    assert_true(type_text.compare(&ubi, &zebra) < 0);
    assert_true(type_serial.compare(&zebra, &apel) < 0);
    assert_true(type_text.compare(&empty, &apel) < 0);
    assert_true(type_text.compare(&apel, &empty) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set_and_clear), cmocka_unit_test(test_own_text),
        cmocka_unit_test(test_reference),     cmocka_unit_test(test_copy_is_deep),
        cmocka_unit_test(test_same),          cmocka_unit_test(test_compare),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
