/* test_facts.c - what guards ask about other records. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static const char *const submitted_or_accepted[] = { "submitted", "accepted", NULL };
static const struct fact_match by_serial[] = { { "serial", "serial" }, { 0 } };
static const struct fact_match by_owner[] = { { "owner", "owner" }, { 0 } };
static const struct fact_match by_red[] = { { "colour", "=R" }, { 0 } };
static const struct fact_match by_amount[] = { { "amount", "=2.5" }, { 0 } };
static const struct fact_match by_both[] = { { "owner", "owner" }, { "colour", "colour" }, { 0 } };
static const struct fact_match owned_by_us[] = { { "owner", "id" }, { 0 } };
static const struct fact_match our_owner[] = { { "id", "owner" }, { 0 } };

static const struct fact facts[] = {
    { .id = "all", .op = FACT_COUNT, .kind = "thing" },
    { .id = "serial", .op = FACT_COUNT, .kind = "thing", .match = by_serial },
    { .id = "serial_there", .op = FACT_EXISTS, .kind = "thing", .match = by_serial },
    { .id = "owner", .op = FACT_COUNT, .kind = "thing", .match = by_owner },
    { .id = "red", .op = FACT_COUNT, .kind = "thing", .match = by_red },
    { .id = "half", .op = FACT_EXISTS, .kind = "thing", .match = by_amount },
    { .id = "both", .op = FACT_COUNT, .kind = "thing", .match = by_both },
    { .id = "on_the_way", .op = FACT_COUNT, .kind = "thing", .states = submitted_or_accepted },
    { .id = "near",
      .op = FACT_COUNT,
      .kind = "thing",
      .day_field = "received_on",
      .our_day = "received_on",
      .within_days = 3 },
    { .id = "today",
      .op = FACT_COUNT,
      .kind = "thing",
      .day_field = "received_on",
      .within_days = 0 },
    { .id = "sum", .op = FACT_SUM, .kind = "thing", .field = "amount" },
    { .id = "latest_label",
      .op = FACT_LATEST,
      .kind = "thing",
      .field = "label",
      .day_field = "received_on",
      .within_days = 1000 },
    { .id = "latest_day", .op = FACT_LATEST, .kind = "thing", .field = "received_on" },
    { .id = "owner_there", .op = FACT_EXISTS, .kind = "person", .match = our_owner },
    { .id = "thing.limit", .op = FACT_RULE },
    { 0 },
};

static int64_t person;

/* Four other things: one with serial A-1, red, of the person; one shelved; one far; one linked
 * only by the name. */
static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
    struct record *who = bench_record(&test_person, "name=Sari", NULL);
    bench_save(b, who, "new");
    person = who->id;
    struct record *list[] = {
        who,
        bench_record(&test_thing, "label=a", "serial=A-1", "colour=R", "amount=2.5",
                     "received_on=2026-11-18", "owner=Sari", NULL),
        bench_record(&test_thing, "label=b", "serial=A-1", "colour=R", "amount=4",
                     "received_on=2026-11-21", NULL),
        bench_record(&test_thing, "label=c", "serial=B-1", "colour=G", "amount=1",
                     "received_on=2026-11-17", "owner=Budi", NULL),
        bench_record(&test_thing, "label=d", "serial=B-2", "colour=G", "amount=0.125",
                     "received_on=2026-11-24", "owner=Sari", NULL),
    };
    value_set_reference(record_value(list[1], "owner"), person, "Sari");
    list[2]->state = "shelved"; /* hidden */
    list[3]->state = "submitted";
    for (size_t i = 1; i < COUNT(list); i++)
        bench_save(b, list[i], "new");
    for (size_t i = 0; i < COUNT(list); i++)
        record_free(&list[i]);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static struct record *us(bool linked)
{
    struct record *r = bench_record(&test_thing, "label=us", "serial=A-1", "colour=R",
                                    "received_on=2026-11-21", "owner=Sari", NULL);
    if (linked)
        value_set_reference(record_value(r, "owner"), person, "Sari");
    return r;
}

static void ask(struct bench *b, struct record *r, struct answers *a)
{
    struct error e = { 0 };
    if (store_answer(b->store, r, facts, BENCH_DAY, a, &e) != DONE)
        fail_msg("%s", e.text);
}

static void questions_are_answered(void **state)
{
    static const struct {
        const char *fact;
        int64_t number;
    } cases[] = {
        { "all", 3 },                                                /* not the hidden one */
        { "serial", 1 },      { "serial_there", 1 }, { "owner", 2 }, /* one linked, one by the same
                                                                        name */
        { "red", 1 },         { "half", 1 },         { "both", 1 },           { "on_the_way", 1 },
        { "near", 2 }, /* 18 and 24, not 17 */
        { "today", 0 },       { "sum", 3625 },       { "latest_day", 20781 }, { "owner_there", 1 },
        { "thing.limit", 7 },
    };
    struct bench *b = *state;
    struct answers *a = answers_new();
    struct record *r = us(true);
    ask(b, r, a);
    for (size_t i = 0; i < COUNT(cases); i++)
        if (answers_number(a, cases[i].fact) != cases[i].number)
            fail_msg("%s: wanted %lld, got %lld", cases[i].fact, (long long)cases[i].number,
                     (long long)answers_number(a, cases[i].fact));
    assert_string_equal(answers_text(a, "latest_label"), "d");
    assert_string_equal(answers_text(a, "latest_day"), "2026-11-24");
    assert_string_equal(answers_text(a, "thing.limit"), "7");
    answers_free(&a);
    record_free(&r);
}

static void a_record_does_not_meet_itself(void **state)
{
    struct bench *b = *state;
    struct answers *a = answers_new();
    struct record *r = us(true);
    bench_save(b, r, "new");
    ask(b, r, a);
    assert_int_equal(answers_number(a, "all"), 3);
    assert_int_equal(answers_number(a, "serial"), 1);
    assert_int_equal(answers_number(a, "today"), 0);
    answers_free(&a);
    record_free(&r);
}

static void unlinked_names_match_by_text(void **state)
{
    struct bench *b = *state;
    struct answers *a = answers_new();
    struct record *r = us(false);
    ask(b, r, a);
    assert_int_equal(answers_number(a, "owner"), 2);
    assert_int_equal(answers_number(a, "owner_there"), 0); /* no link, nothing to look up */
    answers_free(&a);
    record_free(&r);
}

static void empty_matches_nothing(void **state)
{
    struct bench *b = *state;
    struct answers *a = answers_new();
    struct record *r = record_new(&test_thing), *other = record_new(&test_thing);
    bench_save(b, other, "new"); /* as empty as ours */
    ask(b, r, a);
    assert_int_equal(answers_number(a, "serial"), 0);
    assert_int_equal(answers_number(a, "serial_there"), 0);
    assert_int_equal(answers_number(a, "owner"), 0);
    assert_int_equal(answers_number(a, "both"), 0);
    assert_int_equal(answers_number(a, "near"), 0);
    assert_int_equal(answers_number(a, "all"), 4);
    answers_free(&a);
    record_free(&r);
    record_free(&other);
}

static void references_to_us_are_found(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    static const struct fact mine[] = {
        { .id = "mine", .op = FACT_COUNT, .kind = "thing", .match = owned_by_us }, { 0 }
    };
    struct answers *a = answers_new();
    struct record *who = bench_load(b, &test_person, person);
    assert_int_equal(store_answer(b->store, who, mine, BENCH_DAY, a, &e), DONE);
    assert_int_equal(answers_number(a, "mine"), 1);
    answers_free(&a);
    record_free(&who);
}

static void rules_are_read_as_of_the_rule_day(void **state)
{
    struct bench *b = *state;
    struct answers *a = answers_new();
    struct record *rule = bench_record(&test_rule, "rule=thing.limit", "value=30", "office=JKT",
                                       "valid_from=2026-11-22", NULL);
    struct record *r = us(true);
    bench_save(b, rule, "new");
    value_set_reference(record_value(r, "office"), 0, "JKT");
    ask(b, r, a);
    assert_int_equal(answers_number(a, "thing.limit"), 7);
    record_put_text(r, "received_on", "2026-11-22");
    ask(b, r, a);
    assert_int_equal(answers_number(a, "thing.limit"), 30);
    answers_free(&a);
    record_free(&rule);
    record_free(&r);
}

static void wrong_questions_are_refused(void **state)
{
    struct bench *b = *state;
    static const struct fact_match no_theirs[] = { { "nothing", "serial" }, { 0 } };
    static const struct fact_match no_ours[] = { { "serial", "nothing" }, { 0 } };
    static const struct fact_match derived[] = { { "summary", "label" }, { 0 } };
    static const struct fact_match not_linked[] = { { "serial", "id" }, { 0 } };
    static const struct fact wrong[][2] = {
        { { .id = "x", .op = FACT_COUNT, .kind = "nothing" } },
        { { .id = "x", .op = FACT_COUNT } },
        { { .id = "x", .op = FACT_SUM, .kind = "thing" } },
        { { .id = "x", .op = FACT_LATEST, .kind = "thing", .field = "summary" } },
        { { .id = "x", .op = FACT_COUNT, .kind = "thing", .match = no_theirs } },
        { { .id = "x", .op = FACT_COUNT, .kind = "thing", .match = no_ours } },
        { { .id = "x", .op = FACT_COUNT, .kind = "thing", .match = derived } },
        { { .id = "x", .op = FACT_COUNT, .kind = "thing", .match = not_linked } },
        { { .id = "x", .op = FACT_COUNT, .kind = "thing", .day_field = "label" } },
    };
    struct answers *a = answers_new();
    struct record *r = us(true);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error e = { 0 };
        assert_int_equal(store_answer(b->store, r, wrong[i], BENCH_DAY, a, &e), MISUSED);
    }
    answers_free(&a);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(questions_are_answered),       T(a_record_does_not_meet_itself),
        T(unlinked_names_match_by_text), T(empty_matches_nothing),
        T(references_to_us_are_found),   T(rules_are_read_as_of_the_rule_day),
        T(wrong_questions_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
