/* post.c - who holds a post from when to when: for good, or standing in for its holder (Plt. while
 * it is vacant, Plh. while the holder is away). The role of a post in force today is held as if it
 * were the person's own, and decisions taken in it say on whose behalf. */
#include "choices.h"

#include "loket/records.h"

static const struct choice manners[] = {
    { .code = "definitive",
      .label = N_("Definitive"),
      .aliases = (const char *const[]){ "definitif", NULL } },
    { .code = "plt",
      .label = N_("Acting, post vacant (Plt.)"),
      .aliases = (const char *const[]){ "pelaksana tugas", NULL } },
    { .code = "plh",
      .label = N_("Acting, holder away (Plh.)"),
      .aliases = (const char *const[]){ "pelaksana harian", NULL } },
    { .code = NULL },
};

static const struct field fields[] = {
    { .id = "person",
      .label = N_("Holder"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 32,
      .kind = "user",
      .help = N_("Who holds it.") },
    { .id = "role",
      .label = N_("Role"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED,
      .width = 40,
      .choices = choices_role,
      .help = N_("The role that belongs to the post.") },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .width = 80,
      .kind = "office",
      .help = N_("Where it holds; empty: everywhere.") },
    { .id = "manner",
      .label = N_("Manner"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED,
      .width = 28,
      .choices = manners,
      .initial = "plh",
      .help = N_("For good, or standing in: Plt. or Plh.") },
    { .id = "valid_from",
      .label = N_("Valid from"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 11,
      .initial = "h",
      .help = N_("First day of the post.") },
    { .id = "valid_to",
      .label = N_("Valid to"),
      .type = &type_date,
      .flags = FIELD_EXPIRES,
      .width = 11,
      .help = N_("Last day of the post; empty: until it is ended.") },
    { .id = "basis",
      .label = N_("Basis"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 160,
      .help = N_("The decree or order it rests on.") },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "active", .label = N_("in use") },
    { .id = "ended", .label = N_("ended"), .flags = STATE_FINAL | STATE_HIDDEN },
    { .id = NULL },
};

static const struct step steps[] = {
    { .verb = "end",
      .label = N_("End"),
      .from = (const char *const[]){ "active", NULL },
      .to = "ended",
      .role = ROLE_ADMIN,
      .flags = STEP_REASON | STEP_SIGNED,
      .help = N_("The holder is back, or somebody else follows.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "person", .min = 14, .want = 20 },
    { .field = "role", .min = 16, .want = 26 },
    { .field = "manner", .min = 10, .want = 26 },
    { .field = "valid_from", .min = 11, .want = 11 },
    { .field = "valid_to", .min = 11, .want = 11 },
    { .field = "office", .min = 0, .want = 20 },
    { .field = NULL },
};

const struct kind kind_post = {
    .id = "post",
    .label = N_("Post"),
    .plural = N_("Posts"),
    .flags = KIND_DATED,
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "-valid_from",
    .title = "person",
    .natural_key = (const char *const[]){ "person", "role", "office", "valid_from", NULL },
};
