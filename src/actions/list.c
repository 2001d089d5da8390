/* Lists, finding, and filters as people write them. */
#include "away.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum outcome act_page(struct session *s, const struct query *q, struct page *out, struct error *e)
{
    if (s->away && (q->kind->flags & KIND_AWAY))
        return kept_records(s, q->kind, out, e);
    return store_page(s->store, q, out, e);
}

enum outcome act_find(struct session *s, const struct kind *only, const char *text, unsigned limit,
                      struct hits *out, struct error *e)
{
    return store_find(s->store, only, text, limit, out, e);
}

enum outcome act_lookup(struct session *s, const struct kind *k, const char *among,
                        const char *text, unsigned limit, struct hits *out, struct error *e)
{
    return store_lookup(s->store, k, among, text, limit, out, e);
}

/* ---- Filters ---- */

static const struct {
    const char *sign;
    enum comparison how;
} signs[] = {
    /* longest first */
    { ">=", AT_LEAST }, { "<=", AT_MOST }, { "!=", IS_NOT },
    { "=", IS },        { "~", CONTAINS }, { ":", ENDS },
};

static const char *find_sign(const char *text, size_t *which)
{
    for (const char *at = text; *at; at++)
        for (size_t i = 0; i < COUNT(signs); i++)
            if (text_starts(at, signs[i].sign)) {
                *which = i;
                return at;
            }
    return NULL;
}

static void add_state(struct filter_list *out, const struct state *state)
{
    out->states = xreallocarray(out->states, out->state_count + 2, sizeof *out->states);
    out->states[out->state_count++] = state->id;
    out->states[out->state_count] = NULL;
    if (state->flags & STATE_FINAL)
        out->closed = true;
}

static bool is_called(const char *name, const char *id)
{
    struct buf wanted = { 0 }, label = { 0 };
    utf8_fold(name, &wanted);
    utf8_fold(_(id), &label);
    bool same = strcmp(name, id) == 0 || strcmp(buf_text(&wanted), buf_text(&label)) == 0;
    buf_free(&wanted);
    buf_free(&label);
    return same;
}

static const struct state *state_called(const struct kind *k, const char *name)
{
    const struct state *known = flow_state(k->flow, name);
    for (const struct state *s = k->flow->states; !known && s->id; s++)
        if (is_called(name, s->label))
            known = s;
    return known;
}

/* By its id, or as its label stands on the screen. */
static const struct field *field_called(const struct kind *k, const char *name)
{
    const struct field *f = kind_field(k, name);
    struct buf wanted = { 0 }, label = { 0 };
    utf8_fold(name, &wanted);
    for (size_t i = 0; !f && k->fields[i].id; i++) {
        buf_reset(&label);
        utf8_fold(_(k->fields[i].label), &label);
        if (strcmp(buf_text(&label), buf_text(&wanted)) == 0)
            f = &k->fields[i];
    }
    buf_free(&wanted);
    buf_free(&label);
    return f;
}

/* "accepted,assigned" · "all" · "open" */
static enum outcome take_states(const struct kind *k, const char *text, enum spelling spelling,
                                struct filter_list *out, struct error *e)
{
    if (is_called(text, N_("all"))) {
        out->closed = true;
        return DONE;
    }
    if (strcmp(text, "open") == 0 || is_called(text, N_("not finished"))) {
        out->open = true;
        return DONE;
    }
    char *copy = xstrdup(text), *rest = NULL;
    enum outcome result = DONE;
    for (char *name = strtok_r(copy, ",", &rest); name && result == DONE;
         name = strtok_r(NULL, ",", &rest)) {
        const struct state *state = state_called(k, text_trim(name));
        if (state) {
            add_state(out, state);
            continue;
        }
        struct buf known = { 0 };
        for (const struct state *s = k->flow->states; s->id; s++)
            buf_printf(&known, "%s%s", known.len ? ", " : "",
                       spelling == SPELL_SCREEN ? _(s->label) : s->id);
        bool words = spelling == SPELL_SCREEN;
        buf_printf(&known, ", %s, %s", words ? _("not finished") : "open",
                   words ? _("all") : "all");
        result = fail_field(e, MISUSED, "state", _("“%s” is not a state of %s. Known are: %s."),
                            name, _(k->label), buf_text(&known));
        buf_free(&known);
    }
    free(copy);
    return result;
}

static enum outcome filter_value(struct session *s, const struct field *f, enum comparison how,
                                 const char *text, enum spelling spelling, struct value *v,
                                 struct error *e)
{
    struct reading reading = session_reading(s, spelling);
    if (how == CONTAINS || how == STARTS || how == ENDS) {
        value_set_text(v, text);
        return DONE;
    }
    if (f->type->storage == STORED_REFERENCE && *text) {
        int64_t id = 0;
        enum outcome result = act_link(s, f, text, &id, e);
        value_set_reference(v, id, text);
        return result;
    }
    return field_parse(f, &reading, text, v, e);
}

static enum outcome no_such_field(const struct kind *k, const char *id, struct error *e)
{
    struct likeness like = { .typed = id };
    for (const struct field *f = k->fields; f->id; f++)
        likeness_offer(&like, f->id);
    likeness_offer(&like, "state");
    if (like.best)
        return fail_field(e, MISUSED, id, _("“%s” is not a field of %s. Was “%s” meant?"), id,
                          _(k->label), like.best);
    return fail_field(e, MISUSED, id,
                      _("“%s” is not a field of %s. `man loket-catalogue` lists them."), id,
                      _(k->label));
}

/* "officer.person": of the record's lines; NULL: there is no such line or field. */
static const struct field *of_line(const struct kind *k, const char *id, struct filter *out)
{
    const char *dot = strchr(id, '.');
    char *line = dot ? xstrndup(id, (size_t)(dot - id)) : NULL;
    const struct line_kind *l = line ? kind_line(k, line) : NULL;
    const struct field *f = l ? line_field(l, dot + 1) : NULL;
    free(line);
    out->field = f ? f->id : NULL;
    out->line = f ? l->id : NULL;
    return f;
}

enum outcome act_filter(struct session *s, const struct kind *k, const char *text,
                        enum spelling spelling, struct filter_list *out, struct error *e)
{
    size_t which = 0;
    const char *sign = find_sign(text, &which);
    if (!sign || sign == text)
        return fail(e, MISUSED,
                    _("“%s” is not a filter. Write FIELD=VALUE, FIELD>=VALUE, FIELD<=VALUE, "
                      "FIELD~WORD, FIELD:LAST-DIGITS or state=STATE."),
                    text);
    char *name = xstrndup(text, (size_t)(sign - text));
    char *value = xstrdup(sign + strlen(signs[which].sign));
    const char *id = text_trim(name), *wanted = text_trim(value);
    bool state = strcmp(id, "state") == 0 || is_called(id, N_("State"));
    const struct field *f = state ? NULL : field_called(k, id);
    enum outcome result = DONE;
    struct filter filter = { .field = f ? f->id : NULL, .how = signs[which].how };
    if (!state && !f)
        f = of_line(k, id, &filter);
    if (state)
        result = take_states(k, wanted, spelling, out, e);
    else if (!f && !(strcmp(id, "text") == 0 && filter.how == CONTAINS))
        result = no_such_field(k, id, e);
    else if (!f)
        value_set_text(&filter.value, wanted);
    else
        result = filter_value(s, f, filter.how, wanted, spelling, &filter.value, e);
    if (result == DONE && (f || filter.value.set)) {
        if (!f)
            filter.field = "text";
        out->items = xreallocarray(out->items, out->count + 1, sizeof *out->items);
        out->items[out->count++] = filter;
    } else {
        value_clear(&filter.value);
    }
    free(name);
    free(value);
    return result;
}

void filter_list_free(struct filter_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        value_clear(&l->items[i].value);
    free(l->items);
    free(l->states);
    *l = (struct filter_list){ 0 };
}

enum outcome act_sql(struct session *s, const char *text, size_t most, struct answer_table *out,
                     struct error *e)
{
    return store_ask(s->store, text, most, out, e);
}
