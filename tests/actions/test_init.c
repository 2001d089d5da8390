/* Making a database: with its reference tables, with a believable office, and not by halves. */
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static int64_t tally(struct session *s, const struct kind *k, const char *state)
{
    int64_t n = 0;
    assert_int_equal(store_tally(session_store(s), k, state, &n, NULL), DONE);
    return n;
}

static void reference_tables_are_there(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t id = 0;
    assert_int_equal(tally(s, &kind_country, NULL), 249); /* ISO 3166-1 */
    assert_true(tally(s, &kind_commodity, NULL) > 100);
    assert_true(tally(s, &kind_unit, NULL) > 10);
    assert_true(tally(s, &kind_document_code, NULL) > 50);
    assert_int_equal(
        act_link(s, kind_field(&kind_permit, "destination_country"), "PHILIPINA", &id, NULL), DONE);
    assert_true(id != 0);
    assert_int_equal(tally(s, &kind_permit, NULL), 0);
}

/* One for each role, named as the role. */
static void check_training_people(struct session *s)
{
    assert_true(session_has_people(s));
    for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++) {
        struct error e = { 0 };
        assert_int_equal(session_login(s, role_id((enum role)role), "demo", 4, &e), DONE);
        for (int other = ROLE_NONE + 1; other < ROLE_COUNT; other++)
            assert_int_equal(session_holds(s, (enum role)other), role == other);
    }
    session_logout(s);
}

/* It lies beside the store, is its owner's alone, and only such a one is replaced. */
static void check_training_root(struct counter_desk *d, struct init_options *o)
{
    struct error e = { 0 };
    struct stat there;
    char root[128], real[128];
    snprintf(root, sizeof root, "%s/demo.db.root", d->folder);
    assert_int_equal(stat(root, &there), 0);
    assert_int_equal(there.st_mode & 0777, 0600);
    snprintf(real, sizeof real, "%s/office.db.root", d->folder);
    struct buf text = { 0 };
    buf_puts(&text, "loket root key 1\ntraining no\n");
    assert_int_equal(file_write(real, &text, 0600, &e), DONE);
    buf_free(&text);
    char store[128];
    snprintf(store, sizeof store, "%s/office.db", d->folder);
    o->store = store;
    assert_int_equal(act_init(o, &e), REFUSED);
    assert_non_null(strstr(e.text, real));
    assert_int_not_equal(access(store, F_OK), 0);
}

/* Nothing is left of a database whose administrator could not be made, nor of its root. */
static void a_bad_administrator_leaves_nothing(void **state)
{
    struct counter_desk *d = *state;
    static const struct {
        const char *admin, *passphrase;
        enum outcome outcome;
    } trials[] = {
        { "Sari Dewi", "kelapa sawit", BAD_DATA },
        { "root", "kelapa sawit", BAD_DATA },
        { "sari", "abc", REFUSED },
        { "sari", NULL, REFUSED },
    };
    char path[128], root[128];
    snprintf(path, sizeof path, "%s/none.db", d->folder);
    snprintf(root, sizeof root, "%s/none.root", d->folder);
    for (size_t i = 0; i < COUNT(trials); i++) {
        struct error e = { 0 };
        struct init_options o = {
            .store = path,
            .desk_folder = d->desk,
            .clock = &d->clock,
            .admin = trials[i].admin,
            .root_file = root,
            .passphrase = trials[i].passphrase,
            .passphrase_n = trials[i].passphrase ? strlen(trials[i].passphrase) : 0,
        };
        assert_int_equal(act_init(&o, &e), trials[i].outcome);
        assert_true(*e.text);
        assert_int_not_equal(access(path, F_OK), 0);
        assert_int_not_equal(access(root, F_OK), 0);
    }
}

/* On every screen of a learner there is something. */
static void check_life(struct session *s)
{
    static const struct {
        const struct kind *kind;
        const char *state;
        int64_t least;
    } life[] = {
        { &kind_permit, "draft", 1 },         { &kind_permit, "incomplete", 2 },
        { &kind_permit, "submitted", 1 },     { &kind_permit, "accepted", 6 },
        { &kind_permit, "assigned", 1 },      { &kind_permit, "examined", 1 },
        { &kind_permit, "billed", 1 },        { &kind_permit, "paid", 1 },
        { &kind_permit, "issued", 3 },        { &kind_certificate, "issued", 2 },
        { &kind_certificate, "handed", 1 },   { &kind_capture, "closed", 1 },
        { &kind_capture, "coordinating", 1 }, { &kind_capture, "acknowledged", 1 },
        { &kind_capture, "recorded", 1 },     { &kind_measure, "in_effect", 2 },
        { &kind_measure, "waiting", 1 },      { &kind_measure, "ready", 1 },
        { &kind_measure, "closed", 2 },       { &kind_monitoring, "due", 2 },
        { &kind_monitoring, "scheduled", 1 }, { &kind_monitoring, "held", 1 },
    };
    for (size_t i = 0; i < COUNT(life); i++)
        if (tally(s, life[i].kind, life[i].state) < life[i].least)
            test_stop("%s: too few %s", life[i].kind->id, life[i].state);
}

static void check_waiting(struct session *s)
{
    static const char *const deciders[] = { "coordinator", "head", "wasdak-head", "officer" };
    for (size_t i = 0; i < COUNT(deciders); i++) {
        struct error e = { 0 };
        struct waiting_list list = { 0 };
        assert_int_equal(session_login(s, deciders[i], "demo", 4, &e), DONE);
        assert_int_equal(act_waiting(s, 50, &list, &e), DONE);
        if (list.count < 2)
            test_stop("%zu wait for %s", list.count, deciders[i]);
        waiting_list_free(&list);
    }
    session_logout(s);
}

/* Something came in on each working day of the last four weeks; permits stand newest first. */
static void check_intake(struct session *s)
{
    enum { DAYS = 28, SATURDAY = 5 };
    struct error e = { 0 };
    struct page page = { 0 };
    size_t came[DAYS] = { 0 };
    struct query q = { .kind = &kind_permit, .closed = true, .limit = 300 };
    assert_int_equal(act_page(s, &q, &page, &e), DONE);
    for (size_t i = 0; i < page.count; i++) {
        int64_t ago = session_today(s) - record_number(page.rows[i], "received_on");
        assert_true(ago >= 0);
        if (ago < DAYS)
            came[ago]++;
    }
    page_free(&page);
    for (int ago = 0; ago < DAYS; ago++)
        if (day_weekday(session_today(s) - ago) < SATURDAY && (came[ago] < 2 || came[ago] > 15))
            test_stop("%zu permits %d days ago", came[ago], ago);
}

/* The sheet for practising: three applicants are new, and why one is not is told. */
static void check_practice_sheet(struct session *s)
{
    struct error e = { 0 };
    struct buf path = { 0 };
    struct import_report report = { 0 };
    assert_int_equal(session_login(s, "coordinator", "demo", 4, &e), DONE);
    assert_int_equal(act_practice_sheet(s, &path, &e), DONE);
    struct import_options o = { .path = buf_text(&path), .dry_run = true };
    assert_int_equal(act_import(s, &kind_party, &o, &report, &e), DONE); /* a dry run */
    assert_int_equal(report.created, 3);
    assert_int_equal(report.rejected, 1);
    assert_string_equal(buf_text(&report.reasons),
                        "Row 3: NPWP: an NPWP has 15 or 16 digits, this one 11; check it.\n");
    import_report_free(&report);
    buf_free(&path);
    session_logout(s);
}

static void demo_is_a_working_office(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct session *s = NULL;
    char path[128];
    int64_t entries = 0, defects = 0;
    snprintf(path, sizeof path, "%s/demo.db", d->folder);
    struct init_options o = {
        .store = path, .desk_folder = d->desk, .clock = &d->clock, .demo = true
    };
    if (act_init(&o, &e) != DONE)
        test_stop("%s", e.text);
    struct session_options open = {
        .store = path, .desk_folder = d->desk, .config = "", .clock = &d->clock
    };
    assert_int_equal(session_open(&open, &s, &e), DONE);
    assert_true(session_training(s));
    assert_string_equal(session_office(s), "Pelabuhan Belawan");
    assert_true(tally(s, &kind_permit, "completed") > 3960);
    check_life(s);
    check_intake(s);
    assert_int_equal(act_verify(s, NULL, NULL, &entries, &defects, &e), DONE);
    assert_int_equal(defects, 0);
    check_training_people(s);
    check_waiting(s);
    check_practice_sheet(s);
    session_close(&s);
    check_training_root(d, &o);
}

static void what_exists_is_not_made_again(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    int64_t before = tally(d->session, &kind_country, NULL);
    struct init_options o = { .store = d->store, .desk_folder = d->desk, .clock = &d->clock };
    assert_int_not_equal(act_init(&o, &e), DONE);
    assert_non_null(strstr(e.text, d->store));
    assert_int_equal(access(d->store, F_OK), 0);
    assert_int_equal(tally(d->session, &kind_country, NULL), before);
}

static void a_folder_that_is_not_there(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    char path[128];
    snprintf(path, sizeof path, "%s/nowhere/at/loket.db", d->folder);
    struct init_options o = { .store = path, .desk_folder = d->desk, .clock = &d->clock };
    assert_int_equal(act_init(&o, &e), FAULT);
    assert_true(*e.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_tables_are_there),
        cmocka_unit_test(demo_is_a_working_office),
        cmocka_unit_test(a_bad_administrator_leaves_nothing),
        cmocka_unit_test(what_exists_is_not_made_again),
        cmocka_unit_test(a_folder_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
