/* capture.c - an incident report (LK): where a violation is suspected it stands in the place of the
 * application. Fields, lines, flow and guards have their own files capture_*.c. */
#include "capture.h"

#include <string.h>

#include "back_entry.h"
#include "loket/records.h"

enum { GOODS_MAX = 160 }; /* bytes after which the list of goods ends in an ellipsis */

static void after_load(struct record *r)
{
    struct buf goods = { 0 };
    for (size_t i = 1; i <= record_live_lines(r, "item"); i++) {
        const struct line *l = record_live_line(r, "item", i);
        const char *name = capture_line_text(l, CAPTURE_ITEM, "commodity");
        if (name[0] == '\0')
            continue;
        buf_puts(&goods, goods.len > 0 ? ", " : "");
        if (goods.len + strlen(name) > GOODS_MAX) {
            buf_puts(&goods, "…");
            break;
        }
        buf_puts(&goods, name);
    }
    value_set_text(record_value(r, "goods"), buf_text(&goods));
    buf_free(&goods);
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
