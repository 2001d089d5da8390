/* certificate.c - the paper a customer walks out with: phytosanitary, health and release
 * certificates and statements of transit, whatever the era calls them (document_code rows). Fields,
 * flow and guards have their own files certificate_*.c; what issuing and printing bring about is in
 * src/actions/certificate*.c. */
#include "certificate.h"

#include <string.h>

/* Bytes after which the list of goods ends in an ellipsis. */
enum { GOODS_MAX = 120 };

/* What the office calls it; else as it is printed, which for abroad is in English. */
static const char *item_called(const struct line *l)
{
    const struct line_kind *items = &certificate_lines[CERTIFICATE_ITEM];
    const char *called = line_cell_text(line_cell(items, l, "commodity"));
    return *called ? called : line_cell_text(line_cell(items, l, "name"));
}

static void after_load(struct record *r)
{
    struct buf goods = { 0 };
    for (size_t i = 0; i < r->lines[CERTIFICATE_ITEM].count; i++) {
        const struct line *l = &r->lines[CERTIFICATE_ITEM].items[i];
        const char *name = item_called(l);
        if (l->gone || !*name)
            continue;
        if (goods.len + strlen(name) > GOODS_MAX) {
            buf_puts(&goods, "…");
            break;
        }
        buf_printf(&goods, "%s%s", goods.len ? ", " : "", name);
    }
    value_set_text(record_value(r, "goods"), buf_text(&goods));
    buf_free(&goods);
}

/* A draft has no number yet: it goes by its permit's. */
static void draw_row(const struct record *r, const char *column, struct buf *out)
{
    if (strcmp(column, "number") == 0 && !record_value(r, "number")->set)
        buf_printf(out, _("draft for %s"), record_text(r, "permit"));
}

static const struct column columns[] = {
    { .field = "number", .min = 14, .want = 32 },   { .field = "issued_on", .min = 9, .want = 9 },
    { .field = "exporter", .min = 14, .want = 26 }, { .field = "goods", .min = 0, .want = 24 },
    { .field = "state", .min = 10, .want = 16 },    { .field = "serial", .min = 0, .want = 12 },
    { .field = "permit", .min = 0, .want = 26 },    { .field = NULL },
};

const struct kind kind_certificate = {
    .id = "certificate",
    .label = N_("Certificate"),
    .plural = N_("Certificates"),
    .fields = certificate_fields,
    .lines = certificate_lines,
    .flow = &certificate_flow,
    .columns = columns,
    .sort = "-issued_on",
    .title = "number",
    .number = "number",
    .rule_day = "issued_on",
    .editors = (const enum role[]){ ROLE_OPERATOR, ROLE_OFFICER, ROLE_HEAD, ROLE_NONE },
    .follows =
        (const char *const[]){ "certificate.approve_replacement", "permit.recommend",
                               "permit.recommend_inline", "permit.recommend_statement", NULL },
    .draw_row = draw_row,
    .after_load = after_load,
};
