/* test_rows.c - what goes into the tables comes back as it was. */
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

static void same_values(const struct field *fields, const struct value *a, const struct value *b)
{
    for (size_t i = 0; i < field_count(fields); i++)
        if (!(fields[i].flags & FIELD_DERIVED) && !value_same(&a[i], &b[i]))
            fail_msg("%s: '%s' %lld, then '%s' %lld", fields[i].id, a[i].text ? a[i].text : "",
                     (long long)a[i].num, b[i].text ? b[i].text : "", (long long)b[i].num);
}

static void same_record(const struct record *a, const struct record *b)
{
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->rev, b->rev);
    assert_string_equal(a->state, b->state);
    assert_int_equal(a->origin, b->origin);
    assert_int_equal(a->batch, b->batch);
    assert_int_equal(a->changed_at, b->changed_at);
    same_values(a->kind->fields, a->values, b->values);
    for (size_t l = 0; l < line_kind_count(a->kind); l++) {
        assert_int_equal(a->lines[l].count, b->lines[l].count);
        for (size_t i = 0; i < a->lines[l].count; i++) {
            const struct line *x = &a->lines[l].items[i], *y = &b->lines[l].items[i];
            assert_int_equal(x->id, y->id);
            assert_int_equal(x->gone, y->gone);
            same_values(a->kind->lines[l].fields, x->values, y->values);
        }
    }
}

/* Saves, loads, compares; the loaded one is the caller's. */
static struct record *round_trip(struct bench *b, struct record *r)
{
    bench_save(b, r, "new");
    struct record *back = bench_load(b, r->kind, r->id);
    same_record(r, back);
    return back;
}

static void every_type_comes_back(void **state)
{
    struct bench *b = *state;
    struct record *r = bench_record(
        &test_thing, "label=Ubi jalar “manis” é", "number=2026-0412", "remark=two\nlines",
        "amount=-1234.567", "price=0.01", "received_on=2024-02-29",
        "seen_at=2026-11-21T03:04:05.678Z", "fragile=1", "colour=R", "owner=CV Rimba Jaya",
        "serial=K.1.1-0007/AB", "hs=0714201000", "phone=+62 21 555 1234", "email=loket@example.id",
        "place=-6.2088, 106.8456", "direction=EX", "piece.1.name=a", "piece.1.weight=0.001",
        "piece.2.name=b", "paper.1.title=Invoice", "paper.1.dated=1999-12-31", NULL);
    value_set_reference(record_value(r, "owner"), 4711, "CV Rimba Jaya");
    value_set_text(record_value(r, "npwp"), "012345678901234");
    value_set_text(record_value(r, "nitku"), "0123456789012345000001");
    value_set_text(record_value(r, "nik"), "3174010101900001");
    value_set_text(record_value(r, "nip"), "199001012015011001");
    struct record *back = round_trip(b, r);
    assert_int_equal(back->rev, 1);
    assert_int_equal(back->changed_at, b->now);
    assert_string_equal(record_text(back, "summary"), "2 pieces");
    record_free(&back);
    record_free(&r);
}

static void empty_comes_back_empty(void **state)
{
    struct record *r = record_new(&test_thing);
    struct record *back = round_trip(*state, r);
    assert_false(record_value(back, "amount")->set);
    assert_false(record_value(back, "fragile")->set);
    assert_false(record_value(back, "owner")->set);
    record_free(&back);
    record_free(&r);
}

static void edges_come_back(void **state)
{
    static const struct {
        const char *field;
        int64_t num;
    } cases[] = {
        { "amount", 0 },
        { "amount", INT64_MAX },
        { "amount", INT64_MIN },
        { "price", -1 },
        { "fragile", 0 },
        { "received_on", 0 },
        { "received_on", -1 },
        { "received_on", 2932896 }, /* 9999-12-31 */
        { "received_on", -719162 }, /* 0001-01-01 */
        { "seen_at", 0 },
        { "seen_at", INT64_C(253402300799999) }, /* the last of 9999 */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct record *r = record_new(&test_thing);
        value_set_number(record_value(r, cases[i].field), cases[i].num);
        struct record *back = round_trip(*state, r);
        assert_true(record_value(back, cases[i].field)->set);
        assert_int_equal(record_number(back, cases[i].field), cases[i].num);
        record_free(&back);
        record_free(&r);
    }
}

static void what_would_not_come_back_is_refused(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *field;
        int64_t num;
    } cases[] = {
        { "received_on", 2932897 },
        { "received_on", -719163 },
        { "received_on", INT64_MAX },
        { "seen_at", -1 },
        { "seen_at", INT64_C(253402300800000) },
        { "seen_at", INT64_MAX },
    };
    const struct change c = { .step = "new" };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        struct record *r = record_new(&test_thing);
        value_set_number(record_value(r, cases[i].field), cases[i].num);
        bench_begin(b);
        assert_int_equal(store_save(b->store, r, &c, &e), BAD_DATA);
        assert_string_equal(e.field, cases[i].field);
        store_rollback(b->store);
        record_free(&r);
    }
}

static void references_keep_text_and_link_apart(void **state)
{
    struct record *text = record_new(&test_thing), *link = record_new(&test_thing);
    value_set_reference(record_value(text, "owner"), 0, "Unknown Trading");
    value_set_reference(record_value(link, "owner"), 99, NULL);
    struct record *a = round_trip(*state, text), *b = round_trip(*state, link);
    assert_int_equal(record_number(a, "owner"), 0);
    assert_int_equal(record_number(b, "owner"), 99);
    record_free(&a);
    record_free(&b);
    record_free(&text);
    record_free(&link);
}

static void columns_hold_what_sql_can_compare(void **state)
{
    struct bench *b = *state;
    struct record *r = bench_record(&test_thing, "received_on=2026-01-05", "serial=K.1-07/ab",
                                    "seen_at=2026-11-21T03:04:05.678Z", "amount=1.5", NULL);
    bench_save(b, r, "new");
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing WHERE received_on = '2026-01-05' "
                                     "AND serial_tail = 'BA701K' AND amount = 1500 AND "
                                     "seen_at = '2026-11-21T03:04:05.678Z' AND owner IS NULL"),
                     1);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing WHERE summary = '0 pieces'"),
                     1); /* derived: kept for lists */
    record_free(&r);
}

static void lines_keep_their_order(void **state)
{
    struct bench *b = *state;
    struct record *r = record_new(&test_thing);
    for (int i = 0; i < 20; i++) {
        char text[8];
        struct line *line = record_add_line(r, "piece");
        text[0] = (char)('t' - i);
        text[1] = '\0';
        value_set_text(&line->values[0], text);
    }
    struct record *back = round_trip(b, r);
    /* The third to the front. */
    struct line_list *list = &back->lines[0];
    struct line third = list->items[2];
    memmove(&list->items[1], &list->items[0], 2 * sizeof *list->items);
    list->items[0] = third;
    bench_save(b, back, "edit");
    struct record *again = bench_load(b, &test_thing, back->id);
    same_record(back, again);
    assert_string_equal(again->lines[0].items[0].values[0].text, "r");
    record_free(&again);
    record_free(&back);
    record_free(&r);
}

static void unreadable_values_are_named(void **state)
{
    struct bench *b = *state;
    static const char *const forgeries[] = {
        "UPDATE thing SET received_on = '2026-13-01'",
        "UPDATE thing SET received_on = '2026-1-1'",
        "UPDATE thing SET received_on = '2026-01-01x'",
        "UPDATE thing SET received_on = ''",
        "UPDATE thing SET seen_at = 'now'",
        "UPDATE thing SET label = 'a' || char(0) || 'b'",
        "UPDATE thing SET state = 'eaten'",
    };
    struct record *r = bench_record(&test_thing, "label=x", "received_on=2026-01-05", NULL);
    bench_save(b, r, "new");
    for (size_t i = 0; i < COUNT(forgeries); i++) {
        struct error e = { 0 };
        struct record *back = NULL;
        bench_forge(b, "UPDATE thing SET received_on = NULL, seen_at = NULL, label = 'x', "
                       "state = 'draft'");
        bench_forge(b, forgeries[i]);
        assert_int_equal(store_load(b->store, &test_thing, r->id, &back, &e), FAULT);
        assert_null(back);
        assert_true(strlen(e.text) > 20);
    }
    record_free(&r);
}

static void a_missing_record_is_refused(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct record *r = NULL;
    static const struct kind stranger = { .id = "stranger", .label = "Stranger" };
    assert_int_equal(store_load(b->store, &test_thing, 5, &r, &e), REFUSED);
    assert_null(r);
    assert_int_equal(store_load(b->store, &stranger, 5, &r, &e), MISUSED);
}

/* Loading costs the record's rows, however many others there are. */
static void loading_reads_only_its_rows(void **state)
{
    struct bench *b = *state;
    int64_t first = 0;
    for (int i = 0; i < 50; i++) {
        struct record *r = bench_record(&test_thing, "label=x", "piece.1.name=a", NULL);
        bench_save(b, r, "new");
        first = first ? first : r->id;
        record_free(&r);
    }
    struct store_cost before = store_cost(b->store);
    struct record *r = bench_load(b, &test_thing, first);
    struct store_cost after = store_cost(b->store);
    assert_int_equal(after.rows - before.rows, 2);
    assert_true(after.steps - before.steps < 200);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(every_type_comes_back),
        T(empty_comes_back_empty),
        T(edges_come_back),
        T(what_would_not_come_back_is_refused),
        T(references_keep_text_and_link_apart),
        T(columns_hold_what_sql_can_compare),
        T(lines_keep_their_order),
        T(unreadable_values_are_named),
        T(a_missing_record_is_refused),
        T(loading_reads_only_its_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
