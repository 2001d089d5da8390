/* layout.c - finds the header of a sheet, maps its columns to fields and reads the banner above. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { HEADER_WITHIN = 60, HEADERS_ENOUGH = 3, HEADERS_NAMED = 8 };

/* ---- How well a row is a header ---- */

struct score {
    size_t known;    /* cells that are fields or columns of our own */
    size_t required; /* demanded fields of the record among them */
    bool anchored;   /* one at least tells this kind from others: demanded, or of its key */
};

static bool seen_before(const struct meaning *list, size_t n, const struct meaning *m)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].own == m->own && list[i].map.field == m->map.field &&
            list[i].map.line == m->map.line && list[i].map.link == m->map.link)
            return true;
    return false;
}

static void count_meaning(const struct kind *k, const struct meaning *m, struct score *score)
{
    const struct field *f = m->map.line || m->map.link ? NULL : m->map.field;
    bool required = f && (f->flags & FIELD_REQUIRED);
    score->known += meaning_is_known(m);
    score->required += required;
    score->anchored |= required || (f && in_natural_key(k, f->id)) || m->own == OWN_ID;
}

/* A file of rejected rows, taken again, begins with three columns of its own: "reason" there is why
 * the row came back, and no field. Returns how many cells to pass over. */
static size_t reject_columns(const struct sheet_row *row)
{
    static const char *const names[] = { "row", "column", "reason" };
    for (size_t i = 0; i < COUNT(names); i++)
        if (i >= row->count || strcmp(row->cells[i], names[i]) != 0)
            return 0;
    return COUNT(names);
}

static bool says_a_field_twice(const struct meaning *list, size_t n)
{
    const struct meaning *m = &list[n];
    return meaning_is_known(m) && !m->map.joined && seen_before(list, n, m);
}

/* Fills one meaning for each cell; of two columns for one field the first keeps it. */
static struct score read_header(const struct kind *k, const struct sheet_map *map,
                                const struct sheet_row *row, struct meaning *meanings)
{
    struct score score = { 0 };
    size_t first = reject_columns(row);
    memset(meanings, 0, row->count * sizeof *meanings);
    for (size_t i = first; i < row->count; i++) {
        char *folded = cell_folded(row->cells[i]);
        meanings[i] = header_meaning(k, map, folded);
        free(folded);
        if (says_a_field_twice(meanings, i))
            meanings[i] = (struct meaning){ 0 };
        count_meaning(k, &meanings[i], &score);
    }
    return score;
}

static size_t required_fields(const struct kind *k)
{
    size_t n = 0;
    for (const struct field *f = k->fields; f->id; f++)
        n += (f->flags & FIELD_REQUIRED) != 0 && !(f->flags & FIELD_DERIVED);
    return n;
}

static bool is_header(const struct kind *k, struct score s)
{
    size_t required = required_fields(k);
    return (s.known >= HEADERS_ENOUGH && s.anchored) || (required && s.required == required);
}

/* ---- Which mapping a row calls for ---- */

static bool row_has(char *const *folded, size_t count, const char *header)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(folded[i], header) == 0)
            return true;
    return false;
}

/* All the headers it names stand in the row. */
static bool map_fits(const struct sheet_map *m, char *const *folded, size_t count)
{
    const struct map_list *columns = &m->sections[MAP_COLUMNS];
    const struct map_list *when = &m->sections[MAP_WHEN];
    for (size_t i = 0; i < columns->count; i++)
        if (!row_has(folded, count, columns->items[i].header))
            return false;
    for (size_t i = 0; i < when->count; i++)
        if (!row_has(folded, count, when->items[i].header))
            return false;
    for (size_t i = 0; i < m->part_count; i++)
        if (!map_fits(&m->parts[i], folded, count))
            return false;
    return columns->count + when->count > 0;
}

static size_t headers_named(const struct sheet_map *m)
{
    size_t n = m ? m->sections[MAP_COLUMNS].count : 0;
    for (size_t i = 0; m && i < m->part_count; i++)
        n += m->parts[i].sections[MAP_COLUMNS].count;
    return n;
}

/* The one that names most; of equals the first. */
static const struct sheet_map *fitting_map(const struct hints *h, const struct kind *k,
                                           const struct sheet_row *row)
{
    const struct sheet_map *best = NULL;
    char **folded = xcalloc(row->count + 1, sizeof *folded);
    for (size_t i = 0; i < row->count; i++)
        folded[i] = cell_folded(row->cells[i]);
    for (size_t i = 0; i < h->map_count; i++) {
        const struct sheet_map *m = &h->maps[i];
        if (*m->kind && map_is_for(m, k->id) && headers_named(m) > headers_named(best) &&
            map_fits(m, folded, row->count))
            best = m;
    }
    for (size_t i = 0; i < row->count; i++)
        free(folded[i]);
    free(folded);
    return best;
}

static const struct sheet_map *map_of_row(const struct hints *h, const struct kind *k,
                                          const struct sheet_row *row)
{
    if (h && h->given && h->given->sections[MAP_COLUMNS].count)
        return h->given;
    return h ? fitting_map(h, k, row) : NULL;
}

/* Whose columns the mapping names: k, unless k is one of its further parts. */
static const struct kind *kind_of(const struct hints *h, const struct sheet_map *map,
                                  const struct kind *k)
{
    bool other = map && *map->kind && strcmp(map->kind, k->id) != 0;
    const struct kind *main = other && h->registry ? registry_find(h->registry, map->kind) : NULL;
    return main ? main : k;
}

/* The number of the best header row; 0: none is one. Rows past the limits are passed over here and
 * reported where they are read. */
static size_t find_header(struct sheet *s, const struct kind *k, const struct hints *h)
{
    struct meaning *meanings = xcalloc(SHEET_COLUMNS_MAX, sizeof *meanings);
    struct sheet_row row = { 0 };
    struct score best = { 0 };
    size_t number = 0;
    for (size_t i = 0; i < HEADER_WITHIN; i++) {
        if (sheet_next(s, &row, NULL) != DONE)
            continue;
        if (!row.cells)
            break;
        const struct sheet_map *map = map_of_row(h, k, &row);
        const struct kind *main = kind_of(h, map, k);
        struct score score = read_header(main, map, &row, meanings);
        if (!(map || is_header(main, score)) || score.known <= best.known)
            continue;
        best = score;
        number = row.number;
    }
    free(meanings);
    return number;
}

/* ---- Taking the header over ---- */

static void place_own(struct layout *l, enum own_column which, int column)
{
    int *const places[] = { [OWN_ID] = &l->id_column,       [OWN_REV] = &l->rev_column,
                            [OWN_STATE] = &l->state_column, [OWN_ORIGIN] = &l->origin_column,
                            [OWN_LINE] = &l->line_column,   [OWN_LINE_ID] = &l->line_id_column };
    if (which == OWN_EXCEL)
        l->excel = column >= 0;
    else if (which != OWN_NONE)
        *places[which] = column;
}

static void forget_own(struct layout *l)
{
    for (int which = OWN_ID; which <= OWN_EXCEL; which++)
        place_own(l, (enum own_column)which, -1);
}

static int column_of(const struct layout *l, const char *field)
{
    for (size_t i = 0; field && i < l->count; i++) {
        const struct column_map *map = &l->columns[i];
        if (map->field && !map->line && !map->link && strcmp(map->field->id, field) == 0)
            return (int)i;
    }
    return -1;
}

/* The first column of the natural key; of kinds without one, the title's. */
static int find_key(const struct layout *l)
{
    for (const char *const *id = l->kind->natural_key; id && *id; id++) {
        int column = column_of(l, *id);
        if (column >= 0)
            return column;
    }
    return column_of(l, l->kind->title);
}

static void take_meanings(struct layout *l, const struct sheet_row *row,
                          const struct meaning *meanings)
{
    l->count = row->count;
    l->columns = xcalloc(row->count, sizeof *l->columns);
    l->headers = xcalloc(row->count, sizeof *l->headers);
    l->above = xcalloc(row->count, sizeof *l->above);
    l->header_row = row->number;
    for (size_t i = 0; i < row->count; i++) {
        l->columns[i] = meanings[i].map;
        l->headers[i] = cell_trimmed(row->cells[i]);
        place_own(l, meanings[i].own, (int)i);
    }
    l->own = l->id_column >= 0 && l->state_column >= 0;
    if (!l->own)
        forget_own(l);
    l->key_column = find_key(l);
}

static void take_header(struct layout *l, const struct sheet_row *row)
{
    struct meaning *meanings = xcalloc(row->count, sizeof *meanings);
    (void)read_header(l->kind, l->map, row, meanings);
    take_meanings(l, row, meanings);
    free(meanings);
}

/* ---- Further kinds in the same rows ---- */

static bool refers_to(const struct kind *k, const struct kind *other)
{
    for (const struct field *f = k->fields; f->id; f++)
        if (f->kind && !(f->flags & FIELD_DERIVED) && strcmp(f->kind, other->id) == 0)
            return true;
    return false;
}

static void take_part(const struct layout *l, const struct sheet_row *row, struct layout *part)
{
    size_t first = reject_columns(row);
    struct meaning *meanings = xcalloc(row->count, sizeof *meanings);
    for (size_t i = first; i < row->count; i++) {
        char *folded = cell_folded(row->cells[i]);
        meanings[i] = header_named(part->kind, part->map, folded);
        free(folded);
        if (says_a_field_twice(meanings, i))
            meanings[i].map = (struct column_map){ .when = meanings[i].map.when };
    }
    part->key_column = -1;
    forget_own(part);
    take_meanings(part, row, meanings);
    part->before = refers_to(l->kind, part->kind);
    free(meanings);
}

static void take_parts(struct layout *l, const struct sheet_row *row, const struct registry *g)
{
    size_t count = l->map && g && !l->own ? l->map->part_count : 0;
    l->parts = count ? xcalloc(count, sizeof *l->parts) : NULL;
    for (size_t i = 0; i < count; i++) {
        const struct sheet_map *map = &l->map->parts[i];
        const struct kind *k = registry_find(g, map->kind);
        if (!k)
            continue; /* of a mapping that a later loket made */
        struct layout *part = &l->parts[l->part_count++];
        *part = (struct layout){ .kind = k, .map = map };
        take_part(l, row, part);
    }
}

static bool has_marks(const struct field *f)
{
    return f && (f->type == &type_date || f->type == &type_moment || f->type == &type_number ||
                 f->type == &type_money);
}

/* How a column writes its dates and numbers is weighed once, by the field that can tell. */
static void weigh(struct sheet *s, const struct sheet_map *given, struct layout *l)
{
    struct column_map *own = l->columns, *all = xcalloc(l->count + 1, sizeof *all);
    for (size_t i = 0; i < l->count; i++) {
        all[i] = own[i];
        for (size_t p = 0; p < l->part_count && !has_marks(all[i].field); p++)
            if (l->parts[p].columns[i].field)
                all[i] = l->parts[p].columns[i];
    }
    l->columns = all;
    evidence_weigh(s, given, l);
    l->columns = own;
    for (size_t i = 0; i < l->count; i++)
        for (size_t p = 0; p <= l->part_count; p++) {
            struct column_map *to = p ? &l->parts[p - 1].columns[i] : &own[i];
            to->month_first = all[i].month_first;
            to->decimal_point = all[i].decimal_point;
            to->blank_is_above = all[i].blank_is_above;
        }
    free(all);
}

bool layout_wants(const struct layout *part, const struct sheet_row *row)
{
    bool conditions = false, says = false, met = true;
    for (size_t i = 0; i < part->count; i++) {
        const struct column_map *map = &part->columns[i];
        const char *cell = i < row->count ? row->cells[i] : "";
        says |= map->field && !cell_means_nothing(cell);
        if (!map->when)
            continue;
        conditions = true;
        met &= !cell_means_nothing(cell) && cell_holds(cell, map->when);
    }
    return conditions ? met : says;
}

/* ---- Where no row is the header ---- */

static void name_header(const struct field *f, struct buf *names, size_t *count)
{
    if (!f || *count == HEADERS_NAMED)
        return;
    buf_printf(names, "%s%s", *count ? ", " : "", f->aliases && *f->aliases ? *f->aliases : f->id);
    ++*count;
}

static enum outcome no_header(const struct kind *k, struct error *e)
{
    struct buf names = { 0 };
    size_t count = 0;
    for (const char *const *id = k->natural_key; id && *id; id++)
        name_header(kind_field(k, *id), &names, &count);
    for (const struct field *f = k->fields; f->id; f++)
        if ((f->flags & FIELD_REQUIRED) && !(f->flags & FIELD_DERIVED) && !in_natural_key(k, f->id))
            name_header(f, &names, &count);
    fail(e, BAD_DATA,
         _("None of the first %d rows is a header of “%s”; a header that would be known has "
           "columns such as %s. Write one above the rows; or, where it has a header in other "
           "words, say which is which in a file for --map, below [columns]: HEADER = FIELD."),
         HEADER_WITHIN, tr(k->label), buf_text(&names));
    buf_free(&names);
    return BAD_DATA;
}

/* ---- The door ---- */

enum outcome layout_find(struct sheet *s, const struct kind *k, const struct hints *hints,
                         struct layout *out, struct error *e)
{
    struct sheet_row row = { 0 };
    *out = (struct layout){ .kind = k, .key_column = -1 };
    forget_own(out);
    sheet_rewind(s);
    size_t number = find_header(s, k, hints);
    sheet_rewind(s);
    if (!number)
        return no_header(k, e);
    for (size_t i = 1; i < number; i++)
        if (sheet_next(s, &row, NULL) == DONE && row.cells)
            banner_read(k, &row, &out->banner);
    if (sheet_next(s, &row, NULL) == DONE && row.cells) {
        out->map = map_of_row(hints, k, &row);
        out->kind = kind_of(hints, out->map, k);
        take_header(out, &row);
        take_parts(out, &row, hints ? hints->registry : NULL);
    }
    if (!out->own) {
        if (!out->part_count)
            content_map(s, out);
        out->key_column = find_key(out);
        weigh(s, hints ? hints->given : NULL, out);
    }
    sheet_rewind(s);
    turns_find(s, out);
    return DONE;
}

void layout_free(struct layout *l)
{
    free(l->turns);
    for (size_t i = 0; i < l->part_count; i++)
        layout_free(&l->parts[i]);
    free(l->parts);
    for (size_t i = 0; i < l->count; i++) {
        free(l->headers[i]);
        free(l->above[i]);
        memo_free(&l->columns[i].memo);
    }
    for (size_t i = 0; i < l->doubt_count; i++)
        buf_free(&l->doubts[i].examples);
    free(l->headers);
    free(l->above);
    free(l->doubts);
    free(l->columns);
    buf_free(&l->banner.office);
    buf_free(&l->banner.field);
    buf_free(&l->banner.direction);
    *l = (struct layout){ 0 };
}
