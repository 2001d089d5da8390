/* demo_inline.c - companies of the practice office under in-line decree: one visit overdue, one
 * held, one planned, one due today, and a decree that runs out soon. */
#include "demo.h"

#include <stdio.h>

enum { SHIPMENTS_MAX = 5, NEVER = -1 };

static const struct example {
    const char *company, *goods, *place, *contact;
    const char *decreed;        /* the decree's day, as typed on its first day here */
    int shipped[SHIPMENTS_MAX]; /* days ago; NEVER: not yet */
    int seen, planned;          /* days ago on which the visit was held, or agreed */
} examples[DEMO_COMPANIES] = {
    { "PT Toba Agro Mandiri",
      "Ubi jalar",
      "Rumah kemas Berastagi",
      "Ibu Ginting",
      "h-14",
      { 21, 18, 15, 12, 9 },
      NEVER,
      NEVER },
    { "CV Cengkeh Timur",
      "Cengkeh",
      "Gudang Belawan",
      "Bapak Harahap",
      "h-20",
      { 23, 22, 20, 16, 13 },
      11,
      NEVER },
    { "PT Deli Rempah Nusantara",
      "Kayu manis",
      "Pabrik Lubuk Pakam",
      "Ibu Lestari",
      "h-7",
      { 19, 14, 10, 6, 4 },
      NEVER,
      2 },
    { "PT Lautan Niaga",
      "Pinang",
      "Gudang Gabion",
      "Bapak Siregar",
      "h-2",
      { 17, 11, 8, 3, 0 },
      NEVER,
      NEVER },
    { "PT Agro Inti Beku",
      "Kayu manis",
      "Pabrik Tanjung Morawa",
      "Ibu Tarigan",
      "h-54",
      { 20, 13, 7, 2, NEVER },
      NEVER,
      NEVER },
};

static enum outcome designate(struct demo *d, int64_t id, const struct example *x, size_t nth,
                              struct error *e)
{
    char number[64];
    snprintf(number, sizeof number, "LAT %zu/Kpts/OT.080/K.9.A", nth + 1);
    enum outcome result = demo_step(d, &kind_facility, id, "assess",
                                    (const char *const[]){ "commitment_on", x->decreed, NULL }, e);
    if (result == DONE)
        result = demo_step(d, &kind_facility, id, "recommend",
                           (const char *const[]){ "assessed_on", x->decreed, "recommendation",
                                                  "Layak, risiko rendah", NULL },
                           e);
    return result == DONE ? demo_step(d, &kind_facility, id, "designate",
                                      (const char *const[]){ "decree_number", number, "decree_on",
                                                             x->decreed, NULL },
                                      e)
                          : result;
}

static enum outcome take_up(struct demo *d, const struct example *x, size_t nth, int64_t *id,
                            struct error *e)
{
    enum outcome result = demo_new(
        d, ROLE_OPERATOR, &kind_facility,
        (const char *const[]){ "company", x->company, "place", x->place, "contact", x->contact,
                               "contact_phone", "0614520777", "product.1.commodity", x->goods,
                               "product.1.risk", "low", "score.1.criterion", "Sanitasi gudang",
                               "score.1.points", "4", "score.1.most", "4", NULL },
        id, e);
    return result == DONE ? designate(d, *id, x, nth, e) : result;
}

static enum outcome ship(struct demo *d, int64_t facility, size_t nth, int n, struct error *e)
{
    char number[32];
    int64_t id = 0;
    snprintf(number, sizeof number, "LAT-PC.%zu.%06d", nth + 1, n);
    enum outcome result =
        demo_new_for(d, ROLE_OPERATOR, &kind_shipment, "facility", facility,
                     (const char *const[]){ "certificate_number", number, NULL }, &id, e);
    return result == DONE ? demo_step(d, &kind_shipment, id, "issue", NULL, e) : result;
}

/* Agreed for the next day on which somebody works. */
static enum outcome plan(struct demo *d, int64_t id, struct error *e)
{
    struct session *s = d->session;
    struct buf on = { 0 };
    day next = 0;
    enum outcome result =
        working_day(s, moment_day(clock_now(d->past->real), session_zone(s)), 1, &next, e);
    day_iso(next, &on);
    if (result == DONE)
        result = demo_edit(d, ROLE_OFFICER, &kind_monitoring, id,
                           (const char *const[]){ "hour", "09.30", NULL }, e);
    if (result == DONE)
        result = demo_step(d, &kind_monitoring, id, "schedule",
                           (const char *const[]){ "scheduled_on", buf_text(&on), "officer",
                                                  "officer", "contact", "Ibu Lestari", NULL },
                           e);
    buf_free(&on);
    return result;
}

static enum outcome visit(struct demo *d, int64_t facility, bool held, struct error *e)
{
    static const char *const seen[] = { "held_on", "h",        "officer", "officer", "result",
                                        "clean",   "findings", "Nihil",   NULL };
    int64_t id = 0;
    enum outcome result = demo_find(d, &kind_monitoring, "facility", facility, &id, e);
    if (result == DONE && held)
        return demo_step(d, &kind_monitoring, id, "hold", seen, e);
    return result == DONE ? plan(d, id, e) : result;
}

enum outcome demo_decrees(struct demo *d, struct demo_companies *c, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < DEMO_COMPANIES; i++)
        result = take_up(d, &examples[i], i, &c->facility[i], e);
    return result;
}

enum outcome demo_inline_day(struct demo *d, struct demo_companies *c, int days_ago,
                             struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < DEMO_COMPANIES; i++) {
        const struct example *x = &examples[i];
        for (int n = 0; result == DONE && n < SHIPMENTS_MAX; n++)
            if (x->shipped[n] == days_ago)
                result = ship(d, c->facility[i], i, ++c->shipped[i], e);
        if (result == DONE && (x->seen == days_ago || x->planned == days_ago))
            result = visit(d, c->facility[i], x->seen == days_ago, e);
    }
    return result;
}
