/* test_tick.c - a desk's own beat: what others wrote, who edits, and whose clock is off. */
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

enum { SECOND = 1000, MINUTE = 60 * SECOND };

static moment share_now(void *context)
{
    return *(const moment *)context;
}

static struct tick tick(struct session *s)
{
    struct tick t;
    struct error e = { 0 };
    assert_int_equal(act_tick(s, NULL, 0, &t, &e), DONE);
    return t;
}

static void what_others_wrote_is_heard(void **state)
{
    struct counter_desk *d = *state;
    tick(d->session);
    assert_false(tick(d->session).changed);
    struct session *other = counter_second_desk(d);
    counter_permit(other);
    assert_true(tick(d->session).changed);
    assert_false(tick(d->session).changed);
    counter_permit(d->session);
    assert_false(tick(d->session).changed); /* our own */
    session_close(&other);
}

/* How far the desk is ahead of the share; whether it says so, and takes a step that writes time. */
static const struct {
    int64_t off_ms;
    bool said;
    enum outcome submit;
    const char *sentence;
} clocks[] = {
    { 0, false, DONE, "" },
    { 60 * SECOND, false, DONE, "" },
    { -60 * SECOND, false, DONE, "" },
    { 61 * SECOND, true, DONE, "" },
    { -10 * MINUTE, true, DONE, "" },
    { 11 * MINUTE, true, REFUSED, "11 minutes ahead" },
    { -24 * 60 * MINUTE, true, REFUSED, "1440 minutes behind" },
};

static void a_clock_that_is_off_stamps_nothing(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    moment share;
    const struct clock clock = { .now = share_now, .context = &share };
    language_set(ENGLISH);
    store_share_clock(session_store(s), &clock);
    for (size_t i = 0; i < COUNT(clocks); i++) {
        struct error e = { 0 };
        int64_t id = counter_permit(s);
        d->now += 30 * SECOND; /* the next beat */
        share = d->now - clocks[i].off_ms;
        assert_int_equal(tick(s).clock_off_ms, clocks[i].said ? clocks[i].off_ms : 0);
        enum outcome o = counter_step(s, id, "submit", NULL, &e);
        if (o != clocks[i].submit)
            print_message("%d ms off: %s\n", (int)clocks[i].off_ms, e.text);
        assert_int_equal(o, clocks[i].submit);
        assert_non_null(strstr(e.text, clocks[i].sentence));
    }
    store_share_clock(session_store(s), NULL);
    d->now += 30 * SECOND;
    tick(s);
    language_set(INDONESIAN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_others_wrote_is_heard),
        cmocka_unit_test(a_clock_that_is_off_stamps_nothing),
    };
    return cmocka_run_group_tests_name("tick", tests, counter_up, counter_down);
}
