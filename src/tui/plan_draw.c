/* plan_draw.c - the monitoring pane on the screen: agenda, route, load, certificates against the
 * rule; and the line below that tells more about what the cursor stands on. */
#include "plan.h"

#include <stdio.h>
#include <string.h>

enum {
    NARROW = 50,
    HOUR_CELLS = 6,
    OFFICER_CELLS = 12,
    NARROW_OFFICER_CELLS = 8,
    NOTE_INDENT = 10
};

/* "Wed 25 Nov"; of another year "5 Aug 2020". */
static void day_brief(day d, day today, bool narrow, struct buf *out)
{
    struct buf text = { 0 };
    int year, this_year, month, mday;
    day_split(today, &this_year, &month, &mday);
    day_split(d, &year, &month, &mday);
    day_local(d, &text);
    if (!narrow && year != this_year) {
        buf_puts(out, buf_text(&text));
        buf_free(&text);
        return;
    }
    if (!narrow)
        buf_printf(out, "%s ", weekday_name(d));
    buf_add(out, buf_text(&text), text.len > 5 ? text.len - 5 : text.len); /* without the year */
    buf_free(&text);
}

void plan_draw_visit(const struct plan *p, struct canvas *c, struct area in, int y,
                     const struct visit *v)
{
    bool narrow = in.cols < NARROW;
    int x = in.x + 2, officer = narrow ? NARROW_OFFICER_CELLS : OFFICER_CELLS;
    int day_cells = narrow ? 7 : 12, right = in.x + in.cols - officer;
    struct buf text = { 0 };
    if (p->view == PLAN_AGENDA && (v->on != NO_DAY || v->due != NO_DAY))
        day_brief(v->on != NO_DAY ? v->on : v->due, p->today, narrow, &text);
    if (p->view == PLAN_AGENDA) {
        draw_text(c, y, x, day_cells, v->on == NO_DAY ? ALERT : PLAIN_TEXT, buf_text(&text));
        x += day_cells;
    }
    if (!narrow || p->view != PLAN_AGENDA) {
        draw_text(c, y, x, HOUR_CELLS, PLAIN_TEXT, record_text(v->record, "hour"));
        x += HOUR_CELLS;
    }
    if (v->conflicts != 0)
        draw_text(c, y, x, 1, ALERT, "!");
    draw_run(c, y, x + 2, right - x - 3, v->open ? PLAIN_TEXT : FAINT,
             record_text(v->record, "facility"));
    draw_text(c, y, right, officer, FAINT, record_text(v->record, "officer"));
    buf_free(&text);
}

/* ---- Lines of the other views ---- */

static void draw_load(const struct plan *p, struct canvas *c, struct area in, int y, size_t at)
{
    const struct officer_load *l = &p->sc.loads[at];
    char text[96];
    draw_text(c, y, in.x + 2, 14, PLAIN_TEXT, l->name);
    snprintf(text, sizeof text, "%4d %6d %5d", l->week, l->span, l->away);
    draw_text(c, y, in.x + 17, 18, PLAIN_TEXT, text);
    if (l->away_today)
        draw_run(c, y, in.x + 36, in.cols - 36, ALERT, _("away today"));
}

static void draw_breach(const struct plan *p, struct canvas *c, struct area in, int y, size_t at)
{
    const struct record *r = p->sc.breaches.rows[at];
    struct buf text = { 0 };
    breach_words(r, &text);
    draw_run(c, y, in.x + 2, in.cols - 2, *record_text(r, "override") ? FAINT : PLAIN_TEXT,
             buf_text(&text));
    buf_free(&text);
}

/* How many went out since the last visit, and until when the decree holds. */
static void draw_company(const struct plan *p, struct canvas *c, struct area in, int y, size_t at)
{
    const struct company *company = &p->sc.companies[at];
    const struct value *to = record_value(company->record, "decree_to");
    int day_cells = in.cols < NARROW ? 0 : 12;
    struct buf text = { 0 };
    char count[16];
    snprintf(count, sizeof count, "%d", company->count);
    draw_right(c, y, in.x + 1, 4, company->soon ? STRONG : PLAIN_TEXT, count);
    draw_text(c, y, in.x + 6, 1, ALERT, *company->wrong != '\0' ? "!" : "");
    draw_run(c, y, in.x + 8, in.cols - 9 - day_cells, PLAIN_TEXT,
             record_text(company->record, "company"));
    if (to->set)
        day_local((day)to->num, &text);
    draw_text(c, y, in.x + in.cols - day_cells, day_cells, FAINT, buf_text(&text));
    buf_free(&text);
}

static void draw_item(const struct plan *p, struct canvas *c, struct area in, int y, size_t item)
{
    if (p->view == PLAN_COMPANIES)
        draw_company(p, c, in, y, item);
    else if (p->view == PLAN_LOAD)
        draw_load(p, c, in, y, item);
    else if (p->view == PLAN_BREACHES)
        draw_breach(p, c, in, y, item);
    else
        plan_draw_visit(p, c, in, y, &p->sc.visits[item]);
}

/* ---- What is told below ---- */

static void tell_visit(const struct visit *v, struct buf *out)
{
    struct buf where = { 0 };
    plan_whereabouts(v, &where);
    if (v->conflicts != 0)
        buf_printf(out, "! %s", v->against);
    if (v->due != NO_DAY && v->open) {
        buf_printf(out, "%s%s ", out->len > 0 ? " · " : "", _("due on"));
        day_local(v->due, out);
    }
    if (where.len > 0)
        buf_printf(out, "%s%s", out->len > 0 ? " · " : "", buf_text(&where));
    buf_free(&where);
}

static void tell_company(const struct company *c, struct buf *out)
{
    if (*c->wrong != '\0')
        buf_puts(out, c->wrong);
    else
        buf_puts(out, c->soon ? _("A monitoring is due, or soon will be.")
                              : _("Its certificates may follow the application."));
}

static void tell(const struct plan *p, struct buf *out)
{
    const struct visit *v = plan_visit(p);
    if (v != NULL)
        tell_visit(v, out);
    else if (p->view == PLAN_LOAD && p->cursor < p->line_count)
        buf_printf(out, _("%d visits planned in all; Enter lists them"),
                   p->sc.loads[p->lines[p->cursor].item].open);
    else if (p->view == PLAN_COMPANIES && p->cursor < p->line_count)
        tell_company(&p->sc.companies[p->lines[p->cursor].item], out);
    else if (p->view == PLAN_BREACHES && p->cursor < p->line_count)
        buf_puts(out, record_text(p->sc.breaches.rows[p->lines[p->cursor].item], "override"));
}

/* ---- The pane ---- */

static void title(const struct plan *p, struct buf *out)
{
    static const char *const views[PLAN_VIEWS] = { N_("Agenda"),    N_("Month"),
                                                   N_("Route"),     N_("Load"),
                                                   N_("Companies"), N_("Against the rule") };
    buf_printf(out, "%s: %s", _("Monitoring"), _(views[p->view]));
}

static void note(const struct plan *p, struct buf *out)
{
    struct buf text = { 0 };
    if (p->view == PLAN_ROUTE || p->view == PLAN_MONTH) {
        buf_printf(out, "%s ", weekday_name(p->at));
        day_local(p->at, &text);
        buf_puts(out, buf_text(&text));
    }
    if (p->officer != NULL)
        buf_printf(out, "%s%s", out->len > 0 ? " · " : "", p->officer);
    buf_free(&text);
}

static const char *empty(const struct plan *p)
{
    if (!p->loaded)
        return _("Reading …");
    switch (p->view) {
    case PLAN_ROUTE:
        return _("No visit on this day.");
    case PLAN_LOAD:
        return _("No officers are known here.");
    case PLAN_COMPANIES:
        return _("No company holds a decree.");
    case PLAN_BREACHES:
        return _("No certificate went out against the rule.");
    default:
        return _("No visit is due or planned.");
    }
}

static void draw_lines(struct screen *s, struct canvas *c, struct area in, int y)
{
    struct plan *p = s->own;
    size_t rows = in.y + in.rows - 1 > y ? (size_t)(in.y + in.rows - 1 - y) : 1;
    cursor_in_sight(rows, p->line_count, p->cursor, &p->top);
    if (p->top == 1 && p->lines[0].heading != NULL && p->cursor < rows)
        p->top = 0; /* the heading above the first visit */
    for (size_t i = p->top; i < p->line_count && i < p->top + rows; i++) {
        int at = y + (int)(i - p->top);
        if (p->lines[i].note)
            draw_run(c, at, in.x + NOTE_INDENT, in.cols - NOTE_INDENT - 1, FAINT,
                     p->lines[i].heading);
        else if (p->lines[i].heading != NULL)
            draw_run(c, at, in.x + 1, in.cols - 2, HEADING, p->lines[i].heading);
        else
            draw_item(p, c, in, at, p->lines[i].item);
        if (i != p->cursor)
            continue;
        draw_text(c, at, in.x, 1, STRONG, ">");
        if (s->ui->top == s && !s->ui->in_menu)
            draw_cursor(c, at, in.x);
    }
    if (p->line_count == 0)
        draw_run(c, y, in.x + 2, in.cols - 3, FAINT, empty(p));
}

void plan_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct plan *p = s->own;
    struct buf head = { 0 }, about = { 0 }, more = { 0 };
    int heading = p->view == PLAN_LOAD || p->view == PLAN_COMPANIES ? 1 : 0;
    title(p, &head);
    note(p, &about);
    struct area in =
        draw_frame(c, a, s->ui->top == s && !s->ui->in_menu, buf_text(&head), buf_text(&about));
    if (p->view == PLAN_MONTH && p->loaded) {
        plan_draw_month(s, c, in);
    } else {
        if (heading > 0)
            draw_run(c, in.y, in.x + 2, in.cols - 2, HEADING,
                     p->view == PLAN_LOAD ? _("Officer        week  month  away")
                                          : _("Sent since the last visit"));
        draw_lines(s, c, in, in.y + heading);
        tell(p, &more);
        draw_run(c, in.y + in.rows - 1, in.x + 1, in.cols - 2, FAINT, buf_text(&more));
    }
    buf_free(&head);
    buf_free(&about);
    buf_free(&more);
}
