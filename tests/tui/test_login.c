/* Who is at the desk: logging in, a wrong passphrase, switching, locking. */
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

enum { QUARTER_MS = 15 * 60000 };

static void the_title_says_who_it_is(void **state)
{
    struct glass *g = people_glass(*state, 24, 80);
    glass_expect(g, "Masuk");
    glass_expect(g, "Frasa sandi");
    people_login(g, "operator", "demo");
    glass_expect(g, "Sudah masuk: operator");
    assert_non_null(strstr(glass_row(g, 0), "operator (operator)"));
    glass_close(&g);
}

static void the_passphrase_never_shows(void **state)
{
    struct glass *g = people_glass(*state, 24, 80);
    glass_type(g, "operator");
    glass_press(g, "Enter");
    glass_type(g, "rahasia");
    assert_int_equal(g->sent, 0); /* not even how long it is */
    glass_expect_not(g, "rahasia");
    glass_press(g, "Ctrl-U");
    glass_type(g, "demx");
    glass_press(g, "Backspace");
    glass_type(g, "o");
    glass_press(g, "Enter");
    glass_expect(g, "Sudah masuk");
    glass_close(&g);
}

static void a_wrong_one_is_told_and_costs_waiting(void **state)
{
    struct glass *g = people_glass(*state, 24, 80);
    people_login(g, "operator", "salah");
    glass_expect(g, "Frasa sandi"); /* the dialog stays */
    assert_true(glass_find(g, "salah. Coba lagi") >= 0 || glass_find(g, "salah") >= 0);
    for (int i = 0; i < 4; i++) {
        glass_type(g, "salah");
        glass_press(g, "Enter");
    }
    glass_expect(g, "detik");
    glass_later(g, 600000);
    glass_type(g, "demo");
    glass_press(g, "Enter");
    glass_expect(g, "Sudah masuk");
    glass_close(&g);
}

static void who_is_not_logged_in_reads(void **state)
{
    struct glass *g = people_glass(*state, 24, 80);
    glass_press(g, "Esc");
    glass_expect(g, "hanya membaca");
    glass_expect(g, "Pekerjaan hari ini");
    glass_press(g, "F9");
    people_login(g, "operator", "demo");
    glass_expect(g, "operator (operator)");
    glass_close(&g);
}

static void another_begins_at_home_and_drafts_stay(void **state)
{
    struct glass *g = people_glass(*state, 24, 80);
    people_login(g, "operator", "demo");
    glass_press(g, "F2");
    glass_type(g, "2026.1.1203.0.K01.E.777001");
    glass_press(g, "Tab Ctrl-V");
    glass_expect_not(g, "operator (operator)");
    glass_expect_not(g, "777001"); /* covered */
    people_login(g, "verifier", "demo");
    glass_expect(g, "verifier (");
    glass_expect(g, "Pekerjaan hari ini");
    glass_expect_not(g, "Ketikan belum"); /* it is the operator's */
    glass_press(g, "Ctrl-V Esc");
    glass_expect(g, "belum masuk");
    glass_expect(g, "Pekerjaan hari ini");
    glass_expect_not(g, "Ketikan belum"); /* nor is it nobody's */
    glass_press(g, "Ctrl-V");
    people_login(g, "operator", "demo");
    glass_expect(g, "Ketikan belum");
    glass_expect(g, "777001");
    glass_close(&g);
}

static void an_idle_desk_locks_and_the_screen_stays(void **state)
{
    struct glass *g = people_glass(*state, 24, 80);
    people_login(g, "operator", "demo");
    glass_press(g, "F2");
    glass_type(g, "2026.1.1203.0.K01.E.777002");
    glass_later(g, QUARTER_MS - 1000);
    glass_expect(g, "777002");
    glass_later(g, 2000);
    glass_expect(g, "Terkunci");
    glass_expect_not(g, "777002");
    glass_type(g, "demo"); /* the name stands there */
    glass_press(g, "Enter");
    glass_expect(g, "777002");
    glass_close(&g);
}

static void the_rule_says_how_long(void **state)
{
    enum { FIVE_MS = 5 * 60000 };
    struct session *s = ((struct people_office *)*state)->desk->session;
    staff_login(s, "admin");
    counter_make(s, "rule",
                 (const char *const[]){ "rule", "session.idle_minutes", "value", "5", "basis",
                                        "uji", NULL });
    session_logout(s);
    struct glass *g = people_glass(*state, 24, 80);
    people_login(g, "operator", "demo");
    glass_later(g, FIVE_MS - 1000);
    glass_expect_not(g, "Terkunci");
    glass_later(g, 2000);
    glass_expect(g, "Terkunci setelah 5 menit");
    glass_close(&g);
}

/* A rule of one office goes before the one of all; another office's says nothing here. */
static void an_offices_own_rule_goes_first(void **state)
{
    enum { SEVEN_MS = 7 * 60000 };
    struct session *s = ((struct people_office *)*state)->desk->session;
    static const char *const rows[][2] = { { "3", "1100" }, { "7", "1203" } };
    staff_login(s, "admin");
    counter_make(
        s, "rule",
        (const char *const[]){ "rule", "office.home", "value", "1203", "basis", "uji", NULL });
    for (size_t i = 0; i < COUNT(rows); i++)
        counter_make(s, "rule",
                     (const char *const[]){ "rule", "session.idle_minutes", "value", rows[i][0],
                                            "office", rows[i][1], "valid_from", "2026-01-01",
                                            "basis", "uji", NULL });
    session_logout(s);
    struct glass *g = people_glass(*state, 24, 80);
    people_login(g, "operator", "demo");
    glass_later(g, SEVEN_MS - 1000);
    glass_expect_not(g, "Terkunci");
    glass_later(g, 2000);
    glass_expect(g, "Terkunci setelah 7 menit");
    glass_close(&g);
}

static void the_command_line_names_who_comes(void **state)
{
    struct people_office *o = *state;
    o->office.user = "verifier";
    struct glass *g = people_glass(o, 24, 80);
    glass_expect(g, "verifier");
    glass_type(g, "demo");
    glass_press(g, "Enter");
    glass_expect(g, "Sudah masuk: verifier");
    glass_close(&g);
    o->office.user = NULL;
}

static void nothing_of_it_is_cut(void **state)
{
    struct glass *g = people_glass(*state, 24, 80);
    glass_expect(g, " Esc:      ");
    glass_expect(g, "hanya membaca.");
    glass_resize(g, 12, 40);
    glass_expect(g, "Esc: hanya membaca.");
    people_login(g, "head", "demo");
    assert_non_null(strstr(glass_row(g, 0), "● baik"));
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_title_says_who_it_is),
        cmocka_unit_test(the_passphrase_never_shows),
        cmocka_unit_test(a_wrong_one_is_told_and_costs_waiting),
        cmocka_unit_test(who_is_not_logged_in_reads),
        cmocka_unit_test(another_begins_at_home_and_drafts_stay),
        cmocka_unit_test(an_idle_desk_locks_and_the_screen_stays),
        cmocka_unit_test(the_rule_says_how_long),
        cmocka_unit_test(an_offices_own_rule_goes_first),
        cmocka_unit_test(the_command_line_names_who_comes),
        cmocka_unit_test(nothing_of_it_is_cut),
    };
    return cmocka_run_group_tests(tests, people_up, people_down);
}
