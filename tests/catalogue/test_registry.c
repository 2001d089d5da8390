/* test_registry.c - finding kinds, fields, lines, rules. */
#include "catalogue/sample.h"

static void test_found(void **state)
{
    (void)state;
    assert_ptr_equal(registry_find(&sample_registry, "box"), &sample_box);
    assert_ptr_equal(registry_find(&sample_registry, "owner"), &sample_owner);
    assert_ptr_equal(kind_field(&sample_box, "title"), &sample_box.fields[0]);
    assert_ptr_equal(kind_line(&sample_box, "paper"), &sample_box.lines[1]);
    assert_string_equal(line_field(&sample_box.lines[0], "quantity")->label, "Quantity");
    assert_string_equal(registry_rule(&sample_registry, "box.shelf_size")->value, "3");
}

static void test_not_found(void **state)
{
    (void)state;
    assert_null(registry_find(&sample_registry, "crate"));
    assert_null(registry_find(&sample_registry, NULL));
    assert_null(registry_find(&sample_registry, ""));
    assert_null(kind_field(&sample_box, "Title"));
    assert_null(kind_field(&sample_box, NULL));
    assert_null(kind_line(&sample_box, "title"));
    assert_null(kind_line(&sample_owner, "item"));
    assert_null(line_field(&sample_box.lines[0], "title"));
    assert_null(registry_rule(&sample_registry, "box.none"));
    assert_null(registry_rule(&sample_registry, NULL));
}

static void test_counts(void **state)
{
    (void)state;
    assert_int_equal(field_count(NULL), 0);
    assert_int_equal(field_count(sample_owner.fields), 2);
    assert_int_equal(line_kind_count(&sample_owner), 0);
    assert_int_equal(line_kind_count(&sample_box), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_not_found),
        cmocka_unit_test(test_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
