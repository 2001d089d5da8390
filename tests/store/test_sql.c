/* test_sql.c - statements: lent, counted, cut, and faults in plain words. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/private.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static int open_db(void **state)
{
    struct db *db = xcalloc(1, sizeof *db);
    struct error e = { 0 };
    sqlite3 *handle = NULL;
    assert_int_equal(identity_start(&e), DONE);
    assert_int_equal(sqlite3_open(":memory:", &handle), SQLITE_OK);
    db_adopt(db, handle, "/share/office.db");
    language_set(ENGLISH);
    *state = db;
    return 0;
}

static int close_db(void **state)
{
    language_set(INDONESIAN);
    db_drop(*state);
    free(*state);
    return 0;
}

static const char numbers[] = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n "
                              "WHERE x < $1) SELECT x FROM n";

static void values_come_back(void **state)
{
    struct error e = { 0 };
    struct sql *q;
    bool row;
    size_t n;
    static const unsigned char bytes[] = { 0, 1, 255 };
    assert_int_equal(sql_open(*state, "SELECT $1, $2, $3, $4, $5", &q, &e), DONE);
    sql_int(q, 1, INT64_MIN);
    sql_str(q, 2, "é");
    sql_blob(q, 3, bytes, sizeof bytes);
    sql_blob(q, 4, NULL, 0);
    sql_str(q, 5, NULL);
    assert_int_equal(sql_row(q, &row, &e), DONE);
    assert_true(row);
    assert_int_equal(col_int(q, 0), INT64_MIN);
    assert_string_equal(col_str(q, 1), "é");
    assert_memory_equal(col_blob(q, 2, &n), bytes, sizeof bytes);
    assert_int_equal(n, sizeof bytes);
    assert_false(col_null(q, 3)); /* empty is not NULL */
    assert_true(col_null(q, 4));
    assert_string_equal(col_str(q, 4), "");
    assert_int_equal(sql_row(q, &row, &e), DONE);
    assert_false(row);
    sql_close(q);
}

/* Bindings of one use are gone in the next. */
static void a_statement_comes_clean(void **state)
{
    struct error e = { 0 };
    struct sql *q, *again;
    bool row;
    assert_int_equal(sql_open(*state, "SELECT $1", &q, &e), DONE);
    sql_int(q, 1, 5);
    assert_int_equal(sql_row(q, &row, &e), DONE);
    sql_close(q);
    assert_int_equal(sql_open(*state, "SELECT $1", &again, &e), DONE);
    assert_ptr_equal(q, again);
    assert_int_equal(sql_row(again, &row, &e), DONE);
    assert_true(col_null(again, 0));
    sql_close(again);
}

static void nested_use_lends_another(void **state)
{
    struct error e = { 0 };
    struct sql *outer, *inner;
    bool row;
    assert_int_equal(sql_open(*state, numbers, &outer, &e), DONE);
    sql_int(outer, 1, 3);
    assert_int_equal(sql_row(outer, &row, &e), DONE);
    assert_int_equal(sql_open(*state, numbers, &inner, &e), DONE);
    assert_ptr_not_equal(outer, inner);
    sql_int(inner, 1, 1);
    assert_int_equal(sql_run(inner, &e), DONE);
    assert_int_equal(sql_row(outer, &row, &e), DONE);
    assert_int_equal(col_int(outer, 0), 2);
    sql_close(outer);
}

/* Filters come in any number of shapes; the cache does not grow with them. */
static void the_cache_is_bounded(void **state)
{
    struct db *db = *state;
    struct error e = { 0 };
    size_t kept = 0;
    struct sql *held;
    assert_int_equal(sql_open(db, "SELECT 'held'", &held, &e), DONE);
    for (int i = 0; i < 5000; i++) {
        struct buf text = { 0 };
        struct sql *q;
        buf_printf(&text, "SELECT %d", i);
        assert_int_equal(sql_open(db, buf_text(&text), &q, &e), DONE);
        assert_int_equal(sql_run(q, &e), DONE);
        buf_free(&text);
    }
    for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(db->handle, s));)
        kept++;
    assert_true(kept < 600);
    assert_int_equal(sql_run(held, &e), DONE); /* what is lent is never thrown away */
}

static void costs_are_counted(void **state)
{
    struct db *db = *state;
    struct error e = { 0 };
    struct sql *q;
    struct store_cost before = db->cost;
    assert_int_equal(sql_open(db, numbers, &q, &e), DONE);
    sql_int(q, 1, 100);
    assert_int_equal(sql_run(q, &e), DONE);
    assert_int_equal(db->cost.rows - before.rows, 100);
    assert_true(db->cost.steps - before.steps > 500);
    uint64_t hundred = db->cost.steps - before.steps;
    assert_int_equal(sql_open(db, numbers, &q, &e), DONE);
    sql_int(q, 1, 1);
    assert_int_equal(sql_run(q, &e), DONE);
    assert_true(db->cost.steps - before.steps < 2 * hundred); /* each use on its own */
}

static void a_budget_cuts(void **state)
{
    struct db *db = *state;
    struct error e = { 0 };
    struct sql *q;
    bool row = true;
    int rows = 0;
    db_budget(db, 20000);
    assert_int_equal(sql_open(db, numbers, &q, &e), DONE);
    sql_int(q, 1, 1000000);
    while (sql_row(q, &row, &e) == DONE && row)
        rows++;
    assert_true(q->cut);
    assert_true(rows > 100 && rows < 20000);
    sql_close(q);
    /* Spent is spent, until there is a new one. */
    assert_int_equal(sql_open(db, numbers, &q, &e), DONE);
    sql_int(q, 1, 1000000);
    for (rows = 0; sql_row(q, &row, &e) == DONE && row;)
        rows++;
    assert_true(q->cut && rows < 500);
    sql_close(q);
    db_budget(db, 0);
    assert_int_equal(sql_open(db, numbers, &q, &e), DONE);
    sql_int(q, 1, 50000);
    for (rows = 0; sql_row(q, &row, &e) == DONE && row;)
        rows++;
    assert_int_equal(rows, 50000);
    assert_false(q->cut);
    sql_close(q);
}

static void names_are_quoted(void **state)
{
    (void)state;
    struct buf b = { 0 };
    sql_name(&b, "order");
    sql_name(&b, "a\"b");
    buf_putc(&b, ' ');
    sql_places(&b, 2, 4);
    assert_string_equal(buf_text(&b), "\"order\"\"a\"\"b\" $2, $3, $4");
    buf_free(&b);
}

static void faults_say_what_to_do(void **state)
{
    struct db *db = *state;
    static const struct {
        int rc;
        const char *said;
        bool later;
    } cases[] = {
        { SQLITE_BUSY, "busy", true },
        { SQLITE_BUSY_SNAPSHOT, "busy", true },
        { SQLITE_LOCKED, "busy", true },
        { SQLITE_READONLY, "cannot be written", false },
        { SQLITE_READONLY_DIRECTORY, "cannot be written", false },
        { SQLITE_FULL, "full", false },
        { SQLITE_IOERR, "failed", true },
        { SQLITE_IOERR_WRITE, "failed", true },
        { SQLITE_IOERR_FSYNC, "failed", true },
        { SQLITE_CORRUPT, "damaged", false },
        { SQLITE_CORRUPT_INDEX, "damaged", false },
        { SQLITE_NOTADB, "not a loket database", false },
        { SQLITE_CANTOPEN, "cannot be opened", true },
        { SQLITE_NOMEM, "memory", false },
        { SQLITE_PERM, "permission", false },
        { SQLITE_IOERR_NOMEM, "failed", false },
        { SQLITE_READONLY_DBMOVED, "took the place", true },
        { SQLITE_READONLY_ROLLBACK, "puts the file in order", true },
        { SQLITE_ERROR, "report this", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        calls_forget(&db->watch);
        assert_int_equal(sql_fault(db, cases[i].rc, &e), FAULT);
        assert_int_equal(e.code, FAULT);
        assert_false(e.later); /* the desk's own disk does not go away */
        db->watch = calls_watch("/share/office.db", SHARE_NFS);
        assert_int_equal(sql_fault(db, cases[i].rc, &e), FAULT);
        if (e.later != cases[i].later)
            fail_msg("%d: later %d", cases[i].rc, e.later);
        if (!strstr(e.text, cases[i].said) || !strstr(e.text, "/share/office.db"))
            fail_msg("%d: %s", cases[i].rc, e.text);
        assert_int_equal(e.text[strlen(e.text) - 1], '.');
    }
}

static void wrong_statements_are_faults(void **state)
{
    struct db *db = *state;
    struct error e = { 0 };
    struct sql *q;
    int64_t n = 7;
    assert_int_equal(sql_open(db, "SELEKT", &q, &e), FAULT);
    assert_null(q);
    sql_close(q);
    assert_non_null(strstr(e.text, "syntax"));
    assert_int_equal(sql_number(db, "SELECT 1 WHERE 0", &n, &e), DONE);
    assert_int_equal(n, 7);
    assert_int_equal(sql_do(db, "CREATE TABLE t (x INTEGER CHECK (x > 0)) STRICT", &e), DONE);
    assert_int_equal(sql_do(db, "INSERT INTO t VALUES (0)", &e), FAULT);
    assert_int_equal(sql_do(db, "INSERT INTO t VALUES (1)", &e), DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_db, close_db)
        T(values_come_back),     T(a_statement_comes_clean), T(nested_use_lends_another),
        T(the_cache_is_bounded), T(costs_are_counted),       T(a_budget_cuts),
        T(names_are_quoted),     T(faults_say_what_to_do),   T(wrong_statements_are_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
