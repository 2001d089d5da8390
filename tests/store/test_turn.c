/* test_turn.c - the line at the file: who waits keeps its place, and whoever writes without a pause
 * goes behind those who wait. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/others.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

enum { DESKS = 6, TIMES = 40, PATIENCE = 10000 };

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

static bool has_line(const struct bench *b)
{
    char path[400];
    struct stat st;
    snprintf(path, sizeof path, "%s-turn", b->path);
    return stat(path, &st) == 0;
}

static void who_is_alone_needs_no_turn(void **state)
{
    struct bench *b = *state;
    bench_begin(b);
    bench_commit(b);
    assert_false(b->store->turn.in_line);
    assert_false(has_line(b));
}

/* ---- Desks in processes of their own, released together ---- */

struct desks {
    pid_t pid[DESKS];
    int start[2]; /* pipe: closed when the desks are to begin */
    int line;     /* the line, as the parent looks at it */
};

static void must(bool good)
{
    if (!good)
        _exit(1);
}

static void be_desk(struct bench *b, struct desks *d, int me, int times)
{
    struct error e = { 0 };
    char folder[300], label[24], byte;
    snprintf(folder, sizeof folder, "%s/desk%d", b->folder, me);
    snprintf(label, sizeof label, "label=w%d", me);
    close(d->start[1]);
    (void)!read(d->start[0], &byte, 1);
    must(desk_open(folder, &b->clock, &b->desk, &e) == DONE);
    must(store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e) == DONE);
    store_patience(b->store, true);
    b->store->turn.quantum_us = 1; /* each commit is a turn */
    for (int i = 0; i < times; i++) {
        struct record *r = bench_record(&test_thing, label, NULL);
        bench_save(b, r, "new");
        record_free(&r);
    }
    store_close(&b->store);
    _exit(0);
}

static void desks_make(struct bench *b, struct desks *d, int count, int times)
{
    char folder[300];
    struct error e = { 0 };
    store_close(&b->store); /* no process is forked over an open database */
    desk_close(&b->desk);
    assert_int_equal(pipe(d->start), 0);
    for (int i = 0; i < count; i++)
        if ((d->pid[i] = fork()) == 0)
            be_desk(b, d, i, times);
    snprintf(folder, sizeof folder, "%s/desk", b->folder);
    assert_int_equal(desk_open(folder, &b->clock, &b->desk, &e), DONE);
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e), DONE);
}

/* Lets them come while the file is held, until all of them stand in line. */
static void desks_start(struct bench *b, struct desks *d, int count)
{
    char path[400];
    bench_begin(b);
    snprintf(path, sizeof path, "%s-turn", b->path);
    d->line = beside_open(path);
    close(d->start[0]);
    close(d->start[1]);
    for (int ms = 0; !byte_held(d->line, count - 1, 1, NULL) && ms < PATIENCE; ms++)
        poll(NULL, 0, 1);
    for (int i = 0; i < count; i++)
        assert_true(byte_held(d->line, i, 1, NULL));
    assert_false(byte_held(d->line, count, 1, NULL));
}

static void desks_end(struct desks *d, int count)
{
    for (int i = 0; i < count; i++) {
        int status = -1;
        waitpid(d->pid[i], &status, 0);
        assert_int_equal(status, 0);
    }
    assert_false(byte_held(d->line, 0, 64, NULL)); /* nobody left a place behind */
    close(d->line);
}

/* How many the slowest had filed when the first had filed all of its own. */
static const char slowest[] =
    "WITH w AS (SELECT t.label AS l, h.seq AS q FROM history h JOIN thing t ON t.id = h.record),"
    " ends AS (SELECT l, max(q) AS m FROM w GROUP BY l)"
    " SELECT min(c) FROM (SELECT (SELECT count(*) FROM w WHERE w.l = ends.l"
    " AND w.q <= (SELECT min(m) FROM ends)) AS c FROM ends)";

static int64_t a_round(void)
{
    void *state;
    struct desks d = { 0 };
    open_bench(&state);
    struct bench *b = state;
    desks_make(b, &d, DESKS, TIMES);
    desks_start(b, &d, DESKS);
    store_rollback(b->store);
    desks_end(&d, DESKS);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), DESKS * TIMES);
    int64_t least = bench_number(b, slowest);
    close_bench(&state);
    return least;
}

/* A machine too busy to let a desk run now and then is not the line's fault; without a line it is
 * next to nothing in every round. */
static void desks_take_turns(void **state)
{
    enum { ROUNDS = 3 };
    int64_t least = 0;
    (void)state;
    for (int round = 0; round < ROUNDS && least < TIMES / 2; round++)
        least = a_round();
    assert_true(least >= TIMES / 2);
}

/* Somebody killed in the line holds nobody up: those behind close the gap. */
static void who_dies_in_line_leaves_no_gap(void **state)
{
    struct bench *b = *state;
    struct desks d = { 0 };
    desks_make(b, &d, 3, 1);
    desks_start(b, &d, 3);
    for (int i = 0; i < 3; i++) /* two of three, whatever their places */
        if (i != 1) {
            kill(d.pid[i], SIGKILL);
            waitpid(d.pid[i], NULL, 0);
        }
    for (int ms = 0; !byte_held(d.line, 0, 1, NULL) && ms < PATIENCE; ms++)
        poll(NULL, 0, 1);
    assert_true(byte_held(d.line, 0, 1, NULL));
    store_rollback(b->store);
    int status = -1;
    waitpid(d.pid[1], &status, 0);
    assert_int_equal(status, 0);
    close(d.line);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 1);
}

/* A turn is only a hint: one that is never given back delays a save, and no more. */
static void a_turn_that_is_kept_holds_nobody_up_for_long(void **state)
{
    struct bench *b = *state;
    struct desks d = { 0 };
    char path[400], byte;
    int held[2];
    snprintf(path, sizeof path, "%s-turn", b->path);
    assert_int_equal(pipe(held), 0);
    pid_t keeper = fork();
    if (keeper == 0) {
        int fd = beside_open(path);
        must(byte_lock(fd, 0));
        (void)!write(held[1], "", 1);
        for (;;)
            pause();
    }
    assert_int_equal(read(held[0], &byte, 1), 1);
    desks_make(b, &d, 1, 1);
    bench_begin(b);
    close(d.start[0]);
    close(d.start[1]);
    d.line = beside_open(path);
    for (int ms = 0; !byte_held(d.line, 1, 1, NULL) && ms < PATIENCE; ms++)
        poll(NULL, 0, 1);
    store_rollback(b->store);
    int status = -1;
    waitpid(d.pid[0], &status, 0); /* the keeper still keeps it */
    assert_int_equal(status, 0);
    assert_true(byte_held(d.line, 0, 1, NULL));
    kill(keeper, SIGKILL);
    waitpid(keeper, NULL, 0);
    for (int i = 0; i < 2; i++)
        close(held[i]);
    close(d.line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_is_alone_needs_no_turn, open_bench, close_bench),
        cmocka_unit_test(desks_take_turns),
        cmocka_unit_test_setup_teardown(who_dies_in_line_leaves_no_gap, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(a_turn_that_is_kept_holds_nobody_up_for_long, open_bench,
                                        close_bench),
    };
    return cmocka_run_group_tests_name("turn", tests, NULL, NULL);
}
