/* test_record.c - a record in memory, and what is missing from it. */
#include "catalogue/sample.h"

#include <stdio.h>
#include <string.h>

static void test_new(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    assert_string_equal(r->state, "open");
    assert_int_equal(r->id, 0);
    for (size_t i = 0; i < field_count(sample_box.fields); i++)
        assert_false(r->values[i].set);
    assert_string_equal(record_text(r, "title"), "");
    assert_int_equal(record_number(r, "count"), 0);
    assert_null(record_value(r, "none"));
    assert_string_equal(record_text(r, "none"), "");
    record_free(&r);
    assert_null(r);
    record_free(&r);
}

static void test_defaults(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    value_set_text(record_value(r, "weight_unit"), "ton");
    record_defaults(r, &sample_screen);
    assert_int_equal(record_number(r, "made_on"), SAMPLE_TODAY);
    assert_string_equal(record_text(r, "weight_unit"), "ton");
    assert_false(record_value(r, "title")->set);
    record_free(&r);
}

static void test_copy(void **state)
{
    (void)state;
    struct chance c = { 7 };
    for (int i = 0; i < 50; i++) {
        struct record *r = sample_record(&c);
        r->id = 5;
        r->rev = 3;
        r->batch = 2;
        r->origin = ORIGIN_LOG;
        r->changed_at = 99;
        struct record *copy = record_copy(r);
        assert_true(sample_same(r, copy));
        assert_int_equal(copy->id, 5);
        assert_int_equal(copy->rev, 3);
        assert_int_equal(copy->batch, 2);
        assert_int_equal(copy->origin, ORIGIN_LOG);
        assert_int_equal(copy->changed_at, 99);
        value_set_text(record_value(r, "title"), "only here");
        assert_string_not_equal(record_text(copy, "title"), "only here");
        record_free(&r);
        record_free(&copy);
    }
}

static void test_lines(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    assert_null(record_add_line(r, "none"));
    assert_int_equal(record_live_lines(r, "none"), 0);
    for (int i = 1; i <= 6; i++)
        sample_line(r, "item", i);
    record_live_line(r, "item", 2)->gone = true;
    assert_int_equal(record_live_lines(r, "item"), 5);
    assert_int_equal(record_live_line(r, "item", 1)->id, 1);
    assert_int_equal(record_live_line(r, "item", 2)->id, 3);
    assert_int_equal(record_live_line(r, "item", 5)->id, 6);
    assert_null(record_live_line(r, "item", 6));
    assert_null(record_live_line(r, "item", 0));
    assert_null(record_live_line(r, "none", 1));
    struct record *copy = record_copy(r);
    assert_int_equal(copy->lines[0].count, 6);
    assert_true(copy->lines[0].items[1].gone);
    record_free(&copy);
    record_free(&r);
}

static void test_free_fields(void **state)
{
    (void)state;
    static const struct {
        const char *state;
        bool title, made_on, direction;
    } cases[] = {
        { "open", true, true, true },
        { "sealed", true, false, true },
        { "sent", true, false, false },
        { "discarded", true, false, false },
    };
    struct record *r = record_new(&sample_box);
    for (size_t i = 0; i < COUNT(cases); i++) {
        r->state = cases[i].state;
        assert_int_equal(record_field_free(r, kind_field(&sample_box, "title")), cases[i].title);
        assert_int_equal(record_field_free(r, kind_field(&sample_box, "made_on")),
                         cases[i].made_on);
        assert_int_equal(record_field_free(r, kind_field(&sample_box, "direction")),
                         cases[i].direction);
    }
    record_free(&r);
}

static void name_is(const struct record *r, const char *want)
{
    struct buf name = { 0 };
    record_name(r, &name);
    assert_string_equal(buf_text(&name), want);
    buf_free(&name);
}

static void test_name(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    language_set(ENGLISH);
    name_is(r, "Box (new)");
    r->id = 1;
    name_is(r, "0000000000001");
    sample_put(r, "title", "Ubi jalar");
    name_is(r, "Ubi jalar");
    sample_put(r, "serial", "2026-0412");
    name_is(r, "2026-0412");
    record_free(&r);
}

/* ---- Problems ---- */

struct list {
    char text[2048];
};

static void note(void *context, const struct error *e)
{
    struct list *l = context;
    size_t n = strlen(l->text);
    snprintf(l->text + n, sizeof l->text - n, "%s|%s\n", e->field, e->text);
}

static void test_problems(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    struct list all = { "" };
    language_set(ENGLISH);
    assert_int_equal(record_problems(r, note, &all), 3);
    assert_string_equal(all.text, "title|Title: must be filled in.\n"
                                  "owner|Owner: must be filled in.\n"
                                  "item|Items: at least 1 must be given, there are 0; add them.\n");
    assert_int_equal(record_problems(r, NULL, NULL), 3);
    record_free(&r);
}

/* What came from elsewhere may be there and still be wrong. */
static void test_wrong_values(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    struct list all = { "" };
    language_set(ENGLISH);
    value_set_text(record_value(r, "title"), "forbidden");
    value_set_text(record_value(r, "owner"), "PT");
    value_set_number(record_value(r, "count"), 1000);
    value_set_text(record_value(r, "direction"), "QQ");
    sample_line(r, "item", 1)->gone = true;
    sample_line(r, "item", 2);
    sample_put(r, "item.1.quantity", "3");
    assert_int_equal(record_problems(r, note, &all), 4);
    assert_string_equal(all.text,
                        "title|Title: that title is taken; think of another.\n"
                        "count|Count: it must be between 0 and 999; correct it.\n"
                        "direction|Direction: “QQ” is no longer one of the choices; choose again.\n"
                        "item.1.commodity|Items 1 · Commodity: must be filled in.\n");
    record_free(&r);
}

/* Ciphertext is longer than its field and no business of its check; that it is missing counts. */
static void test_sealed_values(void **state)
{
    (void)state;
    static const struct field fields[] = {
        { .id = "whisper",
          .label = "Whisper",
          .type = &type_text,
          .width = 4,
          .flags = FIELD_SEALED | FIELD_REQUIRED,
          .sealed_to = ROLE_COMPLIANCE },
        { .id = NULL },
    };
    const struct kind kind = {
        .id = "ear", .label = "Ear", .fields = fields, .flow = sample_box.flow
    };
    struct record *r = record_new(&kind);
    struct list all = { "" };
    language_set(ENGLISH);
    assert_int_equal(record_problems(r, note, &all), 1);
    assert_string_equal(all.text, "whisper|Whisper: must be filled in.\n");
    value_set_text(record_value(r, "whisper"), "c2VhbGVkIGZvciBvbmUgcm9sZQ");
    assert_int_equal(record_problems(r, NULL, NULL), 0);
    record_free(&r);
}

static void test_no_problems(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    sample_put(r, "title", "x");
    sample_put(r, "owner", "PT");
    sample_put(r, "item.1.commodity", "beras");
    assert_int_equal(record_problems(r, NULL, NULL), 0);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new),         cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_copy),        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_free_fields), cmocka_unit_test(test_name),
        cmocka_unit_test(test_problems),    cmocka_unit_test(test_wrong_values),
        cmocka_unit_test(test_no_problems), cmocka_unit_test(test_sealed_values),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
