/* Colours and lines: no colour where none is wanted, ASCII alone where nothing else can be shown,
 * any size from 40x12 to 300x100. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void all_is_ascii(struct glass *g, const char *where)
{
    for (int y = 0; y < g->rows; y++)
        for (const char *c = glass_row(g, y); *c != '\0'; c++)
            if ((unsigned char)*c >= 0x80) {
                print_error("%s: %s\n", where, glass_row(g, y));
                assert_true(false);
            }
}

/* By what the palette calls them, in Indonesian. */
static const char *const places[] = { "Rencana kunjungan", "Pantauan kedaluwarsa", "Analisis",
                                      "Yang kurang", "Kotak keluar" };

static void open_by_name(struct glass *g, const char *name)
{
    glass_press(g, "Ctrl-P");
    glass_type(g, name);
    glass_press(g, "Enter");
}

static void without_utf8_every_screen_is_readable(void **state)
{
    struct office *o = *state;
    o->plain = true;
    struct glass *g = glass_open(o, 24, 80, false);
    o->plain = false;
    glass_golden(g, "home");
    all_is_ascii(g, "home");
    glass_press(g, "F1");
    all_is_ascii(g, "help");
    glass_press(g, "Esc Ctrl-P");
    all_is_ascii(g, "palette");
    glass_press(g, "Esc");
    glass_menu(g, "Permohonan");
    all_is_ascii(g, "list");
    glass_golden(g, "list");
    glass_press(g, "Enter");
    all_is_ascii(g, "record");
    glass_golden(g, "record");
    glass_press(g, "F6");
    all_is_ascii(g, "steps");
    glass_press(g, "Esc F4");
    all_is_ascii(g, "form");
    glass_golden(g, "form");
    glass_press(g, "Esc Esc Esc");
    for (size_t i = 0; i < COUNT(places); i++) {
        open_by_name(g, places[i]);
        all_is_ascii(g, places[i]);
    }
    glass_close(&g);
}

static void choose(struct glass *g, int answer)
{
    char digit[] = { (char)('0' + answer), '\0' };
    open_by_name(g, "Warna dan garis");
    glass_type(g, digit);
}

static bool any_colour(struct glass *g)
{
    for (int y = 0; y < g->rows; y++)
        for (int x = 0; x < g->cols; x++) {
            VTermScreenCell cell;
            vterm_screen_get_cell(g->picture, (VTermPos){ .row = y, .col = x }, &cell);
            if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg))
                return true;
        }
    return false;
}

/* Indexed colours of the picture: 1 is red, 2 green. */
static bool any_of(struct glass *g, int index)
{
    for (int y = 0; y < g->rows; y++)
        for (int x = 0; x < g->cols; x++) {
            VTermScreenCell cell;
            vterm_screen_get_cell(g->picture, (VTermPos){ .row = y, .col = x }, &cell);
            if (VTERM_COLOR_IS_INDEXED(&cell.fg) && cell.fg.indexed.idx == index)
                return true;
        }
    return false;
}

static void how_it_looks_is_chosen_and_remembered(void **state)
{
    struct office *o = *state;
    struct glass *g = glass_open(o, 24, 80, false);
    assert_true(any_of(g, 2));
    choose(g, 2);
    assert_true(any_colour(g));
    assert_false(any_of(g, 1));
    assert_false(any_of(g, 2)); /* neither red nor green */
    glass_close(&g);
    g = glass_open(o, 24, 80, false);
    assert_false(any_of(g, 2));
    choose(g, 3);
    assert_false(any_colour(g));
    choose(g, 4);
    all_is_ascii(g, "chosen");
    glass_close(&g);
    g = glass_open(o, 24, 80, false);
    glass_press(g, "Down"); /* what was remembered is there with the first key */
    assert_false(any_colour(g));
    all_is_ascii(g, "remembered");
    choose(g, 4);
    choose(g, 1);
    assert_true(any_of(g, 2));
    glass_expect(g, "│");
    glass_close(&g);
}

/* What the locale cannot show is not drawn, whatever is chosen; the screen says why. */
static void what_cannot_be_is_said(void **state)
{
    struct office *o = *state;
    o->plain = true;
    struct glass *g = glass_open(o, 24, 80, true);
    o->plain = false;
    choose(g, 1);
    glass_expect(g, "NO_COLOR");
    choose(g, 4);
    choose(g, 4);
    glass_expect(g, "--plain");
    all_is_ascii(g, "all the same");
    glass_close(&g);
}

/* Every screen and pop-up at every size, one after the other, with what is typed kept. */
static void any_size_at_any_time(void **state)
{
    static const int sizes[][2] = { { 12, 40 }, { 100, 300 }, { 8, 30 },   { 24, 80 },
                                    { 23, 79 }, { 43, 132 },  { 100, 40 }, { 12, 300 } };
    static const char *const doors[] = { "F1", "Ctrl-P", "F2", "F2 F4", "F2 F2", "F3", "Enter F7" };
    for (size_t d = 0; d < COUNT(doors); d++) {
        struct glass *g = glass_open(*state, 24, 80, false);
        glass_press(g, doors[d]);
        char *before = xstrdup(glass_row(g, 5));
        for (size_t i = 0; i < COUNT(sizes); i++) {
            int y, x;
            glass_resize(g, sizes[i][0], sizes[i][1]);
            glass_cursor(g, &y, &x);
            assert_in_range(y, 0, sizes[i][0] - 1);
            assert_in_range(x, 0, sizes[i][1] - 1);
            if (sizes[i][0] < 12)
                glass_expect(g, "Perbesar jendela");
        }
        glass_resize(g, 24, 80);
        assert_string_equal(glass_row(g, 5), before);
        free(before);
        glass_close(&g);
    }
}

static int with_permits(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_permits(*state, 30);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_utf8_every_screen_is_readable),
        cmocka_unit_test(how_it_looks_is_chosen_and_remembered),
        cmocka_unit_test(what_cannot_be_is_said),
        cmocka_unit_test(any_size_at_any_time),
    };
    return cmocka_run_group_tests(tests, with_permits, office_down);
}
