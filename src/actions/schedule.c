/* Visits to companies as a plan: what is due and planned, who goes, and what stands against it.
 * Derived from monitorings, duties and holidays each time it is asked for. */
#include "schedule.h"

#include "loket/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VISITS_READ = 1000, BREACHES_READ = 100 };

/* ---- Days ---- */

void month_span(day d, day *from, day *to)
{
    int year, month, mday;
    day_split(d, &year, &month, &mday);
    *from = day_of(year, month, 1);
    *to = (month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1)) - 1;
}

void week_span(day d, day *from, day *to)
{
    *from = d - day_weekday(d);
    *to = *from + 6;
}

/* "09.30", "9:30": minutes since midnight; -1: no hour. */
static int minute_of(const char *text)
{
    int hour = 0, minute = 0;
    char sign = 0, end = 0;
    if (sscanf(text, "%2d%c%2d%c", &hour, &sign, &minute, &end) != 3 || !strchr(".:", sign) ||
        hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return -1;
    return hour * 60 + minute;
}

/* ---- Reading visits ---- */

static day day_in(const struct record *r, const char *field)
{
    const struct value *v = record_value(r, field);
    return v->set ? (day)v->num : NO_DAY;
}

static bool is_open(const struct record *r)
{
    return strcmp(r->state, "due") == 0 || strcmp(r->state, "scheduled") == 0;
}

static void add_visit(struct schedule *out, struct record *r)
{
    bool open = is_open(r);
    day held = day_in(r, "held_on"), planned = day_in(r, "scheduled_on");
    out->visits = xreallocarray(out->visits, out->count + 1, sizeof *out->visits);
    out->visits[out->count++] = (struct visit){
        .record = r,
        .on = strcmp(r->state, "due") == 0 ? NO_DAY
              : open || held == NO_DAY     ? planned
                                           : held,
        .due = day_in(r, "due_on"),
        .minute = minute_of(record_text(r, "hour")),
        .open = open,
        .followed = strcmp(r->state, "held") == 0 || strcmp(r->state, "follow_up") == 0,
    };
}

static enum outcome read_visits(struct session *s, struct query *q, struct schedule *out,
                                struct error *e)
{
    struct page page = { 0 };
    q->kind = &kind_monitoring;
    q->limit = VISITS_READ;
    enum outcome result = store_page(s->store, q, &page, e);
    for (size_t i = 0; result == DONE && i < page.count; i++) {
        add_visit(out, page.rows[i]);
        page.rows[i] = NULL;
    }
    out->more = out->more || page.more;
    page_free(&page);
    return result;
}

/* Open ones along their states, which are few; the others by their days. */
static enum outcome read_all(struct session *s, const struct schedule_query *q,
                             struct schedule *out, struct error *e)
{
    static const char *const open[] = { "due", "scheduled", "held", "follow_up", NULL };
    static const char *const closed[] = { "closed", NULL };
    static const char *const off[] = { "called_off", NULL };
    struct filter days[] = {
        { .field = "held_on", .how = AT_LEAST, .value = { .num = q->from, .set = true } },
        { .field = "held_on", .how = AT_MOST, .value = { .num = q->to, .set = true } },
    };
    enum outcome result = read_visits(s, &(struct query){ .states = open }, out, e);
    struct query done = { .states = closed, .filters = days, .filter_count = 2, .sort = "held_on" };
    if (result == DONE)
        result = read_visits(s, &done, out, e);
    days[0].field = days[1].field = done.sort = "scheduled_on";
    done.states = off;
    return result == DONE && q->called_off ? read_visits(s, &done, out, e) : result;
}

/* ---- Companies ---- */

static int by_company(const void *left, const void *right)
{
    const struct visit *a = left, *b = right;
    int64_t one = record_number(a->record, "facility"), two = record_number(b->record, "facility");
    return (one > two) - (one < two);
}

/* Place and contact; the visits of a company stand together. */
static enum outcome read_companies(struct session *s, struct schedule *out, struct error *e)
{
    struct record *company = NULL;
    enum outcome result = DONE;
    if (out->count)
        qsort(out->visits, out->count, sizeof *out->visits, by_company);
    for (size_t i = 0; result == DONE && i < out->count; i++) {
        struct visit *v = &out->visits[i];
        int64_t id = record_number(v->record, "facility");
        if (id && (!company || company->id != id)) {
            record_free(&company);
            result = store_load(s->store, &kind_facility, id, &company, e);
        }
        bool known = result == DONE && company && company->id == id;
        const char *agreed = record_text(v->record, "contact");
        v->place = xstrdup(known ? record_text(company, "place") : "");
        v->contact = xstrdup(*agreed || !known ? agreed : record_text(company, "contact"));
        v->phone = xstrdup(known ? record_text(company, "contact_phone") : "");
    }
    record_free(&company);
    return result;
}

/* ---- Duties, holidays, breaches ---- */

static enum outcome read_duties(struct session *s, struct schedule *out, struct error *e)
{
    struct filter ends = { .field = "to_on",
                           .how = AT_LEAST,
                           .value = { .num = out->from, .set = true } };
    const struct query q = { .kind = &kind_duty,
                             .filters = &ends,
                             .filter_count = 1,
                             .sort = "to_on",
                             .limit = VISITS_READ };
    enum outcome result = store_page(s->store, &q, &out->duties, e);
    out->more = out->more || out->duties.more;
    return result;
}

static int newest_first(const void *left, const void *right)
{
    const struct record *const *a = left, *const *b = right;
    int64_t one = record_number(*a, "issued_on"), two = record_number(*b, "issued_on");
    return one != two ? (one < two) - (one > two) : ((*a)->id < (*b)->id) - ((*a)->id > (*b)->id);
}

/* By the index of what spoke against them, one answer after the other: nearly all have none. */
static enum outcome read_breaches(struct session *s, struct schedule *out, struct error *e)
{
    static const char *const issued[] = { "issued", NULL };
    const struct choice *choices = kind_field(&kind_shipment, "breach")->choices;
    struct page *all = &out->breaches;
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && choices[i].code; i++) {
        struct filter is = { .field = "breach",
                             .how = IS,
                             .value = { .text = (char *)(uintptr_t)choices[i].code, .set = true } };
        const struct query q = { .kind = &kind_shipment,
                                 .filters = &is,
                                 .filter_count = 1,
                                 .states = issued,
                                 .sort = "-issued_on",
                                 .limit = BREACHES_READ };
        struct page page = { 0 };
        result = store_page(s->store, &q, &page, e);
        all->rows = xreallocarray(all->rows, all->count + page.count + 1, sizeof *all->rows);
        for (size_t r = 0; r < page.count; r++) {
            all->rows[all->count++] = page.rows[r];
            page.rows[r] = NULL;
        }
        page_free(&page);
    }
    if (all->count)
        qsort(all->rows, all->count, sizeof(struct record *), newest_first);
    return result;
}

void breach_words(const struct record *shipment, struct buf *out)
{
    static const char *const fields[] = { "facility", "ordinal", "issued_on", "breach" };
    for (size_t i = 0; i < COUNT(fields); i++) {
        const struct value *v = record_value(shipment, fields[i]);
        if (!v->set)
            continue;
        buf_puts(out, out->len ? " · " : "");
        field_format(kind_field(shipment->kind, fields[i]), v, SPELL_SCREEN, out);
    }
}

/* ---- Order ---- */

static int64_t place_in_time(const struct visit *v)
{
    return v->on == NO_DAY ? INT64_MIN + (v->due == NO_DAY ? 0 : v->due + INT64_C(1000000))
                           : v->on * INT64_C(2000) + v->minute;
}

static int by_time(const void *left, const void *right)
{
    const struct visit *a = left, *b = right;
    int64_t one = place_in_time(a), two = place_in_time(b);
    if (one != two)
        return one < two ? -1 : 1;
    return a->record->id < b->record->id ? -1 : a->record->id > b->record->id;
}

static void visit_free(struct visit *v)
{
    record_free(&v->record);
    free(v->against);
    free(v->place);
    free(v->contact);
    free(v->phone);
}

static void keep_officer(struct schedule *out, const char *officer)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++) {
        if (strcmp(record_text(out->visits[i].record, "officer"), officer) == 0)
            out->visits[kept++] = out->visits[i];
        else
            visit_free(&out->visits[i]);
    }
    out->count = kept;
}

/* ---- All of it ---- */

static enum outcome gather(struct session *s, const struct schedule_query *q, struct schedule *out,
                           struct error *e)
{
    enum outcome result = read_all(s, q, out, e);
    if (result == DONE)
        result = read_companies(s, out, e);
    if (result == DONE)
        result = read_duties(s, out, e);
    if (result == DONE)
        result = read_breaches(s, out, e);
    if (result == DONE && out->count)
        qsort(out->visits, out->count, sizeof *out->visits, by_time);
    if (result == DONE)
        result = schedule_conflicts(s, out, e);
    if (result == DONE)
        result = schedule_loads(s, out, e);
    return result == DONE && q->companies ? schedule_companies(s, out, e) : result;
}

enum outcome act_schedule(struct session *s, const struct schedule_query *q, struct schedule *out,
                          struct error *e)
{
    *out = (struct schedule){ .from = q->from, .to = q->to };
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    result = gather(s, q, out, e);
    store_read_end(s->store);
    if (result == DONE && q->officer)
        keep_officer(out, q->officer);
    if (result != DONE)
        schedule_free(out);
    return result;
}

void schedule_free(struct schedule *sc)
{
    for (size_t i = 0; i < sc->count; i++)
        visit_free(&sc->visits[i]);
    for (size_t i = 0; i < sc->load_count; i++)
        free(sc->loads[i].name);
    for (size_t i = 0; i < sc->company_count; i++) {
        record_free(&sc->companies[i].record);
        free(sc->companies[i].wrong);
    }
    free(sc->companies);
    free(sc->visits);
    free(sc->loads);
    page_free(&sc->duties);
    page_free(&sc->breaches);
    *sc = (struct schedule){ 0 };
}
