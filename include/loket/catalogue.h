/* catalogue.h - what a kind of record is: field types, fields, lines, flow, guards, facts; a record
 * in memory; its flat form, on which digests, differences, merges and undo all work. The catalogue
 * works on a registry handed to it and knows no kind by name. No SQL, no screen. */
#ifndef LOKET_CATALOGUE_H
#define LOKET_CATALOGUE_H

#include "loket/base.h"

struct kind;
struct record;
struct registry;

/* ---- Values ---- */

/* One field's content. Text is NFC UTF-8. A reference keeps the text as it stood when chosen;
 * num is the referenced record's id, 0 where nothing is linked (imported or free text). */
struct value {
    int64_t num; /* number, money (scaled), day, moment, reference id */
    char *text;  /* text, choice code, HS code, NPWP..., a reference's text; owned, NULL if none */
    bool set;    /* false: empty; then num is 0 and text NULL */
};

void value_clear(struct value *v);
void value_copy(struct value *to, const struct value *from); /* to must be cleared or zero */
void value_set_text(struct value *v, const char *text);      /* "" clears */
void value_set_number(struct value *v, int64_t num);
void value_set_reference(struct value *v, int64_t id, const char *text);
bool value_same(const struct value *a, const struct value *b);

/* ---- Field types ---- */

enum storage { STORED_TEXT, STORED_INTEGER, STORED_REFERENCE }; /* column(s) behind a field */

/* How a value stands in text. */
enum spelling {
    SPELL_SCREEN,    /* what people read and type: 21 Nov 2026, 1.234,5, "Ekspor" */
    SPELL_CANONICAL, /* files of ours, command line, JSON, SQL: 2026-11-21, 1234.5, "EX" */
    SPELL_SHEET,     /* in only: what legacy sheets hold */
};

struct field;

/* Who a step belongs to by default, who edits a kind, whom a field is sealed for. */
enum role {
    ROLE_NONE,
    ROLE_OPERATOR,
    ROLE_VERIFIER,
    ROLE_OFFICER,
    ROLE_COORDINATOR,
    ROLE_HEAD,
    ROLE_WASDAK,
    ROLE_WASDAK_HEAD,
    ROLE_INVESTIGATOR,
    ROLE_TREASURER,
    ROLE_COMPLIANCE,
    ROLE_COMPLAINTS,
    ROLE_ADMIN,
    ROLE_GUEST,
    ROLE_COUNT,
};
const char *role_id(enum role r);     /* "wasdak-head" */
const char *role_label(enum role r);  /* N_() */
enum role role_parse(const char *id); /* ROLE_NONE: no such role; NULL is none */

/* What parsing may need beside the text. */
struct reading {
    enum spelling spelling;
    day today;
    int zone_minutes;
    bool typed; /* by a person, now: sums are reckoned, times may be short */
    moment now; /* where typed */
    /* Of a sheet's column, where its cells say so. */
    bool month_first;   /* 05/21/2026 */
    bool decimal_point; /* 1,234.5 */
};

struct field_type {
    const char *name; /* "text", "money" ... for the manual */
    enum storage storage;
    char tag;   /* type tag in canonical bytes; never changed, never reused */
    bool right; /* numbers stand at the right of a column */
    /* Takes text (valid UTF-8, trimmed) into *v, or says in *e why not, in one sentence that does
     * not name the field. Empty text is never handed in. References: text only; linking is the
     * store's work. SPELL_CANONICAL and SPELL_SCREEN both take what people type. */
    enum outcome (*parse)(const struct field *f, const struct reading *how, const char *text,
                          struct value *v, struct error *e);
    /* Appends the text; v is set. */
    void (*format)(const struct field *f, const struct value *v, enum spelling spelling,
                   struct buf *out);
    int (*compare)(const struct value *a, const struct value *b);
    unsigned digits;  /* of codes that always have so many: typed in full, the form goes on; 0 */
    const char *hint; /* N_(): what may be typed, for the help line and the manual */
};

/* Tags: t text and time, n note, d number, m money, D date, M moment, b flag, c choice, R
 * reference's text, S serial, a file, h hs, w npwp, u nitku, k nik, q nip, f phone, e email, g
 * coordinates; and, of no field type: s state, p position of a line, r link of a reference. A
 * change would break every digest ever signed. */
extern const struct field_type type_text;       /* one line */
extern const struct field_type type_note;       /* several lines */
extern const struct field_type type_paper_code; /* of a step's .code: a note to the file */
extern const struct field_type type_number;     /* whole or decimals, scaled */
extern const struct field_type type_money;      /* rupiah, 2 decimals unless said */
extern const struct field_type type_date;       /* day */
extern const struct field_type type_moment;     /* moment, UTC; shown in the office's zone */
extern const struct field_type type_time;       /* of day, "08.30": text to files and digests */
extern const struct field_type type_flag;       /* yes/no: ya/tidak, y/t, 1/0 */
extern const struct field_type type_choice;     /* one code of .choices */
extern const struct field_type type_reference;
extern const struct field_type type_serial; /* official numbers: text, found by its tail digits */
extern const struct field_type type_file;   /* "HASH NAME": a file beside the database */
extern const struct field_type type_hs;     /* 4 to 12 digits, dots dropped, leading zeros kept */
extern const struct field_type type_npwp;   /* 15 or 16 digits, punctuation dropped */
extern const struct field_type type_nitku;  /* 22 digits */
extern const struct field_type type_nik;    /* 16 digits with a birth date inside */
extern const struct field_type type_nip;    /* 18 digits with two dates inside */
extern const struct field_type type_phone;
extern const struct field_type type_email;
extern const struct field_type type_coordinates; /* "-6.2088, 106.8456" */

/* A file's text taken apart: its SHA-256 in hexadecimal digits, and the name it had, within text.
 * false: that is none. */
enum { FILE_HASH_LEN = 64 };
bool file_text_split(const char *text, char hash[FILE_HASH_LEN + 1], const char **name);

/* The office's zone, in minutes east of UTC, in which SPELL_SCREEN shows moments: process-wide, as
 * the language is. Western Indonesia (420) until set. */
void office_zone_set(int minutes);
int office_zone(void);

/* ---- Fields ---- */

struct choice {
    const char *code;           /* stored: "EX"; NULL ends the list */
    const char *label;          /* N_() */
    const char *const *aliases; /* what sheets write for it ("ekspor"); NULL-terminated or NULL */
};

extern const struct choice choices_role[]; /* every role but none, in the order of enum role */

enum field_flag {
    FIELD_REQUIRED = 1 << 0,  /* a step out of the first state demands it */
    FIELD_READ_ONLY = 1 << 1, /* set by steps, numbering or import only */
    FIELD_CARRIED = 1 << 2,   /* offered again in the next new record */
    FIELD_DERIVED = 1 << 3,   /* computed by the kind's after_load, kept for lists to show and sort;
                               * never typed, digested or exported */
    FIELD_INDEXED = 1 << 4,   /* sorts and filters at any size */
    FIELD_SEARCHED = 1 << 5,  /* its words are found by `find` */
    FIELD_TAIL = 1 << 6,      /* found by its last digits; only type_serial */
    FIELD_EXPIRES = 1 << 7,   /* its last day or moment: watched by the expiry watch */
    FIELD_SEALED = 1 << 8,  /* only the role in sealed_to reads it: text or note; in records, files
                             * and the flat form the value is ciphertext in base64 */
    FIELD_ADVANCE = 1 << 9, /* fixed-length code: full means next field */
    FIELD_UNIQUE_HINT = 1 << 10, /* being copied into a new record it stays blank */
    FIELD_LOOSE = 1 << 11, /* a reference that may stay unlinked text: foreign consignees, ports */
    FIELD_COUNTDOWN = 1 << 12, /* a moment shown as the time left until it, in words */
    FIELD_SELF = 1 << 13,      /* a reference to a person: in a new record whoever makes it */
    FIELD_NOW = 1 << 14,       /* a day or moment: where a step asks for it, it begins as now */
    FIELD_IN_CODE = 1 << 15,   /* written by the step that makes the paper's code, and under it */
    FIELD_OWN = 1 << 16,       /* tells what became of this record: never taken over by another */
};

/* What a field or step is for: records whose header field is one of these choices, or empty still.
 */
struct condition {
    const char *field;        /* id of a choice of the header */
    const char *const *codes; /* NULL-terminated */
};

typedef void name_fn(void *context, const char *name, const char *means);

struct field {
    const char *id;    /* snake_case English, never renamed or reused; NULL ends a list */
    const char *label; /* N_() */
    const struct field_type *type;
    unsigned flags;      /* enum field_flag */
    unsigned width;      /* characters at most; also the column's and the entry's natural width */
    unsigned decimals;   /* of numbers and money */
    enum role sealed_to; /* of FIELD_SEALED fields: whose key it is sealed for */
    int64_t min, max;    /* of numbers, scaled; both 0: no limit */
    const struct choice *choices;
    const char *kind;       /* of references: the kind referred to */
    const char *among;      /* of references: only rows whose field "list" says this; NULL: any */
    const char *initial;    /* the default, as typed on a command line: "h", "EX"; NULL: empty */
    const char *unit;       /* id of the field that holds this quantity's unit, or NULL */
    const char *page;       /* N_(): the form page this field begins; NULL: goes on */
    const char *help;       /* N_(): one sentence */
    const char *free_until; /* last state (in the flow's order) of free editing; later only by the
                             * step that corrects; NULL: always free */
    const char *const *expires_in; /* of FIELD_EXPIRES fields: states in which that matters,
                                    * NULL-terminated; NULL: every one that is not final */
    const char *const *aliases; /* CSV headers of legacy sheets, folded; NULL-terminated or NULL */
    /* Forms ask for it only there, and nobody demands it elsewhere; NULL: everywhere. */
    const struct condition *only;
    /* Of texts that name what the program itself has, and nothing else, such as rules: calls back
     * with each name and what it means, both living as long as the call. NULL: any text. */
    void (*names)(name_fn *each, void *context);
    /* A further check with its own sentence; v is set. */
    enum outcome (*check)(const struct field *f, const struct value *v, struct error *e);
};

/* Parses text by the field's type, then its width, range and check. Empty text clears *v. Of a
 * sealed field it takes the clear text and knows nothing of sealing, which the caller does next.
 * The error names the field's label and says what would be right. *v unchanged on error. */
enum outcome field_parse(const struct field *f, const struct reading *how, const char *text,
                         struct value *v, struct error *e);
void field_format(const struct field *f, const struct value *v, enum spelling s, struct buf *out);
const struct choice *field_choice(const struct field *f, const char *code);

/* ---- Flow: states, guards, steps ---- */

enum state_flag {
    STATE_FINAL = 1 << 0,     /* nothing more is expected: closed */
    STATE_BY_IMPORT = 1 << 1, /* imported logs may land here */
    STATE_HIDDEN = 1 << 2,    /* out of lists unless asked for */
    STATE_ALERT = 1 << 3,     /* needs somebody's attention */
};

struct state {
    const char *id;    /* "accepted"; NULL ends a list. The first state is where records begin. */
    const char *label; /* N_() */
    unsigned flags;
};

/* A fact is a question about other records, put as data; the store answers it inside the
 * transaction, so that guards stay pure. */
enum fact_op { FACT_COUNT, FACT_EXISTS, FACT_SUM, FACT_LATEST, FACT_RULE };

struct fact_match {
    const char *theirs; /* field id of the asked kind (or "id"); NULL ends a list */
    const char *ours;   /* field id of our record, or "=literal" */
};

struct fact {
    const char *id; /* how the guard asks for it; for FACT_RULE the rule's id; NULL ends a list */
    enum fact_op op;
    const char *kind;
    const struct fact_match *match;
    const char *const *states; /* NULL: any but hidden ones */
    const char *field;         /* what is summed, or whose latest value is wanted */
    const char *day_field;     /* their day, compared with ours: within_days before or after */
    const char *our_day;
    int within_days;
};

struct answers; /* facts answered; filled by the store, read by guards */
struct answers *answers_new(void);
void answers_free(struct answers **a);
void answers_put(struct answers *a, const char *fact, int64_t number, const char *text);
bool answers_has(const struct answers *a, const char *fact);
int64_t answers_number(const struct answers *a, const char *fact);   /* 0 where not answered */
const char *answers_text(const struct answers *a, const char *fact); /* "" where not answered */

struct guard {
    const char *id;
    const struct fact *facts; /* NULL: none */
    /* true: may go on. false: *why holds the reason and what to do. Pure. */
    bool (*allow)(const struct record *r, const struct answers *a, struct error *why);
};

enum step_flag {
    STEP_REASON = 1 << 0,    /* a reason in words is demanded (the default of a rule) */
    STEP_SIGNED = 1 << 1,    /* must be signed by a person, once people exist */
    STEP_NUMBER = 1 << 2,    /* gives the record its number */
    STEP_RECEIPT = 1 << 3,   /* prints a receipt */
    STEP_LASTING = 1 << 4,   /* leaves the office: not undone but answered by another step */
    STEP_CORRECTS = 1 << 5,  /* may change fields past their free state */
    STEP_COMPLETE = 1 << 6,  /* every FIELD_REQUIRED field and line must be there */
    STEP_FOUR_EYES = 1 << 7, /* not by who contributed since the record last left its first state;
                              * the default of a dated rule "KIND.VERB.four_eyes" */
    STEP_REVIEW = 1 << 9,    /* looks at what one person decided alone: never by that person */
    STEP_DECISION = 1 << 8,  /* waits in the approvals pane of whoever holds its role */
    STEP_RESERVED = 1 << 10, /* what was done on paper is entered: takes a number of a block of
                              * reserved ones, and demands it and the moment it really happened */
};

struct step {
    const char *verb;        /* "accept"; NULL ends a list */
    const char *label;       /* N_() */
    const char *const *from; /* state ids, NULL-terminated */
    const char *to;          /* NULL: stays where it is */
    enum role role;
    unsigned flags;
    const struct condition *only; /* never offered elsewhere, and refused; NULL: for every record */
    const struct guard *const *guards; /* NULL-terminated, all must allow; or NULL */
    const char *const *demands; /* field ids that must be set, asked for on the spot; or NULL */
    /* Paths ("missing_papers", "officer.1.person") that whoever takes the step says of their own:
     * where a guard misses one of them they are asked for on the spot, and filled in by the step
     * they are no contribution to the record's content. NULL-terminated, or NULL. */
    const char *const *asks;
    /* Fields and line kinds a STEP_DECISION signs for: where one of them changes behind it, the
     * record goes back to wait for it. NULL: all that is no longer free, but for notes. */
    const char *const *covers;
    const char *stamp_day;    /* field that takes today's date, or NULL */
    const char *stamp_moment; /* field that takes this moment, or NULL */
    /* Field that takes the code of the paper this step makes, signed by who takes it, over what
     * stands frozen behind it: in `to`, which all steps of one code lead to. NULL: no paper. */
    const char *code;
    /* "KIND.VERB": nobody takes it; it follows, in the same transaction, from that step of another
     * record. NULL-terminated, or NULL. */
    const char *const *follows;
    const char *help; /* N_() */
};

struct flow {
    const struct state *states;
    const struct step *steps;
};

/* Every flow also has the state "discarded": a new record undone. It need not be listed. */
extern const struct state state_discarded;
const struct state *flow_state(const struct flow *f, const char *id); /* knows "discarded" */
/* Its place in the list, "discarded" behind the last; -1: unknown. */
int flow_state_order(const struct flow *f, const char *id);
/* The step of this verb that leads out of `from`; from NULL: the first of this verb. NULL: none. */
const struct step *flow_step(const struct flow *f, const char *verb, const char *from);

/* Does it ask for that path, or, of a line kind's id or a path or key in a line, for such lines? */
bool step_asks_for(const struct step *s, const char *path);
/* Does it demand or ask for it? */
bool step_takes(const struct step *s, const char *path);

/* Does one of these "KIND.VERB" name that step of that kind? */
bool deed_in(const char *const *deeds, const char *kind, const char *verb);

/* ---- Kinds ---- */

enum { LINE_KINDS_MAX = 8, COLUMNS_MAX = 12 };

struct line_kind {
    const char *id;    /* "item"; NULL ends a list */
    const char *label; /* N_(): "Items" */
    const struct field *fields;
    unsigned min;               /* lines demanded by a STEP_COMPLETE step */
    const char *const *columns; /* field ids shown in the grid, NULL-terminated */
};

struct column {
    const char *field;  /* field id, or "state", or "changed_at"; NULL ends a list */
    unsigned min, want; /* cells; a column with min 0 is left out on narrow screens */
};

enum kind_flag {
    KIND_REFERENCE = 1 << 0, /* a look-up table: copied to desks, small menu entry */
    KIND_DATED = 1 << 1,     /* rows with valid_from / valid_to */
    KIND_AWAY = 1 << 2,      /* new ones are taken in while the share is away */
};

struct kind {
    const char *id;     /* "permit" */
    const char *label;  /* N_(): one of it */
    const char *plural; /* N_(): the list's title */
    const char *brief;  /* N_(): the same in the menu, of 15 cells with a count; NULL: it fits */
    unsigned flags;
    const struct field *fields;
    const struct line_kind *lines; /* NULL: none */
    const struct flow *flow;
    const struct column *columns;
    const char *sort;   /* default order: field id, newest or highest first if it begins with '-' */
    const char *title;  /* field whose text names a record in references and messages */
    const char *code;   /* short code people know it by ("ID", "KGM"), or NULL */
    const char *number; /* field that takes the human number, or NULL */
    const char *rule_day;    /* field whose day decides which rules hold; NULL: today */
    const char *begins_with; /* choice field the screen asks for before its new form; or NULL */
    const char *const *natural_key; /* fields that recognise an imported row, or NULL */
    /* A reference and a field, NULL-terminated, or NULL: the rows of one such record are read in
     * the order of that field at any size, such as the shipments of one company by day. */
    const char *const *series;
    /* A reference, or NULL: the newest record of whom it names may serve as a template for the
     * next, as the last permit of a regular applicant does. */
    const char *regular;
    const enum role *editors; /* who may make and edit it, ROLE_NONE-terminated; NULL: nobody but
                               * administrators. A dated rule "KIND.editors" overrides. */
    /* "KIND.VERB": beside its editors, that step of another record makes one, in the same
     * transaction. NULL-terminated, or NULL. */
    const char *const *follows;
    const char *const
        *lookup; /* fields (beside title, code) by which references find it, or NULL */
    /* The four overrides; a fifth means the framework is wrong. */
    void (*draw_row)(const struct record *r, const char *column, struct buf *out); /* true text */
    void (*form_extra)(const struct record *r, struct buf *out); /* a line under the form */
    void (*after_load)(struct record *r);                        /* fills FIELD_DERIVED fields */
    /* Plain text; a form feed begins a further sheet. paper: a code of `papers`. */
    void (*print)(const struct record *r, const char *paper, struct buf *out);
    /* What print can make, the first where none is asked for; NULL: it makes none. */
    const struct choice *papers;
};

/* A rule that guards, numbering or clocks read: dated rows of the kind "rule" (fields rule, value,
 * office, valid_from, valid_to) override the default for their office and time. */
struct rule_default {
    const char *id;         /* "permit.duplicate_days"; NULL ends a list */
    const char *value;      /* canonical text */
    const struct field *as; /* how its value is read; NULL: any text */
    const char *unit;       /* N_(): what it counts; NULL: nothing */
    const char *help;       /* N_(): what it decides, with unit and basis */
};

struct registry {
    const struct kind *const *kinds;  /* NULL-terminated */
    const struct rule_default *rules; /* NULL: none */
};
const struct rule_default *registry_rule(const struct registry *g, const char *id);

/* What values of rules are (rule.c). Words are joined by semicolons. */
extern const struct field rule_switch;  /* 0 or 1 */
extern const struct field rule_count;   /* a whole number, 0 and more */
extern const struct field rule_percent; /* 0 to 100 */
extern const struct field rule_day_of;  /* 2023-07-20 */
extern const struct field rule_pairs;   /* EX=1;IM=2 */
extern const struct field rule_leads;   /* days before a last day: 30;14;7;1 */
extern const struct field rule_roles;   /* operator;head */
extern const struct field rule_hours;   /* Senin-Kamis 07.30-16.00 */
/* A field's check: each word is a code of its choices. */
enum outcome rule_words_listed(const struct field *f, const struct value *v, struct error *e);
/* Every rule there is: the registry's list, then what every kind, step and day that lapses has:
 * "KIND.editors", "KIND.VERB.role", "watch.lead_days.KIND.FIELD". Lives as long as the call. */
void rules_each(const struct registry *g,
                void (*each)(void *context, const struct rule_default *rule), void *context);
/* May this be its value? BAD_DATA: there is no such rule, or it cannot. Of a reference the text
 * alone is judged; *refers (may be NULL) is the kind it must name, NULL where none. */
enum outcome rule_value_read(const struct registry *g, const char *id, const char *text,
                             const char **refers, struct error *e);
const struct kind *registry_find(const struct registry *g, const char *kind); /* NULL: none */
const struct field *kind_field(const struct kind *k, const char *id);
const struct field *line_field(const struct line_kind *l, const char *id);
/* What a path names, whether or not there is such a line; NULL: nothing. */
const struct field *kind_path(const struct kind *k, const char *path);
const struct line_kind *kind_line(const struct kind *k, const char *id);
size_t field_count(const struct field *list); /* NULL counts 0 */
size_t line_kind_count(const struct kind *k);

/* ---- Records in memory ---- */

struct line {
    int64_t id;           /* 0: new, not yet saved */
    bool gone;            /* tombstone: kept in the file, out of everything people see */
    struct value *values; /* one for each field of its line kind, in order */
};

struct line_list {
    struct line *items;
    size_t count;
    size_t cap;
};

enum origin {
    ORIGIN_DESK,
    ORIGIN_LOG,
    ORIGIN_RESTORED
}; /* typed here, old log, decided elsewhere */

struct record {
    const struct kind *kind;
    int64_t id;        /* 0: new, not yet saved */
    int64_t rev;       /* the version it was read at; 0: new */
    const char *state; /* points into the kind's flow */
    enum origin origin;
    int64_t batch;                          /* the import that brought it, 0: none */
    moment changed_at;                      /* of rev */
    struct value *values;                   /* one for each field, in order */
    struct line_list lines[LINE_KINDS_MAX]; /* one list for each line kind, in position order */
};

struct record *record_new(const struct kind *k); /* in the first state, all empty */
struct record *record_copy(const struct record *r);
void record_free(struct record **r);
/* Defaults of a new record (initial values). */
void record_defaults(struct record *r, const struct reading *how);
struct value *record_value(const struct record *r, const char *field); /* NULL: no such field */
const char *record_text(const struct record *r, const char *field);    /* value's text or "" */
int64_t record_number(const struct record *r, const char *field);      /* value's num or 0 */
struct line *record_add_line(struct record *r, const char *line_kind); /* at the end */
size_t record_live_lines(const struct record *r, const char *line_kind);
/* The nth live line, from 1; NULL: there are not so many. */
struct line *record_live_line(const struct record *r, const char *line_kind, size_t nth);
/* A line's value of a field, NULL where the line kind has none; and its text, "" where empty. */
const struct value *line_cell(const struct line_kind *k, const struct line *line,
                              const char *field);
const char *line_cell_text(const struct value *v);
/* May this field of r (or of its lines) be edited in r's state without the step that corrects?
 * Asks free_until only; read-only and derived fields are the caller's to respect. */
bool record_field_free(const struct record *r, const struct field *f);
/* Is the path, as of an error, a place of r that people may fill in in its state? */
bool record_may_fill(const struct record *r, const char *path);
/* Is f (of r or of its lines) for a record like r? Asks `only`. */
bool record_field_applies(const struct record *r, const struct field *f);
bool record_step_applies(const struct record *r, const struct step *s);
/* Paths name a value anywhere in a record: "applicant", "item.2.commodity" (second live line). */
struct value *record_at(const struct record *r, const char *path, const struct field **field);
/* "applicant" -> sets from text; "item.2.x" adds the line where it is the next one. Refuses derived
 * fields; takes read-only ones, since imports and steps set them. */
enum outcome record_put(struct record *r, const char *path, const struct reading *how,
                        const char *text, struct error *e);
/* What people call it: number or title, else the id's text. */
void record_name(const struct record *r, struct buf *out);
/* For eyes alone: as lists show it; where it has no number yet, by its state and who or what it is
 * about ("draft CV Rimba Jaya, sweet potatoes"). */
void record_known(const struct record *r, struct buf *out);

/* All that is missing or wrong for a STEP_COMPLETE step (of what is sealed: only missing): calls
 * back (if not NULL) once for each problem, in form order, with the path in e->field; returns how
 * many. */
size_t record_problems(const struct record *r, void (*each)(void *context, const struct error *e),
                       void *context);

/* The same as one sentence: REFUSED with the first, and how many more there are. */
enum outcome record_complete(const struct record *r, struct error *why);
/* No step of its flow asks for completeness: the save does. */
bool kind_saved_whole(const struct kind *k);

/* May this step be taken? The one call behind key bar, palette, command line and transaction:
 * state, demands, completeness, reason, guards, in that order. rules answers "step in use" and
 * "reason demanded" through facts "KIND.VERB.in_use" and "KIND.VERB.reason". */
enum outcome step_allowed(const struct record *r, const struct step *s, const struct answers *a,
                          const char *note, struct error *why);
/* REFUSED where the step is nobody's to take, because it follows from another record's. */
enum outcome step_by_hand(const struct step *s, struct error *why);
/* The same before anything was asked for: without demands and reason, and what it asks for, which
 * are asked on the spot. misses (may be NULL): where it is DONE, what a guard would say that misses
 * something it asks for; its text "" where none does. For key bar and palette; the transaction asks
 * step_allowed. */
enum outcome step_offered(const struct record *r, const struct step *s, const struct answers *a,
                          struct error *misses, struct error *why);

/* ---- Flat form: a record as a sorted list of keys; what history, digests and merges work on. ----
 *
 * Keys: "state", "applicant", "applicant#" (its link), "item/0ABCDEFGHJKM1/" (the line exists; its
 * value is its position), "item/0ABCDEFGHJKM1/commodity". Empty, derived and search values have no
 * entry. Tombstones have no entry. */

struct flat_entry {
    char *key;
    char tag;    /* the field type's tag; 's' state, 'p' position, 'r' link */
    int64_t num; /* for integer tags */
    char *text;  /* for text tags, else NULL */
};

struct flat {
    struct flat_entry *items; /* sorted by key, bytewise */
    size_t count;
    size_t cap;
};

/* out zeroed. Live lines without an id yet have no entry: give ids before a digest. */
void flat_of(const struct record *r, struct flat *out);
void flat_free(struct flat *f);
const struct flat_entry *flat_find(const struct flat *f, const char *key);
bool flat_entry_same(const struct flat_entry *a, const struct flat_entry *b);
/* Entries of `before` and of `after` that differ, each side's own. Both outputs zeroed. */
void flat_diff(const struct flat *before, const struct flat *after, struct flat *was,
               struct flat *is);
/* Puts the record into the state `is` describes, starting from its present flat form: keys in
 * `was` but not in `is` are cleared, keys in `is` are set. Lines come and go by their key.
 * BAD_DATA where a key names no field; the record is then half changed and to be thrown away.
 * Derived fields are the caller's to fill again, here and after a merge. */
enum outcome flat_apply(struct record *r, const struct flat *was, const struct flat *is,
                        struct error *e);

enum { CANONICAL_VERSION = 1 };
/* Appends a version byte, then for each entry: 4 bytes length and the key, one byte tag, 4 bytes
 * length and the value (integers in 8 bytes, two's complement). All integers big end first. */
void flat_encode(const struct flat *f, struct buf *out);
enum outcome flat_decode(const void *bytes, size_t n, struct flat *out, struct error *e);

/* Three-way merge: mine and theirs both started from base. Applies mine's changes to *theirs
 * where they do not touch what theirs changed; each key both changed differently is reported and
 * leaves theirs. A reference's text and link are one. A line removed on one side and changed on
 * the other is one conflict, under the line's own key. Of positions theirs wins. Lines of mine
 * without an id yet are added. Returns the number of conflicts; 0: theirs holds the merge. */
struct conflict { /* lives as long as the call back */
    const char *key;
    const struct flat_entry *base, *mine, *theirs; /* NULL: empty */
};
size_t record_merge(const struct record *base, const struct record *mine, struct record *theirs,
                    void (*each)(void *context, const struct conflict *c), void *context);
/* A key in people's words: "Komoditas 2 · Berat bersih". r resolves line positions. */
void flat_key_label(const struct record *r, const char *key, struct buf *out);
/* An entry's value in the given spelling; on the screen what is sealed shows as "(sealed)". */
void flat_entry_format(const struct kind *k, const struct flat_entry *e, enum spelling s,
                       struct buf *out);

/* ---- Self-check: proves a registry sound; calls back for each defect, returns how many. ---- */
size_t catalogue_selfcheck(const struct registry *g,
                           void (*each)(void *context, const char *defect), void *context);
/* loket-catalogue(7) in mdoc, from the registry, in English. */
void catalogue_manual(const struct registry *g, struct buf *out);

#endif
