/* note.c - a remark whose text only the compliance officers read; everybody else sees that there is
 * one, and its subject. */
#include "loket/records.h"

#include <string.h>

/* Sealed, a text grows by a third and by a key for each of its readers; the width is that of the
 * sealed text, which our own export brings back. */
enum { CLEAR_MAX = 4000, SEALED_MAX = 12000 };

/* Sealed text has no blanks, and its length is not the writer's. */
static enum outcome check_text(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    if (strlen(v->text) <= CLEAR_MAX || strpbrk(v->text, " \n") == NULL)
        return DONE;
    return fail(e, BAD_DATA,
                _("a note has at most %d letters; shorten it, or write several notes."), CLEAR_MAX);
}

static const struct field fields[] = {
    { .id = "subject",
      .label = N_("Subject"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 120,
      .help = N_("What it is about, in words anybody may read.") },
    { .id = "text",
      .label = N_("Text"),
      .type = &type_note,
      .flags = FIELD_REQUIRED | FIELD_SEALED | FIELD_UNIQUE_HINT,
      .width = SEALED_MAX,
      .sealed_to = ROLE_COMPLIANCE,
      .help = N_("Sealed when saved: only compliance officers read it again."),
      .free_until = "open",
      .check = check_text },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "open", .label = N_("open") },
    { .id = "closed", .label = N_("closed"), .flags = STATE_FINAL },
    { .id = NULL },
};

static const struct step steps[] = {
    { .verb = "close",
      .label = N_("Close"),
      .from = (const char *const[]){ "open", NULL },
      .to = "closed",
      .role = ROLE_COMPLIANCE,
      .flags = STEP_COMPLETE | STEP_REASON,
      .help = N_("The matter was looked into; the reason says with what result.") },
    { .verb = "reopen",
      .label = N_("Reopen"),
      .from = (const char *const[]){ "closed", NULL },
      .to = "open",
      .role = ROLE_COMPLIANCE,
      .flags = STEP_REASON,
      .help = N_("There is more to look into.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "subject", .min = 30, .want = 50 },
    { .field = "state", .min = 8, .want = 10 },
    { .field = "changed_at", .min = 0, .want = 17 },
    { .field = NULL },
};

const struct kind kind_note = {
    .id = "note",
    .label = N_("Sealed note"),
    .plural = N_("Sealed notes"),
    .flags = KIND_AWAY,
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "-changed_at",
    .title = "subject",
    .editors = (const enum role[]){ ROLE_COMPLIANCE, ROLE_HEAD, ROLE_OPERATOR, ROLE_NONE },
};
