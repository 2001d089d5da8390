/* inline.h - in-line inspection: companies under decree, the count of their shipments, monitorings.
 * What other kinds call of it stands in private.h. */
#ifndef LOKET_ACTIONS_INLINE_H
#define LOKET_ACTIONS_INLINE_H

#include "private.h"

enum outcome facility_prepare(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e);
enum outcome facility_answer(struct session *s, const struct record *r, const struct step *step,
                             struct answers *a, struct error *e);
/* Appends the decree that stands in r's own fields to its list of decrees, as a "first" one, an
 * "extension" or a "correction". */
void facility_tell_decree(struct record *r, const char *manner, const char *reason);

enum outcome monitoring_answer(struct session *s, const struct record *r, const struct step *step,
                               struct answers *a, struct error *e);

/* ---- inline_load.c ---- */

struct inline_rows {
    struct record **items;
    size_t count;
};
/* The case of one company, and what its pointers lead to. */
struct inline_data {
    struct inline_case c;
    struct inline_rules *rules;
    struct inline_decree *decrees;
    struct inline_shipment *shipments;     /* with room for one more */
    struct inline_monitoring *monitorings; /* likewise */
    struct inline_rows shipment_rows,
        monitoring_rows; /* newest first; the case's are oldest first */
    char **conveyances;  /* folded */
};
struct inline_scope {
    const struct record *facility; /* with lines; outlives the data */
    day until;                     /* what came later is left out */
    int64_t but;                   /* and the record of this id; 0: none */
};
/* data is to be freed in any case. */
enum outcome inline_load(struct session *s, const struct inline_scope *scope, struct inline_data *d,
                         struct error *e);
void inline_data_free(struct inline_data *d);
moment inline_day_begins(const struct session *s, day on);
void inline_take_monitoring(const struct session *s, const struct record *r,
                            struct inline_monitoring *out);

/* ---- inline.c ---- */

/* A certificate for a company, and how it stands in the count. */
struct inline_asked {
    const struct record *facility; /* with lines */
    const char *conveyance;
    day on;
    int64_t ordinal;
    int64_t but; /* the shipment itself, where it is in the file; 0: none */
    bool past;   /* on the day of an old log; else now, where the company's state decides, too */
};
struct inline_verdict {
    enum inline_breach breach;
    int before, after; /* the count without and with it */
    bool due;          /* with it a monitoring is due */
    bool warned;       /* or soon will be */
    struct buf decree; /* number of the one in force, and its days; "": none is */
    day decree_on, decree_to;
    struct buf words; /* why it may not be; "" it may */
};
enum outcome inline_judge(struct session *s, const struct inline_asked *q,
                          struct inline_verdict *out, struct error *e);
/* Now, for the next shipment by this conveyance. */
enum outcome inline_judge_now(struct session *s, const struct record *facility,
                              const char *conveyance, struct inline_verdict *out, struct error *e);
void inline_verdict_free(struct inline_verdict *v);

enum outcome shipment_prepare(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e);
enum outcome shipment_answer(struct session *s, const struct record *r, const struct step *step,
                             struct answers *a, struct error *e);
enum outcome shipment_follow(struct session *s, const struct record *before, const struct record *r,
                             const struct step *step, const char *note, struct error *e);
/* Writes into r how it stands in the count. */
void shipment_place(struct record *r, const struct inline_verdict *v);
/* Decides what r, which was held, does to the count. */
enum outcome monitoring_place(struct session *s, struct record *r, struct error *e);

/* As struct business says. */
enum outcome facility_explain(struct session *s, const struct record *r, struct buf *out,
                              struct error *e);
enum outcome facility_said(struct session *s, struct record *r, int64_t *id, struct error *e);
enum outcome facility_land(struct session *s, struct record *r, struct error *e);
enum outcome shipment_land(struct session *s, struct record *r, struct error *e);
enum outcome monitoring_said(struct session *s, struct record *r, int64_t *id, struct error *e);
enum outcome monitoring_land(struct session *s, struct record *r, struct error *e);

enum outcome monitoring_prepare(struct session *s, struct record *r, const struct step *step,
                                const char *note, struct error *e);
enum outcome monitoring_follow(struct session *s, const struct record *before,
                               const struct record *r, const struct step *step, const char *note,
                               struct error *e);

/* The shipment that this certificate of the permit is for, made where none waits; *out NULL: the
 * permit did not go in line. */
enum outcome inline_shipment_of(struct session *s, const struct record *permit,
                                const struct record *certificate, const struct step *by,
                                struct record **out, struct error *e);
/* shipment was issued by that step of `cause`: the monitoring that is due by it, unless one waits
 * already. */
enum outcome inline_make_due(struct session *s, const struct record *shipment,
                             const struct record *cause, const struct step *by, struct error *e);

#endif
