/* sheet.c - any sheet, row by row. A window of text moves over the file; record.c says where a
 * record ends in it, and its cells are made there and then. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "parts.h"

struct sheet {
    struct source *source;
    struct dialect dialect;
    struct splitter splitter;
    bool as_is;
    struct buf text; /* the window */
    bool end;        /* of the file stands in the window */
    size_t begin;    /* of the first row, in the file's text */
    size_t at;       /* of the next row, in the window */
    size_t number;
    struct split split;
    struct buf bytes; /* cells that had to be made anew, each with its NUL */
    char *cells[SHEET_COLUMNS_MAX + 1];
};

/* ---- Opening ---- */

static bool begins(const char *bytes, size_t n, const char *mark)
{
    return n >= strlen(mark) && strncasecmp(bytes, mark, strlen(mark)) == 0;
}

/* What is a sheet only to a spreadsheet program: the marks are those of zip (xlsx, ods) and of the
 * compound files of old (xls). A web page, as which the national system exports, is turned into
 * rows; *own: whose quotes can be relied on. */
static enum outcome take_other_formats(struct source **source, bool *own, struct error *e)
{
    static const struct {
        const char *mark, *name;
    } others[] = { { "SQLite format 3", "SQLite" },
                   { "%PDF-", "PDF" },
                   { "\x89PNG\r\n", "PNG" },
                   { "\xFF\xD8\xFF", "JPEG" },
                   { "\x1F\x8B", "gzip" },
                   { "\x7F"
                     "ELF",
                     "ELF" } };
    char bytes[4096];
    size_t n = source_peek(*source, bytes, sizeof bytes);
    for (size_t i = 0; i < COUNT(others); i++)
        if (begins(bytes, n, others[i].mark))
            return fail(e, BAD_DATA,
                        _("This is no sheet but a file of another kind (%s); save the sheet as CSV "
                          "and take that file."),
                        others[i].name);
    if (begins(bytes, n, "PK\x03\x04") || begins(bytes, n, "\xD0\xCF\x11\xE0"))
        return fail(e, BAD_DATA,
                    _("This is a spreadsheet program's own file, not CSV; open it there, save it "
                      "as CSV and take that file."));
    *own = page_is(bytes, n);
    return *own ? page_read(source, e) : DONE;
}

static enum outcome recognise(struct sheet *s, const struct sheet_options *how, struct error *e)
{
    struct buf sample = { 0 };
    enum outcome result = source_recognise(s->source, how ? how->encoding : NULL, e);
    if (result == DONE)
        result = source_sample(s->source, &sample, e);
    s->dialect.encoding = source_encoding(s->source);
    dialect_find(buf_text(&sample), sample.len, how, &s->dialect, &s->begin);
    buf_free(&sample);
    return result;
}

static enum outcome sheet_open_source(struct source *source, const struct sheet_options *how,
                                      struct sheet **out, struct error *e)
{
    static const struct sheet_options page = { .delimiter = ",", .quote = "\"", .escape = "" };
    struct sheet *s = xcalloc(1, sizeof *s);
    bool own = false;
    s->as_is = how && how->as_is;
    enum outcome result = take_other_formats(&source, &own, e);
    s->source = source;
    if (result == DONE)
        result = recognise(s, own ? &page : how, e);
    s->dialect.own |= own;
    *out = s;
    if (result != DONE)
        sheet_close(out);
    else
        sheet_rewind(s);
    return result;
}

enum outcome sheet_open_bytes(const void *bytes, size_t n, struct sheet **out, struct error *e)
{
    return sheet_open_source(source_of_bytes(bytes, n), NULL, out, e);
}

enum outcome sheet_open_with(const char *path, const struct sheet_options *how, struct sheet **out,
                             struct error *e)
{
    struct source *source = NULL;
    *out = NULL;
    enum outcome result = source_open(path, &source, e);
    return result == DONE ? sheet_open_source(source, how, out, e) : result;
}

enum outcome sheet_open(const char *path, struct sheet **out, struct error *e)
{
    return sheet_open_with(path, NULL, out, e);
}

void sheet_close(struct sheet **s)
{
    if (!*s)
        return;
    source_close(&(*s)->source);
    buf_free(&(*s)->text);
    buf_free(&(*s)->bytes);
    free(*s);
    *s = NULL;
}

const struct dialect *sheet_dialect(const struct sheet *s)
{
    return &s->dialect;
}

bool sheet_has_nul(const struct sheet *s)
{
    return source_has_nul(s->source);
}

void sheet_rewind(struct sheet *s)
{
    source_rewind(s->source);
    splitter_set(&s->splitter, &s->dialect);
    buf_reset(&s->text);
    s->end = false;
    s->at = s->begin;
    s->number = 0;
}

/* ---- The window ---- */

/* Lets go of the rows that were read and reads on. */
static enum outcome read_on(struct sheet *s, struct error *e)
{
    if (s->at && s->at <= s->text.len) {
        memmove(s->text.data, s->text.data + s->at, s->text.len - s->at);
        s->text.len -= s->at;
        s->at = 0;
    }
    return source_read(s->source, &s->text, &s->end, e);
}

/* Something of the next row stands in the window, or the file is at its end. */
static enum outcome reach_row(struct sheet *s, struct error *e)
{
    enum outcome result = DONE;
    while (result == DONE && !s->end && s->at >= s->text.len)
        result = read_on(s, e);
    return result;
}

/* Splits the next row, with as much text in the window as that takes. *over: it is longer than any
 * row may be. */
static enum outcome split_row(struct sheet *s, bool *over, struct error *e)
{
    for (;;) {
        size_t left = s->text.len - s->at;
        *over = left > SHEET_ROW_MAX && !s->end;
        record_split(&s->splitter, s->text.data, s->text.len, s->at, s->end || *over, &s->split);
        if (!s->split.open || s->end || *over) {
            *over = s->split.end - s->at > SHEET_ROW_MAX;
            return DONE;
        }
        enum outcome result = read_on(s, e);
        if (result != DONE)
            return result;
    }
}

/* Passes over a row that is too long, to its line end. */
static enum outcome pass_over(struct sheet *s, struct error *e)
{
    enum outcome result = DONE;
    for (;;) {
        size_t end = s->at;
        while (end < s->text.len && s->text.data[end] != '\n' && s->text.data[end] != '\r')
            end++;
        bool sure = end + 1 < s->text.len || (end < s->text.len && s->end);
        s->at = end;
        if (sure) {
            bool two =
                s->text.data[end] == '\r' && end + 1 < s->text.len && s->text.data[end + 1] == '\n';
            s->at += two ? 2 : 1;
        }
        if (sure || s->end || result != DONE)
            return result;
        result = read_on(s, e);
    }
}

/* ---- One row ---- */

static bool is_ascii(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

/* The cell in the window, ended by NUL where its delimiter, quote or line end stood. Letters beyond
 * ASCII are brought to normal form in a place of their own, found by its offset. */
static char *take_cell(struct sheet *s, const struct piece *p, size_t *anew)
{
    char *cell = s->text.data + p->begin;
    size_t n = piece_bare(&s->splitter, s->text.data, p);
    cell[n] = '\0';
    *anew = SIZE_MAX;
    if (s->as_is || is_ascii(cell, n))
        return cell;
    *anew = s->bytes.len;
    if (!utf8_nfc(cell, n, &s->bytes))
        buf_add(&s->bytes, cell, n);
    buf_putc(&s->bytes, '\0');
    return NULL;
}

static void take_cells(struct sheet *s)
{
    size_t anew[SHEET_COLUMNS_MAX];
    buf_reset(&s->bytes);
    for (size_t i = 0; i < s->split.count; i++)
        s->cells[i] = take_cell(s, &s->split.cells[i], &anew[i]);
    for (size_t i = 0; i < s->split.count; i++)
        if (anew[i] != SIZE_MAX)
            s->cells[i] = s->bytes.data + anew[i];
}

static bool cell_too_long(const struct split *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->cells[i].end - s->cells[i].begin > SHEET_CELL_MAX)
            return true;
    return false;
}

static enum outcome within_limits(const struct sheet *s, bool over, struct error *e)
{
    if (over)
        return fail(e, BAD_DATA,
                    _("Row %zu is longer than %d MiB; see whether its line ends are missing, "
                      "shorten it in the sheet and take the file again."),
                    s->number, SHEET_ROW_MAX >> 20);
    if (cell_too_long(&s->split))
        return fail(e, BAD_DATA,
                    _("Row %zu holds a cell of more than %d bytes; shorten it in the sheet "
                      "and take the file again."),
                    s->number, SHEET_CELL_MAX);
    if (s->split.over)
        return fail(e, BAD_DATA,
                    _("Row %zu has more than %d columns; delete what stands behind the last "
                      "column that counts and take the file again."),
                    s->number, SHEET_COLUMNS_MAX);
    return DONE;
}

enum outcome sheet_next(struct sheet *s, struct sheet_row *row, struct error *e)
{
    bool over = false;
    *row = (struct sheet_row){ 0 };
    enum outcome result = reach_row(s, e);
    if (result == DONE && s->at >= s->text.len)
        return DONE;
    if (result == DONE)
        result = split_row(s, &over, e);
    if (result != DONE)
        return result;
    s->number++;
    result = within_limits(s, over, e);
    if (over)
        return pass_over(s, e) == DONE ? result : FAULT;
    s->at = s->split.next;
    if (result != DONE)
        return result;
    take_cells(s);
    *row = (struct sheet_row){ .number = s->number,
                               .cells = s->cells,
                               .count = s->split.count,
                               .mended = s->split.strays > 0 };
    return DONE;
}
