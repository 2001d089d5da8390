/* test_bell.c - the bell beside the file: rung by each commit, and the only thing an idle desk
 * reads. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/store/others.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

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

static struct store *other_open(const struct bench *b)
{
    struct error e = { 0 };
    struct store *other = NULL;
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &other, &e), DONE);
    return other;
}

static bool changed(struct store *s)
{
    struct error e = { 0 };
    bool yes = false;
    assert_int_equal(store_changed(s, &yes, &e), DONE);
    return yes;
}

static void write_as(struct store *s)
{
    struct error e = { 0 };
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(s, &i, NULL, &e), DONE);
    assert_int_equal(store_commit(s, &e), DONE);
}

/* What each of the calls that write does to the bell. */
static void every_commit_rings(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct store *other = other_open(b);
    assert_false(changed(b->store));
    write_as(other);
    assert_true(changed(b->store));
    assert_false(changed(b->store));
    assert_int_equal(store_meta_put(other, "training", "1", &e), DONE);
    assert_true(changed(b->store));
    write_as(b->store);
    assert_false(changed(b->store)); /* our own is no news */
    store_close(&other);
}

static void a_rollback_rings_nothing(void **state)
{
    struct bench *b = *state;
    struct store *other = other_open(b);
    write_as(other);
    assert_true(changed(b->store));
    struct error e = { 0 };
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(other, &i, NULL, &e), DONE);
    store_rollback(other);
    assert_false(bell_moved(b->store));
    store_close(&other);
}

/* Our own ring covers another's that we had not looked at yet. */
static void no_ring_is_lost_under_our_own(void **state)
{
    struct bench *b = *state;
    struct store *other = other_open(b);
    write_as(other);
    write_as(b->store);
    assert_true(changed(b->store));
    assert_false(changed(b->store));
    store_close(&other);
}

/* An idle desk asks the bell alone: even a file under another's lock is no reason to wait. */
static void an_idle_desk_does_not_touch_the_file(void **state)
{
    struct bench *b = *state;
    struct store *other = other_open(b);
    sqlite3_exec(other->db.handle, "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE", NULL, NULL,
                 NULL);
    for (int i = 0; i < 299; i++) { /* every two seconds for nearly ten minutes */
        b->now += 2000;
        assert_false(changed(b->store));
    }
    struct error e = { 0 };
    bool yes = false;
    b->store->db.patience_ms = 0;
    b->now += 2000;
    assert_int_equal(store_changed(b->store, &yes, &e), FAULT); /* now it does */
    store_close(&other);
}

/* A bell that was lost is made up for after ten minutes. */
static void a_lost_ring_is_found_in_ten_minutes(void **state)
{
    struct bench *b = *state;
    bench_forge(b, "INSERT INTO meta (key, value) VALUES ('other', 'x')");
    assert_false(changed(b->store));
    b->now += 599999;
    assert_false(changed(b->store));
    b->now += 1;
    assert_true(changed(b->store));
}

static void the_bell_is_eight_bytes_for_the_whole_group(void **state)
{
    struct bench *b = *state;
    char path[400];
    struct stat st;
    uint16_t desk = 0;
    mode_t mask = umask(077);
    snprintf(path, sizeof path, "%s-bell", b->path);
    unlink(path);
    assert_false(bell_writer(b->store, &desk));
    write_as(b->store);
    umask(mask);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, BELL_BYTES);
    assert_int_equal(st.st_mode & 0777, 0660);
    assert_true(bell_writer(b->store, &desk));
    assert_int_equal(desk, desk_number(b->desk));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_commit_rings, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(a_rollback_rings_nothing, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(no_ring_is_lost_under_our_own, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(an_idle_desk_does_not_touch_the_file, open_bench,
                                        close_bench),
        cmocka_unit_test_setup_teardown(a_lost_ring_is_found_in_ten_minutes, open_bench,
                                        close_bench),
        cmocka_unit_test_setup_teardown(the_bell_is_eight_bytes_for_the_whole_group, open_bench,
                                        close_bench),
    };
    return cmocka_run_group_tests_name("bell", tests, NULL, NULL);
}
