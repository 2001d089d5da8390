/* A decision stands as long as what it was signed over does. */
#include "../../src/actions/private.h"
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static int64_t assigned(struct session *s)
{
    struct error e = { 0 };
    int64_t id = staff_accepted(s);
    staff_login(s, "coordinator");
    must(counter_step(s, id, "assign", NULL, &e), &e);
    session_logout(s);
    return id;
}

static void correct(struct session *s, int64_t id, const char *path, const char *text)
{
    struct error e = { 0 };
    const struct assignment sets[] = { { path, text }, { "asked_by", "pemohon" } };
    struct step_request q = { .kind = &kind_permit,
                              .id = id,
                              .verb = "correct",
                              .sets = sets,
                              .set_count = COUNT(sets),
                              .spelling = SPELL_CANONICAL,
                              .note = "salah ketik" };
    staff_login(s, "head");
    must(act_step(s, &q, NULL, &e), &e);
    session_logout(s);
}

static void stands(struct session *s, int64_t id, const char *state)
{
    struct record *r = counter_load(s, "permit", id);
    assert_string_equal(r->state, state);
    record_free(&r);
}

static bool waits(struct session *s, const char *name, int64_t id)
{
    struct waiting_list list = { 0 };
    struct error e = { 0 };
    bool found = false;
    staff_login(s, name);
    must(act_waiting(s, 200, &list, &e), &e);
    for (size_t i = 0; i < list.count; i++)
        found = found || list.items[i].record->id == id;
    waiting_list_free(&list);
    session_logout(s);
    return found;
}

static void what_is_covered_goes_back(void **state)
{
    static const struct {
        const char *path, *text, *state;
    } cases[] = {
        { "item.1.net_quantity", "1350.5", "accepted" },
        { "item.1.commodity", "Kopi", "accepted" },
        { "recipient", "Kobe Foods", "accepted" },
        { "voyage", "12A", "assigned" },
        { "notes", "ditelepon", "assigned" },
    };
    struct session *s = ((struct counter_desk *)*state)->session;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t id = assigned(s);
        correct(s, id, cases[i].path, cases[i].text);
        print_message("%s\n", cases[i].path);
        stands(s, id, cases[i].state);
    }
    assert_int_equal(staff_verify(s, NULL), 0);
}

static void the_approver_decides_again(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct buf words = { 0 };
    int64_t id = assigned(s);
    assert_false(waits(s, "coordinator", id));
    correct(s, id, "item.1.net_quantity", "99");
    assert_true(waits(s, "coordinator", id));
    must(act_history(s, &kind_permit, id, &words, &e), &e);
    assert_non_null(strstr(buf_text(&words), "decision voided"));
    assert_non_null(strstr(buf_text(&words), "“Assign” no longer stands"));
    buf_reset(&words);
    staff_login(s, "head"); /* who made it void cannot take that back */
    assert_int_equal(act_undo(s, &kind_permit, id, false, &words, &e), REFUSED);
    staff_login(s, "coordinator");
    must(counter_step(s, id, "assign", NULL, &e), &e);
    session_logout(s);
    stands(s, id, "assigned");
    buf_free(&words);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* What stays free behind the decision, and what was there before it, leaves it alone. */
static void free_fields_leave_it_alone(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = assigned(s);
    staff_login(s, "operator");
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    value_set_text(record_value(r, "container"), "TEMU1234567");
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    assert_string_equal(r->state, "assigned");
    session_logout(s);
    record_free(&r);
    record_free(&base);
    id = staff_accepted(s); /* no decision stands yet */
    correct(s, id, "item.1.net_quantity", "77");
    stands(s, id, "accepted");
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* As a program that knows nothing of decisions would write it, signed by who may. */
static void write_past_it(struct session *s, int64_t id)
{
    struct error e = { 0 };
    const struct right right = { RIGHT_EDIT, &kind_permit, NULL };
    staff_login(s, "operator");
    struct record *r = counter_load(s, "permit", id);
    value_set_text(record_value(r, "recipient"), "Osaka Foods");
    must(rights_begin(s, &right, NULL, NULL, &e), &e);
    must(store_save(s->store, r, &(struct change){ "edit", "" }, &e), &e);
    must(store_commit(s->store, &e), &e);
    record_free(&r);
    session_logout(s);
}

static void verify_names_what_was_left_standing(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct buf said = { 0 };
    write_past_it(s, assigned(s)); /* the last entry of all */
    assert_int_equal(staff_verify(s, &said), 1);
    assert_non_null(strstr(buf_text(&said), "signed over"));
    assert_non_null(strstr(buf_text(&said), "“Assign”"));
    staff_accepted(s); /* and with others behind it */
    assert_int_equal(staff_verify(s, NULL), 1);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_covered_goes_back), cmocka_unit_test(the_approver_decides_again),
        cmocka_unit_test(free_fields_leave_it_alone),
        cmocka_unit_test(verify_names_what_was_left_standing), /* the last: the file is marred */
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
