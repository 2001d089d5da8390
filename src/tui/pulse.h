/* pulse.h - the desk's own beat: every two seconds it asks whether others have written. */
#ifndef TUI_PULSE_H
#define TUI_PULSE_H

#include "ui.h"

void pulse_tick(struct ui *u, moment now);
int pulse_patience(const struct ui *u, moment now); /* ms until pulse_tick has something to do */

#endif
