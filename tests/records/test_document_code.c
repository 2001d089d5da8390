/* test_document_code.c - the shipped paper codes: one code means one paper at any one time. */
#include "records/desk.h"

static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("document_code.csv", &kind_document_code, &rows);
    seeds_tell_apart(&rows);
    assert_true(rows.count >= 90);
    seeds_free(&rows);
}

static const char *title_on(const struct seeds *rows, const char *code, day on)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct record *r = rows->rows[i];
        const struct value *from = record_value(r, "valid_from"), *to = record_value(r, "valid_to");
        if (text_same(record_text(r, "code"), code) && !(from->set && from->num > on) &&
            !(to->set && to->num < on))
            return record_text(r, "title");
    }
    return "";
}

/* The trap of the eras: the same code, another paper. */
static void test_drift(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int year;
        const char *title;
    } cases[] = {
        { "KT-1", 2018, "Surat keterangan transit media pembawa" },
        { "KT-1", 2025, "Phytosanitary certificate" },
        { "KT-10", 2020, "Phytosanitary certificate ekspor" },
        { "KT-10", 2025, "" },
        { "KT-12", 2022, "Sertifikat kesehatan tumbuhan antar area" },
        { "KT-3", 2025, "Sertifikat kesehatan tumbuhan antar area (Barantin)" },
        { "KH-11", 2015, "Surat keterangan benda lain (penomoran lama)" },
        { "KH-11", 2021, "Sertifikat kesehatan hewan" },
        { "KH-1", 2021, "Berita acara serah terima media pembawa HPHK" },
        { "KH-1", 2025, "Sertifikat kesehatan hewan (Barantin)" },
        { "K-6.1", 2020, "" },
        { "K-6.1", 2025, "Surat penahanan" },
        { "380", 2015, "Invoice" },
        { "380", 2026, "Invoice" },
    };
    struct seeds rows;
    seeds_read("document_code.csv", &kind_document_code, &rows);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(title_on(&rows, cases[i].code, day_of(cases[i].year, 6, 15)),
                            cases[i].title);
    seeds_free(&rows);
}

/* Old logs write codes without the dash. */
static void test_spellings(void **state)
{
    (void)state;
    struct seeds rows;
    seeds_read("document_code.csv", &kind_document_code, &rows);
    assert_string_equal(record_text(seeds_mean(&rows, "KT10"), "code"), "KT-10");
    assert_string_equal(record_text(seeds_mean(&rows, "KT-10"), "code"), "KT-10");
    assert_string_equal(record_text(seeds_mean(&rows, "KT12"), "code"), "KT-12");
    assert_string_equal(record_text(seeds_mean(&rows, "B/L"), "code"), "705");
    seeds_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_drift),
        cmocka_unit_test(test_spellings),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
