/* columns.c - which header is which field: by the field's id, or by the names that legacy sheets
 * give it. */
#include <string.h>

#include "parts.h"

/* Compares an id with a folded text: "received_on" is "received on". Returns what stands behind
 * the id, or NULL where the text does not begin with it. */
static const char *behind_id(const char *folded, const char *id)
{
    for (; *id; id++, folded++)
        if (*folded != (*id == '_' || *id == '.' ? ' ' : *id))
            return NULL;
    return folded;
}

static bool is_taken(const struct field *f)
{
    return !(f->flags & FIELD_DERIVED);
}

/* By id, or as the link of a reference. */
static bool by_id(const struct field *fields, const char *folded, struct column_map *out)
{
    for (const struct field *f = fields; f && f->id; f++) {
        const char *rest = is_taken(f) ? behind_id(folded, f->id) : NULL;
        bool link = rest && f->type->storage == STORED_REFERENCE && strcmp(rest, " id") == 0;
        if (!link && !(rest && *rest == '\0'))
            continue;
        out->field = f;
        out->link = link;
        return true;
    }
    return false;
}

static bool by_alias(const struct field *fields, const char *folded, struct column_map *out)
{
    for (const struct field *f = fields; f && f->id; f++)
        if (is_taken(f) && words_listed(folded, f->aliases)) {
            out->field = f;
            return true;
        }
    return false;
}

/* "item.commodity", as our own export writes it. */
static bool by_line_id(const struct line_kind *l, const char *folded, struct column_map *out)
{
    const char *rest = behind_id(folded, l->id);
    return rest && *rest == ' ' && by_id(l->fields, rest + 1, out);
}

static bool in_lines(const struct kind *k, const char *folded, struct column_map *out,
                     bool (*by)(const struct line_kind *, const char *, struct column_map *))
{
    for (size_t i = 0; i < line_kind_count(k); i++)
        if (by(&k->lines[i], folded, out)) {
            out->line = &k->lines[i];
            return true;
        }
    return false;
}

static bool by_line_alias(const struct line_kind *l, const char *folded, struct column_map *out)
{
    return by_alias(l->fields, folded, out);
}

static enum own_column own_column(const char *folded)
{
    static const char *const names[] = {
        [OWN_ID] = "id",         [OWN_REV] = "rev",   [OWN_STATE] = "state",
        [OWN_ORIGIN] = "origin", [OWN_LINE] = "line", [OWN_LINE_ID] = "line id",
        [OWN_EXCEL] = "excel"
    };
    for (size_t i = OWN_ID; i < COUNT(names); i++)
        if (strcmp(folded, names[i]) == 0)
            return (enum own_column)i;
    return OWN_NONE;
}

struct meaning header_named(const struct kind *k, const struct sheet_map *map, const char *folded)
{
    struct meaning m = { 0 };
    const char *said = map_says(map, MAP_COLUMNS, folded);
    if (said && *said && !map_field(k, said, &m.map))
        m.map = (struct column_map){ 0 };
    m.map.when = map_says(map, MAP_WHEN, folded);
    return m;
}

struct meaning header_meaning(const struct kind *k, const struct sheet_map *map, const char *folded)
{
    struct meaning m = { 0 };
    if (map_says(map, MAP_COLUMNS, folded))
        return header_named(k, map, folded);
    if (*folded == '\0' || by_id(k->fields, folded, &m.map) ||
        in_lines(k, folded, &m.map, by_line_id))
        return m;
    m.own = own_column(folded);
    if (m.own == OWN_NONE && !by_alias(k->fields, folded, &m.map))
        (void)in_lines(k, folded, &m.map, by_line_alias);
    return m;
}

bool meaning_is_known(const struct meaning *m)
{
    return m->map.field || m->own != OWN_NONE;
}

bool in_natural_key(const struct kind *k, const char *field)
{
    return words_listed(field, k->natural_key);
}
