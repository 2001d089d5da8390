/* Imports on the screen of an office with people: others' are not offered to who may not take them
 * back, and the passphrase signs what is taken back by who may. */
#include "actions/sheets.h"
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>
#undef fail

static void open_offer(struct glass *g)
{
    glass_press(g, "Ctrl-P");
    glass_type(g, "urungkan impor");
    glass_press(g, "Enter");
}

static void bring_in(struct people_office *o)
{
    staff_login(o->desk->session, "operator");
    struct import_report report =
        sheet_import(o->desk, SHEET(SHEET_ROW("LAYAR.1", "L1", "CV A", "PALA", "1")));
    import_report_free(&report);
    session_logout(o->desk->session);
}

static void others_are_not_offered(void **state)
{
    struct people_office *o = *state;
    bring_in(o);
    struct glass *g = people_glass(o, 24, 80);
    people_login(g, "officer", "demo");
    open_offer(g);
    glass_expect(g, "Tidak ada impor Anda yang dapat diurungkan");
    glass_expect(g, "└──"); /* over two rows, and the frames above still end */
    glass_close(&g);
}

static void an_administrator_signs(void **state)
{
    struct people_office *o = *state;
    bring_in(o);
    struct glass *g = people_glass(o, 24, 80);
    people_login(g, "admin", "demo");
    open_offer(g);
    glass_expect(g, "(operator)");
    glass_press(g, "Enter");
    glass_expect(g, "akan diurungkan");
    glass_type(g, "2");
    glass_expect(g, "(tidak ditampilkan)");
    glass_type(g, "wrong");
    glass_press(g, "Enter");
    glass_expect(g, "(tidak ditampilkan)"); /* nothing was taken back yet */
    glass_type(g, "demo");
    glass_press(g, "Enter");
    glass_expect(g, "1 data diurungkan");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(others_are_not_offered, people_up, people_down),
        cmocka_unit_test_setup_teardown(an_administrator_signs, people_up, people_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
