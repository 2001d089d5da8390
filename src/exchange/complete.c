/* complete.c - cells that mean the one above, and a layout told as a mapping. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static bool means_above(const struct column_map *map, const char *cell)
{
    return cell_is_idem(cell) || (map->blank_is_above && cell_is_empty(cell));
}

/* An IDEM row's key says that the row goes on, and its blanks that nothing is said again. */
static bool is_carried(const struct layout *l, size_t column, const char *cell, enum row_role role)
{
    const struct column_map *map = &l->columns[column];
    if (role == ROW_IDEM && (map->blank_is_above || (int)column == l->key_column))
        return cell_is_idem(cell) && (int)column != l->key_column;
    return means_above(map, cell);
}

/* The row's own cells stay as they are: what is rejected goes back as it came. */
static void take_guards_off(struct layout *l, struct sheet_row *row)
{
    size_t count = row->count < l->count ? row->count : l->count;
    for (size_t i = 0; i < count; i++) {
        free(l->above[i]);
        l->above[i] = excel_plain(row->cells[i]);
    }
    row->cells = l->above;
    row->count = count;
}

void layout_complete(struct layout *l, struct sheet_row *row, enum row_role role)
{
    if (l->own && l->excel)
        take_guards_off(l, row);
    if (l->own || (role != ROW_DATA && role != ROW_IDEM))
        return;
    for (size_t i = 0; i < l->count && i < row->count; i++) {
        if (!l->columns[i].field)
            continue;
        if (!is_carried(l, i, row->cells[i], role)) {
            if (l->above[i] && strcmp(l->above[i], row->cells[i]) == 0)
                continue;
            free(l->above[i]);
            l->above[i] = xstrdup(row->cells[i]);
        } else if (l->above[i]) {
            row->cells[i] = l->above[i];
        }
    }
    for (size_t i = 0; i < l->part_count; i++)
        layout_complete(&l->parts[i], row, role);
}

/* ---- The layout as a mapping ---- */

static void put_column(const struct column_map *map, const char *header, struct sheet_map *out)
{
    struct buf path = { 0 };
    if (map->field && map->line)
        buf_printf(&path, "%s.", map->line->id);
    if (map->field)
        buf_printf(&path, "%s%s", map->field->id,
                   map->joined       ? "+"
                   : map->fills_only ? "?"
                   : map->each_line  ? "*"
                                     : "");
    if (map->second)
        buf_printf(&path, "%s%s%s%s", map->both ? BOTH_BY : PARTED_AT,
                   map->line ? map->line->id : "", map->line ? "." : "", map->second->id);
    map_put(out, MAP_COLUMNS, header, buf_text(&path));
    buf_free(&path);
}

static void put_values(const struct column_map *map, const char *header, struct sheet_map *out)
{
    const struct field_type *t = map->field ? map->field->type : NULL;
    if (t == &type_date || t == &type_moment)
        map_put(out, MAP_DATES, header, map->month_first ? "month-first" : "day-first");
    if (t == &type_number || t == &type_money)
        map_put(out, MAP_NUMBERS, header, map->decimal_point ? "point" : "comma");
    if (map->blank_is_above)
        map_put(out, MAP_BLANKS, header, "above");
}

/* Columns of a further part are those it names. */
static void layout_map_part(const struct layout *l, bool further, struct sheet_map *out)
{
    *out = (struct sheet_map){ .kind = xstrdup(l->kind->id),
                               .name = xstrdup(l->map ? l->map->name : "") };
    for (size_t i = 0; i < l->count; i++) {
        char *folded = cell_folded(l->headers[i]);
        bool named = !further || l->columns[i].field;
        if (*folded && named && !map_says(out, MAP_COLUMNS, folded)) {
            put_column(&l->columns[i], folded, out);
            put_values(&l->columns[i], folded, out);
        }
        if (l->columns[i].when)
            map_put(out, MAP_WHEN, folded, l->columns[i].when);
        free(folded);
    }
    for (size_t i = 0; l->map && i < l->map->sections[MAP_CONSTANTS].count; i++)
        map_put(out, MAP_CONSTANTS, l->map->sections[MAP_CONSTANTS].items[i].header,
                l->map->sections[MAP_CONSTANTS].items[i].text);
}

void layout_map(const struct layout *l, struct sheet_map *out)
{
    layout_map_part(l, false, out);
    out->parts = l->part_count ? xcalloc(l->part_count, sizeof *out->parts) : NULL;
    for (size_t i = 0; i < l->part_count; i++)
        layout_map_part(&l->parts[i], true, &out->parts[out->part_count++]);
}
