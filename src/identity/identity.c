/* identity.c - keys, signatures, hashes and sealed boxes, by libsodium. */
#include "loket/identity.h"

#include <sodium.h>
#include <stdlib.h>

_Static_assert(HASH_BYTES == crypto_generichash_BYTES, "hash length");
_Static_assert(SIGNATURE_BYTES == crypto_sign_BYTES, "signature length");
_Static_assert(PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "public key length");
_Static_assert(SECRET_KEY_BYTES == crypto_sign_SECRETKEYBYTES, "secret key length");
_Static_assert(crypto_sign_SEEDBYTES == crypto_kdf_KEYBYTES, "a signing seed feeds the derivation");

enum outcome identity_start(struct error *e)
{
    if (sodium_init() >= 0)
        return DONE;
    return fail(e, FAULT,
                _("The computer gives no random numbers for keys. Restart it, and tell "
                  "the administrator if that does not help."));
}

void signing_key_make(struct signing_key *k)
{
    crypto_sign_keypair(k->public_key, k->secret_key);
}

void signing_key_wipe(struct signing_key *k)
{
    sodium_memzero(k, sizeof *k);
}

void sign_bytes(const struct signing_key *k, const void *bytes, size_t n,
                unsigned char signature[SIGNATURE_BYTES])
{
    crypto_sign_detached(signature, NULL, bytes, n, k->secret_key);
}

bool signature_holds(const unsigned char public_key[PUBLIC_KEY_BYTES], const void *bytes, size_t n,
                     const unsigned char signature[SIGNATURE_BYTES])
{
    return crypto_sign_verify_detached(signature, bytes, n, public_key) == 0;
}

void hash_bytes(const void *bytes, size_t n, unsigned char hash[HASH_BYTES])
{
    crypto_generichash(hash, HASH_BYTES, bytes, n, NULL, 0);
}

void key_fingerprint(const unsigned char public_key[PUBLIC_KEY_BYTES], struct buf *out)
{
    enum { SHOWN = 16, GROUP = 2 }; /* bytes */
    unsigned char hash[HASH_BYTES];
    hash_bytes(public_key, PUBLIC_KEY_BYTES, hash);
    for (size_t i = 0; i < SHOWN; i++)
        buf_printf(out, "%s%02X", i && i % GROUP == 0 ? " " : "", hash[i]);
}

void sha256_text(size_t (*more)(void *context, void *bytes, size_t room), void *context,
                 char out[SHA256_TEXT_LEN + 1])
{
    enum { ROOM = 65536 };
    unsigned char *bytes = xreallocarray(NULL, ROOM, 1), hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    size_t n;
    crypto_hash_sha256_init(&state);
    while ((n = more(context, bytes, ROOM)) > 0)
        crypto_hash_sha256_update(&state, bytes, n);
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(out, SHA256_TEXT_LEN + 1, hash, sizeof hash);
    free(bytes);
}

static void hash_length(crypto_generichash_state *state, size_t n)
{
    unsigned char little_endian[8];
    uint64_t rest = n;
    for (size_t i = 0; i < sizeof little_endian; i++, rest >>= 8)
        little_endian[i] = (unsigned char)rest;
    crypto_generichash_update(state, little_endian, sizeof little_endian);
}

void hash_parts(const struct hash_part *parts, size_t count, unsigned char hash[HASH_BYTES])
{
    crypto_generichash_state state;
    /* Keyed by its purpose, so that no plain hash_bytes() equals the hash of a list. */
    static const unsigned char purpose[] = "loket hash of parts 1";
    crypto_generichash_init(&state, purpose, sizeof purpose - 1, HASH_BYTES);
    hash_length(&state, count);
    for (size_t i = 0; i < count; i++) {
        hash_length(&state, parts[i].n);
        crypto_generichash_update(&state, parts[i].bytes, parts[i].n);
    }
    crypto_generichash_final(&state, hash, HASH_BYTES);
}

/* The key of the boxes is derived from the signing seed, under its own name, so that neither says
 * anything about the other. */
static void box_key(const struct signing_key *k, unsigned char key[crypto_secretbox_KEYBYTES])
{
    unsigned char seed[crypto_sign_SEEDBYTES];
    crypto_sign_ed25519_sk_to_seed(seed, k->secret_key);
    crypto_kdf_derive_from_key(key, crypto_secretbox_KEYBYTES, 1, "loketbox", seed);
    sodium_memzero(seed, sizeof seed);
}

/* A box is a random nonce, then the sealed bytes with their tag. */
void box_bytes(const struct signing_key *k, const void *bytes, size_t n, struct buf *out)
{
    unsigned char key[crypto_secretbox_KEYBYTES], nonce[crypto_secretbox_NONCEBYTES];
    box_key(k, key);
    randombytes_buf(nonce, sizeof nonce);
    buf_add(out, nonce, sizeof nonce);
    size_t at = out->len;
    buf_pad(out, '\0', n + crypto_secretbox_MACBYTES);
    crypto_secretbox_easy((unsigned char *)out->data + at, bytes, n, nonce, key);
    sodium_memzero(key, sizeof key);
}

bool unbox_bytes(const struct signing_key *k, const void *bytes, size_t n, struct buf *out)
{
    const size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (n < around)
        return false;
    unsigned char key[crypto_secretbox_KEYBYTES];
    const unsigned char *nonce = bytes, *sealed = nonce + crypto_secretbox_NONCEBYTES;
    size_t before = out->len;
    box_key(k, key);
    buf_pad(out, '\0', n - around);
    bool opened = crypto_secretbox_open_easy((unsigned char *)out->data + before, sealed,
                                             n - crypto_secretbox_NONCEBYTES, nonce, key) == 0;
    sodium_memzero(key, sizeof key);
    if (!opened) {
        out->len = before;
        out->data[before] = '\0';
    }
    return opened;
}

void random_bytes(void *out, size_t n)
{
    randombytes_buf(out, n);
}
