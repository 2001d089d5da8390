/* People: adding, certifying, new keys, another passphrase, lending a role, leaving. What a
 * certificate covers changes only here, by steps that sign anew. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Keys as they stand in a row ---- */

static void key_change_free(struct key_change *c)
{
    buf_free(&c->sign_key);
    buf_free(&c->seal_key);
    buf_free(&c->wrapped);
}

static enum wrap_cost cost_for(const struct session *s, bool minimal)
{
    return minimal || s->training ? WRAP_MINIMAL : WRAP_USUAL;
}

static enum outcome wrap_change(const char *passphrase, size_t n, enum wrap_cost cost,
                                const struct person_keys *k, struct key_change *out,
                                struct error *e)
{
    struct buf wrapped = { 0 };
    enum outcome result = wrap_keys(passphrase, n, cost, k, &wrapped, e);
    if (result == DONE) {
        bytes_text(k->signing.public_key, PUBLIC_KEY_BYTES, &out->sign_key);
        bytes_text(k->sealing.public_key, SEALING_KEY_BYTES, &out->seal_key);
        bytes_text(wrapped.data, wrapped.len, &out->wrapped);
    }
    buf_free(&wrapped);
    return result;
}

static enum outcome make_keys(const char *passphrase, size_t n, enum wrap_cost cost,
                              struct key_change *out, struct error *e)
{
    struct person_keys *k = person_keys_new();
    person_keys_make(k);
    enum outcome result = wrap_change(passphrase, n, cost, k, out, e);
    person_keys_free(&k);
    return result;
}

void key_change_put(struct record *user, const struct key_change *c)
{
    value_set_text(record_value(user, "sign_key"), buf_text(&c->sign_key));
    value_set_text(record_value(user, "seal_key"), buf_text(&c->seal_key));
    value_set_text(record_value(user, "wrapped"), buf_text(&c->wrapped));
}

/* ---- Adding ---- */

enum outcome people_no_root(struct error *e)
{
    return fail(e, REFUSED,
                _("This database has no root key, so nobody can vouch for people in it. Make one "
                  "with `loket init --admin NAME` and import the work of this one."));
}

/* Commas are taken for what stands between roles, too. */
static void write_roles(const char *typed, struct buf *out)
{
    for (const char *c = typed ? typed : ""; *c; c++)
        buf_putc(out, *c == ',' ? ';' : *c);
}

static enum outcome describe(struct session *s, const struct person_request *q, const char *roles,
                             struct record *r, struct error *e)
{
    const struct reading how = session_reading(s, SPELL_CANONICAL);
    const struct {
        const char *field, *text;
    } given[] = {
        { "name", q->name },
        { "full_name", q->full_name && *q->full_name ? q->full_name : q->name },
        { "nip", q->nip },
        { "roles", roles },
        { "office", q->office },
        { "signs_for", q->signs_for },
    };
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < COUNT(given); i++)
        if (given[i].text && *given[i].text)
            result = record_put(r, given[i].field, &how, given[i].text, e);
    for (size_t i = 0; result == DONE && i < COUNT(given); i++)
        if ((kind_field(&kind_user, given[i].field)->flags & FIELD_REQUIRED) &&
            !record_value(r, given[i].field)->set)
            result = fail_field(e, BAD_DATA, given[i].field, _("%s is needed; fill it in."),
                                _(kind_field(&kind_user, given[i].field)->label));
    return result;
}

static enum outcome insert(struct session *s, struct record *r, struct error *e)
{
    const struct right right = { RIGHT_NEW, &kind_user, NULL };
    enum outcome result = rights_begin(s, &right, NULL, NULL, e);
    if (result != DONE)
        return result;
    result = people_check(s, r, e);
    if (result == DONE)
        result = store_save(s->store, r, &(struct change){ "new", "" }, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

enum outcome act_user_add(struct session *s, const struct person_request *q, struct error *e)
{
    struct key_change keys = { 0 };
    struct buf roles = { 0 };
    struct record *r = NULL;
    char author[RIGHT_AUTHOR_MAX];
    const struct right right = { RIGHT_NEW, &kind_user, NULL };
    enum outcome result = rights_may(s, &right, author, e); /* before half a second of work */
    if (result == DONE)
        result = act_blank(s, &kind_user, &r, e);
    write_roles(q->roles, &roles);
    if (result == DONE)
        result = describe(s, q, buf_text(&roles), r, e);
    if (result == DONE)
        result = link_references(s, r, NULL, e);
    if (result == DONE)
        result = make_keys(q->passphrase, q->n, cost_for(s, q->minimal), &keys, e);
    if (result == DONE) {
        key_change_put(r, &keys);
        result = insert(s, r, e);
    }
    buf_free(&roles);
    key_change_free(&keys);
    record_free(&r);
    return result;
}

/* ---- Steps by name ---- */

static enum outcome step_on(struct session *s, const struct record *user, const char *verb,
                            const char *note, struct error *e)
{
    return act_step(s,
                    &(struct step_request){ .kind = &kind_user,
                                            .id = user->id,
                                            .verb = verb,
                                            .spelling = SPELL_CANONICAL,
                                            .note = note },
                    NULL, e);
}

enum outcome act_user_certify(struct session *s, const char *name, struct error *e)
{
    struct record *user = NULL;
    enum outcome result = user_need(s, name, &user, e);
    if (result == DONE)
        result =
            step_on(s, user, strcmp(user->state, "active") == 0 ? "recertify" : "certify", NULL, e);
    record_free(&user);
    return result;
}

enum outcome act_user_retire(struct session *s, const char *name, const char *reason,
                             struct error *e)
{
    struct record *user = NULL;
    enum outcome result = user_need(s, name, &user, e);
    if (result == DONE)
        result = step_on(s, user, "retire", reason, e);
    record_free(&user);
    return result;
}

/* The step finds the keys in the session: they are no text anybody types. */
static enum outcome step_with_keys(struct session *s, const struct record *user, const char *verb,
                                   const struct key_change *keys, struct error *e)
{
    s->change = keys;
    enum outcome result = step_on(s, user, verb, NULL, e);
    s->change = NULL;
    return result;
}

enum outcome act_user_reset(struct session *s, const char *name, const char *passphrase, size_t n,
                            struct error *e)
{
    struct key_change keys = { 0 };
    struct record *user = NULL;
    char author[RIGHT_AUTHOR_MAX];
    const struct right right = { RIGHT_STEP, &kind_user, flow_step(kind_user.flow, "rekey", NULL) };
    enum outcome result = rights_may(s, &right, author, e);
    if (result == DONE)
        result = user_need(s, name, &user, e);
    if (result == DONE)
        result = make_keys(passphrase, n, cost_for(s, false), &keys, e);
    if (result == DONE)
        result = step_with_keys(s, user, "rekey", &keys, e);
    key_change_free(&keys);
    record_free(&user);
    return result;
}

enum outcome act_passphrase(struct session *s, const char *old, size_t old_n, const char *fresh,
                            size_t fresh_n, struct error *e)
{
    struct key_change keys = { 0 };
    struct record *user = NULL;
    if (!s->person || s->person->root)
        return fail(e, FORBIDDEN,
                    _("Nobody is logged in whose passphrase could be changed. Log in first "
                      "(--user NAME)."));
    enum outcome result = person_check_passphrase(s, old, old_n, e);
    if (result == DONE)
        result = wrap_change(fresh, fresh_n, cost_for(s, false), s->person->keys, &keys, e);
    if (result == DONE)
        result = user_need(s, s->person->name, &user, e);
    if (result == DONE)
        result = step_with_keys(s, user, "passphrase", &keys, e);
    key_change_free(&keys);
    record_free(&user);
    return result;
}

/* ---- Lending ---- */

static enum outcome put_day(struct record *r, const char *field, day d, struct error *e)
{
    value_set_number(record_value(r, field), d);
    return d == NO_DAY ? fail_field(e, BAD_DATA, field,
                                    _("A role is lent from one day to another; give both days."))
                       : DONE;
}

static enum outcome fill_post(struct session *s, struct record *r, const struct record *user,
                              const char *role, const char *basis, struct error *e)
{
    const struct reading how = session_reading(s, SPELL_CANONICAL);
    value_set_reference(record_value(r, "person"), user->id, record_text(user, "name"));
    value_set_text(record_value(r, "manner"), "plh");
    enum outcome result = role_parse(role) == ROLE_NONE
                              ? fail_field(e, BAD_DATA, "role",
                                           _("“%s” is not a role. `man loket-catalogue` lists "
                                             "them."),
                                           role)
                              : record_put(r, "role", &how, role, e);
    if (result == DONE && (!basis || !*basis))
        result = fail_field(e, BAD_DATA, "basis",
                            _("A role is lent on a decree or an order; name it (--note BASIS)."));
    return result == DONE ? record_put(r, "basis", &how, basis, e) : result;
}

/* The same again would only be read twice; days that overlap are another lending. */
static enum outcome check_not_lent(struct session *s, const struct record *post, struct error *e)
{
    static const char *const active[] = { "active", NULL };
    struct filter same[] = {
        { .field = "person", .how = IS, .value = *record_value(post, "person") },
        { .field = "role", .how = IS, .value = *record_value(post, "role") },
        { .field = "manner", .how = IS, .value = *record_value(post, "manner") },
        { .field = "valid_from", .how = IS, .value = *record_value(post, "valid_from") },
        { .field = "valid_to", .how = IS, .value = *record_value(post, "valid_to") }
    };
    struct query q = { .kind = &kind_post,
                       .filters = same,
                       .filter_count = COUNT(same),
                       .states = active,
                       .limit = 1 };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    if (result == DONE && page.count)
        result = fail(e, REFUSED,
                      _("“%s” holds this role for these days already; nothing was added. `loket "
                        "list post` shows it."),
                      record_text(post, "person"));
    page_free(&page);
    return result;
}

enum outcome act_user_lend(struct session *s, const char *name, const char *role, day from, day to,
                           const char *basis, struct error *e)
{
    struct record *user = NULL, *post = NULL;
    if (!s->people)
        return people_no_root(e);
    enum outcome result = user_need(s, name, &user, e);
    if (result == DONE)
        result = act_blank(s, &kind_post, &post, e);
    if (result == DONE)
        result = put_day(post, "valid_from", from, e);
    if (result == DONE)
        result = put_day(post, "valid_to", to, e);
    if (result == DONE && to < from)
        result = fail_field(e, BAD_DATA, "valid_to",
                            _("The last day lies before the first; exchange them."));
    if (result == DONE)
        result = fill_post(s, post, user, role, basis, e);
    if (result == DONE)
        result = check_not_lent(s, post, e);
    if (result == DONE)
        result = act_save(s, post, NULL, NULL, NULL, e);
    record_free(&user);
    record_free(&post);
    return result;
}
