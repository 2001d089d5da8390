/* test_asset.c - the files taken into the program. */
#include "loket/base.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_present(void **state)
{
    (void)state;
    static const struct {
        const char *name, *holds;
    } cases[] = {
        { "iso_3166-1.json", "\"alpha_2\": \"ID\"" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct asset *a = asset_find(cases[i].name);
        assert_non_null(a);
        assert_string_equal(a->name, cases[i].name);
        /* The byte behind the last is NUL, so the whole reads as text. */
        assert_int_equal(a->bytes[a->len], '\0');
        assert_int_equal(strlen((const char *)a->bytes), a->len);
        assert_non_null(strstr((const char *)a->bytes, cases[i].holds));
    }
}

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        const char *file, *english, *want;
    } cases[] = {
        { "id.mo", "today", "hari ini" },
        { "iso_3166-1.id.mo", "Netherlands", "Belanda" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct asset *a = asset_find(cases[i].file);
        assert_non_null(a);
        assert_string_equal(mo_find(a->bytes, a->len, cases[i].english), cases[i].want);
    }
}

static void test_absent(void **state)
{
    (void)state;
    assert_null(asset_find(""));
    assert_null(asset_find("country"));
    assert_null(asset_find("no such file.csv"));
    assert_null(asset_find("ID.MO"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_present),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
