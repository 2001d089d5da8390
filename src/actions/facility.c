/* What the office adds when an in-line company takes a step: last days of decrees by the rule, and
 * a line for each decree and decision, which stay for good. */
#include "private.h"

#include <string.h>

#include "inline.h"

/* ---- The list of decrees ---- */

struct told { /* a line of it */
    const char *manner, *number, *reason;
    day on, to; /* NO_DAY: none */
};

static struct value *cell(struct line *line, const char *field)
{
    const struct line_kind *k = kind_line(&kind_facility, "decision");
    return &line->values[line_field(k, field) - k->fields];
}

static void put_day(struct line *line, const char *field, day on)
{
    if (on != NO_DAY)
        value_set_number(cell(line, field), on);
}

static void tell(struct record *r, const struct told *t)
{
    struct line *line = record_add_line(r, "decision");
    value_set_text(cell(line, "manner"), t->manner);
    value_set_text(cell(line, "number"), t->number);
    value_set_text(cell(line, "reason"), t->reason);
    value_set_text(cell(line, "goods"), record_text(r, "goods"));
    value_set_text(cell(line, "copies"), record_text(r, "copies_to"));
    put_day(line, "on", t->on);
    put_day(line, "to", t->to);
}

/* The decree as the record's own fields have it. */
void facility_tell_decree(struct record *r, const char *manner, const char *reason)
{
    const struct value *on = record_value(r, "decree_on"), *to = record_value(r, "decree_to");
    if (!on->set || !record_value(r, "decree_number")->set)
        return; /* the step demands them, and is refused */
    tell(r, &(struct told){ .manner = manner,
                            .number = record_text(r, "decree_number"),
                            .reason = reason,
                            .on = (day)on->num,
                            .to = to->set ? (day)to->num : NO_DAY });
}

static void tell_decision(struct session *s, struct record *r, const char *manner,
                          const char *reason)
{
    tell(r, &(struct told){ .manner = manner,
                            .number = record_text(r, "decree_number"),
                            .reason = reason,
                            .on = session_today(s),
                            .to = NO_DAY });
}

/* ---- Steps ---- */

static enum outcome set_last_day(struct session *s, struct record *r, struct error *e)
{
    const struct value *on = record_value(r, "decree_on");
    int64_t months = 0;
    if (!on->set)
        return DONE;
    enum outcome result = rule_number(s, "facility.decree_months", (day)on->num, &months, e);
    day to = result == DONE ? day_add_months((day)on->num, (int)months) : NO_DAY;
    if (to != NO_DAY)
        value_set_number(record_value(r, "decree_to"), to);
    return result;
}

static enum outcome designate(struct session *s, struct record *r, struct error *e)
{
    enum outcome result = record_value(r, "decree_to")->set ? DONE : set_last_day(s, r, e);
    if (result == DONE)
        facility_tell_decree(r, "first", NULL);
    return result;
}

static enum outcome extend(struct session *s, struct record *r, struct error *e)
{
    enum outcome result = set_last_day(s, r, e);
    value_clear(record_value(r, "renewal_on"));
    if (result == DONE)
        facility_tell_decree(r, "extension", NULL);
    return result;
}

static bool differs(const struct record *a, const struct record *b, const char *field)
{
    return !value_same(record_value(a, field), record_value(b, field));
}

/* A date that was corrected moves the last day with it, unless that was corrected, too. */
static enum outcome correct(struct session *s, struct record *r, const char *note, struct error *e)
{
    struct record *before = NULL;
    enum outcome result = store_load(s->store, r->kind, r->id, &before, e);
    if (result == DONE && differs(before, r, "decree_on") && !differs(before, r, "decree_to"))
        result = set_last_day(s, r, e);
    if (result == DONE && (differs(before, r, "decree_number") || differs(before, r, "decree_on") ||
                           differs(before, r, "decree_to")))
        facility_tell_decree(r, "correction", note);
    record_free(&before);
    return result;
}

static void apply_anew(struct record *r)
{
    static const char *const of_decree[] = {
        "decree_number",  "decree_on",    "decree_to",     "assessed_on",           "renewal_on",
        "recommended_on", "suspended_on", "commitment_on", "revocation_proposed_on"
    };
    for (size_t i = 0; i < COUNT(of_decree); i++)
        value_clear(record_value(r, of_decree[i]));
}

enum outcome facility_prepare(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e)
{
    static const char *const decisions[][2] = { { "suspend", "suspension" },
                                                { "finding", "suspension" },
                                                { "reinstate", "reinstatement" },
                                                { "revoke", "revocation" },
                                                { "lapse", "lapse" } };
    if (strcmp(step->verb, "designate") == 0)
        return designate(s, r, e);
    if (strcmp(step->verb, "extend") == 0)
        return extend(s, r, e);
    if (strcmp(step->verb, "correct") == 0)
        return correct(s, r, note, e);
    if (strcmp(step->verb, "refuse") == 0)
        value_clear(record_value(r, "renewal_on"));
    if (strcmp(step->verb, "reinstate") == 0)
        value_clear(record_value(r, "suspended_on"));
    if (strcmp(step->verb, "reapply") == 0)
        apply_anew(r);
    for (size_t i = 0; i < COUNT(decisions); i++)
        if (strcmp(step->verb, decisions[i][0]) == 0)
            tell_decision(s, r, decisions[i][1], note);
    return DONE;
}

enum outcome facility_answer(struct session *s, const struct record *r, const struct step *step,
                             struct answers *a, struct error *e)
{
    (void)r;
    (void)step;
    (void)e;
    answers_put(a, "facility.today", session_today(s), NULL);
    return DONE;
}
