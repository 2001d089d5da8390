/* chooser.h - a pop-up with one line to type and what fits it below: find, look-up, palette. */
#ifndef TUI_CHOOSER_H
#define TUI_CHOOSER_H

#include "editor.h"
#include "ui.h"

struct choice_item {
    char *text;
    char *note;  /* beside it, faint */
    char *about; /* told below the list while the cursor is on it; NULL: nothing */
    int64_t id;  /* the caller's */
    const void *thing;
    bool faint; /* can be looked at, not taken */
    int fit;    /* how well it fits what was typed, for chooser_rank() */
};

struct chooser {
    struct editor editor;
    char *title, *empty; /* empty: what is said where nothing fits */
    struct choice_item *items;
    size_t count, cap, cursor, top;
    bool more;      /* there are further ones */
    size_t rows;    /* as drawn */
    bool tells;     /* its items have something to tell */
    bool tells_all; /* each to its end; every item is about something */
    int tallest;    /* rows it has taken: it grows, but does not shrink under the eyes */
};

/* Put these into the screen's class; its own part begins with a struct chooser. */
void chooser_draw(struct screen *s, struct canvas *c, struct area a);
/* changed: the typed line is another one; NULL: the items stay. taken: Enter on the item under the
 * cursor. */
bool chooser_key(struct screen *s, const struct key *k, void (*changed)(struct screen *s),
                 void (*taken)(struct screen *s));
void chooser_set(struct chooser *ch, const char *title, const char *empty, const char *typed);
void chooser_empty(struct chooser *ch, const char *empty); /* another text for that */
void chooser_clear(struct chooser *ch);                    /* its items */
struct choice_item *chooser_add(struct chooser *ch, const char *text, const char *note);
const struct choice_item *chooser_item(const struct chooser *ch); /* NULL: there is none */
/* What fits best stands first; of what fits alike, what can be taken. Else as they were added. */
void chooser_rank(struct chooser *ch);
void chooser_free(struct chooser *ch);
/* How well typed letters fit a text: every word's letters in order; 0: not at all. */
int fuzzy_fit(const char *typed, const char *text);

#endif
