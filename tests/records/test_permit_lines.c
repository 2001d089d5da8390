/* test_permit_lines.c - items, papers and talks: what they hold and what they refuse. */
#include "records/desk.h"

#include <string.h>

static enum outcome put(const char *path, const char *text)
{
    struct record *r = record_new(&kind_permit);
    enum outcome o = record_put(r, path, &desk_canonical, text, NULL);
    record_free(&r);
    return o;
}

static void test_quantities(void **state)
{
    (void)state;
    static const char *const fields[] = { "net_quantity",
                                          "gross_quantity",
                                          "other_quantity",
                                          "packages",
                                          "p0",
                                          "p1",
                                          "p2",
                                          "p3",
                                          "p4",
                                          "p5",
                                          "p6",
                                          "p7",
                                          "p8" };
    for (size_t i = 0; i < COUNT(fields); i++) {
        const struct field *f = line_field(kind_line(&kind_permit, "item"), fields[i]);
        struct buf path = { 0 };
        buf_printf(&path, "item.1.%s", fields[i]);
        assert_int_equal(f->decimals, 3);
        assert_non_null(line_field(kind_line(&kind_permit, "item"), f->unit));
        assert_int_equal(put(buf_text(&path), "0.125"), DONE);
        assert_int_equal(put(buf_text(&path), "0.1255"), BAD_DATA);
        assert_int_equal(put(buf_text(&path), "-1"), BAD_DATA);
        buf_free(&path);
    }
    assert_int_equal(put("item.1.value", "2733035863.50"), DONE);
    assert_int_equal(put("item.1.value", "-1"), BAD_DATA);
}

static void add_path(void *context, const struct error *e)
{
    struct buf *paths = context;
    buf_printf(paths, "%s;", e->field);
}

static void check_problems(const struct record *r, const char *want)
{
    struct buf paths = { 0 };
    record_problems(r, add_path, &paths);
    assert_string_equal(buf_text(&paths), want);
    buf_free(&paths);
}

static void test_an_item_is_needed(void **state)
{
    (void)state;
    struct record *r = desk_permit();
    check_problems(r, "");
    record_live_line(r, "item", 2)->gone = true;
    check_problems(r, "");
    record_live_line(r, "item", 1)->gone = true;
    check_problems(r, "item;");
    record_free(&r);
}

static void test_an_item_needs_name_and_quantity(void **state)
{
    (void)state;
    struct record *r = desk_permit();
    desk_put(r, (const char *const[]){ "item.3.notes", "x", NULL });
    check_problems(r, "item.3.commodity;item.3.net_quantity;item.3.net_unit;");
    record_free(&r);
}

/* What was accepted stays; what officers fill in later does not lock with it. */
static void test_freedom(void **state)
{
    (void)state;
    static const struct {
        const char *line, *field, *state;
        bool free;
    } cases[] = {
        { "item", "net_quantity", "incomplete", true },
        { "item", "net_quantity", "returned", true },
        { "item", "net_quantity", "accepted", false },
        { "item", "p5", "assigned", true },
        { "item", "p5", "completed", false },
        { "document", "presence", "accepted", true },
        { "document", "presence", "cancelled", false },
        { "talk", "text", "completed", true },
    };
    struct record *r = record_new(&kind_permit);
    for (size_t i = 0; i < COUNT(cases); i++) {
        r->state = flow_state(kind_permit.flow, cases[i].state)->id;
        assert_int_equal(record_field_free(
                             r, line_field(kind_line(&kind_permit, cases[i].line), cases[i].field)),
                         cases[i].free);
    }
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quantities),
        cmocka_unit_test(test_an_item_is_needed),
        cmocka_unit_test(test_an_item_needs_name_and_quantity),
        cmocka_unit_test(test_freedom),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
