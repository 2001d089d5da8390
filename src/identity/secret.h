/* secret.h - locked memory for secrets, among the files of this room. */
#ifndef LOKET_IDENTITY_SECRET_H
#define LOKET_IDENTITY_SECRET_H

#include "loket/identity.h"

void *secret_new(size_t n); /* zeroed; never NULL */
void secret_free(void *secret);

#endif
