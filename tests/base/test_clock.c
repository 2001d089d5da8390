/* test_clock.c - the clock is asked, never assumed. */
#include "loket/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static moment fixed(void *context)
{
    return ++*(moment *)context;
}

static void test_own_clock(void **state)
{
    (void)state;
    moment at = 41;
    struct clock c = { .now = fixed, .context = &at };
    assert_int_equal(clock_now(&c), 42);
    assert_int_equal(clock_now(&c), 43);
}

/* Only that it is a moment at all: what the machine's clock says is no matter of tests. */
static void test_system_clock_answers(void **state)
{
    (void)state;
    assert_true(clock_now(&system_clock) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_clock),
        cmocka_unit_test(test_system_clock_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
