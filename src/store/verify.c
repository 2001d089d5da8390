/* verify.c - does the file say what its history says? The chain is walked in slices, so that no
 * desk waits for it; then every present row is held against its last entry. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum { SLICE = 500 }; /* entries or rows read in one transaction */

/* The key a desk signs with, as its first entry says. */
struct signer {
    int64_t desk;
    unsigned char key[PUBLIC_KEY_BYTES];
};

struct check {
    struct store *store;
    void (*each)(void *context, const char *defect);
    void *context;
    int64_t entries, defects;
    int64_t seq; /* the last entry read */
    unsigned char hash[HASH_BYTES];
    struct signer *signers;
    size_t signer_count, signer_cap;
};

static void defect(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void defect(struct check *c, const char *fmt, ...)
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

static bool is_number(size_t column)
{
    return column == H_SEQ || column == H_DESK || column == H_RECORD || column == H_REV ||
           column == H_BATCH;
}

static void read_cells(const struct sql *q, struct cell cells[H_COUNT])
{
    for (size_t i = 0; i < H_COUNT; i++) {
        cells[i] = (struct cell){ .integer = is_number(i) };
        if (cells[i].integer)
            cells[i].number = col_int(q, (int)i);
        else
            cells[i].bytes = col_blob(q, (int)i, &cells[i].n);
    }
}

static void check_signature(struct check *c, const struct sql *q, const struct cell *signer,
                            const unsigned char hash[HASH_BYTES])
{
    size_t n;
    const void *signature = col_blob(q, H_SIGNATURE, &n);
    long long seq = (long long)col_int(q, H_SEQ);
    if (n != SIGNATURE_BYTES || signer->n != PUBLIC_KEY_BYTES ||
        !signature_holds(signer->bytes, hash, HASH_BYTES, signature))
        defect(c, _("History entry %lld: its signature does not hold."), seq);
    if (signer->n == PUBLIC_KEY_BYTES && !signer_known(c, col_int(q, H_DESK), signer->bytes))
        defect(c, _("History entry %lld: it is signed with another key than this desk's."), seq);
}

static void check_entry(struct check *c, const struct sql *q)
{
    struct cell cells[H_COUNT];
    unsigned char hash[HASH_BYTES];
    size_t n;
    long long seq = (long long)col_int(q, H_SEQ);
    read_cells(q, cells);
    entry_hash(cells, hash);
    const void *stored = col_blob(q, H_HASH, &n);
    if (seq != c->seq + 1)
        defect(c, _("History entry %lld: entries before it are missing."), seq);
    else if (!same_bytes(cells[H_PREVIOUS].bytes, cells[H_PREVIOUS].n, c->hash, HASH_BYTES))
        defect(c, _("History entry %lld: it does not follow the entry before it."), seq);
    if (!same_bytes(stored, n, hash, HASH_BYTES))
        defect(c, _("History entry %lld: it was changed after it was written."), seq);
    check_signature(c, q, &cells[H_SIGNER], hash);
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
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        check_entry(c, q);
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

static enum outcome running_digest(struct store *s, int64_t batch, int64_t part,
                                   unsigned char digest[HASH_BYTES], struct error *e)
{
    struct sql *q;
    bool row = true;
    enum outcome o = sql_open(
        &s->db,
        "SELECT \"kind\", \"record\", \"rev\", \"digest\", \"before\", \"after\" "
        "FROM \"history_row\" WHERE \"batch\" = $1 AND \"part\" = $2 ORDER BY \"position\"",
        &q, e);
    if (o != DONE)
        return o;
    memset(digest, 0, HASH_BYTES);
    sql_int(q, 1, batch);
    sql_int(q, 2, part);
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        struct part_row r = { .kind = col_str(q, 0),
                              .record = col_int(q, 1),
                              .rev = col_int(q, 2) };
        r.digest = col_blob(q, 3, &r.digest_size);
        r.before = col_blob(q, 4, &r.before_size);
        r.after = col_blob(q, 5, &r.after_size);
        part_hash(digest, &r);
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
        o = running_digest(c->store, col_int(q, 0), col_int(q, 1), digest, e);
        const void *told = col_blob(q, 3, &n);
        if (o == DONE && !same_bytes(told, n, digest, HASH_BYTES))
            defect(c, _("History entry %lld: the rows of this part of an import were changed."),
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
        defect(c, _("%lld parts of imports have rows but no entry in the history."),
               (long long)orphans);
    return o;
}

/* ---- Rows against their last entry ---- */

struct last {
    bool told;
    int64_t rev;
    moment at;
    unsigned char digest[HASH_BYTES];
};

static enum outcome last_of(struct store *s, const char *text, const struct kind *k, int64_t id,
                            struct last *last, struct error *e)
{
    struct sql *q;
    bool row;
    size_t n;
    enum outcome o = sql_open(&s->db, text, &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    sql_str_static(q, 2, k->id);
    o = sql_row(q, &row, e);
    if (o == DONE && row && (!last->told || col_int(q, 0) > last->rev)) {
        const void *digest = col_blob(q, 1, &n);
        *last = (struct last){ .told = true, .rev = col_int(q, 0) };
        last->at = moment_parse(col_str(q, 2));
        memcpy(last->digest, digest, n < HASH_BYTES ? n : HASH_BYTES);
    }
    sql_close(q);
    return o;
}

static enum outcome find_last(struct store *s, const struct kind *k, int64_t id, struct last *last,
                              struct error *e)
{
    enum outcome o =
        last_of(s,
                "SELECT \"rev\", \"digest\", \"at\" FROM \"history\" WHERE \"record\" = $1 "
                "AND \"kind\" = $2 ORDER BY \"rev\" DESC LIMIT 1",
                k, id, last, e);
    if (o != DONE)
        return o;
    return last_of(s,
                   "SELECT r.\"rev\", r.\"digest\", h.\"at\" FROM \"history_row\" r "
                   "LEFT JOIN \"history\" h ON h.\"record\" = r.\"batch\" AND "
                   "h.\"rev\" = r.\"part\" AND h.\"kind\" = '' "
                   "WHERE r.\"record\" = $1 AND r.\"kind\" = $2 ORDER BY r.\"rev\" DESC LIMIT 1",
                   k, id, last, e);
}

/* Tails are not digested: they must be what their field makes them. */
static enum outcome tail_stands(struct store *s, const struct record *r, const struct field *f,
                                bool *stands, struct error *e)
{
    struct buf text = { 0 }, tail = { 0 };
    struct sql *q;
    bool row;
    buf_puts(&text, "SELECT ");
    column_name(&text, f, "_tail");
    buf_puts(&text, " FROM ");
    table_name(&text, r->kind, NULL);
    buf_puts(&text, " WHERE \"id\" = $1");
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, r->id);
    o = sql_row(q, &row, e);
    tail_of(record_text(r, f->id), &tail);
    *stands = o == DONE && row && strcmp(col_str(q, 0), buf_text(&tail)) == 0;
    sql_close(q);
    buf_free(&tail);
    return o;
}

static enum outcome check_tails(struct check *c, const struct record *r, const char *name,
                                struct error *e)
{
    enum outcome o = DONE;
    for (const struct field *f = r->kind->fields; o == DONE && f && f->id; f++) {
        bool stands = true;
        if ((f->flags & FIELD_TAIL) && !(f->flags & FIELD_DERIVED))
            o = tail_stands(c->store, r, f, &stands, e);
        if (o == DONE && !stands)
            defect(c, _("%s: the tail that finds its “%s” is wrong."), name, tr(f->label));
    }
    return o;
}

static void name_record(const struct record *r, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    buf_printf(out, "%s ", tr(r->kind->label));
    record_name(r, out);
    buf_printf(out, " (%s)", id);
}

static enum outcome check_record(struct check *c, const struct record *r, struct error *e)
{
    struct last last = { 0 };
    struct buf name = { 0 };
    unsigned char digest[HASH_BYTES];
    enum outcome o = find_last(c->store, r->kind, r->id, &last, e);
    if (o != DONE)
        return o;
    name_record(r, &name);
    record_digest(r, NULL, digest);
    if (!last.told)
        defect(c, _("%s: no history entry tells of it."), buf_text(&name));
    else if (last.rev != r->rev)
        defect(c, _("%s: it stands at revision %lld, its last history entry at %lld."),
               buf_text(&name), (long long)r->rev, (long long)last.rev);
    else if (memcmp(digest, last.digest, HASH_BYTES) != 0 || last.at != r->changed_at)
        defect(c, _("%s: it is not what its last history entry says."), buf_text(&name));
    o = check_tails(c, r, buf_text(&name), e);
    buf_free(&name);
    return o;
}

/* A row that cannot be read is a defect; a file that cannot be read ends the walk. */
static enum outcome check_row(struct check *c, const struct kind *k, int64_t id, struct error *e)
{
    struct record *r = NULL;
    enum outcome o = row_load(c->store, k, id, &r, e);
    int rc = sqlite3_errcode(c->store->db.handle);
    if (o != DONE && (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)) {
        char text[ID_TEXT_LEN + 1];
        id_text(id, text);
        defect(c, "%s (%s): %s", tr(k->label), text, e->text);
        return DONE;
    }
    if (o == DONE && r)
        o = check_record(c, r, e);
    record_free(&r);
    return o;
}

static enum outcome row_slice(struct check *c, const struct kind *k, int64_t *id, bool *more,
                              struct error *e)
{
    struct buf text = { 0 };
    struct sql *q;
    bool row = true;
    int read = 0;
    struct error own;
    e = e ? e : &own;
    buf_puts(&text, "SELECT \"id\" FROM ");
    table_name(&text, k, NULL);
    buf_puts(&text, " WHERE \"id\" > $1 ORDER BY \"id\" LIMIT $2");
    enum outcome o = sql_open(&c->store->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, *id);
    sql_int(q, 2, SLICE);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        *id = col_int(q, 0);
        o = check_row(c, k, *id, e);
        read++;
    }
    sql_close(q);
    *more = read == SLICE;
    return o;
}

/* ---- What history tells of and the tables lack ---- */

/* Counts what `text` selects for a table; the count goes into a sentence. */
static enum outcome count_where(struct check *c, const struct kind *k, const struct line_kind *l,
                                const char *before, const char *after, int64_t *n, struct error *e)
{
    struct buf text = { 0 };
    struct sql *q;
    bool row;
    buf_puts(&text, before);
    table_name(&text, k, l);
    buf_puts(&text, after);
    enum outcome o = sql_open(&c->store->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    if (!l)
        sql_str_static(q, 1, k->id);
    o = sql_row(q, &row, e);
    *n = o == DONE && row ? col_int(q, 0) : 0;
    sql_close(q);
    return o;
}

static enum outcome check_missing(struct check *c, const struct kind *k, struct error *e)
{
    static const char *const told[] = {
        "SELECT count(DISTINCT h.\"record\") FROM \"history\" h WHERE h.\"kind\" = $1 AND NOT "
        "EXISTS (SELECT 1 FROM ",
        "SELECT count(DISTINCT h.\"record\") FROM \"history_row\" h WHERE h.\"kind\" = $1 AND NOT "
        "EXISTS (SELECT 1 FROM ",
    };
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < COUNT(told); i++) {
        int64_t n = 0;
        o = count_where(c, k, NULL, told[i], " r WHERE r.\"id\" = h.\"record\")", &n, e);
        if (o == DONE && n)
            defect(c, _("%s: %lld records that the history tells of are gone from the file."),
                   tr(k->label), (long long)n);
    }
    return o;
}

static enum outcome check_orphans(struct check *c, const struct kind *k, const struct line_kind *l,
                                  struct error *e)
{
    int64_t n = 0;
    struct buf after = { 0 };
    buf_puts(&after, " l WHERE NOT EXISTS (SELECT 1 FROM ");
    table_name(&after, k, NULL);
    buf_puts(&after, " r WHERE r.\"id\" = l.\"parent\")");
    enum outcome o = count_where(c, k, l, "SELECT count(*) FROM ", buf_text(&after), &n, e);
    buf_free(&after);
    if (o == DONE && n)
        defect(c, _("%s: %lld lines belong to no record."), tr(l->label), (long long)n);
    return o;
}

static enum outcome check_kind(struct check *c, const struct kind *k, struct error *e)
{
    int64_t id = INT64_MIN;
    bool more = true, mine;
    enum outcome o = DONE;
    while (o == DONE && more) {
        if ((o = read_enter(c->store, &mine, e)) != DONE)
            return o;
        o = row_slice(c, k, &id, &more, e);
        read_leave(c->store, mine);
    }
    if (o == DONE)
        o = check_missing(c, k, e);
    for (size_t i = 0; o == DONE && i < line_kind_count(k); i++)
        o = check_orphans(c, k, &k->lines[i], e);
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
        defect(c, _("The history does not belong to this database: its first entry names another "
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
    struct check c = { .store = s, .each = each, .context = context };
    enum outcome o = check_chain(&c, e);
    if (o == DONE)
        o = check_parts(&c, e);
    for (size_t i = 0; o == DONE && s->registry->kinds[i]; i++)
        o = check_kind(&c, s->registry->kinds[i], e);
    free(c.signers);
    if (entries)
        *entries = c.entries;
    if (defects)
        *defects = c.defects;
    return o;
}
