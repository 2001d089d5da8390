/* Handing drafts over: only who is meant reads them, at their own desk, and both are in history. */
#include "../../src/actions/private.h"
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
    must(act_handover_give(s, &(struct handover){ DUTY_DRAFT, id, "head", "tinggal isi" }, &e), &e);
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
    must(act_handover_give(s, &(struct handover){ DUTY_DRAFT, id, "operator", "" }, &e), &e);
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
    assert_int_equal(act_handover_give(s, &(struct handover){ DUTY_DRAFT, id, "siapa", "" }, &e),
                     REFUSED);
    assert_int_equal(drafts(s), 1); /* still here */
    must(act_handover_give(s, &(struct handover){ DUTY_DRAFT, id, "verifier", "" }, &e), &e);
    staff_login(s, "verifier");
    int64_t row = offered(s, 1);
    staff_login(s, "head");
    assert_int_equal(act_handover_take(s, row, &taken, &e), FORBIDDEN);
    session_logout(s);
    assert_int_equal(act_handover_take(s, row, &taken, &e), FORBIDDEN);
}

/* ---- Held decisions, and what is not sent ---- */

static const struct duty *of(const struct duty_list *l, enum duty_what what)
{
    const struct duty *found = NULL;
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].what == what) {
            assert_null(found); /* the only one */
            found = &l->items[i];
        }
    return found;
}

static void hand(struct session *s, enum duty_what what, const char *to)
{
    struct duty_list l = { 0 };
    struct error e = { 0 };
    must(act_duties(s, &l, &e), &e);
    const struct duty *d = of(&l, what);
    assert_non_null(d);
    must(act_handover_give(s, &(struct handover){ what, d->id, to, "tolong" }, &e), &e);
    duty_list_free(&l);
}

static bool listed(struct session *s, enum duty_what what, const char *from)
{
    struct duty_list l = { 0 };
    struct error e = { 0 };
    must(act_duties(s, &l, &e), &e);
    const struct duty *d = of(&l, what);
    if (d && from)
        assert_string_equal(d->from, from);
    bool is = d != NULL;
    duty_list_free(&l);
    return is;
}

static int64_t put_aside(struct session *s, int64_t permit)
{
    struct record *r = counter_load(s, "permit", permit);
    struct page page = { 0 };
    struct error e = { 0 };
    must(act_hold(s, r, "h+3", "menunggu lab", &e), &e);
    must(act_page(s, &(struct query){ .kind = &kind_hold, .sort = "-id", .limit = 1 }, &page, &e),
         &e);
    int64_t id = page.rows[0]->id;
    page_free(&page);
    record_free(&r);
    return id;
}

/* To a role, from there to a colleague; whoever decides it lifts it. */
static void a_held_decision_changes_hands(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct waiting_list l = { 0 };
    int64_t permit = staff_accepted(s);
    staff_add(s, "lain", "coordinator");
    staff_login(s, "coordinator");
    int64_t row = put_aside(s, permit);
    hand(s, DUTY_HELD, "lain");
    assert_false(listed(s, DUTY_HELD, NULL));
    assert_int_equal(act_handover_give(s, &(struct handover){ DUTY_HELD, row, "head", "" }, &e),
                     REFUSED); /* it is no longer theirs */
    staff_login(s, "lain");
    assert_true(listed(s, DUTY_HELD, "coordinator"));
    must(act_waiting(s, 0, &l, &e), &e);
    assert_int_equal(l.held, 1);
    waiting_list_free(&l);
    hand(s, DUTY_HELD, "verifier"); /* a role, and its holders take it for theirs */
    staff_add(s, "verifikator", "verifier");
    staff_login(s, "verifikator");
    assert_true(listed(s, DUTY_HELD, "lain"));
    staff_login(s, "coordinator");
    must(counter_step(s, permit, "assign", NULL, &e), &e);
    struct record *told = counter_load(s, "hold", row);
    assert_string_equal(told->state, "lifted");
    assert_string_equal(record_text(told, "person"), "verifier");
    assert_string_equal(record_text(told, "given_by"), "lain");
    record_free(&told);
    assert_int_equal(staff_verify(s, NULL), 0);
    session_logout(s);
}

/* A step that is refused leaves it held. */
static void what_is_not_decided_stays_held(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t permit = staff_accepted(s);
    staff_login(s, "coordinator");
    int64_t row = put_aside(s, permit);
    staff_login(s, "operator");
    assert_int_equal(counter_step(s, permit, "assign", NULL, &e), FORBIDDEN);
    struct record *told = counter_load(s, "hold", row);
    assert_string_equal(told->state, "held");
    record_free(&told);
    session_logout(s);
}

/* It stays at its desk; the receiver knows what and where. */
static void unsent_work_is_named(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session, *other = counter_second_desk(d);
    struct error e = { 0 };
    struct record *r = NULL;
    struct duty_list l = { 0 };
    int64_t draft = -1;
    staff_login(s, "operator");
    s->away = true;
    must(act_blank(s, registry_find(&all_kinds, "note"), &r, &e), &e);
    value_set_text(record_value(r, "subject"), "Laporan malam");
    must(act_save(s, r, NULL, NULL, NULL, &e), &e);
    s->away = false;
    record_free(&r);
    must(act_duties(s, &l, &e), &e);
    char *ref = xstrdup(of(&l, DUTY_UNSENT)->ref);
    duty_list_free(&l);
    hand(s, DUTY_UNSENT, "head");
    assert_true(listed(s, DUTY_UNSENT, NULL)); /* still here */
    staff_login(s, "verifier");
    assert_false(listed(s, DUTY_UNSENT, NULL)); /* and nobody else's */
    staff_login(other, "head");
    must(act_duties(other, &l, &e), &e);
    assert_non_null(strstr(of(&l, DUTY_HANDED)->about, ref));
    const char *about = of(&l, DUTY_HANDED)->about;
    assert_non_null(strstr(about, "Laporan malam"));
    assert_int_not_equal(about[strlen(about) - 1], ' ');
    int64_t row = of(&l, DUTY_HANDED)->id;
    duty_list_free(&l);
    assert_int_equal(act_handover_take(s, row, &draft, &e), FORBIDDEN);
    must(act_handover_take(other, row, &draft, &e), &e);
    assert_int_equal(draft, 0);
    assert_false(listed(other, DUTY_HANDED, NULL));
    free(ref);
    session_logout(s);
    session_close(&other);
}

/* Who takes a draft is who hands it on; nobody else who sits at the desk. */
static void what_was_taken_is_the_takers(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t taken = 0, id = typed_by(s, "operator", "kardus biru");
    must(act_draft_note_put(s, id, DRAFT_ABOUT "\tkardus\n" DRAFT_BY "\toperator\n", &e), &e);
    must(act_handover_give(s, &(struct handover){ DUTY_DRAFT, id, "head", "" }, &e), &e);
    staff_login(s, "head");
    must(act_handover_take(s, offered(s, 1), &taken, &e), &e);
    assert_true(listed(s, DUTY_DRAFT, NULL));
    staff_login(s, "operator");
    assert_false(listed(s, DUTY_DRAFT, NULL));
    act_draft_drop(s, taken, NULL);
    session_logout(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_colleague_goes_on_at_another_desk),
        cmocka_unit_test(a_role_is_whoever_takes_it_first),
        cmocka_unit_test(nobody_else_takes_it),
        cmocka_unit_test(a_held_decision_changes_hands),
        cmocka_unit_test(what_is_not_decided_stays_held),
        cmocka_unit_test(unsent_work_is_named),
        cmocka_unit_test(what_was_taken_is_the_takers),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
