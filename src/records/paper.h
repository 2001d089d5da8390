/* paper.h - what a record says, on a plain-text paper (base.h has the lines themselves). */
#ifndef LOKET_RECORDS_PAPER_H
#define LOKET_RECORDS_PAPER_H

#include "loket/catalogue.h"

/* A field of r under its own label, as the screen shows it. */
void paper_field(struct buf *out, const struct record *r, const char *field);
/* Appends a line's value as the screen shows it; nothing where it is empty. */
void paper_cell(struct buf *out, const struct line_kind *k, const struct line *l,
                const char *field);

#endif
