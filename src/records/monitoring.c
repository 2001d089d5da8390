/* monitoring.c - a visit to an in-line company: due by the count of its shipments (one for five,
 * point four of each decree) or whenever an officer judges it needed (point five). */
#include "loket/records.h"

#include "inline.h"
#include "paper.h"

static const struct choice manners[] = {
    { .code = "regular",
      .label = N_("By the count"),
      .aliases = (const char *const[]){ "berkala", "rutin", NULL } },
    { .code = "ad_hoc",
      .label = N_("Ad hoc"),
      .aliases = (const char *const[]){ "insidentil", "insidental", NULL } },
    { .code = NULL },
};

static const struct choice results[] = {
    { .code = "clean",
      .label = N_("No finding"),
      .aliases = (const char *const[]){ "nihil", "tidak ada", "tidak ada temuan", NULL } },
    { .code = "finding", .label = N_("Something found") },
    { .code = NULL },
};

static const struct field fields[] = {
    { .id = "facility",
      .label = N_("In-line company"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 120,
      .kind = "facility",
      .help = N_("Who is visited."),
      .free_until = "scheduled" },
    { .id = "manner",
      .label = N_("Manner"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED,
      .width = 16,
      .choices = manners,
      .initial = "ad_hoc",
      .help = N_("By the count, or at the officer's judgement."),
      .free_until = "scheduled" },
    { .id = "due_on",
      .label = N_("Due on"),
      .type = &type_date,
      .flags = FIELD_INDEXED | FIELD_READ_ONLY,
      .width = 11,
      .initial = "h",
      .help = N_("Day on which it became due.") },
    { .id = "shipment",
      .label = N_("Due by"),
      .type = &type_reference,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 60,
      .kind = "shipment",
      .help = N_("The shipment that made it due.") },
    { .id = "scheduled_on",
      .label = N_("Planned for"),
      .type = &type_date,
      .flags = FIELD_INDEXED,
      .width = 11,
      .page = N_("Visit"),
      .help = N_("Day of the visit as agreed with the company."),
      .free_until = "scheduled" },
    { .id = "hour",
      .label = N_("Hour"),
      .type = &type_time,
      .width = 5,
      .help = N_("When the officer is expected, such as 09.30; empty: during the day."),
      .free_until = "scheduled" },
    { .id = "officer",
      .label = N_("Officer"),
      .type = &type_reference,
      .flags = FIELD_INDEXED | FIELD_SEARCHED | FIELD_LOOSE,
      .width = 32,
      .kind = "user",
      .help = N_("Who goes there."),
      .free_until = "scheduled",
      .aliases = (const char *const[]){ "petugas popt", "petugas", "popt", NULL } },
    { .id = "contact",
      .label = N_("Contact"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 60,
      .help = N_("Whom at the company the visit was agreed with."),
      .free_until = "scheduled" },
    { .id = "held_on",
      .label = N_("Held on"),
      .type = &type_date,
      .flags = FIELD_INDEXED,
      .width = 11,
      .page = N_("Result"),
      .help = N_("Day of the visit."),
      .free_until = "scheduled",
      .aliases = (const char *const[]){ "tgl monitoring", "tanggal monitoring", NULL } },
    { .id = "held_at",
      .label = N_("Recorded at"),
      .type = &type_moment,
      .flags = FIELD_READ_ONLY | FIELD_IN_CODE,
      .width = 18,
      .help = N_("Moment at which the result was written down here.") },
    { .id = "result",
      .label = N_("Result"),
      .type = &type_choice,
      .flags = FIELD_INDEXED | FIELD_OWN,
      .width = 12,
      .choices = results,
      .help = N_("Whether something was found."),
      .free_until = "scheduled" },
    { .id = "findings",
      .label = N_("Findings"),
      .type = &type_note,
      .flags = FIELD_SEARCHED | FIELD_OWN,
      .width = 1000,
      .help = N_("What was found, in words."),
      .free_until = "scheduled",
      .aliases = (const char *const[]){ "temuan", "hasil", NULL } },
    { .id = "counts",
      .label = N_("Counts"),
      .type = &type_flag,
      .flags = FIELD_READ_ONLY,
      .width = 5,
      .help = N_("Whether the count starts anew with it; decided by the rules when it was "
                 "held.") },
    { .id = "carried",
      .label = N_("Carried over"),
      .type = &type_number,
      .flags = FIELD_READ_ONLY,
      .width = 5,
      .min = -9999,
      .max = 9999,
      .help = N_("Where the count starts behind it: 0; with fixed blocks, shipments already of the "
                 "next block, or less than 0 while its own block is not full.") },
    { .id = "action",
      .label = N_("Corrective action"),
      .type = &type_note,
      .flags = FIELD_SEARCHED | FIELD_OWN,
      .width = 1000,
      .page = N_("Follow-up"),
      .help = N_("What the company has to mend.") },
    { .id = "action_by",
      .label = N_("Mended by"),
      .type = &type_date,
      .flags = FIELD_INDEXED | FIELD_EXPIRES,
      .width = 11,
      .help = N_("Last day for the corrective action.") },
    { .id = "verified_on",
      .label = N_("Verified on"),
      .type = &type_date,
      .width = 11,
      .help = N_("Day on which the corrective action was seen to be done.") },
    { .id = "reason",
      .label = N_("Reason"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED,
      .width = 200,
      .help = N_("Why it was called off, moved or corrected.") },
    { .id = "notes",
      .label = N_("Notes"),
      .type = &type_note,
      .flags = FIELD_SEARCHED,
      .width = 1000,
      .help = N_("Whatever the next officer should know.") },
    { .id = "source_row",
      .label = N_("Source row"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY,
      .width = 32,
      .help = N_("The row of the sheet it came from.") },
    CODE_FIELD("code", N_("QR code")),
    PRINTS_FIELD,
    { .id = NULL },
};

static const struct field sample_fields[] = {
    { .id = "sample",
      .label = N_("Sample"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 80,
      .help = N_("Code of the sample and what it is of.") },
    { .id = "laboratory",
      .label = N_("Laboratory"),
      .type = &type_text,
      .width = 80,
      .help = N_("Where it was sent.") },
    { .id = "result",
      .label = N_("Result"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 160,
      .help = N_("What the laboratory found.") },
    { .id = NULL },
};

static const struct field photo_fields[] = {
    { .id = "photo",
      .label = N_("Photo"),
      .type = &type_file,
      .flags = FIELD_REQUIRED,
      .width = 120,
      .help = N_("The picture's file.") },
    { .id = "caption",
      .label = N_("Caption"),
      .type = &type_text,
      .width = 120,
      .help = N_("What it shows.") },
    { .id = NULL },
};

static const struct line_kind lines[] = {
    { .id = "sample",
      .label = N_("Samples"),
      .fields = sample_fields,
      .columns = (const char *const[]){ "sample", "laboratory", "result", NULL } },
    { .id = "photo",
      .label = N_("Photos"),
      .fields = photo_fields,
      .columns = (const char *const[]){ "photo", "caption", NULL } },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "due", .label = N_("due"), .flags = STATE_ALERT },
    { .id = "scheduled", .label = N_("planned") },
    { .id = "held", .label = N_("visit held") },
    { .id = "follow_up", .label = N_("followed up"), .flags = STATE_ALERT | STATE_BY_IMPORT },
    { .id = "closed", .label = N_("closed"), .flags = STATE_FINAL | STATE_BY_IMPORT },
    { .id = "called_off", .label = N_("called off"), .flags = STATE_FINAL },
    { .id = NULL },
};

/* ---- Guards ---- */

static bool found(const struct record *r)
{
    return text_same(record_text(r, "result"), "finding");
}

static bool finding_in_words(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (!found(r) || record_text(r, "findings")[0] != '\0')
        return true;
    fail_field(why, REFUSED, "findings", _("Write what was found."));
    return false;
}

static const struct guard findings_written = { .id = "monitoring.findings",
                                               .allow = finding_in_words };

/* "monitoring.today" is the day on which the step is taken. */
static bool not_in_future(const struct record *r, const struct answers *a, struct error *why)
{
    if (record_number(r, "held_on") <= answers_number(a, "monitoring.today"))
        return true;
    fail_field(why, REFUSED, "held_on", _("The visit cannot have been held after today."));
    return false;
}

static const struct guard held_already = { .id = "monitoring.held", .allow = not_in_future };

static bool is_finding(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (found(r))
        return true;
    fail_field(why, REFUSED, "result", _("Nothing was found: close it."));
    return false;
}

static const struct guard has_finding = { .id = "monitoring.finding", .allow = is_finding };

static bool may_close(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (!found(r))
        return true;
    fail_field(why, REFUSED, "result",
               _("Something was found: write the corrective action and follow it up first."));
    return false;
}

static const struct guard was_clean = { .id = "monitoring.clean", .allow = may_close };

/* ---- Steps ---- */

static const char *const before_visit[] = { "due", "scheduled", NULL };

static const struct step steps[] = {
    { .verb = "schedule",
      .label = N_("Plan the visit"),
      .from = (const char *const[]){ "due", NULL },
      .to = "scheduled",
      .role = ROLE_OFFICER,
      .demands = (const char *const[]){ "scheduled_on", "officer", "contact", NULL },
      .help = N_("Who goes when, as agreed with the company.") },
    { .verb = "move",
      .label = N_("Move the visit"),
      .from = (const char *const[]){ "scheduled", NULL },
      .role = ROLE_OFFICER,
      .demands = (const char *const[]){ "scheduled_on", "officer", NULL },
      .help = N_("Another day or officer.") },
    { .verb = "hold",
      .label = N_("Visit held"),
      .from = before_visit,
      .to = "held",
      .role = ROLE_OFFICER,
      .flags = STEP_COMPLETE | STEP_LASTING,
      .guards = (const struct guard *const[]){ &held_already, &findings_written, NULL },
      .demands = (const char *const[]){ "held_on", "officer", "result", "findings", NULL },
      .stamp_moment = "held_at",
      .code = "code",
      .help = N_("The visit took place: the count starts anew where the rules say so; a finding "
                 "suspends.") },
    { .verb = "follow_up",
      .label = N_("Follow up"),
      .from = (const char *const[]){ "held", NULL },
      .to = "follow_up",
      .role = ROLE_OFFICER,
      .guards = (const struct guard *const[]){ &has_finding, NULL },
      .demands = (const char *const[]){ "action", "action_by", NULL },
      .help = N_("The company has to mend what was found.") },
    { .verb = "close",
      .label = N_("Close"),
      .from = (const char *const[]){ "held", NULL },
      .to = "closed",
      .role = ROLE_OFFICER,
      .guards = (const struct guard *const[]){ &was_clean, NULL },
      .help = N_("Results of samples are in and nothing was found.") },
    { .verb = "close",
      .label = N_("Close"),
      .from = (const char *const[]){ "follow_up", NULL },
      .to = "closed",
      .role = ROLE_OFFICER,
      .demands = (const char *const[]){ "verified_on", NULL },
      .help = N_("The corrective action was seen to be done.") },
    { .verb = "call_off",
      .label = N_("Call off"),
      .from = before_visit,
      .to = "called_off",
      .role = ROLE_COORDINATOR,
      .flags = STEP_REASON,
      .help = N_("It does not take place; the count goes on as it stands.") },
    { .verb = "correct",
      .label = N_("Correct"),
      .from = (const char *const[]){ "held", "follow_up", "closed", NULL },
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_CORRECTS | STEP_FOUR_EYES | STEP_SIGNED,
      .help = N_("Mends what was written down wrongly.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "facility", .min = 20, .want = 28 },   { .field = "due_on", .min = 9, .want = 9 },
    { .field = "scheduled_on", .min = 9, .want = 9 }, { .field = "officer", .min = 10, .want = 14 },
    { .field = "state", .min = 8, .want = 12 },       { .field = "held_on", .min = 0, .want = 9 },
    { .field = "result", .min = 0, .want = 12 },      { .field = NULL },
};

const struct kind kind_monitoring = {
    .id = "monitoring",
    .label = N_("Monitoring"),
    .plural = N_("Monitorings"),
    .fields = fields,
    .lines = lines,
    .flow = &flow,
    .columns = columns,
    .sort = "due_on",
    .title = "facility",
    .series = (const char *const[]){ "facility", "held_on", NULL },
    .natural_key = (const char *const[]){ "facility", "held_on", NULL },
    .editors = (const enum role[]){ ROLE_OFFICER, ROLE_COORDINATOR, ROLE_HEAD, ROLE_NONE },
    .follows = (const char *const[]){ "shipment.issue", "certificate.issue", NULL },
};
