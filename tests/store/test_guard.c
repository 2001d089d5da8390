/* test_guard.c - a transaction that stood still past its time writes nothing: the server may have
 * given its locks to another desk long ago, and does not tell. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/mount.h"
#include "abort.h"
#include "share.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

struct desk_at_share {
    struct bench b;
    int64_t id; /* a thing in it */
};

static int beneath(void **state)
{
    (void)state;
    share_install();
    language_set(ENGLISH);
    return 0;
}

static int open_share(void **state)
{
    struct desk_at_share *d = xcalloc(1, sizeof *d);
    share_clock_on();
    mount_pretend(share_nfs);
    d->id = abort_begin(&d->b);
    *state = d;
    return 0;
}

static int close_share(void **state)
{
    struct desk_at_share *d = *state;
    bench_close(&d->b);
    mount_pretend(NULL);
    share_clock_off();
    free(d);
    return 0;
}

/* A transaction with much to write, up to but without its commit. */
static void prepare(struct desk_at_share *d, const char *label)
{
    struct error e = { 0 };
    const struct change c = { .step = "edit" };
    struct record *r = bench_load(&d->b, &test_thing, d->id);
    bench_begin(&d->b);
    record_put_text(r, "label", label);
    assert_int_equal(store_save(d->b.store, r, &c, &e), DONE);
    record_free(&r);
}

static void check_label(struct desk_at_share *d, const char *label)
{
    struct record *r = bench_load(&d->b, &test_thing, d->id);
    assert_string_equal(record_text(r, "label"), label);
    record_free(&r);
}

static void in_time_is_saved(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    prepare(d, "in time");
    share_clock_move(TRANSACTION_MS);
    assert_int_equal(store_commit(d->b.store, &e), DONE);
    prepare(d, "again"); /* each has its own time */
    share_clock_move(TRANSACTION_MS);
    assert_int_equal(store_commit(d->b.store, &e), DONE);
    check_label(d, "again");
}

/* Neither a page nor the journal, in the commit as in the rollback behind it. */
static void too_late_writes_nothing(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    prepare(d, "too late");
    share_clock_move(TRANSACTION_MS + 1);
    share_be(NULL);
    assert_int_equal(store_commit(d->b.store, &e), FAULT);
    assert_int_equal(share_writes(), 0);
    assert_non_null(strstr(e.text, "stood still"));
    assert_true(e.later);
    check_label(d, "first");
    prepare(d, "anew"); /* on a new handle */
    assert_int_equal(store_commit(d->b.store, &e), DONE);
    check_label(d, "anew");
    abort_sound(&d->b);
}

static void too_late_before_the_first_row(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    const struct change c = { .step = "edit" };
    struct record *r = bench_load(&d->b, &test_thing, d->id);
    bench_begin(&d->b);
    share_clock_move(TRANSACTION_MS + 1);
    share_be(NULL);
    record_put_text(r, "label", "too late");
    enum outcome o = store_save(d->b.store, r, &c, &e);
    if (o == DONE)
        o = store_commit(d->b.store, &e);
    else
        store_rollback(d->b.store);
    assert_int_equal(o, FAULT);
    assert_int_equal(share_writes(), 0);
    record_free(&r);
    check_label(d, "first");
}

/* A lock that is granted behind the stop is no sign that the one before was never lost: it is what
 * made the kernel believe again, and damaged another desk's commit. */
static void no_lock_renews_the_time(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    assert_int_equal(sql_do(&d->b.store->db, "PRAGMA cache_spill = ON", &e), DONE);
    prepare(d, "first half");
    share_clock_move(TRANSACTION_MS - 1);
    share_be(NULL);
    /* Takes the exclusive lock and writes pages, in time. */
    assert_int_equal(sqlite3_db_cacheflush(d->b.store->db.handle), SQLITE_OK);
    assert_true(share_writes() > 0);
    assert_int_equal(d->b.store->db.watch->shared, F_WRLCK);
    share_clock_move(2);
    share_be(NULL);
    assert_int_equal(sql_do(&d->b.store->db, "COMMIT", &e), FAULT);
    store_rollback(d->b.store);
    assert_int_equal(share_writes(), 0);
    check_label(d, "first"); /* the next reader put the file in order */
    abort_sound(&d->b);
}

/* ---- Another desk in between ---- */

struct other {
    pid_t pid;
    int go[2], done[2];
};

/* A desk that waits for its turn before it looks at the file at all. */
static void other_start(struct other *o, struct desk_at_share *d)
{
    assert_int_equal(pipe(o->go), 0);
    assert_int_equal(pipe(o->done), 0);
    fflush(stdout);
    abort_close(&d->b);
    if ((o->pid = fork()) == 0) {
        char byte = 0, txn[TXN_TEXT_LEN + 1];
        desk_new_txn(txn);
        memset(txn, 'a', TXN_TEXT_LEN); /* a label to know it by */
        if (read(o->go[0], &byte, 1) != 1)
            _exit(1);
        abort_open(&d->b);
        byte = (char)job_edit(&d->b, d->b.store, txn, d->id);
        abort_close(&d->b);
        _exit(write(o->done[1], &byte, 1) != 1);
    }
    abort_open(&d->b);
}

static void other_saves(struct other *o)
{
    char byte = 1;
    int status = -1;
    assert_int_equal(write(o->go[1], &byte, 1), 1);
    assert_int_equal(read(o->done[0], &byte, 1), 1);
    assert_int_equal(byte, 0);
    assert_int_equal(waitpid(o->pid, &status, 0), o->pid);
    for (int i = 0; i < 2; i++) {
        close(o->go[i]);
        close(o->done[i]);
    }
}

/* As a server does whose lease ran out: the locks are gone, the process does not know. */
static void lose_locks(const char *path)
{
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    close(fd);
}

static void anothers_commit_is_not_damaged(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    struct other other;
    other_start(&other, d);
    prepare(d, "late");
    lose_locks(d->b.path);
    other_saves(&other);
    share_clock_move(TRANSACTION_MS + 1);
    assert_int_equal(store_commit(d->b.store, &e), FAULT);
    check_label(d, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    abort_sound(&d->b);
}

/* ---- Where there is nothing to lose ---- */

static void a_local_disk_frees_no_locks(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    mount_pretend("1 0 8:1 / / rw - ext4 /dev/sda1 rw\n");
    bench_reopen(&d->b);
    prepare(d, "slow");
    share_clock_move(3600000);
    assert_int_equal(store_commit(d->b.store, &e), DONE);
    check_label(d, "slow");
}

/* ---- Signals ---- */

static volatile sig_atomic_t arrived;

static void on_signal(int number)
{
    arrived = number;
}

static void signals_wait_for_the_end(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    static const int numbers[] = { SIGTSTP, SIGINT, SIGHUP, SIGTERM };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        arrived = 0;
        signal(numbers[i], on_signal);
        prepare(d, "signalled");
        raise(numbers[i]);
        assert_int_equal(arrived, 0);
        assert_int_equal(store_commit(d->b.store, &e), DONE);
        assert_int_equal(arrived, numbers[i]);
        arrived = 0;
        prepare(d, "and given up");
        raise(numbers[i]);
        assert_int_equal(arrived, 0);
        store_rollback(d->b.store);
        assert_int_equal(arrived, numbers[i]);
        signal(numbers[i], SIG_DFL);
    }
    check_label(d, "signalled");
}

/* Ctrl-Z finds no lock in hand. */
static void no_transaction_is_stopped(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    prepare(d, "under way");
    assert_false(store_hold(10));
    assert_int_equal(store_commit(d->b.store, &e), DONE);
    assert_int_equal(store_read_begin(d->b.store, &e), DONE);
    assert_false(store_hold(10));
    store_read_end(d->b.store);
    assert_true(store_hold(10));
    store_release();
    check_label(d, "under way");
    prepare(d, "given up");
    store_rollback(d->b.store);
    assert_true(store_hold(10));
    store_release();
}

/* ---- A restore writes the whole file: no time is set to it ---- */

static void backup(struct desk_at_share *d, char path[320], struct head *head)
{
    struct copying *copying;
    struct copy_state state = { .more = true };
    struct error e = { 0 };
    snprintf(path, 320, "%s/backup.db", d->b.folder);
    assert_int_equal(store_copy_start(d->b.store, path, &copying, &e), DONE);
    while (state.more)
        assert_int_equal(store_copy_step(copying, &state, &e), DONE);
    assert_int_equal(store_copy_end(&copying, &e), DONE);
    prepare(d, "after the backup");
    assert_int_equal(store_commit(d->b.store, &e), DONE);
    assert_int_equal(store_head(d->b.store, head, &e), DONE);
}

/* Each look at it is too late for a transaction. */
static int64_t racing(void)
{
    static int64_t now = 1;
    return now += TRANSACTION_MS + 1;
}

static void a_restore_takes_its_time(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    struct store *copy = NULL;
    struct head head;
    char path[320];
    backup(d, path, &head);
    assert_int_equal(store_open_copy(path, true, &test_registry, d->b.desk, &d->b.clock, &copy, &e),
                     DONE);
    calls_clock_set(racing);
    assert_int_equal(store_replace(d->b.store, copy, &head, &e), DONE);
    store_close(&copy);
    share_clock_on();
    check_label(d, "first");
    unlink(path);
}

/* Where somebody saved meanwhile nothing is replaced. */
static void a_restore_gives_up_nothing_unseen(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    struct store *copy = NULL;
    struct head head;
    char path[320];
    backup(d, path, &head);
    prepare(d, "unseen");
    assert_int_equal(store_commit(d->b.store, &e), DONE);
    assert_int_equal(store_open_copy(path, true, &test_registry, d->b.desk, &d->b.clock, &copy, &e),
                     DONE);
    assert_int_equal(store_replace(d->b.store, copy, &head, &e), STALE);
    store_close(&copy);
    check_label(d, "unseen");
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_share, close_share)
        T(in_time_is_saved),
        T(too_late_writes_nothing),
        T(too_late_before_the_first_row),
        T(no_lock_renews_the_time),
        T(anothers_commit_is_not_damaged),
        T(a_local_disk_frees_no_locks),
        T(signals_wait_for_the_end),
        T(no_transaction_is_stopped),
        T(a_restore_takes_its_time),
        T(a_restore_gives_up_nothing_unseen),
    };
    return cmocka_run_group_tests(tests, beneath, NULL);
}
