/* Lists, finding, filters as people write them, and the counters of the home screen. */
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

static const struct state *state_called(const struct kind *k, const char *name)
{
    const struct state *known = flow_state(k->flow, name);
    for (const struct state *s = k->flow->states; !known && s->id; s++)
        if (strcmp(_(s->label), name) == 0)
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

/* "accepted,assigned" · "all" · "open" */
static enum outcome take_states(const struct kind *k, const char *text, struct filter_list *out,
                                struct error *e)
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
            buf_printf(&known, "%s%s", known.len ? ", " : "", s->id);
        result = fail_field(e, MISUSED, "state",
                            _("“%s” is not a state of %s. Known are: %s, open, all."), name,
                            _(k->label), buf_text(&known));
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
    if (state)
        result = take_states(k, wanted, out, e);
    else if (!f && !(strcmp(id, "text") == 0 && filter.how == CONTAINS))
        result = fail_field(e, MISUSED, id,
                            _("“%s” is not a field of %s. `man loket-catalogue` lists them."), id,
                            _(k->label));
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

/* ---- Counters ---- */

/* Few at any time: counted by reading them, up to a bound. */
static enum outcome count_filtered(struct session *s, const struct filter_list *filters,
                                   struct counter *c, struct error *e)
{
    struct query q = { .kind = c->kind,
                       .filters = filters->items,
                       .filter_count = filters->count,
                       .states = c->states,
                       .closed = true,
                       .limit = COUNTER_MAX };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    c->n = (int64_t)page.count;
    page_free(&page);
    return result;
}

/* What waits beside the counter's own work; each is shown only where there are any. Days are as
 * people type them: h is today. */
static const char *const without_statement[] = { "recorded", "secured", "owner_missing", NULL };
static const char *const coordinating[] = { "coordinating", NULL };
static const char *const unclassified[] = { "acknowledged", NULL };
static const char *const file_returned[] = { "file_returned", NULL };
static const char *const waiting[] = { "waiting", NULL };
static const char *const running[] = { "in_effect", "extended", NULL };
static const char *const unconfirmed[] = { "ready",  "in_effect", "extended",
                                           "lapsed", "fulfilled", NULL };
static const char *const lapsed[] = { "lapsed", NULL };
static const char *const to_plan[] = { "due", NULL };
static const char *const to_look_after[] = { "follow_up", NULL };
static const char *const examined[] = { "examined", NULL };
static const char *const recommended[] = { "recommended", NULL };
static const char *const billed[] = { "billed", NULL };
static const char *const printed[] = { "printed", NULL };
static const char *const paid[] = { "paid", NULL };
static const struct waits {
    const char *kind, *label; /* label NULL: the state's own */
    const char *const *states;
    const char *filter;
    const char *rule; /* its number ends the filter; NULL: it is whole */
} all_waits[] = {
    { "permit", NULL, examined, NULL, NULL },
    { "permit", NULL, recommended, NULL, NULL },
    { "permit", NULL, billed, NULL, NULL },
    { "permit", NULL, paid, NULL, NULL },
    { "permit", N_("service time ends today or is over"), NULL, "due_at<=h+1", NULL },
    { "permit", N_("decided alone, to be reviewed"), NULL, "single_officer_on>=1970-01-02", NULL },
    { "certificate", N_("not collected in time"), printed, "printed_at<=h-",
      "certificate.collect_days" },
    { "capture", N_("without the owner's statement"), without_statement, NULL, NULL },
    { "capture", N_("wait for coordination"), coordinating, NULL, NULL },
    { "capture", N_("to be classified"), unclassified, NULL, NULL },
    { "capture", N_("file returned (P-19)"), file_returned, NULL, NULL },
    { "measure", N_("wait for coordination"), waiting, NULL, NULL },
    { "measure", N_("by phone, to be confirmed"), unconfirmed, "coordination=phone", NULL },
    { "measure", N_("acted first, to be confirmed"), unconfirmed, "coordination=urgent", NULL },
    { "measure", N_("past the last day"), running, "due_on<=h-1", NULL },
    { "measure", N_("due today"), running, "due_on=h", NULL },
    { "measure", N_("due within two days"), running, "due_on>=h+1; due_on<=h+2", NULL },
    { "measure", NULL, lapsed, NULL, NULL },
    { "monitoring", NULL, to_plan, NULL, NULL },
    { "monitoring", NULL, to_look_after, NULL, NULL },
};

static enum outcome take_filter_text(struct session *s, const struct kind *k, const char *text,
                                     struct filter_list *out, struct error *e)
{
    char *copy = xstrdup(text), *rest = copy;
    enum outcome result = DONE;
    for (char *part; result == DONE && (part = strsep(&rest, ";"));)
        result = act_filter(s, k, text_trim(part), SPELL_SCREEN, out, e);
    free(copy);
    return result;
}

static enum outcome count_waits(struct session *s, const struct waits *w, struct counter *c,
                                struct error *e)
{
    struct filter_list filters = { 0 };
    const struct kind *k = registry_find(&all_kinds, w->kind);
    int64_t number = 0;
    *c = (struct counter){ .kind = k, .label = w->label, .states = w->states };
    if (!c->label)
        c->label = flow_state(k->flow, w->states[0])->label;
    enum outcome result = DONE;
    if (w->rule)
        result = rule_number(s, w->rule, session_today(s), &number, e);
    if (w->rule)
        snprintf(c->filter, sizeof c->filter, "%s%lld", w->filter, (long long)number);
    else if (w->filter)
        snprintf(c->filter, sizeof c->filter, "%s", w->filter);
    for (size_t i = 0; result == DONE && !w->filter && w->states[i]; i++) {
        int64_t n = 0;
        result = store_tally(s->store, k, w->states[i], &n, e);
        c->n += n;
    }
    if (w->filter && result == DONE)
        result = take_filter_text(s, k, c->filter, &filters, e);
    if (w->filter && result == DONE)
        result = count_filtered(s, &filters, c, e);
    filter_list_free(&filters);
    return result;
}

enum outcome act_counters(struct session *s, struct counter *out, size_t cap, size_t *count,
                          struct error *e)
{
    static const char *const open[][2] = {
        { "submitted", NULL }, { "incomplete", NULL }, { "returned", NULL },
        { "accepted", NULL },  { "assigned", NULL },   { "draft", NULL },
    };
    static const char *const numbered[] = { "accepted", "assigned", "returned", NULL };
    const struct kind *permit = registry_find(&all_kinds, "permit");
    *count = 0;
    for (size_t i = 0; i < COUNT(open) && *count < cap; i++) {
        const struct state *state = flow_state(permit->flow, open[i][0]);
        struct counter *c = &out[(*count)++];
        *c = (struct counter){ .kind = permit, .label = state->label, .states = open[i] };
        enum outcome result = store_tally(s->store, permit, state->id, &c->n, e);
        if (result != DONE)
            return result;
    }
    if (*count == cap)
        return DONE;
    struct counter *c = &out[(*count)++];
    *c = (struct counter){ .kind = permit,
                           .label = N_("without a national number"),
                           .states = numbered,
                           .filter = "national_number=" };
    struct filter empty = { .field = "national_number", .how = IS };
    enum outcome result =
        count_filtered(s, &(struct filter_list){ .items = &empty, .count = 1 }, c, e);
    for (size_t i = 0; result == DONE && i < COUNT(all_waits) && *count < cap; i++) {
        result = count_waits(s, &all_waits[i], &out[*count], e);
        *count += result == DONE && out[*count].n > 0;
    }
    return result;
}

enum outcome act_sql(struct session *s, const char *text, size_t most, struct answer_table *out,
                     struct error *e)
{
    return store_ask(s->store, text, most, out, e);
}

enum outcome act_intake(struct session *s, int64_t days[INTAKE_DAYS], struct error *e)
{
    const day first = session_today(s) - (INTAKE_DAYS - 1);
    struct filter since = { .field = "received_on", .how = AT_LEAST };
    struct query q = { .kind = &kind_permit, .filters = &since, .filter_count = 1, .closed = true };
    const struct counting how = { .query = &q, .fields = { "received_on" } };
    struct counts counts = { 0 };
    value_set_number(&since.value, first);
    memset(days, 0, INTAKE_DAYS * sizeof *days);
    enum outcome result = store_counts(s->store, &how, &counts, e);
    for (size_t i = 0; result == DONE && i < counts.count; i++) {
        const struct counted *n = &counts.items[i];
        int64_t at = n->value.set ? n->value.num - first : -1;
        if (at >= 0 && at < INTAKE_DAYS)
            days[at] = n->records;
    }
    counts_free(&counts);
    value_clear(&since.value);
    return result;
}
