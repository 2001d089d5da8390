/* take.c - a row's cells into a record: a log's by what legacy sheets hold, our own export's to the
 * letter. */
#include <stdlib.h>
#include <string.h>

#include "take.h"

/* ---- Cells and where they go ---- */

const char *taking_cell(const struct taking *t, size_t column)
{
    return column < t->row->count ? t->row->cells[column] : "";
}

size_t taking_place(const struct taking *t, const struct line_kind *line)
{
    return (size_t)(line - t->layout->kind->lines);
}

struct value *taking_target(const struct taking *t, const struct column_map *map)
{
    if (!map->line)
        return &t->record->values[map->field - t->layout->kind->fields];
    struct line *line = t->lines[taking_place(t, map->line)];
    return line ? &line->values[map->field - map->line->fields] : NULL;
}

/* e->field takes the header's name, cut where a character ends. */
void taking_report(struct taking *t, const char *header, struct error *e)
{
    size_t n = strlen(header);
    if (n >= sizeof e->field) {
        n = sizeof e->field - 1;
        while (n && ((unsigned char)header[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(e->field, header, n);
    e->field[n] = '\0';
    t->errors += e->code != DONE;
    if (t->each)
        t->each(t->context, e);
}

void taking_report_column(struct taking *t, size_t column, struct error *e)
{
    taking_report(t, t->layout->headers[column], e);
}

/* "PHILIPINA - ": lists join code and name by a dash, even where one of them is missing. */
static void drop_dangling_dash(char *text)
{
    size_t n = strlen(text);
    if (n > 2 && text[n - 1] == '-' && text[n - 2] == ' ')
        text[n - 1] = '\0';
}

char *taking_text(const struct taking *t, const struct field *f, size_t column)
{
    char *text = cell_trimmed(taking_cell(t, column));
    if (!t->layout->own && f->type->storage == STORED_REFERENCE) {
        drop_dangling_dash(text);
        char *bare = cell_trimmed(text);
        free(text);
        text = bare;
    }
    return text;
}

static void move_value(const struct field *f, struct value *to, struct value *from)
{
    bool same_text = f->type->storage == STORED_REFERENCE && text_same(to->text, from->text);
    if (same_text && from->set)
        from->num = to->num; /* the same words keep their link */
    value_clear(to);
    *to = *from;
    *from = (struct value){ 0 };
}

struct reading taking_reading(const struct taking *t, const struct column_map *map)
{
    struct reading how = t->how;
    how.month_first = map->month_first;
    how.decimal_point = map->decimal_point;
    if (t->layout->excel && (map->field->type == &type_number || map->field->type == &type_money))
        how.spelling = SPELL_SCREEN;
    return how;
}

void taking_cell_in(struct taking *t, size_t column)
{
    struct column_map *map = &t->layout->columns[column];
    struct reading how = taking_reading(t, map);
    struct value *to = taking_target(t, map), fresh = { 0 };
    struct error e = { 0 };
    if (!to)
        return;
    const char *cell = taking_cell(t, column);
    if (map->memo && memo_recall(map->memo, cell, &fresh)) {
        if (fresh.set || t->layout->own)
            move_value(map->field, to, &fresh);
        return;
    }
    char *text = taking_text(t, map->field, column);
    enum outcome result = field_parse(map->field, &how, text, &fresh, &e);
    if (result == DONE)
        memo_keep(&map->memo, cell, &fresh);
    if (result == DONE && (fresh.set || t->layout->own))
        move_value(map->field, to, &fresh);
    else if (result != DONE && (t->layout->own || !take_quantity(t, column, text)))
        taking_report_column(t, column, &e);
    value_clear(&fresh);
    free(text);
}

void taking_put(struct taking *t, size_t column, const struct column_map *map, const char *text)
{
    struct reading how = taking_reading(t, map);
    struct value *to = taking_target(t, map), fresh = { 0 };
    struct error e = { 0 };
    enum outcome result = to ? field_parse(map->field, &how, text, &fresh, &e) : DONE;
    if (result != DONE)
        taking_report_column(t, column, &e);
    else if (fresh.set)
        move_value(map->field, to, &fresh);
    value_clear(&fresh);
}

/* ---- The door ---- */

size_t layout_take(const struct layout *l, const struct sheet_row *row, enum row_role role,
                   const struct reading *how, struct record *r,
                   void (*each)(void *context, const struct error *e), void *context)
{
    struct taking t = {
        .layout = l, .row = row, .how = *how, .record = r, .each = each, .context = context
    };
    t.how.spelling = l->own ? SPELL_CANONICAL : SPELL_SHEET;
    if (role != ROW_DATA && role != ROW_IDEM)
        return 0;
    if (!l->own)
        take_log_row(&t, role);
    else if (role == ROW_DATA)
        take_own_columns(&t, NULL);
    else
        take_own_line(&t);
    return t.errors;
}
