/* Closing the counter ("tutup loket"): the figures of a day, read out of its history, and what is
 * left over. The same record opens the morning and is signed in the evening. */
#include "private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- What happened on the day ---- */

static const struct figure {
    const char *field;
    const char *deeds[4]; /* "KIND.VERB" */
} figures[] = {
    { "intake", { "permit.submit" } },
    { "accepted", { "permit.accept" } },
    { "issued", { "certificate.issue" } },
    { "handed", { "certificate.hand_over" } },
    { "returned", { "permit.return", "permit.reject", "permit.ask" } },
    { "cancelled", { "permit.cancel", "certificate.cancel" } },
};

struct reading_day {
    int64_t last; /* the last entry of the day */
    int64_t counts[COUNT(figures)];
};

static void read_entry(void *context, const struct entry *entry)
{
    struct reading_day *w = context;
    if (!entry->kind || entry->seq > w->last)
        return;
    for (size_t i = 0; i < COUNT(figures); i++)
        w->counts[i] += deed_in(figures[i].deeds, entry->kind->id, entry->step);
}

/* The moment a day begins in the office's zone. */
static moment day_begin(const struct session *s, day on)
{
    return ((moment)on * 1440 - session_zone(s)) * 60000;
}

static enum outcome count_deeds(struct session *s, struct record *r, day on, struct error *e)
{
    struct head head = { 0 };
    struct reading_day w = { 0 };
    int64_t since = 0, after = 0;
    enum outcome result = store_head(s->store, &head, e);
    if (result == DONE)
        result = store_entries_since(s->store, day_begin(s, on), &since, e);
    if (result == DONE)
        result = store_entries_since(s->store, day_begin(s, on + 1), &after, e);
    w.last = head.seq - after;
    if (result == DONE)
        result = store_history_after(s->store, head.seq - since, read_entry, &w, e);
    for (size_t i = 0; i < COUNT(figures); i++)
        value_set_number(record_value(r, figures[i].field), w.counts[i]);
    return result;
}

/* ---- Lines: those there are used again, so that computing twice leaves no tombstones ---- */

struct filling {
    struct session *session;
    struct record *record;
    const char *line_kind;
    size_t used;
    day on, late; /* printed before `late`: not collected in time */
    int64_t total, overdue;
};

static struct line *next_line(struct filling *f)
{
    struct line *l = record_live_line(f->record, f->line_kind, ++f->used);
    if (!l)
        l = record_add_line(f->record, f->line_kind);
    for (const struct field *field = kind_line(f->record->kind, f->line_kind)->fields; field->id;
         field++)
        value_clear(
            (struct value *)line_cell(kind_line(f->record->kind, f->line_kind), l, field->id));
    return l;
}

static struct value *cell(const struct filling *f, struct line *l, const char *field)
{
    return (struct value *)line_cell(kind_line(f->record->kind, f->line_kind), l, field);
}

static void drop_rest(struct filling *f)
{
    struct line *l;
    while ((l = record_live_line(f->record, f->line_kind, f->used + 1)) != NULL)
        l->gone = true;
}

/* ---- Money: by the day of the receipt, and by the day the bank booked ---- */

struct adding {
    int64_t count, sum;
};

static enum outcome add_bill(void *context, const struct record *r, struct error *e)
{
    struct adding *a = context;
    a->count++;
    if (__builtin_add_overflow(a->sum, record_number(r, "total"), &a->sum))
        return fail(e, BAD_DATA, _("The bills of the day add up to more than can be counted."));
    return DONE;
}

static enum outcome fill_money(struct session *s, struct record *r, day on, struct error *e)
{
    static const char *const billed[] = { "issued", "paid", NULL }, *const paid[] = { "paid",
                                                                                      NULL };
    static const struct {
        const char *day_field, *count, *sum;
        const char *const *states;
    } ways[] = { { "billed_on", "receipts", "pnbp", billed },
                 { "paid_on", "paid", "pnbp_bank", paid } };
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < COUNT(ways); i++) {
        const struct filter of = { .field = ways[i].day_field,
                                   .how = IS,
                                   .value = { .num = on, .set = true } };
        struct query q = { .kind = &kind_bill,
                           .filters = &of,
                           .filter_count = 1,
                           .states = ways[i].states,
                           .closed = true,
                           .sort = "id" };
        struct adding a = { 0 };
        result = records_each(s, &q, add_bill, &a, e);
        value_set_number(record_value(r, ways[i].count), a.count);
        value_set_number(record_value(r, ways[i].sum), a.sum);
    }
    return result;
}

/* ---- Security paper ---- */

static enum outcome fill_paper(struct session *s, struct record *r, day on, struct error *e)
{
    struct filling f = { .session = s, .record = r, .line_kind = "serial" };
    struct stock_lines before = { 0 }, today = { 0 };
    int64_t opening = 0, used = 0, gone = 0, printing = 0, left = 0;
    enum outcome result = act_stock(s, on - 1, on - 1, &before, e);
    if (result == DONE)
        result = act_stock(s, on, on, &today, e);
    for (size_t i = 0; i < before.count; i++)
        opening += before.items[i].left;
    for (size_t i = 0; i < today.count; i++) {
        const struct stock_line *line = &today.items[i];
        struct line *l = next_line(&f);
        value_set_text(cell(&f, l, "doc"), line->doc);
        value_set_number(cell(&f, l, "used"), line->used);
        value_set_number(cell(&f, l, "spoilt"), line->gone);
        value_set_number(cell(&f, l, "left"), line->left);
        value_set_text(cell(&f, l, "void_serials"), buf_text(&line->serials));
        used += line->used;
        gone += line->gone;
        printing += line->printing;
        left += line->left;
    }
    drop_rest(&f);
    value_set_number(record_value(r, "opening_left"), opening);
    value_set_number(record_value(r, "used"), used);
    value_set_number(record_value(r, "spoilt"), gone);
    value_set_number(record_value(r, "printing"), printing);
    value_set_number(record_value(r, "left"), left);
    stock_lines_free(&before);
    stock_lines_free(&today);
    return result;
}

/* ---- Papers not collected ---- */

enum { LISTED_MAX = 200 }; /* what one page of a day bears; the counts go on */

static enum outcome add_waiting_paper(void *context, const struct record *r, struct error *e)
{
    struct filling *f = context;
    (void)e;
    day printed = moment_day(record_number(r, "printed_at"), session_zone(f->session));
    f->total++;
    f->overdue += printed < f->late;
    if (f->used == LISTED_MAX)
        return DONE;
    struct line *l = next_line(f);
    value_set_text(cell(f, l, "certificate"), record_text(r, "number"));
    value_set_text(cell(f, l, "owner"), record_text(r, "exporter"));
    value_set_number(cell(f, l, "printed_on"), printed);
    return DONE;
}

static enum outcome fill_waiting(struct session *s, struct record *r, day on, struct error *e)
{
    static const char *const printed[] = { "printed", NULL };
    struct query q = { .kind = &kind_certificate, .states = printed, .sort = "id" };
    struct filling f = { .session = s, .record = r, .line_kind = "paper", .on = on };
    int64_t days = 0;
    enum outcome result = rule_number(s, "certificate.collect_days", on, &days, e);
    f.late = on - (day)days;
    if (result == DONE)
        result = records_each(s, &q, add_waiting_paper, &f, e);
    drop_rest(&f);
    value_set_number(record_value(r, "uncollected"), f.total);
    value_set_number(record_value(r, "overdue"), f.overdue);
    return result;
}

/* ---- Unfinished work of each person ---- */

/* Look-up tables, people, and what only holds other work is nobody's work. */
static bool is_work(const struct kind *k)
{
    static const struct kind *const none[] = { &kind_user,    &kind_post,  &kind_party,
                                               &kind_note,    &kind_hold,  &kind_handover,
                                               &kind_closing, &kind_stock, &kind_sheet };
    for (size_t i = 0; i < COUNT(none); i++)
        if (k == none[i])
            return false;
    return !(k->flags & KIND_REFERENCE);
}

static struct line *work_of(struct filling *f, const char *person, const char *kind)
{
    for (size_t i = 1; i <= f->used; i++) {
        struct line *l = record_live_line(f->record, "work", i);
        if (text_same(cell(f, l, "person")->text, person) &&
            text_same(cell(f, l, "kind")->text, kind))
            return l;
    }
    if (f->used == LISTED_MAX)
        return NULL;
    struct line *l = next_line(f);
    value_set_text(cell(f, l, "person"), person);
    value_set_text(cell(f, l, "kind"), kind);
    return l;
}

static enum outcome add_work(void *context, const struct record *r, struct error *e)
{
    struct filling *f = context;
    char author[64] = "";
    moment at = 0;
    enum outcome result = act_asked(f->session, r, author, &at, e);
    if (result != DONE)
        return result;
    author[author_name(author)] = '\0';
    struct line *l = work_of(f, author, _(r->kind->label));
    f->total++;
    if (!l)
        return DONE;
    struct value *open = cell(f, l, "open"), *oldest = cell(f, l, "oldest_on");
    day since = moment_day(at, session_zone(f->session));
    value_set_number(open, open->num + 1);
    if (!oldest->set || since < oldest->num)
        value_set_number(oldest, since);
    return DONE;
}

static enum outcome fill_work(struct session *s, struct record *r, struct error *e)
{
    struct filling f = { .session = s, .record = r, .line_kind = "work" };
    enum outcome result = DONE;
    for (const struct kind *const *k = all_kinds.kinds; result == DONE && *k; k++) {
        struct query q = { .kind = *k, .sort = "id" };
        if (is_work(*k))
            result = records_each(s, &q, add_work, &f, e);
    }
    drop_rest(&f);
    value_set_number(record_value(r, "unfinished"), f.total);
    return result;
}

/* ---- The day ---- */

static enum outcome compute(struct session *s, struct record *r, struct error *e)
{
    const struct value *v = record_value(r, "day");
    day on = v->set ? (day)v->num : session_today(s);
    value_set_number(record_value(r, "day"), on);
    enum outcome result = count_deeds(s, r, on, e);
    if (result == DONE)
        result = fill_money(s, r, on, e);
    if (result == DONE)
        result = fill_paper(s, r, on, e);
    if (result == DONE)
        result = fill_waiting(s, r, on, e);
    if (result == DONE)
        result = fill_work(s, r, e);
    value_set_number(record_value(r, "computed_at"), session_now(s));
    return result;
}

enum outcome closing_begin(struct session *s, struct record *r, struct error *e)
{
    int64_t other = 0;
    enum outcome result = store_natural(s->store, r, &other, e);
    if (result == DONE && other)
        return fail_field(e, REFUSED, "day",
                          _("This day of the counter was opened already; open that one (`loket "
                            "closing`)."));
    return result == DONE ? compute(s, r, e) : result;
}

enum outcome closing_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e)
{
    (void)note;
    enum outcome result = compute(s, r, e);
    if (strcmp(step->verb, "close") == 0)
        value_set_text(record_value(r, "closed_by"), session_author(s));
    return result;
}

/* The record of a day; NULL: it was not opened yet. */
static enum outcome find_day(struct session *s, day on, int64_t *id, struct record **blank,
                             struct error *e)
{
    enum outcome result = act_blank(s, &kind_closing, blank, e);
    if (result != DONE)
        return result;
    value_set_number(record_value(*blank, "day"), on);
    result = link_references(s, *blank, NULL, e);
    return result == DONE ? store_natural(s->store, *blank, id, e) : result;
}

enum outcome act_closing(struct session *s, const char *text, struct record **out, struct error *e)
{
    struct record *r = NULL;
    int64_t id = 0;
    day on = session_today(s);
    enum outcome result = text ? day_parse(text, on, &on, e) : DONE;
    if (result == DONE)
        result = find_day(s, on, &id, &r, e);
    if (result == DONE && !id) {
        struct save_report report = { 0 };
        result = act_save(s, r, NULL, NULL, &report, e);
        save_report_free(&report);
    } else if (result == DONE) {
        record_free(&r);
        result = act_load(s, &kind_closing, id, &r, e);
        if (result == DONE && strcmp(r->state, "open") == 0) {
            const struct step_request q = { .kind = &kind_closing, .id = id, .verb = "compute" };
            record_free(&r);
            result = act_step(s, &q, &r, e);
        }
    }
    if (result == DONE) {
        *out = r;
        r = NULL;
    }
    record_free(&r);
    return result;
}
