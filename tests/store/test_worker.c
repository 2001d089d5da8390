/* test_worker.c - jobs run in order beside the caller, or inline; a job that hangs hangs nobody.
 * Nothing here sleeps: threads meet at gates. */
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "loket/store.h"

#include <cmocka.h>

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool reached; /* the job is inside */
    bool open;    /* it may go on */
};

static void gate_init(struct gate *g)
{
    memset(g, 0, sizeof *g);
    pthread_mutex_init(&g->lock, NULL);
    pthread_cond_init(&g->moved, NULL);
}

static void gate_drop(struct gate *g)
{
    pthread_mutex_destroy(&g->lock);
    pthread_cond_destroy(&g->moved);
}

static void gate_pass(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->reached = true;
    pthread_cond_broadcast(&g->moved);
    while (!g->open)
        pthread_cond_wait(&g->moved, &g->lock);
    pthread_mutex_unlock(&g->lock);
}

static void gate_await(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    while (!g->reached)
        pthread_cond_wait(&g->moved, &g->lock);
    pthread_mutex_unlock(&g->lock);
}

static void gate_open(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->open = true;
    pthread_cond_broadcast(&g->moved);
    pthread_mutex_unlock(&g->lock);
}

struct log {
    char ran[64];  /* written by whoever runs */
    char done[64]; /* written by whoever collects */
    pthread_t runner, collector;
};

struct task {
    struct job job;
    char name;
    struct log *log;
    struct gate *gate;    /* NULL: runs through */
    struct worker *again; /* done() posts `second` here */
    struct task *second;
};

static void run(struct job *j)
{
    struct task *t = (struct task *)j;
    if (t->gate)
        gate_pass(t->gate);
    t->log->runner = pthread_self();
    t->log->ran[strlen(t->log->ran)] = t->name;
}

static void done(struct job *j)
{
    struct task *t = (struct task *)j;
    t->log->collector = pthread_self();
    t->log->done[strlen(t->log->done)] = t->name;
    if (t->again)
        worker_post(t->again, &t->second->job);
}

static struct task task(char name, struct log *log)
{
    return (struct task){ .job = { .run = run, .done = done }, .name = name, .log = log };
}

static size_t collect(struct worker *w, size_t wanted)
{
    size_t got = 0;
    while (got < wanted) {
        struct pollfd fd = { .fd = worker_fd(w), .events = POLLIN };
        assert_int_equal(poll(&fd, 1, 20000), 1);
        got += worker_collect(w);
    }
    return got;
}

static void threaded_runs_in_order(void **state)
{
    struct log log = { 0 };
    struct task tasks[10];
    struct worker *w = worker_start(true);
    (void)state;
    for (int i = 0; i < 10; i++) {
        tasks[i] = task((char)('a' + i), &log);
        worker_post(w, &tasks[i].job);
    }
    assert_int_equal(collect(w, 10), 10);
    assert_string_equal(log.ran, "abcdefghij");
    assert_string_equal(log.done, "abcdefghij");
    assert_false(pthread_equal(log.runner, pthread_self()));
    assert_true(pthread_equal(log.collector, pthread_self()));
    assert_int_equal(worker_pending(w), 0);
    assert_true(worker_stop(&w, 10000));
    assert_null(w);
}

static void nothing_is_done_before_collecting(void **state)
{
    struct log log = { 0 };
    struct gate gate;
    struct task t = task('a', &log);
    struct worker *w = worker_start(true);
    (void)state;
    gate_init(&gate);
    t.gate = &gate;
    worker_post(w, &t.job);
    gate_await(&gate);
    assert_int_equal(worker_collect(w), 0);
    assert_int_equal(worker_pending(w), 1);
    gate_open(&gate);
    assert_int_equal(collect(w, 1), 1);
    struct pollfd fd = { .fd = worker_fd(w), .events = POLLIN };
    assert_int_equal(poll(&fd, 1, 0), 0); /* the bell is silent again */
    assert_true(worker_stop(&w, 10000));
    gate_drop(&gate);
}

static void inline_runs_at_once(void **state)
{
    struct log log = { 0 };
    struct task a = task('a', &log), b = task('b', &log);
    struct worker *w = worker_start(false);
    (void)state;
    assert_int_equal(worker_fd(w), -1);
    a.again = w;
    a.second = &b;
    worker_post(w, &a.job);
    assert_string_equal(log.ran, "a");
    assert_string_equal(log.done, "");
    assert_int_equal(worker_pending(w), 1);
    assert_int_equal(worker_collect(w), 1); /* done() posted another: it is the next call's */
    assert_string_equal(log.ran, "ab");
    assert_string_equal(log.done, "a");
    assert_int_equal(worker_collect(w), 1);
    assert_string_equal(log.done, "ab");
    assert_int_equal(worker_collect(w), 0);
    assert_true(worker_stop(&w, 0));
}

static void done_may_post_again(void **state)
{
    struct log log = { 0 };
    struct task a = task('a', &log), b = task('b', &log);
    struct worker *w = worker_start(true);
    (void)state;
    a.again = w;
    a.second = &b;
    worker_post(w, &a.job);
    assert_int_equal(collect(w, 2), 2);
    assert_string_equal(log.done, "ab");
    assert_true(worker_stop(&w, 10000));
}

static void *open_gate(void *gate)
{
    gate_open(gate);
    return NULL;
}

/* Stopping lets the running job end and finishes whatever was run. */
static void stop_lets_the_running_job_end(void **state)
{
    struct log log = { 0 };
    struct gate gate;
    struct task a = task('a', &log), b = task('b', &log);
    struct worker *w = worker_start(true);
    (void)state;
    gate_init(&gate);
    a.gate = &gate;
    worker_post(w, &a.job);
    worker_post(w, &b.job);
    gate_await(&gate);
    pthread_t opener;
    assert_int_equal(pthread_create(&opener, NULL, open_gate, &gate), 0);
    assert_true(worker_stop(&w, 20000));
    pthread_join(opener, NULL);
    assert_int_equal(log.ran[0], 'a');
    assert_string_equal(log.done, log.ran);
    gate_drop(&gate);
}

static void idle_worker_stops(void **state)
{
    struct worker *w = worker_start(true);
    (void)state;
    assert_true(worker_stop(&w, 20000));
    assert_true(worker_stop(&w, 20000)); /* none is fine */
}

/* What a hung job still holds stays its own: it lives as long as the program. */
static struct gate hung_gate;
static struct log hung_log;
static struct task hung_task;

static void hung_job_is_left_behind(void **state)
{
    struct worker *w = worker_start(true);
    (void)state;
    gate_init(&hung_gate);
    hung_task = task('h', &hung_log);
    hung_task.gate = &hung_gate;
    worker_post(w, &hung_task.job);
    gate_await(&hung_gate);
    assert_false(worker_stop(&w, 0));
    assert_null(w);
    assert_string_equal(hung_log.done, "");
}

static void negative_patience_is_none(void **state)
{
    struct worker *w = worker_start(true);
    static struct gate gate;
    static struct log log;
    static struct task t;
    (void)state;
    gate_init(&gate);
    t = task('h', &log);
    t.gate = &gate;
    worker_post(w, &t.job);
    gate_await(&gate);
    assert_false(worker_stop(&w, -5));
}

static void signals_are_the_callers(struct job *j)
{
    sigset_t blocked;
    struct task *t = (struct task *)j;
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    t->name = sigismember(&blocked, SIGHUP) && sigismember(&blocked, SIGWINCH) ? 'y' : 'n';
}

static void worker_blocks_signals(void **state)
{
    struct log log = { 0 };
    struct task t = task('?', &log);
    struct worker *w = worker_start(true);
    sigset_t mine;
    (void)state;
    t.job.run = signals_are_the_callers;
    worker_post(w, &t.job);
    collect(w, 1);
    assert_int_equal(t.name, 'y');
    pthread_sigmask(SIG_SETMASK, NULL, &mine);
    assert_false(sigismember(&mine, SIGHUP));
    assert_true(worker_stop(&w, 10000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threaded_runs_in_order),
        cmocka_unit_test(nothing_is_done_before_collecting),
        cmocka_unit_test(inline_runs_at_once),
        cmocka_unit_test(done_may_post_again),
        cmocka_unit_test(stop_lets_the_running_job_end),
        cmocka_unit_test(idle_worker_stops),
        cmocka_unit_test(worker_blocks_signals),
        cmocka_unit_test(hung_job_is_left_behind),
        cmocka_unit_test(negative_patience_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
