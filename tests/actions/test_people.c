/* People: logging in and out, passphrases, certificates and who vouches for whom, lent roles, the
 * root's file. */
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

enum { SECOND = 1000, DAY = 24 * 3600 * SECOND };

static enum outcome login(struct session *s, const char *name, const char *passphrase,
                          struct error *e)
{
    return session_login(s, name, passphrase, strlen(passphrase), e);
}

/* ---- In and out ---- */

static void in_and_out(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    assert_true(session_has_people(s));
    assert_false(session_logged_in(s));
    assert_true(session_holds(s, ROLE_GUEST));
    assert_false(session_holds(s, ROLE_OPERATOR));
    staff_login(s, "operator");
    assert_true(session_logged_in(s));
    assert_string_equal(session_author(s), "operator");
    assert_true(session_holds(s, ROLE_OPERATOR));
    assert_false(session_holds(s, ROLE_HEAD));
    assert_false(session_holds(s, ROLE_GUEST));
    assert_string_equal(session_acts_as(s, ROLE_OPERATOR), "operator");
    staff_login(s, "head"); /* somebody else steps up to the desk */
    assert_string_equal(session_author(s), "head");
    assert_false(session_holds(s, ROLE_OPERATOR));
    session_logout(s);
    assert_false(session_logged_in(s));
    assert_true(text_starts(session_author(s), "desk "));
}

static void a_wrong_login_leaves_who_was_there(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_login(s, "operator");
    assert_int_equal(login(s, "head", "wrong", &e), FORBIDDEN);
    assert_string_equal(session_author(s), "operator");
    session_logout(s);
    staff_login(s, "operator"); /* forgives the failure */
    session_logout(s);
}

static void one_sentence_for_name_and_passphrase(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error wrong = { 0 }, nobody = { 0 };
    assert_int_equal(login(s, "head", "wrong", &wrong), FORBIDDEN);
    assert_int_equal(login(s, "nobody", "demo", &nobody), FORBIDDEN);
    assert_string_equal(wrong.text, nobody.text);
    staff_login(s, "head");
    session_logout(s);
}

/* Each failure costs a longer wait by the desk's clock; the right passphrase does not shorten it.
 */
static void wrong_passphrases_slow_down(void **state)
{
    static const int waits[] = { 0, 0, 1, 2, 4, 8 };
    struct counter_desk *d = *state;
    struct session *s = d->session;
    for (size_t i = 0; i < COUNT(waits); i++) {
        struct error e = { 0 };
        assert_int_equal(login(s, "head", "wrong", &e), FORBIDDEN);
        assert_non_null(strstr(e.text, "Name or passphrase"));
        if (waits[i]) {
            d->now += waits[i] * SECOND - 1;
            assert_int_equal(login(s, "head", "demo", &e), FORBIDDEN);
            assert_non_null(strstr(e.text, "Wait 1 seconds"));
            d->now += 1;
        }
    }
    staff_login(s, "head");
    session_logout(s);
    struct error e = { 0 };
    assert_int_equal(login(s, "head", "wrong", &e), FORBIDDEN);
    staff_login(s, "head"); /* all was forgiven */
    session_logout(s);
}

/* The wait stands in the desk's own file: another process of this desk waits as well. */
static void the_wait_outlives_the_program(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct session *again = NULL;
    for (int i = 0; i < 4; i++) {
        assert_int_equal(login(d->session, "head", "wrong", &e), FORBIDDEN);
        d->now += i < 3 ? SECOND : 0;
    }
    struct session_options open = {
        .store = d->store, .desk_folder = d->desk, .config = "", .clock = &d->clock
    };
    must(session_open(&open, &again, &e), &e);
    assert_int_equal(login(again, "operator", "demo", &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "Wait"));
    d->now += 2 * SECOND;
    staff_login(again, "operator");
    session_close(&again);
}

static void a_store_without_people_has_no_login(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct session *open_to_all = NULL;
    char path[128];
    snprintf(path, sizeof path, "%s/open.db", d->folder);
    struct init_options o = { .store = path, .desk_folder = d->desk, .clock = &d->clock };
    must(act_init(&o, &e), &e);
    struct session_options open = {
        .store = path, .desk_folder = d->desk, .config = "", .clock = &d->clock
    };
    must(session_open(&open, &open_to_all, &e), &e);
    assert_false(session_has_people(open_to_all));
    assert_true(session_holds(open_to_all, ROLE_HEAD));
    assert_int_equal(login(open_to_all, "head", "demo", &e), REFUSED);
    struct person_request q = { .name = "sari", .roles = "head", .passphrase = "demo", .n = 4 };
    assert_int_equal(act_user_add(open_to_all, &q, &e), REFUSED);
    assert_non_null(strstr(e.text, "root key"));
    /* Nor is one filed like any other record: a row of staff would lock everybody out. */
    struct record *r = NULL;
    struct reading how = session_reading(open_to_all, SPELL_CANONICAL);
    must(act_blank(open_to_all, &kind_user, &r, &e), &e);
    must(record_put(r, "name", &how, "sari", &e), &e);
    must(record_put(r, "full_name", &how, "Sari", &e), &e);
    assert_int_equal(act_save(open_to_all, r, NULL, NULL, NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, "root key"));
    record_free(&r);
    session_close(&open_to_all);
    must(session_open(&open, &open_to_all, &e), &e);
    assert_false(session_has_people(open_to_all));
    session_close(&open_to_all);
}

/* ---- Passphrases ---- */

static void a_person_changes_their_own(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_add(s, "rina", "operator");
    assert_int_equal(act_passphrase(s, "demo", 4, "kelapa sawit", 12, &e), FORBIDDEN);
    staff_login(s, "rina");
    assert_int_equal(act_passphrase(s, "wrong", 5, "kelapa sawit", 12, &e), FORBIDDEN);
    assert_int_equal(act_passphrase(s, "demo", 4, "abc", 3, &e), REFUSED); /* too short */
    must(act_passphrase(s, "demo", 4, "kelapa sawit", 12, &e), &e);
    session_logout(s);
    assert_int_equal(login(s, "rina", "demo", &e), FORBIDDEN);
    must(login(s, "rina", "kelapa sawit", &e), &e);
    counter_make(s, "party", (const char *const[]){ "name", "CV Rina", NULL }); /* same keys */
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

static void only_its_owner_changes_it(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = 0;
    must(act_resolve(s, &kind_user, "operator", &id, &e), &e);
    staff_login(s, "admin");
    struct step_request q = { .kind = &kind_user, .id = id, .verb = "passphrase" };
    assert_int_equal(act_step(s, &q, NULL, &e), FORBIDDEN);
    q.verb = "rekey"; /* without a passphrase there are no keys */
    assert_int_equal(act_step(s, &q, NULL, &e), REFUSED);
    session_logout(s);
}

/* New keys: the old passphrase is gone, what was signed with the old ones stays valid. */
static void an_administrator_gives_new_keys(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session, *other = counter_second_desk(d);
    struct error e = { 0 };
    staff_add(s, "budi", "operator");
    staff_login(s, "budi");
    int64_t party = counter_make(s, "party", (const char *const[]){ "name", "CV Budi", NULL });
    staff_login(other, "admin");
    must(act_user_reset(other, "budi", "lama baru", 9, &e), &e);
    session_close(&other);
    /* Logged in with keys that are no longer theirs. */
    struct record *r = counter_load(s, "party", party), *base = record_copy(r);
    value_set_text(record_value(r, "city"), "Medan");
    assert_int_equal(act_save(s, r, base, NULL, NULL, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "new keys"));
    session_logout(s);
    assert_int_equal(login(s, "budi", "demo", &e), FORBIDDEN);
    must(login(s, "budi", "lama baru", &e), &e);
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    session_logout(s);
    record_free(&r);
    record_free(&base);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- Certificates ---- */

static void nobody_works_before_they_are_certified(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct person_request q = {
        .name = "dewi", .roles = "operator", .passphrase = "demo", .n = 4, .minimal = true
    };
    staff_login(s, "operator");
    assert_int_equal(act_user_add(s, &q, &e), FORBIDDEN);
    staff_login(s, "admin");
    must(act_user_add(s, &q, &e), &e);
    session_logout(s);
    assert_int_equal(login(s, "dewi", "guess", &e), FORBIDDEN);
    assert_null(strstr(e.text, "certif")); /* nobody learns that there is such a name */
    assert_int_equal(login(s, "dewi", "demo", &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "loket user certify dewi"));
    staff_login(s, "operator");
    assert_int_equal(act_user_certify(s, "dewi", &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "administrator"));
    staff_login(s, "admin");
    must(act_user_certify(s, "dewi", &e), &e);
    staff_login(s, "dewi");
    session_logout(s);
}

static void names_are_for_good(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct person_request q = {
        .name = "head", .roles = "operator", .passphrase = "demo", .n = 4, .minimal = true
    };
    staff_login(s, "admin");
    assert_int_equal(act_user_add(s, &q, &e), REFUSED);
    assert_non_null(strstr(e.text, "taken"));
    q.name = "root";
    assert_int_equal(act_user_add(s, &q, &e), BAD_DATA);
    q.name = "tono";
    q.roles = "king";
    assert_int_equal(act_user_add(s, &q, &e), BAD_DATA);
    q.roles = "";
    assert_int_equal(act_user_add(s, &q, &e), BAD_DATA);
    q.roles = "operator";
    q.nip = "12";
    assert_int_equal(act_user_add(s, &q, &e), BAD_DATA);
    assert_string_equal(e.field, "nip");
    q.nip = NULL;
    must(act_user_add(s, &q, &e), &e);
    must(act_user_certify(s, "tono", &e), &e);
    must(act_user_retire(s, "tono", "pensiun", &e), &e);
    assert_int_equal(act_user_add(s, &q, &e), REFUSED); /* it was somebody's */
    session_logout(s);
}

static void who_left_does_not_log_in(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_add(s, "yani", "operator");
    staff_login(s, "admin");
    assert_int_equal(act_user_retire(s, "yani", "", &e), REFUSED); /* wants a reason */
    must(act_user_retire(s, "yani", "pindah", &e), &e);
    session_logout(s);
    assert_int_equal(login(s, "yani", "demo", &e), FORBIDDEN);
}

/* The administrators of the test stand in a line: root, first, admin and everybody else. */
static void nobody_cuts_the_branch_they_sit_on(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_login(s, "admin");
    assert_int_equal(act_user_retire(s, "admin", "x", &e), FORBIDDEN);
    assert_int_equal(act_user_certify(s, "admin", &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "themselves"));
    assert_int_equal(act_user_retire(s, "first", "x", &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "rests on"));
    assert_int_equal(act_user_reset(s, "first", "lama baru", 9, &e), FORBIDDEN);
    session_logout(s);
}

static const char *text_of_user(struct session *s, const char *name, const char *field,
                                struct buf *out)
{
    int64_t id = 0;
    struct error e = { 0 };
    must(act_resolve(s, &kind_user, name, &id, &e), &e);
    struct record *r = counter_load(s, "user", id);
    buf_reset(out);
    buf_puts(out, record_text(r, field));
    record_free(&r);
    return buf_text(out);
}

/* Whoever a leaving administrator vouched for is vouched for by who let them go. */
static void a_leaving_administrator_leaves_nobody_behind(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct buf text = { 0 };
    staff_add(s, "umar", "admin");
    staff_login(s, "umar");
    struct person_request q = {
        .name = "wati", .roles = "operator", .passphrase = "demo", .n = 4, .minimal = true
    };
    must(act_user_add(s, &q, &e), &e);
    must(act_user_certify(s, "wati", &e), &e);
    assert_string_equal(text_of_user(s, "wati", "certified_by", &text), "umar");
    staff_login(s, "admin");
    must(act_user_retire(s, "umar", "mutasi", &e), &e);
    assert_string_equal(text_of_user(s, "wati", "certified_by", &text), "admin");
    staff_login(s, "wati");
    session_logout(s);
    buf_free(&text);
    assert_int_equal(staff_verify(s, NULL), 0);
}

static void new_keys_of_an_administrator_leave_nobody_behind(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_add(s, "gani", "admin");
    staff_login(s, "gani");
    struct person_request q = {
        .name = "lela", .roles = "operator", .passphrase = "demo", .n = 4, .minimal = true
    };
    must(act_user_add(s, &q, &e), &e);
    must(act_user_certify(s, "lela", &e), &e);
    staff_login(s, "admin");
    must(act_user_reset(s, "gani", "lama baru", 9, &e), &e);
    staff_login(s, "lela");
    must(login(s, "gani", "lama baru", &e), &e);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

static enum outcome change_roles(struct session *s, const char *name, const char *roles,
                                 struct error *e)
{
    int64_t id = 0;
    must(act_resolve(s, &kind_user, name, &id, e), e);
    const struct assignment set = { "roles", roles };
    return act_step(s,
                    &(struct step_request){ .kind = &kind_user,
                                            .id = id,
                                            .verb = "change_roles",
                                            .sets = &set,
                                            .set_count = 1,
                                            .spelling = SPELL_CANONICAL,
                                            .note = "tugas baru" },
                    NULL, e);
}

/* Roles are certified: they change by a step that signs anew, never by editing. */
static void roles_change_by_a_step(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session, *other = counter_second_desk(d);
    struct error e = { 0 };
    int64_t id = 0;
    staff_add(s, "joko", "operator");
    must(act_resolve(s, &kind_user, "joko", &id, &e), &e);
    staff_login(other, "joko");
    staff_login(s, "admin");
    struct record *r = counter_load(s, "user", id), *base = record_copy(r);
    value_set_text(record_value(r, "roles"), "head");
    assert_int_equal(act_save(s, r, base, NULL, NULL, &e), REFUSED);
    record_free(&r);
    record_free(&base);
    must(change_roles(s, "joko", "verifier;treasurer", &e), &e);
    session_logout(s);
    /* Somebody logged in elsewhere works with the new roles from the next write on. */
    r = record_new(&kind_party);
    value_set_text(record_value(r, "name"), "PT Joko");
    must(act_save(other, r, NULL, NULL, NULL, &e), &e);
    record_free(&r);
    assert_false(session_holds(other, ROLE_OPERATOR));
    assert_true(session_holds(other, ROLE_TREASURER));
    session_close(&other);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- Lent roles ---- */

static void the_same_is_lent_once(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    day today = session_today(s);
    staff_login(s, "admin");
    must(act_user_lend(s, "guest", "verifier", today, today + 1, "SP-9", &e), &e);
    assert_int_equal(act_user_lend(s, "guest", "verifier", today, today + 1, "SP-9", &e), REFUSED);
    assert_non_null(strstr(e.text, "already"));
    must(act_user_lend(s, "guest", "verifier", today + 2, today + 3, "SP-10", &e), &e);
    session_logout(s);
}

static void a_lent_role_holds_for_its_days(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    day today = session_today(s);
    staff_add(s, "nina", "verifier");
    staff_login(s, "admin");
    must(act_user_lend(s, "nina", "head", today, today + 2, "SP-12/2026", &e), &e);
    staff_login(s, "nina");
    assert_true(session_holds(s, ROLE_HEAD));
    assert_string_equal(session_acts_as(s, ROLE_HEAD), "nina a.n. head (Plh.)");
    assert_string_equal(session_acts_as(s, ROLE_VERIFIER), "nina");
    session_logout(s);
    int64_t id = staff_accepted(s);
    staff_login(s, "nina");
    must(counter_step(s, id, "cancel", "permintaan pemohon", &e), &e);
    struct buf told = { 0 };
    must(act_history(s, &kind_permit, id, &told, &e), &e);
    assert_non_null(strstr(buf_text(&told), "nina a.n. head (Plh.)"));
    buf_free(&told);
    id = staff_accepted(s);
    moment before = d->now;
    d->now += 3 * (moment)DAY;
    staff_login(s, "nina");
    assert_false(session_holds(s, ROLE_HEAD));
    assert_int_equal(counter_step(s, id, "cancel", "x", &e), FORBIDDEN);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0); /* what was decided in its days stays decided */
    d->now = before;
}

static void lending_is_an_administrators(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    day today = session_today(s);
    staff_login(s, "head");
    assert_int_equal(act_user_lend(s, "verifier", "head", today, today, "x", &e), FORBIDDEN);
    staff_login(s, "admin");
    assert_int_equal(act_user_lend(s, "verifier", "king", today, today, "x", &e), BAD_DATA);
    assert_int_equal(act_user_lend(s, "nobody", "head", today, today, "x", &e), REFUSED);
    assert_int_equal(act_user_lend(s, "verifier", "head", today, today - 1, "x", &e), BAD_DATA);
    assert_int_equal(act_user_lend(s, "verifier", "head", today, NO_DAY, "x", &e), BAD_DATA);
    session_logout(s);
}

/* ---- The root ---- */

static void the_roots_file_is_its_owners(void **state)
{
    struct counter_desk *d = *state;
    struct stat there;
    struct error e = { 0 };
    char root[128], other[128];
    snprintf(root, sizeof root, "%s/root.key", d->folder);
    snprintf(other, sizeof other, "%s/other.db", d->folder);
    assert_int_equal(stat(root, &there), 0);
    assert_int_equal(there.st_mode & 0777, 0600);
    struct init_options o = { .store = other,
                              .desk_folder = d->desk,
                              .clock = &d->clock,
                              .admin = "first",
                              .root_file = root,
                              .passphrase = "demo",
                              .passphrase_n = 4,
                              .minimal = true };
    assert_int_equal(act_init(&o, &e), REFUSED);
    assert_non_null(strstr(e.text, "not overwritten"));
    assert_int_not_equal(stat(other, &there), 0); /* and nothing was made */
}

static void the_root_opens_what_administrators_cannot(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct buf root = { 0 }, text = { 0 };
    staff_root(d, &root);
    must(session_login(s, "root", root.data, root.len, &e), &e);
    must(act_user_certify(s, "admin", &e), &e);
    assert_string_equal(text_of_user(s, "admin", "certified_by", &text), "root");
    struct record *r = record_new(&kind_party);
    value_set_text(record_value(r, "name"), "PT Root");
    assert_int_equal(act_save(s, r, NULL, NULL, NULL, &e), FORBIDDEN); /* not its business */
    record_free(&r);
    session_logout(s);
    staff_login(s, "admin");
    must(act_user_retire(s, "first", "pensiun", &e), &e); /* no longer the branch they sit on */
    session_logout(s);
    staff_login(s, "operator");
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
    buf_free(&root);
    buf_free(&text);
}

static void another_offices_root_opens_nothing(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct buf root = { 0 };
    static const char *const lines[] = { "public ", "signing " };
    for (size_t i = 0; i < COUNT(lines); i++) {
        staff_root(d, &root);
        char *at = strstr(root.data, lines[i]) + strlen(lines[i]) + 5;
        *at = *at == 'A' ? 'B' : 'A';
        assert_int_equal(session_login(d->session, "root", root.data, root.len, &e), FORBIDDEN);
        buf_reset(&root);
        d->now += 10 * SECOND;
    }
    assert_int_equal(session_login(d->session, "root", "demo", 4, &e), FORBIDDEN);
    d->now += 10 * SECOND;
    staff_login(d->session, "operator");
    session_logout(d->session);
    buf_free(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_and_out),
        cmocka_unit_test(a_wrong_login_leaves_who_was_there),
        cmocka_unit_test(one_sentence_for_name_and_passphrase),
        cmocka_unit_test(wrong_passphrases_slow_down),
        cmocka_unit_test(the_wait_outlives_the_program),
        cmocka_unit_test(a_store_without_people_has_no_login),
        cmocka_unit_test(a_person_changes_their_own),
        cmocka_unit_test(only_its_owner_changes_it),
        cmocka_unit_test(an_administrator_gives_new_keys),
        cmocka_unit_test(nobody_works_before_they_are_certified),
        cmocka_unit_test(names_are_for_good),
        cmocka_unit_test(who_left_does_not_log_in),
        cmocka_unit_test(nobody_cuts_the_branch_they_sit_on),
        cmocka_unit_test(a_leaving_administrator_leaves_nobody_behind),
        cmocka_unit_test(new_keys_of_an_administrator_leave_nobody_behind),
        cmocka_unit_test(roles_change_by_a_step),
        cmocka_unit_test(the_same_is_lent_once),
        cmocka_unit_test(a_lent_role_holds_for_its_days),
        cmocka_unit_test(lending_is_an_administrators),
        cmocka_unit_test(the_roots_file_is_its_owners),
        cmocka_unit_test(the_root_opens_what_administrators_cannot),
        cmocka_unit_test(another_offices_root_opens_nothing),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
