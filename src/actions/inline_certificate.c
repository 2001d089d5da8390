/* What certificates mean for the count: one that is issued is a shipment, one in another's place is
 * the same shipment, a cancelled one never was. */
#include "inline.h"

#include <string.h>

static enum outcome shipment_numbered(struct session *s, const char *number, struct record **out,
                                      struct error *e)
{
    struct filter numbered = { .field = "certificate_number",
                               .how = IS,
                               .value = { .text = (char *)number, .set = true } };
    struct page page = { 0 };
    struct query q = { .kind = &kind_shipment,
                       .filters = &numbered,
                       .filter_count = 1,
                       .states = (const char *const[]){ "issued", NULL },
                       .sort = "id" };
    *out = NULL;
    enum outcome result = *number ? store_page(s->store, &q, &page, e) : DONE;
    if (result == DONE && page.count)
        result = store_load(s->store, &kind_shipment, page.rows[0]->id, out, e);
    page_free(&page);
    return result;
}

static enum outcome shipment_to_certify(struct session *s, const struct record *certificate,
                                        const struct step *by, struct record **out, struct error *e)
{
    struct record *permit = NULL;
    int64_t id = record_number(certificate, "permit");
    enum outcome result = id ? store_load(s->store, &kind_permit, id, &permit, e) : DONE;
    if (result == DONE && permit)
        result = inline_shipment_of(s, permit, certificate, by, out, e);
    record_free(&permit);
    return result;
}

enum outcome inline_answer_certificate(struct session *s, const struct record *certificate,
                                       struct answers *a, struct error *e)
{
    struct record *permit = NULL;
    int64_t id = record_number(certificate, "permit");
    enum outcome result = id ? store_load(s->store, &kind_permit, id, &permit, e) : DONE;
    bool in_line = permit && text_same(record_text(permit, "outcome"), "inline");
    answers_put(a, "certificate.inline", in_line, NULL);
    /* One in another's place is no further shipment. */
    if (result == DONE && in_line && !record_value(certificate, "replaces")->set)
        result = inline_answer(s, permit, a, e);
    record_free(&permit);
    return result;
}

enum outcome inline_issued(struct session *s, const struct record *certificate,
                           const struct step *by, struct error *e)
{
    struct record *shipment = NULL;
    const char *replaced = record_text(certificate, "replaces");
    enum outcome result = *replaced ? shipment_numbered(s, replaced, &shipment, e)
                                    : shipment_to_certify(s, certificate, by, &shipment, e);
    if (result == DONE && shipment) {
        const char *number = record_text(certificate, "number");
        value_set_text(record_value(shipment, "certificate_number"), number);
        value_set_reference(record_value(shipment, "certificate"), certificate->id, number);
        result =
            follow_step(s, certificate, by, shipment, *replaced ? "reissue" : "certify", "", e);
    }
    if (result == DONE && shipment && !*replaced)
        result = inline_make_due(s, shipment, certificate, by, e);
    record_free(&shipment);
    return result;
}

enum outcome inline_cancelled(struct session *s, const struct record *certificate,
                              const struct step *by, const char *note, struct error *e)
{
    struct record *shipment = NULL;
    enum outcome result = shipment_numbered(s, record_text(certificate, "number"), &shipment, e);
    if (result == DONE && shipment)
        result = follow_step(s, certificate, by, shipment, "void", note, e);
    record_free(&shipment);
    return result;
}
