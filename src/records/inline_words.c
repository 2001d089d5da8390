/* inline_words.c - the count of in-line shipments in words: why it stands where it does, and what
 * speaks against the next certificate. */
#include "loket/records.h"

static void put_day(day on, struct buf *out)
{
    day_local(on, out);
    buf_puts(out, "  ");
}

static const char *unnamed(const char *text)
{
    return text && *text ? text : "?";
}

static const char *shipment_words(const struct inline_line *line)
{
    if (line->why == INLINE_CANCELLED)
        return _("cancelled, not counted");
    if (line->why == INLINE_SAME_VESSEL)
        return _("same conveyance as one before, not counted again");
    return line->count <= 0 ? _("belongs to the block that has its monitoring") : _("counted");
}

static const char *monitoring_words(enum inline_why why)
{
    switch (why) {
    case INLINE_AD_HOC:
        return _("ad hoc, the count goes on");
    case INLINE_NOT_DUE:
        return _("before it was due, the count goes on");
    case INLINE_BLOCK_DONE:
        return _("its block has its monitoring already");
    case INLINE_NOT_DECIDED:
        return _("was decided not to count");
    default:
        return _("the count starts anew");
    }
}

static const char *breach_words(enum inline_breach b)
{
    switch (b) {
    case INLINE_UNDECREED:
        return _("without a decree");
    case INLINE_LAPSED:
        return _("after the decree had lapsed");
    case INLINE_SUSPENDED:
        return _("while suspended");
    case INLINE_FINDING:
        return _("while a finding was open");
    case INLINE_UNMONITORED:
        return _("without the monitoring that was due");
    default:
        return "";
    }
}

void inline_explain(const struct inline_case *c, const struct inline_line *line, struct buf *out)
{
    put_day(line->on, out);
    if (line->what == INLINE_SHIPMENT) {
        const struct inline_shipment *s = &c->shipments[line->index];
        buf_printf(out, _("Certificate %s: %s"), unnamed(s->number), shipment_words(line));
    } else if (line->what == INLINE_MONITORING) {
        const struct inline_monitoring *m = &c->monitorings[line->index];
        buf_printf(out, _("Monitoring, %s: %s"), m->finding ? _("with a finding") : _("clean"),
                   monitoring_words(line->why));
    } else {
        const struct inline_decree *d = &c->decrees[line->index];
        buf_printf(out, _("Decree %s: %s"), unnamed(d->number),
                   line->why == INLINE_GOES_ON ? _("extended, the count goes on")
                                               : _("the count starts anew"));
    }
    buf_printf(out, " → %d", line->count > 0 ? line->count : 0);
    if (line->breach != INLINE_FINE)
        buf_printf(out, "  ! %s", breach_words(line->breach));
}

static void refuse_lapsed(const struct inline_case *c, day on, struct buf *out)
{
    const struct inline_decree *last = NULL;
    for (size_t i = 0; i < c->decree_count; i++)
        if (c->decrees[i].on <= on && (!last || c->decrees[i].to > last->to))
            last = &c->decrees[i];
    struct buf to = { 0 };
    if (last)
        day_local(last->to, &to);
    buf_printf(out,
               _("Decree %s lapsed on %s: inspect as any other shipment, or let the head allow "
                 "this one with a reason."),
               last ? unnamed(last->number) : "?", buf_text(&to));
    buf_free(&to);
}

void inline_refuse(const struct inline_case *c, enum inline_breach b, int count, day on,
                   struct buf *out)
{
    switch (b) {
    case INLINE_FINE:
        return;
    case INLINE_UNDECREED:
        buf_puts(out, _("No decree on this company holds on that day: inspect as any other "
                        "shipment."));
        return;
    case INLINE_LAPSED:
        refuse_lapsed(c, on, out);
        return;
    case INLINE_SUSPENDED:
        buf_puts(out, _("The company is suspended: inspect as any other shipment, or let the head "
                        "allow this one with a reason."));
        return;
    case INLINE_FINDING:
        buf_puts(out, _("A finding is not seen to be mended: close its follow-up, inspect as any "
                        "other shipment, or let the head allow this one with a reason."));
        return;
    case INLINE_UNMONITORED:
        buf_printf(out,
                   _("%d certificates since the last monitoring, and one is due for every %d: hold "
                     "it, inspect as any other shipment, or let the head allow this one with a "
                     "reason."),
                   count, inline_rules_on(c, on)->shipments);
        return;
    }
}
