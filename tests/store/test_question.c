/* test_question.c - questions in SQL: what is answered, what is not, and what stays hidden. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static int up(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    language_set(ENGLISH);
    bench_open(b);
    *state = b;
    return 0;
}

static int down(void **state)
{
    bench_close(*state);
    free(*state);
    language_set(INDONESIAN);
    return 0;
}

static void answers_come_whole(void **state)
{
    struct bench *b = *state;
    struct answer_table a;
    struct error e = { 0 };
    assert_int_equal(
        store_ask(b->store, "SELECT 1 AS n, 'kayu' AS t, NULL, x'00ff' ; -- end", 10, &a, &e),
        DONE);
    assert_int_equal(a.columns, 4);
    assert_int_equal(a.rows, 1);
    assert_false(a.more);
    assert_string_equal(a.names[1], "t");
    assert_string_equal(a.cells[0].text, "1");
    assert_true(a.cells[0].number);
    assert_string_equal(a.cells[1].text, "kayu");
    assert_false(a.cells[1].number);
    assert_null(a.cells[2].text);
    assert_string_equal(a.cells[3].text, "00ff");
    answer_table_free(&a);
}

static void the_index_of_words_answers(void **state)
{
    struct bench *b = *state;
    struct answer_table a;
    struct error e = { 0 };
    enum outcome o =
        store_ask(b->store, "SELECT count(*) FROM search WHERE search MATCH 'kayu'", 10, &a, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(o, DONE);
    assert_string_equal(a.cells[0].text, "0");
    answer_table_free(&a);
}

static void only_so_many_rows(void **state)
{
    struct bench *b = *state;
    struct answer_table a;
    struct error e = { 0 };
    const char *three = "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3";
    assert_int_equal(store_ask(b->store, three, 2, &a, &e), DONE);
    assert_int_equal(a.rows, 2);
    assert_true(a.more);
    answer_table_free(&a);
    assert_int_equal(store_ask(b->store, three, 3, &a, &e), DONE);
    assert_int_equal(a.rows, 3);
    assert_false(a.more);
    answer_table_free(&a);
}

static void nothing_is_changed(void **state)
{
    static const struct {
        const char *sql;
        enum outcome outcome;
    } cases[] = {
        { "DELETE FROM txn", FORBIDDEN },
        { "UPDATE meta SET value = ''", FORBIDDEN },
        { "INSERT INTO meta VALUES ('a', 'b')", FORBIDDEN },
        { "INSERT INTO search(search) VALUES ('rebuild')", FORBIDDEN },
        { "DROP TABLE history", FORBIDDEN },
        { "CREATE TEMP TABLE t (x)", FORBIDDEN },
        { "ATTACH '/tmp/other.db' AS other", FORBIDDEN },
        { "PRAGMA journal_mode = DELETE", FORBIDDEN },
        { "PRAGMA query_only = OFF", FORBIDDEN },
        { "BEGIN IMMEDIATE", FORBIDDEN },
        { "SELECT load_extension('x')", MISUSED },
        { "SELECT 1; DELETE FROM txn", MISUSED },
        { "SELECT 1; SELECT 2", MISUSED },
        { "SELECT nothing FROM nowhere", MISUSED },
        { "", MISUSED },
        { " -- only words", MISUSED },
        { "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
          REFUSED },
    };
    struct bench *b = *state;
    int64_t before = bench_number(b, "SELECT count(*) FROM txn");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer_table a;
        struct error e = { 0 };
        enum outcome o = store_ask(b->store, cases[i].sql, 10, &a, &e);
        if (o != cases[i].outcome)
            print_error("%s: %s\n", cases[i].sql, e.text);
        assert_int_equal(o, cases[i].outcome);
        assert_true(strlen(e.text) > 0);
        assert_null(a.names);
    }
    assert_int_equal(bench_number(b, "SELECT count(*) FROM txn"), before);
}

/* What a question set is not left behind. */
static void saving_goes_on(void **state)
{
    struct bench *b = *state;
    struct answer_table a;
    struct record *r = bench_record(&test_person, "code=A1", "name=Toba", NULL);
    assert_int_equal(store_ask(b->store, "SELECT 1", 1, &a, NULL), DONE);
    answer_table_free(&a);
    bench_save(b, r, "new");
    record_free(&r);
}

static void histories_bodies_are_hidden(void **state)
{
    struct bench *b = *state;
    struct answer_table a;
    struct error e = { 0 };
    assert_int_equal(store_ask(b->store,
                               "SELECT count(*), count(before), count(\"AFTER\"), count(hash) "
                               "FROM history",
                               1, &a, &e),
                     DONE);
    assert_string_not_equal(a.cells[0].text, "0");
    assert_string_equal(a.cells[1].text, "0");
    assert_string_equal(a.cells[2].text, "0");
    assert_string_equal(a.cells[3].text, a.cells[0].text);
    answer_table_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answers_come_whole, up, down),
        cmocka_unit_test_setup_teardown(the_index_of_words_answers, up, down),
        cmocka_unit_test_setup_teardown(only_so_many_rows, up, down),
        cmocka_unit_test_setup_teardown(nothing_is_changed, up, down),
        cmocka_unit_test_setup_teardown(saving_goes_on, up, down),
        cmocka_unit_test_setup_teardown(histories_bodies_are_hidden, up, down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
