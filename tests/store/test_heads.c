/* test_heads.c - a file put back in time is for reading only, until an entry gives up what was
 * lost. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/store/private.h"
#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
    language_set(ENGLISH);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    language_set(INDONESIAN);
    return tamper_close(state);
}

static void grow(struct bench *b, int count)
{
    for (int i = 0; i < count; i++)
        store_person(b->store, "", NULL);
}

/* Entries: 1 the birth, then `before`; kept; then `after`; then yesterday's file is back. Returns
 * the head that is lost. */
static struct head roll_back(struct bench *b, int before, int after)
{
    struct error e = { 0 };
    struct head lost;
    grow(b, before);
    store_close(&b->store);
    tamper_keep(b, "yesterday");
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e), DONE);
    grow(b, after);
    assert_int_equal(store_head(b->store, &lost, &e), DONE);
    store_close(&b->store);
    tamper_put_back(b, "yesterday");
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e), DONE);
    return lost;
}

static enum outcome begin(struct store *s, bool restore, struct error *e)
{
    struct intent i = { .author = "", .restore = restore };
    desk_new_txn(i.txn);
    return store_begin(s, &i, NULL, e);
}

static void restore(struct store *s, const struct head *abandoned)
{
    struct error e = { 0 };
    assert_int_equal(begin(s, true, &e), DONE);
    assert_int_equal(store_tell_restore(s, abandoned, &e), DONE);
    if (store_commit(s, &e) != DONE)
        fail_msg("%s", e.text);
}

static bool heads_equal(const struct head *a, const struct head *b)
{
    return a->seq == b->seq && memcmp(a->hash, b->hash, HASH_BYTES) == 0;
}

/* ---- Seeing ---- */

static void the_newest_head_is_remembered(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct head file, seen;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(store_head(b->store, &file, &e), DONE);
        store_head_seen(b->store, &seen);
        assert_int_equal(file.seq, 1 + i);
        assert_true(heads_equal(&file, &seen));
        bench_reopen(b);
        store_head_seen(b->store, &seen);
        assert_true(heads_equal(&file, &seen));
        grow(b, 1);
    }
}

static void what_others_write_is_seen_at_the_next_refresh(void **state)
{
    struct bench *b = *state;
    struct other o;
    struct error e = { 0 };
    struct head seen;
    bool changed;
    other_open(b, "other", &o);
    store_person(o.store, "", NULL);
    store_head_seen(b->store, &seen);
    assert_int_equal(seen.seq, 1);
    assert_int_equal(store_changed(b->store, &changed, &e), DONE);
    assert_true(changed);
    store_head_seen(b->store, &seen);
    assert_int_equal(seen.seq, 2);
    store_person(o.store, "", NULL);
    bench_reopen(b); /* and when it is opened */
    store_head_seen(b->store, &seen);
    assert_int_equal(seen.seq, 3);
    other_close(&o);
}

/* ---- Refusing ---- */

static void yesterdays_file_is_for_reading_only(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf why = { 0 };
    assert_false(store_rolled_back(b->store, &why));
    assert_string_equal(buf_text(&why), "");
    roll_back(b, 2, 2);
    assert_true(store_rolled_back(b->store, &why));
    assert_non_null(strstr(buf_text(&why), "rolled back: history entry 5"));
    assert_non_null(strstr(buf_text(&why), "loket restore"));
    assert_int_equal(begin(b->store, false, &e), FORBIDDEN);
    assert_string_equal(e.text, buf_text(&why));
    assert_int_equal(store_meta_put(b->store, "training", "1", &e), FORBIDDEN);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM meta WHERE key = 'training'"), 0);
    int64_t n = 0;
    assert_int_equal(store_tally(b->store, &test_person, NULL, &n, &e), DONE);
    assert_int_equal(n, 2);
    bench_reopen(b); /* and stays so */
    assert_int_equal(begin(b->store, false, &e), FORBIDDEN);
    buf_free(&why);
}

static void looking_at_it_changes_no_byte(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf before = { 0 }, after = { 0 };
    roll_back(b, 1, 1);
    store_close(&b->store);
    tamper_put_back(b, "yesterday"); /* without a journal beside it */
    assert_int_equal(file_read(b->path, 64 << 20, &before, &e), DONE);
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e), DONE);
    tamper_expect(b, 1, "rolled back");
    store_close(&b->store);
    assert_int_equal(file_read(b->path, 64 << 20, &after, &e), DONE);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.data, after.data, before.len);
    buf_free(&before);
    buf_free(&after);
}

static void verify_names_it_unless_it_is_a_backup(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    int64_t defects = -1;
    const struct verify_judge backup = { .backup = true };
    roll_back(b, 1, 1);
    tamper_expect(b, 1, "rolled back");
    assert_int_equal(store_verify_judged(b->store, &backup, NULL, NULL, NULL, &defects, &e), DONE);
    assert_int_equal(defects, 0);
}

/* The old file goes on without this desk, past the number it saw. */
static void a_longer_chain_that_lacks_the_head_is_refused(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct other o;
    roll_back(b, 2, 1);
    other_open(b, "other", &o);
    for (int i = 0; i < 5; i++)
        store_person(o.store, "", NULL);
    other_close(&o);
    bench_reopen(b);
    assert_true(store_rolled_back(b->store, NULL));
    assert_int_equal(begin(b->store, false, &e), FORBIDDEN);
}

/* The file is put back while it is open: the next write finds out, or the next refresh. */
static void it_is_noticed_while_the_file_is_open(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    bool changed;
    grow(b, 3);
    bench_forge(b, "DELETE FROM history WHERE seq = 4");
    assert_int_equal(begin(b->store, false, &e), FORBIDDEN);
    assert_true(sqlite3_get_autocommit(b->store->db.handle)); /* nothing is left begun */
    bench_reopen(b);
    bench_forge(b, "DELETE FROM history WHERE seq = 3");
    b->now += 600000; /* nobody rang the bell */
    assert_int_equal(store_changed(b->store, &changed, &e), DONE);
    assert_true(store_rolled_back(b->store, NULL));
}

static void a_changed_head_is_no_head(void **state)
{
    struct bench *b = *state;
    grow(b, 3);
    bench_forge(b, "UPDATE history SET hash = zeroblob(32) WHERE seq = 4");
    bench_reopen(b);
    assert_true(store_rolled_back(b->store, NULL));
}

static void another_database_has_another_head(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct store *second = NULL;
    char path[600];
    grow(b, 3);
    snprintf(path, sizeof path, "%s/second.db", b->folder);
    assert_int_equal(store_create(path, &test_registry, b->desk, &b->clock, &e), DONE);
    assert_int_equal(store_open(path, &test_registry, b->desk, &b->clock, &second, &e), DONE);
    assert_false(store_rolled_back(second, NULL));
    store_person(second, "", NULL);
    store_close(&second);
    bench_reopen(b);
    assert_false(store_rolled_back(b->store, NULL));
}

/* ---- Restoring ---- */

static void a_restore_lifts_it(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct head lost = roll_back(b, 2, 2), seen;
    const struct change c = { .step = "new", .note = "" };
    store_head_seen(b->store, &seen);
    assert_true(heads_equal(&lost, &seen));
    assert_int_equal(begin(b->store, true, &e), DONE);
    struct record *r = bench_record(&test_person, "name=n", NULL);
    assert_int_equal(store_save(b->store, r, &c, &e), FORBIDDEN); /* the restore comes first */
    assert_int_equal(store_meta_put(b->store, "training", "1", &e), FORBIDDEN);
    assert_int_equal(store_tell_restore(b->store, &lost, &e), DONE);
    assert_int_equal(store_save(b->store, r, &c, &e), DONE);
    assert_int_equal(store_commit(b->store, &e), DONE);
    assert_false(store_rolled_back(b->store, NULL));
    grow(b, 1);
    bench_reopen(b);
    assert_false(store_rolled_back(b->store, NULL));
    store_head_seen(b->store, &seen);
    assert_int_equal(seen.seq, 6);
    tamper_expect(b, 0, "");
    record_free(&r);
}

static void a_restore_that_is_not_told_is_nothing(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct head lost = roll_back(b, 1, 1);
    assert_int_equal(begin(b->store, true, &e), DONE);
    assert_int_equal(store_commit(b->store, &e), FORBIDDEN);
    assert_int_equal(begin(b->store, true, &e), DONE);
    assert_int_equal(store_tell_restore(b->store, &lost, &e), DONE);
    store_rollback(b->store);
    assert_int_equal(begin(b->store, false, &e), FORBIDDEN);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history"), 2);
}

static void the_entry_names_what_was_lost(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf note = { 0 };
    struct sql *q;
    bool row;
    char hex[2 * HASH_BYTES + 1];
    struct head lost = roll_back(b, 1, 1);
    restore(b->store, &lost);
    assert_int_equal(sql_open(&b->store->db,
                              "SELECT note FROM history WHERE seq = 3 AND step = 'restore' AND "
                              "kind = '' AND record = 0",
                              &q, &e),
                     DONE);
    assert_int_equal(sql_row(q, &row, &e), DONE);
    assert_true(row);
    hash_hex(lost.hash, hex);
    buf_printf(&note, "3 %s", hex);
    assert_string_equal(col_str(q, 0), buf_text(&note));
    sql_close(q);
    buf_free(&note);
}

/* Desks that saw more of the lost end than the one that restores, or less, or another. */
static void other_desks_accept_what_was_given_up(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct other o;
    grow(b, 1);
    store_close(&b->store);
    tamper_keep(b, "yesterday"); /* ends at 2 */
    other_open(b, "early", &o);
    store_person(o.store, "", NULL); /* saw 3 */
    other_close(&o);
    other_open(b, "same", &o);
    store_person(o.store, "", NULL); /* saw 4, which is given up */
    struct head given_up;
    assert_int_equal(store_head(o.store, &given_up, &e), DONE);
    other_close(&o);
    other_open(b, "late", &o);
    store_person(o.store, "", NULL); /* saw 5 */
    other_close(&o);
    tamper_put_back(b, "yesterday");
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e), DONE);
    assert_false(store_rolled_back(b->store, NULL)); /* it saw nothing newer */
    restore(b->store, &given_up);                    /* as entry 3 */
    static const struct {
        const char *desk;
        bool lifted;
    } desks[] = { { "early", true }, { "same", true }, { "late", false } };
    for (size_t i = 0; i < COUNT(desks); i++) {
        other_open(b, desks[i].desk, &o);
        assert_int_equal(!store_rolled_back(o.store, NULL), desks[i].lifted);
        if (desks[i].lifted)
            store_person(o.store, "", NULL);
        else
            assert_int_equal(begin(o.store, false, &e), FORBIDDEN);
        other_close(&o);
        other_open(b, desks[i].desk, &o);
        assert_int_equal(!store_rolled_back(o.store, NULL), desks[i].lifted);
        other_close(&o);
    }
}

/* Entries that look like a restore and give up nothing this desk saw. */
static void other_restores_lift_nothing(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct head lost = roll_back(b, 2, 3), wrong = lost, short_of = lost;
    wrong.hash[0] ^= 1;
    short_of.seq--;
    restore(b->store, &wrong);
    assert_true(store_rolled_back(b->store, NULL));
    restore(b->store, &short_of);
    assert_true(store_rolled_back(b->store, NULL));
    static const char *const notes[] = {
        "", "6", "6 ", "x y", "6 00", " 0", "9999999999999999999999 0",
    };
    static const struct flat none;
    for (size_t i = 0; i < COUNT(notes); i++) {
        static const unsigned char nothing[HASH_BYTES];
        const struct telling t = { .kind = "",
                                   .step = "restore",
                                   .note = notes[i],
                                   .was = &none,
                                   .is = &none,
                                   .digest = nothing };
        assert_int_equal(begin(b->store, true, &e), DONE);
        b->store->restore_told = true;
        assert_int_equal(history_append(b->store, &t, &e), DONE);
        assert_int_equal(store_commit(b->store, &e), DONE);
        assert_true(store_rolled_back(b->store, NULL));
    }
    struct head beyond = { .seq = 100 }; /* as entry 13: it gives up what is behind that */
    restore(b->store, &beyond);
    assert_true(store_rolled_back(b->store, NULL));
    restore(b->store, &lost); /* but who is named is named */
    assert_false(store_rolled_back(b->store, NULL));
}

static void a_forged_restore_lifts_nothing(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct other o;
    struct head lost = roll_back(b, 2, 3);
    other_open(b, "other", &o);
    restore(o.store, &lost);
    other_close(&o);
    bench_forge(b, "UPDATE history SET signature = zeroblob(64) WHERE step = 'restore'");
    bench_reopen(b);
    assert_true(store_rolled_back(b->store, NULL));
    assert_int_equal(begin(b->store, false, &e), FORBIDDEN);
}

/* ---- Who may restore ---- */

struct asked {
    bool answer;
    int count;
    int64_t seq;
    unsigned char signer[PUBLIC_KEY_BYTES];
};

static bool may(void *context, struct store *s, const struct entry *entry)
{
    struct asked *a = context;
    assert_non_null(s);
    a->count++;
    a->seq = entry->seq;
    memcpy(a->signer, entry->signer, PUBLIC_KEY_BYTES);
    return a->answer;
}

static void a_judge_says_who_may_restore(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct other o;
    struct asked asked = { .answer = false };
    const struct restore_judge judge = { .may = may, .context = &asked };
    struct head lost = roll_back(b, 2, 3), seen;
    other_open(b, "other", &o);
    restore(o.store, &lost);
    bench_reopen(b);
    assert_false(store_rolled_back(b->store, NULL)); /* without a judge */
    assert_int_equal(store_judge_restore(b->store, &judge, &e), DONE);
    assert_true(store_rolled_back(b->store, NULL));
    assert_int_equal(asked.count, 1);
    assert_int_equal(asked.seq, 4);
    assert_memory_equal(asked.signer, desk_key(o.desk)->public_key, PUBLIC_KEY_BYTES);
    assert_int_equal(begin(b->store, false, &e), FORBIDDEN);
    asked.answer = true;
    assert_int_equal(store_judge_restore(b->store, &judge, &e), DONE);
    assert_false(store_rolled_back(b->store, NULL));
    store_head_seen(b->store, &seen); /* noted: nobody asks again */
    assert_int_equal(seen.seq, 4);
    asked = (struct asked){ .answer = false };
    bench_reopen(b);
    assert_int_equal(store_judge_restore(b->store, &judge, &e), DONE);
    assert_int_equal(asked.count, 0);
    assert_int_equal(store_judge_restore(b->store, NULL, &e), DONE);
    other_close(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(the_newest_head_is_remembered),         T(what_others_write_is_seen_at_the_next_refresh),
        T(yesterdays_file_is_for_reading_only),   T(looking_at_it_changes_no_byte),
        T(verify_names_it_unless_it_is_a_backup), T(a_longer_chain_that_lacks_the_head_is_refused),
        T(it_is_noticed_while_the_file_is_open),  T(a_changed_head_is_no_head),
        T(another_database_has_another_head),     T(a_restore_lifts_it),
        T(a_restore_that_is_not_told_is_nothing), T(the_entry_names_what_was_lost),
        T(other_desks_accept_what_was_given_up),  T(other_restores_lift_nothing),
        T(a_forged_restore_lifts_nothing),        T(a_judge_says_who_may_restore),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
