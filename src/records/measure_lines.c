/* measure_lines.c - the lines of a measure: reasons, goods, what became of them, papers. */
#include "measure.h"

#include <string.h>

#include "choices.h"

#define QUANTITY_MAX INT64_C(999999999999999)

#define MEASURE(code)                                                                              \
    {                                                                                              \
        "measure", (const char *const[])                                                           \
        {                                                                                          \
            code, NULL                                                                             \
        }                                                                                          \
    }
static const struct condition of_detention = MEASURE("detention");
static const struct condition of_refusal = MEASURE("refusal");
static const struct condition of_destruction = MEASURE("destruction");

/* Each measure has a list of its own; a line takes from that of its measure. */
static const struct field reason_fields[] = {
    { .id = "detention_reason",
      .label = N_("Reason for detention"),
      .type = &type_reference,
      .flags = FIELD_SEARCHED,
      .only = &of_detention,
      .width = 160,
      .kind = "option",
      .among = "detention_reason",
      .help = N_("Of a detention: why, out of list K-6.1."),
      .free_until = "proposed",
      .aliases = (const char *const[]){ "alasan", NULL } },
    { .id = "refusal_reason",
      .label = N_("Reason for refusal"),
      .type = &type_reference,
      .flags = FIELD_SEARCHED,
      .only = &of_refusal,
      .width = 160,
      .kind = "option",
      .among = "refusal_reason",
      .help = N_("Of a refusal: why, out of list K-7.1."),
      .free_until = "proposed" },
    { .id = "destruction_reason",
      .label = N_("Reason for destruction"),
      .type = &type_reference,
      .flags = FIELD_SEARCHED,
      .only = &of_destruction,
      .width = 160,
      .kind = "option",
      .among = "destruction_reason",
      .help = N_("Of a destruction: why, out of list K-8.1."),
      .free_until = "proposed" },
    { .id = "words",
      .label = N_("Own words"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 200,
      .help = N_("The reason in words of its own."),
      .free_until = "proposed" },
    { .id = NULL },
};

static const struct field good_fields[] = {
    { .id = "item",
      .label = N_("Number"),
      .type = &type_number,
      .flags = FIELD_REQUIRED,
      .width = 3,
      .min = 1,
      .max = 999,
      .initial = "1",
      .help = N_("Which of the goods of the capture or application, by its number in the list."),
      .free_until = "proposed" },
    { .id = "commodity",
      .label = N_("Commodity"),
      .type = &type_reference,
      .flags = FIELD_SEARCHED | FIELD_LOOSE,
      .width = 80,
      .kind = "commodity",
      .help = N_("Taken from the capture or application where it is empty."),
      .free_until = "proposed",
      .aliases = (const char *const[]){ "komoditas", NULL } },
    { .id = "printed_name",
      .label = N_("Printed name"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 120,
      .help = N_("The name papers show."),
      .free_until = "proposed",
      .aliases = (const char *const[]){ "nama tercetak", NULL } },
    { .id = "hs_code",
      .label = N_("HS code"),
      .type = &type_hs,
      .width = 12,
      .help = N_("As on the customs paper; leading zeros count."),
      .free_until = "proposed",
      .aliases = (const char *const[]){ "kode hs", NULL } },
    { .id = "p0",
      .label = N_("P0"),
      .type = &type_number,
      .width = 16,
      .decimals = 3,
      .max = QUANTITY_MAX,
      .unit = "unit",
      .help = N_("All that was found or filed; taken from there where it is empty."),
      .free_until = "proposed",
      .aliases = (const char *const[]){ "volume p0", NULL } },
    { .id = "quantity",
      .label = N_("Quantity"),
      .type = &type_number,
      .flags = FIELD_REQUIRED,
      .width = 16,
      .decimals = 3,
      .max = QUANTITY_MAX,
      .unit = "unit",
      .help = N_("How much of it this measure is about; it may be a part."),
      .free_until = "proposed",
      .aliases =
          (const char *const[]){ "volume p5", "volume p6", "volume p7", "volume p8", NULL } },
    { .id = "unit",
      .label = N_("Unit"),
      .type = &type_reference,
      .width = 30,
      .kind = "unit",
      .help = N_("Taken from the capture or application where it is empty."),
      .free_until = "proposed",
      .aliases = (const char *const[]){ "satuan", NULL } },
    { .id = NULL },
};

static const struct choice outcomes[] = {
    { .code = "released", .label = N_("Released") },
    { .code = "refused", .label = N_("Refused, left") },
    { .code = "destroyed", .label = N_("Destroyed") },
    { .code = "agency", .label = N_("To another agency") },
    { .code = "prosecutor", .label = N_("To the prosecutor") },
    { .code = "dead", .label = N_("Died in custody") },
    { .code = "shrunk", .label = N_("Shrunk in custody") },
    { .code = "spoiled", .label = N_("Spoiled in custody") },
    { .code = "seized", .label = N_("Seized by the state") },
    { .code = NULL },
};

static const struct field outcome_fields[] = {
    { .id = "item",
      .label = N_("Number"),
      .type = &type_number,
      .flags = FIELD_REQUIRED | FIELD_OWN,
      .width = 3,
      .min = 1,
      .max = 999,
      .initial = "1",
      .help = N_("Which of the goods, by its number in the capture or application."),
      .free_until = "fulfilled" },
    { .id = "outcome",
      .label = N_("What became of it"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED | FIELD_OWN,
      .width = 22,
      .choices = outcomes,
      .help = N_("What became of this part."),
      .free_until = "fulfilled" },
    { .id = "quantity",
      .label = N_("Quantity"),
      .type = &type_number,
      .flags = FIELD_REQUIRED | FIELD_OWN,
      .width = 16,
      .decimals = 3,
      .min = 1,
      .max = QUANTITY_MAX,
      .help = N_("How much, in the unit of the goods."),
      .free_until = "fulfilled" },
    { .id = "on",
      .label = N_("Day"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_OWN,
      .width = 11,
      .initial = "h",
      .help = N_("The day it happened."),
      .free_until = "fulfilled" },
    { .id = "minutes_number",
      .label = N_("Minutes"),
      .type = &type_serial,
      .flags = FIELD_OWN,
      .width = 80,
      .help = N_("Number of the minutes; what died, shrank or spoiled in custody needs one."),
      .free_until = "fulfilled" },
    { .id = "to_whom",
      .label = N_("To whom"),
      .type = &type_text,
      .flags = FIELD_OWN,
      .width = 80,
      .help = N_("Who took it, where it was handed over."),
      .free_until = "fulfilled" },
    { .id = NULL },
};

static const struct field document_fields[] = {
    { .id = "title",
      .label = N_("Paper"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 120,
      .help = N_("What it is: proof of departure, photo, letter.") },
    { .id = "document_number",
      .label = N_("Number"),
      .type = &type_serial,
      .width = 80,
      .help = N_("The paper's own number.") },
    { .id = "issued_on",
      .label = N_("Issued on"),
      .type = &type_date,
      .width = 11,
      .help = N_("The paper's own date.") },
    { .id = "file",
      .label = N_("Scan"),
      .type = &type_file,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = 200,
      .help = N_("A scan or photo of it, kept beside the database.") },
    { .id = NULL },
};

const struct line_kind measure_lines[] = {
    [MEASURE_REASON] = { .id = "reason",
                         .label = N_("Reasons"),
                         .fields = reason_fields,
                         .columns = (const char *const[]){ "detention_reason", "refusal_reason",
                                                           "destruction_reason", "words", NULL } },
    [MEASURE_GOOD] = { .id = "good",
                       .label = N_("Goods"),
                       .fields = good_fields,
                       .min = 1,
                       .columns = (const char *const[]){ "item", "commodity", "p0", "quantity",
                                                         "unit", NULL } },
    [MEASURE_OUTCOME] = { .id = "outcome",
                          .label = N_("What became of the goods"),
                          .fields = outcome_fields,
                          .columns = (const char *const[]){ "item", "outcome", "quantity", "on",
                                                            "minutes_number", NULL } },
    [MEASURE_DOCUMENT] = { .id = "attachment",
                           .label = N_("Papers and photos"),
                           .fields = document_fields,
                           .columns = (const char *const[]){ "title", "document_number",
                                                             "issued_on", NULL } },
    [MEASURE_DOCUMENT + 1] = { .id = NULL },
};

const struct value *measure_line_value(const struct line *l, size_t line_kind, const char *field)
{
    const struct field *fields = measure_lines[line_kind].fields;
    for (size_t i = 0; fields[i].id != NULL; i++)
        if (strcmp(fields[i].id, field) == 0)
            return &l->values[i];
    return NULL;
}

const char *measure_line_text(const struct line *l, size_t line_kind, const char *field)
{
    const struct value *v = measure_line_value(l, line_kind, field);
    return v && v->set && v->text ? v->text : "";
}
