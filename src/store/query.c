/* query.c - takes a query apart: which order, which states, which filters; and writes them as SQL.
 *
 * Identifiers in the text come from the catalogue only; whatever people typed is bound. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

enum { LIMIT_MAX = 2000 };

/* ---- Fields ---- */

const struct field id_field = { .id = "id", .label = N_("Identifier"), .type = &type_number };
static const struct field state_field = { .id = "state", .label = N_("State"), .type = &type_text };
static const struct field changed_field = { .id = "changed_at",
                                            .label = N_("Changed"),
                                            .type = &type_moment };

const struct field text_field = {
    .id = "text", .label = N_("Text"), .type = &type_text, .flags = FIELD_SEARCHED
};

const struct field *list_field(const struct kind *k, const char *id)
{
    const struct field *f = kind_field(k, id);
    if (f)
        return f->flags & FIELD_SEALED ? NULL : f;
    static const struct field *const others[] = { &id_field, &state_field, &changed_field };
    for (size_t i = 0; i < COUNT(others); i++)
        if (strcmp(others[i]->id, id) == 0)
            return others[i];
    return NULL;
}

static const char *sort_name(const struct query *q, bool *down)
{
    const char *sort = q->sort ? q->sort : q->kind->sort;
    if (!sort || !*sort)
        sort = "-id";
    *down = *sort == '-';
    return *down ? sort + 1 : sort;
}

const struct field *kind_sort_field(const struct kind *k)
{
    bool down;
    const struct query q = { .kind = k };
    const struct field *f = list_field(k, sort_name(&q, &down));
    return f == &id_field ? NULL : f;
}

void index_name(struct buf *b, const struct kind *k, const char *role, const char *field)
{
    struct buf name = { 0 };
    buf_printf(&name, "%s_%s", k->id, role);
    if (field)
        buf_printf(&name, "_%s", field);
    sql_name(b, buf_text(&name));
    buf_free(&name);
}

static bool is_number(const struct field *f)
{
    return f->type->storage == STORED_INTEGER;
}

bool value_present(const struct field *f, const struct value *v)
{
    return v->set && (is_number(f) || (v->text && *v->text));
}

static bool has_index(const struct list *l, const struct field *f)
{
    return (f->flags & FIELD_INDEXED) || f == kind_sort_field(l->kind) ||
           text_same(l->kind->number, f->id);
}

int key_compare(const struct field *f, const struct value *a, const struct value *b)
{
    if (is_number(f))
        return (a->num > b->num) - (a->num < b->num);
    return strcmp(a->text, b->text);
}

/* ---- Clauses ---- */

/* The text of a value as its column or, of numbers, as its canonical form has it. */
static char *plain_text(const struct field *f, const struct value *v)
{
    struct buf b = { 0 };
    if (v->text)
        buf_puts(&b, v->text);
    else if (v->set)
        field_format(f, v, SPELL_CANONICAL, &b);
    return buf_take(&b);
}

static void clause_range(struct clause *c, const char *prefix)
{
    struct buf high = { 0 };
    buf_puts(&high, prefix);
    buf_puts(&high, "\xF4\x8F\xBF\xBF"); /* U+10FFFF sorts behind all text */
    c->low = (struct value){ .set = true, .text = xstrdup(prefix) };
    c->high = (struct value){ .set = true, .text = buf_take(&high) };
}

static void clause_ready(struct clause *c)
{
    char *text = plain_text(c->field, c->value);
    struct buf tail = { 0 };
    switch (c->how) {
    case CONTAINS:
        c->checked = true;
        utf8_fold(text, &c->words);
        break;
    case ENDS:
        c->checked = !(c->field->flags & FIELD_TAIL);
        tail_of(text, &tail);
        if (c->checked)
            buf_puts(&c->words, buf_text(&tail));
        else
            clause_range(c, buf_text(&tail));
        break;
    case STARTS:
        c->checked = is_number(c->field) || c->field == &id_field;
        clause_range(c, text);
        break;
    default:
        break;
    }
    buf_free(&tail);
    free(text);
}

static bool by_link(const struct clause *c)
{
    return c->field->type->storage == STORED_REFERENCE && c->value->set && c->value->num != 0 &&
           (c->how == IS || c->how == IS_NOT);
}

static void ask_compared(struct asking *a, const struct clause *c, const char *operator)
{
    column_name(&a->sql, c->field, by_link(c) ? "_id" : "");
    buf_printf(&a->sql, " %s ", operator);
    if (by_link(c))
        ask_number(a, c->value->num);
    else
        ask_value(a, c->field, c->value);
}

static void ask_range(struct asking *a, const struct clause *c, const char *suffix)
{
    column_name(&a->sql, c->field, suffix);
    buf_puts(&a->sql, " >= ");
    ask_text(a, c->low.text);
    buf_puts(&a->sql, " AND ");
    column_name(&a->sql, c->field, suffix);
    buf_puts(&a->sql, " <= ");
    ask_text(a, c->high.text);
}

static void ask_not(struct asking *a, const struct clause *c)
{
    if (!value_present(c->field, c->value) && !by_link(c)) {
        column_name(&a->sql, c->field, "");
        buf_puts(&a->sql, " IS NOT NULL");
        return;
    }
    buf_putc(&a->sql, '(');
    column_name(&a->sql, c->field, by_link(c) ? "_id" : "");
    buf_puts(&a->sql, " IS NULL OR ");
    ask_compared(a, c, "<>");
    buf_putc(&a->sql, ')');
}

static void ask_clause(const struct clause *c, struct asking *a)
{
    switch (c->how) {
    case IS:
        if (value_present(c->field, c->value) || by_link(c)) {
            ask_compared(a, c, "=");
        } else {
            column_name(&a->sql, c->field, "");
            buf_puts(&a->sql, " IS NULL");
        }
        break;
    case IS_NOT:
        ask_not(a, c);
        break;
    case AT_LEAST:
        ask_compared(a, c, ">=");
        break;
    case AT_MOST:
        ask_compared(a, c, "<=");
        break;
    case STARTS:
        ask_range(a, c, "");
        break;
    case ENDS:
        ask_range(a, c, "_tail");
        break;
    case CONTAINS:
        break; /* checked */
    }
}

void list_ask_clause(const struct list *l, const struct clause *c, struct asking *a)
{
    buf_puts(&a->sql, " AND ");
    if (!c->line) {
        ask_clause(c, a);
        return;
    }
    buf_puts(&a->sql, "EXISTS (SELECT 1 FROM ");
    table_name(&a->sql, l->kind, c->line);
    buf_puts(&a->sql, " AS one WHERE one.\"parent\" = ");
    table_name(&a->sql, l->kind, NULL);
    buf_puts(&a->sql, ".\"id\" AND NOT one.\"gone\" AND ");
    ask_clause(c, a);
    buf_putc(&a->sql, ')');
}

bool clause_bounds(const struct clause *c)
{
    if (c->checked || c->line || by_link(c))
        return false;
    if (c->how == STARTS)
        return c->field->type->storage != STORED_INTEGER;
    return c->how == IS || c->how == AT_LEAST || c->how == AT_MOST;
}

bool clause_indexed(const struct list *l, const struct clause *c, const char **role)
{
    if (c->checked || c->line || c->how == IS_NOT)
        return false;
    *role = c->how == ENDS ? "tail" : by_link(c) ? "link" : "by";
    if (c->how == ENDS)
        return true;
    if (by_link(c))
        return (c->field->flags & FIELD_INDEXED) != 0;
    return c->field != &id_field && has_index(l, c->field) && kind_field(l->kind, c->field->id);
}

void list_ask_clauses(const struct list *l, struct asking *a, const struct field *but)
{
    for (size_t i = 0; i < l->clause_count; i++) {
        const struct clause *c = &l->clauses[i];
        if (!c->checked && !(c->field == but && clause_bounds(c)))
            list_ask_clause(l, c, a);
    }
}

void list_ask_states(const struct list *l, struct asking *a)
{
    buf_puts(&a->sql, " AND \"state\" IN (");
    for (size_t i = 0; i < l->state_count; i++) {
        if (i > 0)
            buf_puts(&a->sql, ", ");
        ask_text(a, l->states[i]);
    }
    buf_putc(&a->sql, ')');
}

/* ---- The list ---- */

static void list_add_state(struct list *l, const char *state)
{
    for (size_t i = 0; i < l->state_count; i++)
        if (strcmp(l->states[i], state) == 0)
            return;
    if (l->state_count < STATES_MAX)
        l->states[l->state_count++] = state;
}

static enum outcome list_named_states(struct list *l, const char *const *names, struct error *e)
{
    for (; *names; names++) {
        const struct state *state = l->kind->flow ? flow_state(l->kind->flow, *names) : NULL;
        if (!state)
            return fail(e, MISUSED, _("%s knows no state “%s”; see `man loket-catalogue`."),
                        tr(l->kind->label), *names);
        list_add_state(l, state->id);
    }
    return DONE;
}

static enum outcome list_states(struct list *l, const struct query *q, struct error *e)
{
    if (q->states)
        return list_named_states(l, q->states, e);
    unsigned without = STATE_HIDDEN | (q->closed ? 0 : STATE_FINAL);
    const struct state *state = l->kind->flow ? l->kind->flow->states : NULL;
    for (; state && state->id; state++)
        if (!(state->flags & without))
            list_add_state(l, state->id);
    if (!l->kind->flow)
        list_add_state(l, "");
    return DONE;
}

/* Of the record's lines, compared by SQL alone; NULL: there is no such. */
static const struct field *field_of_lines(const struct kind *k, const struct filter *f,
                                          const struct line_kind **line)
{
    *line = f->how == IS || f->how == AT_LEAST || f->how == AT_MOST ? kind_line(k, f->line) : NULL;
    const struct field *field = *line ? line_field(*line, f->field) : NULL;
    return field && !(field->flags & FIELD_SEALED) ? field : NULL;
}

static enum outcome list_filters(struct list *l, const struct query *q, struct error *e)
{
    if (q->filter_count > FILTERS_MAX)
        return fail(e, MISUSED, _("At most %d filters can be set at once; use fewer."),
                    FILTERS_MAX);
    for (size_t i = 0; i < q->filter_count; i++) {
        const struct filter *f = &q->filters[i];
        const struct line_kind *line = NULL;
        const struct field *field =
            f->line ? field_of_lines(l->kind, f, &line) : list_field(l->kind, f->field);
        if (!field && f->how == CONTAINS && text_same(f->field, text_field.id))
            field = &text_field;
        if (!field)
            return fail(e, MISUSED,
                        _("%s has no field “%s” to filter by; see `man "
                          "loket-catalogue`."),
                        tr(l->kind->label), f->field);
        struct clause *c = &l->clauses[l->clause_count++];
        *c = (struct clause){ .field = field, .line = line, .how = f->how, .value = &f->value };
        clause_ready(c);
        l->checks = l->checks || c->checked;
    }
    return DONE;
}

/* Is it asked for the rows of one record, in the order of the kind's series? */
static bool in_series(const struct list *l)
{
    const char *const *series = l->kind->series;
    if (!series || strcmp(l->sort->id, series[1]) != 0)
        return false;
    for (size_t i = 0; i < l->clause_count; i++) {
        const struct clause *c = &l->clauses[i];
        if (c->how == IS && !c->line && by_link(c) && strcmp(c->field->id, series[0]) == 0)
            return true;
    }
    return false;
}

static enum drive list_drive(const struct list *l)
{
    if (in_series(l))
        return DRIVE_SERIES;
    const struct field *usual = kind_sort_field(l->kind);
    if (l->sort == usual || (!usual && l->sort == &id_field))
        return DRIVE_STATES;
    if (l->sort == &id_field)
        return DRIVE_ID;
    return kind_field(l->kind, l->sort->id) && has_index(l, l->sort) ? DRIVE_INDEX : DRIVE_NONE;
}

enum outcome list_make(struct store *s, const struct query *q, struct list *l, struct error *e)
{
    *l = (struct list){ .s = s, .kind = q->kind, .backwards = q->backwards, .from = &q->from };
    l->inclusive = q->inclusive;
    l->limit = q->limit && q->limit < LIMIT_MAX ? q->limit : LIMIT_MAX;
    const char *sort = sort_name(q, &l->down);
    l->sort = list_field(l->kind, sort);
    if (!l->sort)
        return fail(e, MISUSED, _("%s cannot be sorted by “%s”; see `man loket-catalogue`."),
                    tr(l->kind->label), sort);
    enum outcome o = list_states(l, q, e);
    if (o == DONE)
        o = list_filters(l, q, e);
    l->drive = list_drive(l);
    return o;
}

void list_free(struct list *l)
{
    for (size_t i = 0; i < l->clause_count; i++) {
        value_clear(&l->clauses[i].low);
        value_clear(&l->clauses[i].high);
        buf_free(&l->clauses[i].words);
    }
    l->clause_count = 0;
}
