/* moment.c - moments: milliseconds UTC. */
#include "ascii.h"

#include "loket/base.h"

#include <string.h>

static const moment MS_A_DAY = INT64_C(86400000);
static const char SHAPE[] = "0000-00-00T00:00:00.000Z"; /* 0 stands for any digit */

static int number_at(const char *text, size_t at, size_t n)
{
    int value = 0;
    for (size_t i = at; i < at + n; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

moment moment_parse(const char *text)
{
    if (strnlen(text, sizeof SHAPE) != sizeof SHAPE - 1)
        return -1;
    for (size_t i = 0; i < sizeof SHAPE - 1; i++)
        if (SHAPE[i] == '0' ? !is_digit(text[i]) : text[i] != SHAPE[i])
            return -1;
    day d = day_of(number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2));
    int hour = number_at(text, 11, 2), minute = number_at(text, 14, 2);
    int second = number_at(text, 17, 2), ms = number_at(text, 20, 3);
    if (d < 0 || hour > 23 || minute > 59 || second > 59)
        return -1;
    return d * MS_A_DAY + ((hour * 60 + minute) * 60 + second) * INT64_C(1000) + ms;
}

/* Splits into whole days and the milliseconds of the day, rounding down before 1970 too. */
static day split(moment m, int *ms_of_day)
{
    moment days = m / MS_A_DAY, rest = m % MS_A_DAY;
    if (rest < 0) {
        rest += MS_A_DAY;
        days--;
    }
    *ms_of_day = (int)rest;
    return (day)days;
}

void moment_iso(moment m, struct buf *out)
{
    int ms;
    day_iso(split(m, &ms), out);
    buf_printf(out, "T%02d:%02d:%02d.%03dZ", ms / 3600000, ms / 60000 % 60, ms / 1000 % 60,
               ms % 1000);
}

day moment_day(moment m, int zone_minutes)
{
    int ms;
    return split(m + zone_minutes * INT64_C(60000), &ms);
}

void moment_local(moment m, int zone_minutes, struct buf *out)
{
    int ms;
    day_local(split(m + zone_minutes * INT64_C(60000), &ms), out);
    buf_printf(out, " %02d.%02d", ms / 3600000, ms / 60000 % 60);
}
