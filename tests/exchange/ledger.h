/* ledger.h - a kind as old logs hold it, and how the tests of this room read rows of it. */
#ifndef TESTS_EXCHANGE_LEDGER_H
#define TESTS_EXCHANGE_LEDGER_H

#include "loket/exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* After our own headers: cmocka has a macro `fail`; ours is called as (fail)(...). */
#include <cmocka.h>

/* consignment: number (the key), received_on, field, direction, applicant, address, vessel, total
 * (derived), notes; lines item (commodity, quantity, unit, notes of 40 characters) and paper. */
extern const struct kind ledger_kind;
extern const struct reading ledger_sheet; /* today is 2026-11-21 */

/* These fail the test where the sheet cannot be opened or has no header. */
struct sheet *ledger_open(const char *text);
void ledger_layout(struct sheet *s, const struct kind *k, struct layout *out);
/* The nth row, from 1; fails the test where there is none. Valid until the next row is read. */
struct sheet_row ledger_row(struct sheet *s, size_t number);

struct complaints { /* what layout_take reports: "header: sentence" each */
    size_t count;
    struct buf headers; /* "tanggal|total|" */
    struct buf sentences;
};
void ledger_complain(void *context, const struct error *e);
void complaints_free(struct complaints *c);

/* Every record of a sheet in one text, as JSON, one each line; complaints may be NULL. */
void ledger_read(struct sheet *s, const struct kind *k, struct buf *out, struct complaints *c);

/* A line's value as canonical text, "" where empty; valid until the next call. */
const char *ledger_line(const struct record *r, const char *line, size_t nth, const char *field);

#endif
