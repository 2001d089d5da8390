/* Certificates: a signature over who somebody is, which roles they hold and which keys are theirs,
 * by the office's root or by an administrator for whom such a certificate stands in turn. */
#include "people.h"

#include <stdio.h>
#include <string.h>

enum { LINE_MAX_LENGTH = 8 }; /* administrators between a person and the root */

enum outcome store_uuid(struct session *s, const char **out, struct error *e)
{
    enum outcome result = DONE;
    if (!s->uuid.len)
        result = store_meta_get(s->store, "store_uuid", &s->uuid, e);
    *out = buf_text(&s->uuid);
    return result;
}

static void certificate_hash(const char *uuid, const struct record *user,
                             unsigned char hash[HASH_BYTES])
{
    key_certificate_hash(uuid, user->id, record_text(user, "name"), record_text(user, "sign_key"),
                         record_text(user, "seal_key"), record_text(user, "roles"), hash);
}

void certificate_sign(const char *uuid, struct record *user, const char *by,
                      const struct signing_key *key)
{
    unsigned char hash[HASH_BYTES], signature[SIGNATURE_BYTES];
    struct buf text = { 0 };
    certificate_hash(uuid, user, hash);
    sign_bytes(key, hash, sizeof hash, signature);
    bytes_text(signature, sizeof signature, &text);
    value_set_text(record_value(user, "certificate"), buf_text(&text));
    value_set_text(record_value(user, "certified_by"), by);
    buf_free(&text);
}

bool certificate_signed(const char *uuid, const struct record *user,
                        const unsigned char key[PUBLIC_KEY_BYTES])
{
    unsigned char hash[HASH_BYTES], signature[SIGNATURE_BYTES];
    certificate_hash(uuid, user, hash);
    return text_bytes(record_text(user, "certificate"), signature, sizeof signature) &&
           signature_holds(key, hash, sizeof hash, signature);
}

static bool by_root(const struct record *user)
{
    return strcmp(record_text(user, "certified_by"), "root") == 0;
}

static enum outcome broken(const struct record *user, struct error *e)
{
    return fail(e, FORBIDDEN,
                _("The certificate of “%s” does not hold: name, roles or keys were changed outside "
                  "loket, or nobody who may vouches for them. Run `loket verify` and have an "
                  "administrator certify them again."),
                record_text(user, "name"));
}

static enum outcome signed_by_root(struct session *s, const struct record *user, struct error *e)
{
    unsigned char root[PUBLIC_KEY_BYTES];
    const char *uuid;
    bool found = false;
    enum outcome result = store_uuid(s, &uuid, e);
    if (result == DONE)
        result = store_root(s->store, root, &found, e);
    if (result == DONE && (!found || !certificate_signed(uuid, user, root)))
        result = broken(user, e);
    return result;
}

/* The active administrator who signed for user; FORBIDDEN where there is none. */
static enum outcome voucher(struct session *s, const struct record *user, struct record **out,
                            struct error *e)
{
    static const char *const active[] = { "active", NULL };
    unsigned char key[PUBLIC_KEY_BYTES];
    const char *uuid;
    enum outcome result = store_uuid(s, &uuid, e);
    if (result == DONE)
        result = user_find(s, record_text(user, "certified_by"), active, out, e);
    if (result != DONE)
        return result;
    if (*out && (roles_parse(record_text(*out, "roles")) & ROLE_BIT(ROLE_ADMIN)) &&
        text_bytes(record_text(*out, "sign_key"), key, sizeof key) &&
        certificate_signed(uuid, user, key))
        return DONE;
    record_free(out);
    return broken(user, e);
}

/* Walks from user to the root; stops at the person named (NULL: nobody). */
static enum outcome walk(struct session *s, const struct record *user, const char *name,
                         bool *passes, struct error *e)
{
    struct record *at = record_copy(user);
    enum outcome result = DONE;
    bool root = false;
    *passes = false;
    for (int i = 0; result == DONE && !root && !*passes; i++) {
        struct record *above = NULL;
        root = by_root(at);
        if (i == LINE_MAX_LENGTH)
            result = broken(user, e);
        else if (root)
            result = signed_by_root(s, at, e);
        else if ((result = voucher(s, at, &above, e)) == DONE)
            *passes = name && strcmp(record_text(above, "name"), name) == 0;
        if (above) {
            record_free(&at);
            at = above;
        }
    }
    record_free(&at);
    return result;
}

enum outcome certificate_holds(struct session *s, const struct record *user, struct error *e)
{
    bool passes;
    return walk(s, user, NULL, &passes, e);
}

/* From user upwards, as a code on paper carries it. */
enum outcome certificate_line(struct session *s, const struct record *user, struct code_link *links,
                              size_t *count, struct error *e)
{
    struct record *at = record_copy(user);
    enum outcome result = DONE;
    bool root = false;
    for (*count = 0; result == DONE && !root && *count < CODE_LINKS_MAX; ++*count) {
        struct code_link *l = &links[*count];
        struct record *above = NULL;
        *l = (struct code_link){ .id = at->id };
        snprintf(l->name, sizeof l->name, "%s", record_text(at, "name"));
        snprintf(l->roles, sizeof l->roles, "%s", record_text(at, "roles"));
        if (!text_bytes(record_text(at, "sign_key"), l->sign_key, sizeof l->sign_key) ||
            !text_bytes(record_text(at, "seal_key"), l->seal_key, sizeof l->seal_key) ||
            !text_bytes(record_text(at, "certificate"), l->certificate, sizeof l->certificate))
            result = broken(at, e);
        root = by_root(at);
        if (result == DONE && !root)
            result = voucher(s, at, &above, e);
        if (above) {
            record_free(&at);
            at = above;
        }
    }
    if (result == DONE && !root)
        result = broken(user, e);
    record_free(&at);
    return result;
}

enum outcome certificate_passes(struct session *s, const struct record *user, const char *name,
                                bool *passes, struct error *e)
{
    return walk(s, user, name, passes, e);
}
