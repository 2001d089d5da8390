/* test_lapses.c - what lapses within a span: open states only, days and moments, lines, and at the
 * same cost however long the past is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office.h"

#include <cmocka.h>

static const struct field fields[] = {
    { .id = "name", .label = "Name", .type = &type_text, .width = 20 },
    { .id = "ends_on", .label = "Ends", .type = &type_date, .width = 11, .flags = FIELD_EXPIRES },
    { .id = "paid_by",
      .label = "Paid by",
      .type = &type_date,
      .width = 11,
      .flags = FIELD_EXPIRES,
      .expires_in = (const char *const[]){ "stopped", "over", NULL } },
    { .id = "ends_at",
      .label = "Ends at",
      .type = &type_moment,
      .width = 17,
      .flags = FIELD_EXPIRES },
    { 0 },
};
static const struct field part_fields[] = {
    { .id = "until", .label = "Until", .type = &type_date, .width = 11, .flags = FIELD_EXPIRES },
    { 0 },
};
static const struct line_kind lines[] = {
    { .id = "part",
      .label = "Parts",
      .fields = part_fields,
      .columns = (const char *const[]){ "until", NULL } },
    { 0 },
};
static const struct state states[] = {
    { .id = "running", .label = "Running" },
    { .id = "stopped", .label = "Stopped" },
    { .id = "over", .label = "Over", .flags = STATE_FINAL },
    { .id = "hidden", .label = "Hidden", .flags = STATE_HIDDEN },
    { 0 },
};
static const struct step steps[] = { { 0 } };
static const struct flow flow = { .states = states, .steps = steps };
static const struct column columns[] = { { .field = "name", .min = 8, .want = 14 }, { 0 } };
static const struct kind lease = {
    .id = "lease",
    .label = "Lease",
    .plural = "Leases",
    .fields = fields,
    .lines = lines,
    .flow = &flow,
    .columns = columns,
    .sort = "name",
    .title = "name",
};
static const struct kind *const kinds[] = { &lease, NULL };
static const struct registry registry = { .kinds = kinds };

enum { TODAY = BENCH_DAY };

static struct lapse_query days(int from, int to)
{
    return (struct lapse_query){ .kind = &lease,
                                 .field = kind_field(&lease, "ends_on"),
                                 .from = { .num = TODAY + from, .set = true },
                                 .to = { .num = TODAY + to, .set = true } };
}

static int64_t put(struct bench *b, const char *state, const char *field, int64_t at)
{
    struct record *r = record_new(&lease);
    r->state = flow_state(&flow, state)->id;
    if (strcmp(field, "part") == 0)
        value_set_number(&record_add_line(r, "part")->values[0], at);
    else
        value_set_number(record_value(r, field), at);
    bench_save(b, r, "new");
    int64_t id = r->id;
    record_free(&r);
    return id;
}

static void ask(struct bench *b, const struct lapse_query *q, struct lapses *out)
{
    struct error e = { 0 };
    if (store_lapses(b->store, q, out, &e) != DONE)
        fail_msg("%s", e.text);
}

static size_t count(struct bench *b, const struct lapse_query *q)
{
    struct lapses found;
    ask(b, q, &found);
    size_t n = found.count;
    lapses_free(&found);
    return n;
}

static void both_ends_of_the_span_count(void **state)
{
    (void)state;
    struct bench b;
    bench_open_with(&b, &registry);
    put(&b, "running", "ends_on", TODAY - 2);
    put(&b, "stopped", "ends_on", TODAY);
    put(&b, "running", "ends_on", TODAY + 3);
    static const struct {
        int from, to;
        size_t n;
    } trials[] = { { -2, 3, 3 }, { -1, 3, 2 }, { -2, 2, 2 }, { 0, 0, 1 }, { 1, 2, 0 } };
    for (size_t i = 0; i < COUNT(trials); i++) {
        struct lapse_query q = days(trials[i].from, trials[i].to);
        assert_int_equal(count(&b, &q), trials[i].n);
    }
    bench_close(&b);
}

static void closed_and_hidden_ones_are_left_out(void **state)
{
    (void)state;
    struct bench b;
    struct lapses found;
    struct lapse_query q = days(-9, 9);
    bench_open_with(&b, &registry);
    int64_t id = put(&b, "stopped", "ends_on", TODAY);
    put(&b, "over", "ends_on", TODAY);
    put(&b, "hidden", "ends_on", TODAY);
    ask(&b, &q, &found);
    assert_int_equal(found.count, 1);
    assert_true(found.items[0].record == id && found.items[0].line == 0);
    assert_int_equal(found.items[0].at, TODAY);
    lapses_free(&found);
    bench_close(&b);
}

/* Where the field says in which states it matters, those alone count, closed ones too. */
static void some_matter_in_some_states(void **state)
{
    (void)state;
    struct bench b;
    struct lapse_query q = days(-9, 9);
    q.field = kind_field(&lease, "paid_by");
    bench_open_with(&b, &registry);
    put(&b, "running", "paid_by", TODAY);
    put(&b, "stopped", "paid_by", TODAY);
    put(&b, "over", "paid_by", TODAY);
    assert_int_equal(count(&b, &q), 2);
    bench_close(&b);
}

/* The last day first, so that what is cut lapsed longest ago; and it is said. */
static void a_limit_keeps_the_latest(void **state)
{
    (void)state;
    struct bench b;
    struct lapses found;
    struct lapse_query q = days(-9, 9);
    bench_open_with(&b, &registry);
    for (int i = 0; i < 5; i++)
        put(&b, "running", "ends_on", TODAY - i);
    q.limit = 3;
    ask(&b, &q, &found);
    assert_true(found.more && found.count == 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(found.items[i].at, TODAY - i);
    lapses_free(&found);
    q.limit = 5;
    ask(&b, &q, &found);
    assert_true(!found.more && found.count == 5);
    lapses_free(&found);
    bench_close(&b);
}

static void moments_to_the_millisecond(void **state)
{
    (void)state;
    struct bench b;
    moment at = moment_parse("2026-11-21T10:00:00.000Z");
    struct lapse_query q = { .kind = &lease,
                             .field = kind_field(&lease, "ends_at"),
                             .from = { .num = at, .set = true },
                             .to = { .num = at, .set = true } };
    bench_open_with(&b, &registry);
    put(&b, "running", "ends_at", at);
    assert_int_equal(count(&b, &q), 1);
    q.to.num = q.from.num = at + 1;
    assert_int_equal(count(&b, &q), 0);
    bench_close(&b);
}

static void lines_follow_their_record(void **state)
{
    (void)state;
    struct bench b;
    struct lapses found;
    struct lapse_query q = days(0, 0);
    q.lines = &lines[0];
    q.field = &part_fields[0];
    bench_open_with(&b, &registry);
    int64_t id = put(&b, "running", "part", TODAY);
    put(&b, "over", "part", TODAY);
    ask(&b, &q, &found);
    assert_int_equal(found.count, 1);
    struct record *r = bench_load(&b, &lease, id);
    assert_true(found.items[0].record == id && found.items[0].line == r->lines[0].items[0].id);
    lapses_free(&found);
    r->lines[0].items[0].gone = true;
    bench_save(&b, r, "edit");
    assert_int_equal(count(&b, &q), 0);
    record_free(&r);
    bench_close(&b);
}

/* Years of what is over, and of what ends in years to come, cost nothing. */
static void the_past_costs_nothing(void **state)
{
    (void)state;
    static const int sizes[] = { 200, 2000, 20000 };
    uint64_t cost[COUNT(sizes)][2];
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct bench b;
        struct buf sql = { 0 };
        struct lapse_query q = days(-30, 30);
        bench_open_with(&b, &registry);
        put(&b, "running", "ends_on", TODAY + 1);
        put(&b, "running", "part", TODAY + 1);
        buf_printf(&sql,
                   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
                   "INSERT INTO lease (id, rev, state, origin, batch, changed_at, ends_on) "
                   "SELECT i, 1, CASE i %% 2 WHEN 0 THEN 'over' ELSE 'running' END, 0, 0, "
                   "'2026-11-21T00:00:00.000Z', CASE i %% 2 WHEN 0 THEN '2026-11-20' ELSE "
                   "'2036-01-01' END FROM n; "
                   "INSERT INTO lease_part (id, parent, position, gone, until) "
                   "SELECT id, id, 1, 0, '2016-01-01' FROM lease WHERE id < 1000000",
                   sizes[i]);
        bench_forge(&b, buf_text(&sql));
        buf_free(&sql);
        for (int lined = 0; lined < 2; lined++) {
            q.lines = lined ? &lines[0] : NULL;
            q.field = lined ? &part_fields[0] : kind_field(&lease, "ends_on");
            uint64_t before = store_cost(b.store).steps;
            assert_int_equal(count(&b, &q), 1);
            cost[i][lined] = store_cost(b.store).steps - before;
        }
        bench_close(&b);
        assert_true(cost[i][0] == cost[0][0] && cost[i][1] == cost[0][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ends_of_the_span_count),
        cmocka_unit_test(closed_and_hidden_ones_are_left_out),
        cmocka_unit_test(some_matter_in_some_states),
        cmocka_unit_test(a_limit_keeps_the_latest),
        cmocka_unit_test(moments_to_the_millisecond),
        cmocka_unit_test(lines_follow_their_record),
        cmocka_unit_test(the_past_costs_nothing),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
