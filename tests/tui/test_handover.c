/* Handing over at home: one draft, all of one's own, and taking over what was handed here. */
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void type_permit(struct glass *g, const char *number)
{
    glass_press(g, "F2");
    glass_type(g, number);
    glass_press(g, "Tab Esc");
    glass_expect(g, "draf");
}

static void a_draft_is_parked_for_a_colleague(void **state)
{
    static const struct {
        int rows, cols;
    } sizes[] = { { 24, 80 }, { 14, 48 } };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct glass *g = people_glass(*state, sizes[i].rows, sizes[i].cols);
        people_login(g, "operator", "demo");
        type_permit(g, "2026.1.1203.0.K01.E.777011");
        glass_press(g, sizes[i].cols < 80 ? "End F6" : "Tab End F6");
        glass_expect(g, "Serahkan 1 kepada");
        glass_type(g, "siapa");
        glass_press(g, "Enter Enter");
        glass_expect(g, "tidak ada yang bernama");
        glass_press(g, "F6");
        glass_type(g, "verifier");
        glass_press(g, "Enter");
        glass_type(g, "tinggal barang");
        glass_press(g, "Enter");
        glass_expect(g, "Diserahkan kepada verifier: 1");
        glass_expect_not(g, "Ketikan belum disimpan");
        glass_press(g, "Ctrl-V");
        people_login(g, "verifier", "demo");
        glass_press(g, "End");
        glass_expect(g, "Diserahkan oleh operator");
        glass_press(g, "Enter");
        glass_expect(g, "777011"); /* and goes on typing */
        glass_press(g, "Esc");
        glass_expect_not(g, "Diserahkan oleh");
        glass_press(g, "End Ctrl-X");
        glass_close(&g);
    }
}

/* A decision the coordinator was asked for and put aside. */
static int64_t held_by_coordinator(struct people_office *o)
{
    struct session *s = o->desk->session;
    struct error e = { 0 };
    language_set(ENGLISH);
    int64_t id = staff_accepted(s);
    staff_login(s, "coordinator");
    struct record *r = counter_load(s, "permit", id);
    must(act_hold(s, r, "h+2", "menunggu hasil lab", &e), &e);
    record_free(&r);
    session_logout(s);
    language_set(INDONESIAN);
    return id;
}

static void open_shift(struct glass *g)
{
    glass_press(g, "Ctrl-P");
    glass_type(g, "serah terima tugas");
    glass_press(g, "Enter");
}

/* All that is mine, and nothing of who sat here before. */
static void a_shift_ends_with_all_that_is_mine(void **state)
{
    static const struct {
        int rows, cols;
    } sizes[] = { { 24, 80 }, { 14, 48 } };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct people_office *o = *state;
        held_by_coordinator(o);
        struct glass *g = people_glass(o, sizes[i].rows, sizes[i].cols);
        people_login(g, "operator", "demo");
        type_permit(g, "2026.1.1203.0.K01.E.777021");
        glass_press(g, "Ctrl-V");
        people_login(g, "coordinator", "demo");
        type_permit(g, "2026.1.1203.0.K01.E.777022");
        open_shift(g);
        glass_expect(g, "777022");
        glass_expect_not(g, "777021");
        glass_expect(g, "Ditahan");
        glass_press(g, "F8");
        glass_press(g, "F2");
        glass_expect(g, "Serahkan 2 kepada");
        glass_type(g, "head");
        glass_press(g, "Enter");
        glass_type(g, "cuti");
        glass_press(g, "Enter");
        glass_expect(g, "Diserahkan kepada head: 2");
        glass_expect_not(g, "777022");
        glass_press(g, "Esc Ctrl-V");
        people_login(g, "head", "demo");
        if (sizes[i].cols == 80) /* narrower the menu stands alone, with the count */
            glass_expect(g, "Diserahkan kepada Anda");
        open_shift(g);
        glass_press(g, "End");
        glass_expect(g, "dari coordinator · cuti");
        glass_press(g, "Enter"); /* takes the draft over */
        glass_expect(g, "777022");
        glass_press(g, "Esc");
        glass_expect_not(g, "Untuk Anda");
        glass_close(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_is_parked_for_a_colleague),
        cmocka_unit_test(a_shift_ends_with_all_that_is_mine),
    };
    return cmocka_run_group_tests(tests, people_up, people_down);
}
