/* reference_flow.h - the flow and the checks all look-up tables share. */
#ifndef LOKET_RECORDS_REFERENCE_FLOW_H
#define LOKET_RECORDS_REFERENCE_FLOW_H

#include "loket/catalogue.h"

extern const struct flow reference_flow; /* active -retire-> retired -reinstate-> active */

/* Checks of short codes; each has its own sentence. */
enum outcome check_country_code(const struct field *f, const struct value *v, struct error *e);
enum outcome check_commodity_code(const struct field *f, const struct value *v, struct error *e);
enum outcome check_capital_code(const struct field *f, const struct value *v, struct error *e);
enum outcome check_port_code(const struct field *f, const struct value *v, struct error *e);
enum outcome check_office_code(const struct field *f, const struct value *v, struct error *e);

#endif
