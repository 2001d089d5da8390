/* called.h - texts that name keys and labels as the program has them today. */
#ifndef TUI_CALLED_H
#define TUI_CALLED_H

#include "loket/base.h"

/* Appends the text with what stands for a name put in, so that no text speaks of a key or a label
 * that is no longer there: {find} a command's key and [find] its label, {kinds permit},
 * {list permit} and {new capture} as in the palette, {state permit submitted}, {step permit
 * accept}, {field permit aju}; and {number}. What is no such name stays as it is. */
void called_words(const char *text, const char *number, struct buf *out);

#endif
