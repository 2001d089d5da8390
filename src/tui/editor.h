/* editor.h - typing into one field: graphemes, never halves of them, in NFC. No curses. */
#ifndef TUI_EDITOR_H
#define TUI_EDITOR_H

#include "key.h"

struct editor {
    struct buf text;
    size_t at;    /* byte offset of the cursor, on a grapheme's edge */
    size_t limit; /* characters at most; 0: EDITOR_MAX bytes */
    bool lines;   /* a note: Ctrl-J begins a new line, Up and Down move inside */
    bool fresh;   /* just come to: the first letter replaces what stands here */
};

enum { EDITOR_MAX = 16384 };

enum edited {
    EDIT_NOT_MINE, /* a key for somebody else */
    EDIT_MOVED,
    EDIT_CHANGED,
    EDIT_FULL, /* no room: nothing was taken */
};

void editor_set(struct editor *e, const char *text, size_t limit, bool lines);
enum edited editor_key(struct editor *e, const struct key *k);
/* Puts text in at the cursor; control characters are left out. */
enum edited editor_insert(struct editor *e, const char *text);
bool editor_is_full(const struct editor *e);
/* What of one line to show in `cells`, and in which of them the cursor stands. */
const char *editor_view(const struct editor *e, size_t cells, size_t *cursor_cell);
/* Which line of a note the cursor stands in. */
size_t editor_line(const struct editor *e);
void editor_free(struct editor *e);

#endif
