/* The office's plan as a calendar file: visits, duties and what lapses, for whatever calendar
 * program people carry. Each event keeps its name (UID) for good and counts its changes, so that
 * taking the file in again updates what is there. loket-paper writes it. */
#include "private.h"

#include "loket/exchange.h"

#include <string.h>

enum { DUTIES_READ = 2000, LAPSES_LISTED = 2000 };

static const moment MINUTE_MS = 60000, DAY_MS = INT64_C(86400000);

struct event {
    char uid[128];
    day on, last; /* both included; on NO_DAY: at `start` */
    moment start;
    int64_t minutes;
    int64_t revision;
    moment changed;
    bool cancelled;
    struct buf summary, description;
    const char *place, *company;
};

static void member(struct buf *out, const char *id, const char *text)
{
    buf_printf(out, ", \"%s\": ", id);
    json_text(text, out);
}

static void member_day(struct buf *out, const char *id, day d)
{
    struct buf text = { 0 };
    day_iso(d, &text);
    member(out, id, buf_text(&text));
    buf_free(&text);
}

static void member_moment(struct buf *out, const char *id, moment m)
{
    struct buf text = { 0 };
    moment_iso(m, &text);
    member(out, id, buf_text(&text));
    buf_free(&text);
}

static void put(struct buf *out, struct event *v)
{
    buf_puts(out, "{\"uid\": ");
    json_text(v->uid, out);
    if (v->on != NO_DAY) {
        member_day(out, "day", v->on);
        member_day(out, "last", v->last);
    } else {
        member_moment(out, "start", v->start);
        buf_printf(out, ", \"minutes\": %lld", (long long)v->minutes);
    }
    member_moment(out, "changed", v->changed);
    buf_printf(out, ", \"revision\": %lld, \"cancelled\": %s", (long long)v->revision,
               v->cancelled ? "true" : "false");
    member(out, "summary", buf_text(&v->summary));
    member(out, "description", buf_text(&v->description));
    member(out, "place", v->place ? v->place : "");
    member(out, "company", v->company ? v->company : "");
    buf_puts(out, "}\n");
    buf_free(&v->summary);
    buf_free(&v->description);
}

/* "monitoring-0ABC...@STORE.loket" */
static void name_event(struct session *s, struct event *v, const char *kind, int64_t id,
                       const char *more)
{
    char text[ID_TEXT_LEN + 1] = "";
    if (id)
        id_text(id, text);
    snprintf(v->uid, sizeof v->uid, "%s-%s%s@%s.loket", kind, text, more,
             store_uuid_text(s->store));
}

/* ---- Visits ---- */

static void describe_visit(const struct visit *v, struct buf *out)
{
    const struct field *manner = kind_field(v->record->kind, "manner");
    const struct value *value = record_value(v->record, "manner");
    buf_printf(out, "%s: %s", _("Officer"), record_text(v->record, "officer"));
    if (*v->contact || *v->phone)
        buf_printf(out, "\n%s: %s %s", _("Contact"), v->contact, v->phone);
    if (value->set) {
        buf_printf(out, "\n%s: ", _(manner->label));
        field_format(manner, value, SPELL_SCREEN, out);
    }
    if (*v->against)
        buf_printf(out, "\n! %s", v->against);
}

static void put_visit(struct session *s, struct buf *out, const struct visit *v, int64_t minutes)
{
    const struct record *r = v->record;
    const struct value *planned = record_value(r, "scheduled_on");
    struct event event = { .on = v->on != NO_DAY ? v->on : (day)planned->num,
                           .revision = r->rev,
                           .changed = r->changed_at,
                           .minutes = minutes,
                           .cancelled = strcmp(r->state, "called_off") == 0,
                           .place = v->place,
                           .company = record_text(r, "facility") };
    if (v->on == NO_DAY && !planned->set)
        return; /* due, and nobody said when */
    name_event(s, &event, r->kind->id, r->id, "");
    event.last = event.on;
    if (v->minute >= 0) {
        event.start = event.on * DAY_MS + (v->minute - s->zone_minutes) * MINUTE_MS;
        event.on = NO_DAY;
    }
    buf_printf(&event.summary, "%s: %s", _(r->kind->label), event.company);
    describe_visit(v, &event.description);
    put(out, &event);
}

static enum outcome put_visits(struct session *s, const struct schedule_query *q, struct buf *out,
                               struct error *e)
{
    struct schedule sc = { 0 };
    int64_t minutes = 0;
    enum outcome result = rule_number(s, "schedule.visit_minutes", session_today(s), &minutes, e);
    if (result == DONE)
        result = act_schedule(s, q, &sc, e);
    for (size_t i = 0; i < sc.count; i++)
        if (sc.visits[i].on == NO_DAY || (sc.visits[i].on >= q->from && sc.visits[i].on <= q->to))
            put_visit(s, out, &sc.visits[i], minutes > 0 ? minutes : 1);
    schedule_free(&sc);
    return result;
}

/* ---- Duties ---- */

static void put_duty(struct session *s, struct buf *out, const struct record *r)
{
    struct event event = { .on = (day)record_number(r, "from_on"),
                           .last = (day)record_number(r, "to_on"),
                           .revision = r->rev,
                           .changed = r->changed_at,
                           .cancelled = strcmp(r->state, "withdrawn") == 0 };
    name_event(s, &event, r->kind->id, r->id, "");
    buf_printf(&event.summary, "%s: ", record_text(r, "officer"));
    field_format(kind_field(r->kind, "duty"), record_value(r, "duty"), SPELL_SCREEN,
                 &event.summary);
    buf_puts(&event.description, record_text(r, "basis"));
    put(out, &event);
}

static enum outcome put_duties(struct session *s, const struct schedule_query *q, struct buf *out,
                               struct error *e)
{
    static const char *const states[] = { "active", "withdrawn", NULL };
    struct filter ends = { .field = "to_on",
                           .how = AT_LEAST,
                           .value = { .num = q->from, .set = true } };
    const struct query all = { .kind = &kind_duty,
                               .filters = &ends,
                               .filter_count = 1,
                               .states = states,
                               .sort = "to_on",
                               .limit = DUTIES_READ };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &all, &page, e);
    for (size_t i = 0; i < page.count; i++) {
        const struct record *r = page.rows[i];
        if (record_number(r, "from_on") <= q->to && record_value(r, "from_on")->set &&
            (!q->officer || strcmp(record_text(r, "officer"), q->officer) == 0))
            put_duty(s, out, r);
    }
    page_free(&page);
    return result;
}

/* ---- What lapses ---- */

static void put_lapse(struct session *s, struct buf *out, const struct watched *w)
{
    struct event event = { .on = w->on,
                           .last = w->on,
                           .revision = w->rev,
                           .changed = w->changed_at,
                           .cancelled = w->state == WATCH_HANDLED };
    struct buf more = { 0 }, what = { 0 };
    char line[ID_TEXT_LEN + 1];
    buf_printf(&more, "-%s%s%s", w->lines ? w->lines->id : "", w->lines ? "." : "", w->field->id);
    if (w->line) {
        id_text(w->line, line);
        buf_printf(&more, "-%s", line);
    } else if (!w->id) {
        day_iso(w->on, &more);
    }
    name_event(s, &event, w->kind->id, w->id, buf_text(&more));
    watch_what(w, &what);
    buf_printf(&event.summary, "%s: %s · %s", _("Lapses"), w->name, buf_text(&what));
    buf_puts(&event.description, w->words ? w->words : "");
    put(out, &event);
    buf_free(&more);
    buf_free(&what);
}

static enum outcome put_lapses(struct session *s, const struct schedule_query *q, struct buf *out,
                               struct error *e)
{
    const struct watch_query all = { .states = (1u << WATCH_STATES) - 1, .limit = LAPSES_LISTED };
    struct watch_list list = { 0 };
    enum outcome result = act_watch(s, &all, &list, e);
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].on >= q->from && list.items[i].on <= q->to)
            put_lapse(s, out, &list.items[i]);
    watch_list_free(&list);
    return result;
}

/* ---- All of it ---- */

enum outcome act_calendar(struct session *s, const struct schedule_query *q, struct buf *out,
                          struct error *e)
{
    static const char *const words[] = { "calendar", "-", NULL };
    struct schedule_query visits = *q;
    struct buf lines = { 0 }, name = { 0 };
    visits.called_off = true;
    buf_printf(&name, "loket %s%s%s", session_office(s), q->officer ? " · " : "",
               q->officer ? q->officer : "");
    buf_puts(&lines, "{\"calendar\": ");
    json_text(buf_text(&name), &lines);
    buf_puts(&lines, "}\n");
    enum outcome result = put_visits(s, &visits, &lines, e);
    if (result == DONE)
        result = put_duties(s, q, &lines, e);
    if (result == DONE && !q->officer)
        result = put_lapses(s, q, &lines, e);
    if (result == DONE)
        result = paper_make(words, &lines, out, e);
    buf_free(&lines);
    buf_free(&name);
    return result;
}
