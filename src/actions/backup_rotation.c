/* Which backups of a folder stay (share protocol, rule 21): the newest of each of the last so many
 * days, weeks and months of which there is one at all, so that a quiet month loses none. */
#include "backup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 14, WEEKS = 8, MONTHS = 24, MONDAY = 3 /* 1970-01-01 was a Thursday */ };

struct dated {
    size_t place;
    day on;
    int32_t second; /* of that day */
};

void backup_name(const char *stem, day on, int32_t second, struct buf *out)
{
    enum { MINUTE = 60, HOUR = 3600 };
    buf_printf(out, "%s-", stem);
    day_iso(on, out);
    buf_printf(out, "-%02d%02d%02d.db", second / HOUR, second / MINUTE % MINUTE, second % MINUTE);
}

/* Only what backup_name() would write the same is one of ours. */
static bool read_name(const char *stem, const char *name, struct dated *out)
{
    int year, month, mday, hour, minute, second;
    struct buf again = { 0 };
    size_t n = strlen(stem);
    if (strncmp(name, stem, n) != 0 || sscanf(name + n, "-%4d-%2d-%2d-%2d%2d%2d.db", &year, &month,
                                              &mday, &hour, &minute, &second) != 6)
        return false;
    out->on = day_of(year, month, mday);
    out->second = (hour * 60 + minute) * 60 + second;
    if (out->on != NO_DAY && hour < 24)
        backup_name(stem, out->on, out->second, &again);
    bool ours = strcmp(buf_text(&again), name) == 0;
    buf_free(&again);
    return ours;
}

static int newest_first(const void *a, const void *b)
{
    const struct dated *left = a, *right = b;
    if (left->on != right->on)
        return left->on < right->on ? 1 : -1;
    return left->second < right->second ? 1 : left->second > right->second ? -1 : 0;
}

static int32_t the_day(day on)
{
    return on;
}

static int32_t the_week(day on)
{
    return (on + MONDAY) / 7;
}

static int32_t the_month(day on)
{
    int year, month, mday;
    day_split(on, &year, &month, &mday);
    return year * 12 + month;
}

static void keep_newest(const struct dated *list, size_t count, int32_t (*period)(day on), int most,
                        bool *keep)
{
    for (size_t i = 0; i < count && most > 0; i++) {
        if (i && period(list[i].on) == period(list[i - 1].on))
            continue;
        keep[list[i].place] = true;
        most--;
    }
}

void backup_rotation(const char *stem, const char *const *names, size_t count, bool *keep)
{
    struct dated *list = xcalloc(count + 1, sizeof *list);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        keep[i] = !read_name(stem, names[i], &list[found]);
        if (!keep[i])
            list[found++].place = i;
    }
    qsort(list, found, sizeof *list, newest_first);
    keep_newest(list, found, the_day, DAYS, keep);
    keep_newest(list, found, the_week, WEEKS, keep);
    keep_newest(list, found, the_month, MONTHS, keep);
    free(list);
}
