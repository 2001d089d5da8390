/* form_paste.c - a row or block of a spreadsheet goes into this field and those behind it: across
 * the pages of the form, or line by line into a grid. Every cell is read as if it were typed. What
 * finds no place, and further rows where there is one record, are kept to be pasted elsewhere. */
#include "form.h"

#include <stdlib.h>
#include <string.h>

struct pasting {
    struct screen *screen;
    struct slot from; /* in a grid, where its next row begins */
    bool grid;
    bool full; /* behind the last place: what comes is kept */
    size_t taken, left, rows;
    struct buf rest;
    bool rest_row; /* the last row of the rest is begun */
};

/* ---- Cells ---- */

/* "two ""lines""" in quotes, as spreadsheets write cells that hold tabs or line ends; the length
 * with both quotes, 0: it is not quoted. */
static size_t quoted_length(const char *text)
{
    size_t n = 1;
    if (*text != '"')
        return 0;
    while (text[n] != '\0' && (text[n] != '"' || text[n + 1] == '"'))
        n += text[n] == '"' ? 2 : 1;
    return text[n] == '"' && (text[n + 1] == '\0' || strchr("\t\n", text[n + 1]) != NULL) ? n + 1
                                                                                          : 0;
}

/* Appends the cell and goes behind it; returns what ended it: a tab, a line end, 0. */
static char next_cell(const char **text, struct buf *cell)
{
    size_t quoted = quoted_length(*text), n = quoted > 0 ? quoted : strcspn(*text, "\t\n");
    for (size_t i = quoted > 0; i < n - (quoted > 0); i++) {
        buf_putc(cell, (*text)[i]);
        i += quoted > 0 && (*text)[i] == '"';
    }
    char end = (*text)[n];
    *text += n + (end != '\0');
    return end;
}

/* ---- Places ---- */

/* The next place of the same line; else of the form, but no further than a grid. */
static void go_on(struct pasting *p)
{
    struct form *f = p->screen->own;
    bool last = f->focus + 1 >= f->slot_count;
    if (p->grid || f->detail)
        p->full = p->full || last || f->slots[f->focus + 1].row != f->slots[f->focus].row;
    else
        p->full = p->full || (last && (f->page + 1 >= f->page_count || f->pages[f->page + 1].grid));
    if (!p->full)
        form_step(p->screen, true);
}

static void next_row(struct pasting *p)
{
    struct form *f = p->screen->own;
    if (p->rest_row)
        buf_putc(&p->rest, '\n');
    p->rest_row = false;
    if (!p->grid) {
        go_on(p);
        return;
    }
    p->full = false;
    p->from.row += slot_value(f, &p->from) != NULL; /* a blank row made no line */
    form_go_slot(p->screen, &p->from);
}

/* As it came, quotes and all; what is blank only keeps others in their columns. */
static void keep(struct pasting *p, const char *raw, size_t n, bool blank)
{
    if (p->rest_row)
        buf_putc(&p->rest, '\t');
    p->rest_row = p->rest_row || !blank;
    if (p->rest_row)
        buf_add(&p->rest, raw, n);
    p->left += !blank;
}

static void take(struct pasting *p, const char *text)
{
    struct form *f = p->screen->own;
    struct editor clean = { 0 };
    editor_set(&clean, "", 0, slot_field(f, form_slot(f))->type == &type_note);
    p->taken++;
    if (editor_insert(&clean, text) == EDIT_CHANGED)
        form_put(p->screen, form_slot(f), buf_text(&clean.text));
    editor_free(&clean);
}

static void say_pasted(struct screen *s, const struct pasting *p, size_t wrong)
{
    if (p->rows > 0)
        ui_say(s->ui, SAID,
               _("Pasted: %zu cells. %zu more rows are kept: Ctrl-N saves this one, Insert puts "
                 "the next row into the new one."),
               p->taken, p->rows);
    else if (p->left > 0)
        ui_say(s->ui, SAID_BADLY,
               _("Pasted: %zu cells. No place here for %zu more; they are kept: Insert puts them "
                 "where the cursor stands."),
               p->taken, p->left);
    else if (wrong > 0)
        ui_say(s->ui, SAID_BADLY,
               _("Pasted: %zu cells, %zu of them wrong and marked !; F8 goes to each."), p->taken,
               wrong);
    else
        ui_say(s->ui, SAID, _("Pasted: %zu cells. Ctrl-Z takes them back."), p->taken);
    if (p->left > 0 || wrong > 0)
        term_bell(&s->ui->term);
}

static size_t rows_of(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n')
        n++;
    return n;
}

/* A form is one record, and so is a line with all its fields: a column of cells goes down it, of
 * several rows with several cells the first goes in. */
static bool is_one_row(const struct pasting *p, const char *text)
{
    return !p->grid && strchr(text, '\t') != NULL;
}

static void paste_all(struct pasting *p, const char *text)
{
    bool one_row = is_one_row(p, text);
    for (char end = '\t'; end != '\0' && *text != '\0';) {
        struct buf cell = { 0 };
        const char *raw = text;
        end = next_cell(&text, &cell);
        bool blank = buf_text(&cell)[strspn(buf_text(&cell), " \t\n")] == '\0';
        if (p->full)
            keep(p, raw, (size_t)(text - raw) - (end != '\0'), blank);
        else if (!blank) /* else what stands there stays */
            take(p, buf_text(&cell));
        wipe_buf(&cell);
        if (end == '\n' && one_row && *text != '\0') {
            buf_printf(&p->rest, "%s%s", p->rest_row ? "\n" : "", text);
            p->rows = rows_of(text);
            return;
        }
        if (end == '\n' && *text != '\0')
            next_row(p);
        else if (end == '\t')
            go_on(p);
    }
}

static void paste_cells(struct screen *s, const char *text)
{
    struct form *f = s->own;
    struct pasting p = { .screen = s, .from = *form_slot(f) };
    size_t wrong = f->wrong_count;
    p.grid = form_grid(f) != NULL && !f->detail;
    form_leave(s);
    form_snapshot(f); /* one for all */
    f->in_one = true;
    paste_all(&p, text);
    f->in_one = false;
    wipe_buf(&s->ui->unpasted);
    s->ui->unpasted = p.rest;
    if (p.grid && p.left == 0 && slot_value(f, &p.from) != NULL) { /* to the line to come */
        p.from.row++;
        form_go_slot(s, &p.from);
    }
    form_come(s);
    form_keep(s);
    say_pasted(s, &p, f->wrong_count > wrong ? f->wrong_count - wrong : 0);
}

void form_paste_rest(struct screen *s)
{
    struct form *f = s->own;
    struct buf rest = s->ui->unpasted;
    if (rest.len == 0 || form_slot(f) == NULL) {
        ui_say(s->ui, SAID, _("Nothing is left of what was pasted."));
        return;
    }
    s->ui->unpasted = (struct buf){ 0 };
    paste_cells(s, buf_text(&rest));
    f->dirty = f->unkept = true;
    f->edited_at = ui_now(s->ui);
    wipe_buf(&rest);
}

void form_paste(struct screen *s, const char *text)
{
    struct form *f = s->own;
    if (!f->editor.lines && strpbrk(text, "\t\n") != NULL)
        paste_cells(s, text);
    else
        f->touched |= editor_insert(&f->editor, text) == EDIT_CHANGED;
}
