/* root.c - the office's root key: in meta for all to read, in the history for verify, and pinned by
 * each desk, so that nobody exchanges it unseen. */
#include <string.h>

#include "private.h"

enum { ROOT_STEPS_MAX = 1000 }; /* successors followed from the pinned root */

/* Both fingerprints, so that they can be held against the one on paper; NULL: it is no key. */
static enum outcome exchanged(const struct store *s, const unsigned char *known,
                              const unsigned char *there, struct error *e)
{
    struct buf ours = { 0 }, theirs = { 0 };
    if (known)
        key_fingerprint(known, &ours);
    if (there)
        key_fingerprint(there, &theirs);
    fail(e, FORBIDDEN,
         _("The root key in the database %s is not the office's that this desk knows: somebody may "
           "have exchanged it. Do not go on; ask the head of the office for the root's "
           "fingerprint. This desk knows: %s. The database has: %s."),
         s->db.path, ours.len ? buf_text(&ours) : "—", theirs.len ? buf_text(&theirs) : "—");
    buf_free(&ours);
    buf_free(&theirs);
    return FORBIDDEN;
}

/* The root that meta holds; *found false: none. */
static enum outcome meta_root(struct store *s, unsigned char root[PUBLIC_KEY_BYTES], bool *found,
                              struct error *e)
{
    struct buf text = { 0 };
    enum outcome o = store_meta_get(s, "root", &text, e);
    *found = o == DONE && text.len > 0;
    if (*found && !text_bytes(buf_text(&text), root, PUBLIC_KEY_BYTES))
        o = exchanged(s, NULL, NULL, e);
    buf_free(&text);
    return o;
}

/* ---- Successors ---- */

static bool flat_root(const struct flat *f, unsigned char root[PUBLIC_KEY_BYTES])
{
    const struct flat_entry *told = flat_find(f, "root");
    return told && told->text && text_bytes(told->text, root, PUBLIC_KEY_BYTES);
}

bool root_told(const struct entry *entry, unsigned char root[PUBLIC_KEY_BYTES])
{
    return !entry->kind && strcmp(entry->step, "root") == 0 && entry->batch == 0 &&
           flat_root(&entry->is, root);
}

/* An entry in which `from` names its successor, signed by `from` itself. */
static bool succeeds(const struct store *s, const struct sql *q,
                     const unsigned char from[PUBLIC_KEY_BYTES], unsigned char to[PUBLIC_KEY_BYTES])
{
    struct cell cells[H_COUNT];
    struct entry entry = { 0 };
    unsigned char was[PUBLIC_KEY_BYTES];
    entry_cells(q, cells);
    bool so = entry_read(s->registry, cells, &entry, NULL) == DONE && root_told(&entry, to) &&
              flat_root(&entry.was, was) && memcmp(was, from, sizeof was) == 0 &&
              memcmp(entry.signer, from, sizeof was) == 0 && entry_holds(q, cells);
    entry_free(&entry);
    return so;
}

static enum outcome find_successor(struct store *s, unsigned char root[PUBLIC_KEY_BYTES],
                                   bool *found, struct error *e)
{
    struct sql *q;
    bool row = true;
    unsigned char next[PUBLIC_KEY_BYTES];
    enum outcome o = sql_open(&s->db,
                              "SELECT " HISTORY_COLUMNS ", \"hash\", \"signature\" FROM "
                              "\"history\" WHERE \"record\" = 0 AND \"kind\" = '' "
                              "AND \"step\" = 'root' AND \"batch\" = 0 ORDER BY \"seq\"",
                              &q, e);
    if (o != DONE)
        return o;
    *found = false;
    while (o == DONE && !*found && (o = sql_row(q, &row, e)) == DONE && row)
        *found = succeeds(s, q, root, next);
    sql_close(q);
    if (*found)
        memcpy(root, next, sizeof next);
    return o;
}

/* Does a line of successors lead from `pinned` to `root`? */
static enum outcome leads_to(struct store *s, const unsigned char pinned[PUBLIC_KEY_BYTES],
                             const unsigned char root[PUBLIC_KEY_BYTES], bool *leads,
                             struct error *e)
{
    unsigned char at[PUBLIC_KEY_BYTES];
    bool found = true;
    enum outcome o = DONE;
    memcpy(at, pinned, sizeof at);
    *leads = false;
    for (int i = 0; o == DONE && !*leads && found && i < ROOT_STEPS_MAX; i++) {
        o = find_successor(s, at, &found, e);
        *leads = o == DONE && found && memcmp(at, root, sizeof at) == 0;
    }
    return o;
}

/* ---- Reading ---- */

static enum outcome check_pin(struct store *s, const unsigned char root[PUBLIC_KEY_BYTES],
                              bool found, struct error *e)
{
    unsigned char pinned[PUBLIC_KEY_BYTES];
    bool is_pinned, leads = false;
    enum outcome o = pin_root_get(s->desk, s->uuid, pinned, &is_pinned, e);
    if (o != DONE || (!is_pinned && !found))
        return o;
    if (is_pinned && found && memcmp(pinned, root, sizeof pinned) == 0)
        return DONE;
    if (is_pinned && found)
        o = leads_to(s, pinned, root, &leads, e);
    if (o == DONE && is_pinned && !leads)
        return exchanged(s, pinned, found ? root : NULL, e);
    /* What is not committed yet is not pinned. */
    return o == DONE && !s->writing && !s->copy ? pin_root_put(s->desk, s->uuid, root, e) : o;
}

static enum outcome read_root(struct store *s, unsigned char root[PUBLIC_KEY_BYTES], bool *found,
                              struct error *e)
{
    enum outcome o = meta_root(s, root, found, e);
    return o == DONE ? check_pin(s, root, *found, e) : o;
}

enum outcome store_root(struct store *s, unsigned char root[PUBLIC_KEY_BYTES], bool *found,
                        struct error *e)
{
    bool mine;
    *found = false;
    enum outcome o = read_enter(s, &mine, e);
    if (o != DONE)
        return o;
    o = read_root(s, root, found, e);
    read_leave(s, mine);
    return o;
}

void root_pin(struct store *s)
{
    unsigned char root[PUBLIC_KEY_BYTES];
    bool found;
    store_root(s, root, &found, NULL); /* whoever asks for the root hears what is wrong with it */
}

/* ---- Writing ---- */

static enum outcome tell_root(struct store *s, const char *before, const char *text,
                              struct error *e)
{
    static const unsigned char nothing[HASH_BYTES];
    struct flat_entry old = { .key = (char *)"root", .tag = type_text.tag, .text = (char *)before };
    struct flat_entry new = { .key = (char *)"root", .tag = type_text.tag, .text = (char *)text };
    const struct flat was = { .items = &old, .count = *before != '\0' };
    const struct flat is = { .items = &new, .count = 1 };
    return history_append(
        s,
        &(struct telling){
            .kind = "", .step = "root", .note = "", .was = &was, .is = &is, .digest = nothing },
        e);
}

static enum outcome put_root(struct store *s, const unsigned char root[PUBLIC_KEY_BYTES],
                             struct error *e)
{
    struct buf before = { 0 }, text = { 0 };
    enum outcome o = must_write(s, e);
    if (o == DONE)
        o = store_meta_get(s, "root", &before, e);
    bytes_text(root, PUBLIC_KEY_BYTES, &text);
    if (o == DONE && !text_same(buf_text(&before), buf_text(&text))) {
        o = tell_root(s, buf_text(&before), buf_text(&text), e);
        if (o == DONE)
            o = meta_write(s, "root", buf_text(&text), e);
        s->root_told = o == DONE;
    }
    buf_free(&before);
    buf_free(&text);
    return o;
}

static enum outcome put_first(struct store *s, const unsigned char root[PUBLIC_KEY_BYTES],
                              struct error *e)
{
    unsigned char there[PUBLIC_KEY_BYTES];
    bool found;
    enum outcome o = meta_root(s, there, &found, e);
    if (o == DONE && found)
        o = fail(e, REFUSED,
                 _("The office has a root key already; another takes its place only with the "
                   "signature of the one before. Ask whoever keeps the root key's file."));
    return o == DONE ? put_root(s, root, e) : o;
}

enum outcome store_root_put(struct store *s, const unsigned char root[PUBLIC_KEY_BYTES],
                            struct error *e)
{
    struct intent i = { .author = "" };
    if (s->writing)
        return put_root(s, root, e);
    desk_new_txn(i.txn);
    enum outcome o = store_begin(s, &i, NULL, e);
    if (o != DONE)
        return o;
    o = put_first(s, root, e);
    if (o == DONE)
        return store_commit(s, e);
    store_rollback(s);
    return o;
}
