/* Doctor as somebody in trouble calls it: with a database, without one, with a broken one. */
#include "cli/caller.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static int up(void **state)
{
    struct desk *d = desk_here();
    *state = d;
    return RUN(d, "init") || RUN(d, "new", "party", "name=PT Toba Agro");
}

static int down(void **state)
{
    return desk_gone(*state);
}

static void assert_says(const struct desk *d, const char *text)
{
    if (!strstr(d->out, text))
        print_error("not said: %s\nbut: %s%s", text, d->out, d->err);
    assert_non_null(strstr(d->out, text));
}

/* What some other program did to the file. */
static void meddle(const struct desk *d, const char *sql)
{
    sqlite3 *handle = NULL;
    assert_int_equal(sqlite3_open(d->store, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, "PRAGMA journal_mode = PERSIST", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

static void names_what_there_is(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "doctor"), 1);
    assert_says(d, "Deployment");
    assert_says(d, "It opens for reading and writing");
    assert_says(d, "kept in place (PERSIST)");
    assert_says(d, "Nobody else is at work now.");
    assert_says(d, "There is no backup yet");
    assert_says(d, "type: loket backup FOLDER/");
    assert_says(d, "no root key and no people");
    assert_says(d, "Nothing waits at this desk.");
    assert_null(strstr(d->out, "WRONG"));
    assert_null(strstr(d->out, "Every page")); /* that was not asked for */
}

static void knows_the_last_backup(void **state)
{
    struct desk *d = *state;
    char folder[128], command[160];
    snprintf(folder, sizeof folder, "%s-cadangan/", d->folder);
    assert_int_equal(RUN(d, "backup", folder), 0);
    assert_int_equal(RUN(d, "doctor", "--whole"), 1);
    assert_says(d, "The last one: 20 Nov 2026 10.00");
    assert_says(d, folder);
    assert_null(strstr(d->out, "loket backup FOLDER/"));
    assert_says(d, "Every page of the file is in order.");
    assert_says(d, "The index of words holds every record.");
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
    meddle(d, "UPDATE meta SET value = '2026-11-10T03:00:00.000Z /etc/passwd' WHERE key = "
              "'backup'");
    assert_int_equal(RUN(d, "doctor"), 1);
    assert_says(d, "The last one is 10 days old");
    assert_says(d, "/etc/passwd");
    meddle(d, "UPDATE meta SET value = '2026-11-20T03:00:00.000Z /nowhere/a.db' WHERE key = "
              "'backup'");
    assert_int_equal(RUN(d, "doctor"), 5);
    assert_says(d, "/nowhere/a.db cannot be read here");
}

static void speaks_without_a_database(void **state)
{
    struct desk *d = desk_here();
    (void)state;
    assert_int_equal(RUN(d, "doctor"), 5);
    assert_says(d, "Deployment");
    assert_says(d, "There is no database");
    assert_says(d, "desk.db");
    desk_file(d, "loket.db", "nothing that SQLite could read, however long it tries\n",
              (char[128]){ 0 });
    assert_int_equal(RUN(d, "doctor"), 5);
    assert_says(d, "WRONG");
    assert_int_equal(desk_gone(d), 0);
}

static void assert_advice(const char *said)
{
    if (!strstr(said, "loket restore FILE") || strstr(said, "loket init"))
        print_error("advises: %s\n", said);
    assert_non_null(strstr(said, "loket restore FILE"));
    assert_null(strstr(said, "loket init"));
}

/* Where a desk has worked, a new database would be a second office. */
static void a_missed_office_is_looked_for(void **state)
{
    struct desk *d = *state;
    char gone[128];
    snprintf(gone, sizeof gone, "%s.moved", d->store);
    assert_int_equal(RUN(d, "list", "party"), 0);
    assert_int_equal(rename(d->store, gone), 0);
    assert_int_equal(RUN(d, "list", "permit"), 5);
    assert_advice(d->err);
    assert_int_equal(RUN(d, "doctor"), 5);
    assert_advice(d->out);
    assert_int_equal(RUN(d, "init"), 1);
    assert_non_null(strstr(d->err, "takes another name"));
    desk_file(d, "loket.db", "", (char[128]){ 0 });
    assert_int_equal(RUN(d, "list", "permit"), 5);
    assert_advice(d->err);
    assert_int_equal(RUN(d, "init"), 1);
    assert_int_equal(rename(gone, d->store), 0);
    assert_int_equal(RUN(d, "list", "party"), 0);
}

static void a_missing_backup_is_called_one(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "restore", "nix.db", "--drill"), 5);
    assert_non_null(strstr(d->err, "There is no backup nix.db"));
    assert_null(strstr(d->err, "loket init"));
    assert_null(strstr(d->err, "SHA-256"));
}

static void says_what_others_did(void **state)
{
    struct desk *d = *state;
    char journal[128];
    snprintf(journal, sizeof journal, "%s-journal", d->store);
    assert_int_equal(unlink(journal), 0);
    assert_int_equal(RUN(d, "doctor"), 1);
    assert_says(d, "removed the journal");
    assert_says(d, "kept in place (PERSIST)"); /* made again */
    meddle(d, "UPDATE meta SET value = '99' WHERE key = 'min_writer'");
    assert_int_equal(RUN(d, "doctor"), 5);
    assert_says(d, "A newer loket has taken over");
    assert_int_equal(unlink(journal), 0); /* this one may not make it again */
    assert_int_equal(RUN(d, "doctor"), 5);
    assert_says(d, "-journal is not there");
    meddle(d, "UPDATE meta SET value = '1' WHERE key = 'min_writer'");
}

static void mends_the_search(void **state)
{
    struct desk *d = *state;
    meddle(d, "DELETE FROM search; DELETE FROM name");
    assert_int_equal(RUN(d, "find", "Toba"), 0);
    assert_null(strstr(d->out, "PT Toba Agro"));
    assert_int_equal(RUN(d, "doctor", "--whole"), 1);
    assert_says(d, "type: loket doctor --mend");
    RUN(d, "doctor", "--mend");
    assert_says(d, "The index of words was made anew.");
    assert_int_equal(RUN(d, "find", "Toba"), 0);
    assert_says(d, "PT Toba Agro");
    assert_int_equal(RUN(d, "verify"), 0);
}

static void answers_programs(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "doctor", "--format", "json"), 1);
    assert_true(text_starts(d->out, "{\"findings\": [\n{\"id\": \"program\""));
    assert_says(d, "{\"id\": \"backup\", \"health\": \"notice\", ");
    assert_says(d, "\"type\": \"loket backup FOLDER/\"}");
    assert_says(d, "\"health\": \"notice\"}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_what_there_is, up, down),
        cmocka_unit_test_setup_teardown(knows_the_last_backup, up, down),
        cmocka_unit_test(speaks_without_a_database),
        cmocka_unit_test_setup_teardown(a_missed_office_is_looked_for, up, down),
        cmocka_unit_test_setup_teardown(a_missing_backup_is_called_one, up, down),
        cmocka_unit_test_setup_teardown(says_what_others_did, up, down),
        cmocka_unit_test_setup_teardown(mends_the_search, up, down),
        cmocka_unit_test_setup_teardown(answers_programs, up, down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
