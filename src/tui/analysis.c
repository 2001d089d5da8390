/* analysis.c - captures counted by place, route, goods and so on, applications by week and month,
 * refusals, and the service time used, as bars beside their figures: left and right go from one way
 * to the next, Enter lists what is behind a bar. */
#include "bars.h"
#include "screens.h"

#include <stdlib.h>
#include <string.h>

enum { EXPORT_MODE = 0640 };
enum {
    NUMBER_CELLS = 5,
    SHARE_CELLS = 5,
    MARK_CELLS = 2,
    LATE_CELLS = 4,
    NAME_WIDE = 28,
    NAME_NARROW = 14,
    NARROW_COLS = 60,
    TITLE_EDGES = 8 /* corners and blanks around title and period */
};

struct pane {
    size_t way;
    day from, to;
    struct analysis found;
    bool loaded;
    size_t cursor, top;
};

/* ---- Reading ---- */

struct count_ask {
    struct ask ask; /* first */
    struct analysis_request q;
    struct analysis found;
};

static void count_work(struct ask *ask)
{
    struct count_ask *a = (struct count_ask *)ask;
    ask->outcome = act_analysis(ask->session, &a->q, &a->found, &ask->error);
}

static void count_release(struct ask *ask)
{
    analysis_free(&((struct count_ask *)ask)->found);
}

static void count_answer(struct ask *ask)
{
    struct count_ask *a = (struct count_ask *)ask;
    struct pane *p = ask->owner->own;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (a->q.way != &analysis_ways[p->way])
        return; /* another one was asked for meanwhile */
    analysis_free(&p->found);
    p->found = a->found;
    a->found = (struct analysis){ 0 };
    const struct analysis_way *way = a->q.way;
    const size_t count = p->found.counts.count;
    if (!p->loaded && (way->by_month || way->by_week) && count > 0)
        p->cursor = count - 1; /* the newest */
    p->loaded = true;
    p->cursor = p->cursor < count ? p->cursor : 0;
    if (p->found.counts.cut)
        ui_say(ask->ui, SAID_BADLY,
               _("Too many captures to count at once; F7 narrows the period."));
}

static void count_anew(struct screen *s)
{
    const struct pane *p = s->own;
    struct count_ask *a = ask_new(sizeof *a, s->ui, s, count_work, count_answer, count_release);
    a->q = (struct analysis_request){ .way = &analysis_ways[p->way], .from = p->from, .to = p->to };
    ask_post(&a->ask, AT_SHARE);
}

static void go_way(struct screen *s, size_t step)
{
    struct pane *p = s->own;
    size_t count = 1; /* there is a first */
    while (analysis_ways[count].id)
        count++;
    p->way = (p->way + step) % count;
    p->cursor = p->top = 0;
    p->loaded = false;
    count_anew(s);
}

static void go_back(struct screen *s)
{
    size_t count = 0;
    while (analysis_ways[count].id)
        count++;
    go_way(s, count - 1);
}

/* ---- On the screen ---- */

static void period_text(const struct pane *p, struct buf *out)
{
    day from = p->loaded ? p->found.from : p->from, to = p->loaded ? p->found.to : p->to;
    if (from == NO_DAY && to == NO_DAY) {
        buf_puts(out, _("all years"));
        return;
    }
    span_local(from, to, out);
}

/* The period stays whole; where room is short the title leaves out what the foot says, too. */
static void title_text(const struct pane *p, int cols, int noted, struct buf *out)
{
    const struct analysis_way *way = &analysis_ways[p->way];
    struct buf text = { 0 };
    int room = cols - noted - TITLE_EDGES;
    if (cols >= NARROW_COLS)
        buf_printf(&text, "%s ─ ", _(way->about));
    buf_puts(&text, _(way->label));
    if ((int)utf8_cells(buf_text(&text)) > room)
        utf8_fit(buf_text(&text), (size_t)(room > 1 ? room : 1), out);
    else
        buf_puts(out, buf_text(&text));
    buf_free(&text);
}

/* What is worth a look: the same name again, or how many were late. The cells it takes. */
static int draw_mark(const struct pane *p, struct canvas *c, int y, int x, size_t at)
{
    const struct counted *n = &p->found.counts.items[at];
    struct buf late = { 0 };
    if (p->found.times != NULL && p->found.times[at].late > 0)
        buf_printf(&late, "!%lld", (long long)p->found.times[at].late);
    else if (analysis_ways[p->way].repeats && n->value.set && n->records > 1)
        buf_putc(&late, '*');
    int cells = p->found.times != NULL ? LATE_CELLS : MARK_CELLS;
    draw_run(c, y, x, cells - 1, ALERT, buf_text(&late));
    buf_free(&late);
    return cells;
}

static void draw_bar(const struct pane *p, struct canvas *c, struct area in, int y, size_t at)
{
    const struct analysis *a = &p->found;
    const struct counted *n = &a->counts.items[at];
    const struct analysis_way *way = &analysis_ways[p->way];
    struct buf name = { 0 }, number = { 0 }, share = { 0 }, bar = { 0 };
    int cells = in.cols < NARROW_COLS ? NAME_NARROW : NAME_WIDE, x = in.x + 2;
    analysis_name(way, a, at, &name);
    draw_text(c, y, x, cells, n->value.set ? PLAIN_TEXT : FAINT, buf_text(&name));
    x += cells;
    buf_printf(&number, "%lld", (long long)n->records);
    draw_right(c, y, x, NUMBER_CELLS, STRONG, buf_text(&number));
    x += NUMBER_CELLS;
    buf_printf(&share, "%lld%%", (long long)analysis_share(a, at) / 10);
    draw_right(c, y, x, SHARE_CELLS, FAINT, buf_text(&share));
    x += SHARE_CELLS + 1;
    x += draw_mark(p, c, y, x, at);
    bar_across(c, analysis_weight(a, at), analysis_most(a), in.x + in.cols - x - 1, &bar);
    draw_run(c, y, x, in.x + in.cols - x - 1, PLAIN_TEXT, buf_text(&bar));
    buf_free(&name);
    buf_free(&number);
    buf_free(&share);
    buf_free(&bar);
}

static size_t rows_of(const struct screen *s)
{
    int rows = frame_body(s).rows - 3;
    return rows > 1 ? (size_t)rows : 1;
}

static void draw_foot(const struct pane *p, struct canvas *c, struct area in)
{
    struct buf text = { 0 };
    const struct analysis_way *way = &analysis_ways[p->way];
    buf_printf(&text, "%s: %lld", _(way->about), (long long)p->found.records);
    if (way->repeats)
        buf_printf(&text, " · %s", _("* the same name again"));
    if (way->time)
        buf_printf(&text, " · %s",
                   _("percent of the target, on the average; ! how many were late"));
    draw_run(c, in.y + in.rows - 1, in.x + 1, in.cols - 2, FAINT, buf_text(&text));
    buf_free(&text);
}

static void analysis_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct pane *p = s->own;
    bool focused = s->ui->top == s && !s->ui->in_menu;
    size_t rows = rows_of(s);
    struct buf title = { 0 }, note = { 0 };
    period_text(p, &note);
    title_text(p, a.cols, (int)utf8_cells(buf_text(&note)), &title);
    struct area in = draw_frame(c, a, focused, buf_text(&title), buf_text(&note));
    cursor_in_sight(rows, p->found.counts.count, p->cursor, &p->top);
    for (size_t y = 0; y < rows && p->top + y < p->found.counts.count && p->loaded; y++)
        draw_bar(p, c, in, in.y + (int)y, p->top + y);
    if (!p->loaded || p->found.counts.count == 0) {
        draw_run(c, in.y, in.x + 2, in.cols - 2, FAINT,
                 p->loaded ? _("Nothing in this period.") : _("Reading …"));
    } else {
        draw_text(c, in.y + (int)(p->cursor - p->top), in.x, 1, STRONG, ">");
        draw_foot(p, c, in);
    }
    if (focused)
        draw_cursor(c, in.y + (int)(p->cursor - p->top), in.x);
    buf_free(&title);
    buf_free(&note);
}

/* ---- What is behind a bar ---- */

static void put_span(const struct analysis_way *way, day from, day to, struct buf *out)
{
    const struct {
        const char *sign;
        day on;
    } ends[] = { { ">=", from }, { "<=", to } };
    for (size_t i = 0; i < COUNT(ends); i++)
        if (ends[i].on != NO_DAY) {
            buf_printf(out, "; %s%s", analysis_day(way), ends[i].sign);
            day_iso(ends[i].on, out);
        }
}

/* The last day of the month or week that begins so. */
static day span_end(const struct analysis_way *way, day first)
{
    int year, month, mday;
    if (way->by_week)
        return first + 6;
    day_split(first, &year, &month, &mday);
    return (month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1)) - 1;
}

/* A route stands in two fields: no list filters by that. */
static void list_behind(struct screen *s)
{
    const struct pane *p = s->own;
    const struct analysis_way *way = &analysis_ways[p->way];
    struct buf filter = { 0 };
    if (!p->loaded || p->cursor >= p->found.counts.count)
        return;
    const struct value *v = &p->found.counts.items[p->cursor].value;
    if (way->fields[1] || (strchr(way->fields[0], '.') && !v->set)) {
        ui_say(s->ui, SAID, _("Lists are not filtered by this; F3 finds by words."));
        return;
    }
    buf_puts(&filter, "state=all");
    if (way->refusals)
        buf_puts(&filter, "; measure=refusal");
    if ((way->by_month || way->by_week) && v->set) {
        put_span(way, (day)v->num, span_end(way, (day)v->num), &filter);
    } else {
        buf_printf(&filter, "; %s=", way->fields[0]);
        if (v->set)
            field_format(p->found.counts.field, v, SPELL_CANONICAL, &filter);
        put_span(way, p->found.from, p->found.to, &filter);
    }
    list_open(s->ui, analysis_kind(way), buf_text(&filter));
    buf_free(&filter);
}

/* ---- Period and file ---- */

static bool take_period(struct ui *u, struct pane *p, const char *text)
{
    struct error e = { 0 };
    day from, to;
    if (span_parse(text, session_today(u->session), &from, &to, &e) != DONE) {
        ui_say(u, SAID_BADLY, "%s", e.text);
        return false;
    }
    p->from = from;
    p->to = to;
    return true;
}

static bool period_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)context;
    if (!take_period(u, owner->own, text))
        return false;
    ((struct pane *)owner->own)->cursor = 0;
    count_anew(owner);
    return true;
}

struct file_ask {
    struct ask ask; /* first */
    char *path;
    day from, to;
};

static void file_work(struct ask *ask)
{
    const struct file_ask *a = (struct file_ask *)ask;
    struct buf text = { 0 };
    analysis_csv_header(&text);
    ask->outcome = path_is_new(a->path, &ask->error);
    for (const struct analysis_way *w = analysis_ways; ask->outcome == DONE && w->id; w++) {
        const struct analysis_request q = { .way = w, .from = a->from, .to = a->to };
        struct analysis found;
        ask->outcome = act_analysis(ask->session, &q, &found, &ask->error);
        if (ask->outcome == DONE)
            analysis_csv(w, &found, &text);
        analysis_free(&found);
    }
    if (ask->outcome == DONE)
        ask->outcome = file_write(a->path, &text, EXPORT_MODE, &ask->error);
    buf_free(&text);
}

static void file_release(struct ask *ask)
{
    free(((struct file_ask *)ask)->path);
}

static void ask_file(struct screen *s, const char *initial, bool again);

/* A name that is taken stands in the prompt again, to be changed. */
static void file_answer(struct ask *ask)
{
    const struct file_ask *a = (struct file_ask *)ask;
    struct buf told = { 0 };
    path_told(a->path, &told);
    if (ask->outcome == BAD_DATA && ask->awaited)
        ask_file(ask->owner, buf_text(&told), true);
    buf_free(&told);
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else
        say_written(ask->ui, ((struct file_ask *)ask)->path);
}

static bool file_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    const struct pane *p = owner->own;
    (void)context;
    if (text[0] == '\0') {
        ui_say(u, SAID, _("Type the file's name, or Esc."));
        return false;
    }
    struct file_ask *a = ask_new(sizeof *a, u, owner, file_work, file_answer, file_release);
    a->path = whole_path(text);
    a->from = p->from;
    a->to = p->to;
    ask_hold(&a->ask, AT_SHARE, _("Exporting"));
    return true;
}

static void ask_file(struct screen *s, const char *initial, bool again)
{
    prompt_open(s->ui, &(struct prompt){ .label = _("Export to:"),
                                         .initial = initial,
                                         .again = again,
                                         .hint = _("All ways of counting, as CSV."),
                                         .owner = s,
                                         .file = true,
                                         .done = file_typed });
}

/* ---- Keys ---- */

static void go(struct pane *p, long by)
{
    long at = (long)p->cursor + by, last = (long)p->found.counts.count - 1;
    p->cursor = at < 0 || last < 0 ? 0 : at > last ? (size_t)last : (size_t)at;
}

static bool analysis_key(struct screen *s, const struct key *k)
{
    struct pane *p = s->own;
    switch (k->code) {
    case K_UP:
        go(p, -1);
        return true;
    case K_DOWN:
        go(p, 1);
        return true;
    case K_PAGE_UP:
        go(p, -(long)rows_of(s));
        return true;
    case K_PAGE_DOWN:
        go(p, (long)rows_of(s));
        return true;
    case K_HOME:
        p->cursor = 0;
        return true;
    case K_END:
        go(p, (long)p->found.counts.count);
        return true;
    case K_RIGHT:
    case K_TAB:
        go_way(s, 1);
        return true;
    case K_LEFT:
    case K_BACKTAB:
        go_back(s);
        return true;
    case K_ENTER:
    case K_NEWLINE:
        list_behind(s);
        return true;
    default:
        return false;
    }
}

static bool analysis_run(struct screen *s, enum command c)
{
    switch (c) {
    case DO_OPEN:
        list_behind(s);
        return true;
    case DO_RELOAD:
        count_anew(s);
        return true;
    case DO_FILTER:
        prompt_open(s->ui,
                    &(struct prompt){ .label = _("Period:"),
                                      .initial = "",
                                      .hint = _("2026, 11/2026, this month; or a first and a "
                                                "last day. Empty: all years."),
                                      .owner = s,
                                      .done = period_typed });
        return true;
    case DO_EXPORT:
        ask_file(s, "~/analisis.csv", false);
        return true;
    default:
        return false;
    }
}

static void analysis_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Left and right count something else; Enter lists what is behind a bar."));
}

static void analysis_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(
        out,
        _("Captures that say the same of place, route, goods, finding, source, month and name; "
          "applications by week and month; how much of its target the service time used, by "
          "risk and by the officer who leads; refusals by reason and goods. Drafts and "
          "cancelled ones do not count. A star marks owners and conveyances that came more "
          "than once, ! how many were late. F7 sets the period, F8 exports.\n"));
}

static void analysis_shown(struct screen *s)
{
    count_anew(s);
}

static void analysis_close(struct screen *s)
{
    analysis_free(&((struct pane *)s->own)->found);
}

static const struct screen_class analysis_class = {
    .id = "analysis",
    .place = IN_ANALYSIS,
    .private_size = sizeof(struct pane),
    .menu = MENU_CALLED,
    .draw = analysis_draw,
    .key = analysis_key,
    .run = analysis_run,
    .hint = analysis_hint,
    .help = analysis_help,
    .shown = analysis_shown,
    .close = analysis_close,
};

void analysis_open(struct ui *u)
{
    struct screen *s = screen_push(u, &analysis_class);
    struct pane *p = s->own;
    p->from = p->to = NO_DAY;
    count_anew(s);
}
