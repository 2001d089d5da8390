/* test_verify_rows.c - every present row and line is what its last entry says, and all are there.
 */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static const struct forgery of_rows[] = {
    { "UPDATE thing SET label = 'forged' WHERE label = 'log'", 3, "not what its last" },
    { "UPDATE thing SET batch = 0 WHERE label = 'log'", 3, "not what its last" },
    { "UPDATE thing SET rev = rev + 1 WHERE label = 'uno'", 1,
      "at revision 4, its last history entry at 3" },
    { "UPDATE thing SET received_on = 'soon' WHERE label = 'uno'", 1, "unreadable" },
    { "UPDATE thing SET state = 'forged' WHERE label = 'uno'", 1, "in the state “forged”" },
    { "UPDATE thing_paper SET dated = 'soon'", 1, "unreadable" },
    { "UPDATE thing SET serial_tail = '1B' WHERE label = 'uno'", 1, "tail" },
    { "UPDATE thing SET serial_tail = NULL WHERE label = 'uno'", 1, "tail" },
    { "DELETE FROM person", 1, "gone from the file" },
    { "PRAGMA foreign_keys=OFF; DELETE FROM thing WHERE label = 'log'", 4, "gone from the file" },
    { "INSERT INTO person (id, rev, state, origin, batch, changed_at, name) VALUES "
      "(7, 1, 'active', 0, 0, '2026-11-21T00:00:00.000Z', 'forged')",
      1, "Person forged (0000000000007) was inserted: no history entry" },
    { "INSERT INTO person (id, rev, state, origin, batch, changed_at, name) VALUES "
      "(-9223372036854775807, 1, 'active', 0, 0, '2026-11-21T00:00:00.000Z', 'forged')",
      1, "was inserted" },
    { "INSERT INTO person (id, rev, state, origin, batch, changed_at, name) VALUES "
      "(9223372036854775807, 1, 'active', 0, 0, '2026-11-21T00:00:00.000Z', 'forged')",
      1, "was inserted" },
    { "PRAGMA foreign_keys=OFF; UPDATE thing_paper SET parent = 7", 2, "belong to no record" },
    { "DELETE FROM thing_piece WHERE name = 'x'", 3, "not what its last" },
};

static void what_is_forged_about_rows_is_named(void **state)
{
    (void)state;
    tamper_each(of_rows, COUNT(of_rows));
}

/* A row put back to what an older entry says, number and all. */
static void an_older_row_is_not_the_last(void **state)
{
    struct bench *b = *state;
    store_close(&b->store);
    tamper_keep(b, "now");
    tamper_put_back(b, "now");
    struct error e = { 0 };
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e), DONE);
    bench_forge(b, "UPDATE thing SET label = 'two', rev = 1, changed_at = "
                   "(SELECT at FROM history WHERE seq = 3) WHERE label = 'due'");
    tamper_expect(b, 1, "at revision 1, its last history entry at 2");
}

/* No look at the history for each row: the walk reads what there is and little more. */
static void rows_are_read_once(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    const struct change c = { .step = "new" };
    enum { MANY = 1000 };
    bench_begin(b);
    for (int i = 0; i < MANY; i++) {
        struct record *r = bench_record(&test_thing, "label=n", "piece.1.name=a", NULL);
        assert_int_equal(store_save(b->store, r, &c, &e), DONE);
        record_free(&r);
    }
    bench_commit(b);
    struct store_cost before = store_cost(b->store);
    tamper_expect(b, 0, "");
    /* An entry, a row and a line each; the rest is a small number of slices. */
    assert_true(store_cost(b->store).rows - before.rows < 3 * MANY + 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, tamper_open, tamper_close)
        cmocka_unit_test(what_is_forged_about_rows_is_named),
        T(an_older_row_is_not_the_last),
        T(rows_are_read_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
