/* certificate.h - the parts of the kind certificate, one file each. */
#ifndef LOKET_RECORDS_CERTIFICATE_H
#define LOKET_RECORDS_CERTIFICATE_H

#include "loket/records.h"

extern const struct field certificate_fields[];
extern const struct line_kind certificate_lines[];
extern const struct flow certificate_flow;

enum { CERTIFICATE_ITEM };

/* What may leave the office: paid, inspected, signed by who may, once (certificate_guards.c). */
extern const struct guard certificate_in_line, certificate_no_open_measure;
extern const struct guard certificate_paid, certificate_inspected, certificate_officer,
    certificate_alone, certificate_dated, certificate_returned, certificate_in_stock;

#endif
