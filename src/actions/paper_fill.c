/* paper_fill.c - fills a layout. A layout is text, one block a line: a keyword and cells parted by
 * " | ", with {names} in them; man loket-layout(5) tells what there is. */
#include "paper.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS_MAX = 16, CELL_BYTES_MAX = 1 << 16, LAYOUT_LINES_MAX = 2000, NESTED_MAX = 8 };

struct filling {
    struct paper_source *source;
    struct buf *out;
    size_t line_number;
    const struct line_kind *lines; /* of the table whose rows come next */
    bool rows;                     /* the table is of the source's own rows */
    struct buf header;             /* of the table to come */
    bool hidden[NESTED_MAX];       /* by nested `if`; [0] is the whole */
    size_t depth;
};

/* ---- Cells ---- */

static void put_escaped(struct buf *out, const char *text)
{
    for (; *text; text++)
        if (*text == '\n')
            buf_puts(out, "\\n");
        else if (*text == '\\')
            buf_puts(out, "\\\\");
        else
            buf_putc(out, *text == '\t' || *text == '\r' ? ' ' : *text);
}

void composed_put(struct buf *out, const char *keyword, const char *const *cells, size_t count)
{
    buf_puts(out, keyword);
    for (size_t i = 0; i < count; i++) {
        buf_putc(out, '\t');
        put_escaped(out, cells[i]);
    }
    buf_putc(out, '\n');
}

static enum outcome fill_text(struct filling *f, const struct line *line, size_t nth,
                              const char *text, size_t length, struct buf *out, struct error *e);

/* The value of one {name}, {name?instead}, {name^} (capitals): appended to out. What stands instead
 * may be a name again. */
static enum outcome put_name(struct filling *f, const struct line *line, size_t nth, char *name,
                             struct buf *out, struct error *e)
{
    struct buf text = { 0 };
    enum outcome result = DONE;
    char *instead = strchr(name, '?');
    if (instead)
        *instead++ = '\0';
    size_t n = strlen(name);
    bool capitals = n && name[n - 1] == '^';
    if (capitals)
        name[n - 1] = '\0';
    if (strcmp(name, "nth") == 0)
        buf_printf(&text, "%zu", nth);
    else if (f->rows && nth && f->source->cell(f->source->context, nth - 1, name, &text))
        ;
    else
        result = paper_value(f->source, f->lines, line, name, &text, e);
    if (result == DONE && !text.len && instead)
        result = fill_text(f, line, nth, instead, strlen(instead), &text, e);
    for (size_t i = 0; capitals && i < text.len; i++)
        if (text.data[i] >= 'a' && text.data[i] <= 'z')
            text.data[i] = (char)(text.data[i] - 'a' + 'A');
    buf_puts(out, buf_text(&text));
    buf_free(&text);
    return result;
}

/* Up to the brace that closes it. */
static size_t name_length(const char *text, size_t room)
{
    size_t n = 0;
    for (int open = 0; n < room && (text[n] != '}' || open); n++)
        open += text[n] == '{' ? 1 : text[n] == '}' ? -1 : 0;
    return n;
}

/* Text of the layout with its names filled in; "\n" in it is a line end. */
static enum outcome fill_text(struct filling *f, const struct line *line, size_t nth,
                              const char *text, size_t length, struct buf *out, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; i < length && result == DONE; i++) {
        if (text[i] == '\\' && i + 1 < length && text[i + 1] == 'n') {
            buf_putc(out, '\n');
            i++;
        } else if (text[i] == '{') {
            size_t n = name_length(text + i + 1, length - i - 1);
            char *name = xstrndup(text + i + 1, n);
            result = put_name(f, line, nth, name, out, e);
            free(name);
            i += n + 1;
        } else {
            buf_putc(out, text[i]);
        }
        if (out->len > CELL_BYTES_MAX)
            return fail(e, BAD_DATA, _("a block of the paper is too long; shorten the layout."));
    }
    return result;
}

static enum outcome put_block(struct filling *f, const struct line *line, size_t nth,
                              const char *keyword, const char *rest, struct error *e)
{
    struct buf cells[CELLS_MAX] = { 0 };
    const char *texts[CELLS_MAX];
    size_t count = 0;
    enum outcome result = DONE;
    if (text_starts(rest, "| ")) { /* the first cell is empty */
        texts[count++] = "";
        rest += 2;
    }
    while (result == DONE && *rest && count < CELLS_MAX) {
        const char *end = strstr(rest, " | ");
        size_t n = end ? (size_t)(end - rest) : strlen(rest);
        result = fill_text(f, line, nth, rest, n, &cells[count], e);
        while (cells[count].len && cells[count].data[cells[count].len - 1] == '\n')
            cells[count].data[--cells[count].len] = '\0'; /* an empty second line */
        texts[count] = buf_text(&cells[count]);
        count++;
        rest += n + (end ? 3 : 0);
    }
    if (result == DONE)
        composed_put(f->out, keyword, texts, count);
    for (size_t i = 0; i < count; i++)
        buf_free(&cells[i]);
    return result;
}

/* ---- Blocks ---- */

static enum outcome begin_table(struct filling *f, const char *rest, struct error *e)
{
    char name[FIELD_ID_MAX];
    size_t n = strcspn(rest, " ");
    snprintf(name, sizeof name, "%.*s", (int)n, rest);
    f->rows = strcmp(name, "rows") == 0 && f->source->rows;
    f->lines = f->rows || !f->source->record ? NULL : kind_line(f->source->record->kind, name);
    if (!f->rows && !f->lines)
        return fail(e, BAD_DATA, _("“%s” is no table of this paper; correct it."), name);
    rest += n;
    rest += strspn(rest, " |");
    const struct line_kind *lines = f->lines;
    struct buf *out = f->out;
    f->lines = NULL;
    buf_reset(&f->header);
    f->out = &f->header; /* until it is known that there are rows */
    enum outcome result = put_block(f, NULL, 0, "table", rest, e);
    f->out = out;
    f->lines = lines;
    return result;
}

static enum outcome put_rows(struct filling *f, const char *rest, struct error *e)
{
    size_t count = f->rows    ? f->source->rows(f->source->context)
                   : f->lines ? record_live_lines(f->source->record, f->lines->id)
                              : 0;
    static const char *const none = "-";
    enum outcome result = DONE;
    if (count)
        buf_puts(f->out, buf_text(&f->header));
    else
        composed_put(f->out, "text", &none, 1);
    for (size_t i = 1; result == DONE && i <= count; i++)
        result =
            put_block(f, f->lines ? record_live_line(f->source->record, f->lines->id, i) : NULL, i,
                      "row", rest, e);
    f->lines = NULL;
    f->rows = false;
    return result;
}

/* "if NAME", "if NAME = VALUE", "unless NAME". */
static enum outcome begin_if(struct filling *f, const char *rest, bool wanted, struct error *e)
{
    struct buf text = { 0 };
    char name[2 * FIELD_ID_MAX];
    size_t n = strcspn(rest, " ");
    const char *value = strstr(rest, " = ");
    snprintf(name, sizeof name, "%.*s", (int)n, rest);
    if (f->depth + 1 == NESTED_MAX)
        return fail(e, BAD_DATA, _("too many “if” inside each other; simplify the layout."));
    struct record *r = (struct record *)f->source->record;
    const struct value *code = r && value ? record_value(r, name) : NULL;
    enum outcome result = DONE;
    if (code) /* choices are compared by their codes */
        buf_puts(&text, code->set && code->text ? code->text : "");
    else
        result = paper_value(f->source, NULL, NULL, name, &text, e);
    bool holds = value ? strcmp(buf_text(&text), value + 3) == 0 : text.len > 0;
    f->hidden[f->depth + 1] = !f->source->trial && (f->hidden[f->depth] || holds != wanted);
    f->depth++;
    buf_free(&text);
    return result;
}

/* The letterhead: agency, office, address, contact. */
static enum outcome put_head(struct filling *f, struct error *e)
{
    return put_block(f, NULL, 0, "head",
                     "{agency} | {office_name} | {home.name} | {address} | {contact}", e);
}

static const char *const plain[] = { "page",     "margins", "size",  "labels", "offset", "title",
                                     "subtitle", "text",    "small", "center", "right",  "pair",
                                     "cells",    "sign",    "rule",  "gap",    "qr",     "mark",
                                     "at",       "break",   "foot",  "pre" };

static enum outcome fill_line(struct filling *f, const char *line, struct error *e)
{
    char keyword[16];
    line += strspn(line, " ");
    size_t n = strcspn(line, " ");
    const char *rest = line + n + strspn(line + n, " ");
    snprintf(keyword, sizeof keyword, "%.*s", (int)n, line);
    static const char *const read_before[] = { "label", "language" };
    for (size_t i = 0; i < COUNT(read_before); i++)
        if (strcmp(keyword, read_before[i]) == 0)
            return DONE;
    if (!*line || *line == '#')
        return DONE;
    if (strcmp(keyword, "if") == 0 || strcmp(keyword, "unless") == 0)
        return begin_if(f, rest, keyword[0] == 'i', e);
    if (strcmp(keyword, "end") == 0) {
        f->depth -= f->depth > 0;
        return DONE;
    }
    if (f->hidden[f->depth])
        return DONE;
    if (strcmp(keyword, "table") == 0)
        return begin_table(f, rest, e);
    if (strcmp(keyword, "row") == 0)
        return put_rows(f, rest, e);
    if (strcmp(keyword, "head") == 0)
        return put_head(f, e);
    for (size_t i = 0; i < COUNT(plain); i++)
        if (strcmp(keyword, plain[i]) == 0)
            return put_block(f, NULL, 0, keyword, rest, e);
    return fail(e, BAD_DATA, _("“%s” is no block of a layout; see `man 5 loket-layout`."), keyword);
}

static enum outcome name_line(size_t number, enum outcome result, struct error *e)
{
    const struct error why = *e;
    return fail(e, result, _("Line %zu of the layout: %s"), number, why.text);
}

enum outcome paper_fill(struct paper_source *p, const char *layout, struct buf *out,
                        struct error *e)
{
    struct filling f = { .source = p, .out = out };
    enum outcome result = DONE;
    while (*layout && result == DONE && f.line_number < LAYOUT_LINES_MAX) {
        size_t n = strcspn(layout, "\n");
        char *line = xstrndup(layout, n);
        f.line_number++;
        result = fill_line(&f, line, e);
        if (result != DONE)
            result = name_line(f.line_number, result, e);
        free(line);
        layout += n + (layout[n] == '\n');
    }
    buf_free(&f.header);
    if (result == DONE && p->trial && f.depth)
        result = fail(e, BAD_DATA, _("An “if” of the layout has no “end”; write it."));
    return result;
}
