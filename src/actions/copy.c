/* The desk's copy of what is needed while the share is away: look-up tables, parties, people and
 * their posts. An ordinary database beside desk.db, filled by pages the first time and afterwards
 * by following the history of the shared file. */
#include "away.h"
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE_ROWS = 500, STATES_MAX = 32, COPY_ENTRIES_MOST = 200000 };

static const char copied_key[] = "copied_seq";

static bool wanted(const struct kind *k)
{
    return (k->flags & KIND_REFERENCE) || k == &kind_party || k == &kind_user || k == &kind_post;
}

static void path_of(const struct session *s, const char *uuid, struct buf *out)
{
    buf_printf(out, "%s/copy-%s.db", buf_text(&s->folder), uuid);
}

/* Which shared file a configured path led to last: asked when it cannot be reached. */
static void remembered_key(const struct session *s, struct buf *out)
{
    buf_printf(out, "store:%s", buf_text(&s->path));
}

static void copy_remove(const char *path)
{
    struct buf journal = { 0 };
    buf_printf(&journal, "%s-journal", path);
    unlink(path);
    unlink(buf_text(&journal));
    buf_free(&journal);
}

/* ---- Rows ---- */

static enum outcome put_row(struct store *copy, const struct record *row, struct error *e)
{
    struct record *r = record_copy(row), *there = NULL;
    r->rev = store_load(copy, r->kind, r->id, &there, NULL) == DONE ? there->rev : 0;
    enum outcome result = store_save(copy, r, &(struct change){ "copy", "" }, e);
    record_free(&there);
    record_free(&r);
    return result;
}

static enum outcome put_whole(struct session *s, struct store *copy, const struct kind *k,
                              int64_t id, struct error *e)
{
    struct record *r = NULL;
    enum outcome result = store_load(s->store, k, id, &r, e);
    if (result == DONE)
        result = put_row(copy, r, e);
    record_free(&r);
    return result;
}

static enum outcome put_page(struct session *s, struct store *copy, const struct page *page,
                             struct error *e)
{
    struct intent i = { .author = "" };
    enum outcome result = DONE;
    desk_new_txn(i.txn);
    if (!page->count)
        return DONE;
    result = store_begin(copy, &i, NULL, e);
    if (result != DONE)
        return result;
    for (size_t n = 0; result == DONE && n < page->count; n++)
        result = page->rows[n]->kind->lines
                     ? put_whole(s, copy, page->rows[n]->kind, page->rows[n]->id, e)
                     : put_row(copy, page->rows[n], e);
    if (result == DONE)
        return store_commit(copy, e);
    store_rollback(copy);
    return result;
}

static enum outcome copy_kind(struct session *s, struct store *copy, const struct kind *k,
                              struct error *e)
{
    const char *states[STATES_MAX] = { NULL };
    struct query q = { .kind = k, .states = states, .closed = true, .limit = PAGE_ROWS };
    enum outcome result = DONE;
    bool more = true;
    for (size_t i = 0; k->flow->states[i].id && i + 1 < STATES_MAX; i++)
        states[i] = k->flow->states[i].id;
    while (result == DONE && more) {
        struct page page = { 0 };
        result = store_page(s->store, &q, &page, e);
        if (result == DONE)
            result = put_page(s, copy, &page, e);
        more = result == DONE && page.more && page.count;
        if (more)
            mark_of(&q, page.rows[page.count - 1], &q.from);
        page_free(&page);
    }
    mark_free(&q.from);
    return result;
}

/* ---- Following ---- */

struct following {
    struct session *session;
    struct store *copy;
    enum outcome result;
    struct error *e;
};

static void follow(void *context, const char *kind, int64_t record)
{
    struct following *f = context;
    const struct kind *k = registry_find(&all_kinds, kind);
    struct intent i = { .author = "" };
    if (f->result != DONE || !k || !wanted(k))
        return;
    desk_new_txn(i.txn);
    f->result = store_begin(f->copy, &i, NULL, f->e);
    if (f->result != DONE)
        return;
    f->result = put_whole(f->session, f->copy, k, record, f->e);
    if (f->result == DONE)
        f->result = store_commit(f->copy, f->e);
    else
        store_rollback(f->copy);
}

static enum outcome fill(struct session *s, struct store *copy, int64_t from, struct error *e)
{
    struct following f = { s, copy, DONE, e };
    if (from) {
        enum outcome result = store_since(s->store, from, follow, &f, e);
        return result == DONE ? f.result : result;
    }
    enum outcome result = DONE;
    for (const struct kind *const *k = all_kinds.kinds; result == DONE && *k; k++)
        if (wanted(*k))
            result = copy_kind(s, copy, *k, e);
    return result;
}

static enum outcome note_place(struct session *s, struct store *copy, int64_t seq, struct error *e)
{
    struct buf text = { 0 };
    buf_printf(&text, "%lld", (long long)seq);
    enum outcome result = store_meta_put(copy, copied_key, buf_text(&text), e);
    if (result == DONE)
        result = store_meta_put(copy, "training", s->training ? "1" : "", e);
    buf_free(&text);
    return result;
}

/* The office's root stands in the copy, too, or nobody could be proven. An exchanged one begins a
 * new copy. */
static enum outcome copy_root(struct session *s, struct store *copy, bool *other, struct error *e)
{
    unsigned char root[PUBLIC_KEY_BYTES], there[PUBLIC_KEY_BYTES] = { 0 };
    bool found = false, has = false;
    enum outcome result = store_root(s->store, root, &found, e);
    if (result == DONE && found)
        result = store_root(copy, there, &has, e);
    *other = result == DONE && has && memcmp(root, there, sizeof root) != 0;
    if (result == DONE && found && !has)
        result = store_root_put(copy, root, e);
    return result;
}

static int64_t copied_so_far(struct store *copy)
{
    struct buf text = { 0 };
    int64_t seq = 0;
    if (store_meta_get(copy, copied_key, &text, NULL) != DONE ||
        !integer_parse(buf_text(&text), &seq))
        seq = 0;
    buf_free(&text);
    return seq;
}

static enum outcome bring_up(struct session *s, struct store *copy, bool *useless, struct error *e)
{
    struct head head, own = { 0 };
    enum outcome result = store_head(s->store, &head, e);
    int64_t from = copied_so_far(copy);
    if (result == DONE && from == head.seq)
        return DONE;
    if (result == DONE)
        result = store_head(copy, &own, e);
    *useless = result == DONE && (from > head.seq || own.seq > COPY_ENTRIES_MOST);
    if (result == DONE && !*useless)
        result = copy_root(s, copy, useless, e);
    if (result != DONE || *useless)
        return result;
    result = fill(s, copy, from, e);
    return result == DONE ? note_place(s, copy, head.seq, e) : result;
}

static enum outcome copy_open(struct session *s, const char *path, struct store **out,
                              struct error *e)
{
    enum outcome result = DONE;
    if (access(path, F_OK) != 0)
        result = store_create(path, &all_kinds, s->desk, s->clock, e);
    return result == DONE ? store_open(path, &all_kinds, s->desk, s->clock, out, e) : result;
}

enum outcome act_copy(struct session *s, struct error *e)
{
    struct buf path = { 0 }, key = { 0 };
    struct store *copy = NULL;
    const char *uuid;
    bool useless = false;
    if (!s->store || s->away)
        return share_is_away(e);
    enum outcome result = store_uuid(s, &uuid, e);
    if (result == DONE)
        path_of(s, uuid, &path);
    if (result == DONE)
        result = copy_open(s, buf_text(&path), &copy, e);
    if (result == DONE)
        result = bring_up(s, copy, &useless, e);
    store_close(&copy);
    if (result == DONE && useless)
        copy_remove(buf_text(&path)); /* begun anew the next time */
    remembered_key(s, &key);
    if (result == DONE && !useless)
        result = desk_setting_put(s->desk, buf_text(&key), uuid, e);
    buf_free(&path);
    buf_free(&key);
    return result;
}

enum outcome copy_read(struct session *away, struct error *e)
{
    struct buf key = { 0 }, path = { 0 }, training = { 0 };
    remembered_key(away, &key);
    buf_reset(&away->uuid);
    enum outcome result = desk_setting_get(away->desk, buf_text(&key), &away->uuid, e);
    path_of(away, buf_text(&away->uuid), &path);
    if (result == DONE && (!away->uuid.len || access(buf_text(&path), F_OK) != 0))
        result = fail(e, FAULT, _("This desk has no copy of %s yet, so it cannot work without it."),
                      buf_text(&away->path));
    if (result == DONE)
        result = store_open(buf_text(&path), &all_kinds, away->desk, away->clock, &away->store, e);
    if (result == DONE)
        result = store_meta_get(away->store, "training", &training, e);
    away->training = training.len > 0;
    buf_free(&training);
    buf_free(&key);
    buf_free(&path);
    return result;
}
