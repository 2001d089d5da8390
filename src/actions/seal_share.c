/* Sealing anew: what was sealed before somebody joined the holders of a role is shared with them by
 * one who can read it, and what is written later is not for who left. Each record is a transaction
 * of its own, so that nobody waits for all of them. */
#include "seal.h"

#include <stdlib.h>

enum { PAGE_ROWS = 500 };

struct ids {
    int64_t *items;
    size_t count;
};

static bool is_sealed_kind(const struct kind *k)
{
    return sealed_roles(k) != 0;
}

static enum outcome collect_page(struct session *s, struct query *q, struct ids *out, bool *more,
                                 struct error *e)
{
    struct page page = { 0 };
    enum outcome result = store_page(s->store, q, &page, e);
    out->items = xreallocarray(out->items, out->count + page.count + 1, sizeof *out->items);
    for (size_t i = 0; i < page.count; i++)
        out->items[out->count++] = page.rows[i]->id;
    *more = result == DONE && page.more && page.count;
    if (*more)
        mark_of(q, page.rows[page.count - 1], &q->from);
    page_free(&page);
    return result;
}

static enum outcome collect(struct session *s, const struct kind *k, struct ids *out,
                            struct error *e)
{
    struct query q = { .kind = k, .closed = true, .limit = PAGE_ROWS };
    enum outcome result = DONE;
    for (bool more = true; result == DONE && more;)
        result = collect_page(s, &q, out, &more, e);
    mark_free(&q.from);
    return result;
}

/* What who is here cannot read stays as it is. */
static enum outcome open_stale(struct seal_visit *v, const struct field *f, struct value *value)
{
    struct readers readers = { .count = 0 };
    struct buf clear = { 0 };
    struct error ignored;
    enum outcome result = seal_readers(v->session, f, &readers, v->error);
    if (result == DONE && act_sealed(value) && !sealed_for(value, &readers) &&
        act_unseal(v->session, f, value, &clear, &ignored) == DONE) {
        value_set_text(value, buf_text(&clear));
        v->found = true;
    }
    wipe_buf(&clear);
    return result;
}

static enum outcome share_within(struct session *s, const struct kind *k, int64_t id, bool *shared,
                                 struct error *e)
{
    struct record *r = NULL;
    struct seal_visit v = { .session = s, .each = open_stale, .error = e };
    enum outcome result = store_load(s->store, k, id, &r, e);
    if (result == DONE)
        result = seal_visit(&v, r);
    if (result == DONE && v.found)
        result = seal_record(s, r, e);
    if (result == DONE && v.found)
        result = store_save(s->store, r, &(struct change){ "share", "" }, e);
    if (r)
        act_wipe_clear(r);
    record_free(&r);
    *shared = v.found;
    return result;
}

static enum outcome share_one(struct session *s, const struct kind *k, int64_t id, size_t *count,
                              struct error *e)
{
    const struct right right = { RIGHT_SHARE, k, NULL };
    bool shared = false;
    enum outcome result = rights_begin(s, &right, NULL, NULL, e);
    if (result != DONE)
        return result;
    result = share_within(s, k, id, &shared, e);
    if (result != DONE || !shared) {
        store_rollback(s->store);
        return result;
    }
    *count += 1;
    return store_commit(s->store, e);
}

static enum outcome share_kind(struct session *s, const struct kind *k, size_t *count,
                               struct error *e)
{
    struct ids ids = { 0 };
    enum outcome result = collect(s, k, &ids, e);
    for (size_t i = 0; result == DONE && i < ids.count; i++)
        result = share_one(s, k, ids.items[i], count, e);
    free(ids.items);
    return result;
}

enum outcome act_seal_share(struct session *s, size_t *count, struct error *e)
{
    size_t shared = 0;
    enum outcome result = DONE;
    if (!s->people)
        return fail(e, REFUSED,
                    _("This database has no people, so nothing in it is sealed for anybody."));
    for (size_t i = 0; result == DONE && all_kinds.kinds[i]; i++)
        if (is_sealed_kind(all_kinds.kinds[i]))
            result = share_kind(s, all_kinds.kinds[i], &shared, e);
    if (count)
        *count = shared;
    return result;
}
