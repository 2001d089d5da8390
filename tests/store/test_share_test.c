/* test_share_test.c - two processes test a share as two desks do: where locks hold it passes, where
 * one of them locks nothing it does not. */
#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/private.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

struct place {
    char folder[64], path[96], scratch[128];
};

static int up(void **state)
{
    struct place *p = xcalloc(1, sizeof *p);
    struct error e = { 0 };
    language_set(ENGLISH);
    snprintf(p->folder, sizeof p->folder, "/tmp/loket-share-XXXXXX");
    if (!mkdtemp(p->folder) || identity_start(&e) != DONE)
        return -1;
    snprintf(p->path, sizeof p->path, "%s/loket.db", p->folder);
    snprintf(p->scratch, sizeof p->scratch, "%s/loket.db-test", p->folder);
    *state = p;
    return 0;
}

static int down(void **state)
{
    struct place *p = *state;
    folder_remove(p->folder);
    free(p);
    language_set(INDONESIAN);
    return 0;
}

static struct share_test request(const struct place *p)
{
    return (struct share_test){
        .path = p->path, .counts = 100, .commits = 20, .deaths = 6, .patience_ms = 20000
    };
}

/* The other desk, a process of its own; `before` bends what it does. */
static pid_t other_desk(const struct place *p, void (*before)(struct share_test *t))
{
    pid_t child = fork();
    if (child == 0) {
        struct share_test t = request(p);
        struct share_verdict v;
        struct error e = { 0 };
        if (before)
            before(&t);
        _exit((int)store_share_test(&t, &v, &e));
    }
    return child;
}

static enum outcome end_of(pid_t child)
{
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? (enum outcome)WEXITSTATUS(status) : MISUSED;
}

static void two_desks_pass(void **state)
{
    struct place *p = *state;
    struct share_test t = request(p);
    struct share_verdict v;
    struct error e = { 0 };
    struct stat st;
    pid_t child = other_desk(p, NULL);
    enum outcome mine = store_share_test(&t, &v, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(mine, DONE);
    assert_int_equal(end_of(child), DONE);
    assert_false(v.two_hosts);
    assert_true(*v.host[0] && *v.host[1]);
    assert_int_equal(stat(p->scratch, &st), -1); /* nothing is left */
}

/* Locks that stay on the host: a real one between two computers looks like this from either. */
static int no_lock(int fd, int command, void *lock)
{
    (void)fd;
    (void)command;
    (void)lock;
    return 0;
}

static void count_too_little(struct share_test *t)
{
    t->counts = 99; /* as if the other had overwritten one */
}

static void a_lost_count_is_found(void **state)
{
    struct place *p = *state;
    struct share_test t = request(p);
    struct share_verdict v;
    struct error e = { 0 };
    struct stat st;
    pid_t child = other_desk(p, count_too_little);
    assert_int_equal(store_share_test(&t, &v, &e), REFUSED);
    assert_non_null(strstr(e.text, "locks do not reach")); /* here or on the other desk */
    assert_int_equal(end_of(child), REFUSED);
    assert_int_equal(stat(p->scratch, &st), -1);
}

static void lock_nothing(struct share_test *t)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
    (void)t;
    vfs->xSetSystemCall(vfs, "fcntl", (sqlite3_syscall_ptr)no_lock);
}

static void a_desk_that_locks_nothing_is_found(void **state)
{
    struct place *p = *state;
    struct share_test t = request(p);
    struct share_verdict v;
    struct error e = { 0 };
    t.commits = 400;
    pid_t child = other_desk(p, lock_nothing);
    assert_int_not_equal(store_share_test(&t, &v, &e), DONE);
    assert_int_not_equal(end_of(child), DONE);
}

static void nobody_answers(void **state)
{
    struct place *p = *state;
    struct share_test t = request(p);
    struct share_verdict v;
    struct error e = { 0 };
    struct stat st;
    t.patience_ms = 0;
    assert_int_equal(store_share_test(&t, &v, &e), REFUSED);
    assert_non_null(strstr(e.text, "on both desks"));
    assert_int_equal(stat(p->scratch, &st), -1);
}

static void a_third_desk_leaves_the_two_alone(void **state)
{
    struct place *p = *state;
    struct share_test t = request(p);
    struct share_verdict v;
    struct error e = { 0 };
    char claim[160];
    assert_int_equal(mkdir(p->scratch, 0700), 0);
    for (int i = 0; i < 2; i++) {
        snprintf(claim, sizeof claim, "%s/%s.claim", p->scratch, i ? "second" : "first");
        close(open(claim, O_CREAT | O_WRONLY, 0600));
    }
    assert_int_equal(store_share_test(&t, &v, &e), REFUSED);
    assert_non_null(strstr(e.text, p->scratch));
    assert_int_equal(access(claim, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_desks_pass, up, down),
        cmocka_unit_test_setup_teardown(a_lost_count_is_found, up, down),
        cmocka_unit_test_setup_teardown(a_desk_that_locks_nothing_is_found, up, down),
        cmocka_unit_test_setup_teardown(nobody_answers, up, down),
        cmocka_unit_test_setup_teardown(a_third_desk_leaves_the_two_alone, up, down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
