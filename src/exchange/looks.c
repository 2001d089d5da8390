/* looks.c - what a cell looks like: a number, a date or time, words, or anything else. Only shapes
 * are told apart here, for evidence; what a cell means is for the catalogue's types to say. */
#include <string.h>
#include <strings.h>

#include "parts.h"

enum { LONG_MONTH = 9, WORDS_MAX = 60 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static size_t letters_at(const char *text, size_t n)
{
    size_t i = 0;
    while (i < n && is_letter(text[i]))
        i++;
    return i;
}

/* Currency before a number: "$", "Rp", "Rp.", "€", "£", "USD". */
static size_t currency_at(const char *text, size_t n)
{
    static const char *const marks[] = {
        "$", "Rp.", "Rp", "IDR", "USD", "\xE2\x82\xAC", "\xC2\xA3"
    };
    for (size_t i = 0; i < COUNT(marks); i++) {
        size_t length = strlen(marks[i]);
        if (n > length && memcmp(text, marks[i], length) == 0)
            return length + (text[length] == ' ');
    }
    return 0;
}

/* Digits in groups, as "1.250,75", "-12", "3e-05" and "45%" have them. */
static bool is_number(const char *text, size_t n)
{
    size_t digits = 0, i = 0, last = SIZE_MAX;
    bool negative = n > 2 && text[0] == '(' && text[n - 1] == ')';
    if (negative)
        text++, n -= 2;
    i += n && (text[0] == '-' || text[0] == '+');
    i += currency_at(text + i, n - i);
    i += i < n && text[i] == '-';
    for (; i < n; i++) {
        if (is_digit(text[i])) {
            digits++;
        } else if (text[i] == '.' || text[i] == ',') {
            if (last != SIZE_MAX && i - last != 4) /* groups have three digits */
                return false;
            last = i;
        } else {
            break;
        }
    }
    if (digits && i + 1 < n && (text[i] == 'e' || text[i] == 'E'))
        for (i += text[i + 1] == '-' || text[i + 1] == '+' ? 2 : 1; i < n && is_digit(text[i]);)
            i++;
    i += i < n && text[i] == ' ';
    i += i < n && text[i] == '%';
    return digits && i == n;
}

/* The words that dates have: months long and short in both languages, and what clocks add. */
static bool is_date_word(const char *text, size_t n)
{
    static const char *const words[] = { "jan", "feb", "peb", "mar", "apr", "mei", "may",
                                         "jun", "jul", "agu", "agt", "aug", "sep", "okt",
                                         "oct", "nov", "nop", "des", "dec", NULL };
    static const char *const marks[] = { "t",   "z",     "am",  "pm",  "wib", "wita",
                                         "wit", "pukul", "jam", "utc", NULL };
    for (const char *const *mark = marks; *mark; mark++)
        if (n == strlen(*mark) && strncasecmp(text, *mark, n) == 0)
            return true;
    for (const char *const *word = words; *word; word++)
        if (n >= 3 && n <= LONG_MONTH && strncasecmp(text, *word, 3) == 0)
            return true;
    return false;
}

struct date_marks {
    size_t groups, words, strokes, colons, dots, others; /* groups: of digits */
};

/* Takes the next group or mark; returns its length, 0: no date has it. */
static size_t date_mark(const char *text, size_t n, struct date_marks *m)
{
    size_t letters = letters_at(text, n), digits = 0;
    if (letters) {
        m->words++;
        return is_date_word(text, letters) ? letters : 0;
    }
    while (digits < n && is_digit(text[digits]))
        digits++;
    m->groups += digits > 0;
    if (digits)
        return digits <= 8 ? digits : 0;
    m->strokes += *text == '/' || *text == '-';
    m->colons += *text == ':';
    m->dots += *text == '.';
    m->others += *text == ' ' || *text == ',' || *text == '+';
    return strchr("/-:., +", *text) != NULL;
}

static bool is_date(const char *text, size_t n)
{
    struct date_marks m = { 0 };
    for (size_t i = 0, length; i < n; i += length)
        if (!(length = date_mark(text + i, n - i, &m)))
            return false;
    if (m.groups < 2 || m.groups > 8)
        return m.groups == 1 && m.words && n <= 8; /* "Mei 20" */
    bool dotted = m.dots == 2 && m.groups == 3;
    return m.words || m.strokes || m.colons || dotted;
}

/* Words, addresses and codes: no byte that dialects use for their own. */
static bool is_words(const char *text, size_t n)
{
    if (n > 7 && (memcmp(text, "http://", 7) == 0 || memcmp(text, "https:/", 7) == 0))
        return memchr(text, ' ', n) == NULL && memchr(text, '"', n) == NULL;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < 0x20 || strchr(",;|^~\"<>{}[]\\=:*", text[i]))
            return false;
    return true;
}

enum look cell_look(const char *cell, size_t n)
{
    while (n && strchr(" \t\r\n", cell[0]))
        cell++, n--;
    while (n && strchr(" \t\r\n", cell[n - 1]))
        n--;
    if (!n)
        return LOOK_EMPTY;
    if (is_number(cell, n))
        return LOOK_NUMBER;
    if (is_date(cell, n))
        return LOOK_DATE;
    return is_words(cell, n) ? LOOK_WORDS : LOOK_OTHER;
}
