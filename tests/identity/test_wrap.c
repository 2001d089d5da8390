/* test_wrap.c - a person's keys under a passphrase. */
#include "loket/identity.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The format: version, passes, KiB of memory, salt, nonce, two seeds and their tag. */
enum { AT_PASSES = 1, AT_MEMORY = 5, AT_SALT = 9, WRAPPED_BYTES = 9 + 16 + 24 + 64 + 16 };

struct person {
    struct person_keys *keys, *other;
    struct buf wrapped; /* keys under "frasa sandi", at the least cost */
};

static int start(void **state)
{
    static struct person p;
    if (identity_start(NULL) != DONE)
        return -1;
    p = (struct person){ person_keys_new(), person_keys_new(), { 0 } };
    person_keys_make(p.keys);
    *state = &p;
    return wrap_keys("frasa sandi", 11, WRAP_MINIMAL, p.keys, &p.wrapped, NULL) == DONE ? 0 : -1;
}

static int stop(void **state)
{
    struct person *p = *state;
    person_keys_free(&p->keys);
    person_keys_free(&p->other);
    buf_free(&p->wrapped);
    return 0;
}

static enum outcome opened(struct person *p, const char *passphrase, struct error *e)
{
    return unwrap_keys(passphrase, strlen(passphrase), p->wrapped.data, p->wrapped.len, p->other,
                       e);
}

static bool is_blank(const struct person_keys *k)
{
    static const struct person_keys blank;
    return memcmp(k, &blank, sizeof blank) == 0;
}

static void blank(struct person *p)
{
    wipe_bytes(p->other, sizeof *p->other);
}

static void test_round_trip(void **state)
{
    struct person *p = *state;
    blank(p);
    assert_int_equal(p->wrapped.len, WRAPPED_BYTES);
    assert_int_equal(opened(p, "frasa sandi", NULL), DONE);
    assert_memory_equal(p->other, p->keys, sizeof *p->keys);
    blank(p);
}

static void test_usual_cost(void **state)
{
    struct person *p = *state;
    struct buf wrapped = { 0 };
    blank(p);
    assert_int_equal(wrap_keys("frasa sandi", 11, WRAP_USUAL, p->keys, &wrapped, NULL), DONE);
    /* Never less than 64 MiB and three passes. */
    static const unsigned char memory[] = { 0, 1, 0, 0 };
    assert_memory_equal(wrapped.data + AT_MEMORY, memory, sizeof memory);
    assert_true(wrapped.data[AT_PASSES + 3] >= 3);
    assert_int_equal(unwrap_keys("frasa sandi", 11, wrapped.data, wrapped.len, p->other, NULL),
                     DONE);
    assert_memory_equal(p->other, p->keys, sizeof *p->keys);
    buf_free(&wrapped);
    blank(p);
}

/* Each wrapping has its own salt and nonce, and no secret lies in it in clear. */
static void test_nothing_shows(void **state)
{
    struct person *p = *state;
    struct buf again = { 0 };
    buf_puts(&again, "<");
    assert_int_equal(wrap_keys("frasa sandi", 11, WRAP_MINIMAL, p->keys, &again, NULL), DONE);
    assert_int_equal(again.len, 1 + WRAPPED_BYTES);
    assert_memory_not_equal(again.data + 1 + AT_SALT, p->wrapped.data + AT_SALT, 16);
    assert_memory_not_equal(again.data + 1 + AT_SALT + 16, p->wrapped.data + AT_SALT + 16, 24);
    for (size_t i = 0; i + 8 <= p->wrapped.len; i++) {
        for (size_t j = 0; j + 8 <= SECRET_KEY_BYTES; j++)
            assert_memory_not_equal(p->wrapped.data + i, p->keys->signing.secret_key + j, 8);
        for (size_t j = 0; j + 8 <= SEALING_KEY_BYTES; j++)
            assert_memory_not_equal(p->wrapped.data + i, p->keys->sealing.secret_key + j, 8);
    }
    buf_free(&again);
}

static void test_wrong_passphrase(void **state)
{
    struct person *p = *state;
    static const char *const others[] = { "frasa sand", "frasa sandi ", "Frasa sandi", "lainnya",
                                          "",           "fra" };
    struct error e = { 0 };
    language_set(ENGLISH);
    blank(p);
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_int_equal(opened(p, others[i], &e), REFUSED);
        assert_string_equal(e.text, "That is not the passphrase; type it again.");
        assert_true(is_blank(p->other));
    }
}

static void test_limits(void **state)
{
    struct person *p = *state;
    char longest[PASSPHRASE_MAX + 1];
    struct buf out = { 0 };
    struct error e = { 0 };
    language_set(ENGLISH);
    memset(longest, 'p', sizeof longest);
    assert_int_equal(
        wrap_keys(longest, PASSPHRASE_MIN_TRAINING - 1, WRAP_MINIMAL, p->keys, &out, &e), REFUSED);
    assert_string_equal(e.text,
                        "A passphrase has at least 4 and at most 1024 characters; choose another.");
    assert_int_equal(wrap_keys(longest, PASSPHRASE_MIN - 1, WRAP_USUAL, p->keys, &out, &e),
                     REFUSED);
    assert_non_null(strstr(e.text, "at least 8"));
    assert_int_equal(wrap_keys(longest, 0, WRAP_MINIMAL, p->keys, &out, &e), REFUSED);
    assert_int_equal(wrap_keys(longest, sizeof longest, WRAP_MINIMAL, p->keys, &out, &e), REFUSED);
    assert_int_equal(out.len, 0);
    static const size_t fit[] = { PASSPHRASE_MIN_TRAINING, PASSPHRASE_MAX };
    for (size_t i = 0; i < COUNT(fit); i++) {
        buf_reset(&out);
        blank(p);
        assert_int_equal(wrap_keys(longest, fit[i], WRAP_MINIMAL, p->keys, &out, &e), DONE);
        assert_int_equal(unwrap_keys(longest, fit[i], out.data, out.len, p->other, &e), DONE);
        assert_memory_equal(p->other, p->keys, sizeof *p->keys);
        blank(p);
        assert_int_equal(unwrap_keys(longest, fit[i] + 1, out.data, out.len, p->other, &e),
                         REFUSED);
        assert_true(is_blank(p->other));
    }
    buf_free(&out);
}

/* A passphrase is bytes: blanks, letters beyond ASCII and a NUL within count. */
static void test_passphrase_bytes(void **state)
{
    struct person *p = *state;
    static const char passphrase[] = "s\xc3\xa9\0\xf0\x9f\x94\x91 x";
    struct buf out = { 0 };
    blank(p);
    size_t n = sizeof passphrase - 1;
    assert_int_equal(wrap_keys(passphrase, n, WRAP_MINIMAL, p->keys, &out, NULL), DONE);
    assert_int_equal(unwrap_keys(passphrase, n - 1, out.data, out.len, p->other, NULL), REFUSED);
    assert_int_equal(unwrap_keys(passphrase, n, out.data, out.len, p->other, NULL), DONE);
    buf_free(&out);
    blank(p);
}

static void test_cut_or_longer(void **state)
{
    struct person *p = *state;
    struct buf longer = { 0 };
    blank(p);
    for (size_t n = 0; n < p->wrapped.len; n++)
        assert_int_equal(unwrap_keys("frasa sandi", 11, p->wrapped.data, n, p->other, NULL),
                         BAD_DATA);
    assert_int_equal(unwrap_keys("frasa sandi", 11, NULL, 0, p->other, NULL), BAD_DATA);
    buf_add(&longer, p->wrapped.data, p->wrapped.len);
    buf_putc(&longer, '\0');
    assert_int_equal(unwrap_keys("frasa sandi", 11, longer.data, longer.len, p->other, NULL),
                     BAD_DATA);
    assert_true(is_blank(p->other));
    buf_free(&longer);
}

/* The lowest bit of each byte; in the cost that asks for 64 MiB at most. */
static void test_each_byte_counts(void **state)
{
    struct person *p = *state;
    blank(p);
    for (size_t i = 0; i < p->wrapped.len; i++) {
        p->wrapped.data[i] ^= 1;
        enum outcome o = opened(p, "frasa sandi", NULL);
        p->wrapped.data[i] ^= 1;
        /* The version, more passes or memory than is sane; else another key or an altered box. */
        assert_int_equal(o, i <= AT_MEMORY ? BAD_DATA : REFUSED);
        assert_true(is_blank(p->other));
    }
    assert_int_equal(opened(p, "frasa sandi", NULL), DONE);
    blank(p);
}

static void put_cost(struct buf *b, uint32_t passes, uint32_t memory)
{
    for (int i = 0; i < 4; i++) {
        b->data[AT_PASSES + i] = (char)(passes >> (24 - 8 * i));
        b->data[AT_MEMORY + i] = (char)(memory >> (24 - 8 * i));
    }
}

/* Costs that no loket writes are refused before any work is done. */
static void test_costs_out_of_range(void **state)
{
    struct person *p = *state;
    static const struct {
        uint32_t passes, memory;
        enum outcome want;
    } cases[] = {
        { 0, 8, BAD_DATA },          { 1, 7, BAD_DATA },
        { 1, 0, BAD_DATA },          { 33, 8, BAD_DATA },
        { UINT32_MAX, 8, BAD_DATA }, { 1, 256 * 1024 + 1, BAD_DATA },
        { 1, UINT32_MAX, BAD_DATA }, { 32, 8, REFUSED },
        { 2, 9, REFUSED },           { 1, 8, DONE },
    };
    struct error e = { 0 };
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(cases); i++) {
        blank(p);
        put_cost(&p->wrapped, cases[i].passes, cases[i].memory);
        assert_int_equal(opened(p, "frasa sandi", &e), cases[i].want);
        assert_int_equal(is_blank(p->other), cases[i].want != DONE);
        if (cases[i].want == BAD_DATA)
            assert_non_null(strstr(e.text, "demand more work than any desk does"));
    }
    blank(p);
}

static void test_other_version(void **state)
{
    struct person *p = *state;
    struct error e = { 0 };
    language_set(ENGLISH);
    p->wrapped.data[0] = 2;
    assert_int_equal(opened(p, "frasa sandi", &e), BAD_DATA);
    p->wrapped.data[0] = 1;
    assert_non_null(strstr(e.text, "format 2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_usual_cost),
        cmocka_unit_test(test_nothing_shows),
        cmocka_unit_test(test_wrong_passphrase),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_passphrase_bytes),
        cmocka_unit_test(test_cut_or_longer),
        cmocka_unit_test(test_each_byte_counts),
        cmocka_unit_test(test_costs_out_of_range),
        cmocka_unit_test(test_other_version),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
