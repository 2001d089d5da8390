/* test_memory.c - allocation and copies. */
#include "loket/base.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_zeroed(void **state)
{
    (void)state;
    unsigned char *p = xcalloc(3, 5);
    for (size_t i = 0; i < 15; i++)
        assert_int_equal(p[i], 0);
    free(p);
}

static void test_nothing_is_something(void **state)
{
    (void)state;
    void *a = xcalloc(0, 8), *b = xcalloc(8, 0), *c = xreallocarray(NULL, 0, 8);
    assert_non_null(a);
    assert_non_null(b);
    assert_non_null(c);
    free(a);
    free(b);
    free(c);
}

static void test_grows_and_keeps(void **state)
{
    (void)state;
    int *p = xreallocarray(NULL, 2, sizeof *p);
    p[0] = 7;
    p[1] = 8;
    p = xreallocarray(p, 1000, sizeof *p);
    assert_int_equal(p[0], 7);
    assert_int_equal(p[1], 8);
    free(p);
}

static void test_copies(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        const char *want;
    } cases[] = {
        { "beras", 3, "ber" },
        { "beras", 0, "" },
        { "beras", 99, "beras" },
        { "", 4, "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *copy = xstrndup(cases[i].text, cases[i].length);
        assert_string_equal(copy, cases[i].want);
        free(copy);
    }
    char *whole = xstrdup("kopi");
    assert_string_equal(whole, "kopi");
    free(whole);
}

/* A product that overflows ends the program with the status of a fault, not with a small block. */
static void test_overflow_ends_the_program(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(STDERR_FILENO);
        free(xreallocarray(NULL, SIZE_MAX / 2, 3));
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), FAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zeroed),
        cmocka_unit_test(test_nothing_is_something),
        cmocka_unit_test(test_grows_and_keeps),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_overflow_ends_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
