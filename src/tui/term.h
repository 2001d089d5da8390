/* term.h - the terminal: opening it whatever it calls itself, reading strokes, giving it back. */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include "key.h"

#include <stdio.h>
#include <termios.h>

struct ui_options;

#define TERM_PASTE_ON "\033[?2004h"
#define TERM_PASTE_OFF "\033[?2004l"
#define TERM_MOUSE_ON "\033[?1000h\033[?1006h" /* presses, told in decimals */
#define TERM_MOUSE_OFF "\033[?1006l\033[?1000l"
#define TERM_TITLE_KEEP "\033[22;2t"
#define TERM_TITLE_BACK "\033[23;2t"

struct terminal {
    void *screen; /* curses' SCREEN */
    FILE *in, *out;
    bool colour;
    bool keeps;   /* it keeps a title and brings it back */
    bool titled;  /* it keeps the one before ours */
    bool pastes;  /* it was asked to mark what is pasted */
    bool mouse;   /* it was asked to tell of clicks */
    bool signals; /* handlers are in place */
    bool before_known;
    struct termios before; /* the line's modes as they were found */
    char title[96];        /* as sent last */
    char called[64];       /* what the terminal calls itself */
    char taken[64];        /* the description taken instead, "" where its own was known */
};

/* MISUSED where there is no terminal, or none of the descriptions fits. */
enum outcome term_open(struct terminal *t, const struct ui_options *o, struct error *e);
void term_close(struct terminal *t);
bool term_read(struct terminal *t, struct stroke *out); /* false: nothing has arrived */
/* Strokes come as the bytes that were sent, not as keys. */
void term_spell_out(struct terminal *t, bool on);
/* Handlers for hang-up, termination and crashes: only where the process is ours. */
void term_signals_on(struct terminal *t);
void term_signals_off(struct terminal *t);
int term_signal_fd(void);   /* readable when one of those came; -1: none is heard */
bool term_hung_up(void);    /* asked to end by a signal */
bool term_stop_asked(void); /* asked to stop by one (SIGTSTP), since the last time */
bool term_gone_on(void);    /* and to go on after a stop (SIGCONT) */
void term_stop(void);       /* until somebody lets it go on; without the terminal */
void term_suspend(struct terminal *t);
void term_resume(struct terminal *t); /* after a stop nobody announced (SIGSTOP) */
void term_mouse(struct terminal *t);  /* asks it to tell of clicks; without, they select text */
/* The window's title, where the terminal's description says how; sent only when it changes. */
void term_title(struct terminal *t, const char *text);
void term_bell(struct terminal *t);
void term_paint(void);
void term_drop_typed(void); /* what was typed ahead of a refusal */

#endif
