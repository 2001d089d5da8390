/* content.c - columns that no header explains, by their cells: a field that all of them fit, and no
 * other free field does. Only fields whose values cannot be mistaken are found so. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { ROWS_LOOKED_AT = 200, ROWS_ENOUGH = 3 };

/* A column's cells against one field. */
struct trial {
    size_t column;
    const struct field *field;
    const struct line_kind *line;
    size_t fits;
    bool failed;
};

struct trials {
    struct trial *items;
    size_t count;
};

static bool is_mapped(const struct layout *l, const struct field *f)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->columns[i].field == f)
            return true;
    return false;
}

/* Long codes by their shape, demanded days and choices by their words. */
static bool can_be_told(const struct field *f)
{
    const struct field_type *t = f->type;
    if (f->flags & (FIELD_DERIVED | FIELD_READ_ONLY))
        return false;
    if (t == &type_npwp || t == &type_nik || t == &type_nip || t == &type_nitku)
        return true;
    return (f->flags & FIELD_REQUIRED) && (t == &type_date || t == &type_choice);
}

static void add_trials(const struct layout *l, size_t column, const struct line_kind *line,
                       struct trials *out)
{
    const struct field *fields = line ? line->fields : l->kind->fields;
    for (const struct field *f = fields; f && f->id; f++) {
        if (!can_be_told(f) || is_mapped(l, f))
            continue;
        out->items = xreallocarray(out->items, out->count + 1, sizeof *out->items);
        out->items[out->count++] = (struct trial){ column, f, line, 0, false };
    }
}

/* What a mapping leaves out stays out. */
static bool left_out(const struct layout *l, size_t column)
{
    char *folded = cell_folded(l->headers[column]);
    bool out = map_says(l->map, MAP_COLUMNS, folded) != NULL;
    free(folded);
    return out;
}

static struct trials all_trials(const struct layout *l)
{
    struct trials t = { 0 };
    for (size_t i = 0; i < l->count; i++) {
        if (l->columns[i].field || left_out(l, i))
            continue;
        add_trials(l, i, NULL, &t);
        for (size_t k = 0; k < line_kind_count(l->kind); k++)
            add_trials(l, i, &l->kind->lines[k], &t);
    }
    return t;
}

static void try_row(const struct sheet_row *row, struct trials *t)
{
    static const struct reading how = { .spelling = SPELL_SHEET, .today = NO_DAY };
    for (size_t i = 0; i < t->count; i++) {
        struct trial *trial = &t->items[i];
        struct value v = { 0 };
        if (trial->failed || trial->column >= row->count ||
            cell_means_nothing(row->cells[trial->column]) ||
            cell_is_idem(row->cells[trial->column]))
            continue;
        trial->failed =
            field_parse(trial->field, &how, row->cells[trial->column], &v, NULL) != DONE;
        trial->fits += !trial->failed;
        value_clear(&v);
    }
}

static bool holds(const struct trial *t)
{
    return !t->failed && t->fits >= ROWS_ENOUGH;
}

/* One column for one field: where two would do, neither is taken. */
static bool stands_alone(const struct trials *t, size_t i)
{
    for (size_t k = 0; k < t->count; k++)
        if (k != i && holds(&t->items[k]) &&
            (t->items[k].column == t->items[i].column || t->items[k].field == t->items[i].field))
            return false;
    return true;
}

void content_map(struct sheet *s, struct layout *l)
{
    struct trials t = all_trials(l);
    struct sheet_row row = { 0 };
    size_t rows = 0;
    sheet_rewind(s);
    while (t.count && rows < ROWS_LOOKED_AT && sheet_next(s, &row, NULL) == DONE && row.cells) {
        if (row.number <= l->header_row || layout_role(l, &row) != ROW_DATA)
            continue;
        try_row(&row, &t);
        rows++;
    }
    for (size_t i = 0; i < t.count; i++)
        if (holds(&t.items[i]) && stands_alone(&t, i))
            l->columns[t.items[i].column] = (struct column_map){ .line = t.items[i].line,
                                                                 .field = t.items[i].field,
                                                                 .by_content = true };
    free(t.items);
    sheet_rewind(s);
}
