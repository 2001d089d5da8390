/* What refers to a record, out of the catalogue's references: a capture's measures, a permit's
 * certificates, a company's shipments. Only fields with an index are asked, each for a few rows. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

static enum outcome add_group(struct session *s, const struct record *r, const struct kind *k,
                              const struct field *f, struct related *out, struct error *e)
{
    const struct filter to = { .field = f->id, .how = IS, .value = { .num = r->id, .set = true } };
    const struct query q = { .kind = k,
                             .filters = &to,
                             .filter_count = 1,
                             .closed = true,
                             .sort = "-id",
                             .limit = RELATED_SHOWN };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    if (result != DONE || !page.count) {
        page_free(&page);
        return result;
    }
    out->groups = xreallocarray(out->groups, out->count + 1, sizeof *out->groups);
    out->groups[out->count++] = (struct related_group){ .kind = k,
                                                        .field = f,
                                                        .rows = page.rows,
                                                        .count = page.count,
                                                        .more = page.more,
                                                        .total = page.total };
    return DONE; /* the rows are the group's now */
}

static bool refers(const struct field *f, const struct kind *k)
{
    return f->kind && strcmp(f->kind, k->id) == 0 && (f->flags & FIELD_INDEXED) &&
           !(f->flags & FIELD_SEALED);
}

enum outcome act_related(struct session *s, const struct record *r, struct related *out,
                         struct error *e)
{
    *out = (struct related){ 0 };
    if (s->away || !r->id)
        return DONE;
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    for (const struct kind *const *k = all_kinds.kinds; result == DONE && *k; k++)
        for (const struct field *f = (*k)->fields; result == DONE && f->id; f++)
            if (refers(f, r->kind))
                result = add_group(s, r, *k, f, out, e);
    store_read_end(s->store);
    if (result != DONE)
        related_free(out);
    return result;
}

void related_free(struct related *r)
{
    for (size_t i = 0; i < r->count; i++) {
        for (size_t n = 0; n < r->groups[i].count; n++)
            record_free(&r->groups[i].rows[n]);
        free(r->groups[i].rows);
    }
    free(r->groups);
    *r = (struct related){ 0 };
}
