/* Printing: no printer, and a file that is there already. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail

/* A submitted permit, its receipt asked for, and where to. */
static struct glass *print_box(struct office *o)
{
    office_permit(o, "0001", "PT Toba Agro");
    struct glass *g = glass_open(o, 24, 80, false);
    glass_menu(g, "Permohonan");
    glass_press(g, "Enter F8 Enter");
    glass_expect(g, "Ke pencetak");
    return g;
}

static void type_path(struct glass *g, const char *path)
{
    glass_press(g, "Ctrl-U");
    glass_type(g, path);
    glass_press(g, "Enter");
}

/* What was printed before is not written over; the name stands there to be changed. */
static void a_file_that_is_there_stays(void **state)
{
    struct office *o = *state;
    char path[320], other[330];
    struct buf first = { 0 }, later = { 0 };
    snprintf(path, sizeof path, "%s/slip.txt", o->folder);
    snprintf(other, sizeof other, "%s2", path);
    struct glass *g = print_box(o);
    glass_press(g, "Down Enter");
    type_path(g, path);
    glass_expect(g, "Ditulis ke");
    assert_int_equal(file_read(path, 1 << 20, &first, NULL), DONE);
    glass_press(g, "F8 Enter Down Enter");
    type_path(g, path);
    glass_expect(g, "sudah ada. Pilih nama lain.");
    glass_expect(g, "Berkas:");
    glass_expect(g, "slip.txt");
    assert_int_equal(file_read(path, 1 << 20, &later, NULL), DONE);
    assert_string_equal(buf_text(&first), buf_text(&later));
    glass_type(g, "2");
    glass_press(g, "Enter");
    assert_int_equal(access(other, F_OK), 0);
    buf_free(&first);
    buf_free(&later);
    glass_close(&g);
}

static void without_a_printer_the_box_stays(void **state)
{
    struct office *o = *state;
    char *path = xstrdup(getenv("PATH"));
    setenv("PATH", o->folder, 1); /* there is no lp */
    struct glass *g = print_box(o);
    glass_press(g, "Enter");
    glass_expect(g, "Pencetak belum terpasang");
    glass_expect(g, "F8 pada data ini");
    glass_expect(g, "> 2 Ke berkas");
    glass_press(g, "Esc F8 Enter");
    glass_expect(g, "> 2 Ke berkas"); /* remembered */
    setenv("PATH", path, 1);
    free(path);
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_that_is_there_stays, office_up, office_down),
        cmocka_unit_test_setup_teardown(without_a_printer_the_box_stays, office_up, office_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
