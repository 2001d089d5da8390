/* test_rules.c - rows of rules: only such as there are, with values they can have; the same at the
 * screen, on the command line and out of a file. */
#include "actions/sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* What a new row is answered with; rule, value, basis and further pairs. */
static enum outcome file(struct session *s, const char *const *pairs, struct record **out,
                         struct error *e)
{
    struct record *r = NULL;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    enum outcome result = act_blank(s, &kind_rule, &r, e);
    for (size_t i = 0; result == DONE && pairs[i]; i += 2)
        result = record_put(r, pairs[i], &how, pairs[i + 1], e);
    if (result == DONE)
        result = act_save(s, r, NULL, NULL, NULL, e);
    *out = r;
    return result;
}

static void a_row_says_what_it_may(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const struct {
        const char *row[12];
        enum outcome outcome;
        const char *says;
    } cases[] = {
        { { "rule", "permit.duplicate_day", "value", "10", "basis", "x" },
          BAD_DATA,
          "permit.duplicate_days" },
        { { "rule", "permit.duplicate_days", "value", "sepuluh", "basis", "x" },
          BAD_DATA,
          "sepuluh" },
        { { "rule", "permit.duplicate_days", "value", "10" }, REFUSED, "Basis" },
        { { "rule", "office.home", "value", "9999", "basis", "x" }, BAD_DATA, "9999" },
        { { "rule", "office.home", "value", "Belawan", "basis", "x" }, BAD_DATA, "1203" },
        { { "rule", "permit.duplicate_days", "value", "10", "basis", "x", "valid_from",
            "2026-12-01", "valid_to", "2026-11-01" },
          REFUSED,
          "before it begins" },
        { { "rule", "permit.duplicate_days", "value", "10", "basis", "x", "valid_from",
            "2020-01-01" },
          DONE,
          "" },
        { { "rule", "permit.duplicate_days", "value", "12", "basis", "x", "valid_from",
            "2020-01-01" },
          REFUSED,
          "same day" },
        /* A later row takes over from its first day. */
        { { "rule", "permit.duplicate_days", "value", "14", "basis", "x", "valid_from",
            "2026-11-01" },
          DONE,
          "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct record *r = NULL;
        struct error e = { 0 };
        enum outcome o = file(s, (const char *const *)cases[i].row, &r, &e);
        if (o != cases[i].outcome || !strstr(e.text, cases[i].says))
            test_stop("%zu: %d %s", i, o, e.text);
        record_free(&r);
    }
    int64_t days = 0;
    assert_int_equal(act_rule_number(s, "permit.duplicate_days", &days, NULL), DONE);
    assert_int_equal(days, 14);
}

/* What is retired may say anything, and makes room. */
static void a_retired_row_is_in_nobodys_way(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    const char *const row[] = { "rule", "session.idle_minutes", "value", "5", "basis", "x", NULL };
    struct error e = { 0 };
    struct record *r = NULL;
    int64_t id = counter_make(s, "rule", row);
    struct step_request q = { .kind = &kind_rule, .id = id, .verb = "retire" };
    assert_int_equal(act_step(s, &q, NULL, &e), DONE);
    assert_int_equal(file(s, row, &r, &e), DONE);
    record_free(&r);
    q.verb = "reinstate";
    assert_int_equal(act_step(s, &q, NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, "same day"));
}

static void a_file_is_judged_the_same(void **state)
{
    struct counter_desk *d = *state;
    const char *path = sheet_write(d, "rule,value,basis\n"
                                      "schedule.visits_a_day,4,SK 1\n"
                                      "schedule.visits_a_dya,4,SK 1\n"
                                      "schedule.visit_minutes,long,SK 1\n"
                                      "login.away_days,3,\n");
    struct import_options o = { .path = path };
    struct import_report report = { 0 };
    struct error e = { 0 };
    act_import(d->session, &kind_rule, &o, &report, &e);
    char word[64];
    assert_string_equal(report_word(&report, word), "1 0 0 3");
    import_report_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_judged_the_same),
        cmocka_unit_test(a_row_says_what_it_may),
        cmocka_unit_test(a_retired_row_is_in_nobodys_way),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
