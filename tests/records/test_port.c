/* test_port.c - the shipped ports: codes begin with their country. */
#include "records/desk.h"

static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("port.csv", &kind_port, &rows);
    seeds_tell_apart(&rows);
    assert_true(rows.count >= 60);
    for (size_t i = 0; i < rows.count; i++) {
        char code[3] = "";
        country_code(record_text(rows.rows[i], "country"), code);
        assert_memory_equal(record_text(rows.rows[i], "code"), code, 2);
    }
    assert_string_equal(record_text(seeds_mean(&rows, "BELAWAN"), "code"), "IDBLW");
    assert_string_equal(record_text(seeds_mean(&rows, "NHAVA SHEVA"), "code"), "INNSA");
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
