/* apply.c - bringing a record into the state that flat entries describe. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static enum outcome unknown_key(const struct record *r, const char *key, struct error *e)
{
    return fail(e, BAD_DATA,
                _("The change names “%s”, which %s does not have; this file was written by a "
                  "newer loket, so update the program."),
                excerpt(key).text, tr(r->kind->label));
}

static enum outcome wrong_tag(const struct flat_entry *entry, struct error *e)
{
    return fail(e, BAD_DATA,
                _("The change to “%s” holds another type of value than the field; run "
                  "loket verify."),
                excerpt(entry->key).text);
}

/* The value a place stands for; NULL: its line is not there. */
static struct value *value_of(struct record *r, const struct place *p)
{
    if (!p->line)
        return &r->values[p->field_index];
    struct line *line = line_by_id(&r->lines[p->line_kind], p->line_id);
    return line && !line->gone ? &line->values[p->field_index] : NULL;
}

static void clear_place(struct record *r, const struct place *p)
{
    struct value *v = p->field ? value_of(r, p) : NULL;
    if (!v)
        return;
    if (p->link)
        value_set_reference(v, 0, v->text);
    else if (p->field->type->storage == STORED_REFERENCE)
        value_set_reference(v, v->num, NULL);
    else
        value_clear(v);
}

/* ---- Lines come and go ---- */

static void empty_line(struct line *line, size_t fields)
{
    for (size_t i = 0; i < fields; i++)
        value_clear(&line->values[i]);
}

static void make_line(struct record *r, const struct place *p)
{
    size_t fields = field_count(p->line->fields);
    struct line *line = line_by_id(&r->lines[p->line_kind], p->line_id);
    if (!line) {
        line_list_add(&r->lines[p->line_kind], fields)->id = p->line_id;
        return;
    }
    /* A tombstone coming back holds exactly what the entries say. */
    if (line->gone)
        empty_line(line, fields);
    line->gone = false;
}

static void drop_line(struct record *r, const struct place *p)
{
    struct line *line = line_by_id(&r->lines[p->line_kind], p->line_id);
    if (line)
        line->gone = true;
}

/* ---- Positions ---- */

struct seat {
    struct line line;
    int64_t wanted; /* position; tombstones behind all */
    size_t now;
};

static int by_seat(const void *a, const void *b)
{
    const struct seat *x = a, *y = b;
    if (x->wanted != y->wanted)
        return x->wanted < y->wanted ? -1 : 1;
    return x->now < y->now ? -1 : x->now > y->now;
}

static int64_t wanted_position(const struct line_kind *k, const struct line *line,
                               const struct flat *is, int64_t position)
{
    char id[ID_TEXT_LEN + 1];
    struct buf key = { 0 };
    id_text(line->id, id);
    buf_printf(&key, "%s/%s/", k->id, id);
    const struct flat_entry *entry = line->id ? flat_find(is, key.data) : NULL;
    buf_free(&key);
    return entry ? entry->num : position;
}

static void seat_lines(const struct line_kind *k, struct line_list *list, const struct flat *is)
{
    struct seat *seats = xcalloc(list->count, sizeof *seats);
    int64_t position = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct line *line = &list->items[i];
        seats[i] = (struct seat){ .line = *line, .wanted = INT64_MAX, .now = i };
        if (!line->gone)
            seats[i].wanted = wanted_position(k, line, is, ++position);
    }
    qsort(seats, list->count, sizeof *seats, by_seat);
    for (size_t i = 0; i < list->count; i++)
        list->items[i] = seats[i].line;
    free(seats);
}

/* ---- Setting ---- */

static enum outcome set_state(struct record *r, const struct flat_entry *entry, struct error *e)
{
    if (entry->tag != TAG_STATE)
        return wrong_tag(entry, e);
    const struct state *s = flow_state(r->kind->flow, entry->text);
    if (!s)
        return unknown_key(r, entry->text ? entry->text : "state", e);
    r->state = s->id;
    return DONE;
}

static enum outcome set_field(struct record *r, const struct place *p,
                              const struct flat_entry *entry, struct error *e)
{
    char tag = p->link ? TAG_LINK : p->field->type->tag;
    struct value *v = value_of(r, p);
    if (!v)
        return unknown_key(r, entry->key, e);
    if (entry->tag != tag)
        return wrong_tag(entry, e);
    if (p->link)
        value_set_reference(v, entry->num, v->text);
    else if (p->field->type->storage == STORED_REFERENCE)
        value_set_reference(v, v->num, entry->text);
    else if (p->field->type->storage == STORED_INTEGER)
        value_set_number(v, entry->num);
    else
        value_set_text(v, entry->text);
    return DONE;
}

static enum outcome set_entry(struct record *r, const struct flat_entry *entry, struct error *e)
{
    struct place p;
    if (!place_of_key(r->kind, entry->key, &p))
        return unknown_key(r, entry->key, e);
    if (p.state)
        return set_state(r, entry, e);
    if (p.field)
        return set_field(r, &p, entry, e);
    if (entry->tag != TAG_POSITION)
        return wrong_tag(entry, e);
    make_line(r, &p);
    return DONE;
}

static enum outcome clear_entry(struct record *r, const char *key, struct error *e)
{
    struct place p;
    if (!place_of_key(r->kind, key, &p))
        return unknown_key(r, key, e);
    if (p.state)
        return DONE; /* a record is always in some state */
    if (p.line && !p.field)
        drop_line(r, &p);
    else
        clear_place(r, &p);
    return DONE;
}

enum outcome flat_apply(struct record *r, const struct flat *was, const struct flat *is,
                        struct error *e)
{
    enum outcome o = DONE;
    /* Backwards, so that a line's fields are cleared before the line goes. */
    for (size_t i = was->count; i > 0 && o == DONE; i--)
        if (!flat_find(is, was->items[i - 1].key))
            o = clear_entry(r, was->items[i - 1].key, e);
    for (size_t i = 0; i < is->count && o == DONE; i++)
        o = set_entry(r, &is->items[i], e);
    for (size_t i = 0; i < line_kind_count(r->kind) && o == DONE; i++)
        if (r->lines[i].count)
            seat_lines(&r->kind->lines[i], &r->lines[i], is);
    return o;
}
