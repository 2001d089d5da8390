/* abort.c - see abort.h. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/store/private.h"
#include "store/abort.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

/* ---- Jobs ---- */

static int begin(struct store *s, const char *txn)
{
    struct error e;
    struct intent i = { .author = "" };
    snprintf(i.txn, sizeof i.txn, "%s", txn);
    return store_begin(s, &i, NULL, &e) != DONE;
}

int job_edit(struct bench *b, struct store *s, const char *txn, int64_t id)
{
    struct error e;
    struct record *r = NULL;
    const struct change c = { .step = "edit", .note = "" };
    (void)b;
    if (store_load(s, &test_thing, id, &r, &e) != DONE)
        return 1;
    record_put_text(r, "label", txn);
    record_put_text(r, "piece.1.name", txn);
    value_set_text(&record_add_line(r, "piece")->values[0], txn);
    record_live_line(r, "piece", 2)->gone = true;
    int failed = begin(s, txn) || store_save(s, r, &c, &e) != DONE || store_commit(s, &e) != DONE;
    record_free(&r);
    return failed;
}

enum { PART_ROWS = 30 };

static enum outcome import_new(struct store *s, struct batch *batch, struct error *e)
{
    struct record *r = record_new(&test_thing);
    record_put_text(r, "label", "log");
    record_put_text(r, "piece.1.name", "x");
    r->state = "finished";
    enum outcome o = store_batch_save(s, batch, r, e);
    record_free(&r);
    return o;
}

static enum outcome import_changed(struct store *s, struct batch *batch, int64_t id,
                                   const char *label, struct error *e)
{
    struct record *r = NULL;
    enum outcome o = store_load(s, &test_thing, id, &r, e);
    if (o != DONE)
        return o;
    record_put_text(r, "label", label);
    o = store_batch_save(s, batch, r, e);
    record_free(&r);
    return o;
}

int job_import(struct bench *b, struct store *s, const char *txn, int64_t id)
{
    struct error e;
    struct batch batch = { .kind = &test_thing, .source = "log.csv", .origin = ORIGIN_LOG };
    (void)b;
    if (begin(s, txn) || store_batch_open(s, &batch, &e) != DONE)
        return 1;
    enum outcome o = DONE;
    for (int i = 0; o == DONE && i < PART_ROWS; i++)
        o = import_new(s, &batch, &e);
    if (o == DONE)
        o = import_changed(s, &batch, id, txn, &e);
    if (o == DONE)
        o = store_batch_part(s, &batch, PART_ROWS + 1, &e);
    return o != DONE || store_commit(s, &e) != DONE;
}

int job_step(struct bench *b, struct store *s, const char *txn, int64_t id)
{
    struct error e;
    struct record *r = NULL;
    struct buf number = { 0 };
    const struct change c = { .step = "submit", .note = "" };
    bool made = false;
    (void)b;
    if (store_load(s, &test_thing, id, &r, &e) != DONE)
        return 1;
    record_put_text(r, "label", txn);
    bool failed =
        begin(s, txn) || store_next_number(s, r, "number", &made, &number, &e) != DONE || !made;
    if (!failed) {
        record_put_text(r, "number", buf_text(&number));
        failed = store_save(s, r, &c, &e) != DONE || store_commit(s, &e) != DONE;
    }
    buf_free(&number);
    record_free(&r);
    return failed;
}

/* ---- Afterwards ---- */

void abort_open(struct bench *b)
{
    struct error e = { 0 };
    char folder[300];
    snprintf(folder, sizeof folder, "%s/desk", b->folder);
    if (desk_open(folder, &b->clock, &b->desk, &e) != DONE ||
        store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e) != DONE)
        fail_msg("%s", e.text);
}

void abort_close(struct bench *b)
{
    store_close(&b->store);
    desk_close(&b->desk);
}

static void heard(void *context, const char *text)
{
    (void)context;
    print_message("%s\n", text);
}

void abort_sound(struct bench *b)
{
    struct error e = { 0 };
    int64_t defects = -1, faults = -1;
    assert_int_equal(store_verify(b->store, heard, NULL, NULL, &defects, &e), DONE);
    assert_int_equal(defects, 0);
    assert_int_equal(sql_number(&b->store->db,
                                "SELECT count(*) FROM pragma_integrity_check "
                                "WHERE integrity_check <> 'ok'",
                                &faults, &e),
                     DONE);
    assert_int_equal(faults, 0);
}

int64_t abort_begin(struct bench *b)
{
    bench_open(b);
    struct record *r =
        bench_record(&test_template, "kind=thing", "field=number", "mode=made", NULL);
    record_put_text(r, "pattern", "{year}-{seq}");
    bench_save(b, r, "new");
    record_free(&r);
    r = bench_record(&test_thing, "label=first", "piece.1.name=a", "piece.2.name=b", NULL);
    bench_save(b, r, "new");
    int64_t id = r->id;
    record_free(&r);
    return id;
}

bool abort_old_or_new(struct bench *b, int64_t id, int64_t rev, const char *label, const char *txn)
{
    struct error e = { 0 };
    struct intent i = { .author = "" };
    bool done_before = false;
    struct record *r = bench_load(b, &test_thing, id);
    bool new = r->rev == rev + 1;
    assert_true(new || r->rev == rev);
    assert_string_equal(record_text(r, "label"), new ? txn : label);
    snprintf(i.txn, sizeof i.txn, "%s", txn);
    assert_int_equal(store_begin(b->store, &i, &done_before, &e), DONE);
    assert_true(done_before == new);
    store_rollback(b->store);
    record_free(&r);
    return new;
}
