/* What the files that compose papers share. A layout (data/papers, or rows of the kind layout) is
 * filled with what it names and becomes a composed paper: one line for each block, its keyword and
 * cells parted by tabs, line ends inside a cell written \n and backslashes \\. Plain text and, in
 * loket-paper, PDF are both drawn from that. */
#ifndef LOKET_ACTIONS_PAPER_H
#define LOKET_ACTIONS_PAPER_H

#include "private.h"

/* What a layout may name. */
struct paper_source {
    struct session *session;
    const struct record *record; /* what the paper is about */
    const char *title;           /* of a paper that is no record's: a report */
    bool short_days;             /* as on the screen: in the columns of a register */
    bool trial;                  /* of a layout: all of it is filled, with records that are empty */
    day on;                      /* the paper's own day: letterhead and signatures follow it */
    struct record *walked[16];   /* other records its references led to */
    size_t walked_count;
    /* Tables that are no lines of the record, named "rows": NULL where there are none. */
    size_t (*rows)(void *context);
    bool (*cell)(void *context, size_t row, const char *name, struct buf *out);
    /* Values of a report: false where it has no such. May be NULL. */
    bool (*value)(void *context, const char *name, struct buf *out);
    void *context;
};
void paper_source_free(struct paper_source *p);

/* Appends what "permit.received_on", "office.city", "agency", "head.name" and so on stand for; of a
 * row of a table, its line comes first. Nothing where it is empty; MISUSED: no such name. */
enum outcome paper_value(struct paper_source *p, const struct line_kind *k, const struct line *line,
                         const char *name, struct buf *out, struct error *e);

/* Fills a layout into a composed paper. BAD_DATA, naming the line of the layout. */
enum outcome paper_fill(struct paper_source *p, const char *layout, struct buf *out,
                        struct error *e);
/* A composed paper as plain text, for the screen and for line printers. */
void paper_text(const char *composed, struct buf *out);
/* One line of a composed paper. */
void composed_put(struct buf *out, const char *keyword, const char *const *cells, size_t count);

/* The day that stands on a record's papers, after which letterhead and signatures go. */
day paper_day(const struct session *s, const struct record *r);
/* Words across each page, in the paper's own language. */
enum paper_mark { MARK_NONE, MARK_PREVIEW, MARK_DRAFT, MARK_COPY };
/* A record's paper; nth: which copy MARK_COPY is, 0 where that is not counted. MISUSED: it has no
 * such paper. */
enum outcome paper_compose(struct session *s, const struct record *r, const char *paper,
                           enum paper_mark mark, int nth, struct buf *out, struct error *e);
/* A report that is no record's. The source is freed. */
enum outcome paper_report(struct paper_source *p, const char *name, struct buf *out,
                          struct error *e);
enum outcome paper_render(const struct buf *composed, enum paper_form form, struct buf *out,
                          struct error *e);

#endif
