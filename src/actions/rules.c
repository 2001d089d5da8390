/* Rules and working days, read for the home office; and what a row of a rule may say. */
#include "private.h"

#include <string.h>

enum outcome rule_number(struct session *s, const char *rule, day on, int64_t *out, struct error *e)
{
    struct buf value = { 0 };
    *out = 0;
    enum outcome result = store_rule(s->store, rule, buf_text(&s->office), on, &value, e);
    if (result == DONE)
        integer_parse(buf_text(&value), out);
    buf_free(&value);
    return result;
}

enum outcome act_rule_number(struct session *s, const char *rule, int64_t *out, struct error *e)
{
    struct buf value = { 0 };
    enum outcome result =
        store_rule(s->store, rule, buf_text(&s->office), session_today(s), &value, e);
    if (result == DONE)
        (void)integer_parse(buf_text(&value), out);
    buf_free(&value);
    return result;
}

/* ---- What a row may say ---- */

/* Is this row out of use? What it says then matters to nobody. */
static bool out_of_use(const struct record *r)
{
    const struct state *state = flow_state(r->kind->flow, r->state);
    return state && (state->flags & STATE_HIDDEN);
}

enum outcome dated_check(struct session *s, const struct record *r, struct error *e)
{
    const struct value *from = record_value(r, "valid_from"), *to = record_value(r, "valid_to");
    struct record *twin = NULL;
    int64_t id = 0;
    if (from->set && to->set && to->num < from->num)
        return fail_field(e, REFUSED, "valid_to",
                          _("It would end before it begins, and hold on no day; correct one of "
                            "the two days."));
    enum outcome result = store_natural(s->store, r, &id, e);
    if (result == DONE && id && id != r->id)
        result = store_load(s->store, r->kind, id, &twin, e);
    if (twin && !out_of_use(twin)) {
        char text[ID_TEXT_LEN + 1];
        id_text(id, text);
        result = fail_field(e, REFUSED, "valid_from",
                            _("Row %s says it for the same office from the same day on: change "
                              "that one, let this one begin on another day, or retire that one "
                              "(`loket do %s %s retire`)."),
                            text, r->kind->id, text);
    }
    record_free(&twin);
    return result;
}

/* A value that names a record, by its code. */
static enum outcome check_referred(struct session *s, const struct kind *k, const char *rule,
                                   const char *code, struct error *e)
{
    struct record *row = NULL;
    int64_t id = 0;
    enum outcome result = store_link(s->store, k, NULL, code, &id, e);
    if (result == DONE && id)
        result = store_load(s->store, k, id, &row, e);
    bool named = row && text_same(record_text(row, k->code), code);
    if (result == DONE && row && !named)
        fail_field(e, result = BAD_DATA, "value", _("%s: write the code “%s” instead of “%s”."),
                   rule, record_text(row, k->code), excerpt(code).text);
    else if (result == DONE && !named)
        fail_field(e, result = BAD_DATA, "value",
                   _("%s: there is no %s with the code “%s”; `loket list %s` shows them."), rule,
                   _(k->label), excerpt(code).text, k->id);
    record_free(&row);
    return result;
}

enum outcome rule_check(struct session *s, const struct record *before, const struct record *r,
                        struct error *e)
{
    const char *rule = record_text(r, "rule"), *value = record_text(r, "value"), *refers;
    (void)before;
    if (out_of_use(r))
        return DONE;
    enum outcome result = rule_value_read(&all_kinds, rule, value, &refers, e);
    if (result == DONE && refers)
        result = check_referred(s, registry_find(&all_kinds, refers), rule, value, e);
    return result == DONE ? dated_check(s, r, e) : result;
}

enum outcome rule_land(struct session *s, struct record *r, struct error *e)
{
    enum outcome result = record_complete(r, e);
    return result == DONE ? rule_check(s, NULL, r, e) : result;
}

/* ---- Working days ---- */

struct holidays {
    struct page page;
    int64_t office; /* whose calendar; 0: the home office's */
    const char *home;
};

/* National rows hold everywhere, local ones for the office they name. */
static bool holds_for(const struct holidays *h, const struct record *row)
{
    const struct value *office = record_value(row, "office");
    return !office->set ||
           (h->office ? office->num == h->office : text_same(office->text, h->home));
}

static bool is_holiday(void *context, day d)
{
    const struct holidays *h = context;
    for (size_t i = 0; i < h->page.count; i++)
        if (record_number(h->page.rows[i], "day") == d && holds_for(h, h->page.rows[i]))
            return true;
    return false;
}

enum outcome working_day(struct session *s, day from, int count, day *out, struct error *e)
{
    return working_day_at(s, 0, from, count, out, e);
}

enum outcome working_day_at(struct session *s, int64_t office, day from, int count, day *out,
                            struct error *e)
{
    enum { HORIZON = 400 }; /* no deadline of the law lies further */
    struct filter days[] = {
        { .field = "day", .how = AT_LEAST, .value = { .num = from, .set = true } },
        { .field = "day", .how = AT_MOST, .value = { .num = from + HORIZON, .set = true } },
    };
    struct query q = { .kind = registry_find(&all_kinds, "holiday"),
                       .filters = days,
                       .filter_count = COUNT(days),
                       .sort = "day",
                       .limit = HORIZON };
    struct holidays h = { .office = office, .home = buf_text(&s->office_name) };
    enum outcome result = store_page(s->store, &q, &h.page, e);
    if (result == DONE)
        *out = workday_add(from, count, is_holiday, &h);
    page_free(&h.page);
    return result;
}
