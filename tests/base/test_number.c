/* test_number.c - decimals in and out. */
#include "loket/base.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct good {
    const char *text;
    unsigned decimals;
    int64_t want;
};

static void take_all(const struct good *cases, size_t count, enum number_style style)
{
    for (size_t i = 0; i < count; i++) {
        int64_t value = -1;
        struct error e = { 0 };
        if (decimal_parse(cases[i].text, cases[i].decimals, style, &value, &e) != DONE)
            fail_msg("\"%s\" refused: %s", cases[i].text, e.text);
        if (value != cases[i].want)
            fail_msg("\"%s\" read as %lld", cases[i].text, (long long)value);
    }
}

static void test_local(void **state)
{
    (void)state;
    static const struct good cases[] = {
        { "0", 0, 0 },
        { "7", 0, 7 },
        { "007", 0, 7 },
        { " 12\xC2\xA0", 0, 12 },
        { "-12", 0, -12 },
        { "+12", 0, 12 },
        { "-0,0", 1, 0 },
        { "1.234,5", 1, 12345 },
        { "1234,5", 1, 12345 },
        { "1.234,5", 3, 1234500 },
        { "16,000", 3, 16000 },
        { "16,000", 0, 16 },
        { "0,250", 3, 250 },
        { "218,000", 0, 218 },
        { "1.000,50", 2, 100050 },
        { "7.006.434,20", 2, 700643420 },
        { "12.5", 3, 12500 },
        { "12.50", 2, 1250 },
        { "0.5", 1, 5 },
        { "1.25", 2, 125 },
        { "1.250", 0, 1250 },
        { "1.250", 3, 1250000 },
        { "-1.250", 0, -1250 },
        { "999.999.999", 0, 999999999 },
        { ",5", 1, 5 },
        { ".5", 1, 5 },
        { "1,5000000", 1, 15 },
        { "9.223.372.036.854.775.807", 0, INT64_MAX },
        { "-9.223.372.036.854.775.808", 0, INT64_MIN },
        { "9223372036854775,807", 3, INT64_MAX },
        { "-9,223372036854775808", 18, INT64_MIN },
    };
    take_all(cases, COUNT(cases), NUMBER_LOCAL);
}

static void test_canonical(void **state)
{
    (void)state;
    static const struct good cases[] = {
        { "0", 0, 0 },
        { "1234.5", 1, 12345 },
        { "1.250", 3, 1250 },
        { "1.250", 2, 125 },
        { "-0.001", 3, -1 },
        { "+3.0", 0, 3 },
        { " 3 ", 2, 300 },
        { "9223372036854775807", 0, INT64_MAX },
        { "-9223372036854775808", 0, INT64_MIN },
    };
    take_all(cases, COUNT(cases), NUMBER_CANONICAL);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned decimals;
        enum number_style style;
    } cases[] = {
        { "", 0, NUMBER_LOCAL },
        { " ", 2, NUMBER_LOCAL },
        { "-", 0, NUMBER_LOCAL },
        { "+-1", 0, NUMBER_LOCAL },
        { "--1", 0, NUMBER_LOCAL },
        { "1-", 0, NUMBER_LOCAL },
        { "abc", 0, NUMBER_LOCAL },
        { "12a", 0, NUMBER_LOCAL },
        { "12 kg", 0, NUMBER_LOCAL },
        { "1 (satu)", 0, NUMBER_LOCAL },
        { "1e3", 0, NUMBER_LOCAL },
        { "0x10", 0, NUMBER_LOCAL },
        { "inf", 2, NUMBER_LOCAL },
        { "1,", 2, NUMBER_LOCAL },
        { ",", 2, NUMBER_LOCAL },
        { ".", 2, NUMBER_LOCAL },
        { "1.", 2, NUMBER_LOCAL },
        { "1,2,3", 2, NUMBER_LOCAL },
        { "1,234.56", 2, NUMBER_LOCAL },
        { "1.23.456", 2, NUMBER_LOCAL },
        { "1.234.56", 2, NUMBER_LOCAL },
        { "1234.567", 3, NUMBER_LOCAL }, /* neither a group nor surely a decimal */
        { "0.250", 3, NUMBER_LOCAL },
        { "1.2345", 4, NUMBER_LOCAL },
        { "1..250", 0, NUMBER_LOCAL },
        { "1 250", 0, NUMBER_LOCAL },
        { "12,5", 0, NUMBER_LOCAL }, /* more decimals than allowed */
        { "0,255", 2, NUMBER_LOCAL },
        { "12.5", 0, NUMBER_LOCAL },
        { "9223372036854775808", 0, NUMBER_LOCAL },
        { "-9223372036854775809", 0, NUMBER_LOCAL },
        { "9223372036854775,808", 3, NUMBER_LOCAL },
        { "92233720368547758070", 0, NUMBER_LOCAL },
        { "99999999999999999999999999999999", 0, NUMBER_LOCAL },
        { "10", 18, NUMBER_LOCAL },
        { "1", 19, NUMBER_LOCAL },
        { "\xD9\xA1\xD9\xA2", 0, NUMBER_LOCAL }, /* Arabic-Indic digits */
        { "1\n2", 0, NUMBER_LOCAL },
        { "1,5", 1, NUMBER_CANONICAL },
        { "1.234,5", 1, NUMBER_CANONICAL },
        { "1,000", 0, NUMBER_CANONICAL },
        { "1.", 1, NUMBER_CANONICAL },
        { "1.2.3", 2, NUMBER_CANONICAL },
        { "1.25", 1, NUMBER_CANONICAL },
        { "9223372036854775808", 0, NUMBER_CANONICAL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t value = 42;
        struct error e = { 0 };
        if (decimal_parse(cases[i].text, cases[i].decimals, cases[i].style, &value, &e) != BAD_DATA)
            fail_msg("\"%s\" taken as %lld", cases[i].text, (long long)value);
        assert_int_equal(value, 42);
        assert_string_not_equal(e.text, "");
    }
}

static void test_too_long(void **state)
{
    (void)state;
    struct buf zeros = { 0 };
    int64_t value = 0;
    buf_pad(&zeros, '0', 100);
    struct error e;
    assert_int_equal(decimal_parse(buf_text(&zeros), 0, NUMBER_LOCAL, &value, &e), BAD_DATA);
    buf_free(&zeros);
}

static void test_sentences(void **state)
{
    (void)state;
    int64_t value;
    struct error e;
    decimal_parse("abc", 2, NUMBER_LOCAL, &value, &e);
    assert_non_null(strstr(e.text, "“abc” bukan angka"));
    decimal_parse("0,255", 2, NUMBER_LOCAL, &value, &e);
    assert_non_null(strstr(e.text, "lebih dari 2 angka"));
    decimal_parse("0,5", 0, NUMBER_LOCAL, &value, &e);
    assert_non_null(strstr(e.text, "bilangan bulat"));
    decimal_parse("99999999999999999999", 0, NUMBER_LOCAL, &value, &e);
    assert_non_null(strstr(e.text, "terlalu besar"));
}

static void test_format(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        unsigned decimals;
        const char *canonical, *local;
    } cases[] = {
        { 0, 0, "0", "0" },
        { 0, 3, "0", "0" },
        { 7, 0, "7", "7" },
        { 5, 1, "0.5", "0,5" },
        { 250, 3, "0.25", "0,25" },
        { 1, 3, "0.001", "0,001" },
        { -1, 3, "-0.001", "-0,001" },
        { 12345, 1, "1234.5", "1.234,5" },
        { 1234500, 3, "1234.5", "1.234,5" },
        { 16000, 3, "16", "16" },
        { 100, 0, "100", "100" },
        { 999, 0, "999", "999" },
        { 1000, 0, "1000", "1.000" },
        { -1000, 0, "-1000", "-1.000" },
        { 700643420, 2, "7006434.2", "7.006.434,2" },
        { INT64_MAX, 0, "9223372036854775807", "9.223.372.036.854.775.807" },
        { INT64_MIN, 0, "-9223372036854775808", "-9.223.372.036.854.775.808" },
        { INT64_MIN, 18, "-9.223372036854775808", "-9,223372036854775808" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf canonical = { 0 }, local = { 0 };
        decimal_format(cases[i].value, cases[i].decimals, NUMBER_CANONICAL, &canonical);
        decimal_format(cases[i].value, cases[i].decimals, NUMBER_LOCAL, &local);
        assert_string_equal(buf_text(&canonical), cases[i].canonical);
        assert_string_equal(buf_text(&local), cases[i].local);
        buf_free(&canonical);
        buf_free(&local);
    }
}

/* What is written is read back unchanged, in both styles and with any decimals. */
static void test_round_trip(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U; /* xorshift64 */
    for (int i = 0; i < 20000; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        int64_t value = (int64_t)(seed >> (i % 60)), back = 0;
        unsigned decimals = (unsigned)i % 19;
        enum number_style style = i % 2 ? NUMBER_LOCAL : NUMBER_CANONICAL;
        struct buf text = { 0 };
        decimal_format(i % 3 ? value : -value, decimals, style, &text);
        if (decimal_parse(buf_text(&text), decimals, style, &back, NULL) != DONE ||
            back != (i % 3 ? value : -value))
            fail_msg("%s with %u decimals came back as %lld", buf_text(&text), decimals,
                     (long long)back);
        buf_free(&text);
    }
}

static void test_integers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        int64_t want;
    } cases[] = {
        { "0", true, 0 },
        { "-5", true, -5 },
        { "+5", true, 5 },
        { "0012", true, 12 },
        { "9223372036854775807", true, INT64_MAX },
        { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 },
        { "-9223372036854775809", false, 0 },
        { "", false, 0 },
        { "-", false, 0 },
        { " 1", false, 0 },
        { "1 ", false, 0 },
        { "1.0", false, 0 },
        { "0x1", false, 0 },
        { "++1", false, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t value = 0;
        if (integer_parse(cases[i].text, &value) != cases[i].good || value != cases[i].want)
            fail_msg("\"%s\": %lld", cases[i].text, (long long)value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_local),      cmocka_unit_test(test_canonical),
        cmocka_unit_test(test_refused),    cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_sentences),  cmocka_unit_test(test_format),
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_integers),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
