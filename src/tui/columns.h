/* columns.h - how wide each column of a list stands. No curses. */
#ifndef TUI_COLUMNS_H
#define TUI_COLUMNS_H

#include "loket/catalogue.h"

/* Cells for each column; 0: left out. Columns with min 0 are left out from the right while the
 * rest does not fit; what then is over goes to those that want more, in turn. Returns the cells
 * used, a blank between columns included. */
unsigned columns_fit(const struct column *columns, unsigned cells, unsigned width[COLUMNS_MAX]);

#endif
