/* Verify: forged and unauthorised entries are found and named; honest ones are not. */
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* Each test spoils a database of its own. */
static int fresh_up(void **state)
{
    return staff_up(state);
}

static int fresh_down(void **state)
{
    return staff_down(state);
}

/* Verify finds something, and one of its sentences holds all that is listed. */
static void check_found(struct session *s, const char *const *says)
{
    struct buf out = { 0 };
    assert_true(staff_verify(s, &out) > 0);
    bool found = false;
    for (char *line = out.data, *end; !found && line && *line; line = end ? end + 1 : NULL) {
        end = strchr(line, '\n');
        if (end)
            *end = '\0';
        found = true;
        for (size_t i = 0; says[i]; i++)
            found = found && strstr(line, says[i]);
        if (end)
            *end = '\n';
    }
    if (!found)
        test_stop("“%s” is not in:\n%s", says[0], buf_text(&out));
    buf_free(&out);
}

/* ---- Behind loket's back ---- */

struct deed {
    const char *sql;
    const char *says[4];
};

static void altered_rows_of_people(void **state)
{
    struct counter_desk *d = *state;
    static const struct deed deeds[] = {
        { "UPDATE \"user\" SET \"roles\" = 'operator;head' WHERE \"name\" = 'operator'",
          { "certificate", "operator", NULL } },
        { "UPDATE \"user\" SET \"sign_key\" = (SELECT \"sign_key\" FROM \"user\" WHERE \"name\" = "
          "'guest') WHERE \"name\" = 'verifier'",
          { "certificate", "verifier", NULL } },
        { "UPDATE \"user\" SET \"name\" = 'kepala' WHERE \"name\" = 'wasdak'",
          { "certificate", "kepala", NULL } },
        { "UPDATE \"meta\" SET \"value\" = (SELECT \"value\" FROM \"meta\" WHERE \"key\" = 'root') "
          "WHERE \"key\" = 'root_seal'",
          { "sealing key", NULL } },
    };
    assert_int_equal(staff_verify(d->session, NULL), 0);
    for (size_t i = 0; i < COUNT(deeds); i++) {
        staff_sql(d, deeds[i].sql);
        check_found(d->session, deeds[i].says);
    }
    /* And nobody profits from it meanwhile. */
    struct error e = { 0 };
    assert_int_equal(session_login(d->session, "operator", "demo", 4, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "certificate"));
    assert_int_equal(session_login(d->session, "verifier", "demo", 4, &e), FORBIDDEN);
    assert_false(session_logged_in(d->session));
}

/* Who is logged in already loses the raised role with the next write. */
static void a_raised_role_does_not_write(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    int64_t id = staff_accepted(d->session);
    staff_login(d->session, "verifier");
    staff_sql(d, "UPDATE \"user\" SET \"roles\" = 'verifier;head' WHERE \"name\" = 'verifier'");
    struct record *r = record_new(&kind_party); /* what a verifier may otherwise write */
    value_set_text(record_value(r, "name"), "PT Naik");
    assert_int_equal(act_save(d->session, r, NULL, NULL, NULL, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "certificate"));
    record_free(&r);
    assert_int_equal(counter_step(d->session, id, "cancel", "x", &e), FORBIDDEN);
    session_logout(d->session);
}

/* ---- With another program ---- */

static struct person_keys *keys_of(struct session *s, const char *name)
{
    struct error e = { 0 };
    struct buf wrapped = { 0 };
    int64_t id = 0;
    struct person_keys *k = person_keys_new();
    must(act_resolve(s, &kind_user, name, &id, &e), &e);
    struct record *r = counter_load(s, "user", id);
    assert_true(text_bytes_any(record_text(r, "wrapped"), &wrapped));
    must(unwrap_keys("demo", 4, wrapped.data, wrapped.len, k, &e), &e);
    record_free(&r);
    buf_free(&wrapped);
    return k;
}

/* Writes a change past every right, as a program might that asks nobody. */
static void write_as(struct session *s, const char *author, const struct signing_key *key,
                     struct record *r, const char *step, const char *note)
{
    struct intent i = { .author = author, .key = key };
    struct error e = { 0 };
    desk_new_txn(i.txn);
    must(store_begin(session_store(s), &i, NULL, &e), &e);
    must(store_save(session_store(s), r, &(struct change){ step, note }, &e), &e);
    must(store_commit(session_store(s), &e), &e);
}

static void cancel_as(struct session *s, int64_t id, const char *author,
                      const struct signing_key *key)
{
    struct record *r = counter_load(s, "permit", id);
    r->state = "cancelled";
    write_as(s, author, key, r, "cancel", "x");
    record_free(&r);
}

static void a_name_under_another_key(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t id = staff_accepted(s);
    struct person_keys *k = keys_of(s, "verifier");
    cancel_as(s, id, "head", &k->signing);
    check_found(s, (const char *const[]){ "“head”", "not signed with their key", NULL });
    person_keys_free(&k);
}

static void a_step_without_its_role(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t id = staff_accepted(s);
    struct person_keys *k = keys_of(s, "verifier");
    cancel_as(s, id, "verifier", &k->signing);
    check_found(s, (const char *const[]){ "Cancel", "“verifier” did not hold", "head", NULL });
    person_keys_free(&k);
}

static void a_role_nobody_lent(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t id = staff_accepted(s);
    struct person_keys *k = keys_of(s, "verifier");
    cancel_as(s, id, "verifier a.n. head (Plh.)", &k->signing);
    check_found(s, (const char *const[]){ "verifier a.n. head (Plh.)", "did not hold", NULL });
    person_keys_free(&k);
}

static void nobody_of_that_name(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t id = staff_accepted(s);
    struct person_keys *k = keys_of(s, "head");
    cancel_as(s, id, "kepala", &k->signing);
    check_found(s, (const char *const[]){ "“kepala”", "nobody of that name", NULL });
    person_keys_free(&k);
}

static void who_left_signs_no_more(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = staff_accepted(s);
    struct person_keys *k = keys_of(s, "head");
    staff_login(s, "admin");
    must(act_user_retire(s, "head", "pensiun", &e), &e);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
    cancel_as(s, id, "head", &k->signing);
    check_found(s, (const char *const[]){ "“head” was not certified then", NULL });
    person_keys_free(&k);
}

static void the_old_key_signs_no_more(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = staff_accepted(s);
    struct person_keys *k = keys_of(s, "head");
    staff_login(s, "admin");
    must(act_user_reset(s, "head", "lama baru", 9, &e), &e);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
    cancel_as(s, id, "head", &k->signing);
    check_found(s, (const char *const[]){ "“head”", "not signed with their key", NULL });
    person_keys_free(&k);
}

static void a_desk_without_anybody(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t id = staff_accepted(s);
    cancel_as(s, id, "", NULL);
    check_found(s, (const char *const[]){ "without anybody logged in", "Cancel", NULL });
}

/* Somebody's own key, their own role, but their own work. */
static void one_pair_of_eyes(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    staff_add(s, "dua", "operator;coordinator");
    int64_t id = staff_accepted(s);
    struct person_keys *k = keys_of(s, "dua");
    struct record *r = counter_load(s, "permit", id);
    value_set_text(record_value(r, "container"), "X");
    write_as(s, "dua", &k->signing, r, "edit", "");
    assert_int_equal(staff_verify(s, NULL), 0);
    r->state = "assigned";
    write_as(s, "dua", &k->signing, r, "assign", "");
    check_found(s, (const char *const[]){ "“dua” decided on", "Assign", NULL });
    record_free(&r);
    person_keys_free(&k);
}

/* An operator makes themselves a head, certificate and all, with the key they have. */
static void nobody_certifies_themselves(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = 0;
    struct person_keys *k = keys_of(s, "operator");
    must(act_resolve(s, &kind_user, "operator", &id, &e), &e);
    struct record *r = counter_load(s, "user", id);
    value_set_text(record_value(r, "roles"), "operator;head");
    write_as(s, "operator", &k->signing, r, "change_roles", "");
    check_found(s, (const char *const[]){ "History entry", "certificate of “operator”", NULL });
    check_found(s, (const char *const[]){ "“operator” did not hold", "admin", NULL });
    record_free(&r);
    person_keys_free(&k);
}

static void only_the_root_signs_as_root(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = 0;
    struct person_keys *k = keys_of(s, "admin");
    must(act_resolve(s, &kind_user, "operator", &id, &e), &e);
    struct record *r = counter_load(s, "user", id);
    value_set_text(record_value(r, "full_name"), "Orang lain");
    write_as(s, "root", &k->signing, r, "edit", "");
    check_found(s, (const char *const[]){ "by the root", "forgery", NULL });
    record_free(&r);
    person_keys_free(&k);
}

static void tell_restore(struct session *s, const char *name, const struct head *lost)
{
    struct error e = { 0 };
    struct person_keys *k = keys_of(s, name);
    struct intent i = { .author = name, .key = &k->signing, .restore = true };
    desk_new_txn(i.txn);
    must(store_begin(session_store(s), &i, NULL, &e), &e);
    must(store_tell_restore(session_store(s), lost, &e), &e);
    must(store_commit(session_store(s), &e), &e);
    person_keys_free(&k);
}

static void a_restore_is_the_roots_or_of_two(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct head lost;
    must(store_head(session_store(s), &lost, &e), &e);
    lost.seq += 5;
    tell_restore(s, "admin", &lost);
    check_found(s, (const char *const[]){ "put back from a backup", "“admin” alone", NULL });
    tell_restore(s, "admin", &lost);
    check_found(s, (const char *const[]){ "put back from a backup", "“admin” alone", NULL });
    tell_restore(s, "first", &lost);
    assert_int_equal(staff_verify(s, NULL), 0);
    tell_restore(s, "head", &lost);
    check_found(s, (const char *const[]){ "restore", "did not hold the role", NULL });
}

/* ---- Watching ---- */

struct watching {
    int64_t told;
    bool stop;
};

static bool count(void *context, int64_t entries)
{
    struct watching *w = context;
    w->told = entries;
    return !w->stop;
}

static void progress_is_told_and_stops_it(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct watching w = { 0, false };
    struct verify_watch watch = { .progress = count, .context = &w };
    int64_t entries = 0, defects = -1;
    must(act_verify_watched(s, &watch, &entries, &defects, &e), &e);
    assert_int_equal(defects, 0);
    assert_int_equal(w.told, entries);
    w.stop = true;
    assert_int_equal(act_verify_watched(s, &watch, NULL, NULL, &e), REFUSED);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, fresh_up, fresh_down)
    const struct CMUnitTest tests[] = {
        FRESH(altered_rows_of_people),
        FRESH(a_raised_role_does_not_write),
        FRESH(a_name_under_another_key),
        FRESH(a_step_without_its_role),
        FRESH(a_role_nobody_lent),
        FRESH(nobody_of_that_name),
        FRESH(who_left_signs_no_more),
        FRESH(the_old_key_signs_no_more),
        FRESH(a_desk_without_anybody),
        FRESH(one_pair_of_eyes),
        FRESH(nobody_certifies_themselves),
        FRESH(only_the_root_signs_as_root),
        FRESH(a_restore_is_the_roots_or_of_two),
        FRESH(progress_is_told_and_stops_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
