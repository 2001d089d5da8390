/* Who may give up what a restored file has lost: the root alone, or two administrators. Both are
 * judged by what stood at the place of the first signature, so that neither the first of them nor
 * the file can make a second one up. */
#include "people.h"

#include <string.h>

enum { LINE_MAX_LENGTH = 8 }; /* administrators between a person and the root */

/* ---- A person's row as it was ---- */

struct row_then {
    struct record *row;
    int64_t before; /* entries from this place on are taken back */
};

static void take_back(void *context, const struct entry *entry)
{
    struct row_then *t = context;
    if (entry->seq >= t->before)
        flat_apply(t->row, &entry->is, &entry->was, NULL);
}

/* *out NULL: nobody of that name was there. */
static enum outcome user_then(struct session *s, const char *name, int64_t before,
                              struct record **out, struct error *e)
{
    static const char *const states[] = { "active", "retired", NULL };
    struct row_then then = { .before = before };
    enum outcome result = user_find(s, name, states, &then.row, e);
    if (result == DONE && then.row)
        result = store_history(s->store, &kind_user, then.row->id, 0, take_back, &then, e);
    if (result != DONE || (then.row && strcmp(record_text(then.row, "name"), name) != 0))
        record_free(&then.row);
    *out = then.row;
    return result;
}

static bool is_administrator(const struct record *user)
{
    return strcmp(user->state, "active") == 0 &&
           (roles_parse(record_text(user, "roles")) & ROLE_BIT(ROLE_ADMIN));
}

/* ---- Was this key an administrator's? ---- */

static bool key_is(const struct record *user, const unsigned char key[PUBLIC_KEY_BYTES])
{
    unsigned char theirs[PUBLIC_KEY_BYTES];
    return text_bytes(record_text(user, "sign_key"), theirs, sizeof theirs) &&
           memcmp(theirs, key, sizeof theirs) == 0;
}

/* Walks the certificates as they were up to the root. */
static bool vouched_then(struct session *s, const struct record *user, int64_t before)
{
    unsigned char key[PUBLIC_KEY_BYTES];
    const char *uuid;
    bool found = false, holds = false;
    struct record *at = record_copy(user);
    bool good = store_uuid(s, &uuid, NULL) == DONE;
    for (int i = 0; good && !holds && i < LINE_MAX_LENGTH; i++) {
        struct record *above = NULL;
        const char *by = record_text(at, "certified_by");
        if (strcmp(by, "root") == 0) {
            good = store_root(s->store, key, &found, NULL) == DONE && found;
            holds = good && certificate_signed(uuid, at, key);
            break;
        }
        good = user_then(s, by, before, &above, NULL) == DONE && above && is_administrator(above) &&
               text_bytes(record_text(above, "sign_key"), key, sizeof key) &&
               certificate_signed(uuid, at, key);
        record_free(&at);
        at = above;
    }
    record_free(&at);
    return holds;
}

static bool administrator_then(struct session *s, const struct entry *entry, int64_t before)
{
    struct record *user = NULL;
    bool is = user_then(s, entry->author, before, &user, NULL) == DONE && user &&
              is_administrator(user) && key_is(user, entry->signer) &&
              vouched_then(s, user, before);
    record_free(&user);
    return is;
}

/* ---- Both of them ---- */

struct signatures {
    struct session *session;
    const char *note;
    int64_t first; /* place of the first that counts; 0: none yet */
    char author[RIGHT_AUTHOR_MAX];
    unsigned char signer[PUBLIC_KEY_BYTES];
    bool enough;
};

static void count_signature(void *context, const struct entry *entry)
{
    struct signatures *g = context;
    if (g->enough || strcmp(buf_text(&entry->note), g->note) != 0)
        return;
    int64_t before = g->first ? g->first : entry->seq;
    bool another = strcmp(entry->author, g->author) != 0 &&
                   memcmp(entry->signer, g->signer, sizeof g->signer) != 0;
    if ((g->first && !another) || !administrator_then(g->session, entry, before))
        return;
    g->enough = g->first != 0;
    g->first = before;
    memcpy(g->author, entry->author, sizeof g->author);
    memcpy(g->signer, entry->signer, sizeof g->signer);
}

bool restore_enough(void *context, struct store *store, const struct entry *entry)
{
    struct session *s = context;
    struct store *own = s->store;
    unsigned char root[PUBLIC_KEY_BYTES];
    bool found = false;
    if (store_root(store, root, &found, NULL) != DONE || !found)
        return false;
    if (memcmp(entry->signer, root, sizeof root) == 0)
        return true;
    struct signatures g = { .session = s, .note = buf_text(&entry->note) };
    s->store = store; /* while it is being opened the session has none yet */
    enum outcome result = store_restores(store, count_signature, &g, NULL);
    s->store = own;
    return result == DONE && g.enough;
}

enum outcome restore_may_sign(const struct session *s, bool *alone, struct error *e)
{
    *alone = !s->people || (s->person && s->person->root);
    if (*alone || (s->person && (atomic_load(&s->person->held[OWN]) & ROLE_BIT(ROLE_ADMIN))))
        return DONE;
    return fail(e, FORBIDDEN,
                _("A restore is signed by who keeps the root key (--root-file FILE) or by two "
                  "administrators, one after the other (--user NAME). A role that was lent does "
                  "not do."));
}
