/* The tour of the first hour: walked by keys as its lessons say them, left and taken up again, on a
 * phone's window, and not to be had in a real office. */
#include "../../src/tui/tour.h"

#include "../../src/tui/called.h"
#include "../../src/tui/lines.h"
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

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
    stage_down(&stage);
    return 0;
}

/* A practice office as new, its operator at home. */
static struct glass *begin(void)
{
    static const struct scene home = { .name = "tour", .keys = "", .place = AT_WORK };
    return scene_reach(stage, &home);
}

static bool is_narrow(const struct glass *g)
{
    return g->cols < 80;
}

static void at_lesson(struct glass *g, size_t nth)
{
    char title[32];
    snprintf(title, sizeof title, is_narrow(g) ? " %zu/%zu " : "Tur %zu/%zu: ", nth, lesson_count);
    glass_expect(g, title);
}

static const char start[] = "Ctrl-P 'tur jam' Enter";

/* One row for each lesson: what somebody does who reads it, and does no more than it says. {number}
 * is the one it names. */
static const char *const walk[] = {
    "F10 Home Down Enter",
    "F2 F8 't' Enter 'e' Enter F8 'toba' Enter F3 F2",
    "F6 Enter Esc",
    "F3 '{number}' Enter",
    "Ctrl-W Down Enter F4 Down '000123' F2",
    "Ctrl-Z Enter",
    "Ctrl-P 'daftar:·permohonan' Enter F7 'status=diajukan' Enter Down F6 Enter Enter Esc",
    ("Ctrl-V 'officer' Enter 'demo' Enter Ctrl-P 'Rencana' Enter F6 Enter 'senin' Enter 'officer' "
     "Enter 'Rina' Enter"),
    "Ctrl-P 'daftar:·tangkapan' Enter Ctrl-Y Down Down '9' F6 Enter Enter",
    "Ctrl-V 'coordinator' Enter 'demo' Enter F12 Space F2 'demo' Enter",
    "Ctrl-P 'daftar:·pihak' Enter Ctrl-P 'impor·lembar' Enter Enter Enter",
    "Esc F2 'CV·Nias·Makmur' F2",
    "F3 '{number}' Enter F8 Enter '3'",
};

/* Directions with the number in them; · is a blank that is typed. */
static void play(struct glass *g, const char *keys, const char *number)
{
    struct buf all = { 0 };
    static const char name[] = "{number}", dot[] = "·";
    for (const char *p = keys; *p;)
        if (text_starts(p, name)) {
            buf_puts(&all, number);
            p += sizeof name - 1;
        } else if (text_starts(p, dot)) {
            buf_putc(&all, ' ');
            p += sizeof dot - 1;
        } else {
            buf_putc(&all, *p++);
        }
    stage_play(g, buf_text(&all));
    buf_free(&all);
}

/* The number that the lesson names, off the screen. */
static void number_of(struct glass *g, char out[5])
{
    const char *before = is_narrow(g) ? "nomor: " : "misalnya ";
    int y = glass_find(g, before);
    assert_true(y >= 0);
    snprintf(out, 5, "%s", strstr(glass_row(g, y), before) + strlen(before));
    assert_int_equal(strspn(out, "0123456789"), 4);
}

/* What one reads before a lesson, and after it. */
static void reads(struct glass *g, size_t nth, char number[5])
{
    const struct lesson *l = &lessons[nth];
    at_lesson(g, nth + 1);
    if (l->what == HAPPENED_FOUND)
        number_of(g, number);
    if (l->what == HAPPENED_FILED && strcmp(l->kind, "party") == 0 && !is_narrow(g))
        glass_expect(g, "Baris 3: "); /* the reason it speaks of */
    if (nth > 0 && !is_narrow(g))
        glass_expect(g, "Bagus: ");
}

static void walk_at(int rows, int cols)
{
    struct glass *g = begin();
    char number[5] = "";
    glass_resize(g, rows, cols);
    assert_int_equal(COUNT(walk), lesson_count);
    stage_play(g, start);
    for (size_t i = 0; i < lesson_count; i++) {
        reads(g, i, number);
        play(g, walk[i], number);
    }
    stage_play(g, "Esc");
    glass_expect(g, is_narrow(g) ? "Tur selesai." : "Itulah jam pertama");
    stage_play(g, start);
    glass_expect_not(g, is_narrow(g) ? "Tur selesai." : "Itulah jam pertama");
    scene_leave(&g);
}

static void the_whole_tour(void **state)
{
    (void)state;
    walk_at(24, 80);
}

static void the_whole_tour_on_a_phone(void **state)
{
    (void)state;
    walk_at(12, 40);
}

static void it_is_offered_until_it_was_begun(void **state)
{
    struct glass *g = begin();
    (void)state;
    glass_expect(g, "Baru di sini?");
    stage_play(g, start);
    stage_play(g, start);
    glass_type(g, "4");
    glass_expect_not(g, "Baru di sini?");
    glass_expect_not(g, "Tur 1/");
    scene_leave(&g);
}

/* Whatever else happens, a lesson waits for its own. */
static void no_lesson_passes_by_another(void **state)
{
    static const struct {
        enum happened what;
        const struct kind *kind;
        const char *words;
    } deeds[] = {
        { HAPPENED_LISTED, &kind_permit, "" },
        { HAPPENED_LISTED, &kind_party, "" },
        { HAPPENED_FILED, &kind_permit, "" },
        { HAPPENED_FILED, &kind_capture, "" },
        { HAPPENED_FILED, &kind_party, "" },
        { HAPPENED_FILED, &kind_note, "" },
        { HAPPENED_CHANGED, &kind_permit, "number" },
        { HAPPENED_CHANGED, &kind_party, "aju" },
        { HAPPENED_FOUND, &kind_permit, "0021" },
        { HAPPENED_FOUND, &kind_permit, "toba" },
        { HAPPENED_FOUND, &kind_permit, "" },
        { HAPPENED_UNDONE, &kind_permit, "" },
        { HAPPENED_STEP, &kind_permit, "accept" },
        { HAPPENED_STEP, &kind_monitoring, "hold" },
        { HAPPENED_STEP, &kind_monitoring, "schedule" },
        { HAPPENED_DECIDED, NULL, "" },
        { HAPPENED_IMPORTED, &kind_party, "" },
        { HAPPENED_IMPORTED, &kind_permit, "" },
        { HAPPENED_PRINTED, &kind_permit, "" },
        { HAPPENED_CHANGED, &kind_permit, "aju" },
        { HAPPENED_STEP, &kind_permit, "submit" },
        { HAPPENED_STEP, &kind_capture, "record" },
        { HAPPENED_STEP, &kind_capture, "take_over" },
    };
    /* Which deed passes it: one for each lesson. */
    static const size_t own[] = { 0, 2, 20, 8, 19, 11, 12, 14, 21, 15, 16, 4, 18 };
    (void)state;
    assert_int_equal(COUNT(own), lesson_count);
    for (size_t l = 0; l < lesson_count; l++)
        for (size_t d = 0; d < COUNT(deeds); d++)
            if (lesson_passed(&lessons[l], deeds[d].what, deeds[d].kind, deeds[d].words) !=
                (d == own[l]))
                test_stop("lesson %zu, deed %zu\n", l + 1, d);
}

/* And on the screen: what is no new permit leaves the lesson where it is. */
static void other_work_leaves_it_alone(void **state)
{
    struct glass *g = begin();
    (void)state;
    stage_play(g, start);
    stage_play(g, "Ctrl-P 'daftar: pihak' Enter");
    at_lesson(g, 1);
    stage_play(g, "Esc F10 Home Down Enter");
    at_lesson(g, 2);
    stage_play(g, "Enter F4 F2 Esc Esc"); /* nothing was changed */
    at_lesson(g, 2);
    scene_leave(&g);
}

/* What a step asks in the end is still its lesson. */
static void it_goes_on_when_the_box_is_closed(void **state)
{
    struct glass *g = begin();
    (void)state;
    stage_play(g, start);
    play(g, walk[0], "");
    play(g, walk[1], "");
    stage_play(g, "F6 Enter");
    glass_expect(g, "Tanda terima untuk pemohon");
    at_lesson(g, 3);
    stage_play(g, "Esc");
    at_lesson(g, 4);
    scene_leave(&g);
}

static void only_the_field_it_names_is_the_correction(void **state)
{
    struct glass *g = begin();
    (void)state;
    stage_play(g, start);
    play(g, walk[0], "");
    play(g, walk[1], "");
    play(g, walk[2], "");
    stage_play(g, start);
    glass_type(g, "2"); /* nothing to be found */
    stage_play(g, "F4 '2026-0001' F2");
    glass_expect(g, "2026-0001");
    at_lesson(g, 5);
    stage_play(g, "F4 Down '000123' F2");
    at_lesson(g, 6);
    scene_leave(&g);
}

/* What went into another field is told at once, until the lesson is passed. */
static void what_goes_elsewhere_is_told(void **state)
{
    struct glass *g = begin();
    (void)state;
    stage_play(g, start);
    play(g, walk[0], "");
    stage_play(g, "F2 F8 'toba' Enter");
    glass_expect(g, "Belum: itu untuk isian lain");
    at_lesson(g, 2);
    stage_play(g, "Up Ctrl-U 't' Enter 'e' Enter F8 'toba' Enter F3 F2");
    at_lesson(g, 3);
    glass_expect(g, "Bagus:");
    play(g, walk[2], "");
    stage_play(g, start);
    glass_type(g, "2"); /* nothing to be found */
    stage_play(g, "F4 '000123' F2");
    at_lesson(g, 5);
    glass_expect(g, "Belum: isian lain yang berubah: F4, Ctrl-U");
    stage_play(g, "F4 Ctrl-U Down '000123' F2");
    at_lesson(g, 6);
    scene_leave(&g);
}

static void left_and_taken_up_again(void **state)
{
    struct glass *g = begin();
    (void)state;
    stage_play(g, start);
    stage_play(g, "F10 Home Down Enter");
    at_lesson(g, 2);
    scene_leave(&g);
    g = glass_open(&stage->office, 24, 80, false); /* it was not left: it stands there again */
    at_lesson(g, 2);
    stage_play(g, start);
    glass_expect(g, "Lewati pelajaran ini");
    glass_type(g, "2");
    at_lesson(g, 3);
    stage_play(g, start);
    glass_type(g, "4");
    glass_expect_not(g, "Tur 3/");
    glass_close(&g);
    g = glass_open(&stage->office, 24, 80, false);
    glass_expect_not(g, "Tur 3/");
    glass_expect_not(g, "Baru di sini?");
    stage_play(g, start);
    at_lesson(g, 3);
    stage_play(g, start);
    glass_type(g, "3");
    at_lesson(g, 1);
    glass_close(&g);
}

static void in_a_small_window(void **state)
{
    struct glass *g = begin();
    (void)state;
    glass_resize(g, 12, 40);
    glass_press(g, "Down"); /* the greeting is read */
    glass_expect(g, "Baru?");
    stage_play(g, start);
    glass_expect(g, " 1/13 ");
    stage_play(g, "F10 Home Down Enter");
    glass_expect(g, " 2/13 ");
    glass_expect(g, "Permohonan"); /* the list itself is there */
    assert_int_equal(glass_find(g, " 2/13 "), 12 - 2 - 2);
    scene_leave(&g);
}

/* Where everything is real it tells where one may learn. */
static void not_in_a_real_office(void **state)
{
    void *office = NULL;
    (void)state;
    assert_int_equal(office_up(&office), 0);
    struct glass *g = glass_open(office, 24, 80, false);
    glass_expect_not(g, "Baru di sini?");
    glass_press(g, "Ctrl-P");
    glass_type(g, "tur jam");
    glass_press(g, "Enter");
    glass_expect_not(g, "Tur 1/");
    glass_expect(g, "Tur ini untuk kantor latihan");
    glass_expect(g, "init --demo");
    glass_close(&g);
    office_down(&office);
}

/* ---- What the lessons say ---- */

static size_t rows_of(const char *id, size_t cells)
{
    struct buf text = { 0 };
    struct lines lines = { 0 };
    called_words(_(id), "0021", &text);
    if (strpbrk(buf_text(&text), "{}[]"))
        test_stop("no such name in: %s\n", buf_text(&text));
    lines_wrap(&lines, buf_text(&text), cells);
    size_t n = lines.count;
    lines_free(&lines);
    buf_free(&text);
    return n;
}

static void fits(const char *text, const char *brief)
{
    enum { PREFIX = 6 }; /* "12/12 " */
    struct buf with = { 0 };
    if (rows_of(text, 78) > 3)
        test_stop("more than three rows: %s\n", _(text));
    buf_printf(&with, "12/12 %s", _(brief));
    if (rows_of(buf_text(&with), 38) > 2)
        test_stop("more than two rows of 38: %s\n", buf_text(&with));
    buf_free(&with);
}

static void every_word_fits_and_is_known(void **state)
{
    static const enum language languages[] = { INDONESIAN, ENGLISH };
    (void)state;
    for (size_t l = 0; l < COUNT(languages); l++) {
        language_set(languages[l]);
        for (size_t i = 0; i < lesson_count; i++)
            fits(lessons[i].text, lessons[i].brief);
        fits(lesson_end, lesson_end_brief);
    }
    language_set(INDONESIAN);
}

/* A lesson names the key that the table gives, whatever it is. */
static void keys_come_from_the_table(void **state)
{
    struct buf text = { 0 };
    (void)state;
    called_words("{find} {palette} {new capture} {step permit accept} {field permit aju} [import] "
                 "{number}",
                 "77", &text);
    assert_string_equal(buf_text(&text),
                        "F3 Ctrl-P Baru: Tangkapan Terima Nomor aju Impor lembar 77");
    buf_reset(&text);
    called_words("{plan} [nobody] {step permit fly} {field permit wing} {list} {", "77", &text);
    assert_string_equal(buf_text(&text),
                        "Rencana [nobody] {step permit fly} {field permit wing} {list} {");
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_tour),
        cmocka_unit_test(the_whole_tour_on_a_phone),
        cmocka_unit_test(it_is_offered_until_it_was_begun),
        cmocka_unit_test(no_lesson_passes_by_another),
        cmocka_unit_test(other_work_leaves_it_alone),
        cmocka_unit_test(it_goes_on_when_the_box_is_closed),
        cmocka_unit_test(only_the_field_it_names_is_the_correction),
        cmocka_unit_test(what_goes_elsewhere_is_told),
        cmocka_unit_test(left_and_taken_up_again),
        cmocka_unit_test(in_a_small_window),
        cmocka_unit_test(not_in_a_real_office),
        cmocka_unit_test(every_word_fits_and_is_known),
        cmocka_unit_test(keys_come_from_the_table),
    };
    return cmocka_run_group_tests(tests, up, down);
}
