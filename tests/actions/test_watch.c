/* The expiry watch: states over day boundaries and zones, lead times as rows of a date, what was
 * handled and comes back, next year's holidays. */
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { ALL = (1 << WATCH_STATES) - 1 };

static void list(struct session *s, unsigned states, struct watch_list *out)
{
    struct error e = { 0 };
    const struct watch_query q = { .states = states, .limit = 100 };
    must(act_watch(s, &q, out, &e), &e);
}

/* The item of a record, copied out of the list without its texts; state WATCH_STATES: none. */
static struct watched of(struct session *s, int64_t id)
{
    struct watch_list l;
    struct watched found = { .state = WATCH_STATES };
    list(s, ALL, &l);
    for (size_t i = 0; i < l.count; i++)
        if (l.items[i].id == id)
            found = l.items[i];
    watch_list_free(&l);
    found.name = "sari";
    found.by = found.how = found.words = found.went_on = NULL;
    return found;
}

static int64_t lend(struct session *s, const char *to)
{
    return counter_put(s, "post",
                       (const char *const[]){ "person", "Sari", "manner", "definitive", "role",
                                              "head", "valid_from", "2026-01-01", "valid_to", to,
                                              "basis", "SK 1", NULL });
}

static int64_t rule(struct session *s, const char *id, const char *value, const char *from)
{
    return counter_make(s, "rule",
                        (const char *const[]){ "rule", id, "value", value, "valid_from", from,
                                               "basis", "uji", NULL });
}

static void at(struct counter_desk *d, const char *moment_text)
{
    d->now = moment_parse(moment_text);
}

/* Its last day belongs to it, and a day begins at midnight of the office, seven hours ahead. */
static void states_change_at_midnight_of_the_office(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    int64_t id = lend(s, "2026-12-31");
    static const struct {
        const char *now;
        enum watch_state is;
        int64_t days;
    } trials[] = {
        { "2026-11-30T16:59:59.999Z", WATCH_STATES, 0 }, /* 23.59 of 30 November: 31 days */
        { "2026-11-30T17:00:00.000Z", WATCH_SOON, 30 },
        { "2026-12-29T16:59:59.999Z", WATCH_SOON, 2 },
        { "2026-12-29T17:00:00.000Z", WATCH_DUE, 1 },
        { "2026-12-30T17:00:00.000Z", WATCH_DUE, 0 },
        { "2026-12-31T16:59:59.999Z", WATCH_DUE, 0 },
        { "2026-12-31T17:00:00.000Z", WATCH_LAPSED, -1 },
        { "2028-01-01T00:00:00.000Z", WATCH_LAPSED, -366 },
        { "2028-01-01T17:00:00.000Z", WATCH_STATES, 0 }, /* watch.past_days */
    };
    for (size_t i = 0; i < COUNT(trials); i++) {
        at(d, trials[i].now);
        struct watched w = of(s, id);
        if (w.state != trials[i].is || (w.state != WATCH_STATES && w.days != trials[i].days))
            test_stop("%s: state %d, %lld days\n", trials[i].now, (int)w.state, (long long)w.days);
    }
}

/* Another rule from a date changes nothing before that date. */
static void lead_times_are_rows_of_a_date(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    int64_t id = lend(s, "2027-06-30");
    rule(s, "watch.lead_days", "10;3", "2027-06-01");
    at(d, "2027-05-31T03:00:00.000Z"); /* 30 days: the old row */
    assert_int_equal(of(s, id).state, WATCH_SOON);
    at(d, "2027-06-01T03:00:00.000Z"); /* 29 days: the new one knows nothing beyond ten */
    assert_int_equal(of(s, id).state, WATCH_STATES);
    at(d, "2027-06-20T03:00:00.000Z");
    assert_int_equal(of(s, id).state, WATCH_SOON);
    at(d, "2027-06-27T03:00:00.000Z");
    assert_int_equal(of(s, id).state, WATCH_DUE);
    rule(s, "watch.lead_days.post.valid_to", "2", "2027-06-27");
    assert_int_equal(of(s, id).state, WATCH_STATES);
    at(d, "2027-06-28T03:00:00.000Z");
    assert_int_equal(of(s, id).state, WATCH_DUE);
}

static void a_rule_that_is_none_is_named(void **state)
{
    static const char *const bad[] = { "besok", "30,7", "-1", "99999", ";" };
    struct counter_desk *d = *state;
    struct session *s = d->session;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct error e = { 0 };
        struct watch_list l;
        char from[32];
        snprintf(from, sizeof from, "2027-07-%02zu", i + 1);
        counter_put(s, "rule",
                    (const char *const[]){ "rule", "watch.lead_days.post.valid_to", "value", bad[i],
                                           "valid_from", from, "basis", "uji", NULL });
        d->now = moment_parse("2027-07-01T03:00:00.000Z") + (moment)i * 86400000;
        assert_int_equal(act_watch(s, &(struct watch_query){ .limit = 9 }, &l, &e), BAD_DATA);
        assert_non_null(strstr(e.text, "watch.lead_days.post.valid_to"));
    }
    rule(s, "watch.lead_days.post.valid_to", "30;14;7;1", "2027-07-20");
    at(d, "2027-07-20T03:00:00.000Z");
}

static enum outcome handle(struct session *s, int64_t id, const char *until, const char *reason,
                           struct error *e)
{
    struct watched w = of(s, id);
    return act_watch_handle(s, &w, &(struct watch_mark){ "letter", reason, until, SPELL_CANONICAL },
                            e);
}

static void handled_is_out_until_its_day(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    at(d, "2027-08-01T03:00:00.000Z");
    int64_t id = lend(s, "2027-08-10");
    assert_int_equal(handle(s, id, "", "  ", &e), REFUSED);
    assert_int_equal(handle(s, id, "2027-08-01", "surat", &e), REFUSED);
    must(handle(s, id, "2027-08-05", "surat dikirim", &e), &e);
    assert_int_equal(of(s, id).state, WATCH_HANDLED);
    at(d, "2027-08-04T16:59:59.999Z");
    assert_int_equal(of(s, id).state, WATCH_HANDLED);
    at(d, "2027-08-04T17:00:00.000Z");
    assert_int_equal(of(s, id).state, WATCH_SOON);
    must(handle(s, id, "", "ditelepon", &e), &e);
    at(d, "2027-12-01T03:00:00.000Z");
    assert_int_equal(of(s, id).state, WATCH_HANDLED);
}

static void extended_is_watched_anew(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct save_report report = { 0 };
    at(d, "2027-08-01T03:00:00.000Z");
    int64_t id = lend(s, "2027-08-10");
    must(handle(s, id, "", "diperpanjang", &e), &e);
    struct record *base = counter_load(s, "post", id), *mine = record_copy(base);
    value_set_number(record_value(mine, "valid_to"), day_of(2027, 8, 20));
    must(act_save(s, mine, base, NULL, &report, &e), &e);
    assert_int_equal(of(s, id).state, WATCH_SOON);
    save_report_free(&report);
    record_free(&base);
    record_free(&mine);
}

static void reopened_is_watched_again(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    at(d, "2027-08-01T03:00:00.000Z");
    int64_t id = lend(s, "2027-08-10");
    struct watched w = of(s, id);
    assert_int_equal(act_watch_reopen(s, &w, "keliru", &e), REFUSED);
    must(handle(s, id, "", "keliru", &e), &e);
    w = of(s, id);
    assert_int_equal(act_watch_reopen(s, &w, "", &e), REFUSED); /* wants a reason */
    must(act_watch_reopen(s, &w, "ternyata belum", &e), &e);
    assert_int_equal(of(s, id).state, WATCH_SOON);
    must(handle(s, id, "", "kini sudah", &e), &e);
    assert_int_equal(of(s, id).state, WATCH_HANDLED);
}

static void ended_is_not_watched(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    at(d, "2027-08-01T03:00:00.000Z");
    int64_t id = lend(s, "2027-08-02");
    assert_int_equal(of(s, id).state, WATCH_DUE);
    const struct step_request q = {
        .kind = &kind_post, .id = id, .verb = "end", .note = "kembali"
    };
    must(act_step(s, &q, NULL, &e), &e);
    assert_int_equal(of(s, id).state, WATCH_STATES);
}

static bool asks_for_holidays(struct session *s, const char *year, enum watch_state *is)
{
    struct watch_list l;
    bool asks = false;
    list(s, ALL, &l);
    for (size_t i = 0; i < l.count; i++)
        if (l.items[i].id == 0 && strstr(l.items[i].name, year)) {
            asks = true;
            *is = l.items[i].state;
        }
    watch_list_free(&l);
    return asks;
}

/* The fixed ones alone are no calendar. */
static void next_years_holidays_are_asked_for(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    enum watch_state is;
    at(d, "2029-10-31T16:59:59.999Z");
    assert_false(asks_for_holidays(s, "2030", &is));
    at(d, "2029-10-31T17:00:00.000Z"); /* 1 November */
    assert_true(asks_for_holidays(s, "2030", &is) && is == WATCH_SOON);
    for (int i = 1; i <= 11; i++) {
        char day_text[32];
        snprintf(day_text, sizeof day_text, "2030-01-%02d", i);
        counter_make(s, "holiday",
                     (const char *const[]){ "day", day_text, "name", day_text, NULL });
    }
    at(d, "2029-12-31T16:59:59.999Z");
    assert_true(asks_for_holidays(s, "2030", &is) && is == WATCH_DUE);
    at(d, "2029-12-31T17:00:00.000Z"); /* the year has begun without them */
    assert_true(asks_for_holidays(s, "2030", &is) && is == WATCH_LAPSED);
    struct watch_list l;
    list(s, 0, &l);
    for (size_t i = 0; i < l.count; i++)
        if (l.items[i].id == 0)
            must(act_watch_handle(s, &l.items[i],
                                  &(struct watch_mark){ "other", "SKB belum terbit", "2030-02-01",
                                                        SPELL_CANONICAL },
                                  &e),
                 &e);
    watch_list_free(&l);
    assert_true(asks_for_holidays(s, "2030", &is) && is == WATCH_HANDLED);
    counter_make(s, "holiday",
                 (const char *const[]){ "day", "2030-05-01", "name", "Hari Buruh", NULL });
    assert_false(asks_for_holidays(s, "2030", &is));
}

/* Due first, then the last to lapse, then the next to. */
static void the_most_urgent_come_first(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    at(d, "2031-02-10T03:00:00.000Z");
    const int64_t wanted[] = { lend(s, "2031-02-10"), lend(s, "2031-02-09"), lend(s, "2031-02-01"),
                               lend(s, "2031-02-12"), lend(s, "2031-03-01") };
    struct watch_list l;
    size_t n = 0;
    list(s, 0, &l);
    for (size_t i = 0; i < l.count; i++)
        if (l.items[i].kind == &kind_post)
            assert_true(n < COUNT(wanted) && l.items[i].id == wanted[n++]);
    assert_int_equal(n, COUNT(wanted));
    assert_int_equal(l.counts[WATCH_DUE], 1);
    watch_list_free(&l);
}

/* Certificates issued under a lapsed decree are told with it; those before, and cancelled ones, are
 * not. */
static void work_that_went_on_is_told(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    static const char *const days[] = { "2032-02-28", "2032-03-01", "2032-03-02", "2032-03-09" };
    struct buf sql = { 0 };
    at(d, "2032-03-10T03:00:00.000Z");
    counter_make(s, "party", (const char *const[]){ "name", "PT Lewat", NULL });
    int64_t id = counter_make(s, "facility", (const char *const[]){ "company", "PT Lewat", NULL });
    buf_printf(&sql,
               "UPDATE facility SET state = 'designated', decree_to = '2032-03-01' WHERE id = %lld",
               (long long)id);
    staff_sql(d, buf_text(&sql));
    for (size_t i = 0; i < COUNT(days); i++) {
        char number[16];
        snprintf(number, sizeof number, "PC-%zu", i);
        int64_t shipment = counter_make(
            s, "shipment",
            (const char *const[]){ "facility", "PT Lewat", "certificate_number", number, NULL });
        buf_reset(&sql);
        buf_printf(&sql, "UPDATE shipment SET state = '%s', issued_on = '%s' WHERE id = %lld",
                   i == 2 ? "cancelled" : "issued", days[i], (long long)shipment);
        staff_sql(d, buf_text(&sql));
    }
    struct watch_list l;
    list(s, 1u << WATCH_LAPSED, &l);
    assert_true(l.count > 0 && l.items[0].id == id);
    assert_string_equal(l.items[0].went_on,
                        "certificates since it lapsed: 1, the last on 9 Mar 2032");
    struct error e = { 0 };
    int64_t capture = 0;
    must(act_watch_report(s, &l.items[0], &capture, &e), &e);
    struct record *r = counter_load(s, "capture", capture);
    assert_string_equal(r->state, "draft"); /* proposed: nobody recorded it */
    assert_string_equal(record_text(r, "owner"), "PT Lewat");
    assert_non_null(strstr(record_text(r, "chronology"), "1 Mar 2032. certificates"));
    record_free(&r);
    watch_list_free(&l);
    struct watched w = of(s, id);
    assert_int_equal(w.state, WATCH_HANDLED);
    assert_int_equal(act_watch_report(s, &w, &capture, &e), REFUSED); /* once is enough */
    buf_free(&sql);
}

/* A bill is to be paid by a moment of its day: to the millisecond. */
static void moments_lapse_within_their_day(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    staff_sql(d, "INSERT INTO bill (id, rev, state, origin, batch, changed_at, due_at) VALUES "
                 "(91, 1, 'issued', 0, 0, '2034-02-01T00:00:00.000Z', '2034-02-02T04:30:00.000Z'), "
                 "(92, 1, 'paid', 0, 0, '2034-02-01T00:00:00.000Z', '2034-02-02T04:30:00.000Z')");
    static const struct {
        const char *now;
        enum watch_state is;
    } trials[] = {
        { "2034-02-01T16:59:59.999Z", WATCH_STATES }, /* the day before, at the office */
        { "2034-02-01T17:00:00.000Z", WATCH_DUE },
        { "2034-02-02T04:29:59.999Z", WATCH_DUE },
        { "2034-02-02T04:30:00.000Z", WATCH_LAPSED },
    };
    for (size_t i = 0; i < COUNT(trials); i++) {
        at(d, trials[i].now);
        assert_int_equal(of(s, 91).state, trials[i].is);
        assert_int_equal(of(s, 92).state, WATCH_STATES);
    }
    staff_sql(d, "DELETE FROM bill WHERE id IN (91, 92)");
}

/* In Ambon, nine hours ahead of UTC, a day ends two hours before it does in Medan. */
static void another_zone_has_other_midnights(void **state)
{
    struct counter_desk *d = *state;
    int64_t id = lend(d->session, "2033-05-31");
    rule(d->session, "office.home", "8100", "2033-01-01");
    at(d, "2033-05-31T14:59:59.999Z");
    struct session *ambon = counter_second_desk(d);
    assert_int_equal(session_zone(ambon), 540);
    assert_int_equal(of(ambon, id).state, WATCH_DUE);
    at(d, "2033-05-31T15:00:00.000Z");
    assert_int_equal(of(ambon, id).state, WATCH_LAPSED);
    assert_int_equal(of(d->session, id).state, WATCH_DUE); /* which still lives by Medan's */
    session_close(&ambon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_change_at_midnight_of_the_office),
        cmocka_unit_test(lead_times_are_rows_of_a_date),
        cmocka_unit_test(a_rule_that_is_none_is_named),
        cmocka_unit_test(handled_is_out_until_its_day),
        cmocka_unit_test(extended_is_watched_anew),
        cmocka_unit_test(reopened_is_watched_again),
        cmocka_unit_test(ended_is_not_watched),
        cmocka_unit_test(next_years_holidays_are_asked_for),
        cmocka_unit_test(the_most_urgent_come_first),
        cmocka_unit_test(work_that_went_on_is_told),
        cmocka_unit_test(moments_lapse_within_their_day),
        cmocka_unit_test(another_zone_has_other_midnights),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
