/* tick.c - what a desk does of itself every few seconds: it says that it is there and what is being
 * edited, hears whether others have written, and compares its clock with the share's. */
#include "private.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { CLOCK_SAID_MS = 60000, CLOCK_REFUSED_MS = 600000, MINUTE_MS = 60000 };

static void beat(struct session *s, struct beat *out)
{
    store_beat(s->store, session_now(s), out);
    s->clock_compared = true;
    s->clock_off_ms = out->clock_known ? out->clock_off_ms : 0;
}

enum outcome act_tick(struct session *s, const struct kind *editing, int64_t id, struct tick *out,
                      struct error *e)
{
    struct beat seen;
    *out = (struct tick){ 0 };
    if (s->away)
        return DONE; /* nobody else is at the desk's own copy */
    store_editing(s->store, editing, id);
    beat(s, &seen);
    out->others = seen.others;
    housekeep(s);
    act_housekeeper_trouble(s, &out->trouble);
    out->clock_off_ms = llabs(s->clock_off_ms) > CLOCK_SAID_MS ? s->clock_off_ms : 0;
    enum outcome result = store_changed(s->store, &out->changed, e);
    if (result == DONE)
        atomic_store(&s->reads_only, session_closed(s, out->trouble.len ? NULL : &out->trouble));
    return result;
}

bool act_edited_by(struct session *s, const struct kind *k, int64_t id, struct buf *who)
{
    return store_edited_by(s->store, k, id, who);
}

/* It writes the time or the day down, or counts by it. */
static bool has_legal_clock(const struct step *step)
{
    return step->stamp_day || step->stamp_moment || (step->flags & (STEP_NUMBER | STEP_RECEIPT));
}

enum outcome clock_allows(struct session *s, const struct step *step, struct error *e)
{
    struct beat seen;
    if (!has_legal_clock(step) || s->away || !store_on_share(s->store))
        return DONE;
    if (!s->clock_compared)
        beat(s, &seen);
    if (llabs(s->clock_off_ms) <= CLOCK_REFUSED_MS)
        return DONE;
    return fail(e, REFUSED,
                s->clock_off_ms > 0
                    ? _("This computer's clock is %lld minutes ahead of the share's, and “%s” "
                        "writes down the time. Have the clock set, then take the step again.")
                    : _("This computer's clock is %lld minutes behind the share's, and “%s” "
                        "writes down the time. Have the clock set, then take the step again."),
                (long long)(llabs(s->clock_off_ms) / MINUTE_MS), _(step->label));
}
