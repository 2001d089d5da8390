/* inline_count.c - the count of an in-line company's shipments: one monitoring for five (point four
 * of each decree). Pure: dated shipments, monitorings, decrees and rules in, a line for each event
 * out, so that an officer can say why the counter stands where it does.
 *
 * What the decrees leave open (domain §6.1, all inferred) stands in the rules. A monitoring's part
 * in the count is decided once, when it is held, and stands: who cancels a certificate later
 * changes the count since the last monitoring, not what that monitoring closed. */
#include "loket/records.h"

#include <stdlib.h>
#include <string.h>

static const char *const breach_codes[] = { "",          "undecreed", "lapsed",
                                            "suspended", "finding",   "unmonitored" };

const char *inline_breach_code(enum inline_breach b)
{
    return breach_codes[b];
}

enum inline_breach inline_breach_of(const char *code)
{
    for (size_t i = 0; i < COUNT(breach_codes); i++)
        if (text_same(breach_codes[i], code))
            return (enum inline_breach)i;
    return INLINE_FINE;
}

/* ---- Rules and decrees of a day ---- */

const struct inline_rules *inline_rules_on(const struct inline_case *c, day on)
{
    size_t i = 0;
    while (i + 1 < c->rule_count && c->rules[i + 1].from <= on)
        i++;
    return &c->rules[i];
}

/* The decree in force; NULL: none. *before: there was one by then at all. A later one goes before
 * an earlier one that holds too: it was made knowing of it. */
const struct inline_decree *inline_decree_on(const struct inline_case *c, day on, bool *before)
{
    const struct inline_decree *found = NULL;
    *before = false;
    for (size_t i = 0; i < c->decree_count; i++) {
        const struct inline_decree *d = &c->decrees[i];
        *before = *before || d->on <= on;
        if (d->on <= on && on <= d->to)
            found = d;
    }
    return found;
}

/* ---- The order of events ---- */

struct event {
    enum inline_what what;
    size_t index;
    moment at;
    day on;
    int64_t rank; /* within one moment */
};

static int by_time(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static size_t gather(const struct inline_case *c, struct event *out)
{
    size_t n = 0;
    for (size_t i = 0; i < c->decree_count; i++)
        out[n++] = (struct event){ INLINE_DECREE, i, c->decrees[i].at, c->decrees[i].on, 0 };
    for (size_t i = 0; i < c->shipment_count; i++)
        out[n++] = (struct event){ INLINE_SHIPMENT, i, c->shipments[i].at, c->shipments[i].on,
                                   c->shipments[i].ordinal };
    for (size_t i = 0; i < c->monitoring_count; i++)
        out[n++] =
            (struct event){ INLINE_MONITORING, i, c->monitorings[i].at, c->monitorings[i].on, 0 };
    if (n > 1)
        qsort(out, n, sizeof *out, by_time);
    return n;
}

/* ---- One event after another ---- */

struct counter_state {
    const struct inline_case *c;
    struct event *events;
    int count;
};

/* A valid certificate for the same conveyance that went before, within the days of the rule. */
static bool same_vessel(const struct counter_state *st, size_t here,
                        const struct inline_shipment *s, int days)
{
    if (days <= 0 || !s->conveyance || !*s->conveyance)
        return false;
    for (size_t i = here; i-- > 0;) {
        if (st->events[i].what != INLINE_SHIPMENT)
            continue;
        const struct inline_shipment *other = &st->c->shipments[st->events[i].index];
        if (s->on - other->on >= days)
            return false;
        if (!other->gone && text_same(other->conveyance, s->conveyance))
            return true;
    }
    return false;
}

/* Was something found by then that nobody has seen mended since? */
static bool finding_open(const struct counter_state *st, size_t here, day on)
{
    for (size_t i = 0; i < here; i++) {
        if (st->events[i].what != INLINE_MONITORING)
            continue;
        const struct inline_monitoring *m = &st->c->monitorings[st->events[i].index];
        if (m->finding && (m->mended == NO_DAY || m->mended > on))
            return true;
    }
    return false;
}

static enum inline_breach breach(const struct counter_state *st, size_t here,
                                 const struct inline_rules *rules, bool counts, day on)
{
    bool before;
    if (!inline_decree_on(st->c, on, &before))
        return before ? INLINE_LAPSED : INLINE_UNDECREED;
    if (rules->finding_suspends && finding_open(st, here, on))
        return INLINE_FINDING;
    if (counts && st->count >= rules->shipments + rules->grace)
        return INLINE_UNMONITORED;
    return INLINE_FINE;
}

static void shipment(struct counter_state *st, size_t here, struct inline_line *line)
{
    const struct inline_shipment *s = &st->c->shipments[line->index];
    const struct inline_rules *rules = inline_rules_on(st->c, s->on);
    bool vessel = !s->gone && same_vessel(st, here, s, rules->vessel_days);
    bool counts = !s->gone && !vessel;
    line->why = s->gone ? INLINE_CANCELLED : vessel ? INLINE_SAME_VESSEL : INLINE_COUNTED;
    line->breach = s->gone ? INLINE_FINE : breach(st, here, rules, counts, s->on);
    st->count += counts;
}

/* What a monitoring does to the count, by the rules of its day. */
static void decide(const struct counter_state *st, const struct inline_monitoring *m,
                   struct inline_line *line)
{
    const struct inline_rules *rules = inline_rules_on(st->c, m->on);
    line->counts = false;
    line->count = st->count;
    if (m->ad_hoc && !rules->ad_hoc_counts)
        line->why = INLINE_AD_HOC;
    else if (!rules->any_of_block && st->count < rules->shipments)
        line->why = INLINE_NOT_DUE;
    else if (rules->fixed_blocks && st->count <= 0)
        line->why = INLINE_BLOCK_DONE;
    else {
        line->why = INLINE_BEGINS_ANEW;
        line->counts = true;
        line->count = rules->fixed_blocks ? st->count - rules->shipments : 0;
    }
}

/* What was decided when it was held stands, whatever the rules or the shipments are by now. */
static void monitoring(struct counter_state *st, struct inline_line *line)
{
    const struct inline_monitoring *m = &st->c->monitorings[line->index];
    decide(st, m, line);
    if (m->decided && m->counts) {
        line->why = INLINE_BEGINS_ANEW;
        line->count = m->carried;
    } else if (m->decided) {
        line->why = line->counts ? INLINE_NOT_DECIDED : line->why;
        line->count = st->count;
    }
    line->counts = m->decided ? m->counts : line->counts;
    st->count = line->count;
}

static void decree(struct counter_state *st, struct inline_line *line)
{
    const struct inline_decree *d = &st->c->decrees[line->index];
    const struct inline_rules *rules = inline_rules_on(st->c, d->on);
    line->why = d->extends && rules->carry_over ? INLINE_GOES_ON : INLINE_BEGINS_ANEW;
    if (line->why == INLINE_BEGINS_ANEW)
        st->count = 0;
}

size_t inline_count(const struct inline_case *c, struct inline_line *out, int *count)
{
    struct counter_state st = { .c = c };
    size_t most = c->decree_count + c->shipment_count + c->monitoring_count;
    st.events = xcalloc(most ? most : 1, sizeof *st.events);
    size_t n = gather(c, st.events);
    for (size_t i = 0; i < n; i++) {
        struct inline_line *line = &out[i];
        *line = (struct inline_line){ .what = st.events[i].what,
                                      .index = st.events[i].index,
                                      .on = st.events[i].on };
        if (line->what == INLINE_SHIPMENT)
            shipment(&st, i, line);
        else if (line->what == INLINE_MONITORING)
            monitoring(&st, line);
        else
            decree(&st, line);
        line->count = st.count;
    }
    *count = st.count;
    free(st.events);
    return n;
}
