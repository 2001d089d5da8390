/* analysis_time.c - how much of its service time permits used, by risk and by the officer who
 * leads: the average of all that have a target, and how many were late. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

struct timing {
    const struct analysis_way *way;
    struct analysis *out;
    size_t cap;
};

/* What the permit is counted under, as its field has it. */
static const struct value *group_of(const struct timing *t, const struct record *permit)
{
    const char *dot = strchr(t->way->fields[0], '.');
    if (!dot)
        return record_value(permit, t->way->fields[0]);
    const struct line *l;
    for (size_t i = 1; (l = record_live_line(permit, "officer", i)) != NULL; i++) {
        const struct line_kind *k = kind_line(permit->kind, "officer");
        const struct value *part = &l->values[line_field(k, "part") - k->fields];
        if (part->set && strcmp(part->text, "lead") == 0)
            return &l->values[line_field(k, dot + 1) - k->fields];
    }
    return NULL;
}

static bool same(const struct value *a, const struct value *b)
{
    if (!a->set || !b || !b->set)
        return a->set == (b && b->set);
    return a->num == b->num && (a->text == NULL || strcmp(a->text, b->text) == 0);
}

static size_t place_of(struct timing *t, const struct value *v)
{
    struct counts *c = &t->out->counts;
    for (size_t i = 0; i < c->count; i++)
        if (same(&c->items[i].value, v))
            return i;
    if (c->count == t->cap) {
        t->cap = t->cap ? 2 * t->cap : 16;
        c->items = xreallocarray(c->items, t->cap, sizeof *c->items);
        t->out->times = xreallocarray(t->out->times, t->cap, sizeof *t->out->times);
    }
    c->items[c->count] = (struct counted){ 0 };
    t->out->times[c->count] = (struct analysis_used){ 0 };
    if (v)
        value_copy(&c->items[c->count].value, v);
    return c->count++;
}

static void take(void *context, const struct service_account *a)
{
    struct timing *t = context;
    if (!a->target || a->length_ms <= 0)
        return;
    size_t at = place_of(t, group_of(t, a->permit));
    t->out->counts.items[at].records++;
    t->out->times[at].percent += a->used_ms * 100 / a->length_ms; /* the sum, for now */
    t->out->times[at].late += (a->anomalies & ANOMALY_LATE) != 0;
    t->out->records++;
}

/* The heaviest use of time first, of equals the more frequent. Few groups. */
static void sort(struct analysis *a)
{
    for (size_t i = 1; i < a->counts.count; i++)
        for (size_t n = i; n > 0; n--) {
            struct counted *c = &a->counts.items[n];
            struct analysis_used *u = &a->times[n];
            if (u[-1].percent > u->percent ||
                (u[-1].percent == u->percent && c[-1].records >= c->records))
                break;
            struct counted counted = *c;
            struct analysis_used used = *u;
            *c = c[-1];
            *u = u[-1];
            c[-1] = counted;
            u[-1] = used;
        }
}

enum outcome analysis_time(struct session *s, const struct analysis_way *way, struct analysis *out,
                           struct error *e)
{
    struct timing t = { .way = way, .out = out };
    const char *dot = strchr(way->fields[0], '.');
    out->counts.field = dot ? line_field(kind_line(&kind_permit, "officer"), dot + 1)
                            : kind_field(&kind_permit, way->fields[0]);
    enum outcome result = act_service_time(s, out->from, out->to, take, &t, e);
    for (size_t i = 0; i < out->counts.count; i++)
        out->times[i].percent /= out->counts.items[i].records;
    sort(out);
    return result;
}
