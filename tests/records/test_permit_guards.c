/* test_permit_guards.c - guards and advice, each both ways, on records and answered facts. */
#include "records/desk.h"

#include <string.h>

static const struct guard *advice(const char *id)
{
    for (size_t i = 0; permit_advice[i] != NULL; i++)
        if (strcmp(permit_advice[i]->id, id) == 0)
            return permit_advice[i];
    fail_msg("no advice %s", id);
    return NULL;
}

struct fact_answer {
    const char *fact;
    int64_t number;
};

/* The sentence of the advice, "" where there is none; valid until the next call. */
static const char *advises(const char *id, const struct record *r, const struct fact_answer *facts)
{
    static struct error why;
    struct answers *a = answers_new();
    why = (struct error){ 0 };
    for (; facts->fact != NULL; facts++)
        answers_put(a, facts->fact, facts->number, NULL);
    bool fine = advice(id)->allow(r, a, &why);
    answers_free(&a);
    assert_int_equal(fine, why.text[0] == '\0');
    return why.text;
}

static void check_numbered(const char *id, const char *field, const char *number)
{
    struct record *r = desk_permit();
    const struct fact_answer none[] = { { id, 0 }, { NULL, 0 } };
    const struct fact_answer one[] = { { id, 1 }, { NULL, 0 } };
    assert_string_equal(advises(id, r, one), "");
    desk_put(r, (const char *const[]){ field, number, NULL });
    assert_string_equal(advises(id, r, none), "");
    assert_non_null(strstr(advises(id, r, one), number));
    record_free(&r);
}

static void test_same_numbers(void **state)
{
    (void)state;
    check_numbered("permit.same_aju", "aju", "012300000");
    check_numbered("permit.same_bill", "bill_of_lading", "BL-77");
}

static void test_same_cargo(void **state)
{
    (void)state;
    struct record *r = desk_permit();
    day ours = (day)record_number(r, "received_on");
    const struct {
        int64_t days;
        day theirs;
        bool advised;
    } cases[] = {
        { 3, 0, false },        { 3, ours, true },     { 3, ours - 3, true },
        { 3, ours - 4, false }, { 3, ours + 3, true }, { 3, ours + 4, false },
        { 5, ours - 4, true },  { 0, ours, true },     { 0, ours - 1, false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct fact_answer facts[] = { { "permit.same_cargo", cases[i].theirs },
                                             { "permit.duplicate_days", cases[i].days },
                                             { NULL, 0 } };
        assert_int_equal(advises("permit.same_cargo", r, facts)[0] != '\0', cases[i].advised);
    }
    desk_put(r, (const char *const[]){ "conveyance_name", "", NULL });
    assert_string_equal(advises("permit.same_cargo", r,
                                (const struct fact_answer[]){ { "permit.same_cargo", ours },
                                                              { "permit.duplicate_days", 3 },
                                                              { NULL, 0 } }),
                        "");
    record_free(&r);
}

/* A day, or words, in the place of the number; an office that is in no list. */
static void test_odd_values(void **state)
{
    (void)state;
    static const struct {
        const char *number;
        bool odd;
    } cases[] = {
        { "28/11/2026", true },
        { "28-11-26", true },
        { "2026.11.28", true },
        { "belum ada", true },
        { "", false },
        { "1842", false },
        { "28/11", false },
        { "2026.1.1203.0.K01.E.000002", false },
        { "2026-T2.0-7101.0-K.1.1-000007", false },
    };
    const struct fact_answer none[] = { { NULL, 0 } };
    struct record *r = desk_permit();
    for (size_t i = 0; i < COUNT(cases); i++) {
        desk_put(r, (const char *const[]){ "national_number", cases[i].number, NULL });
        assert_int_equal(advises("permit.odd_number", r, none)[0] != '\0', cases[i].odd);
    }
    value_clear(record_value(r, "office"));
    assert_string_equal(advises("permit.unknown_office", r, none), "");
    value_set_reference(record_value(r, "office"), 0, "asdf");
    assert_non_null(strstr(advises("permit.unknown_office", r, none), "asdf"));
    value_set_reference(record_value(r, "office"), 7, "Belawan");
    assert_string_equal(advises("permit.unknown_office", r, none), "");
    record_free(&r);
}

/* Check digits reckoned by hand from ISO 6346, annex A. */
static void test_containers(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        bool odd;
    } cases[] = {
        { "", false },
        { "CSQU3054383", false },
        { "csqu 305438-3", false },
        { "CSQU3054384", true }, /* the check digit */
        { "CSQU305438", true },  /* without it */
        { "CSQU30543833", true },
        { "CSQ3054383", true },
        { "CSQU3054383; TGHU7599330", false },
        { "CSQU3054383;TGHU7599331", true },
        { "CSQU3054383;", false },
    };
    const struct fact_answer none[] = { { NULL, 0 } };
    struct record *r = desk_permit();
    for (size_t i = 0; i < COUNT(cases); i++) {
        desk_put(r, (const char *const[]){ "container", cases[i].typed, NULL });
        assert_int_equal(advises("permit.odd_container", r, none)[0] != '\0', cases[i].odd);
    }
    desk_put(r, (const char *const[]){ "container", "", "item.1.container", "TGHU7599331", NULL });
    assert_non_null(strstr(advises("permit.odd_container", r, none), "TGHU7599331"));
    record_free(&r);
}

/* Facts name kinds, fields and rules that exist. */
static void test_facts_exist(void **state)
{
    (void)state;
    for (size_t i = 0; permit_advice[i] != NULL; i++)
        for (const struct fact *f = permit_advice[i]->facts; f->id != NULL; f++) {
            const struct kind *k = f->op == FACT_RULE ? NULL : registry_find(&all_kinds, f->kind);
            if (f->op == FACT_RULE) {
                assert_non_null(registry_rule(&all_kinds, f->id));
                continue;
            }
            for (const struct fact_match *m = f->match; m->theirs != NULL; m++) {
                assert_non_null(kind_field(k, m->theirs));
                assert_non_null(kind_field(&kind_permit, m->ours));
            }
        }
}

static const struct guard *guard_of(const char *verb, const char *from)
{
    return flow_step(kind_permit.flow, verb, from)->guards[0];
}

static void test_conditional_papers_do_not_stop(void **state)
{
    (void)state;
    struct record *r = desk_permit();
    const struct guard *complete = guard_of("accept", "submitted");
    assert_false(complete->allow(r, NULL, NULL));
    desk_put(r, (const char *const[]){ "document.2.presence", "present", NULL });
    assert_true(complete->allow(r, NULL, NULL));
    desk_put(r, (const char *const[]){ "document.3.need", "required", NULL });
    assert_false(complete->allow(r, NULL, NULL));
    record_live_line(r, "document", 3)->gone = true;
    assert_true(complete->allow(r, NULL, NULL));
    record_free(&r);
}

/* A paper nobody said anything about counts as required and not there. */
static void test_silence_is_missing(void **state)
{
    (void)state;
    struct record *r = record_new(&kind_permit);
    const struct guard *complete = guard_of("accept", "submitted");
    assert_true(complete->allow(r, NULL, NULL));
    desk_put(r, (const char *const[]){ "document.1.code", "Invoice", NULL });
    assert_false(complete->allow(r, NULL, NULL));
    record_free(&r);
}

/* Fifty missing papers with long names still make one readable sentence. */
static void test_long_lists_stay_readable(void **state)
{
    (void)state;
    struct record *r = record_new(&kind_permit);
    struct error why = { 0 };
    for (int i = 1; i <= 50; i++) {
        struct buf path = { 0 };
        buf_printf(&path, "document.%d.code", i);
        desk_put(r,
                 (const char *const[]){ buf_text(&path), "Überlanges Papier für Ausfuhr", NULL });
        buf_free(&path);
    }
    language_set(ENGLISH);
    assert_false(guard_of("accept", "submitted")->allow(r, NULL, &why));
    assert_true(text_starts(why.text, "50 required papers are missing (Überlanges"));
    assert_non_null(strstr(why.text, ", …)"));
    assert_non_null(strstr(why.text, "or ask for them."));
    assert_true(utf8_valid(why.text, strlen(why.text)));
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_numbers),
        cmocka_unit_test(test_same_cargo),
        cmocka_unit_test(test_odd_values),
        cmocka_unit_test(test_containers),
        cmocka_unit_test(test_facts_exist),
        cmocka_unit_test(test_conditional_papers_do_not_stop),
        cmocka_unit_test(test_silence_is_missing),
        cmocka_unit_test(test_long_lists_stay_readable),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
