/* What the files about certificates share. */
#ifndef LOKET_ACTIONS_CERTIFICATE_H
#define LOKET_ACTIONS_CERTIFICATE_H

#include "private.h"

/* The row of who is logged in; NULL: nobody, or the root. */
enum outcome certificate_signer(struct session *s, struct record **out, struct error *e);

/* certificate_draft.c: cuts a text down to what its field holds, between graphemes. */
void certificate_fit(struct record *r, const char *field);

/* certificate_treatment.c: fills the treatment block, where nothing stands in it, from the reports
 * of the permit's treatments (P4). */
enum outcome certificate_treatment(struct session *s, struct record *r, int64_t permit,
                                   struct error *e);

#endif
