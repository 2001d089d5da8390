/* inline.h - what the kinds of in-line inspection share: facility, shipment, monitoring. */
#ifndef LOKET_RECORDS_INLINE_H
#define LOKET_RECORDS_INLINE_H

#include "loket/catalogue.h"

/* Where line kinds stand in a facility. */
enum { FACILITY_PRODUCT, FACILITY_SCORE, FACILITY_DECREE };

extern const struct flow facility_flow;
extern const struct line_kind facility_lines[];

#endif
