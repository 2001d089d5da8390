/* back_entry.h - what any kind asks whose records may be done on paper first and entered
 * afterwards: the guards of its STEP_RESERVED steps. Their facts, "back_entry.*", are answered by
 * src/actions/back_entry.c. */
#ifndef LOKET_RECORDS_BACK_ENTRY_H
#define LOKET_RECORDS_BACK_ENTRY_H

#include "loket/catalogue.h"

/* back_entry_number: its number stands unused, or taken by itself, in a block of this kind, and is
 * of the period of its day. back_entry_time: the moment it demands lies between the block and now.
 * Both are asked by the steps that enter it and by the one that countersigns. */
extern const struct guard back_entry_number, back_entry_time;

/* For the list: marks what was entered from paper, behind its number. */
void back_entry_mark(const struct record *r, struct buf *out);

/* Fields of such a kind, beside its number and the moment it really happened. */
/* clang-format off */
#define BACK_ENTRY_FIELDS \
    { .id = "back_entered_at", \
      .label = N_("Entered from paper"), \
      .type = &type_moment, \
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_UNIQUE_HINT, \
      .width = 20, \
      .help = N_("It was done on a paper form first, and entered here then.") }, \
    { .id = "paper_by", \
      .label = N_("Paper written by"), \
      .type = &type_text, \
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED | FIELD_UNIQUE_HINT, \
      .width = 80, \
      .help = N_("Who filled in the paper form.") }, \
    { .id = "countersigned_at", \
      .label = N_("Countersigned at"), \
      .type = &type_moment, \
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_UNIQUE_HINT, \
      .width = 20, \
      .help = N_("When another person compared the entry with the paper form.") }
/* clang-format on */

#endif
