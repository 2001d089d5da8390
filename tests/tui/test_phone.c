/* The practice office on a telephone: 40 by 12, where what does not fit says so, and a key tells
 * the rest. */
#include "../../src/tui/ui.h"

#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { ROWS = 12, COLS = 40 };

static int up(void **state)
{
    *state = stage_up(INDONESIAN);
    return 0;
}

static int down(void **state)
{
    stage_down((struct stage **)state);
    return 0;
}

/* At work on a telephone, after these keys. */
static struct glass *phone(void **state, const char *keys)
{
    static const struct scene at_work = { "phone", "", "", AT_WORK };
    struct glass *g = scene_reach(*state, &at_work);
    glass_resize(g, ROWS, COLS);
    stage_play(g, keys);
    return g;
}

/* In what is read: down to where that stands. */
static void read_on(struct glass *g, const char *text)
{
    for (int i = 0; i < 100 && !glass_has(g, text); i++)
        glass_press(g, "Down");
    glass_expect(g, text);
}

/* ---- Keys ---- */

/* Where somebody without function keys meets them first. */
static void esc_and_a_digit_is_told(void **state)
{
    struct glass *g = phone(state, "");
    glass_press(g, "Tab Down");
    glass_expect(g, "Esc lalu 2 untuk F2.");
    glass_press(g, "Ctrl-V");
    glass_expect(g, "Esc lalu 1 untuk F1.");
    glass_raw(g, "\0331");
    glass_expect(g, "┌ Bantuan");
    glass_expect(g, "Esc 1 adalah F1");
    glass_later(g, 0);
    scene_leave(&g);
}

/* ---- What is longer than its room ---- */

/* The steps of a capture, of which the last is another role's. */
static const char steps_of_capture[] = "@head <Captures> Enter Enter F6";

static void a_list_tells_that_there_is_more(void **state)
{
    struct glass *g = phone(state, steps_of_capture);
    glass_expect(g, " 1/4 ");
    glass_press(g, "PageDown PageDown");
    glass_expect(g, " 4/4 ");
    scene_leave(&g);
}

static void what_is_told_of_a_step_says_where_it_is_cut(void **state)
{
    struct glass *g = phone(state, steps_of_capture);
    glass_press(g, "PageDown PageDown");
    glass_expect_not(g, "meminjamkan");
    assert_non_null(strstr(glass_row(g, 8), " …"));
    glass_press(g, "F1");
    read_on(g, "peran itu kepada Anda.");
    scene_leave(&g);
}

static void a_refusal_is_read_whole(void **state)
{
    struct glass *g = phone(state, steps_of_capture);
    glass_press(g, "PageDown PageDown Enter");
    glass_expect(g, "meminjamkan peran itu kepada Anda.");
    int above = glass_find(g, "“Tangkapan") - 1;
    assert_non_null(strstr(glass_row(g, above), "└──────────────────────────────────────┘"));
    scene_leave(&g);
}

/* Longer than all the rows there are: F1 goes on. */
static void what_no_window_holds_is_read_with_f1(void **state)
{
    struct glass *g = phone(state, "");
    struct buf said = { 0 };
    for (int i = 0; i < 60; i++)
        buf_printf(&said, "kata%02d ", i);
    struct error e = { 0 };
    (void)fail(&e, REFUSED, "%s", buf_text(&said));
    ui_fail(g->ui, &e);
    glass_later(g, 0);
    glass_expect(g, "kata00");
    glass_expect_not(g, "kata59");
    glass_expect(g, "…");
    glass_press(g, "F1");
    glass_expect(g, "Bantuan");
    read_on(g, "kata59");
    buf_free(&said);
    scene_leave(&g);
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* It is a sentence, or cut and says so. */
static void the_help_of_an_entry_says_where_it_is_cut(void **state)
{
    static const char *const forms[] = { "Permohonan", "Tangkapan", "Tindakan" };
    bool cut = false;
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct glass *g = phone(state, "@officer Ctrl-P");
        glass_type(g, "baru: ");
        glass_type(g, forms[i]);
        glass_press(g, "Enter");
        if (g->ui->top->class->place != IN_FORM)
            glass_press(g, "Enter"); /* with what it begins */
        for (int n = 0; n < 30; n++) {
            const char *hint = glass_row(g, ROWS - 2);
            if (!ends_with(hint, ".") && !ends_with(hint, "…"))
                test_stop("ends nowhere: %s\n", hint);
            cut = cut || ends_with(hint, "…");
            glass_press(g, "Down");
        }
        scene_leave(&g);
    }
    assert_true(cut);
}

/* ---- Titles and rows ---- */

static void approvals_tell_what_and_how_many(void **state)
{
    struct glass *g = phone(state, "@head F12");
    glass_expect(g, "2 menunggu");
    glass_expect(g, "Tangkapan: Non-yustisia");
    glass_press(g, "Space");
    glass_expect(g, "1/2 ditandai");
    scene_leave(&g);
}

static void the_period_stands_in_the_title(void **state)
{
    struct glass *g = phone(state, "@head {Analysis} F7");
    glass_type(g, "11/2026");
    glass_press(g, "Enter");
    glass_expect(g, "┌ Tempat ──────────────────── Nov 2026 ┐");
    glass_press(g, "F7");
    glass_type(g, "1/1/2020 31/3/2021");
    glass_press(g, "Enter");
    glass_expect(g, " 1 Jan 2020–31 Mar 2021 ┐");
    glass_press(g, "F7");
    glass_type(g, "bulan lalu");
    glass_press(g, "Enter");
    glass_expect(g, " Okt 2026 ┐");
    scene_leave(&g);
}

static void a_label_that_is_cut_is_read_with_enter(void **state)
{
    struct glass *g = phone(state, "@head <Measures> Enter");
    glass_expect(g, "Diteruskan o…");
    stage_play(g, "[Diteruskan] Enter");
    glass_expect(g, "Diteruskan oleh:");
    glass_expect(g, "┌ Tindakan ");
    scene_leave(&g);
}

/* ---- People ---- */

static void somebody_new_is_asked_for_roles(void **state)
{
    struct glass *g = phone(state, "@admin");
    glass_resize(g, 24, 80);
    stage_play(g, "Ctrl-P");
    glass_type(g, "baru: pegawai");
    glass_press(g, "Enter");
    glass_expect(g, "Nama masuk *");
    glass_expect(g, "Peran *");
    scene_leave(&g);
}

static void what_only_the_command_line_does_says_so(void **state)
{
    struct glass *g = phone(state, "@admin <Staff> Enter Enter F6");
    glass_type(g, "kunci baru");
    glass_expect(g, "baris perintah");
    scene_leave(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(esc_and_a_digit_is_told),
        cmocka_unit_test(a_list_tells_that_there_is_more),
        cmocka_unit_test(what_is_told_of_a_step_says_where_it_is_cut),
        cmocka_unit_test(a_refusal_is_read_whole),
        cmocka_unit_test(what_no_window_holds_is_read_with_f1),
        cmocka_unit_test(the_help_of_an_entry_says_where_it_is_cut),
        cmocka_unit_test(approvals_tell_what_and_how_many),
        cmocka_unit_test(the_period_stands_in_the_title),
        cmocka_unit_test(a_label_that_is_cut_is_read_with_enter),
        cmocka_unit_test(somebody_new_is_asked_for_roles),
        cmocka_unit_test(what_only_the_command_line_does_says_so),
    };
    return cmocka_run_group_tests(tests, up, down);
}
