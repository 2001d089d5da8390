/* test_txn.c - transactions: exactly once, one writer, faults in plain words. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/private.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
    b->store->db.patience_ms = 30;
    language_set(ENGLISH);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    language_set(INDONESIAN);
    bench_close(*state);
    free(*state);
    return 0;
}

static void save_inside(struct bench *b, const char *label)
{
    struct error e = { 0 };
    const struct change c = { .step = "new" };
    struct record *r = record_new(&test_thing);
    record_put_text(r, "label", label);
    assert_int_equal(store_save(b->store, r, &c, &e), DONE);
    record_free(&r);
}

static void a_transaction_happens_once(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    bool before = true, has = true;
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    assert_int_equal(store_has_txn(b->store, i.txn, &has, &e), DONE);
    assert_false(has);
    assert_int_equal(store_begin(b->store, &i, &before, &e), DONE);
    assert_false(before);
    save_inside(b, "once");
    assert_int_equal(store_commit(b->store, &e), DONE);
    assert_int_equal(store_has_txn(b->store, i.txn, &has, &e), DONE);
    assert_true(has);
    for (int n = 0; n < 2; n++) {
        assert_int_equal(store_begin(b->store, &i, &before, &e), DONE);
        assert_true(before);
        assert_int_equal(store_commit(b->store, &e), MISUSED); /* nothing was begun */
    }
    assert_int_equal(store_begin(b->store, &i, NULL, &e), REFUSED);
    bench_reopen(b);
    assert_int_equal(store_begin(b->store, &i, &before, &e), DONE);
    assert_true(before);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 1);
}

static void a_rolled_back_transaction_may_come_again(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    bool before = true;
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(b->store, &i, &before, &e), DONE);
    save_inside(b, "x");
    store_rollback(b->store);
    assert_int_equal(store_begin(b->store, &i, &before, &e), DONE);
    assert_false(before);
    save_inside(b, "x");
    assert_int_equal(store_commit(b->store, &e), DONE);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 1);
}

static void intents_are_checked(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct intent i = { .txn = "short", .author = "" };
    assert_int_equal(store_begin(b->store, &i, NULL, &e), MISUSED);
    memcpy(i.txn, "0123456789ABCDEF0123456789ABCDEF", sizeof i.txn);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), MISUSED);
    desk_new_txn(i.txn);
    i.author = "a name that is much longer than the sixty-three bytes a name may have at most";
    assert_int_equal(store_begin(b->store, &i, NULL, &e), BAD_DATA);
    i.author = "desk 00AB"; /* no person is called like a desk */
    assert_int_equal(store_begin(b->store, &i, NULL, &e), BAD_DATA);
    i.author = "";
    i.key = desk_key(b->desk); /* a key signs for somebody */
    assert_int_equal(store_begin(b->store, &i, NULL, &e), MISUSED);
    i.key = NULL;
    bench_begin(b);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), MISUSED); /* one at a time */
    store_rollback(b->store);
}

static void a_second_writer_waits_and_is_told(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct store *other = NULL;
    struct intent i = { .author = "" };
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &other, &e), DONE);
    other->db.patience_ms = 30;
    bench_begin(b);
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(other, &i, NULL, &e), FAULT);
    assert_non_null(strstr(e.text, "busy"));
    assert_true(other->db.waited_ms >= 30);
    bench_commit(b);
    assert_int_equal(store_begin(other, &i, NULL, &e), DONE);
    assert_int_equal(store_commit(other, &e), DONE);
    store_close(&other);
}

/* A reader keeps its lock: the writer's COMMIT waits, gives up, and leaves nothing. */
static void a_commit_against_a_reader_is_rolled_back(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct store *reader = NULL;
    struct record *none = NULL;
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &reader, &e), DONE);
    assert_int_equal(store_read_begin(reader, &e), DONE);
    assert_int_equal(store_load(reader, &test_thing, 1, &none, &e), REFUSED);
    bench_begin(b);
    save_inside(b, "x");
    assert_int_equal(store_commit(b->store, &e), FAULT);
    assert_non_null(strstr(e.text, "busy"));
    store_read_end(reader);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 0);
    bench_begin(b);
    save_inside(b, "y");
    bench_commit(b);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 1);
    store_close(&reader);
}

static void reading_sees_one_moment(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct record *r = bench_record(&test_thing, "label=x", NULL), *seen = NULL;
    bench_save(b, r, "new");
    assert_int_equal(store_read_begin(b->store, &e), DONE);
    assert_int_equal(store_load(b->store, &test_thing, r->id, &seen, &e), DONE);
    record_free(&seen);
    assert_int_equal(store_load(b->store, &test_thing, r->id, &seen, &e), DONE);
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), MISUSED); /* not from a reader */
    store_read_end(b->store);
    bench_begin(b);
    store_rollback(b->store);
    record_free(&seen);
    record_free(&r);
}

static void changes_of_others_are_noticed(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct store *other = NULL;
    bool changed = true;
    assert_int_equal(store_changed(b->store, &changed, &e), DONE);
    assert_false(changed);
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &other, &e), DONE);
    assert_int_equal(store_meta_put(other, "training", "1", &e), DONE);
    assert_int_equal(store_changed(b->store, &changed, &e), DONE);
    assert_true(changed);
    assert_int_equal(store_changed(b->store, &changed, &e), DONE);
    assert_false(changed);
    assert_int_equal(store_meta_put(b->store, "training", "0", &e), DONE);
    assert_int_equal(store_changed(b->store, &changed, &e), DONE);
    assert_false(changed); /* our own */
    store_close(&other);
}

static void a_full_disk_is_said(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    char text[80];
    int64_t pages = 0;
    assert_int_equal(sql_number(&b->store->db, "PRAGMA page_count", &pages, &e), DONE);
    snprintf(text, sizeof text, "PRAGMA max_page_count = %lld", (long long)pages);
    assert_int_equal(sql_number(&b->store->db, text, &pages, &e), DONE);
    struct record *r = record_new(&test_thing);
    const struct change c = { .step = "new" };
    enum outcome o = DONE;
    bench_begin(b);
    for (int n = 0; o == DONE && n < 2000; n++) {
        record_put_text(r, "remark", "a remark that fills the pages of the file, one by one");
        r->id = 0;
        r->rev = 0;
        o = store_save(b->store, r, &c, &e);
    }
    assert_int_equal(o, FAULT);
    assert_non_null(strstr(e.text, "full"));
    store_rollback(b->store);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 0);
    record_free(&r);
}

static void an_untold_part_is_not_committed(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct batch batch = { .kind = &test_thing, .source = "a.csv", .origin = ORIGIN_LOG };
    struct record *r = bench_record(&test_thing, "label=x", NULL);
    bench_begin(b);
    assert_int_equal(store_batch_open(b->store, &batch, &e), DONE);
    assert_int_equal(store_batch_save(b->store, &batch, r, &e), DONE);
    assert_int_equal(store_commit(b->store, &e), MISUSED);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 0);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(a_transaction_happens_once),
        T(a_rolled_back_transaction_may_come_again),
        T(intents_are_checked),
        T(a_second_writer_waits_and_is_told),
        T(a_commit_against_a_reader_is_rolled_back),
        T(reading_sees_one_moment),
        T(changes_of_others_are_noticed),
        T(a_full_disk_is_said),
        T(an_untold_part_is_not_committed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
