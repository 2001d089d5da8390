/* key.h - what people press, after the terminal's spelling of it has been taken apart. Knows no
 * curses: strokes go in, keys come out, and time is handed in. */
#ifndef TUI_KEY_H
#define TUI_KEY_H

#include "loket/base.h"

enum key_code {
    K_NONE,
    K_TEXT, /* one character to type: key.text */
    K_ENTER,
    K_NEWLINE, /* Ctrl-J: a new line inside a note */
    K_TAB,
    K_BACKTAB,
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_WORD_LEFT,
    K_WORD_RIGHT,
    K_HOME,
    K_END,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_BACKSPACE,
    K_DELETE,
    K_INSERT,
    K_ESC,
    K_PASTE, /* the pasted text stands in keyboard.paste */
    K_RESIZE,
    K_CLICK,       /* of the mouse, or a finger on a telephone: key.y, key.x */
    K_PASTE_BEGIN, /* strokes only: never leave the keyboard */
    K_PASTE_END,
};
#define K_CTRL(letter) (0x100 + (letter)) /* K_CTRL('P') */
#define K_F(n) (0x200 + (n))

/* Behind an Esc these are F1 to F12: the row above the letters. */
extern const char key_row[];

enum { K_DIGIT = 0x300 }; /* strokes only: K_DIGIT + '7' is the keypad's 7 */

struct key {
    int code;
    char text[8]; /* of K_TEXT: UTF-8 */
    int y, x;     /* of K_CLICK: the cell, from 0 */
};

/* One event of the terminal. */
struct stroke {
    bool function; /* code is a key_code; else a character */
    int32_t code;
};

enum {
    ESC_PROMPT_MS = 500,      /* how long Esc waits for a digit before it means "back" */
    PASTE_PATIENCE_MS = 2000, /* a paste whose end never comes is ended */
    PASTE_MAX = 1 << 18,
    SEQUENCE_MAX = 15, /* bytes a key sends */
};

struct keyboard {
    /* What a whole sequence means, as a key_code; K_NONE: nobody knows. NULL: none is known. A line
     * that tears one apart hands its bytes over one by one. */
    int (*known)(const char *sequence);
    enum { PLAIN, AFTER_ESC, IN_CSI, IN_SS3 } state;
    char sequence[SEQUENCE_MAX + 1]; /* from its Esc on */
    size_t length;
    moment since; /* of the Esc, or of the last stroke of a sequence or a paste */
    bool pasting;
    bool returned; /* the last pasted stroke was a carriage return: a line feed belongs to it */
    struct buf paste;
    size_t torn; /* where in it an Esc stood, and 1: the end may have been torn apart */
    struct key queue[4];
    size_t head, count;
};

void stroke_text(int32_t c, char out[8]); /* a character as UTF-8 */
void keyboard_feed(struct keyboard *k, const struct stroke *s, moment now);
void keyboard_tick(struct keyboard *k, moment now); /* an Esc that waited long enough is Esc */
bool keyboard_next(struct keyboard *k, struct key *out);
bool keyboard_waits(const struct keyboard *k); /* an Esc was pressed: the bar shows the digits */
/* Milliseconds until keyboard_tick has something to do; -1: nothing. */
int keyboard_patience(const struct keyboard *k, moment now);
void keyboard_free(struct keyboard *k);
/* "F6", "Ctrl-T", "Esc": how a key is called on the bar and in the manual. */
void key_called(int code, struct buf *out);
int key_named(const char *name); /* the other way round, of all but Ctrl keys; K_NONE: none */

/* Where a key takes a cursor among `count` items, `page` of which are seen; false: it moves none.
 */
bool key_moves(const struct key *k, size_t page, size_t count, size_t *cursor);
/* Scrolls so that the cursor is seen, and no row of the page is empty while some stand above. */
void cursor_in_sight(size_t page, size_t count, size_t cursor, size_t *top);

#endif
