/* type_code.c - codes of digits: HS, NPWP, NITKU, NIK, NIP. Stored as text, since leading zeros
 * count. Anatomy of the numbers: quarantine registration forms (NPWP, NITKU), Permendagri on
 * resident numbers (NIK), BKN on civil-servant numbers (NIP). */
#include <string.h>

#include "parts.h"

enum { HS_MIN = 4, HS_MAX = 12, NIK_LEN = 16, NIP_LEN = 18, NITKU_LEN = 22 };
enum { NPWP_OLD_LEN = 15, NPWP_LEN = 16 };
/* A woman's day of birth stands in a NIK with forty added. */
enum { NIK_WOMAN = 40 };
/* Contract staff (PPPK) carry 21 where civil servants carry the month of appointment. */
enum { NIP_CONTRACT = 21 };

/* Appends the digits of text without the punctuation such codes are written with. */
static bool keep_digits(const char *text, struct buf *out)
{
    for (; *text; text++) {
        if (ascii_digit(*text))
            buf_putc(out, *text);
        else if (!strchr(" .-/", *text))
            return false;
    }
    return true;
}

static int number_at(const char *digits, size_t from, size_t count)
{
    int number = 0;
    for (size_t i = from; i < from + count; i++)
        number = number * 10 + (digits[i] - '0');
    return number;
}

/* Reads digits; where a spreadsheet ate the leading zero of a code that is `lost` long without
 * it, puts it back. Errors say what a right code looks like. */
static enum outcome read_digits(const struct reading *how, const char *text, size_t lost,
                                struct buf *digits, struct error *e)
{
    if (!keep_digits(text, digits) || digits->len == 0)
        return fail(e, BAD_DATA, _("“%s” is not a code of digits; type digits only."),
                    excerpt(text).text);
    if (how->spelling == SPELL_SHEET && digits->len == lost) {
        struct buf whole = { 0 };
        buf_putc(&whole, '0');
        buf_puts(&whole, digits->data);
        buf_free(digits);
        *digits = whole;
    }
    return DONE;
}

static enum outcome take(struct buf *digits, struct value *v)
{
    value_set_text(v, buf_text(digits));
    return DONE;
}

static enum outcome parse_hs(const struct field *f, const struct reading *how, const char *text,
                             struct value *v, struct error *e)
{
    (void)f;
    struct buf digits = { 0 };
    /* HS codes grow by pairs: an odd number of digits in a sheet has lost its zero. */
    struct buf seen = { 0 };
    size_t lost = keep_digits(text, &seen) && seen.len % 2 == 1 ? seen.len : 0;
    buf_free(&seen);
    enum outcome o = read_digits(how, text, lost, &digits, e);
    if (o == DONE && (digits.len < HS_MIN || digits.len > HS_MAX))
        o = fail(e, BAD_DATA, _("an HS code has %d to %d digits, this one %zu; check it."), HS_MIN,
                 HS_MAX, digits.len);
    if (o == DONE)
        o = take(&digits, v);
    buf_free(&digits);
    return o;
}

static enum outcome parse_npwp(const struct field *f, const struct reading *how, const char *text,
                               struct value *v, struct error *e)
{
    (void)f;
    struct buf digits = { 0 };
    enum outcome o = read_digits(how, text, NPWP_OLD_LEN - 1, &digits, e);
    if (o == DONE && digits.len != NPWP_OLD_LEN && digits.len != NPWP_LEN)
        o = fail(e, BAD_DATA, _("an NPWP has %d or %d digits, this one %zu; check it."),
                 NPWP_OLD_LEN, NPWP_LEN, digits.len);
    if (o == DONE)
        o = take(&digits, v);
    buf_free(&digits);
    return o;
}

static enum outcome check_nitku(const char *digits, struct error *e)
{
    (void)digits;
    (void)e;
    return DONE;
}

/* Two digits of a year leave the century open; either will do. */
static bool born_on(int year, int month, int mday)
{
    return day_of(1900 + year, month, mday) != NO_DAY || day_of(2000 + year, month, mday) != NO_DAY;
}

static enum outcome check_nik(const char *digits, struct error *e)
{
    int mday = number_at(digits, 6, 2);
    if (mday > NIK_WOMAN)
        mday -= NIK_WOMAN;
    if (born_on(number_at(digits, 10, 2), number_at(digits, 8, 2), mday))
        return DONE;
    return fail(e, BAD_DATA,
                _("digits 7 to 12 of a NIK are a date of birth (ddmmyy, 40 more on the day for "
                  "women), and %.6s is none; check it."),
                digits + 6);
}

static bool plausible_year(int year)
{
    return year >= 1900 && year <= 2100;
}

static bool appointed_after(const char *digits)
{
    int year = number_at(digits, 8, 4), month = number_at(digits, 12, 2);
    bool month_known = (month >= 1 && month <= 12) || month == NIP_CONTRACT;
    return plausible_year(year) && month_known && year > number_at(digits, 0, 4);
}

static enum outcome check_nip(const char *digits, struct error *e)
{
    int year = number_at(digits, 0, 4);
    if (!plausible_year(year) ||
        day_of(year, number_at(digits, 4, 2), number_at(digits, 6, 2)) == NO_DAY)
        return fail(e, BAD_DATA,
                    _("a NIP begins with a date of birth (yyyymmdd), and %.8s is none; check it."),
                    digits);
    if (!appointed_after(digits))
        return fail(e, BAD_DATA,
                    _("digits 9 to 14 of a NIP are the month of appointment (yyyymm), and %.6s is "
                      "none; check it."),
                    digits + 8);
    if (digits[14] != '1' && digits[14] != '2')
        return fail(e, BAD_DATA,
                    _("digit 15 of a NIP is 1 for men or 2 for women, not %c; check it."),
                    digits[14]);
    return DONE;
}

/* A code of exactly `length` digits whose inside `check` judges. */
static enum outcome parse_fixed(const struct reading *how, const char *text, size_t length,
                                size_t lost, const char *name, struct value *v, struct error *e,
                                enum outcome (*check)(const char *digits, struct error *e))
{
    struct buf digits = { 0 };
    enum outcome o = read_digits(how, text, lost, &digits, e);
    if (o == DONE && digits.len != length)
        o = fail(e, BAD_DATA, _("%s has %zu digits, this one %zu; check it."), name, length,
                 digits.len);
    if (o == DONE)
        o = check(buf_text(&digits), e);
    if (o == DONE)
        o = take(&digits, v);
    buf_free(&digits);
    return o;
}

static enum outcome parse_nitku(const struct field *f, const struct reading *how, const char *text,
                                struct value *v, struct error *e)
{
    (void)f;
    return parse_fixed(how, text, NITKU_LEN, NITKU_LEN - 1, "NITKU", v, e, check_nitku);
}

static enum outcome parse_nik(const struct field *f, const struct reading *how, const char *text,
                              struct value *v, struct error *e)
{
    (void)f;
    return parse_fixed(how, text, NIK_LEN, 0, "NIK", v, e, check_nik);
}

static enum outcome parse_nip(const struct field *f, const struct reading *how, const char *text,
                              struct value *v, struct error *e)
{
    (void)f;
    return parse_fixed(how, text, NIP_LEN, 0, "NIP", v, e, check_nip);
}

const struct field_type type_hs = {
    .name = "hs",
    .storage = STORED_TEXT,
    .tag = 'h',
    .parse = parse_hs,
    .format = format_stored_text,
    .compare = compare_codes,
    .hint = N_("an HS code of 4 to 12 digits, with or without dots"),
};

const struct field_type type_npwp = {
    .name = "npwp",
    .storage = STORED_TEXT,
    .tag = 'w',
    .parse = parse_npwp,
    .format = format_stored_text,
    .compare = compare_codes,
    .hint = N_("15 or 16 digits, with or without dots and dashes"),
};

const struct field_type type_nitku = {
    .name = "nitku",
    .storage = STORED_TEXT,
    .tag = 'u',
    .parse = parse_nitku,
    .format = format_stored_text,
    .compare = compare_codes,
    .digits = 22,
    .hint = N_("22 digits: the NPWP of 16 and the branch of 6"),
};

const struct field_type type_nik = {
    .name = "nik",
    .storage = STORED_TEXT,
    .tag = 'k',
    .parse = parse_nik,
    .format = format_stored_text,
    .compare = compare_codes,
    .digits = 16,
    .hint = N_("16 digits"),
};

const struct field_type type_nip = {
    .name = "nip",
    .storage = STORED_TEXT,
    .tag = 'q',
    .parse = parse_nip,
    .format = format_stored_text,
    .compare = compare_codes,
    .digits = 18,
    .hint = N_("18 digits"),
};
