/* map.c - mappings of layouts as a small text: read, checked, written. */
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static const char *const section_names[] = { [MAP_COLUMNS] = "columns",
                                             [MAP_DATES] = "dates",
                                             [MAP_NUMBERS] = "numbers",
                                             [MAP_BLANKS] = "blanks",
                                             [MAP_CONSTANTS] = "constants" };

/* What may stand behind "=" in the sections that are not about fields; the first is the usual. */
static const char *const values[][3] = { [MAP_DATES] = { "day-first", "month-first" },
                                         [MAP_NUMBERS] = { "comma", "point" },
                                         [MAP_BLANKS] = { "above", "empty" } };

/* ---- One mapping ---- */

static struct map_entry *find_entry(const struct map_list *l, const char *header)
{
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->items[i].header, header) == 0)
            return &l->items[i];
    return NULL;
}

/* Constants are for fields, whose ids are no headers. */
static char *key_of(enum map_section section, const char *header)
{
    return section == MAP_CONSTANTS || strcmp(header, "*") == 0 ? xstrdup(header)
                                                                : cell_folded(header);
}

void map_put(struct sheet_map *m, enum map_section section, const char *header, const char *text)
{
    struct map_list *l = &m->sections[section];
    char *key = key_of(section, header);
    struct map_entry *entry = find_entry(l, key);
    if (entry) {
        free(key);
        free(entry->text);
        entry->text = xstrdup(text);
        return;
    }
    l->items = xreallocarray(l->items, l->count + 1, sizeof *l->items);
    l->items[l->count++] = (struct map_entry){ key, xstrdup(text) };
}

const char *map_says(const struct sheet_map *m, enum map_section section, const char *folded)
{
    const struct map_entry *entry = m ? find_entry(&m->sections[section], folded) : NULL;
    if (m && !entry && section != MAP_COLUMNS)
        entry = find_entry(&m->sections[section], "*");
    return entry ? entry->text : NULL;
}

void map_free(struct sheet_map *m)
{
    for (size_t s = 0; s < MAP_SECTIONS; s++) {
        for (size_t i = 0; i < m->sections[s].count; i++) {
            free(m->sections[s].items[i].header);
            free(m->sections[s].items[i].text);
        }
        free(m->sections[s].items);
    }
    free(m->kind);
    free(m->name);
    *m = (struct sheet_map){ 0 };
}

void map_book_free(struct map_book *b)
{
    for (size_t i = 0; i < b->count; i++)
        map_free(&b->maps[i]);
    free(b->maps);
    *b = (struct map_book){ 0 };
}

/* ---- Reading ---- */

struct map_reader {
    struct map_book *book;
    const char *source;
    struct error *error;
    bool failed;
};

static struct sheet_map *begin_map(struct map_book *b, const char *kind)
{
    b->maps = xreallocarray(b->maps, b->count + 1, sizeof *b->maps);
    struct sheet_map *m = &b->maps[b->count++];
    *m = (struct sheet_map){ .kind = xstrdup(kind), .name = xstrdup("") };
    return m;
}

static bool take_head(struct map_book *b, const char *key, const char *value)
{
    if (strcmp(key, "kind") == 0) {
        begin_map(b, value);
        return true;
    }
    if (strcmp(key, "name") != 0 || b->count == 0)
        return false;
    free(b->maps[b->count - 1].name);
    b->maps[b->count - 1].name = xstrdup(value);
    return true;
}

static bool known_value(enum map_section section, const char *value)
{
    if (section == MAP_COLUMNS || section == MAP_CONSTANTS)
        return true;
    for (const char *const *v = values[section]; *v; v++)
        if (strcmp(*v, value) == 0)
            return true;
    return false;
}

static bool take_entry(struct map_book *b, const char *section, const char *key, const char *value)
{
    for (size_t s = 0; s < MAP_SECTIONS; s++) {
        if (strcmp(section, section_names[s]) != 0 || !known_value((enum map_section)s, value))
            continue;
        struct sheet_map *m = b->count ? &b->maps[b->count - 1] : begin_map(b, "");
        map_put(m, (enum map_section)s, key, value);
        return true;
    }
    return false;
}

/* inih's callback: 1 taken, 0 refused. */
static int take_pair(void *context, const char *section, const char *key, const char *value)
{
    struct map_reader *r = context;
    bool taken = strcmp(section, "sheet") == 0 ? take_head(r->book, key, value)
                                               : take_entry(r->book, section, key, value);
    if (!taken && !r->failed)
        fail(r->error, BAD_DATA,
             _("%s: “%s = %s” in section [%s] says nothing about a sheet. Sections are [sheet] "
               "(kind, name), [columns], [dates] (day-first, month-first), [numbers] (comma, "
               "point), [blanks] (above, empty) and [constants]."),
             r->source, key, value, section);
    r->failed |= !taken;
    return taken;
}

enum outcome map_read(const char *text, const char *source, struct map_book *out, struct error *e)
{
    struct map_reader r = { .book = out, .source = source, .error = e };
    int line = ini_parse_string(text, take_pair, &r);
    if (r.failed)
        return BAD_DATA;
    if (line != 0)
        return fail(e, BAD_DATA,
                    _("%s: line %d is neither “header = field” nor a [section]. Mend it."), source,
                    line);
    return DONE;
}

/* ---- Checking ---- */

/* "item.net_quantity", "notes+", "name?" */
bool map_field(const struct kind *k, const char *path, struct column_map *out)
{
    char id[FIELD_ID_MAX];
    size_t n = strlen(path);
    char mark = n ? path[n - 1] : '\0';
    *out = (struct column_map){ .joined = mark == '+', .fills_only = mark == '?' };
    n -= out->joined || out->fills_only;
    if (n == 0 || n >= sizeof id)
        return false;
    memcpy(id, path, n);
    id[n] = '\0';
    char *dot = strchr(id, '.');
    if (dot)
        *dot = '\0';
    out->line = dot ? kind_line(k, id) : NULL;
    if (dot && !out->line)
        return false;
    out->field = dot ? line_field(out->line, dot + 1) : kind_field(k, id);
    return out->field && !(out->field->flags & FIELD_DERIVED);
}

static enum outcome no_field(const struct kind *k, const char *path, struct error *e)
{
    return fail(e, BAD_DATA,
                _("“%s” is not a field of “%s”. loket-catalogue(7) lists them; a line's is written "
                  "as line.field; + at its end joins columns, ? fills only what is empty."),
                excerpt(path).text, tr(k->label));
}

static enum outcome check_constant(const struct kind *k, const struct map_entry *entry,
                                   struct error *e)
{
    const struct reading how = { .spelling = SPELL_CANONICAL, .today = NO_DAY };
    struct column_map map;
    struct value v = { 0 };
    if (!map_field(k, entry->header, &map) || map.joined)
        return no_field(k, entry->header, e);
    enum outcome result = field_parse(map.field, &how, entry->text, &v, e);
    value_clear(&v);
    return result;
}

enum outcome map_check(const struct sheet_map *m, const struct kind *k, struct error *e)
{
    const struct map_list *columns = &m->sections[MAP_COLUMNS];
    const struct map_list *constants = &m->sections[MAP_CONSTANTS];
    struct column_map map;
    enum outcome result = DONE;
    if (*m->kind && strcmp(m->kind, k->id) != 0)
        return fail(e, BAD_DATA, _("The mapping is for “%s”, not for “%s”. Name the right one."),
                    m->kind, k->id);
    for (size_t i = 0; i < columns->count; i++)
        if (*columns->items[i].text && !map_field(k, columns->items[i].text, &map))
            return no_field(k, columns->items[i].text, e);
    for (size_t i = 0; result == DONE && i < constants->count; i++)
        result = check_constant(k, &constants->items[i], e);
    return result;
}

/* ---- Writing ---- */

void map_write(const struct sheet_map *m, struct buf *out)
{
    if (*m->kind)
        buf_printf(out, "[sheet]\nkind = %s\n", m->kind);
    if (*m->name)
        buf_printf(out, "name = %s\n", m->name);
    for (size_t s = 0; s < MAP_SECTIONS; s++) {
        if (m->sections[s].count)
            buf_printf(out, "\n[%s]\n", section_names[s]);
        for (size_t i = 0; i < m->sections[s].count; i++)
            buf_printf(out, "%s = %s\n", m->sections[s].items[i].header,
                       m->sections[s].items[i].text);
    }
}
