/* scenes.h - every screen and dialog in a known state: what the golden screens picture, and what
 * the guide shows. The table in scenes.c is what there is to read. */
#ifndef TESTS_TUI_SCENES_H
#define TESTS_TUI_SCENES_H

#include "loket/base.h"

struct glass;

enum scene_place {
    AT_HOME,     /* the first screen */
    AT_NO_STORE, /* no database is configured */
    AT_GUEST,    /* the guest terminal */
};

/* The way there is spelled with blanks between its words:
 *   F2 Enter Ctrl-D  keys, as glass_press takes them
 *   'PT Toba'        typed
 *   <Captures>       in the menu, the row of that name in the people's language, chosen
 *   {Export}         from the palette, likewise
 *   wait             a second passes */
struct scene {
    const char *name;  /* its golden is golden/NAME.txt */
    const char *shows; /* what stands on it, for who reads */
    const char *who;   /* whose screen: a person is called by the role; NULL: nobody's */
    const char *keys;  /* NULL: none */
    enum scene_place place;
    void (*reach)(struct glass *g); /* what keys alone do not reach, behind them; NULL: nothing */
};

extern const struct scene scenes[];
extern const size_t scene_count;
const struct scene *scene_find(const char *name); /* NULL: there is none */

#endif
