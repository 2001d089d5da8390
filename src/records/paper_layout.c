/* paper_layout.c - an office's own layout of a paper in place of the one loket brings, or only
 * where on the pre-printed sheet it begins. */
#include "loket/records.h"
#include "reference_flow.h"

static const struct field fields[] = {
    { .id = "name",
      .label = N_("Paper"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 60,
      .help = N_("Which paper, such as certificate.phytosanitary."),
      .aliases = (const char *const[]){ "nama", "kertas", NULL } },
    { .id = "text",
      .label = N_("Layout"),
      .type = &type_note,
      .width = 12000,
      .help = N_("Its blocks, as loket-layout(5) has them; empty: those loket brings."),
      .aliases = (const char *const[]){ "isi", NULL } },
    { .id = "offset_x",
      .label = N_("To the right"),
      .type = &type_number,
      .width = 6,
      .decimals = 1,
      .min = -1000,
      .max = 1000,
      .help = N_("Millimetres by which all of it moves to the right; negative: to the left.") },
    { .id = "offset_y",
      .label = N_("Down"),
      .type = &type_number,
      .width = 6,
      .decimals = 1,
      .min = -1000,
      .max = 1000,
      .help = N_("Millimetres by which all of it moves down; negative: up.") },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .width = 80,
      .kind = "office",
      .help = N_("Where it holds; empty: everywhere."),
      .aliases = (const char *const[]){ "kantor", "satpel", NULL } },
    VALIDITY_FIELDS,
    { .id = NULL },
};

static const struct column columns[] = {
    { .field = "name", .min = 24, .want = 36 },   { .field = "offset_x", .min = 6, .want = 8 },
    { .field = "offset_y", .min = 6, .want = 8 }, { .field = "valid_from", .min = 11, .want = 11 },
    { .field = "office", .min = 0, .want = 24 },  { .field = NULL },
};

const struct kind kind_paper_layout = {
    .id = "paper_layout",
    .label = N_("Layout of a paper"),
    .plural = N_("Layouts of papers"),
    .brief = N_("Paper layouts"),
    .flags = KIND_REFERENCE | KIND_DATED,
    .fields = fields,
    .flow = &reference_flow,
    .columns = columns,
    .sort = "name",
    .title = "name",
    .natural_key = (const char *const[]){ "name", "office", "valid_from", NULL },
};
