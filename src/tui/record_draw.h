/* record_draw.h - a row of a record on the screen: the record's own, and beside a list. */
#ifndef TUI_RECORD_DRAW_H
#define TUI_RECORD_DRAW_H

#include "draw.h"
#include "record_rows.h"

/* label: cells of the labels at the left. */
void record_draw_row(struct canvas *c, struct area in, int y, const struct view_row *row,
                     int label);

#endif
