/* hold.c - a decision put aside: why, by whom, until when. Everybody who could decide sees it; it
 * comes back to who held it on its day, or when what it waits on has changed. */
#include "choices.h"

#include "loket/records.h"

static const struct field fields[] = {
    { .id = "about",
      .label = N_("About"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED | FIELD_READ_ONLY,
      .width = 120,
      .help = N_("What waits for the decision.") },
    { .id = "person",
      .label = N_("Held by"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_READ_ONLY,
      .width = 32,
      .help = N_("Who put it aside, or to whom it was handed over since.") },
    { .id = "given_by",
      .label = N_("Given by"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY,
      .width = 32,
      .help = N_("Who handed it over, where somebody else holds it now than put it aside.") },
    { .id = "until",
      .label = N_("Until"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 11,
      .initial = "h+1",
      .help = N_("The day it comes back.") },
    { .id = "reason",
      .label = N_("Reason"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 200,
      .help = N_("What it waits for, in words.") },
    { .id = "of_kind",
      .label = N_("Kind of record"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY,
      .width = 32,
      .help = N_("Of what is held: the id of its kind.") },
    { .id = "of_record",
      .label = N_("Record"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 13,
      .help = N_("Of what is held: its id.") },
    { .id = "of_rev",
      .label = N_("Version"),
      .type = &type_number,
      .flags = FIELD_READ_ONLY,
      .width = 9,
      .help = N_("Of what is held: its version then.") },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "held", .label = N_("held") },
    { .id = "lifted", .label = N_("lifted"), .flags = STATE_FINAL },
    { .id = NULL },
};

static const struct step steps[] = {
    { .verb = "lift",
      .label = N_("Lift"),
      .from = (const char *const[]){ "held", NULL },
      .to = "lifted",
      .help = N_("It waits again.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "about", .min = 16, .want = 24 },
    { .field = "person", .min = 10, .want = 14 },
    { .field = "until", .min = 11, .want = 11 },
    { .field = "reason", .min = 16, .want = 40 },
    { .field = NULL },
};

const struct kind kind_hold = {
    .id = "hold",
    .label = N_("Held decision"),
    .plural = N_("Held decisions"),
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "until",
    .title = "about",
    .editors = roles_of_staff,
};
