/* trace: from the unique code in a certificate's number (or any other number of it, of its permit
 * or of a sheet) back to every record, person and paper (domain: traceability of service records).
 */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { TRACED_MAX = 500, DEPTH_MAX = 3 };

struct tracing {
    struct session *session;
    void (*each)(void *context, const struct traced *t);
    void *context;
    struct {
        const struct kind *kind;
        int64_t id;
    } seen[TRACED_MAX];
    size_t count;
    int depth;
};

static enum outcome trace_record(struct tracing *t, const struct kind *k, int64_t id,
                                 struct error *e);

static bool seen_before(const struct tracing *t, const struct kind *k, int64_t id)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->seen[i].kind == k && t->seen[i].id == id)
            return true;
    return t->count == TRACED_MAX;
}

/* Look-up tables and people are not led into: everything hangs on those. */
static bool leads_on(const struct kind *k)
{
    return k && !(k->flags & KIND_REFERENCE) && k != &kind_user && k != &kind_post &&
           k != &kind_party && k != &kind_stock && k != &kind_closing;
}

/* ---- What a record names ---- */

static enum outcome trace_references(struct tracing *t, const struct record *r, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && r->kind->fields[i].id; i++) {
        const struct field *f = &r->kind->fields[i];
        const struct kind *k = f->kind ? registry_find(&all_kinds, f->kind) : NULL;
        if (f->type == &type_reference && leads_on(k) && r->values[i].num)
            result = trace_record(t, k, r->values[i].num, e);
    }
    return result;
}

/* ---- What names a record ---- */

static enum outcome trace_one(void *context, const struct record *r, struct error *e)
{
    return trace_record(context, r->kind, r->id, e);
}

static enum outcome trace_backwards(struct tracing *t, const struct record *r, struct error *e)
{
    enum outcome result = DONE;
    for (const struct kind *const *k = all_kinds.kinds; result == DONE && *k; k++)
        for (const struct field *f = (*k)->fields; result == DONE && leads_on(*k) && f->id; f++) {
            if (f->type != &type_reference || !f->kind || strcmp(f->kind, r->kind->id) != 0)
                continue;
            struct filter same = { .field = f->id, .how = IS };
            struct query q = {
                .kind = *k, .filters = &same, .filter_count = 1, .closed = true, .sort = "-id"
            };
            struct buf name = { 0 };
            record_name(r, &name);
            value_set_reference(&same.value, r->id, buf_text(&name));
            result = records_each(t->session, &q, trace_one, t, e);
            value_clear(&same.value);
            buf_free(&name);
        }
    return result;
}

/* ---- One record ---- */

static void tell_entry(void *context, const struct entry *entry)
{
    struct tracing *t = context;
    const char *label = entry->step;
    for (const struct step *s = entry->kind->flow->steps; s && s->verb; s++)
        if (strcmp(s->verb, entry->step) == 0)
            label = _(s->label);
    const struct traced told = { .entry = entry, .step = label, .depth = t->depth };
    t->each(t->context, &told);
}

static enum outcome trace_record(struct tracing *t, const struct kind *k, int64_t id,
                                 struct error *e)
{
    struct record *r = NULL;
    if (seen_before(t, k, id) || t->depth > DEPTH_MAX)
        return DONE;
    t->seen[t->count].kind = k;
    t->seen[t->count++].id = id;
    enum outcome result = store_load(t->session->store, k, id, &r, e);
    if (result != DONE)
        return result;
    const struct traced told = { .record = r, .depth = t->depth };
    t->each(t->context, &told);
    result = store_history(t->session->store, k, id, 0, tell_entry, t, e);
    t->depth++;
    if (result == DONE)
        result = trace_references(t, r, e);
    if (result == DONE && t->depth <= DEPTH_MAX)
        result = trace_backwards(t, r, e);
    t->depth--;
    record_free(&r);
    return result;
}

enum outcome act_trace(struct session *s, const char *code,
                       void (*each)(void *context, const struct traced *t), void *context,
                       struct error *e)
{
    const struct kind *const kinds[] = { &kind_certificate, &kind_permit, &kind_sheet };
    struct tracing *t = xcalloc(1, sizeof *t);
    enum outcome result = REFUSED;
    int64_t id = 0;
    t->session = s;
    t->each = each;
    t->context = context;
    for (size_t i = 0; i < COUNT(kinds) && !id; i++)
        result = store_resolve(s->store, kinds[i], code, &id, e);
    for (size_t i = 0; i < COUNT(kinds) && result == DONE && !t->count; i++) {
        int64_t found = 0;
        if (store_resolve(s->store, kinds[i], code, &found, NULL) == DONE && found)
            result = trace_record(t, kinds[i], found, e);
    }
    free(t);
    return result;
}
