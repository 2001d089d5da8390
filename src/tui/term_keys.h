/* term_keys.h - what terminals send for their keys beyond what terminfo says. */
#ifndef TUI_TERM_KEYS_H
#define TUI_TERM_KEYS_H

#include "key.h"

/* Teaches the current curses screen every spelling of the keys loket uses. */
void term_keys_define(void);
/* A curses key code as ours; K_NONE where it is none of ours. */
int term_key_code(int curses_code);
/* The key a sequence is taken for now; K_NONE: for none. */
int term_key_meaning(const char *sequence);
/* From now on a sequence is this key. false: it is none that could be taught. */
bool term_key_teach(const char *sequence, int code);

#endif
