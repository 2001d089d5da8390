/* The guest terminal: files, shows the slip, tells the state, and leads nowhere else. */
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static struct glass *open_guest(struct people_office *o, int rows, int cols)
{
    o->office.guest = true;
    struct glass *g = people_glass(o, rows, cols);
    o->office.guest = false;
    glass_expect(g, "Selamat datang");
    glass_expect(g, "Selamat datang");
    if (cols >= 80) /* the office's name leaves it no room on a small one */
        glass_expect(g, "pengunjung");
    return g;
}

static void file_coffee(struct glass *g)
{
    glass_type(g, "1");
    glass_type(g, "Budi Santoso");
    glass_press(g, "Enter");
    glass_type(g, "0812");
    glass_press(g, "Enter");
    glass_type(g, "3");
    glass_press(g, "Enter");
    glass_expect(g, "1 Ekspor");
    glass_type(g, "1");
    glass_press(g, "Enter");
    glass_type(g, "Kopi 2 ton");
    glass_press(g, "Enter Enter");
}

/* What stands behind a label of the slip. */
static void behind(struct glass *g, const char *label, char *out, size_t room)
{
    int y = glass_find(g, label);
    assert_true(y >= 0);
    const char *text = strstr(glass_row(g, y), label) + strlen(label);
    snprintf(out, room, "%.*s", (int)strcspn(text, "│|"), text);
    size_t n = strlen(out);
    while (n > 0 && out[n - 1] == ' ')
        out[--n] = '\0';
}

static void a_visitor_files_and_comes_back_to_ask(void **state)
{
    struct glass *g = open_guest(*state, 24, 80);
    char number[40], code[40];
    file_coffee(g);
    glass_expect(g, "Sudah diajukan");
    glass_expect(g, "antrean loket");
    behind(g, "Nomor: ", number, sizeof number);
    behind(g, "Kode: ", code, sizeof code);
    glass_press(g, "Enter");
    glass_expect(g, "Selamat datang");
    glass_expect_not(g, code);
    glass_type(g, "2");
    glass_type(g, number);
    glass_press(g, "Enter");
    glass_type(g, code);
    glass_press(g, "Enter");
    glass_expect(g, "Status: draf");
    glass_press(g, "Enter");
    glass_expect(g, "Selamat datang");
    glass_close(&g);
}

static void what_is_missing_is_said_and_what_is_typed_stays(void **state)
{
    struct glass *g = open_guest(*state, 24, 80);
    glass_type(g, "1");
    glass_press(g, "F2");
    glass_expect(g, "Ketik dulu nama pemohon");
    glass_type(g, "Sari");
    glass_press(g, "F2");
    glass_expect(g, "Ketik barang");
    glass_expect(g, "Sari");
    glass_press(g, "Esc");
    glass_expect_not(g, "Sari");
    glass_close(&g);
}

static void codes_cannot_be_tried_out(void **state)
{
    struct glass *g = open_guest(*state, 24, 80);
    glass_type(g, "2");
    glass_type(g, "0S00000000000");
    glass_press(g, "Enter");
    glass_type(g, "AAAABBBB");
    for (int i = 0; i < 3; i++) {
        glass_press(g, "Enter");
        glass_expect(g, "Tidak ada permohonan");
    }
    glass_press(g, "Enter");
    glass_expect(g, "Terlalu banyak kode yang salah");
    glass_press(g, "Esc"); /* and back in */
    glass_type(g, "2");
    glass_press(g, "Enter Enter");
    glass_expect(g, "Terlalu banyak kode yang salah");
    glass_later(g, 61000);
    glass_press(g, "Esc");
    glass_type(g, "2");
    glass_press(g, "Enter Enter");
    glass_expect(g, "Tidak ada permohonan");
    glass_close(&g);
}

static void left_alone_it_empties_itself(void **state)
{
    struct glass *g = open_guest(*state, 24, 80);
    glass_type(g, "3");
    glass_expect(g, "Welcome");
    glass_type(g, "1");
    glass_type(g, "Budi Santoso");
    glass_later(g, 80000);
    glass_expect(g, "Budi Santoso");
    glass_later(g, 11000);
    glass_expect(g, "Selamat datang"); /* in Indonesian again */
    glass_type(g, "1");
    glass_expect_not(g, "Budi Santoso");
    glass_close(&g);
}

/* No key whatever, in any mode, leads to a list, a record, the palette, the log-in or the end. */
static void it_leads_nowhere_else(void **state)
{
    static const char keys[] =
        "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 Tab BackTab Up Down Left Right Home End "
        "PageUp PageDown Insert Delete";
    static const char *const inside[] = { "Selamat datang", "Ajukan permohonan", "Sampai di mana",
                                          "Untuk Anda" };
    struct glass *g = open_guest(*state, 24, 80);
    for (int mode = 0; mode <= 3; mode++) {
        if (mode == 1 || mode == 2)
            glass_type(g, mode == 1 ? "1" : "2");
        else if (mode == 3)
            file_coffee(g);
        glass_press(g, keys);
        for (char c = 'A'; c <= 'Z'; c++) {
            char name[] = "Ctrl-A";
            name[5] = c;
            if (strchr("JM", c) == NULL) /* Enter */
                glass_press(g, name);
            assert_false(ui_ended(g->ui));
        }
        glass_expect(g, inside[mode]);
        glass_expect_not(g, "Frasa sandi");
        glass_expect_not(g, "Menu");
        glass_press(g, "Esc Esc");
        glass_expect(g, "Selamat datang");
    }
    glass_raw(g, "\003\032\034"); /* what a line would end or stop by */
    assert_false(ui_ended(g->ui));
    glass_close(&g);
}

static void it_fits_a_small_window(void **state)
{
    struct glass *g = open_guest(*state, 12, 40);
    file_coffee(g);
    glass_expect(g, "Kode: ");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visitor_files_and_comes_back_to_ask),
        cmocka_unit_test(what_is_missing_is_said_and_what_is_typed_stays),
        cmocka_unit_test(codes_cannot_be_tried_out),
        cmocka_unit_test(left_alone_it_empties_itself),
        cmocka_unit_test(it_leads_nowhere_else),
        cmocka_unit_test(it_fits_a_small_window),
    };
    return cmocka_run_group_tests(tests, people_up, people_down);
}
