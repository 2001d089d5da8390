/* explain.h - what a field and a step are, in words, out of the catalogue: for F1. No curses. */
#ifndef TUI_EXPLAIN_H
#define TUI_EXPLAIN_H

#include "loket/actions.h"

/* What it holds, what may be typed, when it is needed and until when it may be changed, what sheets
 * call it, its choices. */
void explain_field(const struct kind *k, const struct field *f, struct buf *out);
/* Where it leads, who may, what it asks and leaves behind, which rules it reads, what comes with
 * it. */
void explain_step(const struct kind *k, const struct step *s, struct buf *out);

#endif
