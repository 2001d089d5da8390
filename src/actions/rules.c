/* Rules and working days, read for the home office. */
#include "private.h"

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
