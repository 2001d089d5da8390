/* inspection.c - one report of an officer on goods of a permit: paper check, health check,
 * isolation, observation, treatment (K-3.7a, K-3.7b, K-4.1, K-4.2, K-5.3; DP-2, DP-5, KH-3). What
 * came of it calls for the permit's next action. */
#include "inspection.h"

#include <string.h>

#include "choices.h"
#include "paper.h"

#include "loket/records.h"

static const struct choice actions[] = {
    { .code = "P1a", .label = N_("P1a paper check") },
    { .code = "P1b", .label = N_("P1b health check") },
    { .code = "P2", .label = N_("P2 isolation") },
    { .code = "P3", .label = N_("P3 observation") },
    { .code = "P4", .label = N_("P4 treatment") },
    { .code = NULL },
};

/* Which list the result of an action is taken from, and where its quantities stand in a permit. */
static const struct {
    const char *action, *result, *quantity;
} ways[] = {
    { "P1a", "admin_result", NULL },    { "P1b", "health_result", "p1" },
    { "P2", "isolation_result", "p2" }, { "P3", "isolation_result", "p3" },
    { "P4", "treatment_result", "p4" },
};

static const char *const results[] = { "admin_result", "health_result", "isolation_result",
                                       "treatment_result" };

const char *inspection_result_field(const char *action)
{
    for (size_t i = 0; i < COUNT(ways); i++)
        if (strcmp(ways[i].action, action) == 0)
            return ways[i].result;
    return results[0];
}

const char *inspection_quantity_field(const char *action)
{
    for (size_t i = 0; i < COUNT(ways); i++)
        if (strcmp(ways[i].action, action) == 0)
            return ways[i].quantity;
    return NULL;
}

static const struct field fields[] = {
    { .id = "number",
      .label = N_("Report number"),
      .type = &type_serial,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_SEARCHED | FIELD_TAIL | FIELD_UNIQUE_HINT,
      .width = 60,
      .page = N_("Report"),
      .help = N_("Given when it is reported."),
      .aliases = (const char *const[]){ "nomor laporan", NULL } },
    { .id = "permit",
      .label = N_("Permit"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 60,
      .kind = "permit",
      .help = N_("Of which permit: any part of its number."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "permohonan", "nomor permohonan", NULL } },
    { .id = "action",
      .label = N_("Action"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 24,
      .choices = actions,
      .help = N_("Which action was carried out."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "tindakan", NULL } },
    { .id = "started_at",
      .label = N_("Started"),
      .type = &type_moment,
      .flags = FIELD_REQUIRED,
      .width = 20,
      .help = N_("When the work began."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "mulai", NULL } },
    { .id = "finished_at",
      .label = N_("Finished"),
      .type = &type_moment,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 20,
      .help = N_("When the work was done; the report is due within hours of it."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "selesai", NULL } },
    { .id = "place",
      .label = N_("Place"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 120,
      .help = N_("Where: yard, installation, warehouse, on board."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "tempat", "lokasi", NULL } },
    { .id = "method",
      .label = N_("Method"),
      .type = &type_text,
      .width = 160,
      .help = N_("Visual, laboratory, clinical; of a treatment what, dose and length."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "metode", NULL } },
    { .id = "findings",
      .label = N_("Findings"),
      .type = &type_note,
      .flags = FIELD_SEARCHED,
      .width = 1000,
      .help = N_("What was found: pests, diseases, differences from the papers."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "temuan", NULL } },
    { .id = "admin_result",
      .label = N_("Result of the paper check"),
      .type = &type_reference,
      .width = 80,
      .kind = "option",
      .among = "admin_result",
      .help = N_("Of P1a (K-3.7a): what the papers call for next."),
      .free_until = "draft" },
    { .id = "health_result",
      .label = N_("Result of the check"),
      .type = &type_reference,
      .width = 80,
      .kind = "option",
      .among = "health_result",
      .help = N_("Of P1b (K-3.7b): what the health check calls for next."),
      .free_until = "draft" },
    { .id = "isolation_result",
      .label = N_("Result of keeping"),
      .type = &type_reference,
      .width = 80,
      .kind = "option",
      .among = "isolation_result",
      .help = N_("Of P2 and P3 (K-4.1, K-4.2): what isolation or observation calls for next."),
      .free_until = "draft" },
    { .id = "treatment_result",
      .label = N_("Result of treatment"),
      .type = &type_reference,
      .width = 80,
      .kind = "option",
      .among = "treatment_result",
      .help = N_("Of P4 (K-5.3): what the treatment calls for next."),
      .free_until = "draft" },
    { .id = "chemical",
      .label = N_("Chemical"),
      .type = &type_text,
      .width = 80,
      .help = N_("Of P4 (K-5.1): active ingredient, as the certificate shall say it."),
      .free_until = "draft" },
    { .id = "concentration",
      .label = N_("Concentration"),
      .type = &type_text,
      .width = 40,
      .help = N_("Of P4: with its unit."),
      .free_until = "draft" },
    { .id = "duration",
      .label = N_("Duration and temperature"),
      .type = &type_text,
      .width = 60,
      .help = N_("Of P4: with their units."),
      .free_until = "draft" },
    { .id = "planned_until",
      .label = N_("Goes on until"),
      .type = &type_date,
      .width = 11,
      .help = N_("Where isolation or observation goes on: the day it is planned to end."),
      .free_until = "draft" },
    { .id = "inspected_on",
      .label = N_("Inspected on"),
      .type = &type_date,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_UNIQUE_HINT,
      .width = 11,
      .help = N_("The day it was finished, in the office's time.") },
    { .id = "report_due_at",
      .label = N_("Report due"),
      .type = &type_moment,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_UNIQUE_HINT,
      .width = 20,
      .help = N_("By when the report had to be made (K-2.2: within 24 hours of the task).") },
    { .id = "reported_at",
      .label = N_("Reported at"),
      .type = &type_moment,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_UNIQUE_HINT,
      .width = 20,
      .help = N_("When the report was made.") },
    { .id = "reported_by",
      .label = N_("Reported by"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = 64,
      .help = N_("Who signed it.") },
    { .id = "reason",
      .label = N_("Last reason"),
      .type = &type_note,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = 500,
      .help = N_("The reason given at the last step that needed one.") },
    { .id = "asked_by",
      .label = N_("Asked by"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = 80,
      .help = N_("Who asked for the last correction.") },
    CODE_FIELD("code", N_("QR code")),
    PRINTS_FIELD,
    { .id = NULL },
};

static const struct field officer_fields[] = {
    { .id = "person",
      .label = N_("Officer"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED | FIELD_LOOSE,
      .width = 80,
      .kind = "user",
      .help = N_("Who took part."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "petugas", NULL } },
    { .id = NULL },
};

static const struct field sample_fields[] = {
    { .id = "code",
      .label = N_("Sample"),
      .type = &type_serial,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 40,
      .help = N_("Its label (K-3.3)."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "kode contoh", "contoh", NULL } },
    { .id = "what",
      .label = N_("Of what"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 120,
      .help = N_("Which goods it was taken from, and how much."),
      .free_until = "draft" },
    { .id = "laboratory",
      .label = N_("Laboratory"),
      .type = &type_text,
      .flags = FIELD_CARRIED,
      .width = 80,
      .help = N_("Who tests it."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "laboratorium", NULL } },
    { .id = "target",
      .label = N_("Tested for"),
      .type = &type_text,
      .width = 120,
      .help = N_("The pest, disease or residue it is tested for."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "target", "uji", NULL } },
    { .id = "sent_on",
      .label = N_("Sent on"),
      .type = &type_date,
      .width = 11,
      .help = N_("The day the laboratory got it."),
      .free_until = "draft" },
    { .id = "result_on",
      .label = N_("Result on"),
      .type = &type_date,
      .width = 11,
      .help = N_("The day of the laboratory's answer."),
      .free_until = "draft" },
    { .id = "result",
      .label = N_("Result"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 160,
      .help = N_("What the laboratory found; a report waits for it."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "hasil", "hasil uji", NULL } },
    { .id = NULL },
};

static const struct field goods_fields[] = {
    { .id = "item",
      .label = N_("Item"),
      .type = &type_number,
      .flags = FIELD_REQUIRED,
      .width = 4,
      .min = 1,
      .max = 9999,
      .help = N_("Which item of the permit: 1 is the first."),
      .free_until = "draft" },
    { .id = "quantity",
      .label = N_("Quantity"),
      .type = &type_number,
      .flags = FIELD_REQUIRED,
      .width = 16,
      .decimals = 3,
      .max = INT64_C(999999999999999),
      .help = N_("How much of it, in the item's net unit."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "jumlah", "volume", NULL } },
    { .id = NULL },
};

static const struct line_kind lines[] = {
    [INSPECTION_OFFICER] = { .id = "officer",
                             .label = N_("Officers"),
                             .fields = officer_fields,
                             .min = 1,
                             .columns = (const char *const[]){ "person", NULL } },
    [INSPECTION_SAMPLE] = { .id = "sample",
                            .label = N_("Samples"),
                            .fields = sample_fields,
                            .columns = (const char *const[]){ "code", "laboratory", "target",
                                                              "result", NULL } },
    [INSPECTION_GOODS] = { .id = "goods",
                           .label = N_("Quantities"),
                           .fields = goods_fields,
                           .columns = (const char *const[]){ "item", "quantity", NULL } },
    [INSPECTION_GOODS + 1] = { .id = NULL },
};

/* ---- Guards ---- */

static bool set_right_result(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    const char *wanted = inspection_result_field(record_text(r, "action"));
    for (size_t i = 0; i < COUNT(results); i++) {
        bool mine = strcmp(results[i], wanted) == 0;
        if (mine == record_value(r, results[i])->set)
            continue;
        const char *label = tr(kind_field(r->kind, results[i])->label);
        fail_field(why, REFUSED, results[i],
                   mine ? _("%s: not filled in yet; choose what it calls for next.")
                        : _("%s: not of this action; empty it."),
                   label);
        return false;
    }
    return true;
}

static bool times_in_order(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (record_number(r, "started_at") <= record_number(r, "finished_at"))
        return true;
    fail_field(why, REFUSED, "finished_at", _("It was finished before it began; mend the times."));
    return false;
}

/* Answered by the room of actions, which can look at the permit. */
static bool called_for(const struct record *r, const struct answers *a, struct error *why)
{
    const char *state = answers_text(a, INSPECTION_PERMIT_STATE);
    if (!answers_has(a, INSPECTION_PERMIT_STATE) || answers_number(a, INSPECTION_CALLED_FOR))
        return true;
    fail_field(why, REFUSED, "action",
               _("Permit %s (%s) does not call for %s now; its actions show what it waits for."),
               record_text(r, "permit"), state, record_text(r, "action"));
    return false;
}

static bool samples_answered(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    for (size_t i = 1; i <= record_live_lines(r, "sample"); i++) {
        const struct line *l = record_live_line(r, "sample", i);
        const struct value *result = &l->values[INSPECTION_SAMPLE_RESULT];
        if (result->set)
            continue;
        fail_field(why, REFUSED, "sample",
                   _("Sample %s has no result yet; enter the laboratory's answer, then report."),
                   l->values[0].text ? l->values[0].text : "");
        return false;
    }
    return true;
}

static bool items_there(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t items = answers_number(a, INSPECTION_ITEMS);
    for (size_t i = 1; answers_has(a, INSPECTION_ITEMS) && i <= record_live_lines(r, "goods");
         i++) {
        int64_t item = record_live_line(r, "goods", i)->values[0].num;
        if (item <= items)
            continue;
        fail_field(why, REFUSED, "goods",
                   _("The permit has %lld items, not %lld; mend the number."), (long long)items,
                   (long long)item);
        return false;
    }
    return true;
}

static const struct guard right_result = { .id = "inspection.result", .allow = set_right_result };
static const struct guard right_times = { .id = "inspection.times", .allow = times_in_order };
static const struct guard is_called_for = { .id = "inspection.called_for", .allow = called_for };
static const struct guard lab_answered = { .id = "inspection.samples", .allow = samples_answered };
static const struct guard right_items = { .id = "inspection.items", .allow = items_there };

/* ---- Flow ---- */

static const struct state states[] = {
    { .id = "draft", .label = N_("in work") },
    { .id = "reported", .label = N_("reported"), .flags = STATE_FINAL },
    { .id = NULL },
};

static const struct step steps[] = {
    { .verb = "report",
      .label = N_("Make the report"),
      .from = (const char *const[]){ "draft", NULL },
      .to = "reported",
      .role = ROLE_OFFICER,
      .flags = STEP_COMPLETE | STEP_NUMBER | STEP_SIGNED | STEP_LASTING,
      .guards = (const struct guard *const[]){ &right_times, &right_result, &is_called_for,
                                               &lab_answered, &right_items, NULL },
      .stamp_moment = "reported_at",
      .code = "code",
      .help = N_("Signs the report; the permit goes on as its result says.") },
    { .verb = "correct",
      .label = N_("Correct a field"),
      .from = (const char *const[]){ "reported", NULL },
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_CORRECTS | STEP_FOUR_EYES | STEP_SIGNED,
      .demands = (const char *const[]){ "asked_by", NULL },
      .help = N_("Changes a field of a report; old, new and reason go into the corrections "
                 "register.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "permit", .min = 11, .want = 26 }, { .field = "action", .min = 10, .want = 24 },
    { .field = "state", .min = 10, .want = 12 },  { .field = "finished_at", .min = 0, .want = 17 },
    { .field = "number", .min = 0, .want = 20 },  { .field = NULL },
};

const struct kind kind_inspection = {
    .id = "inspection",
    .label = N_("Inspection"),
    .plural = N_("Inspections"),
    .fields = fields,
    .lines = lines,
    .flow = &flow,
    .columns = columns,
    .sort = "-finished_at",
    .title = "number",
    .number = "number",
    .editors = (const enum role[]){ ROLE_OFFICER, ROLE_NONE },
};
