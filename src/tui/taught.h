/* taught.h - keys a terminal spells in its own way, remembered at this desk under what the terminal
 * calls itself. */
#ifndef TUI_TAUGHT_H
#define TUI_TAUGHT_H

#include "ui.h"

void taught_load(struct ui *u); /* reads and applies what was remembered */
/* A sequence means a key from now on, and after the next start. false: it cannot be taught. */
bool taught_add(struct ui *u, const char *sequence, int code);
void taught_forget(struct ui *u); /* all of this terminal; takes effect at the next start */

#endif
