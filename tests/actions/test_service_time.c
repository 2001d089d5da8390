/* Service time at work: when it is due, what stands still, and what the head office is told. */
#include "actions/road.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#include "actions/staff.h"

enum { HOUR = 60 * 60 * 1000 };

static int64_t due_of(struct session *s, int64_t id)
{
    struct record *r = counter_load(s, "permit", id);
    int64_t due = record_value(r, "due_at")->set ? record_number(r, "due_at") : -1;
    record_free(&r);
    return due;
}

/* Belawan is open every day, so a day of it is 24 hours. */
static void a_pause_moves_the_end(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t id = counter_permit(s);
    road_to(s, id, "assigned");
    int64_t due = due_of(s, id);
    assert_true(due > session_now(s));
    const struct assignment sets[] = { { "paused_for", "laboratory" }, { "pause_note", "C-1" } };
    const struct step_request q = { .kind = &kind_permit,
                                    .id = id,
                                    .verb = "pause",
                                    .sets = sets,
                                    .set_count = 2,
                                    .spelling = SPELL_CANONICAL };
    must(act_step(s, &q, NULL, &e), &e);
    assert_int_equal(due_of(s, id), -1);
    d->now += HOUR;
    must(counter_step(s, id, "resume", NULL, &e), &e);
    assert_true(due_of(s, id) >= due);
    road_to(s, id, "billed");
    assert_int_equal(due_of(s, id), -1); /* waits for payment */
    road_to(s, id, "paid");
    assert_true(due_of(s, id) > 0);
    road_to(s, id, "issued");
    assert_int_equal(due_of(s, id), -1);
}

struct seen {
    int64_t permit;
    unsigned anomalies;
    size_t count;
    bool issued;
};

static void look(void *context, const struct service_account *a)
{
    struct seen *seen = context;
    seen->count++;
    if (a->permit->id != seen->permit)
        return;
    seen->anomalies = a->anomalies;
    seen->issued = a->stopped >= 0;
    assert_non_null(a->target);
    assert_true(a->used_ms >= 0 && a->paused_ms >= 0);
}

static unsigned anomalies_of(struct session *s, int64_t permit)
{
    struct error e = { 0 };
    struct seen seen = { .permit = permit };
    day today = session_today(s);
    must(act_service_time(s, today - 400, today + 400, look, &seen, &e), &e);
    assert_true(seen.count > 0);
    return seen.anomalies;
}

/* A health check of weeks ago, reported only now. */
static void report_old_work(struct session *s, int64_t permit)
{
    struct error e = { 0 };
    struct record *r = NULL;
    char number[32];
    road_number(s, permit, number);
    must(act_blank(s, &kind_inspection, &r, &e), &e);
    value_set_reference(record_value(r, "permit"), permit, number);
    value_set_text(record_value(r, "action"), "P1b");
    value_set_text(record_value(r, "health_result"), "release");
    value_set_number(record_value(r, "started_at"), session_now(s) - (moment)30 * 24 * HOUR);
    value_set_number(record_value(r, "finished_at"), session_now(s) - (moment)29 * 24 * HOUR);
    value_set_text(&record_add_line(r, "officer")->values[0], "officer");
    must(act_save(s, r, NULL, NULL, NULL, &e), &e);
    must(act_step(s,
                  &(struct step_request){ .kind = &kind_inspection, .id = r->id, .verb = "report" },
                  NULL, &e),
         &e);
    record_free(&r);
}

static void what_is_late_is_told(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    int64_t id = counter_permit(s);
    road_to(s, id, "examined");
    assert_false(anomalies_of(s, id) & ANOMALY_LATE);
    d->now += (moment)40 * 24 * HOUR;
    assert_true(anomalies_of(s, id) & ANOMALY_LATE);
    report_old_work(s, id);
    assert_true(anomalies_of(s, id) & ANOMALY_LATE_REPORT);
    road_to(s, id, "billed");
    assert_false(anomalies_of(s, id) & ANOMALY_LONG_PAUSE);
    d->now += (moment)20 * 24 * HOUR;
    assert_true(anomalies_of(s, id) & ANOMALY_LONG_PAUSE);
    road_to(s, id, "issued");
    assert_false(anomalies_of(s, id) & (ANOMALY_UNPAID | ANOMALY_UNREPORTED));
}

struct wanted {
    int64_t permit;
    enum role role;
    bool found;
};

static void look_for(void *context, const struct missing *m)
{
    struct wanted *w = context;
    if (m->record->id != w->permit)
        return;
    w->found = true;
    w->role = m->role;
}

/* Each open record says what it waits for, and who can bring it on. */
static void what_is_missing_names_who(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    static const struct {
        const char *state;
        enum role role;
    } cases[] = { { "accepted", ROLE_COORDINATOR }, { "examined", ROLE_OFFICER } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wanted w = { .permit = counter_permit(s) };
        road_to(s, w.permit, cases[i].state);
        must(act_missing(s, look_for, &w, &e), &e);
        if (i == 0) { /* analysed and with a team: nothing is missing */
            assert_false(w.found);
            continue;
        }
        assert_true(w.found);
        assert_int_equal(w.role, cases[i].role);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_moves_the_end),
        cmocka_unit_test(what_is_late_is_told),
        cmocka_unit_test(what_is_missing_names_who),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
