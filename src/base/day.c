/* day.c - the calendar: days since 1970-01-01, proleptic Gregorian, and working days. */
#include "loket/base.h"

/* Days from 0000-03-01 to 1970-01-01. Years are counted from March, so that the leap day is the
 * last of its year (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
enum { DAYS_TO_1970 = 719468, DAYS_IN_ERA = 146097 };
enum { FIRST_YEAR = 1, LAST_YEAR = 9999 };

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_length(int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

day day_of(int year, int month, int mday)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12)
        return NO_DAY;
    if (mday < 1 || mday > month_length(year, month))
        return NO_DAY;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400, year_of_era = y % 400;
    int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + mday - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_IN_ERA + day_of_era - DAYS_TO_1970;
}

void day_split(day d, int *year, int *month, int *mday)
{
    int64_t days = (int64_t)d + DAYS_TO_1970;
    int64_t era = (days >= 0 ? days : days - (DAYS_IN_ERA - 1)) / DAYS_IN_ERA;
    int day_of_era = (int)(days - era * DAYS_IN_ERA);
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153; /* 0 March .. 11 February */
    *mday = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = (int)(year_of_era + era * 400) + (*month <= 2);
}

int day_weekday(day d)
{
    /* 1970-01-01 was a Thursday. */
    return (int)((((int64_t)d + 3) % 7 + 7) % 7);
}

day day_add_months(day d, int count)
{
    int year, month, mday;
    day_split(d, &year, &month, &mday);
    int months = year * 12 + month - 1 + count;
    if (months < 12)
        return NO_DAY;
    day found;
    while ((found = day_of(months / 12, months % 12 + 1, mday)) == NO_DAY && mday > 28)
        mday--;
    return found;
}

static bool is_open(day d, bool (*closed)(void *context, day d), void *context)
{
    return day_weekday(d) < 5 && (closed == NULL || !closed(context, d));
}

/* No office is shut for a whole year: a calendar that says so is wrong. */
enum { LONGEST_CLOSURE = 366 };

day workday_add(day from, int count, bool (*closed)(void *context, day d), void *context)
{
    if (from == NO_DAY)
        return NO_DAY;
    int step = count < 0 ? -1 : 1, left = count < 0 ? -count : count;
    day d = from;
    while (left > 0) {
        int tried = 0;
        do {
            d += step;
            if (++tried > LONGEST_CLOSURE)
                return NO_DAY;
        } while (!is_open(d, closed, context));
        left--;
    }
    return d;
}
