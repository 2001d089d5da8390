/* Who may take an import back: whoever brought it in, for some days; else it takes a right of its
 * own. */
#include "sheets.h"
#include "staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

enum { DAYS_KEPT = 7 };
#define DAY_MS INT64_C(86400000)

static void count_one(void *context, const struct import_told *told)
{
    *(int *)context += told->kind == &kind_permit;
}

/* Two permits brought in by the operator; returns the batch. */
static int64_t brought_in(struct counter_desk *d, const char *sheet)
{
    staff_login(d->session, "operator");
    struct import_report report = sheet_import(d, sheet);
    int64_t batch = report.batch;
    import_report_free(&report);
    return batch;
}

struct asked {
    const char *who;
    int days_later;
    enum outcome may;
    bool beyond;
    int listed; /* at least so many imports of permits are offered */
};

static void ask(struct counter_desk *d, int64_t batch, const struct asked *a)
{
    struct undo_report undo = { 0 };
    struct error why = { 0 };
    int listed = 0;
    staff_login(d->session, a->who);
    moment before = d->now;
    d->now += a->days_later * DAY_MS;
    assert_int_equal(act_import_undo(d->session, batch, true, &undo, &why), a->may);
    assert_int_equal(undo.beyond, a->beyond);
    assert_int_equal(undo.undone, a->may == DONE);
    if (a->may == FORBIDDEN)
        assert_non_null(strstr(why.text, "operator"));
    assert_int_equal(act_import_list(d->session, count_one, &listed, NULL), DONE);
    assert_int_equal(listed > 0, a->listed);
    if (a->may != DONE) /* and in earnest no more */
        assert_int_equal(act_import_undo(d->session, batch, false, &undo, NULL), FORBIDDEN);
    d->now = before;
    undo_report_free(&undo);
}

static void whose_it_is_decides(void **state)
{
    struct counter_desk *d = *state;
    int64_t batch = brought_in(d, SHEET(SHEET_ROW("MILIK.1", "M1", "CV A", "PALA", "1")));
    staff_add(d->session, "second", "operator");
    const struct asked all[] = {
        { "operator", 0, DONE, false, 1 },
        { "operator", DAYS_KEPT - 1, DONE, false, 1 },
        { "operator", DAYS_KEPT + 1, FORBIDDEN, true, 0 },
        { "second", 0, FORBIDDEN, true, 0 },
        { "officer", 0, FORBIDDEN, true, 0 },
        { "admin", 0, DONE, true, 1 },
        { "admin", DAYS_KEPT + 1, DONE, true, 1 },
    };
    for (size_t i = 0; i < COUNT(all); i++)
        ask(d, batch, &all[i]);
    session_logout(d->session);
    struct undo_report undo = { 0 };
    int listed = 0;
    assert_int_equal(act_import_undo(d->session, batch, false, &undo, NULL), FORBIDDEN);
    assert_int_equal(act_import_list(d->session, count_one, &listed, NULL), DONE);
    assert_int_equal(listed, 0); /* nobody's */
    undo_report_free(&undo);
}

/* And the chain holds what the administrator took back. */
static void an_administrator_takes_back_what_others_brought(void **state)
{
    struct counter_desk *d = *state;
    int64_t batch = brought_in(d, SHEET(SHEET_ROW("MILIK.2", "M2", "CV A", "PALA", "1")));
    struct undo_report undo = { 0 };
    struct buf defects = { 0 };
    staff_login(d->session, "admin");
    assert_int_equal(act_import_undo(d->session, batch, false, &undo, NULL), DONE);
    assert_int_equal(undo.undone, 1);
    session_logout(d->session);
    assert_int_equal(staff_verify(d->session, &defects), 0);
    undo_report_free(&undo);
    buf_free(&defects);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whose_it_is_decides),
        cmocka_unit_test(an_administrator_takes_back_what_others_brought),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
