/* What waits for a decision: derived, not stored. Every record that is ready for a step by which a
 * role of mine decides, without those I contributed to; what must be ready soonest comes first,
 * then what came in first; what I put aside comes last. */
#include "hold.h"

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
    struct page holds;
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

/* FORBIDDEN is no error here: it is somebody else's to decide, or mine as the single officer. */
static enum outcome mine_to_decide(struct session *s, const struct record *r,
                                   const struct step *step, bool *mine, bool *alone,
                                   struct error *e)
{
    struct error why = { 0 };
    enum outcome result = rights_four_eyes(s, r, step, NULL, &why);
    *alone = result == FORBIDDEN;
    if (*alone)
        result = rights_four_eyes(s, r, step, SINGLE_OFFICER, &why);
    *mine = result == DONE;
    if (result == DONE || result == FORBIDDEN)
        return DONE;
    return fail(e, result, "%s", why.text);
}

static void note_hold(const struct session *s, const struct page *holds, struct waiting *w)
{
    const struct record *hold = hold_on(s, holds, w->record);
    if (!hold)
        return;
    snprintf(w->holder, sizeof w->holder, "%s", record_text(hold, "person"));
    w->held = hold_is_mine(s, hold);
    w->held_until = (day)record_number(hold, "until");
    w->held_for = xstrdup(record_text(hold, "reason"));
}

/* Where its guards refuse nobody can decide: it waits for somebody's work first. */
static enum outcome is_ready(struct session *s, const struct waiting *w, bool *ready,
                             struct error *e)
{
    struct error misses = { 0 }, why = { 0 };
    enum outcome result = act_step_ready(s, w->record, w->step, &misses, &why);
    *ready = result == DONE && !misses.text[0];
    if (result == DONE || result == REFUSED)
        return DONE;
    return fail(e, result, "%s", why.text);
}

static enum outcome add(struct collecting *c, const struct record *row, struct waiting w,
                        struct error *e)
{
    struct waiting_list *l = c->out;
    bool ready = false;
    w.kind = row->kind;
    enum outcome result = store_load(c->session->store, row->kind, row->id, &w.record, e);
    if (result == DONE)
        result = is_ready(c->session, &w, &ready, e);
    if (result == DONE && ready)
        result = act_asked(c->session, w.record, w.asked, &w.asked_at, e);
    if (result != DONE || !ready) {
        record_free(&w.record);
        return result;
    }
    note_hold(c->session, &c->holds, &w);
    l->items = xreallocarray(l->items, l->count + 1, sizeof *l->items);
    l->items[l->count++] = w;
    return DONE;
}

static enum outcome take_rows(struct collecting *c, const struct page *page,
                              const struct step *step, struct error *e)
{
    enum outcome result = DONE;
    bool reason = page->count > 0 && act_step_reason(c->session, page->rows[0]->kind, step);
    c->out->more = c->out->more || page->more;
    for (size_t i = 0; result == DONE && i < page->count; i++) {
        struct waiting w = { .step = step, .asks_reason = reason };
        bool mine = false;
        if (listed(c->out, page->rows[i]))
            continue;
        result = mine_to_decide(c->session, page->rows[i], step, &mine, &w.alone, e);
        if (result != DONE || !mine)
            continue;
        if (c->out->count == c->cap) {
            c->out->more = true;
            break;
        }
        result = add(c, page->rows[i], w, e);
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
    if (a->held != b->held)
        return a->held ? 1 : -1;
    if (due(a) != due(b))
        return due(a) < due(b) ? -1 : 1;
    return a->record->id < b->record->id ? -1 : a->record->id > b->record->id;
}

static void part_held(struct waiting_list *l)
{
    if (l->count)
        qsort(l->items, l->count, sizeof *l->items, by_urgency);
    while (l->count && l->items[l->count - 1].held) {
        l->count--;
        l->held++;
    }
}

/* ---- What was seen: "ID:REV ID:REV ..." for each person, the newest last ---- */

enum { SEEN_MAX = 400 }; /* marks; twice what a pane lists */

static void seen_key(const struct session *s, struct buf *out)
{
    buf_printf(out, "waiting.%s", s->person ? s->person->name : "");
}

static void put_mark(const struct record *r, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    buf_printf(out, "%s:%lld ", id, (long long)r->rev);
}

static enum outcome seen_get(struct session *s, struct buf *out, struct error *e)
{
    struct buf key = { 0 };
    seen_key(s, &key);
    enum outcome result = desk_setting_get(s->desk, buf_text(&key), out, e);
    buf_free(&key);
    return result;
}

static enum outcome mark_changed(struct session *s, struct waiting_list *l, struct error *e)
{
    struct buf seen = { 0 };
    enum outcome result = seen_get(s, &seen, e);
    for (size_t i = 0; result == DONE && i < l->count + l->held; i++) {
        struct buf mark = { 0 };
        put_mark(l->items[i].record, &mark);
        l->items[i].changed = !strstr(buf_text(&seen), buf_text(&mark));
        buf_free(&mark);
    }
    buf_free(&seen);
    return result;
}

/* All marks but those of this record, the oldest left out where there are too many. */
static void other_marks(const char *seen, const struct record *r, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    size_t count = 0;
    id_text(r->id, id);
    for (const char *c = seen; *c; c++)
        count += *c == ' ';
    for (const char *end; (end = strchr(seen, ' ')) != NULL; seen = end + 1, count--)
        if (count < SEEN_MAX && strncmp(seen, id, ID_TEXT_LEN) != 0)
            buf_add(out, seen, (size_t)(end + 1 - seen));
}

enum outcome act_waiting_seen(struct session *s, const struct record *r, struct error *e)
{
    struct buf key = { 0 }, seen = { 0 }, now = { 0 };
    seen_key(s, &key);
    enum outcome result = seen_get(s, &seen, e);
    other_marks(buf_text(&seen), r, &now);
    put_mark(r, &now);
    if (result == DONE)
        result = desk_setting_put(s->desk, buf_text(&key), buf_text(&now), e);
    buf_free(&key);
    buf_free(&seen);
    buf_free(&now);
    return result;
}

/* ---- Who asked ---- */

struct asking {
    const char *state;
    char *author;
    moment *at;
    bool found;
};

static bool gives_state(const struct flat *is)
{
    for (size_t i = 0; i < is->count; i++)
        if (strcmp(is->items[i].key, "state") == 0)
            return true;
    return false;
}

/* Newest first; what an import made has no `is`, and is the last there is. */
static void look_who(void *context, const struct entry *entry)
{
    struct asking *a = context;
    if (a->found)
        return;
    snprintf(a->author, AUTHOR_MAX, "%s", entry->author);
    *a->at = entry->at;
    a->found = gives_state(&entry->is);
}

enum outcome act_asked(struct session *s, const struct record *r, char author[64], moment *at,
                       struct error *e)
{
    struct asking a = { .author = author, .at = at };
    author[0] = '\0';
    return store_history(s->store, r->kind, r->id, 0, look_who, &a, e);
}

/* ---- All of it ---- */

enum outcome act_waiting(struct session *s, unsigned limit, struct waiting_list *out,
                         struct error *e)
{
    struct collecting c = { .session = s,
                            .out = out,
                            .cap = limit && limit < WAITING_MAX ? limit : WAITING_MAX };
    *out = (struct waiting_list){ 0 };
    if (s->people && !s->person)
        return DONE; /* a guest decides nothing */
    enum outcome result = s->person ? person_refresh(s, s->person, e) : DONE;
    if (result == DONE)
        result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    result = holds_read(s, &c.holds, e);
    for (size_t i = 0; result == DONE && all_kinds.kinds[i]; i++)
        result = take_kind(&c, all_kinds.kinds[i], e);
    store_read_end(s->store);
    page_free(&c.holds);
    part_held(out);
    if (result == DONE)
        result = mark_changed(s, out, e);
    if (result != DONE)
        waiting_list_free(out);
    return result;
}

void waiting_list_free(struct waiting_list *l)
{
    for (size_t i = 0; i < l->count + l->held; i++) {
        record_free(&l->items[i].record);
        free(l->items[i].held_for);
    }
    free(l->items);
    *l = (struct waiting_list){ 0 };
}
