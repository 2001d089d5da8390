/* test_identity.c - keys, signatures, hashes and boxes. */
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

static void test_signatures(void **state)
{
    (void)state;
    struct signing_key a, b;
    unsigned char signature[SIGNATURE_BYTES];
    signing_key_make(&a);
    signing_key_make(&b);
    assert_memory_not_equal(a.public_key, b.public_key, PUBLIC_KEY_BYTES);
    sign_bytes(&a, "terima", 6, signature);
    assert_true(signature_holds(a.public_key, "terima", 6, signature));
    assert_false(signature_holds(b.public_key, "terima", 6, signature));
    assert_false(signature_holds(a.public_key, "tolak!", 6, signature));
    assert_false(signature_holds(a.public_key, "terima", 5, signature));
    for (size_t i = 0; i < SIGNATURE_BYTES; i++) {
        signature[i] ^= 1;
        assert_false(signature_holds(a.public_key, "terima", 6, signature));
        signature[i] ^= 1;
    }
    sign_bytes(&a, "", 0, signature);
    assert_true(signature_holds(a.public_key, "", 0, signature));
}

static void test_wipe(void **state)
{
    (void)state;
    struct signing_key k;
    static const struct signing_key blank;
    signing_key_make(&k);
    signing_key_wipe(&k);
    assert_memory_equal(&k, &blank, sizeof k);
}

static void test_hash_is_blake2b_256(void **state)
{
    (void)state;
    /* From the reference implementation: BLAKE2b with 32 bytes of output over "abc". */
    static const unsigned char want[HASH_BYTES] = {
        0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72, 0x31, 0x71, 0xef,
        0x3f, 0xee, 0x98, 0x57, 0x9b, 0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb,
        0x3e, 0x42, 0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19,
    };
    unsigned char hash[HASH_BYTES];
    hash_bytes("abc", 3, hash);
    assert_memory_equal(hash, want, HASH_BYTES);
}

static void hash_texts(const char *const *texts, size_t count, unsigned char hash[HASH_BYTES])
{
    struct hash_part parts[4];
    for (size_t i = 0; i < count; i++)
        parts[i] = (struct hash_part){ texts[i], strlen(texts[i]) };
    hash_parts(parts, count, hash);
}

static void test_lists_do_not_collide(void **state)
{
    (void)state;
    static const struct {
        size_t count;
        const char *texts[4];
    } lists[] = {
        { 0, { NULL } },         { 1, { "" } },
        { 2, { "", "" } },       { 1, { "ab" } },
        { 2, { "a", "b" } },     { 2, { "b", "a" } },
        { 2, { "ab", "" } },     { 2, { "", "ab" } },
        { 3, { "a", "", "b" } }, { 4, { "a", "b", "", "" } },
    };
    unsigned char hashes[COUNT(lists)][HASH_BYTES], plain[HASH_BYTES], again[HASH_BYTES];
    hash_bytes("ab", 2, plain);
    for (size_t i = 0; i < COUNT(lists); i++) {
        hash_texts(lists[i].texts, lists[i].count, hashes[i]);
        hash_texts(lists[i].texts, lists[i].count, again);
        assert_memory_equal(hashes[i], again, HASH_BYTES);
        assert_memory_not_equal(hashes[i], plain, HASH_BYTES);
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(hashes[i], hashes[k], HASH_BYTES);
    }
}

static void test_boxes(void **state)
{
    (void)state;
    struct signing_key mine, other;
    signing_key_make(&mine);
    signing_key_make(&other);
    static const char *const texts[] = { "", "k", "konsep permohonan yang belum disimpan" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct buf box = { 0 }, again = { 0 }, open = { 0 };
        size_t n = strlen(texts[i]);
        box_bytes(&mine, texts[i], n, &box);
        box_bytes(&mine, texts[i], n, &again);
        assert_int_equal(box.len, again.len);
        assert_memory_not_equal(box.data, again.data, box.len); /* another nonce */
        buf_puts(&open, ">");
        assert_true(unbox_bytes(&mine, box.data, box.len, &open));
        assert_string_equal(buf_text(&open) + 1, texts[i]);
        assert_int_equal(open.len, n + 1);
        assert_false(unbox_bytes(&other, box.data, box.len, &open));
        assert_int_equal(open.len, n + 1);
        buf_free(&box);
        buf_free(&again);
        buf_free(&open);
    }
}

static void test_broken_boxes(void **state)
{
    (void)state;
    struct signing_key k;
    struct buf box = { 0 }, open = { 0 };
    signing_key_make(&k);
    box_bytes(&k, "rahasia", 7, &box);
    for (size_t n = 0; n < box.len; n++)
        assert_false(unbox_bytes(&k, box.data, n, &open));
    for (size_t i = 0; i < box.len; i++) {
        box.data[i] ^= 4;
        assert_false(unbox_bytes(&k, box.data, box.len, &open));
        box.data[i] ^= 4;
    }
    assert_int_equal(open.len, 0);
    assert_true(unbox_bytes(&k, box.data, box.len, &open));
    assert_string_equal(buf_text(&open), "rahasia");
    buf_free(&box);
    buf_free(&open);
}

static void test_random_bytes(void **state)
{
    (void)state;
    unsigned char a[32] = { 0 }, b[32] = { 0 }, beyond[2] = { 7, 7 };
    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    random_bytes(beyond, 1);
    assert_int_equal(beyond[1], 7);
}

static void test_start_twice(void **state)
{
    (void)state;
    assert_int_equal(identity_start(NULL), DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_wipe),
        cmocka_unit_test(test_hash_is_blake2b_256),
        cmocka_unit_test(test_lists_do_not_collide),
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_broken_boxes),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_start_twice),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
