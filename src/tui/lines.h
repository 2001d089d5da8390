/* lines.h - a growable list of lines of text, wrapped to a width. */
#ifndef TUI_LINES_H
#define TUI_LINES_H

#include "draw.h"

struct lines {
    char **items;
    size_t count, cap;
};

void lines_wrap(struct lines *l, const char *text, size_t cells);
void lines_free(struct lines *l);
/* Those from `from` on that there are rows for, one below the other; the last ends in an ellipsis
 * where more follow. Returns how many. */
int lines_draw(const struct lines *l, size_t from, struct canvas *c, struct area a, enum style s);

#endif
