/* What waits for a decision: derived, not stored. Every record in a state from which a role of mine
 * has a step that decides, without those I contributed to; what must be ready soonest comes first,
 * then what came in first. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WAITING_MAX = 200,
    LOOKED_AT_MAX = 2000, /* rows of one step, before those one may not decide are left out */
};

struct collecting {
    struct session *session;
    struct waiting_list *out;
    size_t cap;
};

/* ---- One step of one kind ---- */

static const char urgency[] = "promised_on";

static bool listed(const struct waiting_list *l, const struct record *r)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].kind == r->kind && l->items[i].record->id == r->id)
            return true;
    return false;
}

/* FORBIDDEN is no error here: it is somebody else's to decide. */
static enum outcome mine_to_decide(struct session *s, const struct record *r,
                                   const struct step *step, bool *mine, struct error *e)
{
    struct error why = { 0 };
    enum outcome result = rights_four_eyes(s, r, step, "petugas tunggal", &why);
    *mine = result == DONE;
    if (result == DONE || result == FORBIDDEN)
        return DONE;
    return fail(e, result, "%s", why.text);
}

static enum outcome add(struct collecting *c, const struct record *row, const struct step *step,
                        struct error *e)
{
    struct record *whole = NULL;
    enum outcome result = store_load(c->session->store, row->kind, row->id, &whole, e);
    if (result != DONE)
        return result;
    struct waiting_list *l = c->out;
    l->items = xreallocarray(l->items, l->count + 1, sizeof *l->items);
    l->items[l->count++] = (struct waiting){ .kind = row->kind, .step = step, .record = whole };
    return DONE;
}

static enum outcome take_rows(struct collecting *c, const struct page *page,
                              const struct step *step, struct error *e)
{
    enum outcome result = DONE;
    c->out->more = c->out->more || page->more;
    for (size_t i = 0; result == DONE && i < page->count; i++) {
        bool mine = false;
        if (listed(c->out, page->rows[i]))
            continue;
        result = mine_to_decide(c->session, page->rows[i], step, &mine, e);
        if (result != DONE || !mine)
            continue;
        if (c->out->count == c->cap) {
            c->out->more = true;
            break;
        }
        result = add(c, page->rows[i], step, e);
    }
    return result;
}

static enum outcome take_step(struct collecting *c, const struct kind *k, const struct step *step,
                              struct error *e)
{
    struct query q = { .kind = k,
                       .states = step->from,
                       .sort = kind_field(k, urgency) ? urgency : NULL,
                       .limit = LOOKED_AT_MAX };
    struct page page = { 0 };
    enum outcome result = store_page(c->session->store, &q, &page, e);
    if (result == DONE)
        result = take_rows(c, &page, step, e);
    page_free(&page);
    return result;
}

static enum outcome take_kind(struct collecting *c, const struct kind *k, struct error *e)
{
    enum outcome result = DONE;
    for (const struct step *step = k->flow->steps; result == DONE && step && step->verb; step++) {
        const struct right right = { RIGHT_STEP, k, step };
        char author[RIGHT_AUTHOR_MAX];
        struct error ignored;
        if ((step->flags & STEP_DECISION) &&
            rights_may(c->session, &right, author, &ignored) == DONE)
            result = take_step(c, k, step, e);
    }
    return result;
}

/* ---- Order ---- */

static int64_t due(const struct waiting *w)
{
    const struct value *v = record_value(w->record, urgency);
    return v && v->set ? v->num : INT64_MAX;
}

/* Identifiers grow with time. */
static int by_urgency(const void *left, const void *right)
{
    const struct waiting *a = left, *b = right;
    if (due(a) != due(b))
        return due(a) < due(b) ? -1 : 1;
    return a->record->id < b->record->id ? -1 : a->record->id > b->record->id;
}

/* ---- What this desk showed last time: "ID:REV ID:REV ..." for each person ---- */

static void seen_key(const struct session *s, struct buf *out)
{
    buf_printf(out, "waiting.%s", s->person ? s->person->name : "");
}

static void put_mark(const struct waiting *w, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    id_text(w->record->id, id);
    buf_printf(out, "%s:%lld ", id, (long long)w->record->rev);
}

static enum outcome mark_changed(struct session *s, struct waiting_list *l, struct error *e)
{
    struct buf key = { 0 }, seen = { 0 }, now = { 0 };
    seen_key(s, &key);
    enum outcome result = desk_setting_get(s->desk, buf_text(&key), &seen, e);
    for (size_t i = 0; result == DONE && i < l->count; i++) {
        struct buf mark = { 0 };
        put_mark(&l->items[i], &mark);
        l->items[i].changed = !strstr(buf_text(&seen), buf_text(&mark));
        buf_puts(&now, buf_text(&mark));
        buf_free(&mark);
    }
    if (result == DONE && !text_same(buf_text(&seen), buf_text(&now)))
        result = desk_setting_put(s->desk, buf_text(&key), now.len ? buf_text(&now) : NULL, e);
    buf_free(&key);
    buf_free(&seen);
    buf_free(&now);
    return result;
}

/* ---- All of it ---- */

enum outcome act_waiting(struct session *s, unsigned limit, struct waiting_list *out,
                         struct error *e)
{
    struct collecting c = { s, out, limit && limit < WAITING_MAX ? limit : WAITING_MAX };
    *out = (struct waiting_list){ 0 };
    if (s->people && !s->person)
        return DONE; /* a guest decides nothing */
    enum outcome result = s->person ? person_refresh(s, s->person, e) : DONE;
    if (result == DONE)
        result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    for (size_t i = 0; result == DONE && all_kinds.kinds[i]; i++)
        result = take_kind(&c, all_kinds.kinds[i], e);
    store_read_end(s->store);
    if (result == DONE && out->count)
        qsort(out->items, out->count, sizeof *out->items, by_urgency);
    if (result == DONE)
        result = mark_changed(s, out, e);
    if (result != DONE)
        waiting_list_free(out);
    return result;
}

void waiting_list_free(struct waiting_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        record_free(&l->items[i].record);
    free(l->items);
    *l = (struct waiting_list){ 0 };
}
