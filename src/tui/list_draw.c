/* list_draw.c - a list on the screen. */
#include "columns.h"
#include "list.h"

#include <stdio.h>
#include <string.h>

enum { MARKER_CELLS = 2 };

const char *list_column_label(const struct kind *k, const char *column)
{
    const struct field *f = kind_field(k, column);
    if (f != NULL)
        return _(f->label);
    return strcmp(column, "state") == 0 ? _("State") : _("Changed");
}

/* The columns from the scrolled place on, behind the first. */
static void columns_in_sight(const struct list *l, struct column out[COLUMNS_MAX + 1])
{
    size_t n = 0;
    for (size_t i = 0; l->columns[i].field != NULL; i++)
        if (i == 0 || i > l->shift)
            out[n++] = l->columns[i];
    out[n] = (struct column){ .field = NULL };
}

/* The sorted column carries an arrow. */
static void heading(const struct list *l, const char *column, struct buf *out)
{
    const char *sort = l->wanted.sort[0] != '\0' ? l->wanted.sort : l->kind->sort;
    bool down = sort != NULL && sort[0] == '-';
    buf_puts(out, list_column_label(l->kind, column));
    if (sort != NULL && strcmp(sort + down, column) == 0)
        buf_puts(out, down ? "↓" : "↑");
}

static void draw_heading(const struct list *l, struct canvas *c, struct area in,
                         const struct column *columns, const unsigned *width)
{
    int x = in.x + MARKER_CELLS;
    for (size_t i = 0; i < COLUMNS_MAX && columns[i].field != NULL; i++) {
        struct buf text = { 0 };
        if (width[i] == 0)
            continue;
        heading(l, columns[i].field, &text);
        const struct field *f = kind_field(l->kind, columns[i].field);
        if (f != NULL && f->type->right)
            draw_right(c, in.y, x, (int)width[i], HEADING, buf_text(&text));
        else
            draw_text(c, in.y, x, (int)width[i], HEADING, buf_text(&text));
        x += (int)width[i] + 1;
        buf_free(&text);
    }
}

static enum style cell_style(const struct record *r, const char *column, size_t i, bool alert)
{
    const struct field *f = kind_field(r->kind, column);
    if (alert && (strcmp(column, "state") == 0 || (f != NULL && f->flags & FIELD_COUNTDOWN)))
        return ALERT;
    return i == 0 ? STRONG : PLAIN_TEXT;
}

/* The key column names every record: one without a number yet, by whom it is about once the columns
 * that tell it are scrolled out of sight. */
static void name_nameless(const struct screen *s, const struct record *r, struct buf *out)
{
    const struct list *l = s->own;
    for (size_t i = 1; l->shift > 0 && out->len == 0 && l->columns[i].field != NULL; i++) {
        const struct field *f = kind_field(r->kind, l->columns[i].field);
        if (f != NULL && (f->type == &type_reference || f->type == &type_text))
            act_cell(s->ui->session, r, f->id, out);
    }
    if (out->len == 0)
        buf_puts(out, _("none yet"));
}

static void draw_row(struct screen *s, struct canvas *c, struct area in, int y,
                     const struct record *r, const struct column *columns, const unsigned *width)
{
    int x = in.x + MARKER_CELLS;
    bool alert = act_alert(s->ui->session, r);
    if (alert)
        draw_text(c, y, in.x + 1, 1, ALERT, "!");
    for (size_t i = 0; i < COLUMNS_MAX && columns[i].field != NULL; i++) {
        struct buf text = { 0 };
        if (width[i] == 0)
            continue;
        act_cell(s->ui->session, r, columns[i].field, &text);
        const struct field *f = kind_field(r->kind, columns[i].field);
        enum style style = cell_style(r, columns[i].field, i, alert);
        bool named = i > 0 || text.len > 0;
        if (!named)
            name_nameless(s, r, &text);
        if (!named)
            draw_text(c, y, x, (int)width[i], FAINT, buf_text(&text));
        else if (f != NULL && f->type->right)
            draw_right(c, y, x, (int)width[i], style, buf_text(&text));
        else if (f != NULL && f->type == &type_serial)
            draw_tail(c, y, x, (int)width[i], style, buf_text(&text));
        else
            draw_text(c, y, x, (int)width[i], style, buf_text(&text));
        x += (int)width[i] + 1;
        buf_free(&text);
    }
}

static bool has_final_states(const struct kind *k)
{
    for (const struct state *s = k->flow->states; s->id != NULL; s++)
        if ((s->flags & STATE_FINAL) && !(s->flags & STATE_HIDDEN))
            return true;
    return false;
}

static void title_text(const struct list *l, struct buf *out)
{
    buf_puts(out, _(l->kind->plural));
    if (l->marked_count > 0)
        buf_printf(out, _(" ─ %zu marked"), l->marked_count);
    if (l->filter_text[0] != '\0') {
        buf_printf(out, " ─ %s: ", _("filter"));
        list_filter_words(l->kind, l->filter_text, out);
    } else if (has_final_states(l->kind))
        buf_printf(out, " ─ %s", l->wanted.closed ? _("all") : _("not finished"));
}

static void add_count(int64_t n, struct buf *out)
{
    decimal_format(n, 0, NUMBER_LOCAL, out);
}

/* "1–18 dari 412"; where places or totals are not known, what is. */
static void place_text(const struct list *l, size_t height, struct buf *out)
{
    size_t shown = l->rows.count - l->top;
    int64_t first = l->rows.first + (int64_t)l->top;
    if (shown > height)
        shown = height;
    if (!l->loaded || l->rows.count == 0)
        return;
    if (l->rows.first > 0) {
        add_count(first, out);
        buf_puts(out, "–");
        add_count(first + (int64_t)shown - 1, out);
    } else {
        buf_printf(out, _("%zu rows"), shown);
    }
    if (l->rows.total >= 0) {
        buf_printf(out, " %s ", _("of"));
        add_count(l->rows.total, out);
    } else if (l->rows.after) {
        buf_puts(out, _(" of more"));
    }
}

static void empty_text(const struct list *l, struct canvas *c, struct area in)
{
    const char *text = !l->loaded                  ? _("Reading …")
                       : l->filter_text[0] != '\0' ? _("Nothing fits this filter.")
                                                   : _("Nothing here yet.");
    draw_run(c, in.y + 1, in.x + MARKER_CELLS, in.cols - MARKER_CELLS, FAINT, text);
    draw_cursor(c, in.y + 1, in.x);
}

static bool some_left_out(const struct column *columns, const unsigned *width)
{
    for (size_t i = 0; i < COLUMNS_MAX && columns[i].field != NULL; i++)
        if (width[i] == 0)
            return true;
    return false;
}

void list_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct list *l = s->own;
    struct column columns[COLUMNS_MAX + 1];
    struct buf title = { 0 }, place = { 0 };
    unsigned width[COLUMNS_MAX];
    bool focused = s->ui->top == s && !s->ui->in_menu;
    a.cols -= list_beside_draw(s, c, a);
    title_text(l, &title);
    place_text(l, (size_t)(a.rows > 3 ? a.rows - 3 : 1), &place);
    struct area in = draw_frame(c, a, focused, buf_text(&title), buf_text(&place));
    columns_in_sight(l, columns);
    columns_fit(columns, (unsigned)(in.cols > 4 ? in.cols - MARKER_CELLS : 2), width);
    l->hidden = some_left_out(columns, width);
    draw_heading(l, c, in, columns, width);
    if (l->shift > 0)
        draw_text(c, in.y, in.x, 1, HEADING, "‹");
    if (l->hidden)
        draw_text(c, in.y, in.x + in.cols - 1, 1, HEADING, "›");
    if (l->rows.count == 0)
        empty_text(l, c, in);
    for (int y = 1; y < in.rows && l->top + (size_t)y - 1 < l->rows.count; y++) {
        size_t at = l->top + (size_t)y - 1;
        draw_row(s, c, in, in.y + y, l->rows.items[at], columns, width);
        if (list_marked(l, l->rows.items[at]->id))
            draw_text(c, in.y + y, in.x + 1, 1, STRONG, "x");
        if (at != l->cursor)
            continue;
        draw_text(c, in.y + y, in.x, 1, PLAIN_TEXT, ">");
        if (focused)
            draw_cursor(c, in.y + y, in.x);
    }
    buf_free(&title);
    buf_free(&place);
}
