/* test_counts.c - how many say the same: of a record, of its lines, of two fields, by month; under
 * filters and states; and what folds alike is one. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/office.h"

#include <cmocka.h>

struct row {
    const char *state, *label, *colour, *owner, *received_on, *pieces[3];
};

static const struct row rows[] = {
    { "accepted", "Gate 2", "R", "Rina", "2026-01-04", { "Kopi", "Kopi", NULL } },
    { "accepted", "gate  2", "G", "RINA", "2026-01-31", { "Kopi", "Pala", NULL } },
    { "finished", "Gate 2", "R", "No Name", "2026-02-01", { "Pala", NULL } },
    { "draft", "Gate 3", NULL, NULL, "2026-02-09", { NULL } },
    { "accepted", NULL, "G", "Budi", NULL, { "Kopi", NULL } },
};

static int open_all(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    struct record *rina = bench_record(&test_person, "name=Rina", NULL);
    bench_open(b);
    bench_save(b, rina, "new");
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct row *row = &rows[i];
        struct record *r = record_new(&test_thing);
        const char *const pairs[][2] = { { "label", row->label },
                                         { "colour", row->colour },
                                         { "received_on", row->received_on } };
        for (size_t p = 0; p < COUNT(pairs); p++)
            if (pairs[p][1])
                record_put_text(r, pairs[p][0], pairs[p][1]);
        if (row->owner) /* both spellings of the first are her */
            value_set_reference(record_value(r, "owner"),
                                strcasecmp(row->owner, "rina") == 0 ? rina->id : 0, row->owner);
        for (size_t p = 0; row->pieces[p]; p++) {
            char path[32];
            snprintf(path, sizeof path, "piece.%zu.name", p + 1);
            record_put_text(r, path, row->pieces[p]);
        }
        r->state = flow_state(test_thing.flow, row->state)->id;
        bench_save(b, r, "new");
        record_free(&r);
    }
    record_free(&rina);
    *state = b;
    return 0;
}

static int close_all(void **state)
{
    struct bench *b = *state;
    bench_close(b);
    free(b);
    return 0;
}

/* "Gate 2=3 Gate 3=1 -=1" */
static void told(struct bench *b, const struct counting *how, struct buf *out)
{
    struct counts c;
    struct error e = { 0 };
    if (store_counts(b->store, how, &c, &e) != DONE)
        fail_msg("%s", e.text);
    assert_false(c.cut);
    for (size_t i = 0; i < c.count; i++) {
        buf_puts(out, i ? " " : "");
        if (c.items[i].value.set)
            field_format(c.field, &c.items[i].value, SPELL_CANONICAL, out);
        else
            buf_putc(out, '-');
        buf_printf(out, "=%lld", (long long)c.items[i].records);
    }
    counts_free(&c);
}

static void test_ways(void **state)
{
    struct bench *b = *state;
    static const char *const accepted[] = { "accepted", NULL };
    const struct filter early = {
        "received_on", AT_MOST, { .num = day_of(2026, 1, 31), .set = true }, NULL
    };
    const struct query all = { .kind = &test_thing, .closed = true };
    const struct query some = { .kind = &test_thing, .states = accepted };
    const struct query old = {
        .kind = &test_thing, .closed = true, .filters = &early, .filter_count = 1
    };
    const struct {
        struct counting how;
        const char *expected;
    } cases[] = {
        { { .query = &all, .fields = { "label" } }, "Gate 2=3 -=1 Gate 3=1" },
        { { .query = &some, .fields = { "label" } }, "Gate 2=2 -=1" },
        { { .query = &old, .fields = { "label" } }, "Gate 2=2" },
        { { .query = &all, .fields = { "owner" } }, "RINA=2 -=1 Budi=1 No Name=1" },
        { { .query = &all, .fields = { "state" } }, "accepted=3 draft=1 finished=1" },
        /* A record counts once for each thing its lines say, and is out where the filter is. */
        { { .query = &all, .fields = { "piece.name" } }, "Kopi=3 Pala=2" },
        { { .query = &old, .fields = { "piece.name" } }, "Kopi=2 Pala=1" },
        { { .query = &all, .fields = { "received_on" }, .by_month = true },
          "2026-01-01=2 2026-02-01=2 -=1" },
        { { .query = &all, .fields = { "colour", "owner" } },
          "-=1 Green → Budi=1 Green → RINA=1 Red → No Name=1 Red → Rina=1" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        told(b, &cases[i].how, &out);
        assert_string_equal(buf_text(&out), cases[i].expected);
        buf_free(&out);
    }
}

static void test_refused(void **state)
{
    struct bench *b = *state;
    const struct filter part = { "label", CONTAINS, { .text = "ate", .set = true }, NULL };
    const struct query all = { .kind = &test_thing, .closed = true };
    const struct query narrowed = {
        .kind = &test_thing, .closed = true, .filters = &part, .filter_count = 1
    };
    const struct counting cases[] = {
        { .query = &all, .fields = { "nowhere" } },
        { .query = &all, .fields = { "piece.nowhere" } },
        { .query = &all, .fields = { "label", "piece.name" } },
        { .query = &narrowed, .fields = { "label" } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct counts c;
        struct error e = { 0 };
        assert_int_equal(store_counts(b->store, &cases[i], &c, &e), MISUSED);
        assert_true(e.text[0] != '\0');
    }
}

int main(void)
{
    text_start();
    language_set(ENGLISH);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ways),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
