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
    assert_int_equal(tally(s, &kind_permit, "completed"), 3960);
    assert_true(tally(s, &kind_permit, "accepted") > 5);
    assert_true(tally(s, &kind_permit, "incomplete") > 2);
    assert_true(tally(s, &kind_permit, "draft") > 2);
    assert_int_equal(act_verify(s, NULL, NULL, &entries, &defects, &e), DONE);
    assert_int_equal(defects, 0);
    check_training_people(s);
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
