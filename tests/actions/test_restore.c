/* Backup and restore: a copy that is checked, put back as a whole, and taken by other desks only
 * with the root's signature or two administrators'. */
#include "../../src/actions/people.h"
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static void no_pause(void *context, int milliseconds)
{
    (void)context;
    (void)milliseconds;
}

static const struct care_watch quick = { .pause = no_pause };

static const char *in(const struct counter_desk *d, const char *name)
{
    static char path[2][200];
    static size_t turn;
    char *out = path[turn++ % 2];
    snprintf(out, sizeof path[0], "%s/%s", d->folder, name);
    return out;
}

static void backed_up(const struct counter_desk *d, const char *name)
{
    struct error e = { 0 };
    struct backup_report report;
    must(act_backup(d->session, in(d, name), &quick, &report, &e), &e);
}

static void save_party(struct session *s, const char *name)
{
    staff_login(s, "operator");
    counter_make(s, "party", (const char *const[]){ "name", name, NULL });
    session_logout(s);
}

static enum outcome try_party(struct session *s, struct error *e)
{
    struct record *r = record_new(&kind_party);
    value_set_text(record_value(r, "name"), "PT Coba");
    staff_login(s, "operator");
    enum outcome result = act_save(s, r, NULL, NULL, NULL, e);
    session_logout(s);
    record_free(&r);
    return result;
}

static void open_desk(struct counter_desk *d, const char *desk, struct session **out)
{
    struct error e = { 0 };
    struct session_options o = {
        .store = d->store, .desk_folder = desk, .config = "", .clock = &d->clock
    };
    must(session_open(&o, out, &e), &e);
}

static bool has_party(struct session *s, const char *name)
{
    struct hits hits = { 0 };
    struct error e = { 0 };
    must(act_find(s, &kind_party, name, 5, &hits, &e), &e);
    bool has = hits.count > 0;
    hits_free(&hits);
    return has;
}

/* Restores as whoever signs; the desk's session is closed before and open again behind it. */
static enum outcome restore_as(struct counter_desk *d, const char *file, const char *name,
                               const char *passphrase, bool drill, struct restore_report *out,
                               struct error *e)
{
    struct session_options office = {
        .store = d->store, .desk_folder = d->desk, .config = "", .clock = &d->clock
    };
    struct restore_request q = { .file = in(d, file),
                                 .office = &office,
                                 .name = name,
                                 .passphrase = passphrase,
                                 .passphrase_n = passphrase ? strlen(passphrase) : 0,
                                 .drill = drill };
    session_close(&d->session);
    enum outcome result = act_restore(&q, &quick, out, e);
    open_desk(d, d->desk, &d->session);
    return result;
}

/* ---- Backup ---- */

static void a_copy_is_checked_and_named(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct backup_report report;
    struct stat there;
    bool sum = false;
    must(act_backup(d->session, in(d, "one.db"), &quick, &report, &e), &e);
    assert_true(report.entries > 0);
    assert_int_equal(stat(in(d, "one.db"), &there), 0);
    assert_int_equal(there.st_mode & 0777, 0600);
    assert_int_equal(access(in(d, "one.db.partial"), F_OK), -1);
    must(act_backup_sum(in(d, "one.db"), &sum, &e), &e);
    assert_true(sum);
    assert_int_equal(act_backup(d->session, in(d, "one.db"), &quick, &report, &e), REFUSED);
    assert_int_equal(act_backup(d->session, d->store, &quick, &report, &e), REFUSED);
    assert_int_equal(act_backup(d->session, in(d, "nowhere/one.db"), &quick, &report, &e), FAULT);
}

/* Looking at it writes nothing to it, and notes nothing of it at the desk. */
static void looking_leaves_no_trace(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct session *copy = NULL;
    bool sum = false;
    backed_up(d, "look.db");
    struct session_options o = { .store = in(d, "look.db"),
                                 .desk_folder = d->desk,
                                 .config = "",
                                 .clock = &d->clock,
                                 .copy = COPY_READ };
    must(session_open(&o, &copy, &e), &e);
    assert_int_equal(staff_verify(copy, NULL), 0);
    assert_int_not_equal(try_party(copy, &e), DONE);
    session_close(&copy);
    assert_int_equal(access(in(d, "look.db-journal"), F_OK), -1);
    must(act_backup_sum(in(d, "look.db"), &sum, &e), &e);
}

static void a_folder_rotates(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct backup_report first, second;
    must(act_backup(d->session, in(d, "many/"), &quick, &first, &e), &e);
    d->now += 1000;
    must(act_backup(d->session, in(d, "many"), &quick, &second, &e), &e);
    assert_string_not_equal(first.path, second.path);
    assert_int_equal(second.dropped, 1); /* of the same day */
    assert_int_equal(access(first.path, F_OK), -1);
    assert_int_equal(access(second.path, F_OK), 0);
}

static void what_is_not_sound_is_no_backup(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct backup_report report;
    save_party(d->session, "PT Utuh");
    staff_sql(d, "UPDATE party SET name = 'PT Palsu' WHERE name = 'PT Utuh'");
    assert_int_equal(act_backup(d->session, in(d, "bad.db"), &quick, &report, &e), REFUSED);
    assert_non_null(strstr(e.text, "PT Palsu"));
    assert_int_equal(access(in(d, "bad.db"), F_OK), -1);
    assert_int_equal(access(in(d, "bad.db.defect"), F_OK), 0);
    staff_sql(d, "UPDATE party SET name = 'PT Utuh' WHERE name = 'PT Palsu'");
}

struct busy {
    struct session *other;
    int saves;
};

static void save_meanwhile(void *context, int milliseconds)
{
    struct busy *b = context;
    (void)milliseconds;
    if (b->saves < 6) {
        counter_make(b->other, "party", (const char *const[]){ "name", "PT Sibuk", NULL });
        b->saves++;
    }
}

/* Another desk saves in each pause: after three new beginnings the rest is one step. */
static void others_save_meanwhile(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct busy busy = { counter_second_desk(d), 0 };
    struct care_watch watch = { .pause = save_meanwhile, .context = &busy };
    struct backup_report report;
    staff_login(busy.other, "operator");
    must(act_backup(d->session, in(d, "busy.db"), &watch, &report, &e), &e);
    assert_int_equal(busy.saves, 4);
    session_close(&busy.other);
}

/* ---- Restore ---- */

static void the_root_restores_alone(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct restore_report report;
    struct buf root = { 0 };
    struct session *other = counter_second_desk(d);
    save_party(d->session, "PT Lama");
    backed_up(d, "root.db");
    save_party(other, "PT Hilang");
    session_close(&other);
    staff_root(d, &root);
    must(restore_as(d, "root.db", "root", buf_text(&root), false, &report, &e), &e);
    assert_false(report.unconfirmed);
    assert_int_equal(report.lost, 1);
    assert_non_null(strstr(buf_text(&report.lost_names), "PT Hilang"));
    assert_true(has_party(d->session, "Lama"));
    assert_false(has_party(d->session, "Hilang"));
    other = counter_second_desk(d);
    must(try_party(other, &e), &e); /* it saw what was given up, and goes on */
    session_close(&other);
    assert_int_equal(staff_verify(d->session, NULL), 0);
    restore_report_free(&report);
    buf_free(&root);
}

static void two_administrators_restore(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct restore_report report;
    bool enough = true;
    struct session *other = counter_second_desk(d);
    backed_up(d, "two.db");
    save_party(other, "PT Dua");
    session_close(&other);
    must(restore_as(d, "two.db", "admin", "demo", false, &report, &e), &e);
    assert_true(report.unconfirmed);
    other = counter_second_desk(d);
    assert_int_equal(try_party(d->session, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "--confirm"));
    assert_int_equal(try_party(other, &e), FORBIDDEN);
    assert_int_equal(staff_verify(other, NULL), 1); /* one administrator alone */
    staff_login(other, "operator");
    assert_int_equal(act_restore_confirm(other, &enough, &e), FORBIDDEN);
    staff_login(other, "admin");
    assert_int_equal(act_restore_confirm(other, &enough, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "yourself"));
    staff_login(other, "first");
    must(act_restore_confirm(other, &enough, &e), &e);
    assert_true(enough);
    must(try_party(other, &e), &e);
    must(try_party(d->session, &e), &e);
    assert_int_equal(act_restore_confirm(other, &enough, &e), FORBIDDEN); /* nobody is logged in */
    session_close(&other);
    assert_int_equal(staff_verify(d->session, NULL), 0);
    restore_report_free(&report);
}

/* An entry that says “restore” by somebody who is no administrator opens the file to nobody. */
static void others_do_not_restore(void **state)
{
    static const struct {
        const char *name, *passphrase;
        enum outcome result;
    } cases[] = { { NULL, NULL, FORBIDDEN },
                  { "head", "demo", FORBIDDEN },
                  { "admin", "wrong", FORBIDDEN } };
    struct counter_desk *d = *state;
    backed_up(d, "others.db");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        struct restore_report report;
        assert_int_equal(
            restore_as(d, "others.db", cases[i].name, cases[i].passphrase, false, &report, &e),
            cases[i].result);
        restore_report_free(&report);
    }
    struct error e = { 0 };
    staff_login(d->session, "head");
    session_logout(d->session); /* forgives the wrong passphrase */
    must(try_party(d->session, &e), &e);
}

/* ---- Forged restores ----
 * Whoever can write the file can append an entry that says “restore”, by a loket that asks nobody:
 * with the keys they have, under the names they like. */

static const struct forged_restore {
    const char *sql; /* done to the file before; NULL: nothing */
    struct {
        const char *logged_in, *author; /* whose keys, and as whom; NULL: nobody more */
    } signatures[2];
    const char *said; /* by verify */
} forged_restores[] = {
    { NULL, { { "head", "head" } }, "“head”" },
    { NULL, { { "head", "head" }, { "operator", "operator" } }, "“head”" },
    { NULL, { { "head", "admin" }, { "operator", "first" } }, "“admin”" },
    { "UPDATE user SET roles = 'head;admin' WHERE name = 'head';"
      "UPDATE user SET roles = 'verifier;admin' WHERE name = 'verifier'",
      { { "head", "head" }, { "verifier", "verifier" } },
      "“head”" },
    { NULL, { { "admin", "admin" }, { "head", "first" } }, "“first”" },
    { NULL, { { "admin", "admin" }, { "admin", "first" } }, "“first”" },
};

static struct session *thief_open(const struct counter_desk *d, const char *logged_in)
{
    struct session *thief = NULL;
    struct error e = { 0 };
    open_desk((struct counter_desk *)d, in(d, logged_in), &thief);
    must(store_judge_restore(thief->store, NULL, &e), &e);
    staff_login(thief, logged_in);
    return thief;
}

static void forge_restore(struct session *thief, const char *author, const struct head *abandoned)
{
    struct error e = { 0 };
    struct intent i = { .author = author, .key = &thief->person->keys->signing, .restore = true };
    act_new_txn(i.txn);
    must(store_begin(thief->store, &i, NULL, &e), &e);
    must(store_tell_restore(thief->store, abandoned, &e), &e);
    must(store_commit(thief->store, &e), &e);
}

static void forge_all(const struct counter_desk *d, const struct forged_restore *f,
                      const struct head *abandoned)
{
    struct session *thieves[COUNT(f->signatures)] = { NULL };
    for (size_t n = 0; n < COUNT(thieves) && f->signatures[n].logged_in; n++)
        thieves[n] = thief_open(d, f->signatures[n].logged_in);
    if (f->sql)
        staff_sql(d, f->sql);
    for (size_t n = 0; n < COUNT(thieves) && thieves[n]; n++)
        forge_restore(thieves[n], f->signatures[n].author, abandoned);
    for (size_t n = 0; n < COUNT(thieves); n++)
        session_close(&thieves[n]);
}

static void a_forged_restore_opens_the_file_to_nobody(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct session *saw = NULL;
    struct buf old = { 0 }, newer = { 0 }, said = { 0 };
    struct head abandoned;
    session_close(&d->session);
    must(file_read(d->store, 64 << 20, &old, &e), &e);
    open_desk(d, in(d, "saw"), &saw);
    save_party(saw, "PT Disembunyikan");
    must(store_head(saw->store, &abandoned, &e), &e);
    session_close(&saw);
    must(file_read(d->store, 64 << 20, &newer, &e), &e);
    for (size_t i = 0; i < COUNT(forged_restores); i++) {
        const struct forged_restore *f = &forged_restores[i];
        must(file_write(d->store, &old, 0660, &e), &e);
        forge_all(d, f, &abandoned);
        open_desk(d, in(d, "saw"), &saw);
        assert_int_equal(try_party(saw, &e), FORBIDDEN);
        buf_reset(&said);
        assert_in_range(staff_verify(saw, &said), 1, 99);
        if (!strstr(buf_text(&said), f->said))
            print_error("case %zu: no %s in:\n%s", i, f->said, buf_text(&said));
        assert_non_null(strstr(buf_text(&said), f->said));
        session_close(&saw);
    }
    must(file_write(d->store, &newer, 0660, &e), &e);
    open_desk(d, d->desk, &d->session);
    must(try_party(d->session, &e), &e);
    assert_int_equal(staff_verify(d->session, NULL), 0);
    buf_free(&old);
    buf_free(&newer);
    buf_free(&said);
}

static void a_drill_changes_nothing(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct restore_report report;
    backed_up(d, "drill.db");
    save_party(d->session, "PT Latihan Pulih");
    must(restore_as(d, "drill.db", NULL, NULL, true, &report, &e), &e);
    assert_int_equal(report.lost, 1);
    assert_int_equal(report.records, 1);
    assert_non_null(strstr(buf_text(&report.lost_names), "PT Latihan Pulih"));
    assert_true(has_party(d->session, "Latihan Pulih"));
    must(try_party(d->session, &e), &e);
    restore_report_free(&report);
}

/* The sum guards the way to another disk; a backup that lost it is judged by its own chain. */
static void a_backup_without_its_sum_is_judged_by_itself(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct restore_report report;
    bool there = true;
    backed_up(d, "alone.db");
    assert_int_equal(unlink(in(d, "alone.db.sha256")), 0);
    must(act_backup_sum(in(d, "alone.db"), &there, &e), &e);
    assert_false(there);
    must(restore_as(d, "alone.db", NULL, NULL, true, &report, &e), &e);
    restore_report_free(&report);
}

static void a_bad_backup_is_refused(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct restore_report report;
    struct buf bytes = { 0 };
    backed_up(d, "spoilt.db");
    must(file_read(in(d, "spoilt.db"), 64 << 20, &bytes, &e), &e);
    bytes.data[bytes.len / 2] ^= 1;
    must(file_write(in(d, "spoilt.db"), &bytes, 0600, &e), &e);
    buf_free(&bytes);
    assert_int_equal(restore_as(d, "spoilt.db", "admin", "demo", false, &report, &e), REFUSED);
    assert_non_null(strstr(e.text, "SHA-256"));
    assert_int_equal(unlink(in(d, "spoilt.db.sha256")), 0);
    assert_int_not_equal(restore_as(d, "spoilt.db", "admin", "demo", true, &report, &e), FORBIDDEN);
    restore_report_free(&report);
    must(try_party(d->session, &e), &e);
}

/* A live file nothing can be read of is put aside, never deleted. */
static void a_damaged_file_is_put_aside(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct restore_report report;
    struct buf root = { 0 }, rubbish = { 0 };
    save_party(d->session, "PT Aman");
    backed_up(d, "whole.db");
    session_close(&d->session);
    buf_puts(&rubbish, "not a database any more");
    must(file_write(d->store, &rubbish, 0660, &e), &e);
    struct session_options office = {
        .store = d->store, .desk_folder = d->desk, .config = "", .clock = &d->clock
    };
    staff_root(d, &root);
    struct restore_request q = { .file = in(d, "whole.db"),
                                 .office = &office,
                                 .name = "root",
                                 .passphrase = buf_text(&root),
                                 .passphrase_n = root.len };
    must(act_restore(&q, &quick, &report, &e), &e);
    assert_int_equal(access(report.aside, F_OK), 0);
    open_desk(d, d->desk, &d->session);
    assert_true(has_party(d->session, "Aman"));
    must(try_party(d->session, &e), &e);
    assert_int_equal(staff_verify(d->session, NULL), 0);
    restore_report_free(&report);
    buf_free(&root);
    buf_free(&rubbish);
}

/* The restore of then does not open a file of then put back today. */
static void a_restore_lifts_once(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct restore_report report;
    struct buf root = { 0 }, old = { 0 };
    backed_up(d, "base.db");
    for (int i = 0; i < 6; i++)
        save_party(d->session, "PT Jauh");
    staff_root(d, &root);
    must(restore_as(d, "base.db", "root", buf_text(&root), false, &report, &e), &e);
    session_close(&d->session);
    must(file_read(d->store, 64 << 20, &old, &e), &e); /* as it stands just after the restore */
    open_desk(d, d->desk, &d->session);
    save_party(d->session, "PT Baru Lagi");
    session_close(&d->session);
    must(file_write(d->store, &old, 0660, &e), &e);
    open_desk(d, d->desk, &d->session);
    assert_int_equal(try_party(d->session, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "rolled back"));
    bool enough = false;
    must(session_login(d->session, "root", buf_text(&root), root.len, &e), &e);
    must(act_restore_confirm(d->session, &enough, &e), &e); /* put back by hand, and meant */
    session_logout(d->session);
    must(try_party(d->session, &e), &e);
    restore_report_free(&report);
    buf_free(&root);
    buf_free(&old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_is_checked_and_named),
        cmocka_unit_test(looking_leaves_no_trace),
        cmocka_unit_test(a_folder_rotates),
        cmocka_unit_test(what_is_not_sound_is_no_backup),
        cmocka_unit_test(others_save_meanwhile),
        cmocka_unit_test(the_root_restores_alone),
        cmocka_unit_test(two_administrators_restore),
        cmocka_unit_test(others_do_not_restore),
        cmocka_unit_test(a_forged_restore_opens_the_file_to_nobody),
        cmocka_unit_test(a_drill_changes_nothing),
        cmocka_unit_test(a_backup_without_its_sum_is_judged_by_itself),
        cmocka_unit_test(a_bad_backup_is_refused),
        cmocka_unit_test(a_damaged_file_is_put_aside),
        cmocka_unit_test(a_restore_lifts_once),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
