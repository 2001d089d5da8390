/* registry.c - finding kinds, fields and line kinds by their ids. */
#include <string.h>

#include "parts.h"

const struct kind *registry_find(const struct registry *g, const char *kind)
{
    for (const struct kind *const *k = g->kinds; kind && *k; k++)
        if (strcmp((*k)->id, kind) == 0)
            return *k;
    return NULL;
}

const struct rule_default *registry_rule(const struct registry *g, const char *id)
{
    for (const struct rule_default *r = g->rules; id && r && r->id; r++)
        if (strcmp(r->id, id) == 0)
            return r;
    return NULL;
}

size_t field_count(const struct field *list)
{
    size_t n = 0;
    while (list && list[n].id)
        n++;
    return n;
}

int field_index(const struct field *list, const char *id)
{
    for (int i = 0; id && list && list[i].id; i++)
        if (strcmp(list[i].id, id) == 0)
            return i;
    return -1;
}

static const struct field *find_field(const struct field *list, const char *id)
{
    int i = field_index(list, id);
    return i < 0 ? NULL : &list[i];
}

const struct field *kind_field(const struct kind *k, const char *id)
{
    return find_field(k->fields, id);
}

const struct field *line_field(const struct line_kind *l, const char *id)
{
    return find_field(l->fields, id);
}

size_t line_kind_count(const struct kind *k)
{
    size_t n = 0;
    while (k->lines && n < LINE_KINDS_MAX && k->lines[n].id)
        n++;
    return n;
}

int line_kind_index(const struct kind *k, const char *id)
{
    size_t n = line_kind_count(k);
    for (size_t i = 0; id && i < n; i++)
        if (strcmp(k->lines[i].id, id) == 0)
            return (int)i;
    return -1;
}

const struct line_kind *kind_line(const struct kind *k, const char *id)
{
    int i = line_kind_index(k, id);
    return i < 0 ? NULL : &k->lines[i];
}
