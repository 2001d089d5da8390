/* Reserved numbers and back-entry: each number of a block ends once, whoever is at it. */
#include "../../src/actions/private.h"
#include "actions/road.h"
#include "actions/sheets.h"
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

#define HOUR_MS INT64_C(3600000)

/* ---- At the desk ---- */

static int64_t block_of(struct session *s, const char *kind, const char *count)
{
    return counter_make(s, "reserve",
                        (const char *const[]){ "of_kind", kind, "count", count, "given_to",
                                               "Loket 2", "purpose", "listrik padam", NULL });
}

static int64_t block(struct session *s, const char *count)
{
    return block_of(s, "permit", count);
}

static enum outcome step(struct session *s, const struct kind *k, int64_t id, const char *verb,
                         const struct assignment *sets, const char *note, struct error *e)
{
    size_t n = 0;
    while (sets && sets[n].path)
        n++;
    return act_step(s,
                    &(struct step_request){ .kind = k,
                                            .id = id,
                                            .verb = verb,
                                            .sets = sets,
                                            .set_count = n,
                                            .spelling = SPELL_CANONICAL,
                                            .note = note },
                    NULL, e);
}

static int64_t issued_of(struct session *s, const char *kind, const char *count)
{
    struct error e = { 0 };
    staff_login(s, "head");
    int64_t id = block_of(s, kind, count);
    must(step(s, &kind_reserve, id, "issue", NULL, NULL, &e), &e);
    session_logout(s);
    return id;
}

static int64_t issued(struct session *s, const char *count)
{
    return issued_of(s, "permit", count);
}

/* Typed by the operator with all its papers, not yet accepted. */
static int64_t typed(struct session *s)
{
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    int64_t id = counter_permit(s);
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    must(act_checklist(s, r, NULL, &e), &e);
    for (size_t i = 1; i <= record_live_lines(r, "document"); i++) {
        char path[40];
        snprintf(path, sizeof path, "document.%zu.presence", i);
        must(record_put(r, path, &how, "present", &e), &e);
    }
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
    return id;
}

static enum outcome enter(struct session *s, int64_t permit, const char *number, const char *at,
                          struct error *e)
{
    const struct assignment sets[] = {
        { "number", number }, { "accepted_at", at }, { "paper_by", "Sari" }, { NULL, NULL }
    };
    return step(s, &kind_permit, permit, "back_enter", sets, NULL, e);
}

static enum outcome close_numbers(struct session *s, int64_t id, const char *which,
                                  const char *note, struct error *e)
{
    const struct assignment sets[] = { { "closing", which }, { NULL, NULL } };
    return step(s, &kind_reserve, id, "close", sets, note, e);
}

static void number_at(struct session *s, int64_t id, size_t nth, enum reserve_cell cell, char *out,
                      size_t n)
{
    struct record *r = counter_load(s, "reserve", id);
    const struct line *l = record_live_line(r, "number", nth);
    const char *text = l ? reserve_cell(l, cell)->text : NULL;
    snprintf(out, n, "%s", text ? text : "");
    record_free(&r);
}

static void permit_text(struct session *s, int64_t id, const char *field, char *out, size_t n)
{
    struct record *r = counter_load(s, "permit", id);
    snprintf(out, n, "%s", record_text(r, field));
    record_free(&r);
}

static void state_is(struct session *s, const char *kind, int64_t id, const char *state)
{
    struct record *r = counter_load(s, kind, id);
    assert_string_equal(r->state, state);
    record_free(&r);
}

static const char FRIDAY_11[] = "2026-11-20T11:00";

/* ---- The numbers ---- */

static void a_block_leaves_no_gap(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    char before[40], first[40], last[40], after[40];
    permit_text(s, staff_accepted(s), "number", before, sizeof before);
    int64_t id = issued(s, "5");
    permit_text(s, staff_accepted(s), "number", after, sizeof after);
    number_at(s, id, 1, RESERVE_NUMBER, first, sizeof first);
    number_at(s, id, 5, RESERVE_NUMBER, last, sizeof last);
    assert_int_equal(atoi(first + 5), atoi(before + 5) + 1);
    assert_int_equal(atoi(last + 5), atoi(before + 5) + 5);
    assert_int_equal(atoi(after + 5), atoi(before + 5) + 6);
    struct record *r = counter_load(s, "reserve", id);
    assert_string_equal(record_text(r, "issued_by"), "head");
    assert_int_equal(record_number(r, "issued_at"), d->now);
    assert_int_equal(record_number(r, "unused"), 5);
    assert_int_equal(record_live_lines(r, "number"), 5);
    record_free(&r);
    assert_int_equal(staff_verify(s, NULL), 0);
}

static void rules_limit_blocks(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_login(s, "head");
    int64_t large = block(s, "51");
    assert_int_equal(step(s, &kind_reserve, large, "issue", NULL, NULL, &e), REFUSED);
    assert_string_equal(e.field, "count");
    state_is(s, "reserve", large, "draft");
    session_logout(s);
    staff_login(s, "coordinator"); /* who may write one, and not issue it */
    int64_t small = block(s, "2");
    assert_int_equal(step(s, &kind_reserve, small, "issue", NULL, NULL, &e), FORBIDDEN);
    session_logout(s);
    staff_login(s, "head");
    for (int i = 0; i < 6; i++)
        must(step(s, &kind_reserve, block(s, "1"), "issue", NULL, NULL, &e), &e);
    assert_int_equal(step(s, &kind_reserve, small, "issue", NULL, NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, "reserve.max_open"));
    session_logout(s);
}

static void nobody_edits_the_numbers(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = issued(s, "2");
    staff_login(s, "head");
    struct record *r = counter_load(s, "reserve", id), *base = record_copy(r);
    value_set_text(reserve_cell(record_live_line(r, "number", 1), RESERVE_USE), "used");
    assert_int_equal(act_save(s, r, base, NULL, NULL, &e), REFUSED);
    assert_string_equal(e.field, "number.1.use");
    assert_int_equal(step(s, &kind_reserve, id, "use", NULL, NULL, &e), REFUSED);
    session_logout(s);
    record_free(&r);
    record_free(&base);
}

/* ---- Entering what was done on paper ---- */

static void what_is_on_the_form_is_judged(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t none = 0, id = 0;
    char number[40];
    staff_login(s, "operator");
    none = typed(s);
    assert_int_equal(enter(s, none, "2026-0001", FRIDAY_11, &e), REFUSED); /* no block at all */
    session_logout(s);
    id = issued(s, "3");
    number_at(s, id, 2, RESERVE_NUMBER, number, sizeof number);
    d->now += 3 * HOUR_MS;
    staff_login(s, "operator");
    static const struct {
        const char *at, *field;
    } cases[] = {
        { "2026-11-20T09:59", "accepted_at" }, /* the block was issued at ten */
        { "2026-11-20T13:01", "accepted_at" }, /* it is one o'clock */
        { "2026-11-19T11:00", "accepted_at" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(enter(s, none, number, cases[i].at, &e), REFUSED);
        assert_string_equal(e.field, cases[i].field);
    }
    assert_int_equal(enter(s, none, "2026-9999", FRIDAY_11, &e), REFUSED);
    assert_string_equal(e.field, "number");
    must(enter(s, none, number + 5, FRIDAY_11, &e), &e); /* by its last digits */
    state_is(s, "permit", none, "back_entered");
    int64_t again = typed(s);
    assert_int_equal(enter(s, again, number, FRIDAY_11, &e), REFUSED);
    assert_non_null(strstr(e.text, "used already"));
    assert_int_equal(enter(s, again, number + 5, FRIDAY_11, &e), REFUSED);
    assert_non_null(strstr(e.text, "used already"));
    session_logout(s);
    char use[16], by[ID_TEXT_LEN + 1], mine[ID_TEXT_LEN + 1];
    number_at(s, id, 2, RESERVE_USE, use, sizeof use);
    number_at(s, id, 2, RESERVE_RECORD, by, sizeof by);
    id_text(none, mine);
    assert_string_equal(use, "used");
    assert_string_equal(by, mine);
    assert_int_equal(staff_verify(s, NULL), 0);
}

static void a_number_keeps_to_its_year(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char number[40];
    int64_t id = issued(s, "1");
    number_at(s, id, 1, RESERVE_NUMBER, number, sizeof number);
    d->now = moment_parse("2027-01-04T03:00:00.000Z");
    staff_login(s, "operator");
    int64_t permit = typed(s);
    assert_int_equal(enter(s, permit, number, "2027-01-04T09:00", &e), REFUSED);
    assert_non_null(strstr(e.text, "period"));
    session_logout(s);
}

static void edit_day(struct session *s, const char *kind, int64_t id, const char *field, day on)
{
    struct error e = { 0 };
    struct record *r = counter_load(s, kind, id), *base = record_copy(r);
    value_set_number(record_value(r, field), on);
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
}

/* A day that is mended behind the entry leaves the number's year no more than one typed with it. */
static void a_mended_day_keeps_the_year(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char number[40];
    int64_t id = issued(s, "1");
    number_at(s, id, 1, RESERVE_NUMBER, number, sizeof number);
    d->now += 2 * HOUR_MS;
    staff_login(s, "operator");
    int64_t permit = typed(s);
    must(enter(s, permit, number, FRIDAY_11, &e), &e);
    edit_day(s, "permit", permit, "received_on", day_of(2025, 12, 31));
    session_logout(s);
    staff_login(s, "verifier");
    assert_int_equal(step(s, &kind_permit, permit, "countersign", NULL, NULL, &e), REFUSED);
    assert_string_equal(e.field, "number");
    assert_non_null(strstr(e.text, "period"));
    session_logout(s);
    staff_login(s, "operator");
    edit_day(s, "permit", permit, "received_on", day_of(2026, 11, 21));
    session_logout(s);
    staff_login(s, "verifier");
    assert_int_equal(step(s, &kind_permit, permit, "countersign", NULL, NULL, &e), REFUSED);
    assert_string_equal(e.field, "received_on"); /* the form is of the day before */
    session_logout(s);
    staff_login(s, "operator");
    edit_day(s, "permit", permit, "received_on", day_of(2026, 11, 20));
    session_logout(s);
    staff_login(s, "verifier");
    must(step(s, &kind_permit, permit, "countersign", NULL, NULL, &e), &e);
    session_logout(s);
}

/* ---- Captures ---- */

static int64_t typed_capture(struct session *s, const char *day)
{
    return counter_make(s, "capture",
                        (const char *const[]){ "source",
                                               "own",
                                               "occurred_on",
                                               day,
                                               "place",
                                               "Gate 2",
                                               "occurred_time",
                                               "08.30",
                                               "finder",
                                               "officer",
                                               "conveyance",
                                               "KM Kelud",
                                               "field",
                                               "T",
                                               "direction",
                                               "DM",
                                               "owner",
                                               "Andi",
                                               "item.1.commodity",
                                               "Bawang merah",
                                               "item.1.p0",
                                               "1000",
                                               "item.1.unit",
                                               "KGM",
                                               "finding.1.finding",
                                               "no_papers",
                                               NULL });
}

static enum outcome enter_capture(struct session *s, int64_t id, const char *number, const char *at,
                                  struct error *e)
{
    const struct assignment sets[] = {
        { "number", number }, { "recorded_at", at }, { "paper_by", "Sari" }, { NULL, NULL }
    };
    return step(s, &kind_capture, id, "back_enter", sets, NULL, e);
}

static void captures_are_entered_from_paper(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char number[40], use[16];
    int64_t id = issued_of(s, "capture", "2");
    number_at(s, id, 1, RESERVE_NUMBER, number, sizeof number);
    assert_non_null(strstr(number, "LK-"));
    d->now += 2 * HOUR_MS;
    staff_login(s, "officer");
    int64_t capture = typed_capture(s, "2026-11-21");
    assert_int_equal(enter_capture(s, capture, number, FRIDAY_11, &e), REFUSED);
    assert_string_equal(e.field, "occurred_on"); /* it lies ahead */
    edit_day(s, "capture", capture, "occurred_on", day_of(2026, 11, 20));
    assert_int_equal(enter_capture(s, capture, "2026-0001", FRIDAY_11, &e), REFUSED);
    must(enter_capture(s, capture, number, FRIDAY_11, &e), &e);
    state_is(s, "capture", capture, "back_entered");
    number_at(s, id, 1, RESERVE_USE, use, sizeof use);
    assert_string_equal(use, "used");
    int64_t next = typed_capture(s, "2026-11-20");
    must(step(s, &kind_capture, next, "record", NULL, NULL, &e), &e);
    assert_int_equal(step(s, &kind_capture, capture, "secure", NULL, NULL, &e), REFUSED);
    assert_int_equal(step(s, &kind_capture, capture, "countersign", NULL, NULL, &e), FORBIDDEN);
    edit_day(s, "capture", capture, "occurred_on",
             day_of(2026, 10, 30)); /* numbers are of months */
    session_logout(s);
    staff_login(s, "wasdak");
    assert_int_equal(step(s, &kind_capture, capture, "countersign", NULL, NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, "period"));
    session_logout(s);
    staff_login(s, "officer");
    edit_day(s, "capture", capture, "occurred_on", day_of(2026, 11, 19));
    session_logout(s);
    staff_login(s, "wasdak");
    must(step(s, &kind_capture, capture, "countersign", NULL, NULL, &e), &e);
    session_logout(s);
    state_is(s, "capture", capture, "recorded");
    struct record *r = counter_load(s, "capture", capture),
                  *other = counter_load(s, "capture", next);
    struct buf shown = { 0 };
    assert_string_equal(record_text(r, "number"), number);
    assert_int_equal(record_number(r, "recorded_at"), moment_parse("2026-11-20T04:00:00.000Z"));
    assert_int_equal(record_number(other, "recorded_at"), d->now);
    assert_string_not_equal(record_text(other, "number"), number);
    kind_capture.draw_row(r, "number", &shown);
    assert_string_equal(buf_text(&shown) + shown.len - 2, " S");
    buf_free(&shown);
    record_free(&r);
    record_free(&other);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* Promised for low risk is the next working day: of Friday's paper it is Monday. */
static void the_clock_is_that_of_the_paper(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char number[40];
    int64_t id = issued(s, "2");
    number_at(s, id, 1, RESERVE_NUMBER, number, sizeof number);
    d->now += 5 * 24 * HOUR_MS; /* Wednesday */
    staff_login(s, "operator");
    int64_t permit = typed(s);
    struct record *r = counter_load(s, "permit", permit), *base = record_copy(r);
    value_set_number(record_value(r, "received_on"), day_of(2026, 11, 21));
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    assert_int_equal(enter(s, permit, number, FRIDAY_11, &e), REFUSED); /* received after that */
    assert_string_equal(e.field, "received_on");
    record_free(&base);
    base = record_copy(r);
    value_set_number(record_value(r, "received_on"), day_of(2026, 11, 20));
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    must(enter(s, permit, number, FRIDAY_11, &e), &e);
    record_free(&r);
    record_free(&base);
    r = counter_load(s, "permit", permit);
    assert_int_equal(record_number(r, "accepted_at"), moment_parse("2026-11-20T04:00:00.000Z"));
    assert_int_equal(record_number(r, "back_entered_at"), d->now);
    assert_int_equal(record_number(r, "promised_on"), day_of(2026, 11, 23));
    record_free(&r);
    const struct assignment mend[] = { { "accepted_at", "2026-11-23T08:00" },
                                       { "paper_by", "Budi" },
                                       { NULL, NULL } };
    must(step(s, &kind_permit, permit, "back_enter", mend, NULL, &e), &e); /* was mistyped */
    session_logout(s);
    staff_login(s, "verifier");
    must(step(s, &kind_permit, permit, "countersign", NULL, NULL, &e), &e);
    session_logout(s);
    r = counter_load(s, "permit", permit);
    assert_int_equal(record_number(r, "promised_on"), day_of(2026, 11, 24));
    assert_string_equal(record_text(r, "paper_by"), "Budi");
    assert_string_equal(record_text(r, "number"), number);
    record_free(&r);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- The second pair of eyes ---- */

static bool waits(struct session *s, int64_t id)
{
    struct waiting_list list = { 0 };
    struct error e = { 0 };
    bool found = false;
    must(act_waiting(s, 200, &list, &e), &e);
    for (size_t i = 0; i < list.count; i++)
        found = found || list.items[i].record->id == id;
    waiting_list_free(&list);
    return found;
}

static void another_person_countersigns(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char number[40];
    int64_t id = issued(s, "1");
    number_at(s, id, 1, RESERVE_NUMBER, number, sizeof number);
    d->now += 2 * HOUR_MS;
    staff_add(s, "both", "operator;verifier;coordinator;head");
    staff_login(s, "both");
    int64_t permit = typed(s);
    must(enter(s, permit, number, FRIDAY_11, &e), &e);
    assert_int_equal(step(s, &kind_permit, permit, "countersign", NULL, NULL, &e), FORBIDDEN);
    assert_false(waits(s, permit));
    static const char *const too_early[] = { "assign", "return", "accept", "correct" };
    for (size_t i = 0; i < COUNT(too_early); i++) {
        const struct assignment asked[] = { { "asked_by", "x" }, { NULL, NULL } };
        bool corrects = strcmp(too_early[i], "correct") == 0;
        e = (struct error){ 0 };
        assert_int_equal(
            step(s, &kind_permit, permit, too_early[i], corrects ? asked : NULL, "alasan", &e),
            REFUSED);
        assert_non_null(strstr(e.text, "to be countersigned"));
    }
    session_logout(s);
    staff_login(s, "verifier");
    assert_true(waits(s, permit));
    must(step(s, &kind_permit, permit, "countersign", NULL, NULL, &e), &e);
    assert_false(waits(s, permit));
    session_logout(s);
    state_is(s, "permit", permit, "accepted");
    state_is(s, "reserve", id, "closed"); /* it was the only number */
    staff_login(s, "officer");
    must(road_analyse(s, permit, &e), &e);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- Closing ---- */

static void closing_needs_a_reason(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    char number[5][40], text[100];
    int64_t id = issued(s, "5");
    for (size_t i = 0; i < 5; i++)
        number_at(s, id, i + 1, RESERVE_NUMBER, number[i], sizeof number[i]);
    staff_login(s, "head");
    assert_int_equal(close_numbers(s, id, "all", NULL, &e), REFUSED);
    assert_int_equal(close_numbers(s, id, "99999", "rusak", &e), BAD_DATA);
    must(close_numbers(s, id, number[1] + 5, "kertas rusak", &e), &e);
    assert_int_equal(close_numbers(s, id, number[1], "lagi", &e), BAD_DATA);
    snprintf(text, sizeof text, "%s..%s", number[3], number[2]);
    assert_int_equal(close_numbers(s, id, text, "lagi", &e), BAD_DATA);
    snprintf(text, sizeof text, "%s..%s", number[2], number[3]);
    must(close_numbers(s, id, text, "tidak terpakai", &e), &e);
    state_is(s, "reserve", id, "open");
    must(close_numbers(s, id, "all", "listrik kembali", &e), &e);
    state_is(s, "reserve", id, "closed");
    assert_int_equal(close_numbers(s, id, "all", "lagi", &e), REFUSED);
    session_logout(s);
    static const char *const reasons[] = { "listrik kembali", "kertas rusak", "tidak terpakai",
                                           "tidak terpakai", "listrik kembali" };
    for (size_t i = 0; i < 5; i++) {
        number_at(s, id, i + 1, RESERVE_REASON, text, sizeof text);
        assert_string_equal(text, reasons[i]);
    }
    staff_login(s, "operator");
    assert_int_equal(enter(s, typed(s), number[0], FRIDAY_11, &e), REFUSED);
    assert_non_null(strstr(e.text, "closed unused"));
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- Paper ---- */

static size_t times(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

static void each_unused_number_has_its_form(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct buf first = { 0 }, second = { 0 };
    char number[3][40];
    int64_t id = issued(s, "3");
    for (size_t i = 0; i < 3; i++)
        number_at(s, id, i + 1, RESERVE_NUMBER, number[i], sizeof number[i]);
    staff_login(s, "head");
    must(close_numbers(s, id, number[1], "rusak", &e), &e);
    struct record *r = counter_load(s, "reserve", id);
    s->training = true; /* as the demo is */
    must(counter_print(s, r, "forms", &first, &e), &e);
    must(counter_print(s, r, "forms", &second, &e), &e);
    s->training = false;
    session_logout(s);
    record_free(&r);
    size_t sheets = times(buf_text(&first), "\f") + 1;
    assert_true(times(buf_text(&first), number[0]) > 0);
    assert_int_equal(times(buf_text(&first), number[1]), 0);
    assert_int_equal(times(buf_text(&first), number[0]), times(buf_text(&first), number[2]));
    assert_int_equal(times(buf_text(&first), number[0]) * 2, sheets);
    assert_int_equal(times(buf_text(&first), "*** LATIHAN"), sheets);
    assert_int_equal(times(buf_text(&first), "*** SALINAN"), 0);
    assert_int_equal(times(buf_text(&second), "*** SALINAN"), sheets);
    const char *applicant = strstr(buf_text(&first), "Pemohon *");
    assert_non_null(applicant); /* in the order of the entry form */
    assert_true(strstr(buf_text(&first), "Diterima *") < applicant);
    assert_true(applicant < strstr(buf_text(&first), "Diterima pukul"));
    buf_free(&first);
    buf_free(&second);
}

/* The form of a capture has what a report asks, and is signed by whose goods they are. */
static void a_capture_has_its_form(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct buf text = { 0 };
    char number[40];
    int64_t id = issued_of(s, "capture", "1");
    number_at(s, id, 1, RESERVE_NUMBER, number, sizeof number);
    staff_login(s, "head");
    struct record *r = counter_load(s, "reserve", id);
    must(counter_print(s, r, "", &text, &e), &e); /* the block's own paper, unasked */
    session_logout(s);
    assert_true(times(buf_text(&text), number) > 0);
    static const char *const parts[] = { "Tempat *", "Kronologi", "Dicatat pukul", "Pemilik\n" };
    for (size_t i = 0; i < COUNT(parts); i++)
        assert_non_null(strstr(buf_text(&text), parts[i]));
    buf_free(&text);
    record_free(&r);
}

/* ---- In a store that they were restored into ---- */

static void restored_numbers_are_not_given(void **state)
{
    (void)state;
    void *there = NULL, *here = NULL;
    struct error e = { 0 };
    char taken[40], given[40], path[160];
    struct import_report report = { 0 };
    assert_int_equal(counter_up(&there), 0);
    assert_int_equal(counter_up(&here), 0);
    struct session *s = ((struct counter_desk *)here)->session,
                   *old = ((struct counter_desk *)there)->session;
    int64_t id = block(old, "2");
    must(step(old, &kind_reserve, id, "issue", NULL, NULL, &e), &e);
    number_at(old, id, 1, RESERVE_NUMBER, taken, sizeof taken);
    struct buf blocks = sheet_export(old, &kind_reserve, EXPORT_CSV);
    snprintf(path, sizeof path, "%s/blocks.csv", ((struct counter_desk *)here)->folder);
    must(file_write(path, &blocks, 0600, &e), &e);
    must(act_import(s, &kind_reserve, &(struct import_options){ .path = path }, &report, &e), &e);
    assert_int_equal(report.rejected, 0);
    number_at(s, id, 1, RESERVE_NUMBER, given, sizeof given);
    assert_string_equal(given, taken);
    int64_t permit = counter_permit(s);
    must(counter_step(s, permit, "submit", NULL, &e), &e);
    road_to(s, permit, "accepted");
    permit_text(s, permit, "number", given, sizeof given);
    assert_int_equal(atoi(given + 5), atoi(taken + 5) + 2);
    import_report_free(&report);
    buf_free(&blocks);
    counter_down(&there);
    counter_down(&here);
}

/* ---- Two desks at once ---- */

static void wait_for(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Both try every number of the block, each with permits of its own. */
enum { RACES = 8 };

static unsigned enter_all(struct session *s, const int64_t *permits, char numbers[RACES][40])
{
    unsigned won = 0;
    for (size_t i = 0; i < RACES; i++) {
        struct error e = { 0 };
        enum outcome result = enter(s, permits[i], numbers[i], FRIDAY_11, &e);
        if (result == DONE)
            won |= 1u << i;
        else if (result != REFUSED || !strstr(e.text, "used already"))
            return ~0u;
    }
    return won;
}

static void two_desks_with_one_number(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    int64_t ours[RACES], theirs[RACES];
    char numbers[RACES][40];
    int pipes[2];
    int64_t id = issued(s, "8");
    for (size_t i = 0; i < RACES; i++)
        number_at(s, id, i + 1, RESERVE_NUMBER, numbers[i], sizeof numbers[i]);
    d->now += 2 * HOUR_MS;
    staff_login(s, "operator");
    for (size_t i = 0; i < RACES; i++) {
        ours[i] = typed(s);
        theirs[i] = typed(s);
    }
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        struct session *other = counter_second_desk(d);
        staff_login(other, "operator");
        unsigned won = enter_all(other, theirs, numbers);
        bool told = write(pipes[1], &won, sizeof won) == (ssize_t)sizeof won;
        session_close(&other);
        _exit(told ? 0 : 1);
    }
    unsigned won = enter_all(s, ours, numbers), lost = 0;
    assert_int_equal(read(pipes[0], &lost, sizeof lost), sizeof lost);
    wait_for(child);
    close(pipes[0]);
    close(pipes[1]);
    session_logout(s);
    assert_int_equal(won ^ lost, (1u << RACES) - 1);
    state_is(s, "reserve", id, "closed");
    for (size_t i = 0; i < RACES; i++) {
        char by[ID_TEXT_LEN + 1], winner[ID_TEXT_LEN + 1];
        number_at(s, id, i + 1, RESERVE_RECORD, by, sizeof by);
        id_text(won >> i & 1 ? ours[i] : theirs[i], winner);
        assert_string_equal(by, winner);
    }
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* Marks the numbers of a page of permits and of the blocks; each at most once. */
static void mark(bool *seen, size_t n, const char *number)
{
    long at = strlen(number) > 5 ? strtol(number + 5, NULL, 10) : 0;
    assert_true(at > 0 && (size_t)at < n);
    assert_false(seen[at]);
    seen[at] = true;
}

static void mark_kind(struct session *s, const struct kind *k, bool *seen, size_t n)
{
    struct query q = { .kind = k, .closed = true, .limit = 2000 };
    struct page page = { 0 };
    struct error e = { 0 };
    must(act_page(s, &q, &page, &e), &e);
    for (size_t i = 0; i < page.count; i++) {
        struct record *r = counter_load(s, k->id, page.rows[i]->id);
        if (k == &kind_permit && record_value(r, "number")->set)
            mark(seen, n, record_text(r, "number"));
        for (size_t l = 1; k == &kind_reserve && l <= record_live_lines(r, "number"); l++)
            mark(seen, n, reserve_cell(record_live_line(r, "number", l), RESERVE_NUMBER)->text);
        record_free(&r);
    }
    page_free(&page);
}

static void blocks_while_others_file(void **state)
{
    enum { TURNS = 5, BLOCK = 4, MOST = 200 };
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    bool seen[MOST] = { false };
    int64_t blocks[TURNS];
    staff_login(s, "head");
    for (size_t i = 0; i < TURNS; i++)
        blocks[i] = block(s, "4");
    session_logout(s);
    pid_t child = fork();
    if (child == 0) {
        struct session *other = counter_second_desk(d);
        for (size_t i = 0; i < TURNS; i++)
            staff_accepted(other);
        session_close(&other);
        _exit(0);
    }
    staff_login(s, "head");
    for (size_t i = 0; i < TURNS; i++)
        must(step(s, &kind_reserve, blocks[i], "issue", NULL, NULL, &e), &e);
    session_logout(s);
    wait_for(child);
    mark_kind(s, &kind_permit, seen, MOST);
    mark_kind(s, &kind_reserve, seen, MOST);
    for (size_t i = 1; i <= TURNS * (BLOCK + 1); i++)
        assert_true(seen[i]);
    assert_false(seen[TURNS * (BLOCK + 1) + 1]);
}

/* ---- Whatever is done, each number ends once ---- */

static unsigned chance(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

/* A chance number is used by a fresh permit, or closed; what is settled already is refused. */
static bool settle_one(struct session *s, int64_t id, const char *number, bool use)
{
    struct error e = { 0 };
    staff_login(s, use ? "operator" : "head");
    enum outcome result =
        use ? enter(s, typed(s), number, FRIDAY_11, &e) : close_numbers(s, id, number, "rusak", &e);
    session_logout(s);
    assert_true(result == DONE || result == REFUSED || result == BAD_DATA);
    return result == DONE;
}

static void each_number_ends_once(void **state)
{
    enum { NUMBERS = 6, TURNS = 60 };
    struct counter_desk *d = *state;
    struct session *s = d->session;
    unsigned seed = 20261128;
    char numbers[NUMBERS][40];
    unsigned ended[NUMBERS] = { 0 };
    int64_t id = issued(s, "6");
    for (size_t i = 0; i < NUMBERS; i++)
        number_at(s, id, i + 1, RESERVE_NUMBER, numbers[i], sizeof numbers[i]);
    d->now += 2 * HOUR_MS;
    for (size_t left = NUMBERS, i = 0; left && i < TURNS; i++) {
        unsigned at = chance(&seed, NUMBERS);
        bool done = settle_one(s, id, numbers[at], chance(&seed, 2));
        ended[at] += done;
        left -= done;
        state_is(s, "reserve", id, left ? "open" : "closed");
    }
    struct record *r = counter_load(s, "reserve", id);
    for (size_t i = 0; i < NUMBERS; i++) {
        const struct line *l = record_live_line(r, "number", i + 1);
        bool used = text_same(reserve_cell(l, RESERVE_USE)->text, "used");
        assert_int_equal(ended[i], 1);
        assert_false(reserve_is_unused(l));
        assert_int_equal(reserve_cell(l, RESERVE_RECORD)->set, used);
        assert_int_equal(reserve_cell(l, RESERVE_REASON)->set, !used);
    }
    record_free(&r);
    assert_int_equal(staff_verify(s, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_block_leaves_no_gap, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(rules_limit_blocks, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(nobody_edits_the_numbers, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(what_is_on_the_form_is_judged, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(a_number_keeps_to_its_year, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(a_mended_day_keeps_the_year, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(captures_are_entered_from_paper, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(a_capture_has_its_form, staff_up, staff_down),
        cmocka_unit_test(restored_numbers_are_not_given),
        cmocka_unit_test_setup_teardown(the_clock_is_that_of_the_paper, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(another_person_countersigns, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(closing_needs_a_reason, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(each_unused_number_has_its_form, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(two_desks_with_one_number, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(blocks_while_others_file, staff_up, staff_down),
        cmocka_unit_test_setup_teardown(each_number_ends_once, staff_up, staff_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
