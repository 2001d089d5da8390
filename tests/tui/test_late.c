/* What is past its service time is seen in the list, however narrow it is. */
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "actions/staff.h"

static void the_list_marks_what_is_late(void **state)
{
    struct people_office *o = *state;
    (void)staff_accepted(o->desk->session);
    for (int late = 0; late < 2; late++) {
        struct glass *g = people_glass(o, 24, 80);
        people_login(g, "operator", "demo");
        glass_menu(g, "Permohonan");
        glass_expect(g, "diterima");
        if (late)
            glass_expect(g, ">!2026-0001");
        else
            glass_expect_not(g, ">!");
        glass_expect(g, late ? "lewat 39 hari" : " lagi");
        glass_close(&g);
        o->office.now += (moment)40 * 24 * 60 * 60 * 1000;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_list_marks_what_is_late) };
    return cmocka_run_group_tests(tests, people_up, people_down);
}
