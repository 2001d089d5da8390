/* test_mo.c - message files, whole and broken. */
#include "loket/base.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const PAIRS[][2] = {
    { "", "Content-Type: text/plain; charset=UTF-8\n" },
    { "Cancel", "Batal" },
    { "Permit", "Permohonan" },
    { "Save", "Simpan" },
    { "Search", "" },
    { "permit", "permohonan" },
};

static void put(struct buf *b, uint32_t value, bool big_endian)
{
    for (int i = 0; i < 4; i++)
        buf_putc(b, (char)(value >> (big_endian ? 24 - 8 * i : 8 * i)));
}

/* Writes a file of PAIRS (which are sorted, as msgfmt sorts them) in the chosen byte order. */
static void make_mo(struct buf *b, bool big_endian)
{
    enum { N = COUNT(PAIRS), HEADER = 28 };
    uint32_t at = HEADER + 16 * N;
    const uint32_t header[] = { 0x950412DE, 0, N, HEADER, HEADER + 8 * N, 0, at };
    for (size_t i = 0; i < COUNT(header); i++)
        put(b, header[i], big_endian);
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < N; i++) {
            uint32_t n = (uint32_t)strlen(PAIRS[i][side]);
            put(b, n, big_endian);
            put(b, at, big_endian);
            at += n + 1;
        }
    }
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < N; i++)
            buf_add(b, PAIRS[i][side], strlen(PAIRS[i][side]) + 1);
}

static const char *find(const struct buf *b, const char *english)
{
    return mo_find((const unsigned char *)b->data, b->len, english);
}

static void test_both_byte_orders(void **state)
{
    (void)state;
    for (int big = 0; big < 2; big++) {
        struct buf b = { 0 };
        make_mo(&b, big);
        for (size_t i = 1; i < COUNT(PAIRS); i++)
            assert_string_equal(find(&b, PAIRS[i][0]), PAIRS[i][1]);
        static const char *const absent[] = { "", "A", "Cance", "Cancel ", "Q", "zzz", "PERMIT" };
        for (size_t i = 0; i < COUNT(absent); i++)
            assert_null(find(&b, absent[i]));
        buf_free(&b);
    }
}

/* Looks every message up in exactly n bytes; the sanitizer sees a step outside. */
static void look_everything_up(const char *bytes, size_t n)
{
    unsigned char *copy = xcalloc(n, 1);
    if (n > 0)
        memcpy(copy, bytes, n);
    for (size_t i = 0; i < COUNT(PAIRS); i++) {
        const char *found = mo_find(copy, n, PAIRS[i][0]);
        if (found != NULL)
            assert_true(strlen(found) < n);
    }
    free(copy);
}

static void test_cut_short(void **state)
{
    (void)state;
    struct buf b = { 0 };
    make_mo(&b, false);
    for (size_t n = 0; n < b.len; n++)
        look_everything_up(b.data, n);
    assert_null(mo_find((const unsigned char *)b.data, b.len - 1, "permit"));
    assert_null(mo_find((const unsigned char *)b.data, 27, "permit"));
    buf_free(&b);
}

/* Each byte in turn takes values that make lengths, offsets and counts wild. */
static void test_each_byte_broken(void **state)
{
    (void)state;
    static const unsigned char values[] = { 0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF };
    struct buf b = { 0 };
    make_mo(&b, false);
    for (size_t i = 0; i < b.len; i++) {
        char kept = b.data[i];
        for (size_t k = 0; k < COUNT(values); k++) {
            b.data[i] = (char)values[k];
            look_everything_up(b.data, b.len);
        }
        b.data[i] = kept;
    }
    buf_free(&b);
}

static void test_wild_numbers(void **state)
{
    (void)state;
    static const uint32_t values[] = { 0, 1, 27, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF8, 0xFFFFFFFF };
    struct buf good = { 0 };
    make_mo(&good, false);
    for (size_t word = 2; word < 7 + COUNT(PAIRS) * 4; word++) {
        for (size_t k = 0; k < COUNT(values); k++) {
            struct buf number = { 0 }, b = { 0 };
            put(&number, values[k], false);
            buf_add(&b, good.data, good.len);
            memcpy(b.data + word * 4, number.data, 4);
            look_everything_up(b.data, b.len);
            buf_free(&number);
            buf_free(&b);
        }
    }
    buf_free(&good);
}

static void test_not_such_a_file(void **state)
{
    (void)state;
    static const unsigned char text[] = "This is a sentence, not a message file at all.";
    assert_null(mo_find(text, sizeof text, "This"));
    assert_null(mo_find(text, 0, "This"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_byte_orders), cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_each_byte_broken), cmocka_unit_test(test_wild_numbers),
        cmocka_unit_test(test_not_such_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
