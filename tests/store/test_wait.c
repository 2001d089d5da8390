/* test_wait.c - waiting for a busy file: until a deadline, with a word to whoever looks on. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/others.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

struct onlooker {
    struct bench *b;
    struct store *other;
    int told, waited_ms;
    char writer[64];
};

static int open_watch(void **state)
{
    struct onlooker *w = xcalloc(1, sizeof *w);
    struct error e = { 0 };
    w->b = xcalloc(1, sizeof *w->b);
    bench_open(w->b);
    assert_int_equal(
        store_open(w->b->path, &test_registry, w->b->desk, &w->b->clock, &w->other, &e), DONE);
    *state = w;
    return 0;
}

static int close_watch(void **state)
{
    struct onlooker *w = *state;
    store_close(&w->other);
    bench_close(w->b);
    free(w->b);
    free(w);
    return 0;
}

/* Told once, the other lets the file go. */
static void let_go(void *context, int waited_ms, const char *writer)
{
    struct onlooker *w = context;
    w->told++;
    w->waited_ms = waited_ms;
    snprintf(w->writer, sizeof w->writer, "%s", writer);
    store_read_end(w->other);
    store_rollback(w->other);
}

static enum outcome begin(struct store *s)
{
    struct error e = { 0 };
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    return store_begin(s, &i, NULL, &e);
}

static void who_waits_hears_how_long_and_for_whom(void **state)
{
    struct onlooker *w = *state;
    struct error e = { 0 };
    char desk[DESK_NAME_MAX];
    desk_name(desk_number(w->b->desk), desk);
    store_on_wait(w->b->store, let_go, w);
    assert_int_equal(begin(w->other), DONE);
    assert_int_equal(begin(w->b->store), DONE);
    assert_int_equal(w->told, 1);
    assert_true(w->waited_ms >= 1000);
    assert_string_equal(w->writer, desk);
    assert_int_equal(store_commit(w->b->store, &e), DONE);
}

/* A reader in the way of COMMIT: the transaction stays open and goes through once it is gone. */
static void a_commit_waits_for_readers(void **state)
{
    struct onlooker *w = *state;
    struct error e = { 0 };
    struct head head;
    store_on_wait(w->b->store, let_go, w);
    assert_int_equal(store_read_begin(w->other, &e), DONE);
    assert_int_equal(store_head(w->other, &head, &e), DONE);
    bench_begin(w->b);
    assert_int_equal(store_commit(w->b->store, &e), DONE);
    assert_int_equal(w->told, 1);
}

static void patience_ends(void **state)
{
    struct onlooker *w = *state;
    struct error e = { 0 };
    store_on_wait(w->b->store, let_go, w);
    w->b->store->db.patience_ms = 30;
    assert_int_equal(begin(w->other), DONE);
    assert_int_equal(begin(w->b->store), FAULT);
    assert_int_equal(w->told, 0);
    assert_true(w->b->store->db.waited_ms >= 30 && w->b->store->db.waited_ms < 1000);
    assert_int_equal(store_commit(w->other, &e), DONE);
}

static void a_batch_is_more_patient_than_a_person(void **state)
{
    struct onlooker *w = *state;
    assert_int_equal(w->b->store->db.patience_ms, 10000);
    store_patience(w->b->store, true);
    assert_int_equal(w->b->store->db.patience_ms, 60000);
    store_patience(w->b->store, false);
    assert_int_equal(w->b->store->db.patience_ms, 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_waits_hears_how_long_and_for_whom, open_watch,
                                        close_watch),
        cmocka_unit_test_setup_teardown(a_commit_waits_for_readers, open_watch, close_watch),
        cmocka_unit_test_setup_teardown(patience_ends, open_watch, close_watch),
        cmocka_unit_test_setup_teardown(a_batch_is_more_patient_than_a_person, open_watch,
                                        close_watch),
    };
    return cmocka_run_group_tests_name("wait", tests, NULL, NULL);
}
