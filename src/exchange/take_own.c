/* take_own.c - a row of our own export into a record, to the letter. */
#include <stdlib.h>
#include <string.h>

#include "take.h"

static void take_link(struct taking *t, size_t column)
{
    const struct column_map *map = &t->layout->columns[column];
    struct value *to = taking_target(t, map);
    if (!to)
        return;
    int64_t id = 0;
    struct error e = { 0 };
    char *text = cell_trimmed(taking_cell(t, column));
    if (*text && !id_parse(text, &id)) {
        fail(&e, BAD_DATA,
             _("%s: “%s” is not the id of a record; leave it as it was exported, or empty."),
             tr(map->field->label), excerpt(text).text);
        taking_report_column(t, column, &e);
    } else {
        value_set_reference(to, id, to->text);
    }
    free(text);
}

static void report_stray(struct taking *t, size_t column)
{
    struct error e = { 0 };
    fail(&e, BAD_DATA,
         _("This column is empty in rows of this sort; take “%s” out, or write it in the row it "
           "belongs to."),
         excerpt(taking_cell(t, column)).text);
    taking_report_column(t, column, &e);
}

/* line NULL: the record's own row. */
void take_own_columns(struct taking *t, const struct line_kind *line)
{
    for (size_t i = 0; i < t->layout->count; i++) {
        const struct column_map *map = &t->layout->columns[i];
        if (map->field && map->line != line && !cell_is_empty(taking_cell(t, i)))
            report_stray(t, i);
        else if (map->field && map->line == line && !map->link)
            taking_cell_in(t, i);
    }
    for (size_t i = 0; i < t->layout->count; i++)
        if (t->layout->columns[i].field && t->layout->columns[i].link &&
            t->layout->columns[i].line == line)
            take_link(t, i);
}

static struct line *line_by_id(struct record *r, size_t place, int64_t id)
{
    struct line_list *list = &r->lines[place];
    for (size_t i = 0; id && i < list->count; i++)
        if (list->items[i].id == id) {
            list->items[i].gone = false;
            return &list->items[i];
        }
    struct line *line = record_add_line(r, r->kind->lines[place].id);
    line->id = id;
    return line;
}

static bool read_line_id(struct taking *t, int64_t *id)
{
    int column = t->layout->line_id_column;
    char *text = cell_trimmed(column < 0 ? "" : taking_cell(t, (size_t)column));
    bool good = !*text || id_parse(text, id);
    if (!good) {
        struct error e = { 0 };
        fail(&e, BAD_DATA,
             _("“%s” is not the id of a line; leave it as it was exported, or empty."),
             excerpt(text).text);
        taking_report_column(t, (size_t)column, &e);
    }
    free(text);
    return good;
}

void take_own_line(struct taking *t)
{
    size_t column = (size_t)t->layout->line_column;
    char *name = cell_trimmed(taking_cell(t, column));
    const struct line_kind *kind = kind_line(t->layout->kind, name);
    int64_t id = 0;
    if (!kind) {
        struct error e = { 0 };
        fail(&e, BAD_DATA, _("“%s” has no lines named “%s”; write the name as it was exported."),
             tr(t->layout->kind->label), excerpt(name).text);
        taking_report_column(t, column, &e);
    } else if (read_line_id(t, &id)) {
        size_t place = taking_place(t, kind);
        t->lines[place] = line_by_id(t->record, place, id);
        take_own_columns(t, kind);
    }
    free(name);
}
