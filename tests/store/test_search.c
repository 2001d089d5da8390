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
        { "kayu", 1 },    { "jati kayu", 1 },  { "ka", 1 },          { "emile", 1 },
        { "papan", 1 },   { "tebal jati", 1 }, { "aju 77", 1 },      { "77 b", 1 },
        { "rahasia", 0 }, { "zz", 0 },         { "kayu mahoni", 0 }, { "ayu", 0 },
        { "thing", 0 },  { "summary", 0 },    { "pieces", 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (hits(b, cases[i].words) != cases[i].hits)
            fail_msg("%s: %zu", cases[i].words, hits(b, cases[i].words));
}

static void one_letter_is_not_looked_up(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    int64_t ids[5];
    size_t count = 0;
    bool over, usable = true;
    saved(b, bench_record(&test_thing, "label=k kayu", NULL));
    assert_int_equal(search_ids(b->store, NULL, "k", 5, ids, &count, &over, &usable, &e), DONE);
    assert_false(usable);
    assert_int_equal(search_ids(b->store, NULL, "", 5, ids, &count, &over, &usable, &e), DONE);
    assert_false(usable);
}

static void by_kind_newest_first_and_capped(void **state)
{
    struct bench *b = *state;
    int64_t ids[50], things[3];
    bool over;
    for (int i = 0; i < 3; i++)
        things[i] = saved(b, bench_record(&test_thing, "label=Gudang", NULL));
    saved(b, bench_record(&test_person, "name=Gudang Garam", NULL));
    assert_int_equal(found(b, NULL, "gudang", ids, &over), 4);
    assert_int_equal(found(b, &test_thing, "gudang", ids, &over), 3);
    assert_false(over);
    for (int i = 0; i < 3; i++)
        assert_int_equal(ids[i], things[2 - i]);
    struct error e = { 0 };
    size_t count = 0;
    bool usable;
    assert_int_equal(
        search_ids(b->store, &test_thing, "gudang", 2, ids, &count, &over, &usable, &e), DONE);
    assert_int_equal(count, 2);
    assert_true(over);
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

static void quotes_and_operators_are_only_text(void **state)
{
    struct bench *b = *state;
    saved(b, bench_record(&test_thing, "label=AND OR NOT NEAR", NULL));
    struct hits out;
    struct error e = { 0 };
    static const char *const texts[] = { "and",          "or not", "near",         "\"and",
                                         "and\" OR \"x", "*",      "near(and or)", "label:and",
                                         "-and",         "^and",   "and*" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_int_equal(store_find(b->store, NULL, texts[i], 5, &out, &e), DONE);
        hits_free(&out);
    }
    assert_int_equal(hits(b, "and or not near"), 1);
}

static void matching_words(void **state)
{
    (void)state;
    assert_true(words_match("kayu jati tua", "ja ka"));
    assert_true(words_match("kayu", ""));
    assert_true(words_match("", ""));
    assert_false(words_match("", "k"));
    assert_false(words_match("kayu jati", "ati"));
    assert_false(words_match("kayu", "kayu kayuan"));
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(words_of_records_and_lines),      EACH(one_letter_is_not_looked_up),
        EACH(by_kind_newest_first_and_capped), EACH(follows_changes),
        EACH(same_words_write_nothing),        EACH(quotes_and_operators_are_only_text),
        cmocka_unit_test(matching_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
