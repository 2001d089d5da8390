/* Terminals: unknown ones, none at all, and what each sends for its keys. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void an_unknown_terminal_is_taken_for_a_known_one(void **state)
{
    struct office *o = *state;
    struct glass *g = glass_open_with(o, 24, 80, false, o->store, "kotak-ajaib-9000");
    glass_expect(g, "kotak-ajaib-9000");
    glass_expect(g, "Pekerjaan hari ini");
    glass_close(&g);
}

static void a_plain_terminal_works_without_colour(void **state)
{
    struct office *o = *state;
    struct glass *g = glass_open_with(o, 24, 80, false, o->store, "vt220");
    glass_expect(g, "Pekerjaan hari ini");
    glass_press(g, "Enter");
    glass_expect(g, "Permohonan");
    glass_close(&g);
}

static void without_a_terminal_it_says_what_to_do(void **state)
{
    struct office *o = *state;
    struct session_options session = {
        .store = o->store, .desk_folder = o->desk, .config = "", .clock = &o->clock
    };
    FILE *in = fopen("/dev/null", "r"), *out = fopen("/dev/null", "w");
    struct ui_options options = { .session = &session, .in = in, .out = out };
    struct ui *u = NULL;
    struct error e = { 0 };
    assert_int_equal(ui_open(&options, &u, &e), MISUSED);
    assert_null(u);
    assert_non_null(strstr(e.text, "loket list permit"));
    fclose(in);
    fclose(out);
}

static void a_terminal_without_a_screen_is_refused(void **state)
{
    struct office *o = *state;
    struct session_options session = {
        .store = o->store, .desk_folder = o->desk, .config = "", .clock = &o->clock
    };
    FILE *in = fopen("/dev/null", "r"), *out = fopen("/dev/null", "w");
    struct ui_options options = {
        .session = &session, .in = in, .out = out, .term = "dumb", .rows = 24, .cols = 80
    };
    struct ui *u = NULL;
    struct error e = { 0 };
    assert_int_equal(ui_open(&options, &u, &e), MISUSED);
    assert_non_null(strstr(e.text, "dumb"));
    assert_non_null(strstr(e.text, "loket list permit"));
    fclose(in);
    fclose(out);
}

static void a_database_that_is_none_says_so(void **state)
{
    struct office *o = *state;
    char path[320];
    struct buf bytes = { 0 };
    buf_puts(&bytes, "ini bukan basis data\n");
    snprintf(path, sizeof path, "%s/bukan.db", o->folder);
    assert_int_equal(file_write(path, &bytes, 0644, NULL), DONE);
    buf_free(&bytes);
    struct session_options session = {
        .store = path, .desk_folder = o->desk, .config = "", .clock = &o->clock
    };
    FILE *in = fopen("/dev/null", "r"), *out = fopen("/dev/null", "w");
    struct ui_options options = {
        .session = &session, .in = in, .out = out, .term = "xterm", .rows = 24, .cols = 80
    };
    struct ui *u = NULL;
    struct error e = { 0 };
    assert_int_not_equal(ui_open(&options, &u, &e), DONE);
    assert_non_null(strstr(e.text, "bukan.db"));
    fclose(in);
    fclose(out);
}

/* What each terminal sends, under a TERM that does not know it. */
static void function_keys_arrive_in_every_spelling(void **state)
{
    static const char *const f1[] = { "\033OP", "\033[11~", "\033[[A", "\033[M", "\0331" };
    static const char *const home[] = { "\033[1~", "\033[7~", "\033[H", "\033OH" };
    static const char *const end[] = { "\033[4~", "\033[8~", "\033[F", "\033OF" };
    for (size_t i = 0; i < COUNT(f1); i++) {
        struct glass *g = glass_open(*state, 24, 80, false);
        glass_raw(g, f1[i]);
        glass_expect(g, "Tombol di sini");
        glass_close(&g);
    }
    struct glass *g = glass_open(*state, 24, 80, false);
    for (size_t i = 0; i < COUNT(home); i++) {
        int y, x;
        glass_raw(g, end[i]);
        glass_cursor(g, &y, &x);
        assert_true(y > 10);
        glass_raw(g, home[i]);
        glass_cursor(g, &y, &x);
        assert_int_equal(y, 2);
    }
    glass_close(&g);
}

static void no_colour_is_heard(void **state)
{
    setenv("NO_COLOR", "1", 1);
    struct glass *g = glass_open(*state, 24, 80, false);
    unsetenv("NO_COLOR");
    for (int y = 0; y < 24; y++)
        for (int x = 0; x < 80; x++) {
            VTermScreenCell cell;
            vterm_screen_get_cell(g->picture, (VTermPos){ .row = y, .col = x }, &cell);
            assert_true(VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
        }
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_terminal_is_taken_for_a_known_one),
        cmocka_unit_test(a_plain_terminal_works_without_colour),
        cmocka_unit_test(without_a_terminal_it_says_what_to_do),
        cmocka_unit_test(a_terminal_without_a_screen_is_refused),
        cmocka_unit_test(a_database_that_is_none_says_so),
        cmocka_unit_test(function_keys_arrive_in_every_spelling),
        cmocka_unit_test(no_colour_is_heard),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
