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

static bool fits_item(const struct record *row, const struct record *r)
{
    const struct line_kind *items = kind_line(r->kind, "item");
    const char *class = record_text(row, "commodity_class");
    const struct value *commodity = record_value(row, "commodity");
    if (!*class && !(commodity && commodity->set))
        return true;
    const struct field *item_fields = items ? items->fields : NULL;
    size_t list = items ? (size_t)(items - r->kind->lines) : 0;
    for (size_t i = 0; items && i < r->lines[list].count; i++) {
        const struct line *line = &r->lines[list].items[i];
        const struct value *c = &line->values[line_field(items, "commodity") - item_fields];
        const struct value *k = &line->values[line_field(items, "class") - item_fields];
        if (!line->gone && fits_text(class, k->set && k->text ? k->text : "") &&
            fits_reference(row, "commodity", c))
            return true;
    }
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

static bool requirement_fits(const struct record *row, const struct record *r, day on)
{
    return in_force(row, on) && fits_text(record_text(row, "field"), record_text(r, "field")) &&
           fits_text(record_text(row, "direction"), record_text(r, "direction")) &&
           fits_text(record_text(row, "purpose"), record_text(r, "purpose")) &&
           fits_reference(row, "country", other_country(r)) && fits_item(row, r);
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

static struct value *line_value(const struct line_kind *k, struct line *line, const char *field)
{
    const struct field *f = line_field(k, field);
    return f ? &line->values[f - k->fields] : NULL;
}

static bool has_document(const struct record *r, const struct line_kind *k,
                         const struct value *code)
{
    size_t list = (size_t)(k - r->kind->lines);
    for (size_t i = 0; i < r->lines[list].count; i++) {
        struct line *line = &r->lines[list].items[i];
        const struct value *have = line_value(k, line, "code");
        if (!line->gone &&
            ((code->num && code->num == have->num) || text_same(code->text, have->text)))
            return true;
    }
    return false;
}

static void add_document(void *context, const struct record *row)
{
    struct filling *w = context;
    const struct line_kind *k = kind_line(w->record->kind, "document");
    const struct value *code = record_value(row, "document_code");
    if (!code || !code->set || has_document(w->record, k, code))
        return;
    struct line *line = record_add_line(w->record, "document");
    value_copy(line_value(k, line, "code"), code);
    value_set_text(line_value(k, line, "presence"), "missing");
    struct value *need = line_value(k, line, "need");
    if (need)
        value_set_text(need, record_text(row, "need"));
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
