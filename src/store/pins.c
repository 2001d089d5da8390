/* pins.c - what this desk remembers of each shared file, in desk.db: the newest head of its chain
 * and the office's root; and where an office's file lies. */
#include <string.h>

#include "desk.h"

/* ---- Heads ---- */

static enum outcome head_get(struct desk *d, const char *store, struct head *out, struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    size_t n;
    enum outcome o = sql_open(&d->db, "SELECT seq, hash FROM pin WHERE store = $1", &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, store);
    o = sql_row(q, &row, e);
    if (o == DONE && row) {
        const void *hash = col_blob(q, 1, &n);
        out->seq = n == HASH_BYTES ? col_int(q, 0) : 0;
        memcpy(out->hash, hash, n == HASH_BYTES ? n : 0);
    }
    sql_close(q);
    return o;
}

enum outcome pin_head_get(struct desk *d, const char *store, struct head *out, struct error *e)
{
    *out = (struct head){ 0 };
    desk_enter(d);
    enum outcome o = head_get(d, store, out, e);
    desk_leave(d);
    return o;
}

static enum outcome head_put(struct desk *d, const char *store, const struct head *head, bool force,
                             struct error *e)
{
    struct sql *q = NULL;
    enum outcome o = sql_open(&d->db,
                              "INSERT INTO pin (store, seq, hash) VALUES ($1, $2, $3)"
                              " ON CONFLICT (store) DO UPDATE SET seq = excluded.seq,"
                              " hash = excluded.hash WHERE $4 OR excluded.seq > pin.seq",
                              &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, store);
    sql_int(q, 2, head->seq);
    sql_blob(q, 3, head->hash, HASH_BYTES);
    sql_int(q, 4, force);
    return sql_run(q, e);
}

/* Not synced: a power cut may make the desk forget its newest heads, which costs it nothing but a
 * little memory of them, and each commit would otherwise wait for a second disk. */
enum outcome pin_head_put(struct desk *d, const char *store, const struct head *head, bool force,
                          struct error *e)
{
    desk_enter(d);
    enum outcome o = sql_do(&d->db, "PRAGMA synchronous=NORMAL", e);
    if (o == DONE)
        o = head_put(d, store, head, force, e);
    enum outcome back = sql_do(&d->db, "PRAGMA synchronous=FULL", o == DONE ? e : NULL);
    desk_leave(d);
    return o == DONE ? back : o;
}

/* ---- Roots ---- */

static enum outcome root_get(struct desk *d, const char *store,
                             unsigned char root[PUBLIC_KEY_BYTES], bool *found, struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    size_t n;
    enum outcome o = sql_open(&d->db, "SELECT root FROM pin WHERE store = $1", &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, store);
    o = sql_row(q, &row, e);
    if (o == DONE && row) {
        const void *bytes = col_blob(q, 0, &n);
        *found = n == PUBLIC_KEY_BYTES;
        memcpy(root, bytes, *found ? n : 0);
    }
    sql_close(q);
    return o;
}

enum outcome pin_root_get(struct desk *d, const char *store, unsigned char root[PUBLIC_KEY_BYTES],
                          bool *found, struct error *e)
{
    *found = false;
    desk_enter(d);
    enum outcome o = root_get(d, store, root, found, e);
    desk_leave(d);
    return o;
}

static enum outcome root_put(struct desk *d, const char *store,
                             const unsigned char root[PUBLIC_KEY_BYTES], struct error *e)
{
    struct sql *q = NULL;
    enum outcome o = sql_open(&d->db,
                              "INSERT INTO pin (store, root) VALUES ($1, $2)"
                              " ON CONFLICT (store) DO UPDATE SET root = excluded.root",
                              &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, store);
    sql_blob(q, 2, root, PUBLIC_KEY_BYTES);
    return sql_run(q, e);
}

enum outcome pin_root_put(struct desk *d, const char *store,
                          const unsigned char root[PUBLIC_KEY_BYTES], struct error *e)
{
    desk_enter(d);
    enum outcome o = root_put(d, store, root, e);
    desk_leave(d);
    return o;
}

/* ---- Places ---- */

static void place_key(const char *path, struct buf *out)
{
    buf_printf(out, "place:%s", path);
}

enum outcome desk_place_note(struct desk *d, const char *path, struct error *e)
{
    struct buf key = { 0 };
    place_key(path, &key);
    enum outcome o = desk_place_known(d, path) ? DONE : desk_setting_put(d, buf_text(&key), "1", e);
    buf_free(&key);
    return o;
}

bool desk_place_known(struct desk *d, const char *path)
{
    struct buf key = { 0 }, value = { 0 };
    place_key(path, &key);
    bool known = desk_setting_get(d, buf_text(&key), &value, NULL) == DONE && value.len;
    buf_free(&key);
    buf_free(&value);
    return known;
}
