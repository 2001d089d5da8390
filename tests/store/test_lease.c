/* test_lease.c - identifiers: never twice, never backwards, whoever asks and whatever the clock
 * does. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/office.h"

#include <cmocka.h>

struct desks {
    char folder[256];
    moment now;
    struct clock clock;
    struct desk *a, *b; /* two processes of one user, as far as the file can tell */
};

static moment said(void *context)
{
    return ((struct desks *)context)->now;
}

static struct desk *opened(struct desks *t)
{
    struct desk *d = NULL;
    struct error e = { 0 };
    if (desk_open(t->folder, &t->clock, &d, &e) != DONE)
        fail_msg("%s", e.text);
    return d;
}

static int desks_open(void **state)
{
    struct desks *t = xcalloc(1, sizeof *t);
    const char *tmp = getenv("TMPDIR");
    snprintf(t->folder, sizeof t->folder, "%s/loket-lease-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(t->folder));
    t->now = (moment)BENCH_DAY * 86400000;
    t->clock = (struct clock){ .now = said, .context = t };
    t->a = opened(t);
    t->b = opened(t);
    *state = t;
    return 0;
}

static int desks_close(void **state)
{
    struct desks *t = *state;
    desk_close(&t->a);
    desk_close(&t->b);
    folder_remove(t->folder);
    free(t);
    return 0;
}

static int64_t next(struct desk *d)
{
    struct error e = { 0 };
    int64_t id = 0;
    if (desk_new_id(d, &id, &e) != DONE)
        fail_msg("%s", e.text);
    return id;
}

static int64_t first_at(const struct desks *t, moment now)
{
    return id_make(now, desk_number(t->a), 0);
}

static void begins_at_the_clock(void **state)
{
    struct desks *t = *state;
    assert_int_equal(next(t->a), first_at(t, t->now));
    assert_int_equal(next(t->a), id_make(t->now, desk_number(t->a), 1));
}

static void grows_within_and_beyond_a_lease(void **state)
{
    struct desks *t = *state;
    int64_t last = 0;
    for (int i = 0; i < 1000; i++) {
        int64_t id = next(t->a);
        assert_true(id > last);
        last = id;
    }
}

/* The generator decides who asks; ids must grow in the order of asking. */
static void two_processes_never_collide_or_go_back(void **state)
{
    struct desks *t = *state;
    uint32_t dice = 7;
    int64_t last = 0;
    for (int i = 0; i < 2000; i++) {
        dice = dice * 1664525u + 1013904223u;
        int64_t id = next(dice >> 30 & 1 ? t->a : t->b);
        assert_true(id > last);
        last = id;
        t->now += (dice >> 20) % 3;
    }
}

static void clock_set_back(void **state)
{
    struct desks *t = *state;
    int64_t before = next(t->a);
    t->now -= 3600 * 1000;
    int64_t after = next(t->a), other = next(t->b);
    assert_true(after > before);
    assert_true(other > after);
    desk_close(&t->a);
    t->a = opened(t);
    assert_true(next(t->a) > other);
}

static void old_lease_is_left(void **state)
{
    struct desks *t = *state;
    next(t->a);
    t->now += 60 * 1000;
    assert_true(next(t->a) < first_at(t, t->now)); /* still good */
    t->now += 1;
    assert_int_equal(next(t->a), first_at(t, t->now));
}

static void lease_ahead_serves_without_the_file(void **state)
{
    struct desks *t = *state;
    struct error e = { 0 };
    assert_int_equal(desk_lease(t->a, 1000, &e), DONE);
    int64_t from = next(t->a), last = from;
    for (int i = 1; i < 1000; i++) {
        int64_t id = next(t->a);
        assert_true(id > last);
        last = id;
    }
    /* 1,000 ids fill 16 milliseconds; the next desk begins behind them. */
    assert_int_equal(from, first_at(t, t->now));
    assert_int_equal(next(t->b), first_at(t, t->now + 16));
}

static void smaller_lease_keeps_the_larger(void **state)
{
    struct desks *t = *state;
    struct error e = { 0 };
    assert_int_equal(desk_lease(t->a, 640, &e), DONE);
    assert_int_equal(desk_lease(t->a, 100, &e), DONE);
    assert_int_equal(next(t->b), first_at(t, t->now + 10));
}

static void too_much_is_refused(void **state)
{
    struct desks *t = *state;
    struct error e = { 0 };
    assert_int_equal(desk_lease(t->a, 2000000, &e), MISUSED);
    assert_true(*e.text);
}

static void clock_out_of_range(void **state)
{
    struct desks *t = *state;
    struct error e = { 0 };
    int64_t id = 0;
    t->now = 0; /* before identifiers count: they begin at their epoch */
    assert_int_equal(next(t->a),
                     id_make((moment)day_of(2020, 1, 1) * 86400000, desk_number(t->a), 0));
    t->now = (moment)day_of(2200, 1, 1) * 86400000;
    assert_int_equal(desk_new_id(t->a, &id, &e), FAULT);
    assert_true(*e.text);
    t->now = (moment)BENCH_DAY * 86400000;
    assert_true(next(t->a) > 0);
}

static void transaction_ids_differ(void **state)
{
    char one[TXN_TEXT_LEN + 1], two[TXN_TEXT_LEN + 1];
    (void)state;
    desk_new_txn(one);
    desk_new_txn(two);
    assert_int_equal(strlen(one), TXN_TEXT_LEN);
    assert_int_equal(strspn(one, "0123456789abcdef"), TXN_TEXT_LEN);
    assert_string_not_equal(one, two);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, desks_open, desks_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(begins_at_the_clock),
        EACH(grows_within_and_beyond_a_lease),
        EACH(two_processes_never_collide_or_go_back),
        EACH(clock_set_back),
        EACH(old_lease_is_left),
        EACH(lease_ahead_serves_without_the_file),
        EACH(smaller_lease_keeps_the_larger),
        EACH(too_much_is_refused),
        EACH(clock_out_of_range),
        EACH(transaction_ids_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
