/* What became of the goods of a capture or an application: the outcomes of all its measures against
 * what was found or filed (P0). */
#ifndef LOKET_ACTIONS_GOODS_H
#define LOKET_ACTIONS_GOODS_H

#include "private.h"

struct goods {
    size_t count;      /* items of the root, in their order */
    int64_t *p0, *out; /* thousandths of each item's unit; out: the sum of all outcomes */
    size_t measures;   /* that are neither cancelled nor history */
};

/* The capture or application a measure belongs to, with its lines; *out NULL: it names none. */
enum outcome goods_root(struct session *s, const struct record *measure, struct record **out,
                        struct error *e);
/* Reads the root's items and the outcomes of its measures; those of `instead` (a measure, may be
 * NULL) count as it stands in memory. Inside a transaction nobody changes them meanwhile. */
enum outcome goods_count(struct session *s, const struct record *root, const struct record *instead,
                         struct goods *out, struct error *e);
void goods_free(struct goods *g);
/* Appends "750 dari 1.000". */
void goods_say(int64_t out, int64_t p0, struct buf *text);
/* A line's quantity of an item, summed over the live lines of one kind of a measure. REFUSED: it
 * would not fit. */
enum outcome goods_sum(const struct record *measure, const char *line_kind, int64_t item,
                       int64_t *sum, struct error *e);

/* After a step of a measure: what it says in the capture or application it belongs to. */
enum outcome measured_follow(struct session *s, const struct record *measure,
                             const struct step *step, struct error *e);

#endif
