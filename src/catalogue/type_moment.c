/* type_moment.c - moments, shown in the office's zone, and times of day. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
        return day_read(how, text, d, e);
    }
    *d = how->today;
    /* A lone "21.11" would be a day to some: only a colon makes a lone time. */
    if (!blank && !strchr(text, ':'))
        return day_read(how, text, d, e);
    if (!blank)
        return DONE;
    char *front = text_trim(xstrndup(text, (size_t)(blank - text)));
    enum outcome o = day_read(how, front, d, e);
    free(front);
    return o;
}

/* ---- As it is said at the counter: "s-30", "j 1042", "kemarin jam 3 sore" ---- */

enum { SAID_MAX = 64 };

/* "s" and "sekarang" are now; "s-30" half an hour ago, "s-2j" two hours. false: it is none. */
static bool counted_from_now(const char *text, moment now, moment *out)
{
    static const char *const words[] = { "sekarang", "now", "s" };
    size_t n = 0;
    for (size_t i = 0; n == 0 && i < COUNT(words); i++)
        n = strncasecmp(text, words[i], strlen(words[i])) == 0 ? strlen(words[i]) : 0;
    const char *at = text + n + strspn(text + n, " ");
    int64_t back = *at == '-', count = 0;
    bool shifted = *at == '-' || *at == '+';
    at += shifted ? 1 + strspn(at + 1, " ") : 0;
    size_t digits = shifted ? strspn(at, "0123456789") : 0;
    if (n == 0 || (shifted ? digits == 0 || digits > 4 : *at != '\0'))
        return false;
    for (size_t i = 0; i < digits; i++)
        count = count * 10 + (at[i] - '0');
    at += digits;
    bool hours = *at == 'j';
    if (at[hours] != '\0')
        return false;
    *out = now - now % MINUTE_MS + (back ? -count : count) * (hours ? HOUR_MS : MINUTE_MS);
    return true;
}

/* Two parts, as clocks and sheets write it. */
static bool is_clock_time(const char *text)
{
    const char *mark = strpbrk(text, ".:");
    return time_of_day(text) >= 0 && mark && !strpbrk(mark + 1, ".:") && strlen(mark) == 3;
}

/* "8", "830", "1042", "8.30" behind a word that says it is a time. */
static int64_t short_time(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (is_clock_time(text))
        return time_of_day(text);
    if (text[digits] != '\0' || digits == 0 || digits > 4)
        return -1;
    int number = 0;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (text[i] - '0');
    int hour = digits <= 2 ? number : number / 100, minute = digits <= 2 ? 0 : number % 100;
    return hour > 23 || minute > 59 ? -1 : (int64_t)hour * HOUR_MS + (int64_t)minute * MINUTE_MS;
}

/* "3 sore" is 15.00; -1: that part of the day has no such hour. */
static int64_t of_part(int64_t ms, const char *part)
{
    int64_t half = 12 * (int64_t)HOUR_MS;
    if (ms < 0 || ms > half || text_same(part, "pagi"))
        return ms < half ? ms : -1;
    if (text_same(part, "siang"))
        return ms < 6 * (int64_t)HOUR_MS ? ms + half : ms;
    if (ms == half)
        return -1; /* twelve at night: of which day? */
    return ms + half;
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words != NULL && !text_same(word, *words))
        words++;
    return *words != NULL;
}

/* Cuts the last word off; nothing is left of front where it was the only one. */
static char *cut_word(char **front)
{
    char *blank = strrchr(*front, ' ');
    char *word = blank ? blank + 1 : *front;
    if (blank) {
        *blank = '\0';
        *front = text_trim(*front);
    } else {
        *front = word + strlen(word);
    }
    return word;
}

/* A time announced by a word or followed by the part of the day, or behind a day; *front becomes
 * what stands before it. -1: nothing of that kind. */
static int64_t said_time(char **front)
{
    static const char *const parts[] = { "pagi", "siang", "sore", "malam", NULL };
    static const char *const announcing[] = { "jam", "pukul", "pkl", "j", NULL };
    char *word = cut_word(front), *part = NULL;
    if (is_one_of(word, parts)) {
        part = word;
        word = cut_word(front);
    }
    bool glued = word[0] == 'j' && ascii_digit(word[1]);
    int64_t ms = short_time(word + glued);
    const char *blank = strrchr(*front, ' ');
    bool announced = is_one_of(blank ? blank + 1 : *front, announcing);
    if (announced)
        cut_word(front);
    if (!announced && !glued && !part && **front == '\0')
        return -1; /* a number alone is a day */
    return part ? of_part(ms, part) : ms;
}

/* As people say it, where a person types it. */
static bool read_said(const struct reading *how, const char *text, day *d, int64_t *ms)
{
    char copy[SAID_MAX] = "", *front = copy;
    if (!how->typed || strnlen(text, sizeof copy) == sizeof copy)
        return false;
    for (size_t i = 0; i <= strlen(text); i++)
        copy[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    *d = how->today;
    *ms = said_time(&front);
    return *ms >= 0 && (*front == '\0' || day_read(how, front, d, NULL) == DONE);
}

static enum outcome which_day(const char *text, struct error *e)
{
    return fail(e, BAD_DATA,
                _("“%s” says no day, or could be one; for a time of today write h %s."), text,
                text);
}

static enum outcome parse_moment(const struct field *f, const struct reading *how, const char *text,
                                 struct value *v, struct error *e)
{
    (void)f;
    moment m = moment_parse(text);
    if (m < 0 && !(how->typed && counted_from_now(text, how->now, &m))) {
        day d = NO_DAY;
        int64_t ms = 0;
        enum outcome o = read_day_and_time(how, text, &d, &ms, e);
        if (o != DONE && !read_said(how, text, &d, &ms))
            return how->typed && short_time(text) >= 0 ? which_day(text, e) : o;
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

/* ---- Times of day: kept as text, "08.30" ---- */

/* "830", "3 sore", "s-30": as it is said, without a day. */
static int64_t said_alone(const struct reading *how, const char *text)
{
    char copy[SAID_MAX] = "", *front = copy;
    moment m;
    if (!how->typed || strnlen(text, sizeof copy) == sizeof copy)
        return -1;
    if (counted_from_now(text, how->now, &m))
        return (m + (int64_t)how->zone_minutes * MINUTE_MS) % day_ms;
    for (size_t i = 0; i <= strlen(text); i++)
        copy[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    int64_t ms = short_time(copy);
    if (ms >= 0)
        return ms;
    ms = said_time(&front);
    return *front == '\0' ? ms : -1;
}

static enum outcome parse_time(const struct field *f, const struct reading *how, const char *text,
                               struct value *v, struct error *e)
{
    (void)f;
    int64_t ms = is_clock_time(text) ? time_of_day(text) : said_alone(how, text);
    if (ms < 0)
        return fail(e, BAD_DATA, _("a time is hours and minutes, such as 08.30; correct it."));
    struct buf written = { 0 };
    buf_printf(&written, "%02d.%02d", (int)(ms / HOUR_MS), (int)(ms / MINUTE_MS % 60));
    value_set_text(v, how->typed ? buf_text(&written) : text); /* of files as it stands */
    buf_free(&written);
    return DONE;
}

const struct field_type type_time = {
    .name = "time",
    .storage = STORED_TEXT,
    .tag = 't', /* it is text to digests */
    .parse = parse_time,
    .format = format_stored_text,
    .compare = compare_words,
    .hint = N_("a time: 08.30, 830, 3 sore, s (now), s-30"),
};

const struct field_type type_moment = {
    .name = "moment",
    .storage = STORED_INTEGER,
    .tag = 'M',
    .parse = parse_moment,
    .format = format_moment,
    .compare = compare_numbers,
    .hint = N_("a date and a time: h 10.42, 15/6 08.00, j8 (8 o'clock), s (now), s-30"),
};
