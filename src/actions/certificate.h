/* What the files about certificates share. */
#ifndef LOKET_ACTIONS_CERTIFICATE_H
#define LOKET_ACTIONS_CERTIFICATE_H

#include "private.h"

/* The row of who is logged in; NULL: nobody, or the root. */
enum outcome certificate_signer(struct session *s, struct record **out, struct error *e);

#endif
