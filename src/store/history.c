/* history.c - the chain: one entry for each change, hashed over all it says and the entry before,
 * signed inside the transaction that makes the change. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* ---- Digests and hashes ---- */

void big_end(int64_t number, unsigned char out[8])
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
}

void record_digest(const struct record *r, const struct flat *flat,
                   unsigned char digest[HASH_BYTES])
{
    static const char domain[] = "loket record 1";
    unsigned char id[8], origin[8], batch[8];
    struct buf bytes = { 0 };
    struct flat own = { 0 };
    if (!flat)
        flat_of(r, &own);
    flat_encode(flat ? flat : &own, &bytes);
    big_end(r->id, id);
    big_end(r->origin, origin);
    big_end(r->batch, batch);
    const struct hash_part parts[] = {
        { domain, sizeof domain - 1 },
        { r->kind->id, strlen(r->kind->id) },
        { id, 8 },
        { origin, 8 },
        { batch, 8 },
        { bytes.data, bytes.len },
    };
    hash_parts(parts, COUNT(parts), digest);
    buf_free(&bytes);
    flat_free(&own);
}

void entry_hash(const struct cell cells[H_COUNT], unsigned char hash[HASH_BYTES])
{
    static const char domain[] = "loket history 1";
    unsigned char numbers[H_COUNT][8];
    struct hash_part parts[H_COUNT + 1] = { { domain, sizeof domain - 1 } };
    for (size_t i = 0; i < H_COUNT; i++) {
        big_end(cells[i].number, numbers[i]);
        parts[i + 1] = cells[i].integer ? (struct hash_part){ numbers[i], sizeof numbers[i] }
                                        : (struct hash_part){ cells[i].bytes, cells[i].n };
    }
    hash_parts(parts, COUNT(parts), hash);
}

/* ---- Writing ---- */

static enum outcome find_head(struct store *s, struct error *e)
{
    struct sql *q;
    bool row;
    size_t n;
    if (s->head_known)
        return DONE;
    enum outcome o = sql_open(
        &s->db, "SELECT \"seq\", \"hash\" FROM \"history\" ORDER BY \"seq\" DESC LIMIT 1", &q, e);
    if (o != DONE)
        return o;
    s->head_seq = 0;
    memset(s->head_hash, 0, sizeof s->head_hash);
    o = sql_row(q, &row, e);
    if (o == DONE && row) {
        const void *hash = col_blob(q, 1, &n);
        s->head_seq = col_int(q, 0);
        memcpy(s->head_hash, hash, n < HASH_BYTES ? n : HASH_BYTES);
    }
    sql_close(q);
    s->head_known = o == DONE;
    return o;
}

static struct cell number_cell(int64_t number)
{
    return (struct cell){ .integer = true, .number = number };
}

static struct cell bytes_cell(const void *bytes, size_t n)
{
    return (struct cell){ .bytes = bytes, .n = n };
}

static struct cell text_cell(const char *text)
{
    return bytes_cell(text, strlen(text));
}

static bool is_blob(size_t column)
{
    return column == H_PREVIOUS || column == H_BEFORE || column == H_AFTER || column == H_DIGEST ||
           column == H_SIGNER;
}

static enum outcome insert_entry(struct store *s, const struct cell cells[H_COUNT],
                                 const unsigned char hash[HASH_BYTES],
                                 const unsigned char signature[SIGNATURE_BYTES], struct error *e)
{
    struct sql *q;
    enum outcome o = sql_open(&s->db,
                              "INSERT INTO \"history\" (" HISTORY_COLUMNS
                              ", \"hash\", \"signature\") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
                              "$9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
                              &q, e);
    if (o != DONE)
        return o;
    for (size_t i = 0; i < H_COUNT; i++) {
        int at = (int)i + 1;
        if (cells[i].integer)
            sql_int(q, at, cells[i].number);
        else if (is_blob(i))
            sql_blob(q, at, cells[i].bytes, cells[i].n);
        else
            sql_str_static(q, at, cells[i].bytes);
    }
    sql_blob(q, H_HASH + 1, hash, HASH_BYTES);
    sql_blob(q, H_SIGNATURE + 1, signature, SIGNATURE_BYTES);
    return sql_run(q, e);
}

static enum outcome append_cells(struct store *s, const struct telling *t, const char *at,
                                 const struct buf *before, const struct buf *after, struct error *e)
{
    const struct signing_key *key = s->key;
    const struct cell cells[H_COUNT] = {
        [H_SEQ] = number_cell(s->head_seq + 1),
        [H_PREVIOUS] = bytes_cell(s->head_hash, HASH_BYTES),
        [H_TXN] = text_cell(s->txn),
        [H_AUTHOR] = text_cell(s->author),
        [H_DESK] = number_cell(desk_number(s->desk)),
        [H_AT] = text_cell(at),
        [H_KIND] = text_cell(t->kind),
        [H_RECORD] = number_cell(t->record),
        [H_REV] = number_cell(t->rev),
        [H_STEP] = text_cell(t->step),
        [H_NOTE] = text_cell(t->note),
        [H_BEFORE] = bytes_cell(before->data, before->len),
        [H_AFTER] = bytes_cell(after->data, after->len),
        [H_DIGEST] = bytes_cell(t->digest, HASH_BYTES),
        [H_BATCH] = number_cell(t->batch),
        [H_SIGNER] = bytes_cell(key->public_key, PUBLIC_KEY_BYTES),
    };
    unsigned char hash[HASH_BYTES], signature[SIGNATURE_BYTES];
    entry_hash(cells, hash);
    sign_bytes(key, hash, sizeof hash, signature);
    enum outcome o = insert_entry(s, cells, hash, signature, e);
    if (o == DONE) {
        s->head_seq++;
        memcpy(s->head_hash, hash, sizeof hash);
    }
    return o;
}

enum outcome history_append(struct store *s, const struct telling *t, struct error *e)
{
    struct buf at = { 0 }, before = { 0 }, after = { 0 };
    enum outcome o = find_head(s, e);
    moment_iso(s->at, &at);
    flat_encode(t->was, &before);
    flat_encode(t->is, &after);
    if (o == DONE)
        o = append_cells(s, t, buf_text(&at), &before, &after, e);
    buf_free(&at);
    buf_free(&before);
    buf_free(&after);
    return o;
}

/* ---- Reading ---- */

struct entries {
    struct entry *items;
    size_t count;
};

static void entries_free(struct entries *list)
{
    for (size_t i = 0; i < list->count; i++)
        entry_free(&list->items[i]);
    free(list->items);
}

static void copy_text(char *out, size_t size, const char *text)
{
    sqlite3_snprintf((int)size, out, "%s", text);
}

static enum outcome read_flat(const struct sql *q, int at, struct flat *out, struct error *e)
{
    size_t n;
    const void *bytes = col_blob(q, at, &n);
    return n ? flat_decode(bytes, n, out, e) : DONE;
}

/* An entry's own columns, then those of a row of an import, both in the order of HISTORY_COLUMNS
 * without previous. */
static const char history_of[] =
    "SELECT \"seq\", \"txn\", \"author\", \"desk\", \"at\", \"record\", \"rev\" AS \"revision\", "
    "\"step\", \"note\", \"before\", \"after\", \"digest\", \"batch\", \"signer\" FROM \"history\" "
    "WHERE \"record\" = $1 AND \"kind\" = $2 UNION ALL "
    "SELECT h.\"seq\", h.\"txn\", h.\"author\", h.\"desk\", h.\"at\", r.\"record\", r.\"rev\", "
    "h.\"step\", h.\"note\", r.\"before\", r.\"after\", r.\"digest\", r.\"batch\", "
    "h.\"signer\" FROM \"history_row\" r JOIN \"history\" h "
    "ON h.\"record\" = r.\"batch\" AND h.\"rev\" = r.\"part\" AND h.\"kind\" = '' "
    "WHERE r.\"record\" = $1 AND r.\"kind\" = $2 ORDER BY \"revision\" DESC LIMIT $3";

static enum outcome read_entry(const struct sql *q, const struct kind *k, struct entry *out,
                               struct error *e)
{
    size_t n;
    *out = (struct entry){ .seq = col_int(q, 0), .kind = k };
    copy_text(out->txn, sizeof out->txn, col_str(q, 1));
    copy_text(out->author, sizeof out->author, col_str(q, 2));
    out->desk = (uint16_t)col_int(q, 3);
    out->at = moment_parse(col_str(q, 4));
    out->record = col_int(q, 5);
    out->rev = col_int(q, 6);
    copy_text(out->step, sizeof out->step, col_str(q, 7));
    buf_puts(&out->note, col_str(q, 8));
    const void *digest = col_blob(q, 11, &n);
    memcpy(out->digest, digest, n < HASH_BYTES ? n : HASH_BYTES);
    out->batch = col_int(q, 12);
    const void *signer = col_blob(q, 13, &n);
    memcpy(out->signer, signer, n < PUBLIC_KEY_BYTES ? n : PUBLIC_KEY_BYTES);
    enum outcome o = read_flat(q, 9, &out->was, e);
    return o == DONE ? read_flat(q, 10, &out->is, e) : o;
}

static enum outcome read_entries(struct store *s, const struct kind *k, int64_t id, unsigned limit,
                                 struct entries *out, struct error *e)
{
    struct sql *q;
    bool row = true;
    size_t cap = 0;
    enum outcome o = sql_open(&s->db, history_of, &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    sql_str(q, 2, k->id);
    sql_int(q, 3, limit ? (int64_t)limit : -1);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        if (out->count == cap) {
            cap = cap ? cap * 2 : 8;
            out->items = xreallocarray(out->items, cap, sizeof *out->items);
        }
        o = read_entry(q, k, &out->items[out->count++], e);
    }
    sql_close(q);
    return o;
}

/* The row of an import that made a record keeps no copy of it: what it made is the present record
 * with everything newer taken back. */
static enum outcome fill_import(struct store *s, const struct kind *k, int64_t id,
                                struct entries *list, struct error *e)
{
    struct entry *first = &list->items[list->count - 1];
    struct record *r = NULL;
    if (first->batch == 0 || first->was.count != 0 || first->is.count != 0)
        return DONE;
    enum outcome o = row_load(s, k, id, &r, e);
    for (size_t i = 0; o == DONE && r && i + 1 < list->count; i++)
        o = flat_apply(r, &list->items[i].is, &list->items[i].was, e);
    if (o == DONE && r)
        flat_of(r, &first->is);
    record_free(&r);
    return o;
}

enum outcome store_history(struct store *s, const struct kind *k, int64_t id, unsigned limit,
                           void (*each)(void *context, const struct entry *entry), void *context,
                           struct error *e)
{
    struct entries list = { 0 };
    bool mine;
    enum outcome o = read_enter(s, &mine, e);
    if (o != DONE)
        return o;
    o = read_entries(s, k, id, limit, &list, e);
    if (o == DONE && list.count)
        o = fill_import(s, k, id, &list, e);
    read_leave(s, mine);
    for (size_t i = 0; o == DONE && i < list.count; i++)
        each(context, &list.items[i]);
    entries_free(&list);
    return o;
}

struct told {
    char kind[FIELD_ID_MAX];
    int64_t record;
};

enum outcome store_since(struct store *s, int64_t seq, int64_t upto,
                         void (*each)(void *context, const char *kind, int64_t record),
                         void *context, struct error *e)
{
    struct sql *q;
    struct told *all = NULL;
    size_t count = 0;
    bool row = false;
    enum outcome o = sql_open(
        &s->db,
        "SELECT \"kind\", \"record\" FROM \"history\" WHERE \"seq\" > $1 AND \"seq\" <= $2 "
        "AND \"kind\" <> '' "
        "UNION SELECT r.\"kind\", r.\"record\" FROM \"history\" h JOIN \"history_row\" r "
        "ON r.\"batch\" = h.\"record\" AND r.\"part\" = h.\"rev\" "
        "WHERE h.\"seq\" > $1 AND h.\"seq\" <= $2 AND h.\"kind\" = '' AND h.\"batch\" <> 0",
        &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, seq);
    sql_int(q, 2, upto);
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        all = xreallocarray(all, count + 1, sizeof *all);
        copy_text(all[count].kind, sizeof all[count].kind, col_str(q, 0));
        all[count++].record = col_int(q, 1);
    }
    sql_close(q);
    for (size_t i = 0; o == DONE && i < count; i++) /* each asks the store itself */
        each(context, all[i].kind, all[i].record);
    free(all);
    return o;
}

enum outcome store_tell_intent(struct store *s, const struct flat *is, struct error *e)
{
    static const unsigned char nothing[HASH_BYTES];
    const struct flat none = { 0 };
    enum outcome o = must_write(s, e);
    if (o != DONE)
        return o;
    return history_append(
        s,
        &(struct telling){
            .kind = "", .step = "intent", .note = "", .was = &none, .is = is, .digest = nothing },
        e);
}
