/* Drafts: a pause, a crash, a hang-up, and everything typed is there again. */
#include "../../src/store/desk.h"
#include "../../src/tui/ui.h"

#include "screen.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail

/* Types in a process that is then killed: nothing is closed, nothing more is kept. */
static void in_a_killed_process(void **state, void (*typing)(struct glass *g))
{
    pid_t child = fork();
    int status;
    assert_true(child >= 0);
    if (child == 0) {
        typing(glass_open(*state, 24, 80, false));
        raise(SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static struct glass *reopen(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_expect(g, "Ketikan belum disimpan");
    glass_press(g, "Tab End Enter");
    glass_expect(g, "Draf seperti terakhir ditinggalkan");
    return g;
}

static void drop_draft(struct glass *g)
{
    glass_press(g, "Esc Tab End Ctrl-X");
    glass_close(&g);
}

static void type_and_rest(struct glass *g)
{
    glass_press(g, "F2 Enter");
    glass_type(g, "AJU-PAUSE");
    glass_expect_not(g, "draf tersimpan");
    glass_later(g, 300); /* the hands rest */
    glass_expect(g, "draf tersimpan");
}

static void a_pause_keeps_what_is_half_typed(void **state)
{
    in_a_killed_process(state, type_and_rest);
    struct glass *g = reopen(state);
    glass_expect(g, "AJU-PAUSE");
    drop_draft(g);
}

static void type_a_wrong_day(struct glass *g)
{
    glass_press(g, "F2 Enter Enter");
    glass_type(g, "31/2");
    glass_press(g, "Enter");
    glass_expect(g, "!Diterima");
}

static void a_wrong_field_comes_back_as_it_was_typed(void **state)
{
    in_a_killed_process(state, type_a_wrong_day);
    struct glass *g = reopen(state);
    glass_expect(g, "!Diterima");
    glass_expect(g, "31/2");
    drop_draft(g);
}

static void type_an_item(struct glass *g)
{
    glass_press(g, "F2 PageDown");
    glass_type(g, "toba");
    glass_press(g, "Enter PageDown PageDown PageDown PageDown PageDown");
    glass_type(g, "pinang");
    glass_press(g, "Enter Enter");
    glass_type(g, "12,5");
    glass_press(g, "Enter");
}

static void lines_and_references_come_back(void **state)
{
    in_a_killed_process(state, type_an_item);
    struct glass *g = reopen(state);
    glass_expect(g, "08028000"); /* where it was left */
    glass_expect(g, "12,5");
    glass_press(g, "PageUp PageUp PageUp PageUp PageUp");
    glass_expect(g, "PT Toba Agro");
    drop_draft(g);
}

static void saving_ends_the_draft(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2 Enter");
    glass_type(g, "AJU-SAVED");
    glass_press(g, "Enter F2");
    glass_expect(g, "Tersimpan");
    glass_press(g, "Esc Esc");
    glass_expect_not(g, "Ketikan belum disimpan");
    glass_close(&g);
    g = glass_open(*state, 24, 80, false);
    glass_expect_not(g, "Ketikan belum disimpan");
    glass_close(&g);
}

static void nothing_typed_leaves_no_draft(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2 Enter Enter PageDown Esc");
    glass_expect_not(g, "Ketikan belum disimpan");
    glass_close(&g);
}

static void an_edit_is_a_draft_of_its_record(void **state)
{
    office_permit(*state, "2026.1.1203.0.K01.E.200001", "PT Toba Agro");
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F3");
    glass_type(g, "200001");
    glass_press(g, "Enter F4 Enter");
    glass_type(g, "AJU-EDIT");
    glass_press(g, "Enter Esc Esc");
    glass_expect(g, "Ketikan belum disimpan");
    glass_press(g, "Tab End Enter");
    glass_expect(g, "AJU-EDIT");
    glass_press(g, "F2");
    glass_expect(g, "tersimpan");
    glass_press(g, "Esc");
    glass_expect_not(g, "Ketikan belum disimpan");
    glass_close(&g);
}

/* Who opens the record again goes on with what they typed there, or throws it away. */
static void the_record_opens_with_its_draft(void **state)
{
    office_permit(*state, "2026.1.1203.0.K01.E.200002", "PT Toba Agro");
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F3");
    glass_type(g, "200002");
    glass_press(g, "Enter F4 Enter");
    glass_type(g, "AJU-AGAIN");
    glass_press(g, "Enter");
    glass_type(g, "31/2");
    glass_press(g, "Esc F4");
    glass_expect(g, "Draf Anda, 20 Nov 2026 10.00");
    glass_expect(g, "AJU-AGAIN");
    glass_expect(g, "31/2");
    glass_press(g, "Ctrl-Z");
    glass_expect(g, "Draf dibuang");
    glass_expect_not(g, "AJU-AGAIN");
    glass_expect_not(g, "31/2");
    glass_press(g, "Esc F4");
    glass_expect_not(g, "Draf Anda");
    glass_expect_not(g, "AJU-AGAIN");
    glass_press(g, "Esc Esc");
    glass_expect_not(g, "Ketikan belum disimpan");
    glass_close(&g);
}

/* What a step misses may be typed already: the record says so, and how one goes on. */
static void a_step_that_waits_names_the_draft(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Tangkapan");
    glass_press(g, "F2 Enter");
    glass_type(g, "h-1");
    glass_press(g, "F2");
    glass_expect(g, "Tersimpan apa adanya");
    glass_press(g, "Esc Esc Enter");
    glass_expect(g, "Catat laporan (belum: ");
    glass_expect(g, "F4 mengisinya.");
    glass_press(g, "F4 Enter");
    glass_type(g, "08.30");
    glass_press(g, "Enter Esc");
    glass_expect(g, "Tangkapan ─ ");
    glass_expect(g, "Draf Anda belum disimpan: F4");
    glass_press(g, "F4 Ctrl-Z Esc");
    glass_expect(g, "F4 mengisinya.");
    glass_close(&g);
}

static void desk_sql(const struct glass *g, const char *sql)
{
    struct error e = { 0 };
    assert_int_equal(sql_do(&session_desk(g->ui->session)->db, sql, &e), DONE);
}

/* The desk's disk is full: what is typed is nowhere but in the form, so that leaving it asks. */
static void what_cannot_be_kept_is_not_left_unasked(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    desk_sql(g, "CREATE TEMP TRIGGER no_room BEFORE INSERT ON draft"
                " BEGIN SELECT RAISE(FAIL, 'no room'); END");
    glass_press(g, "F2 Enter");
    glass_type(g, "AJU-LOST");
    glass_later(g, 300);
    glass_expect(g, "tidak tersimpan sebagai draf");
    glass_press(g, "Ctrl-Q");
    assert_false(ui_ended(g->ui));
    glass_expect(g, "Belum tersimpan sebagai draf");
    glass_press(g, "Enter");
    glass_expect(g, "AJU-LOST");
    desk_sql(g, "DROP TRIGGER no_room");
    glass_press(g, "Ctrl-Q Down Enter");
    glass_later(g, 300);
    glass_expect(g, "draf tersimpan");
    desk_sql(g, "CREATE TEMP TRIGGER no_room BEFORE INSERT ON draft"
                " BEGIN SELECT RAISE(FAIL, 'no room'); END");
    glass_type(g, "X");
    glass_later(g, 300);
    glass_expect_not(g, "draf tersimpan");
    glass_press(g, "Esc Down Down Enter");
    glass_expect(g, "Pekerjaan hari ini");
    glass_expect_not(g, "Tersimpan sebagai draf");
    glass_press(g, "Ctrl-Q");
    assert_true(ui_ended(g->ui));
    glass_close(&g);
    g = reopen(state); /* as far as it was kept */
    glass_expect(g, "AJU-LOST");
    drop_draft(g);
}

/* A draft goes on where the hands left it, not at its first field. */
static void it_goes_on_where_it_was_left(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2");
    glass_type(g, "1842");
    glass_press(g, "Enter PageDown");
    for (int n = 0; n < 20 && !glass_has(g, "> Penerima"); n++)
        glass_press(g, "Down");
    glass_press(g, "Esc");
    glass_expect(g, "draf");
    glass_press(g, "Tab End Enter");
    glass_expect(g, "> Penerima");
    drop_draft(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_is_a_draft_of_its_record),
        cmocka_unit_test(the_record_opens_with_its_draft),
        cmocka_unit_test(a_pause_keeps_what_is_half_typed),
        cmocka_unit_test(a_wrong_field_comes_back_as_it_was_typed),
        cmocka_unit_test(lines_and_references_come_back),
        cmocka_unit_test(what_cannot_be_kept_is_not_left_unasked),
        cmocka_unit_test(saving_ends_the_draft),
        cmocka_unit_test(nothing_typed_leaves_no_draft),
        cmocka_unit_test(it_goes_on_where_it_was_left),
        cmocka_unit_test(a_step_that_waits_names_the_draft),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
