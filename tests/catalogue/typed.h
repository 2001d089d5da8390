/* typed.h - tables of what is typed into a field and what comes of it. */
#ifndef TESTS_CATALOGUE_TYPED_H
#define TESTS_CATALOGUE_TYPED_H

#include "catalogue/sample.h"

/* want: the canonical text; NULL: refused, with `says` in the English sentence. */
struct typed {
    const char *field; /* of the sample box */
    const char *text;
    const char *want;
    const char *says;
};

void typed_check(const struct typed *cases, size_t count, const struct reading *how);

#endif
