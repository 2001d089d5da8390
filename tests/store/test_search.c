/* test_search.c - what is found is what was saved, and a save that changes no word writes none. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/query.h"
#include "store/office.h"

#include <cmocka.h>

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

static size_t found(struct bench *b, const struct kind *k, const char *words, int64_t ids[50],
                    bool *over)
{
    struct error e = { 0 };
    size_t count = 0;
    bool usable = false;
    if (search_ids(b->store, k, words, 50, ids, &count, over, &usable, &e) != DONE)
        fail_msg("%s", e.text);
    return usable ? count : 0;
}

static size_t hits(struct bench *b, const char *words)
{
    int64_t ids[50];
    bool over;
    return found(b, NULL, words, ids, &over);
}

static int64_t saved(struct bench *b, struct record *r)
{
    bench_save(b, r, r->rev ? "edit" : "new");
    int64_t id = r->id;
    record_free(&r);
    return id;
}

static void words_of_records_and_lines(void **state)
{
    struct bench *b = *state;
    saved(b, bench_record(&test_thing, "label=Kayu Jati", "remark=dari Émile",
                          "piece.1.name=Papan Tebal", "paper.1.title=Rahasia", "serial=AJU.77-B",
                          "direction=ZZ", NULL));
    static const struct {
        const char *words;
        size_t hits;
    } cases[] = {
        { "kayu", 1 },        { "jati kayu", 1 }, { "ka", 1 },    { "emile", 1 },   { "papan", 1 },
        { "tebal jati", 1 },  { "aju 77", 1 },    { "77 b", 1 },  { "rahasia", 0 }, { "zz", 0 },
        { "kayu mahoni", 0 }, { "ayu", 0 },       { "thing", 0 }, { "summary", 0 }, { "pieces", 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (hits(b, cases[i].words) != cases[i].hits)
            fail_msg("%s: %zu", cases[i].words, hits(b, cases[i].words));
}

static void follows_changes(void **state)
{
    struct bench *b = *state;
    int64_t id = saved(b, bench_record(&test_thing, "label=Kayu", "piece.1.name=Papan", NULL));
    struct record *r = bench_load(b, &test_thing, id);
    record_put_text(r, "label", "Rotan");
    r->lines[0].items[0].gone = true;
    saved(b, r);
    assert_int_equal(hits(b, "kayu"), 0);
    assert_int_equal(hits(b, "papan"), 0);
    assert_int_equal(hits(b, "rotan"), 1);
}

/* FTS5 gives each write a new segment: the count tells whether anything was written. */
static int64_t writes(struct bench *b)
{
    return bench_number(b, "SELECT count(*) * 1000000 + sum(length(block)) FROM search_data");
}

static void same_words_write_nothing(void **state)
{
    struct bench *b = *state;
    int64_t id = saved(b, bench_record(&test_thing, "label=Kayu Jati", "price=1.00", NULL));
    int64_t before = writes(b);
    struct record *r = bench_load(b, &test_thing, id);
    record_put_text(r, "price", "2.00");
    record_put_text(r, "label", "jati, KAYU jati"); /* other bytes, same words */
    saved(b, r);
    assert_int_equal(writes(b), before);
    r = bench_load(b, &test_thing, id);
    record_put_text(r, "label", "kayu jati tua");
    saved(b, r);
    assert_int_not_equal(writes(b), before);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(words_of_records_and_lines),
        EACH(follows_changes),
        EACH(same_words_write_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
