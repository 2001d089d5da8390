/* menu.h - the pane at the left: home, every kind, and what has no other place. */
#ifndef TUI_MENU_H
#define TUI_MENU_H

#include "ui.h"

struct menu *menu_new(void);
void menu_fill(struct menu *m, bool people); /* anew, for a database with or without people */
void menu_free(struct menu **m);
void menu_draw(struct ui *u, struct canvas *c, struct area a);
bool menu_key(struct ui *u, const struct key *k);
bool menu_shows(const struct kind *k);            /* false: only where it belongs, such as a pane */
const struct kind *menu_kind(const struct ui *u); /* under its cursor; NULL: none */

#endif
