/* spool.c - what somebody decided at this desk, on its own disk before the shared file is touched,
 * and until it is known to be in it. Sealed under the desk's key; the transaction id makes it
 * happen there exactly once, whoever sends it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk.h"

enum {
    DONE_DAYS = 90,
    DONE_MOST = 20000, /* about 40 MB: an import-like day may not fill the disk */
    DAY_MS = 86400000,
};

/* ---- As bytes: each part behind its length ---- */

static void part_add(struct buf *out, const void *bytes, size_t n)
{
    unsigned char length[8];
    big_end((int64_t)n, length);
    buf_add(out, length, sizeof length);
    buf_add(out, bytes, n);
}

static void body_write(const struct spooled *in, struct buf *out)
{
    unsigned char rev[8];
    big_end(in->base_rev, rev);
    part_add(out, in->author, strlen(in->author));
    part_add(out, in->signer, sizeof in->signer);
    part_add(out, in->signature, sizeof in->signature);
    part_add(out, rev, sizeof rev);
    part_add(out, in->verb, strlen(in->verb));
    part_add(out, in->mine.data, in->mine.len);
    part_add(out, in->base.data, in->base.len);
    part_add(out, in->note.data, in->note.len);
}

struct parts {
    const unsigned char *at, *end;
};

static int64_t number_read(const unsigned char bytes[8])
{
    uint64_t n = 0;
    for (int i = 0; i < 8; i++)
        n = n << 8 | bytes[i];
    return (int64_t)n;
}

static bool part_next(struct parts *p, const void **bytes, size_t *n)
{
    if (p->end - p->at < 8)
        return false;
    int64_t length = number_read(p->at);
    p->at += 8;
    if (length < 0 || length > p->end - p->at)
        return false;
    *bytes = p->at;
    *n = (size_t)length;
    p->at += length;
    return true;
}

static bool part_text(struct parts *p, char *out, size_t size)
{
    const void *bytes;
    size_t n;
    if (!part_next(p, &bytes, &n) || n >= size)
        return false;
    memcpy(out, bytes, n);
    out[n] = '\0';
    return true;
}

static bool part_bytes(struct parts *p, unsigned char *out, size_t size)
{
    const void *bytes;
    size_t n;
    if (!part_next(p, &bytes, &n) || n != size)
        return false;
    memcpy(out, bytes, n);
    return true;
}

static bool part_buf(struct parts *p, struct buf *out)
{
    const void *bytes;
    size_t n;
    if (!part_next(p, &bytes, &n))
        return false;
    buf_add(out, bytes, n);
    return true;
}

static bool body_read(const struct buf *body, struct spooled *out)
{
    const unsigned char *bytes = (const unsigned char *)buf_text(body);
    struct parts p = { bytes, bytes + body->len };
    unsigned char rev[8];
    if (!part_text(&p, out->author, sizeof out->author) ||
        !part_bytes(&p, out->signer, sizeof out->signer) ||
        !part_bytes(&p, out->signature, sizeof out->signature) ||
        !part_bytes(&p, rev, sizeof rev) || !part_text(&p, out->verb, sizeof out->verb) ||
        !part_buf(&p, &out->mine) || !part_buf(&p, &out->base) || !part_buf(&p, &out->note))
        return false;
    out->base_rev = number_read(rev);
    return p.at == p.end;
}

void spooled_digest(const struct spooled *in, unsigned char hash[HASH_BYTES])
{
    unsigned char record[8], rev[8], at[8];
    big_end(in->record, record);
    big_end(in->base_rev, rev);
    big_end(in->made_at, at);
    const struct hash_part parts[] = {
        { in->store, strlen(in->store) },
        { in->txn, strlen(in->txn) },
        { in->author, strlen(in->author) },
        { in->kind, strlen(in->kind) },
        { record, sizeof record },
        { rev, sizeof rev },
        { at, sizeof at },
        { in->verb, strlen(in->verb) },
        { buf_text(&in->mine), in->mine.len },
        { buf_text(&in->base), in->base.len },
        { buf_text(&in->note), in->note.len },
    };
    hash_parts(parts, COUNT(parts), hash);
}

void spooled_free(struct spooled *in)
{
    buf_free(&in->file);
    buf_free(&in->mine);
    buf_free(&in->base);
    buf_free(&in->note);
    buf_free(&in->words);
    *in = (struct spooled){ 0 };
}

/* ---- Putting ---- */

static enum outcome forget_old(struct desk *d, struct error *e)
{
    struct sql *q = NULL;
    enum outcome o = sql_open(&d->db,
                              "DELETE FROM spool WHERE state = $1 AND (made_at < $2 OR"
                              " place <= (SELECT max(place) FROM spool) - $3)",
                              &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, SPOOL_DONE);
    sql_int(q, 2, clock_now(d->clock) - (moment)DONE_DAYS * DAY_MS);
    sql_int(q, 3, DONE_MOST);
    return sql_run(q, e);
}

static enum outcome spool_insert(struct desk *d, struct spooled *in, struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    struct buf body = { 0 }, sealed = { 0 };
    enum outcome o = sql_open(&d->db,
                              "INSERT INTO spool (store, txn, kind, record, state, kept, made_at,"
                              " body, words, file)"
                              " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, x'', $9)"
                              " ON CONFLICT (txn) DO NOTHING RETURNING place",
                              &q, e);
    if (o != DONE)
        return o;
    body_write(in, &body);
    box_bytes(&d->key, body.data, body.len, &sealed);
    sql_str(q, 1, in->store);
    sql_str(q, 2, in->txn);
    sql_str(q, 3, in->kind);
    sql_int(q, 4, in->record);
    sql_int(q, 5, in->state);
    sql_int(q, 6, in->kept);
    sql_int(q, 7, in->made_at);
    sql_blob(q, 8, sealed.data, sealed.len);
    sql_str(q, 9, buf_text(&in->file));
    o = sql_row(q, &row, e);
    if (o == DONE && row)
        in->place = col_int(q, 0);
    sql_close(q);
    buf_free(&body);
    buf_free(&sealed);
    return o != DONE || row ? o
                            : fail(e, REFUSED,
                                   _("An earlier save of this is still on its way. Wait for its "
                                     "end, then save again."));
}

enum outcome desk_spool_put(struct desk *d, struct spooled *in, struct error *e)
{
    desk_enter(d);
    enum outcome o = desk_begin(d, e);
    if (o == DONE) {
        o = forget_old(d, e);
        if (o == DONE)
            o = spool_insert(d, in, e);
        o = desk_end(d, o, e);
    }
    desk_leave(d);
    return o;
}

/* ---- What became of it ---- */

static enum outcome mark(struct desk *d, const char *txn, enum spool_state state, const char *words,
                         struct error *e)
{
    struct sql *q = NULL;
    struct buf sealed = { 0 };
    enum outcome o = sql_open(&d->db,
                              "UPDATE spool SET state = $1, words = $2 WHERE txn = $3"
                              " AND state <> $4",
                              &q, e);
    if (o != DONE)
        return o;
    if (words)
        box_bytes(&d->key, words, strlen(words), &sealed);
    sql_int(q, 1, state);
    sql_blob(q, 2, buf_text(&sealed), sealed.len);
    sql_str(q, 3, txn);
    sql_int(q, 4, SPOOL_DONE);
    o = sql_run(q, e);
    buf_free(&sealed);
    return o;
}

/* Not synced: the next thing that is synced takes it along, and a mark that a power cut takes away
 * is found again by asking the shared file for the transaction. */
enum outcome desk_spool_mark(struct desk *d, const char *txn, enum spool_state state,
                             const char *words, struct error *e)
{
    desk_enter(d);
    enum outcome o = sql_do(&d->db, "PRAGMA synchronous=NORMAL", e);
    if (o == DONE)
        o = mark(d, txn, state, words, e);
    enum outcome back = sql_do(&d->db, "PRAGMA synchronous=FULL", o == DONE ? e : NULL);
    desk_leave(d);
    return o == DONE ? back : o;
}

static enum outcome on_txn(struct desk *d, const char *text, const char *txn, struct error *e)
{
    struct sql *q = NULL;
    desk_enter(d);
    enum outcome o = sql_open(&d->db, text, &q, e);
    if (o == DONE) {
        sql_str(q, 1, txn);
        o = sql_run(q, e);
    }
    desk_leave(d);
    return o;
}

enum outcome desk_spool_keep(struct desk *d, const char *txn, struct error *e)
{
    return on_txn(d, "UPDATE spool SET kept = 1 WHERE txn = $1", txn, e);
}

enum outcome desk_spool_drop(struct desk *d, const char *txn, struct error *e)
{
    return on_txn(d, "DELETE FROM spool WHERE txn = $1", txn, e);
}

/* ---- Reading ---- */

#define SPOOL_COLUMNS "place, store, txn, kind, record, state, kept, made_at, body, words, file"

static bool unseal(const struct desk *d, const struct sql *q, int at, struct buf *out)
{
    size_t n = 0;
    const void *bytes = col_blob(q, at, &n);
    return n == 0 || unbox_bytes(&d->key, bytes, n, out);
}

static enum outcome row_read(const struct desk *d, const struct sql *q, struct spooled *out,
                             struct error *e)
{
    struct buf body = { 0 };
    *out = (struct spooled){ .place = col_int(q, 0),
                             .record = col_int(q, 4),
                             .state = (enum spool_state)col_int(q, 5),
                             .kept = col_int(q, 6) != 0,
                             .made_at = col_int(q, 7) };
    snprintf(out->store, sizeof out->store, "%s", col_str(q, 1));
    snprintf(out->txn, sizeof out->txn, "%s", col_str(q, 2));
    snprintf(out->kind, sizeof out->kind, "%s", col_str(q, 3));
    buf_puts(&out->file, col_str(q, 10));
    bool read = unseal(d, q, 8, &body) && body_read(&body, out) && unseal(d, q, 9, &out->words);
    buf_free(&body);
    return read ? DONE
                : fail(e, FAULT,
                       _("Work kept at this desk (number %lld) was sealed with another key and "
                         "cannot be read. Keep desk.db and show it to whoever looks after loket."),
                       (long long)out->place);
}

static enum outcome read_one(struct desk *d, struct sql *q, struct spooled *out, bool *found,
                             struct error *e)
{
    enum outcome o = sql_row(q, found, e);
    if (o == DONE && *found)
        o = row_read(d, q, out, e);
    sql_close(q);
    if (o != DONE)
        spooled_free(out);
    return o;
}

enum outcome desk_spool_get(struct desk *d, const char *txn, struct spooled *out, bool *found,
                            struct error *e)
{
    struct sql *q = NULL;
    *out = (struct spooled){ 0 };
    *found = false;
    desk_enter(d);
    enum outcome o = sql_open(&d->db, "SELECT " SPOOL_COLUMNS " FROM spool WHERE txn = $1", &q, e);
    if (o == DONE) {
        sql_str(q, 1, txn);
        o = read_one(d, q, out, found, e);
    }
    desk_leave(d);
    return o;
}

enum outcome desk_spool_newest(struct desk *d, int64_t record, struct spooled *out, bool *found,
                               struct error *e)
{
    struct sql *q = NULL;
    *out = (struct spooled){ 0 };
    *found = false;
    desk_enter(d);
    enum outcome o = sql_open(&d->db,
                              "SELECT " SPOOL_COLUMNS " FROM spool WHERE record = $1 AND"
                              " state IN ($2, $3) ORDER BY place DESC LIMIT 1",
                              &q, e);
    if (o == DONE) {
        sql_int(q, 1, record);
        sql_int(q, 2, SPOOL_OPEN);
        sql_int(q, 3, SPOOL_DONE);
        o = read_one(d, q, out, found, e);
    }
    desk_leave(d);
    return o;
}

struct spooled_array {
    struct spooled *items;
    size_t count;
};

static enum outcome read_all(struct desk *d, const char *store, struct spooled_array *all,
                             struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    enum outcome o = sql_open(&d->db,
                              "SELECT " SPOOL_COLUMNS " FROM spool WHERE state <> $1"
                              " AND store = $2 ORDER BY place",
                              &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, SPOOL_DONE);
    sql_str(q, 2, store);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        all->items = xreallocarray(all->items, all->count + 1, sizeof *all->items);
        o = row_read(d, q, &all->items[all->count++], e);
    }
    sql_close(q);
    return o;
}

enum outcome desk_spool_list(struct desk *d, const char *store,
                             void (*each)(void *context, const struct spooled *in), void *context,
                             struct error *e)
{
    struct spooled_array all = { 0 };
    desk_enter(d);
    enum outcome o = read_all(d, store, &all, e);
    desk_leave(d);
    /* Told without the lock: `each` may call the desk again. */
    for (size_t i = 0; i < all.count; i++) {
        if (o == DONE)
            each(context, &all.items[i]);
        spooled_free(&all.items[i]);
    }
    free(all.items);
    return o;
}

enum outcome desk_spool_count(struct desk *d, const char *store, struct spool_count *out,
                              struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    *out = (struct spool_count){ 0 };
    desk_enter(d);
    enum outcome o = sql_open(&d->db,
                              "SELECT state, count(*) FROM spool WHERE state <> $1 AND store = $2"
                              " GROUP BY state",
                              &q, e);
    if (o == DONE) {
        sql_int(q, 1, SPOOL_DONE);
        sql_str(q, 2, store);
        while ((o = sql_row(q, &row, e)) == DONE && row)
            *(col_int(q, 0) == SPOOL_OPEN ? &out->open : &out->trouble) += (size_t)col_int(q, 1);
        sql_close(q);
    }
    desk_leave(d);
    return o;
}
