/* facility_flow.c - how a company comes under a decree and out of it again. A decree lapses by its
 * date, whatever the state says: the state is what somebody decided. Four eyes only at the first
 * decree: an office has one head, who decides on the same record for years. */
#include "loket/records.h"

#include <string.h>

#include "inline.h"

static const struct state states[] = {
    { .id = "applied", .label = N_("applied") },
    { .id = "assessing", .label = N_("being assessed") },
    { .id = "recommended", .label = N_("recommended") },
    { .id = "designated", .label = N_("designated"), .flags = STATE_BY_IMPORT },
    { .id = "renewing", .label = N_("extension asked") },
    { .id = "suspended", .label = N_("suspended"), .flags = STATE_ALERT },
    { .id = "declined", .label = N_("declined"), .flags = STATE_FINAL },
    { .id = "revoked", .label = N_("revoked"), .flags = STATE_FINAL },
    { .id = "lapsed", .label = N_("decree lapsed"), .flags = STATE_FINAL },
    { .id = NULL },
};

/* ---- Guards ---- */

static const struct value *cell(const struct record *r, size_t list, size_t line, const char *field)
{
    const struct field *fields = facility_lines[list].fields;
    for (size_t i = 0; fields[i].id; i++)
        if (strcmp(fields[i].id, field) == 0)
            return &r->lines[list].items[line].values[i];
    return NULL;
}

static int64_t total(const struct record *r, const char *field)
{
    int64_t sum = 0;
    for (size_t i = 0; i < r->lines[FACILITY_SCORE].count; i++)
        if (!r->lines[FACILITY_SCORE].items[i].gone)
            sum += cell(r, FACILITY_SCORE, i, field)->num;
    return sum;
}

static const struct fact score_facts[] = {
    { .id = "facility.pass_percent", .op = FACT_RULE },
    { .id = NULL },
};

static bool scored_enough(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t points = total(r, "points"), most = total(r, "most");
    int64_t percent = answers_number(a, "facility.pass_percent");
    if (most > 0 && points * 100 >= most * percent)
        return true;
    if (most == 0)
        fail_field(why, REFUSED, "score",
                   _("The score sheet is empty; write the criteria and the points given."));
    else
        fail_field(why, REFUSED, "score",
                   _("The score is %lld of %lld, below %lld percent; decline the application, or "
                     "assess it again."),
                   (long long)points, (long long)most, (long long)percent);
    return false;
}

static const struct guard enough_points = { .id = "facility.scored",
                                            .facts = score_facts,
                                            .allow = scored_enough };

static const struct fact risk_facts[] = {
    { .id = "facility.risk", .op = FACT_RULE },
    { .id = NULL },
};

static bool risk_is_low(const struct record *r, const struct answers *a, struct error *why)
{
    const char *allowed = answers_text(a, "facility.risk");
    for (size_t i = 0; i < r->lines[FACILITY_PRODUCT].count; i++) {
        const struct value *risk = cell(r, FACILITY_PRODUCT, i, "risk");
        const struct value *name = cell(r, FACILITY_PRODUCT, i, "commodity");
        if (r->lines[FACILITY_PRODUCT].items[i].gone ||
            (risk->set && text_listed(allowed, risk->text)))
            continue;
        fail_field(why, REFUSED, "product",
                   _("%s is not assessed as low risk; only such goods are inspected in line. Write "
                     "its risk, or take it out."),
                   name->set ? name->text : "?");
        return false;
    }
    return true;
}

static const struct guard low_risk = { .id = "facility.low_risk",
                                       .facts = risk_facts,
                                       .allow = risk_is_low };

/* Each decree has a number of its own. The decree at hand is in the list already when the step is
 * judged, so that its number may stand there once. */
static bool number_is_new(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    const char *number = record_text(r, "decree_number");
    size_t times = 0;
    for (size_t i = 0; i < r->lines[FACILITY_DECREE].count; i++) {
        const struct value *given = cell(r, FACILITY_DECREE, i, "number");
        const char *manner = cell(r, FACILITY_DECREE, i, "manner")->text;
        times += !r->lines[FACILITY_DECREE].items[i].gone && given->set &&
                 strcmp(given->text, number) == 0 &&
                 (text_same(manner, "first") || text_same(manner, "extension"));
    }
    if (times < 2)
        return true;
    fail_field(why, REFUSED, "decree_number",
               _("Decree %s is already among the decrees of this company; write the number of "
                 "the new one."),
               number);
    return false;
}

static const struct guard new_number = { .id = "facility.new_number", .allow = number_is_new };

/* "facility.today" is the day on which the step is taken. */
static bool still_holds(const struct record *r, const struct answers *a, struct error *why)
{
    if (record_number(r, "decree_to") >= answers_number(a, "facility.today"))
        return true;
    fail_field(why, REFUSED, "decree_to",
               _("The decree has lapsed: an extension is asked for before its last day. Take "
                 "“Lapse”, then the company applies anew."));
    return false;
}

static const struct guard in_force = { .id = "facility.in_force", .allow = still_holds };

static bool has_lapsed(const struct record *r, const struct answers *a, struct error *why)
{
    if (record_number(r, "decree_to") < answers_number(a, "facility.today"))
        return true;
    fail_field(why, REFUSED, "decree_to", _("The decree still holds; suspend or revoke it."));
    return false;
}

static const struct guard lapsed = { .id = "facility.lapsed", .allow = has_lapsed };

static const struct fact finding_facts[] = {
    { .id = "facility.open_findings",
      .op = FACT_COUNT,
      .kind = "monitoring",
      .match =
          (const struct fact_match[]){ { .theirs = "facility", .ours = "id" }, { NULL, NULL } },
      .states = (const char *const[]){ "follow_up", NULL } },
    { .id = NULL },
};

static bool no_open_finding(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    if (answers_number(a, "facility.open_findings") == 0)
        return true;
    fail(why, REFUSED,
         _("A monitoring with findings is still followed up; close it once the corrective action "
           "is verified."));
    return false;
}

static const struct guard findings_closed = { .id = "facility.findings_closed",
                                              .facts = finding_facts,
                                              .allow = no_open_finding };

/* ---- Steps ---- */

static const char *const under_decree[] = { "designated", "renewing", NULL };
static const char *const held_by_decree[] = { "designated", "renewing", "suspended", NULL };
/* What the head signs for: who, and which goods. Numbers and dates of the decree are corrected
 * behind it (the last point of each decree). */
static const char *const what_is_designated[] = { "company", "product", NULL };
static const char *const decree_asked[] = { "decree_number", "decree_on", NULL };

static const struct step steps[] = {
    { .verb = "assess",
      .label = N_("Have it assessed"),
      .from = (const char *const[]){ "applied", NULL },
      .to = "assessing",
      .role = ROLE_HEAD,
      .flags = STEP_COMPLETE,
      .demands = (const char *const[]){ "commitment_on", NULL },
      .help = N_("The application and the statement of commitment are here: a team is sent.") },
    { .verb = "recommend",
      .label = N_("Recommend"),
      .from = (const char *const[]){ "assessing", NULL },
      .to = "recommended",
      .role = ROLE_OFFICER,
      .flags = STEP_COMPLETE,
      .guards = (const struct guard *const[]){ &enough_points, &low_risk, NULL },
      .demands = (const char *const[]){ "assessed_on", "recommendation", NULL },
      .stamp_day = "recommended_on",
      .help = N_("The team reports: the score suffices and the goods are of low risk.") },
    { .verb = "decline",
      .label = N_("Decline"),
      .from = (const char *const[]){ "applied", "assessing", "recommended", NULL },
      .to = "declined",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING,
      .help = N_("The company is not designated, with the reason.") },
    { .verb = "designate",
      .label = N_("Designate by decree"),
      .from = (const char *const[]){ "recommended", NULL },
      .to = "designated",
      .role = ROLE_HEAD,
      .flags = STEP_COMPLETE | STEP_LASTING | STEP_DECISION | STEP_FOUR_EYES | STEP_SIGNED,
      .guards = (const struct guard *const[]){ &new_number, NULL },
      .demands = decree_asked,
      .code = "code",
      .covers = what_is_designated,
      .help = N_("The head signs the decree; it holds for the months of the rule "
                 "facility.decree_months.") },
    { .verb = "renew",
      .label = N_("Ask for extension"),
      .from = (const char *const[]){ "designated", NULL },
      .to = "renewing",
      .role = ROLE_OPERATOR,
      .guards = (const struct guard *const[]){ &in_force, &findings_closed, NULL },
      .stamp_day = "renewal_on",
      .help = N_("The company asks before the decree ends; it goes on counting meanwhile.") },
    { .verb = "extend",
      .label = N_("Extend by decree"),
      .from = (const char *const[]){ "renewing", NULL },
      .to = "designated",
      .role = ROLE_HEAD,
      .flags = STEP_LASTING | STEP_DECISION | STEP_SIGNED,
      .guards = (const struct guard *const[]){ &new_number, &findings_closed, NULL },
      .demands = decree_asked,
      .code = "code",
      .covers = what_is_designated,
      .help = N_("A further decree for the same goods, with its own number and last day.") },
    { .verb = "refuse",
      .label = N_("Refuse the extension"),
      .from = (const char *const[]){ "renewing", NULL },
      .to = "designated",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING,
      .help = N_("The decree ends on its day.") },
    { .verb = "correct",
      .label = N_("Correct the decree"),
      .from = (const char *const[]){ "designated", "renewing", "suspended", NULL },
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_CORRECTS | STEP_SIGNED,
      .help = N_("Mends an error in the decree; old and new stay in the list of decrees.") },
    { .verb = "suspend",
      .label = N_("Suspend the decree"),
      .from = under_decree,
      .to = "suspended",
      .role = ROLE_OFFICER,
      .flags = STEP_REASON | STEP_LASTING | STEP_SIGNED,
      .stamp_day = "suspended_on",
      .help = N_("Its shipments are inspected as any other's until it is reinstated.") },
    { .verb = "finding",
      .label = N_("Suspend for a finding"),
      .from = held_by_decree,
      .to = "suspended",
      .flags = STEP_LASTING,
      .stamp_day = "suspended_on",
      .follows = (const char *const[]){ "monitoring.hold", NULL },
      .help = N_("A monitoring found something (rule inline.finding_suspends).") },
    { .verb = "reinstate",
      .label = N_("Lift the suspension"),
      .from = (const char *const[]){ "suspended", NULL },
      .to = "designated",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING | STEP_SIGNED,
      .guards = (const struct guard *const[]){ &findings_closed, NULL },
      .help = N_("The corrective action is verified: certificates follow the application again.") },
    { .verb = "revoke",
      .label = N_("Revoke"),
      .from = held_by_decree,
      .to = "revoked",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING | STEP_SIGNED,
      .help = N_("The company broke its commitment: the decree ends at once.") },
    { .verb = "lapse",
      .label = N_("Lapse"),
      .from = held_by_decree,
      .to = "lapsed",
      .role = ROLE_OFFICER,
      .flags = STEP_LASTING,
      .guards = (const struct guard *const[]){ &lapsed, NULL },
      .help = N_("The last day has passed without an extension.") },
    { .verb = "reapply",
      .label = N_("Apply anew"),
      .from = (const char *const[]){ "declined", "revoked", "lapsed", NULL },
      .to = "applied",
      .role = ROLE_OPERATOR,
      .help = N_("The company applies again: a new assessment, a new decree, a new count.") },
    { .verb = NULL },
};

const struct flow facility_flow = { .states = states, .steps = steps };
