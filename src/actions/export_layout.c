/* Export in a layout that imports know: data/layouts.map read the other way round. */
#include "private.h"

#include "loket/exchange.h"

#include <stdlib.h>
#include <string.h>

enum { LAYOUT_FILTERS = 24 };

/* ---- Which layout ---- */

static const struct sheet_map *find_map(const struct map_book *book, const struct kind *k,
                                        const char *word)
{
    for (size_t i = 0; i < book->count; i++) {
        char *its = map_word(&book->maps[i]);
        bool found = strcmp(its, word) == 0 && strcmp(book->maps[i].kind, k->id) == 0;
        free(its);
        if (found)
            return &book->maps[i];
    }
    return NULL;
}

static void list_words(const struct map_book *book, const struct kind *k, struct buf *out)
{
    for (size_t i = 0; i < book->count; i++) {
        char *word = map_word(&book->maps[i]);
        if (strcmp(book->maps[i].kind, k->id) == 0)
            buf_printf(out, "%s%s", out->len ? ", " : "", word);
        free(word);
    }
}

enum outcome layout_export_open(const struct kind *k, const char *word, struct layout_export *x,
                                struct error *e)
{
    const struct asset *shipped = asset_find("layouts.map");
    struct buf words = { 0 };
    *x = (struct layout_export){ .kind = k };
    enum outcome result =
        shipped ? map_read((const char *)shipped->bytes, shipped->name, &x->book, e) : DONE;
    if (result != DONE)
        return result;
    x->map = find_map(&x->book, k, word);
    if (x->map)
        return DONE;
    list_words(&x->book, k, &words);
    result = fail(e, MISUSED, _("%s have no layout “%s”. There is: %s."), tr(k->plural), word,
                  words.len ? buf_text(&words) : "-");
    buf_free(&words);
    return result;
}

void layout_export_close(struct layout_export *x)
{
    written_row_free(&x->above);
    map_book_free(&x->book);
}

/* ---- Which records ---- */

/* What the layout says of every record is what tells its records from others; what it says only of
 * those that say nothing themselves ("coordination?") is not. */
static size_t constant_filters(const struct sheet_map *m, const struct kind *k, struct filter *out,
                               size_t room)
{
    const struct map_list *constants = &m->sections[MAP_CONSTANTS];
    size_t n = 0;
    for (size_t i = 0; i < constants->count && n < room; i++) {
        const struct field *f = kind_field(k, constants->items[i].header);
        if (f && f->type == &type_choice)
            out[n++] =
                (struct filter){ .field = f->id,
                                 .how = IS,
                                 .value = { .text = constants->items[i].text, .set = true } };
    }
    return n;
}

static const struct field *reference_to(const struct kind *k, const struct kind *other)
{
    for (const struct field *f = k->fields; f->id; f++)
        if (f->kind && strcmp(f->kind, other->id) == 0)
            return f;
    return NULL;
}

/* The first one that refers to r and is what the part says. */
static enum outcome load_behind(struct session *s, const struct sheet_map *part,
                                const struct kind *k, const struct record *r, struct record **out,
                                struct error *e)
{
    const struct field *f = reference_to(k, r->kind);
    struct filter filters[LAYOUT_FILTERS];
    struct page page = { 0 };
    if (!f)
        return DONE;
    filters[0] =
        (struct filter){ .field = f->id, .how = IS, .value = { .num = r->id, .set = true } };
    size_t count = 1 + constant_filters(part, k, filters + 1, LAYOUT_FILTERS - 1);
    const struct query q = { .kind = k,
                             .filters = filters,
                             .filter_count = count,
                             .closed = true,
                             .sort = "id",
                             .limit = 1 };
    enum outcome result = store_page(s->store, &q, &page, e);
    if (result == DONE && page.count)
        result = store_load(s->store, k, page.rows[0]->id, out, e);
    page_free(&page);
    return result;
}

static enum outcome load_part(struct session *s, const struct sheet_map *part,
                              const struct record *r, struct record **out, struct error *e)
{
    const struct kind *k = registry_find(&all_kinds, part->kind);
    const struct field *before = k ? reference_to(r->kind, k) : NULL;
    int64_t id = before ? record_number(r, before->id) : 0;
    if (!k || (before && !id))
        return DONE;
    return before ? store_load(s->store, k, id, out, e) : load_behind(s, part, k, r, out, e);
}

/* What has no number would not be known again when it comes in. */
static bool has_key(const struct record *r)
{
    bool keyed = false, filled = false;
    for (const char *const *id = r->kind->natural_key; id && *id; id++) {
        keyed = true;
        filled |= record_value(r, *id)->set;
    }
    return filled || !keyed;
}

enum outcome layout_export_put(struct session *s, struct layout_export *x, const struct record *r,
                               struct buf *out, struct error *e)
{
    size_t count = has_key(r) ? x->map->part_count : 0;
    struct record **parts = xcalloc(count + 1, sizeof(struct record *));
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < count; i++)
        result = load_part(s, &x->map->parts[i], r, &parts[i], e);
    if (result == DONE && has_key(r))
        layout_csv(x->map, r, (const struct record *const *)parts, &x->above, out);
    for (size_t i = 0; i < count; i++)
        record_free(&parts[i]);
    free(parts);
    return result;
}

size_t layout_export_filters(const struct layout_export *x, struct filter *out, size_t room)
{
    return constant_filters(x->map, x->kind, out, room);
}
