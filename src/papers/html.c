/* html.c - the tables of a web page: what the national system and old spreadsheet programs save
 * under the name of a spreadsheet. */
#include "loket/papers.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { COLUMNS_MAX = 16384, SPAN_MAX = 1000, PIECE = 1 << 16, CELL_MAX = 1 << 20 };

/* Blanks wait until something follows them; those with a line break are layout at a cell's ends. */
enum waiting { NOTHING_WAITS, BLANK_WAITS, BREAK_WAITS };

struct page {
    FILE *out;
    struct buf cell, row;
    enum waiting waiting;
    size_t tables, rows;          /* open tables; rows written since the last blank line */
    size_t column;                /* of the next cell */
    size_t unseen;                /* open elements whose text nobody sees */
    bool in_row, in_cell, filled; /* filled: a cell of the row holds something */
    size_t columns_spanned;
    size_t rows_spanned;
    unsigned short below[COLUMNS_MAX]; /* rows that a cell above still reaches into, by column */
};

static bool is_one_of(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcasecmp(name, *list) == 0)
            return true;
    return false;
}

static const char *const unseen_elements[] = { "head", "style", "script", "title", "xml", NULL };
static const char *const cell_elements[] = { "td", "th", NULL };
static const char *const block_elements[] = { "p",  "div", "center", "h1",      "h2",
                                              "h3", "h4",  "h5",     "h6",      "li",
                                              "ul", "ol",  "body",   "caption", NULL };

/* ---- Rows ---- */

static void put_cell(struct page *p, const char *text)
{
    if (p->column++)
        buf_putc(&p->row, ',');
    buf_putc(&p->row, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_putc(&p->row, '"');
        buf_putc(&p->row, *text);
    }
    buf_putc(&p->row, '"');
}

/* Cells that one above reaches into. */
static void put_spanned(struct page *p)
{
    while (p->column < COLUMNS_MAX && p->below[p->column]) {
        p->below[p->column]--;
        put_cell(p, "");
    }
}

static void end_cell(struct page *p)
{
    if (!p->in_cell)
        return;
    p->in_cell = false;
    if (p->waiting == BLANK_WAITS && p->cell.len)
        buf_putc(&p->cell, ' ');
    p->waiting = NOTHING_WAITS;
    p->filled |= p->cell.len > 0;
    for (size_t i = 0; i < p->columns_spanned && p->column < COLUMNS_MAX; i++) {
        if (p->rows_spanned > 1)
            p->below[p->column] = (unsigned short)(p->rows_spanned - 1);
        put_cell(p, i ? "" : buf_text(&p->cell));
    }
    buf_reset(&p->cell);
    put_spanned(p);
}

static void write_row(struct page *p)
{
    fprintf(p->out, "%s\n", buf_text(&p->row));
    p->rows++;
    buf_reset(&p->row);
    p->column = 0;
}

static void end_row(struct page *p)
{
    end_cell(p);
    if (p->in_row && p->column)
        write_row(p);
    p->in_row = false;
    p->filled = false;
}

static void begin_row(struct page *p)
{
    end_row(p);
    p->in_row = true;
    put_spanned(p);
}

static void blank_line(struct page *p)
{
    if (p->rows)
        fputc('\n', p->out);
    p->rows = 0;
    memset(p->below, 0, sizeof p->below);
}

/* Text outside any table is a row of one cell. */
static void end_line(struct page *p)
{
    p->waiting = NOTHING_WAITS;
    if (p->in_row || !p->cell.len)
        return;
    put_cell(p, buf_text(&p->cell));
    buf_reset(&p->cell);
    write_row(p);
}

/* ---- Elements ---- */

static size_t span_of(const xmlChar **attributes, const char *name)
{
    for (; attributes && attributes[0]; attributes += 2)
        if (attributes[1] && strcasecmp((const char *)attributes[0], name) == 0) {
            long n = strtol((const char *)attributes[1], NULL, 10);
            return n < 1 ? 1 : n > SPAN_MAX ? SPAN_MAX : (size_t)n;
        }
    return 1;
}

static void begin_cell(struct page *p, const xmlChar **attributes)
{
    end_cell(p);
    if (!p->in_row)
        begin_row(p);
    p->in_cell = true;
    p->waiting = NOTHING_WAITS;
    p->columns_spanned = span_of(attributes, "colspan");
    p->rows_spanned = span_of(attributes, "rowspan");
}

static void break_line(struct page *p)
{
    if (!p->in_cell) {
        end_line(p);
        return;
    }
    p->waiting = NOTHING_WAITS;
    if (p->cell.len < CELL_MAX)
        buf_putc(&p->cell, '\n');
}

/* A paragraph or heading begins or ends: a line break between texts, not before or behind. */
static void break_block(struct page *p)
{
    if (!p->in_cell)
        end_line(p);
    else if (p->cell.len && p->waiting != BREAK_WAITS)
        p->waiting = BLANK_WAITS;
}

static void begin_element(void *context, const xmlChar *element, const xmlChar **attributes)
{
    struct page *p = context;
    const char *name = (const char *)element;
    p->unseen += is_one_of(name, unseen_elements);
    if (strcasecmp(name, "table") == 0) {
        end_row(p);
        end_line(p);
        p->tables++;
        blank_line(p);
    } else if (strcasecmp(name, "tr") == 0) {
        end_line(p);
        begin_row(p);
    } else if (is_one_of(name, cell_elements)) {
        begin_cell(p, attributes);
    } else if (strcasecmp(name, "br") == 0) {
        break_line(p);
    } else if (is_one_of(name, block_elements)) {
        break_block(p);
    }
}

static void end_element(void *context, const xmlChar *element)
{
    struct page *p = context;
    const char *name = (const char *)element;
    p->unseen -= p->unseen && is_one_of(name, unseen_elements);
    if (strcasecmp(name, "table") == 0) {
        end_row(p);
        blank_line(p);
        p->tables -= p->tables > 0;
    } else if (strcasecmp(name, "tr") == 0) {
        end_row(p);
    } else if (is_one_of(name, cell_elements)) {
        end_cell(p);
    } else if (is_one_of(name, block_elements)) {
        break_block(p);
    }
}

static void take_text(void *context, const xmlChar *text, int n)
{
    struct page *p = context;
    if (p->unseen || (p->tables && !p->in_cell))
        return;
    for (int i = 0; i < n; i++) {
        char c = (char)text[i];
        if (c == '\n' || c == '\r') {
            p->waiting = BREAK_WAITS;
        } else if (c == ' ' || c == '\t') {
            p->waiting = p->waiting == BREAK_WAITS ? BREAK_WAITS : BLANK_WAITS;
        } else if (p->cell.len < CELL_MAX) {
            bool first = p->cell.len == 0 || p->cell.data[p->cell.len - 1] == '\n';
            if (p->waiting == BLANK_WAITS ? !first || p->in_cell : p->waiting && !first)
                buf_putc(&p->cell, ' ');
            p->waiting = NOTHING_WAITS;
            buf_putc(&p->cell, c);
        }
    }
}

static void say_nothing(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

/* ---- The page ---- */

static bool says_charset(const char *head, size_t n)
{
    for (size_t i = 0; i + 8 < n; i++)
        if (strncasecmp(head + i, "charset=", 8) == 0)
            return true;
    return false;
}

/* Where the page does not say so itself: what cannot be UTF-8 is Windows-1252. A character that the
 * piece breaks off is forgiven. */
static xmlCharEncoding encoding_of(const char *head, size_t n)
{
    if (says_charset(head, n) || (n > 1 && ((unsigned char)head[0] & 0xFE) == 0xFE))
        return XML_CHAR_ENCODING_NONE;
    for (size_t cut = 0; cut < 4 && cut <= n; cut++)
        if (utf8_valid(head, n - cut))
            return XML_CHAR_ENCODING_UTF8;
    return XML_CHAR_ENCODING_8859_1;
}

/* As 8859-1 is meant by whoever says nothing at all. */
static void read_as_windows_1252(htmlParserCtxtPtr parser)
{
    xmlCharEncodingHandlerPtr handler = xmlFindCharEncodingHandler("windows-1252");
    if (handler)
        xmlSwitchToEncoding(parser, handler);
}

static void parse(struct page *p, FILE *in, char *piece)
{
    htmlSAXHandler handler = { .startElement = begin_element,
                               .endElement = end_element,
                               .characters = take_text,
                               .cdataBlock = NULL,
                               .ignorableWhitespace = take_text,
                               .warning = say_nothing,
                               .error = say_nothing };
    size_t n = fread(piece, 1, PIECE, in);
    xmlCharEncoding encoding = encoding_of(piece, n);
    bool old = encoding == XML_CHAR_ENCODING_8859_1;
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&handler, p, NULL, 0, NULL,
                                                        old ? XML_CHAR_ENCODING_NONE : encoding);
    if (old)
        read_as_windows_1252(parser);
    htmlCtxtUseOptions(parser, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    for (; n; n = fread(piece, 1, PIECE, in))
        htmlParseChunk(parser, piece, (int)n, 0);
    htmlParseChunk(parser, piece, 0, 1);
    if (parser->myDoc)
        xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);
}

enum outcome html_tables(FILE *in, FILE *out, struct error *e)
{
    struct page *p = xcalloc(1, sizeof *p);
    char *piece = xcalloc(PIECE, 1);
    p->out = out;
    parse(p, in, piece);
    end_row(p);
    end_line(p);
    bool bad = ferror(in) || fflush(out) != 0 || ferror(out);
    buf_free(&p->cell);
    buf_free(&p->row);
    free(piece);
    free(p);
    return bad ? fail(e, FAULT, _("The page could not be read to its end. Try again.")) : DONE;
}
