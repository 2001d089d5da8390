/* The plan of visits by script: table and JSON; and as a calendar, whose events keep their names
 * when a visit is moved. */
#include "cli/caller.h"
#include "loket/base.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* loket-paper lies two folders above this test. */
static int find_paper(void)
{
    char self[PATH_MAX], paper[PATH_MAX + 32];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0)
        return -1;
    self[n] = '\0';
    *strrchr(self, '/') = '\0';
    snprintf(paper, sizeof paper, "%s/../../loket-paper", self);
    return setenv("LOKET_PAPER", paper, 1);
}

static char visit[ID_TEXT_LEN + 1];

static int office_up(void **state)
{
    struct desk *d = desk_here();
    *state = d;
    if (find_paper() != 0 || RUN(d, "init") != 0 || RUN(d, "new", "party", "name=PT, A; B") != 0 ||
        RUN(d, "new", "facility", "company=PT, A; B", "place=KIM II", "contact=Bu Rina") != 0 ||
        RUN(d, "new", "monitoring", "facility=PT, A; B", "hour=06.30") != 0)
        return -1;
    snprintf(visit, sizeof visit, "%.13s", d->out);
    return RUN(d, "do", "monitoring", visit, "schedule", "scheduled_on=2026-11-25", "officer=ani",
               "contact=Bu Rina");
}

static int office_down(void **state)
{
    return desk_gone(*state);
}

static void the_plan_as_table_and_json(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "schedule"), 0);
    assert_int_equal(times_in(d->out, "PT, A; B"), 1);
    assert_int_equal(RUN(d, "schedule", "--officer", "budi", "--format", "json"), 0);
    assert_int_equal(times_in(d->out, "PT, A; B"), 0);
    assert_int_equal(RUN(d, "schedule", "--month", "2026-11", "--format", "json"), 0);
    assert_non_null(strstr(d->out, "\"on\": \"2026-11-25\", \"hour\": \"06.30\""));
    assert_non_null(strstr(d->out, "\"month\": 1"));
    assert_int_equal(RUN(d, "schedule", "--month", "2026-13"), 2);
    assert_int_equal(RUN(d, "schedule", "all"), 2);
}

/* 06.30 at the office, seven hours ahead of UTC, is 23.30 of the day before. */
static void a_visit_is_an_event_in_utc(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "calendar"), 0);
    assert_int_equal(times_in(d->out, "BEGIN:VEVENT"), 2); /* and next year's holidays */
    assert_non_null(strstr(d->out, "DTSTART:20261124T233000Z\r\n"));
    assert_non_null(strstr(d->out, "DTEND:20261125T013000Z\r\n"));
    assert_non_null(strstr(d->out, "SUMMARY:Monitoring: PT\\, A\\; B\r\n"));
    assert_non_null(strstr(d->out, "LOCATION:KIM II\r\n"));
    assert_int_equal(RUN(d, "calendar", "from=2026-11-26", "to=2026-11-30"), 0);
    assert_int_equal(times_in(d->out, "BEGIN:VEVENT"), 0);
    assert_int_equal(RUN(d, "calendar", "--officer", "budi"), 0);
    assert_int_equal(times_in(d->out, "BEGIN:VEVENT"), 0);
    assert_int_equal(RUN(d, "calendar", "to=2026-01-01"), 2);
    assert_int_equal(RUN(d, "calendar", "until=2026-01-01"), 2);
}

/* The line that begins so, up to its end. */
static void line_of(const char *ics, const char *begins, char *out, size_t n)
{
    const char *at = strstr(ics, begins);
    assert_non_null(at);
    snprintf(out, n, "%.*s", (int)strcspn(at, "\r"), at);
}

static void moved_it_is_the_same_event(void **state)
{
    struct desk *d = *state;
    char uid[2][128], sequence[2][32];
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(RUN(d, "calendar"), 0);
        line_of(d->out, "UID:monitoring-", uid[i], sizeof uid[i]);
        line_of(d->out, "SEQUENCE:", sequence[i], sizeof sequence[i]);
        assert_int_equal(
            RUN(d, "do", "monitoring", visit, "move", "scheduled_on=2026-11-27", "officer=ani"), 0);
    }
    assert_string_equal(uid[0], uid[1]);
    assert_true(strtol(sequence[1] + 9, NULL, 10) > strtol(sequence[0] + 9, NULL, 10));
    assert_int_equal(RUN(d, "do", "monitoring", visit, "call_off", "--note", "tutup"), 0);
    assert_int_equal(RUN(d, "calendar"), 0);
    assert_non_null(strstr(d->out, uid[0]));
    assert_int_equal(times_in(d->out, "STATUS:CANCELLED"), 1);
}

static void without_the_helper_it_says_so(void **state)
{
    setenv("LOKET_PAPER", "/nowhere/loket-paper", 1);
    assert_int_equal(RUN(*state, "calendar"), 5);
    assert_non_null(strstr(((struct desk *)*state)->err, "loket-paper"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_as_table_and_json),
        cmocka_unit_test(a_visit_is_an_event_in_utc),
        cmocka_unit_test(moved_it_is_the_same_event),
        cmocka_unit_test(without_the_helper_it_says_so),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
