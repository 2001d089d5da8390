/* map.c - mappings of layouts as a small text: read, checked, written. */
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static const char *const section_names[] = {
    [MAP_COLUMNS] = "columns", [MAP_DATES] = "dates",         [MAP_NUMBERS] = "numbers",
    [MAP_BLANKS] = "blanks",   [MAP_CONSTANTS] = "constants", [MAP_WHEN] = "when",
    [MAP_TURNS] = "turns"
};

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
    bool words = section == MAP_WHEN && strcmp(text, "*") != 0; /* compared as cells are */
    char *said = words ? cell_folded(text) : xstrdup(text);
    struct map_entry *entry = find_entry(l, key);
    if (entry) {
        free(key);
        free(entry->text);
        entry->text = said;
        return;
    }
    l->items = xreallocarray(l->items, l->count + 1, sizeof *l->items);
    l->items[l->count++] = (struct map_entry){ key, xstrdup(header), said };
}

const char *map_says(const struct sheet_map *m, enum map_section section, const char *folded)
{
    const struct map_entry *entry = m ? find_entry(&m->sections[section], folded) : NULL;
    if (m && !entry && section != MAP_COLUMNS && section != MAP_WHEN)
        entry = find_entry(&m->sections[section], "*");
    return entry ? entry->text : NULL;
}

void map_free(struct sheet_map *m)
{
    for (size_t i = 0; i < m->part_count; i++)
        map_free(&m->parts[i]);
    free(m->parts);
    for (size_t s = 0; s < MAP_SECTIONS; s++) {
        for (size_t i = 0; i < m->sections[s].count; i++) {
            free(m->sections[s].items[i].header);
            free(m->sections[s].items[i].written);
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
    bool in_part; /* what comes is the last further part's */
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

static bool begin_part(struct map_book *b, const char *key, const char *kind)
{
    struct sheet_map *m = b->count ? &b->maps[b->count - 1] : NULL;
    if (!m || m->part_count == MAP_PARTS_MAX || strcmp(key, "kind") != 0)
        return false;
    m->parts = xreallocarray(m->parts, m->part_count + 1, sizeof *m->parts);
    m->parts[m->part_count++] = (struct sheet_map){ .kind = xstrdup(kind), .name = xstrdup("") };
    return true;
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
    if (section == MAP_COLUMNS || section == MAP_CONSTANTS || section == MAP_WHEN ||
        section == MAP_TURNS)
        return true;
    for (const char *const *v = values[section]; *v; v++)
        if (strcmp(*v, value) == 0)
            return true;
    return false;
}

/* The mapping, or further part of it, that what comes now belongs to. */
static struct sheet_map *current(struct map_reader *r)
{
    struct map_book *b = r->book;
    struct sheet_map *m = b->count ? &b->maps[b->count - 1] : begin_map(b, "");
    return r->in_part ? &m->parts[m->part_count - 1] : m;
}

static bool take_entry(struct map_reader *r, const char *section, const char *key,
                       const char *value)
{
    for (size_t s = 0; s < MAP_SECTIONS; s++) {
        if (strcmp(section, section_names[s]) != 0 || !known_value((enum map_section)s, value))
            continue;
        if (s == MAP_WHEN && !r->in_part)
            return false;
        map_put(current(r), (enum map_section)s, key, value);
        return true;
    }
    return false;
}

static bool take_section(struct map_reader *r, const char *section, const char *key,
                         const char *value)
{
    bool sheet = strcmp(section, "sheet") == 0, also = strcmp(section, "also") == 0;
    if (!sheet && !also)
        return take_entry(r, section, key, value);
    r->in_part = also && begin_part(r->book, key, value);
    return also ? r->in_part : take_head(r->book, key, value);
}

/* inih's callback: 1 taken, 0 refused. */
static int take_pair(void *context, const char *section, const char *key, const char *value)
{
    struct map_reader *r = context;
    bool taken = take_section(r, section, key, value);
    if (!taken && !r->failed)
        fail(r->error, BAD_DATA,
             _("%s: “%s = %s” in section [%s] says nothing about a sheet. Sections are [sheet] "
               "(kind, name), [columns], [dates] (day-first, month-first), [numbers] (comma, "
               "point), [blanks] (above, empty), [constants], and for records of a further kind "
               "[also] (kind) with its own [columns], [constants] and [when]."),
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

/* The field of one path of n bytes, "item.net_quantity", or NULL. */
static const struct field *path_field(const struct kind *k, const char *path, size_t n,
                                      const struct line_kind **line)
{
    char id[FIELD_ID_MAX];
    *line = NULL;
    if (n == 0 || n >= sizeof id)
        return NULL;
    memcpy(id, path, n);
    id[n] = '\0';
    char *dot = strchr(id, '.');
    if (dot)
        *dot = '\0';
    *line = dot ? kind_line(k, id) : NULL;
    if (dot && !*line)
        return NULL;
    const struct field *f = dot ? line_field(*line, dot + 1) : kind_field(k, id);
    return f && !(f->flags & FIELD_DERIVED) ? f : NULL;
}

/* "item.net_quantity", "notes+", "name?", "reason.reason*", "country - city", "issued_at & on" */
bool map_field(const struct kind *k, const char *path, struct column_map *out)
{
    const char *both = strstr(path, BOTH_BY), *dash = both ? both : strstr(path, PARTED_AT);
    size_t n = dash ? (size_t)(dash - path) : strlen(path);
    char mark = n && !dash ? path[n - 1] : '\0';
    *out = (struct column_map){ .joined = mark == '+',
                                .fills_only = mark == '?',
                                .each_line = mark == '*',
                                .both = both != NULL };
    n -= out->joined || out->fills_only || out->each_line;
    out->field = path_field(k, path, n, &out->line);
    if (dash) {
        const struct line_kind *line;
        const char *rest = dash + strlen(PARTED_AT);
        out->second = path_field(k, rest, strlen(rest), &line);
        if (!out->second || line != out->line)
            return false;
    }
    return out->field && (!out->each_line || out->line);
}

static enum outcome no_field(const struct kind *k, const char *path, struct error *e)
{
    return fail(
        e, BAD_DATA,
        _("“%s” is not a field of “%s”. loket-catalogue(7) lists them; a line's is written "
          "as line.field; + at its end joins columns, ? fills only what is empty, * makes a line "
          "of each line of the cell, “a - b” parts it at its dash, and “a & b” fills both."),
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

static enum outcome check_part(const struct sheet_map *m, const struct kind *k, struct error *e)
{
    const struct map_list *columns = &m->sections[MAP_COLUMNS];
    const struct map_list *constants = &m->sections[MAP_CONSTANTS];
    struct column_map map;
    enum outcome result = DONE;
    for (size_t i = 0; i < columns->count; i++)
        if (*columns->items[i].text && !map_field(k, columns->items[i].text, &map))
            return no_field(k, columns->items[i].text, e);
    for (size_t i = 0; result == DONE && i < constants->count; i++)
        result = check_constant(k, &constants->items[i], e);
    return result == DONE ? turns_check(m, k, e) : result;
}

char *map_word(const struct sheet_map *m)
{
    char *word = cell_folded(m->name);
    for (char *at = word; *at; at++)
        if (*at == ' ')
            *at = '-';
    return word;
}

bool map_is_for(const struct sheet_map *m, const char *kind)
{
    bool is = !*m->kind || strcmp(m->kind, kind) == 0;
    for (size_t i = 0; !is && i < m->part_count; i++)
        is = strcmp(m->parts[i].kind, kind) == 0;
    return is;
}

enum outcome map_check(const struct sheet_map *m, const struct kind *k, const struct registry *g,
                       struct error *e)
{
    const struct kind *main = g && *m->kind ? registry_find(g, m->kind) : k;
    if (!map_is_for(m, k->id) || !main)
        return fail(e, BAD_DATA, _("The mapping is for “%s”, not for “%s”. Name the right one."),
                    m->kind, k->id);
    enum outcome result = check_part(m, main, e);
    for (size_t i = 0; result == DONE && i < m->part_count; i++) {
        const struct kind *part = g ? registry_find(g, m->parts[i].kind) : NULL;
        result = part ? check_part(&m->parts[i], part, e)
                      : fail(e, BAD_DATA,
                             _("The mapping names “%s”, which is no kind of record. "
                               "loket-catalogue(7) lists them."),
                             excerpt(m->parts[i].kind).text);
    }
    return result;
}

/* ---- Writing ---- */

static void write_sections(const struct sheet_map *m, struct buf *out)
{
    for (size_t s = 0; s < MAP_SECTIONS; s++) {
        if (m->sections[s].count)
            buf_printf(out, "\n[%s]\n", section_names[s]);
        for (size_t i = 0; i < m->sections[s].count; i++)
            buf_printf(out, "%s = %s\n", m->sections[s].items[i].header,
                       m->sections[s].items[i].text);
    }
}

void map_write(const struct sheet_map *m, struct buf *out)
{
    if (*m->kind)
        buf_printf(out, "[sheet]\nkind = %s\n", m->kind);
    if (*m->name)
        buf_printf(out, "name = %s\n", m->name);
    write_sections(m, out);
    for (size_t i = 0; i < m->part_count; i++) {
        buf_printf(out, "\n[also]\nkind = %s\n", m->parts[i].kind);
        write_sections(&m->parts[i], out);
    }
}
