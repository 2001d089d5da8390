/* The expiry watch on the screen: from the menu and the palette, at every size; looked after by
 * keys, and watched again. */
#include "actions/counter.h"
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void lend(struct office *o, const char *to)
{
    struct session *s = office_session(o);
    counter_put(s, "post",
                (const char *const[]){ "role", "head", "valid_from", "2026-01-01", "valid_to", to,
                                       "basis", "SK 1", NULL });
    session_close(&s);
}

static void open_watch(struct glass *g)
{
    glass_press(g, "Ctrl-P");
    glass_type(g, "masa berlaku");
    glass_press(g, "Enter");
    glass_expect(g, "Masa berlaku");
}

static int filled_up(void **state)
{
    int result = office_up(state);
    static const char *const ends[] = { "2026-11-21", "2026-11-19", "2026-11-10", "2026-12-05",
                                        "2026-12-20" };
    for (size_t i = 0; result == 0 && i < COUNT(ends); i++)
        lend(*state, ends[i]);
    return result;
}

static void it_is_read_at_every_size(void **state)
{
    static const struct {
        int rows, cols;
        bool mono;
    } sizes[] = { { 24, 80, false }, { 24, 80, true }, { 12, 40, false } };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct glass *g = glass_open(*state, sizes[i].rows, sizes[i].cols, sizes[i].mono);
        open_watch(g);
        glass_press(g, "Down");
        glass_expect(g, "1 hari lalu");
        glass_close(&g);
    }
}

static void it_opens_from_the_menu_and_opens_the_record(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_expect(g, "1 ! jatuh tempo: ");
    glass_expect(g, "2 ! habis masa: ");
    glass_expect(g, "3   segera habis: ");
    glass_menu(g, "Masa berlaku");
    glass_expect(g, "1 tempo · 2 habis · 3 segera");
    glass_press(g, "Enter");
    glass_expect(g, "21 Nov 2026");
    glass_press(g, "Esc");
    glass_expect(g, "1 tempo · 2 habis · 3 segera");
    glass_close(&g);
}

static void handled_by_keys_and_watched_again(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    open_watch(g);
    glass_press(g, "F2");
    glass_expect(g, "Surat sudah dikirim");
    glass_press(g, "Down Enter Enter");
    glass_expect(g, "Tulis dengan kata-kata");
    glass_type(g, "ditelepon");
    glass_press(g, "Enter");
    glass_type(g, "h");
    glass_press(g, "Enter");
    glass_expect(g, "hari yang akan datang");
    glass_expect(g, "1 tempo");
    glass_press(g, "F2 Enter");
    glass_type(g, "surat ketiga");
    glass_press(g, "Enter");
    glass_type(g, "h+7");
    glass_press(g, "Enter");
    glass_expect(g, "Dicatat sudah ditangani");
    glass_expect(g, "0 tempo");
    glass_press(g, "Ctrl-A End");
    glass_expect(g, "surat ketiga");
    glass_press(g, "F2");
    glass_type(g, "belum sampai");
    glass_press(g, "Enter");
    glass_expect(g, "1 tempo");
    glass_close(&g);
}

/* A draft to complete, in its form; what is not over yet is none. */
static void what_lapsed_is_proposed_as_a_capture(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    open_watch(g);
    glass_press(g, "F6");
    glass_expect(g, "Hanya yang sudah habis masanya");
    glass_press(g, "Down F6");
    glass_expect(g, "Tangkapan");
    glass_expect_not(g, "Masa berlaku:");
    glass_press(g, "Esc");
    glass_expect(g, "1 habis"); /* it is handled with that */
    glass_close(&g);
    assert_int_equal(office_count(*state, "capture"), 1);
}

/* A rule that is none is named, and hides nothing else. */
static void a_wrong_rule_hides_no_counters(void **state)
{
    struct office *o = *state;
    struct session *s = office_session(o);
    counter_put(
        s, "rule",
        (const char *const[]){ "rule", "watch.lead_days", "value", "besok", "basis", "uji", NULL });
    session_close(&s);
    struct glass *g = glass_open(o, 24, 80, false);
    glass_expect(g, "Menunggu Anda");
    glass_expect(g, "watch.lead_days");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_read_at_every_size),
        cmocka_unit_test(it_opens_from_the_menu_and_opens_the_record),
        cmocka_unit_test(handled_by_keys_and_watched_again),
        cmocka_unit_test(what_lapsed_is_proposed_as_a_capture),
        cmocka_unit_test(a_wrong_rule_hides_no_counters),
    };
    return cmocka_run_group_tests(tests, filled_up, office_down);
}
