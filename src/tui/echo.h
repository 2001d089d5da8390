/* echo.h - what a text would mean in a field, told beside it while it is typed. */
#ifndef TUI_ECHO_H
#define TUI_ECHO_H

#include "ui.h"

/* How many characters may be typed: a sum may be longer than what it comes to, and a day or a time
 * as it is said. */
size_t echo_room(const struct field *f);
/* A day in full, a choice in words, what a sum comes to; nothing where the text says so itself. */
void echo_text(const struct ui *u, const struct field *f, const char *text, struct buf *out);
/* The line of help of a field: what it is for, and how it is typed where there is room. */
void echo_help(const struct ui *u, const struct field *f, struct buf *out);

#endif
