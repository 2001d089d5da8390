/* lookup.c - what a text in a reference field means: candidates for a hand that types, and the one
 * row for an import. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

enum {
    BUDGET_STAGE = 400 * 1000, /* VM steps of one stage of a look-up: some milliseconds */
    WORDS_MOST = 200,          /* rows the word search may bring, to be ordered by name first */
    TRIES_MOST = 2000,         /* rows looked at in one look-up */
};

/* ---- Candidates, best first ---- */

struct looking {
    struct store *s;
    const struct kind *kind;
    const char *among; /* NULL: any list */
    unsigned limit;
    struct hits *open;  /* rows in use */
    struct hits closed; /* retired and merged ones: shown where nothing else fits */
    size_t tries;
    struct error *e;
    enum outcome outcome;
};

/* The row that goes on, with the old name beside it. */
static void take_heir(struct looking *k, int64_t id, int64_t heir)
{
    enum standing stands;
    int64_t further;
    struct record *old = NULL, *r = NULL;
    struct buf name = { 0 }, also = { 0 };
    if (hits_hold(k->open, heir))
        return;
    k->outcome = row_stands(k->s, k->kind, heir, &stands, &further, k->e);
    if (k->outcome != DONE || stands != STANDS_OPEN)
        return;
    k->outcome = row_peek(k->s, k->kind, id, &old, k->e);
    if (k->outcome == DONE)
        k->outcome = row_peek(k->s, k->kind, heir, &r, k->e);
    if (old && r) {
        record_name(old, &name);
        buf_printf(&also, _("formerly %s"), buf_text(&name));
        hits_add(k->open, r, buf_text(&also));
    }
    record_free(&old);
    record_free(&r);
    buf_free(&name);
    buf_free(&also);
}

static void take_row(struct looking *k, int64_t id, struct hits *where)
{
    struct record *r = NULL;
    k->outcome = row_peek(k->s, k->kind, id, &r, k->e);
    if (r)
        hits_add(where, r, NULL);
    record_free(&r);
}

static void take_standing(struct looking *k, int64_t id, enum standing stands, int64_t heir)
{
    if (stands == STANDS_OPEN) {
        take_row(k, id, k->open);
        return;
    }
    if (heir != 0)
        take_heir(k, id, heir);
    if (k->outcome == DONE && k->closed.count < k->limit)
        take_row(k, id, &k->closed);
}

/* Does the row stand in the list asked for? */
static enum outcome row_among(struct store *s, const struct kind *k, int64_t id, const char *among,
                              bool *so, struct error *e)
{
    struct record *r = NULL;
    *so = !among;
    enum outcome o = among ? row_peek(s, k, id, &r, e) : DONE;
    if (r)
        *so = text_same(record_text(r, "list"), among);
    record_free(&r);
    return o;
}

/* false: enough, or a fault. */
static bool take(struct looking *k, int64_t id)
{
    enum standing stands;
    int64_t heir;
    bool asked_for;
    if (hits_hold(k->open, id) || hits_hold(&k->closed, id))
        return true;
    k->outcome = row_among(k->s, k->kind, id, k->among, &asked_for, k->e);
    if (k->outcome != DONE || !asked_for)
        return k->outcome == DONE;
    k->outcome = row_stands(k->s, k->kind, id, &stands, &heir, k->e);
    if (k->outcome != DONE)
        return false;
    bool full = k->open->count >= k->limit;
    if ((full && stands == STANDS_OPEN) || k->tries++ >= TRIES_MOST) {
        k->open->more = true;
        return false;
    }
    if (!full && (stands == STANDS_OPEN || stands == STANDS_CLOSED))
        take_standing(k, id, stands, heir);
    return k->outcome == DONE;
}

static bool take_name(void *context, const struct name_fit *fit)
{
    return take(context, fit->id);
}

static enum outcome by_names(struct looking *k, enum name_how how, const char *folded,
                             enum name_rank rank_most)
{
    bool cut = false;
    if (!*folded)
        return DONE;
    db_budget(&k->s->db, BUDGET_STAGE);
    enum outcome o = name_walk(k->s, k->kind, how, folded, rank_most, take_name, k, &cut, k->e);
    db_budget(&k->s->db, 0);
    k->open->more = k->open->more || cut;
    return o == DONE ? k->outcome : o;
}

static enum outcome by_tail(struct looking *k, const char *text)
{
    struct buf tail = { 0 };
    if (!looks_like_number(text))
        return DONE;
    name_tail(text, &tail);
    enum outcome o = tail.len > 1 ? by_names(k, NAME_BEGINS, buf_text(&tail), NAME_TAIL) : DONE;
    buf_free(&tail);
    return o;
}

/* ---- Words: first rows whose name holds them, then rows that hold them elsewhere ---- */

static bool name_holds(struct looking *k, int64_t id, const char *words)
{
    struct record *r = NULL;
    struct buf folded = { 0 };
    k->outcome = row_peek(k->s, k->kind, id, &r, k->e);
    if (r && k->kind->title)
        utf8_fold(record_text(r, k->kind->title), &folded);
    bool holds = words_match(buf_text(&folded), words);
    record_free(&r);
    buf_free(&folded);
    return holds;
}

static enum outcome by_words(struct looking *k, const char *words)
{
    int64_t ids[WORDS_MOST];
    size_t count = 0;
    bool over = false, usable = false;
    db_budget(&k->s->db, BUDGET_STAGE);
    enum outcome o =
        search_ids(k->s, k->kind, words, WORDS_MOST, ids, &count, &over, &usable, k->e);
    db_budget(&k->s->db, 0);
    if (o != DONE || !usable)
        return o;
    for (size_t i = 0; k->outcome == DONE && i < count; i++) {
        if (!name_holds(k, ids[i], words))
            continue;
        if (k->outcome != DONE || !take(k, ids[i]))
            break;
        ids[i] = 0;
    }
    for (size_t i = 0; k->outcome == DONE && i < count; i++)
        if (ids[i] != 0 && !take(k, ids[i]))
            break;
    k->open->more = k->open->more || over;
    return k->outcome;
}

/* ---- Stages ---- */

/* Full, and known that there would be more. */
static bool enough(const struct looking *k)
{
    return k->outcome != DONE || (k->open->count >= k->limit && k->open->more);
}

static enum outcome look(struct looking *k, const char *text, const char *folded)
{
    enum outcome o = by_names(k, NAME_WHOLE, folded, NAME_ALIAS);
    if (o == DONE && !enough(k))
        o = by_tail(k, text);
    if (o == DONE && !enough(k) && k->kind->code)
        o = by_names(k, NAME_BEGINS, folded, NAME_CODE);
    if (o == DONE && !enough(k))
        o = by_names(k, NAME_BEGINS, folded, NAME_ALIAS);
    if (o == DONE && !enough(k))
        o = by_words(k, folded);
    if (o == DONE && !enough(k))
        o = by_names(k, NAME_PART, folded, NAME_ALIAS);
    return o;
}

/* Nothing typed yet: the first rows in the list's order. */
static enum outcome look_at_all(struct looking *k)
{
    struct filter list = { .field = "list", .how = IS };
    const struct query q = {
        .kind = k->kind, .filters = &list, .filter_count = k->among ? 1 : 0, .limit = k->limit
    };
    struct page page;
    value_set_text(&list.value, k->among ? k->among : "");
    enum outcome o = store_page(k->s, &q, &page, k->e);
    value_clear(&list.value);
    if (o != DONE)
        return o;
    for (size_t i = 0; i < page.count; i++)
        hits_add(k->open, page.rows[i], NULL);
    k->open->more = page.more;
    page_free(&page);
    return DONE;
}

static enum outcome look_up(struct looking *k, const char *text)
{
    struct buf folded = { 0 };
    char *trimmed = xstrdup(text);
    const char *asked = text_trim(trimmed);
    name_fold(asked, &folded);
    enum outcome o;
    if (!*asked)
        o = look_at_all(k);
    else if (!kind_has_names(k->s->registry, k->kind))
        o = store_find(k->s, k->kind, asked, k->limit, k->open, k->e);
    else
        o = look(k, asked, buf_text(&folded));
    buf_free(&folded);
    free(trimmed);
    return o;
}

enum outcome store_lookup(struct store *s, const struct kind *k, const char *among,
                          const char *text, unsigned limit, struct hits *out, struct error *e)
{
    struct looking looking = {
        .s = s, .kind = k, .among = among, .limit = limit, .open = out, .e = e
    };
    bool mine = false;
    *out = (struct hits){ 0 };
    enum outcome o = look_enter(s, &mine, e);
    if (o != DONE)
        return o;
    o = look_up(&looking, text);
    look_leave(s, mine);
    if (o == DONE && out->count == 0) {
        hits_free(out);
        *out = looking.closed;
        looking.closed = (struct hits){ 0 };
    }
    hits_free(&looking.closed);
    if (o != DONE)
        hits_free(out);
    return o;
}

/* ---- The one row a text means ---- */

struct linking {
    struct store *s;
    const struct kind *kind;
    const char *among;   /* NULL: any list */
    enum name_rank rank; /* of `open` */
    int64_t open, closed;
    bool open_several, closed_several;
    struct error *e;
    enum outcome outcome;
};

static void link_one(int64_t id, int64_t *slot, bool *several)
{
    *several = *several || (*slot != 0 && *slot != id);
    *slot = id;
}

/* Fits come by rank: a code decides before titles, titles before other spellings. */
static bool link_fit(void *context, const struct name_fit *fit)
{
    struct linking *k = context;
    enum standing stands;
    int64_t heir;
    bool asked_for;
    if (k->open != 0 && fit->rank > k->rank)
        return false;
    k->outcome = row_among(k->s, k->kind, fit->id, k->among, &asked_for, k->e);
    if (k->outcome != DONE || !asked_for)
        return k->outcome == DONE;
    k->outcome = row_stands(k->s, k->kind, fit->id, &stands, &heir, k->e);
    if (k->outcome != DONE)
        return false;
    if (stands == STANDS_OPEN) {
        k->rank = fit->rank;
        link_one(fit->id, &k->open, &k->open_several);
    } else if (stands == STANDS_CLOSED) {
        link_one(heir ? heir : fit->id, &k->closed, &k->closed_several);
    }
    return true;
}

static int64_t linked(const struct linking *k)
{
    if (k->open != 0)
        return k->open_several ? 0 : k->open;
    return k->closed_several ? 0 : k->closed;
}

enum outcome store_link(struct store *s, const struct kind *k, const char *among, const char *text,
                        int64_t *id, struct error *e)
{
    struct linking linking = { .s = s, .kind = k, .among = among, .e = e };
    struct buf folded = { 0 };
    bool cut, mine = false;
    *id = 0;
    name_fold(text, &folded);
    enum outcome o = folded.len ? look_enter(s, &mine, e) : DONE;
    if (o == DONE && folded.len) {
        o = name_walk(s, k, NAME_WHOLE, buf_text(&folded), NAME_ALIAS, link_fit, &linking, &cut, e);
        look_leave(s, mine);
    }
    if (o == DONE)
        o = linking.outcome;
    if (o == DONE)
        *id = linked(&linking);
    buf_free(&folded);
    return o;
}
