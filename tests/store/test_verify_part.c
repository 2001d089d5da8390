/* test_verify_part.c - the rows of an import are what the entry of their part says. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static const struct forgery of_parts[] = {
    { "UPDATE history_row SET digest = zeroblob(32) WHERE position = 1", 2, "entry 7: rows of" },
    { "UPDATE history_row SET rev = 9 WHERE position = 1", 2, "entry 7: rows of" },
    { "UPDATE history_row SET record = 9 WHERE position = 1", 3, "entry 7: rows of" },
    { "UPDATE history_row SET kind = 'person' WHERE position = 1", 4,
      "a row of the kind “person”, which is not its own" },
    { "UPDATE history_row SET kind = 'nothing' WHERE position = 1", 3, "of the kind “nothing”" },
    { "UPDATE history_row SET before = x'01' WHERE position = 4", 1, "entry 7: rows of" },
    { "UPDATE history_row SET after = NULL WHERE position = 4", 1, "entry 7: rows of" },
    { "UPDATE history_row SET position = 9 WHERE position = 1", 1, "entry 7: rows of" },
    { "UPDATE history_row SET part = 7", 6, "no entry in the history" },
    { "UPDATE history_row SET part = 7", 6, "entry 7: rows of" },
    { "DELETE FROM history_row WHERE position = 4", 2, "entry 7: rows of" },
    { "DELETE FROM history_row", 5, "entry 7: rows of" },
    { "INSERT INTO history_row SELECT batch, part, 9, kind, record, rev, digest, before, after "
      "FROM history_row WHERE position = 1",
      1, "entry 7: rows of" },
};

static void what_is_forged_about_an_import_is_named(void **state)
{
    (void)state;
    tamper_each(of_parts, COUNT(of_parts));
}

/* Who signs imports cannot bring in rows of another kind than the part says, well digested as they
 * may be. */
static void a_part_has_rows_of_its_own_kind_only(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct batch batch = { .kind = &test_thing, .source = "x.csv", .origin = ORIGIN_LOG };
    struct record *r = bench_record(&test_person, "name=n", NULL);
    bench_begin(b);
    assert_int_equal(store_batch_open(b->store, &batch, &e), DONE);
    assert_int_equal(store_batch_save(b->store, &batch, r, &e), DONE);
    assert_int_equal(store_batch_close(b->store, &batch, &e), DONE);
    bench_commit(b);
    tamper_expect(b, 1, "entry 9: this part of an import has a row of the kind “person”");
    record_free(&r);
}

/* Imports, too, are signed by who makes them. */
static void a_part_is_signed_by_its_author(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct signing_key key;
    struct intent i = { .author = "sari", .key = &key };
    struct batch batch = { .kind = &test_person, .source = "x.csv", .origin = ORIGIN_LOG };
    struct record *r = bench_record(&test_person, "name=n", NULL);
    struct buf sql = { 0 };
    signing_key_make(&key);
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), DONE);
    assert_int_equal(store_batch_open(b->store, &batch, &e), DONE);
    assert_int_equal(store_batch_save(b->store, &batch, r, &e), DONE);
    assert_int_equal(store_batch_close(b->store, &batch, &e), DONE);
    bench_commit(b);
    buf_puts(&sql, "SELECT count(*) FROM history WHERE seq = 9 AND author = 'sari' AND "
                   "hex(signer) = '");
    for (size_t n = 0; n < PUBLIC_KEY_BYTES; n++)
        buf_printf(&sql, "%02X", key.public_key[n]);
    buf_puts(&sql, "'");
    assert_int_equal(bench_number(b, buf_text(&sql)), 1);
    tamper_expect(b, 0, "");
    buf_free(&sql);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, tamper_open, tamper_close)
        cmocka_unit_test(what_is_forged_about_an_import_is_named),
        T(a_part_has_rows_of_its_own_kind_only),
        T(a_part_is_signed_by_its_author),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
