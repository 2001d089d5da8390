/* What only the actions share among themselves. */
#ifndef LOKET_ACTIONS_PRIVATE_H
#define LOKET_ACTIONS_PRIVATE_H

#include "loket/actions.h"

struct session {
    struct store *store; /* NULL only while a database is being made */
    struct desk *desk;
    const struct clock *clock;
    struct worker *at_share;
    struct worker *at_desk;
    char author[64];    /* "" while nobody is logged in */
    char desk_name[16]; /* "desk 0042" */
    struct buf office;  /* home office's code */
    struct buf office_name;
    int zone_minutes;
    bool training;
};

/* What loket.conf and the environment say; all empty where they are silent. */
struct settings {
    struct buf store, office, printer;
};
enum outcome settings_read(const char *path, struct settings *out, struct error *e);
void settings_free(struct settings *s);

/* The desk's own file, in the folder the options or the environment name. */
enum outcome session_desk_open(const struct session_options *o, const struct clock *clock,
                               struct desk **out, struct error *e);
void session_intent(const struct session *s, const char *txn, struct intent *out);
/* Reads the home office's name and zone; called again when it was just made. */
enum outcome session_find_office(struct session *s, struct error *e);

/* Reference tables of a new database. */
enum outcome seed_reference_tables(struct session *s, struct error *e);
/* Two years of a believable office, the same each time. */
enum outcome demo_fill(struct session *s, struct error *e);

/* May mine be made of base by editing? Not where a read-only field or one past its free state
 * differs. */
enum outcome check_edit(const struct record *mine, const struct record *base, struct error *e);
/* Links every reference of r that changed since base (NULL: all) and has no link yet. */
enum outcome link_references(struct session *s, struct record *r, const struct record *base,
                             struct error *e);
/* The record as it was at an earlier version, read back out of history. REFUSED: no such version.
 */
enum outcome record_at_rev(struct session *s, const struct record *now, int64_t rev,
                           struct record **out, struct error *e);
/* "Applicant: PT A - here: PT B", one line for each field in which the two differ. */
void tell_versions(const struct record *mine, const struct record *theirs, struct buf *out);
/* "Applicant: PT A → PT B" for each change. */
void tell_changes(const struct record *r, const struct flat *was, const struct flat *is,
                  struct buf *out);
/* Answers the step's facts, then asks step_allowed: inside or outside a transaction. */
enum outcome step_judge(struct session *s, const struct record *r, const struct step *step,
                        const char *note, struct error *why);
/* The day `count` working days after `from` by the holiday rows. */
enum outcome working_day(struct session *s, day from, int count, day *out, struct error *e);
/* A rule's value for the home office on a day, as a whole number; 0 where it is none. */
enum outcome rule_number(struct session *s, const char *rule, day on, int64_t *out,
                         struct error *e);

/* What the counter adds to a permit's step: proposed risk, promised day, deadline. */
enum outcome intake_prepare(struct session *s, struct record *r, const struct step *step,
                            const char *note, struct error *e);

/* ---- Risk ---- */

/* The risk rows in force on a day. */
enum outcome risk_rows(struct session *s, day on, struct page *out, struct error *e);
/* The row whose level the goods of r deserve; NULL: none fits. It points into rows. */
const struct record *propose_risk(const struct page *rows, const struct record *r);
enum outcome advise_risk(struct session *s, const struct record *r, struct remarks *out,
                         struct error *e);
void add_remark(struct remarks *list, bool problem, const char *path, const char *text);

#endif
