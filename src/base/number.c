/* number.c - whole numbers scaled by a number of decimals; a value never leaves 64 bits. */
#include "ascii.h"

#include "loket/base.h"

#include <string.h>

enum { DECIMALS_MAX = 18, NUMBER_TEXT_MAX = 64 };

/* A number taken apart: bare digits before and behind the mark. */
struct parts {
    bool negative;
    char whole[NUMBER_TEXT_MAX];
    size_t whole_len;
    const char *fraction; /* points into the text */
    size_t fraction_len;
};

static size_t count_digits(const char *text)
{
    size_t n = 0;
    while (is_digit(text[n]))
        n++;
    return n;
}

static void add_whole(struct parts *p, const char *digits, size_t n)
{
    memcpy(p->whole + p->whole_len, digits, n);
    p->whole_len += n;
}

/* Reads "1.234.567" (the group mark is '.') or "1234567"; returns what follows, NULL where the
 * groups are not of three. */
static const char *read_groups(const char *text, char group, struct parts *p)
{
    size_t n = count_digits(text);
    bool grouped = text[n] == group && n >= 1 && n <= 3 && text[0] != '0';
    add_whole(p, text, n);
    text += n;
    while (grouped && *text == group) {
        if (count_digits(text + 1) != 3)
            return NULL;
        add_whole(p, text + 1, 3);
        text += 4;
    }
    return text;
}

/* A lone dot with one or two digits behind it is what a number pad types for a comma. */
static bool lone_dot_decides(const char *text)
{
    size_t n = count_digits(text);
    size_t behind = text[n] == '.' ? count_digits(text + n + 1) : 0;
    return behind >= 1 && behind <= 2 && text[n + 1 + behind] == '\0';
}

/* Takes the digits behind the mark, which end the text. */
static bool read_fraction(const char *text, struct parts *p)
{
    p->fraction = text;
    p->fraction_len = count_digits(text);
    return p->fraction_len > 0 && text[p->fraction_len] == '\0';
}

static bool take_apart(const char *text, enum number_style style, struct parts *p)
{
    char mark = style == NUMBER_LOCAL && !lone_dot_decides(text) ? ',' : '.';
    const char *rest;
    if (mark == ',' || style == NUMBER_POINT) {
        rest = read_groups(text, mark == ',' ? '.' : ',', p);
    } else {
        add_whole(p, text, count_digits(text));
        rest = text + p->whole_len;
    }
    if (rest == NULL)
        return false;
    if (*rest == mark)
        return read_fraction(rest + 1, p);
    return *rest == '\0' && p->whole_len > 0;
}

static bool push_digit(uint64_t *value, char digit, uint64_t limit)
{
    uint64_t d = (uint64_t)(digit - '0');
    if (*value > (limit - d) / 10)
        return false;
    *value = *value * 10 + d;
    return true;
}

/* The digits as one scaled number; false: it does not fit. */
static bool scale(const struct parts *p, unsigned decimals, int64_t *value)
{
    uint64_t limit = (uint64_t)INT64_MAX + (p->negative ? 1 : 0), sum = 0;
    for (size_t i = 0; i < p->whole_len; i++)
        if (!push_digit(&sum, p->whole[i], limit))
            return false;
    for (size_t i = 0; i < decimals; i++)
        if (!push_digit(&sum, i < p->fraction_len ? p->fraction[i] : '0', limit))
            return false;
    if (!p->negative)
        *value = (int64_t)sum;
    else
        *value = sum > (uint64_t)INT64_MAX ? INT64_MIN : -(int64_t)sum;
    return true;
}

static bool only_zeros_beyond(const struct parts *p, unsigned decimals)
{
    for (size_t i = decimals; i < p->fraction_len; i++)
        if (p->fraction[i] != '0')
            return false;
    return true;
}

static enum outcome refuse_decimals(const char *text, unsigned decimals, struct error *e)
{
    if (decimals == 0)
        return fail(e, BAD_DATA, _("“%s” must be a whole number; leave the decimals out."),
                    excerpt(text).text);
    return fail(e, BAD_DATA, _("“%s” has more than %u decimals; round it to that."),
                excerpt(text).text, decimals);
}

static enum outcome refuse_shape(const char *text, enum number_style style, struct error *e)
{
    if (style == NUMBER_LOCAL)
        return fail(e, BAD_DATA,
                    _("“%s” is not a number. Write it as 1.234,5: dots between thousands, "
                      "a comma before the decimals."),
                    excerpt(text).text);
    if (style == NUMBER_POINT)
        return fail(e, BAD_DATA,
                    _("“%s” is not a number. Write it as 1,234.5, as the others of its column: "
                      "commas between thousands, a point before the decimals."),
                    excerpt(text).text);
    return fail(e, BAD_DATA,
                _("“%s” is not a number. Write it as 1234.5, without thousands marks."),
                excerpt(text).text);
}

enum outcome decimal_parse(const char *text, unsigned decimals, enum number_style style,
                           int64_t *value, struct error *e)
{
    char copy[NUMBER_TEXT_MAX];
    struct parts p = { 0 };
    if (decimals > DECIMALS_MAX || strnlen(text, sizeof copy) == sizeof copy)
        return refuse_shape(text, style, e);
    memcpy(copy, text, strlen(text) + 1);
    const char *digits = text_trim(copy);
    p.negative = *digits == '-';
    if (*digits == '-' || *digits == '+')
        digits++;
    if (!take_apart(digits, style, &p))
        return refuse_shape(text, style, e);
    if (!only_zeros_beyond(&p, decimals))
        return refuse_decimals(text, decimals, e);
    if (!scale(&p, decimals, value))
        return fail(e, BAD_DATA, _("“%s” is too large. Check its digits, or use a bigger unit."),
                    excerpt(text).text);
    return DONE;
}

/* Digits with a dot before each group of three. */
static void add_grouped(const char *digits, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            buf_putc(out, '.');
        buf_putc(out, digits[i]);
    }
}

void decimal_format(int64_t value, unsigned decimals, enum number_style style, struct buf *out)
{
    char digits[NUMBER_TEXT_MAX] = "";
    size_t at = sizeof digits, places = decimals <= DECIMALS_MAX ? decimals : DECIMALS_MAX;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    /* At least one digit stands before the mark. */
    for (size_t i = 0; rest > 0 || i <= places; i++, rest /= 10)
        digits[--at] = (char)('0' + rest % 10);
    size_t whole_len = sizeof digits - at - places;
    while (places > 0 && digits[at + whole_len + places - 1] == '0')
        places--;
    if (value < 0)
        buf_putc(out, '-');
    if (style == NUMBER_LOCAL)
        add_grouped(digits + at, whole_len, out);
    else
        buf_add(out, digits + at, whole_len);
    if (places > 0) {
        buf_putc(out, style == NUMBER_LOCAL ? ',' : '.');
        buf_add(out, digits + at + whole_len, places);
    }
}

bool integer_parse(const char *text, int64_t *value)
{
    struct parts p = { .negative = *text == '-' };
    if (*text == '-' || *text == '+')
        text++;
    size_t n = count_digits(text);
    if (n == 0 || text[n] != '\0' || n >= sizeof p.whole)
        return false;
    add_whole(&p, text, n);
    return scale(&p, 0, value);
}
