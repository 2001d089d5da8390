/* wrap.c - a person's secret keys under a passphrase: Argon2id makes the key, XChaCha20-Poly1305
 * wraps. The cost lies beside the keys, so that it can rise without locking anybody out. */
#include "secret.h"

#include <sodium.h>

#include <string.h>

enum {
    WRAP_VERSION = 1,
    /* Where each part begins, in bytes. Everything before the ciphertext is authenticated. */
    AT_PASSES = 1,
    AT_MEMORY = AT_PASSES + 4, /* KiB */
    AT_SALT = AT_MEMORY + 4,
    AT_NONCE = AT_SALT + crypto_pwhash_argon2id_SALTBYTES,
    AT_SEALED = AT_NONCE + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    WRAPPED_BYTES = AT_SEALED + crypto_sign_SEEDBYTES + SEALING_KEY_BYTES +
                    crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

enum {
    KIB = 1024,
    /* As much memory as libsodium's interactive limit, but more passes: a desk program asks rarely,
     * and whoever reads the share holds the wrapped keys and can guess at leisure. */
    MEMORY_USUAL = 64 * KIB, /* KiB */
    PASSES_USUAL = 8,
    /* Beyond these somebody wants to bring a desk down by a row it reads. */
    MEMORY_MOST = 256 * KIB,
    PASSES_MOST = 32,
};

struct cost {
    uint32_t passes;
    uint32_t memory; /* KiB */
};

/* What is secret while wrapping: in locked memory. */
struct work {
    unsigned char key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
    unsigned char signing_seed[crypto_sign_SEEDBYTES];
    unsigned char sealing_secret[SEALING_KEY_BYTES];
};
enum {
    CLEAR_BYTES = crypto_sign_SEEDBYTES + SEALING_KEY_BYTES, /* both behind each other */
};
_Static_assert(offsetof(struct work, sealing_secret) - offsetof(struct work, signing_seed) ==
                   crypto_sign_SEEDBYTES,
               "no gap between the seeds");

static struct cost cost_of(enum wrap_cost cost)
{
    if (cost == WRAP_MINIMAL)
        return (struct cost){ crypto_pwhash_argon2id_OPSLIMIT_MIN,
                              crypto_pwhash_argon2id_MEMLIMIT_MIN / KIB };
    return (struct cost){ PASSES_USUAL, MEMORY_USUAL };
}

static bool cost_sane(const struct cost *c)
{
    return c->passes >= crypto_pwhash_argon2id_OPSLIMIT_MIN && c->passes <= PASSES_MOST &&
           c->memory >= crypto_pwhash_argon2id_MEMLIMIT_MIN / KIB && c->memory <= MEMORY_MOST;
}

static void put_u32(unsigned char *at, uint32_t n)
{
    for (int i = 3; i >= 0; i--, n >>= 8)
        at[i] = (unsigned char)n;
}

static uint32_t get_u32(const unsigned char *at)
{
    uint32_t n = 0;
    for (int i = 0; i < 4; i++)
        n = n << 8 | at[i];
    return n;
}

static enum outcome stretch(struct work *w, const char *passphrase, size_t n,
                            const struct cost *cost, const unsigned char *salt, struct error *e)
{
    if (crypto_pwhash_argon2id(w->key, sizeof w->key, passphrase, n, salt, cost->passes,
                               (size_t)cost->memory * KIB,
                               crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0)
        return DONE;
    return fail(e, FAULT,
                _("There is not enough free memory to work with a passphrase. Close other "
                  "programs and try again."));
}

static size_t least_passphrase(enum wrap_cost cost)
{
    return cost == WRAP_MINIMAL ? PASSPHRASE_MIN_TRAINING : PASSPHRASE_MIN;
}

static void wrap_work(struct work *w, const struct person_keys *k, unsigned char *wrapped)
{
    crypto_sign_ed25519_sk_to_seed(w->signing_seed, k->signing.secret_key);
    memcpy(w->sealing_secret, k->sealing.secret_key, SEALING_KEY_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(wrapped + AT_SEALED, NULL, w->signing_seed,
                                               CLEAR_BYTES, wrapped, AT_SEALED, NULL,
                                               wrapped + AT_NONCE, w->key);
}

enum outcome wrap_keys(const char *passphrase, size_t n, enum wrap_cost cost,
                       const struct person_keys *k, struct buf *out, struct error *e)
{
    if (n < least_passphrase(cost) || n > PASSPHRASE_MAX)
        return fail(e, REFUSED,
                    _("A passphrase has at least %d and at most %d characters; choose another."),
                    (int)least_passphrase(cost), PASSPHRASE_MAX);
    unsigned char wrapped[WRAPPED_BYTES] = { WRAP_VERSION };
    struct cost c = cost_of(cost);
    put_u32(wrapped + AT_PASSES, c.passes);
    put_u32(wrapped + AT_MEMORY, c.memory);
    randombytes_buf(wrapped + AT_SALT, AT_SEALED - AT_SALT); /* and the nonce */
    struct work *w = secret_new(sizeof *w);
    enum outcome o = stretch(w, passphrase, n, &c, wrapped + AT_SALT, e);
    if (o == DONE) {
        wrap_work(w, k, wrapped);
        buf_add(out, wrapped, sizeof wrapped);
    }
    secret_free(w);
    return o;
}

static bool unwrap_work(struct work *w, const unsigned char *wrapped, struct person_keys *k)
{
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(w->signing_seed, NULL, NULL, wrapped + AT_SEALED,
                                                   WRAPPED_BYTES - AT_SEALED, wrapped, AT_SEALED,
                                                   wrapped + AT_NONCE, w->key) != 0)
        return false;
    crypto_sign_seed_keypair(k->signing.public_key, k->signing.secret_key, w->signing_seed);
    memcpy(k->sealing.secret_key, w->sealing_secret, SEALING_KEY_BYTES);
    crypto_scalarmult_base(k->sealing.public_key, w->sealing_secret);
    return true;
}

static enum outcome read_cost(const unsigned char *wrapped, size_t n, struct cost *c,
                              struct error *e)
{
    if (n != WRAPPED_BYTES)
        return fail(e, BAD_DATA,
                    _("These are no keys under a passphrase; an administrator can make new ones "
                      "for this person."));
    if (wrapped[0] != WRAP_VERSION)
        return fail(e, BAD_DATA,
                    _("The keys of this person have format %d, which this program does not know; "
                      "update the program."),
                    wrapped[0]);
    *c = (struct cost){ get_u32(wrapped + AT_PASSES), get_u32(wrapped + AT_MEMORY) };
    if (!cost_sane(c))
        return fail(e, BAD_DATA,
                    _("The keys of this person demand more work than any desk does; they were "
                      "altered. Run loket verify and tell the administrator."));
    return DONE;
}

static enum outcome not_this_passphrase(struct error *e)
{
    return fail(e, REFUSED, _("That is not the passphrase; type it again."));
}

enum outcome unwrap_keys(const char *passphrase, size_t n, const void *wrapped, size_t wrapped_n,
                         struct person_keys *k, struct error *e)
{
    struct cost c = { 0 };
    enum outcome o = read_cost(wrapped, wrapped_n, &c, e);
    if (o != DONE)
        return o;
    if (!(n >= PASSPHRASE_MIN_TRAINING && n <= PASSPHRASE_MAX))
        return not_this_passphrase(e);
    const unsigned char *bytes = wrapped;
    struct work *w = secret_new(sizeof *w);
    o = stretch(w, passphrase, n, &c, bytes + AT_SALT, e);
    if (o == DONE && !unwrap_work(w, bytes, k))
        o = not_this_passphrase(e);
    secret_free(w);
    return o;
}
