/* package.c - kinds of packaging, after UN Recommendation 21. */
#include "loket/records.h"
#include "reference_flow.h"

static const struct field fields[] = {
    { .id = "code",
      .label = N_("Code"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = 3,
      .help = N_("The code of UN Recommendation 21, such as BX."),
      .aliases = (const char *const[]){ "kode", "kode kemasan", NULL },
      .check = check_capital_code },
    { .id = "name",
      .label = N_("Name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 80,
      .help = N_("The name in Indonesian."),
      .aliases = (const char *const[]){ "nama", "jenis kemasan", NULL } },
    { .id = "name_en",
      .label = N_("English name"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 40,
      .help = N_("The name in English, as certificates write it."),
      .aliases = (const char *const[]){ "nama inggris", "nama en", NULL } },
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
    { .field = "code", .min = 4, .want = 4 },
    { .field = "name", .min = 20, .want = 32 },
    { .field = "name_en", .min = 0, .want = 30 },
    { .field = NULL },
};

const struct kind kind_package = {
    .id = "package",
    .label = N_("Package"),
    .plural = N_("Package types"),
    .flags = KIND_REFERENCE,
    .fields = fields,
    .flow = &reference_flow,
    .columns = columns,
    .sort = "name",
    .title = "name",
    .code = "code",
    .natural_key = (const char *const[]){ "code", NULL },
    .lookup = (const char *const[]){ "name_en", "aliases", NULL },
};
