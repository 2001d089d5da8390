/* A person who knows only what the bar and the hints say files a permit of two items, sees it
 * through its first steps, and finds it again by the last digits of its number. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void enter(struct glass *g, const char *text)
{
    glass_type(g, text);
    glass_press(g, "Enter");
}

static void fill_application(struct glass *g)
{
    glass_press(g, "Enter Enter Enter Enter"); /* numbers, day and channel stand */
    enter(g, "t");
    enter(g, "eks");
    glass_expect(g, "Ekspor");
    glass_press(g, "PageDown");
    enter(g, "toba"); /* any part of the name */
    glass_expect(g, "PT Toba Agro");
    glass_press(g, "Enter Enter BackTab");
    enter(g, "toba");
    glass_press(g, "Enter");
    enter(g, "Minato Foods");
    glass_press(g, "PageDown");
    enter(g, "indonesia");
    glass_press(g, "Enter Enter");
    enter(g, "jepang");
    glass_press(g, "Enter Enter");
    enter(g, "laut");
}

static void fill_items(struct glass *g)
{
    while (!glass_has(g, "Rincian barang"))
        glass_press(g, "PageDown");
    enter(g, "pinang");
    glass_expect(g, "08028000"); /* the commodity brings its HS code */
    glass_press(g, "Enter");
    enter(g, "1.250,5");
    enter(g, "kg");
    glass_press(g, "Enter Enter");
    enter(g, "kopi");
    glass_press(g, "Enter");
    enter(g, "300");
    enter(g, "kg");
}

static void mark_papers(struct glass *g)
{
    glass_press(g, "F7");
    glass_expect(g, "Dokumen wajib ditambahkan");
    glass_expect(g, "Invoice");
    glass_type(g, "ada");
    glass_press(g, "Down Ctrl-D"); /* as in the line above */
}

static void take_step(struct glass *g, const char *label)
{
    glass_press(g, "F6");
    glass_type(g, label);
    glass_press(g, "Enter");
}

static void files_and_finds(void **state)
{
    struct office *o = *state;
    office_make(o, "party", (const char *const[]){ "name", "PT Toba Agro", NULL });
    struct glass *g = glass_open(o, 24, 80, false);
    glass_expect(g, "F2 Baru");
    glass_press(g, "F2");
    fill_application(g);
    fill_items(g);
    mark_papers(g);
    size_t keys = g->pressed;
    glass_press(g, "F2");
    glass_expect(g, "tersimpan");
    glass_press(g, "PageDown");
    glass_expect(g, "Rincian barang (2)");
    print_message("keys of a first permit: %zu\n", keys);
    assert_true(keys <= 140);

    take_step(g, "ajukan");
    glass_expect(g, "Tanda terima");
    glass_press(g, "Esc");
    take_step(g, "terima");
    glass_expect(g, "Ya: Terima");
    glass_press(g, "Enter");
    glass_expect(g, "diterima");
    glass_press(g, "Esc Esc Esc"); /* the receipt, the record, and home */
    glass_expect(g, "Pekerjaan hari ini");

    glass_press(g, "F3");
    glass_type(g, "0001");
    glass_expect(g, "2026-0001");
    glass_press(g, "Enter");
    glass_expect(g, "2026-0001");
    glass_press(g, "PageDown PageDown");
    glass_expect(g, "Pinang");
    glass_expect(g, "Biji kopi");
    glass_press(g, "F4"); /* what it began with is locked by now, and it says what opens it */
    glass_expect(g, "isian terkunci. Pembetulan: F6 “Betulkan isian”.");
    glass_press(g, "F2");
    glass_expect(g, "Tidak ada yang berubah.");
    glass_expect_not(g, "ersimpan");
    glass_close(&g);
}

/* What is typed the second time: the applicant is regular, the rest is carried or copied. */
static void a_repeat_costs_few_keys(void **state)
{
    struct office *o = *state;
    struct glass *g = glass_open(o, 24, 80, false);
    glass_press(g, "F3");
    glass_type(g, "0001");
    glass_press(g, "Enter");
    size_t before = g->pressed;
    glass_press(g, "F9");
    glass_expect(g, "Salinan");
    glass_press(g, "F2");
    glass_expect(g, "tersimpan");
    assert_int_equal(g->pressed - before, 2);
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_and_finds),
        cmocka_unit_test(a_repeat_costs_few_keys),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
