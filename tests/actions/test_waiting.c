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
        { "coordinator", "assign" }, { "head", "return" }, { "operator", NULL },
        { "verifier", NULL },        { "admin", NULL },    { "guest", NULL },
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

/* What changed since this desk showed it to this person. */
static void changed_since_it_was_shown(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct waiting_list l;
    int64_t id = staff_accepted(s);
    staff_login(s, "coordinator");
    list(s, 0, &l);
    assert_true(find(&l, id)->changed); /* never seen */
    waiting_list_free(&l);
    list(s, 0, &l);
    assert_false(find(&l, id)->changed);
    waiting_list_free(&l);
    staff_login(s, "operator");
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    value_set_text(record_value(r, "seal"), "S-2");
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
    staff_login(s, "head"); /* another person's seeing is their own */
    list(s, 0, &l);
    assert_true(find(&l, id)->changed);
    waiting_list_free(&l);
    staff_login(s, "coordinator");
    list(s, 0, &l);
    assert_true(find(&l, id)->changed);
    waiting_list_free(&l);
    list(s, 0, &l);
    assert_false(find(&l, id)->changed);
    waiting_list_free(&l);
    session_logout(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sees_what_is_theirs),
        cmocka_unit_test(decided_is_gone),
        cmocka_unit_test(ones_own_work_does_not_wait_for_oneself),
        cmocka_unit_test(a_lent_role_brings_its_work),
        cmocka_unit_test(people_wait_for_the_administrator),
        cmocka_unit_test(most_urgent_first),
        cmocka_unit_test(no_more_than_asked_for),
        cmocka_unit_test(changed_since_it_was_shown),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
