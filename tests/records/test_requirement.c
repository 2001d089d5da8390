/* test_requirement.c - the shipped requirements: every paper and commodity they name exists. */
#include "records/desk.h"

static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("requirement.csv", &kind_requirement, &rows);
    struct seeds commodities, papers;
    seeds_read("commodity.csv", &kind_commodity, &commodities);
    seeds_read("document_code.csv", &kind_document_code, &papers);
    assert_true(rows.count >= 40);
    seeds_link(&rows, "commodity", &commodities);
    seeds_link(&rows, "document_code", &papers);
    seeds_know_countries(&rows, "country");
    for (size_t i = 0; i < rows.count; i++) {
        bool conditional = text_same(record_text(rows.rows[i], "need"), "conditional");
        assert_true(conditional == record_value(rows.rows[i], "condition")->set);
        assert_true(record_value(rows.rows[i], "basis")->set);
    }
    seeds_free(&commodities);
    seeds_free(&papers);
    seeds_free(&rows);
}

/* Each field of quarantine has something to say for the four common directions. */
static void test_covers_the_counter(void **state)
{
    (void)state;
    static const char *const fields[] = { "H", "I", "T" };
    static const char *const directions[] = { "EX", "IM", "DK", "DM" };
    struct seeds rows;
    seeds_read("requirement.csv", &kind_requirement, &rows);
    for (size_t f = 0; f < COUNT(fields); f++)
        for (size_t d = 0; d < COUNT(directions); d++) {
            size_t found = 0;
            for (size_t i = 0; i < rows.count; i++)
                found += text_same(record_text(rows.rows[i], "field"), fields[f]) &&
                         text_same(record_text(rows.rows[i], "direction"), directions[d]) &&
                         text_same(record_text(rows.rows[i], "need"), "required");
            assert_true(found > 0);
        }
    seeds_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_covers_the_counter),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
