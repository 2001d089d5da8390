/* A record as rows of text. */
#include "../../src/tui/record_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static struct record *permit(void)
{
    static const char *const pairs[][2] = {
        { "received_on", "2026-11-20" },
        { "direction", "EX" },
        { "recipient", "Minato Foods" },
        { "recipient_address", "1 Chome, Minato\nTokyo" },
        { "item.1.commodity", "Pinang" },
        { "item.1.net_quantity", "1250.5" },
        { "item.2.commodity", "Biji kopi robusta pilihan dari dataran tinggi" },
        { "item.2.net_quantity", "7" },
    };
    struct record *r = record_new(&kind_permit);
    struct reading how = { .spelling = SPELL_CANONICAL, .today = day_of(2026, 11, 20) };
    for (size_t i = 0; i < COUNT(pairs); i++)
        assert_int_equal(record_put(r, pairs[i][0], &how, pairs[i][1], NULL), DONE);
    return r;
}

static const struct view_facts nothing;

static const struct view_row *find(const struct view_rows *v, const char *text)
{
    for (size_t i = 0; i < v->count; i++)
        if (strstr(v->items[i].text, text) != NULL)
            return &v->items[i];
    return NULL;
}

static void only_what_is_filled_shows(void **state)
{
    (void)state;
    struct record *r = permit();
    struct view_rows v = { 0 };
    record_rows(r, &nothing, 420, 78, 22, &v);
    assert_string_equal(find(&v, "20 Nov 2026")->label, "Received");
    assert_non_null(find(&v, "Minato Foods  (not linked)"));
    assert_non_null(find(&v, "1 Chome, Minato"));
    assert_string_equal(find(&v, "Tokyo")->label, ""); /* the same field goes on */
    for (size_t i = 0; i < v.count; i++)
        assert_string_not_equal(v.items[i].label, "Voyage");
    view_rows_free(&v);
    record_free(&r);
}

static void lines_are_a_table(void **state)
{
    (void)state;
    struct record *r = permit();
    struct view_rows v = { 0 };
    record_rows(r, &nothing, 420, 78, 22, &v);
    const struct view_row *one = find(&v, "Pinang"), *two = find(&v, "Biji kopi");
    assert_int_equal(one->kind, ROW_LINE);
    assert_non_null(strstr(one->text, "1.250,5"));
    assert_int_equal(utf8_cells(one->text), utf8_cells(two->text));
    assert_int_equal(two->line, 1);
    for (size_t i = 0; i < v.count; i++)
        assert_true(utf8_cells(v.items[i].text) <= 78);
    view_rows_free(&v);
    record_free(&r);
}

static void a_narrow_screen_squeezes_the_table(void **state)
{
    (void)state;
    struct record *r = permit();
    struct view_rows v = { 0 };
    record_rows(r, &nothing, 420, 36, 13, &v);
    const struct view_row *two = find(&v, "Biji");
    assert_true(utf8_cells(two->text) <= 36);
    assert_non_null(strstr(two->text, "7"));
    view_rows_free(&v);
    record_free(&r);
}

static void remarks_stand_below(void **state)
{
    (void)state;
    struct record *r = permit();
    struct view_rows v = { 0 };
    struct remark items[] = { { .problem = true }, { .problem = false } };
    struct view_facts known = { .remarks = { items, 2 } };
    buf_puts(&items[0].text, "Applicant: missing.");
    buf_puts(&items[1].text, "Looks filed already.");
    record_rows(r, &known, 420, 78, 22, &v);
    assert_string_equal(find(&v, "missing")->label, "!");
    assert_string_equal(find(&v, "already")->label, "·");
    buf_free(&items[0].text);
    buf_free(&items[1].text);
    view_rows_free(&v);
    record_free(&r);
}

static void a_line_tells_all_of_itself(void **state)
{
    (void)state;
    struct record *r = permit();
    struct buf text = { 0 };
    record_line_text(r, 0, 0, &text);
    assert_non_null(strstr(buf_text(&text), "Commodity: Pinang\n"));
    assert_null(strstr(buf_text(&text), "Biji"));
    buf_free(&text);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_filled_shows),          cmocka_unit_test(lines_are_a_table),
        cmocka_unit_test(a_narrow_screen_squeezes_the_table), cmocka_unit_test(remarks_stand_below),
        cmocka_unit_test(a_line_tells_all_of_itself),
    };
    text_start();
    language_set(ENGLISH);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
