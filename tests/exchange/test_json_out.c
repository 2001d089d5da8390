/* test_json_out.c - records as JSON objects that other programs can read. */
#include "exchange/ledger.h"

#include <jansson.h>
#include <string.h>

#include "catalogue/sample.h"

struct text_case {
    const char *text, *json;
};

static const struct text_case texts[] = {
    { "", "\"\"" },
    { "kopi", "\"kopi\"" },
    { "\"a\" \\ b", "\"\\\"a\\\" \\\\ b\"" },
    { "a\nb\tc\x01", "\"a\\nb\\tc\\u0001\"" },
    { "São", "\"São\"" },
};

static void test_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct buf out = { 0 };
        json_text(texts[i].text, &out);
        assert_string_equal(buf_text(&out), texts[i].json);
        buf_free(&out);
    }
}

static void put_lines(struct record *r)
{
    struct line *line = record_add_line(r, "item");
    line->id = r->id + 1;
    value_set_text(&line->values[0], "Kopi");
    value_set_number(&line->values[1], 1500);
    line = record_add_line(r, "item");
    line->id = r->id + 2;
    line->gone = true;
}

/* Decimals are text, whole numbers and flags JSON's own, references text beside their link. */
static void test_record(void **state)
{
    (void)state;
    struct record *r = record_new(&sample_box);
    struct buf out = { 0 }, whole = { 0 };
    assert_true(id_parse("0ABCDEFGHJKM1", &r->id));
    r->rev = 2;
    value_set_text(record_value(r, "title"), "“A\"");
    value_set_number(record_value(r, "count"), 12);
    value_set_number(record_value(r, "weight"), 836090);
    value_set_number(record_value(r, "price"), 100);
    value_set_number(record_value(r, "made_on"), day_of(2020, 5, 1));
    value_set_number(record_value(r, "fragile"), 1);
    value_set_reference(record_value(r, "owner"), r->id, "PT A");
    put_lines(r);
    const char *head = "{\"id\": \"0ABCDEFGHJKM1\", \"rev\": 2, \"state\": \"open\", \"title\": "
                       "\"“A\\\"\", \"count\": 12, \"weight\": \"836.09\", \"price\": \"1\", "
                       "\"made_on\": \"2020-05-01\", \"fragile\": true, \"owner\": \"PT A\", "
                       "\"owner_id\": \"0ABCDEFGHJKM1\"";
    record_json(r, false, &out);
    buf_printf(&whole, "%s}", head);
    assert_string_equal(buf_text(&out), buf_text(&whole));
    buf_reset(&out);
    buf_reset(&whole);
    record_json(r, true, &out);
    buf_printf(&whole,
               "%s, \"item\": [{\"id\": \"0ABCDEFGHJKM2\", \"commodity\": \"Kopi\", "
               "\"quantity\": \"1.5\"}], \"paper\": []}",
               head);
    assert_string_equal(buf_text(&out), buf_text(&whole));
    record_free(&r);
    buf_free(&out);
    buf_free(&whole);
}

/* Any record is one object that a JSON parser takes. */
static void test_any(void **state)
{
    (void)state;
    struct chance chance = { 31 };
    for (int i = 0; i < 300; i++) {
        struct record *r = sample_record(&chance);
        struct buf out = { 0 };
        json_error_t why;
        record_json(r, true, &out);
        json_t *parsed = json_loads(buf_text(&out), JSON_REJECT_DUPLICATES, &why);
        if (!parsed)
            fail_msg("%s: %s", why.text, buf_text(&out));
        assert_string_equal(json_string_value(json_object_get(parsed, "state")), r->state);
        assert_int_equal(json_array_size(json_object_get(parsed, "item")),
                         record_live_lines(r, "item"));
        json_decref(parsed);
        record_free(&r);
        buf_free(&out);
    }
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_record),
        cmocka_unit_test(test_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
