/* The monitoring pane: agenda, month, route and load at every size; moving a visit and giving it to
 * an officer by keys; what stands against a visit. */
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void company(struct session *s, const char *name, const char *place)
{
    counter_make(s, "party", (const char *const[]){ "name", name, NULL });
    counter_make(s, "facility",
                 (const char *const[]){ "company", name, "place", place, "contact", "Bu Rina",
                                        "contact_phone", "08123456789", NULL });
}

static int64_t due(struct session *s, const char *name, const char *hour)
{
    return counter_make(s, "monitoring",
                        (const char *const[]){ "facility", name, "hour", hour, NULL });
}

static void plan(struct session *s, int64_t id, const char *on, const char *officer)
{
    struct error e = { 0 };
    const struct assignment sets[] = { { "scheduled_on", on },
                                       { "officer", officer },
                                       { "contact", "Bu Rina" } };
    const struct step_request q = { .kind = registry_find(&all_kinds, "monitoring"),
                                    .id = id,
                                    .verb = "schedule",
                                    .sets = sets,
                                    .set_count = COUNT(sets) };
    must(act_step(s, &q, NULL, &e), &e);
}

/* Friday, 20 November 2026. */
static int filled_up(void **state)
{
    int result = people_up(state);
    if (result != 0)
        return result;
    struct session *s = ((struct people_office *)*state)->desk->session;
    language_set(ENGLISH);
    staff_add(s, "budi", "officer");
    staff_login(s, "operator");
    company(s, "PT Deli Spice", "Gudang 4 KIM II, Medan");
    company(s, "PT Toba Agro", "Jl. Medan-Binjai km 12");
    company(s, "CV Karo Segar", "Kabanjahe");
    staff_login(s, "officer");
    counter_make(s, "duty",
                 (const char *const[]){ "officer", "budi", "duty", "leave", "from_on", "2026-11-24",
                                        "to_on", "2026-11-26", NULL });
    due(s, "PT Toba Agro", "");
    plan(s, due(s, "PT Deli Spice", "09.00"), "2026-11-20", "officer");
    plan(s, due(s, "CV Karo Segar", "10.00"), "2026-11-20", "officer");
    plan(s, due(s, "PT Toba Agro", ""), "2026-11-18", "budi");
    plan(s, due(s, "PT Deli Spice", "13.30"), "2026-11-25", "budi");
    plan(s, due(s, "CV Karo Segar", ""), "2026-12-02", "officer");
    session_logout(s);
    language_set(INDONESIAN);
    return 0;
}

static struct glass *open_glass(void *state, int rows, int cols, bool mono)
{
    struct people_office *o = state;
    struct glass *g = glass_open(&o->office, rows, cols, mono);
    people_login(g, "officer", "demo");
    return g;
}

static void open_plan(struct glass *g)
{
    glass_press(g, "Ctrl-P");
    glass_type(g, "rencana");
    glass_press(g, "Enter");
    glass_expect(g, "Monitoring: Agenda");
}

static void every_view_at_every_size(void **state)
{
    static const struct {
        int rows, cols;
        bool mono;
    } sizes[] = { { 24, 80, false }, { 24, 80, true }, { 12, 40, false } };
    static const struct {
        const char *keys, *expect;
    } views[] = {
        { "", "Jatuh tempo, belum dijadwalkan" },
        { "F7", "Sen" },
        { "Enter", "09.00" },
        { "F7", "budi" },
        { "F7", "Belum ada perusahaan" },
        { "F7", "Tidak ada sertifikat" },
    };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct glass *g = open_glass(*state, sizes[i].rows, sizes[i].cols, sizes[i].mono);
        open_plan(g);
        for (size_t v = 0; v < COUNT(views); v++) {
            glass_press(g, views[v].keys);
            glass_expect(g, views[v].expect);
        }
        glass_close(&g);
    }
}

static void it_opens_from_the_menu(void **state)
{
    struct glass *g = open_glass(*state, 24, 80, false);
    glass_menu(g, "Rencana");
    glass_expect(g, "Monitoring: Agenda");
    glass_press(g, "Enter");
    glass_expect(g, "PT Toba Agro");
    glass_expect_not(g, "Monitoring: Agenda");
    glass_press(g, "Esc");
    glass_expect(g, "Monitoring: Agenda");
    glass_close(&g);
}

static void grouped_and_one_officer_at_a_time(void **state)
{
    struct glass *g = open_glass(*state, 24, 80, false);
    open_plan(g);
    glass_press(g, "F8 F8");
    glass_expect(g, "Belum ada petugas");
    glass_press(g, "F8 F9");
    glass_expect(g, "budi ┐");
    glass_expect_not(g, "CV Karo Segar");
    glass_press(g, "F9");
    glass_expect(g, "officer ┐");
    glass_expect(g, "CV Karo Segar");
    glass_press(g, "F9");
    glass_expect(g, "Kunjungan semua petugas");
    glass_close(&g);
}

/* The officer on leave is marked and told; a day on they are back. */
static void moved_by_keys(void **state)
{
    struct glass *g = open_glass(*state, 24, 80, false);
    open_plan(g);
    glass_press(g, "Down Down Down Down");
    glass_expect(g, "! budi: Cuti sampai 26 Nov 2026");
    glass_type(g, "+");
    glass_expect(g, "Kam 26 Nov");
    glass_expect(g, "! budi: Cuti");
    glass_type(g, "+");
    glass_expect(g, "Jum 27 Nov");
    glass_expect_not(g, "! budi");
    glass_expect(g, "PT Deli Spice: 27 Nov 2026");
    glass_type(g, "--");
    glass_expect(g, "! budi: Cuti");
    glass_press(g, "F2");
    glass_type(g, "officer");
    glass_press(g, "Enter");
    glass_expect(g, "PT Deli Spice: officer");
    glass_expect_not(g, "! budi");
    glass_close(&g);
}

static void what_is_due_is_planned_with_its_officer(void **state)
{
    struct glass *g = open_glass(*state, 24, 80, false);
    open_plan(g);
    glass_expect(g, "Jatuh tempo, belum dijadwalkan");
    glass_type(g, "+");
    glass_expect(g, "Belum dijadwalkan: F2");
    glass_press(g, "F2");
    glass_type(g, "budi");
    glass_press(g, "Enter");
    glass_expect_not(g, "belum dijadwalkan");
    glass_expect(g, "Sen 23 Nov");
    glass_close(&g);
}

static void days_and_months_go_by_arrows(void **state)
{
    struct glass *g = open_glass(*state, 24, 80, false);
    open_plan(g);
    glass_type(g, "2");
    glass_press(g, "Down Right Left PageDown");
    glass_expect(g, "1 Des 2026");
    glass_press(g, "Right Enter");
    glass_expect(g, "Monitoring: Rute");
    glass_expect(g, "CV Karo Segar");
    glass_press(g, "Right");
    glass_expect(g, "Tidak ada kunjungan pada hari ini");
    glass_press(g, "Home");
    glass_expect(g, "20 Nov 2026");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_view_at_every_size),
        cmocka_unit_test(it_opens_from_the_menu),
        cmocka_unit_test(grouped_and_one_officer_at_a_time),
        cmocka_unit_test(days_and_months_go_by_arrows),
        cmocka_unit_test(moved_by_keys),
        cmocka_unit_test(what_is_due_is_planned_with_its_officer),
    };
    return cmocka_run_group_tests(tests, filled_up, people_down);
}
