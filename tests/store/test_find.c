/* test_find.c - finding over every kind: by words and by the end of a number, newest first. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

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

static void add(struct bench *b, struct record *r, const char *state)
{
    if (state)
        r->state = flow_state(r->kind->flow, state)->id;
    bench_save(b, r, "new");
    record_free(&r);
}

/* The names found, joined by ';', and a '+' where there are more. */
static const char *found(struct bench *b, const struct kind *only, const char *text, unsigned limit)
{
    static char names[2000];
    struct hits hits;
    struct error e = { 0 };
    if (store_find(b->store, only, text, limit, &hits, &e) != DONE)
        fail_msg("%s", e.text);
    names[0] = '\0';
    for (size_t i = 0; i < hits.count; i++) {
        strcat(names, i ? ";" : "");
        strcat(names, buf_text(&hits.items[i].name));
    }
    if (hits.more)
        strcat(names, "+");
    hits_free(&hits);
    return names;
}

static void by_words(void **state)
{
    struct bench *b = *state;
    add(b, bench_record(&test_thing, "label=Kayu Manis", "number=N-1", NULL), NULL);
    add(b, bench_record(&test_thing, "label=Crème Brûlée", "number=N-2", NULL), NULL);
    add(b,
        bench_record(&test_thing, "label=Kayu Jati", "piece.1.name=Papan manis", "number=N-3",
                     NULL),
        "finished");
    add(b, bench_record(&test_person, "name=Toko Manis", NULL), NULL);
    add(b, bench_record(&test_thing, "label=Manis Hilang", "number=N-5", NULL), "discarded");
    assert_string_equal(found(b, NULL, "manis", 9), "Toko Manis;N-3;N-1");
    assert_string_equal(found(b, NULL, "MANIS kay", 9), "N-3;N-1");
    assert_string_equal(found(b, &test_thing, "manis", 9), "N-3;N-1");
    assert_string_equal(found(b, &test_person, "manis", 9), "Toko Manis");
    assert_string_equal(found(b, NULL, "creme brulee", 9), "N-2");
    assert_string_equal(found(b, NULL, "brûl", 9), "N-2");
    assert_string_equal(found(b, NULL, "manis", 2), "Toko Manis;N-3+");
    assert_string_equal(found(b, NULL, "manis", 3), "Toko Manis;N-3;N-1");
    assert_string_equal(found(b, NULL, "", 9), "");
    assert_string_equal(found(b, NULL, " - ", 9), "");
    assert_string_equal(found(b, NULL, "hilang", 9), "");
}

static void by_tails(void **state)
{
    struct bench *b = *state;
    add(b, bench_record(&test_thing, "label=a", "number=2026-0412", NULL), NULL);
    add(b, bench_record(&test_thing, "label=b", "number=2025-0412", NULL), "finished");
    add(b, bench_record(&test_thing, "label=c", "number=2026-1412", "serial=X 0099", NULL),
        "shelved");
    add(b, bench_record(&test_person, "name=PT Toba", "npwp=012345678900412", NULL), NULL);
    add(b, bench_record(&test_thing, "label=e", "number=9-412", NULL), "discarded");
    assert_string_equal(found(b, NULL, "0412", 9), "PT Toba;2025-0412;2026-0412");
    assert_string_equal(found(b, &test_thing, "412", 9), "2026-1412;2025-0412;2026-0412");
    assert_string_equal(found(b, &test_thing, "412", 2), "2026-1412;2025-0412+");
    assert_string_equal(found(b, NULL, "2026-0412", 9), "2026-0412");
    assert_string_equal(found(b, NULL, " 26/0412 ", 9), "2026-0412");
    assert_string_equal(found(b, NULL, "0099", 9), "2026-1412");
    assert_string_equal(found(b, NULL, "7777", 9), "");
}

/* A number's words are found as words too, after what ends so. */
static void tails_come_before_words(void **state)
{
    struct bench *b = *state;
    add(b, bench_record(&test_thing, "label=Jalan 412", "number=A-1", NULL), NULL);
    add(b, bench_record(&test_thing, "label=a", "number=2026-0412", NULL), NULL);
    add(b, bench_record(&test_thing, "label=Blok 412 C", "number=A-2", NULL), NULL);
    assert_string_equal(found(b, NULL, "412", 9), "2026-0412;A-2;A-1");
}

static void tells_hits_apart(void **state)
{
    struct bench *b = *state;
    struct hits hits;
    struct error e = { 0 };
    language_set(ENGLISH);
    add(b, bench_record(&test_thing, "label=Kayu", "number=N-1", NULL), "finished");
    add(b, bench_record(&test_person, "name=Kayu Sari", "code=KS", "npwp=012345678901234", NULL),
        NULL);
    assert_int_equal(store_find(b->store, NULL, "kayu", 9, &hits, &e), DONE);
    assert_int_equal(hits.count, 2);
    assert_ptr_equal(hits.items[0].kind, &test_person);
    assert_non_null(strstr(buf_text(&hits.items[0].text), "KS"));
    assert_null(strstr(buf_text(&hits.items[0].text), "Kayu"));
    assert_non_null(strstr(buf_text(&hits.items[1].text), "Kayu"));
    assert_non_null(strstr(buf_text(&hits.items[1].text), "Finished"));
    hits_free(&hits);
    language_set(INDONESIAN);
}

static uint64_t steps_of(struct bench *b, const char *text, size_t wanted)
{
    struct hits hits;
    struct error e = { 0 };
    uint64_t before = store_cost(b->store).steps;
    assert_int_equal(store_find(b->store, NULL, text, 20, &hits, &e), DONE);
    assert_int_equal(hits.count, wanted);
    hits_free(&hits);
    return store_cost(b->store).steps - before;
}

/* The walk by first letters reads 300 rows at most, whatever there are. */
static void cost_is_bounded_at_any_size(void **state)
{
    static const int sizes[] = { 200, 2000, 20000 };
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct bench b;
        bench_open(&b);
        crowd_fill(&b, sizes[i]);
        assert_in_range(steps_of(&b, "barang", 20), 1, 4000);
        assert_in_range(steps_of(&b, "baran 2026", 20), 1, 4000);
        assert_in_range(steps_of(&b, "000123", 1), 1, 10000);
        assert_in_range(steps_of(&b, "99-88-77-66", 0), 1, 10000);
        assert_in_range(steps_of(&b, "qqarangqq", 0), 1, 10000); /* no word, no part of a name */
        bench_close(&b);
    }
}

/* Two digits end one number in a hundred: too many to sort, so the newest are walked to. */
static void short_tails_of_many(void **state)
{
    struct bench *b = *state;
    crowd_fill(b, 20000);
    assert_string_equal(found(b, NULL, "77", 3), "2026-019977;2026-019877;2026-019777+");
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(by_words),
        EACH(by_tails),
        EACH(tails_come_before_words),
        EACH(tells_hits_apart),
        cmocka_unit_test(cost_is_bounded_at_any_size),
        EACH(short_tails_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
