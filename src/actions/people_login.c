/* Logging in: a row, a certificate that stands, a passphrase that opens the keys. Wrong passphrases
 * cost this desk waiting time, kept in its own file. */
#include "away.h"
#include "people.h"

#include <stdlib.h>
#include <string.h>

enum {
    FREE_FAILURES = 2, /* a slip of the finger costs nothing */
    LONGEST_WAIT_S = 300,
    FORGOTTEN_AFTER_S = 3600, /* failures are forgotten after a quiet hour */
    SECOND = 1000,            /* milliseconds */
};

/* ---- Waiting ---- */

static int64_t setting_number(struct session *s, const char *key)
{
    struct buf text = { 0 };
    int64_t n = 0;
    if (desk_setting_get(s->desk, key, &text, NULL) != DONE || !integer_parse(buf_text(&text), &n))
        n = 0;
    buf_free(&text);
    return n;
}

static enum outcome put_number(struct session *s, const char *key, int64_t n, struct error *e)
{
    struct buf text = { 0 };
    buf_printf(&text, "%lld", (long long)n);
    enum outcome result = desk_setting_put(s->desk, key, n ? buf_text(&text) : NULL, e);
    buf_free(&text);
    return result;
}

static int64_t wait_after(int64_t failures)
{
    int64_t wait = failures > FREE_FAILURES ? 1 : 0;
    for (int64_t i = FREE_FAILURES + 1; i < failures && wait < LONGEST_WAIT_S; i++)
        wait *= 2;
    return wait < LONGEST_WAIT_S ? wait : LONGEST_WAIT_S;
}

/* A clock put back must not lock a desk for years. */
static int64_t seconds_left(int64_t until, moment now)
{
    int64_t left = (until - now + SECOND - 1) / SECOND;
    return left < LONGEST_WAIT_S ? left : LONGEST_WAIT_S;
}

/* Each attempt is charged before it is made, so that killing the program gains nothing; a right
 * passphrase gives all of it back. */
static enum outcome charge(struct session *s, struct error *e)
{
    moment now = session_now(s);
    int64_t failures = setting_number(s, "login.failures"),
            until = setting_number(s, "login.until");
    if (failures && now > until + (int64_t)FORGOTTEN_AFTER_S * SECOND)
        failures = 0;
    if (failures && until > now)
        return fail(e, FORBIDDEN,
                    _("Too many wrong passphrases at this desk. Wait %lld seconds, then try "
                      "again; an administrator can give a new one."),
                    (long long)seconds_left(until, now));
    failures++;
    enum outcome result = put_number(s, "login.failures", failures, e);
    return result == DONE ? put_number(s, "login.until", now + wait_after(failures) * SECOND, e)
                          : result;
}

static enum outcome forgive(struct session *s, struct error *e)
{
    enum outcome result = put_number(s, "login.failures", 0, e);
    return result == DONE ? put_number(s, "login.until", 0, e) : result;
}

static enum outcome wrong(struct error *e)
{
    return fail(e, FORBIDDEN,
                _("Name or passphrase is wrong. Try again; an administrator can give a new "
                  "passphrase with `loket user reset`."));
}

/* ---- Keys ---- */

static enum outcome unwrap(const struct record *user, const char *passphrase, size_t n,
                           struct person_keys *k, struct error *e)
{
    struct buf wrapped = { 0 };
    enum outcome result = REFUSED;
    if (text_bytes_any(record_text(user, "wrapped"), &wrapped))
        result = unwrap_keys(passphrase, n, wrapped.data, wrapped.len, k, e);
    buf_free(&wrapped);
    return result == REFUSED || result == BAD_DATA ? wrong(e) : result;
}

static enum outcome open_row(struct session *s, const struct record *user, const char *passphrase,
                             size_t n, struct person **out, struct error *e)
{
    struct person_keys *keys = person_keys_new();
    enum outcome result = unwrap(user, passphrase, n, keys, e);
    if (result == DONE) {
        struct person *p = person_new(record_text(user, "name"), &keys);
        p->id = user->id;
        result = person_refresh(s, p, e);
        if (result == DONE)
            *out = p;
        else
            person_free(&p);
    }
    person_keys_free(&keys);
    return result;
}

/* Who has the right passphrase may know that the name is not certified yet; nobody else learns that
 * there is such a name. */
static enum outcome refuse_requested(struct session *s, const char *name, const char *passphrase,
                                     size_t n, struct error *e)
{
    static const char *const requested[] = { "requested", NULL };
    struct record *user = NULL;
    struct person_keys *keys = person_keys_new();
    enum outcome result = user_find(s, name, requested, &user, e);
    if (result == DONE)
        result = user ? unwrap(user, passphrase, n, keys, e) : wrong(e);
    if (result == DONE)
        result = forgive(s, e);
    if (result == DONE)
        result =
            fail(e, FORBIDDEN,
                 _("“%s” is not certified yet: an administrator does it with F6 “%s” in Staff, "
                   "or by `loket user certify %s`. Then log in again."),
                 name, _("Certify"), name);
    person_keys_free(&keys);
    record_free(&user);
    return result;
}

enum outcome person_open(struct session *s, const char *name, const char *passphrase, size_t n,
                         struct person **out, struct error *e)
{
    static const char *const active[] = { "active", NULL };
    struct record *user = NULL;
    enum outcome result = user_find(s, name, active, &user, e);
    if (result == DONE)
        result = user ? open_row(s, user, passphrase, n, out, e)
                      : refuse_requested(s, name, passphrase, n, e);
    record_free(&user);
    return result;
}

static struct person *root_person(struct person_keys **keys)
{
    struct person *p = person_new("root", keys);
    p->root = true;
    atomic_store(&p->held[OWN], ROLE_BIT(ROLE_ADMIN));
    return p;
}

static enum outcome open_root(struct session *s, const char *text, size_t n, struct person **out,
                              struct error *e)
{
    struct person_keys *keys = person_keys_new();
    enum outcome result = root_keys_read(s, text, n, keys, e);
    if (result == DONE)
        *out = root_person(&keys);
    person_keys_free(&keys);
    return result;
}

void session_become_root(struct session *s, struct person_keys **keys)
{
    session_logout(s);
    s->people = true;
    s->person = root_person(keys);
}

/* ---- In and out ---- */

enum outcome session_login(struct session *s, const char *name, const char *passphrase, size_t n,
                           struct error *e)
{
    struct person *p = NULL;
    if (s->root.code != DONE)
        return fail(e, s->root.code, "%s", s->root.text);
    if (!s->people)
        return fail(e, REFUSED,
                    _("This database has no people: everybody at this desk may write. One with "
                      "people is made by `loket init --admin NAME`."));
    enum outcome result = s->away ? person_may_be_away(s, name, e) : DONE;
    if (result == DONE)
        result = charge(s, e);
    if (result != DONE)
        return result;
    result = strcmp(name, "root") == 0 ? open_root(s, passphrase, n, &p, e)
                                       : person_open(s, name, passphrase, n, &p, e);
    if (result != DONE)
        return result;
    session_logout(s);
    s->person = p;
    seat_put(s);
    person_is_here(s, p);
    return forgive(s, e);
}

void session_logout(struct session *s)
{
    person_free(&s->person);
    seat_put(s);
}

bool session_has_people(const struct session *s)
{
    return s->people;
}

bool session_logged_in(const struct session *s)
{
    return s->person != NULL;
}

/* ---- Passphrases ---- */

enum outcome person_check_passphrase(struct session *s, const char *passphrase, size_t n,
                                     struct error *e)
{
    struct record *user = NULL;
    struct person_keys *keys = person_keys_new();
    enum outcome result = charge(s, e);
    if (result == DONE)
        result = store_load(s->store, &kind_user, s->person->id, &user, e);
    if (result == DONE)
        result = unwrap(user, passphrase, n, keys, e);
    if (result == DONE)
        result = forgive(s, e);
    person_keys_free(&keys);
    record_free(&user);
    return result;
}

/* The root's is the text of its file. */
static enum outcome root_check_passphrase(struct session *s, const char *text, size_t n,
                                          struct error *e)
{
    struct person *root = NULL;
    enum outcome result = charge(s, e);
    if (result == DONE)
        result = open_root(s, text, n, &root, e);
    if (result == DONE)
        result = forgive(s, e);
    person_free(&root);
    return result;
}

enum outcome act_check_passphrase(struct session *s, const char *passphrase, size_t n,
                                  struct error *e)
{
    if (!s->person)
        return fail(e, FORBIDDEN, _("Nobody is logged in who could sign. Log in first, by name."));
    return s->person->root ? root_check_passphrase(s, passphrase, n, e)
                           : person_check_passphrase(s, passphrase, n, e);
}

/* ---- At opening ---- */

static enum outcome has_rows(struct session *s, bool *has, struct error *e)
{
    static const char *const states[] = { "active", "requested", "retired" };
    enum outcome result = DONE;
    *has = false;
    for (size_t i = 0; result == DONE && !*has && i < COUNT(states); i++) {
        int64_t n = 0;
        result = store_tally(s->store, &kind_user, states[i], &n, e);
        *has = n > 0;
    }
    return result;
}

enum outcome people_open(struct session *s, struct error *e)
{
    const struct restore_judge judge = { restore_enough, s };
    unsigned char root[PUBLIC_KEY_BYTES];
    bool found = false, rows = false;
    s->root = (struct error){ 0 };
    enum outcome result = store_root(s->store, root, &found, &s->root);
    if (result == FORBIDDEN) {
        result = DONE; /* s->root keeps why: it may still be read */
    } else if (result != DONE) {
        if (e)
            *e = s->root; /* with what it says of later */
        return result;
    }
    if (result == DONE)
        result = has_rows(s, &rows, e);
    s->people = found || rows || s->root.code != DONE;
    return result == DONE && s->people && s->root.code == DONE
               ? store_judge_restore(s->store, &judge, e)
               : result;
}
