/* What a person holds today: the roles of their row, as certified, and those of posts in force. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POSTS_MAX = 200 };

unsigned roles_parse(const char *text)
{
    unsigned bits = 0;
    char *copy = xstrdup(text), *rest = NULL;
    for (char *id = strtok_r(copy, "; ,", &rest); id; id = strtok_r(NULL, "; ,", &rest)) {
        enum role role = role_parse(id);
        if (role != ROLE_NONE)
            bits |= ROLE_BIT(role);
    }
    free(copy);
    return bits;
}

/* Names of standing in are Indonesian in every language: history is read by everybody. */
static void name_roles(struct person *p, const char *name)
{
    static const char *const short_of[MANNERS] = { [PLT] = "Plt.", [PLH] = "Plh." };
    for (int m = 0; m < MANNERS; m++)
        for (int r = 0; r < ROLE_COUNT; r++)
            if (short_of[m])
                snprintf(p->as[m][r], AUTHOR_MAX, "%s a.n. %s (%s)", name, role_id((enum role)r),
                         short_of[m]);
            else
                snprintf(p->as[m][r], AUTHOR_MAX, "%s", name);
}

struct person *person_new(const char *name, struct person_keys **keys)
{
    struct person *p = xcalloc(1, sizeof *p);
    snprintf(p->name, sizeof p->name, "%s", name);
    p->keys = *keys;
    *keys = NULL;
    name_roles(p, name);
    return p;
}

void person_free(struct person **p)
{
    if (!*p)
        return;
    person_keys_free(&(*p)->keys);
    buf_free(&(*p)->proven);
    free(*p);
    *p = NULL;
}

/* ---- Posts ---- */

static bool in_force(const struct record *post, day on)
{
    const struct value *from = record_value(post, "valid_from");
    const struct value *to = record_value(post, "valid_to");
    return !(from->set && from->num > on) && !(to->set && to->num < on);
}

static bool here(const struct session *s, const struct record *post)
{
    const char *office = record_text(post, "office");
    return !*office || !s->office_name.len || strcmp(office, buf_text(&s->office_name)) == 0;
}

static enum manner manner_of(const struct record *post)
{
    const char *manner = record_text(post, "manner");
    return strcmp(manner, "plh") == 0 ? PLH : strcmp(manner, "plt") == 0 ? PLT : OWN;
}

static enum outcome add_posts(struct session *s, const struct person *p, unsigned held[MANNERS],
                              struct error *e)
{
    static const char *const active[] = { "active", NULL };
    struct filter his = { .field = "person",
                          .how = IS,
                          .value = { .num = p->id, .text = (char *)p->name, .set = true } };
    struct query q = {
        .kind = &kind_post, .filters = &his, .filter_count = 1, .states = active, .limit = POSTS_MAX
    };
    struct page posts = { 0 };
    enum outcome result = store_page(s->store, &q, &posts, e);
    for (size_t i = 0; result == DONE && i < posts.count; i++)
        if (in_force(posts.rows[i], session_today(s)) && here(s, posts.rows[i]))
            held[manner_of(posts.rows[i])] |=
                ROLE_BIT(role_parse(record_text(posts.rows[i], "role"))) & ~ROLE_BIT(ROLE_NONE);
    page_free(&posts);
    return result;
}

/* ---- The row ---- */

/* All that the certificate covers, and the certificate: proven once, until any of it changes. */
static void row_words(const struct record *user, struct buf *out)
{
    static const char *const fields[] = { "name",  "sign_key",    "seal_key",
                                          "roles", "certificate", "certified_by" };
    for (size_t i = 0; i < COUNT(fields); i++)
        buf_printf(out, "%s\n", record_text(user, fields[i]));
}

static enum outcome prove(struct session *s, struct person *p, const struct record *user,
                          struct error *e)
{
    struct buf words = { 0 };
    enum outcome result = DONE;
    row_words(user, &words);
    if (!text_same(buf_text(&words), buf_text(&p->proven))) {
        result = certificate_holds(s, user, e);
        buf_reset(&p->proven);
        if (result == DONE)
            buf_puts(&p->proven, buf_text(&words));
    }
    buf_free(&words);
    return result;
}

static bool has_key(const struct record *user, const struct person_keys *k)
{
    unsigned char sign[PUBLIC_KEY_BYTES], seal[SEALING_KEY_BYTES];
    return text_bytes(record_text(user, "sign_key"), sign, sizeof sign) &&
           text_bytes(record_text(user, "seal_key"), seal, sizeof seal) &&
           memcmp(sign, k->signing.public_key, sizeof sign) == 0 &&
           memcmp(seal, k->sealing.public_key, sizeof seal) == 0;
}

static enum outcome check_row(struct session *s, struct person *p, const struct record *user,
                              struct error *e)
{
    if (strcmp(user->state, "active") != 0)
        return fail(e, FORBIDDEN,
                    _("“%s” no longer works here under this name (%s). Ask an administrator."),
                    p->name, _(flow_state(kind_user.flow, user->state)->label));
    if (!has_key(user, p->keys))
        return fail(e, FORBIDDEN,
                    _("“%s” was given new keys since logging in. Log in again with the new "
                      "passphrase."),
                    p->name);
    return prove(s, p, user, e);
}

enum outcome person_refresh(struct session *s, struct person *p, struct error *e)
{
    unsigned held[MANNERS] = { 0 };
    struct record *user = NULL;
    if (p->root) {
        atomic_store(&p->held[OWN], ROLE_BIT(ROLE_ADMIN));
        return DONE;
    }
    enum outcome result = store_load(s->store, &kind_user, p->id, &user, e);
    if (result == DONE)
        result = check_row(s, p, user, e);
    if (result == DONE) {
        held[OWN] = roles_parse(record_text(user, "roles"));
        result = add_posts(s, p, held, e);
    }
    record_free(&user);
    for (int m = 0; result == DONE && m < MANNERS; m++)
        atomic_store(&p->held[m], held[m]);
    return result;
}

static struct person *absent_new(const struct record *user, const unsigned char *signer)
{
    struct person_keys *keys = person_keys_new();
    memcpy(keys->signing.public_key, signer, PUBLIC_KEY_BYTES);
    text_bytes(record_text(user, "seal_key"), keys->sealing.public_key, SEALING_KEY_BYTES);
    struct person *p = person_new(record_text(user, "name"), &keys);
    p->id = user->id;
    p->absent = true;
    return p;
}

enum outcome person_absent(struct session *s, const char *author,
                           const unsigned char signer[PUBLIC_KEY_BYTES], struct person **out,
                           struct error *e)
{
    static const char *const active[] = { "active", NULL };
    char name[PERSON_NAME_MAX];
    struct record *user = NULL;
    snprintf(name, sizeof name, "%.*s", (int)author_name(author), author);
    enum outcome result = user_find(s, name, active, &user, e);
    if (result == DONE && !user)
        result =
            fail(e, FORBIDDEN,
                 _("“%s” no longer works here under this name. Somebody who may do it takes it "
                   "over: copy it into a new record."),
                 name);
    if (result == DONE && user) {
        struct person *p = absent_new(user, signer);
        result = person_refresh(s, p, e);
        if (result == DONE)
            *out = p;
        else
            person_free(&p);
    }
    record_free(&user);
    return result;
}

/* ---- For the screen ---- */

bool session_holds(const struct session *s, enum role r)
{
    unsigned bits = 0;
    if (!s->people)
        return true;
    if (!s->person)
        return r == ROLE_GUEST;
    for (int m = 0; m < MANNERS; m++)
        bits |= atomic_load(&s->person->held[m]);
    return bits & ROLE_BIT(r);
}

bool session_is(const struct session *s, const char *called)
{
    enum role role = role_parse(called);
    return strcmp(called, session_author(s)) == 0 ||
           (s->person && role != ROLE_NONE && session_holds(s, role));
}

const char *session_acts_as(const struct session *s, enum role r)
{
    if (!s->person)
        return session_author(s);
    for (int m = 0; m < MANNERS; m++)
        if (atomic_load(&s->person->held[m]) & ROLE_BIT(r))
            return s->person->as[m][r];
    return s->person->name;
}
