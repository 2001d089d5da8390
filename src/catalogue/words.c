/* words.c - flat keys and entries as people read them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* The live position of a line in r; 0: it is not there. */
static size_t position_of(const struct record *r, const struct place *p)
{
    const struct line_list *list = &r->lines[p->line_kind];
    size_t position = 0;
    for (size_t i = 0; i < list->count; i++) {
        position += !list->items[i].gone;
        if (list->items[i].id == p->line_id)
            return list->items[i].gone ? 0 : position;
    }
    return 0;
}

static void line_words(const struct record *r, const struct place *p, struct buf *out)
{
    size_t position = position_of(r, p);
    buf_puts(out, tr(p->line->label));
    if (position)
        buf_printf(out, " %zu", position);
    if (p->field)
        buf_puts(out, " · ");
}

void flat_key_label(const struct record *r, const char *key, struct buf *out)
{
    struct place p;
    if (!place_of_key(r->kind, key, &p)) {
        buf_puts(out, key);
        return;
    }
    if (p.state)
        buf_puts(out, _("State"));
    if (p.line)
        line_words(r, &p, out);
    if (p.field)
        buf_puts(out, tr(p.field->label));
    if (p.link)
        buf_printf(out, " (%s)", _("link"));
}

static void add_integer(int64_t number, struct buf *out)
{
    buf_printf(out, "%" PRId64, number);
}

static void state_words(const struct kind *k, const struct flat_entry *e, enum spelling s,
                        struct buf *out)
{
    const struct state *state = flow_state(k->flow, e->text);
    buf_puts(out, state && s == SPELL_SCREEN ? tr(state->label) : e->text);
}

static void link_words(int64_t id, struct buf *out)
{
    char text[ID_TEXT_LEN + 1];
    id_text(id, text);
    buf_puts(out, text);
}

static void value_words(const struct field *f, const struct flat_entry *e, enum spelling s,
                        struct buf *out)
{
    /* Ciphertext says nothing to people; who holds the role reads it in the record. */
    if (s == SPELL_SCREEN && (f->flags & FIELD_SEALED)) {
        buf_puts(out, _("(sealed)"));
        return;
    }
    /* Borrows the entry's text for the length of the call. */
    struct value v = { .num = e->num, .text = e->text, .set = true };
    f->type->format(f, &v, s, out);
}

void flat_entry_format(const struct kind *k, const struct flat_entry *e, enum spelling s,
                       struct buf *out)
{
    struct place p;
    bool known = place_of_key(k, e->key, &p);
    if (e->tag == TAG_STATE)
        state_words(k, e, s, out);
    else if (e->tag == TAG_LINK)
        link_words(e->num, out);
    else if (known && p.field && p.field->type->tag == e->tag)
        value_words(p.field, e, s, out);
    else if (tag_is_integer(e->tag))
        add_integer(e->num, out);
    else
        buf_puts(out, e->text ? e->text : "");
}
