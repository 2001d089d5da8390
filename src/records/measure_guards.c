/* measure_guards.c - what must hold before a measure takes a step. Guards are pure; facts named
 * "measure." that no query answers come from the room of actions: today, now, the root's state, who
 * is here, and how far the goods are accounted for. */
#include "measure.h"

#include <stdio.h>
#include <string.h>

#include "loket/records.h"

static bool is(const struct record *r, const char *field, const char *code)
{
    return strcmp(record_text(r, field), code) == 0;
}

static bool refuse(struct error *why, const char *field, const char *sentence)
{
    fail_field(why, REFUSED, field, "%s", sentence);
    return false;
}

const char *const measure_open_states[] = { "proposed", "waiting", "ready",     "in_effect",
                                            "extended", "lapsed",  "fulfilled", NULL };

/* ---- What it belongs to ---- */

/* Of "measure.root": open, draft, closed, or not arrived yet. */
static bool root(const struct record *r, const struct answers *a, struct error *why)
{
    bool capture = record_value(r, "capture")->set, permit = record_value(r, "permit")->set;
    const char *root = answers_text(a, "measure.root");
    if (capture && permit)
        return refuse(why, "permit",
                      _("A measure belongs to a capture or to an application, not to both; clear "
                        "one of them."));
    if (!capture && !permit)
        return refuse(why, "capture",
                      _("It belongs to nothing yet; name the capture or the application."));
    if (strcmp(root, "draft") == 0)
        return refuse(why, capture ? "capture" : "permit",
                      capture ? _("The capture is a draft; record it first.")
                              : _("The application is a draft; submit it first."));
    if (strcmp(root, "closed") == 0)
        return refuse(why, capture ? "capture" : "permit",
                      capture ? _("The capture is closed; no measure can be taken any more.")
                              : _("The application has ended; no measure can be taken any more."));
    if (strcmp(root, "not_arrived") == 0)
        return refuse(why, "permit",
                      _("The goods have not arrived: the application's arrival day is empty or "
                        "ahead; correct it once they are here."));
    return true;
}

const struct guard measure_root = { .id = "measure.root", .allow = root };

/* Each line takes its reason from the list of this measure. */
static bool reasons(const struct record *r, const struct answers *a, struct error *why)
{
    char field[FIELD_ID_MAX];
    size_t n = record_live_lines(r, "reason");
    (void)a;
    snprintf(field, sizeof field, "%s_reason", record_text(r, "measure"));
    for (size_t i = 1; i <= n; i++) {
        const struct value *v =
            measure_line_value(record_live_line(r, "reason", i), MEASURE_REASON, field);
        if (v && v->set && v->num)
            continue;
        fail_field(why, REFUSED, "reason",
                   _("Reason %zu is not from the list of this measure; choose one under “%s”."), i,
                   _(line_field(&measure_lines[MEASURE_REASON], field)->label));
        return false;
    }
    return n > 0 || refuse(why, "reason", _("No reason is given; add one from the list."));
}

const struct guard measure_reasons = { .id = "measure.reasons", .allow = reasons };

/* ---- Coordination ---- */

static bool phoned(const struct record *r, const struct answers *a, struct error *why)
{
    if (!record_value(r, "coordinated_with")->num)
        return refuse(why, "coordinated_with",
                      _("Who it was spoken with is not known here; choose the supervision "
                        "officer."));
    if (answers_has(a, "measure.spoken_with_head") &&
        !answers_number(a, "measure.spoken_with_head"))
        return refuse(why, "coordinated_with",
                      _("Who it was spoken with is no structural supervision officer; choose the "
                        "one who is."));
    return record_number(r, "coordinated_at") <= answers_number(a, "measure.now") ||
           refuse(why, "coordinated_at", _("The call lies in the future; correct its time."));
}

const struct guard measure_phoned = { .id = "measure.phoned", .allow = phoned };

static const struct fact first_facts[] = { { .id = "measure.act_first", .op = FACT_RULE },
                                           { .id = NULL } };

static bool first_allowed(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    return answers_number(a, "measure.act_first") == 1 ||
           refuse(why, "urgency",
                  _("This office does not act before coordination; call the supervision officer "
                    "and use “Coordinated by phone”."));
}

const struct guard measure_first_allowed = { .id = "measure.first_allowed",
                                             .facts = first_facts,
                                             .allow = first_allowed };

static bool coordinated(const struct record *r, const struct answers *a, struct error *why)
{
    bool release = is(r, "measure", "release");
    if (release ? is(r, "coordination", "not_needed")
                : is(r, "coordination", "acknowledged") || is(r, "coordination", "phone") ||
                      is(r, "coordination", "confirmed"))
        return true;
    if (!release && is(r, "coordination", "urgent"))
        return first_allowed(r, a, why);
    return refuse(why, "coordination",
                  _("Its coordination is not on record; the structural supervision officer has to "
                    "know first."));
}

const struct guard measure_coordinated = { .id = "measure.coordinated",
                                           .facts = first_facts,
                                           .allow = coordinated };

/* "measure.me": the id of who is here, 0 where the store has no people. */
static bool to_confirm(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t me = answers_number(a, "measure.me");
    if (is(r, "coordination", "urgent"))
        return true;
    if (!is(r, "coordination", "phone"))
        return refuse(why, "coordination",
                      _("Nothing is to be confirmed: its coordination is complete."));
    if (!me || me == record_value(r, "coordinated_with")->num)
        return true;
    fail_field(why, REFUSED, "coordinated_with", _("The call was with %s, who has to confirm it."),
               record_text(r, "coordinated_with"));
    return false;
}

const struct guard measure_to_confirm = { .id = "measure.to_confirm", .allow = to_confirm };

static bool confirmed(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    return is(r, "coordination", "acknowledged") || is(r, "coordination", "confirmed") ||
           is(r, "coordination", "not_needed") ||
           refuse(why, "coordination",
                  _("Its coordination is not confirmed yet; the supervision officer takes “Confirm "
                    "coordination”."));
}

const struct guard measure_confirmed = { .id = "measure.confirmed", .allow = confirmed };

/* ---- The term ---- */

static bool not_received(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    return !record_value(r, "due_on")->set || is(r, "clock_start", "act") ||
           refuse(why, "received_at",
                  _("The letter was received already and the term runs; a wrong day is corrected "
                    "with “Correct a field”."));
}

/* Asked with received_at as the step brings it: a term that runs from receipt has a last day only
 * once that was recorded. */
const struct guard measure_not_received = { .id = "measure.not_received", .allow = not_received };

static bool receipt(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t at = record_number(r, "received_at");
    if (!record_value(r, "received_at")->set)
        return true; /* demanded on the spot */
    if (at > answers_number(a, "measure.now"))
        return refuse(why, "received_at", _("The receipt lies in the future; correct its time."));
    /* By days: who types no time means that day. */
    return moment_day(at, office_zone()) >=
               moment_day(record_number(r, "issued_at"), office_zone()) ||
           refuse(why, "received_at",
                  _("The letter cannot be received before it was issued; correct the time."));
}

const struct guard measure_receipt = { .id = "measure.receipt", .allow = receipt };

static bool received(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    return record_value(r, "received_at")->set ||
           refuse(why, "received_at",
                  _("The letter is not received yet; record its receipt first."));
}

const struct guard measure_received = { .id = "measure.received", .allow = received };

static bool extension_asked(const struct record *r, const struct answers *a, struct error *why)
{
    const struct value *on = record_value(r, "extension_asked_on");
    if (!record_value(r, "due_on")->set)
        return refuse(why, "due_on", _("No term runs that could be extended."));
    if (!on->set)
        return refuse(why, "extension_asked_on",
                      _("The owner has not asked for more time; record the request first."));
    if (on->num > answers_number(a, "measure.today"))
        return refuse(why, "extension_asked_on",
                      _("The request lies in the future; correct its day."));
    return on->num <= record_number(r, "due_on") ||
           refuse(why, "extension_asked_on",
                  _("The request came after the last day; the term has lapsed."));
}

const struct guard measure_extension_asked = { .id = "measure.extension_asked",
                                               .allow = extension_asked };

static bool extension(const struct record *r, const struct answers *a, struct error *why)
{
    const struct value *to = record_value(r, "extended_to");
    (void)a;
    return !to->set || to->num > record_number(r, "due_on") ||
           refuse(why, "extended_to",
                  _("The new last day is not behind the old one; choose a later day."));
}

const struct guard measure_extension = { .id = "measure.extension", .allow = extension };

static bool overdue(const struct record *r, const struct answers *a, struct error *why)
{
    struct buf due = { 0 };
    if (!record_value(r, "due_on")->set)
        return refuse(why, "due_on",
                      _("No term runs: the letter is not received, or this measure "
                        "has none."));
    if (record_number(r, "due_on") < answers_number(a, "measure.today"))
        return true;
    day_local((day)record_number(r, "due_on"), &due);
    fail_field(why, REFUSED, "due_on", _("The term runs until %s, that day included."),
               buf_text(&due));
    buf_free(&due);
    return false;
}

const struct guard measure_overdue = { .id = "measure.overdue", .allow = overdue };

/* ---- Execution ---- */

static bool departed(const struct record *r, const struct answers *a, struct error *why)
{
    const struct value *on = record_value(r, "departed_on");
    return !on->set || on->num <= answers_number(a, "measure.today") ||
           refuse(why, "departed_on", _("The departure lies in the future; correct its day."));
}

const struct guard measure_departed = { .id = "measure.departed", .allow = departed };

static const struct fact minutes_facts[] = {
    { .id = "measure.minutes_signed",
      .op = FACT_EXISTS,
      .kind = "minutes",
      .match = (const struct fact_match[]){ { .theirs = "id", .ours = "minutes" }, { NULL, NULL } },
      .states = (const char *const[]){ "signed", NULL } },
    { .id = NULL },
};

static bool minutes_signed(const struct record *r, const struct answers *a, struct error *why)
{
    return !record_value(r, "minutes")->set || answers_number(a, "measure.minutes_signed") ||
           refuse(why, "minutes",
                  _("The minutes are not signed yet; sign them with their witnesses first."));
}

const struct guard measure_minutes = { .id = "measure.minutes",
                                       .facts = minutes_facts,
                                       .allow = minutes_signed };

/* "measure.unsettled": the number of the first goods whose part is not accounted for. */
static bool settled(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t item = answers_number(a, "measure.unsettled");
    (void)r;
    if (item == 0)
        return true;
    fail_field(why, REFUSED, "outcome",
               _("Goods %lld are not all accounted for (%s); every part needs an outcome."),
               (long long)item, answers_text(a, "measure.unsettled"));
    return false;
}

const struct guard measure_settled = { .id = "measure.settled", .allow = settled };

static bool notified(const struct record *r, const struct answers *a, struct error *why)
{
    bool wanted = is(r, "direction", "IM") &&
                  (is(r, "measure", "refusal") || is(r, "measure", "destruction"));
    (void)a;
    return !wanted || (record_value(r, "nnc_number")->set && record_value(r, "nnc_on")->set) ||
           refuse(why, "nnc_number",
                  _("These goods were imported: the notification of non-compliance (NNC) to the "
                    "origin needs its number and day first."));
}

const struct guard measure_notified = { .id = "measure.notified", .allow = notified };

static bool nothing_executed(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    return record_live_lines(r, "outcome") == 0 ||
           refuse(why, "outcome",
                  _("A part was carried out already; finish and close the measure instead."));
}

const struct guard measure_not_executed = { .id = "measure.not_executed",
                                            .allow = nothing_executed };
