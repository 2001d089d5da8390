/* office.c - offices (UPT) and their service units (satpel), with the zone their days are in. */
#include "loket/records.h"
#include "reference_flow.h"

static const struct choice levels[] = {
    { .code = "upt",
      .label = N_("Main office (UPT)"),
      .aliases = (const char *const[]){ "upt induk", "induk", "kantor induk", NULL } },
    { .code = "satpel",
      .label = N_("Service unit (satpel)"),
      .aliases = (const char *const[]){ "satuan pelayanan", "wilker", NULL } },
    { .code = NULL },
};

/* Minutes east of UTC: WIB 420, WITA 480, WIT 540; Indonesia has no summer time. */
static enum outcome check_zone(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    if (v->num == 420 || v->num == 480 || v->num == 540)
        return DONE;
    return fail(e, BAD_DATA,
                _("the time zone is 420 for WIB, 480 for WITA or 540 for WIT; type one of them."));
}

static const struct field fields[] = {
    { .id = "code",
      .label = N_("Code"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = 5,
      .help = N_("The service unit's code, such as 1203; 00 at the end is the main office."),
      .aliases = (const char *const[]){ "kode", "kode satpel", NULL },
      .check = check_office_code },
    { .id = "name",
      .label = N_("Name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 80,
      .help = N_("The name as it stands on paper."),
      .aliases = (const char *const[]){ "nama", "satpel", NULL } },
    { .id = "parent",
      .label = N_("Belongs to"),
      .type = &type_text,
      .flags = FIELD_INDEXED,
      .width = 5,
      .help = N_("Code of the main office, such as 1200; empty for a main office."),
      .aliases = (const char *const[]){ "kode upt", "induk", NULL } },
    { .id = "level",
      .label = N_("Level"),
      .type = &type_choice,
      .width = 22,
      .choices = levels,
      .initial = "satpel",
      .help = N_("A main office or one of its service units."),
      .aliases = (const char *const[]){ "tingkat", NULL } },
    { .id = "city",
      .label = N_("City"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 40,
      .help = N_("Where papers are dated and signed."),
      .aliases = (const char *const[]){ "kota", NULL } },
    { .id = "time_zone",
      .label = N_("Time zone"),
      .type = &type_number,
      .flags = FIELD_REQUIRED,
      .width = 3,
      .min = 420,
      .max = 540,
      .initial = "420",
      .help = N_("Minutes ahead of UTC: 420 WIB, 480 WITA, 540 WIT."),
      .aliases = (const char *const[]){ "zona waktu", NULL },
      .check = check_zone },
    { .id = "hours",
      .label = N_("Service hours"),
      .type = &type_text,
      .width = 80,
      .help = N_("When the counter is open, such as Mon-Thu 07:30-16:00."),
      .aliases = (const char *const[]){ "jam layanan", "jam pelayanan", NULL } },
    { .id = "aliases",
      .label = N_("Other spellings"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 200,
      .help = N_("What sheets also write for it, separated by semicolons."),
      .aliases = (const char *const[]){ "alias", "ejaan lain", NULL } },
    { .id = NULL },
};

static const struct column columns[] = {
    { .field = "code", .min = 5, .want = 5 },
    { .field = "name", .min = 26, .want = 44 },
    { .field = "city", .min = 12, .want = 18 },
    { .field = "level", .min = 0, .want = 22 },
    { .field = NULL },
};

const struct kind kind_office = {
    .id = "office",
    .label = N_("Office"),
    .plural = N_("Offices"),
    .flags = KIND_REFERENCE,
    .fields = fields,
    .flow = &reference_flow,
    .columns = columns,
    .sort = "code",
    .title = "name",
    .code = "code",
    .natural_key = (const char *const[]){ "code", NULL },
    .lookup = (const char *const[]){ "city", "aliases", NULL },
};
