/* What every screen and dialog owes its people, whatever it shows: the cursor stands on what has
 * the focus, for screen readers and Braille lines too; nothing is painted while nothing happens;
 * and a window of any size, also one too small, loses nothing. */
#include "../../src/tui/ui.h"

#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static const int sizes[][2] = { { 12, 40 },  { 30, 100 }, { 100, 300 }, { 8, 30 }, { 24, 300 },
                                { 100, 40 }, { 12, 300 }, { 11, 80 },   { 24, 39 } };

static int up(void **state)
{
    *state = stage_up(INDONESIAN);
    return 0;
}

static int down(void **state)
{
    struct stage *st = *state;
    stage_down(&st);
    return 0;
}

/* Line by line: cmocka cuts what is longer than a kibibyte. */
static void show(const struct buf *text)
{
    for (const char *line = buf_text(text); *line != '\0';) {
        size_t n = strcspn(line, "\n");
        print_error("%.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
}

static void whole(struct glass *g, struct buf *out)
{
    for (int y = 0; y < g->rows; y++)
        buf_printf(out, "%s\n", glass_row(g, y));
}

/* On the mark of a row, within an entry, or at the beginning of something to read. */
static bool on_the_focus(struct glass *g)
{
    VTermPos at;
    VTermScreenCell cell;
    struct ui *u = g->ui;
    glass_cursor(g, &at.row, &at.col);
    vterm_screen_get_cell(g->picture, at, &cell);
    if (cell.chars[0] == '>' || cell.attrs.underline)
        return true;
    if (!(u->top->class->place & (IN_TEXT | IN_START | IN_GUEST)) || at.row == 0 || at.col == 0)
        return false;
    VTermRect rest = { at.row, at.row + 1, at.col, g->cols };
    char text[1024] = "";
    text[vterm_screen_get_text(g->picture, text, sizeof text - 1, rest)] = '\0';
    return strspn(text, " ") <= 1 && at.col <= 3;
}

static void expect_focus(struct glass *g, const struct scene *sc)
{
    int y, x;
    if (on_the_focus(g))
        return;
    glass_cursor(g, &y, &x);
    struct buf text = { 0 };
    whole(g, &text);
    show(&text);
    test_stop("%s: at %d x %d the cursor stands at %d,%d\n", sc->name, g->cols, g->rows, y, x);
}

static void the_cursor_stands_on_the_focus(void **state)
{
    for (size_t i = 0; i < scene_count; i++)
        for (int mono = 0; mono <= 1; mono++) {
            struct glass *g = scene_reach(*state, &scenes[i], mono == 1);
            expect_focus(g, &scenes[i]);
            glass_resize(g, 12, 40);
            expect_focus(g, &scenes[i]);
            glass_resize(g, 100, 300);
            expect_focus(g, &scenes[i]);
            glass_close(&g);
        }
}

/* The clock and what others did come with the minute, and cost little. */
static void an_idle_screen_is_not_painted(void **state)
{
    enum { SECOND = 1000, MINUTE = 60 * SECOND, MINUTE_BYTES = 100 };
    for (size_t i = 0; i < scene_count; i++) {
        struct stage *st = *state;
        struct glass *g = scene_reach(st, &scenes[i], false);
        glass_later(g, MINUTE); /* whatever was still to come has come */
        for (int s = 1; s < 20; s++) {
            moment before = st->office.now / MINUTE;
            glass_later(g, SECOND);
            if (g->sent > 0 && st->office.now / MINUTE == before)
                test_stop("%s sends %zu bytes in an idle second\n", scenes[i].name, g->sent);
        }
        glass_later(g, MINUTE);
        if (g->sent > MINUTE_BYTES)
            test_stop("%s sends %zu bytes in an idle minute\n", scenes[i].name, g->sent);
        glass_close(&g);
    }
}

static void a_window_of_any_size_loses_nothing(void **state)
{
    for (size_t i = 0; i < scene_count; i++) {
        struct glass *g = scene_reach(*state, &scenes[i], false);
        struct buf before = { 0 };
        whole(g, &before);
        for (size_t n = 0; n < COUNT(sizes); n++) {
            bool small = sizes[n][0] < LEAST_ROWS || sizes[n][1] < LEAST_COLS;
            struct buf after = { 0 };
            glass_resize(g, sizes[n][0], sizes[n][1]);
            if (small)
                glass_expect(g, "erbesar"); /* Perbesar jendela */
            if (small)
                glass_press(g, "Enter"); /* is not heard */
            glass_resize(g, 24, 80);
            whole(g, &after);
            if (strcmp(buf_text(&before), buf_text(&after)) != 0) {
                show(&before);
                show(&after);
                test_stop("%s is another after %d x %d\n", scenes[i].name, sizes[n][1],
                          sizes[n][0]);
            }
            buf_free(&after);
        }
        buf_free(&before);
        glass_close(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cursor_stands_on_the_focus),
        cmocka_unit_test(an_idle_screen_is_not_painted),
        cmocka_unit_test(a_window_of_any_size_loses_nothing),
    };
    return cmocka_run_group_tests(tests, up, down);
}
