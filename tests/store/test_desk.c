/* test_desk.c - the desk's own file: who it is, what it keeps, who may read it. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/office.h"

#include <cmocka.h>
#include <sqlite3.h>

static moment still(void *context)
{
    (void)context;
    return (moment)BENCH_DAY * 86400000;
}

static const struct clock clock_still = { .now = still };

struct place {
    char folder[256];
    char desk[300];
    char file[320];
};

static int place_make(void **state)
{
    struct place *p = xcalloc(1, sizeof *p);
    const char *tmp = getenv("TMPDIR");
    snprintf(p->folder, sizeof p->folder, "%s/loket-desk-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->desk, sizeof p->desk, "%s/desk", p->folder);
    snprintf(p->file, sizeof p->file, "%s/desk.db", p->desk);
    *state = p;
    return 0;
}

static int place_drop(void **state)
{
    struct place *p = *state;
    folder_remove(p->folder);
    free(p);
    return 0;
}

static struct desk *opened(const struct place *p)
{
    struct desk *d = NULL;
    struct error e = { 0 };
    if (desk_open(p->desk, &clock_still, &d, &e) != DONE)
        fail_msg("%s", e.text);
    return d;
}

static void keeps_its_number_and_key(void **state)
{
    struct desk *d = opened(*state);
    uint16_t number = desk_number(d);
    struct signing_key key = *desk_key(d);
    desk_close(&d);
    assert_null(d);
    d = opened(*state);
    assert_int_equal(desk_number(d), number);
    assert_memory_equal(&key, desk_key(d), sizeof key);
    unsigned char signature[SIGNATURE_BYTES];
    sign_bytes(desk_key(d), "x", 1, signature);
    assert_true(signature_holds(key.public_key, "x", 1, signature));
    desk_close(&d);
}

static void two_desks_differ(void **state)
{
    struct place *p = *state;
    struct desk *d = opened(p);
    struct signing_key key = *desk_key(d);
    desk_close(&d);
    snprintf(p->desk, sizeof p->desk, "%s/other", p->folder);
    d = opened(p);
    assert_memory_not_equal(&key, desk_key(d), sizeof key);
    desk_close(&d);
}

static void file_is_closed_to_others(void **state)
{
    struct place *p = *state;
    struct stat st;
    umask(0);
    struct desk *d = opened(p);
    assert_int_equal(stat(p->file, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(p->desk, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    desk_close(&d);
    chmod(p->file, 0644);
    d = opened(p);
    assert_int_equal(stat(p->file, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    desk_close(&d);
}

static void commits_are_synced_and_in_a_wal(void **state)
{
    struct place *p = *state;
    struct desk *d = opened(p);
    char wal[340];
    snprintf(wal, sizeof wal, "%s-wal", p->file);
    assert_int_equal(access(wal, F_OK), 0);
    desk_close(&d);
}

static void settings_come_back(void **state)
{
    struct desk *d = opened(*state);
    struct buf out = { 0 };
    struct error e = { 0 };
    assert_int_equal(desk_setting_get(d, "screen", &out, &e), DONE);
    assert_string_equal(buf_text(&out), "");
    assert_int_equal(desk_setting_put(d, "screen", "permit", &e), DONE);
    assert_int_equal(desk_setting_put(d, "screen", "party", &e), DONE);
    desk_close(&d);
    d = opened(*state);
    assert_int_equal(desk_setting_get(d, "screen", &out, &e), DONE);
    assert_string_equal(buf_text(&out), "party");
    buf_reset(&out);
    assert_int_equal(desk_setting_put(d, "screen", NULL, &e), DONE);
    assert_int_equal(desk_setting_get(d, "screen", &out, &e), DONE);
    assert_string_equal(buf_text(&out), "");
    buf_free(&out);
    desk_close(&d);
}

static void put_sql(const struct place *p, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(p->file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void refused(const struct place *p, const char *named)
{
    struct desk *d = NULL;
    struct error e = { 0 };
    assert_int_equal(desk_open(p->desk, &clock_still, &d, &e), FAULT);
    assert_null(d);
    assert_non_null(strstr(e.text, named));
}

static void newer_file_is_refused(void **state)
{
    struct place *p = *state;
    struct desk *d = opened(p);
    desk_close(&d);
    put_sql(p, "PRAGMA user_version=99");
    refused(p, p->file);
}

static void foreign_file_is_refused(void **state)
{
    struct place *p = *state;
    assert_int_equal(mkdir(p->desk, 0700), 0);
    put_sql(p, "CREATE TABLE t (x)");
    refused(p, p->file);
    put_sql(p, "SELECT x FROM t"); /* and left as it was */
}

static void text_file_is_refused(void **state)
{
    struct place *p = *state;
    struct buf text = { 0 };
    struct error e = { 0 };
    assert_int_equal(mkdir(p->desk, 0700), 0);
    buf_pad(&text, 'x', 5000);
    assert_int_equal(file_write(p->file, &text, 0600, &e), DONE);
    buf_free(&text);
    refused(p, p->file);
}

static void missing_key_is_refused(void **state)
{
    struct place *p = *state;
    struct desk *d = opened(p);
    desk_close(&d);
    put_sql(p, "DELETE FROM desk");
    refused(p, p->file);
}

static void folder_that_is_a_file_is_refused(void **state)
{
    struct place *p = *state;
    struct buf text = { 0 };
    struct error e = { 0 };
    buf_puts(&text, "x");
    assert_int_equal(file_write(p->desk, &text, 0600, &e), DONE);
    buf_free(&text);
    struct desk *d = NULL;
    assert_int_equal(desk_open(p->desk, &clock_still, &d, &e), FAULT);
    assert_non_null(strstr(e.text, p->desk));
}

static void file_that_is_a_folder_is_refused(void **state)
{
    struct place *p = *state;
    assert_int_equal(mkdir(p->desk, 0700), 0);
    assert_int_equal(mkdir(p->file, 0700), 0);
    refused(p, p->file);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(keeps_its_number_and_key),
        EACH(two_desks_differ),
        EACH(file_is_closed_to_others),
        EACH(commits_are_synced_and_in_a_wal),
        EACH(settings_come_back),
        EACH(newer_file_is_refused),
        EACH(foreign_file_is_refused),
        EACH(text_file_is_refused),
        EACH(missing_key_is_refused),
        EACH(folder_that_is_a_file_is_refused),
        EACH(file_that_is_a_folder_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
