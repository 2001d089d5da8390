/* paper.c - what a record says, on a plain-text paper. */
#include "paper.h"

#include <string.h>

void paper_field(struct buf *out, const struct record *r, const char *field)
{
    struct buf text = { 0 };
    const struct field *f = kind_field(r->kind, field);
    const struct value *v = record_value(r, field);
    if (v->set)
        field_format(f, v, SPELL_SCREEN, &text);
    paper_pair(out, _(f->label), buf_text(&text));
    buf_free(&text);
}

void paper_cell(struct buf *out, const struct line_kind *k, const struct line *l, const char *field)
{
    for (size_t i = 0; k->fields[i].id != NULL; i++)
        if (strcmp(k->fields[i].id, field) == 0 && l->values[i].set)
            field_format(&k->fields[i], &l->values[i], SPELL_SCREEN, out);
}
