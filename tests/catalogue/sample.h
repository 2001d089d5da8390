/* sample.h - a small registry and random records of it, for the tests of the catalogue. */
#ifndef TESTS_CATALOGUE_SAMPLE_H
#define TESTS_CATALOGUE_SAMPLE_H

#include "loket/catalogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* After our own headers: cmocka has a macro `fail`; ours is called as (fail)(...). */
#include <cmocka.h>

/* box: a field of every type, lines item (at least one) and paper, states open, sealed, sent.
 * owner: a reference kind. */
extern const struct kind sample_box, sample_owner;
extern const struct registry sample_registry;

enum { SAMPLE_TODAY = 20778 }; /* 2026-11-21 */
extern const struct reading sample_screen, sample_canonical, sample_sheet;

/* The guard of the step "seal" asks this fact: how many boxes are on the shelf; at most 3. */
#define SAMPLE_SHELF "shelf"

/* xorshift64*: the same numbers in every run. */
struct chance {
    uint64_t state; /* never 0 */
};
uint64_t chance_below(struct chance *c, uint64_t limit);
void sample_value(struct chance *c, const struct field *f,
                  struct value *v);                     /* may leave it empty */
struct record *sample_record(struct chance *c);         /* a box whose lines all have ids */
void sample_change(struct chance *c, struct record *r); /* one random change */
int64_t sample_line_id(struct chance *c);

/* These fail the test where the text is not taken. */
void sample_put(struct record *r, const char *path, const char *text); /* canonical */
struct line *sample_line(struct record *r, const char *kind, int64_t id);
bool sample_flat_same(const struct flat *a, const struct flat *b);
bool sample_same(const struct record *a, const struct record *b); /* by flat form */
/* The screen or canonical text of a value; in a buffer of the helper's until the next call. */
const char *sample_text(const struct field *f, const struct value *v, enum spelling s);

#endif
