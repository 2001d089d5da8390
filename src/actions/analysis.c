/* Analysis ("analyzing point"): how many captures say the same of place, route, goods, finding,
 * source, month and name; applications by week and month; refusals. What the offices meant by the
 * word is inferred (issue 6). */
#include "private.h"

#include "loket/exchange.h"

#include <stdlib.h>
#include <string.h>

static const char captures[] = N_("Captures"), applications[] = N_("Applications"),
                  time_used[] = N_("Service time used"), refusals[] = N_("Refusals");

const struct analysis_way analysis_ways[] = {
    { .id = "place", .about = captures, .label = N_("Place"), .fields = { "place" } },
    { .id = "route",
      .about = captures,
      .label = N_("Route"),
      .fields = { "from_where", "to_where" } },
    { .id = "commodity",
      .about = captures,
      .label = N_("Commodity"),
      .fields = { "item.commodity" } },
    { .id = "finding", .about = captures, .label = N_("Finding"), .fields = { "finding.finding" } },
    { .id = "modus", .about = captures, .label = N_("Modus"), .fields = { "modus" } },
    { .id = "source", .about = captures, .label = N_("Source"), .fields = { "source" } },
    { .id = "month",
      .about = captures,
      .label = N_("Month"),
      .fields = { "occurred_on" },
      .by_month = true },
    { .id = "owner",
      .about = captures,
      .label = N_("Owner"),
      .fields = { "owner" },
      .repeats = true,
      .unknown = true },
    { .id = "conveyance",
      .about = captures,
      .label = N_("Conveyance"),
      .fields = { "conveyance" },
      .repeats = true },
    { .id = "intake-week",
      .about = applications,
      .label = N_("Week"),
      .kind = "permit",
      .day = "received_on",
      .fields = { "received_on" },
      .by_week = true },
    { .id = "intake-month",
      .about = applications,
      .label = N_("Month"),
      .kind = "permit",
      .day = "received_on",
      .fields = { "received_on" },
      .by_month = true },
    { .id = "time-risk",
      .about = time_used,
      .label = N_("Risk"),
      .kind = "permit",
      .day = "accepted_at",
      .fields = { "risk" },
      .time = true },
    { .id = "time-officer",
      .about = time_used,
      .label = N_("Officer"),
      .kind = "permit",
      .day = "accepted_at",
      .fields = { "officer.person" },
      .time = true },
    { .id = "refusal-reason",
      .about = refusals,
      .label = N_("Reason"),
      .kind = "measure",
      .day = "proposed_on",
      .fields = { "reason.refusal_reason" },
      .refusals = true },
    { .id = "refusal-goods",
      .about = refusals,
      .label = N_("Commodity"),
      .kind = "measure",
      .day = "proposed_on",
      .fields = { "good.commodity" },
      .refusals = true },
    { .id = NULL },
};

const struct kind *analysis_kind(const struct analysis_way *way)
{
    return registry_find(&all_kinds, way->kind ? way->kind : "capture");
}

const char *analysis_day(const struct analysis_way *way)
{
    return way->day ? way->day : "occurred_on";
}

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

static void add_day(const struct analysis_way *way, struct filter *list, size_t *count,
                    enum comparison how, day d)
{
    if (d != NO_DAY)
        list[(*count)++] = (struct filter){ .field = analysis_day(way),
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

/* "NN" and "No Name" are nobody, and not the same nobody again. */
static void forget_unknown(struct counts *c, const char *list)
{
    size_t kept = 0;
    struct counted nobody = { 0 };
    for (size_t i = 0; i < c->count; i++) {
        struct counted *one = &c->items[i];
        if (one->value.set && !text_listed(list, one->value.text)) {
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

/* Days become the Mondays of their weeks. */
static void to_weeks(struct counts *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++) {
        struct counted *one = &c->items[i], *before = kept ? &c->items[kept - 1] : NULL;
        if (one->value.set)
            one->value.num -= day_weekday((day)one->value.num);
        if (before && before->value.set == one->value.set && before->value.num == one->value.num)
            before->records += one->records;
        else
            c->items[kept++] = *one;
    }
    c->count = kept;
}

static void in_order_of_time(const struct analysis_way *way, struct counts *c)
{
    if ((way->by_month || way->by_week) && c->count)
        qsort(c->items, c->count, sizeof *c->items, by_day);
    if (way->by_week)
        to_weeks(c);
}

static enum outcome count_records(struct session *s, const struct analysis_request *q,
                                  struct analysis *out, struct error *e)
{
    const struct kind *k = analysis_kind(q->way);
    const char *states[STATES_COUNTED_MAX];
    struct filter filters[ANALYSIS_FILTERS + 3];
    char refusal[] = "refusal";
    size_t count = 0;
    for (; count < q->filter_count; count++)
        filters[count] = q->filters[count];
    add_day(q->way, filters, &count, AT_LEAST, out->from);
    add_day(q->way, filters, &count, AT_MOST, out->to);
    if (q->way->refusals)
        filters[count++] = (struct filter){ .field = "measure",
                                            .how = IS,
                                            .value = { .text = refusal, .set = true } };
    counted_states(k, states);
    const struct query query = {
        .kind = k, .filters = filters, .filter_count = count, .states = states
    };
    struct counting how = { .query = &query,
                            .by_month = q->way->by_month,
                            .zone_minutes = s->zone_minutes };
    memcpy(how.fields, q->way->fields, sizeof how.fields);
    enum outcome result = store_counts(s->store, &how, &out->counts, e);
    if (result == DONE)
        result = count_all(s, &query, &out->records, e);
    if (result == DONE && q->way->unknown)
        result = leave_out_unknown(s, &out->counts, e);
    if (result == DONE)
        in_order_of_time(q->way, &out->counts);
    return result;
}

/* What would read ever more is bounded where nobody says from when on. */
static void take_period(const struct session *s, const struct analysis_request *q,
                        struct analysis *out)
{
    enum { HALF_YEAR = 26 * 7, QUARTER = 13 * 7 };
    day today = session_today(s);
    out->from = q->from;
    out->to = q->to;
    if (q->way->time && out->to == NO_DAY)
        out->to = today;
    if (q->way->time && out->from == NO_DAY)
        out->from = out->to - QUARTER + 1;
    if (q->way->by_week && out->from == NO_DAY)
        out->from = (out->to == NO_DAY ? today : out->to) - HALF_YEAR + 1;
}

enum outcome act_analysis(struct session *s, const struct analysis_request *q, struct analysis *out,
                          struct error *e)
{
    *out = (struct analysis){ 0 };
    if (q->filter_count > ANALYSIS_FILTERS)
        return fail(e, MISUSED, _("At most %d filters narrow an analysis."), ANALYSIS_FILTERS);
    take_period(s, q, out);
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    result = q->way->time ? analysis_time(s, q->way, out, e) : count_records(s, q, out, e);
    store_read_end(s->store);
    return result;
}

void analysis_free(struct analysis *a)
{
    counts_free(&a->counts);
    free(a->times);
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

/* "16 Nov – 22 Nov 2026": Monday to Sunday. */
static void put_week(day monday, struct buf *out)
{
    enum { SUNDAY = 6, YEAR_CELLS = 5 };
    struct buf first = { 0 };
    day_local(monday, &first);
    buf_printf(out, "%.*s – ", (int)(first.len - YEAR_CELLS), buf_text(&first));
    day_local(monday + SUNDAY, out);
    buf_free(&first);
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
    else if (way->by_week)
        put_week((day)v->num, &text);
    else
        field_format(a->counts.field, v, SPELL_SCREEN, &text);
    utf8_visible(buf_text(&text), out);
    buf_free(&text);
}

int64_t analysis_weight(const struct analysis *a, size_t n)
{
    return a->times ? a->times[n].percent : a->counts.items[n].records;
}

int64_t analysis_most(const struct analysis *a)
{
    int64_t most = a->times ? 100 : 0; /* of its time a service may use all */
    for (size_t i = 0; i < a->counts.count; i++)
        if (analysis_weight(a, i) > most)
            most = analysis_weight(a, i);
    return most;
}

int64_t analysis_share(const struct analysis *a, size_t n)
{
    if (a->times)
        return a->times[n].percent * 10;
    return a->records ? a->counts.items[n].records * 1000 / a->records : 0;
}

void analysis_bar(const struct analysis *a, size_t n, size_t cells, struct buf *out)
{
    int64_t most = analysis_most(a), weight = analysis_weight(a, n);
    size_t length = most ? (size_t)(weight * (int64_t)cells / most) : 0;
    for (size_t i = 0; i < length || (i == 0 && weight); i++)
        buf_putc(out, '#');
}

void analysis_csv_header(struct buf *out)
{
    buf_puts(out, "by,value,records,share,repeat,late\r\n");
}

static void put_share(const struct analysis *a, size_t n, struct buf *out)
{
    if (a->records)
        decimal_format(analysis_share(a, n), 1, NUMBER_CANONICAL, out);
}

void analysis_value(const struct analysis_way *way, const struct analysis *a, size_t n,
                    struct buf *out)
{
    const struct value *v = &a->counts.items[n].value;
    struct buf text = { 0 };
    if (v->set && (way->by_month || way->by_week))
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
        put_share(a, i, &share);
        csv_cell(way->id, true, out);
        csv_cell(buf_text(&name), false, out);
        csv_cell(buf_text(&number), false, out);
        csv_cell(buf_text(&share), false, out);
        csv_cell(way->repeats && c->value.set && c->records > 1 ? "1" : "", false, out);
        buf_reset(&number);
        if (a->times)
            buf_printf(&number, "%lld", (long long)a->times[i].late);
        csv_cell(buf_text(&number), false, out);
        buf_puts(out, "\r\n");
        buf_free(&name);
        buf_free(&number);
        buf_free(&share);
    }
}
