/* test_canonical.c - the bytes that are digested and signed. */
#include "catalogue/sample.h"

#include <stdlib.h>
#include <string.h>

/* These bytes stand in every history ever written: this test is never to be changed. */
static void test_bytes_stand_forever(void **state)
{
    (void)state;
    static const unsigned char want[] = "\x01"
                                        "\x00\x00\x00\x05"
                                        "count"
                                        "d"
                                        "\x00\x00\x00\x08"
                                        "\xff\xff\xff\xff\xff\xff\xff\xfe"
                                        "\x00\x00\x00\x05"
                                        "title"
                                        "t"
                                        "\x00\x00\x00\x03"
                                        "Ubi";
    struct flat_entry entries[] = { { "count", 'd', -2, NULL }, { "title", 't', 0, "Ubi" } };
    struct flat f = { entries, 2, 2 };
    struct buf bytes = { 0 };
    flat_encode(&f, &bytes);
    assert_int_equal(bytes.len, sizeof want - 1);
    assert_memory_equal(bytes.data, want, sizeof want - 1);
    buf_free(&bytes);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct chance c = { 13 };
    for (int i = 0; i < 200; i++) {
        struct record *r = sample_record(&c), *again = record_new(&sample_box);
        struct flat f = { 0 }, decoded = { 0 }, none = { 0 };
        struct buf bytes = { 0 };
        flat_of(r, &f);
        flat_encode(&f, &bytes);
        assert_int_equal(flat_decode(bytes.data, bytes.len, &decoded, NULL), DONE);
        assert_true(sample_flat_same(&f, &decoded));
        again->state = "";
        assert_int_equal(flat_apply(again, &none, &decoded, NULL), DONE);
        assert_true(sample_same(r, again));
        flat_free(&f);
        flat_free(&decoded);
        buf_free(&bytes);
        record_free(&r);
        record_free(&again);
    }
}

static void test_extremes(void **state)
{
    (void)state;
    static const int64_t numbers[] = { 0, 1, -1, INT64_MAX, INT64_MIN, 255, 256, -256 };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct flat_entry entry = { "count", 'd', numbers[i], NULL };
        struct flat f = { &entry, 1, 1 }, decoded = { 0 };
        struct buf bytes = { 0 };
        flat_encode(&f, &bytes);
        assert_int_equal(flat_decode(bytes.data, bytes.len, &decoded, NULL), DONE);
        assert_true(decoded.items[0].num == numbers[i]);
        flat_free(&decoded);
        buf_free(&bytes);
    }
}

static void test_empty(void **state)
{
    (void)state;
    struct flat none = { 0 }, decoded = { 0 };
    struct buf bytes = { 0 };
    flat_encode(&none, &bytes);
    assert_int_equal(bytes.len, 1);
    assert_int_equal(flat_decode(bytes.data, 1, &decoded, NULL), DONE);
    assert_int_equal(decoded.count, 0);
    assert_int_equal(flat_decode(bytes.data, 0, &decoded, NULL), BAD_DATA);
    buf_free(&bytes);
}

#define BYTES(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static void test_damaged(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } cases[] = {
        BYTES("\x02"),
        BYTES("\x01\x00"),
        BYTES("\x01\x00\x00\x00\x01x"), /* no tag */
        BYTES("\x01\x00\x00\x00\x01xt\x00\x00\x00\x05"
              "ab"),                                     /* too short */
        BYTES("\x01\xff\xff\xff\xffx"),                  /* absurd length */
        BYTES("\x01\x00\x00\x00\x01xt\x00\x00\x00\x00"), /* empty text */
        BYTES("\x01\x00\x00\x00\x00t\x00\x00\x00\x01"
              "a"), /* empty key */
        BYTES("\x01\x00\x00\x00\x01xZ\x00\x00\x00\x01"
              "a"), /* unknown tag */
        BYTES("\x01\x00\x00\x00\x01xd\x00\x00\x00\x04"
              "abcd"), /* short integer */
        BYTES("\x01\x00\x00\x00\x01xt\x00\x00\x00\x02"
              "a\x00"),                                      /* NUL inside */
        BYTES("\x01\x00\x00\x00\x01xt\x00\x00\x00\x01\xff"), /* no UTF-8 */
        BYTES("\x01\x00\x00\x00\x01yt\x00\x00\x00\x01"
              "a"
              "\x00\x00\x00\x01xt\x00\x00\x00\x01"
              "a"), /* out of order */
        BYTES("\x01\x00\x00\x00\x01xt\x00\x00\x00\x01"
              "a"
              "\x00\x00\x00\x01xt\x00\x00\x00\x01"
              "a"), /* twice */
        BYTES("\x01\x00\x00\x00\x01xt\x00\x00\x00\x01"
              "a!"), /* rubbish behind */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct flat f = { 0 };
        struct error e = { 0 };
        if (flat_decode(cases[i].bytes, cases[i].n, &f, &e) != BAD_DATA || !e.text[0])
            fail_msg("damage %zu was taken", i);
        assert_int_equal(f.count, 0);
        assert_null(f.items);
    }
}

/* No cut and no flipped bit makes the decoder stumble; a cut is always noticed. */
static void test_cut_and_flipped(void **state)
{
    (void)state;
    struct chance c = { 17 };
    struct record *r = sample_record(&c);
    struct flat f = { 0 };
    struct buf bytes = { 0 };
    flat_of(r, &f);
    flat_encode(&f, &bytes);
    for (size_t n = 0; n < bytes.len; n++) {
        struct flat decoded = { 0 };
        char *part = xcalloc(n + 1, 1); /* of its own, so that a read beyond is caught */
        memcpy(part, bytes.data, n);
        if (flat_decode(part, n, &decoded, NULL) == DONE)
            assert_true(decoded.count < f.count);
        flat_free(&decoded);
        free(part);
    }
    for (int i = 0; i < 2000; i++) {
        struct flat decoded = { 0 };
        size_t at = (size_t)chance_below(&c, bytes.len);
        char bit = (char)(1 << chance_below(&c, 8));
        bytes.data[at] ^= bit;
        flat_decode(bytes.data, bytes.len, &decoded, NULL);
        flat_free(&decoded);
        bytes.data[at] ^= bit;
    }
    flat_free(&f);
    buf_free(&bytes);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes_stand_forever),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_cut_and_flipped),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
