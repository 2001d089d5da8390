/* A script goes on while the share is away: what it files is kept at the desk under the id it was
 * told, listed, and in the file once when the share is back. */
#include "cli/caller.h"
#include "store/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loket/actions.h"

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static int office_up(void **state)
{
    struct desk *d = desk_here();
    struct session *s = NULL;
    struct session_options o = {
        .store = d->store, .desk_folder = d->desk, .config = "", .clock = &d->clock
    };
    *state = d;
    assert_int_equal(RUN(d, "init"), 0);
    assert_int_equal(session_open(&o, &s, NULL), DONE);
    for (bool more = true; more;) /* as the screen does by itself */
        assert_int_equal(act_copy(s, &more, NULL), DONE);
    session_close(&s);
    return 0;
}

static int office_down(void **state)
{
    return desk_gone(*state);
}

static void shell(const struct desk *d, const char *format)
{
    char command[600];
    snprintf(command, sizeof command, format, d->folder);
    assert_int_equal(system(command), 0);
}

static void what_is_filed_away_is_sent_once(void **state)
{
    struct desk *d = *state;
    char id[64];
    shell(d, "cd '%s' && mkdir gone && mv loket.db* gone/");
    assert_int_equal(RUN(d, "new", "permit", "recipient=Minato Foods"), 0);
    assert_non_null(strstr(d->err, "kept at this desk as S-"));
    snprintf(id, sizeof id, "%.13s", d->out);
    assert_int_equal(RUN(d, "spool", "list"), 0);
    assert_non_null(strstr(d->out, id));
    assert_non_null(strstr(d->out, "waits"));
    assert_int_equal(RUN(d, "list", "permit"), 0);
    assert_non_null(strstr(d->err, "The share is away"));
    assert_int_equal(RUN(d, "do", "permit", id, "submit"), 5);
    assert_int_equal(RUN(d, "export", "permit"), 5); /* never half of it */
    assert_int_equal(RUN(d, "spool", "send"), 5);
    shell(d, "cd '%s' && mv gone/* . && rmdir gone");
    assert_int_equal(RUN(d, "show", "permit", id), 0);
    assert_non_null(strstr(d->err, "in the database now: 1"));
    assert_non_null(strstr(d->out, "Minato Foods"));
    assert_int_equal(RUN(d, "spool", "list"), 0);
    assert_string_equal(d->out, "");
    assert_int_equal(RUN(d, "list", "permit"), 0);
    assert_int_equal(RUN(d, "verify"), 0);
    assert_int_equal(RUN(d, "spool", "send"), 0);
    assert_non_null(strstr(d->out, "Nothing waits at this desk."));
}

static moment later(void *context)
{
    return clock_now(context) + 200 * 1000;
}

static moment (*standing)(void *context);

static moment was(void *context)
{
    return standing(context);
}

/* A script that was refused on a copy: the office never hears of it. */
static void what_a_copy_refused_does_not_reach_the_office(void **state)
{
    struct desk *d = *state;
    char id[64], office[96];
    static struct clock before;
    assert_int_equal(RUN(d, "new", "permit", "recipient=Minato Foods"), 0);
    snprintf(id, sizeof id, "%.13s", d->out);
    shell(d, "cd '%s' && cp loket.db copy.db");
    snprintf(office, sizeof office, "%s", d->store);
    snprintf(d->store, sizeof d->store, "%s/copy.db", d->folder);
    assert_int_equal(RUN(d, "set", "permit", id, "notes=from the copy"), 5);
    snprintf(d->store, sizeof d->store, "%s", office);
    standing = d->clock.now;
    before = (struct clock){ was, NULL };
    d->clock = (struct clock){ later, &before };
    assert_int_equal(RUN(d, "show", "permit", id), 0);
    assert_null(strstr(d->out, "from the copy"));
    assert_null(strstr(d->err, "in the database now"));
    d->clock = (struct clock){ standing, NULL };
}

/* Made at a copy that bears the office's name, with its folder away meanwhile. */
static void what_waits_for_a_copy_is_ended_by_hand(void **state)
{
    struct desk *d = *state;
    char name[32];
    shell(d, "cd '%s' && mkdir gone && mv loket.db* gone/");
    assert_int_equal(RUN(d, "new", "permit", "recipient=Minato Foods"), 0);
    const char *at = strstr(d->err, "S-");
    assert_non_null(at);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(at, ";"), at);
    shell(d, "cd '%s' && mkdir there && mv gone/* there/ && rmdir gone");
    snprintf(d->store, sizeof d->store, "%s/there/loket.db", d->folder);
    assert_int_equal(RUN(d, "list", "permit"), 0);
    assert_null(strstr(d->err, "in the database now"));
    assert_int_equal(RUN(d, "spool", "list"), 0);
    assert_non_null(strstr(d->out, "for another file"));
    assert_int_equal(RUN(d, "spool", "send"), 1);
    assert_non_null(strstr(d->err, "made for another file"));
    assert_int_equal(RUN(d, "spool", "drop", name, "--note", "only tried"), 0);
    assert_non_null(strstr(d->out, name));
    assert_non_null(strstr(d->out, "Dropped, not written"));
    assert_int_equal(RUN(d, "spool", "send"), 0);
    shell(d, "cd '%s' && mv there/loket.db* . && rm -r there");
    snprintf(d->store, sizeof d->store, "%s/loket.db", d->folder);
}

/* A share that hangs is as good as none: what is asked of it is left behind. */
static void a_share_that_hangs_holds_no_script(void **state)
{
    struct desk *d = *state;
    int gate[2];
    assert_int_equal(pipe(gate), 0);
    d->patience_ms = 1;
    faults_arm(&(struct fault){ .at = AT_ANY_CALL, .k = 1, .forever = true, .gate = gate[0] });
    assert_int_equal(RUN(d, "list", "party"), 0);
    assert_non_null(strstr(d->err, "The share is away"));
    assert_int_equal(RUN(d, "new", "permit", "recipient=Minato Foods"), 0);
    assert_non_null(strstr(d->err, "kept at this desk as S-"));
    snprintf(d->desk, sizeof d->desk, "%s/another", d->folder);
    assert_int_equal(RUN(d, "list", "party"), 5);
    assert_non_null(strstr(d->err, "does not answer"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_filed_away_is_sent_once),
        cmocka_unit_test(what_a_copy_refused_does_not_reach_the_office),
        cmocka_unit_test(what_waits_for_a_copy_is_ended_by_hand),
        cmocka_unit_test(a_share_that_hangs_holds_no_script), /* last: threads stay behind */
    };
    faults_install("loket.db");
    return cmocka_run_group_tests(tests, office_up, office_down);
}
