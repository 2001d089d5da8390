/* pdf.c - a composed paper as PDF: pages, text, watermarks; the blocks are in pdf_blocks.c. */
#include "pdf.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

enum { PAPER_BYTES_MAX = 8 << 20, LINE_MAX_CELLS = PDF_CELLS_MAX };

double mm(double millimetres)
{
    return millimetres * 72 / 25.4;
}

double sheet_room(const struct sheet *s)
{
    return s->width - s->left - s->right;
}

/* ---- Text ---- */

static PangoLayout *layout_for(struct sheet *s, const char *text, double width,
                               const struct look *look)
{
    PangoLayout *layout = pango_cairo_create_layout(s->cr);
    PangoFontDescription *font =
        pango_font_description_from_string(look->mono ? "DejaVu Sans Mono" : "DejaVu Sans");
    pango_font_description_set_absolute_size(font, look->size * PANGO_SCALE);
    if (look->bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, look->align);
    pango_layout_set_justify(layout, look->justify);
    pango_layout_set_text(layout, text, -1);
    pango_font_description_free(font);
    return layout;
}

double sheet_text(struct sheet *s, const char *text, double x, double y, double width,
                  const struct look *look, bool draw)
{
    PangoLayout *layout = layout_for(s, text, width, look);
    int w, h;
    pango_layout_get_size(layout, &w, &h);
    if (draw) {
        cairo_move_to(s->cr, x, y);
        pango_cairo_show_layout(s->cr, layout);
    }
    g_object_unref(layout);
    return (double)h / PANGO_SCALE;
}

void sheet_rule(struct sheet *s, double y, double thickness)
{
    cairo_set_line_width(s->cr, thickness);
    cairo_move_to(s->cr, s->left, y);
    cairo_line_to(s->cr, s->width - s->right, y);
    cairo_stroke(s->cr);
}

/* ---- Pages ---- */

/* Across the page, pale, so that what stands over it can be read. */
static void draw_mark(struct sheet *s, const char *text, double down)
{
    struct look look = { .bold = true, .align = PANGO_ALIGN_CENTER };
    double room = s->height * 0.8;
    for (int size = 84; size > 6; size -= 6) {
        look.size = size;
        PangoLayout *layout = layout_for(s, text, s->height * 4, &look);
        PangoRectangle ink;
        pango_layout_get_extents(layout, NULL, &ink);
        g_object_unref(layout);
        if ((double)ink.width / PANGO_SCALE <= room)
            break;
    }
    cairo_save(s->cr);
    cairo_translate(s->cr, s->width / 2, s->height / 2 + down);
    cairo_rotate(s->cr, -0.95); /* about from corner to corner */
    cairo_set_source_rgba(s->cr, 0.75, 0.1, 0.1, 0.16);
    sheet_text(s, text, -s->height / 2, -look.size * 0.6, s->height, &look, true);
    cairo_restore(s->cr);
}

static void draw_foot(struct sheet *s)
{
    const struct look look = { .size = 7, .align = PANGO_ALIGN_LEFT };
    struct look number = { .size = 7, .align = PANGO_ALIGN_RIGHT };
    char page[32];
    double y = s->height - s->bottom + 6;
    if (s->foot)
        sheet_text(s, s->foot, s->left, y, sheet_room(s) - 40, &look, true);
    snprintf(page, sizeof page, "%d", s->pages);
    if (s->pages > 1)
        sheet_text(s, page, s->width - s->right - 40, y, 40, &number, true);
}

static void begin_page(struct sheet *s)
{
    s->pages++;
    s->at = s->top;
    s->keep = 0;
    cairo_identity_matrix(s->cr);
    for (size_t i = 0; i < s->mark_count; i++)
        draw_mark(s, s->marks[i], (double)i * 130 - (double)(s->mark_count - 1) * 65);
    cairo_translate(s->cr, s->x, s->y);
}

static void end_page(struct sheet *s)
{
    if (!s->pages)
        return;
    draw_foot(s);
    cairo_show_page(s->cr);
}

bool sheet_need(struct sheet *s, double height)
{
    if (s->pages && s->at + height <= s->height - s->bottom)
        return false;
    if (s->pages && s->at <= s->top) /* higher than any page: it runs over */
        return false;
    end_page(s);
    begin_page(s);
    return s->pages > 1;
}

/* ---- The paper ---- */

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

static bool draw_line(struct sheet *s, char *line)
{
    char *cells[LINE_MAX_CELLS], *rest = line;
    size_t count = 0;
    char *keyword = strsep(&rest, "\t");
    while (rest && count < LINE_MAX_CELLS)
        cells[count++] = strsep(&rest, "\t");
    for (size_t i = 0; i < count; i++)
        unescape(cells[i]);
    if (strcmp(keyword, "break") == 0) {
        s->at = s->height;
        return true;
    }
    return sheet_block(s, keyword, cells, count);
}

static cairo_status_t write_out(void *context, const unsigned char *bytes, unsigned n)
{
    return fwrite(bytes, 1, n, context) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static enum outcome read_in(FILE *in, struct buf *text, struct error *e)
{
    char piece[1 << 14];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, in)) > 0) {
        buf_add(text, piece, n);
        if (text->len > PAPER_BYTES_MAX)
            return fail(e, BAD_DATA, _("The paper is too long to be drawn. Print fewer rows."));
    }
    if (ferror(in) || !utf8_valid(buf_text(text), text->len))
        return fail(e, BAD_DATA, _("The composed paper cannot be read."));
    return DONE;
}

static enum outcome draw(struct sheet *s, char *text, struct error *e)
{
    for (char *rest = text, *line; (line = strsep(&rest, "\n")) != NULL;)
        if (*line && !draw_line(s, line))
            return fail(e, BAD_DATA, _("The composed paper has the unknown block “%s”."),
                        excerpt(line).text);
    sheet_need(s, 0);
    end_page(s);
    return DONE;
}

static void sheet_free(struct sheet *s)
{
    for (size_t i = 0; i < s->mark_count; i++)
        free(s->marks[i]);
    for (size_t i = 0; i < s->column_count; i++)
        free(s->columns[i].header);
    free(s->foot);
}

enum outcome pdf_write(FILE *in, FILE *out, struct error *e)
{
    struct buf text = { 0 };
    struct sheet s = { .width = mm(210),
                       .height = mm(297),
                       .top = mm(15),
                       .right = mm(18),
                       .bottom = mm(16),
                       .left = mm(20),
                       .size = 9.5,
                       .labels = mm(52) };
    enum outcome result = read_in(in, &text, e);
    if (result == DONE) {
        cairo_surface_t *surface =
            cairo_pdf_surface_create_for_stream(write_out, out, s.width, s.height);
        s.cr = cairo_create(surface);
        result = draw(&s, text.data, e);
        cairo_destroy(s.cr);
        cairo_surface_finish(surface);
        if (result == DONE && cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
            result = fail(e, FAULT, _("The PDF could not be written. Is the disk full?"));
        cairo_surface_destroy(surface);
    }
    sheet_free(&s);
    buf_free(&text);
    return result;
}
