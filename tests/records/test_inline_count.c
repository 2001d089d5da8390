/* test_inline_count.c - the count of in-line shipments: each rule by example, and random histories
 * against a slow model that asks of each certificate anew what went before it. */
#include "records/desk.h"

#include <stdio.h>
#include <string.h>

enum { EVENTS_MAX = 96, RULES_MAX = 3 };
#define DAY_MS INT64_C(86400000)

static const struct inline_rules usual = {
    .shipments = 5,
    .warn_before = 1,
    .any_of_block = true,
    .carry_over = true,
    .finding_suspends = true,
};

/* ---- A history under construction ---- */

struct history {
    struct inline_rules rules[RULES_MAX];
    struct inline_decree decrees[EVENTS_MAX];
    struct inline_shipment shipments[EVENTS_MAX];
    struct inline_monitoring monitorings[EVENTS_MAX];
    struct inline_case c;
};

static void begin(struct history *h, const struct inline_rules *rules)
{
    *h = (struct history){ .rules = { *rules } };
    h->c = (struct inline_case){ .rules = h->rules,
                                 .decrees = h->decrees,
                                 .shipments = h->shipments,
                                 .monitorings = h->monitorings,
                                 .rule_count = 1 };
}

static void decree(struct history *h, day on, day to, bool extends)
{
    h->decrees[h->c.decree_count++] = (struct inline_decree){
        .number = "77", .on = on, .to = to, .at = on * DAY_MS, .extends = extends
    };
}

static struct inline_shipment *ship(struct history *h, day on)
{
    struct inline_shipment *s = &h->shipments[h->c.shipment_count++];
    *s = (struct inline_shipment){ .on = on,
                                   .at = on * DAY_MS,
                                   .ordinal = (int64_t)h->c.shipment_count };
    return s;
}

static struct inline_monitoring *visit(struct history *h, day on)
{
    struct inline_monitoring *m = &h->monitorings[h->c.monitoring_count++];
    *m = (struct inline_monitoring){ .on = on, .at = on * DAY_MS + DAY_MS - 1, .mended = NO_DAY };
    return m;
}

/* The shipments' lines as "1 2 3! ...": count, and ! for unmonitored, ? finding, x lapsed, 0
 * undecreed; and for monitorings "m" (counts) or "-". */
static const char *told(const struct history *h, char out[256])
{
    static const char marks[] = " 0x*?!";
    struct inline_line lines[3 * EVENTS_MAX];
    int count, n = 0;
    size_t events = inline_count(&h->c, lines, &count);
    for (size_t i = 0; i < events; i++)
        if (lines[i].what == INLINE_SHIPMENT)
            n += snprintf(out + n, 256 - (size_t)n, "%s%d%.*s", n ? " " : "", lines[i].count,
                          lines[i].breach != INLINE_FINE, &marks[lines[i].breach]);
        else if (lines[i].what == INLINE_MONITORING)
            n += snprintf(out + n, 256 - (size_t)n, lines[i].counts ? " m" : " -");
    return out;
}

/* ---- By example ---- */

static void six_days_apart(struct history *h, int from, int to)
{
    for (int i = from; i <= to; i++)
        ship(h, i * 6);
}

static void one_for_five(void **state)
{
    (void)state;
    struct history h;
    char word[256];
    begin(&h, &usual);
    decree(&h, 1, 92, false);
    six_days_apart(&h, 1, 6);
    assert_string_equal(told(&h, word), "1 2 3 4 5 6!");

    /* PT Deli Spice: one after the fifth, none after the tenth. */
    begin(&h, &usual);
    decree(&h, 1, 92, false);
    six_days_apart(&h, 1, 12);
    visit(&h, 31);
    assert_string_equal(told(&h, word), "1 2 3 4 5 m 1 2 3 4 5 6! 7!");

    /* PT Toba: something was found after the tenth. */
    visit(&h, 61)->finding = true;
    assert_string_equal(told(&h, word), "1 2 3 4 5 m 1 2 3 4 5 m 1? 2?");
    h.monitorings[1].mended = 70; /* a shipment of that very day is past it */
    assert_string_equal(told(&h, word), "1 2 3 4 5 m 1 2 3 4 5 m 1? 2");
    h.rules[0].finding_suspends = false;
    h.monitorings[1].mended = NO_DAY;
    assert_string_equal(told(&h, word), "1 2 3 4 5 m 1 2 3 4 5 m 1 2");
}

static void decrees_hold_by_their_days(void **state)
{
    (void)state;
    struct history h;
    char word[256];
    begin(&h, &usual);
    decree(&h, 7, 13, false);
    six_days_apart(&h, 1, 3);
    assert_string_equal(told(&h, word), "10 1 2x");
    decree(&h, 18, 24, true); /* extended, though late */
    assert_string_equal(told(&h, word), "10 1 2");
    h.rules[0].carry_over = false;
    assert_string_equal(told(&h, word), "10 1 1");
    decree(&h, 18, 24, false);
    h.rules[0].carry_over = true;
    assert_string_equal(told(&h, word), "10 1 1");
}

static void what_counts_is_a_rule(void **state)
{
    (void)state;
    struct history h;
    char word[256];
    begin(&h, &usual);
    decree(&h, 1, 92, false);
    six_days_apart(&h, 1, 7);
    visit(&h, 19)->ad_hoc = true; /* after the third */
    assert_string_equal(told(&h, word), "1 2 3 - 4 5 6! 7!");
    h.rules[0].ad_hoc_counts = true;
    assert_string_equal(told(&h, word), "1 2 3 m 1 2 3 4");
    h.rules[0].any_of_block = false;
    assert_string_equal(told(&h, word), "1 2 3 - 4 5 6! 7!");
    h.rules[0].any_of_block = true;
    h.rules[0].fixed_blocks = true; /* the fourth and fifth belong to the block that was seen */
    assert_string_equal(told(&h, word), "1 2 3 m -1 0 1 2");
    visit(&h, 25); /* the same block again */
    assert_string_equal(told(&h, word), "1 2 3 m -1 - 0 1 2");
    h.rules[0].grace = 1;
    h.rules[0].fixed_blocks = false;
    h.rules[0].ad_hoc_counts = false;
    h.c.monitoring_count = 1;
    assert_string_equal(told(&h, word), "1 2 3 - 4 5 6 7!");
}

static void late_in_fixed_blocks_begins_the_next(void **state)
{
    (void)state;
    struct history h;
    char word[256];
    begin(&h, &usual);
    h.rules[0].fixed_blocks = true;
    decree(&h, 1, 92, false);
    six_days_apart(&h, 1, 8);
    visit(&h, 42);
    assert_string_equal(told(&h, word), "1 2 3 4 5 6! 7! m 3");
}

static void certificates_are_one_shipment(void **state)
{
    (void)state;
    struct history h;
    char word[256];
    begin(&h, &usual);
    decree(&h, 1, 92, false);
    for (int i = 0; i < 4; i++)
        ship(&h, 10 + i / 2)->conveyance = i == 3 ? "kmb" : "kma";
    assert_string_equal(told(&h, word), "1 2 3 4");
    h.rules[0].vessel_days = 1;
    assert_string_equal(told(&h, word), "1 1 2 3");
    h.rules[0].vessel_days = 2;
    assert_string_equal(told(&h, word), "1 1 1 2");
    h.shipments[0].gone = true; /* cancelled: the other one of that vessel is the shipment */
    assert_string_equal(told(&h, word), "0 1 1 2");
    h.shipments[1].gone = true;
    assert_string_equal(told(&h, word), "0 0 1 2");
}

static void rules_hold_from_their_day(void **state)
{
    (void)state;
    struct history h;
    char word[256];
    begin(&h, &usual);
    h.rules[1] = usual;
    h.rules[1].from = 24; /* one for three, from the fourth shipment on */
    h.rules[1].shipments = 3;
    h.c.rule_count = 2;
    decree(&h, 1, 92, false);
    six_days_apart(&h, 1, 6);
    assert_string_equal(told(&h, word), "1 2 3 4! 5! 6!");
    h.rules[1].from = 25;
    assert_string_equal(told(&h, word), "1 2 3 4 5! 6!");
    h.c.rule_count = 1;
    assert_string_equal(told(&h, word), "1 2 3 4 5 6!");
}

/* ---- The model: no running count; what went before is looked for anew each time ---- */

static const struct inline_rules *rules_then(const struct inline_case *c, day on)
{
    const struct inline_rules *found = &c->rules[0];
    for (size_t i = 0; i < c->rule_count; i++)
        if (c->rules[i].from <= on)
            found = &c->rules[i];
    return found;
}

static bool same_ship(const struct inline_case *c, size_t i)
{
    const struct inline_shipment *s = &c->shipments[i];
    int days = rules_then(c, s->on)->vessel_days;
    for (size_t k = 0; k < c->shipment_count; k++) {
        const struct inline_shipment *o = &c->shipments[k];
        if (o->at < s->at && !o->gone && s->on - o->on < days && s->conveyance && o->conveyance &&
            strcmp(s->conveyance, o->conveyance) == 0)
            return true;
    }
    return false;
}

static bool counted(const struct inline_case *c, size_t i)
{
    return !c->shipments[i].gone && !same_ship(c, i);
}

static bool model_visit(const struct inline_case *c, size_t i, int *after);

/* The count of all that is before the moment. */
static int model_count(const struct inline_case *c, moment until)
{
    moment from = INT64_MIN;
    int begun = 0, after;
    for (size_t i = 0; i < c->decree_count; i++)
        if (c->decrees[i].at < until && c->decrees[i].at >= from &&
            !(c->decrees[i].extends && rules_then(c, c->decrees[i].on)->carry_over)) {
            from = c->decrees[i].at;
            begun = 0;
        }
    for (size_t i = 0; i < c->monitoring_count; i++)
        if (c->monitorings[i].at < until && c->monitorings[i].at >= from &&
            model_visit(c, i, &after)) {
            from = c->monitorings[i].at;
            begun = after;
        }
    for (size_t i = 0; i < c->shipment_count; i++)
        if (c->shipments[i].at >= from && c->shipments[i].at < until)
            begun += counted(c, i);
    return begun;
}

static bool model_visit(const struct inline_case *c, size_t i, int *after)
{
    const struct inline_monitoring *m = &c->monitorings[i];
    const struct inline_rules *r = rules_then(c, m->on);
    int before = model_count(c, m->at);
    *after = r->fixed_blocks ? before - r->shipments : 0;
    return !(m->ad_hoc && !r->ad_hoc_counts) && !(!r->any_of_block && before < r->shipments) &&
           !(r->fixed_blocks && before <= 0);
}

static enum inline_breach model_breach(const struct inline_case *c, size_t i)
{
    const struct inline_shipment *s = &c->shipments[i];
    const struct inline_rules *r = rules_then(c, s->on);
    bool holds = false, any = false;
    if (s->gone)
        return INLINE_FINE;
    for (size_t k = 0; k < c->decree_count; k++) {
        any = any || c->decrees[k].on <= s->on;
        holds = holds || (c->decrees[k].on <= s->on && s->on <= c->decrees[k].to);
    }
    if (!holds)
        return any ? INLINE_LAPSED : INLINE_UNDECREED;
    for (size_t k = 0; k < c->monitoring_count; k++) {
        const struct inline_monitoring *m = &c->monitorings[k];
        if (r->finding_suspends && m->finding && m->at < s->at &&
            (m->mended == NO_DAY || s->on < m->mended))
            return INLINE_FINDING;
    }
    return counted(c, i) && model_count(c, s->at) >= r->shipments + r->grace ? INLINE_UNMONITORED
                                                                             : INLINE_FINE;
}

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

static void random_rules(struct history *h, uint64_t *seed)
{
    for (size_t i = 0; i < RULES_MAX; i++)
        h->rules[i] = (struct inline_rules){ .from = (day)(i * 40),
                                             .shipments = 1 + (int)draw(seed, 6),
                                             .grace = (int)draw(seed, 2),
                                             .vessel_days = (int)draw(seed, 4),
                                             .ad_hoc_counts = draw(seed, 2),
                                             .fixed_blocks = draw(seed, 3) == 0,
                                             .any_of_block = draw(seed, 3) != 0,
                                             .carry_over = draw(seed, 2),
                                             .finding_suspends = draw(seed, 2) };
    h->c.rule_count = 1 + draw(seed, RULES_MAX);
}

/* One event a moment, so that the model needs no rule for ties. */
static void random_history(struct history *h, uint64_t *seed)
{
    static const char *const vessels[] = { NULL, "kma", "kmb" };
    begin(h, &usual);
    random_rules(h, seed);
    decree(h, 2, 2 + (day)draw(seed, 60), false);
    for (int i = 0; i < 40; i++) {
        day on = 1 + i * 3 + (day)draw(seed, 3);
        uint32_t what = draw(seed, 10);
        if (what < 7) {
            struct inline_shipment *s = ship(h, on);
            s->conveyance = vessels[draw(seed, 3)];
            s->gone = draw(seed, 6) == 0;
            s->at += 1;
        } else if (what < 9) {
            struct inline_monitoring *m = visit(h, on);
            m->ad_hoc = draw(seed, 3) == 0;
            m->finding = draw(seed, 6) == 0;
            m->mended = draw(seed, 3) ? on + (day)draw(seed, 10) : NO_DAY;
        } else {
            decree(h, on, on + (day)draw(seed, 60), draw(seed, 3) != 0);
        }
    }
}

static void the_model_agrees(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 400; round++) {
        struct history h;
        struct inline_line lines[3 * EVENTS_MAX];
        int count, after;
        random_history(&h, &seed);
        size_t n = inline_count(&h.c, lines, &count);
        assert_int_equal(n, h.c.decree_count + h.c.shipment_count + h.c.monitoring_count);
        assert_int_equal(count, model_count(&h.c, INT64_MAX));
        for (size_t i = 0; i < n; i++) {
            const struct inline_line *line = &lines[i];
            if (line->what == INLINE_SHIPMENT) {
                assert_int_equal(line->breach, model_breach(&h.c, line->index));
                assert_int_equal(line->count, model_count(&h.c, h.shipments[line->index].at + 1));
            } else if (line->what == INLINE_MONITORING) {
                assert_int_equal(line->counts, model_visit(&h.c, line->index, &after));
            }
        }
    }
}

/* ---- What lies before the last monitoring that counted changes nothing ---- */

static void it_may_begin_at_the_last_that_counted(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 400; round++) {
        struct history whole, tail;
        struct inline_line lines[3 * EVENTS_MAX], few[3 * EVENTS_MAX];
        int count, again;
        random_history(&whole, &seed);
        size_t n = inline_count(&whole.c, lines, &count), base = n;
        for (size_t i = 0; i < n; i++)
            if (lines[i].what == INLINE_MONITORING && lines[i].counts)
                base = i;
        if (base == n)
            continue;
        tail = whole;
        tail.c.rules = tail.rules;
        tail.c.decrees = tail.decrees;
        tail.c.shipments = tail.shipments;
        tail.c.monitorings = tail.monitorings;
        tail.c.shipment_count = tail.c.monitoring_count = 0;
        for (size_t i = 0; i < whole.c.shipment_count; i++)
            if (whole.shipments[i].on >= lines[base].on - 3)
                tail.shipments[tail.c.shipment_count++] = whole.shipments[i];
        struct inline_monitoring *m = &tail.monitorings[tail.c.monitoring_count++];
        *m = whole.monitorings[lines[base].index];
        m->decided = m->counts = true;
        m->carried = lines[base].count;
        for (size_t i = 0; i < whole.c.monitoring_count; i++)
            if (whole.monitorings[i].at > whole.monitorings[lines[base].index].at)
                tail.monitorings[tail.c.monitoring_count++] = whole.monitorings[i];
        (void)inline_count(&tail.c, few, &again);
        assert_int_equal(again, count);
    }
}

static void it_says_why(void **state)
{
    (void)state;
    struct history h;
    struct inline_line lines[3 * EVENTS_MAX];
    struct buf out = { 0 };
    int count;
    begin(&h, &usual);
    decree(&h, 1, 92, false);
    six_days_apart(&h, 1, 6);
    h.shipments[0].gone = true;
    h.shipments[5].number = "2020.07.000506";
    ship(&h, 40);
    size_t n = inline_count(&h.c, lines, &count);
    inline_explain(&h.c, &lines[n - 2], &out);
    assert_non_null(strstr(buf_text(&out), "2020.07.000506"));
    assert_non_null(strstr(buf_text(&out), "→ 5"));
    buf_reset(&out);
    inline_refuse(&h.c, INLINE_UNMONITORED, 5, 40, &out);
    assert_non_null(strstr(buf_text(&out), "5"));
    buf_reset(&out);
    inline_refuse(&h.c, INLINE_FINE, 5, 40, &out);
    assert_int_equal(out.len, 0);
    inline_refuse(&h.c, INLINE_LAPSED, 5, 100, &out);
    assert_non_null(strstr(buf_text(&out), "77"));
    buf_free(&out);
    for (int b = INLINE_FINE; b <= INLINE_UNMONITORED; b++)
        assert_int_equal(inline_breach_of(inline_breach_code((enum inline_breach)b)), b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_for_five),
        cmocka_unit_test(decrees_hold_by_their_days),
        cmocka_unit_test(what_counts_is_a_rule),
        cmocka_unit_test(late_in_fixed_blocks_begins_the_next),
        cmocka_unit_test(certificates_are_one_shipment),
        cmocka_unit_test(rules_hold_from_their_day),
        cmocka_unit_test(the_model_agrees),
        cmocka_unit_test(it_may_begin_at_the_last_that_counted),
        cmocka_unit_test(it_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
