/* actions.h - every verb a person can do, once; the screen and the command line both call these.
 * All of them may touch the share: the screen calls them from a worker's job only. */
#ifndef LOKET_ACTIONS_H
#define LOKET_ACTIONS_H

#include "loket/records.h"
#include "loket/store.h"

#include <stdio.h>

/* ---- A session: one person at one desk on one store ---- */

struct session_options {
    const char *store;         /* path; NULL: as configured (LOKET_STORE, loket.conf) */
    const char *desk_folder;   /* NULL: $XDG_STATE_HOME/loket or ~/.local/state/loket */
    const char *config;        /* NULL: ~/.config/loket/loket.conf, then /etc/loket.conf */
    const char *author;        /* NULL: the desk itself */
    const struct clock *clock; /* NULL: the system's */
    bool threads;              /* workers on threads; false: inline */
    unsigned allowed;          /* of enum share_allowed, beside what loket.conf allows */
    bool goes_on;              /* without the share, too, on the desk's copy: session_at_work() */
    int patience_ms;           /* with both: how long a share that hangs is waited for; 0: 15 s */
    enum session_copy {        /* the store is */
                        NO_COPY,
                        COPY_READ,    /* a backup: nothing is written, nothing noted at this desk */
                        COPY_SCRATCH, /* a copy of one's own that will be thrown away */
    } copy;
};

struct session; /* opaque */
enum outcome session_open(const struct session_options *o, struct session **out, struct error *e);
/* false: a worker is still at a share that hangs, and is left behind; the process is to end. Jobs
 * that were never begun stay their owners'. */
bool session_close(struct session **s);
/* The configured store path, or "" where none is: then the screen offers the demo. */
enum outcome session_store_path(const struct session_options *o, struct buf *out, struct error *e);
/* What loket.conf allows of what the store refuses: enum share_allowed. */
enum outcome session_allowed(const struct session_options *o, unsigned *allowed, struct error *e);
/* Whether loket.conf wants the mouse listened to; it does not where it is silent. */
enum outcome session_mouse(const struct session_options *o, bool *on, struct error *e);
/* Appends why nothing may be written, and what else the share needs; false: all is well. */
bool session_warning(const struct session *s, struct buf *out);
/* Around stopping the process (Ctrl-Z), so that it holds no lock meanwhile; store_hold(). */
bool session_hold(int patience_ms);
void session_release(void);
struct store *session_store(struct session *s);
struct desk *session_desk(struct session *s);
day session_today(const struct session *s); /* in the office's zone */
moment session_now(const struct session *s);
int session_zone(const struct session *s);           /* minutes east of UTC */
const char *session_office(const struct session *s); /* home office's name, or "" */
const char *session_author(const struct session *s); /* or the desk's name */
bool session_training(const struct session *s);      /* a demo store: LATIHAN on every screen */
struct reading session_reading(const struct session *s, enum spelling spelling);

/* A rule's value for the home office today; *out stays what it is where that is no whole number. */
enum outcome act_rule_number(struct session *s, const char *rule, int64_t *out, struct error *e);

/* The two workers (design §4): work on the share, work on the desk's own file. */
enum workplace { AT_SHARE, AT_DESK };
void session_post(struct session *s, enum workplace where, struct job *j);
int session_wake_fd(const struct session *s, enum workplace where);
size_t session_collect(struct session *s); /* runs done() of what finished */

/* ---- The link to the share ---- */

enum link_state {
    LINK_ONLINE,
    LINK_DEGRADED,  /* what is asked of it takes long */
    LINK_OFFLINE,   /* work goes on at the desk's copy, and what is filed is kept there */
    LINK_RECOVERING /* being opened anew, and sent what was kept */
};
struct link_view {
    enum link_state state;
    moment since;
    bool reads_only;      /* it is there, and nothing may be written */
    int waited_ms;        /* by the job under way */
    char writer[64];      /* who has the file it waits for; "": not known */
    size_t kept, trouble; /* what waits at this desk; what could not be sent */
    const char *why;      /* the share is there, and yet could not be opened anew; "" else */
    bool missing;         /* the folder answers, but the file is not in it */
};
void session_link(struct session *s, struct link_view *out);
/* Who answers now: s, or while the share is away its stand-in. Asked for each job anew. */
struct session *session_at_work(struct session *s);
/* How a job of s on the share ended; on the thread that collects, as all below. */
void session_heard(struct session *s, enum outcome result, const struct error *e);
/* Watches, opens anew, sends and copies: to be called at the latest after session_patience() ms
 * (-1: not before something happens). */
void session_tick(struct session *s);
int session_patience(struct session *s);
/* Something was kept or settled: the counts are asked anew. */
void session_counted_anew(struct session *s);
struct spool_report;
/* What was sent since the last call. */
void session_news(struct session *s, struct spool_report *out);
/* Brings the desk's copy up by a slice: look-up tables, parties, people. A job on the share; *more:
 * to be called again, once nobody wants to save. */
enum outcome act_copy(struct session *s, bool *more, struct error *e);

/* ---- People ---- */

/* A store without people is open to the desk; with people, who is not logged in reads, and files
 * as a guest. Wrong passphrases slow down: each costs this desk a longer wait, by its clock. */
enum outcome session_login(struct session *s, const char *name, const char *passphrase, size_t n,
                           struct error *e);
void session_logout(struct session *s); /* wipes the keys */
bool session_has_people(const struct session *s);
bool session_logged_in(const struct session *s);
/* The roles held today: the person's own, and those lent by a post. */
bool session_holds(const struct session *s, enum role r);
/* "sari", or "sari a.n. head (Plh.)" where the role was lent. */
const char *session_acts_as(const struct session *s, enum role r);

struct person_request {
    const char *name, *full_name, *nip, *roles, *office;
    const char *signs_for;  /* functional officer of these fields: "H;T" */
    const char *passphrase; /* the new person's, n bytes */
    size_t n;
    bool minimal; /* least wrapping cost: tests, training */
};
enum outcome act_user_add(struct session *s, const struct person_request *q, struct error *e);
enum outcome act_user_certify(struct session *s, const char *name, struct error *e);
enum outcome act_user_retire(struct session *s, const char *name, const char *reason,
                             struct error *e);
enum outcome act_user_reset(struct session *s, const char *name, const char *passphrase, size_t n,
                            struct error *e);
/* The fingerprint of the office's root key; nothing where it has none. */
enum outcome act_root_fingerprint(struct session *s, struct buf *out, struct error *e);
enum outcome act_passphrase(struct session *s, const char *old, size_t old_n, const char *fresh,
                            size_t fresh_n, struct error *e);
/* Lends a role for a dated period, as a post "plh". */
enum outcome act_user_lend(struct session *s, const char *name, const char *role, day from, day to,
                           const char *basis, struct error *e);

/* ---- Sealed fields: records, lists, history, drafts and files hold ciphertext ---- */

/* Is it ciphertext, in the shared file or in a draft, not something typed that is yet to be saved?
 */
bool act_sealed(const struct value *v);
/* The clear text, for who holds the role of f (or the root); FORBIDDEN for anybody else. What was
 * typed and not saved yet comes as it is. out is the caller's to wipe: wipe_buf(). */
enum outcome act_unseal(struct session *s, const struct field *f, const struct value *v,
                        struct buf *out, struct error *e);
/* Opens in place all of r that who is logged in reads. FORBIDDEN where something is sealed and
 * nothing of it is theirs. The words are the caller's to wipe: act_wipe_clear(). */
enum outcome act_unseal_record(struct session *s, struct record *r, struct error *e);
/* Seals anew, for whoever holds the role today, all that who is logged in can read: after somebody
 * joined or left the holders. *count (may be NULL): how many records. */
enum outcome act_seal_share(struct session *s, size_t *count, struct error *e);
/* Wipes what stands in clear in r's sealed fields: when the screen is left. */
void act_wipe_clear(struct record *r);

/* ---- Approvals ---- */

/* At a station with one officer a reason that begins so lets them decide on their own work. */
#define SINGLE_OFFICER "petugas tunggal"

/* What waits for a decision of mine: records in a state from which a role of mine has a
 * STEP_DECISION step that I, by four eyes, may take; most urgent first, then oldest. What I hold
 * stands behind all others. */
struct waiting {
    const struct kind *kind;
    const struct step *step;
    struct record *record; /* with lines */
    bool changed;          /* since who is here last opened it at this desk */
    bool alone;            /* only as the single officer, for I contributed to it */
    bool asks_reason;      /* wants a reason in words, by the rules of today */
    char asked[64];        /* who brought it into its state */
    moment asked_at;
    bool held;       /* put aside by me */
    char holder[33]; /* who put it aside, "" nobody; me before others */
    day held_until;  /* and until when */
    char *held_for;  /* and why; NULL */
};
struct waiting_list {
    struct waiting *items;
    size_t count; /* what is not held by me */
    size_t held;  /* items behind those */
    bool more;
};
enum outcome act_waiting(struct session *s, unsigned limit, struct waiting_list *out,
                         struct error *e);
void waiting_list_free(struct waiting_list *l);
/* Who is here has seen this version: it is no longer changed, until somebody changes it. */
enum outcome act_waiting_seen(struct session *s, const struct record *r, struct error *e);
/* Who brought r into its state, and when: the author of the entry that did. */
enum outcome act_asked(struct session *s, const struct record *r, char author[64], moment *at,
                       struct error *e);
/* Puts a record aside, with a reason, until a day as people write it; held already: changes that.
 */
enum outcome act_hold(struct session *s, const struct record *r, const char *until,
                      const char *reason, struct error *e);
/* It waits again; DONE where it was not held. */
enum outcome act_hold_lift(struct session *s, const struct record *r, struct error *e);
/* FORBIDDEN: not the passphrase of who is logged in. A failure counts as one of logging in. */
enum outcome act_check_passphrase(struct session *s, const char *passphrase, size_t n,
                                  struct error *e);

/* ---- Others at the same file ---- */

/* Every two seconds or so, while somebody is at the desk. */
struct tick {
    bool changed;         /* others have written since the last one */
    int others;           /* other processes at the file */
    int64_t clock_off_ms; /* how far this desk's clock is ahead of the share's; up to a minute: 0 */
    struct buf trouble;   /* what the housekeeping at this desk could not do, or why nobody here may
                             write; appended */
};
/* editing, id: what is in a form here, told to the others; NULL and 0: nothing. */
enum outcome act_tick(struct session *s, const struct kind *editing, int64_t id, struct tick *out,
                      struct error *e);
/* Appends who else has it in a form, as “user@host”. */
bool act_edited_by(struct session *s, const struct kind *k, int64_t id, struct buf *who);

/* ---- Making a database ---- */

struct init_options {
    const char *store;
    const char *desk_folder;
    const struct clock *clock;
    unsigned allowed; /* of enum share_allowed */
    bool demo;        /* also one person for each role, named as the role, passphrase "demo" */
    /* A real office: its first administrator, and the file the root key is written to (made new,
     * 0600), which the office puts away. */
    const char *admin, *root_file;
    const char *passphrase;
    size_t passphrase_n;
    bool minimal;            /* as in person_request */
    struct buf *fingerprint; /* of the root key made, appended; may be NULL */
};
enum outcome act_init(const struct init_options *o, struct error *e);

/* ---- Backup and restore ---- */

/* For who waits for a long job; any may be NULL. */
struct care_watch {
    void (*said)(void *context, const char *sentence); /* a defect, or what is going on */
    bool (*pages)(void *context, int done, int total); /* false stops: REFUSED */
    bool (*entries)(void *context, int64_t entries);   /* false stops: REFUSED */
    void (*pause)(void *context, int milliseconds);    /* NULL: waits by itself */
    void *context;
};
struct backup_report {
    char path[4096]; /* where it lies, from the root; beside it PATH.sha256 */
    char sha256[SHA256_TEXT_LEN + 1];
    int64_t entries;              /* of history */
    size_t dropped;               /* older ones taken away by the rotation */
    char warning[ERROR_TEXT_MAX]; /* why its place is a bad one; "" */
};
/* A copy of the store while others work, checked whole before it gets its name. path: a file that
 * is not there yet, or a folder ("/" at its end, or there already), in which it is named by the
 * moment and older ones are rotated. REFUSED where the copy is not what its history says: it is
 * kept as PATH.defect, and no older one is dropped. */
enum outcome act_backup(struct session *s, const char *path, const struct care_watch *watch,
                        struct backup_report *out, struct error *e);
/* The last backup of this database, whoever made it. */
struct backup_told {
    bool known;
    moment at;
    struct buf path; /* as the desk that made it calls it */
    char host[64];   /* the computer that made it; "": not told (before it was noted) */
    bool here;       /* this is that computer */
};
/* Is this folder or file, which need not be there yet, where the database itself lies: in its
 * folder, or on the same share? What befalls one befalls the other. why: a sentence. */
bool act_backup_beside(const char *store, const char *path, struct buf *why);
enum outcome act_backup_last(struct session *s, struct backup_told *out, struct error *e);
void backup_told_free(struct backup_told *told);
/* Which of the names stay: of those of this stem the newest of each of 14 days, 8 weeks and 24
 * months; and whatever is not named as backups are. */
void backup_rotation(const char *stem, const char *const *names, size_t count, bool *keep);
/* Does the file beside a backup hold its SHA-256? *there false: there is no such file. */
enum outcome act_backup_sum(const char *path, bool *there, struct error *e);

/* Appends to a file, made where it is missing, all entries of history that are not in it yet, a
 * line each. REFUSED where its last one is none of this history. */
enum outcome act_history_file(struct session *s, const char *path, int64_t *added, struct error *e);
/* What the backups and the history file, which this desk looks after, came upon; it stays until one
 * succeeds. */
bool act_housekeeper_trouble(struct session *s, struct buf *out);

/* ---- The test of a share ---- */

/* As store_share_test(), and notes in the database that two hosts passed; path NULL: the office's.
 */
enum outcome act_share_test(const struct session_options *office, struct share_test *t,
                            struct share_verdict *out, struct error *e);

/* ---- Doctor ---- */

enum health { HEALTH_FINE, HEALTH_NOTICE, HEALTH_BAD };
struct finding {
    enum health health;
    const char *id, *label; /* of the check: "share", and in words */
    const char *said;       /* a sentence */
    const char *command;    /* what to type; "" nothing */
};
struct doctor_request {
    const struct session_options *office;
    bool whole; /* reads the whole file, too: others wait meanwhile */
    bool mend;  /* makes the index of words anew */
    void (*each)(void *context, const struct finding *f);
    void *context;
};
/* Looks at the deployment, the file and this desk as far as it comes; the worst it found. */
enum health act_doctor(const struct doctor_request *request);

struct restore_request {
    const char *file;                     /* a backup */
    const struct session_options *office; /* whose database it shall be */
    const char *name, *passphrase;        /* who signs: "root", or an administrator of the backup */
    size_t passphrase_n;
    bool drill; /* everything but the last step, on a scratch copy; nobody has to sign */
};
struct restore_report {
    int64_t entries;       /* that the backup holds */
    int64_t lost, records; /* entries behind it that are given up, and records they tell of */
    struct buf lost_names; /* the newest of those records, a line each */
    bool unconfirmed;      /* a second administrator has to run `loket restore --confirm` */
    char aside[4096];      /* where the damaged file was put, or "" */
};
enum outcome act_restore(const struct restore_request *q, const struct care_watch *watch,
                         struct restore_report *out, struct error *e);
void restore_report_free(struct restore_report *r);
/* Signs that the office goes on with the file as it stands: the second signature under a restore;
 * or, where a file was put back by hand, the first. *enough: it is for writing again. */
enum outcome act_restore_confirm(struct session *s, bool *enough, struct error *e);

/* ---- Records ---- */

/* An unsaved record with its defaults: initial values, home office, who makes it, today. */
enum outcome act_blank(struct session *s, const struct kind *k, struct record **out,
                       struct error *e);
/* The same, begun for something: every part may be NULL. */
struct blank_for {
    const char *choice;        /* of the field its kind begins with */
    const struct field *field; /* a reference of its kind, by which it refers to `root` */
    const struct record *root;
};
enum outcome act_blank_for(struct session *s, const struct kind *k, const struct blank_for *what,
                           struct record **out, struct error *e);
/* May who is logged in make one? */
bool act_may_make(struct session *s, const struct kind *k);
enum outcome act_load(struct session *s, const struct kind *k, int64_t id, struct record **out,
                      struct error *e);
enum outcome act_resolve(struct session *s, const struct kind *k, const char *ref, int64_t *id,
                         struct error *e);

enum { PROVISIONAL_MAX = 32 };
/* What became of a save. */
struct save_report {
    size_t merged;    /* somebody else's changes taken in; 0: only one's own, or none */
    size_t conflicts; /* both changed: nothing was saved (STALE) */
    struct buf text;  /* both versions, field by field, in words */
    bool kept;        /* the share could not take it: it waits at this desk, to be sent later */
    char provisional[PROVISIONAL_MAX]; /* what it is called until then: "S-00AB-3" */
};
void save_report_free(struct save_report *r);
void act_provisional(const struct session *s, int64_t place, char out[PROVISIONAL_MAX]);
/* Checks every value's rules, links references typed as text (an unknown one is BAD_DATA) and
 * saves under transaction id txn (NULL: a fresh one). base is what editing began from, NULL for a
 * new record. It is on the desk's own disk before the shared file is touched; where the share
 * cannot take it, a new draft or note stays there (DONE, and the report says so). On a stale
 * version it merges field by field; where both changed the same field it saves nothing and answers
 * STALE with both. *mine becomes the saved record. */
enum outcome act_save(struct session *s, struct record *mine, const struct record *base,
                      const char *txn, struct save_report *report, struct error *e);
/* ---- What waits at this desk for the share ---- */

struct spool_report {
    size_t sent;      /* are in the file now, or were already */
    size_t trouble;   /* could not be: conflicts and refusals */
    size_t left;      /* not tried: the share went away again, or for one of these reasons */
    size_t under_way; /* of those: another program of this desk may be at it, two minutes long */
    size_t elsewhere; /* and: made for another file, of which this is a copy, or the other way */
};
/* Sends what is kept here, in the order it was made, each exactly once, as who made it. What cannot
 * be written stays, with the reason. FAULT: the share went away; the rest stays as it was. */
enum outcome act_spool_send(struct session *s, struct spool_report *out, struct error *e);
/* It was made for another file with the same id: a copy, or what this is a copy of. Away nobody
 * can tell. */
bool act_spool_elsewhere(const struct session *s, const struct spooled *in);
/* All that is not in the file, in the order of making. */
enum outcome act_spool_list(struct session *s,
                            void (*each)(void *context, const struct spooled *in), void *context,
                            struct error *e);
enum outcome act_spool_count(struct session *s, struct spool_count *out, struct error *e);
/* One of them, by its provisional number or its last digits; REFUSED: there is none. */
enum outcome act_spool_get(struct session *s, const char *ref, struct spooled *out,
                           struct error *e);
void act_spool_free(struct spooled *in);
/* The record as it was kept; and both versions in words: kept here, and in the file. */
enum outcome act_spool_record(struct session *s, const struct spooled *in, struct record **out,
                              struct error *e);
enum outcome act_spool_versions(struct session *s, const struct spooled *in, struct buf *out,
                                struct error *e);
/* Ends one that could not be sent: its author, a head or an administrator says why. SPOOL_MINE
 * writes the kept values over what stands in the file, as who decides; the others leave the file as
 * it is. */
enum spool_choice { SPOOL_MINE, SPOOL_THEIRS, SPOOL_GIVE_UP };
enum outcome act_spool_settle(struct session *s, const char *txn, enum spool_choice choice,
                              const char *reason, struct error *e);

/* Links what is typed in one field; *linked 0 where nothing or more than one fits. */
enum outcome act_link(struct session *s, const struct field *f, const char *text, int64_t *linked,
                      struct error *e);

/* Every problem that stands between the record and its step, and advice that does not: duplicates
 * within days, risk proposed, look-alike parties. */
struct remark {
    bool problem; /* false: advice */
    char path[FIELD_ID_MAX];
    struct buf text;
    int64_t like; /* the record of the same kind it may be a double of; 0: it speaks of none */
};
struct remarks {
    struct remark *items;
    size_t count;
};
enum outcome act_remarks(struct session *s, const struct record *r, struct remarks *out,
                         struct error *e);
/* The step along the road of its flow; NULL: none leads on. The catalogue's. */
const struct step *act_next_step(const struct record *r);
/* Of a draft, behind those: what its next step misses that may be filled in, by the step's guards.
 * A guard tells the first field it misses. */
enum outcome act_next_misses(struct session *s, const struct record *r, struct remarks *out,
                             struct error *e);
void remarks_free(struct remarks *r);

/* Appends why a record stands where it does, line by line, where its kind counts something: the
 * shipments of an in-line company. Nothing elsewhere. */
enum outcome act_explain(struct session *s, const struct record *r, struct buf *out,
                         struct error *e);

/* ---- Steps ---- */

struct assignment { /* one FIELD=VALUE */
    const char *path;
    const char *text;
};
struct step_request {
    const struct kind *kind;
    int64_t id;
    int64_t rev; /* the version it was decided on; 0: any */
    const char *verb;
    const struct assignment *sets; /* what the step demands, asks for, or corrects */
    size_t set_count;
    enum spelling spelling;
    const char *note; /* reason in words, or NULL */
    const char *txn;  /* NULL: a fresh one */
};
/* Reloads, judges, sets, numbers, stamps and saves in one transaction. *out (may be NULL): the
 * record afterwards. */
enum outcome act_step(struct session *s, const struct step_request *q, struct record **out,
                      struct error *e);
/* May it be taken now? For greying keys and the palette: the same sentence as act_step gives. */
enum outcome act_step_allowed(struct session *s, const struct record *r, const struct step *step,
                              const char *note, struct error *why);

/* The same whoever may take it, and before what it demands, its reason and what it asks for were
 * asked for: REFUSED where that would not help. misses (may be NULL): as of step_offered(). */
enum outcome act_step_ready(struct session *s, const struct record *r, const struct step *step,
                            struct error *misses, struct error *why);
/* Does it want a reason in words? By the rules of today. */
bool act_step_reason(struct session *s, const struct kind *k, const struct step *step);
/* Is it for nobody who contributed to the record? By the rules of today. */
bool act_step_four_eyes(struct session *s, const struct kind *k, const struct step *step);
/* Appends the labels of the steps the record is ready for, whoever may take them: "Accept, Return";
 * of the one along the road also why it is not ready, and the key that mends it. */
enum outcome act_steps_offered(struct session *s, const struct record *r, struct buf *out,
                               struct error *e);

/* ---- Papers on the desk ---- */

/* Adds to the record's `document` lines what the requirement rows ask for and it does not have
 * yet, as missing; how many were added. */
enum outcome act_checklist(struct session *s, struct record *r, size_t *added, struct error *e);
/* "Apa syaratnya?": the requirement rows that fit, as plain text. */
enum outcome act_requirements(struct session *s, const struct record *r, struct buf *out,
                              struct error *e);
/* Prints a paper of r in plain text or PDF: one of its layouts, or what its kind prints by itself.
 * paper "" is the one its document's row names, or its first. Printed before, or of a certificate
 * that was confirmed: marked as a copy. Where the kind counts prints each one is told in the
 * history, once `take` had it (to a file, a printer, standard output): what was not taken is no
 * print. */
enum paper_form { PAPER_TEXT, PAPER_PDF };
typedef enum outcome paper_taker(void *context, const struct buf *paper, struct error *e);
enum outcome act_print(struct session *s, const struct record *r, const char *paper,
                       enum paper_form form, paper_taker *take, void *context, struct error *e);
/* As it would be printed, marked as a preview and not told in the history. */
enum outcome act_preview(struct session *s, const struct record *r, const char *paper,
                         enum paper_form form, struct buf *out, struct error *e);
/* A layout in force today, "KIND.PAPER"; MISUSED: there is none. */
enum outcome act_layout(struct session *s, const char *name, struct buf *out, struct error *e);
/* Does the layout that loket brings show this field of the record or of its lines? */
bool act_paper_shows(const struct kind *k, const char *paper, const char *field);
bool act_paper_plain(const struct kind *k, const char *paper); /* it has no layout: no PDF */
bool act_has_paper(const struct kind *k);                      /* does it print anything at all? */
enum outcome act_paper_default(struct session *s, const struct record *r, char out[FIELD_ID_MAX],
                               struct error *e);
/* Sends text to a file, or to the printer through `lp` where path is NULL. FAULT says what lp said,
 * and what to do. */
enum outcome act_deliver(struct session *s, const struct buf *text, const char *path,
                         struct error *e);

/* ---- History and undo ---- */

enum outcome act_history(struct session *s, const struct kind *k, int64_t id, struct buf *out,
                         struct error *e); /* readable sentences, newest first */
/* The same, sentence by sentence; most: fields told of those that were filled in, 0: all. */
enum outcome act_history_told(struct session *s, const struct kind *k, int64_t id, size_t most,
                              void (*each)(void *context, int64_t rev, const char *words),
                              void *context, struct error *e);
/* The newest of them alone, in few words; appends nothing where there is none. */
enum outcome act_last_change(struct session *s, const struct record *r, struct buf *out,
                             struct error *e);
/* The record as an earlier version left it; 0: before it was made, all empty. */
enum outcome act_version(struct session *s, const struct kind *k, int64_t id, int64_t rev,
                         struct record **out, struct error *e);

/* Records side by side: versions of one, or several of a kind; what any of them holds. */
enum { SIDES_MAX = 3 };
struct compared {
    char *label; /* "Items 2 · Net quantity" */
    char *text[SIDES_MAX];
    bool same;
};
struct compared_list {
    struct compared *items;
    size_t count, differing, sides;
};
/* Lines are matched by their ids where all are versions of one record, else by their places. */
void act_compare(const struct record *const *records, size_t sides, struct compared_list *out);
void compared_free(struct compared_list *c);

/* The same, entry by entry, for those who format themselves. */
enum outcome act_history_each(struct session *s, const struct kind *k, int64_t id,
                              void (*each)(void *context, const struct entry *entry), void *context,
                              struct error *e);
/* Walks the whole chain and every record; each defect in a sentence. */
enum outcome act_verify(struct session *s, void (*each)(void *context, const char *defect),
                        void *context, int64_t *entries, int64_t *defects, struct error *e);
/* The same, for who waits for it; also on a copy of the file. */
struct verify_watch {
    void (*each)(void *context, const char *defect);  /* may be NULL */
    bool (*progress)(void *context, int64_t entries); /* false stops: REFUSED; may be NULL */
    void *context;
    bool backup; /* that newer entries were seen at this desk is no defect */
};
enum outcome act_verify_watched(struct session *s, const struct verify_watch *watch,
                                int64_t *entries, int64_t *defects, struct error *e);
/* Is each attachment that a record names there, and what it was? Adds to *defects. */
enum outcome act_verify_files(struct session *s, const struct verify_watch *watch, int64_t *defects,
                              struct error *e);
/* The last change of a record, undone as a new entry; what it would do in words with dry_run.
 * REFUSED where something that left the office would have to come back. */
enum outcome act_undo(struct session *s, const struct kind *k, int64_t id, bool dry_run,
                      struct buf *words, struct error *e);

/* The changes of whoever is here that can be undone one after the other, the last first, and why
 * none beyond them can. Each tells what undoing it would do once those before it are undone. */
enum { UNDO_STEPS_MAX = 20 };
struct undo_step {
    int64_t rev;
    moment at;
    char label[80]; /* of the step: "edited" */
    struct buf words;
};
struct undo_list {
    struct undo_step items[UNDO_STEPS_MAX];
    size_t count;
    char stop[ERROR_TEXT_MAX]; /* "": nothing further, or the list is full */
};
enum outcome act_undo_list(struct session *s, const struct kind *k, int64_t id,
                           struct undo_list *out, struct error *e);
void undo_list_free(struct undo_list *l);
/* Undoes the last `count` of them, each as an entry of its own; *done: how many it did. */
enum outcome act_undo_many(struct session *s, const struct kind *k, int64_t id, size_t count,
                           size_t *done, struct error *e);

/* ---- Lists and finding: as in store.h ---- */

enum outcome act_page(struct session *s, const struct query *q, struct page *out, struct error *e);
enum outcome act_find(struct session *s, const struct kind *only, const char *text, unsigned limit,
                      struct hits *out, struct error *e);
/* among: as of struct field; NULL: all. */
enum outcome act_lookup(struct session *s, const struct kind *k, const char *among,
                        const char *text, unsigned limit, struct hits *out, struct error *e);
/* One filter as people write it: "field=value", "field>=value", "state=accepted", "text~word",
 * "number:1842" (tail), "officer.person=sari" (one of its lines). Appends to q's filters, states
 * owned by the list. */
struct filter_list {
    struct filter *items;
    size_t count;
    const char **states; /* NULL-terminated or NULL */
    size_t state_count;
    bool closed; /* a filter asked for final states */
    bool open;   /* a filter asked for open ones only */
};
enum outcome act_filter(struct session *s, const struct kind *k, const char *text,
                        enum spelling spelling, struct filter_list *out, struct error *e);
void filter_list_free(struct filter_list *l);
/* What waits, for the first screen, in the order of the work. */
enum counter_part {
    COUNT_NEXT,   /* who is here can take its next step */
    COUNT_LATE,   /* past its time, or soon */
    COUNT_OFFICE, /* others', or nobody's to hasten */
    COUNT_PARTS
};
enum { COUNTER_MAX = 200, COUNTER_FILTER = 96 };
struct counter {
    const struct kind *kind;
    const char *label; /* shown through tr() */
    const char *const *states;
    char filter[COUNTER_FILTER]; /* a further filter as people write it, or "" */
    enum counter_part part;
    const struct step *step; /* what who is here does next, of this kind or another; or NULL */
    const char *then;        /* the same in words, where it is no step; or NULL. N_() */
    int64_t n;               /* at most COUNTER_MAX where a filter is given */
    bool more;               /* and there are further ones */
};
/* Of what there is any. Reads a bounded number of rows. */
enum outcome act_counters(struct session *s, struct counter *out, size_t cap, size_t *count,
                          struct error *e);

/* How many of each kind whose work is counted are open: as many as its list opens with. */
enum { OPEN_KINDS_MAX = 24 };
struct open_count {
    const struct kind *kind;
    int64_t n;
};
enum outcome act_open_counts(struct session *s, struct open_count out[OPEN_KINDS_MAX],
                             size_t *count, struct error *e);

/* Applications received on each of the last days, today at the end. */
enum { INTAKE_DAYS = 28 };
enum outcome act_intake(struct session *s, int64_t days[INTAKE_DAYS], struct error *e);

/* ---- Drafts ---- */

/* What is typed, kept on the desk's own disk; d->id 0 makes one. Runs at AT_DESK. */
enum outcome act_draft_keep(struct session *s, struct draft *d, const struct record *r,
                            const struct record *base, struct error *e);
enum outcome act_draft_open(struct session *s, int64_t id, struct draft *d, struct record **r,
                            struct record **base, struct error *e);
/* Newest first, without what was typed. */
enum outcome act_draft_list(struct session *s,
                            void (*each)(void *context, const struct draft *draft), void *context,
                            struct error *e);
/* The newest draft of a record that who is here typed at this desk; *draft 0: none. */
enum outcome act_draft_mine(struct session *s, const struct kind *k, int64_t record, int64_t *draft,
                            struct error *e);
enum outcome act_draft_drop(struct session *s, int64_t id, struct error *e);
/* The draft as it lies there, to put back what was dropped by mistake. */
enum outcome act_draft_get(struct session *s, int64_t id, struct draft *out, struct error *e);
enum outcome act_draft_put(struct session *s, struct draft *draft, struct error *e);
/* Words kept beside a draft, such as what is typed and no value yet; NULL or "" forgets. */
enum outcome act_draft_note_put(struct session *s, int64_t draft, const char *note,
                                struct error *e);
void act_draft_note_get(struct session *s, int64_t draft, struct buf *out); /* "" where none */
/* Begin the lines of a draft's note that name who typed it, and what tells a new one from others:
 * "=by", tab, name. */
#define DRAFT_BY "=by"
#define DRAFT_ABOUT "=about"

/* ---- Serah terima tugas: what is mine passes to others ---- */

enum duty_what {
    DUTY_DRAFT,  /* a draft of mine at this desk */
    DUTY_UNSENT, /* work of mine that waits at this desk for the share */
    DUTY_HELD,   /* a decision I put aside, or that was handed to me so */
    DUTY_HANDED, /* handed to me, and nobody took it */
};
struct duty {
    enum duty_what what;
    int64_t id;    /* of the draft, of its place in the spool, of the row */
    char *ref;     /* as people write it: "3", "S-00AB-3", an id */
    char *about;   /* what it is, in words */
    char *words;   /* why it is held or could not be sent, the note it was handed with; or "" */
    char *from;    /* who handed it to me; NULL: it was mine all along */
    int64_t of_id; /* what is held: its id, of this kind; NULL where it is none of ours */
    const struct kind *of_kind;
};
struct duty_list { /* in the order of enum duty_what */
    struct duty *items;
    size_t count;
};
/* Nothing where nobody is logged in. Runs at AT_SHARE. */
enum outcome act_duties(struct session *s, struct duty_list *out, struct error *e);
void duty_list_free(struct duty_list *l);

/* Hands something of mine to a colleague or to who holds a role. A draft leaves this desk, and only
 * they read it, at whatever desk they log in; a held decision changes its holder; what is unsent
 * stays at this desk, and they are told of it. Runs at AT_SHARE. */
struct handover {
    enum duty_what what;
    int64_t id;        /* as in struct duty */
    const char *to;    /* a name, or a role's id */
    const char *words; /* for whoever takes it, or "" */
};
enum outcome act_handover_give(struct session *s, const struct handover *h, struct error *e);
/* What others handed to who is here and nobody took: rows of the kind handover. */
enum outcome act_handover_list(struct session *s, struct page *out, struct error *e);
/* It becomes a draft of this desk; *draft 0 where it is unsent work that stays where it waits.
 * STALE: somebody else took it. */
enum outcome act_handover_take(struct session *s, int64_t id, int64_t *draft, struct error *e);
/* A transaction id for a save to come: 32 hexadecimal digits. */
void act_new_txn(char out[TXN_TEXT_LEN + 1]);
/* What this desk remembers between sessions. NULL value forgets. */
enum outcome act_setting_put(struct session *s, const char *key, const char *value,
                             struct error *e);
enum outcome act_setting_get(struct session *s, const char *key, struct buf *out, struct error *e);
/* The same of who is logged in, for one kind of record ("columns.permit", ...). */
enum outcome act_habit_put(struct session *s, const char *what, const struct kind *k,
                           const char *value, struct error *e);
enum outcome act_habit_get(struct session *s, const char *what, const struct kind *k,
                           struct buf *out, struct error *e);
/* Records who is here opened at this desk, the last first; those that are gone are left out. */
enum { OPENED_MAX = 30 };
enum outcome act_opened_add(struct session *s, const struct kind *k, int64_t id, struct error *e);
enum outcome act_opened(struct session *s, struct page *out, struct error *e);
/* Removes drafts whose transaction the store holds. */
enum outcome act_drafts_settle(struct session *s, struct error *e);

/* ---- Sheets in and out ---- */

struct import_options {
    const char *path;
    const char *rejects; /* where rejected rows go; NULL: PATH.rejects.csv where there are any */
    const char *map;     /* a mapping for this sheet, as exchange.h says; NULL: none */
    const char *answers; /* the text of one over it: what was asked and answered; or NULL */
    const char *state;   /* as which the log's new records of k come in, by id or label: the state
                          * old logs have (NULL too), or the flow's first one, to be gone on with.
                          * MISUSED: another */
    bool dry_run;
    /* Called now and then; false stops after the rows in hand. May be NULL. */
    bool (*progress)(void *context, int64_t rows);
    void *context;
};
/* What a column leaves open: whether its days or its months stand first, or what its commas are. */
struct import_question {
    char *header;
    bool numbers;
    char *examples;
};
/* Of a further kind that the sheet's rows speak of, beside the one asked for. */
struct import_also {
    const struct kind *kind;
    int64_t created, changed, unchanged;
};
enum { IMPORT_ALSO_MAX = 8, IMPORT_RECENT_DAYS = 7 };
/* Writes a sheet for practising at a practice office, with a row that does not fit, beside the
 * desk's own files; appends its path. */
enum outcome act_practice_sheet(struct session *s, struct buf *path, struct error *e);
struct import_report {
    /* rows = landed + rejected + set_aside, always; the records of the landed rows were created,
     * changed or left unchanged. */
    int64_t rows, landed, rejected, set_aside;
    int64_t created, changed, unchanged, lines_created, batch; /* of the kind asked for */
    struct import_also also[IMPORT_ALSO_MAX];
    size_t also_count;
    int64_t unlinked;                  /* names that match no row, kept as text */
    int64_t flagged;                   /* cells whose words no field could hold, kept in notes */
    struct import_question *questions; /* BAD_DATA: they must be answered first */
    size_t question_count;
    bool nihil;
    bool own;                  /* loket's own export: records restored */
    const struct state *state; /* as which new records come in; NULL where each says its own */
    int64_t recent;            /* of the new ones that come in as finished: of the last days */
    const struct state *draft; /* as which they could, to be gone on with; NULL: only as above */
    char rejects[4096];        /* the reject file, "" where there is none */
    struct buf reasons;        /* of the first rejected rows, a line each */
    struct buf strangers; /* every name that matches no row, "kind: name", a line each, sorted */
    struct buf preview;   /* the first records, as they land, a line each */
    struct buf notes;     /* what was recognised, in words */
    /* National report: what stands in only one of the two (issued numbers of that month). */
    struct buf only_here, only_there;
};
/* Where a mapping makes records of several kinds of each row, k may be any of them. */
enum outcome act_import(struct session *s, const struct kind *k, const struct import_options *o,
                        struct import_report *out, struct error *e);
void import_report_free(struct import_report *r);

/* Takes a whole import back: what nobody changed since becomes as it was, new records are
 * discarded; the rest stays and is named. People take back what they brought in themselves, within
 * the days of the rule import.undo_days; all else only who holds import.undo.role. FORBIDDEN says
 * so. */
struct undo_report {
    int64_t undone, kept;
    bool beyond;      /* not one's own, or too long ago: on the screen the passphrase signs it */
    struct buf names; /* of the kept, one each line, the first hundred */
};
enum outcome act_import_undo(struct session *s, int64_t batch, bool dry_run,
                             struct undo_report *out, struct error *e);
void undo_report_free(struct undo_report *r);
/* The last imports that who is here may take back, newest first. */
struct import_told {
    int64_t batch;
    const struct kind *kind;
    const char *source; /* the file's name; lives as long as the call back */
    const char *by;     /* who brought it in; as long */
    bool own;           /* they did themselves */
    moment at;
    int64_t created, changed, rejected;
    bool whole; /* false: it was stopped or killed, and goes on when the sheet comes again */
};
enum outcome act_import_list(struct session *s,
                             void (*each)(void *context, const struct import_told *told),
                             void *context, struct error *e);

/* ---- What refers to a record ---- */

enum { RELATED_SHOWN = 8 };
struct related_group {
    const struct kind *kind;
    const struct field *field; /* of that kind, by which it refers */
    struct record **rows;      /* the newest, without lines */
    size_t count;
    bool more;
    int64_t total; /* -1: not counted */
};
struct related {
    struct related_group *groups; /* in the order of the registry; none is empty */
    size_t count;
};
/* By every indexed reference of every kind; finished records too. */
enum outcome act_related(struct session *s, const struct record *r, struct related *out,
                         struct error *e);
void related_free(struct related *r);

/* ---- Attachments ---- */

/* Puts a copy of the file beside the database, and its name and sum into r's field at path
 * ("document.2.file"); r is not saved. BAD_DATA: larger than the rule attachment.max_mb. */
enum outcome act_attach(struct session *s, struct record *r, const char *path, const char *file,
                        struct error *e);
/* The bytes of what such a field's text names. REFUSED: they are not what they were. */
enum outcome act_attachment(struct session *s, const char *text, struct buf *out, struct error *e);

/* ---- Registers ---- */

/* The register of a step that must give account: "cancel" and "correct" of permits. Calls back for
 * each entry of history that took it, newest record first, with the record as it is now. */
enum outcome act_register(struct session *s, const struct kind *k, const char *verb,
                          void (*each)(void *context, const struct record *r,
                                       const struct entry *entry),
                          void *context, struct error *e);

/* Both as papers: a register in its layout, a list (at most 2,000 rows) with its columns. */
enum outcome act_register_paper(struct session *s, const struct kind *k, const char *verb,
                                enum paper_form form, struct buf *out, struct error *e);
enum outcome act_list_paper(struct session *s, struct query *q, enum paper_form form,
                            struct buf *out, struct error *e);

/* ---- Parties ---- */
/* Parties that look alike: same numbers, or names nearly the same; best first. */
enum outcome act_look_alikes(struct session *s, const struct record *party, struct hits *out,
                             struct error *e);

/* ---- Any sheet as clean CSV, without a session ---- */

enum { CSV_HEADER_RECOGNISED = -1, CSV_HEADER_NONE = 0 };

struct csv_request {
    const char *path;                                  /* "-": standard input */
    const char *delimiter, *quote, *escape, *encoding; /* as said on the line; NULL: recognised */
    long header;                                       /* its row, or as above */
    size_t skip, table;                                /* rows to pass over; 0: the first table */
    void (*write)(void *context, const char *bytes, size_t n);
    void (*explain)(void *context, const char *sentence); /* NULL: nobody asks */
    void *context;
};
enum outcome act_csv(const struct csv_request *r, struct error *e);

#include "loket/trade.h"

#endif
