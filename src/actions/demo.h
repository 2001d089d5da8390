/* demo.h - the making of the practice office: who works in it, on which day, and what they do. */
#ifndef LOKET_ACTIONS_DEMO_H
#define LOKET_ACTIONS_DEMO_H

#include "private.h"

enum { DEMO_PERMIT_DAYS = 9 }; /* on which its own permits come in */

struct demo {
    struct session *session;
    struct past *past;
    uint64_t dice;
    struct person *people[ROLE_COUNT];
};

/* Repeatable on every machine: 0 .. sides-1. */
unsigned demo_roll(struct demo *d, unsigned sides);

/* From here on it is that minute of the day so long ago, by the office's zone; time never goes
 * back, nor past the real now. */
void demo_at(struct demo *d, int days_ago, int minute);
/* Nobody is at the counter on weekends, but for the learner today. */
bool demo_open(const struct demo *d, int days_ago);

/* "field", its text in canonical spelling, ... NULL: puts them into r. */
enum outcome demo_put(struct demo *d, struct record *r, const char *const *pairs, struct error *e);
/* A number, scaled. */
enum outcome demo_put_number(struct demo *d, struct record *r, const char *path, int64_t value,
                             unsigned decimals, struct error *e);
/* All that follows is done by one of the people, or by the desk while there are none. */
void demo_as(struct demo *d, enum role role);
enum outcome demo_new(struct demo *d, enum role by, const struct kind *k, const char *const *pairs,
                      int64_t *id, struct error *e);
/* One that refers to the record `of` by its field. */
enum outcome demo_new_for(struct demo *d, enum role by, const struct kind *k, const char *field,
                          int64_t of, const char *const *pairs, int64_t *id, struct error *e);
enum outcome demo_edit(struct demo *d, enum role by, const struct kind *k, int64_t id,
                       const char *const *pairs, struct error *e);
/* Takes the step as the one whose it is. */
enum outcome demo_step(struct demo *d, const struct kind *k, int64_t id, const char *verb,
                       const char *const *pairs, struct error *e);
/* The first record of a kind that refers to this one by the field; *id 0: none. */
enum outcome demo_find(struct demo *d, const struct kind *k, const char *field, int64_t of,
                       int64_t *id, struct error *e);

/* demo_permit.c: a permit as a desk would have typed it, unsaved; and the applicants. */
enum outcome demo_parties(struct demo *d, struct error *e);
enum outcome demo_permit(struct demo *d, day on, struct record **out, struct error *e);

/* demo_road.c: new permits of a day, and those at hand taken on. */
struct demo_permits;
struct demo_permits *demo_permits_new(void);
enum outcome demo_permits_day(struct demo *d, struct demo_permits *p, int days_ago,
                              struct error *e);

/* demo_capture.c, demo_inline.c: what happened on that day. */
enum { DEMO_CAPTURES = 7 };
struct demo_captures {
    struct {
        size_t next;
        int64_t capture, detention, release;
    } at[DEMO_CAPTURES];
};
enum outcome demo_captures_day(struct demo *d, struct demo_captures *c, int days_ago,
                               struct error *e);
enum { DEMO_COMPANIES = 5 };
struct demo_companies {
    int64_t facility[DEMO_COMPANIES];
    int shipped[DEMO_COMPANIES];
};
/* Their decrees, from before the office had people. */
enum outcome demo_decrees(struct demo *d, struct demo_companies *c, struct error *e);
enum outcome demo_inline_day(struct demo *d, struct demo_companies *c, int days_ago,
                             struct error *e);

/* Security paper for every certificate, so that a learner can print. */
enum outcome demo_stock(struct demo *d, struct error *e);

#endif
