/* service.c - what a permit's steps add behind the counter: who analysed it, which action is called
 * for next, and when its service clock stands. */
#include "private.h"

#include <string.h>

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

static void propose_outcome(struct session *s, struct record *r, const char *outcome)
{
    value_set_text(record_value(r, "outcome"), outcome);
    permit_stage_open(r, "P8", session_now(s));
    if (strcmp(outcome, "statement") != 0)
        permit_release_rest(r);
}

/* What an earlier analysis called for no longer counts. */
static enum outcome analyse(struct session *s, struct record *r, struct error *e)
{
    value_set_text(record_value(r, "analysed_by"), session_author(s));
    value_clear(record_value(r, "outcome"));
    (void)permit_stage_close(r, "P8", session_now(s), NULL, NULL);
    return call_for_next(s, r, record_value(r, "analysis"), e);
}

/* Every bill makes the office wait, so what it waited for before is over. */
static void clock_moves(struct record *r, const struct step *step, const char *note, moment now)
{
    if (step_is(step, "return"))
        permit_pause(r, "owner", now, note);
    else if (step_is(step, "resubmit"))
        permit_resume(r, "owner", now);
    else if (step_is(step, "pause"))
        permit_pause(r, record_text(r, "paused_for"), now, record_text(r, "pause_note"));
    else if (step_is(step, "resume"))
        permit_resume(r, NULL, now);
    else if (step_is(step, "pay") || step_is(step, "unbill"))
        permit_resume(r, "payment", now);
    if (!step_is(step, "bill"))
        return;
    permit_resume(r, NULL, now);
    permit_pause(r, "payment", now, NULL);
}

static enum outcome complete(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e)
{
    moment now = session_now(s);
    if (step_is(step, "analyse"))
        return analyse(s, r, e);
    if (step_is(step, "accept"))
        permit_file_quantities(r);
    else if (step_is(step, "assign"))
        permit_stage_open(r, "P1a", now);
    else if (step_is(step, "recommend"))
        propose_outcome(s, r, "release");
    else if (step_is(step, "recommend_inline"))
        propose_outcome(s, r, "inline");
    else if (step_is(step, "recommend_statement"))
        propose_outcome(s, r, "statement");
    else if (step_is(step, "issue"))
        (void)permit_stage_close(r, "P8", now, NULL, NULL);
    clock_moves(r, step, note, now);
    return DONE;
}

/* Every step may move the end of the service time: pauses do, and a risk raised. */
enum outcome service_complete(struct session *s, struct record *r, const struct step *step,
                              const char *note, struct error *e)
{
    moment started = step_is(step, "accept") ? session_now(s) : record_number(r, "accepted_at");
    enum outcome result = complete(s, r, step, note, e);
    if (step_is(step, "issue") || step_is(step, "cancel") || step_is(step, "settle"))
        value_clear(record_value(r, "due_at"));
    else if (result == DONE && started > 0)
        result = service_refresh(s, r, started, e);
    return result;
}

/* ---- What other kinds have to do with it ---- */

enum outcome service_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e)
{
    return step_is(step, "recommend_inline") ? inline_answer(s, r, a, e)
                                             : permit_goods_answer(s, r, step, a, e);
}

enum outcome service_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e)
{
    enum outcome result = DONE;
    if (deed_in(kind_certificate.follows, r->kind->id, step->verb))
        result = certificate_draft(s, r, step, e);
    if (result == DONE && step_is(step, "recommend_inline"))
        result = inline_plan(s, r, step, e);
    if (result == DONE && step_is(step, "inspect"))
        result = inline_unplan(s, r, step, note, e);
    return result == DONE ? permit_capture_follow(s, before, r, step, note, e) : result;
}
