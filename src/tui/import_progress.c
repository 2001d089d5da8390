/* import_progress.c - a sheet being read: how far, how long yet, and a key that stops it. */
#include "import.h"
#include "lines.h"
#include "popup.h"

#include <stdlib.h>

enum { HOW_ROWS = 2, POPUP_ROWS = 5 + HOW_ROWS, POPUP_COLS = 60, TICK_MS = 500, SECOND_MS = 1000 };

struct progress {
    struct import_ask *ask; /* lives until its answer, which closes this */
    moment drawn;
};

/* By the pace so far; nothing where a dry run has not counted the rows. */
static void add_time_left(const struct import_ask *a, long long rows, moment now, struct buf *out)
{
    moment spent = now - a->begun;
    if (rows <= 0 || a->expected <= rows || spent < SECOND_MS)
        return;
    long long left = spent * (a->expected - rows) / rows / SECOND_MS;
    if (left >= 60)
        buf_printf(out, _("about %lld min left"), left / 60);
    else
        buf_printf(out, _("about %lld s left"), left);
}

static void draw(struct screen *s, struct canvas *c, struct area a)
{
    const struct progress *p = s->own;
    const struct import_ask *ask = p->ask;
    long long rows = atomic_load(&ask->rows);
    struct buf far = { 0 }, left = { 0 };
    struct lines how = { 0 };
    struct area in = draw_frame(c, popup_area(a, POPUP_ROWS, POPUP_COLS), true,
                                ask->dry_run ? _("Reading the sheet") : _("Importing"), "");
    if (ask->expected > 0)
        buf_printf(&far, _("%lld of %lld rows"), rows, (long long)ask->expected);
    else
        buf_printf(&far, _("%lld rows"), rows);
    add_time_left(ask, rows, ui_now(s->ui), &left);
    draw_run(c, in.y, in.x + 1, in.cols - 2, PLAIN_TEXT, buf_text(&far));
    draw_run(c, in.y + 1, in.x + 1, in.cols - 2, FAINT, buf_text(&left));
    lines_wrap(&how,
               atomic_load(&ask->stop) ? _("Stopping after the rows in hand …")
                                       : _("Esc stops; the same sheet goes on later."),
               in.cols > 3 ? (size_t)in.cols - 2 : 1);
    lines_draw(&how, 0, c, (struct area){ in.y + 3, in.x + 1, HOW_ROWS, in.cols - 2 }, FAINT);
    lines_free(&how);
    draw_cursor(c, in.y, in.x + 1);
    buf_free(&far);
    buf_free(&left);
}

static bool key(struct screen *s, const struct key *k)
{
    struct progress *p = s->own;
    if (k->code == K_ESC)
        atomic_store(&p->ask->stop, true);
    return true; /* nothing else is done meanwhile */
}

static int patience(struct screen *s, moment now)
{
    const struct progress *p = s->own;
    moment due = p->drawn + TICK_MS;
    return due > now ? (int)(due - now) : 0;
}

static void tick(struct screen *s, moment now)
{
    struct progress *p = s->own;
    p->drawn = now;
    s->ui->stirred = true;
}

/* The reading goes on without it. */
static void closed(struct screen *s)
{
    struct progress *p = s->own;
    p->ask->progress = NULL;
}

static const struct screen_class progress_class = {
    .id = "import",
    .place = IN_DIALOG,
    .private_size = sizeof(struct progress),
    .overlay = true,
    .draw = draw,
    .key = key,
    .patience = patience,
    .tick = tick,
    .close = closed,
};

void import_progress_open(struct ui *u, struct import_ask *a)
{
    a->progress = screen_push(u, &progress_class);
    struct progress *p = a->progress->own;
    p->ask = a;
    p->drawn = ui_now(u);
}
