/* A counter for tests: a fresh database with its reference tables in a folder of its own, a desk,
 * and a clock that stands until it is moved. */
#ifndef TESTS_COUNTER_H
#define TESTS_COUNTER_H

#include "loket/actions.h"

struct counter_desk {
    char folder[64];
    char store[96];
    char desk[96];
    moment now;
    struct clock clock;
    struct session *session;
};

/* cmocka group fixtures; *state is a struct counter_desk. */
int counter_up(void **state);
int counter_down(void **state);
/* A second session on the same file, from a desk of its own. */
struct session *counter_second_desk(struct counter_desk *d);
/* Saves a new record; ends the test where it cannot. "field", "text", ..., NULL. */
int64_t counter_make(struct session *s, const char *kind, const char *const *pairs);
/* The same unjudged, as a file of before it would have been judged may hold it. */
int64_t counter_put(struct session *s, const char *kind, const char *const *pairs);
/* A party and a permit ready for submission, with one item. */
int64_t counter_permit(struct session *s);
struct record *counter_load(struct session *s, const char *kind, int64_t id);
/* Prints a paper as plain text to the end of out. */
enum outcome counter_print(struct session *s, const struct record *r, const char *paper,
                           struct buf *out, struct error *e);
enum outcome counter_step(struct session *s, int64_t permit, const char *verb, const char *note,
                          struct error *e);

#endif
