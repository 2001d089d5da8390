/* Whole imports: stopped and gone on with, taken back, sent out again in
 * the layout they came in. */
#include "sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* A month of so many permits, their numbers beginning with prefix. */
static struct buf month_of(const char *prefix, int count)
{
    struct buf text = { 0 };
    buf_puts(&text, SHEET_BANNER SHEET_HEADER);
    for (int i = 1; i <= count; i++)
        buf_printf(&text,
                   "%d;%s.%05d;%s%d;2020-05-02;Ekspor;CV A;B;JEPANG;KM KELUD;PALA;%d,5;kg\r\n", i,
                   prefix, i, prefix, i, i);
    return text;
}

static bool stop_at_once(void *context, int64_t rows)
{
    (void)context;
    (void)rows;
    return false;
}

struct last_batch {
    int64_t id;
    size_t count;
    bool whole;
};

static void note_first(void *context, const struct import_told *told)
{
    struct last_batch *last = context;
    if (last->count++ == 0) {
        last->id = told->batch;
        last->whole = told->whole;
    }
}

static struct last_batch newest(struct session *s)
{
    struct last_batch last = { 0 };
    assert_int_equal(act_import_list(s, note_first, &last, NULL), DONE);
    return last;
}

static void what_was_stopped_goes_on_as_one(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = month_of("HENTI", 450);
    struct import_report first =
        sheet_import_with(d, buf_text(&sheet), (struct import_options){ .progress = stop_at_once });
    assert_true(first.created > 0 && first.created < 450);
    assert_false(newest(d->session).whole);
    struct import_report second = sheet_import(d, buf_text(&sheet));
    assert_int_equal(first.created + second.created, 450);
    assert_int_equal(second.unchanged, first.created);
    assert_true(second.batch == first.batch);
    assert_true(newest(d->session).whole);
    chain_length(d->session);

    struct undo_report undo = { 0 };
    assert_int_equal(act_import_undo(d->session, second.batch, false, &undo, NULL), DONE);
    assert_int_equal(undo.undone, 450);
    assert_int_equal(undo.kept, 0);
    chain_length(d->session);
    undo_report_free(&undo);
    import_report_free(&first);
    import_report_free(&second);
    buf_free(&sheet);
}

static void what_was_ended_is_not_gone_on_with(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = month_of("UTUH", 3);
    struct import_report first = sheet_import(d, buf_text(&sheet));
    struct record *r = permit_numbered(d->session, "UTUH.00002");
    permit_edit(d->session, r->id, (const char *const[]){ "notes", "dicek", NULL });
    record_free(&r);
    struct undo_report undo = { 0 };
    assert_int_equal(act_import_undo(d->session, first.batch, true, &undo, NULL), DONE);
    assert_int_equal(undo.undone, 2);
    undo_report_free(&undo);
    undo = (struct undo_report){ 0 };
    assert_int_equal(act_import_undo(d->session, first.batch, false, &undo, NULL), DONE);
    assert_int_equal(undo.undone, 2);
    assert_int_equal(undo.kept, 1); /* somebody worked on it */
    assert_string_equal(buf_text(&undo.names), "UTUH.00002\n");
    undo_report_free(&undo);
    struct import_report again = sheet_import(d, buf_text(&sheet));
    assert_int_equal(again.created, 2);
    assert_true(again.batch != first.batch);
    chain_length(d->session);
    import_report_free(&first);
    import_report_free(&again);
    buf_free(&sheet);
}

static void a_change_is_taken_back_to_what_was(void **state)
{
    struct counter_desk *d = *state;
    struct import_report first =
        sheet_import(d, SHEET(SHEET_ROW("UBAH.1", "U1", "CV A", "PALA", "1")));
    struct import_report second =
        sheet_import(d, SHEET(SHEET_ROW("UBAH.1", "U1", "CV B", "CENGKEH", "2")));
    assert_int_equal(second.changed, 1);
    struct undo_report undo = { 0 };
    assert_int_equal(act_import_undo(d->session, second.batch, false, &undo, NULL), DONE);
    assert_int_equal(undo.undone, 1);
    struct record *r = permit_numbered(d->session, "UBAH.1");
    assert_string_equal(record_text(r, "applicant"), "CV A");
    assert_string_equal(record_at(r, "item.1.commodity", NULL)->text, "PALA");
    assert_int_equal(record_at(r, "item.1.net_quantity", NULL)->num, 1000);
    record_free(&r);
    undo_report_free(&undo);
    undo = (struct undo_report){ 0 };
    assert_int_equal(act_import_undo(d->session, first.batch, false, &undo, NULL), DONE);
    assert_int_equal(undo.kept, 1);
    undo_report_free(&undo);
    assert_int_equal(act_import_undo(d->session, 12345, false, &undo, NULL), REFUSED);
    import_report_free(&first);
    import_report_free(&second);
}

static void a_month_goes_out_as_it_came(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] = SHEET(
        SHEET_ROW("BULAN.1", "B1", "\"PT \"\"X\"\"; Y\"", "PALA",
                  "1.000,5") ";IDEM;;;;;;;;CENGKEH;0,250;ton\r\n" SHEET_ROW("BULAN.2", "B2", "CV",
                                                                            "PALA", "16,000"));
    struct import_report report = sheet_import(d, sheet);
    assert_int_equal(report.lines_created, 3);
    import_report_free(&report);
    const struct export_month x = { .period = "2020-05", .field = "T", .direction = "EX" };
    FILE *file = tmpfile();
    struct buf text = { 0 };
    char bytes[4096];
    size_t n;
    assert_int_equal(act_export_month(d->session, &x, file, NULL), DONE);
    rewind(file);
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(&text, bytes, n);
    fclose(file);
    assert_non_null(strstr(buf_text(&text), "BULAN : 5 TAHUN : 2020"));
    assert_non_null(strstr(buf_text(&text), ";1.000,5;kg;"));
    report = sheet_import(d, buf_text(&text));
    assert_true(report.unchanged >= 2);
    assert_int_equal(report.created + report.changed + report.rejected, 0);
    import_report_free(&report);
    struct error e = { 0 };
    const struct export_month wrong = { .period = "Mei", .field = "T", .direction = "EX" };
    assert_int_equal(act_export_month(d->session, &wrong, stdout, &e), MISUSED);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_stopped_goes_on_as_one),
        cmocka_unit_test(what_was_ended_is_not_gone_on_with),
        cmocka_unit_test(a_change_is_taken_back_to_what_was),
        cmocka_unit_test(a_month_goes_out_as_it_came),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
