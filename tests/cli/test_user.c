/* People on the command line: who may do what, four eyes, what waits, and passphrases that are
 * never seen. */
#include "cli/caller.h"
#include "loket/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* A call that must end with the status given. */
#define WANT(status, d, ...) want(d, status, __LINE__, (const char *const[]){ __VA_ARGS__, NULL })

static void want(struct desk *d, int status, int line, const char *const *words)
{
    int got = run(d, words);
    if (got != status)
        test_stop("line %d: %d instead of %d: %s%s", line, got, status, d->out, d->err);
}

static char demo_file[128];

#define AS(name) "--user", name, "--passphrase-file", demo_file

/* ---- A training office ---- */

static int training_up(void **state)
{
    struct desk *d = desk_here();
    *state = d;
    desk_file(d, "demo", "demo\n", demo_file);
    WANT(0, d, "init", "--demo");
    assert_non_null(strstr(d->out, "DEMO"));
    assert_non_null(strstr(d->out, "“demo”"));
    return 0;
}

static int training_down(void **state)
{
    return desk_gone(*state);
}

/* What a call printed up to the end of its first line, to be freed. */
static char *first_line(const struct desk *d)
{
    return xstrndup(d->out, strcspn(d->out, "\n"));
}

/* A permit typed, submitted and completed by the operator; its id, to be freed. */
static char *accepted(struct desk *d)
{
    WANT(0, d, AS("operator"), "new", "permit", "field=T", "direction=EX",
         "applicant=PT Kopi Gayo Lestari", "sender=PT Kopi Gayo Lestari", "recipient=Minato",
         "origin_country=ID", "destination_country=JP", "conveyance_mode=sea",
         "item.1.commodity=Kayu manis", "item.1.net_quantity=16", "item.1.net_unit=KGM");
    char *id = first_line(d);
    WANT(0, d, AS("operator"), "do", "permit", id, "submit");
    WANT(0, d, "show", "permit", id, "--format", "json");
    int papers = times_in(d->out, "\"presence\"");
    for (int i = 1; i <= papers; i++) {
        char word[48];
        snprintf(word, sizeof word, "document.%d.presence=present", i);
        WANT(0, d, AS("operator"), "set", "permit", id, word);
    }
    WANT(0, d, AS("operator"), "set", "permit", id, "officer.1.person=officer",
         "officer.1.part=lead");
    WANT(0, d, AS("operator"), "do", "permit", id, "accept");
    WANT(0, d, AS("officer"), "do", "permit", id, "analyse", "analysis=action",
         "analysis_basis=riwayat");
    return id;
}

static void four_eyes_hold_on_the_command_line(void **state)
{
    struct desk *d = *state;
    WANT(0, d, AS("admin"), "user", "lend", "operator", "coordinator", "2026-11-20", "2026-11-21",
         "--note", "SP-1");
    char *id = accepted(d);
    WANT(FORBIDDEN, d, AS("head"), "do", "permit", id, "assign"); /* not a head's */
    WANT(FORBIDDEN, d, AS("operator"), "do", "permit", id, "assign");
    assert_non_null(strstr(d->err, "You contributed"));
    WANT(0, d, AS("operator"), "approvals", "--format", "json");
    assert_null(strstr(d->out, id));
    WANT(0, d, AS("coordinator"), "approvals", "--format", "json");
    assert_non_null(strstr(d->out, id));
    WANT(0, d, AS("coordinator"), "do", "permit", id, "assign");
    WANT(0, d, AS("coordinator"), "approvals", "--format", "json");
    assert_null(strstr(d->out, id));
    WANT(REFUSED, d, AS("coordinator"), "do", "permit", id, "assign"); /* it is done */
    WANT(0, d, "show", "permit", id, "--history");
    assert_non_null(strstr(d->out, "coordinator took the step “Assign”"));
    free(id);
}

/* Every step by every role: 6 and a sentence for who does not hold it; who does comes as far as the
 * version, which is none the record has. */
static void each_step_belongs_to_its_role(void **state)
{
    struct desk *d = *state;
    char *id = accepted(d);
    for (const struct step *s = kind_permit.flow->steps; s->verb; s++) {
        const struct step *step = flow_step(kind_permit.flow, s->verb, "accepted");
        step = step ? step : flow_step(kind_permit.flow, s->verb, NULL); /* several of one verb */
        for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++) {
            int status = RUN(d, AS(role_id((enum role)role)), "do", "permit", id, step->verb,
                             "--rev", "999", "--note", "x");
            bool anybody = step->role == ROLE_NONE; /* it only follows */
            if (status != (anybody || (int)step->role == role ? STALE : FORBIDDEN) || !*d->err)
                test_stop("%s by %s: %d %s", step->verb, role_id((enum role)role), status, d->err);
        }
    }
    WANT(FORBIDDEN, d, "do", "permit", id, "assign", "--rev", "999");
    WANT(0, d, "show", "permit", id, "--format", "json");
    assert_non_null(strstr(d->out, "\"state\": \"accepted\""));
    free(id);
}

static void a_lent_role_says_for_whom(void **state)
{
    struct desk *d = *state;
    char *id = accepted(d);
    WANT(0, d, AS("admin"), "user", "lend", "verifier", "coordinator", "2026-11-20", "2026-11-20",
         "--note", "SP-2");
    WANT(0, d, AS("verifier"), "do", "permit", id, "assign");
    WANT(0, d, "show", "permit", id, "--history", "--format", "json");
    assert_non_null(strstr(d->out, "verifier a.n. coordinator (Plh.)"));
    free(id);
}

static void guests_file_and_read(void **state)
{
    static const struct {
        const char *words[6];
        int status;
    } cases[] = {
        { { "list", "permit", "--limit", "1" }, 0 },
        { { "find", "kopi" }, 0 },
        { { "user", "list" }, 0 },
        { { "verify" }, 0 },
        { { "requirements", "permit", NULL }, MISUSED },
        { { "new", "party", "name=PT Baru" }, FORBIDDEN },
        { { "new", "user", "name=baru" }, FORBIDDEN },
        { { "user", "add", "baru", "role=operator" }, FORBIDDEN },
        { { "user", "certify", "operator" }, FORBIDDEN },
        { { "user", "retire", "operator", "--note", "x" }, FORBIDDEN },
        { { "user", "reset", "operator" }, FORBIDDEN },
        { { "user", "passphrase" }, FORBIDDEN },
        { { "approvals" }, FORBIDDEN },
    };
    struct desk *d = *state;
    WANT(0, d, "new", "permit", "field=T", "direction=EX");
    char *id = first_line(d);
    WANT(0, d, "show", "permit", id);
    assert_non_null(strstr(d->out, "Guest"));
    WANT(FORBIDDEN, d, "set", "permit", id, "voyage=1");
    WANT(FORBIDDEN, d, "do", "permit", id, "submit");
    WANT(FORBIDDEN, d, "undo", "permit", id);
    free(id);
    for (size_t i = 0; i < COUNT(cases); i++)
        want(d, cases[i].status, (int)i, cases[i].words);
}

static void roles_are_asked(void **state)
{
    struct desk *d = *state;
    WANT(FORBIDDEN, d, AS("operator"), "new", "user", "name=baru");
    assert_non_null(strstr(d->err, "admin"));
    WANT(FORBIDDEN, d, AS("operator"), "user", "certify", "head");
    WANT(FORBIDDEN, d, AS("operator"), "user", "lend", "operator", "head", "h", "h", "--note", "x");
    WANT(FORBIDDEN, d, AS("admin"), "do", "permit", "2026-0003", "assign");
    WANT(FORBIDDEN, d, AS("guest"), "new", "party", "name=PT Baru");
    WANT(FORBIDDEN, d, AS("nobody"), "list", "permit");
    WANT(0, d, AS("operator"), "list", "permit", "--limit", "1"); /* the desk has forgiven */
}

static void people_come_and_go(void **state)
{
    struct desk *d = *state;
    char first[128], second[128];
    desk_file(d, "first", "tiga lumba-lumba\r\n", first);
    desk_file(d, "second", "empat merpati", second);
    WANT(0, d, AS("admin"), "user", "add", "sari", "role=operator;verifier", "full_name=Sari D.",
         "--new-passphrase-file", first);
    assert_non_null(strstr(d->out, "certify sari"));
    WANT(FORBIDDEN, d, "--user", "sari", "--passphrase-file", first, "list", "permit");
    WANT(0, d, AS("admin"), "user", "certify", "sari");
    WANT(0, d, "--user", "sari", "--passphrase-file", first, "new", "party", "name=PT Sari Rasa");
    WANT(0, d, "--user", "sari", "--passphrase-file", first, "user", "passphrase",
         "--new-passphrase-file", second);
    WANT(FORBIDDEN, d, "--user", "sari", "--passphrase-file", first, "list", "permit");
    WANT(0, d, "--user", "sari", "--passphrase-file", second, "list", "user", "--limit", "1");
    WANT(0, d, AS("admin"), "user", "reset", "sari", "--new-passphrase-file", first);
    WANT(FORBIDDEN, d, "--user", "sari", "--passphrase-file", second, "list", "permit");
    WANT(0, d, "--user", "sari", "--passphrase-file", first, "list", "user", "--limit", "1");
    WANT(REFUSED, d, AS("admin"), "user", "retire", "sari"); /* why? */
    WANT(0, d, AS("admin"), "user", "retire", "sari", "--note", "pindah");
    WANT(FORBIDDEN, d, "--user", "sari", "--passphrase-file", first, "list", "permit");
    WANT(0, d, AS("admin"), "user", "list", "state=retired", "--format", "json");
    assert_int_equal(times_in(d->out, "\"id\""), 1);
    WANT(REFUSED, d, AS("admin"), "user", "add", "sari", "role=head", "--new-passphrase-file",
         first);
    WANT(0, d, "verify", "--format", "json");
    assert_non_null(strstr(d->out, "\"defects\": []}"));
}

static void words_are_checked(void **state)
{
    static const struct {
        const char *words[9];
        int status;
        const char *says;
    } cases[] = {
        { { "user" }, MISUSED, "Usage" },
        { { "user", "dance" }, MISUSED, "Usage" },
        { { "user", "certify" }, MISUSED, "Usage" },
        { { "user", "certify", "head", "operator" }, MISUSED, "Usage" },
        { { "user", "lend", "head", "operator", "h" }, MISUSED, "Usage" },
        { { "user", "lend", "head", "operator", "h", "h" }, BAD_DATA, "--note" },
        { { "user", "lend", "head", "king", "h", "h", "--note", "x" }, BAD_DATA, "king" },
        { { "user", "lend", "head", "operator", "31/02/2026", "h" }, BAD_DATA, "31/02/2026" },
        { { "user", "add", "baru", "colour=red" }, MISUSED, "colour=red" },
        { { "user", "certify", "nobody" }, REFUSED, "nobody" },
        { { "set", "user", "head", "roles=admin" }, REFUSED, "change_roles" },
        { { "set", "user", "head", "name=kepala" }, REFUSED, "no step" },
        { { "set", "user", "head", "sign_key=abc" }, REFUSED, "cannot be typed" },
        { { "verify", "--format", "xml" }, MISUSED, "xml" },
    };
    struct desk *d = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *words[16] = { AS("admin") };
        for (size_t w = 0; cases[i].words[w]; w++)
            words[w + 4] = cases[i].words[w];
        want(d, cases[i].status, (int)i, words);
        if (!strstr(d->err, cases[i].says))
            test_stop("case %zu: %s", i, d->err);
    }
}

static void new_people_are_checked(void **state)
{
    static const struct {
        const char *name, *word;
        int status;
        const char *says;
    } cases[] = {
        { "Sari", "role=operator", BAD_DATA, "small letters" },
        { "root", "role=operator", BAD_DATA, "root" },
        { "baru", "role=boss", BAD_DATA, "boss" },
        { "baru", "full_name=Baru", BAD_DATA, "Roles" },
        { "baru", "nip=123", BAD_DATA, "NIP" },
        { "head", "role=operator", REFUSED, "head" },
    };
    struct desk *d = *state;
    char file[128], shortest[128];
    desk_file(d, "new", "tiga lumba-lumba", file);
    desk_file(d, "short", "abc", shortest);
    for (size_t i = 0; i < COUNT(cases); i++) {
        want(d, cases[i].status, (int)i,
             (const char *const[]){ AS("admin"), "user", "add", cases[i].name, cases[i].word,
                                    "--new-passphrase-file", file, NULL });
        if (!strstr(d->err, cases[i].says))
            test_stop("case %zu: %s", i, d->err);
    }
    WANT(REFUSED, d, AS("admin"), "user", "add", "baru", "role=operator", "--new-passphrase-file",
         shortest);
    WANT(BAD_DATA, d, AS("admin"), "user", "add", "baru", "role=operator", "--new-passphrase-file",
         "/nonexistent/file");
}

static void environment_names_who(void **state)
{
    struct desk *d = *state;
    setenv("LOKET_USER", "operator", 1);
    setenv("LOKET_PASSPHRASE_FILE", demo_file, 1);
    WANT(0, d, "new", "party", "name=PT Dari Lingkungan");
    WANT(FORBIDDEN, d, "new", "user", "name=baru");
    WANT(FORBIDDEN, d, "--user", "nobody", "list", "permit"); /* an option goes before it */
    setenv("LOKET_USER", "", 1);
    WANT(FORBIDDEN, d, "new", "party", "name=PT Lain");
    unsetenv("LOKET_USER");
    unsetenv("LOKET_PASSPHRASE_FILE");
}

static void approvals_are_bounded(void **state)
{
    struct desk *d = *state;
    WANT(0, d, AS("coordinator"), "approvals", "--limit", "1", "--format", "json");
    assert_int_equal(times_in(d->out, "\"id\""), 1);
    assert_non_null(strstr(d->out, "\"step\": \"assign\""));
    assert_non_null(strstr(d->out, "\"state\": \"accepted\""));
    assert_non_null(strstr(d->err, "--limit"));
    WANT(0, d, AS("treasurer"), "approvals", "--format", "json");
    assert_string_equal(d->out, "[]\n");
}

/* ---- A real office ---- */

/* Is there anything of text in the file's bytes? */
static bool holds(const char *path, const char *text)
{
    enum { LIMIT = 1 << 26 };
    struct buf bytes = { 0 };
    bool found = false;
    size_t n = strlen(text);
    if (file_read(path, LIMIT, &bytes, NULL) != DONE)
        return false;
    for (size_t i = 0; !found && i + n <= bytes.len; i++)
        found = memcmp(bytes.data + i, text, n) == 0;
    buf_free(&bytes);
    return found;
}

static void no_trace(const struct desk *d, const char *text)
{
    static const char *const names[] = { "loket.db", "loket.db-journal", "desk/desk.db",
                                         "desk/desk.db-wal", "root.key" };
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", d->folder, names[i]);
        if (holds(path, text))
            test_stop("%s holds a passphrase", names[i]);
    }
    assert_null(strstr(d->out, text));
    assert_null(strstr(d->err, text));
}

static void a_real_office_begins(void **state)
{
    static const char passphrase[] = "tujuh kerbau di sawah";
    struct desk *d = desk_here();
    char file[128], root[128];
    struct stat there;
    (void)state;
    desk_file(d, "first", passphrase, file);
    snprintf(root, sizeof root, "%s/root.key", d->folder);
    WANT(MISUSED, d, "init", "--demo", "--admin", "sari", "--passphrase-file", file);
    WANT(0, d, "init", "--admin", "sari", "--passphrase-file", file, "--root-file", root);
    assert_non_null(strstr(d->out, root));
    char *digits = strstr(d->out, "paper");
    assert_non_null(digits);
    char fingerprint[40];
    snprintf(fingerprint, sizeof fingerprint, "%.39s", strchr(digits, ':') + 2);
    assert_null(strstr(d->out, "DEMO"));
    assert_int_equal(stat(root, &there), 0);
    assert_int_equal(there.st_mode & 0777, 0600);
    WANT(0, d, "--user", "sari", "--passphrase-file", file, "user", "list", "--format", "json");
    assert_non_null(strstr(d->out, "\"certified_by\": \"root\""));
    assert_true(holds(d->store, "sari")); /* the search finds what is there */
    no_trace(d, passphrase);
    WANT(0, d, "user", "fingerprint");
    assert_non_null(strstr(d->out, fingerprint));
    assert_int_equal(strlen(d->out), sizeof fingerprint); /* eight groups of four, and a line end */
    WANT(FORBIDDEN, d, "--user", "root", "--passphrase-file", file, "user", "certify", "sari");
    WANT(0, d, "--user", "root", "--passphrase-file", root, "user", "certify", "sari");
    WANT(FORBIDDEN, d, "--user", "root", "--passphrase-file", root, "new", "party", "name=PT X");
    WANT(REFUSED, d, "init", "--admin", "budi", "--passphrase-file", file, "--root-file", root);
    assert_int_equal(desk_gone(d), 0);
}

/* Where no file is named the root key lands at home, never beside the database. */
static void the_root_key_is_not_left_on_the_share(void **state)
{
    struct desk *d = desk_here();
    char file[128], home[80], beside[128], *before = xstrdup(getenv("HOME"));
    struct stat there;
    (void)state;
    desk_file(d, "first", "tujuh kerbau di sawah", file);
    snprintf(home, sizeof home, "%s/home", d->folder);
    assert_int_equal(mkdir(home, 0700), 0);
    setenv("HOME", home, 1);
    WANT(REFUSED, d, "init", "--admin", "sari", "--passphrase-file", demo_file); /* too short */
    WANT(0, d, "init", "--admin", "sari", "--passphrase-file", file);
    snprintf(beside, sizeof beside, "%s/loket.db.root", d->folder);
    assert_int_equal(stat(beside, &there), -1);
    snprintf(beside, sizeof beside, "%s/loket.db.root", home);
    assert_int_equal(stat(beside, &there), 0);
    assert_non_null(strstr(d->out, beside));
    assert_non_null(strstr(d->out, "rule=office.home")); /* what to do next */
    assert_non_null(strstr(d->out, "--user sari user add"));
    /* Doctor tells as long as it lies there. */
    run(d, (const char *const[]){ "doctor", NULL });
    assert_non_null(strstr(d->out, "root key still lies in"));
    assert_non_null(strstr(d->out, beside));
    assert_int_equal(unlink(beside), 0);
    run(d, (const char *const[]){ "doctor", NULL });
    assert_null(strstr(d->out, "root key still lies in"));
    setenv("HOME", before, 1);
    free(before);
    assert_int_equal(desk_gone(d), 0);
}

static void others_reading_the_file_is_told(void **state)
{
    struct desk *d = desk_here();
    char file[128], root[128];
    (void)state;
    desk_file(d, "first", "tujuh kerbau di sawah", file);
    snprintf(root, sizeof root, "%s/root.key", d->folder);
    assert_int_equal(chmod(file, 0644), 0);
    WANT(0, d, "init", "--admin", "sari", "--passphrase-file", file, "--root-file", root);
    assert_non_null(strstr(d->err, "chmod 600"));
    assert_int_equal(chmod(file, 0600), 0);
    WANT(0, d, "--user", "sari", "--passphrase-file", file, "user", "list");
    assert_null(strstr(d->err, "chmod"));
    assert_int_equal(desk_gone(d), 0);
}

static void without_people_nobody_logs_in(void **state)
{
    struct desk *d = desk_here();
    (void)state;
    WANT(0, d, "init");
    WANT(0, d, "new", "party", "name=PT X");
    WANT(REFUSED, d, AS("sari"), "new", "party", "name=PT Y");
    assert_non_null(strstr(d->err, "--admin"));
    WANT(0, d, "approvals");
    assert_int_equal(desk_gone(d), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_step_belongs_to_its_role),
        cmocka_unit_test(four_eyes_hold_on_the_command_line),
        cmocka_unit_test(a_lent_role_says_for_whom),
        cmocka_unit_test(guests_file_and_read),
        cmocka_unit_test(roles_are_asked),
        cmocka_unit_test(people_come_and_go),
        cmocka_unit_test(words_are_checked),
        cmocka_unit_test(new_people_are_checked),
        cmocka_unit_test(environment_names_who),
        cmocka_unit_test(approvals_are_bounded),
        cmocka_unit_test(a_real_office_begins),
        cmocka_unit_test(the_root_key_is_not_left_on_the_share),
        cmocka_unit_test(others_reading_the_file_is_told),
        cmocka_unit_test(without_people_nobody_logs_in),
    };
    return cmocka_run_group_tests(tests, training_up, training_down);
}
