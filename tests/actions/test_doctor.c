/* test_doctor.c - what doctor says of a share, and of who is at it. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/actions/private.h"
#include "../../src/store/mount.h"
#include "actions/counter.h"
#include "store/faults.h"

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

struct office {
    char folder[64], store[96], table[256];
    struct clock clock;
    struct session_options options;
    moment each_ms;
    struct buf heard; /* "id:health" of each finding, and what is said */
};

static moment standing(void *context)
{
    (void)context;
    return moment_parse("2026-11-20T03:00:00.000Z");
}

static int up(void **state)
{
    struct office *o = xcalloc(1, sizeof *o);
    struct error e = { 0 };
    text_start();
    language_set(ENGLISH);
    snprintf(o->folder, sizeof o->folder, "/tmp/loket-doctor-XXXXXX");
    if (!mkdtemp(o->folder))
        return -1;
    snprintf(o->store, sizeof o->store, "%s/loket.db", o->folder);
    o->clock = (struct clock){ standing, o };
    o->options = (struct session_options){
        .store = o->store, .desk_folder = o->folder, .config = "", .clock = &o->clock
    };
    struct init_options init = { .store = o->store, .desk_folder = o->folder, .clock = &o->clock };
    *state = o;
    return act_init(&init, &e) == DONE ? 0 : -1;
}

static int down(void **state)
{
    struct office *o = *state;
    char command[128];
    mount_pretend(NULL);
    snprintf(command, sizeof command, "rm -rf '%s'", o->folder);
    int status = system(command);
    buf_free(&o->heard);
    free(o);
    return status;
}

/* From here on its folder is what these words say. */
static void mounted(struct office *o, const char *words)
{
    snprintf(o->table, sizeof o->table, "22 20 0:6 / %s rw - %s\n", o->folder, words);
    mount_pretend(o->table);
}

static void hear(void *context, const struct finding *f)
{
    static const char *const healths[] = { "fine", "notice", "bad" };
    struct office *o = context;
    buf_printf(&o->heard, "%s:%s %s [%s]\n", f->id, healths[f->health], f->said, f->command);
}

static enum health examine(struct office *o)
{
    buf_reset(&o->heard);
    return act_doctor(&(struct doctor_request){ &o->options, false, false, hear, o });
}

static void assert_heard(struct office *o, const char *text)
{
    if (!strstr(buf_text(&o->heard), text))
        print_error("not heard: %s\nbut: %s", text, buf_text(&o->heard));
    assert_non_null(strstr(buf_text(&o->heard), text));
}

static const char good[] =
    "nfs4 server:/srv/loket rw,vers=4.2,hard,proto=tcp,lookupcache=pos,local_lock=none";

static void a_share_wants_to_be_tested(void **state)
{
    struct office *o = *state;
    struct session *s = NULL;
    mounted(o, good);
    examine(o); /* how bad the clock is depends on the machine's */
    assert_heard(o, "share:fine B: a network share, nfs4 from server:/srv/loket");
    assert_heard(o, "locks:notice ");
    assert_heard(o, "[loket share-test]");
    assert_heard(o, "clock:");
    assert_int_equal(session_open(&o->options, &s, NULL), DONE);
    assert_int_equal(store_meta_put(session_store(s), "share_test", "2026-11-20 a b", NULL), DONE);
    session_close(&s);
    examine(o);
    assert_heard(o, "locks:fine Two desks have tested the share: 2026-11-20 a b.");
}

static void a_share_that_loses_is_wrong(void **state)
{
    struct office *o = *state;
    mounted(o, "nfs4 server:/srv/loket rw,vers=4.2,hard,local_lock=all");
    assert_int_equal(examine(o), HEALTH_BAD);
    assert_heard(o, "share:bad ");
    assert_heard(o, "mount -t nfs -o vers=4.2"); /* what mends it */
    assert_heard(o, "store:bad ");
    assert_heard(o, "size:fine "); /* and it went on */
    mounted(o, "fuse.sshfs somebody@server:/ rw");
    assert_int_equal(examine(o), HEALTH_BAD);
}

static void who_stopped_all_is_named(void **state)
{
    struct office *o = *state;
    char path[160];
    snprintf(path, sizeof path, "%s-presence", o->store);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s-presence/stop", o->store);
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_int_equal(write(fd, "x", 1), 1);
    close(fd);
    assert_int_equal(examine(o), HEALTH_BAD);
    assert_heard(o, "presence:bad Locks on this share are not seen");
    assert_heard(o, "[man loket-share]");
}

/* A clock that goes on by so much with every look at it. */
static moment slow(void *context)
{
    static moment now;
    now += ((const struct office *)context)->each_ms;
    return moment_parse("2026-11-20T03:00:00.000Z") + now;
}

static void a_slow_share_is_said(void **state)
{
    struct office *o = *state;
    o->clock.now = slow;
    o->each_ms = 299;
    examine(o);
    assert_heard(o, "speed:fine ");
    o->each_ms = 300;
    examine(o);
    assert_heard(o, "speed:notice The file takes 300 ms for a question, so a save takes about 4 ");
}

/* An opening that does not come back is said, and nothing else of the share is asked. */
static void a_share_that_hangs_is_said(void **state)
{
    struct office *o = *state;
    int gate[2];
    assert_int_equal(pipe(gate), 0);
    faults_arm(&(struct fault){ .at = AT_ANY_CALL, .k = 2, .gate = gate[0] });
    o->options.patience_ms = 500; /* the look at the share comes back, on a busy machine too */
    assert_int_equal(examine(o), HEALTH_BAD);
    assert_heard(o, "store:bad Opening /tmp/loket-doctor-");
    assert_null(strstr(buf_text(&o->heard), "journal:"));
}

static void where_the_last_backup_lies(void **state)
{
    struct office *o = *state;
    struct session *s = NULL;
    struct backup_report report;
    struct error e = { 0 };
    char elsewhere[] = "/tmp/loket-backups-XXXXXX", beside[96], sum[4200];
    assert_non_null(mkdtemp(elsewhere));
    assert_int_equal(session_open(&o->options, &s, &e), DONE);
    assert_int_equal(act_backup(s, elsewhere, NULL, &report, &e), DONE);
    assert_string_equal(report.warning, "");
    assert_int_equal(strncmp(report.path, elsewhere, strlen(elsewhere)), 0);
    examine(o);
    assert_heard(o, "backup:fine The last one: ");
    assert_int_equal(unlink(report.path), 0);
    examine(o);
    assert_heard(o, "backup:bad The last one, of ");
    assert_heard(o, " is gone: ");
    snprintf(sum, sizeof sum, "%s.sha256", report.path);
    unlink(sum);
    rmdir(elsewhere);
    /* In the database's own folder. */
    snprintf(beside, sizeof beside, "%s/b/", o->folder);
    assert_int_equal(act_backup(s, beside, NULL, &report, &e), DONE);
    assert_non_null(strstr(report.warning, "where the database itself does"));
    examine(o);
    assert_heard(o, "backup:bad ");
    /* What lies on another computer's disk is not seen from here. */
    assert_int_equal(store_meta_put(session_store(s), "backup",
                                    "2026-11-20T01:00:00.000Z /srv/loket-1.db\tfar", NULL),
                     DONE);
    examine(o);
    assert_heard(o, "backup:fine The last one: ");
    assert_heard(o, "/srv/loket-1.db of the computer far");
    session_close(&s);
}

/* A relative path is made whole: the next who looks stands elsewhere. */
static void a_backups_path_is_whole(void **state)
{
    struct office *o = *state;
    struct session *s = NULL;
    struct backup_report report;
    struct error e = { 0 };
    char elsewhere[] = "/tmp/loket-backups-XXXXXX", was[4096], sum[4200];
    assert_non_null(getcwd(was, sizeof was));
    assert_non_null(mkdtemp(elsewhere));
    assert_int_equal(session_open(&o->options, &s, &e), DONE);
    assert_int_equal(chdir(elsewhere), 0);
    assert_int_equal(act_backup(s, "one.db", NULL, &report, &e), DONE);
    assert_int_equal(chdir(was), 0);
    assert_int_equal(report.path[0], '/');
    assert_int_equal(access(report.path, R_OK), 0);
    struct backup_told told = { 0 };
    assert_int_equal(act_backup_last(s, &told, &e), DONE);
    assert_string_equal(buf_text(&told.path), report.path);
    assert_true(told.here);
    backup_told_free(&told);
    session_close(&s);
    snprintf(sum, sizeof sum, "%s.sha256", report.path);
    unlink(report.path);
    unlink(sum);
    rmdir(elsewhere);
}

/* Rows of before they were judged when they are kept. */
static void a_rule_that_means_nothing_is_named(void **state)
{
    struct office *o = *state;
    struct session *s = NULL;
    struct error e = { 0 };
    examine(o);
    assert_heard(o, "rules:fine ");
    assert_int_equal(session_open(&o->options, &s, &e), DONE);
    counter_put(
        s, "rule",
        (const char *const[]){ "rule", "permit.duplicate_day", "value", "10", "basis", "x", NULL });
    counter_put(
        s, "rule",
        (const char *const[]){ "rule", "login.away_days", "value", "tiga", "basis", "x", NULL });
    counter_put(s, "paper_layout",
                (const char *const[]){ "name", "permit.receipt", "text", "foo bar", NULL });
    session_close(&s);
    assert_int_equal(examine(o), HEALTH_BAD);
    assert_heard(o, "rules:bad permit.duplicate_day, row ");
    assert_heard(o, "rules:bad login.away_days, row ");
    assert_heard(o, "rules:bad permit.receipt, row ");
    assert_heard(o, "[loket set rule ");
}

static void put_conf(const char *path, const char *text)
{
    struct buf bytes = { 0 };
    buf_printf(&bytes, "[loket]\n%s\n", text);
    assert_int_equal(file_write(path, &bytes, 0600, NULL), DONE);
    buf_free(&bytes);
}

static void what_loket_conf_says_is_judged(void **state)
{
    struct office *o = *state;
    struct session *s = NULL;
    struct error e = { 0 };
    char line[160], path[96];
    snprintf(path, sizeof path, "%s/loket.conf", o->folder);
    o->options.config = path;
    put_conf(path, "office = 77");
    assert_int_equal(session_open(&o->options, &s, &e), MISUSED);
    assert_non_null(strstr(e.text, "office = 77"));
    put_conf(path, "office = 1203");
    assert_int_equal(session_open(&o->options, &s, &e), DONE);
    session_close(&s);
    snprintf(line, sizeof line, "backup = %s/daily", o->folder);
    put_conf(path, line);
    examine(o);
    assert_heard(o, "backup:bad backup in loket.conf: ");
    o->options.config = "";
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_share_wants_to_be_tested, up, down),
        cmocka_unit_test_setup_teardown(a_share_that_loses_is_wrong, up, down),
        cmocka_unit_test_setup_teardown(who_stopped_all_is_named, up, down),
        cmocka_unit_test_setup_teardown(where_the_last_backup_lies, up, down),
        cmocka_unit_test_setup_teardown(a_backups_path_is_whole, up, down),
        cmocka_unit_test_setup_teardown(a_rule_that_means_nothing_is_named, up, down),
        cmocka_unit_test_setup_teardown(what_loket_conf_says_is_judged, up, down),
        cmocka_unit_test_setup_teardown(a_slow_share_is_said, up, down),
        /* last: a thread stays behind */
        cmocka_unit_test_setup_teardown(a_share_that_hangs_is_said, up, down),
    };
    faults_install("loket.db");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
