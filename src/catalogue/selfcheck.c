/* selfcheck.c - proves a registry sound: ids, what a kind names, columns, rules. */
#include "selfcheck.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { DEFECT_MAX = 512, SCREEN_CELLS = 76 };

void defect(struct checker *c, const char *fmt, ...)
{
    char text[DEFECT_MAX];
    size_t n = 0;
    if (c->kind)
        n = (size_t)snprintf(text, sizeof text / 2, "%.200s: ", c->kind->id ? c->kind->id : "?");
    va_list args;
    va_start(args, fmt);
    vsnprintf(text + n, sizeof text - n, fmt, args);
    va_end(args);
    c->count++;
    if (c->each)
        c->each(c->context, text);
}

void check_id(struct checker *c, const char *what, const char *id)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    size_t n = strlen(id);
    if (n == 0 || n >= FIELD_ID_MAX || strspn(id, allowed) != n || id[0] < 'a')
        defect(c, "%s \"%s\": an id is snake_case and shorter than %d", what, id, FIELD_ID_MAX);
}

void check_label(struct checker *c, const char *what, const char *id, const char *label)
{
    if (!label || !*label)
        defect(c, "%s \"%s\" has no label", what, id);
}

/* ---- Names of fields ---- */

static void check_names_field(struct checker *c, const char *what, const char *id)
{
    const struct field *f = id ? kind_field(c->kind, id) : NULL;
    if (id && !f)
        defect(c, "%s names \"%s\", which is no field", what, id);
    if (f && (f->flags & FIELD_SEALED))
        defect(c, "%s names \"%s\", which is sealed", what, id);
}

static void check_name_list(struct checker *c, const char *what, const char *const *ids)
{
    for (; ids && *ids; ids++)
        check_names_field(c, what, *ids);
}

static bool is_record_column(const char *id)
{
    return strcmp(id, "state") == 0 || strcmp(id, "changed_at") == 0;
}

static void check_sort(struct checker *c)
{
    const char *sort = c->kind->sort;
    if (sort && *sort == '-')
        sort++;
    if (sort && !is_record_column(sort))
        check_names_field(c, "sort", sort);
}

static void check_rule_day(struct checker *c)
{
    const struct field *f = c->kind->rule_day ? kind_field(c->kind, c->kind->rule_day) : NULL;
    if (f && f->type != &type_date && f->type != &type_moment)
        defect(c, "rule_day \"%s\" is neither a date nor a moment", f->id);
}

static void check_series(struct checker *c)
{
    const char *const *series = c->kind->series;
    const struct field *of = series && series[0] ? kind_field(c->kind, series[0]) : NULL;
    if (!series)
        return;
    check_name_list(c, "series", series);
    if (!of || of->type != &type_reference || !series[1] || series[2])
        defect(c, "the series is not a reference and a field");
}

static void check_regular(struct checker *c)
{
    const struct field *f = c->kind->regular ? kind_field(c->kind, c->kind->regular) : NULL;
    check_names_field(c, "regular", c->kind->regular);
    if (f && (f->type != &type_reference || !(f->flags & FIELD_INDEXED)))
        defect(c, "regular \"%s\" is no indexed reference", f->id);
}

static void check_names(struct checker *c)
{
    const struct kind *k = c->kind;
    check_names_field(c, "title", k->title);
    check_names_field(c, "code", k->code);
    check_names_field(c, "number", k->number);
    check_names_field(c, "rule_day", k->rule_day);
    check_name_list(c, "natural_key", k->natural_key);
    const struct field *first = k->begins_with ? kind_field(k, k->begins_with) : NULL;
    if (k->begins_with && (!first || !first->choices))
        defect(c, "it begins with \"%s\", which is no choice", k->begins_with);
    check_name_list(c, "lookup", k->lookup);
    check_sort(c);
    check_series(c);
    check_regular(c);
    check_rule_day(c);
}

/* ---- Columns ---- */

static void check_columns(struct checker *c)
{
    size_t count = 0, cells = 0, shown = 0;
    for (const struct column *col = c->kind->columns; col && col->field; col++, count++) {
        if (!is_record_column(col->field))
            check_names_field(c, "column", col->field);
        if (col->want < col->min)
            defect(c, "column \"%s\" wants %u cells, less than its least, %u", col->field,
                   col->want, col->min);
        shown += col->min > 0;
        cells += col->min;
    }
    if (count > COLUMNS_MAX)
        defect(c, "%zu columns, at most %d are shown", count, COLUMNS_MAX);
    if (shown)
        cells += shown - 1; /* a blank between two */
    if (cells > SCREEN_CELLS)
        defect(c, "columns need %zu cells at least, a list of 80 has %d", cells, SCREEN_CELLS);
}

/* ---- Kinds and rules ---- */

static void check_editors(struct checker *c)
{
    const enum role *editors = c->kind->editors;
    unsigned seen = 0; /* a bit for each role */
    for (; editors && *editors != ROLE_NONE; editors++) {
        if (*editors < ROLE_NONE || *editors >= ROLE_COUNT) {
            defect(c, "an unknown role is among the editors"); /* and the list may have no end */
            return;
        }
        if (seen >> *editors & 1)
            defect(c, "editor \"%s\" stands twice", role_id(*editors));
        seen |= 1u << *editors;
    }
}

static void check_kind(struct checker *c)
{
    check_id(c, "kind", c->kind->id);
    check_label(c, "kind", c->kind->id, c->kind->label);
    check_label(c, "list of", c->kind->id, c->kind->plural);
    check_all_fields(c);
    check_names(c);
    check_columns(c);
    check_editors(c);
    if (!c->kind->print != !(c->kind->papers && c->kind->papers[0].code))
        defect(c, "prints papers without a name, or names papers that it does not print");
    check_flow(c);
}

static void check_kinds_unique(struct checker *c)
{
    const struct kind *const *kinds = c->registry->kinds;
    for (size_t i = 0; kinds[i]; i++)
        for (size_t j = 0; j < i; j++)
            if (text_same(kinds[i]->id, kinds[j]->id))
                defect(c, "kind \"%s\" stands twice", kinds[i]->id);
}

static void check_rules(struct checker *c)
{
    const struct rule_default *rules = c->registry->rules;
    for (size_t i = 0; rules && rules[i].id; i++) {
        if (!rules[i].value)
            defect(c, "rule \"%s\" has no value", rules[i].id);
        if (!rules[i].help || !*rules[i].help)
            defect(c, "rule \"%s\" does not say what it decides", rules[i].id);
        struct error why = { 0 };
        if (rules[i].value && rule_default_read(&rules[i], rules[i].value, &why) != DONE)
            defect(c, "rule \"%s\" cannot have its default: %s", rules[i].id, why.text);
        if (registry_rule(c->registry, rules[i].id) != &rules[i])
            defect(c, "rule \"%s\" stands twice", rules[i].id);
    }
}

size_t catalogue_selfcheck(const struct registry *g,
                           void (*each)(void *context, const char *defect), void *context)
{
    struct checker c = { .registry = g, .each = each, .context = context };
    check_kinds_unique(&c);
    check_rules(&c);
    for (const struct kind *const *k = g->kinds; *k; k++) {
        c.kind = *k;
        check_kind(&c);
    }
    return c.count;
}
