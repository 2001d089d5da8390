/* test_housekeeper.c - the daily backup: made when it is due, by a program of its own, and what it
 * could not do is said until it can. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/actions/private.h"

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

struct office {
    char folder[64], store[96], backup[96];
    struct clock clock;
    moment now;
    struct session *session;
};

static moment standing(void *context)
{
    return ((struct office *)context)->now;
}

static int up(void **state)
{
    struct office *o = xcalloc(1, sizeof *o);
    struct error e = { 0 };
    text_start();
    language_set(ENGLISH);
    snprintf(o->folder, sizeof o->folder, "/tmp/loket-house-XXXXXX");
    if (!mkdtemp(o->folder))
        return -1;
    snprintf(o->store, sizeof o->store, "%s/loket.db", o->folder);
    snprintf(o->backup, sizeof o->backup, "%s/cadangan/", o->folder);
    setenv("XDG_STATE_HOME", o->folder, 1); /* the program's desk */
    o->now = moment_parse("2026-11-20T03:00:00.000Z");
    o->clock = (struct clock){ standing, o };
    struct init_options init = { .store = o->store, .desk_folder = o->folder, .clock = &o->clock };
    struct session_options options = {
        .store = o->store, .desk_folder = o->folder, .config = "", .clock = &o->clock
    };
    if (act_init(&init, &e) != DONE || session_open(&options, &o->session, &e) != DONE)
        print_error("%s\n", e.text);
    o->session->house.program = getenv("LOKET");
    buf_puts(&o->session->backup, o->backup);
    *state = o;
    return o->session ? 0 : -1;
}

static int down(void **state)
{
    struct office *o = *state;
    char command[128];
    session_close(&o->session);
    snprintf(command, sizeof command, "rm -rf '%s'", o->folder);
    int status = system(command);
    free(o);
    return status;
}

/* Lets the program that runs come to its end, and the housekeeper hear of it. */
static void end_program(struct office *o)
{
    siginfo_t ended;
    assert_true(o->session->house.child > 0);
    waitid(P_PID, (id_t)o->session->house.child, &ended, WEXITED | WNOWAIT);
    housekeep(o->session);
    assert_int_equal(o->session->house.child, 0);
}

static void a_backup_is_made_when_due(void **state)
{
    struct office *o = *state;
    struct backup_told told = { 0 };
    struct buf trouble = { 0 };
    struct stat st;
    housekeep(o->session);
    end_program(o);
    assert_false(act_housekeeper_trouble(o->session, &trouble));
    assert_string_equal(buf_text(&trouble), "");
    assert_int_equal(act_backup_last(o->session, &told, NULL), DONE);
    assert_true(told.known);
    assert_true(text_starts(buf_text(&told.path), o->backup));
    assert_int_equal(stat(buf_text(&told.path), &st), 0);
    o->now = told.at + INT64_C(19) * 3600000; /* not yet */
    housekeep(o->session);
    assert_int_equal(o->session->house.child, 0);
    o->now = told.at + INT64_C(21) * 3600000;
    housekeep(o->session);
    end_program(o);
    backup_told_free(&told);
}

static void trouble_is_said_until_it_is_mended(void **state)
{
    struct office *o = *state;
    struct buf trouble = { 0 };
    buf_reset(&o->session->backup);
    buf_printf(&o->session->backup, "%s/loket.db/no/folder/", o->folder);
    housekeep(o->session);
    end_program(o);
    assert_true(act_housekeeper_trouble(o->session, &trouble));
    assert_true(text_starts(buf_text(&trouble), "The daily backup of the database could not be"));
    assert_non_null(strstr(buf_text(&trouble), "loket: ")); /* the program's own sentence */
    o->now += 600000;                                       /* an hour's rest */
    housekeep(o->session);
    assert_int_equal(o->session->house.child, 0);
    buf_reset(&o->session->backup);
    buf_puts(&o->session->backup, o->backup);
    o->now += 3600000;
    housekeep(o->session);
    end_program(o);
    buf_reset(&trouble);
    assert_false(act_housekeeper_trouble(o->session, &trouble));
    buf_free(&trouble);
}

static size_t lines_in(const char *path)
{
    struct buf text = { 0 };
    size_t lines = 0;
    (void)file_read(path, 1 << 20, &text, NULL);
    for (size_t i = 0; i < text.len; i++)
        lines += text.data[i] == '\n';
    buf_free(&text);
    return lines;
}

static void save_something(struct office *o)
{
    struct record *r = NULL;
    struct save_report report = { 0 };
    assert_int_equal(act_blank(o->session, registry_find(&all_kinds, "note"), &r, NULL), DONE);
    assert_int_equal(act_save(o->session, r, NULL, NULL, &report, NULL), DONE);
    save_report_free(&report);
    record_free(&r);
}

static void the_history_is_written_out(void **state)
{
    struct office *o = *state;
    struct head head;
    char path[128];
    snprintf(path, sizeof path, "%s/riwayat.jsonl", o->folder);
    buf_reset(&o->session->backup);
    buf_puts(&o->session->history, path);
    housekeep(o->session);
    end_program(o);
    assert_int_equal(store_head(o->session->store, &head, NULL), DONE);
    assert_int_equal(lines_in(path), head.seq);
    save_something(o);
    o->now += 1800000; /* not yet */
    housekeep(o->session);
    assert_int_equal(o->session->house.child, 0);
    o->now += 1800000;
    housekeep(o->session);
    end_program(o);
    assert_int_equal(lines_in(path), head.seq + 1);
}

static void a_history_file_only_grows(void **state)
{
    struct office *o = *state;
    struct error e = { 0 };
    struct head head;
    char path[128];
    int64_t added;
    snprintf(path, sizeof path, "%s/riwayat.jsonl", o->folder);
    assert_int_equal(store_head(o->session->store, &head, NULL), DONE);
    assert_int_equal(act_history_file(o->session, path, &added, &e), DONE);
    assert_int_equal(added, head.seq);
    FILE *half = fopen(path, "a"); /* the power went while a line was written */
    fputs("{\"seq\":99,\"previ", half);
    fclose(half);
    save_something(o);
    assert_int_equal(act_history_file(o->session, path, &added, &e), DONE);
    assert_int_equal(added, 1);
    assert_int_equal(lines_in(path), head.seq + 1);
    struct buf text = { 0 };
    assert_int_equal(file_read(path, 1 << 20, &text, NULL), DONE);
    assert_null(strstr(buf_text(&text), "\"previ{")); /* the half line is gone */
    buf_free(&text);
    FILE *strange = fopen(path, "a");
    fputs("{\"seq\":5,\"previous\":\"00\"}\n", strange);
    fclose(strange);
    assert_int_equal(act_history_file(o->session, path, &added, &e), REFUSED);
    assert_non_null(strstr(e.text, "another history"));
}

static void nothing_where_nobody_said_where_to(void **state)
{
    struct office *o = *state;
    buf_reset(&o->session->backup);
    housekeep(o->session);
    assert_int_equal(o->session->house.child, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_backup_is_made_when_due, up, down),
        cmocka_unit_test_setup_teardown(trouble_is_said_until_it_is_mended, up, down),
        cmocka_unit_test_setup_teardown(the_history_is_written_out, up, down),
        cmocka_unit_test_setup_teardown(a_history_file_only_grows, up, down),
        cmocka_unit_test_setup_teardown(nothing_where_nobody_said_where_to, up, down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
