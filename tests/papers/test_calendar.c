/* test_calendar.c - events as iCalendar: what a second reader would trip over. */
#include "loket/papers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum outcome write_lines(const char *lines, char **ics, struct error *e)
{
    size_t n = 0;
    FILE *in = fmemopen((void *)(uintptr_t)lines, strlen(lines), "r");
    FILE *out = open_memstream(ics, &n);
    enum outcome result = calendar_write(in, out, e);
    fclose(in);
    fclose(out);
    return result;
}

static char *made(const char *lines)
{
    char *ics = NULL;
    struct error e = { 0 };
    if (write_lines(lines, &ics, &e) != DONE)
        fail_msg("%s", e.text);
    return ics;
}

#define WHOLE_DAY                                                                                  \
    "{\"uid\": \"watch-1@x.loket\", \"day\": \"2026-12-31\", \"changed\": "                        \
    "\"2026-11-21T03:04:05.678Z\", \"revision\": 4, \"summary\": \"SK\"}\n"

static void a_whole_day_ends_on_the_next(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "BEGIN:VCALENDAR\r\n",
        "VERSION:2.0\r\n",
        "METHOD:PUBLISH\r\n",
        "UID:watch-1@x.loket\r\n",
        "DTSTART;VALUE=DATE:20261231\r\n",
        "DTEND;VALUE=DATE:20270101\r\n",
        "DTSTAMP:20261121T030405Z\r\n",
        "LAST-MODIFIED:20261121T030405Z\r\n",
        "SEQUENCE:4\r\n",
        "STATUS:CONFIRMED\r\n",
        "END:VCALENDAR\r\n",
    };
    char *ics = made(WHOLE_DAY);
    for (size_t i = 0; i < COUNT(lines); i++)
        if (!strstr(ics, lines[i]))
            fail_msg("no %s in\n%s", lines[i], ics);
    free(ics);
}

static void days_on_end_are_one_event(void **state)
{
    (void)state;
    char *ics = made("{\"uid\": \"d-1\", \"day\": \"2026-12-07\", \"last\": \"2026-12-10\", "
                     "\"changed\": \"2026-11-21T03:04:05.678Z\"}\n");
    assert_non_null(strstr(ics, "DTSTART;VALUE=DATE:20261207\r\n"));
    assert_non_null(strstr(ics, "DTEND;VALUE=DATE:20261211\r\n"));
    free(ics);
}

/* 23.30 in UTC is the next morning at the office; the calendar says it in UTC. */
static void times_are_in_utc(void **state)
{
    (void)state;
    char *ics = made("{\"uid\": \"m-1\", \"start\": \"2026-11-21T23:30:00.000Z\", \"minutes\": 60, "
                     "\"changed\": \"2026-11-21T03:04:05.678Z\", \"cancelled\": true}\n");
    assert_non_null(strstr(ics, "DTSTART:20261121T233000Z\r\n"));
    assert_non_null(strstr(ics, "DTEND:20261122T003000Z\r\n"));
    assert_non_null(strstr(ics, "STATUS:CANCELLED\r\n"));
    assert_null(strstr(ics, "TZID"));
    free(ics);
}

static void text_is_escaped(void **state)
{
    (void)state;
    char *ics =
        made("{\"uid\": \"m-1\", \"day\": \"2026-11-21\", \"changed\": "
             "\"2026-11-21T03:04:05.678Z\", \"summary\": \"PT A, B; C\\\\D\", "
             "\"description\": \"satu\\ndua\\u0007\"}\n{\"calendar\": \"Loket, Belawan\"}\n");
    assert_non_null(strstr(ics, "SUMMARY:PT A\\, B\\; C\\\\D\r\n"));
    assert_non_null(strstr(ics, "DESCRIPTION:satu\\ndua \r\n"));
    assert_non_null(strstr(ics, "X-WR-CALNAME:Loket"));
    free(ics);
}

/* No line is longer than 75 bytes, none is cut within a letter, and joined again they say it all.
 */
static void long_lines_are_folded(void **state)
{
    (void)state;
    struct buf line = { 0 }, text = { 0 }, unfolded = { 0 };
    for (int i = 0; i < 60; i++)
        buf_puts(&text, i % 3 ? "é" : "ubi ");
    buf_printf(&line,
               "{\"uid\": \"m-1\", \"day\": \"2026-11-21\", \"changed\": "
               "\"2026-11-21T03:04:05.678Z\", \"summary\": \"%s\"}\n",
               buf_text(&text));
    char *ics = made(buf_text(&line));
    for (const char *at = ics, *end; (end = strstr(at, "\r\n")) != NULL; at = end + 2) {
        assert_true(end - at <= 75);
        assert_true(utf8_valid(at, (size_t)(end - at)));
        buf_add(&unfolded, at, (size_t)(end - at));
        if (end[2] == ' ')
            end++;
        else
            buf_putc(&unfolded, '\n');
    }
    struct buf wanted = { 0 };
    buf_printf(&wanted, "SUMMARY:%s\n", buf_text(&text));
    assert_non_null(strstr(buf_text(&unfolded), buf_text(&wanted)));
    free(ics);
    buf_free(&line);
    buf_free(&text);
    buf_free(&unfolded);
    buf_free(&wanted);
}

/* The same event again is the same text: a reader that knows it has nothing to do. */
static void it_is_the_same_each_time(void **state)
{
    (void)state;
    char *one = made(WHOLE_DAY), *two = made(WHOLE_DAY);
    assert_string_equal(one, two);
    free(one);
    free(two);
}

static void what_is_no_event_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "no json\n",
        "[]\n",
        "{}\n",
        "{\"uid\": \"x\"}\n",
        "{\"uid\": \"x\", \"day\": \"2026-02-30\", \"changed\": \"2026-11-21T03:04:05.678Z\"}\n",
        "{\"uid\": \"x\", \"day\": \"2026-02-03\"}\n",
        "{\"uid\": \"x\", \"day\": \"2026-02-03\", \"last\": \"2026-02-02\", \"changed\": "
        "\"2026-11-21T03:04:05.678Z\"}\n",
        "{\"day\": \"2026-02-03\", \"changed\": \"2026-11-21T03:04:05.678Z\"}\n",
        "{\"uid\": \"x\", \"start\": \"2026-11-21T23:30:00.000Z\", \"minutes\": 0, \"changed\": "
        "\"2026-11-21T03:04:05.678Z\"}\n",
        "{\"uid\": 1, \"day\": \"2026-02-03\", \"changed\": \"2026-11-21T03:04:05.678Z\"}\n",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        char *ics = NULL;
        struct error e = { 0 };
        assert_int_equal(write_lines(bad[i], &ics, &e), BAD_DATA);
        assert_non_null(strstr(e.text, "1"));
        free(ics);
    }
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_day_ends_on_the_next),
        cmocka_unit_test(days_on_end_are_one_event),
        cmocka_unit_test(times_are_in_utc),
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(long_lines_are_folded),
        cmocka_unit_test(it_is_the_same_each_time),
        cmocka_unit_test(what_is_no_event_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
