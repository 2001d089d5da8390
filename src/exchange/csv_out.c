/* csv_out.c - loket's own export, which restores records to the letter: RFC 4180, and the dialect
 * of spreadsheets in an Indonesian office. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* ---- One cell ---- */

void csv_cell_between(const char *text, const char *special, struct buf *out)
{
    bool quoted =
        strpbrk(text, special) || *text == ' ' || (*text && text[strlen(text) - 1] == ' ');
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

void csv_cell(const char *text, bool first, struct buf *out)
{
    if (!first)
        buf_putc(out, ',');
    csv_cell_between(text, ",\"\r\n", out);
}

static void put_cell(enum csv_style style, const char *text, bool first, struct buf *out)
{
    if (style == CSV_PLAIN) {
        csv_cell(text, first, out);
        return;
    }
    if (!first)
        buf_putc(out, ';');
    csv_cell_between(text, ";\"\r\n\t", out);
}

/* ---- What a spreadsheet would change ---- */

enum {
    GUARDED_BYTES = 60, /* nothing longer is taken for a number or a date */
    EXACT_DIGITS = 11,  /* a number of more is shown as 1,23E+11, and saved so */
};

static size_t digits_in(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text >= '0' && *text <= '9';
    return n;
}

static bool same_word(const char *text, const char *const *list)
{
    char *folded = cell_folded(text);
    bool found = words_listed(folded, list);
    free(folded);
    return found;
}

/* Words that would come back as a number, a date or a truth: "007", "1/2", "3E5", "Mar-20". */
static bool would_change(const char *text)
{
    static const char *const truths[] = { "true", "false", "benar", "salah", NULL };
    if (!*text || strlen(text) > GUARDED_BYTES || strpbrk(text, "\r\n\t"))
        return false;
    return strchr("0123456789.,(", *text) || same_word(text, truths) ||
           (digits_in(text) && strlen(text) <= 12 && !strchr("=+-@'", *text));
}

/* ="007" is a text to a spreadsheet, whatever it looks like. */
static void guard(const char *text, struct buf *out)
{
    buf_puts(out, "=\"");
    for (; *text; text++) {
        if (*text == '"')
            buf_putc(out, '"');
        buf_putc(out, *text);
    }
    buf_putc(out, '"');
}

static void excel_text(const char *text, struct buf *out)
{
    if (would_change(text)) {
        guard(text, out);
        return;
    }
    if (*text && strchr("=+-@'\t\r", *text))
        buf_putc(out, '\''); /* no formula */
    buf_puts(out, text);
}

char *excel_plain(const char *cell)
{
    struct buf out = { 0 };
    size_t n = strlen(cell);
    if (n < 3 || !text_starts(cell, "=\"") || cell[n - 1] != '"')
        return xstrdup(*cell == '\'' ? cell + 1 : cell);
    for (size_t i = 2; i + 1 < n; i++) {
        buf_putc(&out, cell[i]);
        i += cell[i] == '"' && cell[i + 1] == '"' && i + 2 < n;
    }
    buf_puts(&out, "");
    return buf_take(&out);
}

static bool is_number(const struct field *f)
{
    return f->type == &type_number || f->type == &type_money;
}

/* Numbers have a comma there; days stand as year-month-day, which every language takes for a date.
 */
static void excel_value(const struct field *f, const struct value *v, struct buf *out)
{
    struct buf text = { 0 };
    field_format(f, v, SPELL_CANONICAL, &text);
    for (size_t i = 0; is_number(f) && i < text.len; i++)
        if (text.data[i] == '.')
            text.data[i] = ',';
    if (is_number(f) && digits_in(buf_text(&text)) > EXACT_DIGITS)
        guard(buf_text(&text), out);
    else if (is_number(f) || f->type == &type_date)
        buf_puts(out, buf_text(&text));
    else
        excel_text(buf_text(&text), out);
    buf_free(&text);
}

/* ---- Header ---- */

/* A derived field is computed again where it is read; it is not exported. */
static bool exported(const struct field *f)
{
    return !(f->flags & FIELD_DERIVED);
}

static void header_cells(enum csv_style style, const char *prefix, const struct field *fields,
                         struct buf *out)
{
    struct buf name = { 0 };
    for (; fields && fields->id; fields++) {
        if (!exported(fields))
            continue;
        buf_reset(&name);
        buf_printf(&name, "%s%s", prefix, fields->id);
        put_cell(style, buf_text(&name), false, out);
        if (fields->type->storage == STORED_REFERENCE) {
            buf_puts(&name, "_id");
            put_cell(style, buf_text(&name), false, out);
        }
    }
    buf_free(&name);
}

/* The last column of the spreadsheet's dialect is empty; its name says how cells are meant,
 * whatever program saved the sheet since. */
void record_csv_header(const struct kind *k, enum csv_style style, struct buf *out)
{
    static const char *const own[] = { "id", "rev", "state", "origin", "line", "line_id" };
    if (style == CSV_EXCEL)
        buf_puts(out, byte_order_mark);
    for (size_t i = 0; i < COUNT(own); i++)
        put_cell(style, own[i], i == 0, out);
    header_cells(style, "", k->fields, out);
    for (size_t l = 0; l < line_kind_count(k); l++) {
        struct buf prefix = { 0 };
        buf_printf(&prefix, "%s.", k->lines[l].id);
        header_cells(style, buf_text(&prefix), k->lines[l].fields, out);
        buf_free(&prefix);
    }
    if (style == CSV_EXCEL)
        put_cell(style, "excel", false, out);
    buf_puts(out, "\r\n");
}

/* ---- Rows ---- */

static void id_cell(enum csv_style style, int64_t id, bool first, struct buf *out)
{
    char text[ID_TEXT_LEN + 1] = "";
    struct buf cell = { 0 };
    if (id)
        id_text(id, text);
    if (style == CSV_EXCEL)
        excel_text(text, &cell);
    else
        buf_puts(&cell, text);
    put_cell(style, buf_text(&cell), first, out);
    buf_free(&cell);
}

static void value_cell(enum csv_style style, const struct field *f, const struct value *v,
                       struct buf *out)
{
    struct buf text = { 0 };
    if (v && v->set && style == CSV_EXCEL)
        excel_value(f, v, &text);
    else if (v && v->set)
        field_format(f, v, SPELL_CANONICAL, &text);
    put_cell(style, buf_text(&text), false, out);
    buf_free(&text);
    if (f->type->storage == STORED_REFERENCE)
        id_cell(style, v ? v->num : 0, false, out);
}

/* values NULL: as many empty cells. */
static void value_cells(enum csv_style style, const struct field *fields,
                        const struct value *values, struct buf *out)
{
    for (size_t i = 0; fields && fields[i].id; i++)
        if (exported(&fields[i]))
            value_cell(style, &fields[i], values ? &values[i] : NULL, out);
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

static void row_head(enum csv_style style, const struct record *r, const char *line,
                     int64_t line_id, struct buf *out)
{
    struct buf rev = { 0 };
    buf_printf(&rev, "%lld", (long long)r->rev);
    id_cell(style, r->id, true, out);
    put_cell(style, buf_text(&rev), false, out);
    put_cell(style, r->state, false, out);
    put_cell(style, origin_word(r->origin), false, out);
    put_cell(style, line, false, out);
    id_cell(style, line_id, false, out);
    buf_free(&rev);
}

static void row_end(enum csv_style style, struct buf *out)
{
    if (style == CSV_EXCEL)
        put_cell(style, "", false, out);
    buf_puts(out, "\r\n");
}

static void line_row(enum csv_style style, const struct record *r, size_t list,
                     const struct line *line, struct buf *out)
{
    row_head(style, r, r->kind->lines[list].id, line->id, out);
    value_cells(style, r->kind->fields, NULL, out);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        value_cells(style, r->kind->lines[l].fields, l == list ? line->values : NULL, out);
    row_end(style, out);
}

void record_csv(const struct record *r, enum csv_style style, struct buf *out)
{
    row_head(style, r, "", 0, out);
    value_cells(style, r->kind->fields, r->values, out);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        value_cells(style, r->kind->lines[l].fields, NULL, out);
    row_end(style, out);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++)
            if (!r->lines[l].items[i].gone)
                line_row(style, r, l, &r->lines[l].items[i], out);
}
