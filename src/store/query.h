/* query.h - a list asked for, taken apart: what query.c, scan.c, sift.c and page.c share. */
#ifndef LOKET_STORE_QUERY_H
#define LOKET_STORE_QUERY_H

#include "finding.h"

/* ---- ask.c: a statement built together with what is bound to it ---- */

enum { ASK_MAX = 96 };

struct asked { /* one parameter */
    enum { ASKED_NUMBER, ASKED_TEXT, ASKED_VALUE } what;
    int64_t number;
    const char *text;
    const struct field *field;
    const struct value *value; /* as field's column holds it */
};

struct asking {
    struct buf sql;
    struct asked asked[ASK_MAX];
    size_t count;
};

/* Each appends the next placeholder. Texts and values live until the statement is closed. */
void ask_number(struct asking *a, int64_t number);
void ask_text(struct asking *a, const char *text);
void ask_value(struct asking *a, const struct field *f, const struct value *v);
/* Opens and binds; the asking is empty afterwards, whatever happens. */
enum outcome ask_open(struct asking *a, struct db *db, struct sql **q, struct error *e);

/* ---- query.c: filters, states and sort of a query ---- */

enum { FILTERS_MAX = 24, STATES_MAX = 48 };

struct clause { /* a filter made ready */
    const struct field *field;
    const struct line_kind *line; /* the field is of these lines, one of which must fit; or NULL */
    enum comparison how;
    const struct value *value; /* the filter's own */
    struct value low, high; /* STARTS, and ENDS of tails: the prefix, and the last text with it */
    struct buf words;       /* CONTAINS: folded; ENDS elsewhere: the tail */
    bool checked;           /* decided on the value read, not by SQL */
};

/* How a list's order is had. */
enum drive {
    DRIVE_STATES, /* one walk of "<kind>_state" for each state, merged */
    DRIVE_INDEX,  /* a walk of "<kind>_by_<sort>" past other states */
    DRIVE_SERIES, /* a walk of "<kind>_series" within one record's */
    DRIVE_ID,     /* a walk of the table past other states */
    DRIVE_NONE,   /* not at all: rows are gathered and sorted */
};

struct list {
    struct store *s;
    const struct kind *kind;
    const struct field *sort; /* id_field: by id */
    bool down;                /* highest first; empty keys stand last either way */
    bool backwards;
    bool inclusive;
    unsigned limit;
    const struct mark *from;
    enum drive drive;
    const char *states[STATES_MAX];
    size_t state_count;
    struct clause clauses[FILTERS_MAX];
    size_t clause_count;
    bool checks; /* some clause is checked */
};

extern const struct field id_field; /* what every record has beside its fields: */
/* All searched words of a record, its lines included; only for CONTAINS. */
extern const struct field text_field;
/* The field, or "id", "state", "changed_at"; NULL: none that is stored. */
const struct field *list_field(const struct kind *k, const char *id);
bool value_present(const struct field *f, const struct value *v);
/* Order of two present values as their column sorts. */
int key_compare(const struct field *f, const struct value *a, const struct value *b);

/* *l holds pointers into q. MISUSED where q names what is not there. list_free in any case. */
enum outcome list_make(struct store *s, const struct query *q, struct list *l, struct error *e);
void list_free(struct list *l);

/* Appends ` AND "state" IN (...)`. */
void list_ask_states(const struct list *l, struct asking *a);
/* Appends ` AND ...` for each clause SQL decides; `but`: not the ones clause_bounds() knows of this
 * field (NULL: all). */
void list_ask_clauses(const struct list *l, struct asking *a, const struct field *but);
/* Appends ` AND ...` for one. */
void list_ask_clause(const struct list *l, const struct clause *c, struct asking *a);
/* true: the clause is a range of its field's own column, in the order of key_compare(). */
bool clause_bounds(const struct clause *c);
/* true: the clause alone can be answered by an index; its role for index_name(). */
bool clause_indexed(const struct list *l, const struct clause *c, const char **role);

/* The columns every walk reads: id, key, what checked clauses look at; then the row, if whole. */
void list_columns(const struct list *l, bool whole, struct buf *b);
struct item { /* a row found */
    const struct list *list;
    struct value key;
    int64_t id;
    struct record *record; /* NULL: not read yet */
};
void item_free(struct item *i);
/* Reads the current row into *i (zeroed). *fits false: a checked clause says no; i stays empty. */
enum outcome list_item(const struct list *l, const struct sql *q, bool whole, struct item *i,
                       bool *fits, struct error *e);
/* Order of two rows in the list: by key, empty last, then by id. Where an index drives it, keys
 * sort as their column does, else as people read them. */
int item_compare(const struct item *a, const struct item *b);

struct items {
    struct item *at;
    size_t count, cap;
};
struct item *items_add(struct items *all); /* zeroed */
void items_free(struct items *all);

/* ---- scan.c: walks along an index ---- */

/* Up to limit + 1 rows from the mark on, in reading order. *cut: the budget ended it. */
enum outcome list_scan(const struct list *l, struct items *out, bool *cut, struct error *e);

/* ---- sift.c: gathers what the filters leave, and sorts ---- */

enum { SIFT_MAX = 5000 }; /* rows sorted at most */

/* The first page of what a clause's index leads to, where that is at most `most` rows: sorted
 * before it is read, so that no row is read that is not shown. Up to limit + 1 rows in reading
 * order, and how many there are. *found false: it cannot be had so. */
enum outcome list_top(const struct list *l, size_t most, struct items *out, int64_t *total,
                      bool *found, struct error *e);

/* Finds a clause that an index answers with at most `most` rows, and gathers the list's rows from
 * them, unsorted. *found false: there is none. */
enum outcome list_sift(const struct list *l, size_t most, struct items *out, bool *found, bool *cut,
                       struct error *e);
/* Gathers all rows in the list's states; *found false: more than SIFT_MAX or over the budget. */
enum outcome list_gather(const struct list *l, struct items *out, bool *found, struct error *e);

/* ---- words.c ---- */

/* Ids of records of k (NULL: any) with all the words, newest first: at most `most`, *over where
 * there are more. words is folded text. *usable false: its words are too short to be looked up. */
enum outcome search_ids(struct store *s, const struct kind *k, const char *words, size_t most,
                        int64_t *ids, size_t *count, bool *over, bool *usable, struct error *e);
/* Each word of `words` begins a word of `text`; both folded. */
bool words_match(const char *text, const char *words);

#endif
