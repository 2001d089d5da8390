/* screens.h - how one screen opens another. */
#ifndef TUI_SCREENS_H
#define TUI_SCREENS_H

#include "ui.h"

/* ---- The floor ---- */
void start_open(struct ui *u); /* no store is configured */
void home_open(struct ui *u);
void guest_open(struct ui *u); /* instead of home and log-in: for visitors */

/* ---- Lists and records ---- */
/* filter: as typed after F7, or "". */
void list_open(struct ui *u, const struct kind *k, const char *filter);
void list_jump(struct screen *s, int64_t id); /* puts the cursor on a record */
const struct kind *list_kind(const struct screen *s);
void record_open(struct ui *u, const struct kind *k, int64_t id);
/* The same where it waits for a decision of who is here: F2 decides there. */
void record_open_to_decide(struct ui *u, const struct waiting *w);
/* A record that was just loaded or saved; it becomes the screen's. */
void record_show(struct ui *u, struct record *r);
/* Finding over one kind, or all; typed: what was typed already. */
void find_open(struct ui *u, const struct kind *only, const char *typed);
typedef void chosen_fn(struct screen *owner, const char *text, int64_t id);
/* The same, to choose one. */
void find_choose(struct ui *u, const struct kind *only, const char *title, struct screen *owner,
                 chosen_fn *chosen);

/* The records opened last; and one that was opened just now. */
void opened_open(struct ui *u);
void opened_note(struct ui *u, const struct record *r);

/* ---- Approvals ---- */
void approvals_open(struct ui *u);
void approvals_count(struct ui *u);  /* asks anew what waits, for the menu and home */
void approvals_forget(struct ui *u); /* nobody is logged in any more */

/* ---- What waits at this desk ---- */
void outbox_open(struct ui *u);

/* ---- Visits to companies ---- */
void plan_open(struct ui *u);

/* ---- What lapses ---- */
void watch_open(struct ui *u);

/* ---- Captures counted ---- */
void analysis_open(struct ui *u);

/* ---- Handing over ---- */
void handover_open(struct ui *u);
/* Asks to whom, then hands them: `what` and `id` of each. */
void hand_over(struct ui *u, const struct handover *items, size_t count);
void take_over(struct ui *u, int64_t id); /* a row of the kind handover */

/* ---- Forms ---- */
/* Hears of a record filed in a form that was opened on somebody's behalf. */
typedef void filed_fn(struct screen *owner, const struct record *filed);
/* The fields of the record that may be typed in, and its kinds of lines, by name: ids for form_go.
 */
enum { FORM_PLACES_MAX = 200 };
void form_places(struct screen *form,
                 void (*each)(void *context, const char *id, const char *label), void *context);
void form_go(struct screen *form, const char *id);
void form_new(struct ui *u, const struct kind *k, struct screen *owner, filed_fn *filed,
              const char *title_text);
/* A new one as already begun; takes a copy of the root. */
void form_begin(struct ui *u, const struct kind *k, const struct blank_for *begun);
/* Asks with which choice a new one of this kind begins; or what shall be made for this record. */
void begin_open(struct ui *u, const struct kind *k);
void begin_for(struct ui *u, const struct record *root);
void form_copy(struct ui *u, const struct kind *k, int64_t id);
void form_edit(struct ui *u, const struct kind *k, int64_t id);
/* The same, at the field that is missing, telling so. */
void form_edit_missing(struct ui *u, const struct kind *k, int64_t id, const struct error *missing);
void form_correct(struct ui *u, const struct record *r, const struct step *step);
void form_draft(struct ui *u, int64_t draft);
/* The record that is in a form, on top or below; else left as they are. */
/* True: what is typed in a form could not be kept as a draft, and it asks before it is left; `then`
 * goes on where they leave. */
typedef void leave_fn(struct ui *u);
bool form_asks(struct ui *u, leave_fn *then);
void form_editing(const struct ui *u, const struct kind **k, int64_t *id);
void form_step_taken(struct screen *s); /* what it corrected is done */
/* Closes every form in which words stand that are sealed when saved, and what is above: drafts. */
void form_close_sealed(struct ui *u);

/* ---- What acts on one record ---- */
void steps_open(struct ui *u, const struct kind *k, int64_t id);
void history_open(struct ui *u, const struct kind *k, int64_t id);
/* Records side by side: what differs, or all. names: one for each side; copied. The list becomes
 * the screen's. */
void differences_open(struct ui *u, const char *title, const char *const *names,
                      struct compared_list *what);
/* Two records of a kind; and two versions of one. */
void compare_open(struct ui *u, const struct kind *k, int64_t one, int64_t other);
void versions_open(struct ui *u, const struct kind *k, int64_t id, int64_t one, int64_t other);
/* at_once: the usual one, behind a step that hands it out. */
void papers_print(struct ui *u, const struct kind *k, int64_t id, bool at_once);
/* The scan of the paper on a line of r: asks for a file to attach, or where to save the one there.
 */
void attach_open(struct ui *u, const struct record *r, size_t line_kind, size_t line);
void undo_open(struct ui *u, const struct kind *k, int64_t id);
void requirements_open(struct ui *u, const struct record *r); /* copies it */
void missing_open(struct ui *u);
void import_open(struct ui *u, const struct kind *k);
void import_undo_open(struct ui *u);
void export_open(struct screen *s); /* a list */

/* ---- path.c ---- */
/* What was typed as a file's name: "~/" is the home folder. Owned. */
char *whole_path(const char *typed);
void path_told(const char *path, struct buf *out); /* the other way round, appended */
/* On a worker: what is there already is never written over; BAD_DATA says so. */
enum outcome path_is_new(const char *path, struct error *e);
void say_written(struct ui *u, const char *path); /* that a file is */

/* ---- Pop-ups ---- */
/* Reading matter; text is copied. */
void text_open(struct ui *u, const char *title, const char *text);
void help_open(struct ui *u);
void palette_open(struct ui *u);
void look_open(struct ui *u); /* colours and lines */
void look_load(struct ui *u); /* as this desk remembers them */
void keys_open(struct ui *u); /* what the keys send, and mending it */
/* The other language, from now on and whenever who is here comes back to this desk. */
void language_change(struct ui *u);
void language_load(struct ui *u); /* as remembered of who is here */
/* A few answers to choose from; answered hears which, -1 for none. owner may be NULL. */
typedef void answered_fn(struct ui *u, struct screen *owner, void *context, int answer);
struct question {
    const char *title, *text;   /* copied */
    const char *const *answers; /* translated; copied; NULL-terminated */
    size_t marked;              /* the answer that is marked at first */
    struct screen *owner;
    answered_fn *answered;
    void *context; /* handed on; freed with release */
    void (*release)(void *context);
    bool alarm;
};
void dialog_open(struct ui *u, const struct question *q);
/* One line to type. done hears the text; true closes the prompt. */
typedef bool typed_fn(struct ui *u, struct screen *owner, void *context, const char *text);
struct prompt {
    const char *label, *initial, *hint; /* copied */
    bool again;                         /* initial was typed before: typing goes on behind it */
    const struct field *field;          /* what the text would mean in it is told; or NULL */
    struct screen *owner;
    typed_fn *done;
    typed_fn *changed; /* hears each letter; may be NULL. What it answers does not matter. */
    typed_fn *other;   /* as done, of F4, where something else can be chosen first; may be NULL */
    bool file;         /* a file's name: Tab completes it */
    void *context;
    void (*release)(void *context);
};
void prompt_open(struct ui *u, const struct prompt *from);
/* Choosing a referenced record, or one of a field's choices; chosen hears its text and, of a
 * reference, its id. */
void lookup_open(struct ui *u, struct screen *owner, const struct field *f, const char *typed,
                 chosen_fn *chosen);

#endif
