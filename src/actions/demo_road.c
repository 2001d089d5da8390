/* demo_road.c - the open permits of the practice office, taken day by day through the same steps a
 * desk takes: some are finished, some stay behind and are late, today's have just come in. */
#include "demo.h"

#include <stdlib.h>
#include <string.h>

enum {
    EACH_DAY = 5, /* and one more on every other day */
    PERMITS = DEMO_PERMIT_DAYS * (EACH_DAY + 1),
    HOUR_MS = 60 * 60 * 1000,
    COUNTER = 8 * 60 + 40, /* minutes of the day at which it goes on */
    OFFICE = 10 * 60,
    FIELD = 13 * 60 + 30,
    CASH = 15 * 60,
};

/* How far a permit came; each leg stands on those before it. */
enum leg {
    DRAFT,
    INCOMPLETE, /* waits for papers, and goes no further */
    SUBMITTED,
    ACCEPTED,
    ANALYSED,
    ASSIGNED,
    CHECKED,
    RECOMMENDED,
    BILLED,
    PAID,
    ISSUED,
    PRINTED,
    HANDED,
};

/* Where they are meant to end, one after the other; the young ones are not there yet. */
static const enum leg ends[] = { HANDED,      ANALYSED,   PAID,     ISSUED,  HANDED,
                                 BILLED,      ASSIGNED,   HANDED,   ISSUED,  ANALYSED,
                                 RECOMMENDED, INCOMPLETE, ANALYSED, PRINTED, CHECKED };
/* And of today's. */
static const enum leg today_ends[] = { ACCEPTED, SUBMITTED, DRAFT, INCOMPLETE, ANALYSED, ACCEPTED };

struct demo_permits {
    struct {
        int64_t id;
        enum leg at, end;
    } all[PERMITS];
    size_t count;
};

struct demo_permits *demo_permits_new(void)
{
    return xcalloc(1, sizeof(struct demo_permits));
}

/* ---- At the counter ---- */

static enum outcome papers_present(struct demo *d, struct record *r, struct error *e)
{
    enum outcome result = act_checklist(d->session, r, NULL, e);
    for (size_t i = 1; result == DONE && i <= record_live_lines(r, "document"); i++) {
        struct buf path = { 0 };
        buf_printf(&path, "document.%zu.presence", i);
        result = demo_put(d, r, (const char *const[]){ buf_text(&path), "present", NULL }, e);
        buf_free(&path);
    }
    return result;
}

static enum outcome arrive(struct demo *d, struct demo_permits *p, enum leg end, struct error *e)
{
    static const char *const team[] = {
        "officer.1.person", "officer", "officer.1.part", "lead", "officer.1.task", "admin", NULL
    };
    struct record *r = NULL;
    demo_as(d, ROLE_OPERATOR);
    enum outcome result = demo_permit(d, session_today(d->session), &r, e);
    if (result == DONE && end != INCOMPLETE)
        result = papers_present(d, r, e);
    if (result == DONE && end >= ACCEPTED)
        result = demo_put(d, r, team, e);
    if (result == DONE)
        result = act_save(d->session, r, NULL, NULL, NULL, e);
    if (result == DONE && p->count < PERMITS) {
        p->all[p->count].id = r->id;
        p->all[p->count++].end = end;
    }
    record_free(&r);
    return result;
}

/* ---- Behind it ---- */

static enum outcome report(struct demo *d, int64_t permit, const char *action, const char *found,
                           struct error *e)
{
    struct buf from = { 0 }, to = { 0 };
    int64_t id = 0;
    moment now = session_now(d->session);
    moment_iso(now - 2 * (moment)HOUR_MS, &from);
    moment_iso(now - HOUR_MS, &to);
    const char *const seen[] = { "action",
                                 action,
                                 "place",
                                 "Lapangan penumpukan Belawan",
                                 "started_at",
                                 buf_text(&from),
                                 "finished_at",
                                 buf_text(&to),
                                 "officer.1.person",
                                 "officer",
                                 inspection_result_field(action),
                                 found,
                                 NULL };
    enum outcome result =
        demo_new_for(d, ROLE_OFFICER, &kind_inspection, "permit", permit, seen, &id, e);
    buf_free(&from);
    buf_free(&to);
    return result == DONE ? demo_step(d, &kind_inspection, id, "report", NULL, e) : result;
}

static enum outcome recommend(struct demo *d, int64_t id, struct error *e)
{
    enum outcome result = report(d, id, "P1b", "release", e);
    return result == DONE ? demo_step(d, &kind_permit, id, "recommend", NULL, e) : result;
}

static enum outcome bill(struct demo *d, int64_t permit, struct error *e)
{
    int64_t id = 0;
    enum outcome result =
        demo_new_for(d, ROLE_TREASURER, &kind_bill, "permit", permit, NULL, &id, e);
    if (result == DONE)
        result = demo_step(d, &kind_bill, id, "price", NULL, e);
    return result == DONE ? demo_step(d, &kind_bill, id, "issue", NULL, e) : result;
}

static enum outcome pay(struct demo *d, int64_t id, struct error *e)
{
    struct buf code = { 0 }, ntpn = { 0 };
    int64_t made = 0;
    enum outcome result = demo_find(d, &kind_bill, "permit", id, &made, e);
    buf_printf(&code, "82026%010u", demo_roll(d, 1000000000));
    buf_printf(&ntpn, "%08X%08X", demo_roll(d, 0x7FFFFFFF), demo_roll(d, 0x7FFFFFFF));
    if (result == DONE)
        result = demo_step(d, &kind_bill, made, "pay",
                           (const char *const[]){ "billing_code", buf_text(&code), "ntpn",
                                                  buf_text(&ntpn), "paid_on", "h", "bank",
                                                  "Bank Persepsi", NULL },
                           e);
    buf_free(&code);
    buf_free(&ntpn);
    return result;
}

static enum outcome certificate(struct demo *d, int64_t id, enum leg leg, struct error *e)
{
    static const char *const taker[] = { "collected_by", "Budi Siregar", NULL };
    int64_t made = 0;
    enum outcome result = demo_find(d, &kind_certificate, "permit", id, &made, e);
    if (result != DONE || leg == ISSUED)
        return result == DONE ? demo_step(d, &kind_certificate, made, "issue", NULL, e) : result;
    if (leg == HANDED)
        return demo_step(d, &kind_certificate, made, "hand_over", taker, e);
    result = demo_step(d, &kind_certificate, made, "print_sheet", NULL, e);
    return result == DONE ? demo_step(d, &kind_certificate, made, "printed", NULL, e) : result;
}

static enum outcome take(struct demo *d, int64_t id, enum leg leg, struct error *e)
{
    static const char *const analysis[] = { "analysis", "action", "analysis_basis",
                                            "riwayat pemohon baik, komoditas biasa", NULL };
    switch (leg) {
    case INCOMPLETE:
        return demo_step(d, &kind_permit, id, "ask", NULL, e);
    case SUBMITTED:
        return demo_step(d, &kind_permit, id, "submit", NULL, e);
    case ACCEPTED:
        return demo_step(d, &kind_permit, id, "accept", NULL, e);
    case ANALYSED:
        return demo_step(d, &kind_permit, id, "analyse", analysis, e);
    case ASSIGNED:
        return demo_step(d, &kind_permit, id, "assign", NULL, e);
    case CHECKED:
        return report(d, id, "P1a", "continue", e);
    case RECOMMENDED:
        return recommend(d, id, e);
    case BILLED:
        return bill(d, id, e);
    case PAID:
        return pay(d, id, e);
    case ISSUED:
    case PRINTED:
    case HANDED:
        return certificate(d, id, leg, e);
    case DRAFT:
        break;
    }
    return DONE;
}

static bool goes_on(enum leg at, enum leg end, enum leg leg)
{
    if (leg == INCOMPLETE || end == INCOMPLETE)
        return leg == end && at == DRAFT;
    return end >= leg && (at + 1 == leg || (at == DRAFT && leg == SUBMITTED));
}

/* All that have come so far and are meant to. */
static enum outcome go_on(struct demo *d, struct demo_permits *p, enum leg leg, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < p->count; i++)
        if (goes_on(p->all[i].at, p->all[i].end, leg)) {
            result = take(d, p->all[i].id, leg, e);
            p->all[i].at = leg;
        }
    return result;
}

/* A day's hours: what the office does with what lies there since yesterday, then what comes in. */
enum outcome demo_permits_day(struct demo *d, struct demo_permits *p, int days_ago, struct error *e)
{
    static const struct {
        enum leg leg;
        int minute;
    } before[] = { { HANDED, COUNTER },     { PRINTED, COUNTER },     { ISSUED, OFFICE },
                   { RECOMMENDED, OFFICE }, { CHECKED, OFFICE + 20 }, { BILLED, OFFICE + 40 },
                   { PAID, OFFICE + 90 } },
      after[] = { { INCOMPLETE, FIELD },
                  { SUBMITTED, FIELD },
                  { ACCEPTED, FIELD + 30 },
                  { ANALYSED, CASH },
                  { ASSIGNED, CASH + 30 } };
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < COUNT(before); i++) {
        demo_at(d, days_ago, before[i].minute);
        result = go_on(d, p, before[i].leg, e);
    }
    int coming = EACH_DAY + days_ago % 2;
    demo_at(d, days_ago, OFFICE + 100);
    for (int i = 0; result == DONE && i < coming; i++)
        result = arrive(d, p,
                        days_ago == 0 ? today_ends[(size_t)i % COUNT(today_ends)]
                                      : ends[p->count % COUNT(ends)],
                        e);
    for (size_t i = 0; result == DONE && i < COUNT(after); i++) {
        demo_at(d, days_ago, after[i].minute);
        result = go_on(d, p, after[i].leg, e);
    }
    return result;
}
