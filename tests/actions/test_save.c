/* Saving: linking, refusing, merging, exactly once. */
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static void put(struct session *s, struct record *r, const char *path, const char *text)
{
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct error e = { 0 };
    if (record_put(r, path, &how, text, &e) != DONE)
        test_stop("%s: %s", path, e.text);
}

static void links_what_is_typed(void **state)
{
    struct counter_desk *d = *state;
    struct record *r = counter_load(d->session, "permit", counter_permit(d->session));
    assert_true(record_value(r, "applicant")->num != 0);
    assert_string_equal(record_text(r, "applicant"), "PT Toba Agro");
    assert_true(record_value(r, "destination_country")->num != 0);
    assert_int_equal(record_value(r, "recipient")->num, 0); /* foreign: stays text */
    assert_int_equal(r->rev, 1);
    record_free(&r);
}

/* `loket new` tells the id alone of what has no number yet. */
static void an_id_is_a_reference(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    char id[ID_TEXT_LEN + 1];
    int64_t permit = counter_permit(s);
    id_text(permit, id);
    int64_t capture = counter_make(s, "capture",
                                   (const char *const[]){ "occurred_on", "2026-11-19", "place", "x",
                                                          "finder", "y", "permit", id, NULL });
    struct record *r = counter_load(s, "capture", capture), *other = NULL;
    struct error e = { 0 };
    assert_int_equal(record_number(r, "permit"), permit);
    id_text(capture, id); /* of another kind: known to nobody */
    act_blank(s, &kind_capture, &other, NULL);
    put(s, other, "place", "x");
    put(s, other, "permit", id);
    assert_int_equal(act_save(s, other, NULL, NULL, NULL, &e), BAD_DATA);
    record_free(&r);
    record_free(&other);
}

static void unknown_reference_is_refused(void **state)
{
    struct counter_desk *d = *state;
    struct record *r = NULL;
    struct error e = { 0 };
    act_blank(d->session, &kind_permit, &r, NULL);
    put(d->session, r, "applicant", "CV Tidak Ada");
    assert_int_equal(act_save(d->session, r, NULL, NULL, NULL, &e), BAD_DATA);
    assert_string_equal(e.field, "applicant");
    assert_non_null(strstr(e.text, "CV Tidak Ada"));
    assert_int_equal(r->id, 0);
    record_free(&r);
}

static void read_only_is_refused(void **state)
{
    struct counter_desk *d = *state;
    struct record *r = NULL;
    struct error e = { 0 };
    act_blank(d->session, &kind_permit, &r, NULL);
    put(d->session, r, "number", "2026-9999");
    assert_int_equal(act_save(d->session, r, NULL, NULL, NULL, &e), REFUSED);
    assert_string_equal(e.field, "number");
    record_free(&r);
}

static void past_its_state_only_correct_changes(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    int64_t id = counter_permit(d->session);
    struct record *r = counter_load(d->session, "permit", id), *base = NULL;
    for (size_t i = 0; i < 40 && record_live_lines(r, "document") == 0; i++)
        act_checklist(d->session, r, NULL, NULL);
    for (size_t i = 1; i <= record_live_lines(r, "document"); i++) {
        char path[40];
        snprintf(path, sizeof path, "document.%zu.presence", i);
        put(d->session, r, path, "present");
    }
    if (act_save(d->session, r, NULL, NULL, NULL, &e) != DONE ||
        counter_step(d->session, id, "submit", NULL, &e) != DONE ||
        counter_step(d->session, id, "accept", NULL, &e) != DONE)
        test_stop("%s", e.text);
    record_free(&r);
    r = counter_load(d->session, "permit", id);
    base = record_copy(r);
    put(d->session, r, "applicant", "PT Toba Agro Dua");
    assert_int_equal(act_save(d->session, r, base, NULL, NULL, &e), BAD_DATA);
    put(d->session, r, "applicant", "PT Toba Agro");
    put(d->session, r, "destination_city", "Osaka");
    assert_int_equal(act_save(d->session, r, base, NULL, NULL, &e), REFUSED);
    assert_string_equal(e.field, "destination_city");
    put(d->session, r, "destination_city", "");
    static const struct {
        const char *path, *text, *said; /* text NULL: the whole line goes */
    } lines[] = {
        { "item.1.net_quantity", "77", "item.1.net_quantity" },
        { "item.2.commodity", "Beras", "item.2.commodity" },
        { "item.1.commodity", NULL, "item.1.commodity" },
    };
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct record *typed = record_copy(r);
        if (lines[i].text)
            put(d->session, typed, lines[i].path, lines[i].text);
        else
            record_live_line(typed, "item", 1)->gone = true;
        assert_int_equal(act_save(d->session, typed, base, NULL, NULL, &e), REFUSED);
        assert_string_equal(e.field, lines[i].said);
        record_free(&typed);
    }
    struct step_request q = { .kind = &kind_permit,
                              .id = id,
                              .verb = "correct",
                              .sets = (struct assignment[]){ { "destination_city", "Osaka" },
                                                             { "asked_by", "Toba Agro" } },
                              .set_count = 2,
                              .spelling = SPELL_CANONICAL };
    assert_int_equal(act_step(d->session, &q, NULL, &e), REFUSED); /* wants a reason */
    q.note = "letter of the applicant";
    assert_int_equal(act_step(d->session, &q, NULL, &e), DONE);
    record_free(&r);
    record_free(&base);
    r = counter_load(d->session, "permit", id);
    assert_string_equal(record_text(r, "destination_city"), "Osaka");
    record_free(&r);
}

static void two_desks_merge(void **state)
{
    struct counter_desk *d = *state;
    struct session *other = counter_second_desk(d);
    struct save_report report = { 0 };
    struct error e = { 0 };
    int64_t id = counter_permit(d->session);
    struct record *base = counter_load(d->session, "permit", id);
    struct record *mine = record_copy(base), *theirs = record_copy(base);
    put(other, theirs, "voyage", "123N");
    put(other, theirs, "item.2.commodity", "Kayu manis");
    put(other, theirs, "item.2.net_quantity", "5");
    put(other, theirs, "item.2.net_unit", "KGM");
    assert_int_equal(act_save(other, theirs, base, NULL, NULL, &e), DONE);
    put(d->session, mine, "seal", "SEAL-9");
    put(d->session, mine, "item.2.commodity", "Cengkeh");
    put(d->session, mine, "item.2.net_quantity", "7");
    put(d->session, mine, "item.2.net_unit", "KGM");
    assert_int_equal(act_save(d->session, mine, base, NULL, &report, &e), DONE);
    assert_int_equal(report.merged, 1);
    assert_string_equal(record_text(mine, "voyage"), "123N");
    assert_string_equal(record_text(mine, "seal"), "SEAL-9");
    assert_int_equal(record_live_lines(mine, "item"), 3); /* both added ones are there */
    save_report_free(&report);
    record_free(&base);
    record_free(&mine);
    record_free(&theirs);
    session_close(&other);
}

/* What one changed oneself meanwhile is taken in without a word of others. */
static void ones_own_changes_are_nobody_elses(void **state)
{
    struct counter_desk *d = *state;
    struct save_report report = { 0 };
    struct error e = { 0 };
    int64_t id = counter_permit(d->session);
    struct record *base = counter_load(d->session, "permit", id);
    struct record *mine = record_copy(base), *before = record_copy(base);
    put(d->session, before, "voyage", "124N");
    assert_int_equal(act_save(d->session, before, base, NULL, NULL, &e), DONE);
    put(d->session, mine, "seal", "SEAL-10");
    assert_int_equal(act_save(d->session, mine, base, NULL, &report, &e), DONE);
    assert_int_equal(report.merged, 0);
    assert_string_equal(record_text(mine, "voyage"), "124N");
    save_report_free(&report);
    record_free(&base);
    record_free(&mine);
    record_free(&before);
}

static void same_field_twice_is_stale(void **state)
{
    struct counter_desk *d = *state;
    struct save_report report = { 0 };
    struct error e = { 0 };
    int64_t id = counter_permit(d->session);
    struct record *base = counter_load(d->session, "permit", id);
    struct record *mine = record_copy(base), *theirs = record_copy(base);
    put(d->session, theirs, "voyage", "111N");
    assert_int_equal(act_save(d->session, theirs, base, NULL, NULL, &e), DONE);
    put(d->session, mine, "voyage", "222N");
    assert_int_equal(act_save(d->session, mine, base, NULL, &report, &e), STALE);
    assert_non_null(strstr(buf_text(&report.text), "111N"));
    assert_non_null(strstr(buf_text(&report.text), "222N"));
    save_report_free(&report);
    record_free(&mine);
    mine = counter_load(d->session, "permit", id);
    assert_string_equal(record_text(mine, "voyage"), "111N");
    record_free(&base);
    record_free(&mine);
    record_free(&theirs);
}

static void same_transaction_saves_once(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    int64_t before = 0, after = 0;
    char txn[TXN_TEXT_LEN + 1];
    struct record *r = NULL;
    desk_new_txn(txn);
    store_tally(session_store(d->session), &kind_party, NULL, &before, NULL);
    for (int i = 0; i < 2; i++) {
        act_blank(d->session, &kind_party, &r, NULL);
        put(d->session, r, "name", "UD Satu Kali");
        assert_int_equal(act_save(d->session, r, NULL, txn, NULL, &e), DONE);
        record_free(&r);
    }
    store_tally(session_store(d->session), &kind_party, NULL, &after, NULL);
    assert_int_equal(after, before + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_what_is_typed),
        cmocka_unit_test(an_id_is_a_reference),
        cmocka_unit_test(unknown_reference_is_refused),
        cmocka_unit_test(read_only_is_refused),
        cmocka_unit_test(past_its_state_only_correct_changes),
        cmocka_unit_test(two_desks_merge),
        cmocka_unit_test(ones_own_changes_are_nobody_elses),
        cmocka_unit_test(same_field_twice_is_stale),
        cmocka_unit_test(same_transaction_saves_once),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
