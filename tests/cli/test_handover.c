/* Handing over on the command line: the same list as on the screen, some of it or all. */
#include "cli/caller.h"
#include "loket/actions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static char demo_file[128];

#define AS(name) "--user", name, "--passphrase-file", demo_file

static int training_up(void **state)
{
    struct desk *d = desk_here();
    *state = d;
    desk_file(d, "demo", "demo\n", demo_file);
    return RUN(d, "init", "--demo");
}

static int training_down(void **state)
{
    return desk_gone(*state);
}

/* What only the screen makes: a draft, and a decision put aside. */
static void at_the_screen(const struct desk *d, const char *who, const char *subject)
{
    const struct session_options o = { .store = d->store,
                                       .desk_folder = d->desk,
                                       .clock = &d->clock };
    struct session *s = NULL;
    struct record *r = NULL;
    struct draft draft = { 0 };
    struct error e = { 0 };
    struct waiting_list l = { 0 };
    assert_int_equal(session_open(&o, &s, &e), DONE);
    assert_int_equal(session_login(s, who, "demo", 4, &e), DONE);
    assert_int_equal(act_blank(s, registry_find(&all_kinds, "note"), &r, &e), DONE);
    value_set_text(record_value(r, "subject"), subject);
    assert_int_equal(act_draft_keep(s, &draft, r, NULL, &e), DONE);
    char by[128];
    snprintf(by, sizeof by, DRAFT_BY "\t%s\n" DRAFT_ABOUT "\t%s\n", who, subject);
    assert_int_equal(act_draft_note_put(s, draft.id, by, &e), DONE);
    assert_int_equal(act_waiting(s, 1, &l, &e), DONE);
    if (l.count)
        assert_int_equal(act_hold(s, l.items[0].record, "h+2", "menunggu lab", &e), DONE);
    waiting_list_free(&l);
    draft_free(&draft);
    record_free(&r);
    session_close(&s);
}

static void all_that_is_mine_goes(void **state)
{
    struct desk *d = *state;
    at_the_screen(d, "operator", "Milik operator");
    at_the_screen(d, "coordinator", "Milik koordinator");
    assert_int_equal(RUN(d, AS("coordinator"), "handover", "list"), 0);
    assert_non_null(strstr(d->out, "Milik koordinator"));
    assert_non_null(strstr(d->out, "menunggu lab"));
    assert_null(strstr(d->out, "Milik operator"));
    assert_int_equal(RUN(d, AS("coordinator"), "handover", "give", "siapa"), 1);
    assert_int_equal(RUN(d, AS("coordinator"), "handover", "give", "head", "--note", "cuti"), 0);
    assert_int_equal(times_in(d->out, "was handed to head"), 2);
    assert_int_equal(RUN(d, AS("coordinator"), "handover", "list"), 0);
    assert_string_equal(d->out, "");
    assert_int_equal(RUN(d, AS("head"), "handover", "list"), 0);
    assert_int_equal(times_in(d->out, "from coordinator"), 2);
    assert_non_null(strstr(d->out, "cuti"));
    assert_int_equal(RUN(d, AS("operator"), "handover", "list"), 0);
    assert_non_null(strstr(d->out, "Milik operator")); /* nobody else gave it away */
}

/* A name that is none of mine gives nothing away. */
static void some_of_it_goes(void **state)
{
    struct desk *d = *state;
    char ref[24] = "", theirs[24] = "";
    at_the_screen(d, "verifier", "Satu");
    at_the_screen(d, "verifier", "Dua");
    assert_int_equal(RUN(d, AS("operator"), "handover", "list"), 0);
    sscanf(d->out, "%23s", theirs);
    assert_int_equal(RUN(d, AS("verifier"), "handover", "list"), 0);
    sscanf(d->out, "%23s", ref);
    assert_int_equal(RUN(d, AS("verifier"), "handover", "give", "operator", ref, theirs), 2);
    assert_int_equal(RUN(d, AS("verifier"), "handover", "list"), 0);
    assert_int_equal(times_in(d->out, "\n"), 2);
    assert_int_equal(RUN(d, AS("verifier"), "handover", "give", "operator", ref), 0);
    assert_int_equal(RUN(d, AS("verifier"), "handover", "list"), 0);
    assert_int_equal(times_in(d->out, "\n"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_that_is_mine_goes, training_up, training_down),
        cmocka_unit_test_setup_teardown(some_of_it_goes, training_up, training_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
