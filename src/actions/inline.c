/* The gate of in-line inspection: may a certificate for this company follow the application at
 * once? Judged where it is issued, inside the transaction, by what the file holds then. */
#include "inline.h"

#include <stdlib.h>
#include <string.h>

/* ---- A verdict ---- */

static bool under_decree(const struct record *facility)
{
    return strcmp(facility->state, "designated") == 0 || strcmp(facility->state, "renewing") == 0 ||
           strcmp(facility->state, "suspended") == 0;
}

/* What the state says goes before what was counted, but not before the decree itself. */
static enum inline_breach weigh(const struct record *facility, enum inline_breach counted)
{
    if (!under_decree(facility))
        return INLINE_UNDECREED;
    if (counted == INLINE_UNDECREED || counted == INLINE_LAPSED)
        return counted;
    return strcmp(facility->state, "suspended") == 0 ? INLINE_SUSPENDED : counted;
}

/* The line of the certificate asked for, which is the last of the case's shipments. */
static const struct inline_line *count_asked(struct inline_data *d, struct inline_line *lines)
{
    int count;
    size_t n = inline_count(&d->c, lines, &count);
    for (size_t i = 0; i < n; i++)
        if (lines[i].what == INLINE_SHIPMENT && lines[i].index == d->c.shipment_count - 1)
            return &lines[i];
    return &lines[0]; /* never: it was put in */
}

static void judge(const struct session *s, const struct inline_asked *q, const char *vessel,
                  struct inline_data *d, struct inline_verdict *out)
{
    bool before;
    const struct inline_rules *rules = inline_rules_on(&d->c, q->on);
    const struct inline_decree *decree = inline_decree_on(&d->c, q->on, &before);
    d->shipments[d->c.shipment_count++] =
        (struct inline_shipment){ .conveyance = vessel,
                                  .on = q->on,
                                  .at = q->past ? inline_day_begins(s, q->on) : INT64_MAX,
                                  .ordinal = q->ordinal };
    size_t most = d->c.decree_count + d->c.shipment_count + d->c.monitoring_count;
    struct inline_line *lines = xcalloc(most, sizeof *lines);
    const struct inline_line *line = count_asked(d, lines);
    out->after = line->count;
    out->before = line->count - (line->why == INLINE_COUNTED);
    out->breach = q->past ? line->breach : weigh(q->facility, line->breach);
    out->due = out->after >= rules->shipments;
    out->warned = out->after + rules->warn_before >= rules->shipments;
    if (decree) {
        buf_puts(&out->decree, decree->number);
        out->decree_on = decree->on;
        out->decree_to = decree->to;
    }
    inline_refuse(&d->c, out->breach, out->before, q->on, &out->words);
    free(lines);
}

enum outcome inline_judge(struct session *s, const struct inline_asked *q,
                          struct inline_verdict *out, struct error *e)
{
    struct inline_data d;
    struct buf vessel = { 0 };
    const struct inline_scope scope = { .facility = q->facility, .until = q->on, .but = q->but };
    *out = (struct inline_verdict){ 0 };
    utf8_fold(q->conveyance, &vessel);
    enum outcome result = inline_load(s, &scope, &d, e);
    if (result == DONE)
        judge(s, q, buf_text(&vessel), &d, out);
    inline_data_free(&d);
    buf_free(&vessel);
    return result;
}

enum outcome inline_judge_now(struct session *s, const struct record *facility,
                              const char *conveyance, struct inline_verdict *out, struct error *e)
{
    const struct inline_asked q = { .facility = facility,
                                    .conveyance = conveyance,
                                    .on = session_today(s) };
    return inline_judge(s, &q, out, e);
}

void inline_verdict_free(struct inline_verdict *v)
{
    buf_free(&v->decree);
    buf_free(&v->words);
}

/* ---- The count in words ---- */

static void tell_lines(const struct inline_data *d, struct buf *out)
{
    size_t most = d->c.decree_count + d->c.shipment_count + d->c.monitoring_count, from = 0;
    struct inline_line *lines = xcalloc(most + 1, sizeof *lines);
    int count;
    size_t n = inline_count(&d->c, lines, &count);
    for (size_t i = 0; i < n; i++)
        if (lines[i].why == INLINE_BEGINS_ANEW)
            from = i;
    for (size_t i = from; i < n; i++) {
        inline_explain(&d->c, &lines[i], out);
        buf_putc(out, '\n');
    }
    free(lines);
}

static void tell_standing(const struct inline_data *d, const struct inline_verdict *v, day today,
                          struct buf *out)
{
    int due = inline_rules_on(&d->c, today)->shipments;
    buf_printf(out, _("Count: %d of %d."), v->before > 0 ? v->before : 0, due);
    buf_puts(out, " ");
    if (v->breach != INLINE_FINE)
        buf_puts(out, buf_text(&v->words));
    else if (v->due)
        buf_puts(out, _("The next certificate makes a monitoring due."));
    else if (v->warned)
        buf_puts(out, _("A monitoring is due soon."));
    else
        buf_puts(out, _("The next certificate may follow its application."));
    buf_putc(out, '\n');
}

enum outcome facility_explain(struct session *s, const struct record *r, struct buf *out,
                              struct error *e)
{
    struct inline_data d;
    struct inline_verdict v = { 0 };
    const struct inline_asked next = { .facility = r, .on = session_today(s) };
    const struct inline_scope scope = { .facility = r, .until = next.on };
    if (!record_live_lines(r, "decision"))
        return DONE; /* nothing is counted yet */
    enum outcome result = inline_load(s, &scope, &d, e);
    if (result == DONE) {
        tell_lines(&d, out);
        judge(s, &next, "", &d, &v);
        tell_standing(&d, &v, next.on, out);
    }
    inline_data_free(&d);
    inline_verdict_free(&v);
    return result;
}
