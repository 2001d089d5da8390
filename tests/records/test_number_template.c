/* test_number_template.c - patterns that can be read, and the shipped ones. */
#include "records/desk.h"

#include <string.h>

static void test_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *says; /* says NULL: taken */
    } cases[] = {
        { "{year}-{seq:4}", NULL },
        { "{seq}", NULL },
        { "{seq}/Kpts/{month}/{year}", NULL },
        { "{year}-{field}{direction}.0-{office}.0-{doc}-{seq:6}", NULL },
        { "{day}{seq:9}", NULL },
        { "{doc}", NULL },
        { "{seq}-{seq:4}", "once" },
        { "{years}-{seq}", "“{years}-{seq}”" },
        { "{seq:0}", "“{seq:0}”" },
        { "{seq:44}", "“{seq:44}”" },
        { "{seq:", "“{seq:”" },
        { "{seq", "“{seq”" },
        { "a}{seq}", "“}{seq}”" },
        { "{", "“{”" },
    };
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *says = desk_refusal(&kind_number_template, "pattern", cases[i].pattern);
        if (cases[i].says == NULL)
            assert_string_equal(says, "");
        else if (strstr(says, cases[i].says) == NULL)
            fail_msg("%s: %s", cases[i].pattern, says);
    }
}

/* Both number fields of a permit have a template, and they name fields that exist. */
static void test_seeds(void **state)
{
    (void)state;
    struct seeds rows;
    bool made = false, entered = false;
    seeds_read("number_template.csv", &kind_number_template, &rows);
    for (size_t i = 0; i < rows.count; i++) {
        const struct record *r = rows.rows[i];
        const struct kind *k = registry_find(&all_kinds, record_text(r, "kind"));
        assert_non_null(k);
        assert_ptr_equal(kind_field(k, record_text(r, "field"))->type, &type_serial);
        bool here = text_same(record_text(r, "mode"), "made");
        made |= here && text_same(record_text(r, "field"), kind_permit.number);
        entered |= !here && text_same(record_text(r, "field"), "national_number");
    }
    assert_true(made && entered);
    seeds_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_seeds),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
