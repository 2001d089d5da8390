/* The first screen's counts: whose work it is, what is late, and that reading them costs the same
 * however many records there are. */
#include "actions/road.h"
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

/* As cmocka's fail_msg, whose name hides ours. */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { MOST = 64, DAY_MS = 24 * 3600 * 1000 };

struct counted_all {
    struct counter items[MOST];
    size_t count;
};

static void count(struct session *s, struct counted_all *out)
{
    struct error e = { 0 };
    must(act_counters(s, out->items, MOST, &out->count, &e), &e);
}

/* NULL: there is none of it. */
static const struct counter *of(const struct counted_all *all, const char *kind, const char *label)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].kind->id, kind) == 0 && strcmp(all->items[i].label, label) == 0)
            return &all->items[i];
    return NULL;
}

static void each_has_a_day_of_their_own(void **state)
{
    static const struct {
        const char *who, *label;
        bool shown;
        enum counter_part part;
        const char *does; /* the verb of the step they take next; NULL: none */
    } trials[] = {
        { "operator", "submitted", true, COUNT_NEXT, "accept" },
        { "head", "submitted", true, COUNT_OFFICE, NULL },
        { "officer", "submitted", true, COUNT_OFFICE, NULL },
        { "officer", "to be analysed", true, COUNT_NEXT, "analyse" },
        { "operator", "to be analysed", false, 0, NULL },
        { "officer", "assigned to you", true, COUNT_NEXT, "report" },
        { "operator", "assigned to you", false, 0, NULL },
        { "coordinator", "assigned", true, COUNT_OFFICE, NULL },
        { "treasurer", "recommended", true, COUNT_NEXT, "issue" },
        { "operator", "recommended", true, COUNT_OFFICE, NULL },
    };
    struct session *s = ((struct counter_desk *)*state)->session;
    static const char *const states[] = { "submitted", "accepted", "assigned", "recommended" };
    for (size_t i = 0; i < COUNT(states); i++) {
        staff_login(s, "operator");
        int64_t id = counter_permit(s);
        session_logout(s);
        road_to(s, id, states[i]);
    }
    staff_sql(*state, "UPDATE permit SET analysis = NULL, analysis_id = NULL "
                      "WHERE state = 'accepted'"); /* the road goes over the analysis */
    for (size_t i = 0; i < COUNT(trials); i++) {
        struct counted_all all;
        staff_login(s, trials[i].who);
        count(s, &all);
        const struct counter *c = of(&all, "permit", trials[i].label);
        if ((c != NULL) != trials[i].shown)
            test_stop("%s: “%s” %s", trials[i].who, trials[i].label, c ? "shown" : "not shown");
        if (!c)
            continue;
        assert_int_equal(c->part, trials[i].part);
        assert_true(c->n > 0);
        assert_int_equal(c->part == COUNT_NEXT && c->step, trials[i].does != NULL);
        if (trials[i].does)
            assert_string_equal(c->step->verb, trials[i].does);
    }
    session_logout(s);
}

/* Who only reads has nothing to do, and sees how the office stands. */
static void nobody_has_nothing_to_do(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct counted_all all;
    session_logout(s);
    count(s, &all);
    assert_true(all.count > 0);
    for (size_t i = 0; i < all.count; i++)
        assert_int_equal(all.items[i].part, COUNT_OFFICE);
}

/* What a number counts is what its list shows. */
static void a_count_is_the_length_of_its_list(void **state)
{
    static const char *const people[] = { "operator", "officer", "head", "treasurer" };
    struct session *s = ((struct counter_desk *)*state)->session;
    size_t compared = 0;
    for (size_t i = 0; i < COUNT(people); i++) {
        struct counted_all all;
        staff_login(s, people[i]);
        count(s, &all);
        for (size_t n = 0; n < all.count; n++) {
            const struct counter *c = &all.items[n];
            struct filter_list filters = { 0 };
            struct page page = { 0 };
            struct error e = { 0 };
            char *copy = xstrdup(c->filter), *rest = copy;
            for (char *part; c->filter[0] && (part = strsep(&rest, ";")) != NULL;)
                must(act_filter(s, c->kind, text_trim(part), SPELL_SCREEN, &filters, &e), &e);
            free(copy);
            const struct query q = { .kind = c->kind,
                                     .states = c->states,
                                     .filters = filters.items,
                                     .filter_count = filters.count,
                                     .closed = filters.closed };
            must(act_page(s, &q, &page, &e), &e);
            assert_int_equal(page.count, c->n);
            compared++;
            page_free(&page);
            filter_list_free(&filters);
        }
    }
    session_logout(s);
    assert_true(compared > 15);
}

static void service_time_is_late_then(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct counted_all all;
    moment now = d->now;
    (void)staff_accepted(s);
    staff_login(s, "officer");
    d->now = now + 30 * (moment)DAY_MS;
    count(s, &all);
    const struct counter *c = of(&all, "permit", "past their service time");
    assert_non_null(c);
    assert_int_equal(c->part, COUNT_LATE);
    d->now = now;
    count(s, &all);
    assert_null(of(&all, "permit", "past their service time"));
    session_logout(s);
}

/* A hundred times the permits, finished and waiting: the same rows read. */
static void the_day_costs_the_same(void **state)
{
    static const int sizes[] = { 200, 2000, 20000 };
    struct counter_desk *d = *state;
    struct session *s = d->session;
    uint64_t cost[COUNT(sizes)];
    int before = 0;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct counted_all all;
        struct buf sql = { 0 };
        struct error e = { 0 };
        int64_t days[INTAKE_DAYS];
        buf_printf(&sql,
                   "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
                   "INSERT INTO permit (id, rev, state, origin, batch, changed_at, received_on, "
                   "national_number) SELECT i, 1, CASE i %% 2 WHEN 0 THEN 'completed' ELSE "
                   "'submitted' END, 0, 0, '2026-11-21T00:00:00.000Z', '2016-01-02', 'N' || i "
                   "FROM n; UPDATE tally SET n = n + %d WHERE kind = 'permit' AND "
                   "state = 'submitted'",
                   before + 1, sizes[i], (sizes[i] - before) / 2);
        staff_sql(d, buf_text(&sql));
        buf_free(&sql);
        before = sizes[i];
        uint64_t was = store_cost(session_store(s)).rows;
        count(s, &all);
        must(act_intake(s, days, &e), &e);
        cost[i] = store_cost(session_store(s)).rows - was;
        if (cost[i] != cost[0])
            test_stop("%llu rows at %d, %llu at %d\n", (unsigned long long)cost[0], sizes[0],
                      (unsigned long long)cost[i], sizes[i]);
    }
}

/* The menu's number is as many as the list opens with, whatever waits. */
static void as_many_are_open_as_the_list_opens_with(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct open_count open[OPEN_KINDS_MAX];
    size_t count = 0;
    staff_login(s, "operator");
    assert_int_equal(act_open_counts(s, open, &count, NULL), DONE);
    bool permits = false;
    for (size_t i = 0; i < count; i++) {
        struct query q = { .kind = open[i].kind, .limit = 500 };
        struct page page = { 0 };
        assert_int_equal(act_page(s, &q, &page, NULL), DONE);
        assert_int_equal(open[i].n, page.count);
        permits |= open[i].kind == &kind_permit && open[i].n > 0;
        page_free(&page);
    }
    assert_true(permits);
    session_logout(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_has_a_day_of_their_own),
        cmocka_unit_test(as_many_are_open_as_the_list_opens_with),
        cmocka_unit_test(nobody_has_nothing_to_do),
        cmocka_unit_test(a_count_is_the_length_of_its_list),
        cmocka_unit_test(service_time_is_late_then),
        cmocka_unit_test(the_day_costs_the_same),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
