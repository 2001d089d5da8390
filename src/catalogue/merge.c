/* merge.c - three-way merge of records, and flat keys in people's words. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* The three versions, and what of mine will be put onto theirs. */
struct merge {
    const struct kind *kind;
    struct flat base, mine, theirs;
    struct flat was, is; /* mine's changes that apply */
    size_t conflicts;
    void (*each)(void *context, const struct conflict *c);
    void *context;
};

struct three {
    const struct flat_entry *base, *mine, *theirs;
};

static struct three look_up(const struct merge *m, const char *key)
{
    return (struct three){ flat_find(&m->base, key), flat_find(&m->mine, key),
                           flat_find(&m->theirs, key) };
}

static void report(struct merge *m, const char *key, const struct three *t)
{
    struct conflict c = { .key = key, .base = t->base, .mine = t->mine, .theirs = t->theirs };
    m->conflicts++;
    if (m->each)
        m->each(m->context, &c);
}

static void accept(struct merge *m, const struct three *t)
{
    if (flat_entry_same(t->base, t->mine))
        return;
    if (t->base)
        flat_add(&m->was, t->base);
    if (t->mine)
        flat_add(&m->is, t->mine);
}

/* ---- Single values; a reference is its text and its link together ---- */

struct pair {
    char *text_key, *link_key; /* link_key NULL: not a reference */
    struct three text, link;
};

static struct pair pair_of(const struct merge *m, const char *key, const struct place *p)
{
    struct pair pair = { 0 };
    pair.text_key = xstrndup(key, strlen(key) - (p->link ? 1 : 0));
    pair.text = look_up(m, pair.text_key);
    if (p->field && p->field->type->storage == STORED_REFERENCE) {
        struct buf link = { 0 };
        buf_printf(&link, "%s#", pair.text_key);
        pair.link_key = buf_take(&link);
        pair.link = look_up(m, pair.link_key);
    }
    return pair;
}

static void pair_free(struct pair *p)
{
    free(p->text_key);
    free(p->link_key);
}

static void merge_value(struct merge *m, const char *key, const struct place *place)
{
    struct pair p = pair_of(m, key, place);
    bool changed =
        !flat_entry_same(p.text.base, p.text.mine) || !flat_entry_same(p.link.base, p.link.mine);
    bool text_agrees = flat_entry_same(p.text.mine, p.text.theirs);
    bool agrees = text_agrees && flat_entry_same(p.link.mine, p.link.theirs);
    bool untouched =
        flat_entry_same(p.text.base, p.text.theirs) && flat_entry_same(p.link.base, p.link.theirs);
    /* Where both halves of a reference changed, the call comes once, with the text's key. */
    bool second_half = place->link && !flat_entry_same(p.text.base, p.text.mine);
    if (changed && !agrees && !second_half) {
        if (untouched) {
            accept(m, &p.text);
            accept(m, &p.link);
        } else if (text_agrees) {
            report(m, p.link_key, &p.link);
        } else {
            report(m, p.text_key, &p.text);
        }
    }
    pair_free(&p);
}

/* ---- Lines ---- */

static bool line_changed(const struct flat *base, const struct flat *other, const char *line_key)
{
    struct flat was = { 0 }, is = { 0 };
    bool changed = false;
    flat_diff(base, other, &was, &is);
    for (size_t i = 0; i < was.count; i++)
        changed = changed || (text_starts(was.items[i].key, line_key) &&
                              strcmp(was.items[i].key, line_key) != 0);
    for (size_t i = 0; i < is.count; i++)
        changed = changed || (text_starts(is.items[i].key, line_key) &&
                              strcmp(is.items[i].key, line_key) != 0);
    flat_free(&was);
    flat_free(&is);
    return changed;
}

static void accept_under(struct merge *m, const char *line_key)
{
    for (size_t i = 0; i < m->base.count; i++)
        if (text_starts(m->base.items[i].key, line_key))
            flat_add(&m->was, &m->base.items[i]);
    for (size_t i = 0; i < m->mine.count; i++)
        if (text_starts(m->mine.items[i].key, line_key))
            flat_add(&m->is, &m->mine.items[i]);
}

/* A line's own key: it came, went, or only moved. */
static void merge_line(struct merge *m, const char *line_key)
{
    struct three t = look_up(m, line_key);
    if (!t.base && t.mine && !t.theirs)
        accept_under(m, line_key);
    else if (t.base && !t.mine && t.theirs) {
        if (line_changed(&m->base, &m->theirs, line_key))
            report(m, line_key, &t);
        else
            accept_under(m, line_key);
    } else if (t.base && t.mine && !t.theirs && line_changed(&m->base, &m->mine, line_key)) {
        report(m, line_key, &t);
    }
}

static char *line_key_of(const char *key)
{
    return xstrndup(key, (size_t)(strrchr(key, '/') - key) + 1);
}

/* A value of a line counts by itself only where all three have the line, or both sides newly do;
 * else the line as a whole was settled above. */
static bool line_stands(const struct merge *m, const char *key)
{
    char *line_key = line_key_of(key);
    struct three t = look_up(m, line_key);
    free(line_key);
    return t.mine && t.theirs;
}

/* Each of mine's changes, by key, in order. */
static void merge_key(struct merge *m, const char *key)
{
    struct place p;
    if (!place_of_key(m->kind, key, &p))
        return;
    if (p.line && !p.field)
        merge_line(m, key);
    else if (!p.line || line_stands(m, key))
        merge_value(m, key, &p);
}

/* Every line of base is looked at, since a line that theirs removed shows no own key in mine's
 * changes when only its values changed. */
static void merge_lines_of_base(struct merge *m)
{
    for (size_t i = 0; i < m->base.count; i++)
        if (m->base.items[i].tag == TAG_POSITION)
            merge_line(m, m->base.items[i].key);
}

static void merge_changed(struct merge *m, const char *key)
{
    const struct flat_entry *base = flat_find(&m->base, key);
    if (!base || base->tag != TAG_POSITION)
        merge_key(m, key);
}

static void merge_all(struct merge *m)
{
    struct flat was = { 0 }, is = { 0 };
    merge_lines_of_base(m);
    flat_diff(&m->base, &m->mine, &was, &is);
    for (size_t i = 0; i < was.count; i++)
        merge_changed(m, was.items[i].key);
    for (size_t i = 0; i < is.count; i++)
        if (!flat_find(&was, is.items[i].key))
            merge_changed(m, is.items[i].key);
    flat_free(&was);
    flat_free(&is);
}

/* Lines without an id yet have no key: they are simply added. */
static void add_new_lines(const struct record *mine, struct record *theirs)
{
    for (size_t k = 0; k < line_kind_count(mine->kind); k++) {
        size_t fields = field_count(mine->kind->lines[k].fields);
        for (size_t i = 0; i < mine->lines[k].count; i++) {
            const struct line *line = &mine->lines[k].items[i];
            if (line->id == 0 && !line->gone)
                line_copy(line_list_add(&theirs->lines[k], fields), line, fields);
        }
    }
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct flat_entry *)a)->key, ((const struct flat_entry *)b)->key);
}

static void sort(struct flat *f)
{
    if (f->count)
        qsort(f->items, f->count, sizeof *f->items, by_key);
}

size_t record_merge(const struct record *base, const struct record *mine, struct record *theirs,
                    void (*each)(void *context, const struct conflict *c), void *context)
{
    struct merge m = { .kind = base->kind, .each = each, .context = context };
    flat_of(base, &m.base);
    flat_of(mine, &m.mine);
    flat_of(theirs, &m.theirs);
    merge_all(&m);
    sort(&m.was);
    sort(&m.is);
    flat_apply(theirs, &m.was, &m.is, NULL);
    add_new_lines(mine, theirs);
    flat_free(&m.base);
    flat_free(&m.mine);
    flat_free(&m.theirs);
    flat_free(&m.was);
    flat_free(&m.is);
    return m.conflicts;
}
