/* paper.h - plain-text papers: lines of at most PAPER_CELLS cells, wrapped between words. */
#ifndef LOKET_RECORDS_PAPER_H
#define LOKET_RECORDS_PAPER_H

#include "loket/catalogue.h"

enum { PAPER_CELLS = 76, PAPER_LABEL_CELLS = 18 };

void paper_line(struct buf *out, const char *text);   /* text and a line end; not wrapped */
void paper_center(struct buf *out, const char *text); /* in the middle, wrapped */
void paper_rule(struct buf *out);                     /* a line across the page */
/* Text behind its first line's mark ("  1. "); further lines stand under the text. */
void paper_item(struct buf *out, const char *mark, const char *text);
/* "Pemohon           : PT ..."; nothing where the text is empty. */
void paper_pair(struct buf *out, const char *label, const char *text);
/* A field of r under its own label, as the screen shows it. */
void paper_field(struct buf *out, const struct record *r, const char *field);
/* Appends a line's value as the screen shows it; nothing where it is empty. */
void paper_cell(struct buf *out, const struct line_kind *k, const struct line *l,
                const char *field);

#endif
