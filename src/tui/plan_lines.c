/* plan_lines.c - what each view of the monitoring pane lists: visits under headings by day, company
 * or officer, one day's route, officers, certificates against the rule. */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

static bool plan_shows(const struct plan *p, const struct visit *v)
{
    return p->officer == NULL || strcmp(record_text(v->record, "officer"), p->officer) == 0;
}

static void add(struct plan *p, const char *heading, size_t item)
{
    p->lines = xreallocarray(p->lines, p->line_count + 1, sizeof *p->lines);
    p->lines[p->line_count++] =
        (struct plan_line){ .heading = heading != NULL ? xstrdup(heading) : NULL, .item = item };
}

void plan_lines_free(struct plan *p)
{
    for (size_t i = 0; i < p->line_count; i++)
        free(p->lines[i].heading);
    free(p->lines);
    p->lines = NULL;
    p->line_count = 0;
}

/* ---- The agenda ---- */

/* Under which heading a visit stands by its day; they grow with time. */
enum when { UNPLANNED, MISSED, TODAY, THIS_WEEK, THIS_MONTH, LATER, FOLLOWED, DONE_ALREADY, WHENS };

static enum when when_of(const struct plan *p, const struct visit *v)
{
    day from, week_end, month_end;
    week_span(p->today, &from, &week_end);
    month_span(p->today, &from, &month_end);
    if (!v->open)
        return v->followed ? FOLLOWED : DONE_ALREADY;
    if (v->on == NO_DAY)
        return UNPLANNED;
    if (v->on <= p->today)
        return v->on < p->today ? MISSED : TODAY;
    return v->on <= week_end ? THIS_WEEK : v->on <= month_end ? THIS_MONTH : LATER;
}

static const char *when_label(enum when w)
{
    static const char *const labels[WHENS] = {
        [UNPLANNED] = N_("Due now, not planned yet"),
        [MISSED] = N_("Planned, and not held"),
        [TODAY] = N_("Today"),
        [THIS_WEEK] = N_("This week"),
        [THIS_MONTH] = N_("This month"),
        [LATER] = N_("Later"),
        [FOLLOWED] = N_("Held, to be followed up"),
        [DONE_ALREADY] = N_("Visits held"),
    };
    return _(labels[w]);
}

static void agenda_by_day(struct plan *p)
{
    for (enum when w = UNPLANNED; w < WHENS; w++) {
        bool any = false;
        for (size_t i = 0; i < p->sc.count; i++) {
            const struct visit *v = &p->sc.visits[i];
            if (!plan_shows(p, v) || when_of(p, v) != w)
                continue;
            if (!any)
                add(p, when_label(w), 0);
            any = true;
            add(p, NULL, i);
        }
    }
}

/* Whose heading it is when grouped. */
static const char *group_of(const struct plan *p, const struct visit *v)
{
    const char *field = p->group == PLAN_BY_COMPANY ? "facility" : "officer";
    const char *text = record_text(v->record, field);
    return *text != '\0' ? text : _("No officer yet");
}

struct grouped {
    const char *group;
    size_t item;
};

static int by_group(const void *left, const void *right)
{
    const struct grouped *a = left, *b = right;
    int order = strcmp(a->group, b->group);
    return order != 0 ? order : (a->item > b->item) - (a->item < b->item);
}

static void agenda_by_group(struct plan *p)
{
    struct grouped *all = xcalloc(p->sc.count + 1, sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < p->sc.count; i++)
        if (plan_shows(p, &p->sc.visits[i]) && (p->sc.visits[i].open || p->sc.visits[i].followed))
            all[n++] = (struct grouped){ group_of(p, &p->sc.visits[i]), i };
    qsort(all, n, sizeof *all, by_group);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(all[i].group, all[i - 1].group) != 0)
            add(p, all[i].group, 0);
        add(p, NULL, all[i].item);
    }
    free(all);
}

/* ---- The other views ---- */

void plan_whereabouts(const struct visit *v, struct buf *out)
{
    const char *parts[] = { v->place, v->contact, v->phone };
    const char *between[] = { " · ", " · ", " " };
    size_t before = out->len;
    for (size_t i = 0; i < COUNT(parts); i++)
        if (*parts[i] != '\0')
            buf_printf(out, "%s%s", out->len > before ? between[i] : "", parts[i]);
}

static void add_place(struct plan *p, const struct visit *v)
{
    struct buf text = { 0 };
    plan_whereabouts(v, &text);
    if (text.len > 0) {
        add(p, buf_text(&text), 0);
        p->lines[p->line_count - 1].note = true;
    }
    buf_free(&text);
}

static void visits_of_day(struct plan *p)
{
    for (size_t i = 0; i < p->sc.count; i++) {
        const struct visit *v = &p->sc.visits[i];
        if (!plan_shows(p, v) || v->on != p->at)
            continue;
        add(p, NULL, i);
        if (p->view == PLAN_ROUTE)
            add_place(p, v);
    }
}

void plan_lines_make(struct plan *p)
{
    plan_lines_free(p);
    switch (p->view) {
    case PLAN_AGENDA:
        if (p->group == PLAN_BY_DAY)
            agenda_by_day(p);
        else
            agenda_by_group(p);
        break;
    case PLAN_MONTH:
    case PLAN_ROUTE:
        visits_of_day(p);
        break;
    case PLAN_LOAD:
        for (size_t i = 0; i < p->sc.load_count; i++)
            add(p, NULL, i);
        break;
    case PLAN_COMPANIES:
        for (size_t i = 0; i < p->sc.company_count; i++)
            add(p, NULL, i);
        break;
    case PLAN_BREACHES:
        for (size_t i = 0; i < p->sc.breaches.count; i++)
            add(p, NULL, i);
        break;
    case PLAN_VIEWS:
        break;
    }
    plan_settle(p);
}

size_t plan_visits_on(const struct plan *p, day d, bool *conflict)
{
    size_t n = 0;
    *conflict = false;
    for (size_t i = 0; i < p->sc.count; i++) {
        const struct visit *v = &p->sc.visits[i];
        if (v->on != d || !plan_shows(p, v))
            continue;
        n++;
        *conflict = *conflict || v->conflicts != 0;
    }
    return n;
}

size_t plan_away_on(const struct plan *p, day d)
{
    size_t n = 0;
    for (size_t i = 0; i < p->sc.duties.count; i++) {
        const struct record *duty = p->sc.duties.rows[i];
        const char *what = record_text(duty, "duty");
        bool away = strcmp(what, "leave") == 0 || strcmp(what, "away") == 0;
        bool whose = p->officer == NULL || strcmp(record_text(duty, "officer"), p->officer) == 0;
        n += away && whose && record_number(duty, "from_on") <= d &&
             record_number(duty, "to_on") >= d;
    }
    return n;
}

/* ---- The cursor ---- */

static bool stands_on(const struct plan *p, size_t line)
{
    return line < p->line_count && p->lines[line].heading == NULL;
}

void plan_step(struct plan *p, long step)
{
    size_t at = p->cursor;
    while ((step > 0 ? at + 1 < p->line_count : at > 0)) {
        at = step > 0 ? at + 1 : at - 1;
        if (stands_on(p, at)) {
            p->cursor = at;
            return;
        }
    }
}

void plan_settle(struct plan *p)
{
    if (p->cursor >= p->line_count)
        p->cursor = p->line_count > 0 ? p->line_count - 1 : 0;
    if (!stands_on(p, p->cursor))
        plan_step(p, 1);
    if (!stands_on(p, p->cursor))
        plan_step(p, -1);
}
