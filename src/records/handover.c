/* handover.c - what one person hands to another, or to a role: a draft, sealed for whoever is to
 * go on with it, at whatever desk they sit; or word of what waits at a desk for the share, which
 * stays there. History names both. */
#include "choices.h"

#include "loket/records.h"

enum { SEALED_MAX = 400000 }; /* a draft of many lines, sealed for each who holds the role */

static const struct field fields[] = {
    { .id = "about",
      .label = N_("About"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED,
      .width = 120,
      .help = N_("What is handed over.") },
    { .id = "given_by",
      .label = N_("Given by"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 32,
      .help = N_("Who hands it over.") },
    { .id = "given_to",
      .label = N_("Given to"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 32,
      .help = N_("The colleague, or the role whose holders may take it.") },
    { .id = "taken_by",
      .label = N_("Taken by"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY,
      .width = 32,
      .help = N_("Who goes on with it.") },
    { .id = "words",
      .label = N_("Note"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED,
      .width = 200,
      .help = N_("A word to whoever takes it.") },
    { .id = "draft",
      .label = N_("Draft"),
      .type = &type_note,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = SEALED_MAX,
      .help =
          N_("What was typed, sealed for whoever may take it; empty where it waits elsewhere.") },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "given", .label = N_("handed over") },
    { .id = "taken", .label = N_("taken"), .flags = STATE_FINAL },
    { .id = NULL },
};

static const struct step steps[] = {
    { .verb = "take",
      .label = N_("Take over"),
      .from = (const char *const[]){ "given", NULL },
      .to = "taken",
      .help = N_("It is theirs now: a draft lies on the desk of who takes it.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "about", .min = 20, .want = 30 },
    { .field = "given_by", .min = 10, .want = 14 },
    { .field = "given_to", .min = 10, .want = 14 },
    { .field = "state", .min = 10, .want = 10 },
    { .field = NULL },
};

const struct kind kind_handover = {
    .id = "handover",
    .label = N_("Handover"),
    .plural = N_("Handovers"),
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "-changed_at",
    .title = "about",
    .editors = roles_of_staff,
};
