/* Intents: what is about to be written is on the desk's own disk first, signed by who decided it.
 * The shared file takes it exactly once, by its transaction id, whoever sends it. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void intended_free(struct intended *in)
{
    spooled_free(&in->spooled);
    record_free(&in->base);
}

/* ---- Bytes ---- */

static void encode(const struct record *r, struct buf *out)
{
    struct flat flat = { 0 };
    flat_of(r, &flat);
    flat_encode(&flat, out);
    flat_free(&flat);
}

enum outcome record_decode(const struct kind *k, const struct buf *bytes, struct record **out,
                           struct error *e)
{
    struct flat flat = { 0 }, none = { 0 };
    struct record *r = record_new(k);
    enum outcome result = flat_decode(bytes->data, bytes->len, &flat, e);
    if (result == DONE)
        result = flat_apply(r, &none, &flat, e);
    flat_free(&flat);
    if (result == DONE)
        *out = r;
    else
        record_free(&r);
    return result;
}

/* ---- Ids: the desk's lease gives them, whether the share is there or not ---- */

static enum outcome give_ids(struct session *s, struct record *r, struct error *e)
{
    enum outcome result = r->id ? DONE : desk_new_id(s->desk, &r->id, e);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; result == DONE && i < r->lines[l].count; i++)
            if (!r->lines[l].items[i].id && !r->lines[l].items[i].gone)
                result = desk_new_id(s->desk, &r->lines[l].items[i].id, e);
    return result;
}

static bool has_line(const struct line_list *list, int64_t id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].id == id)
            return true;
    return false;
}

/* The same form saved again knows nothing of the ids its new lines got the first time. */
static void adopt_line_ids(struct line_list *list, const struct line_list *earlier)
{
    size_t at = 0;
    for (size_t i = 0; i < list->count; i++) {
        while (at < earlier->count && has_line(list, earlier->items[at].id))
            at++;
        if (at < earlier->count && !list->items[i].id && !list->items[i].gone)
            list->items[i].id = earlier->items[at].id;
    }
}

static void adopt_ids(struct record *r, const struct record *earlier)
{
    r->id = earlier->id;
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        adopt_line_ids(&r->lines[l], &earlier->lines[l]);
}

/* ---- Putting ---- */

static enum outcome put(struct session *s, const char *author, struct intended *in, const char *txn,
                        struct error *e)
{
    struct spooled *it = &in->spooled;
    const struct signing_key *key = s->person ? &s->person->keys->signing : desk_key(s->desk);
    unsigned char hash[HASH_BYTES];
    const char *uuid;
    enum outcome result = store_uuid(s, &uuid, e);
    if (result != DONE)
        return result;
    snprintf(it->store, sizeof it->store, "%s", uuid);
    buf_puts(&it->file, buf_text(&s->file));
    snprintf(it->author, sizeof it->author, "%s", author);
    it->made_at = session_now(s);
    it->kept = s->away;
    memcpy(it->txn, txn, sizeof it->txn);
    memcpy(it->signer, key->public_key, sizeof it->signer);
    spooled_digest(it, hash);
    sign_bytes(key, hash, sizeof hash, it->signature);
    result = desk_spool_put(s->desk, it, e);
    if (result != DONE)
        it->txn[0] = '\0';
    return result != FAULT ? result
                           : fail(e, FAULT,
                                  _("%s Each save is noted on this computer's own disk before it "
                                    "goes to the database, so this one was not made."),
                                  e ? e->text : "");
}

/* What this desk last knew of the record: the newest of what it decided on it. */
static enum outcome last_known(struct session *s, const struct spooled *earlier,
                               const struct kind *k, struct record **out, struct error *e)
{
    struct spooled newest;
    bool found = false;
    enum outcome result = desk_spool_newest(s->desk, earlier->record, &newest, &found, e);
    const struct spooled *last = found && !*newest.verb ? &newest : earlier;
    if (result == DONE)
        result = record_decode(k, &last->mine, out, e);
    if (result == DONE) {
        (*out)->id = earlier->record;
        (*out)->rev = last->base_rev;
    }
    spooled_free(&newest);
    return result;
}

/* This transaction id was used for a save before, whose end its writer did not see. */
static enum outcome follow_up(struct session *s, const struct spooled *earlier,
                              struct record *ready, char txn[TXN_TEXT_LEN + 1], struct intended *in,
                              struct error *e)
{
    bool known = s->away || earlier->state == SPOOL_DONE;
    enum outcome result = known ? DONE : store_has_txn(s->store, txn, &known, e);
    struct record *last = NULL;
    if (result == DONE)
        result = last_known(s, earlier, ready->kind, &last, e);
    if (result != DONE)
        return result;
    adopt_ids(ready, last);
    if (!known) {
        record_free(&last);
        return desk_spool_drop(s->desk, txn, e);
    }
    record_free(&in->base);
    in->base = last;
    desk_new_txn(txn);
    return DONE;
}

static enum outcome look_earlier(struct session *s, struct record *ready,
                                 char txn[TXN_TEXT_LEN + 1], struct intended *in, struct error *e)
{
    struct spooled earlier;
    bool found = false;
    enum outcome result = desk_spool_get(s->desk, txn, &earlier, &found, e);
    if (result == DONE && found && !*earlier.verb && strcmp(earlier.kind, ready->kind->id) == 0)
        result = follow_up(s, &earlier, ready, txn, in, e);
    spooled_free(&earlier);
    return result;
}

enum outcome intend_save(struct session *s, const char *author, struct record *ready,
                         const char *txn, struct intended *in, struct error *e)
{
    struct spooled *it = &in->spooled;
    char own[TXN_TEXT_LEN + 1];
    if (txn)
        snprintf(own, sizeof own, "%s", txn);
    else
        desk_new_txn(own);
    enum outcome result = txn ? look_earlier(s, ready, own, in, e) : DONE;
    if (result == DONE)
        result = give_ids(s, ready, e);
    if (result != DONE)
        return result;
    snprintf(it->kind, sizeof it->kind, "%s", ready->kind->id);
    it->record = ready->id;
    it->base_rev = ready->rev;
    encode(ready, &it->mine);
    if (in->base)
        encode(in->base, &it->base);
    return put(s, author, in, own, e);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct assignment *)a)->path, ((const struct assignment *)b)->path);
}

/* What goes into a sealed field is not written down twice. */
static void encode_sets(const struct step_request *q, struct buf *out)
{
    struct assignment *sets = xcalloc(q->set_count + 1, sizeof *sets);
    struct flat flat = { .items = xcalloc(q->set_count + 1, sizeof *flat.items),
                         .count = q->set_count };
    if (q->set_count)
        memcpy(sets, q->sets, q->set_count * sizeof *sets);
    qsort(sets, q->set_count, sizeof *sets, by_path);
    for (size_t i = 0; i < q->set_count; i++) {
        const struct field *f = kind_field(q->kind, sets[i].path);
        flat.items[i].key = (char *)sets[i].path;
        flat.items[i].tag = type_text.tag;
        flat.items[i].text = f && (f->flags & FIELD_SEALED) ? (char *)"" : (char *)sets[i].text;
    }
    flat_encode(&flat, out);
    free(flat.items);
    free(sets);
}

enum outcome intend_step(struct session *s, const char *author, const struct step_request *q,
                         struct intended *in, struct error *e)
{
    struct spooled *it = &in->spooled;
    char own[TXN_TEXT_LEN + 1];
    bool found = false;
    desk_new_txn(own);
    if (q->txn) {
        struct spooled earlier;
        snprintf(own, sizeof own, "%s", q->txn);
        enum outcome result = desk_spool_get(s->desk, own, &earlier, &found, e);
        spooled_free(&earlier);
        if (result == DONE && found)
            result = desk_spool_drop(s->desk, own, e); /* the same step, asked for again */
        if (result != DONE)
            return result;
    }
    snprintf(it->kind, sizeof it->kind, "%s", q->kind->id);
    snprintf(it->verb, sizeof it->verb, "%s", q->verb);
    it->record = q->id;
    it->base_rev = q->rev;
    encode_sets(q, &it->mine);
    buf_puts(&it->note, q->note ? q->note : "");
    return put(s, author, in, own, e);
}

/* ---- How it ended ---- */

void act_provisional(const struct session *s, int64_t place, char out[PROVISIONAL_MAX])
{
    snprintf(out, PROVISIONAL_MAX, "S-%04X-%lld", desk_number(s->desk), (long long)place);
}

struct waiting_for {
    int64_t record;
    const char *txn; /* other than this one */
    bool found;
};

static void look_for(void *context, const struct spooled *in)
{
    struct waiting_for *w = context;
    w->found = w->found || (in->kept && in->state == SPOOL_OPEN && in->record == w->record &&
                            strcmp(in->txn, w->txn) != 0);
}

/* Only what is new, or waits here itself, may wait at a desk: of anything else nobody here knows
 * what has become of it. */
static bool may_wait(struct session *s, const struct intended *in, const struct record *ready)
{
    struct waiting_for w = { in->spooled.record, in->spooled.txn, false };
    if (!ready || !(ready->kind->flags & KIND_AWAY))
        return false;
    if (save_is_new(ready, in->base))
        return true;
    return desk_spool_list(s->desk, in->spooled.store, look_for, &w, NULL) == DONE && w.found;
}

static enum outcome keep_here(struct session *s, struct intended *in, struct save_report *report,
                              struct error *e)
{
    if (!in->spooled.kept && desk_spool_keep(s->desk, in->spooled.txn, e) != DONE)
        return FAULT;
    if (report) {
        report->kept = true;
        act_provisional(s, in->spooled.place, report->provisional);
    }
    return DONE;
}

/* Nobody knows whether it was written: it stays, and its writer has to know that it does. */
static void keep_unsure(struct session *s, const struct intended *in, struct error *e)
{
    char number[PROVISIONAL_MAX];
    bool later = e && e->later;
    (void)desk_spool_keep(s->desk, in->spooled.txn, NULL); /* else it goes a little later */
    act_provisional(s, in->spooled.place, number);
    fail(e, FAULT,
         *in->spooled.verb
             ? _("%s It is kept at this desk as %s: do not take it again before `loket spool "
                 "list` says that it was not taken.")
             : _("%s It is kept at this desk as %s, and is sent by itself then if it is not in "
                 "the file: do not enter it again."),
         e ? e->text : "", number);
    if (e)
        e->later = later;
}

/* What failed for certain was not written, and its writer was told so: it is not sent later. */
enum outcome intended_ended(struct session *s, struct intended *in, const struct record *ready,
                            enum outcome result, struct save_report *report, struct error *e)
{
    const char *txn = in->spooled.txn;
    if (result == DONE)
        (void)desk_spool_mark(s->desk, txn, SPOOL_DONE, NULL, NULL); /* else found out later */
    else if (result == FAULT && e && e->later && may_wait(s, in, ready))
        return keep_here(s, in, report, e);
    else if (!s->away && store_unsure(s->store, txn))
        keep_unsure(s, in, e);
    else
        (void)desk_spool_drop(s->desk, txn, NULL);
    return result;
}
