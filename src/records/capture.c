/* capture.c - an incident report (LK): where a violation is suspected it stands in the place of the
 * application. Fields, lines, flow and guards have their own files capture_*.c. */
#include "capture.h"

#include <string.h>

#include "back_entry.h"
#include "goods_named.h"
#include "loket/records.h"

static void after_load(struct record *r)
{
    goods_named(r, "item");
}

static void draw_row(const struct record *r, const char *column, struct buf *out)
{
    if (strcmp(column, "state") == 0 && strcmp(r->state, "history") == 0)
        buf_puts(out, _("history")); /* in a narrow column; the record says all */
    if (strcmp(column, "number") != 0)
        return;
    buf_puts(out, record_text(r, "number"));
    back_entry_mark(r, out);
}

static const struct column columns[] = {
    { .field = "number", .min = 12, .want = 26 },
    { .field = "occurred_on", .min = 9, .want = 9 },
    { .field = "goods", .min = 14, .want = 26 },
    { .field = "owner", .min = 0, .want = 20 },
    { .field = "state", .min = 14, .want = 24 },
    { .field = "place", .min = 0, .want = 24 },
    { .field = "classification", .min = 0, .want = 14 },
    { .field = NULL },
};

const struct kind kind_capture = {
    .id = "capture",
    .label = N_("Capture"),
    .plural = N_("Captures"),
    .flags = KIND_AWAY,
    .fields = capture_fields,
    .lines = capture_lines,
    .flow = &capture_flow,
    .columns = columns,
    .sort = "-occurred_on",
    .title = "number",
    .number = "number",
    .rule_day = "occurred_on",
    .begins_with = "source",
    .natural_key = (const char *const[]){ "number", NULL },
    .editors = (const enum role[]){ ROLE_OPERATOR, ROLE_OFFICER, ROLE_WASDAK, ROLE_WASDAK_HEAD,
                                    ROLE_INVESTIGATOR, ROLE_HEAD, ROLE_NONE },
    .follows = (const char *const[]){ "permit.capture", NULL },
    .draw_row = draw_row,
    .after_load = after_load,
};
