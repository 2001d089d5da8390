/* test_service_clock.c - hours in words, the clock by hand, and the clock against a slow model that
 * looks at every minute. */
#include "loket/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };

static void hours_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool known;
        int monday_from, monday_to, friday_to, sunday_to, holiday_to;
    } cases[] = {
        { "Senin-Kamis 07.30-16.00, Jumat 07.30-16.30", true, 450, 960, 990, 0, 0 },
        { "Mon-Fri 08:00-15:00", true, 480, 900, 900, 0, 0 },
        { "setiap hari", true, 0, 1440, 1440, 1440, 1440 },
        { "setiap hari, sesuai jadwal penerbangan", true, 0, 1440, 1440, 1440, 1440 },
        { "setiap hari 07.00-24.00", true, 420, 1440, 1440, 1440, 1440 },
        { "Sabtu-Senin 08.00-12.00", true, 480, 720, 0, 720, 0 },
        { "menurut jadwal", false, 0, 0, 0, 0, 0 },
        { "Senin 16.00-07.30", false, 0, 0, 0, 0, 0 },
        { "", false, 0, 0, 0, 0, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct service_week w = { { 0 }, { 0 } };
        bool known = service_week_parse(cases[i].text, &w);
        if (known != cases[i].known || w.from[0] != cases[i].monday_from ||
            w.to[0] != cases[i].monday_to || w.to[4] != cases[i].friday_to ||
            w.to[6] != cases[i].sunday_to || w.to[SERVICE_HOLIDAY] != cases[i].holiday_to)
            test_stop("“%s”: %d, %d-%d %d %d %d", cases[i].text, known, w.from[0], w.to[0], w.to[4],
                      w.to[6], w.to[SERVICE_HOLIDAY]);
    }
}

static bool is_wednesday(void *context, day d)
{
    (void)context;
    return d == day_of(2026, 11, 25);
}

/* Monday 23 November 2026 in Western Indonesia; Wednesday is a holiday. */
static moment at(int mday, int hour, int minute)
{
    return ((moment)day_of(2026, 11, mday) * 24 * 60 + hour * 60 + minute - 420) * MINUTE;
}

static struct service_clock office(void)
{
    struct service_clock c = { .working = true, .zone_minutes = 420, .holiday = is_wednesday };
    assert_true(service_week_parse("Senin-Kamis 07.30-16.00, Jumat 07.30-16.30", &c.week));
    return c;
}

static void by_hand(void **state)
{
    (void)state;
    struct service_clock c = office();
    const struct service_span lab = { at(24, 10, 0), at(26, 9, 0) };
    assert_int_equal(service_used_ms(&c, at(23, 15, 0), at(24, 8, 30), NULL, 0), 2 * HOUR);
    assert_int_equal(service_used_ms(&c, at(24, 15, 0), at(26, 8, 30), NULL, 0), 2 * HOUR);
    assert_int_equal(service_used_ms(&c, at(24, 9, 0), at(26, 10, 0), &lab, 1), 2 * HOUR);
    assert_int_equal(service_due(&c, at(23, 15, 0), 2 * HOUR, NULL, 0), at(24, 8, 30));
    assert_int_equal(service_due(&c, at(24, 9, 0), 2 * HOUR, &lab, 1), at(26, 10, 0));
    assert_int_equal(service_due(&c, at(27, 16, 0), HOUR, NULL, 0), at(30, 8, 0));
    assert_int_equal(service_day_ms(&c), 516 * MINUTE); /* (4 x 8.5 h + 9 h) / 5 */
    const struct service_span open = { at(24, 10, 0), -1 };
    assert_int_equal(service_due(&c, at(24, 9, 0), 2 * HOUR, &open, 1), -1);
    assert_false(service_is_open(&c, at(25, 10, 0)));
    assert_true(service_is_open(&c, at(24, 7, 30)));
    assert_false(service_is_open(&c, at(24, 16, 0)));
    c.working = false;
    assert_int_equal(service_due(&c, at(27, 16, 0), 24 * HOUR, NULL, 0), at(28, 16, 0));
}

/* ---- Against a slow model ---- */

static unsigned roll(uint64_t *state, unsigned sides)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (unsigned)((*state * UINT64_C(2685821657736338717)) >> 33) % sides;
}

struct calendar {
    day holidays[3];
};

static bool in_calendar(void *context, day d)
{
    const struct calendar *k = context;
    for (size_t i = 0; i < COUNT(k->holidays); i++)
        if (k->holidays[i] == d)
            return true;
    return false;
}

/* Looks at one minute alone, and at nothing the clock looks at but its inputs. */
static bool minute_counts(const struct service_clock *c, moment t, const struct service_span *p,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (t >= p[i].from && (p[i].until < 0 || t < p[i].until))
            return false;
    if (!c->working)
        return true;
    int64_t local = t / MINUTE + c->zone_minutes;
    day d = (day)(local / 1440);
    int minute = (int)(local % 1440), row = (int)((d + 3) % 7);
    if (in_calendar(c->context, d))
        row = SERVICE_HOLIDAY;
    return minute >= c->week.from[row] && minute < c->week.to[row];
}

static int64_t slow_used(const struct service_clock *c, moment from, moment until,
                         const struct service_span *p, size_t count)
{
    int64_t minutes = 0;
    for (moment t = from; t < until; t += MINUTE)
        minutes += minute_counts(c, t, p, count);
    return minutes * MINUTE;
}

static void ten_thousand_permits(void **state)
{
    enum { PERMITS = 10000, SPAN_MINUTES = 6 * 1440 };
    static const char *const hours[] = { "Senin-Kamis 07.30-16.00, Jumat 07.30-16.30",
                                         "setiap hari", "Senin-Sabtu 07.00-24.00",
                                         "setiap hari 06.30-18.15" };
    static const int zones[] = { 420, 480, 540 };
    uint64_t dice = UINT64_C(0x5EED);
    (void)state;
    for (int i = 0; i < PERMITS; i++) {
        struct calendar calendar;
        struct service_span pauses[4];
        size_t count = roll(&dice, 5);
        day first = day_of(2026, 1, 1) + (day)roll(&dice, 365);
        moment from = ((moment)first * 1440 + roll(&dice, 1440)) * MINUTE;
        moment until = from + (moment)roll(&dice, SPAN_MINUTES) * MINUTE;
        struct service_clock c = { .working = roll(&dice, 5) > 0,
                                   .zone_minutes = zones[roll(&dice, COUNT(zones))],
                                   .holiday = in_calendar,
                                   .context = &calendar };
        assert_true(service_week_parse(hours[roll(&dice, COUNT(hours))], &c.week));
        for (size_t h = 0; h < COUNT(calendar.holidays); h++)
            calendar.holidays[h] = first + (day)roll(&dice, 9);
        for (size_t p = 0; p < count; p++) {
            pauses[p].from = from + (moment)roll(&dice, SPAN_MINUTES) * MINUTE;
            pauses[p].until =
                roll(&dice, 9) ? pauses[p].from + (moment)roll(&dice, 2 * 1440) * MINUTE : -1;
        }
        int64_t slow = slow_used(&c, from, until, pauses, count);
        int64_t used = service_used_ms(&c, from, until, pauses, count);
        if (used != slow)
            test_stop("permit %d: %lld instead of %lld", i, (long long)used, (long long)slow);
        /* What was used up to `until` is used up there or before, never after. */
        if (slow == 0)
            continue;
        moment due = service_due(&c, from, slow, pauses, count);
        if (due < from || due > until || slow_used(&c, from, due, pauses, count) != slow ||
            slow_used(&c, from, due - MINUTE, pauses, count) == slow)
            test_stop("permit %d is due at %lld", i, (long long)due);
    }
}

static void words(void **state)
{
    (void)state;
    static const struct {
        int64_t minutes;
        const char *says;
    } cases[] = { { 125, "2 hours left" },
                  { 59, "59 minutes left" },
                  { 3000, "2 days left" },
                  { -30, "late 30 minutes" },
                  { -1500, "late 1 days" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        service_left_words(cases[i].minutes * MINUTE, 0, &out);
        assert_string_equal(buf_text(&out), cases[i].says);
        buf_free(&out);
    }
}

int main(void)
{
    language_set(ENGLISH);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_in_words),
        cmocka_unit_test(by_hand),
        cmocka_unit_test(ten_thousand_permits),
        cmocka_unit_test(words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
