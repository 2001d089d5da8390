/* What steps on people do beside changing the state: signing certificates, and handing over whom
 * somebody vouched for when they leave, get new keys or are no administrator any more. */
#include "people.h"

#include <string.h>

/* ---- Saving a row ---- */

enum outcome people_check(struct session *s, const struct record *r, struct error *e)
{
    static const char *const taken[] = { "requested", "active", "retired", NULL };
    struct record *other = NULL;
    if (r->kind != &kind_user)
        return DONE;
    enum outcome result = user_find(s, record_text(r, "name"), taken, &other, e);
    if (result == DONE && other && other->id != r->id)
        result = fail_field(e, REFUSED, "name",
                            _("The name “%s” is taken, or was somebody's: history knows people by "
                              "it. Choose another."),
                            record_text(r, "name"));
    record_free(&other);
    return result;
}

/* ---- Vouching ---- */

static enum outcome vouch(struct session *s, struct record *user, struct error *e)
{
    const char *uuid;
    enum outcome result = store_uuid(s, &uuid, e);
    if (result == DONE)
        certificate_sign(uuid, user, s->person->name, &s->person->keys->signing);
    return result;
}

static bool is_self(const struct session *s, const struct record *user)
{
    return strcmp(record_text(user, "name"), s->person->name) == 0;
}

/* Where the acting administrator's own certificate rests on the other's, changing that one would
 * cut the branch they sit on. */
static enum outcome check_independent(struct session *s, const struct record *user, struct error *e)
{
    struct record *me = NULL;
    bool passes = false;
    if (s->person->root)
        return DONE;
    if (is_self(s, user))
        return fail(e, FORBIDDEN,
                    _("Nobody vouches for themselves. Ask another administrator, or use the root "
                      "key (--user root --passphrase-file FILE)."));
    enum outcome result = store_load(s->store, &kind_user, s->person->id, &me, e);
    if (result == DONE)
        result = certificate_passes(s, me, record_text(user, "name"), &passes, e);
    record_free(&me);
    if (result == DONE && passes)
        result = fail(e, FORBIDDEN,
                      _("Your own certificate rests on that of “%s”. Let another administrator do "
                        "it, or use the root key (--user root --passphrase-file FILE)."),
                      record_text(user, "name"));
    return result;
}

/* Whoever `user` vouched for is vouched for by who acts now. */
static enum outcome take_over(struct session *s, const struct record *user, struct error *e)
{
    struct page people = { 0 };
    enum outcome result = users_active(s, &people, e);
    for (size_t i = 0; result == DONE && i < people.count; i++) {
        struct record *r = people.rows[i];
        if (r->id == user->id ||
            strcmp(record_text(r, "certified_by"), record_text(user, "name")) != 0)
            continue;
        result = vouch(s, r, e);
        if (result == DONE)
            result = store_save(s->store, r,
                                &(struct change){ "recertify", record_text(user, "name") }, e);
    }
    page_free(&people);
    return result;
}

/* ---- Each step ---- */

static enum outcome put_change(struct session *s, struct record *user, struct error *e)
{
    if (!s->change)
        return fail(e, REFUSED,
                    _("Keys are made from a passphrase: use `loket user reset NAME` for somebody "
                      "else, `loket user passphrase` for yourself."));
    key_change_put(user, s->change);
    return DONE;
}

static enum outcome change_passphrase(struct session *s, struct record *user, struct error *e)
{
    if (!is_self(s, user))
        return fail(e, FORBIDDEN,
                    _("Only “%s” can change this passphrase. An administrator gives a new one with "
                      "`loket user reset`."),
                    record_text(user, "name"));
    return put_change(s, user, e);
}

static enum outcome new_keys(struct session *s, struct record *user, struct error *e)
{
    bool active = strcmp(user->state, "active") == 0;
    enum outcome result = put_change(s, user, e);
    if (result == DONE && active)
        result = take_over(s, user, e);
    return result == DONE && active ? vouch(s, user, e) : result;
}

static bool was_admin(const struct record *user)
{
    return roles_parse(record_text(user, "roles")) & ROLE_BIT(ROLE_ADMIN);
}

static enum outcome new_roles(struct session *s, struct record *user, struct error *e)
{
    enum outcome result = was_admin(user) ? DONE : take_over(s, user, e);
    return result == DONE ? vouch(s, user, e) : result;
}

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

enum outcome people_prepare(struct session *s, struct record *r, const struct step *step,
                            struct error *e)
{
    if (r->kind != &kind_user)
        return DONE;
    if (!s->person)
        return fail(e, REFUSED,
                    _("People are certified by an administrator who is logged in, or by the root "
                      "key (--user root --passphrase-file FILE)."));
    if (step_is(step, "passphrase"))
        return change_passphrase(s, r, e);
    enum outcome result = check_independent(s, r, e);
    if (result != DONE)
        return result;
    if (step_is(step, "rekey"))
        return new_keys(s, r, e);
    if (step_is(step, "retire"))
        return take_over(s, r, e);
    return step_is(step, "change_roles") ? new_roles(s, r, e) : vouch(s, r, e);
}
