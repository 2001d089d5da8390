/* What the counter adds when a permit takes a step: the risk the rows propose, the day promised,
 * the deadline for missing papers. Every number behind them is a dated rule row. */
#include "private.h"

#include <stdio.h>
#include <string.h>

static day received(struct session *s, const struct record *r)
{
    const struct value *v = record_value(r, "received_on");
    return v->set ? (day)v->num : session_today(s);
}

/* Proposed once goods are known; what stands already is only raised or lowered by its own steps. */
static enum outcome propose(struct session *s, struct record *r, struct error *e)
{
    struct page rows = { 0 };
    enum outcome result = risk_rows(s, received(s, r), &rows, e);
    const struct record *row = result == DONE ? propose_risk(&rows, r) : NULL;
    if (row) {
        value_set_text(record_value(r, "proposed_risk"), record_text(row, "level"));
        if (!record_value(r, "risk")->set)
            value_set_text(record_value(r, "risk"), record_text(row, "level"));
    }
    page_free(&rows);
    return result;
}

/* Counted from the day it was accepted: of what was done on paper, that of the paper. */
static enum outcome promise(struct session *s, struct record *r, day accepted, struct error *e)
{
    char rule[FIELD_ID_MAX];
    const char *risk = record_text(r, "risk");
    int64_t days = 0;
    day on = NO_DAY;
    snprintf(rule, sizeof rule, "permit.promise_days.%s", *risk ? risk : "medium");
    enum outcome result = rule_number(s, rule, received(s, r), &days, e);
    if (result == DONE && days > 0)
        result = working_day(s, accepted, (int)days, &on, e);
    if (result == DONE && on != NO_DAY)
        value_set_number(record_value(r, "promised_on"), on);
    return result;
}

static enum outcome set_deadline(struct session *s, struct record *r, struct error *e)
{
    struct value *deadline = record_value(r, "deadline_on");
    int64_t days = 0;
    day on = NO_DAY;
    if (deadline->set)
        return DONE;
    enum outcome result = rule_number(s, "permit.incomplete_days", received(s, r), &days, e);
    if (result == DONE)
        result = working_day(s, session_today(s), (int)days, &on, e);
    if (result == DONE && on != NO_DAY)
        value_set_number(deadline, on);
    return result;
}

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

/* Another person looks at it the next working day (design §5). */
static enum outcome note_alone(struct session *s, struct record *r, struct error *e)
{
    day on = 0;
    enum outcome result = working_day(s, session_today(s), 1, &on, e);
    value_set_number(record_value(r, "single_officer_on"), session_today(s));
    if (result == DONE)
        value_set_number(record_value(r, "review_by"), on);
    return result;
}

/* Who names a team by the step that sends it out need not say that the first one leads. */
static void name_parts(struct record *r)
{
    struct value *part = record_at(r, "officer.1.part", NULL);
    for (size_t i = 1; part != NULL;) {
        char next[FIELD_ID_MAX];
        if (!part->set)
            value_set_text(part, i == 1 ? "lead" : "member");
        snprintf(next, sizeof next, "officer.%zu.part", ++i);
        part = record_at(r, next, NULL);
    }
}

enum outcome intake_prepare(struct session *s, struct record *r, const struct step *step,
                            const char *note, struct error *e)
{
    if (step_is(step, "raise_risk") || step_is(step, "lower_risk")) {
        value_set_text(record_value(r, "risk_reason"), note);
        return DONE;
    }
    const struct value *accepted = record_value(r, "accepted_at");
    enum outcome result = DONE;
    if (s->people && (step->flags & STEP_FOUR_EYES) && note_single_officer(note))
        result = note_alone(s, r, e);
    if (result != DONE)
        return result;
    if (step_is(step, "assign"))
        name_parts(r);
    if (step->flags & STEP_CORRECTS) {
        struct value *n = record_value(r, "corrections");
        value_set_number(n, n->num + 1);
        return DONE;
    }
    if (step_is(step, "ask")) {
        result = act_checklist(s, r, NULL, e);
        return result == DONE ? set_deadline(s, r, e) : result;
    }
    if (step->flags & STEP_COMPLETE)
        result = propose(s, r, e);
    if (result == DONE && (step->flags & STEP_RESERVED) && accepted->set)
        result = promise(s, r, moment_day(accepted->num, s->zone_minutes), e);
    else if (result == DONE && (step->flags & STEP_COMPLETE) && step->to &&
             strcmp(step->to, "accepted") == 0)
        result = promise(s, r, session_today(s), e);
    return result;
}
