/* scenes.h - every screen and dialog in a known state: what the golden screens picture, and what
 * the guide shows. The table in scenes.c is what there is to read. */
#ifndef TESTS_TUI_SCENES_H
#define TESTS_TUI_SCENES_H

#include "loket/base.h"

enum scene_place {
    AT_WORK,    /* in the practice office, where an operator works until somebody else logs in */
    NO_STORE,   /* no database is configured */
    FOR_GUESTS, /* the guest terminal */
    CUT_OFF,    /* the share is away; the operator was here before */
    TIDIED,     /* somebody has removed the journal beside the database */
    HUNG,       /* at work; the share will hang */
};

/* The way there is spelled with blanks between its words:
 *   F2 Enter Ctrl-D      keys, as glass_press takes them
 *   'PT Toba'            typed
 *   `Accept`             typed in the people's language
 *   <Captures>           in the menu, the row of that name in the people's language, chosen
 *   {Export}             from the palette, likewise
 *   [Invoice]            down to the row on which that stands
 *   @head                logs in: a person of the practice office is called by the role
 *   colleague:aju=A-1    from another desk somebody changes a field of the permit that is shown
 *   slip                 a visitor comes back with the slip that is shown, and asks
 *   escape               alone: Esc, and nothing behind it yet
 *   hang                 the share hangs
 *   full                 the desk's own disk takes no draft any more
 *   wait:5               seconds pass */
struct scene {
    const char *name;  /* its golden is golden/NAME.txt */
    const char *shows; /* what stands on it, for who reads */
    const char *keys;
    enum scene_place place;
};

extern const struct scene scenes[];
extern const size_t scene_count;
const struct scene *scene_find(const char *name); /* NULL: there is none */

#endif
