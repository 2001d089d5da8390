/* home_intake.c - the intake of the last four weeks at the foot of the first screen: a mark for
 * each day, the taller the more, and the figures beside it for who does not see marks. */
#include "home.h"

static int64_t most_of(const struct home *h)
{
    int64_t most = 0;
    for (size_t i = 0; i < INTAKE_DAYS; i++)
        most = h->intake[i] > most ? h->intake[i] : most;
    return most;
}

/* ASCII only: every terminal and charset has these. */
static void marks(const struct home *h, int64_t most, struct buf *out)
{
    static const char ramp[] = { '.', ':', '-', '=', '+', '*', '#' };
    const int64_t top = (int64_t)sizeof ramp - 1;
    for (size_t i = 0; i < INTAKE_DAYS; i++) {
        int64_t n = h->intake[i];
        buf_putc(out, n == 0 ? '_' : ramp[(n * top + most - 1) / most]);
    }
}

void home_draw_intake(const struct home *h, struct canvas *c, struct area in)
{
    struct buf text = { 0 }, row = { 0 };
    int64_t most = most_of(h), all = 0;
    for (size_t i = 0; i < INTAKE_DAYS; i++)
        all += h->intake[i];
    if (all == 0)
        return;
    marks(h, most, &row);
    buf_printf(&text, _("Received in 4 weeks: %lld, today %lld"), (long long)all,
               (long long)h->intake[INTAKE_DAYS - 1]);
    int y = in.y + in.rows - 1, cells = (int)utf8_cells(buf_text(&text));
    draw_run(c, y, in.x + 2, in.cols - 3, FAINT, buf_text(&text));
    if (cells + INTAKE_DAYS + 5 <= in.cols)
        draw_run(c, y, in.x + in.cols - INTAKE_DAYS - 1, INTAKE_DAYS, PLAIN_TEXT, buf_text(&row));
    else if (in.rows > 1)
        draw_run(c, y - 1, in.x + 2, in.cols - 3, PLAIN_TEXT, buf_text(&row));
    buf_free(&text);
    buf_free(&row);
}
