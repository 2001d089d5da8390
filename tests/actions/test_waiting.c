/* Approvals: what waits for whom, in which order, and what is new in it. */
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static void list(struct session *s, unsigned limit, struct waiting_list *out)
{
    struct error e = { 0 };
    must(act_waiting(s, limit, out, &e), &e);
}

static const struct waiting *find(const struct waiting_list *l, int64_t id)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].record->id == id)
            return &l->items[i];
    return NULL;
}

static void each_sees_what_is_theirs(void **state)
{
    static const struct {
        const char *who, *verb; /* NULL: nothing waits */
    } trials[] = {
        { "coordinator", "assign" }, { "head", NULL },  { "operator", NULL },
        { "verifier", NULL },        { "admin", NULL }, { "guest", NULL },
    };
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t id = staff_accepted(s);
    for (size_t i = 0; i < COUNT(trials); i++) {
        struct waiting_list l;
        staff_login(s, trials[i].who);
        list(s, 0, &l);
        const struct waiting *w = find(&l, id);
        assert_int_equal(w != NULL, trials[i].verb != NULL);
        if (w) {
            assert_ptr_equal(w->kind, &kind_permit);
            assert_string_equal(w->step->verb, trials[i].verb);
            assert_true(record_live_lines(w->record, "item") == 1); /* whole, with its lines */
        }
        waiting_list_free(&l);
    }
    session_logout(s);
    struct waiting_list l;
    list(s, 0, &l);
    assert_int_equal(l.count, 0);
}

/* Nobody returns what lacks nothing, nor assigns what was not analysed. */
static void only_what_can_be_decided_waits(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct waiting_list l;
    int64_t id = staff_accepted(s);
    staff_put(s, "operator", id, "missing_papers", "invoice is not signed");
    staff_login(s, "head");
    list(s, 0, &l);
    assert_string_equal(find(&l, id)->step->verb, "return");
    waiting_list_free(&l);
    staff_put(s, "operator", id, "officer.1.part", "member"); /* nobody leads */
    staff_login(s, "coordinator");
    list(s, 0, &l);
    assert_null(find(&l, id));
    waiting_list_free(&l);
    session_logout(s);
}

/* What was decided elsewhere is gone the next time. */
static void decided_is_gone(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session, *other = counter_second_desk(d);
    struct error e = { 0 };
    struct waiting_list l;
    int64_t id = staff_accepted(s);
    staff_login(s, "coordinator");
    staff_login(other, "coordinator");
    list(s, 0, &l);
    assert_non_null(find(&l, id));
    waiting_list_free(&l);
    must(counter_step(other, id, "assign", NULL, &e), &e);
    list(s, 0, &l);
    assert_null(find(&l, id));
    waiting_list_free(&l);
    session_close(&other);
    session_logout(s);
}

static void ones_own_work_does_not_wait_for_oneself(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct waiting_list l;
    staff_add(s, "dua", "operator;coordinator");
    int64_t id = staff_accepted(s);
    staff_login(s, "dua");
    list(s, 0, &l);
    assert_non_null(find(&l, id));
    waiting_list_free(&l);
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    value_set_text(record_value(r, "container"), "X");
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
    list(s, 0, &l);
    assert_null(find(&l, id));
    waiting_list_free(&l);
    staff_login(s, "coordinator"); /* but for the other one */
    list(s, 0, &l);
    assert_non_null(find(&l, id));
    waiting_list_free(&l);
    session_logout(s);
}

static void a_lent_role_brings_its_work(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct waiting_list l;
    day today = session_today(s);
    int64_t id = staff_accepted(s);
    staff_login(s, "verifier");
    list(s, 0, &l);
    assert_null(find(&l, id));
    waiting_list_free(&l);
    staff_login(s, "admin");
    must(act_user_lend(s, "verifier", "coordinator", today, today, "SP-9", &e), &e);
    staff_login(s, "verifier");
    list(s, 0, &l);
    assert_non_null(find(&l, id));
    waiting_list_free(&l);
    session_logout(s);
}

/* People who asked to work here wait for an administrator. */
static void people_wait_for_the_administrator(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct waiting_list l;
    struct person_request q = {
        .name = "baru", .roles = "operator", .passphrase = "demo", .n = 4, .minimal = true
    };
    int64_t id = 0;
    staff_login(s, "admin");
    must(act_user_add(s, &q, &e), &e);
    must(act_resolve(s, &kind_user, "baru", &id, &e), &e);
    list(s, 0, &l);
    assert_string_equal(find(&l, id)->step->verb, "certify");
    waiting_list_free(&l);
    must(act_user_certify(s, "baru", &e), &e);
    list(s, 0, &l);
    assert_null(find(&l, id));
    waiting_list_free(&l);
    session_logout(s);
}

/* Sooner promised first; of one day, what came in first. */
static void most_urgent_first(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct waiting_list l;
    moment before = d->now;
    d->now += 3 * 24 * 3600 * (moment)1000;
    int64_t late = staff_accepted(s);
    d->now = before;
    int64_t first = staff_accepted(s);
    d->now += 1000;
    int64_t second = staff_accepted(s);
    d->now = before;
    staff_login(s, "coordinator");
    list(s, 0, &l);
    assert_true(find(&l, first) < find(&l, second));
    assert_true(find(&l, second) < find(&l, late));
    for (size_t i = 1; i < l.count; i++)
        assert_true(record_number(l.items[i - 1].record, "promised_on") <=
                    record_number(l.items[i].record, "promised_on"));
    waiting_list_free(&l);
    session_logout(s);
}

static void no_more_than_asked_for(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct waiting_list l;
    staff_accepted(s);
    staff_accepted(s);
    staff_login(s, "coordinator");
    list(s, 1, &l);
    assert_int_equal(l.count, 1);
    assert_true(l.more);
    waiting_list_free(&l);
    list(s, 0, &l);
    assert_true(l.count > 1);
    assert_false(l.more);
    waiting_list_free(&l);
    session_logout(s);
}

static bool changed(struct session *s, int64_t id)
{
    struct waiting_list l;
    list(s, 0, &l);
    bool so = find(&l, id)->changed;
    waiting_list_free(&l);
    return so;
}

static void see(struct session *s, int64_t id)
{
    struct error e = { 0 };
    struct record *r = counter_load(s, "permit", id);
    must(act_waiting_seen(s, r, &e), &e);
    record_free(&r);
}

/* What changed since this person opened it at this desk, however often it was counted since. */
static void changed_since_it_was_seen(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t id = staff_accepted(s), other = staff_accepted(s);
    staff_login(s, "coordinator");
    assert_true(changed(s, id));
    assert_true(changed(s, id)); /* counting is not seeing */
    see(s, id);
    assert_false(changed(s, id));
    assert_true(changed(s, other));
    staff_put(s, "operator", id, "seal", "S-2");
    staff_login(s, "coordinator");
    assert_true(changed(s, id));
    see(s, id);
    see(s, other);
    staff_put(s, "operator", id, "missing_papers", "invoice is not signed");
    staff_login(s, "coordinator");
    see(s, id);
    staff_login(s, "head"); /* another person's seeing is their own */
    assert_true(changed(s, id));
    session_logout(s);
    session_close(&d->session); /* it is kept over a restart */
    struct session_options o = {
        .store = d->store, .desk_folder = d->desk, .config = "", .clock = &d->clock
    };
    must(session_open(&o, &d->session, &e), &e);
    staff_login(d->session, "coordinator");
    assert_false(changed(d->session, id));
    assert_false(changed(d->session, other));
    session_logout(d->session);
}

/* The author of the entry that brought it into its state, not of a later edit. */
static void it_says_who_asked(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct waiting_list l;
    moment before = d->now;
    int64_t id = staff_accepted(s);
    d->now += 60000;
    staff_add(s, "tiga", "operator");
    staff_login(s, "tiga");
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    value_set_text(record_value(r, "seal"), "S-3");
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
    staff_login(s, "coordinator");
    list(s, 0, &l);
    assert_string_equal(find(&l, id)->asked, "operator");
    assert_true(find(&l, id)->asked_at == before);
    waiting_list_free(&l);
    session_logout(s);
}

static const struct waiting *held(const struct waiting_list *l, int64_t id)
{
    for (size_t i = l->count; i < l->count + l->held; i++)
        if (l->items[i].record->id == id)
            return &l->items[i];
    return NULL;
}

static void hold(struct session *s, int64_t id, const char *until, const char *reason)
{
    struct error e = { 0 };
    struct record *r = counter_load(s, "permit", id);
    must(act_hold(s, r, until, reason, &e), &e);
    record_free(&r);
}

static void what_is_held_comes_back(void **state)
{
    enum { DAY_MS = 24 * 3600 * 1000 };
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct waiting_list l;
    moment before = d->now;
    int64_t id = staff_accepted(s);
    staff_add(s, "lain", "coordinator");
    staff_login(s, "coordinator");
    struct record *r = counter_load(s, "permit", id);
    assert_int_equal(act_hold(s, r, "h", "menunggu lab", &e), REFUSED); /* no day to come */
    assert_int_equal(act_hold(s, r, "h+2", " ", &e), REFUSED);
    hold(s, id, "h+9", "lupa");
    hold(s, id, "h+2", "menunggu lab"); /* changes it */
    list(s, 0, &l);
    assert_null(find(&l, id));
    assert_int_equal(l.held, 1);
    assert_string_equal(held(&l, id)->held_for, "menunggu lab");
    waiting_list_free(&l);
    staff_login(s, "lain"); /* others may decide, and see who holds it */
    list(s, 0, &l);
    assert_false(find(&l, id)->held);
    assert_string_equal(find(&l, id)->holder, "coordinator");
    waiting_list_free(&l);
    d->now += 2 * (moment)DAY_MS;
    staff_login(s, "coordinator");
    list(s, 0, &l);
    assert_non_null(find(&l, id)); /* its day has come */
    waiting_list_free(&l);
    d->now = before;
    must(act_hold_lift(s, r, &e), &e);
    list(s, 0, &l);
    assert_non_null(find(&l, id));
    waiting_list_free(&l);
    hold(s, id, "h+2", "menunggu lab");
    staff_login(s, "operator");
    struct record *now = counter_load(s, "permit", id), *base = record_copy(now);
    value_set_text(record_value(now, "seal"), "S-4");
    must(act_save(s, now, base, NULL, NULL, &e), &e);
    staff_login(s, "coordinator");
    list(s, 0, &l);
    assert_non_null(find(&l, id)); /* it changed */
    assert_int_equal(staff_verify(s, NULL), 0);
    waiting_list_free(&l);
    record_free(&r);
    record_free(&now);
    record_free(&base);
    session_logout(s);
}

static void a_single_officer_finds_their_own_work(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct waiting_list l;
    staff_add(s, "sendiri", "operator;coordinator");
    int64_t id = staff_accepted(s);
    staff_login(s, "sendiri");
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    value_set_text(record_value(r, "seal"), "S-5");
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    list(s, 0, &l);
    assert_null(find(&l, id));
    waiting_list_free(&l);
    staff_login(s, "admin");
    counter_make(s, "rule",
                 (const char *const[]){ "rule", "office.single_officer", "value", "1", "basis",
                                        "uji", NULL });
    staff_login(s, "sendiri");
    list(s, 0, &l);
    assert_true(find(&l, id)->alone);
    waiting_list_free(&l);
    staff_login(s, "coordinator");
    list(s, 0, &l);
    assert_false(find(&l, id)->alone);
    waiting_list_free(&l);
    record_free(&r);
    record_free(&base);
    session_logout(s);
}

static void a_passphrase_is_checked_without_logging_in(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    assert_int_equal(act_check_passphrase(s, "demo", 4, &e), FORBIDDEN); /* nobody is here */
    staff_login(s, "coordinator");
    must(act_check_passphrase(s, "demo", 4, &e), &e);
    assert_int_equal(act_check_passphrase(s, "salah", 5, &e), FORBIDDEN);
    assert_string_equal(session_author(s), "coordinator"); /* still */
    session_logout(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sees_what_is_theirs),
        cmocka_unit_test(only_what_can_be_decided_waits),
        cmocka_unit_test(decided_is_gone),
        cmocka_unit_test(ones_own_work_does_not_wait_for_oneself),
        cmocka_unit_test(a_lent_role_brings_its_work),
        cmocka_unit_test(people_wait_for_the_administrator),
        cmocka_unit_test(most_urgent_first),
        cmocka_unit_test(no_more_than_asked_for),
        cmocka_unit_test(changed_since_it_was_seen),
        cmocka_unit_test(it_says_who_asked),
        cmocka_unit_test(what_is_held_comes_back),
        cmocka_unit_test(a_single_officer_finds_their_own_work),
        cmocka_unit_test(a_passphrase_is_checked_without_logging_in),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
