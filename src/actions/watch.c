/* The expiry watch (Si Owl's pattern). Derived whenever it is asked for, so that nothing has to run
 * at midnight: the FIELD_EXPIRES fields of open records between a span behind today and the longest
 * lead time ahead, less what somebody looked after. */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

enum { FIELD_READ_MAX = 1000, LISTED_MAX = 2000, HOLIDAYS_MAX = 200 };

static const moment DAY_MS = INT64_C(86400000);

const char *const watch_state_ids[] = { "soon", "due", "lapsed", "handled", NULL };
const char *const watch_state_labels[] = { N_("soon"), N_("due now"), N_("run out"), N_("handled"),
                                           NULL };

struct watching {
    struct session *s;
    const struct watch_query *q;
    struct watch_list *out;
    day from; /* what lapsed before is not looked at */
    struct page marks;
};

/* ---- One item ---- */

static struct watched *add(struct watch_list *l, struct watched w)
{
    l->items = xreallocarray(l->items, l->count + 1, sizeof *l->items);
    l->items[l->count] = w;
    return &l->items[l->count++];
}

static void item_free(struct watched *w)
{
    free(w->name);
    free(w->went_on);
    free(w->by);
    free(w->how);
    free(w->words);
}

static void note_mark(struct watched *w, const struct record *mark)
{
    const struct value *until = record_value(mark, "until");
    struct buf how = { 0 };
    field_format(kind_field(mark->kind, "how"), record_value(mark, "how"), SPELL_SCREEN, &how);
    w->handling = mark->id;
    w->by = xstrdup(record_text(mark, "person"));
    w->words = xstrdup(record_text(mark, "reason"));
    w->how = buf_take(&how);
    w->until = until->set ? (day)until->num : NO_DAY;
}

/* Takes it in: its state, counted, and kept where it is asked for. */
static void take(struct watching *c, struct watched w, const struct leads *leads, bool over)
{
    w.days = w.on - session_today(c->s);
    w.until = NO_DAY;
    w.state = watch_state_of(leads, w.days, over);
    const struct record *mark = watch_handling(c->s, &c->marks, &w);
    w.state = mark ? WATCH_HANDLED : w.state;
    c->out->counts[w.state]++;
    unsigned wanted = c->q->states ? c->q->states : ~(1u << WATCH_HANDLED);
    if (!(wanted & (1u << w.state)) || !c->q->limit)
        return;
    struct watched *kept = add(c->out, w);
    if (mark)
        note_mark(kept, mark);
}

/* ---- A field ---- */

static bool is_moment(const struct field *f)
{
    return f->type == &type_moment;
}

/* The moment a day begins at the office. */
static moment beginning(const struct session *s, day d)
{
    return d * DAY_MS - s->zone_minutes * INT64_C(60000);
}

static struct value bound(const struct watching *c, const struct field *f, day d, bool last)
{
    struct value v = { 0 };
    value_set_number(&v, !is_moment(f) ? d
                         : last        ? beginning(c->s, d + 1) - 1
                                       : beginning(c->s, d));
    return v;
}

static void take_lapse(struct watching *c, struct watched w, const struct lapse *l,
                       const struct leads *leads)
{
    bool moment_field = is_moment(w.field);
    w.id = l->record;
    w.line = l->line;
    w.at = moment_field ? l->at : 0;
    w.on = moment_field ? moment_day(l->at, c->s->zone_minutes) : (day)l->at;
    bool over = moment_field ? l->at <= session_now(c->s) : w.on < session_today(c->s);
    if (!c->q->id || c->q->id == w.id)
        take(c, w, leads, over);
}

static enum outcome take_field(struct watching *c, struct watched w, struct error *e)
{
    struct leads leads;
    struct lapses found = { 0 };
    if (!(w.field->flags & FIELD_EXPIRES))
        return DONE;
    enum outcome result = watch_leads(c->s, &w, &leads, e);
    if (result != DONE)
        return result;
    const struct lapse_query q = {
        .kind = w.kind,
        .lines = w.lines,
        .field = w.field,
        .from = bound(c, w.field, c->from, false),
        .to = bound(c, w.field, session_today(c->s) + leads.days[0], true),
        .limit = FIELD_READ_MAX,
    };
    result = store_lapses(c->s->store, &q, &found, e);
    for (size_t i = 0; i < found.count; i++)
        take_lapse(c, w, &found.items[i], &leads);
    c->out->more = c->out->more || found.more;
    lapses_free(&found);
    return result;
}

static enum outcome take_kind(struct watching *c, const struct kind *k, struct error *e)
{
    enum outcome result = DONE;
    for (const struct field *f = k->fields; result == DONE && f->id; f++)
        result = take_field(c, (struct watched){ .kind = k, .field = f }, e);
    for (size_t i = 0; i < line_kind_count(k); i++)
        for (const struct field *f = k->lines[i].fields; result == DONE && f->id; f++)
            result =
                take_field(c, (struct watched){ .kind = k, .lines = &k->lines[i], .field = f }, e);
    return result;
}

/* ---- What is not there ---- */

static enum outcome year_has_holidays(struct session *s, int year, bool *has, struct error *e)
{
    int64_t least = 0;
    struct filter days[] = {
        { .field = "day", .how = AT_LEAST, .value = { .num = day_of(year, 1, 1), .set = true } },
        { .field = "day", .how = AT_MOST, .value = { .num = day_of(year, 12, 31), .set = true } },
    };
    struct query q = {
        .kind = &kind_holiday, .filters = days, .filter_count = COUNT(days), .sort = "day"
    };
    struct page page = { 0 };
    enum outcome result = rule_number(s, "watch.holidays_least", session_today(s), &least, e);
    q.limit = least > 0 && least < HOLIDAYS_MAX ? (unsigned)least : HOLIDAYS_MAX;
    if (result == DONE)
        result = store_page(s->store, &q, &page, e);
    *has = (int64_t)page.count >= least;
    page_free(&page);
    return result;
}

/* Without a year's holidays every deadline in working days is wrong: the rows of a year must be
 * there when it begins. A lead time of 60 days asks for them from November on. */
static enum outcome take_year(struct watching *c, int year, struct error *e)
{
    struct watched w = { .kind = &kind_holiday,
                         .field = kind_field(&kind_holiday, "day"),
                         .on = day_of(year - 1, 12, 31),
                         .changed_at = beginning(c->s, day_of(year - 1, 1, 1)) };
    struct leads leads;
    bool has = false;
    enum outcome result = watch_leads(c->s, &w, &leads, e);
    if (result == DONE && w.on <= session_today(c->s) + leads.days[0])
        result = year_has_holidays(c->s, year, &has, e);
    else
        has = true;
    if (result != DONE || has)
        return result;
    struct buf name = { 0 };
    buf_printf(&name, _("Holidays of %d"), year);
    w.name = buf_take(&name);
    size_t before = c->out->count;
    take(c, w, &leads, w.on < session_today(c->s));
    if (c->out->count == before)
        free(w.name);
    return DONE;
}

static enum outcome take_missing(struct watching *c, struct error *e)
{
    int year, month, mday;
    if (c->q->id || (c->q->kind && c->q->kind != &kind_holiday))
        return DONE;
    day_split(session_today(c->s), &year, &month, &mday);
    enum outcome result = take_year(c, year, e);
    return result == DONE ? take_year(c, year + 1, e) : result;
}

/* ---- All of it ---- */

static int rank(const struct watched *w)
{
    static const int ranks[WATCH_STATES] = {
        [WATCH_DUE] = 0, [WATCH_LAPSED] = 1, [WATCH_SOON] = 2, [WATCH_HANDLED] = 3
    };
    return ranks[w->state];
}

/* Identifiers grow with time. */
static int by_urgency(const void *left, const void *right)
{
    const struct watched *a = left, *b = right;
    if (a->state != b->state)
        return rank(a) - rank(b);
    if (a->on != b->on)
        return (a->on < b->on) == (a->state != WATCH_LAPSED) ? -1 : 1;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static void cut(struct watch_list *l, unsigned limit)
{
    if (l->count)
        qsort(l->items, l->count, sizeof *l->items, by_urgency);
    while (l->count > limit) {
        item_free(&l->items[--l->count]);
        l->more = true;
    }
}

static enum outcome name_item(struct session *s, struct watched *w, struct error *e)
{
    struct record *r = NULL;
    struct buf text = { 0 };
    if (w->name)
        return DONE;
    enum outcome result = store_load(s->store, w->kind, w->id, &r, e);
    if (result == DONE)
        record_known(r, &text);
    w->name = buf_take(&text);
    w->rev = r ? r->rev : 0;
    w->changed_at = r ? r->changed_at : 0;
    if (result == DONE && w->state == WATCH_LAPSED)
        result = watch_went_on(s, w, &text, e);
    if (text.len)
        w->went_on = buf_take(&text);
    buf_free(&text);
    record_free(&r);
    return result;
}

static enum outcome gather(struct watching *c, struct error *e)
{
    struct session *s = c->s;
    int64_t past = 0;
    enum outcome result = rule_number(s, "watch.past_days", session_today(s), &past, e);
    if (past < 0 || past > LEAD_DAYS_MAX)
        past = LEAD_DAYS_MAX;
    c->from = session_today(s) - (day)past;
    if (result == DONE)
        result = watch_handlings(s, c->from, session_today(s) + LEAD_DAYS_MAX, &c->marks, e);
    for (size_t i = 0; result == DONE && all_kinds.kinds[i]; i++)
        if (!c->q->kind || c->q->kind == all_kinds.kinds[i])
            result = take_kind(c, all_kinds.kinds[i], e);
    return result == DONE ? take_missing(c, e) : result;
}

enum outcome act_watch(struct session *s, const struct watch_query *q, struct watch_list *out,
                       struct error *e)
{
    struct watching c = { .s = s, .q = q, .out = out };
    *out = (struct watch_list){ 0 };
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    result = gather(&c, e);
    cut(out, q->limit < LISTED_MAX ? q->limit : LISTED_MAX);
    for (size_t i = 0; result == DONE && i < out->count; i++)
        result = name_item(s, &out->items[i], e);
    store_read_end(s->store);
    page_free(&c.marks);
    if (result != DONE)
        watch_list_free(out);
    return result;
}

void watch_list_free(struct watch_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        item_free(&l->items[i]);
    free(l->items);
    *l = (struct watch_list){ 0 };
}

void watch_what(const struct watched *w, struct buf *out)
{
    if (w->lines)
        buf_printf(out, "%s · ", _(w->lines->label));
    buf_puts(out, w->id ? _(w->field->label) : _("to be entered"));
}
