/* ask.h - work the screen asks a worker for. It carries everything it needs, so that the screen
 * goes on and may even close before the answer comes. */
#ifndef TUI_ASK_H
#define TUI_ASK_H

#include "loket/actions.h"

struct ui;
struct screen;

struct ask {
    struct job job; /* first: all a worker knows of it */
    struct ui *ui;
    struct session *session;
    struct screen *owner; /* NULL: it has closed, or there never was one */
    bool orphan;          /* the owner has closed: nobody hears the answer */
    bool awaited;         /* keys still wait for it as it comes back */
    enum workplace where;
    enum outcome outcome;
    struct error error;
    void (*work)(struct ask *a);    /* on the worker: sets outcome and error */
    void (*answer)(struct ask *a);  /* back on the screen */
    void (*release)(struct ask *a); /* frees what it carries, not itself; may be NULL */
    struct ask *next;
};

/* size is that of the whole request, whose first member is a struct ask. */
void *ask_new(size_t size, struct ui *u, struct screen *owner, void (*work)(struct ask *),
              void (*answer)(struct ask *), void (*release)(struct ask *));
void ask_post(struct ask *a, enum workplace where);
/* The same, and keys typed meanwhile wait for the answer; Esc stops the waiting, not the work. */
void ask_hold(struct ask *a, enum workplace where, const char *doing);
void ask_forget(struct ui *u, const struct screen *owner); /* the owner closes */
void ask_drop_all(struct ui *u); /* no worker is left that could have begun them */

#endif
