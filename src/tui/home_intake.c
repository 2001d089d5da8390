/* home_intake.c - the applications of the last four weeks at the foot of the first screen: a column
 * for each day, the taller the more, each Monday named; and the figures in words beside them. */
#include "bars.h"
#include "home.h"

#include <stdio.h>
#include <string.h>

enum { WEEK = 7, CHART_CELLS = INTAKE_DAYS + INTAKE_DAYS / WEEK, WORDS_LEAST = 22, GAP = 2 };

static int64_t sum_of(const struct home *h)
{
    int64_t sum = 0;
    for (size_t i = 0; i < INTAKE_DAYS; i++)
        sum += h->intake[i];
    return sum;
}

/* The day on which most came in; of equals the last. */
static size_t most_of(const struct home *h)
{
    size_t most = 0;
    for (size_t i = 0; i < INTAKE_DAYS; i++)
        if (h->intake[i] >= h->intake[most])
            most = i;
    return most;
}

int home_intake_rows(const struct canvas *c, const struct home *h)
{
    return sum_of(h) > 0 ? bar_rows(c) + 1 : 0;
}

/* Weeks stand apart: a blank before each Monday. */
static void draw_chart(const struct home *h, struct canvas *c, struct area in, day first)
{
    int64_t most = h->intake[most_of(h)];
    for (int row = 0; row < bar_rows(c); row++) {
        struct buf line = { 0 };
        for (size_t i = 0; i < INTAKE_DAYS; i++) {
            if (i > 0 && day_weekday(first + (day)i) == 0)
                buf_putc(&line, ' ');
            bar_up(c, h->intake[i], most, row, &line);
        }
        draw_run(c, in.y + row, in.x, in.cols, PLAIN_TEXT, buf_text(&line));
        buf_free(&line);
    }
}

static void draw_mondays(struct canvas *c, struct area in, day first)
{
    int x = in.x;
    for (size_t i = 0; i < INTAKE_DAYS; i++, x++) {
        char text[32];
        int year, month, mday;
        day d = first + (day)i;
        if (day_weekday(d) != 0)
            continue;
        x += i > 0;
        day_split(d, &year, &month, &mday);
        snprintf(text, sizeof text, "%s %d", weekday_name(d), mday);
        draw_run(c, in.y, x, in.x + in.cols - x, FAINT, text);
    }
}

/* "Fri 27 Nov": its year goes without saying. */
static void day_short(day d, struct buf *out)
{
    struct buf text = { 0 };
    day_local(d, &text);
    const char *year = strrchr(buf_text(&text), ' ');
    buf_printf(out, "%s %.*s", weekday_name(d), (int)(year - buf_text(&text)), buf_text(&text));
    buf_free(&text);
}

static void most_text(const struct home *h, day first, struct buf *out)
{
    size_t most = most_of(h);
    struct buf on = { 0 };
    day_short(first + (day)most, &on);
    buf_printf(out, _("most %lld, %s"), (long long)h->intake[most], buf_text(&on));
    buf_free(&on);
}

static void sum_text(const struct home *h, bool short_of_room, struct buf *out)
{
    long long sum = (long long)sum_of(h), today = (long long)h->intake[INTAKE_DAYS - 1];
    if (short_of_room)
        buf_printf(out, _("%lld came in, today %lld"), sum, today);
    else
        buf_printf(out, _("Received in 4 weeks: %lld, today %lld"), sum, today);
}

void home_draw_intake(const struct screen *s, struct canvas *c, struct area in)
{
    const struct home *h = s->own;
    const day first = session_today(s->ui->session) - (INTAKE_DAYS - 1);
    struct buf sum = { 0 }, most = { 0 };
    int words = in.cols - 2 - CHART_CELLS - GAP, x = in.x + 2, rows = in.rows;
    bool chart = words >= WORDS_LEAST;
    sum_text(h, chart && words < 40, &sum);
    most_text(h, first, &most);
    if (chart) {
        draw_chart(h, c, (struct area){ in.y, x, rows - 1, CHART_CELLS }, first);
        draw_mondays(c, (struct area){ in.y + rows - 1, x, 1, CHART_CELLS + GAP }, first);
        x += CHART_CELLS + GAP;
    }
    draw_run(c, in.y + rows - 2, x, in.x + in.cols - x, PLAIN_TEXT, buf_text(&sum));
    draw_run(c, in.y + rows - 1, x, in.x + in.cols - x, FAINT, buf_text(&most));
    buf_free(&sum);
    buf_free(&most);
}
