/* test_crash.c - killed at any operation of a save, the file holds the old record or the new one,
 * whole, and knows which. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/private.h"
#include "crash_vfs.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

/* One job of a desk that may be killed in it. Returns 0 where it was done. */
typedef int job(struct bench *b, struct store *s, const char *txn, int64_t id);

static int begin(struct store *s, const char *txn)
{
    struct error e;
    struct intent i = { .author = "" };
    snprintf(i.txn, sizeof i.txn, "%s", txn);
    return store_begin(s, &i, NULL, &e) != DONE;
}

/* A change of the row, of a line, a further line, and a line gone. */
static int edit(struct bench *b, struct store *s, const char *txn, int64_t id)
{
    struct error e;
    struct record *r = NULL;
    const struct change c = { .step = "edit", .note = "" };
    (void)b;
    if (store_load(s, &test_thing, id, &r, &e) != DONE)
        return 1;
    record_put_text(r, "label", txn);
    record_put_text(r, "piece.1.name", txn);
    value_set_text(&record_add_line(r, "piece")->values[0], txn);
    record_live_line(r, "piece", 2)->gone = true;
    int failed = begin(s, txn) || store_save(s, r, &c, &e) != DONE || store_commit(s, &e) != DONE;
    record_free(&r);
    return failed;
}

/* A part of an import: thirty new records and a changed one. */
static int import(struct bench *b, struct store *s, const char *txn, int64_t id)
{
    struct error e;
    struct record *r = NULL;
    struct batch batch = { .kind = &test_thing, .source = "log.csv", .origin = ORIGIN_LOG };
    (void)b;
    if (begin(s, txn) || store_batch_open(s, &batch, &e) != DONE)
        return 1;
    for (int i = 0; i < 30; i++) {
        r = record_new(&test_thing);
        record_put_text(r, "label", "log");
        record_put_text(r, "piece.1.name", "x");
        r->state = "finished";
        if (store_batch_save(s, &batch, r, &e) != DONE)
            return 1;
        record_free(&r);
    }
    if (store_load(s, &test_thing, id, &r, &e) != DONE)
        return 1;
    record_put_text(r, "label", txn);
    if (store_batch_save(s, &batch, r, &e) != DONE || store_batch_part(s, &batch, 31, &e) != DONE ||
        store_commit(s, &e) != DONE)
        return 1;
    record_free(&r);
    return 0;
}

static int run_child(struct bench *b, job *act, const char *txn, int64_t id, long k, bool torn)
{
    int status = -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct error e;
        char folder[300];
        snprintf(folder, sizeof folder, "%s/desk", b->folder);
        crash_vfs_install();
        if (desk_open(folder, &b->clock, &b->desk, &e) != DONE ||
            store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e) != DONE)
            _exit(2);
        crash_vfs_arm(k, torn);
        _exit(act(b, b->store, txn, id));
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void open_again(struct bench *b)
{
    struct error e = { 0 };
    char folder[300];
    snprintf(folder, sizeof folder, "%s/desk", b->folder);
    if (desk_open(folder, &b->clock, &b->desk, &e) != DONE ||
        store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e) != DONE)
        fail_msg("%s", e.text);
}

static void let_go(struct bench *b)
{
    store_close(&b->store);
    desk_close(&b->desk);
}

static void heard(void *context, const char *text)
{
    (void)context;
    print_message("%s\n", text);
}

static void is_sound(struct bench *b)
{
    struct error e = { 0 };
    int64_t defects = -1, faults = -1;
    assert_int_equal(store_verify(b->store, heard, NULL, NULL, &defects, &e), DONE);
    assert_int_equal(defects, 0);
    assert_int_equal(sql_number(&b->store->db,
                                "SELECT count(*) FROM pragma_integrity_check "
                                "WHERE integrity_check <> 'ok'",
                                &faults, &e),
                     DONE);
    assert_int_equal(faults, 0);
}

/* Old or new, whole; and the transaction's id says which. */
static void is_old_or_new(struct bench *b, int64_t id, int64_t rev, const char *label,
                          const char *txn, bool finished)
{
    struct error e = { 0 };
    struct intent i = { .author = "" };
    bool done_before = false;
    struct record *r = bench_load(b, &test_thing, id);
    bool new = r->rev == rev + 1;
    assert_true(new || r->rev == rev);
    assert_string_equal(record_text(r, "label"), new ? txn : label);
    assert_true(new || !finished);
    snprintf(i.txn, sizeof i.txn, "%s", txn);
    assert_int_equal(store_begin(b->store, &i, &done_before, &e), DONE);
    assert_true(done_before == new);
    store_rollback(b->store);
    record_free(&r);
    is_sound(b);
}

/* Kills the job at its first operation, its second, and so on, until it gets through. */
static long kill_at_each(job *act, bool torn)
{
    struct bench b;
    long k = 0;
    int status = CRASH_STATUS;
    bench_open(&b);
    struct record *r =
        bench_record(&test_thing, "label=first", "piece.1.name=a", "piece.2.name=b", NULL);
    bench_save(&b, r, "new");
    int64_t id = r->id;
    while (status == CRASH_STATUS) {
        char txn[TXN_TEXT_LEN + 1];
        desk_new_txn(txn);
        record_free(&r);
        r = bench_load(&b, &test_thing, id);
        let_go(&b);
        status = run_child(&b, act, txn, id, ++k, torn);
        open_again(&b);
        is_old_or_new(&b, id, r->rev, record_text(r, "label"), txn, status == 0);
    }
    assert_int_equal(status, 0);
    record_free(&r);
    bench_close(&b);
    return k - 1;
}

static void a_save_is_there_or_not(void **state)
{
    (void)state;
    assert_true(kill_at_each(edit, false) > 10);
}

static void a_torn_write_is_no_record(void **state)
{
    (void)state;
    assert_true(kill_at_each(edit, true) > 10);
}

static void a_part_of_an_import_is_there_or_not(void **state)
{
    (void)state;
    assert_true(kill_at_each(import, true) > 20);
}

/* An error of the disk or share at each operation of a save: what is said is what is there. */
static long fail_at_each(bool done, long *survived)
{
    struct bench b;
    long k = 0;
    bool reached = true;
    crash_vfs_install();
    crash_vfs_arm(0, false);
    bench_open(&b);
    struct record *r =
        bench_record(&test_thing, "label=first", "piece.1.name=a", "piece.2.name=b", NULL);
    bench_save(&b, r, "new");
    int64_t id = r->id;
    while (reached) {
        char txn[TXN_TEXT_LEN + 1], label[TXN_TEXT_LEN + 1];
        desk_new_txn(txn);
        record_free(&r);
        r = bench_load(&b, &test_thing, id);
        snprintf(label, sizeof label, "%s", record_text(r, "label"));
        crash_vfs_fail(++k, done);
        int status = edit(&b, b.store, txn, id);
        reached = crash_vfs_count() >= k;
        *survived += reached && status == 0;
        crash_vfs_arm(0, false);
        store_rollback(b.store);
        is_old_or_new(&b, id, r->rev, label, txn, status == 0);
        struct record *now = bench_load(&b, &test_thing, id);
        assert_true((now->rev > r->rev) == (status == 0));
        record_free(&now);
        let_go(&b);
        open_again(&b);
    }
    record_free(&r);
    bench_close(&b);
    return k - 1;
}

static void a_fault_says_what_is_so(void **state)
{
    (void)state;
    long survived = 0;
    assert_true(fail_at_each(false, &survived) > 10);
}

static void a_lost_answer_is_asked_for_again(void **state)
{
    (void)state;
    long survived = 0;
    assert_true(fail_at_each(true, &survived) > 10);
    assert_true(survived > 0); /* COMMIT failed, and yet it was there */
}

int main(void)
{
    /* The forking ones first: their parent must not stand on the trap. */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_save_is_there_or_not),
        cmocka_unit_test(a_torn_write_is_no_record),
        cmocka_unit_test(a_part_of_an_import_is_there_or_not),
        cmocka_unit_test(a_fault_says_what_is_so),
        cmocka_unit_test(a_lost_answer_is_asked_for_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
