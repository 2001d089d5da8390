/* bars.h - figures as marks, for people who would rather look than read: bars across, columns up.
 * Blocks where the terminal has them, ASCII elsewhere; the numbers always stand beside them. */
#ifndef TUI_BARS_H
#define TUI_BARS_H

#include "draw.h"

/* Appends a bar of n beside `most` in `cells` cells: at least a mark where n is above nothing. */
void bar_across(const struct canvas *c, int64_t n, int64_t most, int cells, struct buf *out);
/* How many rows a chart of columns takes: blocks tell eight heights in one. */
int bar_rows(const struct canvas *c);
/* Appends a column's cell in `row` of that chart, 0 the topmost. */
void bar_up(const struct canvas *c, int64_t n, int64_t most, int row, struct buf *out);

#endif
