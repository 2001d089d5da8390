/* test_id.c - identifiers and their text. */
#include "loket/base.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const moment EPOCH = INT64_C(1577836800000); /* 2020-01-01 */

static void test_layout(void **state)
{
    (void)state;
    static const struct {
        moment now;
        uint16_t desk;
        unsigned counter;
        int64_t want;
    } cases[] = {
        { EPOCH, 0, 0, 0 },
        { EPOCH, 0, 1, 1 },
        { EPOCH, 0, 63, 63 },
        { EPOCH, 0, 64, 0 }, /* the counter is the caller's to lease */
        { EPOCH, 1, 0, 64 },
        { EPOCH, 65535, 63, (INT64_C(1) << 22) - 1 },
        { EPOCH + 1, 0, 0, INT64_C(1) << 22 },
        { EPOCH - 5000, 2, 3, 2 * 64 + 3 },
        { 0, 0, 0, 0 },
        { EPOCH + (INT64_C(1) << 41) - 1, 65535, 63, INT64_MAX },
        { INT64_MAX, 65535, 63, INT64_MAX },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(id_make(cases[i].now, cases[i].desk, cases[i].counter), cases[i].want);
}

/* A later id is the greater, and so is its text; within a millisecond the desk decides. */
static void test_order(void **state)
{
    (void)state;
    char before[ID_TEXT_LEN + 1] = "", text[ID_TEXT_LEN + 1];
    int64_t last = -1;
    for (moment m = EPOCH; m < EPOCH + INT64_C(2000000000000); m += INT64_C(17000000023)) {
        for (unsigned counter = 0; counter < 64; counter += 21) {
            int64_t id = id_make(m, (uint16_t)(m % 65536), counter);
            assert_true(id > last);
            id_text(id, text);
            assert_true(strcmp(text, before) > 0);
            strcpy(before, text);
            last = id;
        }
    }
}

static void test_text(void **state)
{
    (void)state;
    static const struct {
        int64_t id;
        const char *text;
    } cases[] = {
        { 0, "0000000000000" },
        { 1, "0000000000001" },
        { 31, "000000000000Z" },
        { 32, "0000000000010" },
        { INT64_MAX, "7ZZZZZZZZZZZZ" },
        { INT64_C(1) << 62, "4000000000000" },
        { 18 | 19 << 5 | 20 << 10 | 21 << 15 | 22 << 20, "00000000PNMKJ" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[ID_TEXT_LEN + 1];
        int64_t back = -1;
        id_text(cases[i].id, text);
        if (strcmp(text, cases[i].text) != 0)
            fail_msg("%s, not %s", text, cases[i].text);
        assert_true(id_parse(text, &back));
        assert_int_equal(back, cases[i].id);
    }
}

static void test_aliases(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *same;
    } cases[] = {
        { "OoOoOoOoOoOoO", "0000000000000" }, { "iIlLiIlLiIlLi", "1111111111111" },
        { "7zzzzzzzzzzzz", "7ZZZZZZZZZZZZ" }, { "o123456789abc", "0123456789ABC" },
        { "0defghjkmnpqr", "0DEFGHJKMNPQR" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t a = -1, b = -2;
        assert_true(id_parse(cases[i].typed, &a));
        assert_true(id_parse(cases[i].same, &b));
        assert_int_equal(a, b);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "000000000000",
        "00000000000000",
        "8000000000000", /* 64 bits */
        "ZZZZZZZZZZZZZ",
        "000000000000U",
        "000000000000u",
        "000000-000000",
        " 00000000000 ",
        "00000000000\xC3\xA9",
        "7ZZZZZZZZZZZZ ",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t id = 42;
        assert_false(id_parse(cases[i], &id));
        assert_int_equal(id, 42);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),  cmocka_unit_test(test_order),   cmocka_unit_test(test_text),
        cmocka_unit_test(test_aliases), cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
