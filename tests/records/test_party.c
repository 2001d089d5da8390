/* test_party.c - parties: numbers that must fit, merging and un-merging. */
#include "records/desk.h"

#include <string.h>

static struct record *company(void)
{
    struct record *r =
        desk_record(&kind_party, (const char *const[]){ "name", "PT Rempah Contoh", "merged_into",
                                                        "PT Rempah Contoh Jaya", NULL });
    r->id = 4711;
    return r;
}

static enum outcome try_step(struct record *r, const char *verb, int64_t merged_here,
                             struct error *why)
{
    struct answers *a = answers_new();
    answers_put(a, "merged_here", merged_here, NULL);
    enum outcome o = step_allowed(r, flow_step(kind_party.flow, verb, r->state), a, NULL, why);
    answers_free(&a);
    return o;
}

static void test_merge(void **state)
{
    (void)state;
    struct record *r = company();
    struct error why = { 0 };
    language_set(ENGLISH);
    record_value(r, "merged_into")->num = 4712;
    assert_int_equal(try_step(r, "merge", 0, &why), DONE);
    assert_int_equal(try_step(r, "merge", 2, &why), REFUSED);
    assert_non_null(strstr(why.text, "2 merged parties"));
    record_value(r, "merged_into")->num = r->id;
    assert_int_equal(try_step(r, "merge", 0, &why), REFUSED);
    assert_string_equal(why.field, "merged_into");
    desk_put(r, (const char *const[]){ "merged_into", "", NULL });
    assert_int_equal(try_step(r, "merge", 0, &why), REFUSED);
    assert_string_equal(why.field, "merged_into");
    record_free(&r);
}

static void test_unmerge(void **state)
{
    (void)state;
    struct record *r = company();
    struct error why = { 0 };
    r->state = flow_state(kind_party.flow, "merged")->id;
    assert_true(flow_state(kind_party.flow, r->state)->flags & STATE_HIDDEN);
    assert_int_equal(try_step(r, "unmerge", 0, &why), DONE);
    assert_string_equal(flow_step(kind_party.flow, "unmerge", "merged")->to, "active");
    assert_null(flow_step(kind_party.flow, "retire", "merged"));
    record_free(&r);
}

/* Nobody retires a party that others were merged into. */
static void test_retire(void **state)
{
    (void)state;
    struct record *r = company();
    struct error why = { 0 };
    assert_int_equal(try_step(r, "retire", 1, &why), REFUSED);
    assert_int_equal(try_step(r, "retire", 0, &why), DONE);
    record_free(&r);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *field, *text;
        bool taken;
    } cases[] = {
        { "npwp", "01.234.567.8-901.000", true },
        { "npwp", "0123456789012345", true },
        { "npwp", "01234567890123", false },
        { "nitku", "0123456789012345000001", true },
        { "nitku", "0123456789012345", false },
        { "nik", "1271015708900001", true },
        { "nik", "1271013213900001", false },
        { "email", "kantor@contoh.id", true },
        { "email", "kantor", false },
        { "phone", "061-6940 123", true },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if ((desk_refusal(&kind_party, cases[i].field, cases[i].text)[0] == '\0') != cases[i].taken)
            fail_msg("%s %s", cases[i].field, cases[i].text);
}

/* Any of these finds a party; a merged one's name is among them. */
static void test_found_by(void **state)
{
    (void)state;
    static const char *const ids[] = { "name", "aliases", "npwp", "phone" };
    for (size_t i = 0; i < COUNT(ids); i++)
        assert_true(kind_field(&kind_party, ids[i])->flags & FIELD_SEARCHED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merge),    cmocka_unit_test(test_unmerge),
        cmocka_unit_test(test_retire),   cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_found_by),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
