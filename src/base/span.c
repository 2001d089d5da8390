/* span.c - the days a period has, as people type it and read it. */
#include "ascii.h"
#include "month.h"

#include "loket/base.h"

#include <stdlib.h>
#include <string.h>

enum { YEAR_FIRST = 1900, YEAR_LAST = 9999, MONTHS = 12, WEEK = 7 };

/* How long a span is: so many months, or a week. */
enum unit { IN_DAYS, IN_WEEKS, IN_MONTHS, IN_YEARS };

static day first_of(enum unit u, day d)
{
    int year, month, mday;
    day_split(d, &year, &month, &mday);
    switch (u) {
    case IN_WEEKS:
        return d - day_weekday(d);
    case IN_MONTHS:
        return day_of(year, month, 1);
    case IN_YEARS:
        return day_of(year, 1, 1);
    default:
        return d;
    }
}

/* The same unit so many later; first: its first day. */
static day later(enum unit u, day first, int count)
{
    return u == IN_DAYS    ? first + count
           : u == IN_WEEKS ? first + WEEK * count
                           : day_add_months(first, u == IN_YEARS ? MONTHS * count : count);
}

static bool take(enum unit u, day first, day *from, day *to)
{
    if (first == NO_DAY || later(u, first, 1) == NO_DAY)
        return false;
    *from = first;
    *to = later(u, first, 1) - 1;
    return true;
}

/* ---- Counted from today ---- */

static bool spoken(const char *text, day today, day *from, day *to)
{
    static const struct {
        const char *word;
        enum unit unit;
        int offset;
    } words[] = {
        { "hari ini", IN_DAYS, 0 },      { "today", IN_DAYS, 0 },
        { "kemarin", IN_DAYS, -1 },      { "yesterday", IN_DAYS, -1 },
        { "minggu ini", IN_WEEKS, 0 },   { "this week", IN_WEEKS, 0 },
        { "minggu lalu", IN_WEEKS, -1 }, { "last week", IN_WEEKS, -1 },
        { "bulan ini", IN_MONTHS, 0 },   { "this month", IN_MONTHS, 0 },
        { "bulan lalu", IN_MONTHS, -1 }, { "last month", IN_MONTHS, -1 },
        { "tahun ini", IN_YEARS, 0 },    { "this year", IN_YEARS, 0 },
        { "tahun lalu", IN_YEARS, -1 },  { "last year", IN_YEARS, -1 },
    };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(text, words[i].word) == 0) {
            enum unit u = words[i].unit;
            return take(u, later(u, first_of(u, today), words[i].offset), from, to);
        }
    return false;
}

/* ---- A year, or a month of one ---- */

static bool is_year(int64_t n)
{
    return n >= YEAR_FIRST && n <= YEAR_LAST;
}

static bool year_alone(const char *text, day *from, day *to)
{
    int64_t year;
    return integer_parse(text, &year) && is_year(year) &&
           take(IN_YEARS, day_of((int)year, 1, 1), from, to);
}

/* "11", "nov", "november"; 0: no month. */
static int64_t month_of(const char *word)
{
    int64_t n = 0;
    if (integer_parse(word, &n))
        return n >= 1 && n <= MONTHS ? n : 0;
    return month_named(word, strlen(word));
}

/* "11/2026", "2026-11", "nov 2026". */
static bool month_of_year(const char *text, day *from, day *to)
{
    char *copy = xstrdup(text), *rest = copy;
    char *one = strsep(&rest, " /-."), *two = rest;
    int64_t year = 0, month = 0;
    if (two != NULL && integer_parse(two, &year) && is_year(year))
        month = month_of(one);
    else if (two != NULL && integer_parse(one, &year) && is_year(year))
        month = month_of(two);
    free(copy);
    return month > 0 && take(IN_MONTHS, day_of((int)year, (int)month, 1), from, to);
}

static bool whole(const char *text, day today, day *from, day *to)
{
    return spoken(text, today, from, to) || year_alone(text, from, to) ||
           month_of_year(text, from, to);
}

/* ---- From and to ---- */

/* Each a day, or a year or month whose first or last day is meant. */
static enum outcome between(char *text, day today, day *from, day *to, struct error *e)
{
    day ends[2][2] = { { NO_DAY, NO_DAY }, { NO_DAY, NO_DAY } };
    enum outcome result = DONE;
    size_t n = 0;
    for (char *word; result == DONE && (word = strsep(&text, " ")) != NULL;) {
        if (*word == '\0')
            continue;
        if (n == COUNT(ends))
            return fail(e, BAD_DATA, _("Say a year, a month (11/2026), or two days."));
        if (!whole(word, today, &ends[n][0], &ends[n][1])) {
            result = day_parse(word, today, &ends[n][0], e);
            ends[n][1] = ends[n][0];
        }
        n++;
    }
    if (result == DONE) {
        *from = ends[0][0];
        *to = ends[1][1];
    }
    return result;
}

enum outcome span_parse(const char *text, day today, day *from, day *to, struct error *e)
{
    enum outcome result = DONE;
    char *said = xstrdup(text), *trimmed = text_trim(said);
    for (char *letter = trimmed; *letter != '\0'; letter++)
        *letter = to_lower(*letter);
    *from = *to = NO_DAY;
    if (*trimmed != '\0' && !whole(trimmed, today, from, to))
        result = between(trimmed, today, from, to, e);
    free(said);
    return result;
}

/* ---- As text ---- */

void span_local(day from, day to, struct buf *out)
{
    int year, month, mday;
    day_split(from != NO_DAY ? from : 0, &year, &month, &mday);
    if (from != NO_DAY && mday == 1 && month == 1 && to == later(IN_YEARS, from, 1) - 1) {
        buf_printf(out, "%04d", year);
    } else if (from != NO_DAY && mday == 1 && to == later(IN_MONTHS, from, 1) - 1) {
        buf_printf(out, "%s %04d", month_short(month), year);
    } else {
        day_local(from, out);
        buf_puts(out, from == to ? "" : "–");
        day_local(from == to ? NO_DAY : to, out);
    }
}
