/* finding.h - what lists, search and look-ups share, and what they ask of the schema.
 *
 * A list names the index it walks (INDEXED BY), so that no page ever costs a scan or a sort the
 * planner chose. schema.c makes these, and names them by index_name():
 *   "<kind>_by_<field>"   (field, id)        each FIELD_INDEXED field; the number; the kind's sort
 *   "<kind>_link_<field>" (field_id, id)     each FIELD_INDEXED reference
 *   "<kind>_tail_<field>" (field_tail, id)   each FIELD_TAIL field
 *   "<kind>_state"        (state, sort, id)  sort: kind_sort_field(); where NULL: (state, id)
 *   "<kind>_natural"      (the natural key's columns, in order), where the kind has one
 * "<kind>_state" does for lists what (closed, sort, id) would: a list of open rows is the merge of
 * its open states, and one state alone costs no more. */
#ifndef LOKET_STORE_FINDING_H
#define LOKET_STORE_FINDING_H

#include "private.h"

/* Appends the quoted index name: role "by", "link", "tail" with a field; "state", "natural" with
 * NULL. */
void index_name(struct buf *b, const struct kind *k, const char *role, const char *field);
/* The field of the kind's default sort; NULL: it has none that is stored, and sorts by id. */
const struct field *kind_sort_field(const struct kind *k);

#endif
