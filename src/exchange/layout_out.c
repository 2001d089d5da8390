/* layout_out.c - records as the layouts of data/layouts.map hold them: what an office brought in as
 * a log goes out again as one. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* ---- Where a column's words come from ---- */

struct source_of {               /* a column */
    const struct sheet_map *map; /* the mapping, or the further part of it, that names it */
    const struct record *record; /* NULL: there is none */
    struct column_map column;
};

/* The main mapping's word, or that of the first further part which has one. */
static struct source_of find_source(const struct sheet_map *m, const struct record *r,
                                    const struct record *const *of_parts, const char *header)
{
    for (size_t i = 0; i <= m->part_count; i++) {
        const struct sheet_map *map = i ? &m->parts[i - 1] : m;
        const struct record *from = i ? of_parts[i - 1] : r;
        const char *said = map_says(map, MAP_COLUMNS, header);
        struct source_of s = { map, from, { 0 } };
        if (said && *said && (!from || map_field(from->kind, said, &s.column)))
            return s;
    }
    return (struct source_of){ m, NULL, { 0 } };
}

static const struct line_kind *lines_of(const struct sheet_map *m, const struct record *r)
{
    const struct map_list *columns = &m->sections[MAP_COLUMNS];
    struct column_map map;
    for (size_t i = 0; i < columns->count; i++)
        if (map_field(r->kind, columns->items[i].text, &map) && map.line && !map.each_line)
            return map.line;
    return NULL;
}

/* ---- Words ---- */

static void put_moment(moment m, struct buf *out)
{
    const int64_t minute = 60 * 1000, day_ms = 24 * 60 * minute;
    int64_t local = m + office_zone() * minute;
    int64_t of_day = ((local % day_ms) + day_ms) % day_ms / 1000;
    day_iso(moment_day(m, office_zone()), out);
    buf_printf(out, " %02d:%02d:%02d", (int)(of_day / 3600), (int)(of_day / 60 % 60),
               (int)(of_day % 60));
}

static void put_day(day d, bool day_first, struct buf *out)
{
    int year, month, mday;
    day_split(d, &year, &month, &mday);
    if (day_first)
        buf_printf(out, "%02d/%02d/%04d", mday, month, year);
    else
        day_iso(d, out);
}

/* "1,000": whole and all decimals, as the national system writes them. */
static void put_comma(const struct field *f, int64_t scaled, struct buf *out)
{
    int64_t whole = 1;
    for (unsigned i = 0; i < f->decimals; i++)
        whole *= 10;
    buf_printf(out, "%s%lld", scaled < 0 ? "-" : "", (long long)llabs(scaled / whole));
    if (f->decimals)
        buf_printf(out, ",%0*lld", (int)f->decimals, (long long)llabs(scaled % whole));
}

static bool says(const struct sheet_map *m, enum map_section section, const char *header,
                 const char *word)
{
    const char *said = map_says(m, section, header);
    return said && strcmp(said, word) == 0;
}

static void put_value(const struct sheet_map *m, const char *header, const struct field *f,
                      const struct value *v, struct buf *out)
{
    bool number = f->type == &type_number || f->type == &type_money;
    const struct choice *c = f->type == &type_choice && v->set ? field_choice(f, v->text) : NULL;
    if (!v->set)
        return;
    if (f->type == &type_date)
        put_day((day)v->num, says(m, MAP_DATES, header, "day-first"), out);
    else if (f->type == &type_moment)
        put_moment(v->num, out);
    else if (number && says(m, MAP_NUMBERS, header, "comma"))
        put_comma(f, v->num, out);
    else if (c)
        buf_puts(out, c->aliases ? c->aliases[0] : c->code);
    else
        field_format(f, v, SPELL_CANONICAL, out);
}

static const struct value *value_in(const struct record *r, const struct line *line,
                                    const struct line_kind *kind, const struct field *f)
{
    if (!kind)
        return &r->values[f - r->kind->fields];
    return line ? &line->values[f - kind->fields] : NULL;
}

static void put_lines(const struct source_of *s, const char *header, struct buf *out)
{
    const struct line_kind *kind = s->column.line;
    const struct line *line;
    for (size_t i = 1; (line = record_live_line(s->record, kind->id, i)); i++) {
        buf_puts(out, out->len ? "\n" : "");
        put_value(s->map, header, s->column.field, &line->values[s->column.field - kind->fields],
                  out);
    }
}

/* nth: which line of the main record's the row is for, from 1. */
static void put_source(const struct source_of *s, const char *header, const struct line_kind *rows,
                       size_t nth, struct buf *out)
{
    const struct column_map *map = &s->column;
    if (map->each_line) {
        put_lines(s, header, out);
        return;
    }
    const struct line *line =
        map->line ? record_live_line(s->record, map->line->id, map->line == rows ? nth : 1) : NULL;
    const struct value *first = value_in(s->record, line, map->line, map->field);
    const struct value *second =
        map->second && !map->both ? value_in(s->record, line, map->line, map->second) : NULL;
    if (first)
        put_value(s->map, header, map->field, first, out);
    if (second && (second->set || (first && first->set))) {
        buf_puts(out, PARTED_AT);
        put_value(s->map, header, map->second, second, out);
    }
}

/* ---- Rows ---- */

/* Cells that say what the row above says are blank where the layout means it so; from the first
 * that differs on, all are written. */
static bool means_above(const struct sheet_map *m, const char *header)
{
    bool above = says(m, MAP_BLANKS, header, "above");
    for (size_t i = 0; !above && i < m->part_count; i++)
        above = says(&m->parts[i], MAP_BLANKS, header, "above");
    return above;
}

static void put_row(const struct sheet_map *m, const struct record *r,
                    const struct record *const *of_parts, size_t nth, struct written_row *above,
                    struct buf *out)
{
    const struct map_list *columns = &m->sections[MAP_COLUMNS];
    const struct line_kind *rows = lines_of(m, r);
    bool same = true;
    for (size_t i = 0; i < columns->count; i++) {
        const char *header = columns->items[i].header;
        struct source_of s = find_source(m, r, of_parts, header);
        struct buf text = { 0 };
        if (s.record && s.column.field && !s.column.joined)
            put_source(&s, header, rows, nth, &text);
        same &= strcmp(above->cells[i] ? above->cells[i] : "", buf_text(&text)) == 0;
        csv_cell(same && means_above(m, header) ? "" : buf_text(&text), i == 0, out);
        free(above->cells[i]);
        above->cells[i] = buf_take(&text);
    }
    buf_puts(out, "\r\n");
}

void layout_csv_header(const struct sheet_map *m, struct buf *out)
{
    const struct map_list *columns = &m->sections[MAP_COLUMNS];
    for (size_t i = 0; i < columns->count; i++)
        csv_cell(columns->items[i].written, i == 0, out);
    buf_puts(out, "\r\n");
}

void layout_csv(const struct sheet_map *m, const struct record *r,
                const struct record *const *of_parts, struct written_row *above, struct buf *out)
{
    const struct line_kind *rows = lines_of(m, r);
    size_t count = rows ? record_live_lines(r, rows->id) : 1;
    if (!above->cells) {
        above->count = m->sections[MAP_COLUMNS].count;
        above->cells = xcalloc(above->count + 1, sizeof *above->cells);
    }
    for (size_t nth = 1; nth <= count || nth == 1; nth++)
        put_row(m, r, of_parts, nth, above, out);
}

void written_row_free(struct written_row *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->cells[i]);
    free(w->cells);
    *w = (struct written_row){ 0 };
}
