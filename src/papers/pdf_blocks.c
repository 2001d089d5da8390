/* pdf_blocks.c - the blocks of a paper, each drawn below the one before. */
#include "pdf.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

static const double gap_after = 2.5, padding = 3;

/* ---- Set-up ---- */

static double number(const char *text)
{
    return strtod(text, NULL);
}

static void set_page(struct sheet *s, const char *what)
{
    static const struct {
        const char *name;
        double width, height;
    } sizes[] = {
        { "A4", 210, 297 }, { "A5", 148, 210 }, { "F4", 215, 330 }, { "letter", 216, 279 }
    };
    for (size_t i = 0; i < COUNT(sizes); i++)
        if (text_starts(what, sizes[i].name)) {
            bool wide = strstr(what, "landscape") != NULL;
            s->width = mm(wide ? sizes[i].height : sizes[i].width);
            s->height = mm(wide ? sizes[i].width : sizes[i].height);
        }
    cairo_pdf_surface_set_size(cairo_get_target(s->cr), s->width, s->height);
}

static void set_margins(struct sheet *s, const char *what)
{
    double *margins[] = { &s->top, &s->right, &s->bottom, &s->left };
    char *end = (char *)what;
    for (size_t i = 0; i < COUNT(margins) && *end; i++)
        *margins[i] = mm(strtod(end, &end));
}

/* false: it draws. */
static bool set_up(struct sheet *s, const char *keyword, char **cells, size_t count)
{
    const char *first = count ? cells[0] : "";
    if (strcmp(keyword, "page") == 0)
        set_page(s, first);
    else if (strcmp(keyword, "margins") == 0)
        set_margins(s, first);
    else if (strcmp(keyword, "size") == 0)
        s->size = number(first) >= 5 && number(first) <= 24 ? number(first) : s->size;
    else if (strcmp(keyword, "labels") == 0)
        s->labels = mm(number(first));
    else if (strcmp(keyword, "offset") == 0 && count > 1) {
        s->x = mm(number(cells[0]));
        s->y = mm(number(cells[1]));
    } else if (strcmp(keyword, "mark") == 0) {
        if (*first && s->mark_count < PDF_MARKS_MAX)
            s->marks[s->mark_count++] = xstrdup(first);
    } else if (strcmp(keyword, "foot") == 0) {
        free(s->foot);
        s->foot = xstrdup(first);
    } else
        return false;
    return true;
}

/* ---- Lines and paragraphs ---- */

static void paragraph(struct sheet *s, const char *text, const struct look *look)
{
    double height = sheet_text(s, text, 0, 0, sheet_room(s), look, false);
    sheet_need(s, height);
    sheet_text(s, text, s->left, s->at, sheet_room(s), look, true);
    s->at += height + gap_after;
}

static void put_head(struct sheet *s, char **cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct look look = { .size = i == 0   ? s->size + 1.5
                                           : i <= 2 ? s->size + 0.5
                                                    : s->size - 1.5,
                                   .bold = i <= 2,
                                   .align = PANGO_ALIGN_CENTER };
        if (!*cells[i] ||
            (i == 2 && *cells[1])) /* the office's name as it is printed, or as it is */
            continue;
        paragraph(s, cells[i], &look);
        s->at -= gap_after;
    }
    s->at += 3;
    sheet_rule(s, s->at, 1.6);
    sheet_rule(s, s->at + 2.2, 0.5);
    s->at += 9;
}

static void put_pair(struct sheet *s, char **cells, size_t count)
{
    const struct look look = { .size = s->size };
    double x = s->left + s->labels + 8, room = s->width - s->right - x;
    const char *value = count > 1 ? cells[1] : "";
    double high = sheet_text(s, cells[0], 0, 0, s->labels, &look, false);
    double height = sheet_text(s, value, 0, 0, room, &look, false);
    high = high > height ? high : height;
    sheet_need(s, high);
    sheet_text(s, cells[0], s->left, s->at, s->labels, &look, true);
    sheet_text(s, ":", s->left + s->labels, s->at, 8, &look, true);
    sheet_text(s, value, x, s->at, room, &look, true);
    s->at += high + 1.2;
}

/* ---- Columns ---- */

/* "12> Header": how wide a column is beside the others, and whether it holds numbers. */
static char *weight(char *cell, double *out, bool *right)
{
    size_t n = strspn(cell, "0123456789");
    *out = n && number(cell) > 0 ? number(cell) : 1;
    *right = cell[n] == '>';
    cell += n + *right;
    return cell + strspn(cell, " ");
}

static double row_height(struct sheet *s, char **cells, size_t count, const struct look *look)
{
    double high = 0;
    for (size_t i = 0; i < count && i < s->column_count; i++) {
        double one = sheet_text(s, cells[i], 0, 0, s->columns[i].width - 2 * padding, look, false);
        high = one > high ? one : high;
    }
    return high;
}

static void draw_row(struct sheet *s, char **cells, size_t count, struct look look)
{
    double high = row_height(s, cells, count, &look) + 2 * padding;
    cairo_set_line_width(s->cr, 0.5);
    for (size_t i = 0; i < s->column_count; i++) {
        const struct column *c = &s->columns[i];
        cairo_rectangle(s->cr, c->x, s->at, c->width, high);
        cairo_stroke(s->cr);
        look.align = c->right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
        if (i < count)
            sheet_text(s, cells[i], c->x + padding, s->at + padding, c->width - 2 * padding, &look,
                       true);
    }
    s->at += high;
}

static void draw_headers(struct sheet *s)
{
    char *headers[PDF_CELLS_MAX];
    for (size_t i = 0; i < s->column_count; i++)
        headers[i] = s->columns[i].header;
    draw_row(s, headers, s->column_count, (struct look){ .size = s->size - 1.5, .bold = true });
}

static void begin_table(struct sheet *s, char **cells, size_t count)
{
    double total = 0, x = s->left;
    for (size_t i = 0; i < s->column_count; i++)
        free(s->columns[i].header);
    for (size_t i = 0; i < count; i++) {
        s->columns[i].header =
            xstrdup(weight(cells[i], &s->columns[i].width, &s->columns[i].right));
        total += s->columns[i].width;
    }
    s->column_count = count;
    for (size_t i = 0; i < count; i++) {
        s->columns[i].width *= sheet_room(s) / total;
        s->columns[i].x = x;
        x += s->columns[i].width;
    }
    s->at += 3;
    sheet_need(s, 48); /* not a header alone at the foot of a page */
    draw_headers(s);
}

static void put_row(struct sheet *s, char **cells, size_t count)
{
    const struct look look = { .size = s->size - 1 };
    if (sheet_need(s, row_height(s, cells, count, &look) + 2 * padding))
        draw_headers(s);
    draw_row(s, cells, count, look);
}

/* Boxes side by side, each with a small label and what stands in it. */
static void put_cells(struct sheet *s, char **cells, size_t count)
{
    const struct look small = { .size = s->size - 2.5 }, look = { .size = s->size };
    double weights[PDF_CELLS_MAX], total = 0, high = mm(10), x = s->left;
    char *values[PDF_CELLS_MAX], *labels[PDF_CELLS_MAX];
    double label_high[PDF_CELLS_MAX];
    for (size_t i = 0; i < count; i++) {
        bool right;
        labels[i] = weight(cells[i], &weights[i], &right);
        values[i] = strchr(labels[i], '\n');
        if (values[i])
            *values[i]++ = '\0';
        total += weights[i];
    }
    for (size_t i = 0; i < count; i++) {
        double width = weights[i] * sheet_room(s) / total - 2 * padding;
        label_high[i] = sheet_text(s, labels[i], 0, 0, width, &small, false);
        double one = label_high[i] + 2 * padding +
                     sheet_text(s, values[i] ? values[i] : "", 0, 0, width, &look, false);
        high = one > high ? one : high;
    }
    sheet_need(s, high);
    cairo_set_line_width(s->cr, 0.6);
    for (size_t i = 0; i < count; i++) {
        double width = weights[i] * sheet_room(s) / total, inner = width - 2 * padding;
        cairo_rectangle(s->cr, x, s->at, width, high);
        cairo_stroke(s->cr);
        sheet_text(s, labels[i], x + padding, s->at + padding - 1, inner, &small, true);
        if (values[i])
            sheet_text(s, values[i], x + padding, s->at + padding + label_high[i], inner, &look,
                       true);
        x += width;
    }
    s->at += high;
}

static void put_sign(struct sheet *s, char **cells, size_t count)
{
    const struct look look = { .size = s->size, .align = PANGO_ALIGN_CENTER };
    double width = sheet_room(s) / (double)(count ? count : 1), high = 0;
    for (size_t i = 0; i < count; i++) {
        double one = sheet_text(s, cells[i], 0, 0, width - 6, &look, false);
        high = one > high ? one : high;
    }
    s->at += s->keep > s->at ? 0 : 8;
    sheet_need(s, high);
    for (size_t i = 0; i < count; i++)
        sheet_text(s, cells[i], s->left + (double)i * width + 3, s->at, width - 6, &look, true);
    s->at += high + gap_after;
    s->at = s->keep > s->at ? s->keep : s->at;
}

/* The code stands at the left, three centimetres wide, beside the signatures that follow. */
static void put_qr(struct sheet *s, const char *text)
{
    const double side = mm(30);
    if (!*text)
        return;
    s->at += 8;
    sheet_need(s, side + 6);
    sheet_qr(s, text, s->left, s->at, side);
    s->keep = s->at + side + 6;
}

static void put_at(struct sheet *s, char **cells, size_t count)
{
    const struct look look = { .size = s->size };
    char *rest = cells[0];
    double x = strtod(rest, &rest), y = strtod(rest, &rest), width = strtod(rest, &rest);
    sheet_need(s, 0);
    if (count > 1)
        sheet_text(s, cells[1], mm(x), mm(y), mm(width > 0 ? width : 60), &look, true);
}

static bool put_words(struct sheet *s, const char *keyword, const char *text)
{
    const struct {
        const char *keyword;
        struct look look;
    } looks[] = {
        { "title", { .size = s->size + 3, .bold = true, .align = PANGO_ALIGN_CENTER } },
        { "subtitle", { .size = s->size, .align = PANGO_ALIGN_CENTER } },
        { "center", { .size = s->size, .align = PANGO_ALIGN_CENTER } },
        { "text", { .size = s->size, .justify = true } },
        { "small", { .size = s->size - 2 } },
        { "right", { .size = s->size, .align = PANGO_ALIGN_RIGHT } },
        { "pre", { .size = 8.4, .mono = true } },
    };
    for (size_t i = 0; i < COUNT(looks); i++)
        if (strcmp(looks[i].keyword, keyword) == 0) {
            paragraph(s, text, &looks[i].look);
            s->at -= strcmp(keyword, "pre") == 0 ? gap_after : 0;
            return true;
        }
    return false;
}

bool sheet_block(struct sheet *s, const char *keyword, char **cells, size_t count)
{
    const char *first = count ? cells[0] : "";
    bool row = strcmp(keyword, "row") == 0;
    s->at += s->rows && !row ? 5 : 0; /* air below a table */
    s->rows = row;
    if (set_up(s, keyword, cells, count) || put_words(s, keyword, first))
        return true;
    if (strcmp(keyword, "head") == 0)
        put_head(s, cells, count);
    else if (strcmp(keyword, "pair") == 0 && count)
        put_pair(s, cells, count);
    else if (strcmp(keyword, "table") == 0)
        begin_table(s, cells, count);
    else if (strcmp(keyword, "row") == 0)
        put_row(s, cells, count);
    else if (strcmp(keyword, "cells") == 0)
        put_cells(s, cells, count);
    else if (strcmp(keyword, "sign") == 0)
        put_sign(s, cells, count);
    else if (strcmp(keyword, "qr") == 0)
        put_qr(s, first);
    else if (strcmp(keyword, "at") == 0 && count)
        put_at(s, cells, count);
    else if (strcmp(keyword, "gap") == 0)
        s->at += mm(count ? number(first) : 3);
    else if (strcmp(keyword, "rule") == 0) {
        sheet_need(s, 6);
        sheet_rule(s, s->at + 2, 0.6);
        s->at += 6;
    } else
        return false;
    return true;
}
