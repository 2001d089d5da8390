/* code.c - the code on a paper (QR): number, day, hash of what stands there, the issuing officer's
 * signature, and the line of key certificates from the officer to the office's root. Whoever has
 * the root's fingerprint needs nothing else to check it, and no network. */
#include "loket/identity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char prefix[] = "LOKET1.";
static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* RFC 4648 */

/* ---- Hashes ---- */

static struct hash_part text_part(const char *text)
{
    return (struct hash_part){ text, strlen(text) };
}

void key_certificate_hash(const char *store, int64_t id, const char *name,
                          const char *sign_key_text, const char *seal_key_text, const char *roles,
                          unsigned char hash[HASH_BYTES])
{
    char id_word[ID_TEXT_LEN + 1];
    id_text(id, id_word);
    const struct hash_part parts[] = {
        text_part("loket certificate 1"),
        text_part(store),
        text_part(id_word),
        text_part(name),
        text_part(sign_key_text),
        text_part(seal_key_text),
        text_part(roles),
    };
    hash_parts(parts, COUNT(parts), hash);
}

/* What a practice store signs is another sentence, so that no change of a mark makes it hold. */
static void signed_hash(const struct paper_code *c, unsigned char hash[HASH_BYTES])
{
    const uint32_t on = (uint32_t)c->issued_on;
    const unsigned char issued[4] = { (unsigned char)(on >> 24), (unsigned char)(on >> 16),
                                      (unsigned char)(on >> 8), (unsigned char)on };
    const struct hash_part parts[] = {
        text_part(c->training ? "loket practice code 1" : "loket paper code 1"),
        { c->store, sizeof c->store },
        text_part(c->number),
        { issued, sizeof issued },
        { c->hash, sizeof c->hash },
        { c->root, sizeof c->root },
    };
    hash_parts(parts, COUNT(parts), hash);
}

void code_sign(struct paper_code *c, const struct signing_key *key)
{
    unsigned char hash[HASH_BYTES];
    signed_hash(c, hash);
    sign_bytes(key, hash, sizeof hash, c->signature);
}

/* ---- As text ---- */

static void put_text(struct buf *out, const char *text)
{
    size_t n = strlen(text);
    buf_putc(out, (char)(n > 255 ? 255 : n));
    buf_add(out, text, n > 255 ? 255 : n);
}

static void put_number(struct buf *out, uint64_t value, int bytes)
{
    while (bytes-- > 0)
        buf_putc(out, (char)(value >> (8 * bytes)));
}

static void put_link(struct buf *out, const struct code_link *l)
{
    put_number(out, (uint64_t)l->id, 8);
    put_text(out, l->name);
    put_text(out, l->roles);
    buf_add(out, l->sign_key, sizeof l->sign_key);
    buf_add(out, l->seal_key, sizeof l->seal_key);
    buf_add(out, l->certificate, sizeof l->certificate);
}

static void put_base32(const struct buf *bytes, struct buf *out)
{
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < bytes->len; i++) {
        held = held << 8 | (unsigned char)bytes->data[i];
        for (bits += 8; bits >= 5; bits -= 5)
            buf_putc(out, digits[held >> (bits - 5) & 31]);
        held &= (1U << bits) - 1;
    }
    if (bits)
        buf_putc(out, digits[held << (5 - bits) & 31]);
}

void code_text(const struct paper_code *c, struct buf *out)
{
    struct buf bytes = { 0 };
    buf_putc(&bytes, (char)c->training);
    buf_add(&bytes, c->store, sizeof c->store);
    put_text(&bytes, c->number);
    put_number(&bytes, (uint32_t)c->issued_on, 4);
    buf_add(&bytes, c->hash, sizeof c->hash);
    buf_add(&bytes, c->root, sizeof c->root);
    buf_add(&bytes, c->signature, sizeof c->signature);
    buf_putc(&bytes, (char)c->link_count);
    for (size_t i = 0; i < c->link_count; i++)
        put_link(&bytes, &c->links[i]);
    buf_puts(out, prefix);
    put_base32(&bytes, out);
    buf_free(&bytes);
}

/* ---- Reading ---- */

enum { CODE_BYTES_MAX = 4096 };

struct taking {
    const unsigned char *at, *end;
    bool bad;
};

static void take(struct taking *t, void *out, size_t n)
{
    if (t->bad || (size_t)(t->end - t->at) < n) {
        t->bad = true;
        memset(out, 0, n);
        return;
    }
    memcpy(out, t->at, n);
    t->at += n;
}

static uint64_t take_number(struct taking *t, int bytes)
{
    uint64_t value = 0;
    while (bytes-- > 0) {
        unsigned char one;
        take(t, &one, 1);
        value = value << 8 | one;
    }
    return value;
}

static void take_text(struct taking *t, char *out, size_t most)
{
    size_t n = (size_t)take_number(t, 1);
    t->bad = t->bad || n > most;
    if (t->bad)
        n = 0;
    take(t, out, n);
    out[n] = '\0';
    t->bad = t->bad || strlen(out) != n || !utf8_valid(out, n) || has_control(out);
}

static void take_link(struct taking *t, struct code_link *l)
{
    l->id = (int64_t)take_number(t, 8);
    take_text(t, l->name, CODE_WORDS_MAX);
    take_text(t, l->roles, CODE_WORDS_MAX);
    take(t, l->sign_key, sizeof l->sign_key);
    take(t, l->seal_key, sizeof l->seal_key);
    take(t, l->certificate, sizeof l->certificate);
    t->bad = t->bad || l->id <= 0; /* ids have 63 bits, and no certificate tells of the 64th */
}

static void take_code(struct taking *t, struct paper_code *c)
{
    uint64_t training = take_number(t, 1);
    take(t, c->store, sizeof c->store);
    take_text(t, c->number, CODE_NUMBER_MAX);
    c->issued_on = (day)(uint32_t)take_number(t, 4);
    take(t, c->hash, sizeof c->hash);
    take(t, c->root, sizeof c->root);
    take(t, c->signature, sizeof c->signature);
    c->link_count = (size_t)take_number(t, 1);
    t->bad = t->bad || training > 1 || !c->link_count || c->link_count > CODE_LINKS_MAX ||
             c->issued_on < day_of(2000, 1, 1) || c->issued_on > day_of(2999, 12, 31);
    c->training = training == 1;
    for (size_t i = 0; !t->bad && i < c->link_count; i++)
        take_link(t, &c->links[i]);
    t->bad = t->bad || t->at != t->end;
}

/* false: it holds what no code does. Bytes have one text only. */
static bool take_base32(const char *text, struct buf *out)
{
    unsigned held = 0, bits = 0;
    for (; *text; text++) {
        if (strchr(" \t\r\n", *text))
            continue;
        const char *digit = strchr(digits, *text);
        if (!digit || out->len > CODE_BYTES_MAX)
            return false;
        held = (held << 5 | (unsigned)(digit - digits)) & 0xFFF;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            buf_putc(out, (char)(held >> bits));
        }
    }
    return bits < 5 && !(held & ((1U << bits) - 1));
}

enum outcome code_read(const char *text, struct paper_code *out, struct error *e)
{
    struct buf bytes = { 0 };
    *out = (struct paper_code){ 0 };
    text += strspn(text, " \t\r\n");
    bool good = text_starts(text, prefix) && take_base32(text + sizeof prefix - 1, &bytes);
    if (good) {
        struct taking t = { .at = (const unsigned char *)buf_text(&bytes) };
        t.end = t.at + bytes.len;
        take_code(&t, out);
        good = !t.bad;
    }
    buf_free(&bytes);
    if (good)
        return DONE;
    return fail(e, BAD_DATA,
                _("This is no code of a paper from loket, or a piece of it is missing or wrong. "
                  "Scan it again, whole."));
}

/* ---- Holding ---- */

/* The store's id as the certificates have it: 32 hexadecimal digits. */
static void store_words(const struct paper_code *c, char out[2 * sizeof c->store + 1])
{
    for (size_t i = 0; i < sizeof c->store; i++)
        snprintf(out + 2 * i, 3, "%02x", c->store[i]);
}

static bool vouches(const char *roles)
{
    static const char admin[] = "admin"; /* as the catalogue calls the role */
    size_t n = strlen(admin);
    for (const char *at = roles; *at; at += strcspn(at, ";"), at += *at == ';')
        if (strncmp(at, admin, n) == 0 && (at[n] == ';' || !at[n]))
            return true;
    return false;
}

static bool link_holds(const struct paper_code *c, size_t i)
{
    const struct code_link *l = &c->links[i];
    bool last = i + 1 == c->link_count;
    char store[2 * sizeof c->store + 1];
    unsigned char hash[HASH_BYTES];
    struct buf sign_key = { 0 }, seal_key = { 0 };
    store_words(c, store);
    bytes_text(l->sign_key, sizeof l->sign_key, &sign_key);
    bytes_text(l->seal_key, sizeof l->seal_key, &seal_key);
    key_certificate_hash(store, l->id, l->name, buf_text(&sign_key), buf_text(&seal_key), l->roles,
                         hash);
    buf_free(&sign_key);
    buf_free(&seal_key);
    return signature_holds(last ? c->root : c->links[i + 1].sign_key, hash, sizeof hash,
                           l->certificate) &&
           (last || vouches(c->links[i + 1].roles));
}

enum outcome code_holds(const struct paper_code *c, struct error *e)
{
    unsigned char hash[HASH_BYTES];
    signed_hash(c, hash);
    if (c->training)
        return fail(e, REFUSED,
                    _("This paper was made for practice; it is no document. Do not accept it."));
    if (!signature_holds(c->links[0].sign_key, hash, sizeof hash, c->signature))
        return fail(e, REFUSED,
                    _("The signature in the code does not hold: the paper was altered or forged. "
                      "Keep it and ask the office that is named on it."));
    for (size_t i = 0; i < c->link_count; i++)
        if (!link_holds(c, i))
            return fail(e, REFUSED,
                        _("The key of “%s” in the code was not certified by the office: the paper "
                          "is forged. Keep it and ask the office that is named on it."),
                        c->links[i].name);
    return DONE;
}
