/* The in-line log of an office: what its rows leave unsaid, and the places in the count that its
 * shipments and monitorings had on their days. */
#include "inline.h"

#include <stdlib.h>
#include <string.h>

/* ---- Companies ---- */

static const struct line_kind *lines_of(const char *id)
{
    return kind_line(&kind_facility, id);
}

/* "Ubi jalar beku, Lobak beku" in one cell are two. */
static void part_goods(struct record *r)
{
    const struct line_kind *k = lines_of("product");
    for (size_t i = 1; i <= record_live_lines(r, "product"); i++) {
        struct line *line = record_live_line(r, "product", i);
        const char *text = line_cell_text(line_cell(k, line, "commodity"));
        const char *comma = strchr(text, ',');
        if (!comma)
            continue;
        char *first = xstrndup(text, (size_t)(comma - text));
        char *rest = xstrdup(comma + 1);
        struct value *more = record_add_line(r, "product")->values;
        value_set_text(&more[line_field(k, "commodity") - k->fields], text_trim(rest));
        line = record_live_line(r, "product", i); /* the list may have moved */
        value_set_text(&line->values[line_field(k, "commodity") - k->fields], text_trim(first));
        free(first);
        free(rest);
    }
}

static bool has_decree(const struct record *facility, const char *number)
{
    const struct line_list *lines = &facility->lines[2];
    for (size_t i = 0; i < lines->count; i++)
        if (!lines->items[i].gone &&
            strcmp(line_cell_text(line_cell(lines_of("decision"), &lines->items[i], "number")),
                   number) == 0)
            return true;
    return false;
}

static bool goods_within(const struct record *a, const struct record *b)
{
    const struct line_kind *k = lines_of("product");
    for (size_t i = 0; i < a->lines[0].count; i++) {
        bool found = a->lines[0].items[i].gone;
        const char *name = line_cell_text(line_cell(k, &a->lines[0].items[i], "commodity"));
        for (size_t n = 0; !found && n < b->lines[0].count; n++)
            found =
                !b->lines[0].items[n].gone &&
                strcmp(line_cell_text(line_cell(k, &b->lines[0].items[n], "commodity")), name) == 0;
        if (!found)
            return false;
    }
    return true;
}

/* A decree on the same goods extends the one before; of one that stands there already the row says
 * nothing new, so that what holds now stays. */
static bool is_of(struct record *said, const struct record *facility)
{
    static const char *const of_decree[] = { "decree_number", "decree_on", "decree_to" };
    bool known = has_decree(facility, record_text(said, "decree_number"));
    if (!known && !(goods_within(said, facility) && goods_within(facility, said)))
        return false;
    for (size_t i = 0; known && i < COUNT(of_decree); i++) {
        value_clear(record_value(said, of_decree[i]));
        value_copy(record_value(said, of_decree[i]), record_value(facility, of_decree[i]));
    }
    return true;
}

enum outcome facility_said(struct session *s, struct record *r, int64_t *id, struct error *e)
{
    struct filter company = { .field = "company",
                              .how = IS,
                              .value = { .text = record_value(r, "company")->text, .set = true } };
    struct query q = {
        .kind = &kind_facility, .filters = &company, .filter_count = 1, .closed = true, .sort = "id"
    };
    struct page page = { 0 };
    part_goods(r);
    if (!record_value(r, "company")->set || !record_value(r, "decree_number")->set)
        return DONE;
    enum outcome result = store_page(s->store, &q, &page, e);
    for (size_t i = 0; result == DONE && !*id && i < page.count; i++) {
        struct record *there = NULL;
        result = store_load(s->store, &kind_facility, page.rows[i]->id, &there, e);
        if (result == DONE && is_of(r, there))
            *id = there->id;
        record_free(&there);
    }
    page_free(&page);
    return result;
}

enum outcome facility_land(struct session *s, struct record *r, struct error *e)
{
    bool first = record_live_lines(r, "decision") == 0;
    (void)s;
    (void)e;
    r->kind->after_load(r); /* the goods the decree covers */
    if (!has_decree(r, record_text(r, "decree_number")))
        facility_tell_decree(r, first ? "first" : "extension", NULL);
    return DONE;
}

/* ---- Shipments ---- */

enum outcome shipment_land(struct session *s, struct record *r, struct error *e)
{
    struct record *facility = NULL;
    struct inline_verdict v = { 0 };
    const struct value *on = record_value(r, "issued_on");
    if (!on->set || !record_number(r, "facility") || record_value(r, "counted")->set)
        return DONE;
    enum outcome result =
        store_load(s->store, &kind_facility, record_number(r, "facility"), &facility, e);
    const struct inline_asked asked = { .facility = facility,
                                        .conveyance = record_text(r, "conveyance"),
                                        .on = (day)on->num,
                                        .ordinal = record_number(r, "ordinal"),
                                        .but = r->id,
                                        .past = true };
    if (result == DONE)
        result = inline_judge(s, &asked, &v, e);
    if (result == DONE)
        shipment_place(r, &v);
    inline_verdict_free(&v);
    record_free(&facility);
    return result;
}

/* ---- Monitorings ---- */

/* A log says in words what was found: “Nihil” and its like, or nothing, are no finding. */
enum outcome monitoring_said(struct session *s, struct record *r, int64_t *id, struct error *e)
{
    const struct field *result = kind_field(&kind_monitoring, "result");
    const struct reading how = session_reading(s, SPELL_SHEET);
    const char *findings = record_text(r, "findings");
    struct value *v = record_value(r, "result"), word = { 0 };
    (void)id;
    (void)e;
    if (v->set || !record_value(r, "held_on")->set)
        return DONE;
    bool none = !*findings || field_parse(result, &how, findings, &word, NULL) == DONE;
    value_set_text(v, none ? "clean" : "finding");
    value_clear(&word);
    return DONE;
}

enum outcome monitoring_land(struct session *s, struct record *r, struct error *e)
{
    bool found = text_same(record_text(r, "result"), "finding");
    if (!r->rev)
        r->state = flow_state(r->kind->flow, found ? "follow_up" : "closed")->id;
    return record_value(r, "counts")->set ? DONE : monitoring_place(s, r, e);
}
