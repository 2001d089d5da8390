/* take.c - a row's cells into a record: a log's by what legacy sheets hold, our own export's to the
 * letter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

struct taking {
    const struct layout *layout;
    const struct sheet_row *row;
    struct reading how;
    struct record *record;
    struct line *lines[LINE_KINDS_MAX]; /* those this row fills, by line kind */
    void (*each)(void *context, const struct error *e);
    void *context;
    size_t errors;
};

/* ---- Cells and where they go ---- */

static const char *cell(const struct taking *t, size_t column)
{
    return column < t->row->count ? t->row->cells[column] : "";
}

static size_t line_place(const struct taking *t, const struct line_kind *line)
{
    return (size_t)(line - t->layout->kind->lines);
}

/* NULL: a column of a line that this row does not fill. */
static struct value *target(const struct taking *t, const struct column_map *map)
{
    if (!map->line)
        return &t->record->values[map->field - t->layout->kind->fields];
    struct line *line = t->lines[line_place(t, map->line)];
    return line ? &line->values[map->field - map->line->fields] : NULL;
}

/* e->field takes the header's name, cut where a character ends. */
static void report(struct taking *t, const char *header, struct error *e)
{
    size_t n = strlen(header);
    if (n >= sizeof e->field) {
        n = sizeof e->field - 1;
        while (n && ((unsigned char)header[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(e->field, header, n);
    e->field[n] = '\0';
    t->errors++;
    if (t->each)
        t->each(t->context, e);
}

static void report_column(struct taking *t, size_t column, struct error *e)
{
    report(t, t->layout->headers[column], e);
}

/* "PHILIPINA - ": lists join code and name by a dash, even where one of them is missing. */
static void drop_dangling_dash(char *text)
{
    size_t n = strlen(text);
    if (n > 2 && text[n - 1] == '-' && text[n - 2] == ' ')
        text[n - 1] = '\0';
}

/* The cell as it is parsed; owned. */
static char *prepared(const struct taking *t, const struct field *f, size_t column)
{
    char *text = cell_trimmed(cell(t, column));
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

static void take_cell(struct taking *t, size_t column)
{
    const struct column_map *map = &t->layout->columns[column];
    struct value *to = target(t, map), fresh = { 0 };
    struct error e = { 0 };
    if (!to)
        return;
    char *text = prepared(t, map->field, column);
    if (field_parse(map->field, &t->how, text, &fresh, &e) != DONE)
        report_column(t, column, &e);
    else if (fresh.set || t->layout->own)
        move_value(map->field, to, &fresh);
    value_clear(&fresh);
    free(text);
}

/* ---- A log ---- */

/* A line of each kind for which the row says anything. */
static void add_lines(struct taking *t)
{
    for (size_t i = 0; i < t->layout->count; i++) {
        const struct column_map *map = &t->layout->columns[i];
        if (!map->line || map->link || cell_means_nothing(cell(t, i)))
            continue;
        size_t place = line_place(t, map->line);
        if (!t->lines[place])
            t->lines[place] = record_add_line(t->record, map->line->id);
    }
}

static void take_columns(struct taking *t, bool lines)
{
    for (size_t i = 0; i < t->layout->count; i++) {
        const struct column_map *map = &t->layout->columns[i];
        if (map->field && !map->link && (map->line != NULL) == lines)
            take_cell(t, i);
    }
}

/* Does the record say already what this cell of an IDEM row says? A cell that cannot be read as
 * its field is told by its words. */
static bool says_the_same(const struct taking *t, const struct column_map *map, const char *text)
{
    const struct value *mine = target(t, map);
    struct value theirs = { 0 };
    bool same = false;
    if (field_parse(map->field, &t->how, text, &theirs, NULL) == DONE) {
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
        bool of_record = map->field && !map->line && !map->link;
        if (!of_record || (int)i == t->layout->key_column || cell_means_nothing(cell(t, i)) ||
            cell_is_idem(cell(t, i)))
            continue;
        char *text = prepared(t, map->field, i);
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
static void keep_differences(struct taking *t, const char *text)
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
    report(t, "notes", &e);
}

static void take_log_row(struct taking *t, enum row_role role)
{
    add_lines(t);
    take_columns(t, true);
    if (role == ROW_DATA) {
        take_columns(t, false);
        return;
    }
    struct buf differences = { 0 };
    list_differences(t, &differences);
    if (differences.len)
        keep_differences(t, buf_text(&differences));
    buf_free(&differences);
}

/* ---- Our own export ---- */

static void take_link(struct taking *t, size_t column)
{
    const struct column_map *map = &t->layout->columns[column];
    struct value *to = target(t, map);
    if (!to)
        return;
    int64_t id = 0;
    struct error e = { 0 };
    char *text = cell_trimmed(cell(t, column));
    if (*text && !id_parse(text, &id)) {
        fail(&e, BAD_DATA,
             _("%s: “%s” is not the id of a record; leave it as it was exported, or empty."),
             tr(map->field->label), excerpt(text).text);
        report_column(t, column, &e);
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
         excerpt(cell(t, column)).text);
    report_column(t, column, &e);
}

/* line NULL: the record's own row. */
static void take_own_columns(struct taking *t, const struct line_kind *line)
{
    for (size_t i = 0; i < t->layout->count; i++) {
        const struct column_map *map = &t->layout->columns[i];
        if (map->field && map->line != line && !cell_is_empty(cell(t, i)))
            report_stray(t, i);
        else if (map->field && map->line == line && !map->link)
            take_cell(t, i);
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
    char *text = cell_trimmed(column < 0 ? "" : cell(t, (size_t)column));
    bool good = !*text || id_parse(text, id);
    if (!good) {
        struct error e = { 0 };
        fail(&e, BAD_DATA,
             _("“%s” is not the id of a line; leave it as it was exported, or empty."),
             excerpt(text).text);
        report_column(t, (size_t)column, &e);
    }
    free(text);
    return good;
}

static void take_own_line(struct taking *t)
{
    size_t column = (size_t)t->layout->line_column;
    char *name = cell_trimmed(cell(t, column));
    const struct line_kind *kind = kind_line(t->layout->kind, name);
    int64_t id = 0;
    if (!kind) {
        struct error e = { 0 };
        fail(&e, BAD_DATA, _("“%s” has no lines named “%s”; write the name as it was exported."),
             tr(t->layout->kind->label), excerpt(name).text);
        report_column(t, column, &e);
    } else if (read_line_id(t, &id)) {
        size_t place = line_place(t, kind);
        t->lines[place] = line_by_id(t->record, place, id);
        take_own_columns(t, kind);
    }
    free(name);
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
