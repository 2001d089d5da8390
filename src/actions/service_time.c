/* service_time.c - the service clock of permits: which target holds, what of it is used, and what
 * the head office is told of. Raw times stay in the record, so that another definition can be
 * computed from the same export. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 2000, HOUR_MS = 60 * 60 * 1000, PAUSES_MAX = 64 };

struct service_desk {
    struct page targets, holidays;
    struct service_week fallback;
    int64_t pause_days; /* after which a pause is told of */
};

struct closed_days { /* what the clock asks about holidays of one office */
    const struct page *rows;
    int64_t office;
};

static bool is_holiday(void *context, day d)
{
    const struct closed_days *c = context;
    for (size_t i = 0; i < c->rows->count; i++) {
        const struct record *row = c->rows->rows[i];
        int64_t office = record_number(row, "office");
        if (record_number(row, "day") == d && (office == 0 || office == c->office))
            return true;
    }
    return false;
}

static void desk_end(struct service_desk *k)
{
    page_free(&k->targets);
    page_free(&k->holidays);
}

static enum outcome desk_begin(struct session *s, struct service_desk *k, struct error *e)
{
    struct buf hours = { 0 };
    struct query targets = { .kind = &kind_service_target, .limit = ROWS_MAX };
    struct query holidays = { .kind = &kind_holiday, .limit = ROWS_MAX, .sort = "-day" };
    *k = (struct service_desk){ .pause_days = 0 };
    enum outcome result = store_page(s->store, &targets, &k->targets, e);
    if (result == DONE)
        result = store_page(s->store, &holidays, &k->holidays, e);
    if (result == DONE)
        result = store_rule(s->store, "service.hours", buf_text(&s->office), session_today(s),
                            &hours, e);
    if (result == DONE && !service_week_parse(buf_text(&hours), &k->fallback))
        result = fail(e, REFUSED,
                      _("The rule “service.hours” says no hours; write them such as Senin-Kamis "
                        "07.30-16.00, Jumat 07.30-16.30."));
    if (result == DONE)
        result = rule_number(s, "service.pause_days", session_today(s), &k->pause_days, e);
    buf_free(&hours);
    return result;
}

/* ---- Target and clock of one permit ---- */

static bool weigh(const char *wanted, const char *have, int *weight)
{
    *weight += *wanted != '\0';
    return !*wanted || strcmp(wanted, have) == 0;
}

static int target_weight(const struct record *t, const struct record *permit, day on)
{
    const struct value *from = record_value(t, "valid_from"), *to = record_value(t, "valid_to");
    int weight = 0;
    bool fits = (!from->set || from->num <= on) && (!to->set || to->num >= on) &&
                weigh(record_text(t, "risk"), record_text(permit, "risk"), &weight) &&
                weigh(record_text(t, "field"), record_text(permit, "field"), &weight) &&
                weigh(record_text(t, "direction"), record_text(permit, "direction"), &weight);
    return fits ? weight : -1;
}

static const struct record *target_of(const struct service_desk *k, const struct record *permit,
                                      day on)
{
    const struct record *best = NULL;
    int most = -1;
    for (size_t i = 0; i < k->targets.count; i++) {
        int weight = target_weight(k->targets.rows[i], permit, on);
        if (weight > most) {
            most = weight;
            best = k->targets.rows[i];
        }
    }
    return best;
}

/* Hours and zone of the permit's service unit. */
static enum outcome clock_of(struct session *s, const struct service_desk *k,
                             const struct record *permit, struct closed_days *closed,
                             struct service_clock *out, struct error *e)
{
    struct record *office = NULL;
    int64_t id = record_number(permit, "office");
    enum outcome result = id ? store_load(s->store, &kind_office, id, &office, e) : DONE;
    *closed = (struct closed_days){ &k->holidays, id };
    *out = (struct service_clock){ .week = k->fallback,
                                   .zone_minutes = s->zone_minutes,
                                   .holiday = is_holiday,
                                   .context = closed };
    if (result == DONE && office) {
        (void)service_week_parse(record_text(office, "hours"), &out->week);
        if (record_value(office, "time_zone")->set)
            out->zone_minutes = (int)record_number(office, "time_zone");
    }
    record_free(&office);
    return result;
}

static size_t pauses_of(const struct record *permit, struct service_span out[PAUSES_MAX])
{
    size_t n = 0;
    const struct line_kind *kind = kind_line(permit->kind, "pause");
    for (size_t i = 1; i <= record_live_lines(permit, "pause") && n < PAUSES_MAX; i++) {
        const struct line *l = record_live_line(permit, "pause", i);
        const struct value *until = line_cell(kind, l, "until");
        out[n++] =
            (struct service_span){ line_cell(kind, l, "since")->num, until->set ? until->num : -1 };
    }
    return n;
}

/* Fills a but for its anomalies; started -1: no clock runs for it. */
static enum outcome reckon(struct session *s, const struct service_desk *k,
                           const struct record *permit, moment started, struct service_clock *clock,
                           struct closed_days *closed, struct service_account *a, struct error *e)
{
    struct service_span pauses[PAUSES_MAX];
    size_t count = pauses_of(permit, pauses);
    enum outcome result = clock_of(s, k, permit, closed, clock, e);
    day on = moment_day(started, clock->zone_minutes);
    const struct value *issued = record_value(permit, "issued_at");
    *a = (struct service_account){ .permit = permit,
                                   .target = target_of(k, permit, on),
                                   .started = started,
                                   .stopped = issued->set ? issued->num : -1,
                                   .due = -1 };
    if (result != DONE || !a->target)
        return result;
    clock->working = strcmp(record_text(a->target, "counted"), "working") == 0;
    int64_t unit =
        strcmp(record_text(a->target, "unit"), "day") == 0 ? service_day_ms(clock) : HOUR_MS;
    moment until = issued->set ? issued->num : session_now(s);
    a->length_ms = record_number(a->target, "length") * unit;
    a->used_ms = service_used_ms(clock, started, until, pauses, count);
    a->paused_ms = service_used_ms(clock, started, until, NULL, 0) - a->used_ms;
    a->due = service_due(clock, started, a->length_ms, pauses, count);
    a->day_ms = service_day_ms(clock);
    return DONE;
}

enum outcome service_refresh(struct session *s, struct record *permit, moment started,
                             struct error *e)
{
    struct service_desk k;
    struct service_clock clock;
    struct closed_days closed;
    struct service_account a = { 0 };
    struct value *due = record_value(permit, "due_at");
    value_clear(due);
    if (started <= 0 || record_value(permit, "issued_at")->set || permit_is_paused(permit))
        return DONE;
    enum outcome result = desk_begin(s, &k, e);
    if (result == DONE)
        result = reckon(s, &k, permit, started, &clock, &closed, &a, e);
    if (result == DONE && a.due >= 0)
        value_set_number(due, a.due);
    desk_end(&k);
    return result;
}

/* "Service time: 2 hours left of 3 days", and what it waits for. */
enum outcome service_explain(struct session *s, const struct record *r, struct buf *out,
                             struct error *e)
{
    struct service_desk k;
    struct service_clock clock;
    struct closed_days closed;
    struct service_account a = { 0 };
    const struct value *started = record_value(r, "accepted_at");
    const struct state *state = flow_state(r->kind->flow, r->state);
    if (!started->set || (state->flags & STATE_FINAL))
        return DONE;
    enum outcome result = desk_begin(s, &k, e);
    if (result == DONE)
        result = reckon(s, &k, r, started->num, &clock, &closed, &a, e);
    if (result == DONE && a.target) {
        moment at = a.stopped >= 0 ? a.stopped : session_now(s);
        buf_printf(out, "%s: ", record_text(a.target, "service"));
        if (a.due >= 0)
            service_left_words(a.due, at, out);
        else
            buf_printf(out, "%s", _("the clock stands"));
        buf_printf(out, _(", %lld%% used"), (long long)(a.used_ms * 100 / a.length_ms));
        buf_putc(out, '\n');
    }
    desk_end(&k);
    return result;
}

/* ---- Anomalies ---- */

const struct anomaly service_anomalies[] = {
    { ANOMALY_LATE, "late", N_("service time is over") },
    { ANOMALY_UNPAID, "before_receipt", N_("certificate before the receipt") },
    { ANOMALY_UNREPORTED, "before_report", N_("certificate before a report") },
    { ANOMALY_LATE_REPORT, "late_report", N_("report past its hours") },
    { ANOMALY_OUT_OF_HOURS, "out_of_hours", N_("a step outside service hours") },
    { ANOMALY_LONG_PAUSE, "long_pause", N_("clock paused too long") },
    { 0, NULL, NULL },
};

static enum outcome all_of(struct session *s, const struct kind *kind, int64_t permit,
                           const char *const *states, struct page *out, struct error *e)
{
    struct filter of = { .field = "permit", .how = IS, .value = { .num = permit, .set = true } };
    return store_page(s->store,
                      &(struct query){ .kind = kind,
                                       .filters = &of,
                                       .filter_count = 1,
                                       .states = states,
                                       .closed = true,
                                       .limit = 200 },
                      out, e);
}

static enum outcome unpaid(struct session *s, struct service_account *a, struct error *e)
{
    static const char *const paid[] = { "paid", NULL };
    struct page bills = { 0 };
    bool before = false;
    enum outcome result = all_of(s, &kind_bill, a->permit->id, paid, &bills, e);
    for (size_t i = 0; i < bills.count; i++)
        before |= record_number(bills.rows[i], "released_at") <= a->stopped;
    if (result == DONE && a->stopped >= 0 && !before)
        a->anomalies |= ANOMALY_UNPAID;
    page_free(&bills);
    return result;
}

/* An in-line release or a statement rests on no report of its own. */
static enum outcome unreported(struct session *s, struct service_account *a, struct error *e)
{
    static const char *const reported[] = { "reported", NULL };
    struct page reports = { 0 };
    bool before = strcmp(record_text(a->permit, "outcome"), "release") != 0;
    enum outcome result = all_of(s, &kind_inspection, a->permit->id, reported, &reports, e);
    for (size_t i = 0; i < reports.count; i++) {
        moment at = record_number(reports.rows[i], "reported_at");
        before |= at <= a->stopped;
        if (at > record_number(reports.rows[i], "report_due_at"))
            a->anomalies |= ANOMALY_LATE_REPORT;
    }
    if (result == DONE && a->stopped >= 0 && !before)
        a->anomalies |= ANOMALY_UNREPORTED;
    page_free(&reports);
    return result;
}

static void out_of_hours(const struct service_clock *clock, struct service_account *a)
{
    static const char *const stamps[] = { "accepted_at", "analysed_at", "assigned_at",
                                          "recommended_at", "issued_at" };
    for (size_t i = 0; i < COUNT(stamps); i++) {
        const struct value *at = record_value(a->permit, stamps[i]);
        if (at->set && clock->working && !service_is_open(clock, at->num))
            a->anomalies |= ANOMALY_OUT_OF_HOURS;
    }
}

static void long_pauses(const struct service_desk *k, moment now, struct service_account *a)
{
    enum { DAY_MS = 24 * HOUR_MS };
    struct service_span pauses[PAUSES_MAX];
    size_t count = pauses_of(a->permit, pauses);
    for (size_t i = 0; i < count; i++) {
        moment until = pauses[i].until < 0 ? now : pauses[i].until;
        if (k->pause_days > 0 && until - pauses[i].from > k->pause_days * DAY_MS)
            a->anomalies |= ANOMALY_LONG_PAUSE;
    }
}

static enum outcome account(struct session *s, const struct service_desk *k,
                            const struct record *permit, struct service_account *a, struct error *e)
{
    struct service_clock clock;
    struct closed_days closed;
    enum outcome result =
        reckon(s, k, permit, record_number(permit, "accepted_at"), &clock, &closed, a, e);
    if (result != DONE)
        return result;
    if (a->target && a->used_ms > a->length_ms)
        a->anomalies |= ANOMALY_LATE;
    out_of_hours(&clock, a);
    long_pauses(k, session_now(s), a);
    result = unpaid(s, a, e);
    return result == DONE ? unreported(s, a, e) : result;
}

/* ---- The account of a time ---- */

static enum outcome account_page(struct session *s, const struct service_desk *k,
                                 const struct page *page,
                                 void (*each)(void *context, const struct service_account *a),
                                 void *context, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < page->count; i++) {
        struct record *permit = NULL;
        struct service_account a = { 0 };
        result = store_load(s->store, &kind_permit, page->rows[i]->id, &permit, e);
        if (result == DONE)
            result = account(s, k, permit, &a, e);
        if (result == DONE)
            each(context, &a);
        record_free(&permit);
    }
    return result;
}

enum outcome act_service_time(struct session *s, day from, day to,
                              void (*each)(void *context, const struct service_account *a),
                              void *context, struct error *e)
{
    enum { MINUTE_MS = 60 * 1000, DAY_MS = 24 * HOUR_MS, PART = 200 };
    moment zone = (moment)s->zone_minutes * MINUTE_MS;
    struct filter days[] = {
        { "accepted_at", AT_LEAST, { .num = (moment)from * DAY_MS - zone, .set = true }, NULL },
        { "accepted_at",
          AT_MOST,
          { .num = (moment)(to + 1) * DAY_MS - zone - 1, .set = true },
          NULL },
    };
    struct query q = { .kind = &kind_permit,
                       .filters = days,
                       .filter_count = COUNT(days),
                       .closed = true,
                       .sort = "accepted_at",
                       .limit = PART };
    struct service_desk k;
    bool more = true;
    enum outcome result = desk_begin(s, &k, e);
    while (result == DONE && more) {
        struct page page = { 0 };
        result = store_page(s->store, &q, &page, e);
        if (result == DONE)
            result = account_page(s, &k, &page, each, context, e);
        more = result == DONE && page.more && page.count > 0;
        if (more) {
            const struct record *last = page.rows[page.count - 1];
            q.from = (struct mark){ .set = true, .id = last->id };
            value_set_number(&q.from.key, record_number(last, "accepted_at"));
        }
        page_free(&page);
    }
    desk_end(&k);
    return result;
}
