/* As which state a log's new records come in, and that what went on from there is no longer the
 * sheet's to change. */
#include "sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

struct coming {
    const char *number, *said; /* NULL: nothing */
    const char *state;         /* as which it lands; NULL: MISUSED */
};

static const struct coming comings[] = {
    { "PILIH.1", NULL, "completed" },
    { "PILIH.2", "completed", "completed" },
    { "PILIH.3", "draft", "draft" },
    { "PILIH.4", "accepted", NULL },
};

static void it_is_said_and_chosen(void **state)
{
    struct counter_desk *d = *state;
    for (size_t i = 0; i < COUNT(comings); i++) {
        const struct coming *c = &comings[i];
        struct buf sheet = { 0 };
        struct import_report report = { 0 };
        buf_printf(&sheet,
                   SHEET_BANNER SHEET_HEADER "1;%s;%s;2020-05-02;Ekspor;CV A;B;JEPANG;KM "
                                             "KELUD;PALA;1;kg\r\n",
                   c->number, c->number);
        const struct import_options o = { .path = sheet_write(d, buf_text(&sheet)),
                                          .state = c->said };
        assert_int_equal(act_import(d->session, &kind_permit, &o, &report, NULL),
                         c->state ? DONE : MISUSED);
        if (c->state) {
            struct record *r = permit_numbered(d->session, c->number);
            assert_string_equal(r->state, c->state);
            assert_string_equal(report.state->id, c->state);
            assert_string_equal(report.draft->id, "draft");
            assert_int_equal(report.recent, 0);
            record_free(&r);
        }
        import_report_free(&report);
        buf_free(&sheet);
    }
}

/* The desk's clock stands in November 2026 or so; the row is of that day. */
static void work_of_these_days_is_told(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = { 0 }, on = { 0 };
    day_iso(session_today(d->session), &on);
    buf_printf(&sheet,
               SHEET_BANNER SHEET_HEADER
               "1;BARU.1;BARU1;%s;Ekspor;CV A;B;JEPANG;KM KELUD;PALA;1;kg\r\n",
               buf_text(&on));
    struct import_report report =
        sheet_import_with(d, buf_text(&sheet), (struct import_options){ .dry_run = true });
    assert_int_equal(report.recent, 1);
    import_report_free(&report);
    report = sheet_import_with(d, buf_text(&sheet),
                               (struct import_options){ .dry_run = true, .state = "draft" });
    assert_int_equal(report.recent, 0);
    import_report_free(&report);
    buf_free(&sheet);
    buf_free(&on);
}

/* As if its step had been taken. */
static void go_on(struct session *s, struct record *r, const char *state)
{
    struct intent intent = { .author = "" };
    act_new_txn(intent.txn);
    r->state = flow_state(r->kind->flow, state)->id;
    assert_int_equal(store_begin(session_store(s), &intent, NULL, NULL), DONE);
    assert_int_equal(store_save(session_store(s), r, &(struct change){ "edit", "" }, NULL), DONE);
    assert_int_equal(store_commit(session_store(s), NULL), DONE);
}

static void what_went_on_is_the_desks(void **state)
{
    struct counter_desk *d = *state;
    static const char before[] = SHEET(SHEET_ROW("LANJUT.1", "L1", "CV A", "PALA", "1"));
    static const char after[] = SHEET(SHEET_ROW("LANJUT.1", "L1", "CV B", "PALA", "1"));
    struct import_report report =
        sheet_import_with(d, before, (struct import_options){ .state = "draft" });
    import_report_free(&report);
    struct record *r = permit_numbered(d->session, "LANJUT.1");
    go_on(d->session, r, "submitted");
    record_free(&r);
    report = sheet_import(d, after);
    assert_int_equal(report.unchanged, 1);
    import_report_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_said_and_chosen),
        cmocka_unit_test(work_of_these_days_is_told),
        cmocka_unit_test(what_went_on_is_the_desks),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
