/* port.c - seaports, airports and border posts by UN/LOCODE. */
#include "loket/records.h"
#include "reference_flow.h"

static const struct field fields[] = {
    { .id = "code",
      .label = N_("Code"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED | FIELD_UNIQUE_HINT | FIELD_ADVANCE,
      .width = 5,
      .help = N_("UN/LOCODE: five letters or digits, such as IDBLW."),
      .aliases = (const char *const[]){ "kode", "kode pelabuhan", "locode", NULL },
      .check = check_port_code },
    { .id = "name",
      .label = N_("Name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 50,
      .help = N_("The name people use for the port, airport or border post."),
      .aliases = (const char *const[]){ "nama", "nama pelabuhan", NULL } },
    { .id = "country",
      .label = N_("Country"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED,
      .width = 40,
      .kind = "country",
      .help = N_("Where it lies."),
      .aliases = (const char *const[]){ "negara", NULL } },
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
    { .field = "code", .min = 6, .want = 6 },
    { .field = "name", .min = 20, .want = 34 },
    { .field = "country", .min = 12, .want = 24 },
    { .field = NULL },
};

const struct kind kind_port = {
    .id = "port",
    .label = N_("Port"),
    .plural = N_("Ports"),
    .flags = KIND_REFERENCE,
    .fields = fields,
    .flow = &reference_flow,
    .columns = columns,
    .sort = "name",
    .title = "name",
    .code = "code",
    .natural_key = (const char *const[]){ "code", NULL },
    .lookup = (const char *const[]){ "aliases", NULL },
};
