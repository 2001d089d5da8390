/* What logs make of records here: the same twice, numbers told apart, a desk's own word kept. */
#include "sheets.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

enum { SHEET_CELL = 1 << 20 }; /* bytes a cell may have */

static char word[64];

#define assert_report(report, expected)                                                            \
    do {                                                                                           \
        assert_string_equal(report_word(&(report), word), expected);                               \
        import_report_free(&(report));                                                             \
    } while (0)

static const char *item_text(const struct record *r, const char *path)
{
    struct value *v = record_at((struct record *)r, path, NULL);
    return v && v->text ? v->text : "";
}

static void key_repeated_below_is_a_further_line(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] = SHEET(SHEET_ROW("A.1", "11", "CV A", "PINANG", "1")
                                          SHEET_ROW("A.1", "11", "CV A", "CENGKEH", "2"));
    struct import_report first = sheet_import(d, sheet);
    assert_int_equal(first.lines_created, 2);
    assert_report(first, "1 0 0 0");
    struct record *r = permit_numbered(d->session, "A.1");
    assert_int_equal(record_live_lines(r, "item"), 2);
    assert_string_equal(item_text(r, "item.1.commodity"), "PINANG");
    assert_string_equal(item_text(r, "item.2.commodity"), "CENGKEH");
    assert_int_equal(record_at(r, "item.2.net_quantity", NULL)->num, 2000);
    record_free(&r);
    struct import_report again = sheet_import(d, sheet);
    assert_report(again, "0 0 1 0");
}

static void key_elsewhere_in_the_sheet_comes_back(void **state)
{
    struct counter_desk *d = *state;
    struct buf rejects = { 0 };
    struct import_report report = sheet_import(
        d, SHEET(SHEET_ROW("B.1", "21", "CV A", "PINANG", "1") SHEET_ROW("B.2", "22", "CV A",
                                                                         "PINANG", "1")
                     SHEET_ROW("B.1", "21", "CV A", "CENGKEH", "2") ";IDEM;;;;;;;;LADA;3;kg\r\n"));
    assert_int_equal(file_read(report.rejects, 1 << 16, &rejects, NULL), DONE);
    assert_non_null(strstr(buf_text(&rejects), "10,no_permohonan,"));
    assert_non_null(strstr(buf_text(&rejects), "row 8"));
    assert_non_null(strstr(buf_text(&rejects), "LADA"));
    assert_report(report, "2 0 0 2");
    struct record *r = permit_numbered(d->session, "B.1");
    assert_string_equal(item_text(r, "item.1.commodity"), "PINANG");
    record_free(&r);
    buf_free(&rejects);
}

static void row_without_any_number_comes_back(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report =
        sheet_import(d, SHEET(SHEET_ROW("", "", "CV A", "PINANG", "1")
                                  SHEET_ROW("-", "31", "CV A", "PINANG", "1")));
    assert_report(report, "1 0 0 1");
    struct import_report again =
        sheet_import(d, SHEET(SHEET_ROW("-", "31", "CV A", "PINANG", "1")));
    assert_report(again, "0 0 1 0"); /* known again by its submission number */
}

static void submission_number_alone_does_not_make_two_one(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] = SHEET(SHEET_ROW("C.1", "41", "CV A", "PINANG", "1")
                                          SHEET_ROW("C.2", "41", "CV A", "CENGKEH", "2"));
    struct import_report first = sheet_import(d, sheet);
    assert_report(first, "2 0 0 0");
    struct import_report again = sheet_import(d, sheet);
    assert_report(again, "0 0 2 0");
}

static void two_permits_with_one_submission_number_are_not_guessed(void **state)
{
    struct counter_desk *d = *state;
    permit_with(d->session, (const char *const[]){ "aju", "51", NULL });
    permit_with(d->session, (const char *const[]){ "aju", "51", NULL });
    struct import_report report =
        sheet_import(d, SHEET(SHEET_ROW("D.1", "51", "CV A", "PINANG", "1")));
    assert_report(report, "0 0 0 1");
}

static void open_permit_takes_the_national_number_only(void **state)
{
    struct counter_desk *d = *state;
    int64_t id = permit_with(d->session, (const char *const[]){ "aju", "61", NULL });
    static const char sheet[] = SHEET(SHEET_ROW("E.1", "61", "CV A", "PINANG", "1"));
    struct import_report first = sheet_import(d, sheet);
    assert_report(first, "0 1 0 0");
    struct record *r = counter_load(d->session, "permit", id);
    assert_string_equal(record_text(r, "national_number"), "E.1");
    assert_string_equal(record_text(r, "applicant"), "PT Toba Agro");
    assert_string_equal(item_text(r, "item.1.commodity"), "Beras");
    assert_string_equal(r->state, "draft");
    assert_int_equal(r->origin, ORIGIN_DESK);
    record_free(&r);
    struct import_report again = sheet_import(d, sheet);
    assert_report(again, "0 0 1 0");
}

static void corrected_sheet_changes_what_it_corrects(void **state)
{
    struct counter_desk *d = *state;
    struct import_report first =
        sheet_import(d, SHEET(SHEET_ROW("F.1", "71", "CV A", "PINANG", "1")));
    assert_report(first, "1 0 0 0");
    struct import_report second =
        sheet_import(d, SHEET(SHEET_ROW("F.1", "71", "CV A", "PINANG", "1,5") //
                              ";IDEM;;;;;;;;LADA;3;kg\r\n"));
    assert_int_equal(second.lines_created, 1);
    assert_report(second, "0 1 0 0");
    struct record *r = permit_numbered(d->session, "F.1");
    assert_int_equal(record_at(r, "item.1.net_quantity", NULL)->num, 1500);
    assert_int_equal(record_live_lines(r, "item"), 2);
    assert_int_equal(r->rev, 2);
    assert_string_equal(r->state, "completed");
    record_free(&r);
}

static void desks_own_change_stands_against_the_sheet(void **state)
{
    struct counter_desk *d = *state;
    struct import_report first =
        sheet_import(d, SHEET(SHEET_ROW("G.1", "81", "CV A", "PINANG", "1")));
    assert_report(first, "1 0 0 0");
    struct record *r = permit_numbered(d->session, "G.1");
    permit_edit(d->session, r->id,
                (const char *const[]){ "notes", "seen", "item.1.notes", "ok", NULL });
    const struct assignment weighed[] = { { "item.1.net_quantity", "7" }, { "asked_by", "CV A" } };
    const struct step_request correct = { .kind = &kind_permit,
                                          .id = r->id,
                                          .verb = "correct",
                                          .sets = weighed,
                                          .set_count = COUNT(weighed),
                                          .spelling = SPELL_CANONICAL,
                                          .note = "ditimbang lagi" };
    assert_int_equal(act_step(d->session, &correct, NULL, NULL), DONE);
    record_free(&r);
    struct import_report same =
        sheet_import(d, SHEET(SHEET_ROW("G.1", "81", "CV A", "PINANG", "1")));
    assert_report(same, "0 0 1 0");
    struct import_report newer =
        sheet_import(d, SHEET(SHEET_ROW("G.1", "81", "CV B", "PINANG", "2")));
    assert_non_null(strstr(buf_text(&newer.notes), "G.1"));
    assert_report(newer, "0 1 0 0");
    r = permit_numbered(d->session, "G.1");
    assert_string_equal(record_text(r, "applicant"), "CV B");               /* the sheet's */
    assert_int_equal(record_at(r, "item.1.net_quantity", NULL)->num, 7000); /* the desk's */
    assert_string_equal(record_text(r, "notes"), "seen");
    assert_string_equal(item_text(r, "item.1.notes"), "ok");
    record_free(&r);
}

static void names_are_joined_once_they_have_a_record(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] = SHEET(SHEET_ROW("H.1", "91", "CV Baru Sekali", "PINANG", "1"));
    struct import_report first = sheet_import(d, sheet);
    assert_non_null(strstr(buf_text(&first.notes), "CV Baru Sekali"));
    assert_true(first.unlinked > 0);
    assert_report(first, "1 0 0 0");
    int64_t party =
        counter_make(d->session, "party", (const char *const[]){ "name", "CV Baru Sekali", NULL });
    struct import_report second = sheet_import(d, sheet);
    assert_report(second, "0 1 0 0");
    struct record *r = permit_numbered(d->session, "H.1");
    assert_int_equal(record_number(r, "applicant"), party);
    record_free(&r);
    struct import_report third = sheet_import(d, sheet);
    assert_report(third, "0 0 1 0");
}

static void month_lists_what_stands_in_only_one(void **state)
{
    struct counter_desk *d = *state;
    struct import_report both =
        sheet_import(d, SHEET(SHEET_ROW("J.1", "101", "CV A", "PINANG", "1")
                                  SHEET_ROW("J.2", "102", "CV A", "PINANG", "1")));
    assert_non_null(strstr(buf_text(&both.only_there), "J.1\nJ.2\n"));
    assert_report(both, "2 0 0 0");
    struct import_report one =
        sheet_import(d, SHEET(SHEET_ROW("J.2", "102", "CV A", "PINANG", "1")
                                  SHEET_ROW("J.3", "103", "CV A", "PINANG", "1")));
    assert_string_equal(buf_text(&one.only_there), "J.3\n");
    assert_non_null(strstr(buf_text(&one.only_here), "J.1\n"));
    assert_null(strstr(buf_text(&one.only_here), "J.2\n"));
    assert_report(one, "1 0 1 0");
    struct import_report imports = sheet_import(
        d,
        "KARANTINA TUMBUHAN;;\r\nUPT/Wilker : BBKP Belawan / Wilker : Sibolga;;\r\nEKSPOR;;\r\n"
        "BULAN : 5 TAHUN : 2020;;\r\n" SHEET_HEADER SHEET_ROW("J.4", "104", "CV A", "PINANG", "1"));
    assert_null(strstr(buf_text(&imports.only_here), "J.")); /* another office's month */
    assert_report(imports, "1 0 0 0");
}

static bool stop_at_once(void *context, int64_t rows)
{
    *(int64_t *)context = rows;
    return false;
}

/* A sheet of n permits; the caller frees it. */
static struct buf long_sheet(int n)
{
    struct buf sheet = { 0 };
    buf_puts(&sheet, SHEET_BANNER SHEET_HEADER);
    for (int i = 0; i < n; i++)
        buf_printf(&sheet, SHEET_ROW("K.%04d", "K%d", "CV A", "PINANG", "1"), i, i);
    return sheet;
}

static void stopped_import_goes_on_where_it_was(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = long_sheet(450);
    int64_t rows = 0;
    struct import_options o = { .progress = stop_at_once, .context = &rows };
    struct import_report part = sheet_import_with(d, buf_text(&sheet), o);
    assert_int_equal(rows, 200);
    assert_int_equal(part.rows, 200);
    assert_int_equal(part.created, 200 - part.set_aside);
    int64_t created = part.created;
    import_report_free(&part);
    struct import_report rest = sheet_import(d, buf_text(&sheet));
    assert_int_equal(rest.unchanged, created);
    assert_int_equal(rest.created, 450 - created);
    import_report_free(&rest);
    struct import_report again = sheet_import(d, buf_text(&sheet));
    assert_report(again, "0 0 450 0");
    chain_length(d->session);
    buf_free(&sheet);
}

static void trial_says_what_the_import_would(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = long_sheet(460); /* 450 stand here already */
    int64_t before = chain_length(d->session);
    struct import_options o = { .dry_run = true };
    struct import_report trial = sheet_import_with(d, buf_text(&sheet), o);
    assert_int_equal(trial.batch, 0);
    assert_report(trial, "10 0 450 0");
    assert_int_equal(chain_length(d->session), before);
    struct import_report real = sheet_import(d, buf_text(&sheet));
    assert_report(real, "10 0 450 0");
    buf_free(&sheet);
}

static void month_without_rows_is_nihil(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report = sheet_import(d, SHEET(";;;;\r\n"));
    assert_true(report.nihil);
    assert_int_equal(report.set_aside, report.rows);
    assert_report(report, "0 0 0 0");
}

static void rejected_rows_land_once_corrected(void **state)
{
    struct counter_desk *d = *state;
    struct buf rejects = { 0 };
    struct import_report first =
        sheet_import(d, SHEET(SHEET_ROW("L.1", "111", "CV A", "PINANG", "banyak") //
                              ";IDEM;;;;;;;;LADA;3;kg\r\n"));
    assert_int_equal(file_read(first.rejects, 1 << 16, &rejects, NULL), DONE);
    assert_report(first, "0 0 0 2");
    char *wrong = strstr(rejects.data, ",banyak,");
    assert_non_null(wrong);
    memcpy(wrong, ",000012,", 8);
    struct import_report second = sheet_import(d, buf_text(&rejects));
    assert_report(second, "1 0 0 0");
    struct record *r = permit_numbered(d->session, "L.1");
    assert_string_equal(record_text(r, "reason"), ""); /* why it came back is no field of it */
    assert_int_equal(record_at(r, "item.1.net_quantity", NULL)->num, 12000);
    assert_int_equal(record_live_lines(r, "item"), 2);
    record_free(&r);
    buf_free(&rejects);
}

static void reject_file_that_cannot_be_written_is_said(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report = { 0 };
    struct error e = { 0 };
    struct import_options o = {
        .path = sheet_write(d, SHEET(SHEET_ROW("M.1", "121", "CV A", "PINANG", "1")
                                         SHEET_ROW("M.2", "122", "CV A", "PINANG", "banyak"))),
        .rejects = "/nowhere/at/all.csv",
    };
    assert_int_equal(act_import(d->session, &kind_permit, &o, &report, &e), FAULT);
    assert_non_null(strstr(e.text, "/nowhere/at/all.csv"));
    import_report_free(&report);
    struct record *r = permit_numbered(d->session, "M.1");
    record_free(&r);
}

static void row_past_the_limits_goes_back_with_its_record(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = { 0 };
    buf_puts(&sheet, SHEET_BANNER SHEET_HEADER SHEET_ROW("N.1", "131", "CV A", "PINANG", "1")
                         SHEET_ROW("N.2", "132", "CV A", "PINANG", "1") ";IDEM;;;;;;;;");
    buf_pad(&sheet, 'x', SHEET_CELL + 1);
    buf_puts(&sheet, ";3;kg\r\n" SHEET_ROW("N.3", "133", "CV A", "PINANG", "1"));
    struct import_report report = sheet_import(d, buf_text(&sheet));
    assert_int_equal(report.rows, 11);
    assert_report(report, "2 0 0 2");
    buf_free(&sheet);
}

/* ---- Several desks, and none ---- */

static bool die_at(void *context, int64_t rows)
{
    if (rows >= *(int64_t *)context)
        raise(SIGKILL);
    return true;
}

/* In a process of its own, from a second desk; at: the row at which it is killed. */
static pid_t import_elsewhere(struct counter_desk *d, const char *path, int64_t at)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    struct session *s = counter_second_desk(d);
    struct import_report report = { 0 };
    struct import_options o = { .path = path, .progress = at ? die_at : NULL, .context = &at };
    _exit(act_import(s, &kind_permit, &o, &report, NULL));
}

static int64_t permits(struct session *s)
{
    int64_t n = 0;
    assert_int_equal(store_tally(session_store(s), &kind_permit, NULL, &n, NULL), DONE);
    return n;
}

static void two_desks_with_one_sheet_make_each_record_once(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = { 0 };
    int status;
    int64_t before = permits(d->session);
    buf_puts(&sheet, SHEET_BANNER SHEET_HEADER);
    for (int i = 0; i < 500; i++)
        buf_printf(&sheet, SHEET_ROW("P.%04d", "P%d", "CV A", "PINANG", "1"), i, i);
    const char *path = sheet_write(d, buf_text(&sheet));
    pid_t other = import_elsewhere(d, path, 0);
    struct import_report mine = sheet_import(d, buf_text(&sheet));
    assert_int_equal(mine.created + mine.unchanged, 500);
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
    assert_int_equal(permits(d->session), before + 500);
    chain_length(d->session);
    import_report_free(&mine);
    buf_free(&sheet);
}

static void killed_import_is_taken_up_without_doubling(void **state)
{
    struct counter_desk *d = *state;
    struct buf sheet = { 0 };
    int status;
    int64_t before = permits(d->session);
    buf_puts(&sheet, SHEET_BANNER SHEET_HEADER);
    for (int i = 0; i < 700; i++)
        buf_printf(&sheet, SHEET_ROW("Q.%04d", "Q%d", "CV A", "PINANG", "1"), i, i);
    pid_t other = import_elsewhere(d, sheet_write(d, buf_text(&sheet)), 600);
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_true(WIFSIGNALED(status));
    int64_t landed = permits(d->session) - before;
    assert_true(landed >= 200 && landed < 700);
    chain_length(d->session);
    struct import_report rest = sheet_import(d, buf_text(&sheet));
    assert_int_equal(rest.unchanged, landed);
    assert_int_equal(rest.created, 700 - landed);
    import_report_free(&rest);
    assert_int_equal(permits(d->session), before + 700);
    chain_length(d->session);
    buf_free(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_repeated_below_is_a_further_line),
        cmocka_unit_test(key_elsewhere_in_the_sheet_comes_back),
        cmocka_unit_test(row_without_any_number_comes_back),
        cmocka_unit_test(submission_number_alone_does_not_make_two_one),
        cmocka_unit_test(two_permits_with_one_submission_number_are_not_guessed),
        cmocka_unit_test(open_permit_takes_the_national_number_only),
        cmocka_unit_test(corrected_sheet_changes_what_it_corrects),
        cmocka_unit_test(desks_own_change_stands_against_the_sheet),
        cmocka_unit_test(names_are_joined_once_they_have_a_record),
        cmocka_unit_test(month_lists_what_stands_in_only_one),
        cmocka_unit_test(stopped_import_goes_on_where_it_was),
        cmocka_unit_test(trial_says_what_the_import_would),
        cmocka_unit_test(month_without_rows_is_nihil),
        cmocka_unit_test(rejected_rows_land_once_corrected),
        cmocka_unit_test(reject_file_that_cannot_be_written_is_said),
        cmocka_unit_test(row_past_the_limits_goes_back_with_its_record),
        cmocka_unit_test(two_desks_with_one_sheet_make_each_record_once),
        cmocka_unit_test(killed_import_is_taken_up_without_doubling),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
