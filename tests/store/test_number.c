/* test_number.c - numbers without gaps, by the template in force for office and day. */
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

static void template_in(struct bench *b, const char *pattern, const char *office, const char *from,
                        const char *to)
{
    struct record *r =
        bench_record(&test_template, "kind=thing", "field=number", "mode=made", NULL);
    record_put_text(r, "pattern", pattern);
    record_put_text(r, "office", office);
    record_put_text(r, "valid_from", from);
    record_put_text(r, "valid_to", to);
    bench_save(b, r, "new");
    record_free(&r);
}

/* The next number for a thing received on a day; inside the running transaction. */
static enum outcome next(struct bench *b, const char *received, const char *office, struct buf *out,
                         struct error *e)
{
    bool made = false;
    struct record *r = record_new(&test_thing);
    record_put_text(r, "received_on", received);
    record_put_text(r, "direction", "EX");
    if (*office)
        value_set_reference(record_value(r, "office"), 0, office);
    buf_reset(out);
    enum outcome o = store_next_number(b->store, r, "number", &made, out, e);
    assert_true(made == (o == DONE));
    record_free(&r);
    return o;
}

static void expect(struct bench *b, const char *received, const char *office, const char *number)
{
    struct error e = { 0 };
    struct buf out = { 0 };
    enum outcome o = next(b, received, office, &out, &e);
    if (o != DONE || strcmp(buf_text(&out), number) != 0)
        fail_msg("%s %s: wanted %s, got %s %s", received, office, number, buf_text(&out), e.text);
    buf_free(&out);
}

static void numbers_run_within_their_prefix(void **state)
{
    struct bench *b = *state;
    template_in(b, "{year}-{seq:4}", "", "", "");
    bench_begin(b);
    expect(b, "2026-11-21", "", "2026-0001");
    expect(b, "2026-12-31", "", "2026-0002");
    expect(b, "2027-01-01", "", "2027-0001");
    expect(b, "2026-01-01", "", "2026-0003"); /* the record's own day, not today's */
    bench_commit(b);
}

static void every_placeholder_is_filled(void **state)
{
    struct bench *b = *state;
    template_in(b, "{office}/{direction}{field}{doc}/{seq}.{year}{month}{day}", "", "", "");
    bench_begin(b);
    expect(b, "2026-02-03", "JKT", "JKT/EX/1.20260203");
    expect(b, "2026-02-03", "JKT", "JKT/EX/2.20260203");
    expect(b, "2026-02-03", "SBY", "SBY/EX/1.20260203");
    expect(b, "2026-02-04", "JKT", "JKT/EX/1.20260204");
    bench_commit(b);
}

/* "LK-001//11/2026" would be any unit's: it is asked where to say whose it is. */
static void an_unknown_office_gives_no_number(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf out = { 0 };
    template_in(b, "LK-{seq:3}/{office}/{year}", "", "", "");
    bench_begin(b);
    assert_int_equal(next(b, "2026-02-03", "", &out, &e), REFUSED);
    assert_string_equal(e.field, "office");
    assert_non_null(strstr(e.text, "office.home"));
    expect(b, "2026-02-03", "JKT", "LK-001/JKT/2026"); /* and none is lost by it */
    bench_commit(b);
    buf_free(&out);
}

static void a_rollback_leaves_no_gap(void **state)
{
    struct bench *b = *state;
    template_in(b, "{seq:3}", "", "", "");
    bench_begin(b);
    expect(b, "2026-02-03", "", "001");
    bench_commit(b);
    bench_begin(b);
    expect(b, "2026-02-03", "", "002");
    expect(b, "2026-02-03", "", "003");
    store_rollback(b->store);
    bench_begin(b);
    expect(b, "2026-02-03", "", "002");
    bench_commit(b);
}

static void the_template_in_force_counts(void **state)
{
    struct bench *b = *state;
    template_in(b, "old-{seq}", "", "", "2025-12-31");
    template_in(b, "new-{seq}", "", "2026-01-01", "");
    template_in(b, "later-{seq}", "", "2026-06-01", "");
    template_in(b, "jkt-{seq}", "JKT", "2026-03-01", "2026-03-31");
    bench_begin(b);
    expect(b, "2020-05-05", "", "old-1");
    expect(b, "2025-12-31", "JKT", "old-2");
    expect(b, "2026-01-01", "", "new-1");
    expect(b, "2026-03-01", "JKT", "jkt-1");
    expect(b, "2026-03-31", "JKT", "jkt-2");
    expect(b, "2026-03-31", "SBY", "new-2");
    expect(b, "2026-04-01", "JKT", "new-3");
    expect(b, "2026-06-01", "", "later-1");
    bench_commit(b);
}

static void an_office_is_known_by_its_code(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf out = { 0 };
    bool made;
    struct record *office = bench_record(&test_office, "code=JKT", "name=Jakarta", NULL);
    bench_save(b, office, "new");
    template_in(b, "{office}-{seq}", "JKT", "", "");
    struct record *r = bench_record(&test_thing, "received_on=2026-01-01", NULL);
    value_set_reference(record_value(r, "office"), office->id, "Jakarta");
    bench_begin(b);
    assert_int_equal(store_next_number(b->store, r, "number", &made, &out, &e), DONE);
    assert_string_equal(buf_text(&out), "JKT-1");
    bench_commit(b);
    buf_free(&out);
    record_free(&r);
    record_free(&office);
}

/* Numbers that a restore brought are not given again. */
static void numbers_in_the_file_are_passed_over(void **state)
{
    struct bench *b = *state;
    template_in(b, "{year}-{seq:4}", "", "", "");
    struct record *r = bench_record(&test_thing, "number=2026-0001", NULL);
    struct record *s = bench_record(&test_thing, "number=2026-0003", NULL);
    bench_save(b, r, "restore");
    bench_save(b, s, "restore");
    bench_begin(b);
    expect(b, "2026-11-21", "", "2026-0002");
    expect(b, "2026-11-21", "", "2026-0004");
    bench_commit(b);
    record_free(&r);
    record_free(&s);
}

static void entered_numbers_are_not_made(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf out = { 0 };
    bool made = true;
    struct record *t = bench_record(&test_template, "kind=thing", "field=number", "mode=entered",
                                    "pattern={seq}", NULL);
    struct record *r = record_new(&test_thing);
    bench_save(b, t, "new");
    bench_begin(b);
    assert_int_equal(store_next_number(b->store, r, "number", &made, &out, &e), DONE);
    assert_false(made);
    assert_int_equal(out.len, 0);
    bench_commit(b);
    record_free(&t);
    record_free(&r);
}

static void without_a_template_there_is_a_reason(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf out = { 0 };
    language_set(ENGLISH);
    template_in(b, "{year}-{seq:4}", "", "2027-01-01", "");
    bench_begin(b);
    assert_int_equal(next(b, "2026-11-21", "", &out, &e), REFUSED);
    assert_non_null(strstr(e.text, "21 Nov 2026"));
    assert_string_equal(e.field, "number");
    store_rollback(b->store);
    bool made;
    struct record *r = record_new(&test_thing);
    assert_int_equal(store_next_number(b->store, r, "number", &made, &out, &e), MISUSED);
    language_set(INDONESIAN);
    record_free(&r);
    buf_free(&out);
}

static void broken_patterns_are_named(void **state)
{
    struct bench *b = *state;
    static const char *const patterns[] = {
        "{year}", "{seq}{seq}", "{seq:0}", "{seq:12}", "{seq", "{nothing}{seq}", "{}{seq}",
    };
    for (size_t i = 0; i < COUNT(patterns); i++) {
        struct error e = { 0 };
        struct buf out = { 0 };
        struct record *r =
            bench_record(&test_template, "kind=thing", "field=number", "mode=made", NULL);
        record_put_text(r, "pattern", patterns[i]);
        bench_save(b, r, "new");
        bench_begin(b);
        assert_int_equal(next(b, "2026-11-21", "", &out, &e), REFUSED);
        assert_non_null(strstr(e.text, patterns[i]));
        store_rollback(b->store);
        r->state = "retired";
        bench_save(b, r, "retire");
        record_free(&r);
        buf_free(&out);
    }
}

static void a_number_fits_its_own_period(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *received, *office, *number;
        bool fits;
    } cases[] = {
        { "2026-02-03", "JKT", "JKT/EX/7.2026", true },
        { "2027-02-03", "JKT", "JKT/EX/7.2026", false },
        { "2026-02-03", "SBY", "JKT/EX/7.2026", false },
        { "2026-02-03", "JKT", "JKT/EX/.2026", false },
        { "2026-02-03", "JKT", "7", false },
    };
    template_in(b, "{office}/{direction}/{seq}.{year}", "", "", "");
    bench_begin(b);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        bool fits = !cases[i].fits;
        struct record *r = record_new(&test_thing);
        record_put_text(r, "received_on", cases[i].received);
        record_put_text(r, "direction", "EX");
        value_set_reference(record_value(r, "office"), 0, cases[i].office);
        assert_int_equal(store_number_fits(b->store, r, "number", cases[i].number, &fits, &e),
                         DONE);
        assert_int_equal(fits, cases[i].fits);
        record_free(&r);
    }
    bench_commit(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(numbers_run_within_their_prefix),      T(every_placeholder_is_filled),
        T(an_unknown_office_gives_no_number),    T(a_rollback_leaves_no_gap),
        T(the_template_in_force_counts),         T(an_office_is_known_by_its_code),
        T(numbers_in_the_file_are_passed_over),  T(entered_numbers_are_not_made),
        T(without_a_template_there_is_a_reason), T(broken_patterns_are_named),
        T(a_number_fits_its_own_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
