/* JSON out: one object a record. Strings are escaped by jansson. */
#include "loket/exchange.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

void json_text(const char *text, struct buf *out)
{
    json_t *string = json_string_nocheck(text);
    char *escaped = string ? json_dumps(string, JSON_ENCODE_ANY) : NULL;
    buf_puts(out, escaped ? escaped : "\"\"");
    free(escaped);
    json_decref(string);
}

static void member(const char *id, const char *text, struct buf *out)
{
    buf_printf(out, ", \"%s\": ", id);
    json_text(text, out);
}

/* Whole numbers and flags are JSON's own; decimals stay text, so that nobody rounds them. */
static void value_member(const struct field *f, const struct value *v, struct buf *out)
{
    struct buf text = { 0 };
    if (!v->set)
        return;
    field_format(f, v, SPELL_CANONICAL, &text);
    bool bare = f->type == &type_flag || (f->type == &type_number && f->decimals == 0);
    if (bare)
        buf_printf(out, ", \"%s\": %s", f->id, buf_text(&text));
    else
        member(f->id, buf_text(&text), out);
    buf_free(&text);
    if (f->type->storage == STORED_REFERENCE && v->num) {
        char id[ID_TEXT_LEN + 1];
        id_text(v->num, id);
        buf_printf(out, ", \"%s_id\": \"%s\"", f->id, id);
    }
}

static void line_object(const struct line_kind *k, const struct line *line, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    id_text(line->id, id);
    buf_printf(out, "{\"id\": \"%s\"", id);
    for (size_t f = 0; k->fields[f].id; f++)
        value_member(&k->fields[f], &line->values[f], out);
    buf_putc(out, '}');
}

static void line_array(const struct record *r, size_t list, struct buf *out)
{
    bool first = true;
    buf_printf(out, ", \"%s\": [", r->kind->lines[list].id);
    for (size_t i = 0; i < r->lines[list].count; i++) {
        if (r->lines[list].items[i].gone)
            continue;
        buf_puts(out, first ? "" : ", ");
        line_object(&r->kind->lines[list], &r->lines[list].items[i], out);
        first = false;
    }
    buf_putc(out, ']');
}

void record_json(const struct record *r, bool lines, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    buf_printf(out, "{\"id\": \"%s\", \"rev\": %lld, \"state\": \"%s\"", id, (long long)r->rev,
               r->state);
    for (size_t f = 0; r->kind->fields[f].id; f++)
        value_member(&r->kind->fields[f], &r->values[f], out);
    for (size_t l = 0; lines && l < line_kind_count(r->kind); l++)
        line_array(r, l, out);
    buf_putc(out, '}');
}
