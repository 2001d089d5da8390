/* What the files of the import share. An import reads a sheet row by row, gathers the rows of one
 * record into a group, and lands the group whole or rejects it whole:
 *   import.c          the sheet's rows, parts of bounded size, the reject file, the report
 *   import_group.c    rows of one record, and what is wrong with them
 *   import_map.c      what is known of the sheet's layout beforehand, and what must be asked
 *   import_find.c     names into links, and the record here that a row of a log speaks of
 *   import_also.c     records of further kinds that the same rows speak of
 *   import_log.c      what a log makes of a record
 *   import_own.c      what loket's own export makes of a record
 *   import_land.c     deciding, writing, rejecting
 *   import_undo.c     a whole import taken back; the last imports
 *   import_compare.c  a national month's report beside what is here */
#ifndef LOKET_ACTIONS_IMPORT_H
#define LOKET_ACTIONS_IMPORT_H

#include "private.h"

#include "loket/exchange.h"

/* How many names a list of the report holds. */
enum { IMPORT_LISTED = 20 };

struct kept_row {
    size_t number;
    char **cells; /* in text */
    char *text;
    size_t count;
};

struct complaint {
    size_t row;
    char column[FIELD_ID_MAX];
    char *text;
};

/* A record as the sheet's rows say it. */
struct making {
    const struct layout *layout;
    struct record *record;
};

struct group {
    struct making main;     /* its record NULL: none begun */
    struct making *further; /* what its rows say of other kinds */
    size_t further_count;
    struct kept_row *rows;
    size_t row_count;
    struct complaint *complaints;
    size_t complaint_count;
};

void group_keep_row(struct group *g, const struct sheet_row *row);
void group_complain(struct group *g, size_t row, const char *column, const char *text);
void group_clear(struct group *g);

/* Distinct names for the report, the first IMPORT_LISTED of them. */
struct names {
    char *items[IMPORT_LISTED];
    size_t count;
    bool more;
};
void names_add(struct names *n, const char *name);
void names_free(struct names *n);

/* What a name meant in this import: the same few hundred names come again in every row. */
struct known_link {
    const char *kind;
    char *text;
    int64_t id;
};

/* A record of this sheet: its key's hash, and the row it began in. */
struct seen_key {
    uint64_t hash;
    size_t row;
};

/* What is to become of a group's record. */
enum fate { FATE_NEW, FATE_CHANGE, FATE_SAME };
struct landing {
    enum fate fate;
    struct record *existing; /* as stored; NULL: new here */
    struct record *wanted;   /* what it shall be; with FATE_SAME as it is */
};
void landing_clear(struct landing *l);

struct import {
    struct session *session;
    const struct kind *asked; /* which the layout's may be, or a further one of its rows */
    const struct import_options *options;
    struct import_report *report;
    struct map_book given, known; /* the layout points into them */
    struct layout layout;
    struct group group;
    struct batch batch;
    struct buf also; /* ids of the further kinds */
    struct right right;
    bool batch_open, in_transaction;
    bool resumed;            /* the batch is one that was begun earlier */
    int64_t pending_rows;    /* source rows since the last part */
    struct buf rejects;      /* the reject file under construction */
    struct group heading;    /* the header row, for the reject file */
    struct sheet_row source; /* the row in hand as it stands in the sheet */
    int64_t *touched;        /* records the sheet speaks of */
    size_t touched_count, touched_cap;
    struct names unlinked; /* names without a record */
    struct names flagged;  /* cells kept as words */
    struct names kept;     /* records where a desk's own change stood against the sheet */
    struct known_link *links;
    size_t link_count, link_cap; /* cap: a power of two, or 0 */
    struct seen_key *seen;
    size_t seen_count, seen_cap; /* cap: a power of two, or 0 */
    bool stopped;                /* the progress call said so */
    const struct state *state;   /* as which new records of the kind asked for come in */
    char era[2];                 /* the document era of era_day; "" none asked for yet */
    day era_day;
};

/* ---- import_map.c ---- */

/* Reads what was said for this sheet, what the desk remembers and what comes with loket. */
enum outcome import_maps(struct import *im, struct hints *out, struct error *e);
/* BAD_DATA where columns leave open how they are meant; the report lists them. */
enum outcome import_doubts(struct import *im, struct error *e);
/* Keeps what was said, or understood of a sheet whose rejects will come again, for its layout. */
enum outcome import_remember(struct import *im, struct error *e);

/* ---- import_find.c ---- */

/* Links every reference of r that has none and whose name means exactly one row. */
enum outcome import_link(struct import *im, struct record *r, struct error *e);
/* The record here that a log's record speaks of: by its natural key, else by either of the numbers
 * a national report carries; 0: none. REFUSED where two records share the number. */
enum outcome import_find(struct import *im, const struct record *r, int64_t *id, struct error *e);
/* Has r a number, or the digest of its row, by which an import knows it again? */
bool import_known_by(const struct record *r);
/* Gives the group's record the digest of its rows where nothing else would know it again. */
void import_name_row(struct import *im);
/* A row of a fixed list (its key is a list and a code) in a sheet without codes gets one. */
void import_name_code(struct import *im);
/* Remembers that the record with r's key began in that row; the row in which an earlier one did,
 * or 0. */
size_t import_seen(struct import *im, const struct record *r, size_t row);
/* Puts every name that no row here has into the report, to be joined. */
void import_strangers(struct import *im);
void import_find_free(struct import *im);

/* Gives a record that has no number of its own, and its field source_row, what it is known by. */
void import_name_further(struct import *im, struct making *m, size_t nth);
/* Met for the first time in this sheet? */
bool import_first_met(struct import *im, int64_t id);

/* ---- import_also.c ---- */

/* Takes what a row says of further kinds; each, context: as of layout_take(). */
void also_take(struct import *im, const struct sheet_row *row, enum row_role role,
               const struct reading *how, void (*each)(void *context, const struct error *e),
               void *context);
/* The group's records in the order in which they are found or made; free() it. */
struct making **also_in_order(struct import *im, size_t *count);
/* Lets a record that has no link yet refer to one that the same rows speak of. */
void also_link(struct record *r, const struct record *other);
void also_count(struct import *im, const struct landing *l);

/* ---- import_log.c and import_own.c: what shall become of a record ---- */

/* Decides as which state the log's new records come in. */
enum outcome import_state(struct import *im, struct error *e);
/* In a transaction it may take m's record over. */
enum outcome log_decide(struct import *im, struct making *m, struct landing *out, struct error *e);
enum outcome own_decide(struct import *im, struct landing *out, struct error *e);
/* Who the record is and where it stands, as our own export says in its first columns. */
void own_take_head(struct import *im, const struct sheet_row *row);
/* Does this line row belong to the record being gathered? */
bool own_continues(const struct import *im, const struct sheet_row *row);
/* A line that stands twice in one record: complains; false. */
bool own_line_is_new(struct import *im, const struct sheet_row *row);

/* What the banner says of every record of the sheet. */
enum { BANNER_WORDS = 3 };
struct banner_word {
    const char *field;
    const struct buf *text;
};
size_t import_banner(const struct import *im, struct banner_word out[BANNER_WORDS]);

/* ---- import_land.c ---- */

/* Lands im->group: created, changed, unchanged, or rejected with its reasons. */
enum outcome import_land(struct import *im, struct error *e);
/* A write transaction with the batch open in it. */
enum outcome import_open_batch(struct import *im, struct error *e);
/* Are the two the same to the last field and line? */
bool same_content(const struct record *a, const struct record *b);

/* ---- import_compare.c ---- */

/* Lists what stands only here, for a national month's report. */
enum outcome import_compare(struct import *im, struct error *e);

#endif
