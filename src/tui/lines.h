/* lines.h - a growable list of lines of text, wrapped to a width. */
#ifndef TUI_LINES_H
#define TUI_LINES_H

#include "loket/base.h"

struct lines {
    char **items;
    size_t count, cap;
};

void lines_wrap(struct lines *l, const char *text, size_t cells);
void lines_free(struct lines *l);

#endif
