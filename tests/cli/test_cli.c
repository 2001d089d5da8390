/* The command line as a script sees it: what it prints and its exit statuses (design 7). */
#include "cli/caller.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static int up(void **state)
{
    struct desk *d = desk_here();
    *state = d;
    if (RUN(d, "init") != 0)
        test_stop("init: %s", d->err);
    return RUN(d, "new", "party", "name=PT Toba Agro", "npwp=01.234.567.8-901.000");
}

static int down(void **state)
{
    return desk_gone(*state);
}

/* Files a permit; its id without the newline, to be freed. */
static char *file_permit(struct desk *d)
{
    int status =
        RUN(d, "new", "permit", "field=T", "direction=EX", "applicant=PT Toba Agro",
            "sender=PT Toba Agro", "recipient=Minato", "origin_country=ID",
            "destination_country=JP", "conveyance_mode=sea", "item.1.commodity=Beras",
            "item.1.net_quantity=1250.5", "item.1.net_unit=KGM", "item.2.commodity=Kayu manis",
            "item.2.net_quantity=16", "item.2.net_unit=KGM");
    if (status != 0)
        test_stop("new permit: %s", d->err);
    d->out[strcspn(d->out, "\n")] = '\0';
    return xstrdup(d->out);
}

static void files_shows_lists_finds(void **state)
{
    struct desk *d = *state;
    char *id = file_permit(d);
    assert_int_equal(strlen(id), ID_TEXT_LEN);
    assert_int_equal(RUN(d, "show", "permit", id, "--format", "json"), 0);
    assert_non_null(strstr(d->out, "\"net_quantity\": \"1250.5\""));
    assert_non_null(strstr(d->out, "\"state\": \"draft\""));
    assert_int_equal(RUN(d, "list", "permit", "direction=EX", "--format", "json"), 0);
    assert_non_null(strstr(d->out, id));
    assert_int_equal(RUN(d, "list", "permit", "state=open", "--format", "json"), 0);
    assert_non_null(strstr(d->out, id));
    assert_int_equal(RUN(d, "do", "permit", id, "cancel", "--note", "no longer wanted"), 0);
    assert_int_equal(RUN(d, "list", "permit", "state=open", "--format", "json"), 0);
    assert_null(strstr(d->out, id));
    assert_int_equal(RUN(d, "list", "permit", "--format", "json"), 0);
    assert_non_null(strstr(d->out, id));
    assert_int_equal(RUN(d, "list", "permit", "direction=IM", "--format", "json"), 0);
    assert_string_equal(d->out, "[]\n");
    assert_int_equal(RUN(d, "find", "toba"), 0);
    assert_non_null(strstr(d->out, id));
    free(id);
}

static void steps_and_statuses(void **state)
{
    struct desk *d = *state;
    char *id = file_permit(d);
    assert_int_equal(RUN(d, "do", "permit", id, "accept"), REFUSED);
    assert_int_equal(RUN(d, "do", "permit", id, "dance"), MISUSED);
    assert_int_equal(RUN(d, "do", "permit", id, "submit"), 0);
    assert_int_equal(RUN(d, "do", "permit", id, "accept"), REFUSED);
    assert_non_null(strstr(d->err, "missing"));
    assert_int_equal(RUN(d, "show", "permit", id, "--format", "json"), 0);
    int papers = times_in(d->out, "\"presence\"");
    assert_true(papers > 0);
    for (int i = 1; i <= papers; i++) {
        char word[48];
        snprintf(word, sizeof word, "document.%d.presence=present", i);
        assert_int_equal(RUN(d, "set", "permit", id, word), 0);
    }
    assert_int_equal(RUN(d, "do", "permit", id, "accept"), 0);
    assert_non_null(strstr(d->out, " accepted\n"));
    char number[16] = { 0 };
    memcpy(number, d->out, strcspn(d->out, " "));
    assert_int_equal(RUN(d, "show", "permit", strrchr(number, '-') + 1, "--history"), 0);
    assert_non_null(strstr(d->out, "Accept"));
    free(id);
}

static void records_and_versions_are_compared(void **state)
{
    struct desk *d = *state;
    char *id = file_permit(d), *other = file_permit(d);
    char first[64], last[64];
    assert_int_equal(RUN(d, "set", "permit", id, "seal=SL-1"), 0);
    snprintf(first, sizeof first, "%s@1", id);
    snprintf(last, sizeof last, "%s@2", id);
    assert_int_equal(RUN(d, "diff", "permit", first, last), 0);
    assert_int_equal(times_in(d->out, "\n"), 1);
    assert_non_null(strstr(d->out, "— → SL-1"));
    assert_int_equal(RUN(d, "diff", "permit", id, other, "--format", "json"), 0);
    assert_non_null(strstr(d->out, "\"values\": [\"SL-1\", \"\"]"));
    assert_int_equal(RUN(d, "diff", "permit", id, id), 0);
    assert_string_equal(d->out, "");
    snprintf(last, sizeof last, "%s@9", id);
    assert_int_equal(RUN(d, "diff", "permit", first, last), REFUSED);
    assert_int_equal(RUN(d, "diff", "permit", id), MISUSED);
    free(id);
    free(other);
}

static void corrections_are_a_register(void **state)
{
    struct desk *d = *state;
    char *id = file_permit(d);
    assert_int_equal(RUN(d, "do", "permit", id, "submit"), 0);
    assert_int_equal(RUN(d, "show", "permit", id, "--format", "json"), 0);
    int papers = times_in(d->out, "\"presence\"");
    for (int i = 1; i <= papers; i++) {
        char word[48];
        snprintf(word, sizeof word, "document.%d.presence=present", i);
        assert_int_equal(RUN(d, "set", "permit", id, word), 0);
    }
    assert_int_equal(RUN(d, "do", "permit", id, "accept"), 0);
    assert_int_equal(RUN(d, "set", "permit", id, "voyage=9N"), REFUSED);
    assert_int_equal(RUN(d, "do", "permit", id, "correct", "voyage=9N", "--note", "typed wrong"),
                     REFUSED); /* who asked? */
    assert_int_equal(RUN(d, "do", "permit", id, "correct", "voyage=9N", "asked_by=Toba Agro",
                         "--note", "typed wrong"),
                     0);
    assert_int_equal(RUN(d, "register", "permit", "correct", "--format", "csv"), 0);
    assert_non_null(strstr(d->out, "typed wrong,Voyage,,9N,Toba Agro"));
    free(id);
}

static void stale_rev_is_refused_with_both(void **state)
{
    struct desk *d = *state;
    char *id = file_permit(d);
    assert_int_equal(RUN(d, "set", "permit", id, "voyage=111N", "--rev", "1"), 0);
    assert_int_equal(RUN(d, "set", "permit", id, "voyage=222N", "--rev", "1"), STALE);
    assert_non_null(strstr(d->err, "111N"));
    assert_non_null(strstr(d->err, "222N"));
    assert_int_equal(RUN(d, "do", "permit", id, "submit", "--rev", "1"), STALE);
    assert_int_equal(RUN(d, "set", "permit", id, "number=9", "--rev", "1"), STALE);
    assert_int_equal(RUN(d, "show", "permit", id), 0);
    assert_non_null(strstr(d->out, "111N"));
    free(id);
}

/* Several changes back: told first, then all of them or none. */
static void changes_are_taken_back_together(void **state)
{
    struct desk *d = *state;
    char *id = file_permit(d);
    assert_int_equal(RUN(d, "set", "permit", id, "voyage=311N"), 0);
    assert_int_equal(RUN(d, "set", "permit", id, "voyage=312N"), 0);
    assert_int_equal(RUN(d, "undo", "permit", id, "--limit", "2", "--dry-run"), 0);
    assert_non_null(strstr(d->out, "312N"));
    assert_non_null(strstr(d->out, "311N"));
    assert_int_equal(RUN(d, "undo", "permit", id, "--limit", "9"), REFUSED);
    assert_int_equal(RUN(d, "show", "permit", id), 0);
    assert_non_null(strstr(d->out, "312N"));
    assert_int_equal(RUN(d, "undo", "permit", id, "--limit", "2"), 0);
    assert_int_equal(RUN(d, "show", "permit", id), 0);
    assert_null(strstr(d->out, "311N"));
    assert_null(strstr(d->out, "312N"));
    free(id);
}

static void bad_input_says_what_to_do(void **state)
{
    static const struct {
        const char *words[6];
        int status;
        const char *says;
    } cases[] = {
        { { "dance" }, MISUSED, "dance" },
        { { "new", "spaceship" }, MISUSED, "Known are" },
        { { "new", "permit", "colour=red" }, BAD_DATA, "colour" },
        { { "new", "permit", "received_on=31/02/2026" }, BAD_DATA, NULL },
        { { "new", "permit", "direction=XX" }, BAD_DATA, "XX" },
        { { "new", "permit", "applicant=CV Tidak Ada" }, BAD_DATA, "CV Tidak Ada" },
        { { "new", "party", "name=A", "npwp=123" }, BAD_DATA, NULL },
        { { "new", "party", "name=A", "nik=1234567890123456" }, BAD_DATA, NULL },
        { { "new", "permit", "notes=a\x01z" }, BAD_DATA, NULL },
        { { "new", "permit", "notes=\xff\xfe" }, BAD_DATA, "UTF-8" },
        { { "new", "permit", "item.1.hs_code=12" }, BAD_DATA, NULL },
        { { "show", "permit", "999999" }, REFUSED, NULL },
        { { "list", "permit", "nonsense" }, MISUSED, "FIELD" },
        { { "list", "permit", "state=happy" }, MISUSED, "happy" },
        { { "list", "permit", "--format", "xml" }, MISUSED, "xml" },
        { { "list", "permit", "--limit", "0" }, MISUSED, "limit" },
        { { "import", "permit", "/nonexistent/file.csv" }, BAD_DATA, "file.csv" },
        { { "--wat" }, MISUSED, "--wat" },
    };
    struct desk *d = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int status = run(d, cases[i].words);
        if (status != cases[i].status || !strlen(d->err))
            test_stop("%s %s: %d %s", cases[i].words[0], cases[i].words[1] ? cases[i].words[2] : "",
                      status, d->err);
        if (cases[i].says && !strstr(d->err, cases[i].says))
            test_stop("%s", d->err);
    }
}

static void long_text_is_refused_whole(void **state)
{
    struct desk *d = *state;
    char *text = xcalloc(1, 200010);
    memcpy(text, "notes=", 6);
    memset(text + 6, 'a', 200000);
    assert_int_equal(RUN(d, "new", "permit", text), BAD_DATA);
    assert_true(strlen(d->err) < 2000);
    free(text);
}

static void not_a_database(void **state)
{
    struct desk other = *(struct desk *)*state;
    other.out = other.err = NULL;
    snprintf(other.store, sizeof other.store, "%s/other.txt", other.folder);
    FILE *f = fopen(other.store, "w");
    fputs("this is a letter, not a database; it is long enough to be read as a header, and goes "
          "on for a while so that nobody takes it for an empty file",
          f);
    fclose(f);
    assert_int_equal(RUN(&other, "list", "permit"), FAULT);
    snprintf(other.store, sizeof other.store, "%s/none.db", other.folder);
    assert_int_equal(RUN(&other, "list", "permit"), FAULT);
    assert_non_null(strstr(other.err, "init"));
    assert_int_not_equal(RUN(&other, "init", "superfluous", "--nonsense"), 0);
    free(other.out);
    free(other.err);
}

static void export_restores_identically(void **state)
{
    struct desk *d = *state, second = *d;
    char a[128], b[128], parties[128];
    second.out = second.err = NULL;
    snprintf(second.store, sizeof second.store, "%s/second.db", d->folder);
    snprintf(a, sizeof a, "%s/a.csv", d->folder);
    snprintf(b, sizeof b, "%s/b.csv", d->folder);
    snprintf(parties, sizeof parties, "%s/p.csv", d->folder);
    free(file_permit(d));
    assert_int_equal(RUN(d, "export", "permit", "--output", a), 0);
    assert_int_equal(RUN(d, "export", "party", "--output", parties), 0);
    assert_int_equal(RUN(&second, "init"), 0);
    if (RUN(&second, "import", "permit", a) != 0)
        test_stop("%s", second.err);
    assert_int_equal(RUN(&second, "export", "permit", "--output", b), 0);
    struct buf x = { 0 }, y = { 0 };
    assert_int_equal(file_read(a, 1 << 24, &x, NULL), DONE);
    assert_int_equal(file_read(b, 1 << 24, &y, NULL), DONE);
    assert_string_equal(buf_text(&x), buf_text(&y));
    assert_int_equal(RUN(&second, "verify"), 0);
    buf_free(&x);
    buf_free(&y);
    free(second.out);
    free(second.err);
}

static void verify_is_clean(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "verify"), 0);
    assert_non_null(strstr(d->out, " 0 defects"));
}

static void copy_file(const char *from, const char *to)
{
    enum { LIMIT = 1 << 26 };
    struct buf bytes = { 0 };
    assert_int_equal(file_read(from, LIMIT, &bytes, NULL), DONE);
    FILE *f = fopen(to, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.data, 1, bytes.len, f), bytes.len);
    assert_int_equal(fclose(f), 0);
    buf_free(&bytes);
}

/* Another file of the same desk; free what its calls printed. */
static struct desk copied(const struct desk *d, const char *name)
{
    struct desk other = *d;
    other.out = other.err = NULL;
    snprintf(other.store, sizeof other.store, "%s/%s", d->folder, name);
    copy_file(d->store, other.store);
    return other;
}

static void verify_names_what_was_done(void **state)
{
    struct desk *d = *state, other = copied(d, "altered.db");
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(other.store, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE party SET name = 'PT \"Palsu\"'", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(RUN(&other, "verify", "--format", "json"), REFUSED);
    assert_int_equal(strncmp(other.out, "{\"entries\": ", 12), 0);
    assert_non_null(strstr(other.out, "PT \\\"Palsu\\\""));
    assert_non_null(strstr(other.err, "last backup"));
    assert_int_equal(RUN(&other, "verify"), REFUSED);
    assert_non_null(strstr(other.out, "PT Toba Agro"));
    assert_non_null(strstr(other.out, " 1 defects"));
    free(other.out);
    free(other.err);
}

static void an_older_copy_verifies_as_a_backup(void **state)
{
    struct desk *d = *state, older = copied(d, "older.db");
    assert_int_equal(RUN(d, "new", "party", "name=PT Sesudahnya"), 0);
    assert_int_equal(RUN(&older, "verify", "--backup", "--format", "json"), 0);
    assert_non_null(strstr(older.out, "\"defects\": []}"));
    assert_int_equal(RUN(&older, "verify"), REFUSED);
    assert_non_null(strstr(older.out, "rolled back"));
    assert_int_equal(RUN(&older, "new", "party", "name=PT Lain"),
                     FAULT); /* a copy is not worked in */
    free(older.out);
    free(older.err);
}

static void sql_answers_and_changes_nothing(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "sql", "SELECT name, npwp FROM party", "--format", "csv"), 0);
    assert_string_equal(d->out, "name,npwp\r\nPT Toba Agro,012345678901000\r\n");
    assert_int_equal(RUN(d, "sql", "SELECT 1 AS a, 'x' AS b, NULL AS c", "--format", "json"), 0);
    assert_string_equal(d->out, "[{\"a\": 1, \"b\": \"x\", \"c\": null}]\n");
    assert_int_equal(RUN(d, "sql", "SELECT 1 AS number, 'kayu' AS t"), 0);
    assert_string_equal(d->out, "number  t   \n1       kayu\n");
    assert_int_equal(RUN(d, "sql", "UPDATE party SET name = 'X'"), FORBIDDEN);
    assert_non_null(strstr(d->err, "Only SELECT"));
    assert_int_equal(RUN(d, "sql", "SELECT code FROM country", "--limit", "2"), 0);
    assert_non_null(strstr(d->err, "more rows than these 2"));
}

/* What a newcomer asks the command line for. */
static void hints_lead_on(void **state)
{
    struct desk *d = *state;
    static const struct {
        const char *words[6];
        int status;
        const char *says[4];
    } cases[] = {
        { { "new", "permit", "officer.1.role=x" }, 3, { "Officers", "person", "task" } },
        { { "help", "restore" }, 0, { "--drill", "changes nothing", "--confirm" } },
        { { "help", "user" }, 0, { "signs_for=", "papers" } },
        { { "help", "import" }, 0, { "--map", "--numbers" } },
        { { "layout" }, 0, { "permit.receipt", "certificate.phytosanitary" } },
        { { "layout", "permit.receipt" }, 1, { "without a layout" } },
        { { "layout", "permit.aplication" }, 2, { "permit.application" } },
        { { "new", "rule", "rule=session.idle_minutes", "value=9" }, 1, { "Basis" } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(run(d, (const char *const *)cases[i].words), cases[i].status);
        const char *said = cases[i].status ? d->err : d->out;
        for (size_t j = 0; cases[i].says[j]; j++)
            if (!strstr(said, cases[i].says[j]))
                test_stop("%s %s: %s", cases[i].words[0], cases[i].words[1], said);
    }
    assert_int_equal(RUN(d, "csv", d->store), 3);
    assert_non_null(strstr(d->err, "SQLite"));
}

/* Records of one name are told apart by their ids. */
static void what_is_ambiguous_is_told_apart(void **state)
{
    struct desk *d = *state;
    char ids[2][ID_TEXT_LEN + 1];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(RUN(d, "new", "party", "name=CV Kembar"), 0);
        snprintf(ids[i], sizeof ids[i], "%.*s", ID_TEXT_LEN, d->out);
    }
    assert_int_equal(RUN(d, "show", "party", "CV Kembar"), 1);
    for (int i = 0; i < 2; i++)
        assert_non_null(strstr(d->err, ids[i]));
}

/* A mistyped path makes a folder: which one is said. */
static void a_new_folder_is_told(void **state)
{
    struct desk *d = desk_here();
    (void)state;
    assert_int_equal(RUN(d, "init"), 0);
    assert_null(strstr(d->out, "Its folder"));
    assert_non_null(strstr(d->out, "rule=office.home"));
    char *slash = strrchr(d->store, '/');
    snprintf(slash, sizeof d->store - (size_t)(slash - d->store), "/lokat/x.db");
    assert_int_equal(RUN(d, "init"), 0);
    assert_non_null(strstr(d->out, "/lokat. Is it the one you meant?"));
    assert_int_equal(desk_gone(d), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_shows_lists_finds),
        cmocka_unit_test(sql_answers_and_changes_nothing),
        cmocka_unit_test(steps_and_statuses),
        cmocka_unit_test(records_and_versions_are_compared),
        cmocka_unit_test(corrections_are_a_register),
        cmocka_unit_test(stale_rev_is_refused_with_both),
        cmocka_unit_test(changes_are_taken_back_together),
        cmocka_unit_test(bad_input_says_what_to_do),
        cmocka_unit_test(hints_lead_on),
        cmocka_unit_test(a_new_folder_is_told),
        cmocka_unit_test(long_text_is_refused_whole),
        cmocka_unit_test(not_a_database),
        cmocka_unit_test(export_restores_identically),
        cmocka_unit_test(verify_is_clean),
        cmocka_unit_test(verify_names_what_was_done),
        cmocka_unit_test(an_older_copy_verifies_as_a_backup),
        cmocka_unit_test(what_is_ambiguous_is_told_apart),
    };
    return cmocka_run_group_tests(tests, up, down);
}
