/* command.h - the one table of what can be done on the screen: it feeds the keys, the bar, the
 * palette, the help and the manual. */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

#include "key.h"

struct ui;

enum place { /* which screen is on top, as bits */
             IN_START = 1 << 0,
             IN_HOME = 1 << 1,
             IN_LIST = 1 << 2,
             IN_RECORD = 1 << 3,
             IN_FORM = 1 << 4,
             IN_LOOKUP = 1 << 5, /* pop-ups that choose a record */
             IN_TEXT = 1 << 6,   /* something to read */
             IN_DIALOG = 1 << 7, /* questions and prompts */
             IN_STEP = 1 << 8,   /* what a step asks for */
             IN_CHOICE = 1 << 9, /* pop-ups that choose what to do */
             IN_APPROVALS = 1 << 10,
             IN_HANDOVER = 1 << 11,
             IN_WATCH = 1 << 12,
             IN_PLAN = 1 << 13,
             IN_ANALYSIS = 1 << 14,
             IN_GUEST = 1 << 15,   /* in none of the groups below: it leads nowhere */
             IN_COLUMNS = 1 << 16, /* which columns a list shows */
             IN_SAVED = 1 << 17,   /* filters kept under a name */
             IN_COMPARE = 1 << 18, /* records side by side */
             IN_HISTORY = 1 << 19,
             IN_DECISION = 1 << 20, /* a record opened where it waits for a decision */
             IN_RECORDS = IN_RECORD | IN_DECISION,
             IN_SCREENS = IN_HOME | IN_LIST | IN_RECORDS | IN_FORM | IN_APPROVALS | IN_HANDOVER |
                          IN_WATCH | IN_PLAN | IN_ANALYSIS,
             IN_ALL = IN_SCREENS | IN_START | IN_LOOKUP | IN_TEXT | IN_DIALOG | IN_STEP |
                      IN_CHOICE | IN_COLUMNS | IN_SAVED | IN_COMPARE | IN_HISTORY,
};

enum command {
    DO_HELP,
    DO_NEW,
    DO_SAVE,
    DO_SAVE_NEXT,
    DO_TEMPLATE,
    DO_FIND,
    DO_OPENED,
    DO_OPEN,
    DO_EDIT,
    DO_CHOOSE,
    DO_RELOAD,
    DO_DETAIL,
    DO_STEPS,
    DO_FILTER,
    DO_HISTORY,
    DO_COMPARE,
    DO_PAPERS,
    DO_SORT,
    DO_PRINT,
    DO_PROBLEM,
    DO_COPY,
    DO_COPY_LINE,
    DO_MENU,
    DO_PALETTE,
    DO_UNDO,
    DO_DITTO,
    DO_DITTO_REST,
    DO_PASTE_REST,
    DO_CARRY,
    DO_DROP,
    DO_CLOSED,
    DO_COLUMNS,
    DO_SAVED,
    DO_REQUIREMENTS,
    DO_UNSEAL,
    DO_RELATED,
    DO_MAKE_FOR,
    DO_ATTACH,
    DO_MISSING,
    DO_IMPORT,
    DO_IMPORT_UNDO,
    DO_EXPORT,
    DO_DECIDE,
    DO_MARK_ALL,
    DO_HOLD,
    DO_HAND_OVER,
    DO_HANDOVER,
    DO_HELD,
    DO_HANDLED,
    DO_REPORT,
    DO_WATCH,
    DO_OFFICER,
    DO_VIEW,
    DO_GROUP,
    DO_WHOSE,
    DO_PLAN,
    DO_ANALYSIS,
    DO_APPROVALS,
    DO_OUTBOX,
    DO_TOUR,
    DO_SWITCH,
    DO_HOME,
    DO_LANGUAGE,
    DO_KEYS,
    DO_LOOK,
    DO_SUSPEND,
    DO_REDRAW,
    DO_BACKUP,
    DO_BACK,
    DO_QUIT,
};

struct command_row {
    enum command command;
    const char *label; /* N_(): on the bar and in the palette */
    const char *help;  /* N_(): one sentence */
    int key, ctrl;     /* K_F(n) or K_ESC, and its Ctrl twin; 0: none */
    unsigned places;   /* bits of enum place */
    unsigned weight;   /* the bar keeps the heaviest where room is short; 0: not on the bar */
    /* false: it cannot be done now, and why. NULL: always. */
    bool (*may)(struct ui *u, struct error *why);
};

extern const struct command_row command_table[];
extern const size_t command_count;

/* The row a key means in a place, or NULL. */
const struct command_row *command_for_key(int key, unsigned place);
const struct command_row *command_find(enum command c, unsigned place); /* NULL: not there */
/* What else it is called by, in small letters: only for finding it. */
const char *command_words(enum command c);
/* "F6 · Ctrl-T" */
void command_keys(const struct command_row *row, struct buf *out);

#endif
