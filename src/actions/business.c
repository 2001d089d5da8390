/* The kinds whose steps do more than the catalogue says: one row each. */
#include "inline.h"
#include "reserve.h"

#include <string.h>

static const struct business table[] = {
    { .kind = "stock",
      .begin = stock_begin,
      .prepare = stock_prepare,
      .answer = stock_answer,
      .follow = stock_follow },
    { .kind = "rule", .check = rule_check, .land = rule_land },
    { .kind = "paper_layout", .check = layout_check, .land = layout_land },
    { .kind = "closing", .begin = closing_begin, .prepare = closing_prepare },
    { .kind = "certificate",
      .begin = certificate_begin,
      .prepare = certificate_prepare,
      .answer = certificate_answer,
      .follow = certificate_follow },
    { .kind = "permit",
      .prepare = intake_prepare,
      .answer = service_answer,
      .complete = service_complete,
      .explain = service_explain,
      .check = root_check,
      .follow = service_follow },
    { .kind = "facility",
      .prepare = facility_prepare,
      .answer = facility_answer,
      .explain = facility_explain,
      .said = facility_said,
      .land = facility_land },
    { .kind = "shipment",
      .prepare = shipment_prepare,
      .answer = shipment_answer,
      .follow = shipment_follow,
      .land = shipment_land },
    { .kind = "monitoring",
      .prepare = monitoring_prepare,
      .answer = monitoring_answer,
      .follow = monitoring_follow,
      .said = monitoring_said,
      .land = monitoring_land },
    { .kind = "holiday", .prepare = holiday_prepare, .follow = holiday_follow },
    { .kind = "capture",
      .answer = capture_answer,
      .complete = capture_complete,
      .explain = capture_explain,
      .check = root_check },
    { .kind = "measure",
      .begin = measure_begin,
      .prepare = measure_prepare,
      .answer = measure_answer,
      .complete = measure_complete,
      .explain = measure_explain,
      .check = measure_check,
      .follow = measure_follow },
    { .kind = "minutes", .prepare = minutes_prepare, .answer = minutes_answer },
    { .kind = "reserve", .prepare = reserve_prepare, .follow = reserve_follow },
    { .kind = "inspection",
      .prepare = inspect_prepare,
      .answer = inspect_answer,
      .follow = inspect_follow },
    { .kind = "bill",
      .begin = billing_begin,
      .prepare = billing_prepare,
      .answer = billing_answer,
      .follow = billing_follow },
};

const struct business *business_of(const struct kind *k)
{
    static const struct business none;
    for (size_t i = 0; i < COUNT(table); i++)
        if (strcmp(table[i].kind, k->id) == 0)
            return &table[i];
    return &none;
}

enum outcome business_check(struct session *s, const struct record *before, const struct record *r,
                            struct error *e)
{
    const struct business *b = business_of(r->kind);
    return b->check ? b->check(s, before, r, e) : DONE;
}
