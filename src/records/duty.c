/* duty.c - which officer is where on which days: rota, on call, leave, away on orders. Visits are
 * planned around it. */
#include "loket/records.h"

static const struct choice duties[] = {
    { .code = "rota",
      .label = N_("On duty"),
      .aliases = (const char *const[]){ "piket", "dinas", NULL } },
    { .code = "on_call",
      .label = N_("On call"),
      .aliases = (const char *const[]){ "siaga", NULL } },
    { .code = "leave", .label = N_("Leave"), .aliases = (const char *const[]){ "cuti", NULL } },
    { .code = "away",
      .label = N_("Away on orders"),
      .aliases = (const char *const[]){ "dinas luar", "perjalanan dinas", NULL } },
    { .code = NULL },
};

static const struct field fields[] = {
    { .id = "officer",
      .label = N_("Officer"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 32,
      .kind = "user",
      .help = N_("Whose duty it is."),
      .aliases = (const char *const[]){ "petugas", "nama", NULL } },
    { .id = "duty",
      .label = N_("Duty"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED | FIELD_CARRIED,
      .width = 16,
      .choices = duties,
      .initial = "rota",
      .help = N_("On duty, on call, on leave or away on orders."),
      .aliases = (const char *const[]){ "jenis", NULL } },
    { .id = "from_on",
      .label = N_("From"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 11,
      .initial = "h",
      .help = N_("First day."),
      .aliases = (const char *const[]){ "dari", "mulai", NULL } },
    { .id = "to_on",
      .label = N_("Until"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 11,
      .initial = "h",
      .help = N_("Last day."),
      .aliases = (const char *const[]){ "sampai", NULL } },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .flags = FIELD_CARRIED,
      .width = 80,
      .kind = "office",
      .help = N_("Where; empty: the home office."),
      .aliases = (const char *const[]){ "kantor", "satpel", NULL } },
    { .id = "basis",
      .label = N_("Basis"),
      .type = &type_text,
      .flags = FIELD_SEARCHED | FIELD_CARRIED,
      .width = 160,
      .help = N_("The order or the leave it rests on."),
      .aliases = (const char *const[]){ "dasar", NULL } },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "active", .label = N_("in use"), .flags = STATE_BY_IMPORT },
    { .id = "withdrawn", .label = N_("withdrawn"), .flags = STATE_FINAL | STATE_HIDDEN },
    { .id = NULL },
};

static const struct step steps[] = {
    { .verb = "withdraw",
      .label = N_("Withdraw"),
      .from = (const char *const[]){ "active", NULL },
      .to = "withdrawn",
      .role = ROLE_COORDINATOR,
      .flags = STEP_REASON,
      .help = N_("It does not hold after all.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "officer", .min = 16, .want = 24 }, { .field = "duty", .min = 12, .want = 16 },
    { .field = "from_on", .min = 9, .want = 9 },   { .field = "to_on", .min = 9, .want = 9 },
    { .field = "office", .min = 0, .want = 20 },   { .field = NULL },
};

const struct kind kind_duty = {
    .id = "duty",
    .label = N_("Duty"),
    .plural = N_("Duty rota"),
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "-from_on",
    .title = "officer",
    .natural_key = (const char *const[]){ "officer", "duty", "from_on", NULL },
    .editors = (const enum role[]){ ROLE_OFFICER, ROLE_COORDINATOR, ROLE_HEAD, ROLE_NONE },
};
