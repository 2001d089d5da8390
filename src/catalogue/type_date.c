/* type_date.c - days, and moments shown in the office's zone. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };
static const int64_t day_ms = 24 * (int64_t)HOUR_MS;

/* Minutes east of UTC. Western Indonesia until the office's row is read. */
static atomic_int shown_zone = 7 * 60;

void office_zone_set(int minutes)
{
    atomic_store(&shown_zone, minutes);
}

int office_zone(void)
{
    return atomic_load(&shown_zone);
}

static enum outcome read_day(const struct reading *how, const char *text, day *d, struct error *e)
{
    if (how->spelling == SPELL_SHEET)
        return day_parse_sheet(text, how->month_first, d, e);
    return day_parse(text, how->today, d, e);
}

static enum outcome parse_date(const struct field *f, const struct reading *how, const char *text,
                               struct value *v, struct error *e)
{
    (void)f;
    day d = NO_DAY;
    enum outcome o = read_day(how, text, &d, e);
    if (o == DONE)
        value_set_number(v, d);
    return o;
}

static void format_date(const struct field *f, const struct value *v, enum spelling spelling,
                        struct buf *out)
{
    (void)f;
    if (spelling == SPELL_SCREEN)
        day_local((day)v->num, out);
    else
        day_iso((day)v->num, out);
}

/* Takes one or two digits of at most `most`; NULL: there are none, or too large. */
static const char *two_digits(const char *at, int most, int *number)
{
    if (!ascii_digit(*at))
        return NULL;
    *number = *at++ - '0';
    if (ascii_digit(*at))
        *number = *number * 10 + (*at++ - '0');
    return *number <= most ? at : NULL;
}

/* "10.42", "10:42" or "10:42:05" as milliseconds into the day; -1: not a time. */
static int64_t time_of_day(const char *text)
{
    int part[3] = { 0, 0, 0 };
    const char *at = two_digits(text, 23, &part[0]);
    for (int i = 1; at && i < 3 && (*at == '.' || *at == ':'); i++)
        at = two_digits(at + 1, 59, &part[i]);
    bool has_minutes = strpbrk(text, ".:") != NULL;
    if (!at || *at || !has_minutes)
        return -1;
    return (int64_t)part[0] * HOUR_MS + (int64_t)part[1] * MINUTE_MS + part[2] * 1000;
}

/* Where the time may begin: behind the last blank, or the T of 2026-11-21T10:42; NULL: nowhere. */
static const char *before_time(const char *text)
{
    const char *blank = strrchr(text, ' ');
    const char *t = strrchr(text, 'T');
    return !blank && t && t > text && ascii_digit(t[-1]) && ascii_digit(t[1]) ? t : blank;
}

/* A day, a blank, a time; a lone time is today's; a lone day is its midnight. */
static enum outcome read_day_and_time(const struct reading *how, const char *text, day *d,
                                      int64_t *ms, struct error *e)
{
    const char *blank = before_time(text);
    const char *time = blank ? blank + 1 : text;
    *ms = time_of_day(time);
    if (*ms < 0) {
        *ms = 0;
        return read_day(how, text, d, e);
    }
    *d = how->today;
    /* A lone "21.11" would be a day to some: only a colon makes a lone time. */
    if (!blank && !strchr(text, ':'))
        return read_day(how, text, d, e);
    if (!blank)
        return DONE;
    char *front = text_trim(xstrndup(text, (size_t)(blank - text)));
    enum outcome o = read_day(how, front, d, e);
    free(front);
    return o;
}

static enum outcome parse_moment(const struct field *f, const struct reading *how, const char *text,
                                 struct value *v, struct error *e)
{
    (void)f;
    moment m = moment_parse(text);
    if (m < 0) {
        day d = NO_DAY;
        int64_t ms = 0;
        enum outcome o = read_day_and_time(how, text, &d, &ms, e);
        if (o != DONE)
            return o;
        m = d * day_ms + ms - (int64_t)how->zone_minutes * MINUTE_MS;
    }
    if (m < 0)
        return fail(e, BAD_DATA,
                    _("“%s” lies before 1970. Check the year; an older day goes "
                      "into the notes."),
                    excerpt(text).text);
    value_set_number(v, m);
    return DONE;
}

static void format_moment(const struct field *f, const struct value *v, enum spelling spelling,
                          struct buf *out)
{
    (void)f;
    if (spelling == SPELL_SCREEN)
        moment_local(v->num, office_zone(), out);
    else
        moment_iso(v->num, out);
}

const struct field_type type_date = {
    .name = "date",
    .storage = STORED_INTEGER,
    .tag = 'D',
    .parse = parse_date,
    .format = format_date,
    .compare = compare_numbers,
    .hint = N_("a date: 15/6, 5 juni, 2026-11-21, h (today), h+3"),
};

const struct field_type type_moment = {
    .name = "moment",
    .storage = STORED_INTEGER,
    .tag = 'M',
    .parse = parse_moment,
    .format = format_moment,
    .compare = compare_numbers,
    .hint = N_("a date and a time: h 10.42, 15/6 08.00"),
};
