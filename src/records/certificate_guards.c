/* certificate_guards.c - what must hold before a certificate takes a step. Facts that no query of
 * the catalogue answers (inspections, who signs, the stock) are answered by src/actions. */
#include "certificate.h"

#include "measure.h"

#include <string.h>

/* ---- Paid ---- */

static const struct fact paid_facts[] = {
    { .id = "certificate.permit_paid",
      .op = FACT_EXISTS,
      .kind = "permit",
      .match = (const struct fact_match[]){ { .theirs = "id", .ours = "permit" }, { NULL, NULL } },
      .states = (const char *const[]){ "paid", "issued", NULL } },
    { .id = NULL },
};

/* One that replaces another was paid for with it, unless a tariff row says otherwise. */
static bool paid(const struct record *r, const struct answers *a, struct error *why)
{
    if (answers_number(a, "certificate.permit_paid") || record_value(r, "replaces")->set)
        return true;
    fail_field(why, REFUSED, "permit",
               _("Permit %s is not paid yet; the treasurer bills it and enters the payment (or "
                 "releases a bill of Rp0) first."),
               record_text(r, "permit"));
    return false;
}

const struct guard certificate_paid = { .id = "certificate.paid",
                                        .facts = paid_facts,
                                        .allow = paid };

/* ---- Inspected: ISPM 12 and domain rule “inspection on or before the issue date” ---- */

static bool inspected(const struct record *r, const struct answers *a, struct error *why)
{
    if (answers_number(a, "certificate.inspections") || answers_number(a, "certificate.inline"))
        return true;
    fail_field(why, REFUSED, "permit",
               _("Permit %s has no finished inspection on or before the day of issue, and no "
                 "in-line facility covers it; record the inspection first."),
               record_text(r, "permit"));
    return false;
}

const struct guard certificate_inspected = { .id = "certificate.inspected", .allow = inspected };

/* ---- In line: the certificate follows the application while the count allows it ---- */

static bool in_line(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    const char *closed = answers_text(a, "inline.closed");
    if (!answers_number(a, "certificate.inline") || *closed == '\0')
        return true;
    fail_field(why, REFUSED, "permit", "%s", closed);
    return false;
}

const struct guard certificate_in_line = { .id = "certificate.in_line", .allow = in_line };

/* ---- Who signs: only functional officers of the field (IPPC article V.2a) ---- */

static bool officer_may(const struct record *r, const struct answers *a, struct error *why)
{
    const char *fields = answers_text(a, "certificate.signs_for");
    const char *field = record_text(r, "field");
    if (!answers_has(a, "certificate.signs_for") || (*field && strstr(fields, field)))
        return true;
    const struct field *f = kind_field(r->kind, "field");
    const struct choice *c = field_choice(f, field);
    fail(why, REFUSED,
         _("Only a functional officer of the field %s signs this certificate; ask one, or have an "
           "administrator enter the field under “Signs for” of the person."),
         c ? _(c->label) : "?");
    return false;
}

const struct guard certificate_officer = { .id = "certificate.officer", .allow = officer_may };

/* ---- One of a document for a permit ---- */

static const struct fact alone_facts[] = {
    { .id = "certificate.others",
      .op = FACT_COUNT,
      .kind = "certificate",
      .match = (const struct fact_match[]){ { .theirs = "permit", .ours = "permit" },
                                            { .theirs = "document", .ours = "document" },
                                            { NULL, NULL } },
      .states = (const char *const[]){ "issued", "printing", "printed", "asked", "handed",
                                       "recalled", NULL } },
    { .id = NULL },
};

static bool alone(const struct record *r, const struct answers *a, struct error *why)
{
    if (!answers_number(a, "certificate.others"))
        return true;
    fail_field(why, REFUSED, "permit",
               _("A certificate of this kind stands for permit %s already; have that one replaced "
                 "or cancelled instead."),
               record_text(r, "permit"));
    return false;
}

const struct guard certificate_alone = { .id = "certificate.alone",
                                         .facts = alone_facts,
                                         .allow = alone };

/* ---- No detention, refusal or destruction of these goods goes on ---- */

static const struct fact open_facts[] = {
    { .id = "certificate.open_measures",
      .op = FACT_COUNT,
      .kind = "measure",
      .match =
          (const struct fact_match[]){ { .theirs = "permit", .ours = "permit" }, { NULL, NULL } },
      .states = measure_open_states },
    { .id = NULL },
};

static bool no_open_measure(const struct record *r, const struct answers *a, struct error *why)
{
    if (!answers_number(a, "certificate.open_measures"))
        return true;
    fail_field(why, REFUSED, "permit",
               _("%lld measures on the goods of permit %s are still open (detention, refusal, "
                 "destruction or release); close or cancel them first."),
               (long long)answers_number(a, "certificate.open_measures"), record_text(r, "permit"));
    return false;
}

const struct guard certificate_no_open_measure = { .id = "certificate.no_open_measure",
                                                   .facts = open_facts,
                                                   .allow = no_open_measure };

/* ---- The day ---- */

static bool dated(const struct record *r, const struct answers *a, struct error *why)
{
    if (record_number(r, "issued_on") <= answers_number(a, "certificate.today"))
        return true;
    fail_field(why, REFUSED, "issued_on",
               _("The day of issue lies ahead; a certificate is signed on its day. Leave it "
                 "empty for today."));
    return false;
}

const struct guard certificate_dated = { .id = "certificate.dated", .allow = dated };

/* ---- The original ---- */

static bool returned(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    const char *at = record_text(r, "original_at");
    if (!*at || strcmp(at, "office") == 0)
        return true;
    fail_field(why, REFUSED, "original_at",
               _("It is cancelled only once the owner gave the original back; otherwise withdraw "
                 "it, or have it replaced."));
    return false;
}

const struct guard certificate_returned = { .id = "certificate.returned", .allow = returned };

/* ---- A sheet to print on ---- */

static bool in_stock(const struct record *r, const struct answers *a, struct error *why)
{
    const char *trouble = answers_text(a, "certificate.sheet_trouble");
    if (!*trouble)
        return true;
    fail_field(why, REFUSED, "serial", "%s", trouble);
    (void)r;
    return false;
}

const struct guard certificate_in_stock = { .id = "certificate.in_stock", .allow = in_stock };
