/* What the files of the import share. An import reads a sheet row by row, gathers the rows of one
 * record into a group, and lands the group whole or rejects it whole. */
#ifndef LOKET_ACTIONS_IMPORT_H
#define LOKET_ACTIONS_IMPORT_H

#include "private.h"

#include "loket/exchange.h"

struct kept_row {
    size_t number;
    char **cells;
    size_t count;
};

struct complaint {
    size_t row;
    char column[FIELD_ID_MAX];
    char *text;
};

struct group {
    struct record *record; /* NULL: none begun */
    struct kept_row *rows;
    size_t row_count;
    struct complaint *complaints;
    size_t complaint_count;
};

void group_keep_row(struct group *g, const struct sheet_row *row);
void group_complain(struct group *g, size_t row, const char *column, const char *text);
void group_clear(struct group *g);

struct import {
    struct session *session;
    const struct import_options *options;
    struct import_report *report;
    struct layout layout;
    struct group group;
    struct batch batch;
    struct right right;
    bool batch_open, in_transaction;
    int64_t pending_rows; /* source rows since the last part */
    struct buf rejects;   /* the reject file under construction */
    struct group heading; /* the header row, for the reject file */
    int64_t *touched;     /* records the sheet speaks of */
    size_t touched_count;
    char **unlinked; /* distinct names without a record, bounded */
    size_t unlinked_count;
};

/* Lands im->group: created, changed, unchanged, or rejected with its reasons. */
enum outcome import_land(struct import *im, struct error *e);
/* A write transaction with the batch open in it. */
enum outcome import_open_batch(struct import *im, struct error *e);
/* Lists what stands only here or only in the sheet, for a national month's report. */
enum outcome import_compare(struct import *im, struct error *e);

#endif
