/* permit.c - an application for quarantine service: the counter's main work. Fields, lines, flow,
 * guards and papers have their own files permit_*.c. */
#include "permit.h"

#include <string.h>

#include "back_entry.h"
#include "goods_named.h"
#include "loket/records.h"

bool direction_is_inward(const char *direction)
{
    return text_same(direction, "IM") || text_same(direction, "DM") || text_same(direction, "RI") ||
           text_same(direction, "TR");
}

/* Sums a field over live items; false: no item has it, or the sum would not fit. */
static bool sum_items(const struct record *r, const char *field, int64_t *sum)
{
    bool any = false;
    *sum = 0;
    for (size_t i = 0; i < r->lines[PERMIT_ITEM].count; i++) {
        const struct line *l = &r->lines[PERMIT_ITEM].items[i];
        const struct value *v = permit_line_value(l, PERMIT_ITEM, field);
        if (l->gone || !v->set)
            continue;
        if (__builtin_add_overflow(*sum, v->num, sum))
            return false;
        any = true;
    }
    return any;
}

static void derive_sum(struct record *r, const char *field)
{
    struct value *v = record_value(r, field);
    int64_t sum;
    value_clear(v);
    if (sum_items(r, field, &sum))
        value_set_number(v, sum);
}

static void after_load(struct record *r)
{
    derive_sum(r, "value");
    derive_sum(r, "packages");
    goods_named(r, "item");
}

/* Where the service clock stands, what it waits for takes the place of the time left. */
static void draw_time_left(const struct record *r, struct buf *out)
{
    const struct value *why = record_value(r, "paused_for");
    if (!why->set)
        return;
    buf_printf(out, "%s: ", _("waits"));
    field_format(kind_field(r->kind, "paused_for"), why, SPELL_SCREEN, out);
}

/* Until the office's own number is given, the national one stands in its place. Adds nothing for
 * other columns: the list formats those itself. */
static void draw_row(const struct record *r, const char *column, struct buf *out)
{
    if (strcmp(column, "due_at") == 0)
        draw_time_left(r, out);
    if (strcmp(column, "number") != 0)
        return;
    const char *number = record_text(r, "number");
    buf_puts(out, number[0] != '\0' ? number : record_text(r, "national_number"));
    back_entry_mark(r, out);
}

static const struct column columns[] = {
    { .field = "number", .min = 9, .want = 26 },
    { .field = "received_on", .min = 9, .want = 9 },
    { .field = "applicant", .min = 10, .want = 30 },
    { .field = "state", .min = 13, .want = 15 },
    { .field = "due_at", .min = 0, .want = 18 },
    { .field = "goods", .min = 0, .want = 36 },
    { .field = "direction", .min = 0, .want = 16 },
    { .field = "destination_country", .min = 0, .want = 16 },
    { .field = "promised_on", .min = 0, .want = 18 },
    { .field = NULL },
};

const struct kind kind_permit = {
    .id = "permit",
    .label = N_("Permit"),
    .plural = N_("Permits"),
    .flags = KIND_AWAY,
    .fields = permit_fields,
    .lines = permit_lines,
    .flow = &permit_flow,
    .columns = columns,
    .sort = "-received_on",
    .title = "number",
    .number = "number",
    .rule_day = "received_on",
    .natural_key = (const char *const[]){ "national_number", NULL },
    .regular = "applicant",
    .editors = (const enum role[]){ ROLE_OPERATOR, ROLE_VERIFIER, ROLE_OFFICER, ROLE_COORDINATOR,
                                    ROLE_HEAD, ROLE_NONE },
    .draw_row = draw_row,
    .after_load = after_load,
    .print = permit_print,
    .papers = permit_papers,
};
