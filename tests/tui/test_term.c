/* Terminals: unknown ones, none at all, and what each sends for its keys. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#include <unistd.h>

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

/* ---- Nothing is sent that a terminal would not know ---- */

static bool has_sent(int file, const char *what)
{
    struct buf all = { 0 };
    char bytes[4096];
    ssize_t n;
    off_t at = 0;
    for (; (n = pread(file, bytes, sizeof bytes, at)) > 0; at += n)
        for (ssize_t i = 0; i < n; i++)
            buf_putc(&all, bytes[i] != '\0' ? bytes[i] : ' ');
    bool found = strstr(buf_text(&all), what) != NULL;
    buf_free(&all);
    return found;
}

static void each_terminal_gets_what_it_knows(void **state)
{
    static const char title[] = "\033]2;", kept_title[] = "\033[22;2t", pastes[] = "\033[?2004h",
                      second_screen[] = "\033[?1049h", colour[] = "\033[39m", any[] = "\033[",
                      lines[] = "\033(0", hides_cursor[] = "\033[?25l", syncs[] = "\033[?2026h",
                      clipboard[] = "\033]52";
    static const struct {
        const char *term;
        const char *sent[5], *not_sent[10];
    } cases[] = {
        { "xterm-256color",
          { title, kept_title, pastes, second_screen, colour },
          { lines, hides_cursor, syncs, clipboard } },
        { "screen",
          { title, kept_title, pastes, second_screen, colour },
          { lines, hides_cursor, syncs } },
        { "tmux-256color",
          { kept_title, pastes, second_screen, colour },
          { lines, hides_cursor, syncs } },
        { "linux", { pastes, colour }, { title, kept_title, second_screen, lines, hides_cursor } },
        { "vt220",
          { pastes },
          { title, kept_title, second_screen, colour, lines, hides_cursor, syncs } },
        { "vt100", { pastes }, { title, kept_title, second_screen, colour, lines, hides_cursor } },
        { "vt52", { NULL }, { any, title } },
        { "kotak-ajaib-9000", { pastes, colour }, { title, kept_title, lines, hides_cursor } },
    };
    struct office *o = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct glass *g = glass_open_with(o, 24, 80, false, o->store, cases[i].term);
        glass_press(g, "Enter F2 Esc Esc F1 Esc Ctrl-P Esc Ctrl-L");
        for (size_t n = 0; n < 5 && cases[i].sent[n] != NULL; n++)
            if (!has_sent(g->bytes, cases[i].sent[n]))
                test_stop("%s is not sent ESC%s\n", cases[i].term, cases[i].sent[n] + 1);
        for (size_t n = 0; n < 10 && cases[i].not_sent[n] != NULL; n++)
            if (has_sent(g->bytes, cases[i].not_sent[n]))
                test_stop("%s is sent ESC%s\n", cases[i].term, cases[i].not_sent[n] + 1);
        glass_close(&g);
    }
}

/* Who leaves finds the window called as before, and nothing is sent that would be shown. */
static void the_title_before_comes_back(void **state)
{
    static const char keep[] = "\033[22;2t", back[] = "\033[23;2t";
    static const struct {
        const char *term;
        bool keeps;
    } cases[] = {
        { "xterm-256color", true }, { "tmux-256color", true }, { "linux", false },
        { "vt220", false },         { "vt52", false },
    };
    struct office *o = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct glass *g = glass_open_with(o, 24, 80, false, o->store, cases[i].term);
        int bytes = dup(g->bytes);
        assert_int_equal(has_sent(bytes, keep), cases[i].keeps);
        assert_false(has_sent(bytes, back));
        glass_close(&g);
        if (has_sent(bytes, back) != cases[i].keeps)
            test_stop("%s is left as it is not\n", cases[i].term);
        close(bytes);
    }
}

/* A terminal without a screen to go back to is left empty, not with ours under the shell's words.
 */
static void what_cannot_go_back_is_left_empty(void **state)
{
    static const char empty[] = "\033[J";
    static const struct {
        const char *term;
        bool emptied;
    } cases[] = { { "vt220", true }, { "xterm-256color", false } };
    struct office *o = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct glass *g = glass_open_with(o, 24, 80, false, o->store, cases[i].term);
        int bytes = dup(g->bytes);
        off_t before = lseek(bytes, 0, SEEK_END);
        glass_close(&g);
        char left[4096] = "";
        ssize_t n = pread(bytes, left, sizeof left - 1, before);
        assert_true(n > 0);
        if ((strstr(left, empty) != NULL) != cases[i].emptied)
            test_stop("%s is left as it is not\n", cases[i].term);
        close(bytes);
    }
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
        cmocka_unit_test(each_terminal_gets_what_it_knows),
        cmocka_unit_test(the_title_before_comes_back),
        cmocka_unit_test(what_cannot_go_back_is_left_empty),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
