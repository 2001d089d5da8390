/* hits.c - what was found, told so that people recognise it. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

enum { PIECES_MAX = 4 }; /* of what tells a hit apart */

/* ---- Reading together ---- */

enum outcome look_enter(struct store *s, bool *mine, struct error *e)
{
    enum outcome o = read_enter(s, mine, e);
    if (o == DONE && *mine)
        s->reading = true;
    return o;
}

void look_leave(struct store *s, bool mine)
{
    if (mine)
        s->reading = false;
    read_leave(s, mine);
}

/* ---- Rows without lines ---- */

enum outcome row_peek(struct store *s, const struct kind *k, int64_t id, struct record **out,
                      struct error *e)
{
    struct buf text = { 0 };
    struct sql *q = NULL;
    bool row = false;
    *out = NULL;
    buf_puts(&text, "SELECT ");
    row_columns(&text, k);
    buf_puts(&text, " FROM ");
    table_name(&text, k, NULL);
    buf_puts(&text, " WHERE \"id\" = $1");
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    o = sql_row(q, &row, e);
    if (o == DONE && row)
        o = row_record(q, 0, k, out, e);
    sql_close(q);
    return o;
}

/* A kind whose rows can be merged says so by this field. */
static const struct field *heir_field(const struct kind *k)
{
    const struct field *f = kind_field(k, "merged_into");
    return f && f->type->storage == STORED_REFERENCE && text_same(f->kind, k->id) ? f : NULL;
}

static enum standing standing_of(const struct kind *k, const char *state)
{
    const struct state *it = k->flow ? flow_state(k->flow, state) : NULL;
    if (it && strcmp(it->id, state_discarded.id) == 0)
        return STANDS_DISCARDED;
    return it && (it->flags & (STATE_FINAL | STATE_HIDDEN)) ? STANDS_CLOSED : STANDS_OPEN;
}

enum outcome row_stands(struct store *s, const struct kind *k, int64_t id, enum standing *stands,
                        int64_t *heir, struct error *e)
{
    const struct field *merged = heir_field(k);
    struct buf text = { 0 };
    struct sql *q = NULL;
    bool row = false;
    *stands = STANDS_NOT;
    *heir = 0;
    buf_puts(&text, "SELECT \"state\"");
    if (merged) {
        buf_puts(&text, ", ");
        column_name(&text, merged, "_id");
    }
    buf_puts(&text, " FROM ");
    table_name(&text, k, NULL);
    buf_puts(&text, " WHERE \"id\" = $1");
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    o = sql_row(q, &row, e);
    if (o == DONE && row) {
        *stands = standing_of(k, col_str(q, 0));
        *heir = merged && *stands == STANDS_CLOSED ? col_int(q, 1) : 0;
    }
    sql_close(q);
    return o;
}

void states_all(const struct kind *k, const char **out)
{
    size_t n = 0;
    const struct state *state = k->flow ? k->flow->states : NULL;
    for (; state && state->id && n < STATES_MAX; state++)
        if (strcmp(state->id, state_discarded.id) != 0)
            out[n++] = state->id;
    out[n] = NULL;
}

/* ---- Telling them apart ---- */

struct telling_apart {
    const struct record *r;
    struct buf *out;
    const char *name; /* already shown */
    size_t pieces;
};

static void add_piece(struct telling_apart *t, const char *text)
{
    if (!*text || t->pieces >= PIECES_MAX || strstr(t->name, text))
        return;
    if (t->pieces++ > 0)
        buf_puts(t->out, " · ");
    buf_puts(t->out, text);
}

static void add_field_piece(struct telling_apart *t, const char *id)
{
    const struct field *f = id ? kind_field(t->r->kind, id) : NULL;
    const struct value *v = f ? record_value(t->r, id) : NULL;
    struct buf text = { 0 };
    if (v && v->set && !(f->flags & (FIELD_SEALED | FIELD_COUNTDOWN)))
        field_format(f, v, SPELL_SCREEN, &text);
    add_piece(t, buf_text(&text));
    buf_free(&text);
}

static bool is_named_by(const struct kind *k, const char *field)
{
    return text_same(k->code, field) || text_same(k->title, field) || text_same(k->number, field) ||
           strcmp(field, "aliases") == 0;
}

static void add_fields(struct telling_apart *t)
{
    const struct kind *k = t->r->kind;
    for (const char *const *field = k->lookup; field && *field; field++)
        if (!is_named_by(k, *field))
            add_field_piece(t, *field);
    for (const struct column *c = k->columns; !k->lookup && c && c->field; c++)
        if (!is_named_by(k, c->field))
            add_field_piece(t, c->field);
}

static bool is_nameless(const struct record *r)
{
    const struct kind *k = r->kind;
    const struct value *number = k->number ? record_value(r, k->number) : NULL;
    const struct value *title = k->title ? record_value(r, k->title) : NULL;
    return !(number && number->set) && !(title && title->set);
}

/* Lists may show another number in its place. */
static void add_stand_in(struct telling_apart *t)
{
    struct buf text = { 0 };
    const struct kind *k = t->r->kind;
    if (is_nameless(t->r) && k->draw_row && k->title)
        k->draw_row(t->r, k->title, &text);
    add_piece(t, buf_text(&text));
    buf_free(&text);
}

static void tell_apart(const struct record *r, const char *name, const char *also, struct buf *out)
{
    const struct kind *k = r->kind;
    struct telling_apart t = { .r = r, .out = out, .name = name };
    if (also)
        add_piece(&t, also);
    add_stand_in(&t);
    add_field_piece(&t, k->code);
    add_field_piece(&t, k->title);
    add_fields(&t);
    const struct state *state = k->flow ? flow_state(k->flow, r->state) : NULL;
    bool usual = (k->flags & KIND_REFERENCE) && state && state == k->flow->states;
    if (state && !usual && state->label) {
        buf_puts(out, out->len ? " · " : "");
        buf_puts(out, tr(state->label));
    }
}

bool hits_hold(const struct hits *h, int64_t id)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->items[i].id == id)
            return true;
    return false;
}

void hits_add(struct hits *h, const struct record *r, const char *also)
{
    h->items = xreallocarray(h->items, h->count + 1, sizeof *h->items);
    struct hit *hit = &h->items[h->count++];
    *hit = (struct hit){ .kind = r->kind, .id = r->id };
    record_name(r, &hit->name);
    hit->nameless = is_nameless(r);
    tell_apart(r, buf_text(&hit->name), also, &hit->text);
}

void hits_free(struct hits *h)
{
    for (size_t i = 0; i < h->count; i++) {
        buf_free(&h->items[i].name);
        buf_free(&h->items[i].text);
    }
    free(h->items);
    *h = (struct hits){ 0 };
}
