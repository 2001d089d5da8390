/* test_pins.c - what desk.db remembers of each store. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/desk.h"
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

static void put(struct desk *d, const char *store, int64_t seq, int byte, bool force)
{
    struct error e = { 0 };
    struct head head = { .seq = seq };
    memset(head.hash, byte, sizeof head.hash);
    assert_int_equal(pin_head_put(d, store, &head, force, &e), DONE);
}

static void is(struct desk *d, const char *store, int64_t seq, int byte)
{
    struct error e = { 0 };
    struct head head;
    unsigned char hash[HASH_BYTES];
    memset(hash, byte, sizeof hash);
    assert_int_equal(pin_head_get(d, store, &head, &e), DONE);
    assert_int_equal(head.seq, seq);
    assert_memory_equal(head.hash, hash, sizeof hash);
}

static void desk_again(struct bench *b)
{
    struct error e = { 0 };
    char folder[300];
    snprintf(folder, sizeof folder, "%s/desk", b->folder);
    store_close(&b->store);
    desk_close(&b->desk);
    assert_int_equal(desk_open(folder, &b->clock, &b->desk, &e), DONE);
}

static void only_newer_heads_are_kept(void **state)
{
    struct bench *b = *state;
    is(b->desk, "a", 0, 0);
    put(b->desk, "a", 7, 1, false);
    put(b->desk, "a", 5, 2, false);
    put(b->desk, "a", 7, 3, false);
    is(b->desk, "a", 7, 1);
    put(b->desk, "a", 8, 4, false);
    is(b->desk, "a", 8, 4);
    put(b->desk, "a", 2, 5, true);
    is(b->desk, "a", 2, 5);
    is(b->desk, "b", 0, 0);
    put(b->desk, "b", 1, 6, false);
    desk_again(b);
    is(b->desk, "a", 2, 5);
    is(b->desk, "b", 1, 6);
}

static void roots_and_heads_do_not_mind_each_other(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    unsigned char root[PUBLIC_KEY_BYTES], out[PUBLIC_KEY_BYTES];
    bool found = true;
    memset(root, 9, sizeof root);
    put(b->desk, "a", 7, 1, false);
    assert_int_equal(pin_root_get(b->desk, "a", out, &found, &e), DONE);
    assert_false(found);
    assert_int_equal(pin_root_put(b->desk, "a", root, &e), DONE);
    assert_int_equal(pin_root_put(b->desk, "b", root, &e), DONE);
    is(b->desk, "b", 0, 0);
    put(b->desk, "a", 8, 2, false);
    put(b->desk, "b", 3, 3, false);
    desk_again(b);
    is(b->desk, "a", 8, 2);
    is(b->desk, "b", 3, 3);
    assert_int_equal(pin_root_get(b->desk, "b", out, &found, &e), DONE);
    assert_true(found);
    assert_memory_equal(out, root, sizeof root);
}

/* Drafts and the rest of the desk's file stay synced at every commit. */
static void the_desk_stays_synced(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    int64_t synchronous = -1;
    put(b->desk, "a", 7, 1, false);
    assert_int_equal(sql_number(&b->desk->db, "PRAGMA synchronous", &synchronous, &e), DONE);
    assert_int_equal(synchronous, 2);
}

/* A desk.db of the first schema has no pins: it gets the table and keeps its key. */
static void an_older_desk_learns_to_pin(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    uint16_t number = desk_number(b->desk);
    assert_int_equal(sql_do(&b->desk->db, "DROP TABLE pin", &e), DONE);
    assert_int_equal(sql_do(&b->desk->db, "DROP TABLE spool", &e), DONE);
    assert_int_equal(sql_do(&b->desk->db, "PRAGMA user_version = 1", &e), DONE);
    desk_again(b);
    assert_int_equal(desk_number(b->desk), number);
    put(b->desk, "a", 7, 1, false);
    is(b->desk, "a", 7, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(only_newer_heads_are_kept),
        T(roots_and_heads_do_not_mind_each_other),
        T(the_desk_stays_synced),
        T(an_older_desk_learns_to_pin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
