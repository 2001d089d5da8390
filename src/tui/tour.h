/* tour.h - the first hour at a practice office: lessons in a few lines under the real screens. Each
 * says what to do, notices by itself that it was done, and the next one stands there. */
#ifndef TUI_TOUR_H
#define TUI_TOUR_H

#include "ui.h"

enum happened {
    HAPPENED_LISTED,   /* a list was opened */
    HAPPENED_FILED,    /* a new record was saved */
    HAPPENED_CHANGED,  /* one that was there was edited; told for each value in it that is new,
                          words: its key (catalogue.h, flat) */
    HAPPENED_MISTYPED, /* a form could not take what was typed */
    HAPPENED_FOUND,    /* opened by searching; words: what was typed */
    HAPPENED_UNDONE,
    HAPPENED_STEP, /* words: its verb */
    HAPPENED_DECIDED,
    HAPPENED_IMPORTED,
    HAPPENED_PRINTED, /* or looked at */
};
/* What somebody did has succeeded; k may be NULL where it is of many kinds. Told wherever the tour
 * may wait for it. */
void ui_happened(struct ui *u, enum happened what, const struct kind *k, const char *words);

/* The database has opened: where it is a practice office, goes on where the tour was. */
void tour_load(struct ui *u);
void tour_free(struct ui *u);
/* Goes on where a lesson was passed, once no question stands in front of it. */
void tour_settle(struct ui *u);
/* Begins it; while it runs: skips a lesson, begins anew, leaves it. */
void tour_open(struct ui *u);
/* REFUSED on a real office, telling how to get a practice one. */
bool tour_may(struct ui *u, struct error *why);

/* The rows it takes above the message line at this size; 0: it does not run. */
int tour_rows(const struct ui *u);
/* Above so many rows of message. */
void tour_draw(struct ui *u, struct canvas *c, int below);

/* The practice sheet's name while a list of this kind is about to be imported; "" else. */
const char *tour_sheet(const struct ui *u, const struct kind *k);

/* ---- tour_lessons.c ---- */

struct lesson {
    const char *title;  /* N_() */
    const char *text;   /* N_(): a sentence or two; names in braces: called.h */
    const char *brief;  /* N_(): the same where there are two rows of 40 cells */
    const char *praise; /* N_(): once it is done */
    enum happened what;
    const char *kind;   /* NULL: any */
    const char *words;  /* the verb, the field; "0": digits alone; NULL: any */
    const char *missed; /* N_(): of that kind something was changed otherwise, or could not be
                           taken; NULL: that says nothing */
};
extern const struct lesson lessons[];
extern const size_t lesson_count;
extern const char *const lesson_end, *const lesson_end_brief;
bool lesson_passed(const struct lesson *l, enum happened what, const struct kind *k,
                   const char *words);
/* Something of its own was tried and went elsewhere. */
bool lesson_missed(const struct lesson *l, enum happened what, const struct kind *k);
#endif
