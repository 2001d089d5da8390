/* test_path.c - naming a value inside a record. */
#include "catalogue/sample.h"

#include <string.h>

static void test_at(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    const struct field *f = NULL;
    sample_line(r, "item", 1)->gone = true;
    struct line *second = sample_line(r, "item", 2);
    assert_ptr_equal(record_at(r, "title", &f), &r->values[0]);
    assert_string_equal(f->id, "title");
    assert_ptr_equal(record_at(r, "item.1.quantity", &f), &second->values[1]);
    assert_string_equal(f->id, "quantity");
    assert_non_null(record_at(r, "title", NULL));
    record_free(&r);
}

static void test_leads_nowhere(void **state)
{
    (void)state;
    static const char *const paths[] = { "",
                                         "none",
                                         "item",
                                         "item.",
                                         "item.1",
                                         "item.1.",
                                         "item.1.no",
                                         "item.0.quantity",
                                         "item.2.quantity",
                                         "item.x.quantity",
                                         "none.1.quantity",
                                         "item.1.quantity.",
                                         "item.-1.quantity",
                                         "item.99999999999.quantity",
                                         ".1.quantity",
                                         "title." };
    struct record *r = record_new(&sample_box);
    sample_line(r, "item", 1);
    for (size_t i = 0; i < COUNT(paths); i++)
        if (record_at(r, paths[i], NULL))
            fail_msg("\"%s\" leads somewhere", paths[i]);
    record_free(&r);
}

static void test_put(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    sample_put(r, "title", "Ubi");
    sample_put(r, "item.1.commodity", "beras");
    sample_put(r, "item.1.quantity", "1.5");
    sample_put(r, "item.2.commodity", "jagung");
    sample_put(r, "serial", "KT-9 001"); /* read-only: imports set it */
    assert_string_equal(record_text(r, "title"), "Ubi");
    assert_int_equal(record_live_lines(r, "item"), 2);
    assert_int_equal(record_at(r, "item.1.quantity", NULL)->num, 1500);
    sample_put(r, "title", "");
    assert_false(record_value(r, "title")->set);
    sample_put(r, "item.3.commodity", "");
    assert_int_equal(record_live_lines(r, "item"), 2);
    record_free(&r);
}

static void test_put_refused(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *field, *says;
    } cases[] = {
        { "colour", "red", "", "no field “colour” in Box; there are: title, remark" },
        { "item.1.colour", "red", "",
          "no field “colour” in “Items”; there are: commodity, quantity" },
        { "item.3.commodity", "x", "item.3.commodity", "so the next one is item.2" },
        { "item.1.quantity", "x", "item.1.quantity", "Quantity: “x” is not a number" },
        { "item.2.quantity", "x", "item.2.quantity", "Quantity: “x” is not a number" },
        { "total", "5", "total", "worked out from other fields" },
    };
    struct record *r = record_new(&sample_box);
    language_set(ENGLISH);
    sample_put(r, "item.1.quantity", "2");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        if (record_put(r, cases[i].path, &sample_canonical, cases[i].text, &e) != BAD_DATA)
            fail_msg("%s was taken", cases[i].path);
        if (strcmp(e.field, cases[i].field) != 0 || !strstr(e.text, cases[i].says))
            fail_msg("%s refused for \"%s\" with: %s", cases[i].path, e.field, e.text);
    }
    assert_int_equal(record_live_lines(r, "item"), 1);
    assert_int_equal(record_at(r, "item.1.quantity", NULL)->num, 2000);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_at),
        cmocka_unit_test(test_leads_nowhere),
        cmocka_unit_test(test_put),
        cmocka_unit_test(test_put_refused),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
