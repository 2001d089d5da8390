/* A case for tests, in an office with people (staff.h): a capture and measures on its goods. */
#ifndef TESTS_CASE_H
#define TESTS_CASE_H

#include "actions/counter.h"

enum { CASE_FOUND = 1000 }; /* kg of rice in each capture */

/* A step with the note "uji", by who logs in for it; NULL: whoever is here. */
enum outcome case_take(struct session *s, const char *who, const struct kind *k, int64_t id,
                       const char *verb, const struct assignment *sets, size_t count,
                       struct error *e);
/* The same with nothing to set; ends the test where it cannot be taken. */
void case_takes(struct session *s, const char *who, const struct kind *k, int64_t id,
                const char *verb);
int64_t case_captured(struct session *s); /* recorded; its id, as below */
/* A measure on so much of its goods, and one that was issued. */
int64_t case_proposed(struct session *s, int64_t capture, const char *measure,
                      const char *quantity);
int64_t case_in_effect(struct session *s, int64_t capture, const char *measure,
                       const char *quantity);
int64_t case_minutes(struct session *s); /* of a destruction, not signed yet */

#endif
