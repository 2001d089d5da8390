/* test_verify_guess.c - of an altered entry it is told what was altered, where its hash tells. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static const struct forgery of_columns[] = {
    { "UPDATE history SET author = 'forged' WHERE seq = 3", 1, "its author, which was “desk " },
    { "UPDATE history SET author = 'forged' WHERE seq = 3", 1, "by forged) was altered" },
    { "UPDATE history SET desk = desk + 1 WHERE seq = 3", 1, "its desk" },
    { "UPDATE history SET signer = zeroblob(32) WHERE seq = 3", 1, "its signer's key" },
    { "UPDATE history SET step = 'forged' WHERE seq = 3", 1, "its step, which was “new”" },
    { "UPDATE history SET kind = 'person' WHERE seq = 3", 2,
      "its kind of record, which was “thing”" },
    { "UPDATE history SET rev = rev + 1 WHERE seq = 3", 1, "its revision, which was “1”" },
    { "UPDATE history SET note = 'forged' WHERE seq = 3", 1, "its note" },
    { "UPDATE history SET batch = 7 WHERE seq = 3", 1, "its import" },
    { "UPDATE history SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 3", 1,
      "its time, which was “2026-11-21T10:00:00.000Z”" },
    { "UPDATE history SET previous = zeroblob(32) WHERE seq = 3", 1, "its link to the entry" },
    { "UPDATE history SET previous = x'' WHERE seq = 3", 1, "its link to the entry" },
    /* What cannot be guessed is told as such. */
    { "UPDATE history SET txn = '' WHERE seq = 3", 1, "altered after it was signed" },
    { "UPDATE history SET record = record + 1 WHERE seq = 3", 2, "altered after it was signed" },
    { "UPDATE history SET before = x'01' WHERE seq = 5", 1, "altered after it was signed" },
    { "UPDATE history SET after = x'01' WHERE seq = 3", 1, "altered after it was signed" },
    { "UPDATE history SET digest = zeroblob(32) WHERE seq = 3", 1, "altered after it was signed" },
    { "UPDATE history SET author = 'x', step = 'y' WHERE seq = 3", 1,
      "altered after it was signed" },
};

static void each_column_is_told(void **state)
{
    (void)state;
    tamper_each(of_columns, COUNT(of_columns));
}

/* "Who approved this" changed to somebody else: both names are told. */
static void a_changed_name_tells_whose_it_was(void **state)
{
    struct bench *b = *state;
    struct signing_key sari, budi;
    signing_key_make(&sari);
    signing_key_make(&budi);
    store_person(b->store, "sari", &sari);
    store_person(b->store, "budi", &budi);
    store_person(b->store, "sari", &sari);
    bench_forge(b, "UPDATE history SET author = 'budi' WHERE seq = 9");
    tamper_expect(b, 1, "new by budi) was altered: its author, which was “sari”");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_column_is_told),
        cmocka_unit_test_setup_teardown(a_changed_name_tells_whose_it_was, tamper_open,
                                        tamper_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
