/* schedule, calendar: visits to companies, who goes, and what stands against it. */
#include "private.h"

#include <string.h>

enum { PAST_DAYS = 30, AHEAD_DAYS = 180, SPAN_MAX = 3660 };

/* ---- Days asked for ---- */

/* "2026-11" */
static enum outcome take_month(const char *text, day *from, day *to, struct error *e)
{
    struct buf first = { 0 };
    buf_printf(&first, "%s-01T00:00:00.000Z", text);
    moment m = moment_parse(buf_text(&first));
    buf_free(&first);
    if (m < 0)
        return fail(e, MISUSED, _("--month takes a month such as 2026-11, not “%s”."),
                    excerpt(text).text);
    month_span(moment_day(m, 0), from, to);
    return DONE;
}

static enum outcome take_span(struct call *c, day *from, day *to, struct error *e)
{
    enum outcome result = DONE;
    for (int i = 0; i < c->word_count && result == DONE; i++) {
        const char *word = c->words[i], *value = strchr(word, '=');
        if (text_starts(word, "from="))
            result = day_parse(value + 1, session_today(c->session), from, e);
        else if (text_starts(word, "to="))
            result = day_parse(value + 1, session_today(c->session), to, e);
        else
            result = fail(e, MISUSED, _("Usage: loket %s"), CALENDAR_USAGE);
    }
    if (result == DONE && (*to < *from || *to - *from > SPAN_MAX))
        return fail(e, MISUSED, _("The last day comes after the first, within ten years."));
    return result;
}

/* ---- The plan ---- */

static void put_day(day d, struct buf *out)
{
    if (d != NO_DAY)
        day_iso(d, out);
}

static void visit_line(struct call *c, const struct visit *v)
{
    struct buf line = { 0 }, cell = { 0 };
    const struct state *state = flow_state(v->record->kind->flow, v->record->state);
    if (v->on != NO_DAY)
        day_local(v->on, &cell);
    utf8_fit(buf_text(&cell), 12, &line);
    buf_puts(&line, " ");
    utf8_fit(record_text(v->record, "hour"), 6, &line);
    utf8_fit(record_text(v->record, "facility"), 30, &line);
    buf_puts(&line, "  ");
    utf8_fit(record_text(v->record, "officer"), 16, &line);
    buf_puts(&line, "  ");
    utf8_fit(_(state->label), 12, &line);
    if (*v->against)
        buf_printf(&line, " ! %s", v->against);
    fprintf(c->io->out, "%s\n", buf_text(&line));
    buf_free(&line);
    buf_free(&cell);
}

static void company_line(struct call *c, const struct company *company, bool first)
{
    struct buf line = { 0 };
    if (first)
        fprintf(c->io->out, "\n%s\n",
                _("Company                         shipments since its last visit"));
    utf8_fit(record_text(company->record, "company"), 30, &line);
    buf_printf(&line, "  %3d%s %s", company->count, *company->wrong ? " !" : "", company->wrong);
    fprintf(c->io->out, "%s\n", buf_text(&line));
    buf_free(&line);
}

static void table(struct call *c, const struct schedule *sc)
{
    for (size_t i = 0; i < sc->count; i++)
        visit_line(c, &sc->visits[i]);
    if (sc->load_count)
        fprintf(c->io->out, "\n%s\n", _("Officer           this week  in the month  days away"));
    for (size_t i = 0; i < sc->load_count; i++) {
        struct buf name = { 0 };
        const struct officer_load *l = &sc->loads[i];
        utf8_fit(l->name, 16, &name);
        fprintf(c->io->out, "%s  %9d  %12d  %9d\n", buf_text(&name), l->week, l->span, l->away);
        buf_free(&name);
    }
    for (size_t i = 0; i < sc->company_count; i++)
        company_line(c, &sc->companies[i], i == 0);
    if (sc->breaches.count)
        fprintf(c->io->out, "\n%s\n", _("Certified against the rule"));
    for (size_t i = 0; i < sc->breaches.count; i++) {
        struct buf text = { 0 };
        breach_words(sc->breaches.rows[i], &text);
        fprintf(c->io->out, "%s\n", buf_text(&text));
        buf_free(&text);
    }
}

static void pair(struct buf *out, bool first, const char *id, const char *text)
{
    buf_printf(out, "%s\"%s\": ", first ? "{" : ", ", id);
    act_json_string(text, out);
}

static void visit_json(const struct visit *v, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    struct buf on = { 0 }, due = { 0 };
    id_text(v->record->id, id);
    put_day(v->on, &on);
    put_day(v->due, &due);
    pair(out, true, "id", id);
    pair(out, false, "state", v->record->state);
    pair(out, false, "on", buf_text(&on));
    pair(out, false, "hour", record_text(v->record, "hour"));
    pair(out, false, "due_on", buf_text(&due));
    pair(out, false, "facility", record_text(v->record, "facility"));
    pair(out, false, "officer", record_text(v->record, "officer"));
    pair(out, false, "place", v->place);
    pair(out, false, "contact", v->contact);
    pair(out, false, "phone", v->phone);
    pair(out, false, "against", v->against);
    buf_putc(out, '}');
    buf_free(&on);
    buf_free(&due);
}

static void json(struct call *c, const struct schedule *sc)
{
    struct buf out = { 0 }, day_text = { 0 };
    put_day(sc->from, &day_text);
    pair(&out, true, "from", buf_text(&day_text));
    buf_puts(&out, ",\n\"visits\": [");
    for (size_t i = 0; i < sc->count; i++) {
        buf_puts(&out, i ? ",\n" : "");
        visit_json(&sc->visits[i], &out);
    }
    buf_puts(&out, "],\n\"load\": [");
    for (size_t i = 0; i < sc->load_count; i++) {
        const struct officer_load *l = &sc->loads[i];
        buf_puts(&out, i ? ",\n" : "");
        pair(&out, true, "officer", l->name);
        buf_printf(&out, ", \"open\": %d, \"week\": %d, \"month\": %d, \"away\": %d}", l->open,
                   l->week, l->span, l->away);
    }
    buf_puts(&out, "],\n\"companies\": [");
    for (size_t i = 0; i < sc->company_count; i++) {
        const struct company *company = &sc->companies[i];
        buf_puts(&out, i ? ",\n" : "");
        pair(&out, true, "company", record_text(company->record, "company"));
        buf_printf(&out, ", \"count\": %d", company->count);
        pair(&out, false, "wrong", company->wrong);
        buf_putc(&out, '}');
    }
    buf_puts(&out, "],\n\"breaches\": [");
    for (size_t i = 0; i < sc->breaches.count; i++) {
        buf_puts(&out, i ? ",\n" : "");
        act_json(sc->breaches.rows[i], false, &out);
    }
    fprintf(c->io->out, "%s]}\n", buf_text(&out));
    buf_free(&out);
    buf_free(&day_text);
}

enum outcome verb_schedule(struct call *c, struct error *e)
{
    struct schedule_query q = { .officer = c->officer, .companies = true };
    struct schedule sc = { 0 };
    enum outcome result = DONE;
    if (c->word_count)
        return fail(e, MISUSED, _("Usage: loket %s"), SCHEDULE_USAGE);
    if (c->month)
        result = take_month(c->month, &q.from, &q.to, e);
    else
        month_span(session_today(c->session), &q.from, &q.to);
    if (result == DONE)
        result = act_schedule(c->session, &q, &sc, e);
    if (result == DONE && c->format == FORMAT_JSON)
        json(c, &sc);
    else if (result == DONE)
        table(c, &sc);
    schedule_free(&sc);
    return result;
}

enum outcome verb_calendar(struct call *c, struct error *e)
{
    day today = session_today(c->session);
    struct schedule_query q = { .from = today - PAST_DAYS,
                                .to = today + AHEAD_DAYS,
                                .officer = c->officer };
    struct buf out = { 0 };
    enum outcome result = take_span(c, &q.from, &q.to, e);
    if (result == DONE)
        result = act_calendar(c->session, &q, &out, e);
    if (result == DONE)
        fputs(buf_text(&out), c->io->out);
    buf_free(&out);
    return result;
}
