/* test_commodity.c - the shipped commodities, by the names old logs use. */
#include "records/desk.h"

static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("commodity.csv", &kind_commodity, &rows);
    seeds_tell_apart(&rows);
    struct seeds units;
    static const char *const logged[] = {
        "MANGGIS", "MINYAK SAWIT MENTAH", "Karet Alam Tsnr", "KAYU MANIS",  "Biji Kopi",
        "PINANG",  "UBI JALAR BEKU",      "CENGKEH",         "Cabe Kering", "Daging Ayam"
    };
    seeds_read("unit.csv", &kind_unit, &units);
    seeds_link(&rows, "unit", &units);
    seeds_free(&units);
    assert_true(rows.count >= 120);
    for (size_t i = 0; i < COUNT(logged); i++)
        if (seeds_mean(&rows, logged[i]) == NULL)
            fail_msg("“%s” is no commodity", logged[i]);
    for (size_t i = 0; i < rows.count; i++) {
        bool plant = text_same(record_text(rows.rows[i], "field"), "T");
        assert_true(plant == (record_text(rows.rows[i], "class")[0] != 0));
        assert_string_not_equal(record_text(rows.rows[i], "hs_code"), "");
        assert_string_not_equal(record_text(rows.rows[i], "form"), "");
    }
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
