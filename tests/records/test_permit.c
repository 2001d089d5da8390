/* test_permit.c - what a permit derives from its items, and how it stands in a list. */
#include "records/desk.h"

#include <string.h>

static void check_sum(const struct record *r, const char *field, bool set, int64_t sum)
{
    assert_int_equal(record_value(r, field)->set, set);
    assert_int_equal(record_number(r, field), sum);
}

static void test_sums(void **state)
{
    (void)state;
    struct record *r = desk_permit();
    kind_permit.after_load(r);
    check_sum(r, "value", true, 9005222728);
    check_sum(r, "packages", true, 222500);
    record_live_line(r, "item", 2)->gone = true;
    kind_permit.after_load(r);
    check_sum(r, "value", true, 9005122728);
    check_sum(r, "packages", true, 202000);
    record_live_line(r, "item", 1)->gone = true;
    kind_permit.after_load(r);
    check_sum(r, "value", false, 0);
    check_sum(r, "packages", false, 0);
    record_free(&r);
}

static void test_sum_too_big_is_left_out(void **state)
{
    (void)state;
    struct record *r = record_new(&kind_permit);
    size_t value =
        (size_t)(line_field(&kind_permit.lines[0], "value") - kind_permit.lines[0].fields);
    for (int i = 0; i < 2; i++)
        value_set_number(&record_add_line(r, "item")->values[value], INT64_MAX - 1);
    kind_permit.after_load(r);
    check_sum(r, "value", false, 0);
    record_free(&r);
}

static void test_goods(void **state)
{
    (void)state;
    struct record *r = desk_permit();
    kind_permit.after_load(r);
    assert_string_equal(record_text(r, "goods"), "Kayu manis, Cengkeh");
    desk_put(r, (const char *const[]){ "item.2.commodity", "Kayu manis", "item.3.commodity", "Lada",
                                       NULL });
    kind_permit.after_load(r);
    assert_string_equal(record_text(r, "goods"), "Kayu manis, Lada");
    record_free(&r);
}

static void test_many_goods_end_in_an_ellipsis(void **state)
{
    (void)state;
    struct record *r = record_new(&kind_permit);
    for (int i = 1; i <= 40; i++) {
        struct buf path = { 0 };
        buf_printf(&path, "item.%d.commodity", i);
        desk_put(r,
                 (const char *const[]){ buf_text(&path), i % 2 ? "Kayu manis" : "Cengkeh", NULL });
        buf_free(&path);
    }
    kind_permit.after_load(r);
    const char *goods = record_text(r, "goods");
    assert_true(text_starts(goods, "Kayu manis, Cengkeh, Kayu manis"));
    assert_true(strlen(goods) < 180);
    assert_string_equal(goods + strlen(goods) - strlen(", …"), ", …");
    record_free(&r);
}

static void check_row(const struct record *r, const char *column, const char *want)
{
    struct buf out = { 0 };
    kind_permit.draw_row(r, column, &out);
    assert_string_equal(buf_text(&out), want);
    buf_free(&out);
}

static void test_national_number_stands_in(void **state)
{
    (void)state;
    struct record *r = desk_permit();
    check_row(r, "number", "");
    desk_put(r, (const char *const[]){ "national_number", "2026-T1.0-1203.0-K.1.1-000007", NULL });
    check_row(r, "number", "2026-T1.0-1203.0-K.1.1-000007");
    desk_put(r, (const char *const[]){ "number", "2026-0412", NULL });
    check_row(r, "number", "2026-0412");
    check_row(r, "applicant", "");
    record_free(&r);
}

static void test_directions(void **state)
{
    (void)state;
    static const char *const inward[] = { "IM", "DM", "RI", "TR" };
    static const char *const outward[] = { "EX", "DK", "RE", "ST", "" };
    for (size_t i = 0; i < COUNT(inward); i++)
        assert_true(direction_is_inward(inward[i]));
    for (size_t i = 0; i < COUNT(outward); i++)
        assert_false(direction_is_inward(outward[i]));
}

static void test_defaults(void **state)
{
    (void)state;
    struct record *r = record_new(&kind_permit);
    record_defaults(r, &desk_canonical);
    assert_int_equal(record_number(r, "received_on"), DESK_TODAY);
    assert_string_equal(record_text(r, "channel"), "counter");
    assert_string_equal(record_text(r, "era"), "C");
    assert_string_equal(r->state, "draft");
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_sum_too_big_is_left_out),
        cmocka_unit_test(test_goods),
        cmocka_unit_test(test_many_goods_end_in_an_ellipsis),
        cmocka_unit_test(test_national_number_stands_in),
        cmocka_unit_test(test_directions),
        cmocka_unit_test(test_defaults),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
