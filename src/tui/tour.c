/* tour.c - the tour itself: where it stands, what it shows, and going on. */
#include "tour.h"

#include "called.h"
#include "command.h"
#include "lines.h"
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_ROWS = 3, BRIEF_ROWS = 2, TAIL = 4 };

static const char setting[] = "tour"; /* "3": it stands at the fourth lesson; "-3": left there */

struct tour {
    bool known;            /* where it was has been read */
    bool runs;             /* else it was left, or never begun */
    bool offered;          /* never begun */
    bool passed;           /* the lesson it stands at; a question is still in front */
    size_t at;             /* lesson_count: all are done */
    const char *praise;    /* for the lesson before; NULL */
    const char *missed;    /* what went wrong in this one; NULL */
    char number[TAIL + 1]; /* the tail of one that is there to be found */
    struct buf sheet;      /* the practice sheet */
};

/* ---- Keeping where it is ---- */

struct tour_ask {
    struct ask ask; /* first */
    struct buf text, sheet;
    bool wants_sheet;
    char number[TAIL + 1];
};

static bool is_import(size_t at)
{
    return at < lesson_count && lessons[at].what == HAPPENED_IMPORTED;
}

static void release(struct ask *ask)
{
    buf_free(&((struct tour_ask *)ask)->text);
    buf_free(&((struct tour_ask *)ask)->sheet);
}

static void keep_work(struct ask *ask)
{
    struct tour_ask *a = (struct tour_ask *)ask;
    ask->outcome = act_setting_put(ask->session, setting, buf_text(&a->text), &ask->error);
    if (ask->outcome == DONE && a->wants_sheet)
        ask->outcome = act_practice_sheet(ask->session, &a->sheet, &ask->error);
}

static void take_sheet(struct tour *t, const struct tour_ask *a)
{
    if (a->sheet.len == 0)
        return;
    buf_reset(&t->sheet);
    buf_puts(&t->sheet, buf_text(&a->sheet));
}

static void kept(struct ask *ask)
{
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    take_sheet(ask->ui->tour, (struct tour_ask *)ask);
}

static void keep(struct ui *u)
{
    struct tour_ask *a = ask_new(sizeof *a, u, NULL, keep_work, kept, release);
    a->wants_sheet = u->tour->runs && is_import(u->tour->at);
    buf_printf(&a->text, "%s%zu", u->tour->runs ? "" : "-", u->tour->at);
    ask_post(&a->ask, AT_DESK);
}

/* ---- What the lessons need ---- */

static void take_place(struct tour *t, const char *text)
{
    const char *digits = text + (*text == '-');
    int64_t at = 0;
    t->known = true;
    t->offered = *text == '\0';
    t->runs = !t->offered && *text != '-';
    t->at = integer_parse(digits, &at) && at >= 0 && (size_t)at <= lesson_count ? (size_t)at : 0;
}

static void load_work(struct ask *ask)
{
    struct tour_ask *a = (struct tour_ask *)ask;
    ask->outcome = act_setting_get(ask->session, setting, &a->text, &ask->error);
}

static void loaded(struct ask *ask)
{
    struct tour *t = ask->ui->tour;
    if (ask->outcome != DONE)
        return; /* without it the office is as good */
    take_place(t, buf_text(&((struct tour_ask *)ask)->text));
    ask->ui->stirred = true;
    if (t->runs && is_import(t->at))
        keep(ask->ui); /* the sheet may have gone */
}

/* The newest permit that has a number. */
static void look_work(struct ask *ask)
{
    struct tour_ask *a = (struct tour_ask *)ask;
    struct query q = { .kind = &kind_permit, .limit = 50 };
    struct page page = { 0 };
    ask->outcome = act_page(ask->session, &q, &page, &ask->error);
    for (size_t i = 0; i < page.count && !a->number[0]; i++) {
        const char *number = record_text(page.rows[i], "number");
        size_t n = strlen(number);
        if (n > TAIL)
            memcpy(a->number, number + n - TAIL, TAIL + 1);
    }
    page_free(&page);
}

static void looked(struct ask *ask)
{
    struct tour *t = ask->ui->tour;
    memcpy(t->number, ((struct tour_ask *)ask)->number, sizeof t->number);
    ask->ui->stirred = true;
}

void tour_load(struct ui *u)
{
    if (u->options.guest || !session_training(u->session))
        return;
    if (!u->tour)
        u->tour = xcalloc(1, sizeof *u->tour);
    struct tour_ask *desk = ask_new(sizeof *desk, u, NULL, load_work, loaded, release);
    struct tour_ask *share = ask_new(sizeof *share, u, NULL, look_work, looked, release);
    ask_post(&desk->ask, AT_DESK);
    ask_post(&share->ask, AT_SHARE);
}

void tour_free(struct ui *u)
{
    if (u->tour)
        buf_free(&u->tour->sheet);
    free(u->tour);
    u->tour = NULL;
}

const char *tour_sheet(const struct ui *u, const struct kind *k)
{
    const struct tour *t = u->tour;
    bool wanted = t && t->runs && is_import(t->at) && strcmp(lessons[t->at].kind, k->id) == 0;
    return wanted ? buf_text(&t->sheet) : "";
}

/* ---- Going on ---- */

static void go(struct ui *u, size_t at, bool runs, const char *praise)
{
    struct tour *t = u->tour;
    t->at = at;
    t->runs = runs;
    t->passed = false;
    t->offered = false;
    t->praise = praise;
    t->missed = NULL;
    u->stirred = true;
    keep(u);
}

void ui_happened(struct ui *u, enum happened what, const struct kind *k, const char *words)
{
    struct tour *t = u->tour;
    const struct lesson *l = t && t->runs && t->at < lesson_count ? &lessons[t->at] : NULL;
    if (l && lesson_passed(l, what, k, words))
        t->passed = true;
    else if (l && lesson_missed(l, what, k))
        t->missed = l->missed;
}

/* What a step asks in the end (its paper: where to?) belongs to the lesson before. */
void tour_settle(struct ui *u)
{
    const struct tour *t = u->tour;
    if (t && t->passed && (!u->top || u->top->class->place != IN_DIALOG))
        go(u, t->at + 1, true, lessons[t->at].praise);
}

bool tour_may(struct ui *u, struct error *why)
{
    if (u->tour && u->tour->known)
        return true;
    fail(why, REFUSED,
         _("The tour is for a practice office, where nothing is real. Make one with `loket --store "
           "latihan.db init --demo`, open it with `loket --store latihan.db`."));
    return false;
}

static void answered(struct ui *u, struct screen *owner, void *context, int which)
{
    const struct tour *t = u->tour;
    (void)owner;
    (void)context;
    if (which == 1)
        go(u, t->at + 1, true, NULL);
    else if (which == 2)
        go(u, 0, true, NULL);
    else if (which == 3)
        go(u, t->at, false, NULL);
}

static void ask_what(struct ui *u)
{
    const struct lesson *l = &lessons[u->tour->at];
    struct buf text = { 0 };
    called_words(_(l->text), u->tour->number, &text);
    dialog_open(
        u, &(struct question){
               .title = _(l->title),
               .text = buf_text(&text),
               .answers = (const char *const[]){ _("Go on"), _("Skip this lesson"),
                                                 _("From the beginning"),
                                                 _("Leave the tour; it goes on from here"), NULL },
               .answered = answered,
           });
    buf_free(&text);
}

void tour_open(struct ui *u)
{
    const struct tour *t = u->tour;
    if (!t->runs)
        go(u, t->at < lesson_count ? t->at : 0, true, NULL);
    else if (t->at == lesson_count)
        go(u, lesson_count, false, NULL);
    else
        ask_what(u);
}

/* ---- Drawing ---- */

static bool is_roomy(const struct ui *u)
{
    return u->canvas.rows >= FULL_ROWS && u->canvas.cols >= FULL_COLS;
}

static bool stands(const struct ui *u)
{
    const struct screen *s = ui_screen((struct ui *)u);
    return u->tour && u->tour->known &&
           (u->tour->runs || (u->tour->offered && s && s->class->place == IN_HOME));
}

/* What it says now; an offer is one row. */
static void text_now(const struct ui *u, struct buf *out)
{
    const struct tour *t = u->tour;
    bool roomy = is_roomy(u);
    const char *text = roomy ? lesson_end : lesson_end_brief;
    if (t->offered)
        text = roomy ? N_("New here? {palette}, type “[tour]”, Enter: the tour of the first hour.")
                     : N_("New? {palette}, “[tour]”");
    else if (t->at < lesson_count)
        text = roomy ? lessons[t->at].text : lessons[t->at].brief;
    if (!roomy && t->runs && t->at < lesson_count)
        buf_printf(out, "%zu/%zu ", t->at + 1, lesson_count);
    called_words(_(text), t->number[0] ? t->number : "0021", out);
}

static void wrapped(const struct ui *u, struct lines *lines)
{
    struct buf text = { 0 };
    text_now(u, &text);
    lines_wrap(lines, buf_text(&text), (size_t)(u->canvas.cols - 2));
    buf_free(&text);
}

int tour_rows(const struct ui *u)
{
    if (!stands(u))
        return 0;
    struct lines lines = { 0 };
    wrapped(u, &lines);
    size_t most = is_roomy(u) ? TEXT_ROWS : BRIEF_ROWS;
    int rows = (int)(lines.count < most ? lines.count : most);
    lines_free(&lines);
    return rows + (is_roomy(u) && u->tour->runs);
}

/* What went wrong, or was done well in the lesson before. */
static int draw_verdict(const struct tour *t, struct canvas *c, struct area a, int x)
{
    struct buf text = { 0 }, words = { 0 };
    if (t->missed)
        buf_printf(&text, _(" Not yet: %s. "), _(t->missed));
    else if (t->praise)
        buf_printf(&text, _(" Well done: %s. "), _(t->praise));
    called_words(buf_text(&text), "", &words);
    int cells =
        words.len == 0
            ? 0
            : draw_run(c, a.y, x, a.cols - x, t->missed ? ALERT : GOOD, buf_text(&words)) + 1;
    buf_free(&text);
    buf_free(&words);
    return cells;
}

/* "── Tour 3/12: Find ── Well done: it is saved ──────── Ctrl-P “Tour”: skip, leave ──" */
static void draw_rule(const struct ui *u, struct canvas *c, struct area a)
{
    const struct tour *t = u->tour;
    struct buf left = { 0 }, right = { 0 };
    draw_line(c, a.y, a.x, a.cols);
    if (t->at < lesson_count)
        buf_printf(&left, _(" Tour %zu/%zu: %s "), t->at + 1, lesson_count,
                   _(lessons[t->at].title));
    else
        buf_puts(&left, _(" Tour "));
    called_words(_(" {palette} “[tour]”: skip, leave "), "", &right);
    int x = a.x + 2;
    x += draw_run(c, a.y, x, a.cols - x, STRONG, buf_text(&left)) + 1;
    x += draw_verdict(t, c, a, x);
    int cells = (int)utf8_cells(buf_text(&right));
    if (t->at < lesson_count && x + cells + 3 <= a.cols)
        draw_run(c, a.y, a.cols - cells - 2, cells, FAINT, buf_text(&right));
    buf_free(&left);
    buf_free(&right);
}

void tour_draw(struct ui *u, struct canvas *c, int below)
{
    struct lines lines = { 0 };
    int rows = tour_rows(u);
    struct area a = { c->rows - 1 - below - rows, 0, rows, c->cols };
    if (rows == 0)
        return;
    draw_clear(c, a);
    if (is_roomy(u) && u->tour->runs) {
        draw_rule(u, c, a);
        a.y++;
        a.rows--;
    }
    wrapped(u, &lines);
    lines_draw(&lines, 0, c, (struct area){ a.y, a.x + 1, a.rows, a.cols - 2 }, PLAIN_TEXT);
    lines_free(&lines);
}
