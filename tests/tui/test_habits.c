/* What every screen and dialog owes its people, whatever it shows: the cursor stands on what has
 * the focus, for screen readers and Braille lines too; nothing is painted while nothing happens;
 * and a window of any size, also one too small, loses nothing. SCENE=name: of one alone. */
#include "../../src/tui/screens.h"
#include "../../src/tui/ui.h"

#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

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

/* The text of a row from a column on, or up to it. */
static void part(struct glass *g, int row, int from, int to, char out[2048])
{
    VTermRect rect = { row, row + 1, from, to };
    size_t n = vterm_screen_get_text(g->picture, out, 2047, rect);
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
}

static uint32_t at(struct glass *g, int row, int col)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(g->picture, (VTermPos){ row, col }, &cell);
    return cell.chars[0];
}

static bool marked_at(struct glass *g, int col)
{
    for (int y = 0; y < g->rows; y++)
        if (at(g, y, col) == '>')
            return true;
    return false;
}

/* On the mark of a row or in the entry behind it, in what is typed, or where there is no mark at
 * the beginning of something to read. */
static bool on_the_focus(struct glass *g)
{
    VTermScreenCell cell;
    int y, x;
    char before[2048], behind[2048];
    glass_cursor(g, &y, &x);
    vterm_screen_get_cell(g->picture, (VTermPos){ y, x }, &cell);
    part(g, y, 0, x, before);
    part(g, y, x, g->cols, behind);
    if (cell.chars[0] == '>' || cell.attrs.underline || strchr(before, '>') != NULL)
        return true;
    if (g->ui->top->class->place == IN_DIALOG && before[0] == ' ' && strlen(before) > 1)
        return true; /* a prompt: behind its label */
    return y > 0 && x > 0 && x <= MENU_COLS + 3 && !marked_at(g, x) && behind[0] != '\0' &&
           strspn(behind, " ") <= 3;
}

static bool off_the_focus(struct glass *g, const struct scene *sc)
{
    int y, x;
    if (on_the_focus(g))
        return false;
    glass_cursor(g, &y, &x);
    struct buf text = { 0 };
    whole(g, &text);
    show(&text);
    buf_free(&text);
    print_error("%s: at %d x %d the cursor stands at %d,%d\n", sc->name, g->cols, g->rows, y, x);
    return true;
}

/* The clock and what others did come with the minute, and cost little. */
static bool is_quiet(struct stage *st, struct glass *g, const struct scene *sc)
{
    enum { SECOND = 1000, MINUTE = 60 * SECOND, MINUTE_BYTES = 100, SECONDS = 20 };
    glass_later(g, MINUTE); /* whatever was still to come has come */
    for (int s = 0; s < SECONDS; s++) {
        moment before = st->office.now / MINUTE;
        glass_later(g, SECOND);
        if (g->sent > 0 && st->office.now / MINUTE == before)
            return print_error("%s sends %zu bytes in an idle second\n", sc->name, g->sent), false;
    }
    if (g->ui->options.guest) /* empties itself by then */
        return true;
    glass_later(g, MINUTE);
    if (g->sent > MINUTE_BYTES)
        print_error("%s sends %zu bytes in an idle minute\n", sc->name, g->sent);
    return g->sent <= MINUTE_BYTES;
}

/* What must not change: the screens, title, message, bar, and what the cursor stands on. */
static void gist(struct glass *g, struct buf *out)
{
    int y, x;
    char here[2048];
    glass_cursor(g, &y, &x);
    for (const struct screen *s = g->ui->top; s != NULL; s = s->below)
        buf_printf(out, "%s ", s->class->id);
    const int rows[] = { 0, 1, g->rows - 2, g->rows - 1 };
    enum { SOME = 20 }; /* cells, within any pop-up */
    for (size_t i = 0; i < COUNT(rows); i++) {
        part(g, rows[i], 0, g->cols / 2, here); /* which rows are seen stands at the right */
        buf_printf(out, "\n%s", here);
    }
    part(g, y, x, x + SOME < g->cols ? x + SOME : g->cols, here);
    buf_printf(out, "\n%d: %s", x, here);
}

/* To that size and back, the cursor on the focus; where it is too small, keys are not heard. */
static bool survives(struct glass *g, const struct scene *sc, const int size[2])
{
    struct buf before = { 0 }, after = { 0 };
    gist(g, &before);
    glass_resize(g, size[0], size[1]);
    if (size[0] < LEAST_ROWS || size[1] < LEAST_COLS) {
        glass_expect(g, "erbesar"); /* Perbesar jendela */
        glass_press(g, "Enter");
    } else if (off_the_focus(g, sc)) {
        buf_puts(&before, "another focus");
    }
    glass_resize(g, 24, 80);
    gist(g, &after);
    bool same = strcmp(buf_text(&before), buf_text(&after)) == 0;
    if (!same)
        print_error("%s was\n%s\nand is after %d x %d\n%s\n", sc->name, buf_text(&before), size[1],
                    size[0], buf_text(&after));
    buf_free(&before);
    buf_free(&after);
    return same;
}

/* Where the share hangs the seconds go on. */
static bool is_still(const struct scene *sc)
{
    return sc->keys == NULL || strstr(sc->keys, "hang") == NULL;
}

static void every_screen_has_its_habits(void **state)
{
    const char *only = getenv("SCENE");
    size_t faults = 0;
    for (size_t i = 0; i < scene_count; i++) {
        const struct scene *sc = &scenes[i];
        if (only != NULL && strcmp(only, sc->name) != 0)
            continue;
        struct glass *g = scene_reach(*state, sc);
        faults += off_the_focus(g, sc);
        for (size_t n = 0; n < COUNT(sizes) && is_still(sc); n++)
            faults += !survives(g, sc, sizes[n]);
        faults += is_still(sc) && !is_quiet(*state, g, sc);
        scene_leave(&g);
    }
    assert_int_equal(faults, 0);
}

/* Led to a line of which nothing may be typed any more (by a step that misses it), a form shows the
 * lines, and Esc leaves it. */
static void a_line_that_asks_for_nothing_holds_nobody(void **state)
{
    struct glass *g = scene_reach(*state, scene_find("list"));
    glass_type(g, "0019"); /* long past the counter */
    glass_press(g, "Enter");
    glass_expect(g, "terbit");
    glass_press(g, "F4");
    assert_string_equal(g->ui->top->class->id, "form");
    form_go(g->ui->top, "document.1.presence");
    glass_later(g, 1);
    glass_press(g, "Esc");
    assert_string_equal(g->ui->top->class->id, "record");
    glass_close(&g);
}

/* At its last line in a window of that size, then in one of 34x110. */
static void home_at_its_end(struct stage *st, int rows, int cols, struct buf *out)
{
    struct glass *g = scene_reach(st, scene_find("home"));
    glass_resize(g, rows, cols);
    glass_press(g, "End");
    glass_resize(g, 34, 110);
    whole(g, out);
    scene_leave(&g);
}

/* Both columns of the day are filled again where there is more room. */
static void a_window_that_grew_has_no_empty_rows(void **state)
{
    static const int small[][2] = { { 12, 40 }, { 14, 80 }, { 24, 80 }, { 24, 110 } };
    struct buf large = { 0 };
    home_at_its_end(*state, 34, 110, &large);
    for (size_t i = 0; i < COUNT(small); i++) {
        struct buf grown = { 0 };
        home_at_its_end(*state, small[i][0], small[i][1], &grown);
        if (strcmp(buf_text(&grown), buf_text(&large)) != 0)
            show(&grown);
        assert_string_equal(buf_text(&grown), buf_text(&large));
        buf_free(&grown);
    }
    buf_free(&large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_has_its_habits),
        cmocka_unit_test(a_line_that_asks_for_nothing_holds_nobody),
        cmocka_unit_test(a_window_that_grew_has_no_empty_rows),
    };
    return cmocka_run_group_tests(tests, up, down);
}
