/* draft_note.h - what is kept beside a draft, as lines of MARK, tab, text: what it is about, the
 * correcting step it belongs to, and text that is no value yet under the path of its field. */
#ifndef TUI_DRAFT_NOTE_H
#define TUI_DRAFT_NOTE_H

#include "loket/actions.h"

#define NOTE_ABOUT DRAFT_ABOUT
#define NOTE_STEP "=step"
#define NOTE_AT "=at" /* the path of the field the hands were in */
#define NOTE_BY DRAFT_BY

void draft_note_add(struct buf *note, const char *mark, const char *text);
/* Calls each for every line, its text as it was. */
void draft_note_each(const char *note,
                     void (*each)(void *context, const char *mark, const char *text),
                     void *context);

#endif
