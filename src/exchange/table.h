/* table.h - a table being read, for the two files that do so. */
#ifndef LOKET_EXCHANGE_TABLE_H
#define LOKET_EXCHANGE_TABLE_H

#include "parts.h"

enum {
    HEADER_ROWS_MAX = 5,
    ROWS_AHEAD = 256, /* looked at before it is said what they are */
};

struct head {                                /* of a table */
    size_t first, rows;                      /* its rows, counted from the next one */
    unsigned char values[SHEET_COLUMNS_MAX]; /* columns of numbers and dates */
    bool sure;                               /* it cannot be a row of data */
};

struct tables {
    struct ahead rows;
    struct table_options how;
    size_t seen;         /* tables so far */
    bool inside;         /* a table */
    enum outcome result; /* of reading ahead */
    struct error *error;
    /* The table. */
    struct head head;
    struct kept_row *header[HEADER_ROWS_MAX], *first_data;
    size_t header_rows, width, filled; /* cells of the header, and those that hold something */
    size_t last_count;                 /* cells of the last row of data */
    struct buf joined;
    size_t starts[SHEET_COLUMNS_MAX];
    char *labels[SHEET_COLUMNS_MAX + 1];
    /* What the next rows are. */
    unsigned char plan[ROWS_AHEAD + HEADER_ROWS_MAX];
    size_t planned, done;
    struct kept_row *current;
};

/* ---- table_head.c ---- */

/* Of the table that begins in the rows ahead. */
void head_find(const struct tables *t, struct head *h);
bool head_numbers_columns(const struct kept_row *k, const struct kept_row *behind);
/* The labels of all header rows, column by column, each with its NUL. */
void head_join(struct kept_row *const *rows, size_t n, struct buf *text, size_t *starts,
               size_t *count);

#endif
