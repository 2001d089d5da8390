/* draw.h - the only way data reaches the screen: text goes into a range of cells, its control and
 * bidirectional characters turned into visible marks. Everything is painted anew for each redraw;
 * curses sends only what differs. */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include "loket/base.h"

enum style {
    PLAIN_TEXT,
    TITLE,   /* the top line */
    BAR_KEY, /* "F2" on the bottom line */
    BAR_TEXT,
    FRAME,
    FRAME_FOCUS,
    HEADING,
    STRONG, /* the key column, the focused label */
    FAINT,  /* help, units, what cannot be chosen */
    ALERT,
    GOOD,
    ENTRY, /* where something may be typed */
    ENTRY_FOCUS,
    ENTRY_FRESH, /* the next letter replaces what stands here */
    STYLE_COUNT,
};

struct area {
    int y, x, rows, cols;
};

/* Nothing is told by colour alone, whichever is chosen. */
enum theme {
    THEME_COLOURS,
    THEME_SAFE, /* told apart by people who see red and green alike, too */
    THEME_MONO,
    THEME_COUNT,
};

struct canvas {
    int rows, cols;
    bool coloured; /* the terminal has colours and nobody said no */
    enum theme theme;
    bool plain;             /* ASCII alone: no drawn lines, no marks, no accents */
    bool coarse;            /* its letters know the whole block, and not the eighths of one */
    int cursor_y, cursor_x; /* where the hardware cursor goes: always the focus */
};

/* Sets up the colours once curses stands, and when another theme is chosen. */
void draw_prepare(struct canvas *c, enum theme theme);
void draw_begin(struct canvas *c); /* empties the screen, learns its size */
void draw_end(struct canvas *c);   /* sends what differs */
/* Exactly `cells` cells: padded with blanks, cut with an ellipsis. */
void draw_text(struct canvas *c, int y, int x, int cells, enum style s, const char *text);
void draw_right(struct canvas *c, int y, int x, int cells, enum style s, const char *text);
/* Numbers are known by their tails: where cut, the beginning goes. */
void draw_tail(struct canvas *c, int y, int x, int cells, enum style s, const char *text);
/* Its tail, behind an ellipsis; of a letter's number what stands before the first slash, too. */
void fit_tail(const char *text, size_t cells, struct buf *out);
/* As far as the text goes; returns the cells taken. */
int draw_run(struct canvas *c, int y, int x, int cells, enum style s, const char *text);
/* A sentence that is too long ends with its last part that is whole, where there is one. */
void draw_parts(struct canvas *c, int y, int x, int cells, enum style s, const char *text);
/* A frame with its title and, at the right, a note; returns the area inside. */
struct area draw_frame(struct canvas *c, struct area a, bool focused, const char *title,
                       const char *note);
void draw_line(struct canvas *c, int y, int x, int cells); /* horizontal */
/* A whole row of it that ends the frames above, whose own end is covered. */
void draw_bottoms(struct canvas *c, int y);
void draw_clear(struct canvas *c, struct area a);
void draw_cursor(struct canvas *c, int y, int x);
/* Text broken at blanks into lines of at most `cells`; calls each for every line. */
void wrap_text(const char *text, size_t cells, void (*each)(void *context, const char *line),
               void *context);

#endif
