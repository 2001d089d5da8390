/* calendar.c - events as iCalendar (RFC 5545). libical folds lines and escapes text; times go out
 * in UTC, so that no time zone has to be described. */
#include "loket/papers.h"

#include <jansson.h>
#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1 << 16, EVENTS_MAX = 50000, MINUTES_MAX = 7 * 24 * 60 };

/* ---- Words ---- */

/* Control characters but line ends have no place in a calendar (RFC 5545, 3.3.11). */
static char *clean(const char *text)
{
    char *copy = xstrdup(text);
    for (char *c = copy; *c; c++)
        if (((unsigned char)*c < 0x20 && *c != '\n') || *c == 0x7F)
            *c = ' ';
    return copy;
}

static const char *word(const json_t *event, const char *id)
{
    const char *text = json_string_value(json_object_get(event, id));
    return text ? text : "";
}

static void add_text(icalcomponent *to, const json_t *event, const char *id,
                     icalproperty *(*make)(const char *text))
{
    const char *text = word(event, id);
    if (!*text)
        return;
    char *copy = clean(text);
    icalcomponent_add_property(to, make(copy));
    free(copy);
}

/* ---- Times ---- */

static struct icaltimetype time_of_day(day d)
{
    struct icaltimetype t = icaltime_null_date();
    day_split(d, &t.year, &t.month, &t.day);
    return t;
}

static struct icaltimetype time_of_moment(moment m)
{
    struct icaltimetype t = time_of_day(moment_day(m, 0));
    int64_t seconds = m / 1000 - (int64_t)moment_day(m, 0) * 86400;
    t.is_date = 0;
    t.hour = (int)(seconds / 3600);
    t.minute = (int)(seconds / 60 % 60);
    t.second = (int)(seconds % 60);
    t.zone = icaltimezone_get_utc_timezone();
    return t;
}

/* 2026-11-21 */
static day day_named(const char *text)
{
    struct buf whole = { 0 };
    buf_printf(&whole, "%sT00:00:00.000Z", text);
    moment m = moment_parse(buf_text(&whole));
    buf_free(&whole);
    return m < 0 ? NO_DAY : moment_day(m, 0);
}

static bool add_days(icalcomponent *to, const char *first, const char *last)
{
    day from = day_named(first), until = *last ? day_named(last) : from;
    if (from == NO_DAY || until < from)
        return false;
    icalcomponent_add_property(to, icalproperty_new_dtstart(time_of_day(from)));
    icalcomponent_add_property(to, icalproperty_new_dtend(time_of_day(until + 1)));
    icalcomponent_add_property(to, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return true;
}

static bool add_times(icalcomponent *to, const json_t *event)
{
    moment start = moment_parse(word(event, "start"));
    json_int_t minutes = json_integer_value(json_object_get(event, "minutes"));
    if (*word(event, "day"))
        return add_days(to, word(event, "day"), word(event, "last"));
    if (start < 0 || minutes < 1 || minutes > MINUTES_MAX)
        return false;
    icalcomponent_add_property(to, icalproperty_new_dtstart(time_of_moment(start)));
    icalcomponent_add_property(to, icalproperty_new_dtend(time_of_moment(start + minutes * 60000)));
    return true;
}

/* ---- Events ---- */

static icalcomponent *event_of(const json_t *event)
{
    icalcomponent *to = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    moment changed = moment_parse(word(event, "changed"));
    bool cancelled = json_is_true(json_object_get(event, "cancelled"));
    add_text(to, event, "uid", icalproperty_new_uid);
    if (changed >= 0) {
        icalcomponent_add_property(to, icalproperty_new_dtstamp(time_of_moment(changed)));
        icalcomponent_add_property(to, icalproperty_new_lastmodified(time_of_moment(changed)));
    }
    icalcomponent_add_property(
        to, icalproperty_new_sequence((int)json_integer_value(json_object_get(event, "revision"))));
    bool timed = add_times(to, event);
    add_text(to, event, "summary", icalproperty_new_summary);
    add_text(to, event, "description", icalproperty_new_description);
    add_text(to, event, "place", icalproperty_new_location);
    add_text(to, event, "company", icalproperty_new_categories);
    icalcomponent_add_property(
        to, icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    if (timed && changed >= 0 && *word(event, "uid"))
        return to;
    icalcomponent_free(to);
    return NULL;
}

static bool take_line(icalcomponent *calendar, const char *line, size_t n)
{
    json_t *event = json_loadb(line, n, 0, NULL);
    icalcomponent *made = NULL;
    bool named = *word(event, "calendar") != '\0';
    if (named) {
        char *name = clean(word(event, "calendar"));
        icalproperty *p = icalproperty_new_x(name);
        icalproperty_set_x_name(p, "X-WR-CALNAME");
        icalcomponent_add_property(calendar, p);
        free(name);
    } else if ((made = event_of(event)) != NULL) {
        icalcomponent_add_component(calendar, made);
    }
    json_decref(event);
    return named || made;
}

static enum outcome take_lines(icalcomponent *calendar, FILE *in, struct error *e)
{
    char *line = NULL;
    size_t cap = 0, count = 0;
    ssize_t n;
    enum outcome result = DONE;
    while (result == DONE && (n = getline(&line, &cap, in)) > 0) {
        count++;
        if (n > LINE_MAX_BYTES || count > EVENTS_MAX || !take_line(calendar, line, (size_t)n))
            result = fail(e, BAD_DATA,
                          _("Line %zu is no event with a name of its own, a time and the moment "
                            "it was changed; see papers.h."),
                          count);
    }
    free(line);
    return result;
}

enum outcome calendar_write(FILE *in, FILE *out, struct error *e)
{
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//loket//loket//ID"));
    icalcomponent_add_property(calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    enum outcome result = take_lines(calendar, in, e);
    char *text = result == DONE ? icalcomponent_as_ical_string_r(calendar) : NULL;
    if (result == DONE && (!text || fputs(text, out) < 0))
        result = fail(e, FAULT, _("The output could not be written. Is the disk full?"));
    free(text);
    icalcomponent_free(calendar);
    return result;
}
