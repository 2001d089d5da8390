/* selfcheck_fields.c - the self-check of fields, choices, lines and the aliases of headers. */
#include "selfcheck.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { DECIMALS_MAX = 9 };

static bool is_reserved(const char *id)
{
    static const char *const own[] = { "id", "rev", "state", "batch", "changed_at", "origin" };
    for (size_t i = 0; i < COUNT(own); i++)
        if (strcmp(own[i], id) == 0)
            return true;
    return false;
}

/* ---- One field ---- */

static void check_choices(struct checker *c, const struct field *f)
{
    bool wanted = f->type == &type_choice, given = f->choices && f->choices[0].code;
    if (wanted && !given)
        defect(c, "field \"%s\" is a choice without choices", f->id);
    if (!wanted && f->choices)
        defect(c, "field \"%s\" has choices but is no choice", f->id);
    for (const struct choice *a = f->choices; a && a->code; a++) {
        check_label(c, "choice", a->code, a->label);
        for (const struct choice *b = f->choices; b < a; b++)
            if (strcasecmp(a->code, b->code) == 0)
                defect(c, "field \"%s\" has the choice \"%s\" twice", f->id, a->code);
    }
}

static void check_kind_referred_to(struct checker *c, const struct field *f)
{
    bool reference = f->type == &type_reference;
    if (reference && !registry_find(c->registry, f->kind))
        defect(c, "field \"%s\" refers to the unknown kind \"%s\"", f->id, f->kind ? f->kind : "");
    if (!reference && f->kind)
        defect(c, "field \"%s\" names a kind but is no reference", f->id);
    if (f->among && !(reference && registry_find(c->registry, f->kind) &&
                      kind_field(registry_find(c->registry, f->kind), "list")))
        defect(c, "field \"%s\" is among \"%s\" of what has no list", f->id, f->among);
}

static void check_number(struct checker *c, const struct field *f)
{
    bool number = f->type == &type_number || f->type == &type_money;
    if (f->decimals > (number ? DECIMALS_MAX : 0))
        defect(c, "field \"%s\" has %u decimals", f->id, f->decimals);
    if (f->min > f->max || (!number && (f->min || f->max)))
        defect(c, "field \"%s\" has a range that holds nothing", f->id);
}

static void check_initial(struct checker *c, const struct field *f)
{
    static const struct reading how = { .spelling = SPELL_CANONICAL };
    struct value v = { 0 };
    if (!f->initial)
        return;
    if (field_parse(f, &how, f->initial, &v, NULL) != DONE)
        defect(c, "field \"%s\" begins with \"%s\", which it does not take", f->id, f->initial);
    value_clear(&v);
}

static void check_flags(struct checker *c, const struct field *f)
{
    unsigned both = FIELD_REQUIRED | FIELD_DERIVED;
    if ((f->flags & FIELD_TAIL) && f->type != &type_serial)
        defect(c, "field \"%s\" is found by its tail but is no serial", f->id);
    if ((f->flags & FIELD_SELF) && !(f->kind && strcmp(f->kind, "user") == 0))
        defect(c, "field \"%s\" begins as who makes it, but is no reference to a person", f->id);
    if ((f->flags & FIELD_NOW) && f->type != &type_date && f->type != &type_moment)
        defect(c, "field \"%s\" begins as now, but is no day or moment", f->id);
    if ((f->flags & FIELD_LOOSE) && f->type != &type_reference)
        defect(c, "field \"%s\" may stay unlinked but is no reference", f->id);
    if ((f->flags & both) == both)
        defect(c, "field \"%s\" is derived and required", f->id);
    if ((f->flags & FIELD_DERIVED) && !c->kind->after_load)
        defect(c, "field \"%s\" is derived, but nothing fills it after loading", f->id);
}

/* Nothing may be asked of ciphertext but to keep it: equal texts do not look equal. */
static void check_sealed(struct checker *c, const struct field *f)
{
    const unsigned readable =
        FIELD_INDEXED | FIELD_SEARCHED | FIELD_TAIL | FIELD_EXPIRES | FIELD_DERIVED | FIELD_CARRIED;
    bool sealed = f->flags & FIELD_SEALED;
    bool known = f->sealed_to > ROLE_NONE && f->sealed_to < ROLE_COUNT;
    if (!sealed && f->sealed_to != ROLE_NONE)
        defect(c, "field \"%s\" names a role but is not sealed", f->id);
    if (!sealed)
        return;
    if (!known)
        defect(c, "field \"%s\" is sealed for no role", f->id);
    if (f->type != &type_text && f->type != &type_note)
        defect(c, "field \"%s\" is sealed but neither text nor note", f->id);
    if (f->flags & readable)
        defect(c, "field \"%s\" is sealed, so nothing sorts, finds, fills or carries it", f->id);
    if (f->initial)
        defect(c, "field \"%s\" is sealed and begins with a value", f->id);
}

/* What lapses is a day or a moment; where it matters are states of the flow. */
static void check_expiry(struct checker *c, const struct field *f)
{
    bool expires = (f->flags & FIELD_EXPIRES) != 0;
    if (expires && f->type != &type_date && f->type != &type_moment)
        defect(c, "field \"%s\" expires, but is no day or moment", f->id);
    if (f->expires_in && !expires)
        defect(c, "field \"%s\" names states in which it expires, but does not", f->id);
    for (const char *const *state = f->expires_in; state && *state; state++)
        if (!flow_state(c->kind->flow, *state))
            defect(c, "field \"%s\" expires in the unknown state \"%s\"", f->id, *state);
}

void check_condition(struct checker *c, const char *what, const char *id,
                     const struct condition *only)
{
    if (!only)
        return;
    const struct field *by = kind_field(c->kind, only->field);
    if (!by || by->type != &type_choice || strcmp(by->id, id) == 0) {
        defect(c, "%s \"%s\" depends on \"%s\", which is no other choice of the header", what, id,
               only->field);
        return;
    }
    for (const char *const *code = only->codes; *code; code++)
        if (!field_choice(by, *code))
            defect(c, "%s \"%s\" depends on the unknown choice \"%s\"", what, id, *code);
}

static void check_field(struct checker *c, const struct field *list, const struct field *f)
{
    check_id(c, "field", f->id);
    check_label(c, "field", f->id, f->label);
    if (is_reserved(f->id))
        defect(c, "field \"%s\" takes a name every record already has", f->id);
    if (&list[field_index(list, f->id)] != f)
        defect(c, "field \"%s\" stands twice", f->id);
    if (!f->width)
        defect(c, "field \"%s\" has no width", f->id);
    if (f->unit && field_index(list, f->unit) < 0)
        defect(c, "field \"%s\" has its unit in \"%s\", which is no field", f->id, f->unit);
    check_expiry(c, f);
    check_condition(c, "field", f->id, f->only);
    if (f->free_until && flow_state_order(c->kind->flow, f->free_until) < 0)
        defect(c, "field \"%s\" is free until the unknown state \"%s\"", f->id, f->free_until);
    check_choices(c, f);
    check_kind_referred_to(c, f);
    check_number(c, f);
    check_flags(c, f);
    check_sealed(c, f);
    check_initial(c, f);
}

static void check_fields(struct checker *c, const struct field *list)
{
    for (const struct field *f = list; f && f->id; f++) {
        if (f->type)
            check_field(c, list, f);
        else
            defect(c, "field \"%s\" has no type", f->id);
    }
}

/* ---- Lines ---- */

static void check_line_kind(struct checker *c, const struct line_kind *l)
{
    check_id(c, "line", l->id);
    check_label(c, "line", l->id, l->label);
    check_fields(c, l->fields);
    if (!field_count(l->fields))
        defect(c, "line \"%s\" has no fields", l->id);
    if (kind_line(c->kind, l->id) != l)
        defect(c, "line \"%s\" stands twice", l->id);
    if (kind_field(c->kind, l->id))
        defect(c, "line \"%s\" has the name of a field", l->id);
    for (const char *const *id = l->columns; id && *id; id++) {
        const struct field *f = line_field(l, *id);
        if (!f)
            defect(c, "a column of line \"%s\" names \"%s\", which is no field", l->id, *id);
        if (f && (f->flags & FIELD_SEALED))
            defect(c, "a column of line \"%s\" names \"%s\", which is sealed", l->id, *id);
    }
}

static bool too_many_lines(const struct kind *k)
{
    return line_kind_count(k) == LINE_KINDS_MAX && k->lines[LINE_KINDS_MAX].id;
}

/* ---- Aliases: a header of a sheet must lead to one field, be it the record's or a line's. ---- */

struct alias {
    char *folded;
    const char *line; /* "" or the line kind and a dot */
    const char *dot;
    const struct field *field;
};

struct alias_list {
    struct alias *items;
    size_t count;
};

static void add_alias(struct alias_list *list, const char *text, const struct line_kind *l,
                      const struct field *f)
{
    struct buf folded = { 0 };
    utf8_fold(text, &folded);
    list->items = xreallocarray(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] =
        (struct alias){ buf_take(&folded), l ? l->id : "", l ? "." : "", f };
}

static void add_aliases(struct alias_list *list, const struct field *fields,
                        const struct line_kind *l)
{
    for (const struct field *f = fields; f && f->id; f++)
        for (const char *const *alias = f->aliases; alias && *alias; alias++)
            add_alias(list, *alias, l, f);
}

static int by_folded(const void *a, const void *b)
{
    return strcmp(((const struct alias *)a)->folded, ((const struct alias *)b)->folded);
}

static void compare_aliases(struct checker *c, const struct alias *a, const struct alias *b)
{
    if (strcmp(a->folded, b->folded) == 0)
        defect(c, "the header \"%s\" leads to both \"%s%s%s\" and \"%s%s%s\"", a->folded, a->line,
               a->dot, a->field->id, b->line, b->dot, b->field->id);
}

static void check_aliases(struct checker *c)
{
    struct alias_list all = { 0 };
    add_aliases(&all, c->kind->fields, NULL);
    for (size_t i = 0; i < line_kind_count(c->kind); i++)
        add_aliases(&all, c->kind->lines[i].fields, &c->kind->lines[i]);
    if (all.count)
        qsort(all.items, all.count, sizeof *all.items, by_folded);
    for (size_t i = 1; i < all.count; i++)
        compare_aliases(c, &all.items[i - 1], &all.items[i]);
    for (size_t i = 0; i < all.count; i++)
        free(all.items[i].folded);
    free(all.items);
}

void check_all_fields(struct checker *c)
{
    if (!field_count(c->kind->fields))
        defect(c, "no fields");
    check_fields(c, c->kind->fields);
    for (size_t i = 0; i < line_kind_count(c->kind); i++)
        check_line_kind(c, &c->kind->lines[i]);
    if (too_many_lines(c->kind))
        defect(c, "more than %d kinds of lines", LINE_KINDS_MAX);
    check_aliases(c);
}
