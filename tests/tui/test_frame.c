/* What stands around the screens: sizes, Esc and its digits, palette, help, language. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void escape_shows_the_digits(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_raw(g, "\033");
    glass_expect(g, " 1 Bantuan");
    glass_raw(g, "1");
    glass_expect(g, "Tombol di sini");
    glass_expect(g, "F1 Bantuan");
    glass_raw(g, "\033\033"); /* twice: at once */
    glass_expect(g, "Pekerjaan hari ini");
    glass_close(&g);
}

static void everything_is_in_the_palette(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Ctrl-P");
    glass_type(g, "daftar komoditas");
    glass_expect(g, "Daftar: Komoditas");
    glass_press(g, "Enter");
    glass_expect(g, "┌ Komoditas");
    glass_press(g, "Ctrl-P");
    glass_type(g, "proses");
    glass_press(g, "Enter");
    glass_expect(g, "Proses"); /* the steps, or why there are none */
    glass_close(&g);
}

static void what_cannot_be_done_says_why(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Enter F6"); /* a list without a record */
    glass_expect(g, "Pilih dulu satu baris");
    glass_press(g, "Ctrl-P");
    glass_type(g, "salin");
    glass_expect(g, "Pilih dulu satu baris");
    glass_close(&g);
}

static void help_tells_the_field_and_the_keys(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2 Enter Enter F1");
    glass_expect(g, "Diterima");
    glass_press(g, "PageDown");
    glass_expect(g, "F2 · Ctrl-S");
    glass_expect(g, "F8 · Ctrl-E");
    glass_press(g, "Esc");
    glass_expect(g, "1/10");
    glass_close(&g);
}

static void language_changes_live(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "Ctrl-P");
    glass_type(g, "english");
    glass_press(g, "Enter");
    glass_expect(g, "Today's work");
    glass_expect(g, "F2 New");
    glass_press(g, "Ctrl-P");
    glass_type(g, "bahasa");
    glass_press(g, "Enter");
    glass_expect(g, "Pekerjaan hari ini");
    glass_close(&g);
}

static void a_small_window_keeps_everything(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2 Enter");
    glass_type(g, "AJU-RESIZE");
    glass_resize(g, 10, 30);
    glass_expect(g, "Perbesar jendela");
    glass_press(g, "F2 Esc Enter");
    glass_type(g, "lost");
    glass_resize(g, 24, 80);
    glass_expect(g, "AJU-RESIZE");
    glass_expect_not(g, "lost");
    glass_close(&g);
}

/* Every screen is taken through every size, with what lies on it. */
static void every_screen_lives_through_resizing(void **state)
{
    static const char *const ways[] = { "",
                                        "Tab",
                                        "Enter",
                                        "Enter F7",
                                        "Enter F3",
                                        "F2",
                                        "F2 F4",
                                        "F2 F2",
                                        "F2 F1",
                                        "Ctrl-P",
                                        "F3",
                                        "F10",
                                        "F2 PageDown PageDown PageDown PageDown PageDown PageDown",
                                        "Enter Enter",
                                        "Enter Enter F6",
                                        "Enter Enter F8" };
    static const int sizes[][2] = { { 30, 100 }, { 43, 132 }, { 23, 79 },   { 12, 40 },
                                    { 5, 20 },   { 1, 1 },    { 100, 300 }, { 24, 80 } };
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct glass *g = glass_open(*state, 24, 80, i % 2 == 1);
        glass_press(g, ways[i]);
        char *before[24];
        for (int y = 0; y < 24; y++)
            before[y] = xstrdup(glass_row(g, y));
        for (size_t n = 0; n < COUNT(sizes); n++) {
            int y, x;
            glass_resize(g, sizes[n][0], sizes[n][1]);
            glass_cursor(g, &y, &x);
            assert_true(y < sizes[n][0] && x < sizes[n][1]);
        }
        for (int y = 0; y < 24; y++) {
            assert_string_equal(glass_row(g, y), before[y]);
            free(before[y]);
        }
        glass_close(&g);
    }
}

static void one_pane_at_a_time_when_small(void **state)
{
    struct glass *g = glass_open(*state, 12, 40, false);
    glass_expect(g, "Pekerjaan hari ini"); /* the day before the menu */
    glass_expect_not(g, "┌ Menu");
    glass_press(g, "Tab");
    glass_expect(g, "┌ Menu");
    glass_expect_not(g, "Pekerjaan hari ini");
    glass_press(g, "Tab F10 Enter");
    glass_expect(g, "Permohonan");
    glass_close(&g);
}

static int with_permits(void **state)
{
    if (office_up(state) != 0)
        return -1;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escape_shows_the_digits),
        cmocka_unit_test(everything_is_in_the_palette),
        cmocka_unit_test(what_cannot_be_done_says_why),
        cmocka_unit_test(help_tells_the_field_and_the_keys),
        cmocka_unit_test(language_changes_live),
        cmocka_unit_test(a_small_window_keeps_everything),
        cmocka_unit_test(one_pane_at_a_time_when_small),
        cmocka_unit_test(every_screen_lives_through_resizing),
    };
    return cmocka_run_group_tests(tests, with_permits, office_down);
}
