/* record_rows.h - a record as rows of text: what the record screen shows. No curses. */
#ifndef TUI_RECORD_ROWS_H
#define TUI_RECORD_ROWS_H

#include "loket/actions.h"

enum view_row_kind { ROW_SPACE, ROW_PAGE, ROW_FIELD, ROW_HEAD, ROW_LINE, ROW_RELATED, ROW_REMARK };

struct view_row {
    enum view_row_kind kind;
    char *label; /* of ROW_FIELD; "" where a value goes on */
    char *text;
    const struct kind *leads_to; /* a reference: Enter opens it */
    int64_t id;                  /* 0: the whole list of those that refer to the record by `by` */
    const struct field *by;
    size_t line_kind, line; /* of ROW_LINE: which, by its place in the record */
};

struct view_rows {
    struct view_row *items;
    size_t count, cap;
};

/* What the store knows beside the record itself; it comes a moment later. */
struct view_facts {
    struct remarks remarks;
    struct buf asked; /* who brought it to wait for a decision, and when; "" it does not wait */
    struct buf steps; /* what it is ready for */
    struct buf last;  /* who changed what last; "" it is not told */
    moment now;       /* time left is told in words; 0: it is not */
    struct related related;
};
void view_facts_free(struct view_facts *f);

/* Rows for a screen of `cells`, labels `label` cells wide. */
void record_rows(const struct record *r, const struct view_facts *facts, int zone_minutes,
                 size_t cells, size_t label, struct view_rows *out);
/* All that is filled in of one line, as text. */
void record_line_text(const struct record *r, size_t line_kind, size_t line, struct buf *out);
/* Which item a row belongs to, counted from 1 over those that begin one, and the row it begins at:
 * at another width the same item stands elsewhere. */
size_t view_rows_item(const struct view_rows *v, size_t row);
size_t view_rows_at(const struct view_rows *v, size_t item);
void view_rows_free(struct view_rows *v);

#endif
