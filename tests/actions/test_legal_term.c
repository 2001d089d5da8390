/* Terms of the law: last days computed by hand from the rows of law (data/legal_clock.csv) and the
 * joint decrees (data/holiday.csv), across weekends, national holidays, collective leave, month and
 * year ends, and the three time zones. */
#include "../../src/actions/legal_term.h"
#include "actions/counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { WIB = 7 * 60, WITA = 8 * 60, WIT = 9 * 60 };

static const struct term_case {
    const char *measure, *field, *paper, *proposed, *at; /* received or done, UTC */
    int zone;
    const char *due;
} cases[] = {
    /* UU 21/2019 article 44(3): three working days after receipt. Plain weeks and weekends. */
    { "detention", "T", "any", "2026-01-05", "2026-01-05T03:00", WIB, "2026-01-08" },  /* Mon */
    { "detention", "T", "any", "2026-01-07", "2026-01-07T03:00", WIB, "2026-01-12" },  /* Wed */
    { "detention", "H", "main", "2026-01-09", "2026-01-09T03:00", WIB, "2026-01-14" }, /* Fri */
    { "detention", "I", "any", "2026-01-10", "2026-01-10T03:00", WIB, "2026-01-14" },  /* Sat */
    { "detention", "T", "any", "2026-01-11", "2026-01-11T03:00", WIB, "2026-01-14" },  /* Sun */
    /* The day of receipt counts, not that of the proposal. */
    { "detention", "T", "any", "2026-01-05", "2026-01-09T03:00", WIB, "2026-01-14" },
    /* Isra Mikraj on Friday 16 January 2026. */
    { "detention", "T", "any", "2026-01-13", "2026-01-13T03:00", WIB, "2026-01-19" },
    { "detention", "T", "any", "2026-01-15", "2026-01-15T03:00", WIB, "2026-01-21" },
    /* Year ends: 25 December national, 26 collective, 1 January national. */
    { "detention", "T", "any", "2025-12-23", "2025-12-23T03:00", WIB, "2025-12-30" },
    { "detention", "T", "any", "2025-12-24", "2025-12-24T03:00", WIB, "2025-12-31" },
    { "detention", "T", "any", "2025-12-29", "2025-12-29T03:00", WIB, "2026-01-02" },
    { "detention", "T", "any", "2025-12-31", "2025-12-31T03:00", WIB, "2026-01-06" },
    { "detention", "T", "any", "2026-12-22", "2026-12-22T03:00", WIB, "2026-12-29" },
    /* Imlek: Monday 16 February collective, Tuesday 17 national. */
    { "detention", "T", "any", "2026-02-12", "2026-02-12T03:00", WIB, "2026-02-19" },
    { "detention", "T", "any", "2026-02-13", "2026-02-13T03:00", WIB, "2026-02-20" },
    /* Month ends, in a leap year too. */
    { "detention", "T", "any", "2026-02-25", "2026-02-25T03:00", WIB, "2026-03-02" },
    { "detention", "T", "any", "2026-02-26", "2026-02-26T03:00", WIB, "2026-03-03" },
    { "detention", "T", "any", "2024-02-28", "2024-02-28T03:00", WIB, "2024-03-04" },
    /* Nyepi and Idulfitri 2026: 18 to 24 March without a working day. */
    { "detention", "T", "any", "2026-03-13", "2026-03-13T03:00", WIB, "2026-03-25" },
    { "detention", "T", "any", "2026-03-16", "2026-03-16T03:00", WIB, "2026-03-26" },
    { "detention", "T", "any", "2026-03-17", "2026-03-17T03:00", WIB, "2026-03-27" },
    { "detention", "T", "any", "2026-03-21", "2026-03-21T03:00", WIB, "2026-03-27" },
    /* Idulfitri 2025: 28 March to 7 April. */
    { "detention", "T", "any", "2025-03-26", "2025-03-26T03:00", WIB, "2025-04-09" },
    { "detention", "T", "any", "2025-03-27", "2025-03-27T03:00", WIB, "2025-04-10" },
    /* Good Friday 3 April, 1 May, Ascension 14 with 15 May collective, 2026. */
    { "detention", "T", "any", "2026-03-30", "2026-03-30T03:00", WIB, "2026-04-02" },
    { "detention", "T", "any", "2026-03-31", "2026-03-31T03:00", WIB, "2026-04-06" },
    { "detention", "T", "any", "2026-04-29", "2026-04-29T03:00", WIB, "2026-05-05" },
    { "detention", "T", "any", "2026-05-12", "2026-05-12T03:00", WIB, "2026-05-19" },
    /* Iduladha 27 and 28 May, Pancasila Monday 1 June. */
    { "detention", "T", "any", "2026-05-25", "2026-05-25T03:00", WIB, "2026-06-02" },
    { "detention", "T", "any", "2026-05-29", "2026-05-29T03:00", WIB, "2026-06-04" },
    { "detention", "T", "any", "2026-06-12", "2026-06-12T03:00", WIB, "2026-06-18" },
    { "detention", "T", "any", "2026-08-14", "2026-08-14T03:00", WIB, "2026-08-20" },
    { "detention", "T", "any", "2026-08-21", "2026-08-21T03:00", WIB, "2026-08-27" },
    /* Article 45(4): refused goods leave within three working days. */
    { "refusal", "T", "any", "2026-01-09", "2026-01-09T03:00", WIB, "2026-01-14" },
    { "refusal", "H", "any", "2025-12-24", "2025-12-24T03:00", WIB, "2025-12-31" },
    { "refusal", "I", "any", "2026-03-17", "2026-03-17T03:00", WIB, "2026-03-27" },
    /* One moment is Wednesday night in the west and Thursday further east. */
    { "detention", "T", "any", "2026-01-07", "2026-01-07T15:30", WIB, "2026-01-12" },
    { "detention", "T", "any", "2026-01-07", "2026-01-07T15:30", WITA, "2026-01-12" },
    { "detention", "T", "any", "2026-01-07", "2026-01-07T15:30", WIT, "2026-01-13" },
    { "detention", "T", "any", "2026-01-07", "2026-01-07T16:30", WIB, "2026-01-12" },
    { "detention", "T", "any", "2026-01-07", "2026-01-07T16:30", WITA, "2026-01-13" },
    { "detention", "T", "any", "2026-01-07", "2026-01-07T17:30", WIB, "2026-01-13" },
    { "detention", "T", "any", "2025-12-30", "2025-12-30T16:00", WIB, "2026-01-05" },
    { "detention", "T", "any", "2025-12-30", "2025-12-30T16:00", WITA, "2026-01-06" },
    /* PP 14/2002: fourteen calendar days from the act, plants. */
    { "detention", "T", "any", "2018-03-05", "2018-03-05T03:00", WIB, "2018-03-19" },
    { "detention", "T", "main", "2015-12-20", "2015-12-20T03:00", WIB, "2016-01-03" },
    { "detention", "T", "any", "2016-02-20", "2016-02-20T03:00", WIB, "2016-03-05" },
    { "refusal", "T", "any", "2017-02-20", "2017-02-20T03:00", WIB, "2017-03-06" },
    { "detention", "T", "any", "2019-10-16", "2019-10-16T15:30", WIB, "2019-10-30" },
    { "detention", "T", "any", "2019-10-16", "2019-10-16T15:30", WIT, "2019-10-31" },
    /* Animals: three days for the main paper, seven for supporting ones. */
    { "detention", "H", "main", "2018-06-28", "2018-06-28T03:00", WIB, "2018-07-01" },
    { "detention", "H", "supporting", "2018-06-28", "2018-06-28T03:00", WIB, "2018-07-05" },
    { "detention", "H", "any", "2019-10-17", "2019-10-17T03:00", WIB, "2019-10-20" },
    /* The last day of the old law and the first of the new one. */
    { "detention", "T", "any", "2019-10-17", "2019-10-17T03:00", WIB, "2019-10-31" },
    { "detention", "T", "any", "2019-10-18", "2019-10-18T03:00", WIB, "2019-10-23" },
    { "detention", "H", "supporting", "2019-10-18", "2019-10-18T03:00", WIB, "2019-10-23" },
};

static struct record *measure_of(const struct term_case *c)
{
    struct record *r = record_new(&kind_measure);
    const struct reading how = { .spelling = SPELL_CANONICAL };
    struct error e = { 0 };
    char moment_text[32];
    const char *const pairs[][2] = { { "measure", c->measure },
                                     { "field", c->field },
                                     { "paper", c->paper },
                                     { "proposed_on", c->proposed } };
    for (size_t i = 0; i < COUNT(pairs); i++)
        assert_int_equal(record_put(r, pairs[i][0], &how, pairs[i][1], &e), DONE);
    snprintf(moment_text, sizeof moment_text, "%s:00.000Z", c->at);
    value_set_number(record_value(r, "issued_at"), moment_parse(moment_text));
    value_set_number(record_value(r, "received_at"), moment_parse(moment_text));
    return r;
}

static void last_days(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int zone = s->zone_minutes;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct term_case *c = &cases[i];
        struct record *r = measure_of(c);
        struct error e = { 0 };
        struct buf due = { 0 };
        day on = NO_DAY;
        s->zone_minutes = c->zone;
        if (term_choose(s, r, &e) != DONE || term_due(s, r, &on, &e) != DONE)
            test_stop("%s %s: %s", c->measure, c->at, e.text);
        int year = 0, month = 0, mday = 0;
        day_split(on, &year, &month, &mday);
        buf_printf(&due, "%04d-%02d-%02d", year, month, mday);
        if (strcmp(buf_text(&due), c->due) != 0)
            test_stop("%s of %s, %s at +%d: %s, not %s", c->measure, c->field, c->at, c->zone / 60,
                      buf_text(&due), c->due);
        buf_free(&due);
        record_free(&r);
    }
    s->zone_minutes = zone;
}

/* Nothing is guessed where no row holds. */
static void no_row_no_term(void **state)
{
    static const struct term_case fish = { "detention",        "I", "any", "2018-03-05",
                                           "2018-03-05T03:00", WIB, "" };
    struct session *s = ((struct counter_desk *)*state)->session;
    struct record *r = measure_of(&fish);
    struct error e = { 0 };
    assert_int_equal(term_choose(s, r, &e), REFUSED);
    assert_string_equal(e.field, "clock");
    record_free(&r);
}

static void destruction_and_release_have_none(void **state)
{
    static const struct term_case both[] = {
        { "destruction", "T", "any", "2026-01-05", "2026-01-05T03:00", WIB, "" },
        { "release", "T", "any", "2026-01-05", "2026-01-05T03:00", WIB, "" },
    };
    struct session *s = ((struct counter_desk *)*state)->session;
    for (size_t i = 0; i < COUNT(both); i++) {
        struct record *r = measure_of(&both[i]);
        struct error e = { 0 };
        day on = 0;
        assert_int_equal(term_choose(s, r, &e), DONE);
        assert_int_equal(term_due(s, r, &on, &e), DONE);
        assert_int_equal(on, NO_DAY);
        record_free(&r);
    }
}

/* A local holiday counts for the office it names, and for no other. */
static void local_holidays(void **state)
{
    static const struct term_case monday = { "detention",        "T", "any", "2026-09-07",
                                             "2026-09-07T03:00", WIB, "" };
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t here = 0, there = 0;
    day on = 0;
    assert_int_equal(act_resolve(s, &kind_office, "1203", &here, &e), DONE);
    assert_int_equal(act_resolve(s, &kind_office, "7101", &there, &e), DONE);
    counter_make(s, "holiday",
                 (const char *const[]){ "day", "2026-09-08", "name", "Hari jadi kota", "type",
                                        "local", "office", "7101", NULL });
    struct record *r = measure_of(&monday);
    assert_int_equal(term_choose(s, r, &e), DONE);
    value_set_reference(record_value(r, "office"), here, "x");
    assert_int_equal(term_due(s, r, &on, &e), DONE);
    assert_int_equal(on, day_of(2026, 9, 10));
    value_set_reference(record_value(r, "office"), there, "x");
    assert_int_equal(term_due(s, r, &on, &e), DONE);
    assert_int_equal(on, day_of(2026, 9, 11));
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(last_days),
        cmocka_unit_test(no_row_no_term),
        cmocka_unit_test(destruction_and_release_have_none),
        cmocka_unit_test(local_holidays),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
