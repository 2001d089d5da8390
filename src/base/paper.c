/* paper.c - plain-text papers. Widths count cells, as terminals and line printers do. */
#include "loket/base.h"

#include <string.h>

void paper_line(struct buf *out, const char *text)
{
    buf_puts(out, text);
    buf_putc(out, '\n');
}

void paper_rule(struct buf *out)
{
    buf_pad(out, '-', PAPER_CELLS);
    buf_putc(out, '\n');
}

static size_t cells_of(const char *text, size_t length)
{
    struct buf part = { 0 };
    buf_add(&part, text, length);
    size_t cells = utf8_cells(buf_text(&part));
    buf_free(&part);
    return cells;
}

/* How many bytes of a word without blanks fit into so many cells; at least one grapheme. */
static size_t bytes_within(const char *word, size_t length, size_t cells)
{
    size_t fit = utf8_grapheme(word);
    while (fit < length) {
        size_t next = fit + utf8_grapheme(word + fit);
        if (cells_of(word, next) > cells)
            break;
        fit = next;
    }
    return fit;
}

/* Length in bytes of the next line of text: as many words as fit, or a cut word. Notes bring
 * line breaks of their own. */
static size_t line_within(const char *text, size_t cells)
{
    size_t end = 0;
    for (;;) {
        size_t word = end + strspn(text + end, " ");
        size_t next = word + strcspn(text + word, " \n");
        if (next == word)
            return end;
        if (cells_of(text, next) > cells)
            return end > 0 ? end : bytes_within(text, next, cells);
        end = next;
        if (text[end] == '\n' || text[end] == '\0')
            return end;
    }
}

void paper_wrap(const char *text, size_t cells,
                void (*each)(void *context, const char *line, size_t length), void *context)
{
    do {
        text += strspn(text, " ");
        size_t length = line_within(text, cells);
        each(context, text, length);
        text += length;
        text += strspn(text, " ");
        if (*text == '\n')
            text++;
    } while (*text != '\0');
}

struct hanging {
    struct buf *out;
    const char *mark; /* of the line to come */
    size_t cells;     /* the mark's width */
};

static void put_hanging(void *context, const char *text, size_t length)
{
    struct hanging *h = context;
    buf_puts(h->out, h->mark);
    buf_pad(h->out, ' ', h->cells - utf8_cells(h->mark));
    buf_add(h->out, text, length);
    buf_putc(h->out, '\n');
    h->mark = "";
}

void paper_item(struct buf *out, const char *mark, const char *text)
{
    struct hanging h = { out, mark, utf8_cells(mark) };
    paper_wrap(text, PAPER_CELLS - h.cells, put_hanging, &h);
}

void paper_pair(struct buf *out, const char *label, const char *text)
{
    struct buf mark = { 0 };
    if (text[0] == '\0')
        return;
    utf8_fit(label, PAPER_LABEL_CELLS, &mark);
    buf_puts(&mark, ": ");
    paper_item(out, buf_text(&mark), text);
    buf_free(&mark);
}

static void put_centered(void *context, const char *text, size_t length)
{
    struct buf *out = context;
    buf_pad(out, ' ', (PAPER_CELLS - cells_of(text, length)) / 2);
    buf_add(out, text, length);
    buf_putc(out, '\n');
}

void paper_center(struct buf *out, const char *text)
{
    paper_wrap(text, PAPER_CELLS, put_centered, out);
}
