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

/* What stands on a line. */
enum home_what {
    HOME_GAP,
    HOME_HEAD,      /* at: enum home_section */
    HOME_WORDS,     /* nothing waits; at: enum home_section */
    HOME_DECISIONS, /* from here on the cursor goes there */
    HOME_HANDED,
    HOME_COUNTER, /* at: among the counters */
    HOME_WATCH,   /* at: enum watch_state */
    HOME_DRAFT,   /* at: among the drafts */
};
enum home_section { HOME_NEXT, HOME_LATE, HOME_LAPSES, HOME_DRAFTS, HOME_OFFICE, HOME_SECTIONS };

struct home_line {
    enum home_what what;
    size_t at;
};
enum { HOME_LINES_MAX = COUNTERS_MAX + DRAFTS_MAX + WATCH_STATES + 4 * HOME_SECTIONS };
struct home_lines {
    struct home_line items[HOME_LINES_MAX];
    size_t count;
    size_t right; /* the first one of the right column; count: there is one column only */
};

struct home {
    struct drafts drafts;            /* what was handed here first */
    struct drafts handed;            /* what is to stand there */
    size_t cursor;                   /* among the lines it goes to */
    size_t top[2];                   /* of each column */
    bool loaded, two;                /* two: as last drawn, in two columns */
    char person[PERSON_CELLS];       /* whose day was read */
    char *watch_first[WATCH_STATES]; /* what lapses first of each state; NULL */
    int64_t intake[INTAKE_DAYS];     /* applications received, a day each */
    uint64_t saves;
    struct draft dropped; /* the draft last thrown away, until the screen closes */
    struct buf dropped_note;
};

/* home_lay.c */
void home_lay(const struct screen *s, struct home_lines *out);
bool home_goes_to(const struct home_line *l); /* the cursor does */
size_t home_count(const struct screen *s);    /* of such lines */
/* The nth of such lines, and its place among all; a gap where there is none. */
struct home_line home_line_at(const struct home_lines *all, size_t n, size_t *place);
struct home_line home_here(const struct screen *s); /* under the cursor */
/* Puts the cursor on that line again, wherever it stands now. */
struct home_key {
    enum home_what what;
    const struct kind *kind;
    const char *label; /* of a counter */
    int64_t id;        /* of a draft, or a state of the watch */
};
struct home_key home_key_here(const struct screen *s);
void home_seek(struct screen *s, const struct home_key *key);

/* home_draw.c */
void home_draw(struct screen *s, struct canvas *c, struct area a);

/* home_read.c */
void home_refresh(struct screen *s);
void home_ask_drafts(struct screen *s);
void drafts_clear(struct drafts *d);

/* home_intake.c */
int home_intake_rows(const struct canvas *c, const struct home *h); /* 0: nothing came in */
void home_draw_intake(const struct screen *s, struct canvas *c, struct area in);

/* home_drafts.c */
const struct draft_item *home_draft(const struct screen *s); /* under the cursor; NULL: none */
void home_drop(struct screen *s);
void home_hand_over(struct screen *s);
void home_bring_back(struct screen *s);

#endif
