/* test_crash.c - killed at any operation of a save, the file holds the old record or the new one,
 * whole, and knows which. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abort.h"
#include "crash_vfs.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static int run_child(struct bench *b, job *act, const char *txn, int64_t id, long k, bool torn)
{
    int status = -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        crash_vfs_install();
        abort_open(b);
        crash_vfs_arm(k, torn);
        _exit(act(b, b->store, txn, id));
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* Kills the job at its first operation, its second, and so on, until it gets through. */
static long kill_at_each(job *act, bool torn)
{
    struct bench b;
    long k = 0;
    int status = CRASH_STATUS;
    int64_t id = abort_begin(&b);
    while (status == CRASH_STATUS) {
        char txn[TXN_TEXT_LEN + 1];
        desk_new_txn(txn);
        struct record *r = bench_load(&b, &test_thing, id);
        abort_close(&b);
        status = run_child(&b, act, txn, id, ++k, torn);
        abort_open(&b);
        bool new = abort_old_or_new(&b, id, r->rev, record_text(r, "label"), txn);
        assert_true(new || status != 0);
        abort_sound(&b);
        record_free(&r);
    }
    assert_int_equal(status, 0);
    bench_close(&b);
    return k - 1;
}

static void a_save_is_there_or_not(void **state)
{
    (void)state;
    assert_true(kill_at_each(job_edit, false) > 10);
}

static void a_torn_write_is_no_record(void **state)
{
    (void)state;
    assert_true(kill_at_each(job_edit, true) > 10);
}

static void a_part_of_an_import_is_there_or_not(void **state)
{
    (void)state;
    assert_true(kill_at_each(job_import, true) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_save_is_there_or_not),
        cmocka_unit_test(a_torn_write_is_no_record),
        cmocka_unit_test(a_part_of_an_import_is_there_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
