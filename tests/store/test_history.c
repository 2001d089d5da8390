/* test_history.c - each change is one entry that says what was and what is. */
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

/* What was heard: "rev step author key:was>is ..." for each entry, newest first. */
static void hear(void *context, const struct entry *entry)
{
    struct buf *out = context;
    buf_printf(out, "%lld %s %zu>%zu", (long long)entry->rev, entry->step, entry->was.count,
               entry->is.count);
    for (size_t i = 0; i < entry->is.count && entry->is.count < 4; i++) {
        const struct flat_entry *was = flat_find(&entry->was, entry->is.items[i].key);
        buf_printf(out, " %s:%s>%s", entry->is.items[i].key, was && was->text ? was->text : "",
                   entry->is.items[i].text ? entry->is.items[i].text : "");
    }
    if (entry->note.len)
        buf_printf(out, " (%s)", buf_text(&entry->note));
    buf_puts(out, "\n");
}

static void entries_tell_before_and_after(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf heard = { 0 };
    struct record *r = bench_record(&test_thing, "label=one", "piece.1.name=a", NULL);
    bench_save(b, r, "new");
    record_put_text(r, "label", "two");
    bench_save(b, r, "edit");
    const struct change c = { .step = "submit", .note = "because" };
    r->state = flow_state(test_thing.flow, "submitted")->id;
    bench_begin(b);
    assert_int_equal(store_save(b->store, r, &c, &e), DONE);
    bench_commit(b);
    assert_int_equal(store_history(b->store, &test_thing, r->id, 0, hear, &heard, &e), DONE);
    assert_string_equal(buf_text(&heard), "3 submit 1>1 state:draft>submitted (because)\n"
                                          "2 edit 1>1 label:one>two\n"
                                          "1 new 0>4\n");
    buf_reset(&heard);
    assert_int_equal(store_history(b->store, &test_thing, r->id, 1, hear, &heard, &e), DONE);
    assert_string_equal(buf_text(&heard), "3 submit 1>1 state:draft>submitted (because)\n");
    buf_free(&heard);
    record_free(&r);
}

static void keep_first(void *context, const struct entry *entry)
{
    struct entry *kept = context;
    if (kept->seq == 0) {
        *kept = *entry;
        kept->note = (struct buf){ 0 };
        kept->was = kept->is = (struct flat){ 0 };
    }
}

static void entries_name_author_desk_and_time(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct entry kept = { 0 };
    struct intent i = { .author = "sari" };
    const struct change c = { .step = "new" };
    struct record *r = bench_record(&test_thing, "label=one", NULL);
    desk_new_txn(i.txn);
    b->now += 12345;
    assert_int_equal(store_begin(b->store, &i, NULL, &e), DONE);
    assert_int_equal(store_save(b->store, r, &c, &e), DONE);
    bench_commit(b);
    assert_int_equal(store_history(b->store, &test_thing, r->id, 0, keep_first, &kept, &e), DONE);
    assert_string_equal(kept.author, "sari");
    assert_string_equal(kept.txn, i.txn);
    assert_int_equal(kept.desk, desk_number(b->desk));
    assert_int_equal(kept.at, b->now);
    assert_ptr_equal(kept.kind, &test_thing);
    assert_int_equal(kept.record, r->id);
    assert_int_equal(kept.batch, 0);
    record_put_text(r, "label", "two");
    bench_save(b, r, "edit");
    kept = (struct entry){ 0 };
    assert_int_equal(store_history(b->store, &test_thing, r->id, 0, keep_first, &kept, &e), DONE);
    char desk[16];
    snprintf(desk, sizeof desk, "desk %04X", desk_number(b->desk));
    assert_string_equal(kept.author, desk);
    record_free(&r);
}

/* Who is logged in signs with a key of their own, the desk with its own. */
static void entries_name_whose_key_signed(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct entry kept = { 0 };
    struct signing_key key;
    signing_key_make(&key);
    struct intent i = { .author = "sari", .key = &key };
    const struct change c = { .step = "new" };
    struct record *r = bench_record(&test_thing, "label=one", NULL);
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), DONE);
    assert_int_equal(store_save(b->store, r, &c, &e), DONE);
    bench_commit(b);
    assert_int_equal(store_history(b->store, &test_thing, r->id, 0, keep_first, &kept, &e), DONE);
    assert_string_equal(kept.author, "sari");
    assert_memory_equal(kept.signer, key.public_key, PUBLIC_KEY_BYTES);
    record_put_text(r, "label", "two");
    bench_save(b, r, "edit");
    kept = (struct entry){ 0 };
    assert_int_equal(store_history(b->store, &test_thing, r->id, 0, keep_first, &kept, &e), DONE);
    assert_memory_equal(kept.signer, desk_key(b->desk)->public_key, PUBLIC_KEY_BYTES);
    record_free(&r);
}

static void take_back(void *context, const struct entry *entry)
{
    struct error e = { 0 };
    assert_int_equal(flat_apply(context, &entry->is, &entry->was, &e), DONE);
}

/* Going back through all entries ends at nothing: the history is complete. */
static void history_unwinds_to_nothing(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct record *r = bench_record(&test_thing, "label=one", "owner=CV A", "amount=1",
                                    "piece.1.name=a", "piece.2.name=b", NULL);
    bench_save(b, r, "new");
    r->lines[0].items[0].gone = true;
    value_set_reference(record_value(r, "owner"), 77, "CV B");
    bench_save(b, r, "edit");
    record_put_text(r, "amount", "");
    record_put_text(r, "paper.1.title", "Invoice");
    bench_save(b, r, "edit");
    struct flat flat = { 0 };
    assert_int_equal(store_history(b->store, &test_thing, r->id, 0, take_back, r, &e), DONE);
    flat_of(r, &flat);
    for (size_t i = 0; i < flat.count; i++)
        assert_string_equal(flat.items[i].key, "state"); /* a record always has one */
    flat_free(&flat);
    record_free(&r);
}

static void each_entry_follows_the_one_before(void **state)
{
    struct bench *b = *state;
    for (int i = 0; i < 5; i++) {
        struct record *r = bench_record(&test_thing, "label=x", NULL);
        bench_save(b, r, "new");
        record_free(&r);
    }
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history"), 6);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history a JOIN history b ON "
                                     "b.seq = a.seq + 1 AND b.previous = a.hash"),
                     5);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM history WHERE seq = 1 AND "
                                     "previous = zeroblob(32) AND kind = '' AND step = 'create'"),
                     1);
}

static void a_record_without_history_has_none(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf heard = { 0 };
    assert_int_equal(store_history(b->store, &test_thing, 99, 0, hear, &heard, &e), DONE);
    assert_string_equal(buf_text(&heard), "");
    buf_free(&heard);
}

/* The format is for ever: these bytes were signed by files that are out there. */
static void the_digest_never_changes(void **state)
{
    struct bench *b = *state;
    struct record *r = bench_record(&test_person, "code=A", "name=Sari", NULL);
    r->id = 4711;
    bench_save(b, r, "new");
    assert_int_equal(
        bench_number(b, "SELECT hex(digest) = "
                        "'2EE7CF1351C35CCDF2CE12897D308089D43E0F6B4D3EE0B1B825BF079E8BA909' "
                        "FROM history WHERE record = 4711"),
        1);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(entries_tell_before_and_after),     T(entries_name_author_desk_and_time),
        T(entries_name_whose_key_signed),     T(history_unwinds_to_nothing),
        T(each_entry_follows_the_one_before), T(a_record_without_history_has_none),
        T(the_digest_never_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
