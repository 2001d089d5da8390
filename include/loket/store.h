/* store.h - the shared file and the desk's own file. All SQL of loket stands behind this door.
 *
 * A `struct store` belongs to one thread at a time (the share worker); a `struct desk` locks itself
 * and may be used from any. Text handed out is the caller's or lives as long as said. */
#ifndef LOKET_STORE_H
#define LOKET_STORE_H

#include "loket/catalogue.h"
#include "loket/identity.h"

struct store;
struct desk;

enum { TXN_TEXT_LEN = 32, UUID_TEXT_LEN = 32 };

/* ---- The desk's own file: desk.db, one for each OS user, on the desk's own disk ---- */

/* folder is made where missing (0700). FAULT with the folder named where it cannot be written. */
enum outcome desk_open(const char *folder, const struct clock *clock, struct desk **out,
                       struct error *e);
void desk_close(struct desk **d);
uint16_t desk_number(const struct desk *d);               /* random, kept */
const struct signing_key *desk_key(const struct desk *d); /* signs until people exist */
/* A new identifier, never behind the last one; leases of 64 are taken from desk.db as needed. */
enum outcome desk_new_id(struct desk *d, int64_t *id, struct error *e);
/* Takes the lease for `count` identifiers at once, ahead of an import. */
enum outcome desk_lease(struct desk *d, size_t count, struct error *e);
/* A fresh transaction id: 32 hexadecimal digits. */
void desk_new_txn(char out[TXN_TEXT_LEN + 1]);

/* Small settings of this desk (last screen, columns). NULL value deletes. */
enum outcome desk_setting_put(struct desk *d, const char *key, const char *value, struct error *e);
enum outcome desk_setting_get(struct desk *d, const char *key, struct buf *out, struct error *e);

/* What somebody was typing. A draft is bound to the transaction id its save will use: once the
 * shared file holds that transaction, the draft is done and drafts_settle() removes it. */
struct draft {
    int64_t id;
    char kind[FIELD_ID_MAX];
    int64_t record;   /* 0: a new record */
    int64_t base_rev; /* the version editing began from */
    char txn[TXN_TEXT_LEN + 1];
    moment saved_at;
    struct buf title; /* for the list of drafts */
    struct buf body;  /* canonical bytes of the flat form being typed; sealed on disk */
    struct buf base;  /* canonical bytes of the version editing began from */
};
enum outcome desk_draft_put(struct desk *d, struct draft *draft, struct error *e); /* id 0: new */
enum outcome desk_draft_get(struct desk *d, int64_t id, struct draft *out, struct error *e);
/* Newest first; each draft without body and base. */
enum outcome desk_draft_list(struct desk *d, void (*each)(void *context, const struct draft *draft),
                             void *context, struct error *e);
enum outcome desk_draft_drop(struct desk *d, int64_t id, struct error *e);
void draft_free(struct draft *draft);

/* ---- What the shared file lies on (share protocol, rules 3 to 5) ---- */

enum share_kind {
    SHARE_LOCAL,   /* a disk or memory of this computer */
    SHARE_NFS,     /* version 3 or 4 */
    SHARE_SMB,     /* version 2 or 3 */
    SHARE_FOREIGN, /* any other: nobody has shown that locks reach the other desks */
};
/* An office's file lies at this real path: whatever is missing there later is missed. */
enum outcome desk_place_note(struct desk *d, const char *path, struct error *e);
bool desk_place_known(struct desk *d, const char *path);
/* What a desk's configuration lets pass although it is refused otherwise. */
enum share_allowed {
    ALLOW_NFS3 = 1 << 0,      /* a dead desk's locks end only with its next boot */
    ALLOW_ANY_SHARE = 1 << 1, /* for a laboratory that has to see the damage */
};

struct share_look {
    enum share_kind kind;
    struct buf type;    /* "ext4", "nfs4", "cifs", "fuse.sshfs" */
    struct buf source;  /* "server:/srv/loket" */
    struct buf place;   /* where it is mounted */
    struct buf options; /* as the kernel tells them, commas between */
    struct buf refused; /* why nothing may be written, and what mends it; empty: all is well */
    struct buf warning; /* what should be mended, or was let pass; sentences */
};
/* The database need not be there yet, its folder must. */
enum outcome share_look(const char *path, unsigned allowed, struct share_look *out,
                        struct error *e);
void share_look_free(struct share_look *l);
/* What desk's configuration lets pass from here on; nothing at first. */
void desk_allow(struct desk *d, unsigned allowed);

/* ---- The spool: what is to be written to a shared file, on the desk's disk before it is ---- */

enum spool_state {
    SPOOL_OPEN,     /* not known to be in the file */
    SPOOL_DONE,     /* it is; forgotten after 90 days */
    SPOOL_CONFLICT, /* others changed the same: somebody decides */
    SPOOL_REFUSED,  /* a rule said no, or it was not told in time: `words` says why */
};
struct spooled {
    int64_t place;                 /* given by desk_spool_put: the order of making */
    char store[UUID_TEXT_LEN + 1]; /* the shared file it is for: a copy has the same */
    struct buf file;               /* and where that lies, in full; "": of an older desk.db */
    char txn[TXN_TEXT_LEN + 1];    /* exactly once in that file */
    char kind[FIELD_ID_MAX];
    int64_t record;
    enum spool_state state;
    bool kept; /* whoever made it was told that it is kept here, and went on */
    moment made_at;
    char author[64];                        /* as history names them; "": the desk */
    unsigned char signer[PUBLIC_KEY_BYTES]; /* whose key made the signature */
    unsigned char signature[SIGNATURE_BYTES];
    int64_t base_rev;
    char verb[FIELD_ID_MAX]; /* of a step; "": a save */
    struct buf mine, base;   /* canonical bytes; of a step `mine` is what it sets */
    struct buf note;
    struct buf words;
};
/* What its author signs: all but file, place, state, kept and words. */
void spooled_digest(const struct spooled *in, unsigned char hash[HASH_BYTES]);
void spooled_free(struct spooled *in);
/* Durable when it returns. REFUSED: this transaction stands there already. */
enum outcome desk_spool_put(struct desk *d, struct spooled *in, struct error *e);
/* words may be NULL. What is done stays done. */
enum outcome desk_spool_mark(struct desk *d, const char *txn, enum spool_state state,
                             const char *words, struct error *e);
enum outcome desk_spool_keep(struct desk *d, const char *txn, struct error *e);
enum outcome desk_spool_drop(struct desk *d, const char *txn, struct error *e);
/* *found false: no such transaction here. */
enum outcome desk_spool_get(struct desk *d, const char *txn, struct spooled *out, bool *found,
                            struct error *e);
/* The newest of this record that is open or done. */
enum outcome desk_spool_newest(struct desk *d, int64_t record, struct spooled *out, bool *found,
                               struct error *e);
/* All that is not done of one shared file, in the order of making. */
enum outcome desk_spool_list(struct desk *d, const char *store,
                             void (*each)(void *context, const struct spooled *in), void *context,
                             struct error *e);
struct spool_count {
    size_t open;    /* kept here, or of unknown end */
    size_t trouble; /* conflicts and refusals */
};
enum outcome desk_spool_count(struct desk *d, const char *store, struct spool_count *out,
                              struct error *e);

/* ---- The shared file ---- */

enum {
    STORE_APPLICATION_ID = 0x4C4B4554,
    STORE_SCHEMA = 1,
    STORE_SCHEMA_OLDEST = 1,
    STORE_WRITER = 1, /* grows where an older loket would write what this one does not bear */
};

/* Makes an empty database at path (which must not exist, or be an empty file), and its folder where
 * only that is missing: both for a group, because any desk must be able to put in order what
 * another left half written. Refuses what share_look() refuses, and where this desk knows an
 * office's file that is gone. */
enum outcome store_create(const char *path, const struct registry *g, struct desk *d,
                          const struct clock *clock, struct error *e);
/* Opens it, in the order of the share protocol. Refuses: no such file (says `loket init`), not a
 * loket database, a newer or older schema, a WAL file, a link. Anything else that speaks against
 * writing leaves it open for reading only. */
enum outcome store_open(const char *path, const struct registry *g, struct desk *d,
                        const struct clock *clock, struct store **out, struct error *e);
void store_close(struct store **s);
/* For reading only since it was opened: appends why, with what to do. Every write is FAULT with
 * that sentence. why may be NULL. */
bool store_read_only(const struct store *s, struct buf *why);
/* Appends what opening it mended, or what should be mended; false: nothing. */
bool store_warning(const struct store *s, struct buf *out);
const struct registry *store_registry(const struct store *s);
const char *store_path(const struct store *s);
/* A row of the meta table ("store_uuid", "training"); appends, nothing where absent. */
enum outcome store_meta_get(struct store *s, const char *key, struct buf *out, struct error *e);
enum outcome store_meta_put(struct store *s, const char *key, const char *value, struct error *e);
/* A file in the making, which nobody else has yet and which is thrown away where it is not
 * finished, need not be on the disk with each transaction. With the first one after false all of it
 * is. */
enum outcome store_hurry(struct store *s, bool on, struct error *e);

/* ---- Transactions ---- */

/* Who writes and under which transaction id; exactly-once rests on the id. */
struct intent {
    char txn[TXN_TEXT_LEN + 1];
    const char *author; /* a person's name; "" while nobody is logged in: the desk signs */
    const struct signing_key *key; /* the person's, kept until the end; NULL: the desk's */
    bool restore; /* store_tell_restore comes first; begins in a file that was rolled back, too */
};
/* BEGIN IMMEDIATE. *done_before (may be NULL): this id is already in the file; nothing was begun.
 * FORBIDDEN in a file that was rolled back. MISUSED: a key without an author. */
enum outcome store_begin(struct store *s, const struct intent *i, bool *done_before,
                         struct error *e);
/* Is this transaction id in the file? */
enum outcome store_has_txn(struct store *s, const char *txn, bool *has, struct error *e);
enum outcome store_commit(struct store *s, struct error *e); /* on failure: rolled back */
/* Its commit failed, and so did the share when it was asked for it: any other failure means that
 * nothing was written. */
bool store_unsure(const struct store *s, const char *txn);
void store_rollback(struct store *s);
/* One read transaction for several calls below (each also works alone). */
enum outcome store_read_begin(struct store *s, struct error *e);
void store_read_end(struct store *s);
/* Changes by others since the last call, for refreshing: reads the bell beside the file, and asks
 * the file itself only where it was rung or ten minutes have passed. */
enum outcome store_changed(struct store *s, bool *changed, struct error *e);

/* Holds back every transaction of this process that is about to be stopped (Ctrl-Z): a lock kept
 * meanwhile keeps the file from all desks. Waits so long for those under way; false: one goes on,
 * nothing is held back. */
bool store_hold(int patience_ms);
void store_release(void);

/* A file that others keep busy is waited for: ten seconds for a person, a minute for a batch. From
 * the first second on, twice a second, `told` (NULL: nobody) hears how long, and who wrote last
 * ("": not known). It is called on the thread that waits and may not use s. */
void store_patience(struct store *s, bool batch);
void store_on_wait(struct store *s, void (*told)(void *context, int waited_ms, const char *writer),
                   void *context);

/* ---- Who is there ---- */

struct beat {
    int others;           /* other processes at the file, as far as known */
    bool stopped;         /* locks were proved not to hold between hosts: nobody may write */
    bool clock_known;     /* the share has a clock of its own */
    int64_t clock_off_ms; /* how far this desk's runs ahead of it */
};
/* To be called every few seconds while somebody is at the desk: does what is due, which is mostly
 * nothing. The first one makes this process known to the others. */
void store_beat(struct store *s, moment now, struct beat *out);
/* Who else is there: alive, as far as can be seen. */
struct present {
    const char *host, *user, *version; /* version of loket; they live as long as the call back */
};
void store_present(const struct store *s,
                   void (*each)(void *context, const struct present *present), void *context);
/* Appends why nobody may write, as the last beat found it. */
bool store_stopped(const struct store *s, struct buf *why);
/* True for one process at most: who backs up and tidies. */
bool store_housekeeper(struct store *s);
/* Does the file lie on another machine? Tests put a clock in place of that one's. */
bool store_on_share(const struct store *s);
void store_share_clock(struct store *s, const struct clock *c);
/* Bulk work begins or has ended. Its transactions touch more pages than memory should hold: on a
 * disk of this machine they may go to the file before the commit; on a share nothing changes. */
void store_bulk(struct store *s, bool on);
/* How many rows a transaction of bulk work may hold now: many where nobody is kept waiting. */
size_t store_part_rows(struct store *s);
/* After each transaction of bulk work: lets others at the file, where there are any. */
void store_give_way(struct store *s);
/* What is being edited here, told with the next beat; id 0: nothing. */
void store_editing(struct store *s, const struct kind *k, int64_t id);
/* Appends who else edits it, as “user@host”. A hint: nobody is kept from anything. */
bool store_edited_by(struct store *s, const struct kind *k, int64_t id, struct buf *who);

/* ---- Records ---- */

/* REFUSED with a sentence where there is no such record. Lines come with their tombstones. */
enum outcome store_load(struct store *s, const struct kind *k, int64_t id, struct record **out,
                        struct error *e);

struct change {
    const char *step; /* "new", "edit", a verb, "undo", "import" */
    const char *note; /* reason in words, or "" */
};
/* Inside store_begin. Inserts (rev 0) or updates where the stored version is r->rev, else STALE.
 * Gives new records and lines their ids, writes row, lines, tally, search and one history entry,
 * and sets r->rev and r->changed_at. An update that changes nothing writes nothing. A stored line
 * that r no longer lists comes back to it as a tombstone. Where the transaction is rolled back
 * later, r is to be loaded again. */
enum outcome store_save(struct store *s, struct record *r, const struct change *c, struct error *e);

/* Inside store_begin: the next number for r's field `field` by the number template in force for
 * r's office on r's rule day; r itself is not changed. *made false: the template says the number
 * is entered, not made. */
enum outcome store_next_number(struct store *s, const struct record *r, const char *field,
                               bool *made, struct buf *out, struct error *e);

/* Is this a number such as r's own day, office and template give: of the same prefix and period? */
enum outcome store_number_fits(struct store *s, const struct record *r, const char *field,
                               const char *number, bool *fits, struct error *e);

/* A number entered from another system, typed by its last digits only: appends the whole one by
 * the template in force; nothing where no template says so or more than its digits was typed. */
enum outcome store_complete_number(struct store *s, const struct record *r, const char *field,
                                   const char *typed, struct buf *out, struct error *e);

/* Answers a list of facts about r as of `today` (rules: as of r's rule day). Facts are about other
 * records: r itself never counts; an empty field of r matches nothing. */
enum outcome store_answer(struct store *s, const struct record *r, const struct fact *facts,
                          day today, struct answers *a, struct error *e);
/* A rule's value for an office (code or "") on a day: the most specific row, else its default. */
enum outcome store_rule(struct store *s, const char *rule, const char *office, day on,
                        struct buf *out, struct error *e);

/* ---- Lists: keyset pages, the same cost at any size ---- */

enum comparison { IS, IS_NOT, AT_LEAST, AT_MOST, CONTAINS, STARTS, ENDS };
/* CONTAINS is folded word-prefix search; ENDS is for FIELD_TAIL fields: last digits. */

struct filter {
    const char *field; /* field id, or "id" */
    enum comparison how;
    struct value value; /* IS with an empty value: is empty */
    const char *line;   /* one of these lines has it, IS or within a range; NULL: the record */
};

struct mark { /* a place in a list's order; all zero: its beginning */
    bool set;
    struct value key; /* the sort field's value there */
    int64_t id;
};

struct query {
    const struct kind *kind;
    const struct filter *filters;
    size_t filter_count;
    const char *const *states; /* NULL-terminated; NULL: as `closed` says */
    bool closed;               /* final states too; hidden ones only by name in `states` */
    const char *sort;          /* "received_on", "-received_on", "number"; NULL: the kind's own */
    struct mark from;          /* rows behind it; unset: from the first, or the last if backwards */
    bool backwards;            /* the page before `from`; rows still come in list order */
    bool inclusive;            /* the row at `from` too */
    unsigned limit;            /* rows, at most 2,000 */
};

struct page {
    struct record **rows; /* without lines */
    size_t count;
    bool more;     /* further rows in the direction read */
    bool cut;      /* the step budget ended it: say "narrow it down" */
    bool unsorted; /* the sort field is not indexed and more than 5,000 rows were left */
    int64_t total; /* of the whole list; -1: not known without reading it */
};
enum outcome store_page(struct store *s, const struct query *q, struct page *out, struct error *e);
void page_free(struct page *p);
void mark_of(const struct query *q, const struct record *r, struct mark *out);
void mark_free(struct mark *m);
/* How many records of a kind stand in a state (kept, not counted). NULL state: all but hidden. */
enum outcome store_tally(struct store *s, const struct kind *k, const char *state, int64_t *n,
                         struct error *e);
/* Of those a list opens with: neither final nor hidden. */
enum outcome store_tally_open(struct store *s, const struct kind *k, int64_t *n, struct error *e);

/* ---- What lapses: FIELD_EXPIRES fields of rows in states in which that matters ---- */

struct lapse_query {
    const struct kind *kind;
    const struct line_kind *lines; /* NULL: field is the record's own */
    const struct field *field;     /* FIELD_EXPIRES: a day or a moment */
    struct value from, to;         /* both included */
    unsigned limit;                /* of each state; at most 2,000 */
};
struct lapse {
    int64_t record, line; /* line 0: of the record itself */
    int64_t at;           /* day or moment */
};
struct lapses {
    struct lapse *items; /* state by state, the last day first */
    size_t count;
    bool more;
};
/* Reads those rows and, of lines, those of closed records within the span too; nothing else. */
enum outcome store_lapses(struct store *s, const struct lapse_query *q, struct lapses *out,
                          struct error *e);
void lapses_free(struct lapses *l);

/* ---- How many say the same ---- */

struct counted {
    struct value value; /* as one of its records says it; unset: those that say nothing */
    int64_t records;    /* that say it; of lines, each record once */
};
struct counts {
    const struct field *field; /* of the values: of two fields text, "A → B" */
    struct counted *items;     /* most first, of equals by their text */
    size_t count;
    bool cut; /* the step budget, or COUNTS_MAX, ended it: what is there is not all; narrow it down
               */
};
enum { COUNTS_MAX = 5000, COUNT_FIELDS_MAX = 2 };
struct counting {
    const struct query *query; /* its kind, filters and states; CONTAINS and ENDS are MISUSED */
    /* Of the record ("place", "state"), or of its lines ("finding.finding"); two count pairs, both
     * of the record or of one kind of line; the second NULL: one. */
    const char *fields[COUNT_FIELDS_MAX];
    bool by_month;    /* days and moments count as the first day of their month */
    int zone_minutes; /* of moments */
};
/* Texts that fold alike are one, so are references to one record. */
enum outcome store_counts(struct store *s, const struct counting *how, struct counts *out,
                          struct error *e);
void counts_free(struct counts *c);

/* ---- Questions in SQL ---- */

struct answer_cell {
    char *text;  /* NULL: null; bytes as hexadecimal digits */
    bool number; /* text is one */
};
struct answer_table {
    char **names;
    size_t columns, rows, cap;
    struct answer_cell *cells; /* row by row */
    bool more;                 /* there are more rows than were asked for */
};
/* One SELECT, whole in memory before it returns: while it runs nobody saves, so that it may take
 * about two seconds (REFUSED), a copy any time. FORBIDDEN: it would change something. Keys of
 * people come as null, sealed text as it lies there. */
enum outcome store_ask(struct store *s, const char *text, size_t most, struct answer_table *out,
                       struct error *e);
void answer_table_free(struct answer_table *a);

/* ---- Finding ---- */

struct hit {
    const struct kind *kind;
    int64_t id;
    struct buf name; /* number or title, else its id */
    bool nameless;   /* its id: people are shown the text alone */
    struct buf text; /* what else helps to tell it apart */
};
struct hits {
    struct hit *items;
    size_t count;
    bool more;
};
/* Words (prefixes) or number tails over every kind, or one; newest first. */
enum outcome store_find(struct store *s, const struct kind *only, const char *text, unsigned limit,
                        struct hits *out, struct error *e);
/* Candidates for a reference: code, title, aliases, any part of the name, tail of its numbers;
 * best first. Merged and retired rows are left out unless nothing else fits. `among`: only rows
 * whose field "list" says so; NULL: all. */
enum outcome store_lookup(struct store *s, const struct kind *k, const char *among,
                          const char *text, unsigned limit, struct hits *out, struct error *e);
/* The one row a text means (exact code, title or alias, folded); 0: none or several. */
enum outcome store_link(struct store *s, const struct kind *k, const char *among, const char *text,
                        int64_t *id, struct error *e);
/* REF of the command line: a number, its tail digits, a code or an id. REFUSED, naming the
 * candidates, where it is none or several. */
enum outcome store_resolve(struct store *s, const struct kind *k, const char *ref, int64_t *id,
                           struct error *e);
/* The record whose natural key is r's; 0: none. */
enum outcome store_natural(struct store *s, const struct record *r, int64_t *id, struct error *e);
/* Does any row, whatever its state, say this in the field (FIELD_INDEXED)? One look into an index.
 */
enum outcome store_any(struct store *s, const struct field *f, const struct kind *k,
                       const struct value *v, bool *any, struct error *e);
void hits_free(struct hits *h);

/* ---- History: append-only, hash-chained, signed; in the same transaction as what it tells ---- */

struct entry {
    int64_t seq;
    char txn[TXN_TEXT_LEN + 1];
    char author[64]; /* person, or the desk as "desk 0042" */
    uint16_t desk;
    moment at;
    const struct kind *kind; /* NULL for entries about the file itself */
    int64_t record;
    int64_t rev;
    char step[FIELD_ID_MAX]; /* of a row of an import "import" or "restore" */
    struct buf note;
    struct flat was, is; /* what changed: before and after; of a new record `is` is the whole */
    unsigned char digest[HASH_BYTES];       /* of the whole record afterwards */
    unsigned char signer[PUBLIC_KEY_BYTES]; /* whose key signed it */
    bool sound;    /* in verify: its hash and signature hold; elsewhere false */
    int64_t batch; /* the import that wrote it, 0: none */
};
/* Newest first; limit 0: all. */
enum outcome store_history(struct store *s, const struct kind *k, int64_t id, unsigned limit,
                           void (*each)(void *context, const struct entry *entry), void *context,
                           struct error *e);
/* Walks the chain, in slices that let other desks in between: hashes, signatures, and that every
 * present row is what its last entry says. Calls back for each defect with a sentence; *entries and
 * *defects (either may be NULL) count. */
enum outcome store_verify(struct store *s, void (*each)(void *context, const char *defect),
                          void *context, int64_t *entries, int64_t *defects, struct error *e);

/* As store_verify, and `judge` is asked about each entry in chain order, before the rows are
 * looked at: whether its signer was that author and held what the step needs. It appends a
 * sentence to defect where not. An entry that is not sound is named by verify itself. An import's
 * rows are told by the entry of their part (kind NULL, `is` says of which kind they are). */
struct verify_judge {
    void (*judge)(void *context, const struct entry *entry, struct buf *defect);
    void *context;
    bool (*progress)(void *context, int64_t entries); /* false stops: REFUSED; may be NULL */
    /* Each row of an import, behind its part's entry: author, signer and seq are the part's. Of a
     * row that made its record `is` is empty. May be NULL. */
    void (*row)(void *context, const struct entry *row, struct buf *defect);
    bool backup; /* that the file ends before the head this desk saw is no defect */
};
enum outcome store_verify_judged(struct store *s, const struct verify_judge *judge,
                                 void (*each)(void *context, const char *defect), void *context,
                                 int64_t *entries, int64_t *defects, struct error *e);

/* Inside store_begin, before the save: `is` tells of an intent that somebody signed at a desk and
 * that whoever is here sends; an entry about the file, step "intent". */
enum outcome store_tell_intent(struct store *s, const struct flat *is, struct error *e);

/* ---- Heads and roots seen: a file rolled back, or an office's root exchanged, is noticed ---- */

/* The head this desk last saw must stand in the chain, else the store is for reading only and every
 * write is FORBIDDEN with the reason. That is asked when it is opened, when another desk changed
 * it, and in store_begin; after each commit and refresh the desk notes the newest head. */
struct head {
    int64_t seq; /* 0: none */
    unsigned char hash[HASH_BYTES];
};
enum outcome store_head(struct store *s, struct head *out, struct error *e); /* the file's own */
void store_head_seen(const struct store *s, struct head *out);  /* the newest this desk saw */
bool store_rolled_back(const struct store *s, struct buf *why); /* appends the reason */
/* An entry with the step "restore" and the kind "", whose note is "SEQ HASH" (hexadecimal): all
 * entries from its own place up to that abandoned head are given up. It lifts the state above on
 * every desk whose head seen is that one, or one given up with it; a desk that saw more is named by
 * a further one. Inside store_begin. */
enum outcome store_tell_restore(struct store *s, const struct head *abandoned, struct error *e);
/* Behind it, in the same transaction: false: one signature is not enough, the file is for reading
 * only until it is called with true. */
enum outcome store_confirm_restore(struct store *s, bool confirmed, struct error *e);
bool store_unconfirmed(const struct store *s); /* store_rolled_back() says why, then */
/* Restores in the chain whose signature holds, oldest first, and the head one gives up. */
enum outcome store_restores(struct store *s, void (*each)(void *context, const struct entry *entry),
                            void *context, struct error *e);
bool restore_gives_up(const struct entry *entry, struct head *abandoned);
/* Who may lift it: asked with such an entry whose signature holds, at once where the store is open
 * through one already, and whenever another is met. Without it any is taken. */
struct restore_judge {
    bool (*may)(void *context, struct store *s, const struct entry *entry);
    void *context;
};
enum outcome store_judge_restore(struct store *s, const struct restore_judge *judge,
                                 struct error *e);

/* The office's root public key: in meta, and told by an entry (step "root", kind "", `is` holds it
 * under "root", `was` the one before). Each desk pins it at first sight. FORBIDDEN where the pinned
 * one differs and was not followed, root by root, by entries that each root signed for its
 * successor. *found false: no root yet. */
enum outcome store_root(struct store *s, unsigned char root[PUBLIC_KEY_BYTES], bool *found,
                        struct error *e);
/* The first root: in the running transaction or, signed by the desk, in one of its own. Another one
 * only inside a transaction, whose key should be the root's before. */
enum outcome store_root_put(struct store *s, const unsigned char root[PUBLIC_KEY_BYTES],
                            struct error *e);

/* ---- Copies: backups, and what a restore puts back ---- */

/* A copy at path, which must not exist, made step by step while others work: they wait for none of
 * the pauses between the steps. After a few restarts the rest is one step. */
struct copying;
struct copy_state {
    int done, total; /* pages */
    int restarts;    /* because somebody else wrote */
    bool more;
};
enum outcome store_copy_start(struct store *s, const char *path, struct copying **out,
                              struct error *e);
enum outcome store_copy_step(struct copying *c, struct copy_state *state, struct error *e);
/* In any case; the copy is whole where the last step left no more. */
enum outcome store_copy_end(struct copying **c, struct error *e);
/* Opens a copy, of which nothing is noted at this desk: the head seen is that of the database it
 * was made of. For reading only and without locks; or, a scratch copy of one's own, for writing,
 * extended as store_open() does. */
enum outcome store_open_copy(const char *path, bool scratch, const struct registry *g,
                             struct desk *d, const struct clock *clock, struct store **out,
                             struct error *e);
/* REFUSED where another version of loket made it: only a scratch copy is extended. */
enum outcome store_copy_readable(struct store *s, struct error *e);
/* In a scratch copy: it will lie at path, under that name and locked as that place is. REFUSED,
 * with what mends it, where nothing may be written there. */
enum outcome store_place(struct store *copy, const char *path, struct error *e);
const char *store_uuid_text(const struct store *s);
/* The database's own checks of its pages and of lines without a record. */
enum outcome store_check_pages(struct store *s, void (*each)(void *context, const char *defect),
                               void *context, int64_t *defects, struct error *e);
/* Puts the copy in the place of all that s holds, in one transaction. STALE: `expected` is no
 * longer the file's head; nothing was changed. Close and open s behind it. */
enum outcome store_replace(struct store *s, struct store *copy, const struct head *expected,
                           struct error *e);
/* The last entry both have, 0: none; and the entries of s behind one, oldest first. */
enum outcome store_common(struct store *a, struct store *b, int64_t *seq, struct error *e);
enum outcome store_history_after(struct store *s, int64_t seq,
                                 void (*each)(void *context, const struct entry *entry),
                                 void *context, struct error *e);
/* Appends at most so many entries behind one, a line of JSON each: every column, bytes as
 * hexadecimal digits. *last: the last one, or `behind` where there is none. */
enum outcome store_history_lines(struct store *s, int64_t behind, int64_t most, struct buf *out,
                                 int64_t *last, struct error *e);
/* Is there a file that nothing can be read of any more? */
bool store_damaged(const char *path);

/* ---- Care: what the file is like ---- */

struct store_care {
    int64_t bytes, unused;
    int64_t journal_bytes; /* -1: there is none */
    bool persist;          /* the journal is kept in place */
};
enum outcome store_care(struct store *s, struct store_care *out, struct error *e);
enum outcome store_entries_since(struct store *s, moment since, int64_t *n, struct error *e);
/* These two read the whole file, while nobody else saves. */
enum outcome store_quick_check(struct store *s, bool *sound, struct error *e);
/* Does the index of words have as many rows as there are records? */
enum outcome store_search_whole(struct store *s, bool *whole, struct error *e);
/* Words and names made anew from the records, in parts. */
enum outcome store_search_mend(struct store *s, struct error *e);
enum outcome desk_check(struct desk *d, bool *sound, struct error *e);

/* ---- The test of a share: two desks, the same call on both (rule 10) ---- */

enum share_role { SHARE_EITHER, SHARE_FIRST, SHARE_SECOND };
struct share_test {
    const char *path; /* of the database, beside which it is done; it need not be there yet */
    enum share_role role;
    unsigned allowed;            /* of enum share_allowed */
    int counts, commits, deaths; /* of each desk, each desk, the first */
    int patience_ms;             /* until the other desk is there */
    void (*said)(void *context, const char *sentence);
    void *context;
};
struct share_verdict {
    char host[2][65]; /* the first desk's, the second's */
    bool two_hosts;
    bool first; /* this desk was */
    enum share_kind kind;
};
/* DONE: passed on both desks. REFUSED: what was written was lost, or nobody answers. */
enum outcome store_share_test(const struct share_test *t, struct share_verdict *out,
                              struct error *e);

/* Each field of the type file that holds something, in rows that are not gone. */
enum outcome store_files(struct store *s,
                         void (*each)(void *context, const struct kind *k, int64_t record,
                                      const char *text),
                         void *context, struct error *e);

/* ---- Imports: rows in bulk, one signed part entry for each transaction ---- */

enum { BATCH_BY_MAX = 64 };
struct batch {
    int64_t id;       /* given by store_batch_open */
    const char *also; /* ids of further kinds its rows may be of, a blank between; NULL: none. Its
                       * parts name them, for who judges them; not read back */
    const struct kind *kind;
    const char *source; /* the file's base name */
    unsigned char source_hash[HASH_BYTES];
    enum origin origin; /* ORIGIN_LOG or ORIGIN_RESTORED */
    int part;           /* parts written so far */
    int64_t created, changed, unchanged, rejected, rows;
    /* Read back only: when it began, and the first and the last of who wrote its parts, by name
     * (one that was stopped may have been gone on with by somebody else). */
    moment at;
    char first_by[BATCH_BY_MAX], last_by[BATCH_BY_MAX];
};
/* All inside store_begin. Where a part is rolled back, *b is to be put back to what it was before:
 * keep a copy. Each part that is not told is refused at commit. */
enum outcome store_batch_open(struct store *s, struct batch *b, struct error *e);
/* As store_save, but told by a history_row of the part instead of an entry of its own. Keeps
 * r->id, r->rev, line ids and numbers where a restore brings them. */
enum outcome store_batch_save(struct store *s, struct batch *b, struct record *r, struct error *e);
enum outcome store_batch_part(struct store *s, struct batch *b, int64_t source_rows,
                              struct error *e); /* before each commit */
enum outcome store_batch_close(struct store *s, struct batch *b,
                               struct error *e); /* the last part */
/* Inside store_begin: brings *b to where its batch stands in the file. With id 0 that is the newest
 * one of its kind, source and origin that was never closed. *open false: there is none (any more).
 */
enum outcome store_batch_resume(struct store *s, struct batch *b, bool *open, struct error *e);
/* REFUSED where there is no such batch; source is left NULL. */
enum outcome store_batch_load(struct store *s, int64_t id, struct batch *b, struct error *e);
struct batch_told {
    struct batch batch; /* its source lives as long as the call back */
    bool closed;
};
/* The last ones, newest first. */
enum outcome store_batch_list(struct store *s, unsigned limit,
                              void (*each)(void *context, const struct batch_told *told),
                              void *context, struct error *e);
/* A record that a batch touched; part and position are its place among them. */
struct batch_row {
    int part;
    int64_t position;
    const struct kind *kind; /* NULL: not of this version's */
    int64_t record, rev;     /* rev: what the batch made */
    bool created;
};
/* At most cap of them behind a place; all zero: from the first. */
enum outcome store_batch_rows(struct store *s, int64_t batch, const struct batch_row *behind,
                              struct batch_row *out, size_t cap, size_t *count, struct error *e);

/* Calls each for every record that entries behind seq, up to upto, tell of, imports too. */
enum outcome store_since(struct store *s, int64_t seq, int64_t upto,
                         void (*each)(void *context, const char *kind, int64_t record),
                         void *context, struct error *e);

/* ---- What things cost: for tests and bench ---- */

struct store_cost {
    uint64_t rows;  /* rows stepped to */
    uint64_t steps; /* virtual-machine steps of the database */
};
struct store_cost store_cost(const struct store *s); /* since open */
/* Counts up with every row and statement, for who watches from another thread whether it moves. */
void store_pulse(struct store *s, _Atomic uint64_t *pulse);

/* ---- Workers: the screen asks, a worker does, the screen hears ---- */

struct job {
    void (*run)(struct job *j);  /* on the worker's thread */
    void (*done)(struct job *j); /* on the thread that calls worker_collect; may free j */
    struct job *next;            /* the queue's */
};
struct worker;
/* threaded false: worker_post runs the job at once, worker_collect calls done. */
struct worker *worker_start(bool threaded);
void worker_post(struct worker *w, struct job *j);
int worker_fd(const struct worker *w);   /* readable when worker_collect has something; or -1 */
size_t worker_collect(struct worker *w); /* calls done() of all finished; how many */
size_t worker_pending(const struct worker *w);
/* Ends it once the running job ends, but waits no longer than it takes to see that it hangs:
 * true: joined; false: left behind, the process should exit. */
bool worker_stop(struct worker **w, int patience_ms);

#endif
