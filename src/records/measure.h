/* measure.h - the parts of the kind measure, one file each. */
#ifndef LOKET_RECORDS_MEASURE_H
#define LOKET_RECORDS_MEASURE_H

#include "loket/catalogue.h"

extern const struct field measure_fields[];
extern const struct line_kind measure_lines[];
extern const struct flow measure_flow;

/* Where line kinds stand in measure_lines. */
enum { MEASURE_REASON, MEASURE_GOOD, MEASURE_OUTCOME, MEASURE_DOCUMENT };

/* The states in which goods are still under a measure (measure_guards.c). */
extern const char *const measure_open_states[];

/* Guards (measure_guards.c). */
extern const struct guard measure_root, measure_reasons, measure_first_allowed, measure_phoned,
    measure_coordinated, measure_to_confirm, measure_not_received, measure_receipt,
    measure_extension_asked, measure_extension, measure_received, measure_minutes, measure_departed,
    measure_overdue, measure_settled, measure_confirmed, measure_notified, measure_not_executed;

/* A value of a line by field id; NULL where there is none. line_kind as in measure_lines. */
const struct value *measure_line_value(const struct line *l, size_t line_kind, const char *field);

#endif
