/* tui.h - the full-screen program. */
#ifndef LOKET_TUI_H
#define LOKET_TUI_H

#include "loket/base.h"

#include <stdio.h>

struct session_options;

struct ui_options {
    const struct session_options *session;
    FILE *in, *out;   /* the terminal; tests bring pipes */
    const char *user; /* stands in the log-in; NULL: nobody */
    const char *term; /* NULL: $TERM */
    int rows, cols;   /* 0: as the terminal says; tests fix them */
    bool mono;        /* also where NO_COLOR is set */
    bool plain;       /* ASCII alone, whatever the desk remembers */
    bool told;        /* the language, on the command line: not as the desk remembers it */
    bool guest;       /* visitors only: files an application, tells how far one is */
    bool keys;        /* begins with what the terminal's keys send */
};

struct ui; /* the running application */
enum outcome ui_open(const struct ui_options *o, struct ui **out, struct error *e);
/* Handles everything that has arrived and returns when no input is pending: tests pump. */
void ui_pump(struct ui *u);
bool ui_ended(const struct ui *u);
void ui_close(struct ui **u); /* restores the terminal */
/* ui_open, wait and pump until it ends, ui_close; the exit status. */
int ui_run(const struct ui_options *o);

/* The keys of every screen, in mdoc, for loket(1): from the table the screen itself works by. */
void tui_keys_manual(struct buf *out);

#endif
