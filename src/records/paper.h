/* paper.h - what its papers leave in a record. */
#ifndef LOKET_RECORDS_PAPER_H
#define LOKET_RECORDS_PAPER_H

#include "loket/catalogue.h"

/* Of a kind whose prints are told in its history, and marked as copies from the second on: each
 * print counts this up. */
/* clang-format off */
#define PRINTS_FIELD \
    { .id = "prints", \
      .label = N_("Prints"), \
      .type = &type_number, \
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT, \
      .width = 4, \
      .help = N_("How often a paper of it was printed; history tells which and when.") }

/* What the code on its papers says; made by the steps that name the field (step.code). */
#define CODE_FIELD(field, name) \
    { .id = (field), \
      .label = (name), \
      .type = &type_paper_code, \
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT, \
      .width = 1200, \
      .help = N_("What the code on the paper says: number, date, hash and signature.") }
/* clang-format on */

#endif
