/* test_batch.c - imports: rows in bulk, told part by part, and what undoing one needs. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

static void sound(struct bench *b)
{
    struct error e = { 0 };
    int64_t defects = -1;
    assert_int_equal(store_verify(b->store, NULL, NULL, NULL, &defects, &e), DONE);
    assert_int_equal(defects, 0);
}

static void open_batch(struct bench *b, struct batch *batch, enum origin origin)
{
    struct error e = { 0 };
    *batch = (struct batch){ .kind = &test_thing, .source = "log.csv", .origin = origin };
    memset(batch->source_hash, 0xAB, HASH_BYTES);
    bench_begin(b);
    assert_int_equal(store_batch_open(b->store, batch, &e), DONE);
    bench_commit(b);
    assert_true(batch->id > 0);
}

static void take(struct bench *b, struct batch *batch, struct record *r)
{
    struct error e = { 0 };
    if (store_batch_save(b->store, batch, r, &e) != DONE)
        fail_msg("%s", e.text);
}

static void end_part(struct bench *b, struct batch *batch, int64_t rows)
{
    struct error e = { 0 };
    assert_int_equal(store_batch_part(b->store, batch, rows, &e), DONE);
    bench_commit(b);
}

static void close_batch(struct bench *b, struct batch *batch)
{
    struct error e = { 0 };
    bench_begin(b);
    assert_int_equal(store_batch_close(b->store, batch, &e), DONE);
    bench_commit(b);
}

static void an_import_is_one_entry_for_each_part(void **state)
{
    struct bench *b = *state;
    struct batch batch;
    int64_t entries = bench_number(b, "SELECT count(*) FROM history");
    open_batch(b, &batch, ORIGIN_LOG);
    for (int part = 0; part < 3; part++) {
        bench_begin(b);
        for (int i = 0; i < 10; i++) {
            struct record *r = bench_record(&test_thing, "label=log", "piece.1.name=a", NULL);
            r->state = "finished";
            take(b, &batch, r);
            assert_int_equal(r->rev, 1);
            assert_int_equal(r->origin, ORIGIN_LOG);
            assert_int_equal(r->batch, batch.id);
            record_free(&r);
        }
        end_part(b, &batch, 12);
    }
    close_batch(b, &batch);
    assert_int_equal(batch.created, 30);
    assert_int_equal(batch.rows, 36);
    assert_int_equal(batch.part, 4);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history") - entries, 4);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history_row"), 30);
    assert_int_equal(bench_number(b, "SELECT n FROM tally WHERE state = 'finished'"), 30);
    assert_int_equal(bench_number(b, "SELECT created * 1000 + rows * 10 + closed FROM batch"),
                     30361);
    sound(b);
}

struct heard {
    int64_t batch;
    size_t was, is;
    char step[FIELD_ID_MAX];
    char label[32];
    int count;
};

static void hear(void *context, const struct entry *entry)
{
    struct heard *list = context;
    while (list->count)
        list++;
    const struct flat_entry *label = flat_find(&entry->is, "label");
    *list = (struct heard){
        .batch = entry->batch, .was = entry->was.count, .is = entry->is.count, .count = 1
    };
    snprintf(list->step, sizeof list->step, "%s", entry->step);
    snprintf(list->label, sizeof list->label, "%s", label ? label->text : "");
}

/* The row that made a record keeps no copy of it; its history tells all the same. */
static void the_history_of_an_imported_record_is_whole(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct batch batch;
    struct heard heard[4] = { 0 };
    struct record *r = bench_record(&test_thing, "label=log", "piece.1.name=a", NULL);
    r->state = "finished";
    open_batch(b, &batch, ORIGIN_LOG);
    bench_begin(b);
    take(b, &batch, r);
    end_part(b, &batch, 1);
    record_put_text(r, "label", "mended");
    r->lines[0].items[0].gone = true;
    bench_save(b, r, "edit");
    assert_int_equal(store_history(b->store, &test_thing, r->id, 0, hear, heard, &e), DONE);
    assert_string_equal(heard[0].step, "edit");
    assert_int_equal(heard[0].batch, 0);
    assert_string_equal(heard[1].step, "import");
    assert_int_equal(heard[1].batch, batch.id);
    assert_int_equal(heard[1].was, 0);
    assert_int_equal(heard[1].is, 4); /* state, label, the line and its name */
    assert_string_equal(heard[1].label, "log");
    assert_int_equal(heard[2].count, 0);
    sound(b);
    record_free(&r);
}

static void take_back(void *context, const struct entry *entry)
{
    struct error e = { 0 };
    struct record *r = context;
    if (entry->rev == r->rev)
        assert_int_equal(flat_apply(r, &entry->is, &entry->was, &e), DONE);
}

/* Undoing a batch needs what stood before in records it changed: also what was empty. */
static void changed_records_keep_their_before(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct batch batch;
    struct flat before = { 0 }, after = { 0 };
    struct record *r = bench_record(&test_thing, "label=one", "owner=CV A", "piece.1.name=a", NULL);
    bench_save(b, r, "new");
    flat_of(r, &before);
    record_put_text(r, "label", "two");
    record_put_text(r, "owner", "");
    record_put_text(r, "serial", "S-1");
    record_put_text(r, "piece.2.name", "b");
    open_batch(b, &batch, ORIGIN_LOG);
    bench_begin(b);
    take(b, &batch, r);
    end_part(b, &batch, 1);
    assert_int_equal(r->rev, 2);
    assert_int_equal(batch.changed, 1);
    struct record *back = bench_load(b, &test_thing, r->id);
    assert_int_equal(back->origin, ORIGIN_DESK); /* it stays what it was */
    assert_int_equal(store_history(b->store, &test_thing, r->id, 0, take_back, back, &e), DONE);
    flat_of(back, &after);
    assert_int_equal(before.count, after.count);
    for (size_t i = 0; i < before.count; i++)
        assert_true(flat_entry_same(&before.items[i], &after.items[i]));
    flat_free(&before);
    flat_free(&after);
    record_free(&back);
    record_free(&r);
    sound(b);
}

static void unchanged_rows_write_nothing(void **state)
{
    struct bench *b = *state;
    struct batch batch;
    struct record *r = bench_record(&test_thing, "label=one", NULL);
    bench_save(b, r, "new");
    open_batch(b, &batch, ORIGIN_LOG);
    bench_begin(b);
    take(b, &batch, r);
    end_part(b, &batch, 1);
    assert_int_equal(batch.unchanged, 1);
    assert_int_equal(r->rev, 1);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history_row"), 0);
    sound(b);
    record_free(&r);
}

static void a_restore_keeps_ids_revisions_and_numbers(void **state)
{
    struct bench *b = *state;
    struct batch batch;
    struct record *r =
        bench_record(&test_thing, "label=one", "number=2026-0412", "piece.1.name=a", NULL);
    r->id = id_make((moment)BENCH_DAY * 86400000, 7, 3);
    r->rev = 5;
    r->state = "accepted";
    r->lines[0].items[0].id = r->id + 1;
    open_batch(b, &batch, ORIGIN_RESTORED);
    bench_begin(b);
    take(b, &batch, r);
    end_part(b, &batch, 1);
    struct record *back = bench_load(b, &test_thing, r->id);
    assert_int_equal(back->rev, 5);
    assert_int_equal(back->lines[0].items[0].id, r->id + 1);
    assert_int_equal(back->origin, ORIGIN_DESK); /* as its export named it */
    assert_int_equal(back->batch, batch.id);
    assert_string_equal(record_text(back, "number"), "2026-0412");
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history WHERE step = 'restore'"), 1);
    /* Once here it is an ordinary record. */
    record_put_text(back, "label", "two");
    bench_save(b, back, "edit");
    assert_int_equal(back->rev, 6);
    sound(b);
    record_free(&back);
    record_free(&r);
}

static void a_restore_of_a_known_id_is_a_change_under_its_revision(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct batch batch;
    struct record *r = bench_record(&test_thing, "label=one", NULL);
    bench_save(b, r, "new");
    struct record *theirs = record_copy(r);
    record_put_text(r, "label", "two");
    bench_save(b, r, "edit");
    record_put_text(theirs, "label", "three");
    open_batch(b, &batch, ORIGIN_RESTORED);
    bench_begin(b);
    assert_int_equal(store_batch_save(b->store, &batch, theirs, &e), STALE);
    theirs->rev = 2;
    take(b, &batch, theirs);
    end_part(b, &batch, 1);
    assert_int_equal(theirs->rev, 3);
    assert_int_equal(batch.changed, 1);
    sound(b);
    record_free(&theirs);
    record_free(&r);
}

static void a_rolled_back_part_leaves_nothing(void **state)
{
    struct bench *b = *state;
    struct batch batch, kept;
    struct error e = { 0 };
    open_batch(b, &batch, ORIGIN_LOG);
    kept = batch;
    for (int attempt = 0; attempt < 2; attempt++) {
        batch = kept;
        bench_begin(b);
        for (int i = 0; i < 3; i++) {
            struct record *r = bench_record(&test_thing, "label=log", NULL);
            take(b, &batch, r);
            record_free(&r);
        }
        if (attempt == 0) {
            store_rollback(b->store);
            assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 0);
            assert_int_equal(bench_number(b, "SELECT count(*) FROM history_row"), 0);
        } else {
            assert_int_equal(store_batch_part(b->store, &batch, 3, &e), DONE);
            bench_commit(b);
        }
    }
    assert_int_equal(batch.created, 3);
    sound(b);
}

/* One record twice in one part: two rows, in order. */
static void a_record_may_come_twice(void **state)
{
    struct bench *b = *state;
    struct batch batch;
    struct record *r = bench_record(&test_thing, "label=one", NULL);
    open_batch(b, &batch, ORIGIN_LOG);
    bench_begin(b);
    take(b, &batch, r);
    record_put_text(r, "label", "two");
    take(b, &batch, r);
    end_part(b, &batch, 2);
    assert_int_equal(batch.created, 1);
    assert_int_equal(batch.changed, 1);
    assert_int_equal(r->rev, 2);
    sound(b);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(an_import_is_one_entry_for_each_part),
        T(the_history_of_an_imported_record_is_whole),
        T(changed_records_keep_their_before),
        T(unchanged_rows_write_nothing),
        T(a_restore_keeps_ids_revisions_and_numbers),
        T(a_restore_of_a_known_id_is_a_change_under_its_revision),
        T(a_rolled_back_part_leaves_nothing),
        T(a_record_may_come_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
