/* home.h - the parts of the first screen, for its own files only. */
#ifndef TUI_HOME_H
#define TUI_HOME_H

#include "screens.h"

enum { DRAFTS_MAX = 100 };

struct draft_item {
    int64_t id;
    char kind[FIELD_ID_MAX];
    int64_t record;
    moment saved_at;
    char *title;
    char *about; /* what tells it from others; NULL: nothing does yet */
    char *by;    /* who typed it; NULL: not known */
    char *from;  /* who handed it here: id is that of the handover; NULL: a draft of this desk */
};

struct drafts {
    struct draft_item items[DRAFTS_MAX];
    size_t count;
};

struct home {
    struct drafts drafts; /* what was handed here first */
    struct drafts handed; /* what is to stand there */
    size_t cursor, top;
    bool loaded;
    int64_t intake[INTAKE_DAYS]; /* applications received, a day each */
    uint64_t saves;
    struct draft dropped; /* the draft last thrown away, until the screen closes */
    struct buf dropped_note;
};

static inline bool home_watches(const struct ui *u)
{
    return u->watch[WATCH_SOON] + u->watch[WATCH_DUE] + u->watch[WATCH_LAPSED] > 0;
}

/* The lines above the counters: what waits for a decision, where somebody is logged in, and what
 * was handed to them, where anything was. */
static inline size_t home_first(const struct ui *u)
{
    return (u->counted ? 1 : 0) + (u->handed > 0 ? 1 : 0);
}

/* The lines above the drafts: those, the counters, and what lapses, where anything does. */
static inline size_t home_heads(const struct ui *u)
{
    return home_first(u) + u->counter_count + (home_watches(u) ? 1 : 0);
}

/* home.c */
void home_ask_drafts(struct screen *s);
/* home_intake.c */
void home_draw_intake(const struct home *h, struct canvas *c, struct area in);
/* home_drafts.c */
const struct draft_item *home_draft(const struct screen *s); /* under the cursor; NULL: none */
void home_drop(struct screen *s);
void home_hand_over(struct screen *s);
void home_bring_back(struct screen *s);

#endif
