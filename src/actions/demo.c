/* demo.c - a believable office to learn on: two years of finished permits as imported history, then
 * four weeks of its people's own work, day by day, up to now. The same seed makes the same office.
 */
#include "demo.h"

#include "people.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    YEARS_DAYS = 702,
    OF_YEARS = 3864, /* imported before the office had loket */
    OF_WEEKS =
        96,     /* and what a sister office's log brought in, of the weeks before the open work */
    PART = 276, /* records in one transaction */
    MORNING = 8 * 60,
    EVENING = 16 * 60,
    SERIAL = 410000,
};

/* A sheet of finished permits: how many, from and to which day. */
struct sheet {
    unsigned first, count;
    day from, to;
    struct batch batch;
};

static enum outcome finish(struct demo *d, struct record *r, unsigned sequence, day on,
                           struct error *e)
{
    int year, month, mday;
    char number[48], serial[16];
    struct buf released = { 0 };
    day_split(on, &year, &month, &mday);
    day_iso(on + (day)demo_roll(d, 3), &released);
    snprintf(number, sizeof number, "%d-T1.0-1203.0-K.1.1-%06u", year, sequence);
    snprintf(serial, sizeof serial, "%u", SERIAL + sequence);
    const char *const printed[] = { "number",
                                    number,
                                    "national_number",
                                    number,
                                    "release_document",
                                    "KT-1",
                                    "release_number",
                                    number,
                                    "released_on",
                                    buf_text(&released),
                                    "serial_number",
                                    serial,
                                    NULL };
    enum outcome result = demo_put(d, r, printed, e);
    r->state = flow_state(r->kind->flow, "completed")->id;
    r->origin = ORIGIN_LOG;
    buf_free(&released);
    return result;
}

/* Spread over the working week: few on Saturdays, none on Sundays. */
static day day_of_row(struct demo *d, const struct sheet *sheet, unsigned i)
{
    enum { SATURDAY = 5, SUNDAY = 6, WEEK = 7 };
    day on =
        sheet->from + (day)((uint64_t)i * (uint64_t)(sheet->to - sheet->from + 1) / sheet->count);
    if (day_weekday(on) == SUNDAY || (day_weekday(on) == SATURDAY && demo_roll(d, 3)))
        on += WEEK - day_weekday(on) + (day)demo_roll(d, 3);
    return on < sheet->to ? on : sheet->to;
}

static enum outcome save_row(struct demo *d, struct sheet *sheet, unsigned i, struct error *e)
{
    struct record *r = NULL;
    day on = day_of_row(d, sheet, i);
    enum outcome result = demo_permit(d, on, &r, e);
    if (result == DONE)
        result = finish(d, r, sheet->first + i, on, e);
    if (result == DONE)
        result = link_references(d->session, r, NULL, e);
    if (result == DONE)
        result = store_batch_save(d->session->store, &sheet->batch, r, e);
    record_free(&r);
    return result;
}

static enum outcome begin(struct demo *d, struct error *e)
{
    const struct right right = { RIGHT_IMPORT, &kind_permit, NULL };
    return rights_begin(d->session, &right, NULL, NULL, e);
}

static enum outcome import_part(struct demo *d, struct sheet *sheet, unsigned from, struct error *e)
{
    struct store *store = d->session->store;
    enum outcome result = begin(d, e);
    if (result != DONE)
        return result;
    if (from == 0)
        result = store_batch_open(store, &sheet->batch, e);
    for (unsigned i = from; result == DONE && i < from + PART && i < sheet->count; i++)
        result = save_row(d, sheet, i, e);
    bool last = from + PART >= sheet->count;
    if (result == DONE)
        result = last ? store_batch_close(store, &sheet->batch, e)
                      : store_batch_part(store, &sheet->batch, PART, e);
    if (result == DONE)
        return store_commit(store, e);
    store_rollback(store);
    return result;
}

static enum outcome import(struct demo *d, struct sheet sheet, const char *name, struct error *e)
{
    enum outcome result = DONE;
    sheet.batch = (struct batch){ .kind = &kind_permit, .source = name, .origin = ORIGIN_LOG };
    for (unsigned from = 0; result == DONE && from < sheet.count; from += PART)
        result = import_part(d, &sheet, from, e);
    return result;
}

static enum outcome mark(struct session *s, struct error *e)
{
    struct intent intent;
    session_intent(s, NULL, &intent);
    enum outcome result = store_begin(s->store, &intent, NULL, e);
    if (result == DONE)
        result = store_meta_put(s->store, "training", "1", e);
    return result == DONE ? store_commit(s->store, e) : result;
}

static enum outcome years(struct demo *d, struct error *e)
{
    enum outcome result = mark(d->session, e);
    if (result == DONE)
        result = demo_new(d, ROLE_NONE, &kind_rule,
                          (const char *const[]){ "rule", "office.home", "value", "1203", "basis",
                                                 "Kantor latihan", NULL },
                          NULL, e);
    if (result == DONE)
        result = session_find_office(d->session, e);
    if (result == DONE)
        result = demo_parties(d, e);
    if (result != DONE)
        return result;
    day today = session_today(d->session);
    const struct sheet all = {
        .first = 1, .count = OF_YEARS, .from = today - YEARS_DAYS, .to = today - 1
    };
    return import(d, all, "arsip.csv", e);
}

static enum outcome sit_down(struct demo *d, struct error *e)
{
    enum outcome result = DONE;
    for (int role = ROLE_NONE + 1; result == DONE && role < ROLE_COUNT; role++)
        result = person_open(d->session, role_id((enum role)role), "demo", 4, &d->people[role], e);
    return result;
}

static void stand_up(struct demo *d)
{
    d->session->person = NULL;
    for (int role = 0; role < ROLE_COUNT; role++)
        person_free(&d->people[role]);
}

/* The weeks before the open work, from another desk's log. */
static enum outcome sister_log(struct demo *d, struct error *e)
{
    day today = session_today(d->session);
    demo_as(d, ROLE_HEAD);
    return import(d,
                  (struct sheet){ .first = OF_YEARS + 1,
                                  .count = OF_WEEKS,
                                  .from = today - (DEMO_DAYS - DEMO_PERMIT_DAYS + 1),
                                  .to = today - 1 },
                  "log-loket-2.csv", e);
}

static enum outcome a_day(struct demo *d, struct demo_permits *permits,
                          struct demo_captures *captures, struct demo_companies *companies,
                          int days_ago, struct error *e)
{
    enum outcome result = DONE;
    demo_at(d, days_ago, MORNING);
    if (days_ago == DEMO_PERMIT_DAYS - 1)
        result = sister_log(d, e);
    if (result == DONE && days_ago < DEMO_PERMIT_DAYS && demo_open(d, days_ago))
        result = demo_permits_day(d, permits, days_ago, e);
    demo_at(d, days_ago, EVENING);
    if (result == DONE)
        result = demo_captures_day(d, captures, days_ago, e);
    return result == DONE ? demo_inline_day(d, companies, days_ago, e) : result;
}

enum outcome demo_fill(struct session *s, struct past *past, const struct init_options *o,
                       const char *root_file, struct error *e)
{
    struct demo d = { .session = s, .past = past, .dice = UINT64_C(0x4C4B4554) };
    struct demo_permits *permits = demo_permits_new();
    struct demo_captures captures = { 0 };
    struct demo_companies companies = { 0 };
    enum outcome result = store_hurry(s->store, true, e);
    if (result == DONE)
        result = years(&d, e);
    if (result == DONE)
        result = demo_decrees(&d, &companies, e);
    if (result == DONE)
        result = people_init(s, o, root_file, e);
    if (result == DONE)
        result = sit_down(&d, e);
    if (result == DONE)
        result = demo_stock(&d, e);
    for (int ago = DEMO_DAYS - 1; result == DONE && ago >= 0; ago--)
        result = a_day(&d, permits, &captures, &companies, ago, e);
    free(permits);
    stand_up(&d);
    if (result == DONE)
        result = store_hurry(s->store, false, e);
    return result == DONE ? store_meta_put(s->store, "training", "1", e) : result;
}
