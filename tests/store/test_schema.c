/* test_schema.c - tables out of the catalogue, and a catalogue that grew. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/private.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

/* A kind in two ages: the later one has more fields, a line kind, a findable tail, another sort. */
static const struct state states[] = { { .id = "open", .label = "Open" }, { 0 } };
static const struct flow flow = { .states = states };

static const struct field young[] = {
    { .id = "name", .label = "Name", .type = &type_text, .width = 40 },
    { .id = "serial", .label = "Serial", .type = &type_serial, .width = 40 },
    { 0 },
};

static const struct field old[] = {
    { .id = "added", .label = "Added", .type = &type_date, .width = 11, .flags = FIELD_INDEXED },
    { .id = "name", .label = "Name", .type = &type_text, .width = 40, .flags = FIELD_INDEXED },
    { .id = "owner",
      .label = "Owner",
      .type = &type_reference,
      .kind = "box",
      .width = 40,
      .flags = FIELD_INDEXED },
    { .id = "serial", .label = "Serial", .type = &type_serial, .width = 40, .flags = FIELD_TAIL },
    { .id = "number", .label = "Number", .type = &type_serial, .width = 40, .flags = FIELD_TAIL },
    { 0 },
};

static const struct field turned[] = {
    { .id = "name", .label = "Name", .type = &type_number, .width = 40 }, /* a new type */
    { .id = "serial", .label = "Serial", .type = &type_serial, .width = 40 },
    { 0 },
};

static const struct field note_fields[] = {
    { .id = "text", .label = "Text", .type = &type_text, .width = 40 },
    { 0 },
};

static const struct line_kind notes[] = {
    { .id = "note", .label = "Notes", .fields = note_fields },
    { 0 },
};

static const struct kind box_young = { .id = "box",
                                       .label = "Box",
                                       .plural = "Boxes",
                                       .fields = young,
                                       .flow = &flow,
                                       .title = "name",
                                       .sort = "name" };
static const struct kind box_old = { .id = "box",
                                     .label = "Box",
                                     .plural = "Boxes",
                                     .fields = old,
                                     .lines = notes,
                                     .flow = &flow,
                                     .title = "name",
                                     .sort = "-added",
                                     .number = "number",
                                     .natural_key = (const char *const[]){ "name", NULL } };
static const struct kind box_turned = { .id = "box",
                                        .label = "Box",
                                        .plural = "Boxes",
                                        .fields = turned,
                                        .flow = &flow,
                                        .title = "serial",
                                        .sort = "name" };
static const struct kind lid = { .id = "lid",
                                 .label = "Lid",
                                 .plural = "Lids",
                                 .fields = young,
                                 .flow = &flow,
                                 .title = "name",
                                 .sort = "name" };

static const struct kind *const young_kinds[] = { &box_young, NULL };
static const struct kind *const old_kinds[] = { &box_old, &lid, NULL };
static const struct kind *const turned_kinds[] = { &box_turned, NULL };
static const struct registry young_registry = { .kinds = young_kinds };
static const struct registry old_registry = { .kinds = old_kinds };
static const struct registry turned_registry = { .kinds = turned_kinds };

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open_with(b, &young_registry);
    language_set(ENGLISH);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    language_set(INDONESIAN);
    bench_close(*state);
    free(*state);
    return 0;
}

static enum outcome open_as(struct bench *b, const struct registry *g, struct error *e)
{
    store_close(&b->store);
    return store_open(b->path, g, b->desk, &b->clock, &b->store, e);
}

static void sound(struct bench *b)
{
    struct error e = { 0 };
    int64_t defects = -1;
    assert_int_equal(store_verify(b->store, NULL, NULL, NULL, &defects, &e), DONE);
    assert_int_equal(defects, 0);
}

static void a_grown_catalogue_extends_the_file(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct record *r = bench_record(&box_young, "name=first", "serial=K.1-07", NULL);
    bench_save(b, r, "new");
    assert_int_equal(open_as(b, &old_registry, &e), DONE);
    sound(b); /* empty fields change no digest */
    struct record *back = bench_load(b, &box_old, r->id);
    assert_string_equal(record_text(back, "name"), "first");
    assert_false(record_value(back, "added")->set);
    record_put_text(back, "added", "2026-11-21");
    record_put_text(back, "owner", "Somebody");
    record_put_text(back, "note.1.text", "hello");
    bench_save(b, back, "edit");
    struct record *top = bench_record(&lid, "name=lid", NULL);
    bench_save(b, top, "new");
    sound(b);
    /* The tail of a row that was there before. */
    assert_int_equal(bench_number(b, "SELECT count(*) FROM box WHERE serial_tail = '701K'"), 1);
    bench_reopen(b);
    sound(b);
    record_free(&back);
    record_free(&top);
    record_free(&r);
}

static void indexes_follow(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    static const char *const wanted[] = {
        "box_by_added", "box_by_name",   "box_link_owner", "box_tail_serial", "box_tail_number",
        "box_state",    "box_by_number", "box_natural",    "lid_state",       "box_note_parent",
    };
    assert_int_equal(bench_number(b, "SELECT count(*) FROM sqlite_master WHERE "
                                     "name = 'box_state' AND sql LIKE '%\"state\", \"name\"%'"),
                     1);
    assert_int_equal(open_as(b, &old_registry, &e), DONE);
    for (size_t i = 0; i < COUNT(wanted); i++) {
        struct buf sql = { 0 };
        buf_printf(&sql, "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = '%s'",
                   wanted[i]);
        if (bench_number(b, buf_text(&sql)) != 1)
            fail_msg("no index %s", wanted[i]);
        buf_free(&sql);
    }
    /* The sort changed: so did the index of that name. */
    assert_int_equal(bench_number(b, "SELECT count(*) FROM sqlite_master WHERE "
                                     "name = 'box_state' AND sql LIKE '%\"state\", \"added\"%'"),
                     1);
}

/* Text that became a time of day: old and new programs open the same file. */
static void a_time_of_day_is_text_to_the_file(void **state)
{
    static struct field worded[COUNT(young) + 1], timed[COUNT(young) + 1];
    static struct kind box_worded, box_timed;
    static const struct kind *const worded_kinds[] = { &box_worded, NULL };
    static const struct kind *const timed_kinds[] = { &box_timed, NULL };
    static const struct registry with_words = { .kinds = worded_kinds };
    static const struct registry with_times = { .kinds = timed_kinds };
    struct bench *b = *state;
    struct error e = { 0 };
    memcpy(worded, young, sizeof young);
    worded[COUNT(young) - 1] =
        (struct field){ .id = "hour", .label = "Hour", .type = &type_text, .width = 5 };
    memcpy(timed, worded, sizeof worded);
    timed[COUNT(young) - 1].type = &type_time;
    box_worded = box_timed = box_young;
    box_worded.fields = worded;
    box_timed.fields = timed;
    assert_int_equal(open_as(b, &with_words, &e), DONE);
    struct record *r = bench_record(&box_worded, "name=first", "serial=K.1-07", "hour=8.00", NULL);
    bench_save(b, r, "new");
    assert_int_equal(open_as(b, &with_times, &e), DONE);
    sound(b);
    struct record *back = bench_load(b, &box_timed, r->id);
    assert_string_equal(record_text(back, "hour"), "8.00");
    assert_int_equal(open_as(b, &with_words, &e), DONE);
    record_free(&back);
    record_free(&r);
}

/* A program that does not know a column would save records without it. */
static void an_older_program_is_refused(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    assert_int_equal(open_as(b, &old_registry, &e), DONE);
    assert_int_equal(open_as(b, &young_registry, &e), FAULT);
    assert_non_null(strstr(e.text, "newer loket"));
    assert_non_null(strstr(e.text, "box.added"));
    assert_int_equal(open_as(b, &old_registry, &e), DONE);
}

static void a_field_of_another_type_is_refused(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    assert_int_equal(open_as(b, &turned_registry, &e), FAULT);
    assert_non_null(strstr(e.text, "box.name"));
    assert_int_equal(open_as(b, &young_registry, &e), DONE);
}

/* Opening an unchanged file writes nothing. */
static void an_unchanged_catalogue_writes_nothing(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    bool changed = true;
    struct store *watcher = NULL;
    assert_int_equal(store_open(b->path, &young_registry, b->desk, &b->clock, &watcher, &e), DONE);
    bench_reopen(b);
    assert_int_equal(store_changed(watcher, &changed, &e), DONE);
    assert_false(changed);
    store_close(&watcher);
    assert_int_equal(open_as(b, &old_registry, &e), DONE);
    assert_int_equal(store_open(b->path, &old_registry, b->desk, &b->clock, &watcher, &e), DONE);
    bench_reopen(b);
    assert_int_equal(store_changed(watcher, &changed, &e), DONE);
    assert_false(changed);
    store_close(&watcher);
}

/* A growth that fails leaves the file as it was. */
static void a_failed_growth_leaves_nothing(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    bench_forge(b, "CREATE TABLE lid (x)"); /* in the way */
    assert_int_equal(open_as(b, &old_registry, &e), FAULT);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM pragma_table_info('box') "
                                     "WHERE name = 'added'"),
                     0);
    assert_int_equal(open_as(b, &young_registry, &e), DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(a_grown_catalogue_extends_the_file), T(indexes_follow),
        T(a_time_of_day_is_text_to_the_file),  T(an_older_program_is_refused),
        T(a_field_of_another_type_is_refused), T(an_unchanged_catalogue_writes_nothing),
        T(a_failed_growth_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
