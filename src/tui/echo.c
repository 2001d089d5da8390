/* echo.c - what a text would mean in a field, told beside it while it is typed. */
#include "echo.h"

#include <string.h>

size_t echo_room(const struct field *f)
{
    enum { SAID_LENGTH = 60 };
    const struct field_type *const said[] = { &type_number, &type_money, &type_time, &type_date,
                                              &type_moment };
    for (size_t i = 0; i < COUNT(said); i++)
        if (f->type == said[i] && f->width < SAID_LENGTH)
            return SAID_LENGTH;
    return f->width;
}

static void add_weekday(day d, struct buf *out)
{
    static const char *const names[] = { N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                         N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                         N_("Sunday") };
    buf_printf(out, "%s ", _(names[day_weekday(d)]));
}

static bool is_told(const struct field *f, const char *text)
{
    if (f->type == &type_number || f->type == &type_money)
        return decimal_is_sum(text);
    return f->type == &type_date || f->type == &type_moment || f->type == &type_time ||
           f->choices != NULL;
}

void echo_text(const struct ui *u, const struct field *f, const char *text, struct buf *out)
{
    struct reading how = session_reading(u->session, SPELL_SCREEN);
    struct value v = { 0 };
    if (text[0] == '\0' || !is_told(f, text) || field_parse(f, &how, text, &v, NULL) != DONE ||
        !v.set) {
        value_clear(&v);
        return;
    }
    struct buf full = { 0 };
    field_format(f, &v, SPELL_SCREEN, &full);
    if (f->type == &type_date)
        add_weekday((day)v.num, out);
    else if (f->type == &type_moment)
        add_weekday(moment_day(v.num, office_zone()), out);
    else if (strcmp(buf_text(&full), text) != 0)
        buf_puts(out, "= ");
    else
        buf_reset(&full);
    buf_puts(out, buf_text(&full));
    buf_free(&full);
    value_clear(&v);
}

/* That text is typed as text goes without saying. */
static const char *how_typed(const struct field *f)
{
    if (f->kind != NULL || f->choices != NULL)
        return N_("F4 chooses.");
    return f->type == &type_text || f->type == &type_note ? NULL : f->type->hint;
}

void echo_help(const struct ui *u, const struct field *f, struct buf *out)
{
    const char *more = how_typed(f);
    if (f->help != NULL)
        buf_puts(out, _(f->help));
    if (more == NULL ||
        utf8_cells(buf_text(out)) + utf8_cells(_(more)) + 3 > (size_t)u->canvas.cols)
        return; /* F1 tells all */
    buf_printf(out, "%s%s", out->len > 0 ? " " : "", _(more));
}
