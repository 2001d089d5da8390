/* form_draw.c - a form on the screen: labels at the left, entries at the right; lines as a grid. */
#include "echo.h"
#include "form.h"
#include "lines.h"

#include <stdio.h>
#include <string.h>

enum { MARKS = 2, NOTE_ROWS = 2, BELOW_ROWS_MAX = 2 };

static int label_cells(const struct form *f, int cols)
{
    const struct form_page *p = &f->pages[f->page];
    const struct field *fields = p->grid ? f->kind->lines[p->list].fields : f->kind->fields;
    size_t end = p->grid ? field_count(fields) : p->end, widest = 8;
    for (size_t i = p->grid ? 0 : p->first; i < end; i++) {
        size_t n = utf8_cells(_(fields[i].label)) + 2;
        widest = n > widest ? n : widest;
    }
    size_t most = cols < FULL_COLS - 2 ? 16 : 26;
    return (int)(widest > most ? most : widest);
}

/* ---- Fields, one below the other ---- */

struct drawing {
    struct screen *s;
    struct canvas *c;
    struct area in;
    int label; /* cells */
};

static int entry_cells(const struct drawing *d, const struct field *field)
{
    int room = d->in.cols - MARKS - d->label - 2;
    int want = field->width > 0 ? (int)field->width + 1 : room;
    if (field->type == &type_note)
        want = room;
    return want < room ? want : room;
}

/* What is free beside the entry. */
static int echo_cells(const struct drawing *d, const struct field *field)
{
    return d->in.cols - MARKS - d->label - entry_cells(d, field) - 2;
}

/* A label that is longer than its column stands above its entry: none is cut. */
static bool is_long(const struct drawing *d, const struct field *field)
{
    int star = (field->flags & FIELD_REQUIRED) != 0 ? 2 : 0;
    return (int)utf8_cells(_(field->label)) + star > d->label;
}

static int field_rows(const struct drawing *d, const struct field *field)
{
    return (field->type == &type_note ? NOTE_ROWS : 1) + is_long(d, field);
}

static void draw_marks(const struct drawing *d, int y, bool focus, const struct wrong *w)
{
    draw_text(d->c, y, d->in.x, 1, STRONG, focus ? ">" : "");
    draw_text(d->c, y, d->in.x + 1, 1, ALERT, w != NULL ? "!" : "");
}

static void draw_label(const struct drawing *d, int y, const struct field *field)
{
    struct buf text = { 0 };
    buf_printf(&text, "%s%s", _(field->label), field->flags & FIELD_REQUIRED ? " *" : "");
    int cells = is_long(d, field) ? d->in.cols - MARKS : d->label;
    draw_text(d->c, y, d->in.x + MARKS, cells, PLAIN_TEXT, buf_text(&text));
    buf_free(&text);
}

/* The entry under the hands: what the next letter would replace stands reversed. */
static void draw_editor(const struct drawing *d, int y, int x, int cells)
{
    const struct form *f = d->s->own;
    size_t cell = 0;
    const char *view = editor_view(&f->editor, (size_t)(cells > 1 ? cells : 1), &cell);
    draw_text(d->c, y, x, cells, ENTRY_FOCUS, view);
    if (f->editor.fresh)
        draw_run(d->c, y, x, cells, ENTRY_FRESH, view);
    draw_cursor(d->c, y, x + (int)cell);
}

/* A note: the line of the cursor and its neighbours. */
static void draw_note(const struct drawing *d, int y, int x, int cells, const char *text,
                      bool focus)
{
    const struct form *f = d->s->own;
    size_t line = focus ? editor_line(&f->editor) : 0, first = line > 0 ? line - 1 : 0;
    for (size_t n = 0; n < first + NOTE_ROWS; n++) {
        const char *end = strchr(text, '\n');
        struct buf one = { 0 };
        buf_add(&one, text, end != NULL ? (size_t)(end - text) : strlen(text));
        const char *shown = buf_text(&one);
        size_t cell = 0;
        if (focus && n == line)
            shown = editor_view(&f->editor, (size_t)cells, &cell);
        struct buf cut = { 0 };
        buf_add(&cut, shown, strcspn(shown, "\n"));
        if (n >= first)
            draw_text(d->c, y + (int)(n - first), x, cells, focus ? ENTRY_FOCUS : ENTRY,
                      buf_text(&cut));
        if (focus && n == line)
            draw_cursor(d->c, y + (int)(n - first), x + (int)cell);
        text = end != NULL ? end + 1 : "";
        wipe_buf(&one);
        wipe_buf(&cut);
    }
}

static void draw_entry(const struct drawing *d, int y, const struct slot *p, bool focus)
{
    const struct form *f = d->s->own;
    const struct field *field = slot_field(f, p);
    int x = d->in.x + MARKS + d->label + 1, cells = entry_cells(d, field);
    struct buf text = { 0 }, echo = { 0 };
    slot_text(f, p, &text);
    const char *shown = focus ? buf_text(&f->editor.text) : buf_text(&text);
    if (field->type == &type_note)
        draw_note(d, y, x, cells, shown, focus);
    else if (focus)
        draw_editor(d, y, x, cells);
    else
        draw_text(d->c, y, x, cells, ENTRY, shown);
    echo_text(d->s->ui, field, shown, &echo);
    if ((int)utf8_cells(buf_text(&echo)) <= echo_cells(d, field))
        draw_run(d->c, y, x + cells + 1, echo_cells(d, field), FAINT, buf_text(&echo));
    wipe_buf(&text);
    buf_free(&echo);
}

static void draw_fixed(const struct drawing *d, int y, const struct slot *p)
{
    const struct form *f = d->s->own;
    struct buf text = { 0 };
    slot_text(f, p, &text);
    bool above = is_long(d, slot_field(f, p));
    draw_run(d->c, y, d->in.x + MARKS, above ? d->in.cols - MARKS : d->label, FAINT,
             _(slot_field(f, p)->label));
    draw_run(d->c, y + above, d->in.x + MARKS + d->label + 1, d->in.cols - MARKS - d->label - 1,
             FAINT, buf_text(&text));
    buf_free(&text);
}

/* All fields of a page, or of one line. */
struct listing {
    const struct field *fields;
    size_t first, end;
    struct slot model; /* field filled in for each */
};

static bool is_shown(const struct form *f, const struct listing *l, size_t i)
{
    struct slot p = l->model;
    p.field = i;
    const struct value *v = slot_value(f, &p);
    return field_is_asked(f, &l->fields[i], v) || (v != NULL && v->set);
}

static int row_of(const struct drawing *d, const struct listing *l, size_t field)
{
    const struct form *f = d->s->own;
    int row = 0;
    for (size_t i = l->first; i < field; i++)
        if (is_shown(f, l, i))
            row += field_rows(d, &l->fields[i]);
    return row;
}

/* Among `all` rows, so that the end leaves no room empty while something stands above. */
static void scroll_to(struct form *f, int row, int height, int rows, int all)
{
    int top = (int)f->top, jump = rows / 3;
    if (row < top)
        top = row > jump ? row - jump : 0;
    else if (row + height > top + rows)
        top = row + height - rows + jump;
    if (top > all - rows)
        top = all - rows;
    if (row < top)
        top = row;
    f->top = top > 0 ? (size_t)top : 0;
}

static void draw_fields(const struct drawing *d, const struct listing *l)
{
    struct form *f = d->s->own;
    const struct slot *focus = form_slot(f);
    int y = 0;
    if (focus != NULL)
        scroll_to(f, row_of(d, l, focus->field), field_rows(d, slot_field(f, focus)), d->in.rows,
                  row_of(d, l, l->end));
    for (size_t i = l->first; i < l->end; i++) {
        struct slot p = l->model;
        p.field = i;
        if (!is_shown(f, l, i))
            continue;
        int at = y - (int)f->top, rows = field_rows(d, &l->fields[i]);
        y += rows;
        if (at < 0 || at + rows > d->in.rows)
            continue;
        if (!field_is_open(f, &l->fields[i])) {
            draw_fixed(d, d->in.y + at, &p);
            continue;
        }
        bool focused = focus != NULL && slot_same(focus, &p);
        draw_label(d, d->in.y + at, &l->fields[i]);
        draw_marks(d, d->in.y + at, focused, slot_wrong(f, &p));
        draw_entry(d, d->in.y + at + is_long(d, &l->fields[i]), &p, focused);
    }
}

/* ---- A grid ---- */

/* A number too wide for its column says so in front of its last figures. */
static void draw_number(const struct drawing *d, int y, int x, int cells, enum style style,
                        const char *text)
{
    size_t whole = utf8_cells(text);
    if (cells < 2 || whole <= (size_t)cells) {
        draw_right(d->c, y, x, cells, style, text);
        return;
    }
    for (; whole > (size_t)cells - 1; whole--)
        text += utf8_grapheme(text);
    draw_text(d->c, y, x, 1, ALERT, ">");
    draw_text(d->c, y, x + 1, cells - 1, style, text);
}

static void draw_cell(const struct drawing *d, int y, int x, int cells, const struct slot *p)
{
    const struct form *f = d->s->own;
    const struct slot *focus = form_slot(f);
    const struct field *field = slot_field(f, p);
    bool focused = focus != NULL && slot_same(focus, p), wrong = slot_wrong(f, p) != NULL;
    struct buf text = { 0 };
    slot_text(f, p, &text);
    if (focused) {
        draw_editor(d, y, x, cells);
    } else if (field->type->right) {
        draw_number(d, y, x, cells, wrong ? ALERT : ENTRY, buf_text(&text));
    } else if (field->type == &type_serial) {
        draw_tail(d->c, y, x, cells, wrong ? ALERT : ENTRY, buf_text(&text));
    } else {
        draw_text(d->c, y, x, cells, wrong ? ALERT : ENTRY, buf_text(&text));
    }
    buf_free(&text);
}

static bool row_is_wrong(const struct form *f, size_t list, size_t row)
{
    for (size_t i = 0; i < f->wrong_count; i++)
        if (f->wrongs[i].slot.in_line && f->wrongs[i].slot.list == list &&
            f->wrongs[i].slot.row == row)
            return true;
    return false;
}

static void draw_grid_row(const struct drawing *d, const struct line_kind *k, int y, size_t row)
{
    const struct form *f = d->s->own;
    size_t list = (size_t)(k - f->kind->lines);
    const struct slot *focus = form_slot(f);
    int x = d->in.x + MARKS;
    draw_text(d->c, y, d->in.x, 1, STRONG, focus != NULL && focus->row == row ? ">" : "");
    draw_text(d->c, y, d->in.x + 1, 1, ALERT, row_is_wrong(f, list, row) ? "!" : "");
    for (size_t c = 0; c < COLUMNS_MAX && k->columns[c] != NULL; c++) {
        struct slot p = { .in_line = true, .list = list, .row = row };
        if (f->width[c] == 0)
            continue;
        while (strcmp(k->fields[p.field].id, k->columns[c]) != 0)
            p.field++;
        draw_cell(d, y, x, (int)f->width[c], &p);
        x += (int)f->width[c] + 1;
    }
}

static void draw_grid_head(const struct drawing *d, const struct line_kind *k)
{
    const struct form *f = d->s->own;
    int x = d->in.x + MARKS;
    for (size_t c = 0; c < COLUMNS_MAX && k->columns[c] != NULL; c++) {
        const struct field *field = line_field(k, k->columns[c]);
        if (f->width[c] == 0)
            continue;
        if (field->type->right)
            draw_right(d->c, d->in.y, x, (int)f->width[c], HEADING, _(field->label));
        else
            draw_text(d->c, d->in.y, x, (int)f->width[c], HEADING, _(field->label));
        x += (int)f->width[c] + 1;
    }
}

static void draw_grid(const struct drawing *d, const struct line_kind *k)
{
    struct form *f = d->s->own;
    const struct slot *focus = form_slot(f);
    size_t rows = record_live_lines(f->record, k->id) + 1;
    int room = d->in.rows - 1;
    if (focus != NULL && room > 0)
        scroll_to(f, (int)focus->row, 1, room, (int)rows);
    draw_grid_head(d, k);
    for (int y = 0; y < room && f->top + (size_t)y < rows; y++)
        draw_grid_row(d, k, d->in.y + 1 + y, f->top + (size_t)y);
}

/* ---- The whole ---- */

static void title_text(struct screen *s, struct buf *title, struct buf *note)
{
    const struct form *f = s->own;
    const struct form_page *p = &f->pages[f->page];
    buf_puts(title, _(f->kind->label));
    if (f->mode == FORM_NEW) {
        buf_printf(title, " %s", _("(new)"));
    } else {
        buf_putc(title, ' ');
        record_known(f->record, title);
    }
    if (f->mode == FORM_CORRECT)
        buf_printf(title, " ─ %s", _("correction"));
    buf_printf(title, " ─ %zu/%zu %s", f->page + 1, f->page_count, _(p->label));
    if (f->detail)
        buf_printf(title, " %zu", f->detail_row + 1);
    if (f->kept_at != 0) {
        struct buf local = { 0 };
        moment_local(f->kept_at, session_zone(s->ui->session), &local);
        buf_printf(note, _("draft kept %s"), local.len > 5 ? buf_text(&local) + local.len - 5 : "");
        buf_free(&local);
    }
}

/* The cells of the column the cursor stands in. */
static size_t cells_here(const struct form *f, const struct line_kind *k)
{
    const struct field *field = slot_field(f, form_slot(f));
    for (size_t c = 0; c < COLUMNS_MAX && k->columns[c] != NULL; c++)
        if (strcmp(k->columns[c], field->id) == 0)
            return f->width[c];
    return 0;
}

/* What is typed would mean this, where there is no room to tell it beside the entry. */
static void echo_below(const struct drawing *d, struct buf *out)
{
    const struct form *f = d->s->own;
    const struct slot *p = form_slot(f);
    bool cell = form_grid(f) != NULL && !f->detail;
    struct buf echo = { 0 };
    if (p == NULL)
        return;
    const struct field *field = slot_field(f, p);
    if (!f->touched) {
        if (cell && utf8_cells(buf_text(&f->editor.text)) > cells_here(f, form_grid(f)))
            buf_printf(out, "%s: %s", _(field->label), buf_text(&f->editor.text));
        return;
    }
    echo_text(d->s->ui, field, buf_text(&f->editor.text), &echo);
    if (echo.len > 0 && (cell || (int)utf8_cells(buf_text(&echo)) > echo_cells(d, field)))
        buf_printf(out, "%s: %s", _(field->label), buf_text(&echo));
    buf_free(&echo);
}

/* Advice at the foot: what is being typed where there is no room beside it, the first remark that
 * is no problem, else the kind's own. */
static enum style below_text(const struct drawing *d, struct buf *text)
{
    const struct form *f = d->s->own;
    echo_below(d, text);
    for (size_t i = 0; i < f->remarks.count && text->len == 0; i++)
        if (!f->remarks.items[i].problem)
            buf_puts(text, buf_text(&f->remarks.items[i].text));
    if (text->len > 0)
        return STRONG;
    if (f->kind->form_extra != NULL)
        f->kind->form_extra(f->record, text);
    if (text->len == 0 && form_grid(f) != NULL && !f->detail)
        buf_puts(text, _("F5: all fields of this line. Ctrl-X takes it out. Enter on an empty "
                         "line goes on."));
    return FAINT;
}

/* Takes the rows it needs from the foot. */
static void draw_below(struct drawing *d)
{
    struct buf text = { 0 };
    struct lines lines = { 0 };
    enum style style = below_text(d, &text);
    lines_wrap(&lines, buf_text(&text), (size_t)(d->in.cols > 10 ? d->in.cols - 2 : 8));
    int rows = lines.count > 1 ? BELOW_ROWS_MAX : 1;
    d->in.rows -= rows;
    lines_draw(&lines, 0, d->c,
               (struct area){ d->in.y + d->in.rows, d->in.x + 1, rows, d->in.cols - 2 }, style);
    lines_free(&lines);
    buf_free(&text);
}

void form_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct form *f = s->own;
    struct buf title = { 0 }, note = { 0 };
    if (f->cols != a.cols)
        form_slots_make(s);
    title_text(s, &title, &note);
    struct drawing d = { .s = s, .c = c };
    d.in = draw_frame(c, a, s->ui->top == s, buf_text(&title), buf_text(&note));
    d.label = label_cells(f, d.in.cols);
    draw_below(&d);
    const struct form_page *p = &f->pages[f->page];
    const struct line_kind *k = form_grid(f);
    if (k != NULL && !f->detail) {
        draw_grid(&d, k);
    } else if (k != NULL) {
        draw_fields(
            &d, &(struct listing){ k->fields,
                                   0,
                                   field_count(k->fields),
                                   { .in_line = true, .list = p->list, .row = f->detail_row } });
    } else {
        draw_fields(&d, &(struct listing){ f->kind->fields, p->first, p->end, { 0 } });
    }
    buf_free(&title);
    buf_free(&note);
}
