/* seal.c - sealed boxes: anybody writes them, the holder of the sealing key reads them. */
#include "loket/identity.h"

#include <sodium.h>

_Static_assert(SEALING_KEY_BYTES == crypto_box_PUBLICKEYBYTES, "sealing public key length");
_Static_assert(SEALING_KEY_BYTES == crypto_box_SECRETKEYBYTES, "sealing secret key length");

void sealing_key_make(struct sealing_key *k)
{
    crypto_box_keypair(k->public_key, k->secret_key);
}

void sealing_key_wipe(struct sealing_key *k)
{
    sodium_memzero(k, sizeof *k);
}

/* Takes back what was padded on at `before`, leaving none of its bytes. */
static void take_back(struct buf *out, size_t before)
{
    sodium_memzero(out->data + before, out->len - before);
    out->len = before;
}

bool seal_bytes(const unsigned char public_key[SEALING_KEY_BYTES], const void *bytes, size_t n,
                struct buf *out)
{
    size_t before = out->len;
    buf_pad(out, '\0', n + crypto_box_SEALBYTES);
    if (crypto_box_seal((unsigned char *)out->data + before, bytes, n, public_key) == 0)
        return true;
    take_back(out, before);
    return false;
}

bool unseal_bytes(const struct sealing_key *k, const void *bytes, size_t n, struct buf *out)
{
    if (n < crypto_box_SEALBYTES)
        return false;
    size_t before = out->len;
    /* The room is made first, so that no growing leaves clear text behind. */
    buf_pad(out, '\0', n - crypto_box_SEALBYTES);
    if (crypto_box_seal_open((unsigned char *)out->data + before, bytes, n, k->public_key,
                             k->secret_key) == 0)
        return true;
    take_back(out, before);
    return false;
}
