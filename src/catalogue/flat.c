/* flat.c - a record as a sorted list of keys, and back: what history, digests and merges work on.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static const struct field_type *const all_types[] = {
    &type_text,   &type_note,        &type_number,    &type_money,  &type_date,
    &type_moment, &type_flag,        &type_choice,    &type_serial, &type_hs,
    &type_npwp,   &type_nitku,       &type_nik,       &type_nip,    &type_phone,
    &type_email,  &type_coordinates, &type_reference, &type_file,
};

static const struct field_type *type_of_tag(char tag)
{
    for (size_t i = 0; i < COUNT(all_types); i++)
        if (all_types[i]->tag == tag)
            return all_types[i];
    return NULL;
}

bool tag_is_integer(char tag)
{
    const struct field_type *t = type_of_tag(tag);
    return tag == TAG_POSITION || tag == TAG_LINK || (t && t->storage == STORED_INTEGER);
}

bool tag_is_text(char tag)
{
    const struct field_type *t = type_of_tag(tag);
    return tag == TAG_STATE || (t && t->storage != STORED_INTEGER);
}

/* ---- The list itself ---- */

/* Takes the key and the text; the caller keeps the order. */
static void append(struct flat *f, char *key, char tag, int64_t num, char *text)
{
    if (f->count == f->cap) {
        f->cap = f->cap ? f->cap * 2 : 32;
        f->items = xreallocarray(f->items, f->cap, sizeof *f->items);
    }
    f->items[f->count++] = (struct flat_entry){ .key = key, .tag = tag, .num = num, .text = text };
}

void flat_add(struct flat *f, const struct flat_entry *e)
{
    append(f, xstrdup(e->key), e->tag, e->num, e->text ? xstrdup(e->text) : NULL);
}

void flat_free(struct flat *f)
{
    for (size_t i = 0; i < f->count; i++) {
        free(f->items[i].key);
        free(f->items[i].text);
    }
    free(f->items);
    *f = (struct flat){ 0 };
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct flat_entry *)a)->key, ((const struct flat_entry *)b)->key);
}

const struct flat_entry *flat_find(const struct flat *f, const char *key)
{
    struct flat_entry wanted = { .key = (char *)key };
    return f->count ? bsearch(&wanted, f->items, f->count, sizeof *f->items, by_key) : NULL;
}

bool flat_entry_same(const struct flat_entry *a, const struct flat_entry *b)
{
    if (!a || !b)
        return a == b;
    return strcmp(a->key, b->key) == 0 && a->tag == b->tag && a->num == b->num &&
           text_same(a->text, b->text);
}

/* ---- From a record ---- */

static char *join(const char *prefix, const char *id, const char *suffix)
{
    struct buf key = { 0 };
    buf_puts(&key, prefix);
    buf_puts(&key, id);
    buf_puts(&key, suffix);
    return buf_take(&key);
}

static void add_value(struct flat *f, const char *prefix, const struct field *field,
                      const struct value *v)
{
    char tag = field->type->tag;
    if (!v->set || (field->flags & FIELD_DERIVED))
        return;
    if (field->type->storage == STORED_INTEGER) {
        append(f, join(prefix, field->id, ""), tag, v->num, NULL);
        return;
    }
    if (v->text && *v->text)
        append(f, join(prefix, field->id, ""), tag, 0, xstrdup(v->text));
    if (field->type->storage == STORED_REFERENCE && v->num != 0)
        append(f, join(prefix, field->id, "#"), TAG_LINK, v->num, NULL);
}

static void add_fields(struct flat *f, const char *prefix, const struct field *list,
                       const struct value *values)
{
    for (size_t i = 0; list[i].id; i++)
        add_value(f, prefix, &list[i], &values[i]);
}

static void add_line(struct flat *f, const struct line_kind *k, const struct line *line,
                     int64_t position)
{
    char id[ID_TEXT_LEN + 1];
    struct buf prefix = { 0 };
    id_text(line->id, id);
    buf_printf(&prefix, "%s/%s/", k->id, id);
    append(f, xstrdup(prefix.data), TAG_POSITION, position, NULL);
    add_fields(f, prefix.data, k->fields, line->values);
    buf_free(&prefix);
}

static void add_lines(struct flat *f, const struct line_kind *k, const struct line_list *list)
{
    int64_t position = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct line *line = &list->items[i];
        if (line->gone)
            continue;
        position++;
        if (line->id != 0)
            add_line(f, k, line, position);
    }
}

void flat_of(const struct record *r, struct flat *out)
{
    if (r->state && *r->state)
        append(out, xstrdup("state"), TAG_STATE, 0, xstrdup(r->state));
    add_fields(out, "", r->kind->fields, r->values);
    for (size_t i = 0; i < line_kind_count(r->kind); i++)
        add_lines(out, &r->kind->lines[i], &r->lines[i]);
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, by_key);
}

/* ---- Differences ---- */

/* Which side's key comes first; a side at its end comes last. */
static int order_of(const struct flat *a, size_t i, const struct flat *b, size_t j)
{
    if (i == a->count)
        return 1;
    return j == b->count ? -1 : strcmp(a->items[i].key, b->items[j].key);
}

void flat_diff(const struct flat *before, const struct flat *after, struct flat *was,
               struct flat *is)
{
    size_t i = 0, j = 0;
    while (i < before->count || j < after->count) {
        int order = order_of(before, i, after, j);
        const struct flat_entry *old = order <= 0 ? &before->items[i++] : NULL;
        const struct flat_entry *new = order >= 0 ? &after->items[j++] : NULL;
        if (flat_entry_same(old, new))
            continue;
        if (old)
            flat_add(was, old);
        if (new)
            flat_add(is, new);
    }
}
