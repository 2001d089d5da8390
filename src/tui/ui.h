/* ui.h - the running application: a stack of screens on one terminal and one session. */
#ifndef TUI_UI_H
#define TUI_UI_H

#include "ask.h"
#include "command.h"
#include "draw.h"
#include "key.h"
#include "term.h"

#include "loket/actions.h"
#include "loket/tui.h"

enum {
    COUNTERS_MAX = 64,
    KINDS_MAX = 64,
    HELD_MAX = 4096,
    HELD_PASTES = 16,
    LEAST_ROWS = 12,
    LEAST_COLS = 40,
    FULL_ROWS = 24,
    FULL_COLS = 80,
    MENU_COLS = 18,
    PERSON_CELLS = 64, /* bytes of a name */
};

struct screen;
struct tour;

/* Whether a screen shares the window with the menu. */
enum beside {
    NO_MENU,
    MENU_CALLED, /* where both have their full width, or while the menu has the keys */
    MENU_BESIDE, /* wherever both fit at all */
};

/* What a screen is. Every callback but draw may be NULL. */
struct screen_class {
    const char *id;
    unsigned place;      /* one bit of enum place */
    size_t private_size; /* of what screen->own points to, zeroed */
    bool overlay;        /* drawn over the screen below */
    int message_rows;    /* what a message may cover of it; 0: as much as it needs */
    enum beside menu;    /* at its left, where there is room */
    void (*draw)(struct screen *s, struct canvas *c, struct area a);
    bool (*key)(struct screen *s, const struct key *k);       /* false: not for me */
    void (*stroke)(struct screen *s, const struct stroke *k); /* instead of key: all that comes */
    bool (*run)(struct screen *s, enum command c);            /* false: not for me */
    void (*hint)(struct screen *s, struct buf *out);          /* the message line's quiet text */
    void (*help)(struct screen *s, struct buf *out);          /* what F1 says first */
    /* The record under the cursor, for commands that act on one; NULL: none. */
    const struct record *(*record)(struct screen *s);
    void (*shown)(struct screen *s);   /* is on top again */
    void (*news)(struct screen *s);    /* others have written while it is */
    void (*resized)(struct screen *s); /* the window is another size, whatever lies over this */
    void (*conceal)(struct screen *s); /* covered, or its person gone: unsealed words are wiped */
    /* The language is about to change (false), and has (true): for those that keep words. */
    void (*speak)(struct screen *s, bool changed);
    int (*patience)(struct screen *s, moment now); /* ms until tick; -1: never */
    void (*tick)(struct screen *s, moment now);
    void (*close)(struct screen *s);
};

struct screen {
    const struct screen_class *class;
    struct ui *ui;
    void *own;
    struct screen *below;
};

enum tone { SAID, SAID_WELL, SAID_BADLY };

struct ui {
    struct ui_options options;
    struct session_options session_options;
    const struct clock *clock;
    char *store; /* chosen on the first-start screen; session_options.store points here */
    struct session *session; /* NULL on the first-start screen */
    struct terminal term;
    struct canvas canvas;
    struct keyboard keyboard;
    struct screen *top;

    struct buf message;
    enum tone tone;
    bool message_cut; /* it was drawn without its end */

    struct ask *asks;       /* under way */
    const struct ask *hold; /* keys wait for this one */
    const char *doing;      /* what it does, in words */
    struct key held[HELD_MAX];
    size_t held_head, held_count;
    struct buf pastes[HELD_PASTES]; /* of the K_PASTE among them, in their order */
    size_t paste_head, paste_count;
    enum link_state link; /* as last shown */

    struct counter counters[COUNTERS_MAX];
    size_t counter_count;
    struct open_count open[OPEN_KINDS_MAX]; /* what stands behind each kind in the menu */
    size_t open_count;
    struct record *last[KINDS_MAX]; /* of each kind, the one filed last: ditto and carried values */
    struct buf unpasted;            /* cells of a paste that found no place yet */
    bool no_printer;                /* none took the last paper sent to it */
    uint64_t saves;                 /* how many changes this screen has made: lists look anew */

    moment pulse_at;   /* when to ask next what others did */
    bool pulsing;      /* it is being asked */
    bool stale;        /* news came at a bad moment: with the next beat again */
    bool clock_said;   /* that the desk's clock is off */
    bool trouble_said; /* what the housekeeping could not do */
    bool away_said;    /* the message is about a share that is away */
    bool missing_said; /* that the file is not in its place */
    bool refusal_said; /* why the share could not be opened again */

    char person[PERSON_CELLS];   /* who is logged in; "": nobody */
    char before[PERSON_CELLS];   /* whose screens these are, while the desk is locked too */
    struct buf who;              /* "sari (operator)" */
    moment stirred_at;           /* the last key */
    int idle_minutes;            /* until the desk locks itself; 0: it does not */
    struct waiting_list waiting; /* what waits for a decision of theirs, as last asked */
    bool counted;                /* it was asked at all */
    size_t handed;               /* what others handed to them */
    size_t watch[WATCH_STATES];  /* what lapses, as last counted */

    bool no_lines;     /* this desk wants ASCII alone */
    struct buf taught; /* what this terminal's keys were found to send: taught.h */

    struct tour *tour; /* of a practice office; NULL: a real one */

    struct menu *menu;
    struct {
        const struct command_row *row;
        int x, end;
    } bar[32]; /* what stands on the last row, and where, as drawn last */
    size_t bar_count;
    bool in_menu;     /* the menu has the focus */
    bool home_menu;   /* it had, when the first screen was left */
    bool left_screen; /* what closed last was more than a pop-up */
    bool ended;
    bool stirred; /* something happened: draw */
    int drawn_minute;
};

/* ---- ui.c ---- */
moment ui_now(const struct ui *u);
/* On top of the stack; its own part is zeroed. */
struct screen *screen_push(struct ui *u, const struct screen_class *c);
void screen_close(struct screen *s);                      /* and all above it */
void screen_gone(struct ui *u, const struct screen *was); /* the same, where it is still there */
void ui_drop_held(struct ui *u);                          /* keys that wait for an answer */
void ui_conceal(struct screen *s);                        /* it and all below it */
void ui_enter(struct ui *u);                              /* the session has opened: home */

/* ---- frame.c: everything around the screens ---- */
void frame_draw(struct ui *u);
const char *weekday_name(day d);        /* "Mon", in the reader's language */
bool frame_is_full(const struct ui *u); /* room for more than one pane */
/* The area screens have at this size; rows for lists are this minus frame and heading. */
struct area frame_body(const struct screen *s);

/* ---- say.c ---- */
void ui_say(struct ui *u, enum tone t, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void ui_alarm(struct ui *u);                       /* rings, and drops what was typed ahead */
void ui_fail(struct ui *u, const struct error *e); /* says it, with the alarm */

/* ---- mouse.c ---- */
/* A key of the bar is pressed; elsewhere the cursor goes there, and where it stands already what it
 * stands on is opened. */
void mouse_click(struct ui *u, int y, int x);

/* ---- dispatch.c ---- */
void ui_key(struct ui *u, const struct key *k);
void ui_run_command(struct ui *u, const struct command_row *row);
void ui_suspend(struct ui *u);            /* stops until a shell lets it go on */
bool ui_is_too_small(const struct ui *u); /* no key is heard but the one that leaves */
/* Whether a command may be run here and now. */
bool ui_may(struct ui *u, const struct command_row *row, struct error *why);
const struct record *ui_record(struct ui *u); /* of the topmost screen that has one */
struct screen *ui_screen(struct ui *u);       /* the topmost that is no overlay */

const struct record *ui_last(struct ui *u, const struct kind *k);
void ui_saved(struct ui *u); /* something was: what stands on top looks anew */
void ui_keep_last(struct ui *u, const struct record *r);
void ui_forget_last(struct ui *u); /* and what of a paste found no place: they were theirs */

#endif
