/* take.h - one row on its way into a record: what take.c, take_log.c and take_own.c share. */
#ifndef EXCHANGE_TAKE_H
#define EXCHANGE_TAKE_H

#include "parts.h"

struct taking {
    const struct layout *layout;
    const struct sheet_row *row;
    struct reading how;
    struct record *record;
    struct line *lines[LINE_KINDS_MAX]; /* those this row fills, by line kind */
    void (*each)(void *context, const struct error *e);
    void *context;
    size_t errors;
    struct buf words; /* what no field of this row's line can hold: goes into notes */
};

/* ---- take.c ---- */

const char *taking_cell(const struct taking *t, size_t column); /* "" behind the row's end */
size_t taking_place(const struct taking *t, const struct line_kind *line);
/* Where a column's cell goes; NULL: a column of a line that this row does not fill. */
struct value *taking_target(const struct taking *t, const struct column_map *map);
/* The cell as it is parsed; owned. */
char *taking_text(const struct taking *t, const struct field *f, size_t column);
/* How this column's cells are read. */
struct reading taking_reading(const struct taking *t, const struct column_map *map);
void taking_report(struct taking *t, const char *header, struct error *e);
void taking_report_column(struct taking *t, size_t column, struct error *e);
void taking_cell_in(struct taking *t, size_t column);
/* Text of that column, or of a piece of its cell, where the map says. */
void taking_put(struct taking *t, size_t column, const struct column_map *map, const char *text);

/* ---- take_log.c and take_own.c ---- */

void take_log_row(struct taking *t, enum row_role role);
/* A cell of a log that its quantity cannot hold as it stands: a number with its unit behind it is
 * taken apart; words, where the sheet has no column for the unit, go into the notes. */
bool take_quantity(struct taking *t, size_t column, const char *text);
void take_own_columns(struct taking *t, const struct line_kind *line); /* NULL: the record's */
void take_own_line(struct taking *t);

#endif
