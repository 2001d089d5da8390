/* country.c - countries of ISO 3166-1. Rows come from the iso-codes data when a store is made;
 * aliases hold what Indonesian sheets write, such as PHILIPINA. */
#include "loket/records.h"
#include "reference_flow.h"

static const struct field fields[] = {
    { .id = "code",
      .label = N_("Code"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED | FIELD_UNIQUE_HINT | FIELD_ADVANCE,
      .width = 2,
      .help = N_("Two letters of ISO 3166-1, such as ID."),
      .aliases = (const char *const[]){ "kode", "kode negara", "alpha 2", NULL },
      .check = check_country_code },
    { .id = "name",
      .label = N_("Name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 60,
      .help = N_("The name in Indonesian."),
      .aliases = (const char *const[]){ "nama", "nama negara", NULL } },
    { .id = "name_en",
      .label = N_("English name"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 60,
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
    { .field = "name_en", .min = 0, .want = 28 },
    { .field = "aliases", .min = 0, .want = 30 },
    { .field = NULL },
};

const struct kind kind_country = {
    .id = "country",
    .label = N_("Country"),
    .plural = N_("Countries"),
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
