/* test_words.c - flat keys and entries as people read them. */
#include "catalogue/sample.h"

static struct record *box(void)
{
    struct record *r = record_new(&sample_box);
    language_set(ENGLISH);
    sample_line(r, "item", 2);
    sample_line(r, "item", 1)->gone = true;
    sample_line(r, "item", 3);
    return r;
}

static void test_keys(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "title", "Title" },
        { "owner", "Owner" },
        { "owner#", "Owner (link)" },
        { "state", "State" },
        { "item/0000000000003/", "Items 2" },
        { "item/0000000000002/quantity", "Items 1 · Quantity" },
        { "item/0000000000001/quantity", "Items · Quantity" },
        { "item/0000000000009/keeper#", "Items · Keeper (link)" },
        { "colour", "colour" },
        { "title#", "title#" },
    };
    struct record *r = box();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        flat_key_label(r, cases[i][0], &out);
        assert_string_equal(buf_text(&out), cases[i][1]);
        buf_free(&out);
    }
    record_free(&r);
}

static void test_entries(void **state)
{
    (void)state;
    static const struct {
        struct flat_entry entry;
        const char *screen, *canonical;
    } cases[] = {
        { { "title", 't', 0, "Ubi" }, "Ubi", "Ubi" },
        { { "weight", 'd', 1234500, NULL }, "1.234,5", "1234.5" },
        { { "direction", 'c', 0, "EX" }, "Export", "EX" },
        { { "state", 's', 0, "sealed" }, "sealed", "sealed" },
        { { "state", 's', 0, "discarded" }, "discarded", "discarded" },
        { { "state", 's', 0, "lost" }, "lost", "lost" },
        { { "owner#", 'r', 32, NULL }, "0000000000010", "0000000000010" },
        { { "item/0000000000002/", 'p', 2, NULL }, "2", "2" },
        { { "item/0000000000002/quantity", 'd', 500, NULL }, "0,5", "0.5" },
        { { "made_on", 'D', SAMPLE_TODAY, NULL }, "21 Nov 2026", "2026-11-21" },
        { { "colour", 't', 0, "red" }, "red", "red" },
        { { "colour", 'd', -7, NULL }, "-7", "-7" },
        { { "whisper", 'n', 0, "c2VhbGVk" }, "(sealed)", "c2VhbGVk" },
        { { "title", 'd', 4, NULL }, "4", "4" }, /* of another type than the field */
    };
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        flat_entry_format(&sample_box, &cases[i].entry, SPELL_SCREEN, &out);
        assert_string_equal(buf_text(&out), cases[i].screen);
        buf_reset(&out);
        flat_entry_format(&sample_box, &cases[i].entry, SPELL_CANONICAL, &out);
        assert_string_equal(buf_text(&out), cases[i].canonical);
        buf_free(&out);
    }
}

static void test_language(void **state)
{
    (void)state;
    struct flat_entry entry = { "state", 's', 0, "discarded" };
    struct record *r = box();
    struct buf out = { 0 };
    language_set(INDONESIAN);
    flat_key_label(r, "state", &out);
    buf_puts(&out, ": ");
    flat_entry_format(&sample_box, &entry, SPELL_SCREEN, &out);
    assert_string_equal(buf_text(&out), "Status: dibuang");
    buf_free(&out);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_language),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
