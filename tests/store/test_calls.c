/* test_calls.c - SMB's locks, news of a journal that does not come, and errors that pose as others:
 * each first as it goes without the wrapper, where that can be had. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/mount.h"
#include "abort.h"
#include "faults.h"
#include "share.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

enum { PATIENCE = 30 };

struct desk_at_share {
    struct bench b;
    int64_t id;                   /* a thing in it */
    char label[TXN_TEXT_LEN + 1]; /* as it was last saved */
};

static int beneath(void **state)
{
    (void)state;
    faults_install("office.db");
    share_install();
    language_set(ENGLISH);
    return 0;
}

static int open_on(void **state, const char *mounts)
{
    struct desk_at_share *d = xcalloc(1, sizeof *d);
    mount_pretend(mounts);
    d->id = abort_begin(&d->b);
    d->b.store->db.patience_ms = PATIENCE;
    *state = d;
    return 0;
}

static int open_on_smb(void **state)
{
    static const struct share smb = { .own_locks_conflict = true };
    share_be(&smb);
    return open_on(state, share_smb);
}

static int open_on_nfs(void **state)
{
    return open_on(state, share_nfs);
}

static int open_local(void **state)
{
    return open_on(state, NULL);
}

/* Where somebody else can get at it: a run's own folder is shut. */
static int open_for_all(void **state)
{
    char *kept = xstrdup(getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    setenv("TMPDIR", "/tmp", 1);
    int status = open_on(state, NULL);
    setenv("TMPDIR", kept, 1);
    free(kept);
    return status;
}

static int close_share(void **state)
{
    struct desk_at_share *d = *state;
    share_be(NULL);
    faults_arm(NULL);
    bench_close(&d->b);
    mount_pretend(NULL);
    free(d);
    return 0;
}

static enum outcome save(struct desk_at_share *d, struct error *e)
{
    struct intent i = { .author = "" };
    struct record *r = bench_record(&test_thing, "label=x", NULL);
    const struct change c = { .step = "new" };
    desk_new_txn(i.txn);
    enum outcome o = store_begin(d->b.store, &i, NULL, e);
    if (o == DONE)
        o = store_save(d->b.store, r, &c, e);
    if (o == DONE)
        o = store_commit(d->b.store, e);
    else
        store_rollback(d->b.store);
    record_free(&r);
    return o;
}

/* ---- SMB ---- */

/* Taken for a local disk, as SQLite itself takes it: not one commit of three. */
static void without_the_upgrade_nothing_is_saved(void **state)
{
    struct desk_at_share *d = *state;
    static const struct share smb = { .own_locks_conflict = true };
    share_be(&smb);
    for (int i = 0; i < 3; i++) {
        struct error e = { 0 };
        assert_int_equal(save(d, &e), FAULT);
        assert_non_null(strstr(e.text, "busy"));
        assert_true(e.later);
    }
}

static void with_the_upgrade_all_is_saved(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    struct buf protocol = { 0 };
    int64_t before = bench_number(&d->b, "SELECT count(*) FROM thing");
    for (int i = 0; i < 3; i++)
        assert_int_equal(save(d, &e), DONE);
    assert_int_equal(bench_number(&d->b, "SELECT count(*) FROM thing"), before + 3);
    assert_int_equal(store_meta_get(d->b.store, "lock_protocol", &protocol, &e), DONE);
    assert_string_equal(buf_text(&protocol), "smb-shim");
    buf_free(&protocol);
    abort_sound(&d->b);
}

enum { WRITERS = 4, SAVES = 15 };

static void write_much(struct desk_at_share *d)
{
    struct error e;
    abort_open(&d->b);
    for (int i = 0; i < SAVES; i++)
        if (save(d, &e) != DONE)
            _exit(1);
    _exit(0);
}

/* The shared range is nobody's for a moment while it is upgraded; the pending byte keeps others
 * out. */
static void many_upgrade_at_once(void **state)
{
    struct desk_at_share *d = *state;
    int64_t before = bench_number(&d->b, "SELECT count(*) FROM thing");
    pid_t writers[WRITERS];
    fflush(stdout);
    abort_close(&d->b);
    for (int i = 0; i < WRITERS; i++)
        if ((writers[i] = fork()) == 0)
            write_much(d);
    for (int i = 0; i < WRITERS; i++) {
        int status = -1;
        assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
        assert_int_equal(status, 0);
    }
    abort_open(&d->b);
    assert_int_equal(bench_number(&d->b, "SELECT count(*) FROM thing"), before + WRITERS * SAVES);
    abort_sound(&d->b);
}

/* A reader elsewhere keeps the writer from its upgrade: it waits, and holds its own lock again. */
static void an_upgrade_waits_for_readers(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    int ready[2], leave[2], status;
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(leave), 0);
    fflush(stdout);
    abort_close(&d->b);
    pid_t reader = fork();
    if (reader == 0) {
        struct record *r = NULL;
        abort_open(&d->b);
        if (store_read_begin(d->b.store, &e) != DONE ||
            store_load(d->b.store, &test_thing, d->id, &r, &e) != DONE ||
            write(ready[1], &byte, 1) != 1 || read(leave[0], &byte, 1) != 1)
            _exit(1);
        _exit(0); /* as a process ends: all locks go */
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    abort_open(&d->b);
    d->b.store->db.patience_ms = PATIENCE;
    assert_int_equal(save(d, &e), FAULT);
    assert_non_null(strstr(e.text, "busy"));
    assert_int_equal(write(leave[1], &byte, 1), 1);
    assert_int_equal(waitpid(reader, &status, 0), reader);
    assert_int_equal(status, 0);
    assert_int_equal(save(d, &e), DONE);
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(leave[i]);
    }
}

/* ---- A desk that died in the middle of a commit ---- */

/* Nearly all pages are written: whoever reads them as they are reads what was never saved. */
static void die_in_commit(struct desk_at_share *d)
{
    struct fault kill_at_page = { .at = AT_PAGE_WRITE };
    char txn[TXN_TEXT_LEN + 1];
    int status = -1;
    faults_arm(&kill_at_page);
    desk_new_txn(d->label);
    assert_int_equal(job_edit(&d->b, d->b.store, d->label, d->id), 0);
    kill_at_page.k = faults_count() - 1;
    kill_at_page.sign = SIGKILL;
    faults_arm(NULL);
    desk_new_txn(txn);
    fflush(stdout);
    abort_close(&d->b);
    pid_t child = fork();
    if (child == 0) {
        abort_open(&d->b);
        faults_arm(&kill_at_page);
        _exit(job_edit(&d->b, d->b.store, txn, d->id));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

/* What a desk reads: the label is one that was saved, and the pages are whole. */
static void reads_right(struct desk_at_share *d)
{
    struct record *r = bench_load(&d->b, &test_thing, d->id);
    assert_string_equal(record_text(r, "label"), d->label);
    record_free(&r);
    share_be(NULL);
    abort_sound(&d->b);
}

static void only_two_tries_fail(void **state)
{
    struct desk_at_share *d = *state;
    static const struct share flaky = { .stat_error = EIO, .stat_failures = 2 };
    die_in_commit(d);
    share_be(&flaky);
    abort_open(&d->b);
    reads_right(d);
}

/* The wrapper says there is a journal; SQLite opens it and puts the file in order. */
static void no_news_of_the_journal_is_taken_for_one(void **state)
{
    struct desk_at_share *d = *state;
    static const int errors[] = { EIO, ESTALE, ETIMEDOUT, EACCES };
    for (size_t i = 0; i < COUNT(errors); i++) {
        const struct share dumb = { .stat_error = errors[i], .stat_failures = 1000000 };
        die_in_commit(d);
        share_be(&dumb);
        abort_open(&d->b);
        reads_right(d);
    }
}

/* Another host's kernel still tells what it heard of the journal before the writer began. In
 * PERSIST mode that is that there is one, so it is opened, and opening asks the server. */
static void old_news_of_the_journal_do_no_harm(void **state)
{
    struct desk_at_share *d = *state;
    static const struct share stale = { .stat_stale = true };
    struct stat st;
    char journal[320];
    snprintf(journal, sizeof journal, "%s-journal", d->b.path);
    share_be(&stale);
    sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
    int there = 0;
    assert_int_equal(vfs->xAccess(vfs, journal, SQLITE_ACCESS_EXISTS, &there), SQLITE_OK);
    assert_int_equal(stat(journal, &st), 0);
    assert_true(there);
    die_in_commit(d);
    abort_open(&d->b);
    reads_right(d);
}

/* Whoever puts the file in order keeps the journal: other hosts know of this one. */
static void a_recovered_journal_stays(void **state)
{
    struct desk_at_share *d = *state;
    struct stat before, after;
    char journal[320];
    snprintf(journal, sizeof journal, "%s-journal", d->b.path);
    assert_int_equal(stat(journal, &before), 0);
    die_in_commit(d);
    abort_open(&d->b);
    assert_int_equal(stat(journal, &after), 0);
    assert_int_equal(after.st_ino, before.st_ino);
    assert_true(after.st_size > 0);
    struct buf said = { 0 };
    assert_false(store_warning(d->b.store, &said));
    buf_free(&said);
    reads_right(d);
}

/* Its owner shut it; who may not write it may not read the file half written. */
static void a_journal_that_may_not_be_opened_is_said(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    int status = -1;
    char journal[320];
    snprintf(journal, sizeof journal, "%s-journal", d->b.path);
    die_in_commit(d);
    assert_int_equal(chmod(journal, 0600), 0);
    assert_int_equal(chmod(d->b.path, 0666), 0);
    assert_int_equal(chmod(d->b.folder, 0777), 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct store *s = NULL;
        char desk[300];
        snprintf(desk, sizeof desk, "%s/other-desk", d->b.folder);
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(99);
        if (desk_open(desk, &d->b.clock, &d->b.desk, &e) != DONE)
            _exit(98);
        enum outcome o = store_open(d->b.path, &test_registry, d->b.desk, &d->b.clock, &s, &e);
        _exit(o == FAULT && strstr(e.text, "its journal cannot be opened") ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, geteuid() == 0 ? 0 : status);
    assert_int_equal(chmod(journal, 0660), 0);
    abort_open(&d->b);
    reads_right(d);
}

/* ---- Errors that pose as others ---- */

static void a_dead_lock_service_is_not_a_busy_desk(void **state)
{
    struct desk_at_share *d = *state;
    static const struct {
        int number;
        const char *said;
    } cases[] = {
        { ENOLCK, "lock service down" },    { ETIMEDOUT, "Check the network" },
        { EIO, "Check the network" },       { ESTALE, "Check the network" },
        { EHOSTDOWN, "Check the network" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        const struct share down = { .lock_error = cases[i].number };
        d->b.store->db.patience_ms = PATIENCE;
        share_be(&down);
        enum outcome o = save(d, &e);
        if (o != FAULT || !strstr(e.text, cases[i].said) || !e.later)
            fail_msg("%d: %s", cases[i].number, e.text);
        share_be(NULL);
        assert_int_equal(save(d, &e), DONE); /* and by itself again when it is back */
    }
}

/* To SQLite only ENOSPC is a full disk; nothing passes by waiting for the network here. */
static void a_quota_is_a_full_disk(void **state)
{
    struct desk_at_share *d = *state;
    static const int errors[] = { ENOSPC, EDQUOT };
    for (size_t i = 0; i < COUNT(errors); i++) {
        struct error e = { 0 };
        const struct fault full = {
            .at = AT_ANY_WRITE, .k = 1, .error = errors[i], .forever = true
        };
        faults_arm(&full);
        assert_int_equal(save(d, &e), FAULT);
        faults_arm(NULL);
        if (!strstr(e.text, "is full") || e.later)
            fail_msg("%d: %s", errors[i], e.text);
        assert_int_equal(save(d, &e), DONE); /* and again when there is room */
    }
}

static void smb_asks_without_taking(void **state)
{
    struct desk_at_share *d = *state;
    share_be(&(struct share){ .own_locks_conflict = true });
    die_in_commit(d); /* a hot journal makes SQLite ask who holds the reserved byte */
    abort_open(&d->b);
    assert_int_equal(share_write_trials(), 0);
    reads_right(d);
}

/* desk.db and the files of others are nobody's business here. */
static void other_files_are_left_alone(void **state)
{
    struct desk_at_share *d = *state;
    struct error e = { 0 };
    share_clock_on();
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(d->b.store, &i, NULL, &e), DONE);
    share_clock_move(3600000);
    assert_int_equal(desk_setting_put(d->b.desk, "screen", "home", &e), DONE);
    store_rollback(d->b.store);
    share_clock_off();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f, where) cmocka_unit_test_setup_teardown(f, open_##where, close_share)
        T(without_the_upgrade_nothing_is_saved, local),
        T(with_the_upgrade_all_is_saved, on_smb),
        T(many_upgrade_at_once, on_smb),
        T(an_upgrade_waits_for_readers, on_smb),
        T(smb_asks_without_taking, on_smb),
        T(only_two_tries_fail, on_nfs),
        T(no_news_of_the_journal_is_taken_for_one, on_nfs),
        T(old_news_of_the_journal_do_no_harm, on_nfs),
        T(a_recovered_journal_stays, on_nfs),
        T(a_journal_that_may_not_be_opened_is_said, for_all),
        T(a_dead_lock_service_is_not_a_busy_desk, on_nfs),
        T(a_quota_is_a_full_disk, on_nfs),
        T(other_files_are_left_alone, on_nfs),
    };
    return cmocka_run_group_tests(tests, beneath, NULL);
}
