/* test_faults.c - the share fails at any call of a save, a step or an import's part, or the process
 * dies there: what was said is what is there, and the same transaction again is done once. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abort.h"
#include "faults.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static const struct way {
    const char *name;
    struct fault fault;
    int stride; /* of a bounded run: every so many calls */
} ways[] = {
    { "killed", { .sign = SIGKILL }, 3 },
    { "killed when it was done", { .at = AFTER_COMMIT, .sign = SIGKILL }, 1 },
    { "EIO once", { .error = EIO }, 2 },
    { "EIO, answer lost", { .error = EIO, .late = true }, 2 },
    { "EIO from there on", { .error = EIO, .forever = true }, 7 },
    { "ENOSPC once", { .at = AT_ANY_WRITE, .error = ENOSPC }, 3 },
    { "ENOSPC from there on", { .at = AT_ANY_WRITE, .error = ENOSPC, .forever = true }, 3 },
    { "ESTALE once", { .error = ESTALE }, 11 },
    { "ESTALE from there on", { .error = ESTALE, .forever = true }, 13 },
};

static const struct work {
    const char *name;
    job *act;
} works[] = {
    { "save", job_edit },
    { "step", job_step },
    { "part of an import", job_import },
};

struct trial {
    struct bench *b;
    const struct work *work;
    int64_t id;
    char txn[TXN_TEXT_LEN + 1];
    bool reached; /* the fault's place was met */
    bool done;    /* and still the job said it was done */
};

/* In a process of its own, on a store opened before the trap is set. */
static void die_trying(struct trial *t, const struct fault *f)
{
    int status = -1;
    fflush(stdout);
    abort_close(t->b);
    pid_t child = fork();
    if (child == 0) {
        abort_open(t->b);
        faults_arm(f);
        _exit(t->work->act(t->b, t->b->store, t->txn, t->id));
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    t->reached = WIFSIGNALED(status);
    t->done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    abort_open(t->b);
}

static void fail_trying(struct trial *t, const struct fault *f)
{
    faults_arm(f);
    t->done = t->work->act(t->b, t->b->store, t->txn, t->id) == 0;
    t->reached = faults_count() >= f->k;
    faults_arm(NULL);
    store_rollback(t->b->store);
}

/* Whatever became of it: again under the same id, and it is there once. */
static void again(struct trial *t, int64_t rev)
{
    if (t->work->act(t->b, t->b->store, t->txn, t->id) != 0)
        store_rollback(t->b->store); /* it was there already */
    struct record *r = bench_load(t->b, &test_thing, t->id);
    assert_int_equal(r->rev, rev + 1);
    assert_string_equal(record_text(r, "label"), t->txn);
    record_free(&r);
}

/* One fault at the k-th call; false: the job has no such call. */
static bool strike(struct bench *b, int64_t id, const struct work *work, const struct way *way,
                   long k, long *durable)
{
    struct trial t = { .b = b, .work = work, .id = id };
    struct fault f = way->fault;
    struct record *r = bench_load(b, &test_thing, id);
    f.k = k;
    desk_new_txn(t.txn);
    (f.sign ? die_trying : fail_trying)(&t, &f);
    bool new = abort_old_or_new(b, id, r->rev, record_text(r, "label"), t.txn);
    if (t.done && !new)
        fail_msg("%s, %s at call %ld: acknowledged, and not there", work->name, way->name, k);
    *durable += new && !t.done;
    again(&t, r->rev);
    record_free(&r);
    return t.reached;
}

static long strike_at_each(const struct work *work, const struct way *way, long *durable)
{
    struct bench b;
    long points = 0, stride = getenv("LOKET_LONG") ? 1 : way->stride;
    int64_t id = abort_begin(&b);
    while (strike(&b, id, work, way, 1 + points * stride, durable)) {
        if (++points % 16 == 0)
            abort_sound(&b);
        assert_true(points < 10000);
    }
    abort_sound(&b);
    assert_int_equal(bench_number(&b, "SELECT coalesce(max(substr(number, 6) + 0), 0) FROM thing"),
                     bench_number(&b, "SELECT count(*) FROM history WHERE step = 'submit'"));
    bench_close(&b);
    return points;
}

/* All ways to fail at every call of one job. */
static void no_fault_loses_or_doubles(const struct work *work)
{
    long points = 0, durable = 0;
    for (size_t i = 0; i < COUNT(ways); i++)
        points += strike_at_each(work, &ways[i], &durable);
    print_message("# %s: %ld abort points; %ld times not acknowledged and yet there\n", work->name,
                  points, durable);
    assert_true(points > 100);
    assert_true(durable > 0);
}

static void a_save_under_every_fault(void **state)
{
    (void)state;
    no_fault_loses_or_doubles(&works[0]);
}

static void a_step_under_every_fault(void **state)
{
    (void)state;
    no_fault_loses_or_doubles(&works[1]);
}

static void an_import_under_every_fault(void **state)
{
    (void)state;
    no_fault_loses_or_doubles(&works[2]);
}

int main(void)
{
    faults_install("office.db");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_save_under_every_fault),
        cmocka_unit_test(a_step_under_every_fault),
        cmocka_unit_test(an_import_under_every_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
