/* draft.c - what somebody was typing, kept on the desk's disk and sealed under the desk's key: its
 * title, its body and the version editing began from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk.h"

static void seal(const struct desk *d, const struct buf *plain, struct buf *out)
{
    box_bytes(&d->key, buf_text(plain), plain->len, out);
}

/* Appends the opened bytes of column `at`. */
static bool unseal(const struct desk *d, const struct sql *q, int at, struct buf *out)
{
    size_t n = 0;
    const void *bytes = col_blob(q, at, &n);
    return unbox_bytes(&d->key, bytes, n, out);
}

void draft_free(struct draft *draft)
{
    buf_free(&draft->title);
    buf_free(&draft->body);
    buf_free(&draft->base);
    *draft = (struct draft){ 0 };
}

/* A draft that lost its row (dropped at another screen) comes back under its old id: nothing typed
 * is lost. */
#define DRAFT_COLUMNS "kind, record, base_rev, txn, saved_at, title, body, base"
static const char draft_insert[] = "INSERT INTO draft (" DRAFT_COLUMNS ", id)"
                                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                                   " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind,"
                                   " record = excluded.record, base_rev = excluded.base_rev,"
                                   " txn = excluded.txn, saved_at = excluded.saved_at,"
                                   " title = excluded.title, body = excluded.body,"
                                   " base = excluded.base RETURNING id";

static enum outcome draft_write(struct desk *d, struct draft *draft, struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    struct buf title = { 0 }, body = { 0 }, base = { 0 };
    enum outcome o = sql_open(&d->db, draft_insert, &q, e);
    if (o != DONE)
        return o;
    seal(d, &draft->title, &title);
    seal(d, &draft->body, &body);
    seal(d, &draft->base, &base);
    sql_str(q, 1, draft->kind);
    sql_int(q, 2, draft->record);
    sql_int(q, 3, draft->base_rev);
    sql_str(q, 4, draft->txn);
    sql_int(q, 5, draft->saved_at);
    sql_blob(q, 6, title.data, title.len);
    sql_blob(q, 7, body.data, body.len);
    sql_blob(q, 8, base.data, base.len);
    if (draft->id != 0)
        sql_int(q, 9, draft->id);
    else
        sql_null(q, 9);
    int64_t id = draft->id;
    o = sql_row(q, &row, e);
    if (o == DONE && row)
        id = col_int(q, 0);
    sql_close(q);
    buf_free(&title);
    buf_free(&body);
    buf_free(&base);
    if (o == DONE)
        draft->id = id;
    return o;
}

enum outcome desk_draft_put(struct desk *d, struct draft *draft, struct error *e)
{
    int64_t was = draft->id;
    desk_enter(d);
    draft->saved_at = clock_now(d->clock);
    enum outcome o = desk_begin(d, e);
    if (o == DONE)
        o = desk_end(d, draft_write(d, draft, e), e);
    if (o != DONE)
        draft->id = was;
    desk_leave(d);
    return o;
}

/* Reads id and the open columns, and the title. */
static bool draft_row(const struct desk *d, const struct sql *q, struct draft *out)
{
    out->id = col_int(q, 0);
    snprintf(out->kind, sizeof out->kind, "%s", col_str(q, 1));
    out->record = col_int(q, 2);
    out->base_rev = col_int(q, 3);
    snprintf(out->txn, sizeof out->txn, "%s", col_str(q, 4));
    out->saved_at = col_int(q, 5);
    return unseal(d, q, 6, &out->title);
}

static enum outcome draft_read(struct desk *d, int64_t id, struct draft *out, struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    enum outcome o =
        sql_open(&d->db, "SELECT id, " DRAFT_COLUMNS " FROM draft WHERE id = $1", &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    o = sql_row(q, &row, e);
    if (o == DONE && !row)
        o = fail(e, REFUSED,
                 _("This draft is no longer there; it was saved or thrown away meanwhile. Open the "
                   "list of drafts again."));
    else if (o == DONE && (!draft_row(d, q, out) || !unseal(d, q, 7, &out->body) ||
                           !unseal(d, q, 8, &out->base)))
        o = fail(e, FAULT,
                 _("This draft was sealed with another key and cannot be read; throw it "
                   "away, and type it anew."));
    sql_close(q);
    return o;
}

enum outcome desk_draft_get(struct desk *d, int64_t id, struct draft *out, struct error *e)
{
    *out = (struct draft){ 0 };
    desk_enter(d);
    enum outcome o = draft_read(d, id, out, e);
    desk_leave(d);
    if (o != DONE)
        draft_free(out);
    return o;
}

struct draft_array {
    struct draft *items;
    size_t count;
};

static enum outcome draft_read_all(struct desk *d, struct draft_array *all, struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    enum outcome o = sql_open(&d->db,
                              "SELECT id, kind, record, base_rev, txn, saved_at, title FROM draft"
                              " ORDER BY saved_at DESC, id DESC",
                              &q, e);
    if (o != DONE)
        return o;
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        all->items = xreallocarray(all->items, all->count + 1, sizeof *all->items);
        struct draft *draft = &all->items[all->count++];
        *draft = (struct draft){ 0 };
        if (!draft_row(d, q, draft))
            buf_reset(&draft->title); /* still listed: desk_draft_get says what is wrong */
    }
    sql_close(q);
    return o;
}

enum outcome desk_draft_list(struct desk *d, void (*each)(void *context, const struct draft *draft),
                             void *context, struct error *e)
{
    struct draft_array all = { 0 };
    desk_enter(d);
    enum outcome o = draft_read_all(d, &all, e);
    desk_leave(d);
    /* Told without the lock: `each` may call the desk again. */
    for (size_t i = 0; i < all.count; i++) {
        if (o == DONE)
            each(context, &all.items[i]);
        draft_free(&all.items[i]);
    }
    free(all.items);
    return o;
}

enum outcome desk_draft_drop(struct desk *d, int64_t id, struct error *e)
{
    struct sql *q = NULL;
    desk_enter(d);
    enum outcome o = sql_open(&d->db, "DELETE FROM draft WHERE id = $1", &q, e);
    if (o == DONE) {
        sql_int(q, 1, id);
        o = sql_run(q, e);
    }
    desk_leave(d);
    return o;
}
