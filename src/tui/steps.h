/* steps.h - taking a step: choosing it, asking what it demands, doing it. */
#ifndef TUI_STEPS_H
#define TUI_STEPS_H

#include "screens.h"

enum { STEP_SETS_MAX = 64 };

/* A step on its way. Everything in it is its own. */
struct taking {
    const struct kind *kind;
    int64_t id, rev;
    const struct step *step;
    bool asks_reason;
    char misses[FIELD_ID_MAX]; /* what a guard misses of what the step asks for; "" */
    struct {
        char *path, *text;
    } sets[STEP_SETS_MAX];
    size_t set_count;
    char *note; /* before it is asked for: how it begins */
    enum spelling spelling;
    /* Hears what was answered, in place of taking the step; t becomes its own. NULL: take it. */
    void (*answered)(struct screen *asked, struct taking *t);
};

struct taking *taking_new(const struct record *r, const struct step *s);
struct taking *taking_copy(const struct taking *t);
void taking_set(struct taking *t, const char *path, const char *text);
void taking_begin_note(struct taking *t, const char *note);
void taking_free(struct taking *t);

/* Asks for what the step demands where it demands anything, else takes it. Owns t. form: the
 * screen this is part of (a correction's form, or the pop-up that asked), closed once the step is
 * taken; or NULL. */
void step_begin(struct ui *u, struct taking *t, const struct record *r, struct screen *form);
void step_take(struct ui *u, struct taking *t, struct screen *form);
/* The same for what waits for a decision: r is its record as it was read last. */
void step_decide(struct ui *u, const struct record *r, const struct waiting *w,
                 struct screen *form);
struct unseen;
/* Closes the passphrase's dialog and asks anew where what was typed as the passphrase stands among
 * the answers of the pop-up below, for others to read: wiped, and told. False: it stands nowhere.
 */
bool step_ask_again(struct screen *dialog, const struct unseen *secret);
/* To the place of that pop-up that was refused; does nothing on another screen. */
void step_ask_go(struct screen *s, const char *path);
/* The pop-up with what the step demands. */
void step_ask_open(struct ui *u, struct taking *t, const struct record *r, struct screen *form);

#endif
