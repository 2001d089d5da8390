/* type_contact.c - how and where to reach somebody: phone, e-mail, coordinates. */
#include <ctype.h>
#include <string.h>

#include "parts.h"

enum { PHONE_MIN = 5, PHONE_MAX = 15 };         /* digits; E.164 allows fifteen */
enum { EMAIL_MAX = 254, EMAIL_LOCAL_MAX = 64 }; /* bytes; RFC 5321 */
enum { COORDINATE_DECIMALS = 6, COORDINATE_SCALE = 1000000 };

static bool phone_digits(const char *text, struct buf *out)
{
    if (*text == '+')
        buf_putc(out, *text++);
    for (; *text; text++) {
        if (ascii_digit(*text))
            buf_putc(out, *text);
        else if (!strchr(" -.()/", *text))
            return false;
    }
    return true;
}

static enum outcome parse_phone(const struct field *f, const struct reading *how, const char *text,
                                struct value *v, struct error *e)
{
    (void)f;
    (void)how;
    struct buf number = { 0 };
    bool plain = phone_digits(text, &number);
    size_t digits = number.len - (text[0] == '+');
    enum outcome o = DONE;
    if (!plain || digits < PHONE_MIN || digits > PHONE_MAX)
        o = fail(e, BAD_DATA,
                 _("“%s” is not a phone number; type %d to %d digits, with + in front for "
                   "another country."),
                 excerpt(text).text, PHONE_MIN, PHONE_MAX);
    else
        value_set_text(v, number.data);
    buf_free(&number);
    return o;
}

static bool domain_ok(const char *domain)
{
    bool dot = false;
    char before = '.';
    for (const char *at = domain; *at; before = *at++) {
        if (*at == '.' && before == '.')
            return false;
        dot = dot || *at == '.';
        if ((unsigned char)*at < 0x80 && !isalnum((unsigned char)*at) && *at != '.' && *at != '-')
            return false;
    }
    return dot && before != '.';
}

static bool email_ok(const char *text)
{
    const char *at = strchr(text, '@');
    if (!at || at == text || at - text > EMAIL_LOCAL_MAX || strlen(text) > EMAIL_MAX)
        return false;
    return !strpbrk(text, " ,;:<>()[]\\\"") && !strchr(at + 1, '@') && domain_ok(at + 1);
}

static enum outcome parse_email(const struct field *f, const struct reading *how, const char *text,
                                struct value *v, struct error *e)
{
    (void)f;
    (void)how;
    if (!email_ok(text))
        return fail(e, BAD_DATA, _("“%s” is not an e-mail address; type it as name@place.id."),
                    excerpt(text).text);
    value_set_text(v, text);
    return DONE;
}

/* Reads one of the two numbers; within `limit` degrees either way. */
static bool degrees(const char *text, int limit, int64_t *value)
{
    struct buf copy = { 0 };
    buf_puts(&copy, text);
    for (size_t i = 0; i < copy.len; i++)
        if (copy.data[i] == ',')
            copy.data[i] = '.';
    struct error ignored = { 0 };
    bool ok = decimal_parse(buf_text(&copy), COORDINATE_DECIMALS, NUMBER_CANONICAL, value,
                            &ignored) == DONE;
    buf_free(&copy);
    int64_t most = (int64_t)limit * COORDINATE_SCALE;
    return ok && *value >= -most && *value <= most;
}

/* Where the longitude begins: behind "; ", ", ", a blank, or the only comma. NULL: nowhere. */
static const char *split_at(const char *text)
{
    const char *at = strchr(text, ';');
    if (!at)
        at = strchr(text, ' ');
    if (!at) {
        at = strchr(text, ',');
        return at && !strchr(at + 1, ',') ? at : NULL;
    }
    return at > text && at[-1] == ',' ? at - 1 : at;
}

static bool read_pair(const char *text, int64_t *latitude, int64_t *longitude)
{
    const char *at = split_at(text);
    if (!at)
        return false;
    struct buf first = { 0 };
    buf_add(&first, text, (size_t)(at - text));
    bool ok =
        degrees(buf_text(&first), 90, latitude) && degrees(at + strspn(at, ";, "), 180, longitude);
    buf_free(&first);
    return ok;
}

static enum outcome parse_coordinates(const struct field *f, const struct reading *how,
                                      const char *text, struct value *v, struct error *e)
{
    static const struct field degree = { .type = &type_number, .decimals = COORDINATE_DECIMALS };
    (void)f;
    (void)how;
    struct value latitude = { .set = true }, longitude = { .set = true };
    if (!read_pair(text, &latitude.num, &longitude.num))
        return fail(e, BAD_DATA,
                    _("“%s” is not a place; type latitude and longitude in degrees, as in "
                      "-6.2088, 106.8456."),
                    excerpt(text).text);
    struct buf out = { 0 };
    type_number.format(&degree, &latitude, SPELL_CANONICAL, &out);
    buf_puts(&out, ", ");
    type_number.format(&degree, &longitude, SPELL_CANONICAL, &out);
    value_set_text(v, out.data);
    buf_free(&out);
    return DONE;
}

const struct field_type type_phone = {
    .name = "phone",
    .storage = STORED_TEXT,
    .tag = 'f',
    .parse = parse_phone,
    .format = format_stored_text,
    .compare = compare_codes,
    .hint = N_("a phone number: digits, + in front for another country"),
};

const struct field_type type_email = {
    .name = "email",
    .storage = STORED_TEXT,
    .tag = 'e',
    .parse = parse_email,
    .format = format_stored_text,
    .compare = compare_words,
    .hint = N_("an e-mail address: name@place.id"),
};

const struct field_type type_coordinates = {
    .name = "coordinates",
    .storage = STORED_TEXT,
    .tag = 'g',
    .parse = parse_coordinates,
    .format = format_stored_text,
    .compare = compare_codes,
    .hint = N_("latitude, longitude in degrees: -6.2088, 106.8456"),
};
