/* loket's own export taken in again: restored where unknown, an ordinary change where known. */
#include "sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static char word[64];

#define assert_report(report, expected)                                                            \
    do {                                                                                           \
        assert_string_equal(report_word(&(report), word), expected);                               \
        import_report_free(&(report));                                                             \
    } while (0)

/* One permit of two items in an otherwise empty list; its id. */
static int64_t one_permit(struct counter_desk *d)
{
    return permit_with(d->session, (const char *const[]){ "item.2.commodity", "Jagung", //
                                                          "item.2.net_quantity", "2",   //
                                                          "item.2.net_unit", "KGM",     //
                                                          "notes", "a, \"b\";\nc", NULL });
}

/* The rows of one permit with the header, as exported; the caller frees it. */
static struct buf exported(struct counter_desk *d, int64_t id)
{
    struct buf all = sheet_export(d->session, &kind_permit, EXPORT_CSV), out = { 0 };
    char text[ID_TEXT_LEN + 1], row[ID_TEXT_LEN + 4];
    id_text(id, text);
    buf_add(&out, all.data, (size_t)(strstr(all.data, "\r\n") - all.data) + 2);
    snprintf(row, sizeof row, "\n%s,", text);
    for (const char *at = strstr(all.data, row); at; at = strstr(at + 1, row)) {
        const char *end = strstr(at + 1, "\r\n");
        buf_add(&out, at + 1, (size_t)(end + 2 - at - 1));
    }
    buf_free(&all);
    return out;
}

/* Replaces the first `from` by `to`, which must be there. */
static void edit(struct buf *sheet, const char *from, const char *to)
{
    struct buf out = { 0 };
    const char *at = strstr(sheet->data, from);
    assert_non_null(at);
    buf_add(&out, sheet->data, (size_t)(at - sheet->data));
    buf_puts(&out, to);
    buf_puts(&out, at + strlen(from));
    buf_free(sheet);
    *sheet = out;
}

static void unchanged_writes_nothing(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = exported(d, one_permit(d));
    int64_t before = chain_length(d->session);
    struct import_report report = sheet_import(d, buf_text(&sheet));
    assert_true(report.own);
    assert_int_equal(report.batch, 0);
    assert_report(report, "0 0 1 0");
    assert_int_equal(chain_length(d->session), before);
    buf_free(&sheet);
}

static void change_is_an_ordinary_change(void **state)
{
    struct counter_desk *d = *state;
    int64_t id = one_permit(d);
    struct buf sheet = exported(d, id);
    edit(&sheet, "Minato Foods", "Sakana KK");
    struct import_report report = sheet_import(d, buf_text(&sheet));
    assert_report(report, "0 1 0 0");
    struct record *r = counter_load(d->session, "permit", id);
    assert_string_equal(record_text(r, "recipient"), "Sakana KK");
    assert_int_equal(r->origin, ORIGIN_DESK);
    record_free(&r);
    struct import_report stale = sheet_import(d, buf_text(&sheet));
    assert_report(stale, "0 0 1 0"); /* an older version, but the same content */
    edit(&sheet, "Sakana KK", "Minato Foods");
    struct import_report back = sheet_import(d, buf_text(&sheet));
    struct buf rejects = { 0 };
    assert_int_equal(file_read(back.rejects, 1 << 16, &rejects, NULL), DONE);
    assert_non_null(strstr(buf_text(&rejects), "rev,"));
    assert_report(back, "0 0 0 3"); /* with its two items */
    buf_free(&rejects);
    buf_free(&sheet);
}

static void state_changes_by_steps_only(void **state)
{
    struct counter_desk *d = *state;
    int64_t id = one_permit(d);
    struct buf sheet = exported(d, id);
    edit(&sheet, ",draft,", ",accepted,");
    struct import_report report = sheet_import(d, buf_text(&sheet));
    assert_int_equal(report.changed, 0);
    assert_true(report.rejected > 0);
    import_report_free(&report);
    struct record *r = counter_load(d->session, "permit", id);
    assert_string_equal(r->state, "draft");
    record_free(&r);
    buf_free(&sheet);
}

static void columns_taken_out_stay(void **state)
{
    struct counter_desk *d = *state;
    int64_t id = one_permit(d);
    struct record *before = counter_load(d->session, "permit", id);
    struct buf sheet = { 0 };
    char text[ID_TEXT_LEN + 1];
    id_text(id, text);
    buf_printf(&sheet,
               "id,rev,state,received_on,applicant,voyage\r\n%s,%lld,draft,%s,PT Toba Agro,V9\r\n",
               text, (long long)before->rev, "2026-11-20");
    struct import_report report = sheet_import(d, buf_text(&sheet));
    assert_report(report, "0 1 0 0");
    struct record *after = counter_load(d->session, "permit", id);
    assert_string_equal(record_text(after, "voyage"), "V9");
    assert_string_equal(record_text(after, "recipient"), record_text(before, "recipient"));
    assert_true(record_number(before, "applicant") != 0);
    assert_int_equal(record_number(after, "applicant"), record_number(before, "applicant"));
    assert_int_equal(record_live_lines(after, "item"), 2);
    record_free(&before);
    record_free(&after);
    buf_free(&sheet);
}

/* Rows sorted by their line column stand apart from their record: nothing may be lost by it. */
static void lines_taken_out_stay(void **state)
{
    struct counter_desk *d = *state;
    int64_t id = permit_with(d->session, (const char *const[]){ "voyage", "V1", NULL });
    struct buf sheet = exported(d, id);
    char *line = strstr(sheet.data, ",item,");
    assert_non_null(line);
    while (line[-1] != '\n')
        line--;
    *line = '\0';
    sheet.len = (size_t)(line - sheet.data);
    edit(&sheet, "V1", "V2");
    struct import_report report = sheet_import(d, buf_text(&sheet));
    assert_report(report, "0 1 0 0");
    struct record *r = counter_load(d->session, "permit", id);
    assert_string_equal(record_text(r, "voyage"), "V2");
    assert_int_equal(record_live_lines(r, "item"), 1);
    record_free(&r);
    buf_free(&sheet);
}

static void line_that_stands_twice_comes_back(void **state)
{
    struct counter_desk *d = *state;
    int64_t id = permit_with(d->session, (const char *const[]){ "voyage", "V1", NULL });
    struct buf sheet = exported(d, id);
    char *line = strstr(sheet.data, ",item,");
    while (line[-1] != '\n')
        line--;
    char *again = xstrdup(line);
    buf_puts(&sheet, again);
    struct import_report report = sheet_import(d, buf_text(&sheet));
    assert_report(report, "0 0 0 3");
    char *cell = strstr(again, ",item,") + strlen(",item,");
    memmove(cell, cell + ID_TEXT_LEN, strlen(cell + ID_TEXT_LEN) + 1); /* without its line_id */
    sheet.len = (size_t)(strstr(strstr(sheet.data, ",item,"), "\r\n") + 2 - sheet.data);
    buf_puts(&sheet, again);
    struct import_report added = sheet_import(d, buf_text(&sheet));
    assert_int_equal(added.lines_created, 1);
    assert_report(added, "0 1 0 0");
    free(again);
    buf_free(&sheet);
}

static void heads_that_cannot_be_read_come_back(void **state)
{
    struct counter_desk *d = *state;
    static const struct {
        const char *row, *column;
    } cases[] = {
        { "nonsense,1,draft,desk,,,2026-11-20\r\n", ",id," },
        { ",1,draft,desk,,,2026-11-20\r\n", ",id," },
        { "0SA2C5GFY4WG1,one,draft,desk,,,2026-11-20\r\n", ",rev," },
        { "0SA2C5GFY4WG1,0,draft,desk,,,2026-11-20\r\n", ",rev," },
        { "0SA2C5GFY4WG1,1,asleep,desk,,,2026-11-20\r\n", ",state," },
        { "0SA2C5GFY4WG1,1,draft,elsewhere,,,2026-11-20\r\n", ",origin," },
        { "0SA2C5GFY4WG1,1,draft,desk,item,,\r\n", "" }, /* no record above */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf sheet = { 0 }, rejects = { 0 };
        buf_printf(&sheet, "id,rev,state,origin,line,line_id,received_on\r\n%s", cases[i].row);
        struct import_report report = sheet_import(d, buf_text(&sheet));
        assert_int_equal(file_read(report.rejects, 1 << 16, &rejects, NULL), DONE);
        assert_non_null(strstr(buf_text(&rejects), cases[i].column));
        assert_report(report, "0 0 0 1");
        buf_free(&rejects);
        buf_free(&sheet);
    }
}

static void unknown_is_restored_to_the_letter(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = exported(d, one_permit(d));
    char other[ID_TEXT_LEN + 1], id[ID_TEXT_LEN + 1];
    char *first = strstr(sheet.data, "\r\n") + 2;
    memcpy(id, first, ID_TEXT_LEN);
    id[ID_TEXT_LEN] = '\0';
    int64_t number = 0;
    assert_true(id_parse(id, &number));
    id_text(number - 1, other);
    /* Every id of the record and its lines becomes one that nobody here has. */
    for (char *at = first; (at = strstr(at, id)); at += ID_TEXT_LEN)
        memcpy(at, other, ID_TEXT_LEN);
    for (char *at = first; (at = strstr(at, ",item,")); at++)
        at[strlen(",item,") + 1] = at[strlen(",item,") + 1] == 'Z' ? 'Y' : 'Z';
    edit(&sheet, ",draft,desk,", ",assigned,desk,");
    edit(&sheet, ",draft,desk,", ",assigned,desk,");
    edit(&sheet, ",draft,desk,", ",assigned,desk,");
    struct import_report report = sheet_import(d, buf_text(&sheet));
    assert_int_equal(report.lines_created, 2);
    assert_true(report.batch != 0);
    assert_report(report, "1 0 0 0");
    struct record *r = counter_load(d->session, "permit", number - 1);
    assert_string_equal(r->state, "assigned");
    assert_int_equal(r->rev, 2);
    assert_true(r->batch != 0);
    record_free(&r);
    struct buf again = exported(d, number - 1);
    assert_string_equal(buf_text(&again), buf_text(&sheet));
    buf_free(&again);
    buf_free(&sheet);
    chain_length(d->session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unchanged_writes_nothing),
        cmocka_unit_test(change_is_an_ordinary_change),
        cmocka_unit_test(state_changes_by_steps_only),
        cmocka_unit_test(columns_taken_out_stay),
        cmocka_unit_test(lines_taken_out_stay),
        cmocka_unit_test(line_that_stands_twice_comes_back),
        cmocka_unit_test(heads_that_cannot_be_read_come_back),
        cmocka_unit_test(unknown_is_restored_to_the_letter),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
