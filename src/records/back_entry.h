/* back_entry.h - what any kind asks whose records may be done on paper first and entered
 * afterwards: the guards of its STEP_RESERVED steps. Their facts, "back_entry.*", are answered by
 * src/actions/back_entry.c. */
#ifndef LOKET_RECORDS_BACK_ENTRY_H
#define LOKET_RECORDS_BACK_ENTRY_H

#include "loket/catalogue.h"

/* back_entry_number: its number stands unused in an open block of this kind, and is of the period
 * of its day. back_entry_time: the moment it demands lies between the block and now. */
extern const struct guard back_entry_number, back_entry_time;

#endif
