/* encoding.c - from the bytes of a file to UTF-8: byte order marks, UTF-16, Windows-1252. */
#include <string.h>

#include "parts.h"

/* Bytes 80 to 9F of Windows-1252. Those it leaves open become C1 controls, which no field takes,
 * so that a cell that holds one is refused and not guessed. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

/* A NUL cannot stand in a cell; SOH stands for it, so that the cell is refused like any other
 * with a control byte. */
enum { NUL_MARK = 0x01, REPLACEMENT = 0xFFFD, SNIFFED_PAIRS = 2048 };

static void put_rune(uint32_t rune, struct buf *out)
{
    if (rune == 0)
        rune = NUL_MARK;
    if (rune < 0x80) {
        buf_putc(out, (char)rune);
    } else if (rune < 0x800) {
        buf_putc(out, (char)(0xC0 | rune >> 6));
        buf_putc(out, (char)(0x80 | (rune & 0x3F)));
    } else if (rune < 0x10000) {
        buf_putc(out, (char)(0xE0 | rune >> 12));
        buf_putc(out, (char)(0x80 | (rune >> 6 & 0x3F)));
        buf_putc(out, (char)(0x80 | (rune & 0x3F)));
    } else {
        buf_putc(out, (char)(0xF0 | rune >> 18));
        buf_putc(out, (char)(0x80 | (rune >> 12 & 0x3F)));
        buf_putc(out, (char)(0x80 | (rune >> 6 & 0x3F)));
        buf_putc(out, (char)(0x80 | (rune & 0x3F)));
    }
}

static uint32_t unit_at(const unsigned char *bytes, size_t i, bool big)
{
    return big ? (uint32_t)bytes[i] << 8 | bytes[i + 1] : (uint32_t)bytes[i + 1] << 8 | bytes[i];
}

/* An odd byte at the end and a lone surrogate become the replacement character. */
static void decode_utf16(const unsigned char *bytes, size_t n, bool big, struct buf *out)
{
    size_t i = 0;
    while (i + 1 < n) {
        uint32_t rune = unit_at(bytes, i, big);
        i += 2;
        bool high = rune >= 0xD800 && rune < 0xDC00;
        uint32_t low = high && i + 1 < n ? unit_at(bytes, i, big) : 0;
        if (low >= 0xDC00 && low < 0xE000) {
            rune = 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        } else if (rune >= 0xD800 && rune < 0xE000) {
            rune = REPLACEMENT;
        }
        put_rune(rune, out);
    }
    if (i < n)
        put_rune(REPLACEMENT, out);
}

static void decode_windows_1252(const unsigned char *bytes, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++)
        put_rune(bytes[i] >= 0x80 && bytes[i] < 0xA0 ? windows_1252[bytes[i] - 0x80] : bytes[i],
                 out);
}

static void keep_utf8(const unsigned char *bytes, size_t n, struct buf *out)
{
    size_t from = out->len;
    buf_add(out, bytes, n);
    for (size_t i = from; i < out->len; i++)
        if (out->data[i] == '\0')
            out->data[i] = NUL_MARK;
}

/* UTF-16 without a mark: Latin letters leave every other byte NUL, which no text does. */
static bool looks_utf16(const unsigned char *bytes, size_t n, bool big)
{
    size_t pairs = n / 2 < SNIFFED_PAIRS ? n / 2 : SNIFFED_PAIRS, high = 0, low = 0;
    for (size_t i = 0; i < pairs; i++) {
        high += bytes[2 * i + (big ? 0 : 1)] == 0;
        low += bytes[2 * i + (big ? 1 : 0)] == 0;
    }
    return pairs > 1 && n % 2 == 0 && low == 0 && high * 2 > pairs;
}

static enum encoding recognise(const unsigned char *b, size_t n, size_t *mark)
{
    *mark = 0;
    if (n >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF) {
        *mark = 3;
        return utf8_valid((const char *)b + 3, n - 3) ? ENCODING_UTF8_BOM : ENCODING_WINDOWS_1252;
    }
    if (n >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF))) {
        *mark = 2;
        return b[0] == 0xFF ? ENCODING_UTF16LE : ENCODING_UTF16BE;
    }
    if (looks_utf16(b, n, false))
        return ENCODING_UTF16LE;
    if (looks_utf16(b, n, true))
        return ENCODING_UTF16BE;
    return utf8_valid((const char *)b, n) ? ENCODING_UTF8 : ENCODING_WINDOWS_1252;
}

void encoding_decode(const void *bytes, size_t n, enum encoding *was, struct buf *out)
{
    if (n == 0) {
        *was = ENCODING_UTF8;
        return;
    }
    size_t mark;
    *was = recognise(bytes, n, &mark);
    const unsigned char *text = (const unsigned char *)bytes + mark;
    if (*was == ENCODING_UTF16LE || *was == ENCODING_UTF16BE)
        decode_utf16(text, n - mark, *was == ENCODING_UTF16BE, out);
    else if (*was == ENCODING_WINDOWS_1252)
        decode_windows_1252(text, n - mark, out);
    else
        keep_utf8(text, n - mark, out);
}
