/* take_log.c - a row of a legacy log into a record: what old sheets hold, with the words that no
 * field can hold kept in the notes. */
#include <stdlib.h>
#include <string.h>

#include "take.h"

/* ---- Cells into fields ---- */

/* A line of each kind for which the row says anything. */
static void add_lines(struct taking *t)
{
    for (size_t i = 0; i < t->layout->count; i++) {
        const struct column_map *map = &t->layout->columns[i];
        if (!map->line || map->link || map->each_line || cell_means_nothing(taking_cell(t, i)))
            continue;
        size_t place = taking_place(t, map->line);
        if (!t->lines[place])
            t->lines[place] = record_add_line(t->record, map->line->id);
    }
}

/* "CHINA - SHANGHAI", "CHINA - ": what stands before the dash, and behind it. */
static void take_parted(struct taking *t, size_t column)
{
    struct column_map second = t->layout->columns[column], first = second;
    char *text = cell_trimmed(taking_cell(t, column));
    char *dash = first.both ? NULL : strstr(text, PARTED_AT);
    const char *rest = dash ? dash + strlen(PARTED_AT) : NULL;
    size_t n = strlen(text);
    if (first.both)
        rest = text;
    else if (!dash && n >= 2 && strcmp(text + n - 2, " -") == 0)
        dash = text + n - 2; /* trimmed: nothing stood behind it */
    if (dash)
        *dash = '\0';
    second.field = second.second;
    if (!cell_means_nothing(text))
        taking_put(t, column, &first, text);
    if (rest && !cell_means_nothing(rest))
        taking_put(t, column, &second, rest);
    free(text);
}

static bool has_line(const struct taking *t, const struct column_map *map, const char *text)
{
    const struct line_list *list = &t->record->lines[taking_place(t, map->line)];
    for (size_t i = 0; i < list->count; i++) {
        const struct value *v = &list->items[i].values[map->field - map->line->fields];
        if (v->text && strcmp(v->text, text) == 0)
            return true;
    }
    return false;
}

/* Each line of the cell is a line of the record, but for what a row of it said already. */
static void take_each_line(struct taking *t, size_t column)
{
    const struct column_map *map = &t->layout->columns[column];
    const size_t place = taking_place(t, map->line);
    struct line *of_row = t->lines[place];
    char *cell = xstrdup(taking_cell(t, column));
    for (char *rest = cell, *line; (line = strsep(&rest, "\n"));) {
        char *text = cell_trimmed(line);
        if (!cell_means_nothing(text) && !has_line(t, map, text)) {
            t->lines[place] = record_add_line(t->record, map->line->id);
            taking_put(t, column, map, text);
        }
        free(text);
    }
    t->lines[place] = of_row;
    free(cell);
}

static void take_column(struct taking *t, size_t column)
{
    const struct column_map *map = &t->layout->columns[column];
    if (map->each_line)
        take_each_line(t, column);
    else if (map->second)
        take_parted(t, column);
    else
        taking_cell_in(t, column);
}

static void take_columns(struct taking *t, bool lines)
{
    for (size_t i = 0; i < t->layout->count; i++) {
        const struct column_map *map = &t->layout->columns[i];
        if (map->field && !map->link && !map->joined && (map->line != NULL) == lines)
            take_column(t, i);
    }
}

/* Does the record say already what this cell of an IDEM row says? A cell that cannot be read as
 * its field is told by its words. */
static bool says_the_same(const struct taking *t, const struct column_map *map, const char *text)
{
    const struct value *mine = taking_target(t, map);
    struct value theirs = { 0 };
    bool same = false;
    struct reading how = taking_reading(t, map);
    if (field_parse(map->field, &how, text, &theirs, NULL) == DONE) {
        if (map->field->type->storage == STORED_REFERENCE)
            theirs.num = mine->num;
        same = !theirs.set || value_same(mine, &theirs);
    }
    value_clear(&theirs);
    return same;
}

/* Lists the record's cells of this row that differ: "header: what it says; ...". The header is the
 * sheet's own, so that the words stay the same in every language. */
static void list_differences(const struct taking *t, struct buf *out)
{
    for (size_t i = 0; i < t->layout->count; i++) {
        const struct column_map *map = &t->layout->columns[i];
        bool of_record = map->field && !map->line && !map->link && !map->joined && !map->second;
        if (!of_record || (int)i == t->layout->key_column ||
            cell_means_nothing(taking_cell(t, i)) || cell_is_idem(taking_cell(t, i)))
            continue;
        char *text = taking_text(t, map->field, i);
        if (!says_the_same(t, map, text))
            buf_printf(out, "%s%s: %s", out->len ? "; " : "", t->layout->headers[i], text);
        free(text);
    }
}

/* Appends to a notes field; false: it does not fit or may not stand there, *e says why. */
static bool append_note(const struct taking *t, const struct field *f, struct value *v,
                        const char *text, struct error *e)
{
    struct buf whole = { 0 };
    if (v->set)
        buf_printf(&whole, "%s; ", v->text);
    buf_puts(&whole, text);
    enum outcome result = field_parse(f, &t->how, buf_text(&whole), v, e);
    buf_free(&whole);
    return result == DONE;
}

static const struct line_kind *first_line_kind(const struct layout *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->columns[i].line)
            return l->columns[i].line;
    return NULL;
}

/* The line this row fills, or one made for its notes; NULL: the sheet has no lines. */
static struct line *line_for_notes(struct taking *t, const struct line_kind **kind)
{
    *kind = first_line_kind(t->layout);
    for (size_t i = 0; i < line_kind_count(t->layout->kind); i++)
        if (t->lines[i]) {
            *kind = &t->layout->kind->lines[i];
            return t->lines[i];
        }
    return *kind ? record_add_line(t->record, (*kind)->id) : NULL;
}

/* On the line; where it is full or has no notes, on the record. */
static void keep_words(struct taking *t, const char *text)
{
    const struct line_kind *kind = NULL;
    struct line *line = line_for_notes(t, &kind);
    const struct field *f = line ? line_field(kind, "notes") : NULL;
    struct error e = { 0 };
    if (f && append_note(t, f, &line->values[f - kind->fields], text, &e))
        return;
    f = kind_field(t->layout->kind, "notes");
    struct value *v = record_value(t->record, "notes");
    if (f && append_note(t, f, v, text, &e))
        return;
    if (!e.text[0])
        fail(&e, BAD_DATA,
             _("This row differs from the record above in “%s”, which has no place for it; give it "
               "a row of its own."),
             excerpt(text).text);
    taking_report(t, "notes", &e);
}

/* ---- Quantities as people write them ---- */

/* "(satu)" behind a number says it again. */
static const char *behind_words(const char *text)
{
    const char *end = *text == '(' ? strchr(text, ')') : NULL;
    for (const char *at = text + 1; end && at < end; at++)
        if (!strchr(" abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *at))
            return text;
    return end ? end + 1 + strspn(end + 1, " ") : text;
}

enum { UNIT_BYTES = 12 };

/* One word of letters, as units are: "kg", "Ton", "m3". */
static bool is_unit_word(const char *text)
{
    size_t n = strlen(text);
    return n > 0 && n <= UNIT_BYTES && !strpbrk(text, " 0456789'\"()/,+-") &&
           !strchr("0123456789", *text);
}

/* "1.250 kg", "1 (satu) koli": the number and its unit. unit points into text. */
static bool split_quantity(const char *text, struct buf *number, const char **unit)
{
    size_t n = strspn(text, "0123456789.,+-");
    buf_add(number, text, n);
    *unit = behind_words(text + n + strspn(text + n, " "));
    return n > 0 && is_unit_word(*unit);
}

static int unit_column(const struct layout *l, const struct column_map *quantity)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct field *f = l->columns[i].field;
        if (f && l->columns[i].line == quantity->line && strcmp(f->id, quantity->field->unit) == 0)
            return (int)i;
    }
    return -1;
}

/* Where the unit of a quantity's column goes. */
static struct value *unit_target(struct taking *t, const struct column_map *quantity)
{
    struct column_map unit = *quantity;
    unit.field = quantity->line ? line_field(quantity->line, quantity->field->unit)
                                : kind_field(t->layout->kind, quantity->field->unit);
    return unit.field ? taking_target(t, &unit) : NULL;
}

/* A unit column beside says something else: then nobody can tell which is meant. */
static bool units_agree(const struct taking *t, int column, const char *unit)
{
    if (column < 0 || cell_means_nothing(taking_cell(t, (size_t)column)))
        return true;
    char *mine = cell_folded(unit), *theirs = cell_folded(taking_cell(t, (size_t)column));
    bool same = strcmp(mine, theirs) == 0;
    free(mine);
    free(theirs);
    return same;
}

static bool take_with_unit(struct taking *t, const struct column_map *map, int beside,
                           const char *text)
{
    struct buf number = { 0 };
    const char *unit;
    struct value fresh = { 0 }, *to = taking_target(t, map), *named = unit_target(t, map);
    struct reading how = taking_reading(t, map);
    bool taken = split_quantity(text, &number, &unit) && named && units_agree(t, beside, unit) &&
                 field_parse(map->field, &how, buf_text(&number), &fresh, NULL) == DONE;
    if (taken) {
        value_clear(to);
        *to = fresh;
        value_set_reference(named, 0, unit);
    }
    buf_free(&number);
    return taken;
}

bool take_quantity(struct taking *t, size_t column, const char *text)
{
    const struct column_map *map = &t->layout->columns[column];
    struct error e = { 0 };
    if (!map->field->unit)
        return false;
    int beside = unit_column(t->layout, map);
    if (take_with_unit(t, map, beside, text))
        return true;
    if (beside >= 0 && !cell_means_nothing(taking_cell(t, (size_t)beside)))
        return false; /* of that unit this is no number */
    buf_printf(&t->words, "%s%s: %s", t->words.len ? "; " : "", t->layout->headers[column], text);
    fail(&e, DONE, "%s", excerpt(text).text);
    taking_report_column(t, column, &e);
    return true;
}

/* ---- Columns that are joined ---- */

static void take_joined_cell(struct taking *t, size_t column)
{
    const struct column_map *map = &t->layout->columns[column];
    struct value *v = taking_target(t, map);
    struct buf said = { 0 };
    struct error e = { 0 };
    char *text = taking_text(t, map->field, column);
    buf_printf(&said, "%s: %s", t->layout->headers[column], text);
    bool there = v && v->text && strstr(v->text, buf_text(&said));
    if (v && !there && !append_note(t, map->field, v, buf_text(&said), &e))
        taking_report_column(t, column, &e);
    buf_free(&said);
    free(text);
}

static void take_joined(struct taking *t)
{
    for (size_t i = 0; i < t->layout->count; i++)
        if (t->layout->columns[i].joined && t->layout->columns[i].field &&
            !cell_means_nothing(taking_cell(t, i)))
            take_joined_cell(t, i);
}

/* ---- What the sheet says of every record ---- */

static void take_constants(struct taking *t)
{
    struct reading how = t->how;
    const struct sheet_map *m = t->layout->map;
    how.spelling = SPELL_CANONICAL;
    for (size_t i = 0; m && i < m->sections[MAP_CONSTANTS].count; i++) {
        const struct map_entry *entry = &m->sections[MAP_CONSTANTS].items[i];
        struct column_map map;
        struct value *v =
            map_field(t->layout->kind, entry->header, &map) ? taking_target(t, &map) : NULL;
        if (v && !v->set)
            (void)field_parse(map.field, &how, entry->text, v, NULL); /* map_check() tried it */
    }
}

/* What a row is by its place among those of the same cell. */
static void take_turn(struct taking *t)
{
    struct reading how = t->how;
    struct column_map map;
    char field[FIELD_ID_MAX], word[FIELD_ID_MAX];
    how.spelling = SPELL_CANONICAL;
    if (!turn_of(t->layout, t->row->number, field, word) ||
        !map_field(t->layout->kind, field, &map))
        return;
    struct value *v = taking_target(t, &map);
    if (v)
        (void)field_parse(map.field, &how, word, v, NULL); /* map_check() tried it */
}

/* ---- What should have made a record of a further kind, and does not ---- */

static bool is_claimed(const struct layout *l, size_t column, const char *cell)
{
    bool asked = false;
    for (size_t i = 0; i < l->part_count; i++) {
        const char *when = l->parts[i].columns[column].when;
        asked |= when != NULL;
        if (when && cell_holds(cell, when))
            return true;
    }
    return !asked;
}

static void take_unclaimed(struct taking *t)
{
    for (size_t i = 0; t->layout->part_count && i < t->layout->count; i++) {
        struct error e = { 0 };
        if (cell_means_nothing(taking_cell(t, i)) || is_claimed(t->layout, i, taking_cell(t, i)))
            continue;
        char *text = cell_trimmed(taking_cell(t, i));
        buf_printf(&t->words, "%s%s: %s", t->words.len ? "; " : "", t->layout->headers[i], text);
        fail(&e, DONE, "%s", excerpt(text).text);
        taking_report_column(t, i, &e);
        free(text);
    }
}

/* ---- A row ---- */

void take_log_row(struct taking *t, enum row_role role)
{
    add_lines(t);
    take_columns(t, true);
    if (role == ROW_DATA)
        take_columns(t, false);
    else
        list_differences(t, &t->words);
    take_unclaimed(t);
    take_joined(t);
    take_constants(t);
    take_turn(t);
    if (t->words.len)
        keep_words(t, buf_text(&t->words));
    buf_free(&t->words);
}
