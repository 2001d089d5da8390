/* identity.h - keys, signing, sealing and hashing of bytes. It stores nothing; who holds which key
 * is the business of the rooms above. Backed by libsodium. */
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

/* SHA-256 of what `more` yields, piece by piece (0: the end), in 64 hexadecimal digits: for files
 * that others check with sha256sum. */
enum { SHA256_TEXT_LEN = 64 };
void sha256_text(size_t (*more)(void *context, void *bytes, size_t room), void *context,
                 char out[SHA256_TEXT_LEN + 1]);

/* Sealed for one key only: drafts on the desk's disk. The key is derived from the signing key. */
void box_bytes(const struct signing_key *k, const void *bytes, size_t n, struct buf *out);
bool unbox_bytes(const struct signing_key *k, const void *bytes, size_t n, struct buf *out);

void random_bytes(void *out, size_t n);

/* ---- Sealing: bytes that only the holder of a sealing key reads (X25519) ---- */

enum { SEALING_KEY_BYTES = 32 };

struct sealing_key {
    unsigned char public_key[SEALING_KEY_BYTES];
    unsigned char secret_key[SEALING_KEY_BYTES];
};
void sealing_key_make(struct sealing_key *k);
void sealing_key_wipe(struct sealing_key *k);
/* Each time other bytes, so that equal texts do not show. false: that is no sealing key (all zero,
 * or one that every secret opens); out unchanged, nothing may be kept in clear instead. */
bool seal_bytes(const unsigned char public_key[SEALING_KEY_BYTES], const void *bytes, size_t n,
                struct buf *out);
/* false: not sealed for this key, or altered; out unchanged. Clear text is the caller's to wipe:
 * wipe_buf(). It is never copied while it is appended where out is empty. */
bool unseal_bytes(const struct sealing_key *k, const void *bytes, size_t n, struct buf *out);

/* ---- A person's keys, and the passphrase that wraps them ---- */

struct person_keys { /* lives in locked memory; never on a stack, never copied by value */
    struct signing_key signing;
    struct sealing_key sealing;
};
struct person_keys *person_keys_new(void); /* zeroed; locked, out of core dumps */
void person_keys_make(struct person_keys *k);
void person_keys_free(struct person_keys **k); /* wipes */

enum wrap_cost {
    WRAP_USUAL,   /* Argon2id, about half a second on a desk */
    WRAP_MINIMAL, /* tests and the training office */
};
/* The least of an office's, and of what is wrapped at minimal cost. */
enum { PASSPHRASE_MIN = 8, PASSPHRASE_MIN_TRAINING = 4, PASSPHRASE_MAX = 1024 };
/* The secret halves under a passphrase: version, cost, salt, nonce, ciphertext; the cost is kept
 * with the keys. REFUSED: too short or too long, with the limits. FAULT, here and below: not enough
 * memory for the cost. Limits are in bytes; out and k are unchanged unless DONE. */
enum outcome wrap_keys(const char *passphrase, size_t n, enum wrap_cost cost,
                       const struct person_keys *k, struct buf *out, struct error *e);
/* REFUSED: not this passphrase (or altered). BAD_DATA: not wrapped keys, or a cost beyond reason.
 * The public halves are computed from the secret ones: whether they are the ones certified is the
 * caller's to compare. */
enum outcome unwrap_keys(const char *passphrase, size_t n, const void *wrapped, size_t wrapped_n,
                         struct person_keys *k, struct error *e);

/* Keeps secrets out of core dumps and other processes' reach; at the start of the program. */
void process_harden(void);
void wipe_bytes(void *bytes, size_t n);
void wipe_buf(struct buf *b); /* all it ever held in its present memory; then releases it */

/* A key as people compare it, on paper or on the telephone: 32 digits of its hash in groups of
 * four. */
void key_fingerprint(const unsigned char public_key[PUBLIC_KEY_BYTES], struct buf *out);

/* ---- The code on a paper: who issued what, provable with nothing but the office's root key ----
 */

/* Somebody in the line from the signer to the root, as the certificate of their keys says. */
enum { CODE_WORDS_MAX = 160, CODE_LINKS_MAX = 4, CODE_NUMBER_MAX = 80, CODE_HASH_BYTES = 16 };
struct code_link {
    int64_t id;
    char name[CODE_WORDS_MAX + 1], roles[CODE_WORDS_MAX + 1];
    unsigned char sign_key[PUBLIC_KEY_BYTES], seal_key[SEALING_KEY_BYTES];
    unsigned char certificate[SIGNATURE_BYTES]; /* by the next link, the last one's by the root */
};
struct paper_code {
    unsigned char store[16];          /* the id of the office's store */
    char number[CODE_NUMBER_MAX + 1]; /* of the paper */
    day issued_on;
    unsigned char hash[CODE_HASH_BYTES]; /* of what stands on the paper */
    unsigned char root[PUBLIC_KEY_BYTES];
    struct code_link links[CODE_LINKS_MAX]; /* the signer first */
    size_t link_count;
    bool training;                            /* a practice store's: it never holds */
    unsigned char signature[SIGNATURE_BYTES]; /* by the signer, over all above but the line */
};
/* What a certificate of keys signs: the same bytes whoever made it. */
void key_certificate_hash(const char *store, int64_t id, const char *name,
                          const char *sign_key_text, const char *seal_key_text, const char *roles,
                          unsigned char hash[HASH_BYTES]);
void code_sign(struct paper_code *c, const struct signing_key *key);
/* Capital letters and digits only, which a QR code holds densely: "LOKET1.ABC...". */
void code_text(const struct paper_code *c, struct buf *out);
/* BAD_DATA: not such a text; blanks and line ends in it are passed over. */
enum outcome code_read(const char *text, struct paper_code *out, struct error *e);
/* REFUSED, in a sentence: altered, of a practice store, or its line does not reach its root.
 * Whether that root is the office's is the caller's to compare (key_fingerprint). */
enum outcome code_holds(const struct paper_code *c, struct error *e);

/* Bytes as text in fields and files: unpadded URL-safe base64. */
void bytes_text(const void *bytes, size_t n, struct buf *out);
/* false: not such text, or not exactly n bytes, which are then zero. Bytes have one text only. */
bool text_bytes(const char *text, void *bytes, size_t n);
bool text_bytes_any(const char *text, struct buf *out); /* false: out unchanged */

#endif
