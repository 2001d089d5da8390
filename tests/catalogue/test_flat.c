/* test_flat.c - a record as a sorted list of keys, and the differences of two. */
#include "catalogue/sample.h"

#include <stdlib.h>
#include <string.h>

static struct record *two_items(void)
{
    struct record *r = record_new(&sample_box);
    sample_put(r, "title", "Ubi");
    sample_put(r, "fragile", "no");
    value_set_reference(record_value(r, "owner"), 5, "PT Toba");
    sample_line(r, "item", 1)->gone = true;
    sample_line(r, "item", 40);
    sample_line(r, "item", 3);
    sample_line(r, "item", 0); /* without an id yet */
    sample_put(r, "item.1.commodity", "beras");
    sample_put(r, "item.1.keeper", "PT Lain"); /* not linked */
    sample_put(r, "item.3.commodity", "not yet");
    sample_put(r, "item.2.quantity", "1.5");
    return r;
}

static void test_entries(void **state)
{
    (void)state;
    static const struct flat_entry want[] = {
        { "fragile", 'b', 0, NULL },
        { "item/0000000000003/", 'p', 2, NULL },
        { "item/0000000000003/quantity", 'd', 1500, NULL },
        { "item/0000000000018/", 'p', 1, NULL },
        { "item/0000000000018/commodity", 't', 0, "beras" },
        { "item/0000000000018/keeper", 'R', 0, "PT Lain" },
        { "owner", 'R', 0, "PT Toba" },
        { "owner#", 'r', 5, NULL },
        { "state", 's', 0, "open" },
        { "title", 't', 0, "Ubi" },
    };
    struct record *r = two_items();
    struct flat f = { 0 };
    flat_of(r, &f);
    assert_int_equal(f.count, COUNT(want));
    for (size_t i = 0; i < f.count; i++)
        if (!flat_entry_same(&f.items[i], &want[i]))
            fail_msg("entry %zu is %s", i, f.items[i].key);
    flat_free(&f);
    assert_int_equal(f.count, 0);
    record_free(&r);
}

/* Derived values are worked out again, never kept. */
static void test_derived_left_out(void **state)
{
    (void)state;
    struct record *r = two_items();
    struct flat f = { 0 };
    sample_box.after_load(r);
    assert_int_equal(record_number(r, "total"), 1500);
    flat_of(r, &f);
    assert_null(flat_find(&f, "total"));
    flat_free(&f);
    record_free(&r);
}

static void test_sorted_and_found(void **state)
{
    (void)state;
    struct chance c = { 11 };
    for (int i = 0; i < 100; i++) {
        struct record *r = sample_record(&c);
        struct flat f = { 0 };
        flat_of(r, &f);
        for (size_t k = 0; k < f.count; k++) {
            assert_true(k == 0 || strcmp(f.items[k - 1].key, f.items[k].key) < 0);
            assert_ptr_equal(flat_find(&f, f.items[k].key), &f.items[k]);
        }
        assert_null(flat_find(&f, "none"));
        flat_free(&f);
        record_free(&r);
    }
    assert_null(flat_find(&(struct flat){ 0 }, "title"));
}

static void test_entry_same(void **state)
{
    (void)state;
    struct flat_entry a = { "x", 't', 0, "1" }, b = { "x", 't', 0, "2" }, c = { "y", 't', 0, "1" };
    struct flat_entry d = { "x", 'n', 0, "1" }, e = { "x", 't', 1, "1" };
    assert_true(flat_entry_same(&a, &a));
    assert_false(flat_entry_same(&a, &b));
    assert_false(flat_entry_same(&a, &c));
    assert_false(flat_entry_same(&a, &d));
    assert_false(flat_entry_same(&a, &e));
    assert_false(flat_entry_same(&a, NULL));
    assert_true(flat_entry_same(NULL, NULL));
}

static void test_diff(void **state)
{
    (void)state;
    struct record *before = two_items(), *after = two_items();
    struct flat x = { 0 }, y = { 0 }, was = { 0 }, is = { 0 };
    sample_put(after, "title", "");
    sample_put(after, "count", "3");
    sample_put(after, "item.2.quantity", "2");
    flat_of(before, &x);
    flat_of(after, &y);
    flat_diff(&x, &y, &was, &is);
    assert_int_equal(was.count, 2);
    assert_string_equal(was.items[0].key, "item/0000000000003/quantity");
    assert_int_equal(was.items[0].num, 1500);
    assert_string_equal(was.items[1].key, "title");
    assert_int_equal(is.count, 2);
    assert_string_equal(is.items[0].key, "count");
    assert_int_equal(is.items[1].num, 2000);
    flat_free(&was);
    flat_free(&is);
    flat_diff(&x, &x, &was, &is);
    assert_int_equal(was.count + is.count, 0);
    flat_free(&x);
    flat_free(&y);
    record_free(&before);
    record_free(&after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_derived_left_out),
        cmocka_unit_test(test_sorted_and_found),
        cmocka_unit_test(test_entry_same),
        cmocka_unit_test(test_diff),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
