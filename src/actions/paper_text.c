/* paper_text.c - a composed paper as plain text: what the terminal previews and a line printer
 * prints. */
#include "paper.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS_MAX = 16, LABEL_CELLS = 28, WIDE_CELLS = 118 };

struct texting {
    struct buf *out;
    size_t widths[CELLS_MAX]; /* of the table's columns, in cells */
    bool right[CELLS_MAX];
    size_t columns;
    bool wide;        /* a sheet across: tables take what a wide line printer has */
    struct buf marks; /* at the head of each sheet: they part once they are printed */
};

static void put_mark(struct texting *t, const char *mark)
{
    size_t before = t->marks.len;
    buf_printf(&t->marks, "*** %s ***\n", mark);
    buf_puts(t->out, buf_text(&t->marks) + before);
}

static void put_pair(struct texting *t, char **cells, size_t count)
{
    if (count == 1)
        paper_item(t->out, "", cells[0]);
    if (count < 2 || !*cells[1])
        return;
    struct buf mark = { 0 };
    utf8_fit(cells[0], LABEL_CELLS, &mark);
    buf_puts(&mark, ": ");
    paper_item(t->out, buf_text(&mark), cells[1]);
    buf_free(&mark);
}

static void put_rule(struct texting *t)
{
    buf_pad(t->out, '-', t->wide ? WIDE_CELLS : PAPER_CELLS);
    buf_putc(t->out, '\n');
}

/* "12 Header": the weight of a column; ">" behind it: numbers, at the right. */
static const char *weight(const char *cell, size_t *out, bool *right)
{
    size_t n = strspn(cell, "0123456789");
    int weight = n && n < 4 ? atoi(cell) : 1;
    *out = weight > 0 ? (size_t)weight : 1;
    *right = cell[n] == '>';
    cell += n + *right;
    return cell + strspn(cell, " ");
}

struct column_lines { /* one cell of a row, wrapped */
    struct buf lines[64];
    size_t count, cells;
    bool right;
};

static void keep_line(void *context, const char *line, size_t length)
{
    struct column_lines *c = context;
    struct buf text = { 0 };
    if (c->count == COUNT(c->lines))
        return;
    buf_add(&text, line, length);
    size_t cells = utf8_cells(buf_text(&text));
    if (c->right && cells < c->cells)
        buf_pad(&c->lines[c->count], ' ', c->cells - cells);
    utf8_fit(buf_text(&text), c->right && cells < c->cells ? cells : c->cells,
             &c->lines[c->count++]);
    buf_free(&text);
}

static void put_row(struct texting *t, const char *const *cells, size_t count)
{
    struct column_lines *c = xcalloc(CELLS_MAX, sizeof *c);
    size_t most = 0;
    for (size_t i = 0; i < t->columns; i++) {
        c[i].cells = t->widths[i];
        c[i].right = t->right[i];
        paper_wrap(i < count ? cells[i] : "", t->widths[i], keep_line, &c[i]);
        most = c[i].count > most ? c[i].count : most;
    }
    for (size_t l = 0; l < most; l++) {
        struct buf line = { 0 };
        for (size_t i = 0; i < t->columns; i++) {
            if (l < c[i].count)
                buf_puts(&line, buf_text(&c[i].lines[l]));
            else
                buf_pad(&line, ' ', t->widths[i]);
            buf_putc(&line, ' ');
        }
        while (line.len && line.data[line.len - 1] == ' ')
            line.data[--line.len] = '\0';
        paper_line(t->out, buf_text(&line));
        buf_free(&line);
    }
    for (size_t i = 0; i < t->columns; i++)
        for (size_t l = 0; l < c[i].count; l++)
            buf_free(&c[i].lines[l]);
    free(c);
}

static void begin_table(struct texting *t, char **cells, size_t count)
{
    const char *headers[CELLS_MAX];
    size_t total = 0, room = (t->wide ? WIDE_CELLS : PAPER_CELLS) - (count ? count - 1 : 0);
    for (size_t i = 0; i < count; i++) {
        headers[i] = weight(cells[i], &t->widths[i], &t->right[i]);
        total += t->widths[i];
    }
    for (size_t i = 0; i < count; i++) {
        t->widths[i] = t->widths[i] * room / total;
        t->widths[i] += t->widths[i] == 0;
    }
    t->columns = count;
    put_rule(t);
    put_row(t, headers, count);
    put_rule(t);
}

/* Boxes of a form: each its label, then what stands in it. */
static void put_cells(struct texting *t, char **cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t width;
        bool right;
        const char *text = weight(cells[i], &width, &right), *end = strchr(text, '\n');
        char *label = xstrndup(text, end ? (size_t)(end - text) : strlen(text));
        paper_line(t->out, label);
        if (end && end[1])
            paper_item(t->out, "    ", end + 1);
        free(label);
    }
}

static void put_sign(struct texting *t, char **cells, size_t count)
{
    paper_line(t->out, "");
    t->columns = count;
    for (size_t i = 0; i < count; i++) {
        t->widths[i] = (PAPER_CELLS - count + 1) / count;
        t->right[i] = false;
    }
    put_row(t, (const char *const *)cells, count);
}

static void put_head(struct texting *t, char **cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (*cells[i] && !(i == 2 && *cells[1]))
            paper_center(t->out, cells[i]);
    paper_rule(t->out);
}

static void put_block(struct texting *t, const char *keyword, char **cells, size_t count)
{
    char *first = count ? cells[0] : "";
    if (strcmp(keyword, "page") == 0)
        t->wide = strstr(first, "landscape") != NULL;
    else if (strcmp(keyword, "head") == 0)
        put_head(t, cells, count);
    else if (strcmp(keyword, "title") == 0 || strcmp(keyword, "subtitle") == 0 ||
             strcmp(keyword, "center") == 0)
        paper_center(t->out, first);
    else if (strcmp(keyword, "text") == 0 || strcmp(keyword, "small") == 0 ||
             strcmp(keyword, "foot") == 0 || (strcmp(keyword, "qr") == 0 && *first))
        paper_item(t->out, "", first);
    else if (strcmp(keyword, "pre") == 0)
        paper_line(t->out, first);
    else if (strcmp(keyword, "right") == 0)
        buf_printf(t->out, "%*s\n", PAPER_CELLS - 1, first);
    else if (strcmp(keyword, "pair") == 0)
        put_pair(t, cells, count);
    else if (strcmp(keyword, "cells") == 0)
        put_cells(t, cells, count);
    else if (strcmp(keyword, "table") == 0)
        begin_table(t, cells, count);
    else if (strcmp(keyword, "row") == 0)
        put_row(t, (const char *const *)cells, count);
    else if (strcmp(keyword, "sign") == 0)
        put_sign(t, cells, count);
    else if (strcmp(keyword, "rule") == 0)
        paper_rule(t->out);
    else if (strcmp(keyword, "gap") == 0)
        paper_line(t->out, "");
    else if (strcmp(keyword, "at") == 0 && count > 1)
        paper_item(t->out, "", cells[1]);
    else if (strcmp(keyword, "break") == 0)
        buf_printf(t->out, "\f%s", buf_text(&t->marks));
    else if (strcmp(keyword, "mark") == 0 && *first)
        put_mark(t, first);
}

/* In place: "\n" becomes a line end, "\\" a backslash. */
static void unescape(char *text)
{
    char *to = text;
    for (; *text; text++) {
        if (*text == '\\' && text[1]) {
            text++;
            *to++ = *text == 'n' ? '\n' : *text;
        } else {
            *to++ = *text;
        }
    }
    *to = '\0';
}

void paper_text(const char *composed, struct buf *out)
{
    struct texting t = { .out = out };
    while (*composed) {
        size_t n = strcspn(composed, "\n"), count = 0;
        char *line = xstrndup(composed, n), *cells[CELLS_MAX] = { NULL }, *rest = line;
        char *keyword = strsep(&rest, "\t");
        while (rest && count < CELLS_MAX)
            cells[count++] = strsep(&rest, "\t");
        for (size_t i = 0; i < count; i++)
            unescape(cells[i]);
        put_block(&t, keyword, cells, count);
        free(line);
        composed += n + (composed[n] == '\n');
    }
    buf_free(&t.marks);
}
