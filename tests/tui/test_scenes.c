/* Every screen and dialog at 80 by 24, 100 by 30, 40 by 12 and without colour. SCENE=name shows one
 * alone. */
#include "../../src/tui/ui.h"

#include "stage.h"

#include <dirent.h>
#include <libgen.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

enum { LARGE_ROWS = 50, LARGE_COLS = 160 };

static const struct {
    int rows, cols;
    bool mono;
} sizes[] = { { 24, 80, false }, { 24, 80, true }, { 30, 100, false }, { 12, 40, false } };

static struct stage *stage;
static struct buf pictured; /* every question, prompt and text */

static int up(void **state)
{
    (void)state;
    stage = stage_up(INDONESIAN);
    return 0;
}

static int down(void **state)
{
    (void)state;
    stage_down(&stage);
    buf_free(&pictured);
    return 0;
}

/* What no picture may have, whatever it shows: marks of control bytes, formats that were not filled
 * in, a row that runs over its frame, a cursor on nothing. */
static void is_sound(struct glass *g)
{
    static const char *const never[] = { "␊", "␛", "(null)", "%s", "%zu", "%d", "%lld" };
    static const char side[] = "│";
    int cursor, x;
    glass_cursor(g, &cursor, &x);
    for (int y = 0; y < g->rows; y++) {
        const char *row = glass_row(g, y);
        size_t n = strlen(row), m = strlen(side);
        for (size_t i = 0; i < COUNT(never); i++)
            assert_null(strstr(row, never[i]));
        if (text_starts(row, side))
            assert_true(n > m && strcmp(row + n - m, side) == 0);
        if (y == cursor)
            assert_true(n > 0);
    }
}

static void picture(struct glass *g, const char *suffix, struct buf *out)
{
    is_sound(g);
    buf_printf(out, "== %dx%d%s\n", g->cols, g->rows, suffix);
    glass_picture(g, out);
}

/* ---- What was reached ---- */

enum { CLASSES_MAX = 64 };

static const char *reached[CLASSES_MAX]; /* ids of screen classes */
static size_t reached_count;

static void note(const struct glass *g)
{
    const char *id = g->ui->top->class->id;
    for (size_t i = 0; i < reached_count; i++)
        if (strcmp(reached[i], id) == 0)
            return;
    assert_true(reached_count < CLASSES_MAX);
    reached[reached_count++] = id;
}

/* On a terminal where nothing is cut. */
static void note_words(struct glass *g, const struct scene *sc)
{
    scene_size(g, sc, LARGE_ROWS, LARGE_COLS);
    for (int y = 0; y < LARGE_ROWS; y++)
        buf_printf(&pictured, "%s\n", glass_row(g, y));
}

static void is_as_it_was(void **state)
{
    const struct scene *sc = *state;
    struct buf now = { 0 };
    buf_printf(&now, "%s\n", sc->shows);
    struct glass *g = scene_reach(stage, sc);
    note(g);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        scene_theme(g, sizes[i].mono ? THEME_MONO : THEME_COLOURS);
        scene_size(g, sc, sizes[i].rows, sizes[i].cols);
        picture(g, sizes[i].mono ? " mono" : "", &now);
    }
    if (g->ui->top->class->place & (IN_DIALOG | IN_TEXT))
        note_words(g, sc);
    scene_leave(&g);
    bool same = golden_same(sc->name, &now);
    buf_free(&now);
    assert_true(same);
}

static void too_small_a_window_says_so(void **state)
{
    (void)state;
    struct glass *g = scene_reach(stage, scene_find("list"));
    glass_resize(g, 10, 30);
    glass_golden(g, "small");
    scene_leave(&g);
}

/* ---- What there is, by the source ---- */

static void read_source(const char *name, struct buf *out)
{
    char here[256] = __FILE__, path[512];
    snprintf(path, sizeof path, "%s/../../src/tui/%s", dirname(here), name);
    assert_int_equal(file_read(path, 1 << 20, out, NULL), DONE);
}

/* For each source file of the screens; said is what they call what is not reached. */
static void each_source(size_t (*look)(const char *name, const char *text))
{
    char here[256] = __FILE__, path[300];
    size_t missing = 0;
    snprintf(path, sizeof path, "%s/../../src/tui", dirname(here));
    DIR *d = opendir(path);
    assert_non_null(d);
    for (const struct dirent *f = readdir(d); f != NULL; f = readdir(d)) {
        size_t n = strlen(f->d_name);
        struct buf text = { 0 };
        if (n < 3 || strcmp(f->d_name + n - 2, ".c") != 0)
            continue;
        read_source(f->d_name, &text);
        missing += look(f->d_name, buf_text(&text));
        buf_free(&text);
    }
    closedir(d);
    assert_int_equal(missing, 0);
}

/* The string that begins at the next quotation mark, all its parts. */
static void quoted(const char *at, char *out, size_t room)
{
    size_t used = 0;
    for (at = strchr(at, '"'); *at == '"'; at += strspn(at, " \n")) {
        size_t n = strcspn(++at, "\"");
        used += (size_t)snprintf(out + used, room - used, "%.*s", (int)n, at);
        assert_true(used < room);
        at += n + 1;
    }
}

static size_t classes_missing(const char *name, const char *text)
{
    static const char begins[] = "const struct screen_class ";
    size_t missing = 0;
    for (const char *at = strstr(text, begins); at != NULL; at = strstr(at + 1, begins)) {
        const char *body = at + strcspn(at, ";{"), *id = strstr(body, ".id = ");
        char called[64];
        bool there = false;
        if (*body != '{' || id == NULL)
            continue;
        quoted(id, called, sizeof called);
        for (size_t i = 0; i < reached_count; i++)
            there |= strcmp(reached[i], called) == 0;
        if (!there)
            print_error("no scene reaches the screen “%s” of src/tui/%s\n", called, name);
        missing += !there;
    }
    return missing;
}

/* Questions, prompts and texts are told by the first words they are opened with. */
static size_t words_missing(const char *name, const char *text)
{
    static const char *const doors[] = { " dialog_open(", " prompt_open(", " text_open(" };
    size_t missing = 0;
    for (size_t i = 0; i < COUNT(doors); i++)
        for (const char *at = strstr(text, doors[i]); at != NULL; at = strstr(at + 1, doors[i])) {
            const char *words = strstr(at, "_(\"");
            char said[512];
            if (words == NULL || words > at + strcspn(at, ";"))
                continue;
            quoted(words, said, sizeof said);
            if (strstr(buf_text(&pictured), _(said)) != NULL)
                continue;
            print_error("no scene shows “%s” of src/tui/%s\n", said, name);
            missing++;
        }
    return missing;
}

static void every_screen_is_reached(void **state)
{
    (void)state;
    each_source(classes_missing);
}

static void every_question_is_shown(void **state)
{
    (void)state;
    language_set(stage->language); /* a visitor may have changed it */
    each_source(words_missing);
}

/* ---- */

int main(void)
{
    struct CMUnitTest *tests = xcalloc(scene_count + 3, sizeof *tests);
    const char *only = getenv("SCENE");
    size_t n = 0;
    for (size_t i = 0; i < scene_count; i++)
        if (only == NULL || strcmp(only, scenes[i].name) == 0)
            tests[n++] = (struct CMUnitTest){ .name = scenes[i].name,
                                              .test_func = is_as_it_was,
                                              .initial_state = (void *)(uintptr_t)&scenes[i] };
    if (only == NULL) {
        tests[n++] = (struct CMUnitTest)cmocka_unit_test(too_small_a_window_says_so);
        tests[n++] = (struct CMUnitTest)cmocka_unit_test(every_screen_is_reached);
        tests[n++] = (struct CMUnitTest)cmocka_unit_test(every_question_is_shown);
    }
    int failed = _cmocka_run_group_tests("scenes", tests, n, up, down);
    free(tests);
    return failed;
}
