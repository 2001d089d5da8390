/* popup.h - where a pop-up stands: in the middle, never larger than what there is. */
#ifndef TUI_POPUP_H
#define TUI_POPUP_H

#include "draw.h"

static inline struct area popup_area(struct area a, int rows, int cols)
{
    rows = rows > a.rows ? a.rows : rows;
    cols = cols > a.cols ? a.cols : cols;
    return (struct area){ a.y + (a.rows - rows) / 2, a.x + (a.cols - cols) / 2, rows, cols };
}

#endif
