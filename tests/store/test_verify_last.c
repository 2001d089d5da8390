/* test_verify_last.c - a table of the last entries: found by kind and id, newest kept. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/verify.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static void put(struct lasts *l, uint16_t kind, int64_t record, int64_t rev)
{
    const struct last last = { .kind = kind, .record = record, .rev = rev };
    lasts_put(l, &last);
}

static void empty_tables_hold_nothing(void **state)
{
    struct lasts l = { 0 };
    (void)state;
    assert_null(lasts_find(&l, 0, 0));
    lasts_free(&l);
}

static void the_newest_revision_is_kept(void **state)
{
    struct lasts l = { 0 };
    (void)state;
    put(&l, 1, 7, 1);
    put(&l, 1, 7, 3);
    put(&l, 1, 7, 2);
    put(&l, 2, 7, 9);
    assert_int_equal(l.count, 2);
    assert_int_equal(lasts_find(&l, 1, 7)->rev, 3);
    assert_int_equal(lasts_find(&l, 2, 7)->rev, 9);
    assert_null(lasts_find(&l, 3, 7));
    assert_null(lasts_find(&l, 1, 8));
    lasts_free(&l);
}

static void many_are_found_again(void **state)
{
    enum { MANY = 20000 };
    struct lasts l = { 0 };
    (void)state;
    for (int64_t i = 0; i < MANY; i++)
        put(&l, (uint16_t)(i % 3), i * INT64_C(0x100000001) - MANY, i);
    assert_int_equal(l.count, MANY);
    for (int64_t i = 0; i < MANY; i++)
        assert_int_equal(lasts_find(&l, (uint16_t)(i % 3), i * INT64_C(0x100000001) - MANY)->rev,
                         i);
    lasts_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_tables_hold_nothing),
        cmocka_unit_test(the_newest_revision_is_kept),
        cmocka_unit_test(many_are_found_again),
    };
    if (identity_start(NULL) != DONE)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
