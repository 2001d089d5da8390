/* test_name.c - the names by which rows are meant are kept with each save, and no more. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/finding.h"
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

static int64_t saved(struct bench *b, struct record *r)
{
    bench_save(b, r, r->rev ? "edit" : "new");
    int64_t id = r->id;
    record_free(&r);
    return id;
}

static int64_t names_like(struct bench *b, const char *where)
{
    struct buf sql = { 0 };
    buf_printf(&sql, "SELECT count(*) FROM name WHERE %s", where);
    int64_t n = bench_number(b, buf_text(&sql));
    buf_free(&sql);
    return n;
}

static void code_title_spellings_and_tail(void **state)
{
    struct bench *b = *state;
    saved(b, bench_record(&test_person, "code=TBA", "name=PT Toba Agro, Tbk.",
                          "aliases=Toba; PT. TOBA ÁGRO TBK;;\nTobà Lama", "npwp=012345678901234",
                          NULL));
    assert_int_equal(names_like(b, "kind = 'person'"), 5);
    assert_int_equal(names_like(b, "folded = 'tba' AND rank = 0"), 1);
    /* The second spelling is the title again: it stays a title. */
    assert_int_equal(names_like(b, "folded = 'pt toba agro tbk' AND rank = 1"), 1);
    assert_int_equal(names_like(b, "folded = 'toba' AND rank = 2"), 1);
    assert_int_equal(names_like(b, "folded = 'toba lama' AND rank = 2"), 1);
    assert_int_equal(names_like(b, "folded = '~432109876543210' AND rank = 3"), 1);
}

static void only_kinds_that_are_referred_to(void **state)
{
    struct bench *b = *state;
    assert_true(kind_has_names(&test_registry, &test_person));
    assert_true(kind_has_names(&test_registry, &test_rule));
    assert_false(kind_has_names(&test_registry, &test_thing));
    saved(b, bench_record(&test_thing, "label=Kayu", NULL));
    assert_int_equal(names_like(b, "kind = 'thing'"), 0);
}

static void follow_changes(void **state)
{
    struct bench *b = *state;
    int64_t id = saved(b, bench_record(&test_person, "code=A", "name=Lama", NULL));
    struct record *r = bench_load(b, &test_person, id);
    record_put_text(r, "name", "Baru");
    record_put_text(r, "aliases", "Lama");
    saved(b, r);
    assert_int_equal(names_like(b, "1 = 1"), 3);
    assert_int_equal(names_like(b, "folded = 'lama' AND rank = 2"), 1);
    assert_int_equal(names_like(b, "folded = 'baru' AND rank = 1"), 1);
}

static void very_long_names_are_cut_alike(void **state)
{
    struct bench *b = *state;
    struct buf name = { 0 }, folded = { 0 };
    struct record *r = record_new(&test_person);
    for (int i = 0; i < 400; i++)
        buf_puts(&name, "\xE6\xB8\xAF"); /* three bytes each: a cut inside one would not be text */
    value_set_text(record_value(r, "name"), buf_text(&name));
    int64_t id = saved(b, r), linked = 0;
    struct error e = { 0 };
    assert_int_equal(store_link(b->store, &test_person, NULL, buf_text(&name), &linked, &e), DONE);
    assert_int_equal(linked, id);
    name_fold(buf_text(&name), &folded);
    assert_true(utf8_valid(buf_text(&folded), folded.len));
    buf_free(&name);
    buf_free(&folded);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(code_title_spellings_and_tail),
        EACH(only_kinds_that_are_referred_to),
        EACH(follow_changes),
        EACH(very_long_names_are_cut_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
