/* What is decided at a desk is on its disk before the shared file is touched, and is sent exactly
 * once, as who made it, whoever sends it. */
#include "../../src/actions/private.h"
#include "../../src/store/desk.h"
#include "actions/staff.h"
#include "store/faults.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

/* Keeps a new record at the desk, as whoever is logged in; its id. */
static int64_t keep(struct session *s, const struct kind *k, const char *const *pairs,
                    struct save_report *report)
{
    struct record *r = NULL;
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    s->away = true;
    must(act_blank(s, k, &r, &e), &e);
    for (; pairs[0]; pairs += 2)
        must(record_put(r, pairs[0], &how, pairs[1], &e), &e);
    must(act_save(s, r, NULL, NULL, report, &e), &e);
    s->away = false;
    int64_t id = r->id;
    record_free(&r);
    return id;
}

static int64_t keep_permit(struct session *s, const char *recipient, struct save_report *report)
{
    const char *const pairs[] = {
        "field",     "T",       "direction",        "EX",    "applicant",        "PT Toba Agro",
        "recipient", recipient, "item.1.commodity", "Beras", "item.2.commodity", "Kopi",
        NULL
    };
    return keep(s, &kind_permit, pairs, report);
}

static int64_t keep_capture(struct session *s, struct save_report *report)
{
    static const char *const pairs[] = { "source",
                                         "own",
                                         "occurred_on",
                                         "2026-11-19",
                                         "occurred_time",
                                         "08.30",
                                         "place",
                                         "Gate 2",
                                         "conveyance",
                                         "KM Kelud",
                                         "finder",
                                         "officer",
                                         "owner",
                                         "PT Toba Agro",
                                         "item.1.commodity",
                                         "Beras",
                                         "item.1.p0",
                                         "10",
                                         "item.1.unit",
                                         "KGM",
                                         "finding.1.finding",
                                         "no_papers",
                                         NULL };
    return keep(s, &kind_capture, pairs, report);
}

static bool stands_as(struct session *s, const struct kind *k, int64_t id)
{
    struct record *r = NULL;
    bool there = act_load(s, k, id, &r, NULL) == DONE;
    record_free(&r);
    return there;
}

static bool stands(struct session *s, int64_t id)
{
    return stands_as(s, &kind_permit, id);
}

static size_t waiting(struct session *s)
{
    struct spool_count count;
    struct error e = { 0 };
    must(act_spool_count(s, &count, &e), &e);
    return count.open;
}

static struct spool_report sent(struct session *s)
{
    struct spool_report out;
    struct error e = { 0 };
    must(act_spool_send(s, &out, &e), &e);
    return out;
}

static int64_t count_of(struct session *s, const struct kind *k)
{
    struct error e = { 0 };
    int64_t n = -1;
    must(store_tally(session_store(s), k, NULL, &n, &e), &e);
    return n;
}

static int64_t permits(struct session *s)
{
    return count_of(s, &kind_permit);
}

static void take_author(void *context, const struct entry *entry)
{
    snprintf(context, 64, "%s", entry->author);
}

/* The operator files while the share is away; somebody else is at the desk when it is back. */
static void is_sent_once_as_who_made_it(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct save_report report = { 0 };
    struct error e = { 0 };
    char author[64];
    staff_login(s, "operator");
    counter_permit(s);
    int64_t before = permits(s);
    int64_t id = keep_permit(s, "Minato Foods", &report);
    session_logout(s);
    assert_true(report.kept);
    assert_int_equal(strncmp(report.provisional, "S-", 2), 0);
    assert_false(stands(s, id));
    assert_int_equal(waiting(s), 1);
    assert_int_equal(sent(s).sent, 1);
    assert_true(stands(s, id));
    assert_int_equal(waiting(s), 0);
    assert_int_equal(sent(s).sent, 0);
    assert_int_equal(permits(s), before + 1);
    must(act_history_each(s, &kind_permit, id, take_author, author, &e), &e);
    assert_string_equal(author, "operator");
    assert_int_equal(staff_verify(s, NULL), 0);
    save_report_free(&report);
}

static void desk_sql(struct session *s, const char *sql)
{
    struct error e = { 0 };
    must(sql_do(&session_desk(s)->db, sql, &e), &e);
}

/* Killed between the commit in the shared file and the mark at the desk, and repeated. */
static void a_replay_killed_halfway_is_repeated(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct save_report report = { 0 };
    staff_login(s, "operator");
    int64_t before = permits(s);
    for (int i = 0; i < 3; i++)
        keep_permit(s, "Minato Foods", &report);
    assert_int_equal(sent(s).sent, 3);
    desk_sql(s, "UPDATE spool SET state = 0 WHERE place IN"
                " (SELECT place FROM spool ORDER BY place DESC LIMIT 2)");
    assert_int_equal(waiting(s), 2);
    assert_int_equal(sent(s).sent, 2);
    assert_int_equal(permits(s), before + 3);
    session_logout(s);
}

/* What waits is edited while it waits; a line taken out and one put in. */
static void what_waits_can_be_edited(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct save_report report = { 0 };
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct spooled in;
    struct record *r = NULL;
    staff_login(s, "operator");
    int64_t id = keep_permit(s, "Minato Foods", &report);
    must(act_spool_get(s, report.provisional, &in, &e), &e);
    must(act_spool_record(s, &in, &r, &e), &e);
    struct record *base = record_copy(r);
    r->lines[0].items[0].gone = true;
    must(record_put(r, "recipient", &how, "Kobe Trading", &e), &e);
    must(record_put(r, "item.2.commodity", &how, "Jagung", &e), &e);
    s->away = true;
    must(act_save(s, r, base, NULL, &report, &e), &e);
    s->away = false;
    assert_int_equal(r->id, id);
    assert_int_equal(sent(s).sent, 2);
    record_free(&r);
    r = counter_load(s, "permit", id);
    assert_int_equal(r->rev, 2);
    assert_string_equal(record_text(r, "recipient"), "Kobe Trading");
    assert_int_equal(record_live_lines(r, "item"), 2);
    assert_int_equal(staff_verify(s, NULL), 0);
    record_free(&r);
    record_free(&base);
    spooled_free(&in);
    session_logout(s);
}

/* The same form saved again under its transaction id, its first end unseen: one record, the last
 * words. */
static void a_form_saved_twice_is_one_record(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *form = NULL;
    char txn[TXN_TEXT_LEN + 1];
    act_new_txn(txn);
    staff_login(s, "operator");
    int64_t before = permits(s), id = 0;
    must(act_blank(s, &kind_permit, &form, &e), &e);
    must(record_put(form, "recipient", &how, "Minato Foods", &e), &e);
    must(record_put(form, "item.1.commodity", &how, "Beras", &e), &e);
    for (int i = 0; i < 3; i++) { /* away, away again with other words, and with the share there */
        struct record *r = record_copy(form);
        s->away = i < 2;
        if (i == 1)
            must(record_put(r, "recipient", &how, "Kobe Trading", &e), &e);
        if (i == 2)
            assert_int_equal(sent(s).sent, 2);
        if (i == 2)
            must(record_put(r, "recipient", &how, "Osaka Seeds", &e), &e);
        must(act_save(s, r, NULL, txn, NULL, &e), &e);
        assert_true(id == 0 || id == r->id);
        id = r->id;
        record_free(&r);
    }
    struct record *now = counter_load(s, "permit", id);
    assert_string_equal(record_text(now, "recipient"), "Osaka Seeds");
    assert_int_equal(now->lines[0].count, 1); /* and its line is still the same one */
    assert_int_equal(permits(s), before + 1);
    assert_int_equal(staff_verify(s, NULL), 0);
    record_free(&now);
    record_free(&form);
    session_logout(s);
}

/* An edit kept here, and the same field changed in the file meanwhile. */
static void conflict_over(struct session *s, const char *kind, int64_t id, const char *field,
                          char provisional[PROVISIONAL_MAX])
{
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *base = counter_load(s, kind, id), *mine = record_copy(base);
    struct intended in = { .base = record_copy(base) };
    must(record_put(mine, field, &how, "Kobe Trading", &e), &e);
    s->away = true;
    must(intend_save(s, s->person ? "operator" : "", mine, NULL, &in, &e), &e);
    s->away = false;
    act_provisional(s, in.spooled.place, provisional);
    record_free(&mine);
    mine = record_copy(base);
    must(record_put(mine, field, &how, "Osaka Seeds", &e), &e);
    must(act_save(s, mine, base, NULL, NULL, &e), &e);
    intended_free(&in);
    record_free(&mine);
    record_free(&base);
}

static int64_t make_conflict(struct session *s, char provisional[PROVISIONAL_MAX])
{
    int64_t id = counter_permit(s);
    conflict_over(s, "permit", id, "recipient", provisional);
    return id;
}

static void recipient_is(struct session *s, int64_t id, const char *name)
{
    struct record *r = counter_load(s, "permit", id);
    assert_string_equal(record_text(r, "recipient"), name);
    record_free(&r);
}

static void a_conflict_waits_for_somebody(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char provisional[PROVISIONAL_MAX];
    struct spooled in;
    struct buf both = { 0 };
    struct spool_count count;
    staff_login(s, "operator");
    int64_t id = make_conflict(s, provisional);
    assert_int_equal(sent(s).trouble, 1);
    assert_int_equal(sent(s).trouble, 0); /* not tried for ever */
    recipient_is(s, id, "Osaka Seeds");
    must(act_spool_get(s, provisional, &in, &e), &e);
    assert_int_equal(in.state, SPOOL_CONFLICT);
    must(act_spool_versions(s, &in, &both, &e), &e);
    assert_non_null(strstr(buf_text(&both), "Kobe Trading"));
    assert_non_null(strstr(buf_text(&both), "Osaka Seeds"));
    assert_int_equal(act_spool_settle(s, provisional, SPOOL_MINE, "", &e), REFUSED);
    session_logout(s);
    staff_login(s, "verifier");
    assert_int_equal(act_spool_settle(s, provisional, SPOOL_MINE, "phoned", &e), FORBIDDEN);
    session_logout(s);
    staff_login(s, "operator");
    must(act_spool_settle(s, provisional, SPOOL_MINE, "phoned the applicant", &e), &e);
    recipient_is(s, id, "Kobe Trading");
    must(act_spool_count(s, &count, &e), &e);
    assert_int_equal(count.trouble, 0);
    make_conflict(s, provisional);
    assert_int_equal(sent(s).trouble, 1);
    must(act_spool_settle(s, provisional, SPOOL_THEIRS, "theirs is right", &e), &e);
    must(act_spool_count(s, &count, &e), &e);
    assert_int_equal(count.trouble, 0);
    assert_int_equal(staff_verify(s, NULL), 0);
    session_logout(s);
    spooled_free(&in);
    buf_free(&both);
}

/* Who left meanwhile writes nothing any more; it waits for somebody else to take it over. */
static void who_left_writes_no_more(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct save_report report = { 0 };
    struct error e = { 0 };
    staff_add(s, "leaver", "operator");
    staff_login(s, "leaver");
    int64_t id = keep_permit(s, "Minato Foods", &report);
    session_logout(s);
    staff_login(s, "admin");
    must(act_user_retire(s, "leaver", "moved away", &e), &e);
    assert_int_equal(sent(s).trouble, 1);
    assert_false(stands(s, id));
    must(act_spool_settle(s, report.provisional, SPOOL_GIVE_UP, "typed anew", &e), &e);
    session_logout(s);
}

/* Captures wait as permits do: once, as who made them, and no number before they are recorded. */
static void captures_wait_too(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct save_report report = { 0 };
    struct error e = { 0 };
    char author[64], provisional[PROVISIONAL_MAX];
    struct spooled in;
    staff_login(s, "operator");
    counter_permit(s);
    int64_t before = count_of(s, &kind_capture);
    int64_t id = keep_capture(s, &report);
    keep_capture(s, &report);
    session_logout(s);
    assert_true(report.kept);
    assert_false(stands_as(s, &kind_capture, id));
    assert_int_equal(sent(s).sent, 2);
    desk_sql(s, "UPDATE spool SET state = 0 WHERE place IN"
                " (SELECT place FROM spool ORDER BY place DESC LIMIT 2)");
    assert_int_equal(sent(s).sent, 2); /* killed before it was marked, and repeated */
    assert_int_equal(count_of(s, &kind_capture), before + 2);
    must(act_history_each(s, &kind_capture, id, take_author, author, &e), &e);
    assert_string_equal(author, "operator");
    staff_login(s, "officer");
    must(act_step(s, &(struct step_request){ .kind = &kind_capture, .id = id, .verb = "record" },
                  NULL, &e),
         &e);
    session_logout(s);
    staff_login(s, "operator");
    conflict_over(s, "capture", id, "suspect", provisional);
    assert_int_equal(sent(s).trouble, 1);
    must(act_spool_get(s, provisional, &in, &e), &e);
    assert_int_equal(in.state, SPOOL_CONFLICT);
    must(act_spool_settle(s, provisional, SPOOL_GIVE_UP, "typed anew", &e), &e);
    session_logout(s);
    struct record *r = counter_load(s, "capture", id);
    assert_string_equal(record_text(r, "suspect"), "Osaka Seeds");
    assert_true(record_number(r, "finder") != 0 && record_number(r, "owner") != 0);
    assert_int_equal(staff_verify(s, NULL), 0);
    record_free(&r);
    spooled_free(&in);
}

static void steps_do_not_wait(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    staff_login(s, "operator");
    int64_t id = counter_permit(s);
    s->away = true;
    assert_int_equal(counter_step(s, id, "submit", NULL, &e), FAULT);
    assert_true(e.later);
    s->away = false;
    assert_int_equal(waiting(s), 0);
    must(counter_step(s, id, "submit", NULL, &e), &e);
    session_logout(s);
}

/* The intent comes first: with no room at the desk nothing is written to the share either. */
static void nothing_is_written_that_the_desk_cannot_hold(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct record *r = NULL;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct buf words = { 0 };
    staff_login(s, "operator");
    int64_t before = permits(s);
    desk_sql(s, "PRAGMA wal_checkpoint(TRUNCATE)");
    desk_sql(s, "PRAGMA max_page_count = 1"); /* taken as: no page more than there are */
    must(act_blank(s, &kind_permit, &r, &e), &e);
    must(record_put(r, "recipient", &how, "Minato Foods", &e), &e);
    buf_pad(&words, 'x', 990);
    enum outcome o = DONE;
    for (int i = 0; i < 50 && o == DONE; i++) { /* free pages are used up first */
        must(record_put(r, "notes", &how, buf_text(&words), &e), &e);
        struct record *copy = record_copy(r);
        o = act_save(s, copy, NULL, NULL, NULL, &e);
        record_free(&copy);
        before += o == DONE;
    }
    assert_int_equal(o, FAULT);
    assert_non_null(strstr(e.text, "full"));
    assert_non_null(strstr(e.text, "noted on this computer"));
    assert_int_equal(permits(s), before);
    desk_sql(s, "PRAGMA max_page_count = 1000000");
    must(act_save(s, r, NULL, NULL, NULL, &e), &e);
    record_free(&r);
    buf_free(&words);
    session_logout(s);
}

/* Killed before the shared file was touched: it is found at the next start, not while another
 * program of this desk may still be at it. */
static void what_was_cut_off_is_sent_later(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct save_report report = { 0 };
    staff_login(s, "operator");
    int64_t id = keep_permit(s, "Minato Foods", &report);
    desk_sql(s, "UPDATE spool SET kept = 0 WHERE state = 0");
    assert_int_equal(sent(s).left, 1);
    assert_false(stands(s, id));
    d->now += 200 * 1000;
    assert_int_equal(sent(s).sent, 1);
    assert_true(stands(s, id));
    session_logout(s);
}

static enum outcome save_party(struct session *s, struct error *e)
{
    struct record *r = NULL;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    must(act_blank(s, &kind_party, &r, e), e);
    must(record_put(r, "name", &how, "PT Uji Ganda", e), e);
    enum outcome o = act_save(s, r, NULL, NULL, NULL, e);
    record_free(&r);
    return o;
}

/* Whoever was told no makes it again elsewhere, or not at all. */
static void a_refusal_stays_one(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct buf *read_only = &session_store(s)->read_only;
    staff_login(s, "operator");
    int64_t permit = counter_permit(s), before = count_of(s, &kind_party);
    buf_puts(read_only, "The folder cannot be written.");
    assert_int_equal(save_party(s, &e), FAULT);
    assert_int_equal(counter_step(s, permit, "submit", NULL, &e), FAULT);
    assert_int_equal(waiting(s), 0);
    buf_free(read_only);
    d->now += 200 * 1000;
    assert_int_equal(sent(s).sent, 0);
    assert_int_equal(count_of(s, &kind_party), before);
    session_logout(s);
}

/* What waits goes on waiting where nothing may be written. */
static void a_closed_file_refuses_nothing_for_good(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct save_report report = { 0 };
    struct spool_report out;
    struct error e = { 0 };
    staff_login(s, "operator");
    int64_t id = keep_permit(s, "Minato Foods", &report);
    session_store(s)->footing = FOOTING_UNCONFIRMED;
    assert_int_equal(act_spool_send(s, &out, &e), FAULT);
    assert_int_equal(out.left, 1);
    assert_int_equal(out.trouble, 0);
    session_store(s)->footing = FOOTING_SOUND;
    assert_int_equal(sent(s).sent, 1);
    assert_true(stands(s, id));
    session_logout(s);
}

static void a_copy_gets_nothing_of_the_office(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct save_report report = { 0 };
    staff_login(s, "operator");
    int64_t id = keep_permit(s, "Minato Foods", &report);
    desk_sql(s, "UPDATE spool SET file = '/copies/office.db' WHERE state = 0");
    struct spool_report out = sent(s);
    assert_int_equal(out.sent, 0);
    assert_int_equal(out.elsewhere, 1);
    assert_int_equal(out.left, 1);
    assert_false(stands(s, id));
    desk_sql(s, "UPDATE spool SET file = '' WHERE state = 0"); /* of a desk.db made before */
    assert_int_equal(sent(s).sent, 1);
    session_logout(s);
}

/* The share fails at the commit and cannot be asked: the one end that is not known. */
static void what_may_be_in_the_file_is_said_to_be_kept(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char name[PROVISIONAL_MAX];
    staff_login(s, "operator");
    int64_t before = count_of(s, &kind_party);
    faults_arm(&(struct fault){ .at = AT_PAGE_WRITE, .k = 1, .error = EIO, .forever = true });
    assert_int_equal(save_party(s, &e), FAULT);
    snprintf(name, sizeof name, "S-%04X-", desk_number(session_desk(s)));
    assert_non_null(strstr(e.text, name));
    assert_true(e.later);
    faults_arm(NULL);
    assert_int_equal(waiting(s), 1);
    assert_int_equal(sent(s).sent, 1);
    assert_int_equal(count_of(s, &kind_party), before + 1);
    session_logout(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_sent_once_as_who_made_it),
        cmocka_unit_test(a_replay_killed_halfway_is_repeated),
        cmocka_unit_test(what_waits_can_be_edited),
        cmocka_unit_test(a_form_saved_twice_is_one_record),
        cmocka_unit_test(a_conflict_waits_for_somebody),
        cmocka_unit_test(who_left_writes_no_more),
        cmocka_unit_test(captures_wait_too),
        cmocka_unit_test(steps_do_not_wait),
        cmocka_unit_test(nothing_is_written_that_the_desk_cannot_hold),
        cmocka_unit_test(what_was_cut_off_is_sent_later),
        cmocka_unit_test(a_refusal_stays_one),
        cmocka_unit_test(a_closed_file_refuses_nothing_for_good),
        cmocka_unit_test(a_copy_gets_nothing_of_the_office),
        cmocka_unit_test(what_may_be_in_the_file_is_said_to_be_kept),
    };
    faults_install("loket.db");
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
