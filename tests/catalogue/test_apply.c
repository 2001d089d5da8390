/* test_apply.c - bringing a record into the state that flat entries describe. */
#include "catalogue/sample.h"

#include <stdlib.h>
#include <string.h>

/* Applies the way from a to b onto a. */
static enum outcome go(struct record *a, const struct record *b, struct error *e)
{
    struct flat x = { 0 }, y = { 0 }, was = { 0 }, is = { 0 };
    flat_of(a, &x);
    flat_of(b, &y);
    flat_diff(&x, &y, &was, &is);
    enum outcome o = flat_apply(a, &was, &is, e);
    flat_free(&x);
    flat_free(&y);
    flat_free(&was);
    flat_free(&is);
    return o;
}

static void must_go(struct record *a, const struct record *b)
{
    struct error e = { 0 };
    if (go(a, b, &e) != DONE)
        fail_msg("not applied: %s", e.text);
    assert_true(sample_same(a, b));
}

static void test_from_nothing(void **state)
{
    (void)state;
    struct chance c = { 3 };
    for (int i = 0; i < 200; i++) {
        struct record *r = sample_record(&c), *fresh = record_new(&sample_box);
        must_go(fresh, r);
        record_free(&fresh);
        record_free(&r);
    }
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct chance c = { 5 };
    for (int i = 0; i < 200; i++) {
        struct record *a = sample_record(&c), *b = record_copy(a), *kept = record_copy(a);
        for (uint64_t changes = chance_below(&c, 12); changes > 0; changes--)
            sample_change(&c, b);
        must_go(a, b);
        must_go(a, kept);
        record_free(&a);
        record_free(&b);
        record_free(&kept);
    }
}

/* Between two records that share nothing but the kind. */
static void test_between_strangers(void **state)
{
    (void)state;
    struct chance c = { 9 };
    for (int i = 0; i < 100; i++) {
        struct record *a = sample_record(&c), *b = sample_record(&c);
        must_go(a, b);
        record_free(&a);
        record_free(&b);
    }
}

static void test_order_of_lines(void **state)
{
    (void)state;
    struct record *a = record_new(&sample_box), *b;
    for (int i = 1; i <= 4; i++)
        sample_line(a, "item", i);
    b = record_copy(a);
    struct line first = b->lines[0].items[0];
    b->lines[0].items[0] = b->lines[0].items[3];
    b->lines[0].items[3] = first;
    must_go(a, b);
    assert_int_equal(record_live_line(a, "item", 1)->id, 4);
    assert_int_equal(record_live_line(a, "item", 4)->id, 1);
    record_free(&a);
    record_free(&b);
}

static void test_line_becomes_tombstone_and_returns(void **state)
{
    (void)state;
    struct record *a = record_new(&sample_box);
    sample_line(a, "item", 7);
    sample_put(a, "item.1.commodity", "beras");
    struct record *with = record_copy(a), *without = record_copy(a);
    record_live_line(without, "item", 1)->gone = true;
    must_go(a, without);
    assert_int_equal(a->lines[0].count, 1);
    assert_true(a->lines[0].items[0].gone);
    /* What the tombstone kept must not seep into the line that comes back. */
    sample_put(with, "item.1.quantity", "2");
    sample_put(with, "item.1.commodity", "");
    value_set_text(&a->lines[0].items[0].values[0], "old");
    must_go(a, with);
    assert_string_equal(record_live_line(a, "item", 1)->values[0].text
                            ? record_live_line(a, "item", 1)->values[0].text
                            : "",
                        "");
    record_free(&a);
    record_free(&with);
    record_free(&without);
}

static void test_reference_halves(void **state)
{
    (void)state;
    struct record *a = record_new(&sample_box), *b = record_new(&sample_box);
    value_set_reference(record_value(a, "owner"), 0, "PT Toba");
    value_set_reference(record_value(b, "owner"), 12, "PT Toba");
    must_go(a, b);
    assert_int_equal(record_number(a, "owner"), 12);
    assert_string_equal(record_text(a, "owner"), "PT Toba");
    value_set_reference(record_value(b, "owner"), 0, "lain");
    must_go(a, b);
    assert_int_equal(record_number(a, "owner"), 0);
    value_clear(record_value(b, "owner"));
    must_go(a, b);
    assert_false(record_value(a, "owner")->set);
    record_free(&a);
    record_free(&b);
}

static void test_states(void **state)
{
    (void)state;
    struct record *a = record_new(&sample_box), *b = record_new(&sample_box);
    b->state = state_discarded.id;
    must_go(a, b);
    assert_ptr_equal(a->state, state_discarded.id);
    record_free(&a);
    record_free(&b);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct flat_entry bad[] = {
        { "colour", 't', 0, "red" },
        { "title#", 'r', 5, NULL },
        { "title", 'n', 0, "wrong tag" },
        { "owner#", 'R', 0, "wrong tag" },
        { "state", 's', 0, "lost" },
        { "state", 't', 0, "open" },
        { "item/0000000000003/", 'd', 1, NULL },
        { "item/0000000000003/quantity", 'd', 1, NULL }, /* its line is not there */
        { "item/0000000000003/colour", 't', 0, "x" },
        { "none/0000000000003/", 'p', 1, NULL },
        { "item/3/", 'p', 1, NULL },
        { "item/00000000000U3/", 'p', 1, NULL },
        { "item/0000000000003", 'p', 1, NULL },
    };
    struct record *r = record_new(&sample_box);
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct flat none = { 0 }, is = { (struct flat_entry *)&bad[i], 1, 1 };
        struct error e = { 0 };
        if (flat_apply(r, &none, &is, &e) != BAD_DATA || !e.text[0])
            fail_msg("\"%s\" of %c was taken", bad[i].key, bad[i].tag);
    }
    struct flat was = { (struct flat_entry *)&bad[0], 1, 1 }, none = { 0 };
    assert_int_equal(flat_apply(r, &was, &none, NULL), BAD_DATA);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_nothing),
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_between_strangers),
        cmocka_unit_test(test_order_of_lines),
        cmocka_unit_test(test_line_becomes_tombstone_and_returns),
        cmocka_unit_test(test_reference_halves),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_refused),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
