/* day_parse.c - the day people mean: shorthand as the counter types it, and every style old sheets
 * hold. The day stands before the month, unless a year of four digits comes first. */
#include "ascii.h"
#include "month.h"

#include "loket/base.h"

#include <string.h>

enum { DAY_TEXT_MAX = 64, YEAR_FIRST = 1900, YEAR_LAST = 2200, PIECES_MAX = 3 };

/* What reading came to; each but FOUND has its own sentence. */
enum reading { FOUND, NOT_A_DATE, NO_SUCH_DAY, BAD_YEAR, NO_YEAR };

/* One run of digits or of letters. */
struct piece {
    const char *text;
    size_t n;
    bool digits;
    int value; /* of up to eight digits */
};

struct pieces {
    struct piece at[PIECES_MAX];
    size_t count;
    const char *rest; /* what follows the last */
};

/* ---- Taking the text apart ---- */

/* Copies in lower case, no-break spaces as blanks, without the apostrophe of "Jum'at", trimmed;
 * NULL: longer than any date. */
static const char *tidy(const char *text, char copy[DAY_TEXT_MAX])
{
    size_t n = 0;
    for (; *text != '\0'; text++) {
        if (n + 1 >= DAY_TEXT_MAX)
            return NULL;
        bool nbsp = text_starts(text, "\xC2\xA0");
        if (*text == '\'')
            continue;
        copy[n++] = nbsp || is_blank(*text) ? ' ' : to_lower(*text);
        text += nbsp;
    }
    copy[n] = '\0';
    return text_trim(copy);
}

static size_t run_length(const char *text)
{
    size_t n = 0;
    if (is_digit(*text))
        while (is_digit(text[n]))
            n++;
    else
        while (is_letter(text[n]))
            n++;
    return n;
}

static struct piece read_piece(const char *text)
{
    struct piece p = { .text = text, .n = run_length(text), .digits = is_digit(*text) };
    for (size_t i = 0; p.digits && i < p.n && i < 8; i++)
        p.value = p.value * 10 + (text[i] - '0');
    return p;
}

static const char *skip_marks(const char *text)
{
    return text + strspn(text, " -/.,");
}

/* "Senin, 5 Juni 2020": the name of the day says nothing the date does not. */
static const char *skip_weekday(const char *text)
{
    size_t n = is_letter(*text) ? run_length(text) : 0;
    return n > 0 && weekday_named(text, n) != 0 ? skip_marks(text + n) : text;
}

static void take_apart(const char *text, struct pieces *p)
{
    *p = (struct pieces){ .rest = skip_weekday(text) };
    const char *next = p->rest;
    while (p->count < PIECES_MAX && run_length(next) > 0) {
        struct piece piece = read_piece(next);
        p->at[p->count++] = piece;
        p->rest = next + piece.n;
        next = skip_marks(p->rest);
    }
}

/* A time of day behind the date: "07:59:00", "T07.59", "07:59:00.000Z", "10:42 WIB". */
static bool is_time(const char *text)
{
    text += strspn(text, " ,");
    text += *text == 't';
    size_t pairs = 0;
    while (run_length(text) > 0 && is_digit(*text)) {
        text += run_length(text);
        pairs++;
        if (*text == ':' || *text == '.' || *text == ',')
            text++;
        else
            break;
    }
    text += strspn(text, " ");
    text += is_letter(*text) ? run_length(text) : 0;
    return pairs >= 2 && pairs <= 4 && *text == '\0';
}

/* ---- Days from numbers ---- */

static enum reading check_range(day d, day *out)
{
    if (d == NO_DAY)
        return NO_SUCH_DAY;
    if (d < day_of(YEAR_FIRST, 1, 1) || d > day_of(YEAR_LAST, 12, 31))
        return BAD_YEAR;
    *out = d;
    return FOUND;
}

static enum reading full_date(int year, int month, int mday, day *out)
{
    if (year < YEAR_FIRST || year > YEAR_LAST)
        return BAD_YEAR;
    return check_range(day_of(year, month, mday), out);
}

static int64_t distance(day a, day b)
{
    int64_t d = (int64_t)a - b;
    return d < 0 ? -d : d;
}

/* Keeps the nearer of two candidates; of two as near, the earlier. */
static void keep_nearer(day candidate, day today, day *best)
{
    if (candidate == NO_DAY)
        return;
    if (*best == NO_DAY || distance(candidate, today) < distance(*best, today))
        *best = candidate;
}

/* 29 February comes back after at most eight years. */
static enum reading nearest_in_year(int month, int mday, day today, day *out)
{
    int year, this_month, this_mday;
    day best = NO_DAY;
    day_split(today, &year, &this_month, &this_mday);
    for (int y = year - 8; y <= year + 8; y++)
        keep_nearer(day_of(y, month, mday), today, &best);
    return check_range(best, out);
}

/* Of two months running one has a 31st, so two to either side are enough. */
static enum reading nearest_in_month(int mday, day today, day *out)
{
    int year, month, this_mday;
    day best = NO_DAY;
    day_split(today, &year, &month, &this_mday);
    for (int i = -2; i <= 2; i++) {
        int months = year * 12 + month - 1 + i;
        keep_nearer(day_of(months / 12, months % 12 + 1, mday), today, &best);
    }
    return check_range(best, out);
}

/* ---- Shorthand, counted from today ---- */

static bool read_word(const char *text, day today, day *out)
{
    static const struct {
        const char *word;
        int offset;
    } words[] = {
        { "h", 0 },
        { "hari ini", 0 },
        { "sekarang", 0 },
        { "today", 0 },
        { "kemarin", -1 },
        { "kemarin dulu", -2 },
        { "yesterday", -1 },
        { "besok", 1 },
        { "tomorrow", 1 },
        { "lusa", 2 },
        { "minggu depan", 7 }, /* the week, not its Sunday: that is "ahad depan" */
        { "minggu lalu", -7 },
    };
    for (size_t i = 0; i < COUNT(words); i++) {
        if (text_same(text, words[i].word)) {
            *out = today + words[i].offset;
            return true;
        }
    }
    return false;
}

/* "senin": the nearest; "senin depan" (next), "senin lalu" (last): the one after or before today.
 */
static bool read_weekday(const char *text, day today, day *out)
{
    size_t n = is_letter(*text) ? run_length(text) : 0;
    int wanted = n > 0 ? weekday_named(text, n) : 0;
    int ahead = (wanted - 1 - day_weekday(today) + 7) % 7;
    const char *which = text + n + strspn(text + n, " ");
    if (wanted == 0)
        return false;
    if (text_same(which, "depan") || text_same(which, "next"))
        *out = today + (ahead > 0 ? ahead : 7);
    else if (text_same(which, "lalu") || text_same(which, "last"))
        *out = today + ahead - 7;
    else if (*which == '\0')
        *out = today + (ahead > 3 ? ahead - 7 : ahead);
    else
        return false;
    return true;
}

/* "h+3", "h-1", "h+2m" (weeks, minggu), "h+1b" (months, bulan), "h+1t" (years, tahun). */
static enum reading read_offset(const char *text, day today, day *out)
{
    text += 1 + strspn(text + 1, " ");
    int sign = *text == '-' ? -1 : 1;
    text += 1 + strspn(text + 1, " ");
    size_t n = is_digit(*text) ? run_length(text) : 0;
    if (n == 0 || n > 5)
        return NOT_A_DATE;
    int count = sign * read_piece(text).value;
    char unit = text[n];
    if (unit != '\0' && text[n + 1] != '\0')
        return NOT_A_DATE;
    switch (unit) {
    case '\0':
    case 'h':
        return check_range(today + count, out);
    case 'm':
        return check_range(today + count * 7, out);
    case 'b':
        return check_range(day_add_months(today, count), out);
    case 't':
        return check_range(day_add_months(today, count * 12), out);
    default:
        return NOT_A_DATE;
    }
}

static bool is_offset(const char *text)
{
    size_t blanks = *text == 'h' ? strspn(text + 1, " ") : 0;
    return *text == 'h' && (text[1 + blanks] == '+' || text[1 + blanks] == '-');
}

/* ---- Dates ---- */

static bool is_short(const struct piece *p)
{
    return p->digits && p->n <= 2;
}

static bool is_long_year(const struct piece *p)
{
    return p->digits && p->n == 4;
}

/* Two digits: 00 to 69 are this century, 70 to 99 the last. -1: no year. */
static int year_of(const struct piece *p)
{
    if (is_long_year(p))
        return p->value;
    if (!p->digits || p->n != 2)
        return -1;
    return p->value < 70 ? 2000 + p->value : 1900 + p->value;
}

/* 0: neither a name nor a number of one or two digits. 99 and the like fail later, as no day. */
static int month_of(const struct piece *p)
{
    if (!p->digits)
        return month_named(p->text, p->n);
    return p->n <= 2 && p->value > 0 ? p->value : 0;
}

static enum reading three_pieces(const struct piece *p, bool month_first, day *out)
{
    const struct piece *d = &p[month_first ? 1 : 0], *m = &p[month_first ? 0 : 1], *y = &p[2];
    if (month_first && !p[1].digits) { /* 21 May 2026 all the same */
        d = &p[0];
        m = &p[1];
    }
    if (is_long_year(&p[0])) { /* 2026-11-21 */
        y = &p[0];
        m = &p[1];
        d = &p[2];
    } else if (!p[0].digits) { /* May 2, 2020 */
        m = &p[0];
        d = &p[1];
    }
    if (!is_short(d) || year_of(y) < 0)
        return NOT_A_DATE;
    if (month_of(m) == 0)
        return m->digits && m->n <= 2 ? NO_SUCH_DAY : NOT_A_DATE;
    return full_date(year_of(y), month_of(m), d->value, out);
}

/* today is NO_DAY where only dates with a year are taken. */
static enum reading two_pieces(const struct piece *p, day today, day *out)
{
    bool name_first = !p[0].digits;
    const struct piece *d = &p[name_first ? 1 : 0], *m = &p[name_first ? 0 : 1];
    int month = month_of(m);
    if (!is_short(d) || month == 0)
        return NOT_A_DATE;
    return today == NO_DAY ? NO_YEAR : nearest_in_year(month, d->value, today, out);
}

/* 21112026 or 20261121: whichever has a year within bounds; never both have. */
static enum reading eight_digits(int value, day *out)
{
    if (value / 10000 >= YEAR_FIRST && value / 10000 <= YEAR_LAST && value % 10000 < 1300)
        return full_date(value / 10000, value / 100 % 100, value % 100, out);
    return full_date(value % 10000, value / 10000 % 100, value / 1000000, out);
}

static enum reading one_piece(const struct piece *p, day today, day *out)
{
    if (p->digits && p->n == 8)
        return eight_digits(p->value, out);
    if (!p->digits || today == NO_DAY)
        return NOT_A_DATE;
    switch (p->n) {
    case 1:
    case 2:
        return nearest_in_month(p->value, today, out);
    case 4:
        return nearest_in_year(p->value % 100, p->value / 100, today, out);
    case 6: {
        struct piece year = { .digits = true, .n = 2, .value = p->value % 100 };
        return full_date(year_of(&year), p->value / 100 % 100, p->value / 10000, out);
    }
    default:
        return NOT_A_DATE;
    }
}

static enum reading read_date(const char *text, day today, bool month_first, day *out)
{
    struct pieces p;
    take_apart(text, &p);
    if (*p.rest != '\0' && (p.count < PIECES_MAX || !is_time(p.rest)))
        return NOT_A_DATE;
    switch (p.count) {
    case 1:
        return one_piece(&p.at[0], today, out);
    case 2:
        return two_pieces(p.at, today, out);
    case 3:
        return three_pieces(p.at, month_first, out);
    default:
        return NOT_A_DATE;
    }
}

/* "43952" or "43952.33": days of the 1900 system, in which 25569 is 1970-01-01. Five digits only
 * (1927 to 2173), so that a bare year is not taken for one. */
static bool read_serial(const char *text, day *out)
{
    size_t n = is_digit(*text) ? run_length(text) : 0;
    if (n != 5 || *text == '0')
        return false;
    const char *rest = text + n;
    if (*rest == '.' || *rest == ',')
        rest += 1 + strspn(rest + 1, "0123456789");
    if (*rest != '\0')
        return false;
    *out = read_piece(text).value - 25569;
    return true;
}

static enum outcome explain(enum reading r, const char *text, bool month_first, struct error *e)
{
    switch (r) {
    case FOUND:
        return DONE;
    case NO_SUCH_DAY:
        if (month_first)
            return fail(e, BAD_DATA,
                        _("There is no such date as “%s”. Check it; in this column the month comes "
                          "before the day."),
                        excerpt(text).text);
        return fail(e, BAD_DATA,
                    _("There is no such date as “%s”. Check it; the day comes before the month."),
                    excerpt(text).text);
    case BAD_YEAR:
        return fail(e, BAD_DATA, _("The year of “%s” is not between 1900 and 2200. Check it."),
                    excerpt(text).text);
    case NO_YEAR:
        return fail(e, BAD_DATA, _("“%s” has no year. Add it, as in 21/11/2026."),
                    excerpt(text).text);
    case NOT_A_DATE:
        break;
    }
    return fail(e, BAD_DATA,
                _("“%s” is not a date. Write it as 21/11/2026 or 5 June 2026; h is today."),
                excerpt(text).text);
}

enum outcome day_parse(const char *text, day today, day *out, struct error *e)
{
    char copy[DAY_TEXT_MAX];
    const char *tidied = tidy(text, copy);
    enum reading r;
    if (tidied == NULL)
        r = NOT_A_DATE;
    else if (today != NO_DAY && (read_word(tidied, today, out) || read_weekday(tidied, today, out)))
        r = FOUND;
    else if (today != NO_DAY && is_offset(tidied))
        r = read_offset(tidied, today, out);
    else
        r = read_date(tidied, today, false, out);
    return explain(r, text, false, e);
}

enum outcome day_parse_sheet(const char *text, bool month_first, day *out, struct error *e)
{
    char copy[DAY_TEXT_MAX];
    const char *tidied = tidy(text, copy);
    enum reading r;
    if (tidied == NULL)
        r = NOT_A_DATE;
    else if (read_serial(tidied, out))
        r = FOUND;
    else
        r = read_date(tidied, NO_DAY, month_first, out);
    return explain(r, text, month_first, e);
}
