/* handling.c - what people did about something that lapses: who, how, and until when it is out of
 * the watch. It holds for the day as it stood: a new one (an extension) is watched anew. */
#include "choices.h"

#include "loket/records.h"

static const struct choice ways[] = {
    { .code = "letter",
      .label = N_("Letter sent"),
      .aliases = (const char *const[]){ "surat", NULL } },
    { .code = "phone",
      .label = N_("Told by telephone"),
      .aliases = (const char *const[]){ "telepon", NULL } },
    { .code = "mail", .label = N_("Mail sent"), .aliases = (const char *const[]){ "email", NULL } },
    { .code = "renewal",
      .label = N_("Renewal under way"),
      .aliases = (const char *const[]){ "perpanjangan", NULL } },
    { .code = "capture",
      .label = N_("Proposed as a capture"),
      .aliases = (const char *const[]){ "tangkapan", NULL } },
    { .code = "other",
      .label = N_("Otherwise"),
      .aliases = (const char *const[]){ "lainnya", "lain", NULL } },
    { .code = NULL },
};

static const struct field fields[] = {
    { .id = "about",
      .label = N_("About"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_READ_ONLY | FIELD_SEARCHED,
      .width = 160,
      .help = N_("What lapses.") },
    { .id = "lapses_on",
      .label = N_("Lapses on"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 11,
      .help = N_("Its last day, as it stood then; when that changes it is watched anew.") },
    { .id = "how",
      .label = N_("How"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED,
      .width = 24,
      .choices = ways,
      .initial = "other",
      .help = N_("What was done about it.") },
    { .id = "until",
      .label = N_("Until"),
      .type = &type_date,
      .width = 11,
      .help = N_("The day it is watched again; empty: not before its day changes.") },
    { .id = "person",
      .label = N_("Handled by"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 64,
      .help = N_("Who looked after it.") },
    { .id = "reason",
      .label = N_("Reason"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 200,
      .help = N_("In words, for colleagues.") },
    { .id = "of_kind",
      .label = N_("Kind of record"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY,
      .width = 32,
      .help = N_("Of what lapses: the id of its kind.") },
    { .id = "of_record",
      .label = N_("Record"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 13,
      .help = N_("Of what lapses: its id.") },
    { .id = "of_field",
      .label = N_("Field"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY,
      .width = 64,
      .help = N_("Of what lapses: its field, of a line with the line's kind and id.") },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "handled", .label = N_("handled") },
    { .id = "reopened", .label = N_("watched again"), .flags = STATE_FINAL },
    { .id = NULL },
};

static const struct step steps[] = {
    { .verb = "reopen",
      .label = N_("Watch again"),
      .from = (const char *const[]){ "handled", NULL },
      .to = "reopened",
      .flags = STEP_REASON,
      .help = N_("It stands in the watch again.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "about", .min = 20, .want = 34 },
    { .field = "lapses_on", .min = 9, .want = 9 },
    { .field = "person", .min = 10, .want = 14 },
    { .field = "how", .min = 0, .want = 20 },
    { .field = "until", .min = 0, .want = 11 },
    { .field = "reason", .min = 0, .want = 30 },
    { .field = NULL },
};

const struct kind kind_handling = {
    .id = "handling",
    .label = N_("Handled expiry"),
    .plural = N_("Handled expiries"),
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "-lapses_on",
    .title = "about",
    .editors = roles_of_staff,
};
