/* selfcheck.h - the pieces of the self-check. Defects are for programmers: English, not shown to
 * people at the desk. */
#ifndef LOKET_CATALOGUE_SELFCHECK_H
#define LOKET_CATALOGUE_SELFCHECK_H

#include "parts.h"

struct checker {
    const struct registry *registry;
    const struct kind *kind; /* the one looked at; NULL: the registry itself */
    void (*each)(void *context, const char *defect);
    void *context;
    size_t count;
};

void defect(struct checker *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void check_id(struct checker *c, const char *what, const char *id);
void check_label(struct checker *c, const char *what, const char *id, const char *label);
/* What a field or step is for must be choices that the header has. */
void check_condition(struct checker *c, const char *what, const char *id,
                     const struct condition *only);
void check_all_fields(struct checker *c); /* selfcheck_fields.c: record's, lines', aliases */
void check_flow(struct checker *c);       /* selfcheck_flow.c */

#endif
