/* identity.h - keys, signing and hashing of bytes. It stores nothing; who holds which key is the
 * business of the rooms above. Backed by libsodium. */
#ifndef LOKET_IDENTITY_H
#define LOKET_IDENTITY_H

#include "loket/base.h"

enum {
    HASH_BYTES = 32,      /* BLAKE2b-256 */
    SIGNATURE_BYTES = 64, /* Ed25519 */
    PUBLIC_KEY_BYTES = 32,
    SECRET_KEY_BYTES = 64,
};

struct signing_key {
    unsigned char public_key[PUBLIC_KEY_BYTES];
    unsigned char secret_key[SECRET_KEY_BYTES]; /* wiped by signing_key_wipe */
};

/* Must be called once before anything else here; FAULT where the library cannot start. */
enum outcome identity_start(struct error *e);

void signing_key_make(struct signing_key *k);
void signing_key_wipe(struct signing_key *k);
void sign_bytes(const struct signing_key *k, const void *bytes, size_t n,
                unsigned char signature[SIGNATURE_BYTES]);
bool signature_holds(const unsigned char public_key[PUBLIC_KEY_BYTES], const void *bytes, size_t n,
                     const unsigned char signature[SIGNATURE_BYTES]);
void hash_bytes(const void *bytes, size_t n, unsigned char hash[HASH_BYTES]);
/* Parts of one hash, each length-prefixed, so that no two lists of parts collide. */
struct hash_part {
    const void *bytes;
    size_t n;
};
void hash_parts(const struct hash_part *parts, size_t count, unsigned char hash[HASH_BYTES]);

/* Sealed for one key only: drafts on the desk's disk. The key is derived from the signing key. */
void box_bytes(const struct signing_key *k, const void *bytes, size_t n, struct buf *out);
bool unbox_bytes(const struct signing_key *k, const void *bytes, size_t n, struct buf *out);

void random_bytes(void *out, size_t n);

#endif
