/* Analysis of captures ("analyzing point"): how many say the same of place, route, goods, finding,
 * source, month and name. What the offices meant by the word is inferred (issue 6). */
#include "private.h"

#include "loket/exchange.h"

#include <stdlib.h>
#include <string.h>

const struct analysis_way analysis_ways[] = {
    { .id = "place", .label = N_("Place"), .fields = { "place" } },
    { .id = "route", .label = N_("Route"), .fields = { "from_where", "to_where" } },
    { .id = "commodity", .label = N_("Commodity"), .fields = { "item.commodity" } },
    { .id = "finding", .label = N_("Finding"), .fields = { "finding.finding" } },
    { .id = "modus", .label = N_("Modus"), .fields = { "modus" } },
    { .id = "source", .label = N_("Source"), .fields = { "source" } },
    { .id = "month", .label = N_("Month"), .fields = { "occurred_on" }, .by_month = true },
    { .id = "owner",
      .label = N_("Owner"),
      .fields = { "owner" },
      .repeats = true,
      .unknown = true },
    { .id = "conveyance", .label = N_("Conveyance"), .fields = { "conveyance" }, .repeats = true },
    { .id = NULL },
};

const struct analysis_way *analysis_way(const char *id)
{
    for (const struct analysis_way *w = analysis_ways; w->id; w++)
        if (strcmp(w->id, id) == 0)
            return w;
    return NULL;
}

/* ---- Asking ---- */

enum { STATES_COUNTED_MAX = 24 };

/* All that happened: neither drafts nor what was cancelled. */
static void counted_states(const struct kind *k, const char *states[STATES_COUNTED_MAX])
{
    size_t n = 0;
    for (const struct state *s = k->flow->states; s->id && n + 1 < STATES_COUNTED_MAX; s++)
        if (s != k->flow->states && strcmp(s->id, "cancelled") != 0 && !(s->flags & STATE_HIDDEN))
            states[n++] = s->id;
    states[n] = NULL;
}

static void add_day(struct filter *list, size_t *count, enum comparison how, day d)
{
    if (d != NO_DAY)
        list[(*count)++] = (struct filter){ .field = "occurred_on",
                                            .how = how,
                                            .value = { .num = d, .set = true } };
}

static enum outcome count_all(struct session *s, const struct query *q, int64_t *records,
                              struct error *e)
{
    const struct counting by_state = { .query = q, .fields = { "state" } };
    struct counts states;
    enum outcome result = store_counts(s->store, &by_state, &states, e);
    *records = 0;
    for (size_t i = 0; i < states.count; i++)
        *records += states.items[i].records;
    counts_free(&states);
    return result;
}

/* ---- Owners nobody found ---- */

static bool in_list(const char *list, const char *folded)
{
    char *copy = xstrdup(list), *rest = copy;
    bool found = false;
    for (char *word; !found && (word = strsep(&rest, ";"));) {
        struct buf plain = { 0 };
        utf8_fold(word, &plain);
        found = plain.len && strcmp(buf_text(&plain), folded) == 0;
        buf_free(&plain);
    }
    free(copy);
    return found;
}

/* "NN" and "No Name" are nobody, and not the same nobody again. */
static void forget_unknown(struct counts *c, const char *list)
{
    size_t kept = 0;
    struct counted nobody = { 0 };
    for (size_t i = 0; i < c->count; i++) {
        struct counted *one = &c->items[i];
        struct buf folded = { 0 };
        if (one->value.set)
            utf8_fold(one->value.text, &folded);
        bool unknown = !one->value.set || in_list(list, buf_text(&folded));
        buf_free(&folded);
        if (!unknown) {
            c->items[kept++] = *one;
            continue;
        }
        nobody.records += one->records;
        value_clear(&one->value);
    }
    c->count = kept;
    if (nobody.records)
        c->items[c->count++] = nobody;
}

static enum outcome leave_out_unknown(struct session *s, struct counts *c, struct error *e)
{
    struct buf list = { 0 };
    enum outcome result =
        store_rule(s->store, "capture.unknown_owner", "", session_today(s), &list, e);
    if (result == DONE)
        forget_unknown(c, buf_text(&list));
    buf_free(&list);
    return result;
}

/* Months stand in their order, not by their weight. */
static int by_day(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    return (x->value.num > y->value.num) - (x->value.num < y->value.num);
}

enum outcome act_analysis(struct session *s, const struct analysis_request *q, struct analysis *out,
                          struct error *e)
{
    const struct kind *k = registry_find(&all_kinds, "capture");
    const char *states[STATES_COUNTED_MAX];
    struct filter filters[ANALYSIS_FILTERS + 2];
    size_t count = 0;
    *out = (struct analysis){ 0 };
    if (q->filter_count > ANALYSIS_FILTERS)
        return fail(e, MISUSED, _("At most %d filters narrow an analysis."), ANALYSIS_FILTERS);
    for (; count < q->filter_count; count++)
        filters[count] = q->filters[count];
    add_day(filters, &count, AT_LEAST, q->from);
    add_day(filters, &count, AT_MOST, q->to);
    counted_states(k, states);
    const struct query query = {
        .kind = k, .filters = filters, .filter_count = count, .states = states
    };
    struct counting how = { .query = &query,
                            .by_month = q->way->by_month,
                            .zone_minutes = s->zone_minutes };
    memcpy(how.fields, q->way->fields, sizeof how.fields);
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    result = store_counts(s->store, &how, &out->counts, e);
    if (result == DONE)
        result = count_all(s, &query, &out->records, e);
    if (result == DONE && q->way->unknown)
        result = leave_out_unknown(s, &out->counts, e);
    store_read_end(s->store);
    if (result == DONE && q->way->by_month && out->counts.count)
        qsort(out->counts.items, out->counts.count, sizeof *out->counts.items, by_day);
    return result;
}

void analysis_free(struct analysis *a)
{
    counts_free(&a->counts);
    *a = (struct analysis){ 0 };
}

/* ---- Showing ---- */

/* "Jan 2021": the first of the month without its day. */
static void put_month(day first, struct buf *out)
{
    struct buf text = { 0 };
    day_local(first, &text);
    buf_puts(out, buf_text(&text) + strlen("1 "));
    buf_free(&text);
}

void analysis_name(const struct analysis_way *way, const struct analysis *a, size_t n,
                   struct buf *out)
{
    const struct value *v = &a->counts.items[n].value;
    struct buf text = { 0 };
    if (!v->set)
        buf_puts(&text, _("(not said)"));
    else if (way->by_month)
        put_month((day)v->num, &text);
    else
        field_format(a->counts.field, v, SPELL_SCREEN, &text);
    utf8_visible(buf_text(&text), out);
    buf_free(&text);
}

void analysis_bar(const struct analysis *a, size_t n, size_t cells, struct buf *out)
{
    int64_t most = 0, records = a->counts.items[n].records;
    for (size_t i = 0; i < a->counts.count; i++)
        if (a->counts.items[i].records > most)
            most = a->counts.items[i].records;
    size_t length = most ? (size_t)(records * (int64_t)cells / most) : 0;
    for (size_t i = 0; i < length || (i == 0 && records); i++)
        buf_putc(out, '#');
}

void analysis_csv_header(struct buf *out)
{
    buf_puts(out, "by,value,records,share,repeat\r\n");
}

static void put_share(const struct analysis *a, int64_t records, struct buf *out)
{
    if (a->records)
        decimal_format(records * 1000 / a->records, 1, NUMBER_CANONICAL, out);
}

void analysis_value(const struct analysis_way *way, const struct analysis *a, size_t n,
                    struct buf *out)
{
    const struct value *v = &a->counts.items[n].value;
    struct buf text = { 0 };
    if (v->set && way->by_month)
        day_iso((day)v->num, &text);
    else if (v->set)
        field_format(a->counts.field, v, SPELL_CANONICAL, &text);
    buf_add(out, buf_text(&text),
            v->set && way->by_month ? strlen("2021-01") : strlen(buf_text(&text)));
    buf_free(&text);
}

void analysis_csv(const struct analysis_way *way, const struct analysis *a, struct buf *out)
{
    for (size_t i = 0; i < a->counts.count; i++) {
        const struct counted *c = &a->counts.items[i];
        struct buf name = { 0 }, number = { 0 }, share = { 0 };
        analysis_value(way, a, i, &name);
        buf_printf(&number, "%lld", (long long)c->records);
        put_share(a, c->records, &share);
        csv_cell(way->id, true, out);
        csv_cell(buf_text(&name), false, out);
        csv_cell(buf_text(&number), false, out);
        csv_cell(buf_text(&share), false, out);
        csv_cell(way->repeats && c->value.set && c->records > 1 ? "1" : "", false, out);
        buf_puts(out, "\r\n");
        buf_free(&name);
        buf_free(&number);
        buf_free(&share);
    }
}
