/* form_slots.c - the pages of a form, the places to type on each, and moving between them. */
#include "form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Pages ---- */

bool field_is_open(const struct form *f, const struct field *field)
{
    if (field->flags & (FIELD_READ_ONLY | FIELD_DERIVED))
        return false;
    return f->mode == FORM_CORRECT || record_field_free(f->record, field);
}

/* A new record is not asked for what only a later step demands: that step asks on the spot. What
 * every record must have is asked for at once. */
static bool is_for_later(const struct form *f, const struct field *field)
{
    if (field->flags & FIELD_REQUIRED)
        return false;
    const char *first = f->kind->flow->states[0].id;
    bool demanded = false;
    for (const struct step *s = f->kind->flow->steps; s != NULL && s->verb != NULL; s++)
        for (size_t i = 0; s->demands != NULL && s->demands[i] != NULL; i++) {
            if (strcmp(s->demands[i], field->id) != 0)
                continue;
            demanded = true;
            for (const char *const *from = s->from; from != NULL && *from != NULL; from++)
                if (strcmp(*from, first) == 0)
                    return false;
        }
    return demanded && f->mode == FORM_NEW && kind_field(f->kind, field->id) == field;
}

/* May be typed in, and is for a record like this one; what stands there is never hidden. */
bool field_is_asked(const struct form *f, const struct field *field, const struct value *v)
{
    bool wanted = record_field_applies(f->record, field) && !is_for_later(f, field);
    return field_is_open(f, field) && (wanted || (v != NULL && v->set));
}

/* Lines that only steps write say nothing before there are any. */
static bool grid_says_something(const struct form *f, size_t list)
{
    const struct line_kind *l = &f->kind->lines[list];
    for (const struct field *field = l->fields; field->id != NULL; field++)
        if (!(field->flags & FIELD_READ_ONLY))
            return true;
    return record_live_lines(f->record, l->id) > 0;
}

static bool page_says_something(const struct form *f, const struct form_page *p)
{
    if (p->grid)
        return grid_says_something(f, p->list);
    for (size_t i = p->first; i < p->end; i++)
        if (field_is_asked(f, &f->kind->fields[i], &f->record->values[i]) ||
            f->record->values[i].set)
            return true;
    return false;
}

static void add_page(struct form *f, struct form_page p)
{
    if (f->page_count < PAGES_MAX && page_says_something(f, &p))
        f->pages[f->page_count++] = p;
}

static bool page_same(const struct form_page *a, const struct form_page *b)
{
    return a->grid == b->grid && a->list == b->list && a->first == b->first;
}

/* The page that is open stays open, wherever it stands now. */
static void make_pages(struct form *f)
{
    struct form_page open = f->pages[f->page];
    struct form_page p = { .label = f->kind->label };
    size_t count = field_count(f->kind->fields);
    f->page_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (f->kind->fields[i].page == NULL)
            continue;
        p.end = i;
        add_page(f, p);
        p = (struct form_page){ .label = f->kind->fields[i].page, .first = i };
    }
    p.end = count;
    add_page(f, p);
    for (size_t l = 0; l < line_kind_count(f->kind); l++)
        add_page(f,
                 (struct form_page){ .label = f->kind->lines[l].label, .grid = true, .list = l });
    if (f->page_count == 0) /* nothing of this kind is typed: the form stands empty */
        f->pages[f->page_count++] = (struct form_page){ .label = f->kind->label, .end = count };
    f->page = f->page < f->page_count ? f->page : f->page_count - 1;
    for (size_t i = 0; i < f->page_count; i++)
        if (page_same(&f->pages[i], &open))
            f->page = i;
}

/* ---- Places ---- */

const struct line_kind *form_grid(const struct form *f)
{
    return f->pages[f->page].grid ? &f->kind->lines[f->pages[f->page].list] : NULL;
}

const struct field *slot_field(const struct form *f, const struct slot *p)
{
    return p->in_line ? &f->kind->lines[p->list].fields[p->field] : &f->kind->fields[p->field];
}

struct value *slot_value(const struct form *f, const struct slot *p)
{
    if (!p->in_line)
        return &f->record->values[p->field];
    struct line *l = record_live_line(f->record, f->kind->lines[p->list].id, p->row + 1);
    return l != NULL ? &l->values[p->field] : NULL;
}

bool slot_same(const struct slot *a, const struct slot *b)
{
    if (a->in_line != b->in_line || a->field != b->field)
        return false;
    return !a->in_line || (a->list == b->list && a->row == b->row);
}

void slot_path(const struct form *f, const struct slot *p, struct buf *out)
{
    if (p->in_line)
        buf_printf(out, "%s.%zu.", f->kind->lines[p->list].id, p->row + 1);
    buf_puts(out, slot_field(f, p)->id);
}

static bool find_field(const struct field *fields, const char *id, size_t *out)
{
    for (size_t i = 0; fields[i].id != NULL; i++)
        if (strcmp(fields[i].id, id) == 0) {
            *out = i;
            return true;
        }
    return false;
}

/* "item.2.commodity"; "item" alone means the line to come. */
bool slot_of_path(const struct form *f, const char *path, struct slot *out)
{
    *out = (struct slot){ 0 };
    for (size_t l = 0; l < line_kind_count(f->kind); l++) {
        const struct line_kind *k = &f->kind->lines[l];
        size_t n = strlen(k->id);
        if (strncmp(path, k->id, n) != 0 || (path[n] != '.' && path[n] != '\0'))
            continue;
        *out = (struct slot){ .in_line = true, .list = l };
        out->row = record_live_lines(f->record, k->id);
        const char *first = k->columns != NULL ? k->columns[0] : k->fields[0].id;
        if (path[n] == '\0')
            return find_field(k->fields, first, &out->field);
        char *rest;
        out->row = strtoul(path + n + 1, &rest, 10);
        out->row -= out->row > 0;
        return find_field(k->fields, *rest == '.' ? rest + 1 : first, &out->field);
    }
    return find_field(f->kind->fields, path, &out->field);
}

static void add_slot(struct form *f, struct slot p)
{
    if (f->slot_count == f->slot_cap) {
        f->slot_cap = f->slot_cap > 0 ? f->slot_cap * 2 : 64;
        f->slots = xreallocarray(f->slots, f->slot_cap, sizeof *f->slots);
    }
    f->slots[f->slot_count++] = p;
}

static void add_fields(struct form *f, const struct form_page *p)
{
    for (size_t i = p->first; i < p->end; i++)
        if (field_is_asked(f, &f->kind->fields[i], &f->record->values[i]))
            add_slot(f, (struct slot){ .field = i });
}

static void add_detail(struct form *f, const struct line_kind *k, size_t list)
{
    for (size_t i = 0; k->fields[i].id != NULL; i++) {
        struct slot p = { .in_line = true, .list = list, .row = f->detail_row, .field = i };
        if (field_is_asked(f, &k->fields[i], slot_value(f, &p)))
            add_slot(f, p);
    }
}

enum {
    GRID_MARGIN = 3,
    CELL_LEAST = 5,
    CELL_MOST = 30,
    NAME_LEAST = 12,
    CODE_LEAST = 10,
    NUMBER_LEAST = 9,
    LABEL_MOST = 14
};

static unsigned longest_choice(const struct choice *c)
{
    unsigned longest = 0;
    for (; c->code != NULL; c++) {
        unsigned n = (unsigned)utf8_cells(_(c->label));
        longest = n > longest ? n : longest;
    }
    return longest;
}

static unsigned least_of(const struct field *f)
{
    return f->type->right ? NUMBER_LEAST : CODE_LEAST;
}

/* The narrowest column in which a field's usual content can be read. */
static unsigned cell_least(const struct field *f, unsigned label)
{
    unsigned n = label;
    if (f->type == &type_date)
        return 11;
    if (f->choices != NULL)
        n = longest_choice(f->choices);
    else if (f->type == &type_reference || f->type == &type_text)
        n = n > NAME_LEAST ? n : NAME_LEAST;
    else
        n = n > least_of(f) ? n : least_of(f);
    n = n > LABEL_MOST ? LABEL_MOST : n;
    return n < f->width ? n : f->width < CELL_LEAST ? CELL_LEAST : f->width;
}

/* A column is left out where its field is not for such a record and says nothing in any line. */
static bool column_says_something(const struct form *f, const struct line_kind *k,
                                  const struct field *field)
{
    bool says = record_field_applies(f->record, field);
    const struct line *l;
    for (size_t i = 1; !says && (l = record_live_line(f->record, k->id, i)) != NULL; i++)
        says = l->values[field - k->fields].set;
    return says;
}

/* The cells that a number of some line needs to stand there whole; 0: no numbers stand there. */
static unsigned number_cells(const struct form *f, const struct line_kind *k,
                             const struct field *field)
{
    unsigned widest = 0;
    const struct line *l;
    for (size_t i = 1; field->type->right && (l = record_live_line(f->record, k->id, i)); i++) {
        struct buf text = { 0 };
        if (l->values[field - k->fields].set)
            field_format(field, &l->values[field - k->fields], SPELL_SCREEN, &text);
        unsigned n = (unsigned)utf8_cells(buf_text(&text));
        widest = n > widest ? n : widest;
        buf_free(&text);
    }
    return widest;
}

/* The widest column of no numbers that may still give one. */
static size_t giver(const struct form *f, const unsigned need[COLUMNS_MAX])
{
    size_t widest = COLUMNS_MAX;
    for (size_t n = 0; n < COLUMNS_MAX; n++)
        if (need[n] == 0 && f->width[n] > CELL_LEAST &&
            (widest == COLUMNS_MAX || f->width[n] > f->width[widest]))
            widest = n;
    return widest;
}

/* A word cut short can be read on; a number cut short is another number. */
static void make_numbers_whole(struct form *f, const unsigned need[COLUMNS_MAX])
{
    for (size_t n = 0; n < COLUMNS_MAX; n++)
        while (f->width[n] > 0 && f->width[n] < need[n]) {
            size_t from = giver(f, need);
            if (from == COLUMNS_MAX)
                return;
            f->width[from]--;
            f->width[n]++;
        }
}

static void grid_widths(struct form *f, const struct line_kind *k)
{
    struct column columns[COLUMNS_MAX + 1] = { 0 };
    unsigned need[COLUMNS_MAX] = { 0 };
    for (size_t n = 0; n < COLUMNS_MAX && k->columns[n] != NULL; n++) {
        const struct field *field = line_field(k, k->columns[n]);
        unsigned label = (unsigned)utf8_cells(_(field->label));
        unsigned want = field->width > label ? field->width : label;
        want = want > CELL_MOST ? CELL_MOST : want;
        columns[n].field = field->id;
        if (!column_says_something(f, k, field))
            continue; /* neither wants nor gets a cell */
        need[n] = number_cells(f, k, field);
        columns[n].min = cell_least(field, label);
        columns[n].want = want > columns[n].min ? want : columns[n].min;
    }
    columns_fit(columns, f->cols > GRID_MARGIN + 4 ? (unsigned)(f->cols - GRID_MARGIN - 2) : 4,
                f->width);
    make_numbers_whole(f, need);
}

static void add_row(struct form *f, const struct line_kind *k, size_t list, size_t row)
{
    for (size_t c = 0; c < COLUMNS_MAX && k->columns[c] != NULL; c++) {
        size_t field;
        if (f->width[c] == 0 || !find_field(k->fields, k->columns[c], &field))
            continue;
        if (field_is_open(f, &k->fields[field]))
            add_slot(f, (struct slot){ .in_line = true, .list = list, .row = row, .field = field });
    }
}

void form_slots_make(struct screen *s)
{
    struct form *f = s->own;
    make_pages(f);
    const struct form_page *p = &f->pages[f->page];
    const struct line_kind *k = form_grid(f);
    f->cols = frame_body(s).cols;
    f->slot_count = 0;
    if (k != NULL && f->detail)
        add_detail(f, k, p->list);
    f->detail = f->detail && f->slot_count > 0; /* of a line that asks for nothing there is none */
    if (k == NULL) {
        add_fields(f, p);
    } else if (!f->detail) {
        size_t rows = record_live_lines(f->record, k->id);
        grid_widths(f, k);
        for (size_t row = 0; row <= rows; row++)
            add_row(f, k, p->list, row);
    }
    if (f->focus >= f->slot_count)
        f->focus = f->slot_count > 0 ? f->slot_count - 1 : 0;
}

const struct slot *form_slot(const struct form *f)
{
    return f->focus < f->slot_count ? &f->slots[f->focus] : NULL;
}

/* ---- Moving ---- */

static void go(struct screen *s, size_t focus)
{
    struct form *f = s->own;
    form_leave(s);
    f->focus = focus < f->slot_count ? focus : f->slot_count > 0 ? f->slot_count - 1 : 0;
    form_come(s);
}

static void show_page(struct screen *s, size_t page)
{
    struct form *f = s->own;
    form_leave(s);
    f->page = page;
    f->detail = false;
    f->top = 0;
    f->focus = 0;
    form_slots_make(s);
    form_come(s);
}

bool form_turn(struct screen *s, bool forth)
{
    const struct form *f = s->own;
    if (forth ? f->page + 1 >= f->page_count : f->page == 0)
        return false;
    show_page(s, forth ? f->page + 1 : f->page - 1);
    return true;
}

static size_t page_of(const struct form *f, const struct slot *p)
{
    for (size_t i = 0; i < f->page_count; i++) {
        const struct form_page *page = &f->pages[i];
        if (p->in_line ? page->grid && page->list == p->list
                       : !page->grid && p->field >= page->first && p->field < page->end)
            return i;
    }
    return f->page;
}

static bool focus_on(struct form *f, const struct slot *p)
{
    for (size_t i = 0; i < f->slot_count; i++)
        if (slot_same(&f->slots[i], p)) {
            f->focus = i;
            return true;
        }
    return false;
}

void form_go_slot(struct screen *s, const struct slot *p)
{
    struct form *f = s->own;
    struct slot wanted = *p;
    show_page(s, page_of(f, &wanted));
    bool found = focus_on(f, &wanted);
    if (!found && wanted.in_line) { /* no column of the grid: all fields of the line */
        f->detail = true;
        f->detail_row = wanted.row;
        form_slots_make(s);
        focus_on(f, &wanted);
    }
    form_come(s);
}

/* An empty line to come is where a grid ends: going on leaves the page. */
static bool leaves_grid(const struct form *f, const struct slot *p)
{
    const struct line_kind *k = form_grid(f);
    return k != NULL && !f->detail && p->row >= record_live_lines(f->record, k->id);
}

/* Behind the last field comes what was passed by and is needed; nothing is saved by going on. */
static void say_end(struct screen *s, bool forth)
{
    if (!forth)
        ui_say(s->ui, SAID, _("The first field."));
    else if (!form_go_missing(s))
        ui_say(s->ui, SAID, _("The last field. F2 saves."));
}

void form_step(struct screen *s, bool forth)
{
    struct form *f = s->own;
    form_leave(s);
    const struct slot *p = form_slot(f);
    bool end = p == NULL || (forth ? f->focus + 1 >= f->slot_count : f->focus == 0);
    if (p != NULL && forth && leaves_grid(f, p))
        end = true;
    if (!end)
        go(s, forth ? f->focus + 1 : f->focus - 1);
    else if (f->detail)
        form_detail(s);
    else if (!form_turn(s, forth))
        say_end(s, forth);
    else if (!forth)
        go(s, f->slot_count);
}

void form_step_row(struct screen *s, bool forth)
{
    struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (p == NULL || form_grid(f) == NULL || f->detail) {
        form_step(s, forth);
        return;
    }
    form_leave(s);
    struct slot wanted = *form_slot(f);
    if (forth ? leaves_grid(f, &wanted) : wanted.row == 0) {
        form_turn(s, forth);
        return;
    }
    wanted.row = forth ? wanted.row + 1 : wanted.row - 1;
    if (leaves_grid(f, &wanted)) /* a new line begins where lines begin */
        wanted.field = f->slots[0].field;
    focus_on(f, &wanted);
    form_come(s);
}

bool form_row_begin(struct screen *s)
{
    const struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (p == NULL || form_grid(f) == NULL || f->detail || f->editor.at > 0 ||
        p->field == f->slots[0].field)
        return false;
    form_leave(s);
    struct slot wanted = *form_slot(f);
    wanted.field = f->slots[0].field;
    focus_on(s->own, &wanted);
    form_come(s);
    return true;
}

/* ---- By name ---- */

void form_places(struct screen *form,
                 void (*each)(void *context, const char *id, const char *label), void *context)
{
    const struct form *f = form->own;
    size_t count = 0;
    for (const struct field *p = f->kind->fields; p->id != NULL && count < FORM_PLACES_MAX; p++)
        if (field_is_asked(f, p, &f->record->values[p - f->kind->fields])) {
            each(context, p->id, _(p->label));
            count++;
        }
    for (size_t i = 0; i < f->page_count && count < FORM_PLACES_MAX; i++)
        if (f->pages[i].grid) {
            each(context, f->kind->lines[f->pages[i].list].id, _(f->pages[i].label));
            count++;
        }
}

void form_go(struct screen *form, const char *id)
{
    struct slot p;
    if (slot_of_path(form->own, id, &p))
        form_go_slot(form, &p);
}
