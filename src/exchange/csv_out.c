/* CSV out: RFC 4180, and loket's own export, which restores records to the letter. */
#include "loket/exchange.h"

#include <stdlib.h>
#include <string.h>

void csv_cell(const char *text, bool first, struct buf *out)
{
    if (!first)
        buf_putc(out, ',');
    bool quoted =
        strpbrk(text, ",\"\r\n") || *text == ' ' || (*text && text[strlen(text) - 1] == ' ');
    if (!quoted) {
        buf_puts(out, text);
        return;
    }
    buf_putc(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_putc(out, '"');
        buf_putc(out, *text);
    }
    buf_putc(out, '"');
}

/* A derived field is computed again where it is read; it is not exported. */
static bool exported(const struct field *f)
{
    return !(f->flags & FIELD_DERIVED);
}

static void header_cells(const char *prefix, const struct field *fields, struct buf *out)
{
    struct buf name = { 0 };
    for (; fields && fields->id; fields++) {
        if (!exported(fields))
            continue;
        buf_reset(&name);
        buf_printf(&name, "%s%s", prefix, fields->id);
        csv_cell(buf_text(&name), false, out);
        if (fields->type->storage == STORED_REFERENCE) {
            buf_puts(&name, "_id");
            csv_cell(buf_text(&name), false, out);
        }
    }
    buf_free(&name);
}

void record_csv_header(const struct kind *k, struct buf *out)
{
    buf_puts(out, "id,rev,state,origin,line,line_id");
    header_cells("", k->fields, out);
    for (size_t l = 0; l < line_kind_count(k); l++) {
        struct buf prefix = { 0 };
        buf_printf(&prefix, "%s.", k->lines[l].id);
        header_cells(buf_text(&prefix), k->lines[l].fields, out);
        buf_free(&prefix);
    }
    buf_puts(out, "\r\n");
}

static void value_cell(const struct field *f, const struct value *v, struct buf *out)
{
    struct buf text = { 0 };
    if (v && v->set)
        field_format(f, v, SPELL_CANONICAL, &text);
    csv_cell(buf_text(&text), false, out);
    buf_free(&text);
    if (f->type->storage != STORED_REFERENCE)
        return;
    char id[ID_TEXT_LEN + 1] = "";
    if (v && v->num)
        id_text(v->num, id);
    csv_cell(id, false, out);
}

/* values NULL: as many empty cells. */
static void value_cells(const struct field *fields, const struct value *values, struct buf *out)
{
    for (size_t i = 0; fields && fields[i].id; i++)
        if (exported(&fields[i]))
            value_cell(&fields[i], values ? &values[i] : NULL, out);
}

static const char *const origin_words[] = {
    [ORIGIN_DESK] = "desk", [ORIGIN_LOG] = "log", [ORIGIN_RESTORED] = "restored"
};

const char *origin_word(enum origin o)
{
    return origin_words[o];
}

bool origin_parse(const char *word, enum origin *out)
{
    for (size_t i = 0; i < COUNT(origin_words); i++)
        if (strcmp(origin_words[i], word) == 0) {
            *out = (enum origin)i;
            return true;
        }
    return false;
}

static void row_head(const struct record *r, const char *line, int64_t line_id, struct buf *out)
{
    char id[ID_TEXT_LEN + 1], own[ID_TEXT_LEN + 1] = "";
    id_text(r->id, id);
    if (line_id)
        id_text(line_id, own);
    buf_printf(out, "%s,%lld,%s,%s,%s,%s", id, (long long)r->rev, r->state, origin_word(r->origin),
               line, own);
}

static void line_row(const struct record *r, size_t list, const struct line *line, struct buf *out)
{
    row_head(r, r->kind->lines[list].id, line->id, out);
    value_cells(r->kind->fields, NULL, out);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        value_cells(r->kind->lines[l].fields, l == list ? line->values : NULL, out);
    buf_puts(out, "\r\n");
}

void record_csv(const struct record *r, struct buf *out)
{
    row_head(r, "", 0, out);
    value_cells(r->kind->fields, r->values, out);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        value_cells(r->kind->lines[l].fields, NULL, out);
    buf_puts(out, "\r\n");
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++)
            if (!r->lines[l].items[i].gone)
                line_row(r, l, &r->lines[l].items[i], out);
}
