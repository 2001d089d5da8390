/* watch.h - the expiry watch, for its own files only. */
#ifndef LOKET_ACTIONS_WATCH_H
#define LOKET_ACTIONS_WATCH_H

#include "private.h"

#include "loket/exchange.h"

/* watch_leads.c: days before the last one at which people are told, largest first. */
enum { LEADS_MAX = 12, LEAD_DAYS_MAX = 3660 };
struct leads {
    int days[LEADS_MAX];
    size_t count; /* never 0 */
};
/* "valid_to", or "document.valid_to" of a line. */
void watch_field_id(const struct watched *w, struct buf *out);
/* The rule of this field, else the general one. BAD_DATA where it is none. */
enum outcome watch_leads(struct session *s, const struct watched *w, struct leads *out,
                         struct error *e);
enum watch_state watch_state_of(const struct leads *l, int64_t days, bool over);

/* watch_handle.c: marks that people set on what lapses within a span of days. */
enum outcome watch_handlings(struct session *s, day from, day to, struct page *out,
                             struct error *e);
/* The newest mark that holds today for this day of this item; NULL: none. */
const struct record *watch_handling(const struct session *s, const struct page *marks,
                                    const struct watched *w);

/* watch_went_on.c: appends what went on under something lapsed, in words; nothing: not that is
 * known of. */
enum outcome watch_went_on(struct session *s, const struct watched *w, struct buf *out,
                           struct error *e);

#endif
