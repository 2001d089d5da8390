/* demo_work.c - the hands of the practice office: days that pass, people who sit down, records they
 * make and steps they take, by the same actions as everybody's. */
#include "demo.h"

#include "people.h"

#include <string.h>

enum { SETS_MAX = 6, MINUTE_MS = 60 * 1000, DAY_MINUTES = 24 * 60 };

unsigned demo_roll(struct demo *d, unsigned sides)
{
    /* xorshift64* */
    d->dice ^= d->dice >> 12;
    d->dice ^= d->dice << 25;
    d->dice ^= d->dice >> 27;
    return (unsigned)((d->dice * UINT64_C(2685821657736338717)) >> 33) % sides;
}

/* ---- Days ---- */

static day real_today(const struct demo *d)
{
    return moment_day(clock_now(d->past->real), session_zone(d->session));
}

void demo_at(struct demo *d, int days_ago, int minute)
{
    moment midnight = (moment)(real_today(d) - days_ago) * DAY_MINUTES * MINUTE_MS;
    moment at = midnight + (moment)(minute - session_zone(d->session)) * MINUTE_MS;
    if (at > d->past->at)
        d->past->at = at;
}

bool demo_open(const struct demo *d, int days_ago)
{
    enum { SATURDAY = 5 };
    return days_ago == 0 || day_weekday(real_today(d) - days_ago) < SATURDAY;
}

/* ---- Hands ---- */

enum outcome demo_put(struct demo *d, struct record *r, const char *const *pairs, struct error *e)
{
    struct reading how = session_reading(d->session, SPELL_CANONICAL);
    enum outcome result = DONE;
    for (; result == DONE && pairs && pairs[0]; pairs += 2)
        if (pairs[1])
            result = record_put(r, pairs[0], &how, pairs[1], e);
    return result;
}

enum outcome demo_put_number(struct demo *d, struct record *r, const char *path, int64_t value,
                             unsigned decimals, struct error *e)
{
    struct buf text = { 0 };
    decimal_format(value, decimals, NUMBER_CANONICAL, &text);
    enum outcome result = demo_put(d, r, (const char *const[]){ path, buf_text(&text), NULL }, e);
    buf_free(&text);
    return result;
}

void demo_as(struct demo *d, enum role role)
{
    if (d->people[role])
        d->session->person = d->people[role];
}

static enum outcome refer(struct demo *d, struct record *r, const char *field, int64_t of,
                          struct error *e)
{
    const struct kind *k = registry_find(&all_kinds, kind_field(r->kind, field)->kind);
    struct record *there = NULL;
    enum outcome result = act_load(d->session, k, of, &there, e);
    if (result == DONE)
        value_set_reference(record_value(r, field), of, record_text(there, k->title));
    record_free(&there);
    return result;
}

enum outcome demo_new_for(struct demo *d, enum role by, const struct kind *k, const char *field,
                          int64_t of, const char *const *pairs, int64_t *id, struct error *e)
{
    struct record *r = NULL;
    demo_as(d, by);
    enum outcome result = act_blank(d->session, k, &r, e);
    if (result == DONE && field)
        result = refer(d, r, field, of, e);
    if (result == DONE)
        result = demo_put(d, r, pairs, e);
    if (result == DONE)
        result = act_save(d->session, r, NULL, NULL, NULL, e);
    if (result == DONE && id)
        *id = r->id;
    record_free(&r);
    return result;
}

enum outcome demo_new(struct demo *d, enum role by, const struct kind *k, const char *const *pairs,
                      int64_t *id, struct error *e)
{
    return demo_new_for(d, by, k, NULL, 0, pairs, id, e);
}

enum outcome demo_edit(struct demo *d, enum role by, const struct kind *k, int64_t id,
                       const char *const *pairs, struct error *e)
{
    struct record *r = NULL, *base = NULL;
    demo_as(d, by);
    enum outcome result = act_load(d->session, k, id, &r, e);
    if (result == DONE) {
        base = record_copy(r);
        result = demo_put(d, r, pairs, e);
    }
    if (result == DONE)
        result = act_save(d->session, r, base, NULL, NULL, e);
    record_free(&r);
    record_free(&base);
    return result;
}

enum outcome demo_step(struct demo *d, const struct kind *k, int64_t id, const char *verb,
                       const char *const *pairs, struct error *e)
{
    struct record *r = NULL;
    struct assignment sets[SETS_MAX];
    struct step_request q = {
        .kind = k, .id = id, .verb = verb, .sets = sets, .spelling = SPELL_CANONICAL
    };
    for (; pairs && pairs[0] && q.set_count < SETS_MAX; pairs += 2)
        sets[q.set_count++] = (struct assignment){ pairs[0], pairs[1] };
    enum outcome result = act_load(d->session, k, id, &r, e);
    const struct step *step = result == DONE ? flow_step(k->flow, verb, r->state) : NULL;
    if (step) {
        demo_as(d, step->role);
        q.note = step->flags & STEP_REASON ? _("training example") : NULL;
    }
    record_free(&r);
    return result == DONE ? act_step(d->session, &q, NULL, e) : result;
}

enum outcome demo_find(struct demo *d, const struct kind *k, const char *field, int64_t of,
                       int64_t *id, struct error *e)
{
    struct filter same = { .field = field,
                           .how = IS,
                           .value = { .num = of, .text = "", .set = true } };
    struct query q = { .kind = k, .filters = &same, .filter_count = 1, .limit = 1 };
    struct page page = { 0 };
    enum outcome result = store_page(d->session->store, &q, &page, e);
    *id = result == DONE && page.count ? page.rows[0]->id : 0;
    page_free(&page);
    return result;
}
