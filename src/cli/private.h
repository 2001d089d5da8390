/* What the subcommands share. */
#ifndef LOKET_CLI_PRIVATE_H
#define LOKET_CLI_PRIVATE_H

#include "loket/actions.h"
#include "loket/cli.h"

#define USER_USAGE                                                                                 \
    "user list [FILTER...] | add NAME role=ROLE;... [full_name=...] [nip=...] [office=...] "       \
    "[signs_for=H;I;T] | "                                                                         \
    "certify NAME | retire NAME --note REASON | reset NAME | lend NAME ROLE FROM TO --note BASIS " \
    "| fingerprint | share | passphrase   [--new-passphrase-file FILE]"

#define RESTORE_USAGE                                                                              \
    "restore FILE [--drill] [--root-file FILE] | restore --confirm [--root-file FILE]"

#define SPOOL_USAGE "spool list | send | show NUMBER | mine|theirs|drop NUMBER --note REASON"

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON };

/* The words of one call, sorted out. */
struct call {
    const struct cli_io *io;
    const char *store, *note, *sort, *state, *output, *rejects, *paper;
    const char *user, *passphrase_file, *new_passphrase_file; /* passphrases themselves never */
    const char *admin, *root_file;
    const char *map, *dates, *numbers; /* of an import: how its sheet is meant */
    const char *role;                  /* of a share test */
    const char *officer, *month;       /* of a plan */
    const char *undo;                  /* an import to take back */
    const char *layout;                /* of an export */
    const char *file, *root;           /* of check-code: where the code is, and whose it must be */

    const char *by;             /* of an analysis */
    bool batches, excel, lines; /* lines: JSON, one record each */
    enum format format;
    long long rev, limit; /* 0: not said */
    bool help, version;   /* told instead of all else */
    bool plain, guest;    /* the screen in ASCII; for visitors */
    bool anomalies;       /* of service times */
    bool accuracy;        /* of certificates, in their place */
    bool pdf;             /* a paper, not plain text */
    bool demo, history, dry_run, backup, drill, confirm, explain, mend, whole;
    struct csv_request csv; /* how `csv` shall read */
    char **words;           /* behind the subcommand, once it is known */
    int word_count;
    struct session *session; /* open, unless the verb needs none; answers while the share is away */
    struct session *opened;  /* the one that reaches the share */
    /* `user passphrase` needs it again, and a pipe is read only once. */
    bool keep_passphrase;
    struct buf passphrase; /* wiped */
};

/* Options anywhere; what is left are c->words, the subcommand first. */
/* What the options of a usage mean, a line each. */
void options_tell(const char *usage, FILE *out);
enum outcome options_take(int argc, char **argv, struct call *c, struct error *e);

/* What a verb answers: its outcome, with *e filled where it is not DONE. */
typedef enum outcome (*verb_function)(struct call *c, struct error *e);

enum outcome verb_init(struct call *c, struct error *e);
enum outcome verb_new(struct call *c, struct error *e);
enum outcome verb_set(struct call *c, struct error *e);
enum outcome verb_do(struct call *c, struct error *e);
enum outcome verb_undo(struct call *c, struct error *e);
enum outcome verb_show(struct call *c, struct error *e);
enum outcome verb_diff(struct call *c, struct error *e);
enum outcome verb_print(struct call *c, struct error *e);
enum outcome verb_preview(struct call *c, struct error *e);
enum outcome verb_layout(struct call *c, struct error *e);
enum outcome verb_check_code(struct call *c, struct error *e);
enum outcome verb_trace(struct call *c, struct error *e);
enum outcome verb_stock_report(struct call *c, struct error *e);
enum outcome verb_closing(struct call *c, struct error *e);
enum outcome verb_list(struct call *c, struct error *e);
enum outcome verb_find(struct call *c, struct error *e);
enum outcome verb_import(struct call *c, struct error *e);
/* import --undo BATCH, import --batches */
enum outcome import_batches(struct call *c, struct error *e);
enum outcome verb_export(struct call *c, struct error *e);
enum outcome verb_csv(struct call *c, struct error *e);
enum outcome verb_user(struct call *c, struct error *e);
enum outcome verb_handover(struct call *c, struct error *e);
#define HANDOVER_USAGE "handover list | give TO [REF...] [--note TEXT] | take REF"
/* list watch */
enum outcome list_watch(struct call *c, struct error *e);
enum outcome verb_watch(struct call *c, struct error *e);
#define WATCH_USAGE                                                                                \
    "watch handle KIND REF [field=FIELD] [how=HOW] [until=DAY] --note TEXT | reopen KIND REF "     \
    "[field=FIELD] --note TEXT | report KIND REF [field=FIELD]"
enum outcome verb_schedule(struct call *c, struct error *e);
#define SCHEDULE_USAGE "schedule [--officer NAME] [--month YYYY-MM] [--format table|json]"
enum outcome verb_calendar(struct call *c, struct error *e);
#define CALENDAR_USAGE "calendar [--officer NAME] [from=DAY] [to=DAY]"
enum outcome verb_approvals(struct call *c, struct error *e);
enum outcome verb_verify(struct call *c, struct error *e);
enum outcome verb_doctor(struct call *c, struct error *e);
enum outcome verb_share_test(struct call *c, struct error *e);
#define ATTACH_USAGE "attach KIND REF LINE=N FILE | attach KIND REF LINE=N --output FILE"
enum outcome verb_attach(struct call *c, struct error *e);
enum outcome verb_sql(struct call *c, struct error *e);
enum outcome verb_backup(struct call *c, struct error *e);
enum outcome verb_history(struct call *c, struct error *e);
enum outcome verb_restore(struct call *c, struct error *e);
enum outcome verb_register(struct call *c, struct error *e);
enum outcome verb_service_time(struct call *c, struct error *e);
enum outcome verb_missing(struct call *c, struct error *e);
/* today */
enum outcome verb_today(struct call *c, struct error *e);
enum outcome verb_analysis(struct call *c, struct error *e);
enum outcome verb_requirements(struct call *c, struct error *e);
enum outcome verb_spool(struct call *c, struct error *e);

/* PDF where it is asked for, or the file's name says so. */
enum paper_form call_form(const struct call *c);
/* To standard output ("-"), a file, or the printer where none is named. */
enum outcome call_deliver(struct call *c, const struct buf *paper, struct error *e);

/* Sends what waits at this desk, and says what became of it. */
void call_send_kept(struct call *c);
void call_tell_away(const struct call *c); /* where it works on the copy */
void tell_kept(const struct call *c, const struct save_report *report);

/* A passphrase to come, out of a file or off the terminal (unseen, typed twice): of somebody other
 * than who logs in, and that of the first administrator. out: passphrase_free(). */
enum outcome passphrase_fresh(const struct call *c, struct buf *out, struct error *e);
enum outcome passphrase_first(const struct call *c, struct buf *out, struct error *e);
/* That of --user, once. */
enum outcome passphrase_given(const struct call *c, struct buf *out, struct error *e);
void passphrase_free(struct buf *b); /* wipes */
/* Logs in where --user or LOKET_USER names somebody. */
enum outcome call_login(struct call *c, struct error *e);

/* The kind a word names; MISUSED lists those there are. */
enum outcome call_kind(const char *word, const struct kind **out, struct error *e);
/* The first two words: KIND REF. */
enum outcome call_record(struct call *c, const struct kind **k, int64_t *id, struct error *e);
/* Splits FIELD=VALUE; MISUSED where there is no '='. field must be freed. */
enum outcome split_assignment(const char *word, char **field, const char **value, struct error *e);
/* Filters from the words behind KIND. q points into filters. */
enum outcome call_query(struct call *c, const struct kind *k, int first,
                        struct filter_list *filters, struct query *q, struct error *e);

#endif
