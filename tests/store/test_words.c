/* test_words.c - asking for words: complete, newest first, and lazily. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/query.h"
#include "store/crowd.h"

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

/* More than 300 newer rows begin with the same three letters. */
static void rare_words_behind_common_ones(void **state)
{
    struct bench *b = *state;
    int64_t ids[50], newer[2];
    bool over;
    crowd_fill(b, 2000);
    for (int i = 0; i < 2; i++)
        newer[i] = saved(b, bench_record(&test_thing, "label=Barisan", NULL));
    bench_forge(b, "INSERT INTO search (rowid, kind, text) VALUES (6, 'thing', '_thing barisan'),"
                   " (5, 'thing', '_thing barisan tua'), (4, 'person', '_person barisan')");
    assert_int_equal(found(b, NULL, "barisa", ids, &over), 5);
    const int64_t wanted[] = { newer[1], newer[0], 6, 5, 4 };
    assert_memory_equal(ids, wanted, sizeof wanted);
    assert_int_equal(found(b, &test_thing, "barisan", ids, &over), 4);
    assert_int_equal(found(b, NULL, "tu barisan", ids, &over), 1);
    assert_int_equal(found(b, NULL, "barisanx", ids, &over), 0);
    assert_int_equal(found(b, NULL, "baran 1999", ids, &over), 0);
    assert_int_equal(found(b, NULL, "baran 001999", ids, &over), 1);
}

static void letters_of_several_bytes(void **state)
{
    struct bench *b = *state;
    saved(b, bench_record(&test_thing, "label=港口检疫站", NULL));
    assert_int_equal(hits(b, "港口"), 1);
    assert_int_equal(hits(b, "港口检疫"), 1);
    assert_int_equal(hits(b, "港"), 0); /* one letter: whole words only */
    assert_int_equal(hits(b, "港检"), 0);
}

static void endless_questions_are_cut(void **state)
{
    struct bench *b = *state;
    struct buf text = { 0 };
    saved(b, bench_record(&test_thing, "label=kayu", NULL));
    for (int i = 0; i < 5000; i++)
        buf_puts(&text, "kayu ");
    assert_int_equal(hits(b, buf_text(&text)), 1);
    buf_free(&text);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(one_letter_is_not_looked_up),        EACH(by_kind_newest_first_and_capped),
        EACH(quotes_and_operators_are_only_text), EACH(rare_words_behind_common_ones),
        EACH(letters_of_several_bytes),           EACH(endless_questions_are_cut),
        cmocka_unit_test(matching_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
