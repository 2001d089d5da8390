/* test_risk.c - the shipped risk rows: commodities and countries exist, and one row fits all. */
#include "records/desk.h"

static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("risk.csv", &kind_risk, &rows);
    struct seeds commodities;
    size_t general = 0;
    seeds_read("commodity.csv", &kind_commodity, &commodities);
    assert_true(rows.count >= 25);
    seeds_link(&rows, "commodity", &commodities);
    seeds_know_countries(&rows, "country");
    for (size_t i = 0; i < rows.count; i++)
        general += !record_value(rows.rows[i], "field")->set;
    assert_int_equal(general, 1);
    seeds_free(&commodities);
    seeds_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
