/* item.c - rows as a walk finds them: read, checked where SQL cannot, and put in order. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

/* ---- Columns ---- */

static void add_field(struct buf *b, const struct field *f)
{
    struct field one[2] = { *f, { 0 } };
    if (f == &id_field)
        return; /* always there, first */
    if (f == &text_field) {
        buf_puts(b, ", (SELECT s.text FROM search AS s WHERE s.rowid = \"id\")");
        return;
    }
    field_columns(b, one);
}

static int columns_of(const struct field *f)
{
    return f == &id_field ? 0 : field_column_count(f);
}

void list_columns(const struct list *l, bool whole, struct buf *b)
{
    buf_puts(b, "SELECT \"id\"");
    add_field(b, l->sort);
    for (size_t i = 0; i < l->clause_count; i++)
        if (l->clauses[i].checked)
            add_field(b, l->clauses[i].field);
    if (whole) {
        buf_puts(b, ", ");
        row_columns(b, l->kind);
    }
    buf_puts(b, " FROM ");
    table_name(b, l->kind, NULL);
}

/* ---- Checks ---- */

/* Words of a value as stored and as shown, so that a choice is found by code and by label. */
static void value_words(const struct field *f, const struct value *v, struct buf *out)
{
    struct buf text = { 0 };
    field_format(f, v, SPELL_CANONICAL, &text);
    buf_putc(&text, ' ');
    field_format(f, v, SPELL_SCREEN, &text);
    utf8_fold(buf_text(&text), out);
    buf_free(&text);
}

static bool text_fits(const struct clause *c, const struct value *v)
{
    struct buf text = { 0 }, form = { 0 };
    bool fits;
    if (c->how == CONTAINS) {
        value_words(c->field, v, &form);
        fits = words_match(buf_text(&form), buf_text(&c->words));
    } else if (c->how == ENDS) {
        field_format(c->field, v, SPELL_CANONICAL, &text);
        tail_of(buf_text(&text), &form);
        fits = text_starts(buf_text(&form), buf_text(&c->words));
    } else {
        field_format(c->field, v, SPELL_CANONICAL, &form);
        fits = text_starts(buf_text(&form), c->low.text);
    }
    buf_free(&text);
    buf_free(&form);
    return fits;
}

static bool clause_fits(const struct clause *c, const struct value *v)
{
    if (!value_present(c->field, v))
        return c->how == CONTAINS ? c->words.len == 0 : false;
    return text_fits(c, v);
}

static enum outcome field_read(const struct sql *q, int at, const struct field *f, struct value *v,
                               struct error *e)
{
    if (f != &id_field)
        return col_value(q, at, f, v, e);
    value_set_number(v, col_int(q, 0));
    return DONE;
}

static enum outcome check(const struct list *l, const struct sql *q, int *at, bool *fits,
                          struct error *e)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < l->clause_count; i++) {
        const struct clause *c = &l->clauses[i];
        struct value v = { 0 };
        if (!c->checked)
            continue;
        if (*fits) {
            o = field_read(q, *at, c->field, &v, e);
            *fits = o == DONE && clause_fits(c, &v);
            value_clear(&v);
        }
        *at += columns_of(c->field);
    }
    return o;
}

/* ---- Items ---- */

void item_free(struct item *i)
{
    value_clear(&i->key);
    record_free(&i->record);
}

enum outcome list_item(const struct list *l, const struct sql *q, bool whole, struct item *i,
                       bool *fits, struct error *e)
{
    int at = 1 + columns_of(l->sort);
    *fits = true;
    enum outcome o = check(l, q, &at, fits, e);
    if (o != DONE || !*fits)
        return o;
    i->list = l;
    i->id = col_int(q, 0);
    o = field_read(q, 1, l->sort, &i->key, e);
    if (o == DONE && whole)
        o = row_record(q, at, l->kind, &i->record, e);
    if (o != DONE)
        item_free(i);
    return o;
}

static int compare_ids(const struct item *a, const struct item *b)
{
    int order = (a->id > b->id) - (a->id < b->id);
    return a->list->down ? -order : order;
}

int item_compare(const struct item *a, const struct item *b)
{
    const struct field *f = a->list->sort;
    if (f == &id_field)
        return compare_ids(a, b);
    bool has_a = value_present(f, &a->key), has_b = value_present(f, &b->key);
    if (has_a != has_b)
        return has_a ? -1 : 1;
    int order = !has_a                         ? 0
                : a->list->drive == DRIVE_NONE ? f->type->compare(&a->key, &b->key)
                                               : key_compare(f, &a->key, &b->key);
    if (order == 0)
        return compare_ids(a, b);
    return a->list->down ? -order : order;
}

struct item *items_add(struct items *all)
{
    if (all->count == all->cap) {
        all->cap = all->cap ? all->cap * 2 : 32;
        all->at = xreallocarray(all->at, all->cap, sizeof *all->at);
    }
    struct item *i = &all->at[all->count++];
    *i = (struct item){ 0 };
    return i;
}

void items_free(struct items *all)
{
    for (size_t i = 0; i < all->count; i++)
        item_free(&all->at[i]);
    free(all->at);
    *all = (struct items){ 0 };
}
