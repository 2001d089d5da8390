/* test_bytes_text.c - bytes as base64 text and back. */
#include "loket/identity.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* RFC 4648 §10 without its padding, and the two letters that URLs have different. */
static const struct {
    const char *bytes, *text;
} pairs[] = {
    { "", "" },
    { "f", "Zg" },
    { "fo", "Zm8" },
    { "foo", "Zm9v" },
    { "foob", "Zm9vYg" },
    { "fooba", "Zm9vYmE" },
    { "foobar", "Zm9vYmFy" },
    { "\xfb\xff\xfe", "-__-" },
};

static void test_pairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        size_t n = strlen(pairs[i].bytes);
        struct buf out = { 0 };
        unsigned char back[8] = { 0 };
        buf_puts(&out, "=");
        bytes_text(pairs[i].bytes, n, &out);
        assert_int_equal(strlen(out.data), out.len);
        assert_string_equal(out.data + 1, pairs[i].text);
        assert_true(text_bytes(pairs[i].text, back, n));
        assert_memory_equal(back, pairs[i].bytes, n);
        buf_reset(&out);
        buf_puts(&out, "=");
        assert_true(text_bytes_any(pairs[i].text, &out));
        assert_int_equal(out.len, n + 1);
        assert_string_equal(out.data + 1, pairs[i].bytes);
        buf_free(&out);
    }
}

static void test_all_bytes(void **state)
{
    (void)state;
    unsigned char bytes[256], back[256];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7 + 3);
    for (size_t n = 0; n <= sizeof bytes; n++) {
        struct buf text = { 0 }, again = { 0 };
        bytes_text(bytes, n, &text);
        assert_int_equal(strspn(text.data, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                           "0123456789-_"),
                         text.len);
        assert_true(text_bytes(text.data, back, n));
        assert_memory_equal(back, bytes, n);
        assert_true(text_bytes_any(text.data, &again));
        assert_int_equal(again.len, n);
        buf_free(&text);
        buf_free(&again);
    }
}

/* One text only: no padding, blanks, other alphabet, nor bits beyond the last byte. */
static void test_refused(void **state)
{
    (void)state;
    static const char *const texts[] = { "Z",    "Zg==", "Zm9v ", " Zm9v", "Zm\n9v", "Zm9v=",
                                         "+//+", "Zh",   "Zm9",   "Zm9vY", "Zm9v*",  "\xc3\xa9" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        unsigned char bytes[16];
        struct buf out = { 0 };
        for (size_t n = 0; n <= sizeof bytes; n++)
            assert_false(text_bytes(texts[i], bytes, n));
        buf_puts(&out, "tetap");
        assert_false(text_bytes_any(texts[i], &out));
        assert_string_equal(out.data, "tetap");
        assert_int_equal(out.len, 5);
        buf_free(&out);
    }
}

static void test_other_lengths(void **state)
{
    (void)state;
    static const unsigned char zero[8];
    for (size_t n = 0; n <= 8; n++) {
        unsigned char bytes[9];
        memset(bytes, 7, sizeof bytes);
        assert_int_equal(text_bytes("Zm9vYg", bytes, n), n == 4);
        assert_memory_equal(bytes, n == 4 ? (const void *)"foob" : zero, n);
        assert_int_equal(bytes[n], 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_all_bytes),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_other_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
