/* test_stale.c - a desk dies in mid-commit while another host still sees the journal as it was
 * before: that host must not take half a commit for the file. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abort.h"
#include "faults.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

/* Killed at the k-th page it writes; false: it writes fewer. */
static bool die_at_page(struct bench *b, job *act, int64_t id, long k)
{
    int status = -1;
    char txn[TXN_TEXT_LEN + 1];
    const struct fault f = { .at = AT_PAGE_WRITE, .k = k, .sign = SIGKILL };
    desk_new_txn(txn);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        abort_open(b);
        faults_arm(&f);
        _exit(act(b, b->store, txn, id));
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status);
}

/* What the other host reads and then writes, in a process of its own. */
static void look_stale(struct bench *b, job *act, int64_t id, int64_t rev)
{
    int status = -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        char txn[TXN_TEXT_LEN + 1];
        abort_open(b);
        struct record *r = bench_load(b, &test_thing, id);
        assert_int_equal(r->rev, rev);
        desk_new_txn(txn);
        assert_int_equal(act(b, b->store, txn, id), 0);
        abort_sound(b);
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void half_a_commit_is_rolled_back_by_a_host_with_stale_names(void **state)
{
    (void)state;
    struct bench b;
    char journal[320];
    int64_t id = abort_begin(&b), rev = 1;
    snprintf(journal, sizeof journal, "%s-journal", b.path);
    abort_close(&b);
    faults_stale(journal);
    for (long k = 1; k < 16 && die_at_page(&b, job_import, id, k); k += 3)
        look_stale(&b, job_import, id, rev++);
    assert_true(rev > 3);
    abort_open(&b);
    abort_sound(&b);
    bench_close(&b);
}

int main(void)
{
    faults_install("office.db");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_a_commit_is_rolled_back_by_a_host_with_stale_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
