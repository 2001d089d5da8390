/* test_encoding.c - what bytes become, whatever a program of old wrote. */
#include "exchange/ledger.h"

#include <stdio.h>
#include <string.h>

#include "../../src/exchange/parts.h"

struct sample {
    const char *what;
    const char *bytes;
    size_t n;
    enum encoding encoding;
    const char *text;
};

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct sample samples[] = {
    { "nothing", BYTES(""), ENCODING_UTF8, "" },
    { "ASCII", BYTES("a;b\n"), ENCODING_UTF8, "a;b\n" },
    { "UTF-8", BYTES("S\xC3\xA3o"), ENCODING_UTF8, "São" },
    { "a mark and UTF-8", BYTES("\xEF\xBB\xBF\"no\""), ENCODING_UTF8_BOM, "\"no\"" },
    { "a mark alone", BYTES("\xEF\xBB\xBF"), ENCODING_UTF8_BOM, "" },
    { "a mark that lies", BYTES("\xEF\xBB\xBFM\xFCller"), ENCODING_WINDOWS_1252, "Müller" },
    { "Windows-1252", BYTES("M\xFCller \x96 \x80"), ENCODING_WINDOWS_1252, "Müller – €" },
    { "a byte it leaves open", BYTES("a\x81z"), ENCODING_WINDOWS_1252, "a\xC2\x81z" },
    { "UTF-8 cut short", BYTES("S\xC3"), ENCODING_WINDOWS_1252, "SÃ" },
    { "UTF-16 little end first",
      BYTES("\xFF\xFE"
            "a\0;\0\xE3\0"),
      ENCODING_UTF16LE, "a;ã" },
    { "UTF-16 big end first", BYTES("\xFE\xFF\0a\0;\0\xE3"), ENCODING_UTF16BE, "a;ã" },
    { "UTF-16 without a mark", BYTES("a\0b\0;\0\n\0"), ENCODING_UTF16LE, "ab;\n" },
    { "the same big end first", BYTES("\0a\0b\0;\0\n"), ENCODING_UTF16BE, "ab;\n" },
    { "a pair of surrogates", BYTES("\xFF\xFE\x3D\xD8\x00\xDE"), ENCODING_UTF16LE,
      "\xF0\x9F\x98\x80" },
    { "a lone surrogate",
      BYTES("\xFF\xFE\x3D\xD8"
            "a\0"),
      ENCODING_UTF16LE,
      "\xEF\xBF\xBD"
      "a" },
    { "a surrogate at the end", BYTES("\xFF\xFE\x3D\xD8"), ENCODING_UTF16LE, "\xEF\xBF\xBD" },
    { "an odd byte at the end",
      BYTES("\xFF\xFE"
            "a\0b"),
      ENCODING_UTF16LE, "a\xEF\xBF\xBD" },
    { "a NUL in UTF-16",
      BYTES("\xFF\xFE"
            "a\0\0\0"),
      ENCODING_UTF16LE, "a\x01" },
    { "a NUL in UTF-8", BYTES("a\0bcd"), ENCODING_UTF8,
      "a\x01"
      "bcd" },
};

/* The whole in pieces of `step` bytes, as a file is read. */
static enum encoding decode(const char *bytes, size_t n, size_t step, struct buf *out)
{
    struct encoding_evidence evidence = { 0 };
    for (size_t at = 0; at < n; at += step)
        encoding_look(&evidence, bytes + at, n - at < step ? n - at : step);
    struct decoder d = { .encoding = encoding_decide(&evidence) };
    for (size_t at = 0; at < n; at += step)
        decoder_feed(&d, bytes + at, n - at < step ? n - at : step, at + step >= n, out);
    return d.encoding;
}

static void test_decode(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++)
        for (size_t step = 4; step < 40; step += 3) { /* a mark comes in one piece */
            struct buf out = { 0 };
            enum encoding was = decode(samples[i].bytes, samples[i].n, step, &out);
            if (was != samples[i].encoding || strcmp(buf_text(&out), samples[i].text) != 0 ||
                out.len != strlen(samples[i].text))
                fail_msg("%s by %zu: encoding %d, text “%s”", samples[i].what, step, was,
                         buf_text(&out));
            buf_free(&out);
        }
}

/* A long text is the same in pieces of every size, wherever they break a character. */
static void test_pieces(void **state)
{
    (void)state;
    static const char text[] = "Müller – São; \xF0\x9F\x98\x80 Kopi; M\x96ller \xE2\x82 Söhne €";
    struct buf whole = { 0 };
    assert_int_equal(decode(text, sizeof text - 1, sizeof text, &whole), ENCODING_UTF8);
    assert_non_null(strstr(whole.data, "M–ller â‚ Söhne €"));
    for (size_t step = 1; step < 12; step++) {
        struct buf out = { 0 };
        decode(text, sizeof text - 1, step, &out);
        assert_string_equal(out.data, whole.data);
        buf_free(&out);
    }
    buf_free(&whole);
}

/* Every Windows-1252 byte becomes one character of valid UTF-8. */
static void test_every_byte(void **state)
{
    (void)state;
    for (int byte = 1; byte < 256; byte++) {
        struct buf out = { 0 };
        char text[] = { (char)byte, 'a', (char)0xFC, 'b' };
        assert_int_equal(decode(text, sizeof text, 4, &out), ENCODING_WINDOWS_1252);
        assert_true(utf8_valid(out.data, out.len));
        assert_string_equal(out.data + out.len - 4, "aüb");
        buf_free(&out);
    }
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
