/* Drafts: what is being typed, in its flat form, sealed on the desk's own disk. */
#include "private.h"

#include <stdio.h>
#include <stdlib.h>

/* New lines have no id yet; in a draft they get passing ones, below any real id. */
static void number_new_lines(struct record *r)
{
    int64_t passing = 1;
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++)
            if (!r->lines[l].items[i].id)
                r->lines[l].items[i].id = passing++;
}

enum { PASSING_IDS_END = 1 << 20 };

static void forget_passing_ids(struct record *r)
{
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++)
            if (r->lines[l].items[i].id < PASSING_IDS_END)
                r->lines[l].items[i].id = 0;
}

void draft_encode(const struct record *r, struct buf *out)
{
    struct record *copy = record_copy(r);
    struct flat flat = { 0 };
    number_new_lines(copy);
    flat_of(copy, &flat);
    buf_reset(out);
    flat_encode(&flat, out);
    flat_free(&flat);
    act_wipe_clear(copy);
    record_free(&copy);
}

static void encode(const struct session *s, const struct record *r, struct buf *out)
{
    struct record *copy = record_copy(r);
    seal_draft(s, copy);
    draft_encode(copy, out);
    record_free(&copy);
}

enum outcome act_draft_keep(struct session *s, struct draft *d, const struct record *r,
                            const struct record *base, struct error *e)
{
    snprintf(d->kind, sizeof d->kind, "%s", r->kind->id);
    d->record = r->id;
    d->base_rev = r->rev;
    if (!*d->txn)
        desk_new_txn(d->txn);
    encode(s, r, &d->body);
    buf_reset(&d->base);
    if (base)
        encode(s, base, &d->base);
    buf_reset(&d->title);
    record_name(r, &d->title);
    return desk_draft_put(s->desk, d, e);
}

static enum outcome decode(const struct session *s, const struct draft *d, const struct kind *k,
                           const struct buf *bytes, struct record **out, struct error *e)
{
    enum outcome result = record_decode(k, bytes, out, e);
    if (result != DONE)
        return result;
    forget_passing_ids(*out);
    unseal_draft(s, *out);
    (*out)->id = d->record;
    (*out)->rev = d->base_rev;
    return DONE;
}

enum outcome draft_decode(const struct session *s, const struct draft *d, struct record **r,
                          struct record **base, struct error *e)
{
    *base = NULL;
    const struct kind *k = registry_find(&all_kinds, d->kind);
    if (!k)
        return fail(e, REFUSED,
                    _("This draft is of a kind this program does not know: “%s”. "
                      "Open it with a newer loket."),
                    d->kind);
    enum outcome result = decode(s, d, k, &d->body, r, e);
    if (result == DONE && d->base.len)
        result = decode(s, d, k, &d->base, base, e);
    return result;
}

enum outcome act_draft_open(struct session *s, int64_t id, struct draft *d, struct record **r,
                            struct record **base, struct error *e)
{
    *base = NULL;
    enum outcome result = desk_draft_get(s->desk, id, d, e);
    return result == DONE ? draft_decode(s, d, r, base, e) : result;
}

/* ---- What lies beside a draft ---- */

static void note_key(int64_t draft, struct buf *out)
{
    buf_printf(out, "draft.%lld", (long long)draft);
}

enum outcome act_draft_note_put(struct session *s, int64_t draft, const char *note, struct error *e)
{
    struct buf key = { 0 };
    note_key(draft, &key);
    enum outcome result = desk_setting_put(s->desk, buf_text(&key), note && *note ? note : NULL, e);
    buf_free(&key);
    return result;
}

void act_draft_note_get(struct session *s, int64_t draft, struct buf *out)
{
    struct buf key = { 0 };
    note_key(draft, &key);
    (void)desk_setting_get(s->desk, buf_text(&key), out, NULL);
    buf_free(&key);
}

struct settling {
    int64_t *ids;
    char (*txns)[TXN_TEXT_LEN + 1];
    size_t count;
};

static void note_draft(void *context, const struct draft *d)
{
    struct settling *w = context;
    w->ids = xreallocarray(w->ids, w->count + 1, sizeof *w->ids);
    w->txns = xreallocarray(w->txns, w->count + 1, sizeof *w->txns);
    w->ids[w->count] = d->id;
    snprintf(w->txns[w->count++], sizeof *w->txns, "%s", d->txn);
}

enum outcome act_drafts_settle(struct session *s, struct error *e)
{
    struct settling w = { 0 };
    enum outcome result = desk_draft_list(s->desk, note_draft, &w, e);
    for (size_t i = 0; result == DONE && i < w.count; i++) {
        bool done = false;
        result = store_has_txn(s->store, w.txns[i], &done, e);
        if (result == DONE && done)
            result = desk_draft_drop(s->desk, w.ids[i], e);
    }
    free(w.ids);
    free(w.txns);
    return result;
}
