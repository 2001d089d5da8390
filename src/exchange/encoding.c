/* encoding.c - what the bytes of a file are, and their way to UTF-8: byte order marks, UTF-16,
 * Windows-1252, and single bytes of it pasted into UTF-8. */
#include <string.h>

#include "parts.h"

/* Bytes 80 to 9F of Windows-1252. Those it leaves open become C1 controls, which no field takes,
 * so that a cell that holds one is refused and not guessed. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

enum { REPLACEMENT = 0xFFFD };

const char *encoding_name(enum encoding encoding)
{
    static const char *const names[] = { "UTF-8", "UTF-8 (BOM)", "UTF-16LE", "UTF-16BE",
                                         "Windows-1252" };
    return names[encoding];
}

/* ---- UTF-8, sequence by sequence ---- */

/* How many bytes a sequence has that begins with this one; 0: none does. */
static size_t sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first < 0xE0)
        return 2;
    if (first >= 0xE0 && first < 0xF0)
        return 3;
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/* The sequence at text: its length, 0 where the byte belongs to none; *cut: n ends within it. */
static size_t sequence_at(const unsigned char *text, size_t n, bool *cut)
{
    size_t length = sequence_length(text[0]);
    for (size_t i = 1; i < length && i < n; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    *cut = length > n;
    return *cut || utf8_valid((const char *)text, length) ? length : 0;
}

/* Bytes without any above 7F, eight at a time. */
static size_t ascii_run(const unsigned char *text, size_t n)
{
    size_t i = 0;
    for (uint64_t eight; i + sizeof eight <= n; i += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < n && text[i] < 0x80)
        i++;
    return i;
}

/* ---- Evidence ---- */

/* Counts sequences; what the piece breaks off is kept in v->open for the next. */
static void look_at_sequences(struct encoding_evidence *v, const unsigned char *text, size_t n)
{
    for (size_t i = ascii_run(text, n); i < n; i += ascii_run(text + i, n - i)) {
        bool cut = false;
        size_t length = sequence_at(text + i, n - i, &cut);
        if (cut) {
            v->opened = n - i;
            memcpy(v->open, text + i, v->opened);
            return;
        }
        v->sequences += length > 1;
        v->broken += length == 0;
        i += length ? length : 1;
    }
}

/* Takes a broken off sequence on, byte by byte; returns how many bytes that took. */
static size_t close_sequence(struct encoding_evidence *v, const unsigned char *text, size_t n)
{
    size_t used = 0;
    while (v->opened && used < n) {
        bool cut = false;
        v->open[v->opened++] = text[used++];
        size_t length = sequence_at(v->open, v->opened, &cut);
        if (cut)
            continue;
        v->sequences += length > 1;
        v->broken += length == 0 ? v->opened - 1 : 0;
        used -= length == 0; /* the last byte begins something of its own */
        v->opened = 0;
    }
    return used;
}

static void look_at_bytes(struct encoding_evidence *v, const unsigned char *text, size_t n)
{
    for (size_t i = 0; i < n && i + v->bytes < sizeof v->first; i++)
        v->first[v->bytes + i] = text[i];
    for (const unsigned char *at = text; (at = memchr(at, 0, n - (size_t)(at - text))); at++)
        v->zeros[((size_t)(at - text) + v->bytes) % 2]++;
    for (const unsigned char *at = text; (at = memchr(at, NUL_MARK, n - (size_t)(at - text))); at++)
        v->marks++;
    v->bytes += n;
}

void encoding_look(struct encoding_evidence *v, const void *bytes, size_t n)
{
    const unsigned char *text = bytes;
    look_at_bytes(v, text, n);
    size_t used = close_sequence(v, text, n);
    if (used < n)
        look_at_sequences(v, text + used, n - used);
}

static bool begins(const struct encoding_evidence *v, const char *mark)
{
    return v->bytes >= strlen(mark) && memcmp(v->first, mark, strlen(mark)) == 0;
}

/* UTF-16 without a mark: Latin letters leave every other byte NUL, which no text does. */
static bool looks_utf16(const struct encoding_evidence *v, int high)
{
    return v->bytes > 2 && v->bytes % 2 == 0 && v->zeros[!high] == 0 &&
           v->zeros[high] * 4 > v->bytes;
}

enum encoding encoding_decide(const struct encoding_evidence *v)
{
    size_t broken = v->broken + v->opened;
    if (begins(v, "\xFF\xFE"))
        return ENCODING_UTF16LE;
    if (begins(v, "\xFE\xFF"))
        return ENCODING_UTF16BE;
    if (looks_utf16(v, 1))
        return ENCODING_UTF16LE;
    if (looks_utf16(v, 0))
        return ENCODING_UTF16BE;
    bool mark = begins(v, "\xEF\xBB\xBF");
    /* Letters of Windows-1252 make a sequence by chance at most: "Ã©" is no text. */
    if (broken && v->sequences - (mark ? 1 : 0) < broken)
        return ENCODING_WINDOWS_1252;
    return mark ? ENCODING_UTF8_BOM : ENCODING_UTF8;
}

/* ---- Decoding ---- */

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

static uint32_t unit_at(const unsigned char *bytes, bool big)
{
    return big ? (uint32_t)bytes[0] << 8 | bytes[1] : (uint32_t)bytes[1] << 8 | bytes[0];
}

static bool is_high(uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

/* Decodes one character; returns the bytes it took, 0 where more are needed. An odd byte at the end
 * and a lone surrogate become the replacement character. */
static size_t decode_utf16(const unsigned char *bytes, size_t n, bool big, bool last,
                           struct buf *out)
{
    if (n < 2) {
        if (last)
            put_rune(REPLACEMENT, out);
        return last ? n : 0;
    }
    uint32_t rune = unit_at(bytes, big);
    if (is_high(rune) && n < 4 && !last)
        return 0;
    uint32_t low = is_high(rune) && n >= 4 ? unit_at(bytes + 2, big) : 0;
    bool pair = low >= 0xDC00 && low < 0xE000;
    if (pair)
        rune = 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00);
    else if (rune >= 0xD800 && rune < 0xE000)
        rune = REPLACEMENT;
    put_rune(rune, out);
    return pair ? 4 : 2;
}

static void put_windows_1252(unsigned char byte, struct buf *out)
{
    put_rune(byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte, out);
}

static size_t decode_utf8(const unsigned char *bytes, size_t n, bool last, struct buf *out)
{
    bool cut = false;
    size_t length = sequence_at(bytes, n, &cut);
    if (cut && !last)
        return 0;
    if (cut || length < 2) {
        put_windows_1252(bytes[0], out);
        return 1;
    }
    buf_add(out, bytes, length);
    return length;
}

static size_t decode_one(const struct decoder *d, const unsigned char *bytes, size_t n, bool last,
                         struct buf *out)
{
    if (d->encoding == ENCODING_UTF16LE || d->encoding == ENCODING_UTF16BE)
        return decode_utf16(bytes, n, d->encoding == ENCODING_UTF16BE, last, out);
    if (d->encoding != ENCODING_WINDOWS_1252)
        return decode_utf8(bytes, n, last, out);
    put_windows_1252(bytes[0], out);
    return 1;
}

static bool is_bytewise(const struct decoder *d)
{
    return d->encoding != ENCODING_UTF16LE && d->encoding != ENCODING_UTF16BE;
}

/* Text of seven bits goes over as it is, all but NUL. */
static size_t copy_ascii(const unsigned char *bytes, size_t n, struct buf *out)
{
    size_t run = ascii_run(bytes, n), from = out->len;
    if (!run)
        return 0;
    buf_add(out, bytes, run);
    for (char *zero = out->data + from;
         (zero = memchr(zero, 0, out->len - (size_t)(zero - out->data)));)
        *zero = NUL_MARK;
    return run;
}

static size_t decode(const struct decoder *d, const unsigned char *bytes, size_t n, bool last,
                     struct buf *out)
{
    size_t i = 0;
    while (i < n) {
        size_t used = is_bytewise(d) ? copy_ascii(bytes + i, n - i, out) : 0;
        if (!used)
            used = decode_one(d, bytes + i, n - i, last, out);
        if (!used)
            break;
        i += used;
    }
    return i;
}

static size_t mark_length(const struct decoder *d, const unsigned char *bytes, size_t n)
{
    static const char *const marks[] = { [ENCODING_UTF8] = "\xEF\xBB\xBF",
                                         [ENCODING_UTF8_BOM] = "\xEF\xBB\xBF",
                                         [ENCODING_UTF16LE] = "\xFF\xFE",
                                         [ENCODING_UTF16BE] = "\xFE\xFF",
                                         [ENCODING_WINDOWS_1252] = "\xEF\xBB\xBF" };
    size_t length = strlen(marks[d->encoding]);
    return n >= length && memcmp(bytes, marks[d->encoding], length) == 0 ? length : 0;
}

/* What was held of the last piece, with as much of this one as it takes to end it. */
static size_t decode_held(struct decoder *d, const unsigned char *bytes, size_t n, bool last,
                          struct buf *out)
{
    unsigned char both[2 * sizeof d->held];
    size_t held = d->holding, more = n < sizeof d->held ? n : sizeof d->held, used = 0;
    memcpy(both, d->held, held);
    memcpy(both + held, bytes, more);
    while (used < held) {
        size_t one = decode_one(d, both + used, held + more - used, last && more == n, out);
        if (!one)
            break;
        used += one;
    }
    if (used < held) { /* so short a piece that it is held as well */
        memcpy(d->held, both + used, held + more - used);
        d->holding = held + more - used;
        return more;
    }
    d->holding = 0;
    return used - held;
}

void decoder_feed(struct decoder *d, const void *bytes, size_t n, bool last, struct buf *out)
{
    const unsigned char *text = bytes;
    size_t at = d->begun ? 0 : mark_length(d, text, n);
    d->begun = true;
    if (d->plain) {
        buf_add(out, text + at, n - at);
        return;
    }
    if (d->holding)
        at = decode_held(d, text, n, last, out);
    at += decode(d, text + at, n - at, last, out);
    if (at < n) {
        d->holding = n - at;
        memcpy(d->held, text + at, d->holding);
    }
}
