/* finding.h - what lists, search and look-ups bring to the shared file and ask of it.
 *
 * Brought: the tables search, name and tally, kept by every save through the calls below.
 * Asked of the table of each kind (all identifiers quoted, none can clash with a word of SQL):
 *   id INTEGER PRIMARY KEY, state TEXT, closed INTEGER (enum closed below), changed_at,
 *   one column for each stored field, "<field>_link" for the link of a reference,
 *   "<field>_tail" TEXT where field_has_tail(), filled by tail_of();
 * and these indexes, which the lists name in their queries:
 *   "<kind>_by_<field>"    (field, id)            for each FIELD_INDEXED field
 *   "<kind>_open_<field>"  (field, id) WHERE closed = 0   the same, where kind_has_final()
 *   "<kind>_state"         (state, sort, id)      sort: the kind's default sort field, where it has
 *                                                 one that is FIELD_INDEXED; else (state, id)
 *   "<kind>_link_<field>"  ("<field>_link", id)   for each reference that is FIELD_INDEXED
 *   "<kind>_tail_<field>"  ("<field>_tail", id)   where field_has_tail()
 *   "<kind>_natural"       (the natural key's columns in order) where the kind has one
 * An empty value is NULL, in every column. */
#ifndef LOKET_STORE_FINDING_H
#define LOKET_STORE_FINDING_H

#include "loket/store.h"

enum closed { CLOSED_NOT = 0, CLOSED_FINAL = 1, CLOSED_HIDDEN = 2 };
/* Where a state of k stands: STATE_HIDDEN and "discarded" are hidden. Unknown states are open. */
enum closed state_closed(const struct kind *k, const char *state);
bool kind_has_final(const struct kind *k); /* some state is final: open rows are the few */
/* The kind's default sort field where a list can follow its index; NULL: sorts by id. */
const struct field *kind_sort_field(const struct kind *k);

/* Serials marked FIELD_TAIL, and the numbers of people and firms (NPWP, NITKU, NIK). */
bool field_has_tail(const struct field *f);
/* Appends the digits of text from last to first, so that last digits are a prefix; at most 32. */
void tail_of(const char *text, struct buf *out);

/* CREATE statements of search, name and tally; ends with NULL. */
const char *const *finding_schema(void);

/* After the row and the lines of r are written: its words and its names. Writes nothing where
 * they are what they were. `born`: r is new, so nothing is looked up first. */
enum outcome finding_put(struct store *s, const struct record *r, bool born, struct error *e);
/* One record of k moved from state to state; from NULL: it is new. */
enum outcome tally_move(struct store *s, const struct kind *k, const char *from, const char *to,
                        struct error *e);

#endif
