/* test_seal.c - boxes that anybody seals and one key opens. */
#include "loket/identity.h"

#include <string.h>

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

static void test_round_trips(void **state)
{
    (void)state;
    static const size_t sizes[] = { 0, 1, 31, 32, 33, 1000, 70000 };
    struct sealing_key k;
    sealing_key_make(&k);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct buf clear = { 0 }, sealed = { 0 }, open = { 0 };
        buf_pad(&clear, 'k', sizes[i]);
        buf_puts(&sealed, "<");
        buf_puts(&open, ">");
        assert_true(seal_bytes(k.public_key, buf_text(&clear), clear.len, &sealed));
        assert_true(unseal_bytes(&k, sealed.data + 1, sealed.len - 1, &open));
        assert_int_equal(open.len, clear.len + 1);
        assert_int_equal(open.data[0], '>');
        assert_int_equal(open.data[open.len], '\0');
        assert_memory_equal(open.data + 1, buf_text(&clear), clear.len);
        buf_free(&clear);
        buf_free(&sealed);
        buf_free(&open);
    }
}

/* Neither the words nor that two texts are the same can be seen. */
static void test_nothing_shows(void **state)
{
    (void)state;
    static const char words[] = "amplop di meja depan";
    struct sealing_key k;
    struct buf one = { 0 }, other = { 0 };
    sealing_key_make(&k);
    assert_true(seal_bytes(k.public_key, words, sizeof words, &one));
    assert_true(seal_bytes(k.public_key, words, sizeof words, &other));
    assert_int_equal(one.len, other.len);
    assert_memory_not_equal(one.data, other.data, one.len);
    for (size_t i = 0; i + 4 < one.len; i++)
        for (size_t j = 0; j + 4 < sizeof words; j++)
            assert_memory_not_equal(one.data + i, words + j, 4);
    buf_free(&one);
    buf_free(&other);
}

static void test_refused(void **state)
{
    (void)state;
    struct sealing_key k, other, mixed;
    struct buf sealed = { 0 }, open = { 0 };
    sealing_key_make(&k);
    sealing_key_make(&other);
    mixed = k;
    memcpy(mixed.secret_key, other.secret_key, SEALING_KEY_BYTES);
    assert_true(seal_bytes(k.public_key, "bisik", 5, &sealed));
    assert_false(unseal_bytes(&other, sealed.data, sealed.len, &open));
    assert_false(unseal_bytes(&mixed, sealed.data, sealed.len, &open));
    for (size_t n = 0; n < sealed.len; n++)
        assert_false(unseal_bytes(&k, sealed.data, n, &open));
    for (size_t bit = 0; bit < sealed.len * 8; bit++) {
        sealed.data[bit / 8] ^= (char)(1 << bit % 8);
        assert_false(unseal_bytes(&k, sealed.data, sealed.len, &open));
        sealed.data[bit / 8] ^= (char)(1 << bit % 8);
    }
    assert_int_equal(open.len, 0);
    buf_puts(&open, "tetap");
    assert_false(unseal_bytes(&other, sealed.data, sealed.len, &open));
    assert_string_equal(open.data, "tetap");
    assert_true(unseal_bytes(&k, sealed.data, sealed.len, &open));
    assert_string_equal(open.data, "tetapbisik");
    buf_free(&sealed);
    buf_free(&open);
}

/* Public keys that every secret opens: of low order, as somebody might put them into a row. */
static void test_weak_keys(void **state)
{
    (void)state;
    static const unsigned char weak[][SEALING_KEY_BYTES] = { { 0 }, { 1 } };
    struct buf out = { 0 };
    buf_puts(&out, "tetap");
    for (size_t i = 0; i < COUNT(weak); i++) {
        assert_false(seal_bytes(weak[i], "bisik", 5, &out));
        assert_string_equal(out.data, "tetap");
    }
    buf_free(&out);
}

static void test_wipe(void **state)
{
    (void)state;
    static const struct sealing_key blank;
    struct sealing_key k;
    sealing_key_make(&k);
    assert_memory_not_equal(&k, &blank, sizeof k);
    sealing_key_wipe(&k);
    assert_memory_equal(&k, &blank, sizeof k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trips), cmocka_unit_test(test_nothing_shows),
        cmocka_unit_test(test_refused),     cmocka_unit_test(test_weak_keys),
        cmocka_unit_test(test_wipe),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
