/* measure.c - a detention, refusal, destruction or release of goods of a capture or an application.
 * Fields, lines, flow and guards have their own files measure_*.c. */
#include "measure.h"

#include <string.h>

#include "goods_named.h"
#include "loket/records.h"

static void after_load(struct record *r)
{
    goods_named(r, "good");
}

/* Until the letter has its number, the root's stands in its place. */
static void draw_row(const struct record *r, const char *column, struct buf *out)
{
    if (strcmp(column, "state") == 0 && strcmp(r->state, "history") == 0)
        buf_puts(out, _("history")); /* in a narrow column; the record says all */
    if (strcmp(column, "number") != 0)
        return;
    const char *number = record_text(r, "number");
    buf_puts(out, number[0] != '\0' ? number : record_text(r, "root_number"));
}

/* What people must not misread. */
static void form_extra(const struct record *r, struct buf *out)
{
    if (strcmp(record_text(r, "measure"), "release") != 0)
        buf_puts(
            out,
            _("Coordination is no permission and no veto: the officer's authority stays whole."));
}

static const struct column columns[] = {
    { .field = "number", .min = 15, .want = 30 },
    { .field = "measure", .min = 10, .want = 12 },
    { .field = "goods", .min = 0, .want = 24 },
    { .field = "state", .min = 14, .want = 24 },
    { .field = "due_on", .min = 9, .want = 9 },
    { .field = "recipient", .min = 0, .want = 20 },
    { .field = "coordination", .min = 0, .want = 26 },
    { .field = NULL },
};

const struct kind kind_measure = {
    .id = "measure",
    .label = N_("Measure"),
    .plural = N_("Measures"),
    .fields = measure_fields,
    .lines = measure_lines,
    .flow = &measure_flow,
    .columns = columns,
    .sort = "-proposed_on",
    .title = "number",
    .number = "number",
    .rule_day = "proposed_on",
    .begins_with = "measure",
    .natural_key = (const char *const[]){ "number", NULL },
    .editors =
        (const enum role[]){ ROLE_OFFICER, ROLE_WASDAK, ROLE_INVESTIGATOR, ROLE_HEAD, ROLE_NONE },
    .follows = (const char *const[]){ "measure.lapse", NULL },
    .draw_row = draw_row,
    .form_extra = form_extra,
    .after_load = after_load,
};
