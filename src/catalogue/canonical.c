/* canonical.c - the bytes that are digested and signed: never to be changed without a new version.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { INTEGER_BYTES = 8, LENGTH_BYTES = 4 };

static void put_big_end(struct buf *out, uint64_t number, int bytes)
{
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        buf_putc(out, (char)(unsigned char)(number >> shift));
}

static void put_bytes(struct buf *out, const char *bytes, size_t n)
{
    put_big_end(out, n, LENGTH_BYTES);
    buf_add(out, bytes, n);
}

void flat_encode(const struct flat *f, struct buf *out)
{
    buf_putc(out, CANONICAL_VERSION);
    for (size_t i = 0; i < f->count; i++) {
        const struct flat_entry *e = &f->items[i];
        put_bytes(out, e->key, strlen(e->key));
        buf_putc(out, e->tag);
        if (tag_is_integer(e->tag)) {
            put_big_end(out, INTEGER_BYTES, LENGTH_BYTES);
            put_big_end(out, (uint64_t)e->num, INTEGER_BYTES);
        } else {
            const char *text = e->text ? e->text : "";
            put_bytes(out, text, strlen(text));
        }
    }
}

/* ---- Back ---- */

struct reader {
    const unsigned char *at;
    size_t left;
};

static bool take_big_end(struct reader *r, int bytes, uint64_t *number)
{
    if (r->left < (size_t)bytes)
        return false;
    *number = 0;
    for (int i = 0; i < bytes; i++)
        *number = *number << 8 | r->at[i];
    r->at += bytes;
    r->left -= (size_t)bytes;
    return true;
}

static bool take_bytes(struct reader *r, const char **bytes, size_t *n)
{
    uint64_t length = 0;
    if (!take_big_end(r, LENGTH_BYTES, &length) || length > r->left)
        return false;
    *bytes = (const char *)r->at;
    *n = (size_t)length;
    r->at += length;
    r->left -= (size_t)length;
    return true;
}

/* Text that is whole: not empty, no NUL inside, valid UTF-8. NULL otherwise. */
static char *text_from(const char *bytes, size_t n)
{
    if (n == 0 || memchr(bytes, '\0', n) || !utf8_valid(bytes, n))
        return NULL;
    return xstrndup(bytes, n);
}

static bool integer_from(const char *bytes, size_t n, int64_t *number)
{
    struct reader r = { (const unsigned char *)bytes, n };
    uint64_t raw = 0;
    if (n != INTEGER_BYTES || !take_big_end(&r, INTEGER_BYTES, &raw))
        return false;
    /* Two's complement, without leaning on how the machine converts. */
    *number = raw > INT64_MAX ? -(int64_t)(UINT64_MAX - raw) - 1 : (int64_t)raw;
    return true;
}

static bool take_value(struct reader *r, struct flat_entry *e)
{
    const char *bytes = NULL;
    size_t n = 0;
    if (!take_bytes(r, &bytes, &n))
        return false;
    if (tag_is_integer(e->tag))
        return integer_from(bytes, n, &e->num);
    e->text = tag_is_text(e->tag) ? text_from(bytes, n) : NULL;
    return e->text != NULL;
}

static bool take_entry(struct reader *r, struct flat_entry *e)
{
    const char *bytes = NULL;
    size_t n = 0;
    uint64_t tag = 0;
    if (!take_bytes(r, &bytes, &n) || !take_big_end(r, 1, &tag))
        return false;
    e->key = text_from(bytes, n);
    e->tag = (char)tag;
    return e->key && take_value(r, e);
}

/* Keys stand in byte order, none twice: two encodings of one record cannot differ. */
static bool in_order(const struct flat *f, const struct flat_entry *e)
{
    return f->count == 0 || strcmp(f->items[f->count - 1].key, e->key) < 0;
}

static bool take_all(struct reader *r, struct flat *out)
{
    while (r->left) {
        struct flat_entry e = { 0 };
        bool ok = take_entry(r, &e) && in_order(out, &e);
        if (ok)
            flat_add(out, &e);
        free(e.key);
        free(e.text);
        if (!ok)
            return false;
    }
    return true;
}

enum outcome flat_decode(const void *bytes, size_t n, struct flat *out, struct error *e)
{
    struct reader r = { bytes, n };
    uint64_t version = 0;
    if (!take_big_end(&r, 1, &version))
        return fail(e, BAD_DATA, _("A history entry is empty; run loket verify."));
    if (version != CANONICAL_VERSION)
        return fail(e, BAD_DATA,
                    _("A history entry has format %d, which this program does not know; update "
                      "the program."),
                    (int)version);
    if (take_all(&r, out))
        return DONE;
    flat_free(out);
    return fail(e, BAD_DATA, _("A history entry is damaged; run loket verify."));
}
