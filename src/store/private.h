/* private.h - what the files of the store share: an SQLite handle with its statements, the columns
 * behind fields, and the calls between them. Nothing here leaves the folder. */
#ifndef LOKET_STORE_PRIVATE_H
#define LOKET_STORE_PRIVATE_H

#include <signal.h>
#include <sqlite3.h>

#include "calls.h"
#include "loket/store.h"

/* ---- sql.c: an open database file and its statements ---- */

enum { SQL_SLOTS = 64, PATIENCE_MS = 10000, PATIENCE_BATCH_MS = 60000 };

struct sql;

/* One SQLite handle: the shared file's or the desk's. One thread at a time. */
struct db {
    sqlite3 *handle;
    char *path;                   /* for messages; owned */
    struct sql *cache[SQL_SLOTS]; /* statements by the hash of their text */
    struct store_cost cost;
    uint64_t budget;         /* VM steps the next statements may take together; 0: no limit */
    int patience_ms;         /* how long a busy file is waited for */
    _Atomic uint64_t *pulse; /* whoever watches whether anything moves; may be NULL */
    int waited_ms;           /* since the last time it was free */
    int64_t wait_began_us;
    bool at_once;                          /* the next statement does not wait */
    bool in_line;                          /* the waiting began in the line for a turn */
    void (*told)(void *to, int waited_ms); /* from a second on, now and then; may be NULL */
    void *told_to;
    int told_ms;         /* when it was told last */
    uint64_t jitter;     /* state of the busy handler's dice */
    struct watch *watch; /* of the shared file, which may be away for a while; NULL: desk.db */
    bool faulted;        /* something failed that a new handle may heal */
};

/* A statement of the cache, lent to one user at a time (nesting lends a second copy). */
struct sql {
    sqlite3_stmt *stmt;
    struct db *db;
    struct sql *next;
    char *text;
    bool taken;
    bool cut; /* the step budget ended it: fewer rows than there are */
};

/* Takes the handle over: extended result codes, busy handler (share protocol, rule 16). */
void db_adopt(struct db *db, sqlite3 *handle, const char *path);
void db_drop(struct db *db); /* finalizes all and closes; safe on a zeroed one */
/* Every following statement together may take so many VM steps; then sql_row() says there is no
 * further row and sets q->cut. 0 takes the limit off. Only for reading. */
void db_budget(struct db *db, uint64_t steps);

/* ---- wait.c: waiting for a file that others have ---- */

int64_t wait_clock_us(void);                /* of the machine, only ever forward */
void wait_adopt(struct db *db);             /* sets the busy handler */
void wait_begin(struct db *db);             /* what is waited for from now on is one thing */
void wait_pause(struct db *db, int64_t us); /* and a word to whoever looks on */

/* text is constant SQL, or built from catalogue names through sql_name(); data is always bound.
 * Every sql_open is paired with sql_close or sql_run, on failing paths too. */
enum outcome sql_open(struct db *db, const char *text, struct sql **out, struct error *e);
void sql_int(struct sql *q, int at, int64_t n);                    /* `at` counts from 1 */
void sql_str(struct sql *q, int at, const char *text);             /* copies; NULL binds NULL */
void sql_str_static(struct sql *q, int at, const char *text);      /* must live until sql_close */
void sql_blob(struct sql *q, int at, const void *bytes, size_t n); /* must live until sql_close */
void sql_null(struct sql *q, int at);
enum outcome sql_row(struct sql *q, bool *row, struct error *e);       /* false: no further row */
void sql_close(struct sql *q);                                         /* NULL is fine */
enum outcome sql_run(struct sql *q, struct error *e);                  /* to the end, and closes */
enum outcome sql_do(struct db *db, const char *text, struct error *e); /* no parameters, no rows */
/* The one integer a statement without parameters yields; *n unchanged where there is no row. */
enum outcome sql_number(struct db *db, const char *text, int64_t *n, struct error *e);

int64_t col_int(const struct sql *q, int at);     /* `at` counts from 0; NULL reads 0 */
const char *col_str(const struct sql *q, int at); /* never NULL; until the next sql_row/sql_close */
const void *col_blob(const struct sql *q, int at, size_t *n);
bool col_null(const struct sql *q, int at);

/* Appends the name in double quotes. Only names of the catalogue or of this folder. */
void sql_name(struct buf *b, const char *name);
/* Appends `$from, ... $to`. Placeholders are numbered in order of appearance, so that SQLite and
 * PostgreSQL agree on them. */
void sql_places(struct buf *b, size_t from, size_t to);

/* ---- fault.c ---- */

/* What went wrong, as one sentence with what to do. rc may be extended. Always FAULT. */
enum outcome sql_fault(struct db *db, int rc, struct error *e);
/* Hands o on and says in e (which may be NULL) that the same may succeed later. */
enum outcome fault_passes(enum outcome o, struct error *e);

/* ---- The shared file ---- */

struct plans; /* rows.c: each kind's statements */

struct turn { /* turn.c: this desk's place in the line for the file */
    int fd;   /* of the line, for life; 0: not opened yet, -1: it cannot be had */
    int place;
    bool in_line;
    bool straight;            /* this transaction followed the last one at once */
    int64_t quantum_us;       /* how long one may last; 0: as turn.c says */
    int64_t began_us;         /* when the turn began */
    int64_t ended_us;         /* when the last transaction ended; 0: none yet */
    int64_t lock_us, took_us; /* when this transaction got the lock, how long the last kept it */
};
enum { BELL_BYTES = 8 };

enum { PRESENCE_NAME_MAX = 160, PRESENCE_LINE = 768, HOST_MAX = 65, VERSION_MAX = 24 };
struct presence_host { /* presence_line.c: where and as whom this process runs */
    char machine[80];  /* of this boot of this machine */
    char host[HOST_MAX], user[HOST_MAX];
};
struct presence_line { /* what a presence file says */
    char host[HOST_MAX], user[HOST_MAX];
    char version[VERSION_MAX]; /* of loket; read only */
    uint16_t desk;
    int64_t counter; /* grows with each beat */
    char kind[FIELD_ID_MAX];
    int64_t record; /* being edited; 0: none */
};
struct presence {              /* presence.c */
    struct presence_host host; /* as found, unless set before the first beat */
    char name[PRESENCE_NAME_MAX];
    int fd;        /* of the own file, for life: to close it drops its lock; 0: not made yet */
    int keeper_fd; /* of the housekeeper's, likewise */
    bool keeper;
    struct presence_line line;
    bool news;                       /* the line changed since it was written */
    moment beaten_at;                /* by the desk's clock; 0: never */
    moment written_at;               /* by the share's */
    const struct clock *share_clock; /* NULL: that of the file system */
    bool on_share;                   /* whose file system has a clock of its own */
    bool clock_known;
    int64_t clock_off_ms;
    int others;
    bool stopped;
    struct ring { /* the one looked at last */
        char name[PRESENCE_NAME_MAX];
        int64_t counter;
        bool unlocked;
    } ring;
};

enum footing {                      /* of the file under the head this desk saw last */
               FOOTING_SOUND,       /* the head stands in the chain */
               FOOTING_ROLLED_BACK, /* it does not: nothing is written */
               FOOTING_UNCONFIRMED, /* put back by one administrator, who is not enough */
               FOOTING_LIFTED, /* it does not, and a restore gave it up; not yet noted in desk.db */
};

struct store {
    struct db db;
    const struct registry *registry;
    struct desk *desk;
    const struct clock *clock;
    struct plans *plans;
    const struct kind *nameless; /* the kind without names last met: an import asks for each row */
    int64_t data_version;        /* as store_changed last saw it */
    moment version_asked;        /* when the database was last asked for it */
    unsigned char bell[BELL_BYTES]; /* as last seen or rung */
    bool bell_missed;               /* another desk's ring was found under our own */
    struct turn turn;
    struct presence presence;
    void (*on_wait)(void *context, int waited_ms, const char *writer);
    void *on_wait_context;
    char uuid[UUID_TEXT_LEN + 1]; /* which store it is; "" until known */
    struct buf read_only; /* why nothing may be written since it was opened; empty: it may */
    struct buf warning;   /* what opening it found and mended, or should be mended */
    bool signals_held;    /* Ctrl-C, Ctrl-Z and a hang-up wait for the end */
    sigset_t signals;     /* as they were before the running write transaction */
    struct head seen;     /* the newest head this desk saw */
    enum footing footing;
    bool copy; /* a backup or a scratch copy: nothing of it is noted at this desk */
    struct restore_judge restore_judge;
    bool opening;       /* open_file is under way */
    int reading;        /* store_read_begin without store_read_end yet */
    bool reading_began; /* the outermost of them began a transaction */
    bool writing;       /* between store_begin and store_commit or store_rollback */
    /* Of the running write transaction: */
    char txn[TXN_TEXT_LEN + 1];
    bool unsure;     /* whether that one is in the file could not be asked when its commit failed */
    char author[64]; /* as history tells it */
    const struct signing_key *key; /* signs it; the intent's or the desk's */
    bool restore_told;             /* it may write although the file was rolled back */
    bool root_told;                /* it put a root key in place */
    moment at;                     /* one moment for all it writes */
    bool head_known;
    int64_t head_seq; /* the chain's last entry, 0: none yet */
    unsigned char head_hash[HASH_BYTES];
    /* Of the running part of an import: */
    int64_t part_position;
    unsigned char part_hash[HASH_BYTES];
};

/* One read transaction around several statements, unless one runs already; calls nest. */
enum outcome read_enter(struct store *s, bool *mine, struct error *e);
void read_leave(struct store *s, bool mine);
/* MISUSED outside store_begin; FORBIDDEN in a file rolled back, until the restore is told. */
enum outcome must_write(const struct store *s, struct error *e);

/* ---- schema.c: tables ----
 *
 * Each kind: table "<kind>": id INTEGER PRIMARY KEY, rev, state TEXT, origin, batch, changed_at
 * TEXT (moment), then its fields; each line kind: table "<kind>_<line>": id INTEGER PRIMARY KEY,
 * parent, position, gone, then its fields; index on parent. Field columns: "<field>"; references
 * also "<field>_id" (NULL: not linked); FIELD_TAIL fields also
 * "<field>_tail" (tail_of). FIELD_DERIVED fields have none. Empty is NULL. Days are TEXT
 * YYYY-MM-DD, moments TEXT as moment_iso, other integers INTEGER, all else TEXT.
 * Indexes: as finding.h asks. tally (kind, state, n); search is search.c's. */

enum outcome schema_create(struct store *s, struct error *e); /* inside a transaction */
/* Adds what the registry has and the file has not; refuses a file that knows more. */
enum outcome schema_extend(struct store *s, struct error *e);
/* FAULT where that would be needed, but the file may not be written. */
enum outcome schema_fits(struct store *s, struct error *e);

/* search.c: makes its tables; called by schema_create, once, inside its transaction. */
enum outcome search_create(struct store *s, struct error *e);
/* search.c: after each insert or update of r, inside its transaction. */
enum outcome search_put(struct store *s, const struct record *r, bool insert, struct error *e);

/* ---- columns.c: how a field's value stands in its columns ---- */

/* Appends `"permit"`, or with a line kind `"permit_item"`. */
void table_name(struct buf *b, const struct kind *k, const struct line_kind *l);
/* Appends the field's column, quoted; suffix "", "_id" or "_tail". */
void column_name(struct buf *b, const struct field *f, const char *suffix);
const char *column_type(const struct field *f); /* of its first column */
/* Letters and digits of text, upper case, last first. */
void tail_of(const char *text, struct buf *out);
/* Appends `, "a", "b", "b_id"`: the columns of a field list that rows are read from. */
void field_columns(struct buf *b, const struct field *fields);
/* How many columns field_columns() appends for one field; 0: derived. */
int field_column_count(const struct field *f);
/* Binds v as its first column holds it (of references the text). v lives until sql_close. */
void sql_value(struct sql *q, int at, const struct field *f, const struct value *v);
/* Reads one field's columns from `at`; v must be empty. */
enum outcome col_value(const struct sql *q, int at, const struct field *f, struct value *v,
                       struct error *e);
/* All fields of a list, from column *at on, which moves behind them. */
enum outcome col_fields(const struct sql *q, int *at, const struct field *fields,
                        struct value *values, struct error *e);

/* All columns behind a field, the written but never read ones too. */
enum { FIELD_COLUMNS_MAX = 3 };
struct field_column {
    const char *suffix, *type;
};
size_t written_columns(struct field_column out[FIELD_COLUMNS_MAX], const struct field *f);
/* Binds them all from `at` on; the place behind them. */
int sql_field(struct sql *q, int at, const struct field *f, const struct value *v);
/* BAD_DATA where v would not come back as it went in. */
enum outcome value_storable(const struct field *f, const struct value *v, struct error *e);

/* ---- rows.c: records ---- */

/* Appends the columns of a record's row, for SELECT; row_record() reads them from column `at`,
 * lines empty, after_load done. */
void row_columns(struct buf *b, const struct kind *k);
enum outcome row_record(const struct sql *q, int at, const struct kind *k, struct record **out,
                        struct error *e);

/* One row with its lines and their tombstones; inside a transaction. NULL in *out: no such. */
enum outcome row_load(struct store *s, const struct kind *k, int64_t id, struct record **out,
                      struct error *e);
enum outcome row_insert(struct store *s, const struct record *r, struct error *e);
/* was is the stored version; STALE where the file no longer holds its revision. */
enum outcome row_update(struct store *s, const struct record *was, const struct record *r,
                        struct error *e);
void plans_free(struct plans **p);

/* ---- save.c ---- */

/* What a save did, to be told by an entry or by a row of an import. */
struct saved {
    bool written; /* false: nothing changed, nothing was written */
    bool created;
    struct flat was, is; /* what changed; of a new record `is` is the whole */
    unsigned char digest[HASH_BYTES];
};
void saved_free(struct saved *s);
/* Writes row, lines, tally and search of r, not yet the history. known: the stored version (NULL:
 * r is new); r->rev must be its revision. new_rev: the revision r gets. */
enum outcome save_record(struct store *s, const struct record *known, struct record *r,
                         int64_t new_rev, struct saved *out, struct error *e);
/* ---- history.c ---- */

/* One entry to append; seq, previous hash, transaction, author, desk, time are the store's. */
struct telling {
    const char *kind; /* "" for entries about the file itself */
    int64_t record, rev;
    const char *step, *note;
    const struct flat *was, *is;
    const unsigned char *digest;
    int64_t batch;
};
enum outcome history_append(struct store *s, const struct telling *t, struct error *e);
/* Of the whole record: its flat form, kind, id, origin and batch. flat may be NULL. */
void record_digest(const struct record *r, const struct flat *flat,
                   unsigned char digest[HASH_BYTES]);

/* The columns an entry's hash covers, in this order; "hash" and "signature" follow them. */
#define HISTORY_COLUMNS                                                                            \
    "\"seq\", \"previous\", \"txn\", \"author\", \"desk\", \"at\", \"kind\", \"record\", "         \
    "\"rev\", \"step\", \"note\", \"before\", \"after\", \"digest\", \"batch\", \"signer\""
enum history_column {
    H_SEQ,
    H_PREVIOUS,
    H_TXN,
    H_AUTHOR,
    H_DESK,
    H_AT,
    H_KIND,
    H_RECORD,
    H_REV,
    H_STEP,
    H_NOTE,
    H_BEFORE,
    H_AFTER,
    H_DIGEST,
    H_BATCH,
    H_SIGNER,
    H_COUNT,
    H_HASH = H_COUNT,
    H_SIGNATURE,
};
/* One column of an entry, as it is hashed: integers in 8 bytes, big end first. */
struct cell {
    bool integer;
    int64_t number;
    const void *bytes;
    size_t n;
};
void entry_hash(const struct cell cells[H_COUNT], unsigned char hash[HASH_BYTES]);

/* An entry's columns as a statement over HISTORY_COLUMNS, "hash", "signature" yields them; they
 * live until the next sql_row. */
void entry_cells(const struct sql *q, struct cell cells[H_COUNT]);
/* Of a column of text that entry_cells() read; a NUL inside ends it, though the hash goes on. */
const char *cell_text(const struct cell *cell);
/* Whether its hash and signature are its own. */
bool entry_holds(const struct sql *q, const struct cell cells[H_COUNT]);
/* The entry that cells tell of; *out must be zeroed or one that was read before, and is to be freed
 * with entry_free(). BAD_DATA: before or after cannot be read. */
enum outcome entry_read(const struct registry *g, const struct cell cells[H_COUNT],
                        struct entry *out, struct error *e);
void entry_free(struct entry *entry);
/* "desk 00AB": the author of what a desk itself signs. */
enum { DESK_NAME_MAX = 16 };
void desk_name(uint16_t number, char out[DESK_NAME_MAX]);
bool is_desk_name(const char *author);

/* ---- heads.c ---- */

/* At opening: which store this is, what this desk saw of it last, and whether that stands. */
enum outcome heads_open(struct store *s, struct error *e);
/* Looks anew; sets s->footing. */
enum outcome heads_check(struct store *s, struct error *e);
/* FORBIDDEN where nothing may be written. */
enum outcome heads_allow(const struct store *s, struct error *e);
/* The newest head into desk.db; what cannot be noted is noted next time. Never inside a
 * transaction that writes. */
void heads_note(struct store *s);
/* After a commit: the head is the one it wrote, and the file need not be read for it. */
void heads_note_own(struct store *s);
void hash_hex(const unsigned char hash[HASH_BYTES], char out[2 * HASH_BYTES + 1]);

/* ---- root.c ---- */

/* Pins the root where this desk has none yet, or a sound line of successors leads to it. */
void root_pin(struct store *s);
/* Does the entry put a root key in place, and which? */
bool root_told(const struct entry *entry, unsigned char root[PUBLIC_KEY_BYTES]);

/* ---- pins.c: what desk.db remembers of each store ---- */

enum outcome pin_head_get(struct desk *d, const char *store, struct head *out, struct error *e);
/* Only where it is newer than the one there, or forced. */
enum outcome pin_head_put(struct desk *d, const char *store, const struct head *head, bool force,
                          struct error *e);
enum outcome pin_root_get(struct desk *d, const char *store, unsigned char root[PUBLIC_KEY_BYTES],
                          bool *found, struct error *e);
enum outcome pin_root_put(struct desk *d, const char *store,
                          const unsigned char root[PUBLIC_KEY_BYTES], struct error *e);

/* ---- batch.c ---- */

/* A number as digests and hashes take it in: eight bytes, the highest first. */
void big_end(int64_t number, unsigned char out[8]);

/* The running digest of a part, after one more row. */
struct part_row {
    const char *kind;
    int64_t record, rev;
    const void *digest, *before, *after; /* before and after: NULL where the row made the record */
    size_t digest_size, before_size, after_size;
};
void part_hash(unsigned char running[HASH_BYTES], const struct part_row *row);

/* ---- facts.c ---- */

/* The row of a dated kind (office, valid_from, valid_to) in force for an office on a day: one for
 * this office before one for all, the latest first. key, value: pairs of field and text, at most
 * two; a NULL field ends them. NULL in *out: none. */
struct dated_key {
    const char *field, *text;
};
enum outcome dated_row(struct store *s, const struct kind *k, const struct dated_key keys[2],
                       const char *office, day on, struct record **out, struct error *e);
/* Appends the code of r's office; nothing where it has none. */
enum outcome office_code(struct store *s, const struct record *r, struct buf *out, struct error *e);
/* The day whose rules hold for r. */
day rule_day(const struct record *r, day today);

/* ---- txn.c ---- */

/* Inside a BEGIN that is under way: the transaction is i's from here on. */
enum outcome txn_adopt(struct store *s, const struct intent *i, struct error *e);

/* ---- file.c ---- */

/* store_meta_put for whoever has begun a transaction of their own. */
enum outcome meta_write(struct store *s, const char *key, const char *value, struct error *e);
/* In a transaction of its own. */
enum outcome meta_alone(struct store *s, const char *key, const char *value, struct error *e);

/* ---- desk.c ---- */

unsigned desk_allowed(const struct desk *d); /* as desk_allow() said */

/* ---- open.c ---- */

/* FAULT with the reason where the file was opened for reading only. */
enum outcome open_allows(const struct store *s, struct error *e);
/* The journal must stand there before it is needed: writes one where it does not. */
enum outcome journal_keep(struct store *s, struct error *e);
/* Closes the handle and opens the file anew, in the whole order of the share protocol. FAULT where
 * another database lies there by now; without a handle then, which the next call tries to get. */
enum outcome store_reopen(struct store *s, struct error *e);
/* Before anything is asked of the file outside a transaction: opens it anew where it must be. */
enum outcome store_revive(struct store *s, struct error *e);

/* FAULT where a newer loket has taken the file over since; inside a transaction. */
enum outcome writer_allows(struct store *s, struct error *e);

#endif
