/* Every screen and dialog at 80 by 24, 100 by 30, 40 by 12 and without colour. SCENE=name shows one
 * alone. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static const struct {
    int rows, cols;
} sizes[] = { { 24, 80 }, { 30, 100 }, { 12, 40 } };

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

static void picture(struct glass *g, const char *suffix, struct buf *out)
{
    buf_printf(out, "== %dx%d%s\n", g->cols, g->rows, suffix);
    glass_picture(g, out);
}

static bool one_is_as_it_was(struct stage *st, const struct scene *sc)
{
    struct buf now = { 0 };
    buf_printf(&now, "%s\n", sc->shows);
    struct glass *g = scene_reach(st, sc, false);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        glass_resize(g, sizes[i].rows, sizes[i].cols);
        picture(g, "", &now);
    }
    glass_close(&g);
    g = scene_reach(st, sc, true);
    picture(g, " mono", &now);
    glass_close(&g);
    bool same = golden_same(sc->name, &now);
    buf_free(&now);
    return same;
}

static void scenes_are_as_they_were(void **state)
{
    const char *only = getenv("SCENE");
    size_t others = 0;
    for (size_t i = 0; i < scene_count; i++)
        if (only == NULL || strcmp(only, scenes[i].name) == 0)
            others += !one_is_as_it_was(*state, &scenes[i]);
    if (others > 0)
        test_stop("%zu scenes are not as they were\n", others);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(scenes_are_as_they_were) };
    return cmocka_run_group_tests(tests, up, down);
}
