/* goods_named.h - what a record is about, in the names of its goods. */
#ifndef LOKET_RECORDS_GOODS_NAMED_H
#define LOKET_RECORDS_GOODS_NAMED_H

#include "loket/catalogue.h"

/* Fills the derived field goods with the commodities of its lines: "Kayu manis, Cengkeh",
 * neighbours of one commodity once. */
void goods_named(struct record *r, const char *line_kind);

#endif
