/* compare.c - records side by side, in the order of their form: versions of one record, two that
 * look alike, or what two people made of the same. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { LINES_COMPARED = 1024 };

struct comparing {
    const struct record *const *records;
    size_t sides;
    struct compared_list *out;
};

/* Words for one role alone are never shown, not even those just typed: only that they differ. */
static void side_text(const struct field *f, const struct value *v, const struct value *first,
                      struct buf *out)
{
    if (!v || !v->set)
        return;
    if (!(f->flags & FIELD_SEALED))
        field_format(f, v, SPELL_SCREEN, out);
    else if (first && first->set && !value_same(v, first))
        buf_puts(out, _("(sealed, other words)"));
    else
        buf_puts(out, _("(sealed)"));
}

/* Takes the texts. A row nobody filled in is none. */
static void add_row(struct comparing *c, const char *label, struct buf texts[SIDES_MAX])
{
    bool any = false, same = true;
    struct compared_list *out = c->out;
    for (size_t i = 0; i < c->sides; i++) {
        any = any || texts[i].len;
        same = same && strcmp(buf_text(&texts[0]), buf_text(&texts[i])) == 0;
    }
    if (any) {
        out->items = xreallocarray(out->items, out->count + 1, sizeof *out->items);
        out->items[out->count] = (struct compared){ .label = xstrdup(label), .same = same };
        for (size_t i = 0; i < c->sides; i++)
            out->items[out->count].text[i] = xstrdup(buf_text(&texts[i]));
        out->count++;
        out->differing += !same;
    }
    for (size_t i = 0; i < c->sides; i++)
        buf_free(&texts[i]);
}

static void compare_states(struct comparing *c)
{
    struct buf texts[SIDES_MAX] = { { 0 } };
    for (size_t i = 0; i < c->sides; i++) {
        const struct record *r = c->records[i];
        if (r->rev > 0)
            buf_puts(&texts[i], _(flow_state(r->kind->flow, r->state)->label));
    }
    add_row(c, _("State"), texts);
}

static void compare_fields(struct comparing *c)
{
    const struct field *fields = c->records[0]->kind->fields;
    for (size_t f = 0; fields[f].id; f++) {
        struct buf texts[SIDES_MAX] = { { 0 } };
        if (fields[f].flags & FIELD_DERIVED)
            continue;
        for (size_t i = 0; i < c->sides; i++)
            side_text(&fields[f], &c->records[i]->values[f], &c->records[0]->values[f], &texts[i]);
        add_row(c, _(fields[f].label), texts);
    }
}

/* ---- Lines ---- */

struct matched { /* one line of each side; NULL: it has none there */
    const struct line *line[SIDES_MAX];
};

static bool are_versions(const struct comparing *c)
{
    for (size_t i = 1; i < c->sides; i++)
        if (c->records[i]->id != c->records[0]->id)
            return false;
    return c->records[0]->id != 0;
}

static struct matched *match_for(struct matched *all, size_t *count, const struct line *line,
                                 size_t place, bool by_id)
{
    for (size_t m = 0; by_id && line->id && m < *count; m++)
        for (size_t i = 0; i < SIDES_MAX; i++)
            if (all[m].line[i] && all[m].line[i]->id == line->id)
                return &all[m];
    if (!by_id && place < *count)
        return &all[place];
    return *count < LINES_COMPARED ? &all[(*count)++] : NULL;
}

static size_t match_lines(struct comparing *c, size_t list, struct matched *all)
{
    size_t count = 0;
    bool by_id = are_versions(c);
    for (size_t i = 0; i < c->sides; i++) {
        const struct line_list *lines = &c->records[i]->lines[list];
        size_t place = 0;
        for (size_t n = 0; n < lines->count; n++) {
            if (lines->items[n].gone)
                continue;
            struct matched *m = match_for(all, &count, &lines->items[n], place++, by_id);
            if (m)
                m->line[i] = &lines->items[n];
        }
    }
    return count;
}

static void compare_line(struct comparing *c, const struct line_kind *k, const struct matched *m,
                         size_t place)
{
    for (size_t f = 0; k->fields[f].id; f++) {
        struct buf texts[SIDES_MAX] = { { 0 } }, label = { 0 };
        if (k->fields[f].flags & FIELD_DERIVED)
            continue;
        for (size_t i = 0; i < c->sides; i++)
            side_text(&k->fields[f], m->line[i] ? &m->line[i]->values[f] : NULL,
                      m->line[0] ? &m->line[0]->values[f] : NULL, &texts[i]);
        buf_printf(&label, "%s %zu · %s", _(k->label), place, _(k->fields[f].label));
        add_row(c, buf_text(&label), texts);
        buf_free(&label);
    }
}

void act_compare(const struct record *const *records, size_t sides, struct compared_list *out)
{
    struct comparing c = { records, sides, out };
    *out = (struct compared_list){ .sides = sides };
    compare_states(&c);
    compare_fields(&c);
    for (size_t l = 0; l < line_kind_count(records[0]->kind); l++) {
        struct matched *all = xcalloc(LINES_COMPARED, sizeof *all);
        size_t count = match_lines(&c, l, all);
        for (size_t m = 0; m < count; m++)
            compare_line(&c, &records[0]->kind->lines[l], &all[m], m + 1);
        free(all);
    }
}

void compared_free(struct compared_list *c)
{
    for (size_t i = 0; i < c->count; i++) {
        free(c->items[i].label);
        for (size_t n = 0; n < c->sides; n++)
            free(c->items[i].text[n]);
    }
    free(c->items);
    *c = (struct compared_list){ 0 };
}
