/* bytes_text.c - bytes as text: base64 without padding, in the alphabet of URLs (RFC 4648 §5). */
#include "loket/identity.h"

#include <sodium.h>

#include <string.h>

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

void bytes_text(const void *bytes, size_t n, struct buf *out)
{
    size_t room = sodium_base64_encoded_len(n, VARIANT), before = out->len; /* with its NUL */
    buf_pad(out, '\0', room);
    sodium_bin2base64(out->data + before, room, bytes, n, VARIANT);
    out->len = before + room - 1;
}

static bool decode(const char *text, size_t length, unsigned char *bytes, size_t room, size_t *n)
{
    return sodium_base642bin(bytes, room, text, length, NULL, n, NULL, VARIANT) == 0;
}

bool text_bytes(const char *text, void *bytes, size_t n)
{
    size_t got = 0;
    if (decode(text, strlen(text), bytes, n, &got) && got == n)
        return true;
    if (n)
        memset(bytes, 0, n);
    return false;
}

bool text_bytes_any(const char *text, struct buf *out)
{
    size_t length = strlen(text), room = length / 4 * 3 + 3, before = out->len, got = 0;
    buf_pad(out, '\0', room);
    bool whole = decode(text, length, (unsigned char *)out->data + before, room, &got);
    out->len = before + (whole ? got : 0);
    out->data[out->len] = '\0';
    return whole;
}
