/* month.c - month and weekday names, as calendars, letters and old logs spell them. */
#include "month.h"

#include "loket/base.h"

#include <string.h>

static const char *const SHORT[] = {
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
};

const char *month_short(int month)
{
    return tr(SHORT[month - 1]);
}

struct name {
    const char *text;
    int number;
};

/* Any beginning of three letters or more counts ("sept", "agust"). */
static const struct name MONTHS[] = {
    { "januari", 1 },   { "january", 1 },   { "februari", 2 },  { "february", 2 },
    { "pebruari", 2 },  { "maret", 3 },     { "march", 3 },     { "april", 4 },
    { "mei", 5 },       { "may", 5 },       { "juni", 6 },      { "june", 6 },
    { "juli", 7 },      { "july", 7 },      { "agustus", 8 },   { "august", 8 },
    { "agt", 8 },       { "ags", 8 },       { "agst", 8 },      { "september", 9 },
    { "oktober", 10 },  { "october", 10 },  { "november", 11 }, { "nopember", 11 },
    { "nofember", 11 }, { "desember", 12 }, { "december", 12 },
};

static const struct name WEEKDAYS[] = {
    { "senin", 1 },     { "selasa", 2 },   { "rabu", 3 },   { "kamis", 4 },    { "jumat", 5 },
    { "sabtu", 6 },     { "minggu", 7 },   { "ahad", 7 },   { "monday", 1 },   { "tuesday", 2 },
    { "wednesday", 3 }, { "thursday", 4 }, { "friday", 5 }, { "saturday", 6 }, { "sunday", 7 },
};

static int find(const struct name *names, size_t count, const char *word, size_t n)
{
    for (size_t i = 0; n >= 3 && i < count; i++)
        if (n <= strlen(names[i].text) && memcmp(names[i].text, word, n) == 0)
            return names[i].number;
    return 0;
}

int month_named(const char *word, size_t n)
{
    return find(MONTHS, COUNT(MONTHS), word, n);
}

int weekday_named(const char *word, size_t n)
{
    return find(WEEKDAYS, COUNT(WEEKDAYS), word, n);
}
