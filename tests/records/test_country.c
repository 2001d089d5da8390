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
    seeds_tell_apart(&rows);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(record_text(seeds_mean(&rows, cases[i].written), "code"),
                            cases[i].code);
    seeds_free(&rows);
}

static void test_codes_exist(void **state)
{
    (void)state;
    const char *json = (const char *)asset_find("iso_3166-1.json")->bytes;
    struct seeds rows;
    seeds_read("country_alias.csv", &kind_country, &rows);
    for (size_t i = 0; i < rows.count; i++) {
        struct buf member = { 0 };
        buf_printf(&member, "\"alpha_2\": \"%s\"", record_text(rows.rows[i], "code"));
        assert_non_null(strstr(json, buf_text(&member)));
        buf_free(&member);
    }
    seeds_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_codes_exist),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
