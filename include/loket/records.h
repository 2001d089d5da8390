/* records.h - the kinds of record loket knows: one file each in src/records, listed in registry.c.
 */
#ifndef LOKET_RECORDS_H
#define LOKET_RECORDS_H

#include "loket/catalogue.h"

extern const struct registry all_kinds; /* reference kinds first: the order of loading */

extern const struct kind kind_country, kind_unit, kind_package, kind_port, kind_office,
    kind_document_code, kind_holiday, kind_rule, kind_number_template, kind_commodity,
    kind_requirement, kind_risk, kind_party, kind_permit;

/* Advice at filing, never a refusal: guards whose reason says that the same application may have
 * been filed already. NULL-terminated. */
extern const struct guard *const permit_advice[];

/* Two-letter directions that bring goods in (their arrival counts) or send them out. */
bool direction_is_inward(const char *direction);

#endif
