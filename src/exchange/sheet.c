/* sheet.c - any sheet, row by row. The file is held in memory as UTF-8; dialect.c says where a
 * record ends, libcsv takes it apart into cells. */
#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "parts.h"

enum {
    FILE_MAX = 64 << 20,
    CELL_STEP = 1 << 14, /* by which libcsv's room for one cell grows */
};

struct sheet {
    struct buf text; /* UTF-8, without NUL */
    struct dialect dialect;
    size_t begin; /* of the first row */
    size_t at;    /* of the next row */
    size_t number;
    struct csv_parser parser;
    struct buf bytes;                 /* the row's cells, each with its NUL */
    size_t starts[SHEET_COLUMNS_MAX]; /* of each cell in bytes */
    char *cells[SHEET_COLUMNS_MAX + 1];
    size_t count;
    bool too_long, too_many;
};

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static int no_term(unsigned char c)
{
    (void)c;
    return 0;
}

static bool begins(const void *bytes, size_t n, const char *mark)
{
    return n >= strlen(mark) && strncasecmp(bytes, mark, strlen(mark)) == 0;
}

/* What is a sheet only to a spreadsheet program. The marks are those of zip (xlsx, ods), of the
 * compound files of old (xls), and of web pages, as which the national system exports. */
static enum outcome refuse_other_formats(const void *bytes, size_t n, struct error *e)
{
    if (begins(bytes, n, "PK\x03\x04") || begins(bytes, n, "\xD0\xCF\x11\xE0"))
        return fail(e, BAD_DATA,
                    _("This is a spreadsheet program's own file, not CSV; open it there, save it "
                      "as CSV and take that file."));
    if (begins(bytes, n, "<!DOCTYPE html") || begins(bytes, n, "<html"))
        return fail(e, BAD_DATA,
                    _("This is a web page, not CSV; open it in a spreadsheet program, save it as "
                      "CSV and take that file."));
    return DONE;
}

enum outcome sheet_open_bytes(const void *bytes, size_t n, struct sheet **out, struct error *e)
{
    *out = NULL;
    if (n > FILE_MAX)
        return fail(e, BAD_DATA,
                    _("The sheet is larger than %d MiB; split it and take the parts "
                      "one after the other."),
                    FILE_MAX >> 20);
    enum outcome result = refuse_other_formats(bytes, n, e);
    if (result != DONE)
        return result;
    struct sheet *s = xcalloc(1, sizeof *s);
    encoding_decode(bytes, n, &s->dialect.encoding, &s->text);
    dialect_find(buf_text(&s->text), s->text.len, &s->dialect, &s->begin);
    csv_init(&s->parser, 0);
    csv_set_delim(&s->parser, (unsigned char)s->dialect.delimiter);
    csv_set_space_func(&s->parser, no_space);
    csv_set_term_func(&s->parser, no_term);
    csv_set_blk_size(&s->parser, CELL_STEP);
    sheet_rewind(s);
    *out = s;
    return DONE;
}

enum outcome sheet_open(const char *path, struct sheet **out, struct error *e)
{
    struct buf bytes = { 0 };
    *out = NULL;
    enum outcome result = file_read(path, FILE_MAX, &bytes, e);
    if (result == DONE)
        result = sheet_open_bytes(buf_text(&bytes), bytes.len, out, e);
    buf_free(&bytes);
    return result;
}

void sheet_close(struct sheet **s)
{
    if (!*s)
        return;
    csv_free(&(*s)->parser);
    buf_free(&(*s)->text);
    buf_free(&(*s)->bytes);
    free(*s);
    *s = NULL;
}

const struct dialect *sheet_dialect(const struct sheet *s)
{
    return &s->dialect;
}

void sheet_rewind(struct sheet *s)
{
    s->at = s->begin;
    s->number = 0;
}

/* ---- One row ---- */

static void take_cell(void *field, size_t n, void *context)
{
    struct sheet *s = context;
    if (s->count == SHEET_COLUMNS_MAX) {
        s->too_many |= n > 0;
        return;
    }
    if (n > SHEET_CELL_MAX) {
        s->too_long = true;
        n = 0;
    }
    s->starts[s->count++] = s->bytes.len;
    if (n && !utf8_nfc(field, n, &s->bytes))
        buf_add(&s->bytes, field, n);
    buf_putc(&s->bytes, '\0');
}

static void feed(struct sheet *s, size_t from, size_t to)
{
    csv_parse(&s->parser, s->text.data + from, to - from, take_cell, NULL, s);
}

static size_t behind_blanks(const struct sheet *s, size_t at, size_t end)
{
    while (at < end && at < s->text.len && strchr(" \t", s->text.data[at]) &&
           s->text.data[at] != s->dialect.delimiter)
        at++;
    return at;
}

/* Blanks around quotes are no part of a cell, all others are: libcsv is told of none, and those
 * around quotes are left out here. Returns where the cell at `at` ends. */
static size_t feed_cell(struct sheet *s, size_t at, size_t end)
{
    const char *text = s->text.data;
    size_t quote = behind_blanks(s, at, end);
    if (quote < end && text[quote] == s->dialect.quote) {
        size_t close = dialect_quote_end(text, s->text.len, quote, &s->dialect);
        feed(s, quote, close + 1);
        return behind_blanks(s, close + 1, end);
    }
    const char *delimiter = memchr(text + at, s->dialect.delimiter, end - at);
    size_t cell_end = delimiter ? (size_t)(delimiter - text) : end;
    feed(s, at, cell_end);
    return cell_end;
}

static void feed_record(struct sheet *s, const struct span *span)
{
    size_t plain = span->literal < span->end ? span->literal : span->end;
    size_t at = s->at;
    csv_set_quote(&s->parser, CSV_QUOTE);
    while (at < plain) {
        at = feed_cell(s, at, span->end);
        if (at < span->end) {
            feed(s, at, at + 1);
            at++;
        }
    }
    csv_set_quote(&s->parser, '\0');
    if (at < span->end)
        feed(s, at, span->end);
    csv_fini(&s->parser, take_cell, NULL, s);
}

static enum outcome within_limits(const struct sheet *s, struct error *e)
{
    if (s->too_long)
        return fail(e, BAD_DATA,
                    _("Row %zu holds a cell of more than %d bytes; shorten it in the sheet "
                      "and take the file again."),
                    s->number, SHEET_CELL_MAX);
    if (s->too_many)
        return fail(e, BAD_DATA,
                    _("Row %zu has more than %d columns; delete what stands behind the last "
                      "column that counts and take the file again."),
                    s->number, SHEET_COLUMNS_MAX);
    return DONE;
}

enum outcome sheet_next(struct sheet *s, struct sheet_row *row, struct error *e)
{
    *row = (struct sheet_row){ 0 };
    if (s->at >= s->text.len)
        return DONE;
    struct span span = dialect_span(s->text.data, s->text.len, s->at, &s->dialect);
    s->count = 0;
    s->too_long = s->too_many = false;
    buf_reset(&s->bytes);
    s->number++;
    if (span.columns)
        feed_record(s, &span);
    s->at = span.next;
    for (size_t i = 0; i < s->count; i++)
        s->cells[i] = s->bytes.data + s->starts[i];
    *row = (struct sheet_row){ .number = s->number, .cells = s->cells, .count = s->count };
    enum outcome result = within_limits(s, e);
    if (result != DONE)
        *row = (struct sheet_row){ 0 };
    return result;
}
