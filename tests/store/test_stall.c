/* test_stall.c - a desk stopped between the lock that begins its transaction and its first write,
 * for longer than a server waits, writes nothing any more: wherever in between it was stopped. */
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>

#include "../../src/store/calls.h"
#include "faults.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static int64_t now;

static int64_t told(void)
{
    return now;
}

/* What a stop does to the clock. */
static void sleep_long(int sign)
{
    (void)sign;
    now += TRANSACTION_MS + 1;
}

static int64_t rows(sqlite3 *db)
{
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM t", -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return n;
}

static int write_one(sqlite3 *db)
{
    int rc =
        sqlite3_exec(db, "BEGIN IMMEDIATE; INSERT INTO t VALUES (1); COMMIT", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

static void a_desk_that_was_stopped_writes_nothing(void **state)
{
    static const enum fault_at places[] = { AT_RESERVED, AFTER_RESERVED };
    struct bench b;
    sqlite3 *db = NULL;
    (void)state;
    bench_open(&b);
    store_close(&b.store);
    struct watch *w = calls_watch(b.path, SHARE_NFS);
    assert_int_equal(sqlite3_open(b.path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "PRAGMA journal_mode=PERSIST; CREATE TABLE t (x)", NULL, NULL, NULL),
        SQLITE_OK);
    for (size_t i = 0; i < COUNT(places); i++) {
        const struct fault f = { .at = places[i], .k = 1, .sign = SIGUSR1 };
        faults_arm(&f);
        assert_int_not_equal(write_one(db), SQLITE_OK);
        faults_arm(NULL);
        assert_true(w->expired);
        assert_int_equal(rows(db), (int64_t)i);
        assert_int_equal(write_one(db), SQLITE_OK); /* and goes on afterwards */
    }
    sqlite3_close(db);
    calls_forget(&w);
    bench_close(&b);
}

int main(void)
{
    now = 1000;
    calls_clock_set(told);
    signal(SIGUSR1, sleep_long);
    faults_install("office.db");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_desk_that_was_stopped_writes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
