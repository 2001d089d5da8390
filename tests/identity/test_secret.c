/* test_secret.c - locked memory, wiping, and a process that leaves no core. */
#include "loket/identity.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int start(void **state)
{
    (void)state;
    return identity_start(NULL) == DONE ? 0 : -1;
}

/* Asks the kernel, which answers with an error where reading would kill. */
static bool readable(const unsigned char *at)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    ssize_t n = write(ends[1], at, 1);
    int why = errno;
    close(ends[0]);
    close(ends[1]);
    if (n < 0)
        assert_int_equal(why, EFAULT);
    return n == 1;
}

static void test_new_keys(void **state)
{
    (void)state;
    static const struct person_keys blank;
    struct person_keys *a = person_keys_new(), *b = person_keys_new();
    assert_memory_equal(a, &blank, sizeof blank);
    person_keys_make(a);
    person_keys_make(b);
    assert_memory_not_equal(a->signing.public_key, b->signing.public_key, PUBLIC_KEY_BYTES);
    assert_memory_not_equal(a->sealing.public_key, b->sealing.public_key, SEALING_KEY_BYTES);
    assert_memory_not_equal(a->signing.secret_key, a->sealing.secret_key, SEALING_KEY_BYTES);
    unsigned char signature[SIGNATURE_BYTES];
    struct buf sealed = { 0 }, open = { 0 };
    sign_bytes(&a->signing, "x", 1, signature);
    assert_true(signature_holds(a->signing.public_key, "x", 1, signature));
    assert_true(seal_bytes(a->sealing.public_key, "x", 1, &sealed));
    assert_true(unseal_bytes(&a->sealing, sealed.data, sealed.len, &open));
    buf_free(&sealed);
    wipe_buf(&open);
    person_keys_free(&a);
    person_keys_free(&b);
    assert_null(a);
    person_keys_free(&a); /* nothing */
}

/* The pages around cannot be read, and nothing can once the keys are freed. */
static void test_guarded(void **state)
{
    (void)state;
    struct person_keys *k = person_keys_new();
    person_keys_make(k);
    const unsigned char *bytes = (const unsigned char *)k;
    assert_true(readable(bytes));
    assert_true(readable(bytes + sizeof *k - 1));
    assert_false(readable(bytes + sizeof *k));
    person_keys_free(&k);
    assert_false(readable(bytes));
    assert_false(readable(bytes + sizeof *k - 1));
}

/* The kernel's flags of the mapping that holds `at`; false: this system does not tell. */
static bool mapping_flags(const void *at, char *flags, size_t room)
{
    FILE *maps = fopen("/proc/self/smaps", "r");
    char line[512];
    bool inside = false, found = false;
    while (maps && !found && fgets(line, sizeof line, maps)) {
        unsigned long long from, to;
        if (sscanf(line, "%llx-%llx ", &from, &to) == 2)
            inside = (uintptr_t)at >= from && (uintptr_t)at < to;
        else if (inside && strncmp(line, "VmFlags:", 8) == 0)
            found = snprintf(flags, room, "%s", line) > 0;
    }
    if (maps)
        fclose(maps);
    return found;
}

static void test_out_of_core_dumps(void **state)
{
    (void)state;
    char flags[512];
    struct person_keys *k = person_keys_new();
    bool told = mapping_flags(k, flags, sizeof flags);
    bool left_out = told && strstr(flags, " dd");
    person_keys_free(&k);
    if (!told)
        skip();
    assert_true(left_out);
}

/* Run in a child: what is hardened stays so. Its exit status tells what does not hold. */
static int hardened(void)
{
    struct rlimit core = { 1, 1 };
    process_harden();
    process_harden();
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0 || core.rlim_max != 0)
        return 1;
#ifdef __linux__
    if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
        return 2;
#endif
    return 0;
}

static void test_not_dumpable(void **state)
{
    (void)state;
    int status = -1;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(hardened());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_wipe_bytes(void **state)
{
    (void)state;
    char text[] = "rahasia!";
    wipe_bytes(text + 1, 3);
    assert_memory_equal(text, "r\0\0\0sia!", sizeof text);
    wipe_bytes(text, 0);
    wipe_bytes(NULL, 0);
    assert_int_equal(text[0], 'r');
}

static void test_wipe_buf(void **state)
{
    (void)state;
    struct buf b = { 0 };
    wipe_buf(&b);
    assert_null(b.data);
    buf_puts(&b, "rahasia");
    buf_reset(&b); /* its bytes lie there still, behind its length */
    wipe_buf(&b);
    assert_null(b.data);
    assert_int_equal(b.len + b.cap, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_keys),          cmocka_unit_test(test_guarded),
        cmocka_unit_test(test_out_of_core_dumps), cmocka_unit_test(test_not_dumpable),
        cmocka_unit_test(test_wipe_bytes),        cmocka_unit_test(test_wipe_buf),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
