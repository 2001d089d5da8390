/* test_package.c - the shipped kinds of packaging. */
#include "records/desk.h"

static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("package.csv", &kind_package, &rows);
    seeds_tell_apart(&rows);
    assert_true(rows.count >= 40);
    assert_string_equal(record_text(seeds_mean(&rows, "kardus"), "code"), "CT");
    assert_string_equal(record_text(seeds_mean(&rows, "Karung"), "name_en"), "sack");
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
