/* Handing drafts over: only who is meant reads them, at their own desk, and both are in history. */
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static int64_t typed_by(struct session *s, const char *who, const char *words)
{
    struct error e = { 0 };
    struct record *r = NULL;
    struct draft d = { 0 };
    staff_login(s, who);
    must(act_blank(s, registry_find(&all_kinds, "note"), &r, &e), &e);
    value_set_text(record_value(r, "subject"), "Laporan");
    value_set_text(record_value(r, "text"), words);
    must(act_draft_keep(s, &d, r, NULL, &e), &e);
    must(act_draft_note_put(s, d.id, "half\ttyped\n", &e), &e);
    int64_t id = d.id;
    record_free(&r);
    draft_free(&d);
    return id;
}

static void count(void *context, const struct draft *d)
{
    (void)d;
    ++*(size_t *)context;
}

static size_t drafts(struct session *s)
{
    size_t n = 0;
    act_draft_list(s, count, &n, NULL);
    return n;
}

static int64_t offered(struct session *s, size_t expected)
{
    struct page page = { 0 };
    struct error e = { 0 };
    must(act_handover_list(s, &page, &e), &e);
    assert_int_equal(page.count, expected);
    int64_t id = expected ? page.rows[0]->id : 0;
    page_free(&page);
    return id;
}

/* From one desk to another; sealed words come along, and lie nowhere in clear. */
static void a_colleague_goes_on_at_another_desk(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session, *other = counter_second_desk(d);
    struct error e = { 0 };
    struct draft back = { 0 };
    struct record *r = NULL, *base = NULL;
    struct buf note = { 0 };
    int64_t taken = 0;
    int64_t id = typed_by(s, "operator", "kardus biru di gudang");
    must(act_handover_give(s, &(struct handover){ id, "head", "tinggal isi" }, &e), &e);
    assert_int_equal(drafts(s), 0);
    offered(s, 0); /* not for who gave it */
    staff_login(other, "verifier");
    offered(other, 0);
    staff_login(other, "head");
    int64_t row = offered(other, 1);
    must(act_handover_take(other, row, &taken, &e), &e);
    must(act_draft_open(other, taken, &back, &r, &base, &e), &e);
    assert_string_equal(record_text(r, "text"), "kardus biru di gudang");
    act_draft_note_get(other, taken, &note);
    assert_string_equal(buf_text(&note), "half\ttyped\n");
    offered(other, 0);
    struct record *told = counter_load(s, "handover", row);
    assert_string_equal(record_text(told, "given_by"), "operator");
    assert_string_equal(record_text(told, "taken_by"), "head");
    assert_null(strstr(record_text(told, "draft"), "kardus"));
    record_free(&told);
    must(act_save(other, r, NULL, back.txn, NULL, &e), &e);
    assert_int_equal(staff_verify(s, NULL), 0);
    must(act_drafts_settle(other, &e), &e); /* saved: it goes */
    assert_int_equal(drafts(other), 0);
    record_free(&r);
    draft_free(&back);
    buf_free(&note);
    session_logout(s);
    session_close(&other);
}

/* Who holds the role; the first to take it has it alone. */
static void a_role_is_whoever_takes_it_first(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session, *other = counter_second_desk(d);
    struct error e = { 0 };
    int64_t taken = 0;
    staff_add(s, "duaop", "operator");
    int64_t id = typed_by(s, "head", "kardus biru");
    must(act_handover_give(s, &(struct handover){ id, "operator", "" }, &e), &e);
    staff_login(s, "operator");
    staff_login(other, "duaop");
    int64_t row = offered(s, 1);
    assert_int_equal(offered(other, 1), row);
    must(act_handover_take(s, row, &taken, &e), &e);
    assert_int_equal(act_handover_take(other, row, &taken, &e), STALE);
    assert_int_equal(drafts(other), 0);
    act_draft_drop(s, taken, NULL);
    session_logout(s);
    session_close(&other);
}

static void nobody_else_takes_it(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t taken = 0;
    int64_t id = typed_by(s, "operator", "kardus biru");
    assert_int_equal(act_handover_give(s, &(struct handover){ id, "siapa", "" }, &e), REFUSED);
    assert_int_equal(drafts(s), 1); /* still here */
    must(act_handover_give(s, &(struct handover){ id, "verifier", "" }, &e), &e);
    staff_login(s, "verifier");
    int64_t row = offered(s, 1);
    staff_login(s, "head");
    assert_int_equal(act_handover_take(s, row, &taken, &e), FORBIDDEN);
    session_logout(s);
    assert_int_equal(act_handover_take(s, row, &taken, &e), FORBIDDEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_colleague_goes_on_at_another_desk),
        cmocka_unit_test(a_role_is_whoever_takes_it_first),
        cmocka_unit_test(nobody_else_takes_it),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
