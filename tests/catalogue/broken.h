/* broken.h - a tiny registry that tests of the self-check break one way at a time. */
#ifndef TESTS_CATALOGUE_BROKEN_H
#define TESTS_CATALOGUE_BROKEN_H

#include "catalogue/sample.h"

/* Everything in it may be written; a copy of it points into itself only after broken_*(). */
struct broken {
    struct field fields[4];                     /* name, size, made_on */
    struct field line_fields[3];                /* part, amount */
    struct line_kind lines[LINE_KINDS_MAX + 2]; /* piece */
    struct state states[4];                     /* draft, done */
    struct step steps[4];                       /* finish: draft -> done */
    struct flow flow;
    struct column columns[COLUMNS_MAX + 2]; /* name, state */
    struct fact facts[2];
    struct guard guard;
    const struct guard *guards[2];
    struct kind kind;
    struct rule_default rules[3];
    const struct kind *kinds[4]; /* NULL first: the owner of the sample, and the crate */
};

struct broken whole(void);                            /* sound */
void broken_says(struct broken *b, const char *says); /* fails unless a defect holds these words */
void broken_sound(struct broken *b);
void print_defect(void *context, const char *defect);

#endif
