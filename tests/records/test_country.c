/* test_country.c - spellings shipped for countries: known codes, and each leads to one country. */
#include "records/desk.h"

#include <string.h>

static void test_spellings(void **state)
{
    (void)state;
    static const struct {
        const char *written, *code;
    } cases[] = {
        { "PHILIPINA - ", "PH" }, { "Tiongkok", "CN" }, { "Amerika", "US" }, { "HONGKONG", "HK" },
        { "Rusia", "RU" },        { "Inggris", "GB" },  { "Korea", "KR" },
    };
    struct seeds rows;
    seeds_read("country_alias.csv", &kind_country, &rows);
    seeds_know_countries(&rows, "code");
    seeds_tell_apart(&rows);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(record_text(seeds_mean(&rows, cases[i].written), "code"),
                            cases[i].code);
    seeds_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
