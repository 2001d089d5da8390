/* test_resolve.c - one record by what people give for it, and by its natural key. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/office.h"

#include <cmocka.h>

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
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

static int64_t add(struct bench *b, struct record *r, const char *state)
{
    if (state)
        r->state = flow_state(r->kind->flow, state)->id;
    bench_save(b, r, "new");
    int64_t id = r->id;
    record_free(&r);
    return id;
}

static int64_t thing(struct bench *b, const char *number, const char *serial)
{
    struct record *r = record_new(&test_thing);
    value_set_text(record_value(r, "number"), number);
    value_set_text(record_value(r, "serial"), serial);
    return add(b, r, NULL);
}

static int64_t resolved(struct bench *b, const struct kind *k, const char *ref)
{
    struct error e = { 0 };
    int64_t id = -1;
    if (store_resolve(b->store, k, ref, &id, &e) != DONE)
        fail_msg("%s: %s", ref, e.text);
    return id;
}

/* Refused, with a sentence that holds every part of `parts`. */
static void refused(struct bench *b, const struct kind *k, const char *ref,
                    const char *const *parts)
{
    struct error e = { 0 };
    int64_t id = -1;
    assert_int_equal(store_resolve(b->store, k, ref, &id, &e), REFUSED);
    assert_int_equal(id, 0);
    for (; *parts; parts++)
        if (!strstr(e.text, *parts))
            fail_msg("“%s” not in: %s", *parts, e.text);
}

static void by_number_id_and_tail(void **state)
{
    struct bench *b = *state;
    char text[ID_TEXT_LEN + 1];
    int64_t one = thing(b, "2026-0412", "AJU-881"), two = thing(b, "2026-0413", "AJU-7412");
    id_text(one, text);
    assert_int_equal(resolved(b, &test_thing, "2026-0412"), one);
    assert_int_equal(resolved(b, &test_thing, " 2026-0413 "), two);
    assert_int_equal(resolved(b, &test_thing, text), one);
    assert_int_equal(resolved(b, &test_thing, "0413"), two);
    assert_int_equal(resolved(b, &test_thing, "2026/0413"), two);
    assert_int_equal(resolved(b, &test_thing, "881"), one); /* the other number's end */
    assert_int_equal(resolved(b, &test_thing, "AJU-881"), one);
}

static void whole_number_goes_before_an_end(void **state)
{
    struct bench *b = *state;
    int64_t whole = thing(b, "412", "s1");
    thing(b, "2026-0412", "s2");
    assert_int_equal(resolved(b, &test_thing, "412"), whole);
}

static void several_are_named(void **state)
{
    struct bench *b = *state;
    thing(b, "2026-0412", "s1");
    thing(b, "2025-0412", "s2");
    refused(b, &test_thing, "0412",
            (const char *const[]){ "0412", "2026-0412", "2025-0412", NULL });
    char number[20];
    for (int year = 2014; year < 2024; year++) {
        snprintf(number, sizeof number, "%d-0412", year);
        thing(b, number, number);
    }
    refused(b, &test_thing, "0412", (const char *const[]){ "2023-0412", "…", NULL });
}

static void none_is_said(void **state)
{
    struct bench *b = *state;
    thing(b, "2026-0412", "s1");
    refused(b, &test_thing, "9999", (const char *const[]){ "Thing", "9999", "loket find", NULL });
    refused(b, &test_thing, "Kayu", (const char *const[]){ "Kayu", NULL });
    refused(b, &test_thing, "", (const char *const[]){ "Thing", NULL });
    refused(b, &test_thing, "2", (const char *const[]){ "2", NULL }); /* one digit is no tail */
    refused(b, &test_thing, "0000000000001", (const char *const[]){ "0000000000001", NULL });
}

static void references_by_code_name_and_number(void **state)
{
    struct bench *b = *state;
    int64_t toba = add(b,
                       bench_record(&test_person, "code=TBA", "name=PT Toba", "aliases=Toba Lama",
                                    "npwp=012345678901234", NULL),
                       NULL);
    int64_t other = add(b, bench_record(&test_person, "code=X", "name=Kembar", NULL), NULL);
    add(b, bench_record(&test_person, "code=Y", "name=Kembar", NULL), NULL);
    assert_int_equal(resolved(b, &test_person, "tba"), toba);
    assert_int_equal(resolved(b, &test_person, "pt toba"), toba);
    assert_int_equal(resolved(b, &test_person, "toba lama"), toba);
    assert_int_equal(resolved(b, &test_person, "901234"), toba);
    assert_int_equal(resolved(b, &test_person, "X"), other);
    refused(b, &test_person, "kembar",
            (const char *const[]){ "Kembar (0S", "), Kembar (0S", NULL });
}

static void closed_records_are_reached_discarded_only_by_id(void **state)
{
    struct bench *b = *state;
    char text[ID_TEXT_LEN + 1];
    int64_t shelved = add(b, bench_record(&test_thing, "number=A-77", NULL), "shelved");
    int64_t gone = add(b, bench_record(&test_thing, "number=A-88", NULL), "discarded");
    id_text(gone, text);
    assert_int_equal(resolved(b, &test_thing, "A-77"), shelved);
    assert_int_equal(resolved(b, &test_thing, text), gone);
    refused(b, &test_thing, "A-88", (const char *const[]){ "A-88", NULL });
}

static int64_t natural(struct bench *b, const char *serial)
{
    struct error e = { 0 };
    int64_t id = -1;
    struct record *r = record_new(&test_thing);
    value_set_text(record_value(r, "serial"), serial);
    assert_int_equal(store_natural(b->store, r, &id, &e), DONE);
    record_free(&r);
    return id;
}

static void natural_keys(void **state)
{
    struct bench *b = *state;
    thing(b, "1", "");
    int64_t gone = add(b, bench_record(&test_thing, "serial=S-1", NULL), "discarded");
    int64_t shelved = add(b, bench_record(&test_thing, "serial=S-1", NULL), "shelved");
    assert_int_equal(natural(b, "S-1"), shelved);
    int64_t first = thing(b, "2", "S-1");
    thing(b, "3", "S-1");
    assert_int_equal(natural(b, "S-1"), first);
    assert_int_equal(natural(b, "S-2"), 0);
    assert_int_equal(natural(b, ""), 0); /* an empty key recognises nothing */
    assert_true(gone != 0);
    struct error e = { 0 };
    int64_t id = -1;
    struct record *rule = record_new(&test_rule); /* a kind without a natural key */
    assert_int_equal(store_natural(b->store, rule, &id, &e), DONE);
    assert_int_equal(id, 0);
    record_free(&rule);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(by_number_id_and_tail),
        EACH(whole_number_goes_before_an_end),
        EACH(several_are_named),
        EACH(none_is_said),
        EACH(references_by_code_name_and_number),
        EACH(closed_records_are_reached_discarded_only_by_id),
        EACH(natural_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
