/* What papers a filing needs: requirement rows matched against a record, as checklist lines and as
 * the answer to "apa syaratnya?". A row's empty column fits anything. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { REQUIREMENTS_MAX = 2000 };

static bool fits_text(const char *wanted, const char *have)
{
    return !*wanted || strcmp(wanted, have) == 0;
}

static bool fits_reference(const struct record *row, const char *field, const struct value *have)
{
    const struct value *wanted = record_value(row, field);
    if (!wanted || !wanted->set)
        return true;
    if (!have || !have->set)
        return false;
    return wanted->num ? wanted->num == have->num : text_same(wanted->text, have->text);
}

static bool line_fits(const struct record *row, const struct line_kind *k, const struct line *line)
{
    return !line->gone &&
           fits_text(record_text(row, "commodity_class"),
                     line_cell_text(line_cell(k, line, "class"))) &&
           fits_text(record_text(row, "form"), line_cell_text(line_cell(k, line, "form"))) &&
           fits_reference(row, "commodity", line_cell(k, line, "commodity"));
}

/* A row that names goods wants one item that is all it says. */
static bool fits_item(const struct record *row, const struct record *r)
{
    const struct line_kind *items = kind_line(r->kind, "item");
    const struct value *commodity = record_value(row, "commodity");
    if (!*record_text(row, "commodity_class") && !*record_text(row, "form") &&
        !(commodity && commodity->set))
        return true;
    const struct line_list *list = items ? &r->lines[items - r->kind->lines] : NULL;
    for (size_t i = 0; list && i < list->count; i++)
        if (line_fits(row, items, &list->items[i]))
            return true;
    return false;
}

static bool in_force(const struct record *row, day on)
{
    const struct value *from = record_value(row, "valid_from");
    const struct value *to = record_value(row, "valid_to");
    return !(from && from->set && from->num > on) && !(to && to->set && to->num < on);
}

/* Goods coming in are judged by where they come from, goods going out by where they go. */
static const struct value *other_country(const struct record *r)
{
    return direction_is_inward(record_text(r, "direction"))
               ? record_value(r, "origin_country")
               : record_value(r, "destination_country");
}

/* Areas are cities as people write them. */
static bool fits_area(const struct record *row, const struct record *r)
{
    bool inward = direction_is_inward(record_text(r, "direction"));
    struct buf wanted = { 0 }, have = { 0 };
    utf8_fold(record_text(row, "area"), &wanted);
    utf8_fold(record_text(r, inward ? "origin_city" : "destination_city"), &have);
    bool fits = fits_text(buf_text(&wanted), buf_text(&have));
    buf_free(&wanted);
    buf_free(&have);
    return fits;
}

static bool requirement_fits(const struct record *row, const struct record *r, day on)
{
    return in_force(row, on) && fits_text(record_text(row, "field"), record_text(r, "field")) &&
           fits_text(record_text(row, "direction"), record_text(r, "direction")) &&
           fits_text(record_text(row, "purpose"), record_text(r, "purpose")) &&
           fits_reference(row, "country", other_country(r)) && fits_area(row, r) &&
           fits_item(row, r);
}

static day rule_day(struct session *s, const struct record *r)
{
    const struct value *v = r->kind->rule_day ? record_value(r, r->kind->rule_day) : NULL;
    return v && v->set ? (day)v->num : session_today(s);
}

static enum outcome each_requirement(struct session *s, const struct record *r,
                                     void (*each)(void *context, const struct record *row),
                                     void *context, struct error *e)
{
    struct query q = { .kind = registry_find(&all_kinds, "requirement"),
                       .limit = REQUIREMENTS_MAX };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    for (size_t i = 0; result == DONE && i < page.count; i++)
        if (requirement_fits(page.rows[i], r, rule_day(s, r)))
            each(context, page.rows[i]);
    page_free(&page);
    return result;
}

struct filling {
    struct record *record;
    size_t added;
};

static bool has_document(const struct record *r, const struct line_kind *k,
                         const struct value *code)
{
    size_t list = (size_t)(k - r->kind->lines);
    for (size_t i = 0; i < r->lines[list].count; i++) {
        const struct line *line = &r->lines[list].items[i];
        const struct value *have = line_cell(k, line, "code");
        if (!line->gone &&
            ((code->num && code->num == have->num) || text_same(code->text, have->text)))
            return true;
    }
    return false;
}

static struct value *cell_to_fill(const struct line_kind *k, struct line *line, const char *field)
{
    return &line->values[line_field(k, field) - k->fields];
}

static void add_document(void *context, const struct record *row)
{
    struct filling *w = context;
    const struct line_kind *k = kind_line(w->record->kind, "document");
    const struct value *code = record_value(row, "document_code");
    if (!code || !code->set || has_document(w->record, k, code))
        return;
    struct line *line = record_add_line(w->record, "document");
    value_copy(cell_to_fill(k, line, "code"), code);
    value_set_text(cell_to_fill(k, line, "presence"), "missing");
    value_set_text(cell_to_fill(k, line, "need"), record_text(row, "need"));
    w->added++;
}

enum outcome act_checklist(struct session *s, struct record *r, size_t *added, struct error *e)
{
    struct filling w = { r, 0 };
    enum outcome result = DONE;
    if (kind_line(r->kind, "document"))
        result = each_requirement(s, r, add_document, &w, e);
    if (added)
        *added = w.added;
    return result;
}

/* ---- In words ---- */

static void put_field(const struct record *row, const char *field, const char *before,
                      struct buf *out)
{
    struct value *v = record_value(row, field);
    if (!v || !v->set)
        return;
    buf_puts(out, before);
    field_format(kind_field(row->kind, field), v, SPELL_SCREEN, out);
}

static void tell_requirement(void *context, const struct record *row)
{
    struct buf *out = context;
    buf_puts(out, "- ");
    put_field(row, "document_code", "", out);
    put_field(row, "need", " · ", out);
    put_field(row, "condition", ": ", out);
    put_field(row, "cost_note", "\n    ", out);
    put_field(row, "target_time", "\n    ", out);
    put_field(row, "basis", "\n    ", out);
    buf_putc(out, '\n');
}

enum outcome act_requirements(struct session *s, const struct record *r, struct buf *out,
                              struct error *e)
{
    size_t before = out->len;
    enum outcome result = each_requirement(s, r, tell_requirement, out, e);
    if (result == DONE && out->len == before)
        buf_puts(out, _("No requirement is on file for this; ask the officer on duty.\n"));
    return result;
}
