/* What only the actions share among themselves. */
#ifndef LOKET_ACTIONS_PRIVATE_H
#define LOKET_ACTIONS_PRIVATE_H

#include "loket/actions.h"
#include "loket/exchange.h"

#include <pthread.h>
#include <sys/types.h>

struct chore;
struct copying;
struct person;
struct key_change;

/* The daily backup and the hourly history file, each a program of its own. */
struct house {
    pid_t child;               /* 0: none runs */
    const struct chore *chore; /* what it does */
    moment look_at;            /* when it is looked again whether one is due */
    moment history_at;         /* when the history was last written out; 0: not yet */
    const char *program;       /* NULL: this one */
};

struct session {
    struct store *store; /* NULL only while a database is being made */
    struct desk *desk;
    const struct clock *clock;
    struct worker *at_share;
    struct worker *at_desk;
    char author[64];       /* of a store without people: "" is the desk itself */
    bool people;           /* the store has people: who is not logged in files as a guest */
    struct person *person; /* who is logged in, or NULL */
    const struct key_change *change; /* what the steps rekey and passphrase are about to set */
    struct buf uuid;                 /* the store's id, once asked for */
    struct error root;               /* why the root is not to be trusted; code DONE: it is */
    char desk_name[16];              /* "desk 0042" */
    struct buf office;               /* home office's code */
    bool office_told;                /* by loket.conf */
    struct buf office_name;
    struct buf printer; /* lp's destination; empty: its default */
    int zone_minutes;
    bool training;
    struct buf backup;        /* the folder this desk backs up to; empty: it does not */
    struct buf history;       /* the file it writes the history out to, likewise */
    struct house house;       /* housekeeper.c */
    bool clock_compared;      /* with the share's, at all */
    int64_t clock_off_ms;     /* how far it is ahead */
    bool away;                /* works on the desk's copy: nothing here reaches the share */
    _Atomic bool reads_only;  /* nothing may be written, as last seen; the screen reads it */
    bool keeps_copy;          /* and this one keeps that copy up */
    struct copying *copying;  /* as far as it came; of the share's worker */
    struct buf folder, path;  /* of the desk's own files; of the store as configured */
    struct buf file;          /* where the store really lies; away, its path in full */
    struct session *stand_in; /* works while the share is away; NULL: not opened yet */
    struct session *main;     /* of a stand-in: for whom */
    struct seat *seat;        /* who is logged in, known to both */
    struct link *link;        /* NULL: this session does not outlive its share */
};

/* Who is here, between a session and its stand-in; the lock is around the person. */
struct seat {
    pthread_mutex_t lock;
    struct person *person;
};

/* What loket.conf and the environment say; all empty where they are silent. */
struct settings {
    struct buf store, office, printer, backup, history;
    unsigned allowed; /* of enum share_allowed */
    bool mouse;
};
enum outcome settings_read(const char *path, struct settings *out, struct error *e);
void settings_free(struct settings *s);

#define SHARE_TEST_SETTING "share_test" /* in meta: "2026-11-21 HOST HOST" */

/* With each tick: is the day's backup due, and this desk the one to make it? */
void housekeep(struct session *s);

/* May nothing be written at all? Appends why: the share, or a restore not confirmed. */
bool session_closed(const struct session *s, struct buf *why);
/* Appends the desk's own folder. */
void session_folder(const struct session_options *o, struct buf *out);
/* The desk's own file, in the folder the options or the environment name. */
enum outcome session_desk_open(const struct session_options *o, const struct clock *clock,
                               struct desk **out, struct error *e);
/* For what is written while the store has no people. */
void session_intent(const struct session *s, const char *txn, struct intent *out);
/* Reads the home office's name and zone; called again when it was just made. */
enum outcome session_find_office(struct session *s, struct error *e);

/* Reference tables of a new database. */
enum outcome seed_reference_tables(struct session *s, struct error *e);
/* The clock of a practice office in the making: its people work through days that have passed. Real
 * once `at` has come to it. */
enum { DEMO_DAYS = 28 }; /* of people's own work, up to today */
struct past {
    struct clock clock;
    const struct clock *real;
    moment at;
};
/* Two years of a believable office, then its people, and some weeks of their own work up to now.
 * The same each time. */
enum outcome demo_fill(struct session *s, struct past *past, const struct init_options *o,
                       const char *root_file, struct error *e);

/* REFUSED where a step writes the time down and this desk's clock is far off the share's. */
enum outcome clock_allows(struct session *s, const struct step *step, struct error *e);

/* May mine be made of base by editing? Not where a read-only field or one past its free state
 * differs. */
enum outcome check_edit(const struct record *mine, const struct record *base, struct error *e);
/* Links every reference of r that changed since base (NULL: all) and has no link yet. */
enum outcome link_references(struct session *s, struct record *r, const struct record *base,
                             struct error *e);
/* The office this store belongs to into r's field office, where it has one and that is known. */
void put_home_office(struct session *s, struct record *r);
void record_swap(struct record *a, struct record *b);
/* Made here, and never saved before? One that waits in the spool is edited with a base. */
bool save_is_new(const struct record *mine, const struct record *base);
/* Inside a transaction: writes mine, merged with what others changed since base. */
enum outcome save_within(struct session *s, struct record *mine, const struct record *base,
                         struct save_report *report, struct error *e);
/* The record as it was at an earlier version, read back out of history. REFUSED: no such version.
 */
enum outcome record_at_rev(struct session *s, const struct record *now, int64_t rev,
                           struct record **out, struct error *e);
/* "Applicant: PT A - here: PT B", one line for each field in which the two differ. */
void tell_versions(const struct record *mine, const struct record *theirs, struct buf *out);
/* "Applicant: PT A → PT B" for each change. */
/* "edited", "Accept": what an entry's step is called. */
const char *step_label(const struct kind *k, const char *verb);
void tell_changes(const struct record *r, const struct flat *was, const struct flat *is,
                  struct buf *out);
/* The day `count` working days after `from` by the holiday rows. */
enum outcome working_day(struct session *s, day from, int count, day *out, struct error *e);
/* The same by the calendar of one office (its id; 0: the home office): local holidays of others do
 * not count. */
enum outcome working_day_at(struct session *s, int64_t office, day from, int count, day *out,
                            struct error *e);
/* A rule's value for the home office on a day, as a whole number; 0 where it is none. */
enum outcome rule_number(struct session *s, const char *rule, day on, int64_t *out,
                         struct error *e);

/* Of a dated row, such as one of a rule: that it holds on some day, and that no other row of the
 * same natural key, so of the same first day, stands beside it. */
enum outcome dated_check(struct session *s, const struct record *r, struct error *e);
/* rules.c: a rule there is, with a value that it can have; retired rows may hold anything. */
enum outcome rule_check(struct session *s, const struct record *before, const struct record *r,
                        struct error *e);
enum outcome rule_land(struct session *s, struct record *r, struct error *e);
/* paper_trial.c: a layout that can be printed. */
enum outcome layout_check(struct session *s, const struct record *before, const struct record *r,
                          struct error *e);
enum outcome layout_land(struct session *s, struct record *r, struct error *e);

/* ---- business.c, follow.c: what the office adds to the steps of a kind ---- */

/* One row for each kind that has any; each of the calls may be NULL. All run inside the
 * transaction of the step. */
struct business {
    const char *kind;
    /* Before a new record is taken in: what it takes over from others it names. Outside any
     * transaction. */
    enum outcome (*begin)(struct session *s, struct record *r, struct error *e);
    /* Before the step is judged: proposals, dates, prices. */
    enum outcome (*prepare)(struct session *s, struct record *r, const struct step *step,
                            const char *note, struct error *e);
    /* Facts of the step's guards that no query of the catalogue answers; also asked, outside any
     * transaction, for keys that are shown. */
    enum outcome (*answer)(struct session *s, const struct record *r, const struct step *step,
                           struct answers *a, struct error *e);
    /* Once the step may be taken, before r is saved: what it adds of itself, such as lines that
     * its guards must not see yet. */
    enum outcome (*complete)(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e);
    /* What a record must be, whoever saves it by whatever step, edit or undo: asked inside the
     * transaction, right before it is saved. before: NULL for a new one. */
    enum outcome (*check)(struct session *s, const struct record *before, const struct record *r,
                          struct error *e);
    /* After r was saved: other records that follow from it, by follow_step() and follow_new(). */
    enum outcome (*follow)(struct session *s, const struct record *before, const struct record *r,
                           const struct step *step, const char *note, struct error *e);
    /* Appends why r stands where it does, line by line; outside any transaction. */
    enum outcome (*explain)(struct session *s, const struct record *r, struct buf *out,
                            struct error *e);
    /* Of a log's row, before it is linked or looked for: what it leaves unsaid; *id: which record
     * here it speaks of, 0 where that is for the natural key to say. May come twice. */
    enum outcome (*said)(struct session *s, struct record *r, int64_t *id, struct error *e);
    /* Before a log's record is written: what its place among the others here makes of it. */
    enum outcome (*land)(struct session *s, struct record *r, struct error *e);
};
const struct business *business_of(const struct kind *k); /* never NULL */

/* What the counter adds to a permit's step: proposed risk, promised day, deadline. */
enum outcome intake_prepare(struct session *s, struct record *r, const struct step *step,
                            const char *note, struct error *e);

/* What a permit's steps add behind the counter: who analysed, stages, pauses, time left. */
enum outcome service_complete(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e);
enum outcome service_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e);
enum outcome service_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e);

/* measure.c, capture.c: who knew of it, terms, what follows; the facts of their guards. */
enum outcome measure_begin(struct session *s, struct record *r, struct error *e);
enum outcome measure_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e);
enum outcome measure_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e);
enum outcome measure_complete(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e);
enum outcome measure_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e);
enum outcome measure_check(struct session *s, const struct record *before, const struct record *r,
                           struct error *e);
enum outcome root_check(struct session *s, const struct record *before, const struct record *r,
                        struct error *e);
enum outcome minutes_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e);
enum outcome minutes_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e);
enum outcome capture_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e);
enum outcome capture_complete(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e);
/* custody.c: the balance of the goods and the terms that run, a line each. */
enum outcome capture_explain(struct session *s, const struct record *r, struct buf *out,
                             struct error *e);
enum outcome measure_explain(struct session *s, const struct record *r, struct buf *out,
                             struct error *e);
/* Of applications: are their goods accounted for, and the incident report drafted from one. */
enum outcome permit_goods_answer(struct session *s, const struct record *r, const struct step *step,
                                 struct answers *a, struct error *e);
enum outcome permit_capture_follow(struct session *s, const struct record *before,
                                   const struct record *r, const struct step *step,
                                   const char *note, struct error *e);
/* decree.c: a late decree moves the last days of open terms and lists what moved. */
enum outcome holiday_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e);
enum outcome holiday_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e);
/* Writes name, NIP and note of who is here into acknowledged_by and its neighbours. */
enum outcome knower_write(struct session *s, struct record *r, const char *note, struct error *e);
/* What business_of(r->kind) checks; DONE where it checks nothing. */
enum outcome business_check(struct session *s, const struct record *before, const struct record *r,
                            struct error *e);

/* service_time.c: when the service time of a permit that was accepted at `started` ends, into
 * due_at; empty while its clock stands or once it stopped. */
enum outcome service_refresh(struct session *s, struct record *permit, moment started,
                             struct error *e);

enum outcome service_explain(struct session *s, const struct record *r, struct buf *out,
                             struct error *e);

/* The action an option of a list calls for is opened at the permit. */
enum outcome call_for_next(struct session *s, struct record *permit, const struct value *option,
                           struct error *e);

/* inspect.c: reports of officers. */
enum outcome inspect_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e);
enum outcome inspect_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e);
enum outcome inspect_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e);

/* billing.c: what a permit pays. */
enum outcome billing_begin(struct session *s, struct record *r, struct error *e);
enum outcome billing_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e);
enum outcome billing_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e);
enum outcome billing_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e);

/* Takes `verb` of r, which was loaded in this transaction, because `cause` took the step `by`: a
 * step whose catalogue row says that it follows from it. Guards are asked, rights are not. */
enum outcome follow_step(struct session *s, const struct record *cause, const struct step *by,
                         struct record *r, const char *verb, const char *note, struct error *e);
/* The same of the record `id`, where it stands in a state from which the step leads; DONE where it
 * does not. */
enum outcome follow_where(struct session *s, const struct record *cause, const struct step *by,
                          const struct kind *k, int64_t id, const char *verb, const char *note,
                          struct error *e);
/* Saves a new record of a kind whose catalogue row says that it follows from that step. */
enum outcome follow_new(struct session *s, const struct record *cause, const struct step *by,
                        struct record *r, const char *note, struct error *e);
/* For follow.c: what a step adds of itself once it may be taken, and its facts. */
enum outcome step_answer(struct session *s, const struct record *r, const struct step *step,
                         struct answers *a, struct error *e);
enum outcome step_complete(struct session *s, const struct record *before, struct record *r,
                           const struct step *step, const char *note, struct error *e);

/* ---- inline_permit.c, inline_certificate.c: in-line inspection, for who calls of it ---- */

/* Facts for the guards of the steps that take a permit past inspection and that issue its
 * certificate: the number "inline.facility", 0 where no company covers it, with the reason as its
 * text; the text "inline.closed", why its certificate may not follow the application now, or "". */
enum outcome inline_answer(struct session *s, const struct record *permit, struct answers *a,
                           struct error *e);
/* The permit took `by`: its shipment is planned, or not to be after all. */
enum outcome inline_plan(struct session *s, const struct record *permit, const struct step *by,
                         struct error *e);
enum outcome inline_unplan(struct session *s, const struct record *permit, const struct step *by,
                           const char *note, struct error *e);
/* The number "certificate.inline": did its permit go in line? Then also the facts above. */
enum outcome inline_answer_certificate(struct session *s, const struct record *certificate,
                                       struct answers *a, struct error *e);
/* It took `by`, and was issued, or cancelled: what its shipment is in the count. */
enum outcome inline_issued(struct session *s, const struct record *certificate,
                           const struct step *by, struct error *e);
enum outcome inline_cancelled(struct session *s, const struct record *certificate,
                              const struct step *by, const char *note, struct error *e);

/* Is this key of a flat form ("item/0ABC.../net_unit") among what the decision signed, of a record
 * in the state it brought? */
bool decision_covers(const struct step *step, const struct record *decided, const char *key);
/* r was saved, and `before` is what it was: puts it back before the decision that covered what
 * changed, with an entry of its own ("void"). */
enum outcome decision_void(struct session *s, const struct record *before, struct record *r,
                           struct error *e);

/* Calls back for each record the query names, without lines, page by page; `from` and `limit` are
 * this call's own. Stops at what is not DONE. */
enum outcome records_each(struct session *s, struct query *q,
                          enum outcome (*each)(void *context, const struct record *r,
                                               struct error *e),
                          void *context, struct error *e);

/* ---- paper_code.c ---- */

/* The code of the paper this step makes, into r as it is to be saved, signed by who is here; a step
 * that corrects makes anew those r has. */
enum outcome paper_code_make(struct session *s, struct record *r, const struct step *step,
                             struct error *e);

/* ---- certificate.c, sheet.c: what certificates and their paper bring about ---- */

enum outcome certificate_begin(struct session *s, struct record *r, struct error *e);
enum outcome certificate_prepare(struct session *s, struct record *r, const struct step *step,
                                 const char *note, struct error *e);
enum outcome certificate_answer(struct session *s, const struct record *r, const struct step *step,
                                struct answers *a, struct error *e);
enum outcome certificate_follow(struct session *s, const struct record *before,
                                const struct record *r, const struct step *step, const char *note,
                                struct error *e);
/* The draft for a permit, all of it taken from there, unless one is under way: for the follow of a
 * step of the permit that the kind certificate names under `follows`. */
enum outcome certificate_draft(struct session *s, const struct record *permit,
                               const struct step *by, struct error *e);

/* Chooses the sheet for a certificate at `print_sheet` into its field serial: the one typed, or the
 * next of the oldest batch. *trouble says why there is none. */
enum outcome sheet_choose(struct session *s, struct record *certificate, struct buf *trouble,
                          struct error *e);
/* The sheet was taken; and what became of it: verb "use" or "spoil". */
enum outcome sheet_take(struct session *s, const struct record *certificate, const struct step *by,
                        struct error *e);
enum outcome sheet_end(struct session *s, const struct record *certificate, const char *serial,
                       const struct step *by, const char *verb, const char *note, struct error *e);
enum outcome stock_begin(struct session *s, struct record *r, struct error *e);
enum outcome stock_prepare(struct session *s, struct record *r, const struct step *step,
                           const char *note, struct error *e);
enum outcome stock_answer(struct session *s, const struct record *r, const struct step *step,
                          struct answers *a, struct error *e);
enum outcome stock_follow(struct session *s, const struct record *before, const struct record *r,
                          const struct step *step, const char *note, struct error *e);

/* closing.c: the counter's day. */
enum outcome closing_begin(struct session *s, struct record *r, struct error *e);
enum outcome closing_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e);

/* ---- export_layout.c ---- */

struct layout_export {
    const struct kind *kind;
    struct map_book book;
    const struct sheet_map *map;
    struct written_row above;
};
/* MISUSED where the kind has no such layout, naming those it has. layout_export_close() in any
 * case. */
enum outcome layout_export_open(const struct kind *k, const char *word, struct layout_export *x,
                                struct error *e);
void layout_export_close(struct layout_export *x);
/* Appends what tells the layout's records from others; returns how many filters. */
size_t layout_export_filters(const struct layout_export *x, struct filter *out, size_t room);
/* Inside a reading: r's rows, with what belongs to it of further kinds. */
enum outcome layout_export_put(struct session *s, struct layout_export *x, const struct record *r,
                               struct buf *out, struct error *e);

/* ---- Analysis ---- */

/* The way's groups of permits accepted within out's period, with the time they used. */
enum outcome analysis_time(struct session *s, const struct analysis_way *way, struct analysis *out,
                           struct error *e);

/* ---- Rights ---- */

enum right_kind {
    RIGHT_NEW,
    RIGHT_EDIT,
    RIGHT_STEP,
    RIGHT_IMPORT,
    RIGHT_RESTORE,   /* loket's own export */
    RIGHT_TAKE_BACK, /* an import of somebody else, or of long ago */
    RIGHT_PRINT,
    RIGHT_SHARE, /* sealed text, with whoever holds its role today */
};
struct right {
    enum right_kind what;
    const struct kind *kind;
    const struct step *step; /* of RIGHT_STEP */
};
enum { RIGHT_AUTHOR_MAX = 64 };
/* May who is here do it? author: as whom ("" is the desk). FORBIDDEN names the role needed. */
enum outcome rights_may(struct session *s, const struct right *r, char author[RIGHT_AUTHOR_MAX],
                        struct error *e);
/* store_begin as whoever has the right, which is asked again inside: roles may have changed. */
enum outcome rights_begin(struct session *s, const struct right *r, const char *txn,
                          bool *done_before, struct error *e);
/* What a session away says to everything that would write; FAULT, for later. */
enum outcome share_is_away(struct error *e);
/* Is this right only that of a guest at the counter? */
bool rights_as_guest(const struct session *s, const struct right *r);
/* Did who is here contribute to r? FORBIDDEN where the step wants another pair of eyes. */
enum outcome rights_four_eyes(struct session *s, const struct record *r, const struct step *step,
                              const char *note, struct error *e);
/* The SHA-256 of a file as hexadecimal text, which others check with sha256sum. */
enum outcome sum_file(const char *path, char out[SHA256_TEXT_LEN + 1], struct error *e);
/* Did this entry put content into the record, beyond what the step `verb` itself decides? */
bool entry_contributes(const struct entry *entry, const char *verb);
/* Is it an undo that took back exactly what version *rev wrote? Asks the record's history. */
bool entry_takes_back(struct session *s, const struct entry *entry, int64_t *rev);
/* Does a reason begin “petugas tunggal”? */
bool note_single_officer(const char *note);
/* The person in an author: "sari" of "sari a.n. head (Plh.)"; length of the name. */
size_t author_name(const char *author);
/* Written by who is here; where nobody has to say who they are, by this desk. */
bool entry_is_mine(const struct session *s, const struct entry *entry);

/* ---- People ---- */

/* At session_open: does the store have people, and is its root the one this desk knows? */
enum outcome people_open(struct session *s, struct error *e);
/* What a new or edited row of people must be, inside the transaction. */
enum outcome people_check(struct session *s, const struct record *r, struct error *e);
/* Certificates that steps on people make, for them and for whoever they vouched for. */
enum outcome people_prepare(struct session *s, struct record *r, const struct step *step,
                            struct error *e);
/* Root, first administrator and training people of a new database. */
enum outcome people_init(struct session *s, const struct init_options *o, const char *root_file,
                         struct error *e);

/* ---- spool.c: what is to be written, on the desk's disk before it is ---- */

struct intended {
    struct spooled spooled; /* .txn "" until it is on the disk */
    struct record *base;    /* what it began from; owned */
};
void intended_free(struct intended *in);
/* Gives ready its ids and puts the intent. A second save under one transaction id replaces the
 * first where that is not in the file, else becomes an edit of it. REFUSED, FAULT: nothing may be
 * written. */
enum outcome intend_save(struct session *s, const char *author, struct record *ready,
                         const char *txn, struct intended *in, struct error *e);
enum outcome intend_step(struct session *s, const char *author, const struct step_request *q,
                         struct intended *in, struct error *e);
/* How writing it ended; what the share could not take is kept at the desk where that is allowed,
 * and then it is DONE. report may be NULL. */
enum outcome intended_ended(struct session *s, struct intended *in, const struct record *ready,
                            enum outcome result, struct save_report *report, struct error *e);
/* Reads the entry that tells an intent; false: it is none, or not what its signer signed. */
bool intent_read(const struct flat *is, const char *store, const char *txn, struct spooled *out);
/* A record as an intent or a draft holds it; its id and rev are the caller's. */
enum outcome record_decode(const struct kind *k, const struct buf *bytes, struct record **out,
                           struct error *e);

/* ---- Sealed fields ---- */

/* Seals what stands in clear in r's sealed fields, for the holders of their roles, and wipes it.
 * REFUSED where nobody could read it. */
enum outcome seal_record(struct session *s, struct record *r, struct error *e);
bool seal_needed(const struct record *r); /* something stands in clear */
/* What says the same as in base is put back as it stands sealed there: opening it to read is no
 * change. */
void seal_keep_same(const struct session *s, struct record *r, const struct record *base);
/* For the draft on the desk's disk: sealed for its author alone. Where nobody is logged in the
 * words are left out. */
void seal_draft(const struct session *s, struct record *r);
void unseal_draft(const struct session *s, struct record *r);
/* The flat form of r, in clear; and back, with what is sealed for who is here opened. */
void draft_encode(const struct record *r, struct buf *out);
enum outcome draft_decode(const struct session *s, const struct draft *d, struct record **r,
                          struct record **base, struct error *e);

/* ---- Risk ---- */

/* The risk rows in force on a day. */
enum outcome risk_rows(struct session *s, day on, struct page *out, struct error *e);
/* The row whose level the goods of r deserve; NULL: none fits. It points into rows. */
const struct record *propose_risk(const struct page *rows, const struct record *r);
enum outcome advise_risk(struct session *s, const struct record *r, struct remarks *out,
                         struct error *e);
struct remark *add_remark(struct remarks *list, bool problem, const char *path, const char *text);

#endif
