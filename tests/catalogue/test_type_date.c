/* test_type_date.c - days and moments. */
#include "catalogue/typed.h"

#include <string.h>

static void test_days(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "made_on", "h", "2026-11-21", NULL },
        { "made_on", "h+3", "2026-11-24", NULL },
        { "made_on", "2020-05-03", "2020-05-03", NULL },
        { "made_on", "21 Nov 2026", "2026-11-21", NULL },
        { "made_on", "31/2/2026", NULL, "31/2/2026" },
        { "made_on", "kapan", NULL, "kapan" },
    };
    typed_check(cases, COUNT(cases), &sample_screen);
    typed_check(cases, COUNT(cases), &sample_canonical);
}

static void test_days_of_sheets(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "made_on", "43987", "2020-06-05", NULL },
        { "made_on", "2020-06-05 07:59:00", "2020-06-05", NULL },
        { "made_on", "05-Jun-20", "2020-06-05", NULL },
        { "made_on", "-", "", NULL },
        { "made_on", "h", NULL, "h" },
    };
    typed_check(cases, COUNT(cases), &sample_sheet);
}

/* The office stands at UTC+7. */
static void test_moments(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "seen_at", "2026-11-21T10:42:00.123Z", "2026-11-21T10:42:00.123Z", NULL },
        { "seen_at", "21 Nov 2026 10.42", "2026-11-21T03:42:00.000Z", NULL },
        { "seen_at", "2020-06-05 07:59:30", "2020-06-05T00:59:30.000Z", NULL },
        { "seen_at", "2026-11-21T10:42", "2026-11-21T03:42:00.000Z", NULL },
        { "seen_at", "h 06:00", "2026-11-20T23:00:00.000Z", NULL },
        { "seen_at", "8:05", "2026-11-21T01:05:00.000Z", NULL },
        { "seen_at", "h+1", "2026-11-21T17:00:00.000Z", NULL },
        { "seen_at", "h 25.00", NULL, "25.00" },
        { "seen_at", "h 10.61", NULL, "10.61" },
        { "seen_at", "pagi 10.42", NULL, "pagi" },
        { "seen_at", "3/2/1941 08.00", NULL, "1970" },
    };
    typed_check(cases, COUNT(cases), &sample_screen);
    static const struct typed sheet[] = {
        { "seen_at", "05/06/2020 07:59", "2020-06-05T00:59:00.000Z", NULL },
    };
    typed_check(sheet, COUNT(sheet), &sample_sheet);
}

/* Saturday, 21 November 2026, 11.07 at the counter. */
static void test_moments_as_they_are_said(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "seen_at", "s", "2026-11-21T04:07:00.000Z", NULL },
        { "seen_at", "Sekarang", "2026-11-21T04:07:00.000Z", NULL },
        { "seen_at", "s-30", "2026-11-21T03:37:00.000Z", NULL },
        { "seen_at", "s - 2j", "2026-11-21T02:07:00.000Z", NULL },
        { "seen_at", "s+5", "2026-11-21T04:12:00.000Z", NULL },
        { "seen_at", "j8", "2026-11-21T01:00:00.000Z", NULL },
        { "seen_at", "j1042", "2026-11-21T03:42:00.000Z", NULL },
        { "seen_at", "jam 8.05", "2026-11-21T01:05:00.000Z", NULL },
        { "seen_at", "Pukul 10", "2026-11-21T03:00:00.000Z", NULL },
        { "seen_at", "3 sore", "2026-11-21T08:00:00.000Z", NULL },
        { "seen_at", "jam 8 malam", "2026-11-21T13:00:00.000Z", NULL },
        { "seen_at", "1 siang", "2026-11-21T06:00:00.000Z", NULL },
        { "seen_at", "11 siang", "2026-11-21T04:00:00.000Z", NULL },
        { "seen_at", "kemarin jam 3 sore", "2026-11-20T08:00:00.000Z", NULL },
        { "seen_at", "kemarin 14.30", "2026-11-20T07:30:00.000Z", NULL },
        { "seen_at", "h-1 830", "2026-11-20T01:30:00.000Z", NULL },
        { "seen_at", "5 juni 1042", "2026-06-05T03:42:00.000Z", NULL },
        { "seen_at", "1503", "2027-03-14T17:00:00.000Z", NULL }, /* a number alone is a day */
        { "seen_at", "j25", NULL, "j25" },
        { "seen_at", "jam 12 malam", NULL, "12 malam" },
        { "seen_at", "s-99999", NULL, "s-99999" },
        { "seen_at", "h 1099", NULL, "1099" },
        { "seen_at", "besok 0830", "2026-11-22T01:30:00.000Z", NULL },
        { "seen_at", "senin 8.30", "2026-11-23T01:30:00.000Z", NULL },
        { "seen_at", "8.30", NULL, "h 8.30" },
        { "seen_at", "0830", NULL, "h 0830" },
    };
    struct reading typed = sample_screen;
    typed.typed = true;
    typed.now = (SAMPLE_TODAY * INT64_C(24) + 4) * 3600000 + 7 * 60000 + 12345;
    typed_check(cases, COUNT(cases), &typed);
    static const struct typed elsewhere[] = { { "seen_at", "s", NULL, "not a date" },
                                              { "seen_at", "j8", NULL, "not a date" } };
    typed_check(elsewhere, COUNT(elsewhere), &sample_screen);
    typed_check(elsewhere, COUNT(elsewhere), &sample_sheet);
}

/* One text whichever way a person says it; of a sheet as it stands there. */
static void test_times(void **state)
{
    (void)state;
    static const struct {
        const char *text, *typed, *sheet; /* NULL: refused */
    } cases[] = {
        { "08.30", "08.30", "08.30" }, { "8.00", "08.00", "8.00" },
        { "08:30", "08.30", "08:30" }, { "830", "08.30", NULL },
        { "1042", "10.42", NULL },     { "8", "08.00", NULL },
        { "j8", "08.00", NULL },       { "jam 3 sore", "15.00", NULL },
        { "8 malam", "20.00", NULL },  { "s", "11.07", NULL },
        { "s-30", "10.37", NULL },     { "24.00", NULL, NULL },
        { "10.5", NULL, NULL },        { "10.42.05", NULL, NULL },
        { "pagi", NULL, NULL },        { "1099", NULL, NULL },
        { "h 8.00", NULL, NULL },      { "12345", NULL, NULL },
    };
    static const struct field time = { .id = "at", .label = "At", .type = &type_time, .width = 5 };
    struct reading typed = sample_screen;
    typed.typed = true;
    typed.now = (SAMPLE_TODAY * INT64_C(24) + 4) * 3600000 + 7 * 60000;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *wanted[] = { cases[i].typed, cases[i].sheet };
        const struct reading *how[] = { &typed, &sample_sheet };
        for (size_t n = 0; n < 2; n++) {
            struct value v = { 0 };
            bool taken = field_parse(&time, how[n], cases[i].text, &v, NULL) == DONE;
            if (taken != (wanted[n] != NULL) || (taken && strcmp(v.text, wanted[n]) != 0))
                fail_msg("\"%s\": %s", cases[i].text, taken ? v.text : "refused");
            value_clear(&v);
        }
    }
}

static void test_shown(void **state)
{
    (void)state;
    struct value v = { .set = true, .num = SAMPLE_TODAY };
    language_set(ENGLISH);
    assert_string_equal(sample_text(kind_field(&sample_box, "made_on"), &v, SPELL_SCREEN),
                        "21 Nov 2026");
    v.num = (int64_t)SAMPLE_TODAY * 86400000 + 3 * 3600000 + 42 * 60000;
    const struct field *seen = kind_field(&sample_box, "seen_at");
    assert_int_equal(office_zone(), 420);
    assert_string_equal(sample_text(seen, &v, SPELL_SCREEN), "21 Nov 2026 10.42");
    office_zone_set(9 * 60);
    assert_string_equal(sample_text(seen, &v, SPELL_SCREEN), "21 Nov 2026 12.42");
    assert_string_equal(sample_text(seen, &v, SPELL_CANONICAL), "2026-11-21T03:42:00.000Z");
    office_zone_set(420);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_days_of_sheets),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_moments_as_they_are_said),
        cmocka_unit_test(test_shown),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
