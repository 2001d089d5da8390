/* The other language while screens stand open: each looks as if it had been opened in it. */
#include "../../src/tui/screens.h"

#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static struct stage *stage;

static int up(void **state)
{
    (void)state;
    stage = stage_up(INDONESIAN);
    return 0;
}

static int down(void **state)
{
    (void)state;
    language_untell();
    language_set(INDONESIAN);
    stage_down(&stage);
    return 0;
}

static bool may_switch(struct glass *g)
{
    const struct screen *top = g->ui->top;
    return top != NULL && command_find(DO_LANGUAGE, top->class->place) != NULL;
}

static void switch_language(struct glass *g)
{
    ui_run_command(g->ui, command_find(DO_LANGUAGE, g->ui->top->class->place));
    glass_later(g, 1);
}

/* The message of the line below the screen went with its language. */
static void rows_of(struct glass *g, char rows[24][1024])
{
    for (int y = 0; y < 24; y++)
        snprintf(rows[y], sizeof rows[y], "%s", y == 22 ? "" : glass_row(g, y));
}

/* What is shown of the scene once the language changed is what it shows where it always was. */
static void as_if_opened_in_it(void **state)
{
    const struct scene *sc = *state;
    char changed[24][1024], always[24][1024];
    int different = 0;
    language_set(INDONESIAN);
    stage->language = INDONESIAN;
    struct glass *g = scene_reach(stage, sc);
    bool may = may_switch(g);
    if (may) {
        switch_language(g);
        rows_of(g, changed);
        assert_int_equal(language_get(), ENGLISH);
    }
    scene_leave(&g);
    if (!may)
        return; /* a pop-up: the palette is not over it */
    stage->language = ENGLISH;
    g = scene_reach(stage, sc);
    rows_of(g, always);
    scene_leave(&g);
    for (int y = 0; y < 24; y++)
        if (strcmp(changed[y], always[y]) != 0) {
            print_error("%s %2d changed: %s\n%s %2d always:  %s\n", sc->name, y, changed[y],
                        sc->name, y, always[y]);
            different++;
        }
    assert_int_equal(different, 0);
}

/* Nothing typed is lost: what could be taken is shown in the other language, what could not stays
 * as typed, and why is told in it. */
static void what_is_typed_stays(void **state)
{
    static const struct scene form = { "form", "", "<Permits> F2 'N-1' Tab 'AJU-7' Tab", AT_WORK };
    (void)state;
    stage->language = INDONESIAN;
    struct glass *g = scene_reach(stage, &form);
    glass_type(g, "32/13"); /* no such day; and not left yet */
    switch_language(g);
    glass_expect(g, "AJU-7");
    glass_expect(g, "32/13");
    glass_expect(g, "There is no such date");
    glass_expect_not(g, "Tidak ada tanggal");
    glass_press(g, "F2");
    glass_expect(g, "Received: There is no such date");
    glass_press(g, "Esc");
    glass_expect(g, "Over the counter");
    switch_language(g);
    glass_expect(g, "Loket ");
    glass_expect(g, "32/13");
    scene_leave(&g);
}

/* At this desk, each in theirs. */
static void each_is_remembered(void **state)
{
    static const struct scene home = { "home", "", "<Home>", AT_WORK };
    (void)state;
    stage->language = INDONESIAN;
    struct glass *g = scene_reach(stage, &home);
    switch_language(g);
    glass_expect(g, "Today's work");
    stage_play(g, "@head");
    glass_expect(g, "Today's work"); /* nothing is remembered of the head: as it was */
    switch_language(g);
    glass_expect(g, "Pekerjaan hari ini");
    stage_play(g, "@operator");
    glass_expect(g, "Today's work");
    stage_play(g, "@head");
    glass_expect(g, "Pekerjaan hari ini");
    scene_leave(&g);
    language_untell();
    language_set(INDONESIAN);
    g = glass_open(&stage->office, 24, 80, false);
    glass_expect(g, "Today's work"); /* the operator again, whatever the desk is set to */
    glass_close(&g);
    g = glass_open(&stage->office, 24, 80, false);
    language_untell();
    glass_close(&g);
}

/* As many as any office will have waiting, of whatever is counted. */
static void count_much(struct ui *u)
{
    static const char *const counted[] = { "permit", "capture",    "measure",    "facility",
                                           "bill",   "monitoring", "inspection", "certificate" };
    enum { MUCH = 999 };
    for (size_t i = 0; i < COUNT(counted); i++)
        u->counters[i] = (struct counter){ .kind = registry_find(&all_kinds, counted[i]),
                                           .label = "",
                                           .n = MUCH };
    u->counter_count = COUNT(counted);
    u->handed = MUCH;
    u->watch[WATCH_LAPSED] = MUCH;
}

/* Up to the foot of the menu. */
static size_t cut_labels(struct glass *g)
{
    enum { ITEMS_MOST = 80, MENU_CELLS = 18 + 1 };
    size_t cut = 0;
    for (int n = 0; n < ITEMS_MOST; n++) {
        int y, x;
        glass_cursor(g, &y, &x);
        struct buf label = { 0 };
        utf8_fit(glass_row(g, y), MENU_CELLS, &label);
        if (strstr(buf_text(&label), "…│") != NULL || strstr(buf_text(&label), "…9") != NULL) {
            print_error("%s\n", buf_text(&label));
            cut++;
        }
        buf_free(&label);
        glass_press(g, "Down");
    }
    return cut;
}

static void no_label_of_the_menu_is_cut(void **state)
{
    static const struct scene home = { "home", "", "<Home> F10 Home", AT_WORK };
    static const int sizes[][2] = { { 24, 80 }, { 30, 100 } };
    size_t cut = 0;
    (void)state;
    for (enum language l = INDONESIAN; l <= ENGLISH; l++)
        for (size_t i = 0; i < COUNT(sizes); i++) {
            language_set(l);
            stage->language = l;
            struct glass *g = scene_reach(stage, &home);
            count_much(g->ui);
            scene_size(g, &home, sizes[i][0], sizes[i][1]);
            cut += cut_labels(g);
            scene_leave(&g);
        }
    language_set(INDONESIAN);
    assert_int_equal(cut, 0);
}

/* It is found by its name in either language. */
static void the_palette_knows_it(void **state)
{
    static const struct scene home = { "home", "", "<Home> Ctrl-P 'bahasa'", AT_WORK };
    (void)state;
    stage->language = INDONESIAN;
    struct glass *g = scene_reach(stage, &home);
    glass_expect(g, "Bahasa: English");
    glass_press(g, "Enter");
    glass_expect(g, "Today's work");
    glass_press(g, "Ctrl-P");
    glass_type(g, "language");
    glass_expect(g, "Language: Bahasa Indonesia");
    glass_press(g, "Enter");
    glass_expect(g, "Pekerjaan hari ini");
    scene_leave(&g);
}

int main(void)
{
    struct CMUnitTest tests[256];
    size_t count = 0;
    static const char words_of_then[] =
        "handover-received"; /* what it is called was written down */
    for (size_t i = 0; i < scene_count && count < COUNT(tests) - 4; i++)
        if (scenes[i].place == AT_WORK && strcmp(scenes[i].name, words_of_then) != 0)
            tests[count++] = (struct CMUnitTest){ .name = scenes[i].name,
                                                  .test_func = as_if_opened_in_it,
                                                  .initial_state = (void *)&scenes[i] };
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_is_typed_stays);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(each_is_remembered);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(the_palette_knows_it);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(no_label_of_the_menu_is_cut);
    return _cmocka_run_group_tests("language", tests, count, up, down);
}
