/* verify.c - does the file say what its history says? The chain is walked in slices, so that no
 * desk waits for it; then every present row is held against its last entry. */
#include "verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void verify_defect(struct check *c, const char *fmt, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list list;
    va_start(list, fmt);
    vsnprintf(text, sizeof text, fmt, list);
    va_end(list);
    c->defects++;
    if (c->each)
        c->each(c->context, text);
}

static bool same_bytes(const void *a, size_t n, const void *b, size_t m)
{
    return n == m && memcmp(a, b, n) == 0;
}

/* ---- The chain ---- */

/* A desk keeps its key: an entry under its number with another key is not its own. */
static bool signer_known(struct check *c, int64_t desk, const unsigned char *key)
{
    for (size_t i = 0; i < c->signer_count; i++)
        if (c->signers[i].desk == desk)
            return memcmp(c->signers[i].key, key, PUBLIC_KEY_BYTES) == 0;
    if (c->signer_count == c->signer_cap) {
        c->signer_cap = c->signer_cap ? c->signer_cap * 2 : 8;
        c->signers = xreallocarray(c->signers, c->signer_cap, sizeof *c->signers);
    }
    struct signer *s = &c->signers[c->signer_count++];
    s->desk = desk;
    memcpy(s->key, key, PUBLIC_KEY_BYTES);
    return true;
}

static void check_signature(struct check *c, const struct sql *q, const struct cell *signer,
                            const unsigned char hash[HASH_BYTES])
{
    size_t n;
    const void *signature = col_blob(q, H_SIGNATURE, &n);
    long long seq = (long long)col_int(q, H_SEQ);
    if (n != SIGNATURE_BYTES || signer->n != PUBLIC_KEY_BYTES ||
        !signature_holds(signer->bytes, hash, HASH_BYTES, signature))
        verify_defect(c, _("History entry %lld: its signature does not hold."), seq);
    if (is_desk_name(col_str(q, H_AUTHOR)) && signer->n == PUBLIC_KEY_BYTES &&
        !signer_known(c, col_int(q, H_DESK), signer->bytes))
        verify_defect(c, _("History entry %lld: it is signed with another key than this desk's."),
                      seq);
}

static void ask_judge(struct check *c, const struct cell cells[H_COUNT], bool sound)
{
    struct buf said = { 0 };
    if (!c->judge || !c->judge->judge ||
        entry_read(c->store->registry, cells, &c->entry, NULL) != DONE)
        return;
    c->entry.sound = sound;
    c->judge->judge(c->judge->context, &c->entry, &said);
    if (said.len)
        verify_defect(c, "%s", buf_text(&said));
    buf_free(&said);
}

static void check_entry(struct check *c, const struct sql *q)
{
    struct cell cells[H_COUNT];
    unsigned char hash[HASH_BYTES];
    size_t n;
    long long seq = (long long)col_int(q, H_SEQ);
    entry_cells(q, cells);
    entry_hash(cells, hash);
    const void *stored = col_blob(q, H_HASH, &n);
    if (seq != c->seq + 1)
        verify_defect(c, _("History entry %lld: entries before it are missing."), seq);
    else if (!same_bytes(cells[H_PREVIOUS].bytes, cells[H_PREVIOUS].n, c->hash, HASH_BYTES))
        verify_defect(c, _("History entry %lld: it does not follow the entry before it."), seq);
    if (!same_bytes(stored, n, hash, HASH_BYTES))
        verify_defect(c, _("History entry %lld: it was changed after it was written."), seq);
    check_signature(c, q, &cells[H_SIGNER], hash);
    ask_judge(c, cells, entry_holds(q, cells));
    c->entries++;
    c->seq = seq;
    /* What the next entry must name is the hash as it stands, so that one defect is one defect. */
    memset(c->hash, 0, HASH_BYTES);
    memcpy(c->hash, stored, n < HASH_BYTES ? n : HASH_BYTES);
}

static enum outcome chain_slice(struct check *c, bool *more, struct error *e)
{
    struct sql *q;
    bool row = true;
    int read = 0;
    enum outcome o = sql_open(&c->store->db,
                              "SELECT " HISTORY_COLUMNS ", \"hash\", \"signature\" "
                              "FROM \"history\" WHERE \"seq\" > $1 ORDER BY \"seq\" LIMIT $2",
                              &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, c->seq);
    sql_int(q, 2, SLICE);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        check_entry(c, q);
        if (*col_str(q, H_KIND))
            o = verify_there(c, col_str(q, H_KIND), col_int(q, H_RECORD), e);
        read++;
    }
    sql_close(q);
    *more = read == SLICE;
    return o;
}

/* ---- Parts of imports ---- */

/* The parts of imports behind the seq: batch and part, told or not. */
static const char parts_of[] =
    "SELECT \"record\", \"rev\", \"seq\", \"digest\" FROM \"history\" "
    "WHERE \"seq\" > $1 AND \"kind\" = '' AND \"batch\" <> 0 ORDER BY \"seq\" LIMIT 1";

static enum outcome running_digest(struct check *c, int64_t batch, int64_t part,
                                   unsigned char digest[HASH_BYTES], struct error *e)
{
    struct sql *q;
    bool row = true;
    enum outcome o = sql_open(
        &c->store->db,
        "SELECT \"kind\", \"record\", \"rev\", \"digest\", \"before\", \"after\" "
        "FROM \"history_row\" WHERE \"batch\" = $1 AND \"part\" = $2 ORDER BY \"position\"",
        &q, e);
    if (o != DONE)
        return o;
    memset(digest, 0, HASH_BYTES);
    sql_int(q, 1, batch);
    sql_int(q, 2, part);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        struct part_row r = { .kind = col_str(q, 0),
                              .record = col_int(q, 1),
                              .rev = col_int(q, 2) };
        r.digest = col_blob(q, 3, &r.digest_size);
        r.before = col_blob(q, 4, &r.before_size);
        r.after = col_blob(q, 5, &r.after_size);
        part_hash(digest, &r);
        o = verify_there(c, r.kind, r.record, e);
    }
    sql_close(q);
    return o;
}

/* One part entry behind *seq, which moves to it; *found false: there is none. */
static enum outcome check_part(struct check *c, int64_t *seq, bool *found, struct error *e)
{
    struct sql *q;
    size_t n;
    unsigned char digest[HASH_BYTES];
    enum outcome o = sql_open(&c->store->db, parts_of, &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, *seq);
    o = sql_row(q, found, e);
    if (o == DONE && *found) {
        *seq = col_int(q, 2);
        o = running_digest(c, col_int(q, 0), col_int(q, 1), digest, e);
        const void *told = col_blob(q, 3, &n);
        if (o == DONE && !same_bytes(told, n, digest, HASH_BYTES))
            verify_defect(c,
                          _("History entry %lld: the rows of this part of an import were changed."),
                          (long long)*seq);
    }
    sql_close(q);
    return o;
}

static enum outcome check_parts(struct check *c, struct error *e)
{
    int64_t seq = 0, orphans = 0;
    bool found = true, mine;
    enum outcome o = DONE;
    while (o == DONE && found) {
        if ((o = read_enter(c->store, &mine, e)) != DONE)
            return o;
        o = check_part(c, &seq, &found, e);
        read_leave(c->store, mine);
    }
    if (o == DONE)
        o = sql_number(&c->store->db,
                       "SELECT count(*) FROM (SELECT DISTINCT \"batch\", \"part\" FROM "
                       "\"history_row\") r WHERE NOT EXISTS (SELECT 1 FROM \"history\" h WHERE "
                       "h.\"record\" = r.\"batch\" AND h.\"rev\" = r.\"part\" AND h.\"kind\" = '')",
                       &orphans, e);
    if (orphans)
        verify_defect(c, _("%lld parts of imports have rows but no entry in the history."),
                      (long long)orphans);
    return o;
}

/* ---- All of it ---- */

/* The chain's first entry names the store; a chain moved into another file shows. */
static enum outcome check_birth(struct check *c, struct error *e)
{
    struct sql *q;
    bool row;
    size_t n;
    struct flat is = { 0 };
    struct buf uuid = { 0 };
    enum outcome o =
        sql_open(&c->store->db, "SELECT \"after\" FROM \"history\" WHERE \"seq\" = 1", &q, e);
    if (o != DONE)
        return o;
    o = sql_row(q, &row, e);
    if (o == DONE && row) {
        const void *bytes = col_blob(q, 0, &n);
        if (flat_decode(bytes, n, &is, NULL) != DONE)
            flat_free(&is);
    }
    sql_close(q);
    if (o == DONE)
        o = store_meta_get(c->store, "store_uuid", &uuid, e);
    const struct flat_entry *told = flat_find(&is, "store_uuid");
    if (o == DONE && (!told || !text_same(told->text, buf_text(&uuid))))
        verify_defect(
            c, _("The history does not belong to this database: its first entry names another "
                 "one."));
    flat_free(&is);
    buf_free(&uuid);
    return o;
}

static enum outcome check_chain(struct check *c, struct error *e)
{
    bool more = true, mine;
    enum outcome o = DONE;
    while (o == DONE && more) {
        if ((o = read_enter(c->store, &mine, e)) != DONE)
            return o;
        o = chain_slice(c, &more, e);
        read_leave(c->store, mine);
    }
    return o == DONE ? check_birth(c, e) : o;
}

enum outcome store_verify(struct store *s, void (*each)(void *context, const char *defect),
                          void *context, int64_t *entries, int64_t *defects, struct error *e)
{
    return store_verify_judged(s, NULL, each, context, entries, defects, e);
}

enum outcome store_verify_judged(struct store *s, const struct verify_judge *judge,
                                 void (*each)(void *context, const char *defect), void *context,
                                 int64_t *entries, int64_t *defects, struct error *e)
{
    struct check c = { .store = s, .each = each, .context = context, .judge = judge };
    enum outcome o = check_chain(&c, e);
    if (o == DONE)
        o = check_parts(&c, e);
    for (size_t i = 0; o == DONE && s->registry->kinds[i]; i++)
        o = verify_kind(&c, s->registry->kinds[i], e);
    free(c.signers);
    entry_free(&c.entry);
    if (entries)
        *entries = c.entries;
    if (defects)
        *defects = c.defects;
    return o;
}
