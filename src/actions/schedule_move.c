/* A visit planned or moved, by the step its state has for that. */
#include "schedule.h"

#include <string.h>

/* Of one not planned yet: whom the company named, where nothing else was agreed. */
static enum outcome contact_of(struct session *s, const struct record *visit, struct buf *out,
                               struct error *e)
{
    struct record *company = NULL;
    int64_t id = record_number(visit, "facility");
    enum outcome result = DONE;
    buf_puts(out, record_text(visit, "contact"));
    if (out->len || !id)
        return DONE;
    result = store_load(s->store, &kind_facility, id, &company, e);
    if (result == DONE)
        buf_puts(out, record_text(company, "contact"));
    record_free(&company);
    return result;
}

static enum outcome day_of_visit(struct session *s, const struct visit_change *c, day *out,
                                 struct error *e)
{
    const struct value *planned = record_value(c->record, "scheduled_on");
    *out = c->on != NO_DAY ? c->on : planned->set ? (day)planned->num : NO_DAY;
    return *out == NO_DAY ? working_day(s, session_today(s), 1, out, e) : DONE;
}

enum outcome act_visit(struct session *s, const struct visit_change *c, struct error *e)
{
    bool planned = strcmp(c->record->state, "scheduled") == 0;
    struct buf contact = { 0 }, on = { 0 };
    day d = NO_DAY;
    if (!planned && strcmp(c->record->state, "due") != 0)
        return fail(e, REFUSED, _("This visit was held or called off; it cannot be moved."));
    enum outcome result = contact_of(s, c->record, &contact, e);
    if (result == DONE)
        result = day_of_visit(s, c, &d, e);
    day_iso(d, &on);
    const struct assignment sets[] = {
        { "scheduled_on", buf_text(&on) },
        { "officer", c->officer ? c->officer : record_text(c->record, "officer") },
        { "contact", buf_text(&contact) },
    };
    const struct step_request q = { .kind = c->record->kind,
                                    .id = c->record->id,
                                    .rev = c->record->rev,
                                    .verb = planned ? "move" : "schedule",
                                    .sets = sets,
                                    .set_count = planned ? 2 : 3 };
    if (result == DONE)
        result = act_step(s, &q, NULL, e);
    buf_free(&contact);
    buf_free(&on);
    return result;
}
