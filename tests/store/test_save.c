/* test_save.c - versions: what is written, what is refused, what lines become. */
#include <setjmp.h>
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

/* A saved thing with three pieces a, b, c. */
static struct record *thing(struct bench *b)
{
    struct record *r = bench_record(&test_thing, "label=first", "received_on=2026-11-01",
                                    "piece.1.name=a", "piece.2.name=b", "piece.3.name=c", NULL);
    bench_save(b, r, "new");
    return r;
}

static enum outcome save_once(struct bench *b, struct record *r, struct error *e)
{
    const struct change c = { .step = "edit", .note = "" };
    bench_begin(b);
    enum outcome o = store_save(b->store, r, &c, e);
    if (o == DONE)
        bench_commit(b);
    else
        store_rollback(b->store);
    return o;
}

static void new_records_get_ids_and_revision_one(void **state)
{
    struct record *r = thing(*state);
    assert_true(r->id > 0);
    assert_int_equal(r->rev, 1);
    assert_true(r->lines[0].items[0].id > 0);
    assert_true(r->lines[0].items[0].id != r->lines[0].items[1].id);
    record_free(&r);
}

static void a_stale_save_is_refused(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct record *mine = thing(b), *theirs = bench_load(b, &test_thing, mine->id);
    record_put_text(theirs, "label", "second");
    bench_save(b, theirs, "edit");
    record_put_text(mine, "label", "third");
    assert_int_equal(save_once(b, mine, &e), STALE);
    assert_int_equal(mine->rev, 1);
    struct record *now = bench_load(b, &test_thing, mine->id);
    assert_string_equal(record_text(now, "label"), "second");
    assert_int_equal(now->rev, 2);
    record_free(&now);
    record_free(&mine);
    record_free(&theirs);
}

static void a_change_of_lines_alone_is_stale_too(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct record *mine = thing(b), *theirs = bench_load(b, &test_thing, mine->id);
    record_put_text(theirs, "piece.2.name", "bb");
    bench_save(b, theirs, "edit");
    record_put_text(mine, "piece.1.name", "aa");
    assert_int_equal(save_once(b, mine, &e), STALE);
    record_free(&mine);
    record_free(&theirs);
}

static void nothing_changed_nothing_written(void **state)
{
    struct bench *b = *state;
    struct record *r = thing(b);
    int64_t entries = bench_number(b, "SELECT count(*) FROM history");
    b->now += 60000;
    bench_save(b, r, "edit");
    assert_int_equal(r->rev, 1);
    assert_int_equal(r->changed_at, b->now - 60000);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history"), entries);
    assert_int_equal(bench_number(b, "SELECT rev FROM thing"), 1);
    record_free(&r);
}

static void lines_come_change_and_go(void **state)
{
    struct bench *b = *state;
    struct record *r = thing(b);
    int64_t gone = r->lines[0].items[1].id;
    r->lines[0].items[1].gone = true;
    record_put_text(r, "piece.2.name", "cc"); /* the second live one: c */
    record_put_text(r, "piece.3.name", "d");
    bench_save(b, r, "edit");
    assert_int_equal(r->rev, 2);
    struct record *back = bench_load(b, &test_thing, r->id);
    const struct line_list *list = &back->lines[0];
    assert_int_equal(list->count, 4);
    assert_int_equal(record_live_lines(back, "piece"), 3);
    assert_true(list->items[1].gone);
    assert_int_equal(list->items[1].id, gone);
    assert_string_equal(list->items[1].values[0].text, "b"); /* kept in the file */
    assert_string_equal(list->items[2].values[0].text, "cc");
    assert_string_equal(list->items[3].values[0].text, "d");
    record_free(&back);
    record_free(&r);
}

static void a_line_left_out_becomes_a_tombstone(void **state)
{
    struct bench *b = *state;
    struct record *r = thing(b);
    struct line *last = &r->lines[0].items[--r->lines[0].count];
    for (size_t i = 0; i < field_count(test_thing.lines[0].fields); i++)
        value_clear(&last->values[i]);
    free(last->values);
    bench_save(b, r, "edit");
    struct record *back = bench_load(b, &test_thing, r->id);
    assert_int_equal(back->lines[0].count, 3);
    assert_true(back->lines[0].items[2].gone);
    assert_string_equal(back->lines[0].items[2].values[0].text, "c");
    record_free(&back);
    record_free(&r);
}

static void a_line_added_and_removed_unsaved_leaves_no_trace(void **state)
{
    struct bench *b = *state;
    struct record *r = thing(b);
    record_put_text(r, "piece.4.name", "d");
    r->lines[0].items[3].gone = true;
    bench_save(b, r, "edit");
    assert_int_equal(r->rev, 1);
    record_put_text(r, "label", "second");
    record_put_text(r, "piece.4.name", "e");
    r->lines[0].items[3].gone = true;
    bench_save(b, r, "edit");
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing_piece"), 3);
    record_free(&r);
}

/* Only the columns that differ are written: the file's other columns stay as they are. */
static void an_update_touches_only_what_differs(void **state)
{
    struct bench *b = *state;
    struct record *r = thing(b);
    bench_forge(b, "CREATE TRIGGER t AFTER UPDATE OF received_on, serial, state ON thing BEGIN "
                   "SELECT raise(ABORT, 'touched'); END");
    bench_forge(b, "CREATE TRIGGER u AFTER UPDATE ON thing_piece WHEN old.name <> 'b' BEGIN "
                   "SELECT raise(ABORT, 'touched'); END");
    record_put_text(r, "label", "second");
    record_put_text(r, "piece.2.name", "bb");
    bench_save(b, r, "edit");
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing WHERE label = 'second'"), 1);
    record_free(&r);
}

static void counts_follow_the_states(void **state)
{
    struct bench *b = *state;
    struct record *one = thing(b), *two = thing(b);
    one->state = flow_state(test_thing.flow, "submitted")->id;
    bench_save(b, one, "submit");
    two->state = state_discarded.id;
    bench_save(b, two, "undo");
    assert_int_equal(bench_number(b, "SELECT n FROM tally WHERE kind='thing' AND state='draft'"),
                     0);
    assert_int_equal(
        bench_number(b, "SELECT n FROM tally WHERE kind='thing' AND state='submitted'"), 1);
    assert_int_equal(
        bench_number(b, "SELECT n FROM tally WHERE kind='thing' AND state='discarded'"), 1);
    struct record *back = bench_load(b, &test_thing, two->id);
    assert_string_equal(back->state, "discarded");
    record_free(&back);
    record_free(&one);
    record_free(&two);
}

static void misuse_is_refused(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    const struct change c = { .step = "edit" };
    struct record *r = thing(b);
    assert_int_equal(store_save(b->store, r, &c, &e), MISUSED); /* no transaction */
    r->state = "eaten";
    assert_int_equal(save_once(b, r, &e), MISUSED);
    r->state = "draft";
    r->id = 12345;
    assert_int_equal(save_once(b, r, &e), REFUSED); /* no such record */
    record_free(&r);
}

static void a_rolled_back_save_leaves_nothing(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    const struct change c = { .step = "new" };
    struct record *r = bench_record(&test_thing, "label=x", "piece.1.name=a", NULL);
    int64_t entries = bench_number(b, "SELECT count(*) FROM history");
    bench_begin(b);
    assert_int_equal(store_save(b->store, r, &c, &e), DONE);
    store_rollback(b->store);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 0);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing_piece"), 0);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM tally"), 0);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history"), entries);
    record_free(&r);
}

static void two_saves_in_one_transaction(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    const struct change c = { .step = "edit" };
    struct record *r = thing(b);
    bench_begin(b);
    record_put_text(r, "label", "second");
    assert_int_equal(store_save(b->store, r, &c, &e), DONE);
    record_put_text(r, "label", "third");
    assert_int_equal(store_save(b->store, r, &c, &e), DONE);
    bench_commit(b);
    assert_int_equal(r->rev, 3);
    int64_t defects = -1;
    assert_int_equal(store_verify(b->store, NULL, NULL, NULL, &defects, &e), DONE);
    assert_int_equal(defects, 0);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(new_records_get_ids_and_revision_one),
        T(a_stale_save_is_refused),
        T(a_change_of_lines_alone_is_stale_too),
        T(nothing_changed_nothing_written),
        T(lines_come_change_and_go),
        T(a_line_left_out_becomes_a_tombstone),
        T(a_line_added_and_removed_unsaved_leaves_no_trace),
        T(an_update_touches_only_what_differs),
        T(counts_follow_the_states),
        T(misuse_is_refused),
        T(a_rolled_back_save_leaves_nothing),
        T(two_saves_in_one_transaction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
