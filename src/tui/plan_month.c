/* plan_month.c - the month view: a cell for each day with how many visits it has, whether something
 * stands against one, and who is away; below it the visits of the day under the cursor. */
#include "plan.h"

#include <stdio.h>

enum { WEEK = 7, LEAST_CELL = 5, WIDE_CELL = 7 };

static void cell_text(const struct plan *p, day d, int cells, char *out, size_t n)
{
    int year, month, mday;
    bool conflict;
    size_t visits = plan_visits_on(p, d, &conflict), away = plan_away_on(p, d);
    char count[24] = "", gone[24] = "";
    day_split(d, &year, &month, &mday);
    if (visits > 0)
        snprintf(count, sizeof count, "%c%zu", conflict ? '!' : ':', visits);
    if (away > 0 && cells >= WIDE_CELL)
        snprintf(gone, sizeof gone, "-%zu", away);
    snprintf(out, n, "%2d%s%s", mday, count, gone);
}

static enum style cell_style(const struct plan *p, day d)
{
    bool conflict;
    if (d < p->sc.from || d > p->sc.to)
        return FAINT;
    if (plan_visits_on(p, d, &conflict) > 0)
        return conflict ? ALERT : STRONG;
    return d == p->today ? STRONG : day_weekday(d) >= 5 ? FAINT : PLAIN_TEXT;
}

static void draw_day(struct screen *s, struct canvas *c, int y, int x, int cells, day d)
{
    const struct plan *p = s->own;
    char text[64];
    cell_text(p, d, cells, text, sizeof text);
    if (d >= p->sc.from && d <= p->sc.to)
        draw_run(c, y, x + 1, cells - 1, cell_style(p, d), text);
    if (d == p->today)
        draw_text(c, y, x, 1, STRONG, "*");
    if (d != p->at)
        return;
    draw_text(c, y, x, 1, STRONG, ">");
    if (s->ui->top == s && !s->ui->in_menu)
        draw_cursor(c, y, x);
}

void plan_draw_month(struct screen *s, struct canvas *c, struct area in)
{
    const struct plan *p = s->own;
    int cells = in.cols / WEEK, y = in.y;
    if (cells < LEAST_CELL)
        cells = LEAST_CELL;
    for (int i = 0; i < WEEK; i++)
        draw_text(c, y, in.x + i * cells + 1, cells - 1, HEADING, weekday_name((day)(i + 4)));
    day first = p->sc.from - day_weekday(p->sc.from);
    for (day d = first; d <= p->sc.to; d++) {
        y = in.y + 1 + (int)(d - first) / WEEK;
        if (y < in.y + in.rows)
            draw_day(s, c, y, in.x + (int)(d - first) % WEEK * cells, cells, d);
    }
    for (size_t i = 0; i < p->line_count && (y += i == 0 ? 2 : 1) < in.y + in.rows; i++)
        plan_draw_visit(p, c, in, y, &p->sc.visits[p->lines[i].item]);
}
