/* type_number.c - numbers and money: 64-bit integers scaled by the field's decimals. */
#include <string.h>
#include <strings.h>

#include "parts.h"

static enum number_style style_in(const struct reading *how)
{
    if (how->spelling == SPELL_CANONICAL)
        return NUMBER_CANONICAL;
    return how->decimal_point ? NUMBER_POINT : NUMBER_LOCAL;
}

static enum outcome parse_number(const struct field *f, const struct reading *how, const char *text,
                                 struct value *v, struct error *e)
{
    int64_t number = 0;
    bool sum = how->typed && decimal_is_sum(text);
    enum outcome o =
        (sum ? decimal_reckon : decimal_parse)(text, f->decimals, style_in(how), &number, e);
    if (o == DONE)
        value_set_number(v, number);
    return o;
}

/* Where the amount begins behind "Rp", "Rp." or "IDR". */
static const char *behind_currency(const char *text)
{
    static const char *const marks[] = { "rp.", "rp", "idr" };
    for (size_t i = 0; i < COUNT(marks); i++) {
        size_t n = strlen(marks[i]);
        if (strncasecmp(text, marks[i], n) == 0)
            return text + n + strspn(text + n, " ");
    }
    return text;
}

/* "Rp 1.000,-" is how amounts of whole rupiah are written by hand. */
static void drop_dash(struct buf *amount)
{
    size_t n = amount->len;
    if (n > 2 && strcmp(amount->data + n - 2, ",-") == 0) {
        amount->len = n - 2;
        amount->data[n - 2] = '\0';
    }
}

static enum outcome parse_money(const struct field *f, const struct reading *how, const char *text,
                                struct value *v, struct error *e)
{
    if (how->spelling == SPELL_CANONICAL)
        return parse_number(f, how, text, v, e);
    struct buf amount = { 0 };
    buf_puts(&amount, behind_currency(text));
    drop_dash(&amount);
    enum outcome o = parse_number(f, how, buf_text(&amount), v, e);
    buf_free(&amount);
    return o;
}

static void format_number(const struct field *f, const struct value *v, enum spelling spelling,
                          struct buf *out)
{
    enum number_style style = spelling == SPELL_SCREEN ? NUMBER_LOCAL : NUMBER_CANONICAL;
    decimal_format(v->num, f->decimals, style, out);
}

const struct field_type type_number = {
    .name = "number",
    .storage = STORED_INTEGER,
    .tag = 'd',
    .right = true,
    .parse = parse_number,
    .format = format_number,
    .compare = compare_numbers,
    .hint = N_("a number: 1.234,5, or a sum: 12*25"),
};

const struct field_type type_money = {
    .name = "money",
    .storage = STORED_INTEGER,
    .tag = 'm',
    .right = true,
    .parse = parse_money,
    .format = format_number,
    .compare = compare_numbers,
    .hint = N_("an amount in rupiah: 1.250.000, or a sum: 3*45.000"),
};
