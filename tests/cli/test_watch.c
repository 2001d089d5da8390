/* The expiry watch by script: listed in each format, handled and watched again. */
#include "actions/counter.h"
#include "cli/caller.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int office_up(void **state)
{
    *state = desk_here();
    return RUN(*state, "init");
}

static int office_down(void **state)
{
    return desk_gone(*state);
}

/* Of somebody unknown: this office has no people. */
static void lend(struct desk *d, const char *to)
{
    const struct session_options o = {
        .store = d->store, .desk_folder = d->desk, .config = "", .clock = &d->clock
    };
    struct session *s = NULL;
    assert_int_equal(session_open(&o, &s, NULL), DONE);
    counter_put(s, "post",
                (const char *const[]){ "role", "head", "valid_from", "2026-01-01", "valid_to", to,
                                       "basis", "SK 1", NULL });
    session_close(&s);
}

static void it_lists_in_each_format(void **state)
{
    struct desk *d = *state;
    lend(d, "2026-11-18");
    lend(d, "2026-12-01");
    assert_int_equal(RUN(d, "list", "watch"), 0);
    assert_int_equal(times_in(d->out, "Valid to"), 2);
    assert_int_equal(times_in(d->out, "Holidays of 2027"), 1);
    assert_int_equal(RUN(d, "list", "watch", "kind=post", "--format", "csv"), 0);
    assert_int_equal(times_in(d->out, "\r\n"), 3);
    assert_non_null(strstr(d->out, ",valid_to,,lapsed,2026-11-18,-2,"));
    assert_int_equal(RUN(d, "list", "watch", "state=soon", "kind=post", "--format", "json"), 0);
    assert_int_equal(times_in(d->out, "\"state\": \"soon\""), 1);
    assert_non_null(strstr(d->out, "\"days\": 11,"));
    assert_int_equal(RUN(d, "list", "watch", "state=handled", "--format", "json"), 0);
    assert_string_equal(d->out, "[]\n");
    assert_int_equal(RUN(d, "list", "watch", "--limit", "1"), 0);
    assert_non_null(strstr(d->err, "more than these"));
}

static void what_is_no_filter_is_wrong_use(void **state)
{
    static const char *const bad[] = { "state=gone", "kind=nothing", "role=head" };
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(RUN(*state, "list", "watch", bad[i]), 2);
    assert_int_equal(RUN(*state, "watch", "handle", "holiday"), 2);
    assert_int_equal(RUN(*state, "watch", "forget", "holiday", "2027"), 2);
    assert_int_equal(RUN(*state, "watch", "handle", "holiday", "2027", "who=sari"), 2);
}

static void handled_and_watched_again(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "watch", "handle", "holiday", "2027"), 1); /* wants words */
    assert_int_equal(RUN(d, "watch", "handle", "holiday", "2027", "how=letter", "until=2026-12-15",
                         "--note", "SKB diminta"),
                     0);
    assert_int_equal(RUN(d, "list", "watch"), 0);
    assert_int_equal(times_in(d->out, "Holidays of 2027"), 0);
    assert_int_equal(RUN(d, "list", "watch", "state=handled", "--format", "csv"), 0);
    assert_non_null(strstr(d->out, "SKB diminta"));
    assert_int_equal(RUN(d, "watch", "reopen", "holiday", "2027", "--note", "belum"), 0);
    assert_int_equal(RUN(d, "list", "watch"), 0);
    assert_int_equal(times_in(d->out, "Holidays of 2027"), 1);
    assert_int_equal(RUN(d, "watch", "handle", "holiday", "2031", "--note", "x"), 1);
    assert_non_null(strstr(d->err, "Nothing of 2031 is watched"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_lists_in_each_format),
        cmocka_unit_test(what_is_no_filter_is_wrong_use),
        cmocka_unit_test(handled_and_watched_again),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
