/* Visits to companies as a plan: order, what stands against a visit, load, moving, and the same
 * cost however many were held before. */
#include "../../src/actions/private.h"

#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* ---- What is planned ---- */

static int64_t company(struct session *s, const char *name)
{
    counter_make(s, "party", (const char *const[]){ "name", name, NULL });
    return counter_make(s, "facility",
                        (const char *const[]){ "company", name, "place", "Gudang 4", "contact",
                                               "Bu Rina", "contact_phone", "0812345678", NULL });
}

static int64_t due(struct session *s, const char *name)
{
    return counter_make(s, "monitoring", (const char *const[]){ "facility", name, NULL });
}

static void plan(struct session *s, int64_t id, const char *on, const char *hour,
                 const char *officer)
{
    struct error e = { 0 };
    const struct assignment sets[] = { { "scheduled_on", on },
                                       { "officer", officer },
                                       { "contact", "Bu Rina" } };
    const struct step_request q = { .kind = &kind_monitoring,
                                    .id = id,
                                    .verb = "schedule",
                                    .sets = sets,
                                    .set_count = COUNT(sets),
                                    .spelling = SPELL_CANONICAL };
    struct record *base = counter_load(s, "monitoring", id), *mine = record_copy(base);
    struct save_report report = { 0 };
    value_set_text(record_value(mine, "hour"), hour);
    if (*hour)
        must(act_save(s, mine, base, NULL, &report, &e), &e);
    must(act_step(s, &q, NULL, &e), &e);
    save_report_free(&report);
    record_free(&base);
    record_free(&mine);
}

/* A row alone: an office without people takes in no staff, and the plan asks for no more. */
static void put_officer(struct session *s, const char *name)
{
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *r = NULL;
    struct intent intent;
    struct error e = { 0 };
    must(act_blank(s, &kind_user, &r, &e), &e);
    must(record_put(r, "name", &how, name, &e), &e);
    must(record_put(r, "full_name", &how, name, &e), &e);
    must(record_put(r, "roles", &how, "officer", &e), &e);
    session_intent(s, NULL, &intent);
    must(store_begin(s->store, &intent, NULL, &e), &e);
    must(store_save(s->store, r, &(struct change){ "new", "" }, &e), &e);
    must(store_commit(s->store, &e), &e);
    record_free(&r);
}

static void duty(struct session *s, const char *officer, const char *what, const char *from,
                 const char *to)
{
    put_officer(s, officer);
    counter_make(s, "duty",
                 (const char *const[]){ "officer", officer, "duty", what, "from_on", from, "to_on",
                                        to, NULL });
}

static void read_month(struct session *s, int year, int month, struct schedule *out)
{
    struct error e = { 0 };
    struct schedule_query q = { 0 };
    month_span(day_of(year, month, 1), &q.from, &q.to);
    must(act_schedule(s, &q, out, &e), &e);
}

static const struct visit *visit_of(const struct schedule *sc, int64_t id)
{
    for (size_t i = 0; i < sc->count; i++)
        if (sc->visits[i].record->id == id)
            return &sc->visits[i];
    test_stop("not in the plan\n");
    return NULL;
}

/* ---- Tests ---- */

static void spans_of_months_and_weeks(void **state)
{
    (void)state;
    static const struct {
        int year, month, mday, last, monday, sunday;
    } trials[] = { { 2026, 11, 21, 30, 16, 22 },
                   { 2028, 2, 29, 29, 28, 5 },
                   { 2026, 12, 31, 31, 28, 3 },
                   { 2026, 11, 30, 30, 30, 6 } };
    for (size_t i = 0; i < COUNT(trials); i++) {
        day d = day_of(trials[i].year, trials[i].month, trials[i].mday), from, to;
        int year, month, mday;
        month_span(d, &from, &to);
        assert_int_equal(from, day_of(trials[i].year, trials[i].month, 1));
        assert_int_equal(to, day_of(trials[i].year, trials[i].month, trials[i].last));
        week_span(d, &from, &to);
        day_split(from, &year, &month, &mday);
        assert_int_equal(mday, trials[i].monday);
        day_split(to, &year, &month, &mday);
        assert_int_equal(mday, trials[i].sunday);
    }
}

/* Due ones first, the oldest before the others, then by day and hour. */
static void they_come_in_the_order_of_time(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct schedule sc;
    company(s, "PT Urut");
    int64_t late = due(s, "PT Urut"), hour = due(s, "PT Urut"), early = due(s, "PT Urut"),
            open = due(s, "PT Urut");
    plan(s, late, "2026-12-03", "", "ani");
    plan(s, hour, "2026-12-02", "13.00", "ani");
    plan(s, early, "2026-12-02", "08:15", "budi");
    read_month(s, 2026, 12, &sc);
    const int64_t wanted[] = { open, early, hour, late };
    assert_int_equal(sc.count, COUNT(wanted));
    for (size_t i = 0; i < sc.count; i++)
        assert_true(sc.visits[i].record->id == wanted[i]);
    assert_int_equal(sc.visits[0].on, NO_DAY);
    assert_int_equal(sc.visits[1].minute, 8 * 60 + 15);
    assert_int_equal(sc.visits[3].minute, -1);
    assert_string_equal(sc.visits[1].place, "Gudang 4");
    schedule_free(&sc);
}

static void what_stands_against_a_visit(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    static const struct {
        const char *on, *hour, *officer, *other_hour, *other_officer;
        unsigned conflicts;
    } trials[] = {
        { "2027-03-01", "09.30", "ani", "10.30", "ani", VISIT_TWICE },
        { "2027-03-02", "09.30", "ani", "11.30", "ani", 0 },
        { "2027-03-03", "09.30", "ani", "10.30", "budi", 0 },
        { "2027-03-04", "09.30", "ani", "", "ani", 0 },
        { "2027-03-05", "", "cuti", "", "ani", VISIT_AWAY }, /* its first day */
        { "2027-03-09", "", "cuti", "", "ani", VISIT_AWAY }, /* its last */
        { "2027-03-10", "", "cuti", "", "ani", 0 },
        { "2027-03-11", "", "dinas", "", "ani", VISIT_AWAY },
        { "2027-03-12", "", "piket", "", "ani", 0 }, /* on duty is no absence */
        { "2027-03-13", "", "ani", "", "budi", VISIT_DAY_OFF },
        { "2027-03-15", "", "ani", "", "budi", VISIT_DAY_OFF },
        { "2027-03-14", "09.00", "cuti2", "10.00", "cuti2",
          VISIT_DAY_OFF | VISIT_AWAY | VISIT_TWICE },
    };
    company(s, "PT Bentrok");
    duty(s, "cuti", "leave", "2027-03-05", "2027-03-09");
    duty(s, "dinas", "away", "2027-03-11", "2027-03-11");
    duty(s, "piket", "rota", "2027-03-01", "2027-03-31");
    duty(s, "cuti2", "leave", "2027-01-01", "2027-12-31");
    counter_make(s, "holiday", (const char *const[]){ "day", "2027-03-15", "name", "Nyepi", NULL });
    for (size_t i = 0; i < COUNT(trials); i++) {
        struct schedule sc;
        int64_t id = due(s, "PT Bentrok"), other = due(s, "PT Bentrok");
        plan(s, id, trials[i].on, trials[i].hour, trials[i].officer);
        plan(s, other, trials[i].on, trials[i].other_hour, trials[i].other_officer);
        read_month(s, 2027, 3, &sc);
        const struct visit *v = visit_of(&sc, id);
        if (v->conflicts != trials[i].conflicts || (v->conflicts != 0) != (*v->against != '\0'))
            test_stop("%s %s: %u, “%s”\n", trials[i].on, trials[i].officer, v->conflicts,
                      v->against);
        schedule_free(&sc);
    }
}

/* More a day than one can make; how many that is, is a rule of a date. */
static void too_many_a_day_is_a_rule(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct schedule sc;
    int64_t ids[4];
    company(s, "PT Ramai");
    for (size_t i = 0; i < COUNT(ids); i++) {
        ids[i] = due(s, "PT Ramai");
        plan(s, ids[i], "2027-04-05", "", "ani");
        read_month(s, 2027, 4, &sc);
        assert_int_equal(visit_of(&sc, ids[0])->conflicts, i == 3 ? VISIT_MANY : 0);
        schedule_free(&sc);
    }
    counter_make(s, "rule",
                 (const char *const[]){ "rule", "schedule.visits_a_day", "value", "4", "valid_from",
                                        "2026-11-21", "basis", "uji", NULL });
    read_month(s, 2027, 4, &sc);
    assert_int_equal(visit_of(&sc, ids[0])->conflicts, VISIT_MANY);
    schedule_free(&sc);
    moment was = d->now;
    d->now += 86400000; /* 21 November */
    read_month(s, 2027, 4, &sc);
    assert_int_equal(visit_of(&sc, ids[0])->conflicts, 0);
    schedule_free(&sc);
    d->now = was;
}

/* Wednesday, 20 January 2027, where the week has five days more. */
static void load_of_each_officer(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct schedule sc;
    moment was = d->now;
    d->now = moment_parse("2027-05-19T03:00:00.000Z");
    company(s, "PT Beban");
    duty(s, "dedi", "leave", "2027-05-30", "2027-06-02");
    plan(s, due(s, "PT Beban"), "2027-05-17", "", "dedi");
    plan(s, due(s, "PT Beban"), "2027-05-23", "", "dedi");
    plan(s, due(s, "PT Beban"), "2027-05-24", "", "dedi");
    plan(s, due(s, "PT Beban"), "2027-06-01", "", "dedi");
    read_month(s, 2027, 5, &sc);
    for (size_t i = 0; i < sc.load_count; i++) {
        const struct officer_load *l = &sc.loads[i];
        if (strcmp(l->name, "dedi") != 0)
            continue;
        assert_true(l->open == 4 && l->week == 2 && l->span == 3 && l->away == 2);
        assert_false(l->away_today);
        schedule_free(&sc);
        d->now = was;
        return;
    }
    test_stop("no load of dedi\n");
}

static void one_officers_plan(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct schedule sc;
    const struct schedule_query q = { .from = day_of(2027, 5, 1),
                                      .to = day_of(2027, 5, 31),
                                      .officer = "dedi" };
    must(act_schedule(d->session, &q, &sc, &e), &e);
    assert_int_equal(sc.count, 4);
    schedule_free(&sc);
}

/* At home, where there are any. */
static void due_ones_are_counted(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct counter counters[64];
    size_t count = 0, found = 0;
    company(d->session, "PT Hitung");
    due(d->session, "PT Hitung");
    must(act_counters(d->session, counters, COUNT(counters), &count, &e), &e);
    for (size_t i = 0; i < count; i++)
        found +=
            counters[i].kind == &kind_monitoring && strcmp(counters[i].states[0], "scheduled") != 0;
    assert_int_equal(found, 1); /* due; none is followed up */
}

static enum outcome move(struct session *s, const struct record *r, day on, const char *officer,
                         struct error *e)
{
    return act_visit(s, &(struct visit_change){ r, on, officer }, e);
}

static void planned_moved_and_never_twice(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    company(s, "PT Geser");
    int64_t id = due(s, "PT Geser");
    struct record *seen = counter_load(s, "monitoring", id);
    must(move(s, seen, NO_DAY, "ani", &e), &e); /* Friday: the next working day is Monday */
    struct record *now = counter_load(s, "monitoring", id);
    assert_string_equal(now->state, "scheduled");
    assert_int_equal(record_number(now, "scheduled_on"), day_of(2026, 11, 23));
    assert_string_equal(record_text(now, "contact"), "Bu Rina");
    assert_int_equal(move(s, seen, day_of(2026, 12, 1), "budi", &e), STALE);
    must(move(s, now, day_of(2026, 12, 1), NULL, &e), &e);
    record_free(&seen);
    seen = counter_load(s, "monitoring", id);
    assert_int_equal(record_number(seen, "scheduled_on"), day_of(2026, 12, 1));
    assert_string_equal(record_text(seen, "officer"), "ani");
    seen->state = "closed";
    assert_int_equal(move(s, seen, day_of(2026, 12, 2), NULL, &e), REFUSED);
    record_free(&seen);
    record_free(&now);
}

/* Whatever spoke against a certificate, the newest first; cancelled ones went nowhere. */
static void against_the_rule_newest_first(void **state)
{
    struct counter_desk *d = *state;
    struct schedule sc;
    struct buf words = { 0 };
    staff_sql(d, "INSERT INTO shipment (id, rev, state, origin, batch, changed_at, facility, "
                 "ordinal, issued_on, breach) VALUES "
                 "(71, 1, 'issued', 0, 0, '', 'PT Deli', 11, '2020-08-30', 'unmonitored'), "
                 "(72, 1, 'issued', 0, 0, '', 'PT Deli', 12, '2020-09-05', 'unmonitored'), "
                 "(73, 1, 'issued', 0, 0, '', 'PT Toba', 11, '2020-09-01', 'finding'), "
                 "(74, 1, 'cancelled', 0, 0, '', 'PT Toba', 12, '2020-09-02', 'finding'), "
                 "(75, 1, 'issued', 0, 0, '', 'PT Toba', 13, '2020-09-03', NULL)");
    read_month(d->session, 2026, 12, &sc);
    static const int64_t wanted[] = { 72, 73, 71 };
    assert_int_equal(sc.breaches.count, COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++)
        assert_true(sc.breaches.rows[i]->id == wanted[i]);
    breach_words(sc.breaches.rows[0], &words);
    assert_string_equal(buf_text(&words), "PT Deli · 12 · 5 Sep 2020 · Monitoring overdue");
    buf_free(&words);
    schedule_free(&sc);
    staff_sql(d, "DELETE FROM shipment WHERE id IN (71, 72, 73, 74, 75)");
}

/* Companies that hold a decree, what is wrong first; those still applying are none yet. */
static void companies_with_what_is_wrong(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct schedule sc;
    struct schedule_query q = { .from = session_today(s), .to = session_today(s) };
    must(act_schedule(s, &q, &sc, &e), &e);
    assert_null(sc.companies); /* not asked for */
    schedule_free(&sc);
    int64_t id = company(s, "PT Habis");
    company(s, "PT Melamar");
    staff_sql(d, "UPDATE facility SET state = 'designated', decree_number = 'SK 9', decree_on = "
                 "'2026-01-01', decree_to = '2026-04-01' WHERE company = 'PT Habis'");
    q.companies = true;
    must(act_schedule(s, &q, &sc, &e), &e);
    assert_int_equal(sc.company_count, 1);
    assert_true(sc.companies[0].record->id == id && *sc.companies[0].wrong != '\0');
    schedule_free(&sc);
}

/* A visit that was held stays in the plan while its finding is open, whatever its month. */
static void open_findings_stay(void **state)
{
    struct counter_desk *d = *state;
    struct schedule sc;
    staff_sql(d, "INSERT INTO monitoring (id, rev, state, origin, batch, changed_at, facility, "
                 "held_on) VALUES (81, 1, 'follow_up', 0, 0, '', 'PT Toba', '2020-08-05'), "
                 "(82, 1, 'closed', 0, 0, '', 'PT Toba', '2020-08-05')");
    read_month(d->session, 2026, 12, &sc);
    const struct visit *v = visit_of(&sc, 81);
    assert_true(v->followed && !v->open && v->on == day_of(2020, 8, 5));
    for (size_t i = 0; i < sc.count; i++)
        assert_true(sc.visits[i].record->id != 82);
    schedule_free(&sc);
    staff_sql(d, "DELETE FROM monitoring WHERE id IN (81, 82)");
}

/* Ten years of visits held and shipments certified stay where they are. */
static void what_was_held_costs_nothing(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    static const int sizes[] = { 200, 2000, 20000 };
    uint64_t cost[COUNT(sizes)];
    int before = 0;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct buf sql = { 0 };
        struct schedule sc;
        buf_printf(&sql,
                   "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
                   "INSERT INTO monitoring (id, rev, state, origin, batch, changed_at, facility, "
                   "due_on, held_on) SELECT i, 1, 'closed', 0, 0, '2026-11-21T00:00:00.000Z', "
                   "'PT Lama', '2016-01-01', '2016-01-02' FROM n; "
                   "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
                   "INSERT INTO shipment (id, rev, state, origin, batch, changed_at, facility, "
                   "issued_on) SELECT i, 1, 'issued', 0, 0, '2026-11-21T00:00:00.000Z', "
                   "'PT Lama', '2016-01-02' FROM n",
                   before + 1, sizes[i], before + 1, sizes[i]);
        staff_sql(d, buf_text(&sql));
        buf_free(&sql);
        before = sizes[i];
        uint64_t was = store_cost(session_store(s)).rows;
        read_month(s, 2026, 12, &sc);
        cost[i] = store_cost(session_store(s)).rows - was;
        schedule_free(&sc);
        if (cost[i] != cost[0])
            test_stop("%llu rows at %d, %llu at %d\n", (unsigned long long)cost[0], sizes[0],
                      (unsigned long long)cost[i], sizes[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_of_months_and_weeks),
        cmocka_unit_test(they_come_in_the_order_of_time),
        cmocka_unit_test(what_stands_against_a_visit),
        cmocka_unit_test(too_many_a_day_is_a_rule),
        cmocka_unit_test(load_of_each_officer),
        cmocka_unit_test(one_officers_plan),
        cmocka_unit_test(due_ones_are_counted),
        cmocka_unit_test(planned_moved_and_never_twice),
        cmocka_unit_test(against_the_rule_newest_first),
        cmocka_unit_test(companies_with_what_is_wrong),
        cmocka_unit_test(open_findings_stay),
        cmocka_unit_test(what_was_held_costs_nothing),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
