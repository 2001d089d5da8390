/* test_scan.c - what a page costs: the same at 200, 2,000 and 20,000 rows, and by which index. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/private.h"
#include "store/crowd.h"

#include <cmocka.h>

enum { SIZES = 3, SCREEN = 20 };
static const int sizes[SIZES] = { 200, 2000, 20000 };

struct halls {
    struct bench benches[SIZES];
};

static int halls_open(void **state)
{
    struct halls *h = xcalloc(1, sizeof *h);
    for (int i = 0; i < SIZES; i++) {
        bench_open(&h->benches[i]);
        crowd_fill(&h->benches[i], sizes[i]);
    }
    *state = h;
    return 0;
}

static int halls_close(void **state)
{
    struct halls *h = *state;
    for (int i = 0; i < SIZES; i++)
        bench_close(&h->benches[i]);
    free(h);
    return 0;
}

static struct store_cost spent(struct store *s, struct store_cost before)
{
    struct store_cost now = store_cost(s);
    return (struct store_cost){ now.rows - before.rows, now.steps - before.steps };
}

static struct store_cost cost_of(struct bench *b, const struct query *q, struct page *page)
{
    struct error e = { 0 };
    struct store_cost before = store_cost(b->store);
    if (store_page(b->store, q, page, &e) != DONE)
        fail_msg("%s", e.text);
    assert_false(page->cut);
    assert_false(page->unsorted);
    return spent(b->store, before);
}

static struct value text_of(const char *text)
{
    return (struct value){ .set = true, .text = (char *)text };
}

/* ---- The same at any size ---- */

struct asked {
    const char *what;
    const char *sort;
    bool closed, backwards, middle; /* middle: from a mark in the middle of the list */
    const char *state;
    const char *field;
    enum comparison how;
    const char *text;
    size_t rows; /* found at every size; 0: a full screen */
};

static const struct asked asked[] = {
    { .what = "first page of open rows", .rows = 10 },
    { .what = "first page of all", .closed = true },
    { .what = "last page of all", .closed = true, .backwards = true },
    { .what = "page in the middle", .closed = true, .middle = true },
    { .what = "page before the middle", .closed = true, .middle = true, .backwards = true },
    { .what = "one state", .state = "finished" },
    { .what = "its last page", .state = "finished", .backwards = true },
    { .what = "by label", .closed = true, .sort = "label" },
    { .what = "by label, last page", .closed = true, .sort = "-label", .backwards = true },
    { .what = "by number from the middle", .closed = true, .sort = "number", .middle = true },
    { .what = "by id", .closed = true, .sort = "-id" },
    { .what = "number", .closed = true, .field = "number", .text = "2026-000123", .rows = 1 },
    { .what = "number, other sort",
      .closed = true,
      .sort = "label",
      .field = "number",
      .text = "2026-000123",
      .rows = 1 },
    { .what = "number begins",
      .closed = true,
      .field = "number",
      .how = STARTS,
      .text = "2026-00012",
      .rows = 10 },
    { .what = "tail", .closed = true, .field = "number", .how = ENDS, .text = "00123", .rows = 1 },
    { .what = "range on the sort",
      .closed = true,
      .sort = "number",
      .field = "number",
      .how = AT_LEAST,
      .text = "2026-000051" },
};

static struct store_cost cost_at(struct bench *b, int size, const struct asked *a)
{
    struct page page;
    const char *states[] = { a->state, NULL };
    const struct filter filter = { a->field, a->how, text_of(a->text), NULL };
    struct query q = { .kind = &test_thing,
                       .sort = a->sort,
                       .closed = a->closed,
                       .backwards = a->backwards,
                       .states = a->state ? states : NULL,
                       .filters = &filter,
                       .filter_count = a->field ? 1 : 0,
                       .limit = a->rows == 10 && !a->field ? 10 : SCREEN };
    struct record *r = NULL;
    if (a->middle) {
        r = bench_load(b, &test_thing, crowd_id(size / 2));
        mark_of(&q, r, &q.from);
    }
    struct store_cost cost = cost_of(b, &q, &page);
    assert_int_equal(page.count, a->rows ? a->rows : SCREEN);
    page_free(&page);
    mark_free(&q.from);
    record_free(&r);
    return cost;
}

static void pages_cost_the_same(void **state)
{
    struct halls *h = *state;
    for (size_t i = 0; i < COUNT(asked); i++) {
        struct store_cost cost[SIZES];
        for (int s = 0; s < SIZES; s++)
            cost[s] = cost_at(&h->benches[s], sizes[s], &asked[i]);
        for (int s = 0; s < SIZES; s++) {
            /* Which rows a page holds differs a little; what it costs may not grow. */
            if (cost[s].rows > 2 * SCREEN ||
                cost[s].steps > cost[0].steps + cost[0].steps / 10 + 50)
                fail_msg("%s at %d: %llu rows, %llu steps", asked[i].what, sizes[s],
                         (unsigned long long)cost[s].rows, (unsigned long long)cost[s].steps);
        }
    }
}

/* ---- By which index ---- */

static void check_plan(struct store *s, const char *text)
{
    struct buf explain = { 0 };
    sqlite3_stmt *stmt = NULL;
    buf_printf(&explain, "EXPLAIN QUERY PLAN %s", text);
    assert_int_equal(sqlite3_prepare_v2(s->db.handle, buf_text(&explain), -1, &stmt, NULL),
                     SQLITE_OK);
    bool by_id = strstr(text, "NOT INDEXED") != NULL;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(stmt, 3);
        /* A scan is fine along the ids: it ends with the page. */
        bool scan = strncmp(detail, "SCAN", 4) == 0 && !by_id;
        if (scan || strstr(detail, "TEMP B-TREE"))
            fail_msg("%s\n%s", text, detail);
    }
    sqlite3_finalize(stmt);
    buf_free(&explain);
}

/* The few rows of a filter are counted, up to a limit, before they are sorted. */
static bool counted_first(const char *text)
{
    return strstr(text, " LIMIT ") != NULL;
}

static void no_page_sorts_or_scans(void **state)
{
    struct halls *h = *state;
    struct bench *b = &h->benches[0];
    size_t seen = 0;
    for (size_t i = 0; i < COUNT(asked); i++)
        cost_at(b, sizes[0], &asked[i]);
    for (size_t slot = 0; slot < SQL_SLOTS; slot++)
        for (struct sql *q = b->store->db.cache[slot]; q; q = q->next)
            if (strstr(q->text, "FROM \"thing\"") && !counted_first(q->text) && ++seen)
                check_plan(b->store, q->text);
    assert_true(seen > 10);
}

/* ---- Where the walk alone would be long ---- */

static size_t count_all(struct bench *b, struct query q, const char *field, const char *text)
{
    size_t n = 0;
    for (;;) {
        struct page page;
        struct error e = { 0 };
        if (store_page(b->store, &q, &page, &e) != DONE)
            fail_msg("%s", e.text);
        assert_false(page.cut);
        assert_false(page.unsorted);
        for (size_t i = 0; i < page.count; i++)
            assert_string_equal(record_text(page.rows[i], field), text);
        n += page.count;
        mark_free(&q.from);
        bool more = page.more;
        if (page.count)
            mark_of(&q, page.rows[page.count - 1], &q.from);
        page_free(&page);
        if (!more)
            break;
    }
    mark_free(&q.from);
    return n;
}

/* 1,000 of 20,000 rows are open and stand anywhere in the order of labels. */
static void few_states_among_many(void **state)
{
    struct halls *h = *state;
    const struct query q = { .kind = &test_thing, .sort = "label", .limit = 300 };
    assert_int_equal(count_all(&h->benches[2], q, "direction", ""), 1000);
}

/* 200 of 20,000 rows are shelved: a walk by label would pass nearly all of them. */
static void rare_state_is_gathered(void **state)
{
    struct halls *h = *state;
    static const char *const states[] = { "shelved", NULL };
    const struct query q = { .kind = &test_thing, .sort = "label", .states = states, .limit = 150 };
    struct page page;
    struct store_cost cost = cost_of(&h->benches[2], &q, &page);
    assert_int_equal(page.count, 150);
    assert_int_equal(page.total, 200);
    assert_true(cost.steps < 150000);
    page_free(&page);
    assert_int_equal(count_all(&h->benches[2], q, "direction", ""), 200);
}

/* 220 of 20,000 rows, more than are always taken, few enough to be sorted. */
static void rare_filter_is_gathered(void **state)
{
    struct halls *h = *state;
    const struct filter starts = { "label", STARTS, text_of("Barang 77"), NULL };
    const struct query q = { .kind = &test_thing,
                             .sort = "-number",
                             .filters = &starts,
                             .filter_count = 1,
                             .closed = true,
                             .limit = 150 };
    struct page page;
    struct store_cost cost = cost_of(&h->benches[2], &q, &page);
    assert_int_equal(page.count, 150);
    assert_int_equal(page.total, 220);
    assert_true(cost.steps < 150000);
    assert_string_equal(record_text(page.rows[0], "number"), "2026-019779");
    page_free(&page);
}

static void unindexed_filter_is_walked(void **state)
{
    struct halls *h = *state;
    const struct filter is = { "direction", IS, text_of("IM"), NULL };
    const struct query q = {
        .kind = &test_thing, .filters = &is, .filter_count = 1, .closed = true, .limit = 500
    };
    assert_int_equal(count_all(&h->benches[2], q, "direction", "IM"), 2000);
}

static void rare_words_are_gathered(void **state)
{
    struct halls *h = *state;
    const struct filter holds = { "remark", CONTAINS, text_of("Lang"), NULL };
    const struct query q = { .kind = &test_thing,
                             .filters = &holds,
                             .filter_count = 1,
                             .closed = true,
                             .sort = "label",
                             .limit = 20 };
    assert_int_equal(count_all(&h->benches[2], q, "remark", "langka"), 50);
    struct page page;
    struct store_cost cost = cost_of(&h->benches[2], &q, &page);
    assert_int_equal(page.total, 50);
    assert_true(cost.steps < 20000);
    page_free(&page);
}

/* All words of a record at once; one that nearly all hold is walked to in the list's order. */
static void words_of_the_whole_record_filter(void **state)
{
    struct halls *h = *state;
    const struct filter rare = { "text", CONTAINS, text_of("langka barang"), NULL };
    const struct filter common = { "text", CONTAINS, text_of("barang 2026"), NULL };
    const struct query q = {
        .kind = &test_thing, .filters = &rare, .filter_count = 1, .closed = true, .limit = 20
    };
    struct query all = q;
    struct page page;
    all.filters = &common;
    assert_int_equal(count_all(&h->benches[2], q, "remark", "langka"), 50);
    struct store_cost cost = cost_of(&h->benches[2], &all, &page);
    assert_int_equal(page.count, 20);
    assert_true(page.more);
    assert_true(cost.rows < 500);
    page_free(&page);
    struct error e = { 0 };
    all.sort = "text";
    assert_int_equal(store_page(h->benches[2].store, &all, &page, &e), MISUSED);
}

/* ---- Sorts no index holds ---- */

static void sorts_what_filters_leave(void **state)
{
    struct halls *h = *state;
    const struct filter is = { "label", IS, text_of("Barang 7"), NULL };
    struct query q = { .kind = &test_thing, .sort = "-price", .closed = true, .limit = 10 };
    struct page page;
    cost_of(&h->benches[1], &q, &page); /* 2,000 rows: sorted in memory */
    assert_int_equal(page.total, 1980);
    assert_int_equal(record_number(page.rows[0], "price"), 96);
    assert_true(page.more);
    page_free(&page);
    q.filters = &is;
    q.filter_count = 1;
    cost_of(&h->benches[2], &q, &page); /* twenty of 20,000 */
    assert_int_equal(page.total, 20);
    for (size_t i = 1; i < page.count; i++)
        assert_true(record_number(page.rows[i - 1], "price") >=
                    record_number(page.rows[i], "price"));
    page_free(&page);
}

static void too_many_rows_stay_unsorted_and_say_so(void **state)
{
    struct halls *h = *state;
    struct query q = { .kind = &test_thing, .sort = "price", .closed = true, .limit = 50 };
    struct error e = { 0 };
    size_t pages = 0;
    int64_t last = INT64_MAX;
    while (pages++ < 3) {
        struct page page;
        assert_int_equal(store_page(h->benches[2].store, &q, &page, &e), DONE);
        assert_true(page.unsorted);
        assert_true(page.more);
        assert_int_equal(page.count, 50);
        for (size_t i = 0; i < page.count; i++) { /* newest first, none twice */
            assert_true(page.rows[i]->id < last);
            last = page.rows[i]->id;
        }
        mark_free(&q.from);
        mark_of(&q, page.rows[49], &q.from);
        page_free(&page);
    }
    mark_free(&q.from);
}

/* ---- The budget ---- */

/* Conditions no index knows, which no row fits: the walk ends early and says so. */
static void budget_ends_a_long_walk(void **state)
{
    struct bench *b = &((struct halls *)*state)->benches[2];
    struct error e = { 0 };
    struct filter filters[24];
    for (int i = 0; i < 24; i++)
        filters[i] = (struct filter){ "price", IS_NOT, { .set = true, .num = 1000 + i }, NULL };
    filters[23] = (struct filter){ "direction", CONTAINS, text_of("nothing"), NULL };
    const struct query q = { .kind = &test_thing,
                             .filters = filters,
                             .filter_count = COUNT(filters),
                             .closed = true,
                             .limit = 20 };
    bench_forge(b, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
                   " INSERT INTO thing (id, rev, state, origin, batch, changed_at, price)"
                   " SELECT i, 1, 'finished', 0, 0, '2026-01-01T00:00:00.000Z', 1 FROM n;"
                   "UPDATE tally SET n = n + 20000 WHERE kind = 'thing' AND state = 'finished'");
    struct page page;
    struct store_cost before = store_cost(b->store);
    assert_int_equal(store_page(b->store, &q, &page, &e), DONE);
    assert_true(page.cut);
    assert_true(page.more);
    assert_int_equal(page.count, 0);
    assert_int_equal(page.total, -1);
    assert_true(spent(b->store, before).steps < 3000000);
    page_free(&page);
    int64_t n = 0; /* and the limit is off again */
    assert_int_equal(sql_number(&b->store->db,
                                "SELECT count(a.id || b.id) FROM thing a, thing b"
                                " WHERE b.id < a.id AND b.price < 1",
                                &n, &e),
                     DONE);
    assert_true(n > 1000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_cost_the_same),
        cmocka_unit_test(no_page_sorts_or_scans),
        cmocka_unit_test(few_states_among_many),
        cmocka_unit_test(rare_state_is_gathered),
        cmocka_unit_test(rare_filter_is_gathered),
        cmocka_unit_test(unindexed_filter_is_walked),
        cmocka_unit_test(rare_words_are_gathered),
        cmocka_unit_test(words_of_the_whole_record_filter),
        cmocka_unit_test(sorts_what_filters_leave),
        cmocka_unit_test(too_many_rows_stay_unsorted_and_say_so),
        cmocka_unit_test(budget_ends_a_long_walk),
    };
    return cmocka_run_group_tests(tests, halls_open, halls_close);
}
