/* test_verify_chain.c - every entry of the chain is its own, signed, and where it was written. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static const struct forgery of_entries[] = {
    { "UPDATE history SET hash = zeroblob(32) WHERE seq = 3", 1, "hash was altered" },
    { "UPDATE history SET hash = x'' WHERE seq = 3", 1, "hash was altered" },
    { "UPDATE history SET signature = zeroblob(64) WHERE seq = 3", 1, "signature does not hold" },
    { "UPDATE history SET signature = x'' WHERE seq = 3", 1, "signature does not hold" },
    { "UPDATE history SET signature = (SELECT signature FROM history WHERE seq = 2) "
      "WHERE seq = 3",
      1, "entry 3 (Thing due" },
    { "UPDATE history SET signature = zeroblob(64) WHERE seq = 8", 1, "entry 8 (import by desk" },
    { "UPDATE history SET signature = zeroblob(64) WHERE seq = 1", 1, "entry 1 (create by desk" },
    { "UPDATE history SET kind = 'nothing', hash = zeroblob(32) WHERE seq = 4", 2,
      "neither its hash nor its signature holds" },
};

static void what_is_forged_about_an_entry_is_named(void **state)
{
    (void)state;
    tamper_each(of_entries, COUNT(of_entries));
}

/* ---- Forgers who know loket ---- */

/* Altered, hashed anew, and signed by somebody: a desk's key is known. */
static void another_key_under_a_desks_name_is_found(void **state)
{
    struct bench *b = *state;
    struct signing_key thief;
    signing_key_make(&thief);
    bench_forge(b, "UPDATE history SET note = 'forged' WHERE seq = 3");
    tamper_sign(b, 3, false, &thief);
    tamper_expect(b, 1, "entry 3 (Thing due");
    tamper_expect(b, 1, "another key than that desk's");
}

/* The same with every entry behind it made to fit; and the head is not the one that was seen. */
static void a_chain_made_anew_is_found_by_its_keys(void **state)
{
    struct bench *b = *state;
    struct signing_key thief;
    signing_key_make(&thief);
    bench_forge(b, "UPDATE history SET note = 'forged' WHERE seq = 3");
    for (int seq = 3; seq <= TAMPER_ENTRIES; seq++)
        tamper_sign(b, seq, true, &thief);
    tamper_expect(b, TAMPER_ENTRIES - 1, "another key than that desk's");
}

/* A desk's name over another desk's number. */
static void a_desk_cannot_sign_for_another(void **state)
{
    struct bench *b = *state;
    struct other o;
    struct buf sql = { 0 };
    other_open(b, "other", &o);
    store_person(o.store, "", NULL);
    tamper_expect(b, 0, "");
    buf_printf(&sql, "UPDATE history SET author = 'desk %04X' WHERE seq = 9", desk_number(b->desk));
    bench_forge(b, buf_text(&sql));
    tamper_sign(b, 9, true, desk_key(o.desk));
    tamper_expect(b, 1, "entry 9 (Person n");
    tamper_expect(b, 1, "another key than that desk's");
    other_close(&o);
    buf_free(&sql);
}

/* A person's entry replaced by one with another key: the next entry was signed over the old. */
static void a_replaced_entry_is_found_by_the_one_behind_it(void **state)
{
    struct bench *b = *state;
    struct signing_key sari, thief;
    signing_key_make(&sari);
    signing_key_make(&thief);
    store_person(b->store, "sari", &sari);
    store_person(b->store, "", NULL);
    bench_forge(b, "UPDATE history SET author = 'budi' WHERE seq = 9");
    tamper_sign(b, 9, false, &thief);
    tamper_expect(b, 1, "entry 9 (Person n");
    tamper_expect(b, 1, "by budi) was replaced");
}

/* As above, but it is the last: only the judge, or the head another desk saw, can tell. */
static void a_replaced_head_is_the_judges_to_find(void **state)
{
    struct bench *b = *state;
    struct signing_key sari, thief;
    signing_key_make(&sari);
    signing_key_make(&thief);
    store_person(b->store, "sari", &sari);
    bench_forge(b, "UPDATE history SET author = 'budi' WHERE seq = 9");
    tamper_sign(b, 9, false, &thief);
    tamper_expect(b, 1, "rolled back: history entry 9");
}

/* ---- Numbers that were never given ---- */

static const struct forgery of_places[] = {
    { "UPDATE history SET seq = 0 WHERE seq = 4", 3, "entry 4 was removed" },
    { "INSERT INTO history SELECT -7, previous, txn, author, desk, at, kind, record, rev, step, "
      "note, before, after, digest, batch, signer, hash, signature FROM history WHERE seq = 4",
      1, "entry -7 (Person Sari" },
    { "INSERT INTO history SELECT -7, previous, txn, author, desk, at, kind, record, rev, step, "
      "note, before, after, digest, batch, signer, hash, signature FROM history WHERE seq = 4",
      1, "inserted before the history's beginning" },
};

static void places_outside_the_chain_are_named(void **state)
{
    (void)state;
    tamper_each(of_places, COUNT(of_places));
}

/* All of it: each row stands alone, and the desk knows that there was a head. */
static void an_empty_history_is_no_clean_one(void **state)
{
    struct bench *b = *state;
    bench_forge(b, "DELETE FROM history; DELETE FROM history_row");
    tamper_expect(b, 7, "no history entry tells of it");
    tamper_expect(b, 7, "rolled back");
}

/* What other desks write while it walks is walked, too. */
struct meddler {
    struct bench *b;
    struct other *o;
    int left;
};

static bool meddle(void *context, int64_t entries)
{
    struct meddler *m = context;
    (void)entries;
    if (m->left-- > 0)
        store_person(m->o->store, "", NULL);
    return true;
}

static void others_may_write_meanwhile(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct other o;
    int64_t defects = -1, entries = 0;
    other_open(b, "other", &o);
    struct meddler m = { .b = b, .o = &o, .left = 10 };
    const struct verify_judge j = { .progress = meddle, .context = &m };
    assert_int_equal(store_verify_judged(b->store, &j, NULL, NULL, &entries, &defects, &e), DONE);
    assert_int_equal(defects, 0);
    assert_true(entries > TAMPER_ENTRIES);
    other_close(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, tamper_open, tamper_close)
        cmocka_unit_test(what_is_forged_about_an_entry_is_named),
        T(another_key_under_a_desks_name_is_found),
        T(a_chain_made_anew_is_found_by_its_keys),
        T(a_desk_cannot_sign_for_another),
        T(a_replaced_entry_is_found_by_the_one_behind_it),
        T(a_replaced_head_is_the_judges_to_find),
        cmocka_unit_test(places_outside_the_chain_are_named),
        T(an_empty_history_is_no_clean_one),
        T(others_may_write_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
