/* holiday.c - days on which legal clocks in working days stand still. Saturdays and Sundays need no
 * row. Rows follow the yearly joint decree of three ministers (SKB). */
#include "loket/records.h"
#include "reference_flow.h"

static const struct choice types[] = {
    { .code = "national",
      .label = N_("National holiday"),
      .aliases = (const char *const[]){ "libur nasional", "nasional", NULL } },
    { .code = "collective",
      .label = N_("Collective leave"),
      .aliases = (const char *const[]){ "cuti bersama", NULL } },
    { .code = "local",
      .label = N_("Local holiday"),
      .aliases = (const char *const[]){ "libur daerah", "libur lokal", NULL } },
    { .code = NULL },
};

static const struct field fields[] = {
    { .id = "day",
      .label = N_("Day"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 11,
      .help = N_("The day that is not a working day."),
      .aliases = (const char *const[]){ "tanggal", "hari", NULL } },
    { .id = "name",
      .label = N_("Name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 80,
      .help = N_("What is celebrated."),
      .aliases = (const char *const[]){ "nama", "keterangan", NULL } },
    { .id = "type",
      .label = N_("Type"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED,
      .width = 18,
      .choices = types,
      .initial = "national",
      .help = N_("Both kinds stop clocks that count working days."),
      .aliases = (const char *const[]){ "jenis", NULL } },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .width = 80,
      .kind = "office",
      .help = N_("Where it holds; empty: everywhere."),
      .aliases = (const char *const[]){ "kantor", "satpel", NULL } },
    { .id = "basis",
      .label = N_("Basis"),
      .type = &type_text,
      .width = 120,
      .help = N_("The decree it rests on."),
      .aliases = (const char *const[]){ "dasar", "dasar hukum", NULL } },
    { .id = "moved",
      .label = N_("Due dates moved"),
      .type = &type_note,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = 4000,
      .help = N_("Which open terms moved when due dates were last recomputed.") },
    { .id = NULL },
};

/* As all look-up tables, and one step more: the decree may come late. */
static const struct state states[] = {
    REFERENCE_STATES,
    { .id = NULL },
};

static const struct step steps[] = {
    REFERENCE_STEPS,
    { .verb = "apply",
      .label = N_("Recompute due dates"),
      .from = (const char *const[]){ "active", "retired", NULL },
      .role = ROLE_ADMIN,
      .flags = STEP_LASTING,
      .help = N_("A late decree: counts all open terms anew by the holidays as they stand now, and "
                 "lists here what moved.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "day", .min = 11, .want = 11 },
    { .field = "name", .min = 24, .want = 44 },
    { .field = "type", .min = 12, .want = 16 },
    { .field = NULL },
};

const struct kind kind_holiday = {
    .id = "holiday",
    .label = N_("Holiday"),
    .plural = N_("Holidays"),
    .flags = KIND_REFERENCE,
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "day",
    .title = "name",
    .natural_key = (const char *const[]){ "day", "name", NULL },
};
