/* test_verify_doubt.c - one deed is told once, by its name: removed, inserted, swapped, moved. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

#define COPY_OF(columns)                                                                           \
    "INSERT INTO history SELECT " columns ", previous, txn, author, desk, at, kind, record, rev, " \
    "step, note, before, after, digest, batch, signer, hash, signature FROM history "
/* Numbers are changed by way of negative ones, for no two may be alike. */
#define SHIFT(by, where)                                                                           \
    "UPDATE history SET seq = -seq WHERE " where "; "                                              \
    "UPDATE history SET seq = -seq + " by " WHERE seq < 0; "
#define SWAP(a, b)                                                                                 \
    "UPDATE history SET seq = -1 WHERE seq = " a "; UPDATE history SET seq = " a " WHERE seq = " b \
    "; UPDATE history SET seq = " b " WHERE seq = -1"

static const struct forgery deeds[] = {
    /* Removed. The rows of things are left; a person's goes along. */
    { "DELETE FROM history WHERE seq = 3", 1, "History entry 3 was removed." },
    { "DELETE FROM history WHERE seq IN (3, 4); DELETE FROM person", 1,
      "History entries 3 to 4 were removed." },
    { "DELETE FROM history WHERE seq IN (3, 5)", 2, "History entry 5 was removed." },
    { "DELETE FROM history WHERE seq = 1", 1, "History entry 1 was removed." },
    { "DELETE FROM history WHERE seq = 6", 2, "at revision 3, its last history entry at 2" },
    { "DELETE FROM history WHERE seq = 3; " SHIFT("-1", "seq > 3"), 1,
      "before it entries were removed (1)" },
    { "DELETE FROM history WHERE seq IN (3, 4); DELETE FROM person; " SHIFT("-2", "seq > 4"), 1,
      "entry 3 (Thing uno" },
    /* Inserted */
    { COPY_OF("9") "WHERE seq = 4", 1, "entry 9 (Person Sari" },
    { COPY_OF("9") "WHERE seq = 4", 1, "is a copy of entry 4" },
    { SHIFT("1", "seq > 4") COPY_OF("5") "WHERE seq = 4", 1, "is a copy of entry 4" },
    { SHIFT("1", "seq > 4") COPY_OF("5") "WHERE seq = 3", 1, "was inserted" },
    { SHIFT("1", "seq > 4") COPY_OF("5") "WHERE seq = 4", 1, "entry 5 (Person Sari" },
    { SHIFT("1", "seq > 4") COPY_OF("5") "WHERE seq = 4; UPDATE history SET author = 'x', "
                                         "hash = zeroblob(32) WHERE seq = 5",
      1, "by x) was inserted" },
    { SHIFT("2", "seq > 4") COPY_OF("5") "WHERE seq = 4; " COPY_OF("6") "WHERE seq = 3", 2,
      "was inserted" },
    { SHIFT("1", "seq > 1") COPY_OF("2") "WHERE seq = 5", 1, "entry 2 (Person" },
    /* Swapped */
    { SWAP("3", "4"), 1, "History entries 3 and 4 were swapped." },
    { SWAP("2", "5"), 1, "History entries 2 and 5 were swapped." },
    { SWAP("7", "8"), 1, "History entries 7 and 8 were swapped." },
    { SWAP("1", "2"), 2, "History entries 1 and 2 were swapped." },
    { SWAP("4", "8"), 1, "History entries 4 and 8 were swapped." },
    /* Moved */
    { "UPDATE history SET seq = 100 WHERE seq = 4", 3, "was moved: it was written as number 4" },
    { "UPDATE history SET seq = 9 WHERE seq = 4", 2, "entry 4 was removed" },
    /* One entry put in another's place */
    { "DELETE FROM history WHERE seq = 4; " COPY_OF("4") "WHERE seq = 5", 2, "entry 4 (Thing uno" },
};

static void each_deed_is_told_by_its_name(void **state)
{
    (void)state;
    tamper_each(deeds, COUNT(deeds));
}

/* Swaps too far apart for the numbers to tell at once. */
static void distant_entries_swapped_are_told(void **state)
{
    struct bench *b = *state;
    for (int i = 0; i < 60; i++)
        store_person(b->store, "", NULL);
    bench_forge(b, SWAP("4", "60"));
    tamper_expect(b, 1, "History entries 4 and 60 were swapped.");
    bench_forge(b, SWAP("10", "11"));
    tamper_expect(b, 2, "History entries 10 and 11 were swapped.");
}

/* Several deeds in one file keep their names. */
static void deeds_do_not_hide_each_other(void **state)
{
    struct bench *b = *state;
    for (int i = 0; i < 60; i++)
        store_person(b->store, "", NULL);
    bench_forge(b, "UPDATE history SET note = 'forged' WHERE seq = 3");
    bench_forge(b, SWAP("20", "40"));
    bench_forge(b, "DELETE FROM history WHERE seq BETWEEN 30 AND 33");
    bench_forge(b, "UPDATE history SET signature = zeroblob(64) WHERE seq = 50");
    bench_forge(b, "UPDATE person SET name = 'forged' WHERE code = 'S'");
    static const char *const said[] = {
        "entry 3 (Thing due", "entries 20 and 40 were swapped",     "entries 30 to 33 were removed",
        "entry 50 (Person n", "is “forged”, in the history “Sari”",
    };
    /* Four persons are told of by nothing. */
    for (size_t i = 0; i < COUNT(said); i++)
        tamper_expect(b, 5 + 4, said[i]);
}

/* A file of nothing but forgeries is told of to its end, in bounded time and memory. */
static void more_than_can_be_explained_is_still_named(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    const struct change c = { .step = "new" };
    bench_begin(b);
    for (int i = 0; i < 1200; i++) {
        struct record *r = bench_record(&test_person, "name=n", NULL);
        assert_int_equal(store_save(b->store, r, &c, &e), DONE);
        record_free(&r);
    }
    bench_commit(b);
    bench_forge(b, "UPDATE history SET note = 'forged'");
    tamper_expect(b, TAMPER_ENTRIES + 1200, "History entry 1208 was altered or forged.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, tamper_open, tamper_close)
        cmocka_unit_test(each_deed_is_told_by_its_name),
        T(distant_entries_swapped_are_told),
        T(deeds_do_not_hide_each_other),
        T(more_than_can_be_explained_is_still_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
