/* test_verify.c - whatever is changed behind loket's back is found and named. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

/* Two things and a person saved, one thing changed twice, and an import of three. */
static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    struct error e = { 0 };
    bench_open(b);
    struct record *one =
        bench_record(&test_thing, "label=one", "serial=A-1", "owner=CV A", "received_on=2026-11-01",
                     "amount=1", "fragile=1", "piece.1.name=a", "piece.2.name=b", NULL);
    struct record *two = bench_record(&test_thing, "label=two", "paper.1.title=p", NULL);
    struct record *who = bench_record(&test_person, "code=S", "name=Sari", NULL);
    bench_save(b, one, "new");
    bench_save(b, two, "new");
    bench_save(b, who, "new");
    record_put_text(one, "label", "uno");
    bench_save(b, one, "edit");
    one->lines[0].items[0].gone = true;
    bench_save(b, one, "edit");
    struct batch batch = { .kind = &test_thing, .source = "old.csv", .origin = ORIGIN_LOG };
    bench_begin(b);
    assert_int_equal(store_batch_open(b->store, &batch, &e), DONE);
    for (int i = 0; i < 3; i++) {
        struct record *r = bench_record(&test_thing, "label=log", "piece.1.name=x", NULL);
        r->state = "finished";
        assert_int_equal(store_batch_save(b->store, &batch, r, &e), DONE);
        record_free(&r);
    }
    record_put_text(two, "label", "due");
    assert_int_equal(store_batch_save(b->store, &batch, two, &e), DONE);
    assert_int_equal(store_batch_part(b->store, &batch, 4, &e), DONE);
    assert_int_equal(store_batch_close(b->store, &batch, &e), DONE);
    bench_commit(b);
    record_free(&one);
    record_free(&two);
    record_free(&who);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static void note(void *context, const char *text)
{
    buf_printf(context, "%s\n", text);
}

static int64_t defects(struct bench *b, struct buf *said, int64_t *entries)
{
    struct error e = { 0 };
    int64_t n = -1;
    if (store_verify(b->store, note, said, entries, &n, &e) != DONE)
        fail_msg("verify: %s", e.text);
    return n;
}

static void a_sound_file_has_no_defects(void **state)
{
    struct buf said = { 0 };
    int64_t entries = 0;
    int64_t n = defects(*state, &said, &entries);
    assert_string_equal(buf_text(&said), "");
    assert_int_equal(n, 0);
    assert_int_equal(entries, 8); /* the birth, five saves, two of the import */
    buf_free(&said);
}

/* Each forgery alone on a fresh file; `said` is part of the English sentence. */
static const struct forgery {
    const char *sql, *said;
} forgeries[] = {
    /* Rows */
    { "UPDATE thing SET label = 'forged' WHERE label = 'uno'", "not what its last" },
    { "UPDATE thing SET amount = amount + 1 WHERE label = 'uno'", "not what its last" },
    { "UPDATE thing SET fragile = NULL WHERE label = 'uno'", "not what its last" },
    { "UPDATE thing SET received_on = '2026-11-02' WHERE label = 'uno'", "not what its last" },
    { "UPDATE thing SET owner_id = 5 WHERE label = 'uno'", "not what its last" },
    { "UPDATE thing SET owner = 'CV B' WHERE label = 'uno'", "not what its last" },
    { "UPDATE thing SET state = 'accepted' WHERE label = 'uno'", "not what its last" },
    { "UPDATE thing SET origin = 2 WHERE label = 'uno'", "not what its last" },
    { "UPDATE thing SET batch = 0 WHERE label = 'log'", "not what its last" },
    { "UPDATE thing SET label = 'forged' WHERE label = 'log'", "not what its last" },
    { "UPDATE thing SET label = 'forged' WHERE label = 'due'", "not what its last" },
    { "UPDATE thing SET rev = rev + 1 WHERE label = 'uno'", "revision" },
    { "UPDATE thing SET changed_at = '2020-01-01T00:00:00.000Z' WHERE label = 'uno'",
      "not what its last" },
    { "UPDATE thing SET received_on = 'soon' WHERE label = 'uno'", "unreadable" },
    { "UPDATE thing SET serial_tail = '1B' WHERE label = 'uno'", "tail" },
    { "UPDATE person SET name = 'forged'", "not what its last" },
    { "DELETE FROM person", "gone from the file" },
    { "PRAGMA foreign_keys=OFF; DELETE FROM thing WHERE label = 'log'", "gone from the file" },
    { "INSERT INTO person (id, rev, state, origin, batch, changed_at, name) VALUES "
      "(7, 1, 'active', 0, 0, '2026-11-21T00:00:00.000Z', 'forged')",
      "no history entry" },
    /* Lines */
    { "UPDATE thing_piece SET name = 'forged' WHERE name = 'b'", "not what its last" },
    { "UPDATE thing_piece SET weight = 5 WHERE name = 'b'", "not what its last" },
    { "UPDATE thing_piece SET gone = 0", "not what its last" },
    { "UPDATE thing_piece SET gone = 1 WHERE name = 'b'", "not what its last" },
    { "DELETE FROM thing_piece WHERE name = 'b'", "not what its last" },
    { "DELETE FROM thing_piece WHERE name = 'x'", "not what its last" },
    { "UPDATE thing_paper SET dated = '2026-01-01'", "not what its last" },
    { "INSERT INTO thing_piece (id, parent, position, gone, name) SELECT 7, id, 9, 0, 'forged' "
      "FROM thing WHERE label = 'uno'",
      "not what its last" },
    { "PRAGMA foreign_keys=OFF; UPDATE thing_paper SET parent = 7", "belong to no record" },
    /* Entries */
    { "UPDATE history SET author = 'forged' WHERE seq = 3", "changed after" },
    { "UPDATE history SET txn = '' WHERE seq = 3", "changed after" },
    { "UPDATE history SET desk = desk + 1 WHERE seq = 3", "changed after" },
    { "UPDATE history SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 3", "changed after" },
    { "UPDATE history SET kind = 'person' WHERE seq = 3", "changed after" },
    { "UPDATE history SET record = record + 1 WHERE seq = 3", "changed after" },
    { "UPDATE history SET rev = rev + 1 WHERE seq = 3", "changed after" },
    { "UPDATE history SET step = 'forged' WHERE seq = 3", "changed after" },
    { "UPDATE history SET note = 'forged' WHERE seq = 3", "changed after" },
    { "UPDATE history SET before = x'01' WHERE seq = 5", "changed after" },
    { "UPDATE history SET after = x'01' WHERE seq = 3", "changed after" },
    { "UPDATE history SET digest = zeroblob(32) WHERE seq = 3", "changed after" },
    { "UPDATE history SET batch = 7 WHERE seq = 3", "changed after" },
    { "UPDATE history SET previous = zeroblob(32) WHERE seq = 3", "does not follow" },
    { "UPDATE history SET hash = zeroblob(32) WHERE seq = 3", "changed after" },
    { "UPDATE history SET signature = zeroblob(64) WHERE seq = 3", "signature" },
    { "UPDATE history SET signature = x'' WHERE seq = 3", "signature" },
    { "UPDATE history SET signer = zeroblob(32) WHERE seq = 3", "signature" },
    { "UPDATE history SET signature = (SELECT signature FROM history WHERE seq = 2) "
      "WHERE seq = 3",
      "signature" },
    { "DELETE FROM history WHERE seq = 3", "missing" },
    { "DELETE FROM history WHERE seq = 1", "missing" },
    { "DELETE FROM history WHERE seq = (SELECT max(seq) FROM history WHERE kind <> '')",
      "missing" },
    { "UPDATE history SET seq = 100 WHERE seq = 3", "missing" },
    { "UPDATE history SET seq = -1 WHERE seq = 3; UPDATE history SET seq = 3 WHERE seq = 4; "
      "UPDATE history SET seq = 4 WHERE seq = -1",
      "does not follow" },
    { "DELETE FROM history WHERE kind = 'person'; DELETE FROM person", "missing" },
    /* Imports */
    { "UPDATE history_row SET digest = zeroblob(32) WHERE position = 1", "part of an import" },
    { "UPDATE history_row SET rev = 9 WHERE position = 1", "part of an import" },
    { "UPDATE history_row SET record = 9 WHERE position = 1", "part of an import" },
    { "UPDATE history_row SET kind = 'person' WHERE position = 1", "part of an import" },
    { "UPDATE history_row SET before = x'01' WHERE position = 4", "part of an import" },
    { "UPDATE history_row SET after = NULL WHERE position = 4", "part of an import" },
    { "DELETE FROM history_row WHERE position = 4", "part of an import" },
    { "UPDATE history_row SET position = 9 WHERE position = 1", "part of an import" },
    { "UPDATE history_row SET part = 7", "no entry in the history" },
    { "DELETE FROM history_row", "part of an import" },
    /* The file */
    { "UPDATE meta SET value = 'forged' WHERE key = 'store_uuid'", "another one" },
};

static void each_forgery_is_named(void **state)
{
    (void)state;
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(forgeries); i++) {
        void *one = NULL;
        struct buf said = { 0 };
        open_bench(&one);
        bench_forge(one, forgeries[i].sql);
        if (defects(one, &said, NULL) < 1 || !strstr(buf_text(&said), forgeries[i].said))
            fail_msg("%s: wanted “%s”, heard “%s”", forgeries[i].sql, forgeries[i].said,
                     buf_text(&said));
        buf_free(&said);
        close_bench(&one);
    }
    language_set(INDONESIAN);
}

/* An entry rehashed and signed by another key is found by the key. */
static void another_key_is_found(void **state)
{
    struct bench *b = *state, other;
    struct buf said = { 0 };
    struct error e = { 0 };
    bench_open(&other);
    struct store *theirs = NULL;
    struct record *r = bench_record(&test_thing, "label=x", NULL);
    const struct change c = { .step = "new" };
    struct intent i = { .author = "" };
    language_set(ENGLISH);
    /* Another desk may write: its key is its own. */
    assert_int_equal(store_open(b->path, &test_registry, other.desk, &b->clock, &theirs, &e), DONE);
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(theirs, &i, NULL, &e), DONE);
    assert_int_equal(store_save(theirs, r, &c, &e), DONE);
    assert_int_equal(store_commit(theirs, &e), DONE);
    assert_int_equal(defects(b, &said, NULL), 0);
    /* The same entry under our number: our key did not make it. */
    struct buf sql = { 0 };
    buf_printf(&sql, "UPDATE history SET desk = %d WHERE seq = (SELECT max(seq) FROM history)",
               desk_number(b->desk));
    bench_forge(b, buf_text(&sql));
    assert_true(defects(b, &said, NULL) >= 2);
    assert_non_null(strstr(buf_text(&said), "another key"));
    language_set(INDONESIAN);
    store_close(&theirs);
    bench_close(&other);
    record_free(&r);
    buf_free(&sql);
    buf_free(&said);
}

/* More entries and rows than one slice holds. */
static void long_files_are_walked_whole(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf said = { 0 };
    const struct change c = { .step = "new" };
    int64_t entries = 0;
    bench_begin(b);
    for (int i = 0; i < 1100; i++) {
        struct record *r = bench_record(&test_person, "name=n", NULL);
        assert_int_equal(store_save(b->store, r, &c, &e), DONE);
        record_free(&r);
    }
    bench_commit(b);
    assert_int_equal(defects(b, &said, &entries), 0);
    assert_int_equal(entries, 1108);
    bench_forge(b, "UPDATE person SET name = 'm' WHERE id = (SELECT max(id) FROM person)");
    bench_forge(b, "UPDATE history SET note = 'm' WHERE seq = 1100");
    assert_int_equal(defects(b, &said, NULL), 3); /* the hash, its signature, the row */
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(a_sound_file_has_no_defects),
        cmocka_unit_test(each_forgery_is_named),
        T(another_key_is_found),
        T(long_files_are_walked_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
