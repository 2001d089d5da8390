/* type_date.c - days. */
#include "parts.h"

enum outcome day_read(const struct reading *how, const char *text, day *d, struct error *e)
{
    if (how->spelling == SPELL_SHEET)
        return day_parse_sheet(text, how->month_first, d, e);
    return day_parse(text, how->today, d, e);
}

static enum outcome parse_date(const struct field *f, const struct reading *how, const char *text,
                               struct value *v, struct error *e)
{
    (void)f;
    day d = NO_DAY;
    enum outcome o = day_read(how, text, &d, e);
    if (o == DONE)
        value_set_number(v, d);
    return o;
}

static void format_date(const struct field *f, const struct value *v, enum spelling spelling,
                        struct buf *out)
{
    (void)f;
    if (spelling == SPELL_SCREEN)
        day_local((day)v->num, out);
    else
        day_iso((day)v->num, out);
}

const struct field_type type_date = {
    .name = "date",
    .storage = STORED_INTEGER,
    .tag = 'D',
    .parse = parse_date,
    .format = format_date,
    .compare = compare_numbers,
    .hint = N_("a date: 15/6, 1506, 5 juni, senin, besok, h (today), h+3"),
};
