/* service_clock.c - service time: what of the time between two moments counts, by the open hours of
 * an office, its holidays and zone, without the pauses; and when a length of it is used up. */
#include "loket/base.h"

#include <stdlib.h>
#include <string.h>

enum { MINUTE_MS = 60 * 1000, DAY_MS = 24 * 60 * MINUTE_MS, DAY_MINUTES = 24 * 60 };
/* No service lies further: ten years. */
enum { DAYS_MAX = 3660 };

/* ---- Hours in words ---- */

static const char *const day_names[7][2] = {
    { "senin", "mon" }, { "selasa", "tue" }, { "rabu", "wed" },   { "kamis", "thu" },
    { "jumat", "fri" }, { "sabtu", "sat" },  { "minggu", "sun" },
};

static const char *const every_day[] = { "setiap hari", "every day", "daily" };

/* The day whose name begins here, -1: none; *p behind it. */
static int take_day(const char **p)
{
    for (int d = 0; d < 7; d++)
        for (int n = 0; n < 2; n++) {
            size_t length = strlen(day_names[d][n]);
            if (strncmp(*p, day_names[d][n], length) != 0)
                continue;
            *p += length;
            return d;
        }
    return -1;
}

static void skip(const char **p, const char *what)
{
    *p += strspn(*p, what);
}

/* "07 30" as minutes of the day, -1: none. Folded text has no punctuation. */
static int take_time(const char **p)
{
    int parts[2] = { 0, 0 };
    for (int i = 0; i < 2; i++) {
        size_t n = strspn(*p, "0123456789");
        if (n == 0 || n > 2)
            return -1;
        parts[i] = atoi(*p);
        *p += n;
        skip(p, " ");
    }
    int minutes = parts[0] * 60 + parts[1];
    return parts[1] < 60 && minutes <= DAY_MINUTES ? minutes : -1;
}

static void put(struct service_week *w, int first, int last, int from, int to)
{
    for (int i = 0; i < 7; i++) {
        int d = (first + i) % 7;
        w->from[d] = from;
        w->to[d] = to;
        if (d == last)
            return;
    }
}

/* "senin kamis 07 30 16 00", "setiap hari", "every day 08 00 20 00", folded. */
static bool take_part(const char *p, struct service_week *w)
{
    int first = -1, last = -1, from = 0, to = DAY_MINUTES;
    for (size_t i = 0; i < COUNT(every_day); i++)
        if (text_starts(p, every_day[i])) {
            first = 0;
            last = 6;
            p += strlen(every_day[i]);
        }
    bool always = first == 0;
    if (!always) {
        first = last = take_day(&p);
        skip(&p, " ");
        int other = take_day(&p);
        last = other >= 0 ? other : last;
    }
    skip(&p, " ");
    if (first < 0 || (!always && !*p))
        return false;
    if (*p && ((from = take_time(&p)) < 0 || (to = take_time(&p)) <= from || *p))
        return false;
    put(w, first, last, from, to);
    if (always) {
        w->from[SERVICE_HOLIDAY] = from;
        w->to[SERVICE_HOLIDAY] = to;
    }
    return true;
}

bool service_week_parse(const char *text, struct service_week *out)
{
    struct service_week week = { { 0 }, { 0 } };
    bool any = false;
    for (const char *p = text; *p; p += strcspn(p, ",;"), p += *p != '\0') {
        struct buf part = { 0 }, plain = { 0 };
        buf_printf(&part, "%.*s", (int)strcspn(p, ",;"), p);
        utf8_fold(buf_text(&part), &plain);
        any |= take_part(buf_text(&plain), &week);
        buf_free(&part);
        buf_free(&plain);
    }
    if (any)
        *out = week;
    return any;
}

int64_t service_day_ms(const struct service_clock *c)
{
    int64_t minutes = 0, days = 0;
    if (!c->working)
        return DAY_MS;
    for (int d = 0; d < 7; d++) {
        minutes += c->week.to[d] - c->week.from[d];
        days += c->week.to[d] > c->week.from[d];
    }
    return days ? minutes / days * MINUTE_MS : DAY_MS;
}

/* ---- Stretches that count ---- */

static bool is_holiday(const struct service_clock *c, day d)
{
    return c->holiday && c->holiday(c->context, d);
}

/* The stretch of a day in which the office is open. */
static struct service_span open_on(const struct service_clock *c, day d)
{
    moment midnight = (moment)d * DAY_MS - (moment)c->zone_minutes * MINUTE_MS;
    if (!c->working)
        return (struct service_span){ midnight, midnight + DAY_MS };
    int row = is_holiday(c, d) ? SERVICE_HOLIDAY : day_weekday(d);
    return (struct service_span){ midnight + (moment)c->week.from[row] * MINUTE_MS,
                                  midnight + (moment)c->week.to[row] * MINUTE_MS };
}

bool service_is_open(const struct service_clock *c, moment at)
{
    struct service_span open = open_on(c, moment_day(at, c->zone_minutes));
    return at >= open.from && at < open.until;
}

struct count {
    int64_t ms, wanted; /* wanted -1: all of it */
    moment reached;     /* when ms came to wanted */
};

/* Adds [from, until) to the count; true: the wanted length is reached. */
static bool add(struct count *n, moment from, moment until)
{
    if (n->wanted >= 0 && n->ms + (until - from) >= n->wanted) {
        n->reached = from + (n->wanted - n->ms);
        n->ms = n->wanted;
        return true;
    }
    n->ms += until - from;
    return false;
}

/* The parts of a stretch that lie in no pause; pauses are in order of their beginning. */
static bool add_unpaused(struct count *n, struct service_span s, const struct service_span *pauses,
                         size_t count)
{
    for (size_t i = 0; i < count && s.from < s.until; i++) {
        moment end = pauses[i].until < 0 ? INT64_MAX : pauses[i].until;
        if (end <= s.from || pauses[i].from >= s.until)
            continue;
        if (pauses[i].from > s.from && add(n, s.from, pauses[i].from))
            return true;
        s.from = end;
    }
    return s.from < s.until && add(n, s.from, s.until);
}

static int by_beginning(const void *a, const void *b)
{
    const struct service_span *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

static void walk(const struct service_clock *c, struct service_span s,
                 const struct service_span *pauses, size_t count, struct count *n)
{
    struct service_span *sorted = count ? xcalloc(count, sizeof *sorted) : NULL;
    for (size_t i = 0; i < count; i++)
        sorted[i] = pauses[i];
    if (count)
        qsort(sorted, count, sizeof *sorted, by_beginning);
    day first = moment_day(s.from, c->zone_minutes);
    for (int i = 0; i < DAYS_MAX; i++) {
        struct service_span open = open_on(c, first + i);
        if (open.from < s.from)
            open.from = s.from;
        if (open.until > s.until)
            open.until = s.until;
        if (open.from < open.until && add_unpaused(n, open, sorted, count))
            break;
        if (moment_day(s.until, c->zone_minutes) <= first + i)
            break;
    }
    free(sorted);
}

int64_t service_used_ms(const struct service_clock *c, moment from, moment until,
                        const struct service_span *pauses, size_t count)
{
    struct count n = { .wanted = -1 };
    if (from < until)
        walk(c, (struct service_span){ from, until }, pauses, count, &n);
    return n.ms;
}

moment service_due(const struct service_clock *c, moment from, int64_t length_ms,
                   const struct service_span *pauses, size_t count)
{
    struct count n = { .wanted = length_ms, .reached = -1 };
    walk(c, (struct service_span){ from, from + (moment)DAYS_MAX * DAY_MS }, pauses, count, &n);
    return n.reached;
}

void service_left_words(moment due, moment now, struct buf *out)
{
    int64_t minutes = (due > now ? due - now : now - due) / MINUTE_MS;
    long long days = (long long)(minutes / DAY_MINUTES), hours = (long long)(minutes / 60);
    bool late = now > due;
    if (days > 0)
        buf_printf(out, late ? _("late %lld days") : _("%lld days left"), days);
    else if (hours > 0)
        buf_printf(out, late ? _("late %lld hours") : _("%lld hours left"), hours);
    else
        buf_printf(out, late ? _("late %lld minutes") : _("%lld minutes left"), (long long)minutes);
}
