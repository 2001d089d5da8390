/* mo.c - looks a message up in a gettext .mo file held in memory. The bytes are not trusted: each
 * offset is checked before it is followed. Layout: GNU gettext manual, "The Format of GNU MO
 * Files". */
#include "loket/base.h"

#include <string.h>

enum { HEADER_LEN = 28, COUNT_AT = 8, ORIGINALS_AT = 12, TRANSLATIONS_AT = 16, ENTRY_LEN = 8 };

struct mo {
    const unsigned char *bytes;
    size_t len;
    bool big_endian;
    uint32_t count, originals, translations;
};

static uint32_t number_at(const struct mo *m, size_t at)
{
    const unsigned char *b = m->bytes + at;
    if (m->big_endian)
        return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
    return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static bool table_fits(const struct mo *m, uint32_t at)
{
    return at <= m->len && m->count <= (m->len - at) / ENTRY_LEN;
}

static bool mo_open(struct mo *m, const unsigned char *bytes, size_t len)
{
    static const unsigned char little[] = { 0xDE, 0x12, 0x04, 0x95 };
    static const unsigned char big[] = { 0x95, 0x04, 0x12, 0xDE };
    if (len < HEADER_LEN)
        return false;
    *m = (struct mo){ .bytes = bytes, .len = len };
    m->big_endian = memcmp(bytes, big, sizeof big) == 0;
    if (!m->big_endian && memcmp(bytes, little, sizeof little) != 0)
        return false;
    m->count = number_at(m, COUNT_AT);
    m->originals = number_at(m, ORIGINALS_AT);
    m->translations = number_at(m, TRANSLATIONS_AT);
    return table_fits(m, m->originals) && table_fits(m, m->translations);
}

/* Text i of a table; NULL where it leaves the file or lacks its closing NUL. */
static const char *text_at(const struct mo *m, uint32_t table, uint32_t i)
{
    size_t entry = table + (size_t)i * ENTRY_LEN;
    uint32_t length = number_at(m, entry), at = number_at(m, entry + 4);
    if (at >= m->len || length >= m->len - at || m->bytes[at + length] != '\0')
        return NULL;
    return (const char *)m->bytes + at;
}

const char *mo_find(const unsigned char *mo, size_t len, const char *english)
{
    struct mo m;
    /* The empty text names the file's own header, which is no message. */
    if (*english == '\0' || !mo_open(&m, mo, len))
        return NULL;
    uint32_t low = 0, high = m.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *original = text_at(&m, m.originals, middle);
        if (original == NULL)
            return NULL;
        int order = strcmp(english, original);
        if (order == 0)
            return text_at(&m, m.translations, middle);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
