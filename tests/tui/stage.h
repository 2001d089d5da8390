/* stage.h - where the scenes are played: the practice office at a fixed moment, made once and given
 * to each scene as new, so that a scene shows the same whatever was played before it. */
#ifndef TESTS_TUI_STAGE_H
#define TESTS_TUI_STAGE_H

#include "../../src/tui/draw.h"

#include "scenes.h"
#include "screen.h"

struct stage {
    struct office office;    /* first: what a glass is opened over */
    char shelf[200];         /* the office as it was made */
    char play[200];          /* as the scene has it; also the home folder */
    bool threads;            /* it works on threads */
    struct hanging *hanging; /* what its share does not come back from; NULL: it answers */
    enum language language;
};

/* The practice office, in the people's language; ends the test where it cannot be made. */
struct stage *stage_up(enum language l);
void stage_down(struct stage **st);

/* Opens a glass at 80 by 24 and goes to the scene, which is then shown at any size. */
struct glass *scene_reach(struct stage *st, const struct scene *sc);
void scene_size(struct glass *g, const struct scene *sc, int rows, int cols);
void scene_theme(struct glass *g, enum theme theme); /* as chosen from Colours and lines */
void scene_leave(struct glass **g);
/* Appends the scene's rows at a size, each with its newline, and nothing else: for the guide. */
void scene_show(struct stage *st, const struct scene *sc, int rows, int cols, struct buf *out);
/* Plays directions as scenes.h tells them. */
void stage_play(struct glass *g, const char *keys);

#endif
