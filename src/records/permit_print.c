/* permit_print.c - the papers handed over the counter, as plain text of at most 76 columns. */
#include "permit.h"

void permit_print(const struct record *r, const char *paper, struct buf *out)
{
    (void)r;
    (void)paper;
    (void)out;
}
