/* day_text.c - days as text. NO_DAY adds nothing. */
#include "month.h"

#include "loket/base.h"

static char digit(int n)
{
    return (char)('0' + n % 10);
}

void day_iso(day d, struct buf *out)
{
    int year, month, mday;
    buf_add(out, "", 0);
    if (d == NO_DAY)
        return;
    day_split(d, &year, &month, &mday);
    if (year < 0 || year > 9999) {
        buf_printf(out, "%04d-%02d-%02d", year, month, mday);
        return;
    }
    const char text[] = { /* an import writes several a row: no printf */
                          digit(year / 1000),
                          digit(year / 100),
                          digit(year / 10),
                          digit(year),
                          '-',
                          digit(month / 10),
                          digit(month),
                          '-',
                          digit(mday / 10),
                          digit(mday)
    };
    buf_add(out, text, sizeof text);
}

void day_local(day d, struct buf *out)
{
    int year, month, mday;
    buf_add(out, "", 0);
    if (d == NO_DAY)
        return;
    day_split(d, &year, &month, &mday);
    buf_printf(out, "%d %s %04d", mday, month_short(month), year);
}

/* The year is said where it is another, and then by its last digits: a column has few cells. */
static void day_near(day d, day today, struct buf *out)
{
    int year, month, mday, this_year;
    day_split(today, &this_year, &month, &mday);
    day_split(d, &year, &month, &mday);
    buf_printf(out, "%d %s", mday, month_short(month));
    if (year != this_year)
        buf_printf(out, " %02d", year % 100);
}

void day_speak(day d, day today, struct buf *out)
{
    if (d == NO_DAY || today == NO_DAY)
        day_local(d, out);
    else if (d == today)
        buf_puts(out, _("today"));
    else if (d == today - 1)
        buf_puts(out, _("yesterday"));
    else
        day_near(d, today, out);
}
