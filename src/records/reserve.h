/* reserve.h - the parts of the kind reserve. */
#ifndef LOKET_RECORDS_RESERVE_H
#define LOKET_RECORDS_RESERVE_H

#include "loket/catalogue.h"

/* The blank forms of a block's unused numbers, a sheet each (reserve_print.c). */
extern const struct choice reserve_papers[];
void reserve_print(const struct record *r, const char *paper, struct buf *out);

#endif
