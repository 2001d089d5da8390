/* form.h - the parts of a form, for its own files only. */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "columns.h"
#include "editor.h"
#include "screens.h"

enum { PAGES_MAX = 24, UNDO_MAX = 60, PREVIEW_MAX = 4 };

enum form_mode { FORM_NEW, FORM_EDIT, FORM_CORRECT };

/* One place to type in: a field of the record, or of a line. */
struct slot {
    bool in_line;
    size_t list; /* line kind */
    size_t row;  /* live line, from 0; one past the last: the line to come */
    size_t field;
};

/* What was typed and cannot be taken: it stays as typed, the record's value is untouched. */
struct wrong {
    struct slot slot;
    char *typed, *why;
};

struct form_page {
    const char *label;
    bool grid; /* all lines of one kind */
    size_t list;
    size_t first, end; /* fields */
};

/* A draft as the desk's worker knows it. The screen never looks inside once it was handed over, so
 * the two need no lock; `holders` is the screen's. */
struct keeper {
    struct draft draft;
    unsigned holders;
};

struct form {
    const struct kind *kind;
    enum form_mode mode;
    const struct step *step; /* of a correction */
    struct record *record, *base;
    struct record *previous; /* for ditto; NULL: none */
    /* What a new one began with, and nobody typed since, nor is the desk's own; NULL: nothing. */
    struct record *blank;
    struct record *regular;  /* the newest of the applicant just chosen; NULL */
    struct record *like;     /* what it was filled in from; NULL */
    struct ask *regular_ask; /* who the applicant is, and their newest, is being looked up; NULL */
    bool template_waits;     /* for that: it was pressed already */

    struct form_page pages[PAGES_MAX];
    size_t page_count, page;
    bool detail; /* of a grid: all fields of one line */
    size_t detail_row;
    struct slot *slots; /* of what is shown, in order */
    size_t slot_count, slot_cap, focus;
    int cols;                    /* the slots were made for */
    unsigned width[COLUMNS_MAX]; /* of a grid's columns */
    size_t top;                  /* first row shown */

    struct editor editor;
    bool touched;  /* typed since the field was come to */
    bool advanced; /* a full code went on by itself: the key that ends it may still come */
    struct wrong *wrongs;
    size_t wrong_count;
    bool told;          /* F8 has stopped at the field under the cursor */
    struct slot blamed; /* what the message line says is wrong there, until the next key */
    bool blames;
    struct record *undo[UNDO_MAX];
    size_t undo_count;

    struct keeper *keeper;
    char txn[TXN_TEXT_LEN + 1];
    bool dirty;   /* differs from what was opened */
    bool begun;   /* opened for another record, or with a name: it says something already */
    bool unkept;  /* changed since the draft was kept */
    bool keeping; /* a keep is under way */
    bool lost;    /* the last one failed: what is typed is nowhere but here */
    bool resumed; /* a draft of a filed record: undo ends at the record as filed */
    moment edited_at, kept_at;

    struct remarks remarks; /* of the last judging */
    bool judging, judge_again;

    struct screen *owner; /* hears of the record filed; or NULL */
    filed_fn *filed;
    bool then_steps; /* after the save, the steps */
    bool then_next;  /* after the save, the next new one */
    bool in_one;     /* many fields at once: one step to take back */
};

/* ---- form_slots.c: pages and places ---- */
void form_slots_make(struct screen *s); /* what the record as it stands is asked */
const struct field *slot_field(const struct form *f, const struct slot *p);
struct value *slot_value(const struct form *f, const struct slot *p); /* NULL: the line to come */
/* Somebody else's words stand there, sealed: they stay unless something is typed over them. */
bool slot_sealed(const struct form *f, const struct slot *p);
bool slot_same(const struct slot *a, const struct slot *b);
void slot_path(const struct form *f, const struct slot *p, struct buf *out);
bool slot_of_path(const struct form *f, const char *path, struct slot *out);
bool field_is_open(const struct form *f, const struct field *field); /* may be typed in */
bool field_is_asked(const struct form *f, const struct field *field, const struct value *v);
const struct slot *form_slot(const struct form *f);        /* the focus; NULL: none */
const struct line_kind *form_grid(const struct form *f);   /* of the page; NULL */
void form_go_slot(struct screen *s, const struct slot *p); /* turning to its page */
void form_step(struct screen *s, bool forth);
void form_step_row(struct screen *s, bool forth);
bool form_row_begin(
    struct screen *s); /* from a cell's beginning; false: it is none, or the first */
bool form_turn(struct screen *s, bool forth); /* to the next page; false: there is none */

/* ---- form_edit.c: values ---- */
void form_forget(struct record **r); /* frees a record; what is to be sealed is wiped */
void slot_text(const struct form *f, const struct slot *p, struct buf *out); /* as it stands */
const struct wrong *slot_wrong(const struct form *f, const struct slot *p);
void wrong_set(struct form *f, const struct slot *p, const char *typed, const char *why);
void wrong_clear(struct form *f, const struct slot *p);
void wrongs_clear(struct form *f);
void form_blame(struct form *f, const struct slot *p);
void form_come(struct screen *s);                /* takes the focus's text under the hands */
void form_leave(struct screen *s);               /* takes what was typed into the record */
void form_speak(struct screen *s, bool changed); /* another language */
void form_put(struct screen *s, const struct slot *p, const char *text);
void form_put_reference(struct screen *s, const struct slot *p, const char *text, int64_t id);
void form_changed(struct screen *s);
void form_snapshot(struct form *f);
void form_undo(struct screen *s);
/* Its value, to be written: the line to come is begun, the step can be taken back. */
struct value *form_write(struct screen *s, const struct slot *p);
/* ---- form_ditto.c ---- */
void form_ditto(struct screen *s);
void form_ditto_rest(struct screen *s);
/* ---- form_template.c ---- */
bool field_is_copied(const struct field *f); /* is not new each time */
/* Takes over what is not new each time, where it is empty or, blank given (it may be `to` itself),
 * stands as in it. Returns how many values came. */
size_t record_like(struct record *to, const struct record *from, const struct record *blank,
                   const struct reading *how);
void form_new_each_time(const struct form *f,
                        void (*each)(void *context, const struct slot *p, const char *text),
                        void *context);
void form_new_seen(struct form *f, const struct slot *p); /* F8 has led there */
bool form_is_regular(const struct form *f, const struct slot *p);
void form_regular_gone(struct screen *s);                              /* nobody is called so */
void form_regular(struct screen *s, const struct slot *p, int64_t id); /* was just chosen */
void form_template(struct screen *s);
/* ---- form_paste.c ---- */
void form_paste(struct screen *s, const char *text);
void form_paste_rest(struct screen *s); /* what found no place before */
/* ---- form_carry.c ---- */
#define CARRY_HABIT "carried"
/* As the catalogue has it, unless its id is among `turned`, each between blanks. */
bool field_is_carried(const struct field *f, const char *turned);
/* Whether the field comes along into the next new record is turned round, for who is here. */
void form_carry(struct screen *s);
/* ---- recent.c ---- */
void recent_open(struct screen *form, const struct slot *p, const char *typed, chosen_fn *chosen);
/* ---- form_lines.c ---- */
void line_begin(struct screen *s, size_t list, size_t row); /* makes the line to come */
void form_line_drop(struct screen *s);
void form_line_copy(struct screen *s);
void form_detail(struct screen *s);
bool form_detail_turn(struct screen *s, bool forth); /* false: no such line */
/* ---- form_link.c: what a reference's text means ---- */
void form_link(struct screen *s, const struct slot *p);
void form_judge(struct screen *s);
/* ---- form_draw.c ---- */
void form_draw(struct screen *s, struct canvas *c, struct area a);
/* ---- form_draft.c ---- */
struct keeper *keeper_new(void);
void keeper_release(struct keeper *k);
void form_keep(struct screen *s);
void form_keep_last(struct screen *s);     /* it closes: nobody hears the answer */
bool form_is_lost(const struct screen *s); /* a form whose draft could not be kept */
void form_draft_done(struct screen *s);    /* the record is filed: the draft may go */
void form_note_restore(struct screen *s, const char *note);
/* ---- form_save.c ---- */
void form_save(struct screen *s);
void form_checklist(struct screen *s);
void form_conflict(struct screen *s, const char *both);
/* ---- form_problems.c ---- */
/* Lists all that is wrong or missing; false: nothing is. */
bool form_problems(struct screen *s, const char *title, bool blocking_only);
void form_next_problem(struct screen *s);
/* The same behind what was just said; where hands go on after much was filled in for them. */
void form_next_to_type(struct screen *s, const char *said);
void form_first_to_type(struct screen *s, const char *said); /* what is needed before all else */
/* To the first field that is wrong, or required and empty; false: there is none. */
bool form_go_missing(struct screen *s);
/* ---- form.c ---- */
/* record, base and previous become the form's. */
struct screen *form_start(struct ui *u, enum form_mode mode, struct record *record,
                          struct record *base, struct record *previous);

#endif
