/* record.c - a record in memory: its values, its lines, and what is missing from it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static void free_values(struct value *values, size_t count)
{
    for (size_t i = 0; values && i < count; i++)
        value_clear(&values[i]);
    free(values);
}

static void copy_values(struct value *to, const struct value *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        value_copy(&to[i], &from[i]);
}

/* ---- Lines ---- */

static void line_free_values(struct line *line, size_t fields)
{
    free_values(line->values, fields);
    line->values = NULL;
}

struct line *line_list_add(struct line_list *list, size_t fields)
{
    if (list->count == list->cap) {
        list->cap = list->cap ? list->cap * 2 : 4;
        list->items = xreallocarray(list->items, list->cap, sizeof *list->items);
    }
    struct line *line = &list->items[list->count++];
    *line = (struct line){ .values = xcalloc(fields ? fields : 1, sizeof(struct value)) };
    return line;
}

void line_copy(struct line *to, const struct line *from, size_t fields)
{
    to->id = from->id;
    to->gone = from->gone;
    copy_values(to->values, from->values, fields);
}

struct line *line_by_id(struct line_list *list, int64_t id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].id == id)
            return &list->items[i];
    return NULL;
}

static void copy_lines(struct line_list *to, const struct line_list *from, size_t fields)
{
    for (size_t i = 0; i < from->count; i++)
        line_copy(line_list_add(to, fields), &from->items[i], fields);
}

static void free_lines(struct line_list *list, size_t fields)
{
    for (size_t i = 0; i < list->count; i++)
        line_free_values(&list->items[i], fields);
    free(list->items);
    *list = (struct line_list){ 0 };
}

/* ---- Records ---- */

static const char *first_state(const struct kind *k)
{
    return k->flow && k->flow->states && k->flow->states[0].id ? k->flow->states[0].id : "";
}

struct record *record_new(const struct kind *k)
{
    struct record *r = xcalloc(1, sizeof *r);
    size_t fields = field_count(k->fields);
    r->kind = k;
    r->state = first_state(k);
    r->values = xcalloc(fields ? fields : 1, sizeof(struct value));
    return r;
}

struct record *record_copy(const struct record *r)
{
    struct record *copy = record_new(r->kind);
    copy->id = r->id;
    copy->rev = r->rev;
    copy->state = r->state;
    copy->origin = r->origin;
    copy->batch = r->batch;
    copy->changed_at = r->changed_at;
    copy_values(copy->values, r->values, field_count(r->kind->fields));
    for (size_t i = 0; i < line_kind_count(r->kind); i++)
        copy_lines(&copy->lines[i], &r->lines[i], field_count(r->kind->lines[i].fields));
    return copy;
}

void record_free(struct record **r)
{
    if (!r || !*r)
        return;
    const struct kind *k = (*r)->kind;
    free_values((*r)->values, field_count(k->fields));
    for (size_t i = 0; i < line_kind_count(k); i++)
        free_lines(&(*r)->lines[i], field_count(k->lines[i].fields));
    free(*r);
    *r = NULL;
}

void record_defaults(struct record *r, const struct reading *how)
{
    /* Defaults stand in code, so they are spelled one way wherever the record is made. */
    struct reading as_code = *how;
    as_code.spelling = SPELL_CANONICAL;
    for (size_t i = 0; r->kind->fields[i].id; i++) {
        const struct field *f = &r->kind->fields[i];
        if (f->initial && !r->values[i].set)
            field_parse(f, &as_code, f->initial, &r->values[i], NULL);
    }
}

struct value *record_value(const struct record *r, const char *field)
{
    int i = field_index(r->kind->fields, field);
    return i < 0 ? NULL : &r->values[i];
}

const char *record_text(const struct record *r, const char *field)
{
    const struct value *v = record_value(r, field);
    return v && v->text ? v->text : "";
}

int64_t record_number(const struct record *r, const char *field)
{
    const struct value *v = record_value(r, field);
    return v ? v->num : 0;
}

struct line *record_add_line(struct record *r, const char *line_kind)
{
    int i = line_kind_index(r->kind, line_kind);
    return i < 0 ? NULL : line_list_add(&r->lines[i], field_count(r->kind->lines[i].fields));
}

static size_t live_in(const struct line_list *list)
{
    size_t live = 0;
    for (size_t i = 0; i < list->count; i++)
        live += !list->items[i].gone;
    return live;
}

size_t record_live_lines(const struct record *r, const char *line_kind)
{
    int i = line_kind_index(r->kind, line_kind);
    return i < 0 ? 0 : live_in(&r->lines[i]);
}

struct line *record_live_line(const struct record *r, const char *line_kind, size_t nth)
{
    int kind = line_kind_index(r->kind, line_kind);
    if (kind < 0)
        return NULL;
    const struct line_list *list = &r->lines[kind];
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].gone && --nth == 0)
            return &list->items[i];
    return NULL;
}

const struct value *line_cell(const struct line_kind *k, const struct line *line, const char *field)
{
    const struct field *f = line_field(k, field);
    return f ? &line->values[f - k->fields] : NULL;
}

const char *line_cell_text(const struct value *v)
{
    return v && v->set && v->text ? v->text : "";
}

bool record_field_free(const struct record *r, const struct field *f)
{
    if (!f->free_until)
        return true;
    int now = flow_state_order(r->kind->flow, r->state);
    return now >= 0 && now <= flow_state_order(r->kind->flow, f->free_until);
}

bool record_may_fill(const struct record *r, const char *path)
{
    char id[FIELD_ID_MAX];
    snprintf(id, sizeof id, "%.*s", (int)strcspn(path, "."), path);
    const struct field *f = kind_field(r->kind, id);
    return f ? !(f->flags & (FIELD_READ_ONLY | FIELD_DERIVED)) && record_field_free(r, f)
             : kind_line(r->kind, id) != NULL;
}

static bool condition_holds(const struct record *r, const struct condition *only)
{
    const char *choice = only ? record_text(r, only->field) : "";
    if (choice[0] == '\0')
        return true;
    for (const char *const *code = only->codes; *code; code++)
        if (strcmp(*code, choice) == 0)
            return true;
    return false;
}

bool record_field_applies(const struct record *r, const struct field *f)
{
    return condition_holds(r, f->only);
}

bool record_step_applies(const struct record *r, const struct step *s)
{
    return condition_holds(r, s->only);
}

static bool add_if_set(const struct record *r, const char *field, struct buf *out)
{
    const struct value *v = field ? record_value(r, field) : NULL;
    if (!v || !v->set)
        return false;
    field_format(kind_field(r->kind, field), v, SPELL_SCREEN, out);
    return true;
}

void record_name(const struct record *r, struct buf *out)
{
    if (add_if_set(r, r->kind->number, out) || add_if_set(r, r->kind->title, out))
        return;
    if (r->id == 0) {
        buf_printf(out, _("%s (new)"), tr(r->kind->label));
        return;
    }
    char text[ID_TEXT_LEN + 1];
    id_text(r->id, text);
    buf_puts(out, text);
}

enum { KNOWN_PIECES = 2 };

/* "draft CV Rimba Jaya, sweet potatoes": of its columns, those that hold words. */
static void known_by_words(const struct record *r, struct buf *out)
{
    size_t pieces = 0;
    buf_puts(out, tr(flow_state(r->kind->flow, r->state)->label));
    for (const struct column *c = r->kind->columns; c && c->field && pieces < KNOWN_PIECES; c++) {
        const struct field *f = kind_field(r->kind, c->field);
        if (!f || (f->type != &type_text && f->type != &type_reference) ||
            (f->flags & FIELD_SEALED) || !record_value(r, f->id)->set)
            continue;
        buf_puts(out, pieces++ > 0 ? ", " : " ");
        field_format(f, record_value(r, f->id), SPELL_SCREEN, out);
    }
}

void record_known(const struct record *r, struct buf *out)
{
    size_t from = out->len;
    const struct kind *k = r->kind;
    if (k->draw_row && k->title)
        k->draw_row(r, k->title, out);
    if (out->len > from || add_if_set(r, k->number, out) || add_if_set(r, k->title, out))
        return;
    if (r->id != 0 && k->flow)
        known_by_words(r, out);
    else
        record_name(r, out);
}

/* ---- What is missing ---- */

struct search {
    const struct record *r;
    void (*each)(void *context, const struct error *e);
    void *context;
    size_t count;
};

static void report(struct search *s, const struct error *e)
{
    s->count++;
    if (s->each)
        s->each(s->context, e);
}

/* path and name are those of the field, its line before it where it has one. */
static void check_value(struct search *s, const struct field *f, const struct value *v,
                        const char *path, const char *name)
{
    struct error why = { 0 }, e = { 0 };
    if (f->flags & FIELD_DERIVED)
        return;
    /* What is sealed was checked before it was sealed; its ciphertext is none of the type. */
    bool readable = v->set && !(f->flags & FIELD_SEALED);
    if (readable && field_verify(f, v, &why) != DONE)
        fail_field(&e, REFUSED, path, "%s: %s", name, why.text);
    else if (!v->set && (f->flags & FIELD_REQUIRED) && record_field_applies(s->r, f))
        fail_field(&e, REFUSED, path, _("%s: must be filled in."), name);
    else
        return;
    report(s, &e);
}

static void check_line(struct search *s, const struct line_kind *k, const struct line *line,
                       size_t position)
{
    for (size_t i = 0; k->fields[i].id; i++) {
        const struct field *f = &k->fields[i];
        struct buf path = { 0 }, name = { 0 };
        buf_printf(&path, "%s.%zu.%s", k->id, position, f->id);
        buf_printf(&name, "%s %zu · %s", tr(k->label), position, tr(f->label));
        check_value(s, f, &line->values[i], buf_text(&path), buf_text(&name));
        buf_free(&path);
        buf_free(&name);
    }
}

static void check_lines(struct search *s, const struct line_kind *k, const struct line_list *list)
{
    size_t live = live_in(list), position = 0;
    if (live < k->min) {
        struct error e = { 0 };
        fail_field(&e, REFUSED, k->id, _("%s: at least %u must be given, there are %zu; add them."),
                   tr(k->label), k->min, live);
        report(s, &e);
    }
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].gone)
            check_line(s, k, &list->items[i], ++position);
}

size_t record_problems(const struct record *r, void (*each)(void *context, const struct error *e),
                       void *context)
{
    struct search s = { .r = r, .each = each, .context = context };
    for (size_t i = 0; r->kind->fields[i].id; i++) {
        const struct field *f = &r->kind->fields[i];
        check_value(&s, f, &r->values[i], f->id, tr(f->label));
    }
    for (size_t i = 0; i < line_kind_count(r->kind); i++)
        check_lines(&s, &r->kind->lines[i], &r->lines[i]);
    return s.count;
}
