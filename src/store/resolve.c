/* resolve.c - which one record is meant: by what people give on the command line, or by the natural
 * key of a row that comes in again. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

enum { NAMED_MOST = 5 }; /* candidates an answer names */

/* ---- REF ---- */

static enum outcome is_there(struct store *s, const struct kind *k, int64_t id, bool *there,
                             struct error *e)
{
    enum standing stands;
    int64_t heir;
    enum outcome o = row_stands(s, k, id, &stands, &heir, e);
    *there = o == DONE && stands != STANDS_NOT;
    return o;
}

/* Records whose number, as a whole, is ref. */
static enum outcome by_number(struct store *s, const struct kind *k, const char *ref,
                              struct hits *out, struct error *e)
{
    const char *states[STATES_MAX + 1];
    enum outcome o = DONE;
    states_all(k, states);
    for (const struct field *f = k->fields; o == DONE && f->id; f++) {
        struct page page;
        bool number =
            text_same(k->number, f->id) || ((f->flags & FIELD_TAIL) && (f->flags & FIELD_INDEXED));
        if (!number || !list_field(k, f->id))
            continue;
        const struct filter is = { .field = f->id,
                                   .how = IS,
                                   .value = { .set = true, .text = (char *)ref } };
        const struct query q = { .kind = k,
                                 .filters = &is,
                                 .filter_count = 1,
                                 .states = k->flow ? states : NULL,
                                 .sort = "-id",
                                 .limit = NAMED_MOST + 1 };
        o = store_page(s, &q, &page, e);
        for (size_t i = 0; o == DONE && i < page.count; i++)
            if (!hits_hold(out, page.rows[i]->id))
                hits_add(out, page.rows[i], NULL);
        page_free(&page);
    }
    return o;
}

struct naming {
    struct store *s;
    const struct kind *kind;
    struct hits *out;
    struct error *e;
    enum outcome outcome;
};

static bool add_named(void *context, const struct name_fit *fit)
{
    struct naming *n = context;
    struct record *r = NULL;
    if (hits_hold(n->out, fit->id))
        return true;
    n->outcome = row_peek(n->s, n->kind, fit->id, &r, n->e);
    if (r && strcmp(r->state, state_discarded.id) != 0)
        hits_add(n->out, r, NULL);
    record_free(&r);
    return n->outcome == DONE && n->out->count <= NAMED_MOST;
}

/* A code, a title, another spelling; several: all of them. */
static enum outcome by_name(struct store *s, const struct kind *k, const char *ref,
                            struct hits *out, struct error *e)
{
    struct naming n = { .s = s, .kind = k, .out = out, .e = e };
    struct buf folded = { 0 };
    int64_t id = 0;
    bool cut;
    if (!kind_has_names(s->registry, k))
        return DONE;
    name_fold(ref, &folded);
    enum outcome o = store_link(s, k, NULL, ref, &id, e);
    if (o == DONE && id != 0)
        add_named(&n, &(struct name_fit){ .id = id });
    else if (o == DONE && folded.len)
        o = name_walk(s, k, NAME_WHOLE, buf_text(&folded), NAME_ALIAS, add_named, &n, &cut, e);
    buf_free(&folded);
    return o == DONE ? n.outcome : o;
}

static enum outcome by_tail(struct store *s, const struct kind *k, const char *ref,
                            struct hits *out, struct error *e)
{
    struct naming n = { .s = s, .kind = k, .out = out, .e = e };
    struct buf tail = { 0 };
    bool cut;
    if (!looks_like_number(ref))
        return DONE;
    enum outcome o = find_tails(s, k, ref, NAMED_MOST + 1, out, e);
    if (o == DONE && kind_has_names(s->registry, k)) {
        name_tail(ref, &tail);
        o = name_walk(s, k, NAME_BEGINS, buf_text(&tail), NAME_TAIL, add_named, &n, &cut, e);
        buf_free(&tail);
    }
    return o == DONE ? n.outcome : o;
}

static enum outcome say_several(const char *ref, const struct hits *hits, struct error *e)
{
    struct buf names = { 0 };
    for (size_t i = 0; i < hits->count && i < NAMED_MOST; i++) {
        char id[ID_TEXT_LEN + 1];
        id_text(hits->items[i].id, id);
        buf_printf(&names, "%s%s (%s)", i ? ", " : "", buf_text(&hits->items[i].name), id);
    }
    if (hits->count > NAMED_MOST || hits->more)
        buf_puts(&names, ", …");
    enum outcome o = fail(e, REFUSED,
                          _("“%s” may mean %s; give more of the number or name, or the id in "
                            "brackets."),
                          ref, buf_text(&names));
    buf_free(&names);
    return o;
}

static enum outcome say(const struct kind *k, const char *ref, const struct hits *hits, int64_t *id,
                        struct error *e)
{
    if (hits->count == 1 && !hits->more) {
        *id = hits->items[0].id;
        return DONE;
    }
    if (hits->count > 0)
        return say_several(ref, hits, e);
    return fail(e, REFUSED,
                _("%s “%s” is not there; find it with `loket find`, by words or last digits."),
                tr(k->label), ref);
}

static enum outcome resolve(struct store *s, const struct kind *k, const char *ref, int64_t *id,
                            struct error *e)
{
    struct hits hits = { 0 };
    int64_t given;
    bool there = false;
    enum outcome o = DONE;
    if (id_parse(ref, &given))
        o = is_there(s, k, given, &there, e);
    if (o == DONE && there) {
        *id = given;
        return DONE;
    }
    if (o == DONE && *ref)
        o = by_number(s, k, ref, &hits, e);
    if (o == DONE && hits.count == 0)
        o = by_name(s, k, ref, &hits, e);
    if (o == DONE && hits.count == 0)
        o = by_tail(s, k, ref, &hits, e);
    if (o == DONE)
        o = say(k, ref, &hits, id, e);
    hits_free(&hits);
    return o;
}

enum outcome store_resolve(struct store *s, const struct kind *k, const char *ref, int64_t *id,
                           struct error *e)
{
    bool mine = false;
    *id = 0;
    enum outcome o = look_enter(s, &mine, e);
    if (o != DONE)
        return o;
    char *trimmed = xstrdup(ref);
    o = resolve(s, k, text_trim(trimmed), id, e);
    free(trimmed);
    look_leave(s, mine);
    return o;
}

/* ---- Natural keys ---- */

/* false: no part of the key is filled. */
static bool ask_natural(const struct record *r, struct asking *a)
{
    bool filled = false;
    buf_puts(&a->sql, "SELECT \"id\", \"state\" FROM ");
    table_name(&a->sql, r->kind, NULL);
    buf_puts(&a->sql, " INDEXED BY ");
    index_name(&a->sql, r->kind, "natural", NULL);
    buf_puts(&a->sql, " WHERE 1 = 1");
    for (const char *const *id = r->kind->natural_key; *id; id++) {
        const struct field *f = kind_field(r->kind, *id);
        const struct value *v = record_value(r, *id);
        if (!f || !v)
            continue;
        buf_puts(&a->sql, " AND ");
        column_name(&a->sql, f, "");
        if (value_present(f, v)) {
            buf_puts(&a->sql, " = ");
            ask_value(a, f, v);
            filled = true;
        } else {
            buf_puts(&a->sql, " IS NULL");
        }
    }
    buf_puts(&a->sql, " ORDER BY \"id\"");
    return filled;
}

enum outcome store_any(struct store *s, const struct field *f, const struct kind *k,
                       const struct value *v, bool *any, struct error *e)
{
    struct asking a = { 0 };
    struct sql *q = NULL;
    bool mine = false;
    enum outcome o = look_enter(s, &mine, e);
    if (o != DONE)
        return o;
    buf_puts(&a.sql, "SELECT 1 FROM ");
    table_name(&a.sql, k, NULL);
    buf_puts(&a.sql, " WHERE ");
    column_name(&a.sql, f, "");
    buf_puts(&a.sql, " = ");
    ask_value(&a, f, v);
    buf_puts(&a.sql, " LIMIT 1");
    o = ask_open(&a, &s->db, &q, e);
    if (o == DONE)
        o = sql_row(q, any, e);
    sql_close(q);
    look_leave(s, mine);
    return o;
}

/* The oldest row that is not hidden; else the oldest hidden one; never a discarded one. */
static enum outcome natural_pick(struct sql *q, const struct kind *k, int64_t *id, struct error *e)
{
    bool row = true;
    enum outcome o;
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        const struct state *state = k->flow ? flow_state(k->flow, col_str(q, 1)) : NULL;
        bool hidden = state && (state->flags & STATE_HIDDEN);
        if (state && strcmp(state->id, state_discarded.id) == 0)
            continue;
        if (*id == 0 || !hidden)
            *id = col_int(q, 0);
        if (!hidden)
            break;
    }
    return o;
}

enum outcome store_natural(struct store *s, const struct record *r, int64_t *id, struct error *e)
{
    struct asking a = { 0 };
    struct sql *q = NULL;
    bool mine = false;
    *id = 0;
    if (!r->kind->natural_key)
        return DONE;
    if (!ask_natural(r, &a)) {
        buf_free(&a.sql);
        return DONE;
    }
    enum outcome o = look_enter(s, &mine, e);
    if (o != DONE) {
        buf_free(&a.sql);
        return o;
    }
    o = ask_open(&a, &s->db, &q, e);
    if (o == DONE)
        o = natural_pick(q, r->kind, id, e);
    sql_close(q);
    look_leave(s, mine);
    return o;
}
