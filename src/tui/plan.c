/* plan.c - the monitoring pane: what is due and planned, as an agenda, a month, a day's route, by
 * officer; visits are moved and given to officers by keys. */
#include "plan.h"
#include "tour.h"

#include <stdlib.h>
#include <string.h>

static const struct screen_class plan_class;

/* ---- Reading ---- */

struct plan_ask {
    struct ask ask; /* first */
    struct schedule_query q;
    struct schedule sc;
};

static void plan_work(struct ask *ask)
{
    struct plan_ask *a = (struct plan_ask *)ask;
    ask->outcome = act_schedule(ask->session, &a->q, &a->sc, &ask->error);
}

static void plan_release(struct ask *ask)
{
    schedule_free(&((struct plan_ask *)ask)->sc);
}

const struct visit *plan_visit(const struct plan *p)
{
    bool lists = p->view == PLAN_AGENDA || p->view == PLAN_ROUTE;
    if (!lists || p->cursor >= p->line_count || p->lines[p->cursor].heading != NULL)
        return NULL;
    return &p->sc.visits[p->lines[p->cursor].item];
}

/* Puts the cursor on a visit, wherever it stands now. */
static void follow(struct plan *p, int64_t id)
{
    for (size_t i = 0; id != 0 && i < p->line_count; i++)
        if (p->lines[i].heading == NULL && plan_visit(p) != NULL &&
            p->sc.visits[p->lines[i].item].record->id == id)
            p->cursor = i;
}

static void plan_answer(struct ask *ask)
{
    struct plan_ask *a = (struct plan_ask *)ask;
    struct plan *p = ask->owner->own;
    const struct visit *v = plan_visit(p);
    int64_t id = v != NULL ? v->record->id : 0;
    p->loaded = true;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    plan_lines_free(p);
    schedule_free(&p->sc);
    p->sc = a->sc;
    a->sc = (struct schedule){ 0 };
    plan_lines_make(p);
    follow(p, id);
}

static struct ask *new_ask(struct screen *s)
{
    struct plan *p = s->own;
    struct plan_ask *a = ask_new(sizeof *a, s->ui, s, plan_work, plan_answer, plan_release);
    p->today = session_today(s->ui->session);
    month_span(p->at, &a->q.from, &a->q.to);
    a->q.companies = p->view == PLAN_COMPANIES;
    return &a->ask;
}

static void anew(struct screen *s)
{
    ask_hold(new_ask(s), AT_SHARE, _("Reading the plan"));
}

/* Others have written. */
static void news(struct screen *s)
{
    ask_post(new_ask(s), AT_SHARE);
}

static void speak(struct screen *s, bool changed)
{
    if (changed)
        news(s);
}

/* Lines that fit. */
static size_t plan_rows(const struct screen *s)
{
    int rows = frame_body(s).rows - 3;
    return rows > 1 ? (size_t)rows : 1;
}

/* ---- Moving a visit, giving it to an officer ---- */

struct move_ask {
    struct ask ask; /* first */
    struct record *record;
    day on;
    char *officer;
};

static void move_work(struct ask *ask)
{
    const struct move_ask *a = (struct move_ask *)ask;
    const struct visit_change change = { a->record, a->on, a->officer };
    ask->outcome = act_visit(ask->session, &change, &ask->error);
}

static void move_release(struct ask *ask)
{
    struct move_ask *a = (struct move_ask *)ask;
    record_free(&a->record);
    free(a->officer);
}

static void moved(struct ask *ask)
{
    const struct move_ask *a = (const struct move_ask *)ask;
    struct ui *u = ask->ui;
    struct buf text = { 0 };
    u->saves++;
    if (ask->owner != NULL && ask->owner == ui_screen(u))
        anew(ask->owner);
    if (ask->outcome != DONE) {
        ui_fail(u, &ask->error);
        return;
    }
    ui_happened(u, HAPPENED_STEP, a->record->kind, a->officer ? "schedule" : "move");
    if (a->on != NO_DAY)
        day_local(a->on, &text);
    ui_say(u, SAID_WELL, "%s: %s", record_text(a->record, "facility"),
           a->on != NO_DAY ? buf_text(&text) : a->officer);
    buf_free(&text);
}

static void change(struct screen *s, const struct visit *v, day on, const char *officer)
{
    struct move_ask *a = ask_new(sizeof *a, s->ui, s, move_work, moved, move_release);
    a->record = record_copy(v->record);
    a->on = on;
    a->officer = officer != NULL ? xstrdup(officer) : NULL;
    ask_hold(&a->ask, AT_SHARE, _("Moving the visit"));
}

static void move_here(struct screen *s, int days)
{
    const struct visit *v = plan_visit(s->own);
    if (v == NULL || !v->open)
        ui_say(s->ui, SAID, _("Put the cursor on a visit that is still to be held."));
    else if (v->on == NO_DAY)
        ui_say(s->ui, SAID,
               _("It is not planned yet: F2 chooses who goes, on the next working day."));
    else
        change(s, v, v->on + days, NULL);
}

static void officer_chosen(struct screen *owner, const char *text, int64_t id)
{
    const struct visit *v = plan_visit(owner->own);
    (void)id;
    if (v != NULL)
        change(owner, v, NO_DAY, text);
}

static void choose_officer(struct screen *s)
{
    const struct visit *v = plan_visit(s->own);
    if (v == NULL || !v->open)
        ui_say(s->ui, SAID, _("Put the cursor on a visit that is still to be held."));
    else
        lookup_open(s->ui, s, kind_field(v->record->kind, "officer"), "", officer_chosen);
}

/* ---- Views ---- */

static void show(struct screen *s, enum plan_view view)
{
    struct plan *p = s->own;
    p->view = view;
    p->cursor = p->top = 0;
    plan_lines_make(p);
    if (view == PLAN_COMPANIES && p->sc.companies == NULL)
        anew(s);
}

static void set_day(struct screen *s, day to)
{
    struct plan *p = s->own;
    p->at = to;
    p->cursor = p->top = 0;
    plan_lines_make(p);
    if (to < p->sc.from || to > p->sc.to)
        anew(s);
}

/* Everybody, then one after the other. */
static void next_officer(struct screen *s)
{
    struct plan *p = s->own;
    size_t at = 0;
    for (size_t i = 0; p->officer != NULL && i < p->sc.load_count; i++)
        if (strcmp(p->sc.loads[i].name, p->officer) == 0)
            at = i + 1;
    free(p->officer);
    p->officer = at < p->sc.load_count ? xstrdup(p->sc.loads[at].name) : NULL;
    plan_lines_make(p);
    ui_say(s->ui, SAID, "%s", p->officer != NULL ? p->officer : _("Everybody's visits"));
}

static void open_here(struct screen *s)
{
    struct plan *p = s->own;
    const struct visit *v = plan_visit(p);
    if (p->view == PLAN_MONTH) {
        show(s, PLAN_ROUTE);
    } else if (v != NULL) {
        record_open(s->ui, v->record->kind, v->record->id);
    } else if (p->view == PLAN_LOAD && p->cursor < p->line_count) {
        free(p->officer);
        p->officer = xstrdup(p->sc.loads[p->lines[p->cursor].item].name);
        show(s, PLAN_AGENDA);
    } else if (p->view == PLAN_COMPANIES && p->cursor < p->line_count) {
        const struct record *r = p->sc.companies[p->lines[p->cursor].item].record;
        record_open(s->ui, r->kind, r->id);
    } else if (p->view == PLAN_BREACHES && p->cursor < p->line_count) {
        const struct record *r = p->sc.breaches.rows[p->lines[p->cursor].item];
        record_open(s->ui, r->kind, r->id);
    }
}

/* ---- Keys ---- */

/* A month goes by days and weeks, a route by days. */
static bool day_key(struct screen *s, const struct key *k)
{
    struct plan *p = s->own;
    day from, to;
    bool month = p->view == PLAN_MONTH;
    if (!month && p->view != PLAN_ROUTE)
        return false;
    month_span(p->at, &from, &to);
    switch (k->code) {
    case K_LEFT:
        set_day(s, p->at - 1);
        return true;
    case K_RIGHT:
        set_day(s, p->at + 1);
        return true;
    case K_UP:
        return month && (set_day(s, p->at - 7), true);
    case K_DOWN:
        return month && (set_day(s, p->at + 7), true);
    case K_PAGE_UP:
        set_day(s, month ? from - 1 : p->at - 7);
        return true;
    case K_PAGE_DOWN:
        set_day(s, month ? to + 1 : p->at + 7);
        return true;
    case K_HOME:
        set_day(s, p->today);
        return true;
    default:
        return false;
    }
}

static bool list_key(struct plan *p, const struct key *k, size_t rows)
{
    size_t was = p->cursor;
    switch (k->code) {
    case K_UP:
        plan_step(p, -1);
        return true;
    case K_DOWN:
        plan_step(p, 1);
        return true;
    default:
        if (!key_moves(k, rows, p->line_count, &p->cursor))
            return false;
        plan_settle(p);
        if (p->cursor == was && was > 0 && k->code == K_HOME)
            p->cursor = was;
        return true;
    }
}

static bool text_key(struct screen *s, const char *text)
{
    if (strcmp(text, "+") == 0 || strcmp(text, ">") == 0)
        move_here(s, 1);
    else if (strcmp(text, "-") == 0 || strcmp(text, "<") == 0)
        move_here(s, -1);
    else if (text[0] >= '1' && text[0] < '1' + PLAN_VIEWS && text[1] == '\0')
        show(s, (enum plan_view)(text[0] - '1'));
    return true;
}

static bool plan_key(struct screen *s, const struct key *k)
{
    struct plan *p = s->own;
    return day_key(s, k) || list_key(p, k, plan_rows(s)) ||
           (k->code == K_TEXT && text_key(s, k->text));
}

static bool plan_run(struct screen *s, enum command c)
{
    struct plan *p = s->own;
    switch (c) {
    case DO_OFFICER:
        choose_officer(s);
        return true;
    case DO_VIEW:
        show(s, (p->view + 1) % PLAN_VIEWS);
        return true;
    case DO_GROUP:
        p->group = (p->group + 1) % PLAN_GROUPS;
        show(s, PLAN_AGENDA);
        return true;
    case DO_WHOSE:
        next_officer(s);
        return true;
    case DO_OPEN:
        open_here(s);
        return true;
    case DO_RELOAD:
        anew(s);
        return true;
    default:
        return false;
    }
}

static const struct record *plan_record(struct screen *s)
{
    const struct visit *v = plan_visit(s->own);
    return v != NULL ? v->record : NULL;
}

static void plan_hint(struct screen *s, struct buf *out)
{
    const struct plan *p = s->own;
    if (p->view == PLAN_MONTH)
        buf_puts(out, _("Arrows go by days, PageDown by months; Enter shows the day's route."));
    else if (p->view == PLAN_ROUTE)
        buf_puts(out, _("Left and right go by days; + and - move the visit; Enter opens it."));
    else if (p->view == PLAN_AGENDA)
        buf_puts(out, _("+ and - move a visit by a day; F2 chooses who goes; Enter opens it."));
    else
        buf_puts(out, _("Enter opens; 1 to 6 or F7 show another view."));
}

static void plan_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("Visits to in-line companies. F7, or 1 to 6, shows them as an agenda, a month, one "
               "day's route with place and contact, the load of each officer, how many shipments "
               "each company sent since its last visit and what speaks against the next, and the "
               "certificates that went out against the rule. In the agenda F8 groups them by day, "
               "company or officer; F9 shows one officer after the other. + and - move the visit "
               "under the cursor a day forth and back, F2 gives it to an officer; one that is due "
               "and not planned yet is planned for the next working day. ! marks what stands "
               "against a visit, told below: its officer is away or expected elsewhere, has too "
               "many visits that day, or it is no working day. In the month 8:2-1 is the eighth "
               "with two visits and one officer away, 8!2 where something stands against one. F6 "
               "takes the other steps.\n"));
}

static void plan_close(struct screen *s)
{
    struct plan *p = s->own;
    plan_lines_free(p);
    schedule_free(&p->sc);
    free(p->officer);
}

static const struct screen_class plan_class = {
    .id = "plan",
    .place = IN_PLAN,
    .private_size = sizeof(struct plan),
    .menu = MENU_CALLED,
    .draw = plan_draw,
    .key = plan_key,
    .run = plan_run,
    .hint = plan_hint,
    .help = plan_help,
    .record = plan_record,
    .shown = anew,
    .news = news,
    .speak = speak,
    .close = plan_close,
};

void plan_open(struct ui *u)
{
    if (ui_screen(u)->class == &plan_class)
        return;
    struct screen *s = screen_push(u, &plan_class);
    struct plan *p = s->own;
    p->at = p->today = session_today(u->session);
    anew(s);
}
