/* Reading what the count of an in-line company takes: from the last monitoring that counted on, so
 * that it costs the same after ten years. */
#include "inline.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

/* ---- Moments of what is known by its day only ---- */

moment inline_day_begins(const struct session *s, day on)
{
    return (moment)on * DAY_MS - (moment)s->zone_minutes * 60000;
}

/* Written down on the day itself: then. Else shipments stand at the beginning of their day, and
 * monitorings at its end: the goods seen that day were there to be seen. */
static moment moment_of(const struct session *s, day on, const struct value *at, bool at_end)
{
    if (at->set && moment_day(at->num, s->zone_minutes) == on)
        return at->num;
    return inline_day_begins(s, on) + (at_end ? DAY_MS - 1 : 0);
}

/* ---- Rows ---- */

static void keep(struct inline_rows *to, struct page *page)
{
    to->items = xreallocarray(to->items, to->count + page->count + 1, sizeof(struct record *));
    for (size_t i = 0; i < page->count; i++) {
        to->items[to->count++] = page->rows[i];
        page->rows[i] = NULL;
    }
}

static void rows_free(struct inline_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        record_free(&rows->items[i]);
    free(rows->items);
    *rows = (struct inline_rows){ 0 };
}

enum { WHOLE_PAGE = 2000, FEW = 4 };

/* Reads on, newest first, as long as `more` wants it. */
static enum outcome read_rows(struct session *s, struct query *q, struct inline_rows *out,
                              bool (*more)(const struct inline_rows *rows), struct error *e)
{
    enum outcome result = DONE;
    bool on = true;
    while (result == DONE && on) {
        struct page page = { 0 };
        result = store_page(s->store, q, &page, e);
        if (result == DONE && page.cut)
            result = fail(e, FAULT, _("The count could not be read whole; try again."));
        mark_free(&q->from);
        if (result == DONE && page.count)
            mark_of(q, page.rows[page.count - 1], &q->from);
        on = page.more && page.count > 0;
        keep(out, &page);
        page_free(&page);
        on = on && (!more || more(out));
    }
    mark_free(&q->from);
    return result;
}

static const struct record *counted_one(const struct inline_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (record_number(rows->items[i], "counts"))
            return rows->items[i];
    return NULL;
}

/* Until one that counts is found, and whatever else was held on its day. */
static bool none_counts_yet(const struct inline_rows *rows)
{
    const struct record *found = counted_one(rows);
    return !found || record_number(rows->items[rows->count - 1], "held_on") ==
                         record_number(found, "held_on");
}

static enum outcome read_monitorings(struct session *s, const struct inline_scope *scope,
                                     struct inline_data *d, struct error *e)
{
    struct filter filters[] = {
        { .field = "facility",
          .how = IS,
          .value = { .num = scope->facility->id, .text = "", .set = true } },
        { .field = "held_on", .how = AT_MOST, .value = { .num = scope->until, .set = true } },
        { .field = "id", .how = IS_NOT, .value = { .num = scope->but, .set = true } },
    };
    struct query q = { .kind = &kind_monitoring,
                       .filters = filters,
                       .filter_count = scope->but ? 3 : 2,
                       .states = (const char *const[]){ "held", "follow_up", "closed", NULL },
                       .sort = "-held_on",
                       .limit = FEW };
    return read_rows(s, &q, &d->monitoring_rows, none_counts_yet, e);
}

/* The first day whose shipments matter: of the last monitoring that counted, or of the last decree
 * with which the count began; less the days in which one vessel's certificates are one. */
static day since(const struct inline_data *d, const struct inline_scope *scope)
{
    const struct record *base = counted_one(&d->monitoring_rows);
    day from = base ? (day)record_number(base, "held_on") : 0;
    int margin = 0;
    for (size_t i = 0; i < d->c.decree_count; i++)
        if (d->decrees[i].on <= scope->until && d->decrees[i].on > from &&
            !(d->decrees[i].extends && inline_rules_on(&d->c, d->decrees[i].on)->carry_over))
            from = d->decrees[i].on;
    for (size_t i = 0; i < d->c.rule_count; i++)
        if (d->rules[i].vessel_days > margin)
            margin = d->rules[i].vessel_days;
    return from - margin;
}

static enum outcome read_shipments(struct session *s, const struct inline_scope *scope,
                                   struct inline_data *d, struct error *e)
{
    struct filter filters[] = {
        { .field = "facility",
          .how = IS,
          .value = { .num = scope->facility->id, .text = "", .set = true } },
        { .field = "issued_on", .how = AT_LEAST, .value = { .num = since(d, scope), .set = true } },
        { .field = "issued_on", .how = AT_MOST, .value = { .num = scope->until, .set = true } },
        { .field = "id", .how = IS_NOT, .value = { .num = scope->but, .set = true } },
    };
    struct query q = { .kind = &kind_shipment,
                       .filters = filters,
                       .filter_count = scope->but ? 4 : 3,
                       .states = (const char *const[]){ "issued", "cancelled", NULL },
                       .sort = "-issued_on",
                       .limit = WHOLE_PAGE };
    return read_rows(s, &q, &d->shipment_rows, NULL, e);
}

/* ---- Rules by day ---- */

static enum outcome number(struct session *s, const char *rule, day on, int *out, struct error *e)
{
    int64_t value = 0;
    enum outcome result = rule_number(s, rule, on, &value, e);
    *out = value < 0 ? 0 : value > 9999 ? 9999 : (int)value;
    return result;
}

static enum outcome rules_of_day(struct session *s, day on, struct inline_rules *out,
                                 struct error *e)
{
    int flags[5] = { 0 };
    struct {
        const char *rule;
        int *out;
    } const asked[] = {
        { "inline.shipments", &out->shipments },     { "inline.grace", &out->grace },
        { "inline.warn_before", &out->warn_before }, { "inline.vessel_days", &out->vessel_days },
        { "inline.ad_hoc_counts", &flags[0] },       { "inline.fixed_blocks", &flags[1] },
        { "inline.any_of_block", &flags[2] },        { "inline.carry_over", &flags[3] },
        { "inline.finding_suspends", &flags[4] },
    };
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < COUNT(asked); i++)
        result = number(s, asked[i].rule, on, asked[i].out, e);
    out->from = on;
    out->shipments = out->shipments ? out->shipments : 1;
    out->ad_hoc_counts = flags[0] != 0;
    out->fixed_blocks = flags[1] != 0;
    out->any_of_block = flags[2] != 0;
    out->carry_over = flags[3] != 0;
    out->finding_suspends = flags[4] != 0;
    return result;
}

static int by_day(const void *a, const void *b)
{
    const day *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Days on which a row of the rules inline.* begins or has ended; unsorted, some twice. */
static enum outcome days_of_change(struct session *s, day **out, size_t *count, struct error *e)
{
    struct filter inline_rows = { .field = "rule",
                                  .how = STARTS,
                                  .value = { .text = "inline.", .set = true } };
    struct query q = { .kind = &kind_rule, .filters = &inline_rows, .filter_count = 1 };
    struct inline_rows rows = { 0 };
    enum outcome result = read_rows(s, &q, &rows, NULL, e);
    *out = xcalloc(2 * rows.count + 1, sizeof **out);
    for (size_t i = 0; i < rows.count; i++) {
        const struct value *from = record_value(rows.items[i], "valid_from");
        const struct value *to = record_value(rows.items[i], "valid_to");
        if (from->set)
            (*out)[(*count)++] = (day)from->num;
        if (to->set)
            (*out)[(*count)++] = (day)to->num + 1;
    }
    rows_free(&rows);
    return result;
}

/* The first holds from `first` on, whatever changed before. */
static enum outcome read_rules(struct session *s, day first, struct inline_data *d, struct error *e)
{
    day *days = NULL;
    size_t count = 0;
    enum outcome result = days_of_change(s, &days, &count, e);
    if (count > 1)
        qsort(days, count, sizeof *days, by_day);
    d->rules = xcalloc(count + 1, sizeof *d->rules);
    if (result == DONE)
        result = rules_of_day(s, first, &d->rules[d->c.rule_count++], e);
    for (size_t i = 0; result == DONE && i < count; i++)
        if (days[i] > d->rules[d->c.rule_count - 1].from)
            result = rules_of_day(s, days[i], &d->rules[d->c.rule_count++], e);
    d->c.rules = d->rules;
    free(days);
    return result;
}

/* ---- The case ---- */

static const struct value *decree_cell(const struct line *line, const char *field)
{
    return line_cell(kind_line(&kind_facility, "decision"), line, field);
}

/* Designations and extensions; a correction mends the one before it. */
static void take_decrees(const struct session *s, const struct record *facility,
                         struct inline_data *d)
{
    const struct line_list *lines = &facility->lines[2];
    d->decrees = xcalloc(lines->count + 1, sizeof *d->decrees);
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->items[i];
        const char *manner = line_cell_text(decree_cell(line, "manner"));
        const struct value *on = decree_cell(line, "on"), *to = decree_cell(line, "to");
        bool extends = strcmp(manner, "extension") == 0;
        bool mends = strcmp(manner, "correction") == 0 && d->c.decree_count > 0;
        if (line->gone || !on->set || !to->set ||
            !(extends || mends || strcmp(manner, "first") == 0))
            continue;
        struct inline_decree *it = &d->decrees[mends ? d->c.decree_count - 1 : d->c.decree_count++];
        if (!mends)
            it->extends = extends;
        it->number = line_cell_text(decree_cell(line, "number"));
        it->on = (day)on->num;
        it->to = (day)to->num;
        it->at = inline_day_begins(s, it->on);
    }
    d->c.decrees = d->decrees;
}

static char *folded(const char *text)
{
    struct buf out = { 0 };
    utf8_fold(text, &out);
    return buf_take(&out);
}

/* Rows came newest first. */
static void take_shipments(const struct session *s, struct inline_data *d)
{
    size_t n = d->shipment_rows.count;
    d->shipments = xcalloc(n + 1, sizeof *d->shipments); /* one for the next */
    d->conveyances = xcalloc(n + 1, sizeof *d->conveyances);
    for (size_t i = 0; i < n; i++) {
        const struct record *r = d->shipment_rows.items[n - 1 - i];
        day on = (day)record_number(r, "issued_on");
        d->conveyances[i] = folded(record_text(r, "conveyance"));
        d->shipments[i] = (struct inline_shipment){
            .number = record_text(r, "certificate_number"),
            .conveyance = d->conveyances[i],
            .on = on,
            .at = moment_of(s, on, record_value(r, "issued_at"), false),
            .ordinal = record_number(r, "ordinal"),
            .gone = strcmp(r->state, "cancelled") == 0,
        };
    }
    d->c.shipments = d->shipments;
    d->c.shipment_count = n;
}

void inline_take_monitoring(const struct session *s, const struct record *r,
                            struct inline_monitoring *out)
{
    const struct value *mended = record_value(r, "verified_on");
    const struct value *counts = record_value(r, "counts");
    day on = (day)record_number(r, "held_on");
    *out = (struct inline_monitoring){
        .on = on,
        .at = moment_of(s, on, record_value(r, "held_at"), true),
        .ad_hoc = text_same(record_text(r, "manner"), "ad_hoc"),
        .finding = text_same(record_text(r, "result"), "finding"),
        .mended = mended->set && strcmp(r->state, "closed") == 0 ? (day)mended->num : NO_DAY,
        .decided = counts->set,
        .counts = counts->num != 0,
        .carried = (int)record_number(r, "carried"),
    };
}

static void take_monitorings(const struct session *s, struct inline_data *d)
{
    size_t n = d->monitoring_rows.count;
    d->monitorings = xcalloc(n + 1, sizeof *d->monitorings); /* one that is being held */
    for (size_t i = 0; i < n; i++)
        inline_take_monitoring(s, d->monitoring_rows.items[n - 1 - i], &d->monitorings[i]);
    d->c.monitorings = d->monitorings;
    d->c.monitoring_count = n;
}

enum outcome inline_load(struct session *s, const struct inline_scope *scope, struct inline_data *d,
                         struct error *e)
{
    *d = (struct inline_data){ 0 };
    take_decrees(s, scope->facility, d);
    enum outcome result = read_monitorings(s, scope, d, e);
    const struct record *base = counted_one(&d->monitoring_rows);
    if (result == DONE)
        result = read_rules(s, base ? (day)record_number(base, "held_on") : 0, d, e);
    if (result == DONE)
        result = read_shipments(s, scope, d, e);
    take_shipments(s, d);
    take_monitorings(s, d);
    return result;
}

void inline_data_free(struct inline_data *d)
{
    for (size_t i = 0; d->conveyances && i < d->shipment_rows.count; i++)
        free(d->conveyances[i]);
    rows_free(&d->shipment_rows);
    rows_free(&d->monitoring_rows);
    free(d->conveyances);
    free(d->rules);
    free(d->decrees);
    free(d->shipments);
    free(d->monitorings);
    *d = (struct inline_data){ 0 };
}
