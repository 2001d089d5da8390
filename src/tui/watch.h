/* watch.h - the parts of the expiry watch's screen, for its own files only. */
#ifndef TUI_WATCH_H
#define TUI_WATCH_H

#include "screens.h"

/* watch_mark.c: asks how it was handled, or why it is watched again; the item is copied. */
void watch_handle(struct screen *s, const struct watched *w);
/* Makes a capture of it, a draft, and opens that. */
void watch_report(struct screen *s, const struct watched *w);

#endif
