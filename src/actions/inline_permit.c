/* Permits of companies under decree: which company covers the goods, whether the certificate may
 * follow the application at once, and the shipment that comes of it. Only the health and physical
 * inspection is left out: papers, fees and the officer's signature stay. */
#include "inline.h"

#include <string.h>

static const char *const under_decree[] = { "designated", "renewing", "suspended", NULL };

/* ---- Which company ---- */

static const struct value *item_cell(const struct record *permit, size_t i, const char *field)
{
    return line_cell(kind_line(permit->kind, "item"), &permit->lines[0].items[i], field);
}

/* Linked both, the links decide; else the words. */
static bool same_goods(const struct value *a, const struct value *b)
{
    if (!a || !b || !a->set || !b->set)
        return false;
    return a->num && b->num ? a->num == b->num : utf8_folds_same(a->text, b->text);
}

static bool product_covers(const struct record *facility, const struct value *commodity)
{
    const struct line_kind *k = kind_line(facility->kind, "product");
    for (size_t i = 0; i < facility->lines[0].count; i++) {
        const struct line *line = &facility->lines[0].items[i];
        if (!line->gone && same_goods(line_cell(k, line, "commodity"), commodity))
            return true;
    }
    return false;
}

/* The first of the goods that no decree of this company covers; NULL: it covers all. A permit with
 * one such goes whole to normal inspection, unless it is split. */
static const struct value *uncovered(const struct record *facility, const struct record *permit)
{
    for (size_t i = 0; i < permit->lines[0].count; i++) {
        const struct value *commodity = item_cell(permit, i, "commodity");
        if (!permit->lines[0].items[i].gone && !product_covers(facility, commodity))
            return commodity;
    }
    return NULL;
}

/* Linked, or of an old log, where the company's name stands in words only. */
static enum outcome of_party(struct session *s, const struct value *party, bool linked,
                             struct page *out, struct error *e)
{
    struct filter company = {
        .field = "company",
        .how = IS,
        .value = { .num = linked ? party->num : 0, .text = party->text, .set = true }
    };
    struct query q = {
        .kind = &kind_facility, .filters = &company, .filter_count = 1, .states = under_decree
    };
    return store_page(s->store, &q, out, e);
}

static enum outcome weigh_one(struct session *s, int64_t id, const struct record *permit,
                              struct record **facility, struct buf *why, struct error *e)
{
    struct record *r = NULL;
    enum outcome result = store_load(s->store, &kind_facility, id, &r, e);
    if (result != DONE)
        return result;
    const struct value *goods = uncovered(r, permit);
    if (!goods) {
        *facility = r;
        return DONE;
    }
    buf_puts(why, why->len ? " " : "");
    buf_printf(why,
               _("%s is not among the goods of decree %s: the permit goes whole to normal "
                 "inspection, unless it is split."),
               goods->set ? goods->text : "?", record_text(r, "decree_number"));
    record_free(&r);
    return DONE;
}

static enum outcome look_among(struct session *s, const struct value *party,
                               const struct record *permit, struct record **facility,
                               struct buf *why, struct error *e)
{
    enum outcome result = DONE;
    for (int linked = 1; result == DONE && party->set && !*facility && linked >= 0; linked--) {
        struct page page = { 0 };
        if (linked && !party->num)
            continue;
        result = of_party(s, party, linked, &page, e);
        for (size_t i = 0; result == DONE && !*facility && i < page.count; i++)
            if (linked || !record_number(page.rows[i], "company"))
                result = weigh_one(s, page.rows[i]->id, permit, facility, why, e);
        page_free(&page);
    }
    return result;
}

/* The company under decree whose goods are all those of the permit, with lines; *facility NULL:
 * none, and the reason is appended to why (may be NULL). */
static enum outcome inline_covers(struct session *s, const struct record *permit,
                                  struct record **facility, struct buf *why, struct error *e)
{
    const struct value *applicant = record_value(permit, "applicant");
    const struct value *sender = record_value(permit, "sender");
    struct buf words = { 0 };
    enum outcome result = DONE;
    *facility = NULL;
    bool outward = text_same(record_text(permit, "direction"), "EX") &&
                   text_same(record_text(permit, "field"), "T") &&
                   record_live_lines(permit, "item") > 0;
    if (outward)
        result = look_among(s, applicant, permit, facility, &words, e);
    if (outward && result == DONE && !*facility && !value_same(sender, applicant))
        result = look_among(s, sender, permit, facility, &words, e);
    if (result == DONE && !*facility && !words.len)
        buf_puts(&words, _("No decree on in-line inspection covers this applicant: assign it for "
                           "inspection."));
    if (!*facility && why)
        buf_puts(why, buf_text(&words));
    buf_free(&words);
    return result;
}

/* ---- Its shipment ---- */

static enum outcome shipments_of(struct session *s, const struct record *permit,
                                 const char *const *states, struct record **out, struct error *e)
{
    struct filter of_permit = { .field = "permit",
                                .how = IS,
                                .value = { .num = permit->id, .text = "", .set = true } };
    struct page page = { 0 };
    struct query q = { .kind = &kind_shipment,
                       .filters = &of_permit,
                       .filter_count = 1,
                       .states = states,
                       .sort = "id" };
    *out = NULL;
    enum outcome result = permit->id ? store_page(s->store, &q, &page, e) : DONE;
    if (result == DONE && page.count)
        result = store_load(s->store, &kind_shipment, page.rows[0]->id, out, e);
    page_free(&page);
    return result;
}

static const char *const waiting[] = { "allowed", "planned", NULL };

static enum outcome judge_permit(struct session *s, const struct record *permit,
                                 const struct record *facility, struct answers *a, struct error *e)
{
    struct inline_verdict v;
    enum outcome result =
        inline_judge_now(s, facility, record_text(permit, "conveyance_name"), &v, e);
    if (result == DONE)
        answers_put(a, "inline.closed", 0, buf_text(&v.words));
    inline_verdict_free(&v);
    return result;
}

enum outcome inline_answer(struct session *s, const struct record *permit, struct answers *a,
                           struct error *e)
{
    struct record *shipment = NULL, *facility = NULL;
    struct buf why = { 0 };
    enum outcome result = shipments_of(s, permit, waiting, &shipment, e);
    if (result == DONE && shipment)
        result =
            store_load(s->store, &kind_facility, record_number(shipment, "facility"), &facility, e);
    else if (result == DONE)
        result = inline_covers(s, permit, &facility, &why, e);
    if (result == DONE) {
        answers_put(a, "inline.facility", facility ? facility->id : 0, buf_text(&why));
        answers_put(a, "inline.closed", 0, "");
    }
    if (result == DONE && facility && !(shipment && strcmp(shipment->state, "allowed") == 0))
        result = judge_permit(s, permit, facility, a, e);
    record_free(&shipment);
    record_free(&facility);
    buf_free(&why);
    return result;
}

static enum outcome new_shipment(struct session *s, const struct record *permit,
                                 const struct record *facility, const struct record *cause,
                                 const struct step *by, struct error *e)
{
    struct record *r = record_new(&kind_shipment);
    struct buf name = { 0 };
    record_name(permit, &name);
    value_set_reference(record_value(r, "facility"), facility->id,
                        record_text(facility, "company"));
    value_set_reference(record_value(r, "permit"), permit->id, buf_text(&name));
    value_set_text(record_value(r, "conveyance"), record_text(permit, "conveyance_name"));
    value_set_text(record_value(r, "goods"), record_text(permit, "goods"));
    enum outcome result = follow_new(s, cause, by, r, NULL, e);
    buf_free(&name);
    record_free(&r);
    return result;
}

/* Unless one waits already. */
static enum outcome plan(struct session *s, const struct record *permit, const struct record *cause,
                         const struct step *by, struct error *e)
{
    struct record *shipment = NULL, *facility = NULL;
    enum outcome result = shipments_of(s, permit, waiting, &shipment, e);
    if (result == DONE && !shipment)
        result = inline_covers(s, permit, &facility, NULL, e);
    if (result == DONE && facility)
        result = new_shipment(s, permit, facility, cause, by, e);
    record_free(&shipment);
    record_free(&facility);
    return result;
}

enum outcome inline_plan(struct session *s, const struct record *permit, const struct step *by,
                         struct error *e)
{
    return plan(s, permit, permit, by, e);
}

/* A permit that was split has a shipment for each of its certificates. */
enum outcome inline_shipment_of(struct session *s, const struct record *permit,
                                const struct record *certificate, const struct step *by,
                                struct record **out, struct error *e)
{
    bool in_line = text_same(record_text(permit, "outcome"), "inline");
    enum outcome result = in_line ? plan(s, permit, certificate, by, e) : DONE;
    *out = NULL;
    return result == DONE && in_line ? shipments_of(s, permit, waiting, out, e) : result;
}

enum outcome inline_unplan(struct session *s, const struct record *permit, const struct step *by,
                           const char *note, struct error *e)
{
    struct record *shipment = NULL;
    enum outcome result = shipments_of(s, permit, waiting, &shipment, e);
    if (result == DONE && shipment)
        result = follow_step(s, permit, by, shipment, "unplan", note, e);
    record_free(&shipment);
    return result;
}
