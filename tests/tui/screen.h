/* screen.h - the real full-screen program in process, on a terminal that is memory: keys go in, the
 * picture, the cursor and the bytes sent come out. No sleep, no clock but ours. */
#ifndef TESTS_SCREEN_H
#define TESTS_SCREEN_H

#include "office.h"

#include "loket/tui.h"

#include <vterm.h>

struct glass {
    struct office *office;
    struct ui *ui;
    struct session_options session;
    VTerm *vt;
    VTermScreen *picture;
    int rows, cols;
    bool mono, plain;
    int keys; /* write end of what the program reads */
    FILE *in, *out;
    int bytes; /* what the program has sent, to be read */
    off_t seen;
    size_t sent;    /* by the last glass_ call that pressed keys */
    size_t pressed; /* keys since the glass was opened */
    size_t rung;    /* how often the bell has been rung */
    char row[1024];
};

/* Opens the program on a terminal of this size, at home. */
struct glass *glass_open(struct office *o, int rows, int cols, bool mono);
struct glass *glass_open_with(struct office *o, int rows, int cols, bool mono, const char *store,
                              const char *term);
void glass_close(struct glass **g);
/* Keys by name, one blank between: "F2 Tab Ctrl-D Esc Down"; each is pumped by itself. */
void glass_press(struct glass *g, const char *names);
void glass_type(struct glass *g, const char *text); /* each character by itself */
void glass_raw(struct glass *g, const char *bytes); /* all at once */
/* In the menu: goes down to the row that begins so, and chooses it. */
void glass_menu(struct glass *g, const char *label);
void glass_later(struct glass *g, int ms); /* time passes */
void glass_resize(struct glass *g, int rows, int cols);

const char *glass_row(struct glass *g, int y); /* trailing blanks cut */
bool glass_has(struct glass *g, const char *text);
int glass_find(struct glass *g, const char *text); /* its row, or -1 */
void glass_cursor(struct glass *g, int *y, int *x);
void glass_expect(struct glass *g, const char *text); /* also broken over rows; or the test ends
                                                         with the picture */
void glass_expect_not(struct glass *g, const char *text);
/* Appends the picture, the cursor's place and, row by row, where attributes change. */
void glass_picture(struct glass *g, struct buf *out);
/* That is what golden/NAME-SIZE.txt holds (GOLDEN=write: now). */
void glass_golden(struct glass *g, const char *name);
/* The same of what was pictured, for golden/NAME.txt; false where it differs, which it tells. */
bool golden_same(const char *name, const struct buf *now);

#endif
