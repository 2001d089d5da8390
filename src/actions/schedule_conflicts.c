/* What stands against a visit: its officer is away or expected elsewhere, the day is none of work;
 * and how much each officer has to do. */
#include "schedule.h"

#include <stdlib.h>
#include <string.h>

enum { OFFICERS_MAX = 500, HOLIDAYS_MAX = 400 };

/* ---- Who ---- */

/* One who is linked is known by the link, any other by name. */
static bool same_officer(const struct value *a, const struct value *b)
{
    if (a->num && b->num)
        return a->num == b->num;
    return a->set && b->set && text_same(a->text, b->text);
}

static const struct value *officer_of(const struct visit *v)
{
    return record_value(v->record, "officer");
}

static bool is_away(const struct record *duty)
{
    const char *what = record_text(duty, "duty");
    return strcmp(what, "leave") == 0 || strcmp(what, "away") == 0;
}

static bool covers(const struct record *duty, day d)
{
    return record_number(duty, "from_on") <= d && record_number(duty, "to_on") >= d;
}

/* NULL: nothing keeps them from working that day. */
static const struct record *absence(const struct schedule *sc, const struct value *officer, day d)
{
    for (size_t i = 0; i < sc->duties.count; i++) {
        const struct record *duty = sc->duties.rows[i];
        if (is_away(duty) && covers(duty, d) &&
            same_officer(record_value(duty, "officer"), officer))
            return duty;
    }
    return NULL;
}

/* ---- Conflicts ---- */

struct plan_rules {
    int64_t minutes, a_day;
    struct page holidays;
};

static void say(struct visit *v, struct buf *words, enum visit_conflict what)
{
    v->conflicts |= what;
    if (words->len)
        buf_puts(words, "; ");
}

static void check_absence(const struct schedule *sc, struct visit *v, struct buf *words)
{
    const struct record *duty = absence(sc, officer_of(v), v->on);
    if (!duty)
        return;
    say(v, words, VISIT_AWAY);
    buf_printf(words, "%s: ", record_text(duty, "officer"));
    field_format(kind_field(duty->kind, "duty"), record_value(duty, "duty"), SPELL_SCREEN, words);
    buf_printf(words, " %s ", _("until"));
    day_local((day)record_number(duty, "to_on"), words);
}

static void check_others(const struct schedule *sc, const struct plan_rules *rules, struct visit *v,
                         struct buf *words)
{
    const struct visit *near = NULL;
    int64_t that_day = 0;
    for (size_t i = 0; i < sc->count; i++) {
        const struct visit *other = &sc->visits[i];
        if (!other->open || other->on != v->on || !same_officer(officer_of(other), officer_of(v)))
            continue;
        that_day++;
        if (other != v && v->minute >= 0 && other->minute >= 0 &&
            llabs((long long)other->minute - v->minute) < rules->minutes)
            near = other;
    }
    if (near) {
        say(v, words, VISIT_TWICE);
        buf_printf(words, _("expected at %s too, %s"), record_text(near->record, "facility"),
                   record_text(near->record, "hour"));
    }
    if (that_day > rules->a_day) {
        say(v, words, VISIT_MANY);
        buf_printf(words, _("%lld visits that day"), (long long)that_day);
    }
}

static void check_day(const struct plan_rules *rules, struct visit *v, struct buf *words)
{
    const char *name = day_weekday(v->on) == 5   ? _("Saturday")
                       : day_weekday(v->on) == 6 ? _("Sunday")
                                                 : NULL;
    for (size_t i = 0; i < rules->holidays.count; i++)
        if (record_number(rules->holidays.rows[i], "day") == v->on)
            name = record_text(rules->holidays.rows[i], "name");
    if (!name)
        return;
    say(v, words, VISIT_DAY_OFF);
    buf_puts(words, name);
}

static enum outcome read_rules(struct session *s, const struct schedule *sc, struct plan_rules *out,
                               struct error *e)
{
    struct filter days[] = {
        { .field = "day", .how = AT_LEAST, .value = { .num = sc->from, .set = true } },
        { .field = "day", .how = AT_MOST, .value = { .num = sc->to, .set = true } },
    };
    const struct query q = { .kind = &kind_holiday,
                             .filters = days,
                             .filter_count = COUNT(days),
                             .sort = "day",
                             .limit = HOLIDAYS_MAX };
    day today = session_today(s);
    enum outcome result = rule_number(s, "schedule.visit_minutes", today, &out->minutes, e);
    if (result == DONE)
        result = rule_number(s, "schedule.visits_a_day", today, &out->a_day, e);
    return result == DONE ? store_page(s->store, &q, &out->holidays, e) : result;
}

enum outcome schedule_conflicts(struct session *s, struct schedule *out, struct error *e)
{
    struct plan_rules rules = { 0 };
    enum outcome result = read_rules(s, out, &rules, e);
    for (size_t i = 0; result == DONE && i < out->count; i++) {
        struct visit *v = &out->visits[i];
        struct buf words = { 0 };
        if (v->open && v->on != NO_DAY) {
            check_absence(out, v, &words);
            check_others(out, &rules, v, &words);
            check_day(&rules, v, &words);
        }
        buf_puts(&words, "");
        v->against = buf_take(&words);
    }
    page_free(&rules.holidays);
    return result;
}

/* ---- Load ---- */

static struct officer_load *load_of(struct schedule *out, int64_t id, const char *name)
{
    for (size_t i = 0; i < out->load_count; i++) {
        struct officer_load *l = &out->loads[i];
        if (l->id && id ? l->id == id : strcmp(l->name, name) == 0)
            return l;
    }
    out->loads = xreallocarray(out->loads, out->load_count + 1, sizeof *out->loads);
    out->loads[out->load_count] = (struct officer_load){ .id = id, .name = xstrdup(name) };
    return &out->loads[out->load_count++];
}

static bool within(day d, day from, day to)
{
    return d != NO_DAY && d >= from && d <= to;
}

static void add_visits(struct schedule *out, day today)
{
    day from, to;
    week_span(today, &from, &to);
    for (size_t i = 0; i < out->count; i++) {
        const struct visit *v = &out->visits[i];
        const struct value *officer = officer_of(v);
        if (!officer->set || !v->open)
            continue;
        struct officer_load *l = load_of(out, officer->num, officer->text);
        l->open++;
        l->week += within(v->on, from, to);
        l->span += within(v->on, out->from, out->to);
    }
}

static void add_absences(struct schedule *out, day today)
{
    for (size_t i = 0; i < out->load_count; i++) {
        struct officer_load *l = &out->loads[i];
        const struct value who = { .num = l->id, .text = l->name, .set = true };
        l->away_today = absence(out, &who, today) != NULL;
        for (day d = out->from; d <= out->to; d++)
            l->away += absence(out, &who, d) != NULL;
    }
}

static bool has_role(const char *roles, const char *role)
{
    size_t n = strlen(role);
    for (const char *at = roles; (at = strstr(at, role)) != NULL; at += n)
        if ((at == roles || at[-1] == ';') && (at[n] == ';' || at[n] == '\0'))
            return true;
    return false;
}

/* Officers without a visit, too: they are who has room. */
static enum outcome add_officers(struct session *s, struct schedule *out, struct error *e)
{
    const struct query q = { .kind = &kind_user, .limit = OFFICERS_MAX };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    for (size_t i = 0; result == DONE && i < page.count; i++)
        if (has_role(record_text(page.rows[i], "roles"), role_id(ROLE_OFFICER)))
            load_of(out, page.rows[i]->id, record_text(page.rows[i], "name"));
    page_free(&page);
    return result;
}

static int by_name(const void *left, const void *right)
{
    const struct officer_load *a = left, *b = right;
    return strcmp(a->name, b->name);
}

enum outcome schedule_loads(struct session *s, struct schedule *out, struct error *e)
{
    enum outcome result = add_officers(s, out, e);
    add_visits(out, session_today(s));
    add_absences(out, session_today(s));
    if (out->load_count)
        qsort(out->loads, out->load_count, sizeof *out->loads, by_name);
    return result;
}
