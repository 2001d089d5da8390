/* test_pulse.c - what others do shows by itself, moves nothing under the hands, and costs next to
 * nothing while nobody does anything. */
#include "screen.h"

#include "../../src/store/others.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail

enum { MANY = 60, A_BEAT_MS = 2600, MINUTE_BYTES = 100 };

static int with_permits(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_permits(*state, MANY);
    return 0;
}

static struct glass *open_list(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Enter"); /* the menu stands on permits */
    glass_later(g, A_BEAT_MS);
    return g;
}

static void what_others_file_shows_and_moves_nothing(void **state)
{
    struct glass *g = open_list(state);
    char before[1024];
    int y, x, then_y;
    glass_press(g, "Down Down");
    glass_cursor(g, &y, &x);
    snprintf(before, sizeof before, "%s", glass_row(g, y));
    glass_expect(g, "dari 60");
    office_permit(*state, "2026.1.1203.0.K01.E.000777", "PT Toba Agro"); /* of today: on top */
    glass_expect(g, "dari 60");
    glass_later(g, A_BEAT_MS);
    glass_expect(g, "dari 61");
    glass_expect_not(g, "000777");
    glass_cursor(g, &then_y, &x);
    assert_int_equal(then_y, y);
    assert_string_equal(glass_row(g, y), before);
    glass_press(g, "Up Up Up"); /* it is there */
    glass_expect(g, "000777");
    glass_close(&g);
}

/* Turned pages and a filter stay too. */
static void a_list_further_down_stays_where_it_is(void **state)
{
    struct glass *g = open_list(state);
    char before[1024];
    int y, x;
    glass_press(g, "PageDown Down Down Down");
    glass_cursor(g, &y, &x);
    snprintf(before, sizeof before, "%s", glass_row(g, y));
    office_permit(*state, "2026.1.1203.0.K01.E.000778", "PT Toba Agro");
    glass_later(g, A_BEAT_MS);
    assert_string_equal(glass_row(g, y), before);
    glass_cursor(g, &y, &x);
    assert_string_equal(glass_row(g, y), before);
    glass_close(&g);
}

static void an_idle_minute_sends_next_to_nothing(void **state)
{
    struct glass *g = open_list(state);
    size_t sent = 0;
    for (int ms = 0; ms < 60000; ms += 500) {
        glass_later(g, 500);
        sent += g->sent;
    }
    print_message("an idle minute: %zu bytes (at most %d)\n", sent, MINUTE_BYTES);
    assert_true(sent <= MINUTE_BYTES);
    glass_close(&g);
}

/* ---- Who edits ---- */

/* Another desk that has the record in a form; the caller ends it. */
static pid_t other_editor(const struct office *o, int64_t record)
{
    char path[400], text[PRESENCE_LINE], byte;
    int told[2];
    struct presence_line l = {
        .host = "loket-7", .user = "budi", .desk = 7, .counter = 1, .kind = "permit"
    };
    l.record = record;
    assert_int_equal(pipe(told), 0);
    snprintf(path, sizeof path, "%s-presence/other.host-1", o->store);
    pid_t pid = fork();
    if (pid == 0) {
        int fd = beside_make(path, 0);
        bool good = fd >= 0 && byte_lock(fd, INT64_C(1) << 40) && line_write(&l, text) &&
                    pwrite(fd, text, sizeof text, 0) == sizeof text;
        (void)!write(told[1], "", good);
        for (;;)
            pause();
    }
    close(told[1]);
    assert_int_equal(read(told[0], &byte, 1), 1);
    close(told[0]);
    return pid;
}

static void a_form_says_who_else_has_the_record(void **state)
{
    struct office *o = *state;
    int64_t id = office_permit(o, "2026.1.1203.0.K01.E.000779", "PT Toba Agro");
    struct glass *g = open_list(state); /* its first beat makes the folder */
    pid_t other = other_editor(o, id);
    glass_press(g, "Home F4 F4");
    glass_expect(g, "budi@loket-7 juga sedang membukanya");
    kill(other, SIGKILL);
    waitpid(other, NULL, 0);
    glass_press(g, "Esc");
    glass_press(g, "F4"); /* the dead edit nothing */
    glass_expect_not(g, "budi@loket-7");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_others_file_shows_and_moves_nothing),
        cmocka_unit_test(a_list_further_down_stays_where_it_is),
        cmocka_unit_test(an_idle_minute_sends_next_to_nothing),
        cmocka_unit_test(a_form_says_who_else_has_the_record),
    };
    return cmocka_run_group_tests_name("pulse", tests, with_permits, office_down);
}
