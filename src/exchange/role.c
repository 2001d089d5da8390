/* role.c - which rows of a sheet are records, further lines, or neither. A row with a key is never
 * set aside in silence: where it is wrong, it is rejected with its reason. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* Cells that a total, a note or "nihil" fills at most. */
enum { NOTE_CELLS = 3, MARKED_NOTE_CELLS = 4, REPEATED_SHARE = 2 };

struct filled { /* a row's cells that are not empty */
    size_t count;
    size_t first; /* its place in the row */
};

static struct filled count_filled(const struct sheet_row *row)
{
    struct filled f = { 0 };
    for (size_t i = 0; i < row->count; i++) {
        if (cell_is_empty(row->cells[i]))
            continue;
        if (!f.count)
            f.first = i;
        f.count++;
    }
    return f;
}

static bool folds_alike(const char *a, const char *b)
{
    char *x = cell_folded(a), *y = cell_folded(b);
    bool same = strcmp(x, y) == 0;
    free(x);
    free(y);
    return same;
}

static size_t filled_headers(const struct layout *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->headers[i][0] != '\0';
    return n;
}

/* The header printed again on a further page: its cells stand under themselves, most of them. */
static bool repeats_header(const struct layout *l, const struct sheet_row *row, struct filled f)
{
    if (f.count * REPEATED_SHARE < filled_headers(l))
        return false;
    for (size_t i = f.first; i < row->count; i++)
        if (!cell_is_empty(row->cells[i]) &&
            (i >= l->count || !folds_alike(row->cells[i], l->headers[i])))
            return false;
    return true;
}

static const char *cell_at(const struct sheet_row *row, int column)
{
    return column >= 0 && (size_t)column < row->count ? row->cells[column] : "";
}

static size_t mapped_columns(const struct layout *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->columns[i].field != NULL;
    return n;
}

/* Texts and names stand in signatures too; a date or a choice does not. */
static bool is_telling(const struct field *f)
{
    return (f->flags & FIELD_REQUIRED) && f->type->storage != STORED_REFERENCE &&
           f->type != &type_text && f->type != &type_note && f->type != &type_serial;
}

/* Does a demanded date or choice of the record stand in its column? Then the row is one, however
 * few its cells. */
static bool tells_record(const struct layout *l, const struct sheet_row *row)
{
    static const struct reading how = { .spelling = SPELL_SHEET };
    bool found = false;
    for (size_t i = 0; i < l->count && i < row->count && !found; i++) {
        const struct column_map *map = &l->columns[i];
        struct value v = { 0 };
        if (!map->field || map->line || map->link || !is_telling(map->field))
            continue;
        found = field_parse(map->field, &how, row->cells[i], &v, NULL) == DONE && v.set;
        value_clear(&v);
    }
    return found;
}

/* Of a row whose first cell is `folded` and has no key: set aside, or data all the same. */
static enum row_role role_without_key(const struct layout *l, const char *folded, struct filled f)
{
    size_t mapped = mapped_columns(l);
    if (words_begin_any(folded, total_words) && f.count * 2 <= mapped)
        return ROW_TOTAL;
    if (f.count <= MARKED_NOTE_CELLS && words_begin_any(folded, note_words))
        return ROW_NOTE;
    if (f.count <= NOTE_CELLS && f.count * NOTE_CELLS <= mapped)
        return ROW_NOTE;
    return ROW_DATA;
}

/* Any part of the key counts: of a key of several fields the first may be empty. */
static bool has_key(const struct layout *l, const struct sheet_row *row)
{
    if (!cell_means_nothing(cell_at(row, l->key_column)))
        return true;
    for (size_t i = 0; i < l->count && i < row->count; i++) {
        const struct column_map *map = &l->columns[i];
        if (map->field && !map->line && !map->link && in_natural_key(l->kind, map->field->id) &&
            !cell_means_nothing(row->cells[i]))
            return true;
    }
    return false;
}

static enum row_role role_of_log(const struct layout *l, const struct sheet_row *row,
                                 struct filled f)
{
    char *folded = cell_folded(row->cells[f.first]);
    bool sparse = f.count * 2 <= mapped_columns(l);
    enum row_role role = ROW_DATA;
    if (cell_is_idem(cell_at(row, l->key_column)))
        role = ROW_IDEM;
    else if (f.count <= NOTE_CELLS && words_begin(folded, "nihil"))
        role = ROW_NIHIL;
    else if (sparse && (int)f.first == l->key_column && words_listed(folded, total_words))
        role = ROW_TOTAL;
    else if (!has_key(l, row) && !tells_record(l, row))
        role = role_without_key(l, folded, f);
    free(folded);
    return role;
}

enum row_role layout_role(const struct layout *l, const struct sheet_row *row)
{
    struct filled f = count_filled(row);
    if (!f.count)
        return ROW_BLANK;
    if (row->number < l->header_row)
        return ROW_BANNER;
    if (row->number == l->header_row || repeats_header(l, row, f))
        return ROW_HEADER;
    if (l->own)
        return cell_is_empty(cell_at(row, l->line_column)) ? ROW_DATA : ROW_IDEM;
    return role_of_log(l, row, f);
}
