/* The code on a certificate: made when it is issued, with the key of who signs, and checked with
 * nothing but the fingerprint of the office's root. */
#include "certificate.h"
#include "people.h"

#include <stdio.h>
#include <string.h>

/* ---- What stands on the paper ---- */

/* Frozen at issue, so printed: what was free in the draft, and what issuing wrote. */
static bool stands_on_paper(const struct field *f)
{
    static const char *const written[] = { "number", "field", "direction", "officer",
                                           "officer_nip" };
    for (size_t i = 0; i < COUNT(written); i++)
        if (strcmp(f->id, written[i]) == 0)
            return true;
    return text_same(f->free_until, "draft");
}

static void put_words(const struct field *list, const struct value *values, struct buf *out)
{
    for (size_t i = 0; list[i].id; i++) {
        if (!stands_on_paper(&list[i]) || !values[i].set)
            continue;
        buf_printf(out, "%s=", list[i].id);
        field_format(&list[i], &values[i], SPELL_CANONICAL, out);
        buf_putc(out, '\n');
    }
}

static void words_hash(const struct record *r, unsigned char out[CODE_HASH_BYTES])
{
    struct buf words = { 0 };
    unsigned char hash[HASH_BYTES];
    put_words(r->kind->fields, r->values, &words);
    for (size_t i = 1; i <= record_live_lines(r, "item"); i++) {
        buf_printf(&words, "item %zu\n", i);
        put_words(r->kind->lines[0].fields, record_live_line(r, "item", i)->values, &words);
    }
    hash_bytes(buf_text(&words), words.len, hash);
    memcpy(out, hash, CODE_HASH_BYTES);
    buf_free(&words);
}

/* ---- Signing ---- */

static bool store_bytes(const char *uuid, unsigned char out[16])
{
    unsigned one = 0;
    for (size_t i = 0; i < 16; i++) {
        if (sscanf(uuid + 2 * i, "%2x", &one) != 1)
            return false;
        out[i] = (unsigned char)one;
    }
    return strlen(uuid) == 32;
}

static enum outcome fill_code(struct session *s, const struct record *r,
                              const struct record *signer, struct paper_code *c, struct error *e)
{
    const char *uuid;
    bool found = false;
    *c = (struct paper_code){ .issued_on = (day)record_number(r, "issued_on"),
                              .training = s->training };
    snprintf(c->number, sizeof c->number, "%s", record_text(r, "number"));
    words_hash(r, c->hash);
    enum outcome result = store_uuid(s, &uuid, e);
    if (result == DONE && !store_bytes(uuid, c->store))
        result = fail(e, FAULT, _("The store's id cannot be read. Run `loket doctor`."));
    if (result == DONE)
        result = store_root(s->store, c->root, &found, e);
    return result == DONE ? certificate_line(s, signer, c->links, &c->link_count, e) : result;
}

/* A store without people has no keys that prove anything: its papers carry no code. */
enum outcome certificate_complete(struct session *s, struct record *r, const struct step *step,
                                  const char *note, struct error *e)
{
    struct record *signer = NULL;
    struct paper_code code;
    (void)note;
    if (strcmp(step->verb, "issue") != 0)
        return DONE;
    enum outcome result = certificate_signer(s, &signer, e);
    if (result == DONE && signer) {
        struct buf text = { 0 };
        result = fill_code(s, r, signer, &code, e);
        if (result == DONE) {
            code_sign(&code, &s->person->keys->signing);
            code_text(&code, &text);
            value_set_text(record_value(r, "code"), buf_text(&text));
        }
        buf_free(&text);
    }
    record_free(&signer);
    return result;
}

/* ---- Checking ---- */

static enum outcome other_root(struct error *e)
{
    return fail(e, REFUSED,
                _("The code was not made by this office: its root key is another one. Ask the "
                  "office that is named on the paper, or compare the fingerprint."));
}

/* As people write it: groups with blanks or dashes between, either case. */
static bool same_fingerprint(const char *a, const char *b)
{
    static const char between[] = " -:\t\r\n";
    for (;;) {
        a += strspn(a, between);
        b += strspn(b, between);
        if (!*a || !*b)
            return *a == *b;
        int one = *a >= 'a' && *a <= 'z' ? *a - 'a' + 'A' : *a;
        int two = *b >= 'a' && *b <= 'z' ? *b - 'a' + 'A' : *b;
        if (one != two)
            return false;
        a++;
        b++;
    }
}

static enum outcome check_root(struct session *s, const struct paper_code *c, const char *root,
                               struct error *e)
{
    struct buf theirs = { 0 }, ours = { 0 };
    enum outcome result = DONE;
    key_fingerprint(c->root, &theirs);
    if (root)
        buf_puts(&ours, root);
    else
        result = act_root_fingerprint(s, &ours, e);
    if (result == DONE && !same_fingerprint(buf_text(&theirs), buf_text(&ours)))
        result = other_root(e);
    buf_free(&theirs);
    buf_free(&ours);
    return result;
}

static enum outcome compare(struct session *s, const struct paper_code *c, struct code_told *out,
                            struct error *e)
{
    unsigned char hash[CODE_HASH_BYTES];
    struct record *r = NULL;
    int64_t id = 0;
    if (store_resolve(s->store, &kind_certificate, c->number, &id, NULL) != DONE)
        return DONE;
    enum outcome result = store_load(s->store, &kind_certificate, id, &r, e);
    if (result == DONE) {
        words_hash(r, hash);
        out->compared = memcmp(hash, c->hash, sizeof hash) == 0;
        snprintf(out->state, sizeof out->state, "%s", r->state);
        if (!out->compared)
            result = fail(e, REFUSED,
                          _("Certificate %s stands in the store with other words than those the "
                            "code was made over. Compare the paper with it, line by line."),
                          c->number);
    }
    record_free(&r);
    return result;
}

enum outcome act_check_code(struct session *s, const char *code, const char *root,
                            struct code_told *out, struct error *e)
{
    struct paper_code c;
    *out = (struct code_told){ 0 };
    enum outcome result = identity_start(e);
    if (result == DONE)
        result = code_read(code, &c, e);
    if (result == DONE)
        result = code_holds(&c, e);
    if (result == DONE)
        result = check_root(s, &c, root, e);
    if (result != DONE)
        return result;
    snprintf(out->number, sizeof out->number, "%s", c.number);
    snprintf(out->signer, sizeof out->signer, "%s", c.links[0].name);
    out->issued_on = c.issued_on;
    return s ? compare(s, &c, out, e) : DONE;
}
