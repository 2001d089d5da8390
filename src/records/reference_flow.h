/* reference_flow.h - what look-up tables share: their flow, their validity, the checks of their
 * codes. */
#ifndef LOKET_RECORDS_REFERENCE_FLOW_H
#define LOKET_RECORDS_REFERENCE_FLOW_H

#include "loket/catalogue.h"

extern const struct flow reference_flow; /* active -retire-> retired -reinstate-> active */

/* clang-format off */
/* Its parts, for a table that has a step more. */
#define REFERENCE_STATES \
    { .id = "active", .label = N_("in use"), .flags = STATE_BY_IMPORT }, \
    { .id = "retired", .label = N_("retired"), .flags = STATE_FINAL | STATE_HIDDEN }

#define REFERENCE_STEPS \
    { .verb = "retire", \
      .label = N_("Retire"), \
      .from = (const char *const[]){ "active", NULL }, \
      .to = "retired", \
      .role = ROLE_ADMIN, \
      .help = N_("Takes the row out of look-ups; what refers to it keeps its text.") }, \
    { .verb = "reinstate", \
      .label = N_("Reinstate"), \
      .from = (const char *const[]){ "retired", NULL }, \
      .to = "active", \
      .role = ROLE_ADMIN, \
      .help = N_("Brings a retired row back into look-ups.") }

/* Rows of law and of lists hold from a day to a day. */
#define VALIDITY_FIELDS \
    { .id = "valid_from", \
      .label = N_("Valid from"), \
      .type = &type_date, \
      .width = 11, \
      .help = N_("First day it holds; empty: always did."), \
      .aliases = (const char *const[]){ "berlaku dari", "berlaku sejak", NULL } }, \
    { .id = "valid_to", \
      .label = N_("Valid to"), \
      .type = &type_date, \
      .width = 11, \
      .help = N_("Last day it holds; empty: still does."), \
      .aliases = (const char *const[]){ "berlaku sampai", NULL } }
/* clang-format on */

/* Checks of short codes; each has its own sentence. */
enum outcome check_country_code(const struct field *f, const struct value *v, struct error *e);
enum outcome check_commodity_code(const struct field *f, const struct value *v, struct error *e);
enum outcome check_capital_code(const struct field *f, const struct value *v, struct error *e);
enum outcome check_port_code(const struct field *f, const struct value *v, struct error *e);
enum outcome check_office_code(const struct field *f, const struct value *v, struct error *e);

#endif
