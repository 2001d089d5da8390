/* Sheets whose rows speak of records of several kinds: what each row says of the further ones, and
 * how they refer to each other. They land with the row's own record, or go back with it. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

/* ---- What a row says ---- */

static const char *key_cell(const struct layout *l, char *const *cells, size_t count)
{
    return l->key_column >= 0 && (size_t)l->key_column < count ? cells[l->key_column] : "";
}

/* The record of this part that a row above, of the same group, began; NULL: it begins one. */
static struct making *begun(struct import *im, const struct layout *part,
                            const struct sheet_row *row)
{
    struct group *g = &im->group;
    for (size_t i = g->further_count; i-- > 0;) {
        if (g->further[i].layout != part)
            continue;
        const struct kept_row *above = &g->rows[g->row_count >= 2 ? g->row_count - 2 : 0];
        bool same = strcmp(key_cell(part, above->cells, above->count),
                           key_cell(part, row->cells, row->count)) == 0;
        return same ? &g->further[i] : NULL;
    }
    return NULL;
}

static struct making *begin(struct import *im, const struct layout *part)
{
    struct group *g = &im->group;
    g->further = xreallocarray(g->further, g->further_count + 1, sizeof *g->further);
    g->further[g->further_count] = (struct making){ part, record_new(part->kind) };
    return &g->further[g->further_count++];
}

void also_take(struct import *im, const struct sheet_row *row, enum row_role role,
               const struct reading *how, void (*each)(void *context, const struct error *e),
               void *context)
{
    for (size_t i = 0; i < im->layout.part_count; i++) {
        const struct layout *part = &im->layout.parts[i];
        if (!layout_wants(part, row))
            continue;
        struct making *m = role == ROW_IDEM ? begun(im, part, row) : NULL;
        enum row_role as = m ? ROW_IDEM : ROW_DATA;
        if (!m)
            m = begin(im, part);
        layout_take(part, row, as, how, m->record, each, context);
    }
}

/* ---- Together ---- */

static void add_further(struct import *im, bool before, struct making **list, size_t *count)
{
    for (size_t i = 0; i < im->group.further_count; i++)
        if (im->group.further[i].layout->before == before)
            list[(*count)++] = &im->group.further[i];
}

struct making **also_in_order(struct import *im, size_t *count)
{
    struct making **list = xcalloc(im->group.further_count + 1, sizeof(struct making *));
    *count = 0;
    add_further(im, true, list, count);
    list[(*count)++] = &im->group.main;
    add_further(im, false, list, count);
    return list;
}

/* The first field that may hold it; what the sheet wrote there stays as its words. */
void also_link(struct record *r, const struct record *other)
{
    if (!other->id || other->kind == r->kind)
        return;
    for (size_t f = 0; r->kind->fields[f].id; f++) {
        const struct field *field = &r->kind->fields[f];
        struct value *v = &r->values[f];
        if (!field->kind || strcmp(field->kind, other->kind->id) != 0)
            continue;
        struct buf name = { 0 };
        record_name(other, &name);
        if (!v->set)
            value_set_reference(v, other->id, buf_text(&name));
        else if (!v->num)
            v->num = other->id;
        buf_free(&name);
        return;
    }
}

/* ---- The report ---- */

static struct import_also *counter(struct import_report *r, const struct kind *k)
{
    for (size_t i = 0; i < r->also_count; i++)
        if (r->also[i].kind == k)
            return &r->also[i];
    if (r->also_count == IMPORT_ALSO_MAX)
        return NULL;
    r->also[r->also_count] = (struct import_also){ .kind = k };
    return &r->also[r->also_count++];
}

void also_count(struct import *im, const struct landing *l)
{
    struct import_also *c = counter(im->report, l->wanted->kind);
    if (!c)
        return;
    c->created += l->fate == FATE_NEW;
    c->changed += l->fate == FATE_CHANGE;
    c->unchanged += l->fate == FATE_SAME;
}
