/* pass.h - a passphrase typed unseen, with or without a line of text before it. */
#ifndef TUI_PASS_H
#define TUI_PASS_H

#include "ui.h"

enum { SECRET_MAX = 512 }; /* bytes */

/* In memory that is not written out, wiped when it goes. */
struct unseen {
    char bytes[SECRET_MAX];
    size_t n;
};

struct unseen *unseen_new(void);
bool unseen_add(struct unseen *s, const char *text);      /* false: no room, nothing taken */
bool unseen_is(const struct unseen *s, const char *text); /* with or without blanks around it */
void unseen_wipe(struct unseen *s);
void unseen_free(struct unseen **s); /* wipes */

struct pass_question;
/* Hears what was typed; the secret becomes its own. The dialog stays until it is closed. */
typedef void passed_fn(struct screen *pass, const char *text, struct unseen *secret);
/* Esc: the dialog has closed. */
typedef void given_up_fn(struct ui *u);

struct pass_question {
    const char *title, *text; /* copied */
    const char *label;        /* of the line before the passphrase; NULL: there is none. Constant */
    const char *demand;       /* what is said where that line is empty; NULL: it may be. Constant */
    const char *initial;      /* what stands in it */
    passed_fn *passed;
    given_up_fn *given_up; /* may be NULL */
    void *context;
    void (*release)(void *context);
    bool covers; /* nothing behind it may be read */
};
struct screen *pass_open(struct ui *u, const struct pass_question *q);
void *pass_context(const struct screen *s);

#endif
