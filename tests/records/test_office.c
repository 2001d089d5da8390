/* test_office.c - the shipped offices: each satpel under its UPT, each in one of three zones. */
#include "records/desk.h"

static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("office.csv", &kind_office, &rows);
    seeds_tell_apart(&rows);
    assert_true(rows.count >= 40);
    for (size_t i = 0; i < rows.count; i++) {
        const struct record *r = rows.rows[i];
        const struct record *parent = seeds_mean(&rows, record_text(r, "parent"));
        bool upt = text_same(record_text(r, "level"), "upt");
        assert_true(upt == (parent == NULL));
        if (!upt)
            assert_int_equal(record_number(r, "time_zone"), record_number(parent, "time_zone"));
    }
    assert_int_equal(record_number(seeds_mean(&rows, "1203"), "time_zone"), 420);
    assert_int_equal(record_number(seeds_mean(&rows, "7102"), "time_zone"), 480);
    assert_int_equal(record_number(seeds_mean(&rows, "9104"), "time_zone"), 540);
    seeds_free(&rows);
}

static void test_zone(void **state)
{
    (void)state;
    static const char *const zones[] = { "420", "480", "540" };
    for (size_t i = 0; i < COUNT(zones); i++)
        assert_string_equal(desk_refusal(&kind_office, "time_zone", zones[i]), "");
    assert_string_not_equal(desk_refusal(&kind_office, "time_zone", "450"), "");
    assert_string_not_equal(desk_refusal(&kind_office, "time_zone", "0"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_zone),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
