/* path.c - naming a value inside a record: by path ("item.2.commodity", as people type it) and by
 * flat key ("item/0ABCDEFGHJKM1/commodity", as history keeps it). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { LINE_DIGITS_MAX = 6 };

struct path {
    int line_kind;   /* -1: the record's own field */
    size_t position; /* of the live line, from 1 */
    const struct field *field;
    int field_index;
};

/* Reads "2." and leaves at behind the dot; 0: not a position. */
static size_t read_position(const char **at)
{
    size_t position = 0;
    int digits = 0;
    while (ascii_digit(**at) && digits++ < LINE_DIGITS_MAX)
        position = position * 10 + (size_t)(*(*at)++ - '0');
    if (**at != '.')
        return 0;
    (*at)++;
    return position;
}

static bool pick_field(const struct field *list, const char *id, struct path *p)
{
    p->field_index = field_index(list, id);
    p->field = p->field_index < 0 ? NULL : &list[p->field_index];
    return p->field != NULL;
}

static int line_kind_of(const struct kind *k, const char *text, size_t length)
{
    char *id = xstrndup(text, length);
    int index = line_kind_index(k, id);
    free(id);
    return index;
}

static bool read_path(const struct kind *k, const char *text, struct path *p)
{
    const char *dot = strchr(text, '.');
    p->line_kind = -1;
    if (!dot)
        return pick_field(k->fields, text, p);
    p->line_kind = line_kind_of(k, text, (size_t)(dot - text));
    const char *at = dot + 1;
    p->position = read_position(&at);
    if (p->line_kind < 0 || p->position == 0)
        return false;
    return pick_field(k->lines[p->line_kind].fields, at, p);
}

const struct field *kind_path(const struct kind *k, const char *path)
{
    struct path p = { 0 };
    return read_path(k, path, &p) ? p.field : NULL;
}

struct value *record_at(const struct record *r, const char *path, const struct field **field)
{
    struct path p = { 0 };
    if (!read_path(r->kind, path, &p))
        return NULL;
    struct value *values = r->values;
    if (p.line_kind >= 0) {
        struct line *line = record_live_line(r, r->kind->lines[p.line_kind].id, p.position);
        values = line ? line->values : NULL;
    }
    if (field)
        *field = p.field;
    return values ? &values[p.field_index] : NULL;
}

/* "officer.1.role" names a line there is and no field of it: what such lines have. */
static enum outcome unknown_in_line(const struct line_kind *k, const char *field, struct error *e)
{
    struct buf known = { 0 };
    for (const struct field *f = k->fields; f && f->id; f++)
        buf_printf(&known, "%s%s", known.len ? ", " : "", f->id);
    fail(e, BAD_DATA, _("There is no field “%s” in “%s”; there are: %s."), excerpt(field).text,
         tr(k->label), buf_text(&known));
    buf_free(&known);
    return BAD_DATA;
}

static enum outcome unknown_path(const struct record *r, const char *path, struct error *e)
{
    const char *last = strrchr(path, '.');
    char line[FIELD_ID_MAX];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(path, "."), path);
    const struct line_kind *k = last ? kind_line(r->kind, line) : NULL;
    if (k)
        return unknown_in_line(k, last + 1, e);
    struct buf known = { 0 };
    struct likeness like = { .typed = path };
    for (const struct field *f = r->kind->fields; f && f->id; f++) {
        likeness_offer(&like, f->id);
        if (known.len < 500)
            buf_printf(&known, "%s%s", known.len ? ", " : "", f->id);
    }
    if (like.best) {
        buf_free(&known);
        return fail(e, BAD_DATA, _("There is no field “%s” in %s. Was “%s” meant?"),
                    excerpt(path).text, tr(r->kind->label), like.best);
    }
    for (size_t i = 0; i < line_kind_count(r->kind); i++)
        buf_printf(&known, ", %s.1.…", r->kind->lines[i].id);
    fail(e, BAD_DATA, _("There is no field “%s” in %s; there are: %s."), excerpt(path).text,
         tr(r->kind->label), buf_text(&known));
    buf_free(&known);
    return BAD_DATA;
}

static enum outcome no_such_line(const struct line_kind *k, size_t live, const char *path,
                                 struct error *e)
{
    return fail_field(
        e, BAD_DATA, path,
        _("%s: there are %zu lines, so the next one is %s.%zu; number them in order."),
        tr(k->label), live, k->id, live + 1);
}

/* The values the path leads to; where the line is the next one, NULL and *append. */
static enum outcome find_values(struct record *r, const struct path *p, const char *path,
                                struct value **values, bool *append, struct error *e)
{
    *append = false;
    *values = r->values;
    if (p->line_kind < 0)
        return DONE;
    const struct line_kind *k = &r->kind->lines[p->line_kind];
    size_t live = record_live_lines(r, k->id);
    struct line *line = record_live_line(r, k->id, p->position);
    *append = !line && p->position == live + 1;
    *values = line ? line->values : NULL;
    return line || *append ? DONE : no_such_line(k, live, path, e);
}

static enum outcome put_value(struct record *r, const struct path *p, const char *path,
                              const struct reading *how, const char *text, struct error *e)
{
    struct value *values = NULL, fresh = { 0 };
    bool append = false;
    struct error why = { 0 };
    enum outcome o = find_values(r, p, path, &values, &append, e);
    if (o != DONE)
        return o;
    o = field_parse(p->field, how, text, &fresh, &why);
    if (o != DONE)
        return fail_field(e, o, path, "%s", why.text);
    if (append && fresh.set)
        values = record_add_line(r, r->kind->lines[p->line_kind].id)->values;
    if (!values)
        return DONE; /* nothing put into a line that is not there yet */
    value_clear(&values[p->field_index]);
    values[p->field_index] = fresh;
    return DONE;
}

enum outcome record_put(struct record *r, const char *path, const struct reading *how,
                        const char *text, struct error *e)
{
    struct path p = { 0 };
    if (!read_path(r->kind, path, &p))
        return unknown_path(r, path, e);
    if (p.field->flags & FIELD_DERIVED)
        return fail_field(e, BAD_DATA, path,
                          _("%s: this is worked out from other fields; leave it out."),
                          tr(p.field->label));
    return put_value(r, &p, path, how, text, e);
}

/* ---- Flat keys ---- */

/* Takes "item/0ABCDEFGHJKM1/" off the front of a key; NULL: it is not of that shape. */
static const char *behind_line(const struct kind *k, const char *key, const char *slash,
                               struct place *p)
{
    char id[ID_TEXT_LEN + 1];
    p->line_kind = line_kind_of(k, key, (size_t)(slash - key));
    if (p->line_kind < 0 || strlen(slash + 1) < ID_TEXT_LEN + 1 || slash[1 + ID_TEXT_LEN] != '/')
        return NULL;
    memcpy(id, slash + 1, ID_TEXT_LEN);
    id[ID_TEXT_LEN] = '\0';
    if (!id_parse(id, &p->line_id))
        return NULL;
    p->line = &k->lines[p->line_kind];
    return slash + 1 + ID_TEXT_LEN + 1;
}

static bool place_field(const struct field *list, const char *name, struct place *p)
{
    size_t n = strlen(name);
    p->link = n > 0 && name[n - 1] == '#';
    char *id = xstrndup(name, p->link ? n - 1 : n);
    p->field_index = field_index(list, id);
    free(id);
    if (p->field_index < 0)
        return false;
    p->field = &list[p->field_index];
    return !p->link || p->field->type->storage == STORED_REFERENCE;
}

bool place_of_key(const struct kind *k, const char *key, struct place *p)
{
    *p = (struct place){ .line_kind = -1, .field_index = -1 };
    const char *slash = strchr(key, '/');
    if (slash) {
        const char *name = behind_line(k, key, slash, p);
        return name && (*name == '\0' || place_field(p->line->fields, name, p));
    }
    p->state = strcmp(key, "state") == 0;
    return p->state || place_field(k->fields, key, p);
}
