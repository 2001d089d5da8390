/* office.h - a small house of kinds for the tests of the store, and a fresh store to try them on.
 */
#ifndef TESTS_STORE_OFFICE_H
#define TESTS_STORE_OFFICE_H

#include "loket/store.h"

/* thing: every field type, lines piece and paper, a flow, a number. person: a reference kind with
 * code, aliases and a retired state. rule and number_template: as the store reads them. */
extern const struct kind test_thing, test_person, test_office, test_rule, test_template;
extern const struct registry test_registry; /* all five */

/* A folder under $TMPDIR with a desk and a store in it, on a clock that stands still. */
struct bench {
    char folder[256];
    char path[300]; /* of the store */
    moment now;     /* what the clock says; tests move it */
    struct clock clock;
    struct desk *desk;
    struct store *store;
};
enum { BENCH_DAY = 20778 }; /* 2026-11-21, the day the clock begins on */

void bench_open(struct bench *b); /* makes and opens all of it */
void bench_open_with(struct bench *b, const struct registry *g);
void bench_close(struct bench *b);  /* and removes the folder */
void bench_reopen(struct bench *b); /* closes the store and opens it again */
void folder_remove(const char *path);

/* These fail the test where the store does not say DONE. */
void bench_begin(struct bench *b);
void bench_commit(struct bench *b);
void bench_save(struct bench *b, struct record *r, const char *step); /* in its own transaction */
struct record *bench_load(struct bench *b, const struct kind *k, int64_t id);
/* A record from "path=text" strings, NULL-terminated, in canonical spelling. */
struct record *bench_record(const struct kind *k, ...);
void record_put_text(struct record *r, const char *path, const char *text);
/* One number from SQL; raw SQL on a handle of its own: what a forger would do. */
int64_t bench_number(struct bench *b, const char *sql);
void bench_forge(struct bench *b, const char *sql);

#endif
