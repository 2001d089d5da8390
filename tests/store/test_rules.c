/* test_rules.c - dated rows: the one for this office and this day, else the default. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static int64_t rule_in(struct bench *b, const char *value, const char *office, const char *from,
                       const char *to)
{
    struct record *r = bench_record(&test_rule, "rule=thing.limit", NULL);
    record_put_text(r, "value", value);
    record_put_text(r, "office", office);
    record_put_text(r, "valid_from", from);
    record_put_text(r, "valid_to", to);
    bench_save(b, r, "new");
    int64_t id = r->id;
    record_free(&r);
    return id;
}

static void expect(struct bench *b, const char *rule, const char *office, day on, const char *value)
{
    struct error e = { 0 };
    struct buf out = { 0 };
    assert_int_equal(store_rule(b->store, rule, office, on, &out, &e), DONE);
    if (strcmp(buf_text(&out), value) != 0)
        fail_msg("%s for “%s”: wanted %s, got %s", rule, office, value, buf_text(&out));
    buf_free(&out);
}

static void without_a_row_the_default_holds(void **state)
{
    struct bench *b = *state;
    expect(b, "thing.limit", "", BENCH_DAY, "7");
    expect(b, "thing.limit", "JKT", BENCH_DAY, "7");
    expect(b, "thing.unknown", "", BENCH_DAY, "");
}

static void the_most_specific_row_holds(void **state)
{
    struct bench *b = *state;
    rule_in(b, "1", "", "", "");
    rule_in(b, "2", "", "2026-01-01", "");
    rule_in(b, "3", "JKT", "", "2025-12-31");
    rule_in(b, "4", "JKT", "2026-06-01", "2026-06-30");
    rule_in(b, "5", "SBY", "", "");
    static const struct {
        int year, month, mday;
        const char *office, *value;
    } cases[] = {
        { 2025, 12, 31, "", "1" },   { 2026, 1, 1, "", "2" },    { 2025, 12, 31, "JKT", "3" },
        { 2026, 1, 1, "JKT", "2" },  { 2026, 6, 1, "JKT", "4" }, { 2026, 6, 30, "JKT", "4" },
        { 2026, 7, 1, "JKT", "2" },  { 2030, 1, 1, "SBY", "5" }, { 2030, 1, 1, "MES", "2" },
        { 2026, 5, 31, "JKT", "2" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        expect(b, "thing.limit", cases[i].office,
               day_of(cases[i].year, cases[i].month, cases[i].mday), cases[i].value);
}

static void of_equal_rows_the_newest_holds(void **state)
{
    struct bench *b = *state;
    rule_in(b, "1", "", "2026-01-01", "");
    rule_in(b, "2", "", "2026-01-01", "");
    expect(b, "thing.limit", "", BENCH_DAY, "2");
}

static void retired_rows_hold_no_more(void **state)
{
    struct bench *b = *state;
    struct record *r = bench_load(b, &test_rule, rule_in(b, "1", "", "", ""));
    expect(b, "thing.limit", "", BENCH_DAY, "1");
    r->state = "retired";
    bench_save(b, r, "retire");
    expect(b, "thing.limit", "", BENCH_DAY, "7");
    record_free(&r);
}

/* What another desk commits, this one reads at once. */
static void a_new_row_holds_at_once(void **state)
{
    struct bench *b = *state;
    expect(b, "thing.limit", "", BENCH_DAY, "7");
    rule_in(b, "9", "", "", "");
    expect(b, "thing.limit", "", BENCH_DAY, "9");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(without_a_row_the_default_holds), T(the_most_specific_row_holds),
        T(of_equal_rows_the_newest_holds),  T(retired_rows_hold_no_more),
        T(a_new_row_holds_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
