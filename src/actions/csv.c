/* csv.c - any sheet as clean CSV: no store, no kind, the cells as they stand. */
#include "loket/actions.h"
#include "loket/exchange.h"

#include <string.h>
#include <strings.h>

/* ---- What is said on the line ---- */

/* "tab" and "none" are words; whatever else is meant as it stands. */
static const char *mark_said(const char *said)
{
    static const struct {
        const char *word, *mark;
    } words[] = { { "none", "" },   { "tab", "\t" },      { "\\t", "\t" },
                  { "space", " " }, { "comma", "," },     { "pipe", "|" },
                  { "bar", "|" },   { "semicolon", ";" }, { "backslash", "\\" } };
    for (size_t i = 0; said && i < COUNT(words); i++)
        if (strcasecmp(said, words[i].word) == 0)
            return words[i].mark;
    return said;
}

static enum outcome take_marks(const struct csv_request *r, struct sheet_options *o,
                               struct error *e)
{
    o->delimiter = mark_said(r->delimiter);
    o->quote = mark_said(r->quote);
    o->escape = mark_said(r->escape);
    if (o->delimiter && (!*o->delimiter || strlen(o->delimiter) > DELIMITER_MAX))
        return fail(e, MISUSED, _("--delimiter takes one to %d characters, or tab, not “%s”."),
                    DELIMITER_MAX, r->delimiter);
    if (o->quote && strlen(o->quote) > 1)
        return fail(e, MISUSED, _("--quote takes one character, or none, not “%s”."), r->quote);
    if (o->escape && strlen(o->escape) > 1)
        return fail(e, MISUSED, _("--escape takes one character, or none, not “%s”."), r->escape);
    if (o->escape && o->quote && strcmp(o->escape, o->quote) == 0)
        o->escape = ""; /* doubled, that is */
    return DONE;
}

static enum outcome take_encoding(const char *said, enum encoding *room, struct sheet_options *o,
                                  struct error *e)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } names[] = { { "utf-8", ENCODING_UTF8 },
                  { "utf8", ENCODING_UTF8 },
                  { "utf-16", ENCODING_UTF16LE },
                  { "utf-16le", ENCODING_UTF16LE },
                  { "utf-16be", ENCODING_UTF16BE },
                  { "windows-1252", ENCODING_WINDOWS_1252 },
                  { "cp1252", ENCODING_WINDOWS_1252 },
                  { "latin1", ENCODING_WINDOWS_1252 },
                  { "iso-8859-1", ENCODING_WINDOWS_1252 } };
    if (!said)
        return DONE;
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcasecmp(said, names[i].name) == 0) {
            *room = names[i].encoding;
            o->encoding = room;
            return DONE;
        }
    return fail(e, MISUSED,
                _("--encoding takes utf-8, utf-16le, utf-16be or windows-1252, not “%s”."), said);
}

/* ---- Telling ---- */

static const char *mark_told(const char *mark)
{
    if (strcmp(mark, "\t") == 0)
        return "TAB";
    if (strcmp(mark, "\x01") == 0)
        return "NUL";
    return strcmp(mark, " ") == 0 ? _("blank") : mark;
}

static void tell_dialect(const struct csv_request *r, const struct dialect *d)
{
    struct buf text = { 0 };
    const char quote[] = { d->quote, '\0' }, escape[] = { d->escape, '\0' };
    buf_printf(&text, _("Read as %s, cells separated by “%s”"), encoding_name(d->encoding),
               mark_told(d->delimiter));
    buf_puts(&text, d->runs ? _(", however many on end") : "");
    buf_puts(&text, d->named ? _(", as its first line says") : "");
    if (d->quote)
        buf_printf(&text, _(", quoted with %s"), quote);
    else
        buf_puts(&text, _(", without quotes"));
    if (d->escape)
        buf_printf(&text, _(", escaped with %s"), mark_told(escape));
    if (d->columns)
        buf_printf(&text, _("; most rows have %zu cells"), d->columns);
    buf_puts(&text, ".");
    r->explain(r->context, buf_text(&text));
    buf_free(&text);
}

static void tell_row(const struct csv_request *r, const struct table_row *row, const char *what)
{
    struct buf text = { 0 };
    const char *first = "";
    for (size_t i = 0; i < row->count && !*first; i++)
        first = row->cells[i];
    buf_printf(&text, _("Row %zu: %s"), row->number, what);
    if (*first && row->part != PART_DATA)
        buf_printf(&text, " “%s”", excerpt(first).text);
    r->explain(r->context, buf_text(&text));
    buf_free(&text);
}

/* What was done with the row, where anything was. */
static void explain_row(const struct csv_request *r, const struct table_row *row)
{
    static const char *const parts[] = { [PART_HEADER] = N_("header"),
                                         [PART_HEADING] = N_("header, joined with the row below"),
                                         [PART_REPEATED] = N_("header again, left out"),
                                         [PART_BANNER] = N_("above the table, left out"),
                                         [PART_TOTAL] = N_("total, left out"),
                                         [PART_NOTE] = N_("below the table, left out"),
                                         [PART_BLANK] = N_("blank, left out"),
                                         [PART_SKIPPED] = N_("passed over as asked"),
                                         [PART_ELSEWHERE] = N_("another table, left out") };
    if (row->part != PART_DATA)
        tell_row(r, row, tr(parts[row->part]));
    if (row->part == PART_DATA && row->ragged)
        tell_row(r, row, _("not as many cells as the header, kept as it is"));
    if (row->part == PART_DATA && row->mended)
        tell_row(r, row, _("a quote is never closed and is kept as a character"));
}

static void tell_sum(const struct csv_request *r, const size_t *rows, size_t tables)
{
    struct buf text = { 0 };
    size_t all = 0;
    for (int i = 0; i < PART_COUNT; i++)
        all += rows[i];
    buf_printf(&text,
               _("%zu rows: %zu of data, %zu of headers, %zu above or below tables, %zu totals, "
                 "%zu blank, %zu passed over, %zu of other tables; %zu tables."),
               all, rows[PART_DATA], rows[PART_HEADER] + rows[PART_HEADING] + rows[PART_REPEATED],
               rows[PART_BANNER] + rows[PART_NOTE], rows[PART_TOTAL], rows[PART_BLANK],
               rows[PART_SKIPPED], rows[PART_ELSEWHERE], tables);
    r->explain(r->context, buf_text(&text));
    buf_free(&text);
}

/* ---- Writing ---- */

static void put_row(const struct table_row *row, bool nul, struct buf *out)
{
    size_t from = out->len;
    for (size_t i = 0; i < row->count; i++)
        csv_cell(row->cells[i], i == 0, out);
    if (row->count == 1 && out->len == from)
        buf_puts(out, "\"\""); /* an empty line would be no row */
    buf_puts(out, "\r\n");
    for (char *at = out->data + from;
         nul && (at = memchr(at, 1, out->len - (size_t)(at - out->data)));)
        *at = '\0';
}

static enum outcome write_rows(const struct csv_request *r, struct sheet *sheet, struct tables *t,
                               struct error *e)
{
    enum { PIECE = 1 << 16 };
    struct buf out = { 0 };
    struct table_row row;
    size_t rows[PART_COUNT] = { 0 };
    bool nul = sheet_has_nul(sheet);
    enum outcome result = DONE;
    while ((result = tables_next(t, &row, e)) == DONE && row.cells) {
        rows[row.part]++;
        if (r->explain)
            explain_row(r, &row);
        if (row.part == PART_DATA || row.part == PART_HEADER)
            put_row(&row, nul, &out);
        if (out.len < PIECE)
            continue;
        r->write(r->context, out.data, out.len);
        buf_reset(&out);
    }
    if (out.len)
        r->write(r->context, out.data, out.len);
    buf_free(&out);
    if (r->explain && result == DONE)
        tell_sum(r, rows, tables_seen(t));
    if (result == DONE && r->table > tables_seen(t) && r->table > 1)
        return fail(e, BAD_DATA, _("The sheet has %zu tables; --table takes a number up to that."),
                    tables_seen(t));
    return result;
}

enum outcome act_csv(const struct csv_request *r, struct error *e)
{
    struct sheet_options how = { .as_is = true };
    enum encoding encoding;
    struct sheet *sheet = NULL;
    enum outcome result = take_marks(r, &how, e);
    if (result == DONE)
        result = take_encoding(r->encoding, &encoding, &how, e);
    if (result == DONE)
        result = sheet_open_with(r->path, &how, &sheet, e);
    if (result != DONE)
        return result;
    if (r->explain)
        tell_dialect(r, sheet_dialect(sheet));
    const struct table_options tables = { .table = r->table, .skip = r->skip, .header = r->header };
    struct tables *t = tables_open(sheet, &tables);
    result = write_rows(r, sheet, t, e);
    tables_close(&t);
    sheet_close(&sheet);
    return result;
}
