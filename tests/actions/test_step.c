/* Steps: the whole flow at the counter, numbers, reasons, stale decisions, undo. */
#include "road.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static void must(enum outcome result, const struct error *e)
{
    if (result != DONE)
        test_stop("%d: %s", result, e->text);
}

static void mark_papers(struct session *s, int64_t id, const char *presence)
{
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct error e = { 0 };
    for (size_t i = 1; i <= record_live_lines(r, "document"); i++) {
        char path[40];
        snprintf(path, sizeof path, "document.%zu.presence", i);
        must(record_put(r, path, &how, presence, &e), &e);
    }
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
}

static void check_state(struct session *s, int64_t id, const char *state)
{
    struct record *r = counter_load(s, "permit", id);
    assert_string_equal(r->state, state);
    record_free(&r);
}

static void from_draft_to_assigned(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = counter_permit(s);
    assert_int_equal(counter_step(s, id, "accept", NULL, &e), REFUSED); /* not from draft */
    must(counter_step(s, id, "submit", NULL, &e), &e);
    struct record *r = counter_load(s, "permit", id);
    assert_true(record_live_lines(r, "document") > 0); /* the checklist was filled */
    assert_true(record_value(r, "risk")->set);
    assert_false(record_value(r, "number")->set);
    record_free(&r);
    assert_int_equal(counter_step(s, id, "accept", NULL, &e), REFUSED); /* papers are missing */
    mark_papers(s, id, "present");
    must(counter_step(s, id, "accept", NULL, &e), &e);
    r = counter_load(s, "permit", id);
    assert_true(text_starts(record_text(r, "number"), "2026-"));
    assert_true(record_value(r, "accepted_at")->set);
    assert_true(record_value(r, "promised_on")->set);
    record_free(&r);
    assert_int_equal(counter_step(s, id, "assign", NULL, &e), REFUSED); /* not analysed */
    must(road_analyse(s, id, &e), &e);
    assert_int_equal(counter_step(s, id, "assign", NULL, &e), REFUSED); /* nobody is sent */
    road_team(s, id);
    must(counter_step(s, id, "assign", NULL, &e), &e);
    check_state(s, id, "assigned");
}

static void numbers_have_no_gap(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int last = 0;
    for (int i = 0; i < 3; i++) {
        int64_t id = counter_permit(s);
        must(counter_step(s, id, "submit", NULL, &e), &e);
        assert_int_equal(counter_step(s, id, "accept", NULL, &e), REFUSED); /* uses no number */
        mark_papers(s, id, "present");
        must(counter_step(s, id, "accept", NULL, &e), &e);
        struct record *r = counter_load(s, "permit", id);
        int64_t n = 0;
        const char *dash = strrchr(record_text(r, "number"), '-');
        assert_true(dash && integer_parse(dash + 1, &n));
        if (last)
            assert_int_equal(n, last + 1);
        last = (int)n;
        record_free(&r);
    }
}

static void asked_and_resubmitted(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = counter_permit(s);
    must(counter_step(s, id, "submit", NULL, &e), &e);
    must(counter_step(s, id, "ask", NULL, &e), &e);
    struct record *r = counter_load(s, "permit", id);
    assert_string_equal(r->state, "incomplete");
    /* three working days from Friday 20 November 2026 */
    assert_int_equal(record_number(r, "deadline_on"), day_of(2026, 11, 25));
    record_free(&r);
    must(counter_step(s, id, "resubmit", NULL, &e), &e);
    check_state(s, id, "submitted");
}

static void returned_keeps_its_number(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = counter_permit(s);
    must(counter_step(s, id, "submit", NULL, &e), &e);
    mark_papers(s, id, "present");
    must(counter_step(s, id, "accept", NULL, &e), &e);
    struct record *r = counter_load(s, "permit", id);
    char *number = xstrdup(record_text(r, "number"));
    record_free(&r);
    mark_papers(s, id, "missing");
    assert_int_equal(counter_step(s, id, "return", NULL, &e), REFUSED); /* wants a reason */
    must(counter_step(s, id, "return", "invoice is not signed", &e), &e);
    mark_papers(s, id, "present");
    must(counter_step(s, id, "resubmit", NULL, &e), &e);
    r = counter_load(s, "permit", id);
    assert_string_equal(r->state, "accepted");
    assert_string_equal(record_text(r, "number"), number);
    record_free(&r);
    free(number);
}

static void endings_want_reasons(void **state)
{
    static const char *const endings[][2] = { { "reject", "rejected" }, { "cancel", "cancelled" } };
    struct session *s = ((struct counter_desk *)*state)->session;
    for (size_t i = 0; i < COUNT(endings); i++) {
        struct error e = { 0 };
        int64_t id = counter_permit(s);
        must(counter_step(s, id, "submit", NULL, &e), &e);
        assert_int_equal(counter_step(s, id, endings[i][0], NULL, &e), REFUSED);
        assert_int_equal(counter_step(s, id, endings[i][0], "  ", &e), REFUSED);
        must(counter_step(s, id, endings[i][0], "the owner asked", &e), &e);
        check_state(s, id, endings[i][1]);
    }
}

static void the_reason_is_the_same_everywhere(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error asked = { 0 }, refused = { 0 };
    int64_t id = counter_permit(s);
    must(counter_step(s, id, "submit", NULL, &refused), &refused);
    struct record *r = counter_load(s, "permit", id);
    const struct step *accept = flow_step(kind_permit.flow, "accept", "submitted");
    assert_int_equal(act_step_allowed(s, r, accept, NULL, &asked), REFUSED);
    assert_int_equal(counter_step(s, id, "accept", NULL, &refused), REFUSED);
    assert_string_equal(asked.text, refused.text);
    record_free(&r);
}

static void stale_decision_is_refused(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = counter_permit(s);
    must(counter_step(s, id, "submit", NULL, &e), &e);
    struct step_request q = {
        .kind = &kind_permit, .id = id, .verb = "cancel", .rev = 1, .note = "no"
    };
    assert_int_equal(act_step(s, &q, NULL, &e), STALE);
    assert_null(strstr(e.text, "␊")); /* one line, to be read */
    check_state(s, id, "submitted");
}

static void undo_takes_back_and_stops_at_papers(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct buf words = { 0 };
    int64_t id = counter_permit(s);
    must(counter_step(s, id, "submit", NULL, &e), &e);
    must(act_undo(s, &kind_permit, id, true, &words, &e), &e);
    check_state(s, id, "submitted"); /* a dry run only tells */
    assert_non_null(strstr(buf_text(&words), "draft"));
    must(act_undo(s, &kind_permit, id, false, &words, &e), &e);
    check_state(s, id, "draft");
    must(act_undo(s, &kind_permit, id, false, &words, &e), &e);
    check_state(s, id, "discarded");
    id = counter_permit(s);
    must(counter_step(s, id, "submit", NULL, &e), &e);
    mark_papers(s, id, "present");
    must(counter_step(s, id, "accept", NULL, &e), &e);
    assert_int_equal(act_undo(s, &kind_permit, id, false, &words, &e), REFUSED);
    buf_free(&words);
}

static void undo_keeps_what_others_did(void **state)
{
    struct counter_desk *d = *state;
    struct session *other = counter_second_desk(d);
    struct reading how = session_reading(d->session, SPELL_CANONICAL);
    struct error e = { 0 };
    int64_t id = counter_permit(d->session);
    struct record *r = counter_load(d->session, "permit", id), *base = record_copy(r);
    record_put(r, "voyage", &how, "1N", NULL);
    must(act_save(d->session, r, base, NULL, NULL, &e), &e);
    record_free(&base);
    base = record_copy(r);
    record_put(r, "seal", &how, "S-1", NULL);
    must(act_save(other, r, base, NULL, NULL, &e), &e);
    struct buf words = { 0 };
    must(act_undo(d->session, &kind_permit, id, false, &words, &e), &e);
    record_free(&r);
    r = counter_load(d->session, "permit", id);
    assert_false(record_value(r, "voyage")->set);
    assert_string_equal(record_text(r, "seal"), "S-1");
    buf_free(&words);
    record_free(&r);
    record_free(&base);
    session_close(&other);
}

/* What comes next is told with why not yet, and with the key that mends it: of a capture its
 * report, never the paper of when loket was away. */
static void what_comes_next_says_the_way(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = counter_make(s, "capture", (const char *const[]){ "source", "own", NULL });
    struct record *r = counter_load(s, "capture", id);
    struct buf said = { 0 };
    must(act_steps_offered(s, r, &said, &e), &e);
    assert_true(text_starts(buf_text(&said), "Record the report (not yet: "));
    assert_non_null(strstr(buf_text(&said), "(not yet: F4 fills it in. "));
    assert_null(strstr(buf_text(&said), "Enter from paper"));

    struct draft d = { 0 };
    must(act_draft_keep(s, &d, r, r, &e), &e);
    buf_reset(&said);
    must(act_steps_offered(s, r, &said, &e), &e);
    assert_non_null(strstr(buf_text(&said), " Your draft is not saved: F4 goes on with it"));
    must(act_draft_note_put(s, d.id, DRAFT_BY "\tsomebody else\n", &e), &e);
    buf_reset(&said);
    must(act_steps_offered(s, r, &said, &e), &e);
    assert_non_null(strstr(buf_text(&said), "(not yet: F4 fills it in. "));
    must(act_draft_drop(s, d.id, &e), &e);
    draft_free(&d);
    buf_free(&said);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_draft_to_assigned),
        cmocka_unit_test(numbers_have_no_gap),
        cmocka_unit_test(asked_and_resubmitted),
        cmocka_unit_test(returned_keeps_its_number),
        cmocka_unit_test(endings_want_reasons),
        cmocka_unit_test(the_reason_is_the_same_everywhere),
        cmocka_unit_test(stale_decision_is_refused),
        cmocka_unit_test(undo_takes_back_and_stops_at_papers),
        cmocka_unit_test(undo_keeps_what_others_did),
        cmocka_unit_test(what_comes_next_says_the_way),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
